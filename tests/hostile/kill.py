"""Kills builds and reviews at random moments and looks at what is left: `make kills`, or `python kill.py KILLS SEED`.

After each kill the output folder is the former playbook or the new one, whole;
every file of history and of the review reads; and the next run ends well with
the bytes of a run that nobody disturbed.
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


WORDS = (("build",), ("review", "-n", "20", "--force"))


def start(root: Path, *words: str) -> subprocess.Popen[bytes]:
    """`sociable WORDS` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sociable", *words, str(root), "-q"], env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def bytes_of(folder: Path) -> str:
    """One hash of all that a folder holds."""
    out = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        out.update(str(path.relative_to(folder)).encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return out.hexdigest()


def finished(root: Path) -> dict[str, str] | None:
    """What a build and a review that nobody disturbs leave; None when one fails."""
    if any(start(root, *words).wait() for words in WORDS):
        return None
    return {name: bytes_of(root / name) for name in ("output", "history", "review")}


def run(kills: int, seed: int) -> tuple[list[str], int]:
    """What was broken after a kill, one line each, and how many kills met a run at work."""
    from sociable import history

    dice, faults, met = random.Random(seed), list[str](), 0
    root = Path(tempfile.mkdtemp(prefix="kill-"))
    whole: dict[str, dict[str, str]] = {}
    for state in (*STATES, STATES[0]):  # each once after the other, as the kills below will find it
        brand(root, state)
        begun = time.monotonic()
        whole[state] = finished(root) or {}
        lasts = (time.monotonic() - begun) / len(WORDS)
    assert whole[STATES[0]]["output"] != whole[STATES[1]]["output"]
    for number in range(kills):
        former = next((state for state in STATES if whole[state]["output"] == bytes_of(root / "output")), "")
        state = STATES[1] if former == STATES[0] else STATES[0]
        brand(root, state)
        words = WORDS[0] if dice.random() < 0.7 else WORDS[1]
        process = start(root, *words)
        time.sleep(dice.random() * lasts * 1.2)
        met += process.poll() is None
        process.kill()
        process.wait()
        out = root / "output"
        if out.exists() and bytes_of(out) not in {one["output"] for one in whole.values()}:
            faults.append(f"{number}: the playbook is neither the former nor the new one after {words[0]}")
        for path in (root / "history").glob("*.json"):
            try:
                history.load(path)
            except Exception as error:
                faults.append(f"{number}: {path.name}: {error}")
        if number % 10 == 9 or number == kills - 1 or not out.exists():
            again = finished(root)
            if again != whole[state]:
                faults.append(f"{number}: the next run ends otherwise: {again and sorted(again)}")
    left = [path.name for path in root.iterdir() if ".new." in path.name or ".old." in path.name]
    if left:
        faults.append(f"left behind: {left}")
    shutil.rmtree(root)
    return faults, met


if __name__ == "__main__":
    count, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found, landed = run(count, seed)
    print("\n".join([*found, f"{count} kills, seed {seed}, {landed} of them of a run at work: {len(found)} faults"]))
    sys.exit(bool(found))
