"""Kills commands at random moments and looks at what is left: `make kills`, or `python kill.py KILLS SEED [TASK ...]`.

The tasks are build and review, unless import or portfolio are named.  After
each kill the output folder is the former one or the new one, whole; every file
of history and of the review reads; and the next run ends well with the bytes
of a run that nobody disturbed.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

PACKAGE = Path(__file__).parents[2] / "generator"


STATES = ("now", "today")
"""Two sets of posts, so that every build has something to write."""


def brand(root: Path, state: str = STATES[0]) -> None:
    """A small brand whose builds take about a second."""
    rows = "".join(f"Hello {n} buy {state},2026-0{7 + n // 20}-{1 + n % 20:02} 10:00:00 +0000\n" for n in range(60))
    (root / "a.csv").write_text("text,created_at\n" + rows)
    (root / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
        "period: {start: 2026-07-01, end: 2026-09-30}\n"
    )


TASKS = {
    "build": (("build",), ("output", "history")),
    "review": (("review", "-n", "20", "--force"), ("review",)),
    "import": (("import", "-o", "tables"), ("tables",)),
    "portfolio": (("portfolio", "-o", "clients"), ("clients", "history")),
}
"""The words of each command, and the folders that it leaves."""
USUAL = ("build", "review")


def start(root: Path, task: str) -> subprocess.Popen[bytes]:
    """The command of a task in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sociable", *TASKS[task][0], str(root / "brand.yaml"), "-q"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def bytes_of(folder: Path) -> str:
    """One hash of all that a folder holds."""
    out = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        out.update(str(path.relative_to(folder)).encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return out.hexdigest()


def folders(root: Path, tasks: Sequence[str]) -> dict[str, str]:
    """A hash of each folder that is swapped in as a whole: of an import and a portfolio the brand's own."""
    patterns = {"build": "output", "import": "tables/[!.]*", "portfolio": "clients/[!.]*"}
    found = [path for task in tasks if task in patterns for path in root.glob(patterns[task]) if path.is_dir()]
    return {str(path.relative_to(root)): bytes_of(path) for path in sorted(found)}


def finished(root: Path, tasks: Sequence[str] = USUAL) -> tuple[dict[str, str], dict[str, str]] | None:
    """What tasks that nobody disturbs leave, and its whole folders; None when one fails."""
    if any(start(root, task).wait() for task in tasks):
        return None
    return {name: bytes_of(root / name) for task in tasks for name in TASKS[task][1]}, folders(root, tasks)


def run(kills: int, seed: int, tasks: Sequence[str] = USUAL) -> tuple[list[str], int]:
    """What was broken after a kill, one line each, and how many kills met a run at work."""
    from sociable import history

    dice, faults, met = random.Random(seed), list[str](), 0
    root = Path(tempfile.mkdtemp(prefix="kill-"))
    whole = {}
    for state in (*STATES, STATES[0]):  # each once after the other, as the kills below will find it
        brand(root, state)
        begun = time.monotonic()
        whole[state] = finished(root, tasks)
        lasts = (time.monotonic() - begun) / len(tasks)
    known = [one[1] for one in whole.values() if one]  # as STATES stand
    assert len(known) == len(STATES) and known[0] != known[1]
    for number in range(kills):
        standing = folders(root, tasks)
        at = STATES[1] if known[0] == standing else STATES[0]
        brand(root, at)
        task = tasks[0] if dice.random() < 0.7 else dice.choice(tasks)
        process = start(root, task)
        time.sleep(dice.random() * lasts * 1.2)
        met += process.poll() is None
        process.kill()
        process.wait()
        for name, now in folders(root, tasks).items():
            if all(one.get(name) != now for one in known):
                faults.append(f"{number}: {name} is neither the former nor the new one after {task}")
        for path in (root / "history").glob("*.json"):
            try:
                history.load(path)
            except Exception as error:
                faults.append(f"{number}: {path.name}: {error}")
        if number % 10 == 9 or number == kills - 1 or folders(root, tasks).keys() != known[0].keys():
            again = finished(root, tasks)
            if again != whole[at]:
                faults.append(f"{number}: the next run ends otherwise: {again and sorted(again[0])}")
    left = [path.name for path in root.iterdir() if ".new." in path.name or ".old." in path.name]
    if left:
        faults.append(f"left behind: {left}")
    shutil.rmtree(root)
    return faults, met


if __name__ == "__main__":
    count, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chosen = tuple(sys.argv[3:]) or USUAL
    found, landed = run(count, seed, chosen)
    last = f"{count} kills of {', '.join(chosen)}, seed {seed}, {landed} of a run at work: {len(found)} faults"
    print("\n".join([*found, last]))
    sys.exit(bool(found))
