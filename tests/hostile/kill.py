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
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

PACKAGE = Path(__file__).parents[2] / "generator"


def brand(root: Path) -> None:
    """A small brand whose builds take about a second."""
    rows = "".join(f"Hello number {n} buy now,2026-0{7 + n // 20}-{1 + n % 20:02} 10:00:00 +0000\n" for n in range(60))
    (root / "a.csv").write_text("text,created_at\n" + rows)
    (root / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
        "period: {start: 2026-07-01, end: 2026-09-30}\n"
    )


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


def run(kills: int, seed: int) -> list[str]:
    """What was broken after a kill, one line each."""
    from sociable import history

    dice, faults = random.Random(seed), []
    root = Path(tempfile.mkdtemp(prefix="kill-"))
    brand(root)
    for words in (("build",), ("review", "-n", "20", "--force")):
        begun = time.monotonic()
        assert start(root, *words).wait() == 0
        lasts = time.monotonic() - begun
    whole = {name: bytes_of(root / name) for name in ("output", "history", "review")}
    for number in range(kills):
        words = ("build",) if dice.random() < 0.7 else ("review", "-n", "20", "--force")
        process = start(root, *words)
        time.sleep(dice.random() * lasts * 1.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        out = root / "output"
        if out.exists() and bytes_of(out) != whole["output"]:
            faults.append(f"{number}: the playbook is not whole after {words[0]}")
        for path in (root / "history").glob("*.json"):
            try:
                history.load(path)
            except Exception as error:
                faults.append(f"{number}: {path.name}: {error}")
        if number % 25 == 24 or number == kills - 1 or not out.exists():
            again = start(root, "build")
            if again.wait() or start(root, "review", "-n", "20", "--force").wait():
                faults.append(f"{number}: the next run fails")
            faults += [f"{number}: {name} differs" for name, known in whole.items() if bytes_of(root / name) != known]
    left = [path.name for path in root.iterdir() if ".new." in path.name or ".old." in path.name]
    if left:
        faults.append(f"left behind: {left}")
    shutil.rmtree(root)
    print(f"{kills} kills, seed {seed}: {len(faults)} faults")
    return faults


if __name__ == "__main__":
    found = run(int(sys.argv[1]) if len(sys.argv) > 1 else 300, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print("\n".join(found))
    sys.exit(bool(found))
