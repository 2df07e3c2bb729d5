"""Kills commands at random moments and looks at what is left: `make kills`, or `python kill.py KILLS SEED [TASK ...]`.

The tasks are build, publish and review, unless import or portfolio are named.
After each kill the output folder is the former one or the new one, whole; what
is published is page for page the former or the new one, in Git all of one, and
a person's file beside it stands; every file of history and of the review
reads; and the next run ends well with the bytes of a run that nobody disturbed.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

from hostile import forked  # noqa: E402

STATES = ("now", "today")
"""Two sets of posts, so that every build has something to write."""


def brand(root: Path, state: str = STATES[0]) -> None:
    """A small brand whose builds take about a second."""
    rows = "".join(f"Hello {n} buy {state},2026-0{7 + n // 20}-{1 + n % 20:02} 10:00:00 +0000\n" for n in range(60))
    (root / "a.csv").write_text("text,created_at\n" + rows)
    places = "{name: site, to: folder, path: public}, {name: pages, to: git, url: ../pages.git, branch: gh-pages}"
    (root / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
        f"period: {{start: 2026-07-01, end: 2026-09-30}}\nreader: quick\npublish: [{places}]\n"
    )


TASKS = {
    "build": (("build",), ("output", "history")),
    "publish": (("publish",), ("public",)),
    "review": (("review", "-n", "20", "--force"), ("review",)),
    "import": (("import", "-o", "tables"), ("tables",)),
    "portfolio": (("portfolio", "-o", "clients"), ("clients", "history")),
}
"""The words of each command, and the folders that it leaves."""
USUAL = ("build", "publish", "review")
THEIRS = Path("public") / "CNAME"
"""A person's file in the folder that a static host serves."""


def start(root: Path, task: str) -> forked.Run:
    """The command of a task in a process of its own."""
    own = {"TMPDIR": str(root.parent)}  # a killed run leaves its working copy of Git
    return forked.start([*TASKS[task][0], str(root / "brand.yaml"), "-q"], root, own)


def again(root: Path, *words: str, task: str = "build", limit: str = "", spare: Path | None = None) -> tuple[int, str]:
    """The command of a task to its end, under a limit of `forked`: its exit code, and what it said."""
    own = {"TMPDIR": str(spare or root.parent)}
    return forked.told([*TASKS[task][0], str(root / "brand.yaml"), "-q", *words], root, own, limit)


def bytes_of(folder: Path) -> str:
    """One hash of all that a folder holds."""
    out = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        out.update(str(path.relative_to(folder)).encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return out.hexdigest()


def wholes(root: Path, tasks: Sequence[str]) -> dict[str, str]:
    """A hash of each thing that is swapped in as a whole: of an import and a portfolio the brand's own folder."""
    patterns = {"build": "output", "import": "tables/[!.]*", "portfolio": "clients/[!.]*"}
    found = [path for task in tasks if task in patterns for path in root.glob(patterns[task]) if path.is_dir()]
    hashes = {str(path.relative_to(root)): bytes_of(path) for path in sorted(found)}
    return hashes | ({"gh-pages": branch(root)} if "publish" in tasks else {})


def branch(root: Path) -> str:
    """The files of the published branch: the hash that Git has of them."""
    asked = ["git", "rev-parse", "refs/heads/gh-pages^{tree}"]
    return subprocess.run(asked, cwd=root.parent / "pages.git", capture_output=True, text=True, check=True).stdout


def public(root: Path) -> dict[str, str]:
    """Every file that was published into a folder; what a run keeps for itself aside."""
    found = sorted(path for path in (root / "public").rglob("*") if path.is_file())
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
        if not path.name.startswith(".sociable")
    }


def undisturbed(root: Path, tasks: Sequence[str]) -> dict[str, float] | None:
    """Runs the tasks one after the other: the seconds of each; None when one fails."""
    took = {}
    for task in tasks:
        begun = time.monotonic()
        if start(root, task).wait():
            return None
        took[task] = time.monotonic() - begun
    return took


def left(root: Path, tasks: Sequence[str]) -> dict[str, str]:
    """What finished tasks leave: a hash of each folder, of each whole in it, and of each published file."""
    folders = {name: bytes_of(root / name) for task in tasks for name in TASKS[task][1]}
    return folders | wholes(root, tasks) | (public(root) if "publish" in tasks else {})


def broken(root: Path, tasks: Sequence[str], known: Sequence[dict[str, str]]) -> list[str]:
    """What stands there right after a kill and should not."""
    from sociable import history

    files = public(root) if "publish" in tasks else {}
    now = wholes(root, tasks) | files
    said = [f"{name} is neither the former nor the new one" for name in now if now[name] not in _ever(name, known)]
    both = known[0].keys() & known[1].keys()
    said += [f"{name} is gone" for name in sorted(both - files.keys()) if name.startswith("public/")]
    for path in (root / "history").glob("*.json"):
        try:
            history.load(path)
        except Exception as error:
            said.append(f"{path.name}: {error}")
    return said


def _ever(name: str, known: Sequence[dict[str, str]]) -> list[str | None]:
    return [one.get(name) for one in known]


def laid(tasks: Sequence[str]) -> Path:
    """The folder of a new brand, in one of its own, with the places that it publishes to."""
    root = Path(tempfile.mkdtemp(prefix="kill-")) / "brand"
    (root / THEIRS).parent.mkdir(parents=True)
    (root / THEIRS).write_text("playbook.example\n")
    if "publish" in tasks:
        subprocess.run(["git", "init", "--quiet", "--bare", str(root.parent / "pages.git")], check=True)
    return root


def run(kills: int, seed: int, tasks: Sequence[str] = USUAL) -> tuple[list[str], Counter[str]]:
    """What was broken after a kill, one line each, and the kills of each task, all of which met a run at work."""
    dice, faults, met = random.Random(seed), list[str](), Counter[str]()
    root, whole, lasts = laid(tasks), dict[str, dict[str, str]](), dict[str, float]()
    for state in (*STATES, STATES[0]):  # each once after the other, as the kills below will find it
        brand(root, state)
        lasts = undisturbed(root, tasks) or {}
        whole[state] = left(root, tasks)
        if "publish" in tasks:
            shutil.copytree(root / "output", root.parent / state, dirs_exist_ok=True)
    known = [whole[state] for state in STATES]
    assert lasts and known[0] != known[1]
    while met.total() < kills:
        number, task = met.total(), dice.choice((tasks[0], *tasks))
        standing = wholes(root, tasks)
        names = ("gh-pages",) if task == "publish" else standing.keys() - {"gh-pages"}
        at = STATES[all(standing[name] == known[0].get(name) for name in names)]  # the other one than stands there
        brand(root, at)
        if task == "publish":  # a playbook that nobody disturbed, as a build of its own would leave it
            shutil.rmtree(root / "output", ignore_errors=True)
            shutil.copytree(root.parent / at, root / "output")
        process = start(root, task)
        time.sleep(dice.random() * lasts[task] * 1.2)
        process.kill()
        met[task] += process.wait() == -signal.SIGKILL
        faults += [f"{number}: {one} after {task}" for one in broken(root, tasks, known)]
        whole_run = number % 10 == 9 or number == kills - 1 or wholes(root, tasks).keys() != standing.keys()
        again = tasks if whole_run else ("publish",) if task == "publish" else ()
        if undisturbed(root, again) is None or not left(root, again).items() <= whole[at].items():
            faults.append(f"{number}: the next run ends otherwise after {task}")
        if met.total() > number and not met.total() % 25:
            print(f"{met.total()} kills: {dict(met)}, {len(faults)} faults so far", file=sys.stderr, flush=True)
    remains = [path.name for path in root.iterdir() if ".new." in path.name or ".old." in path.name]
    if remains:
        faults.append(f"left behind: {remains}")
    shutil.rmtree(root.parent)
    return faults, met


if __name__ == "__main__":
    count, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found, landed = run(count, seed, tuple(sys.argv[3:]) or USUAL)
    hit = ", ".join(f"{number} of {task}" for task, number in landed.items())
    print("\n".join([*found, f"{count} kills, seed {seed}; of a run at work {hit}: {len(found)} faults"]))
    sys.exit(bool(found))
