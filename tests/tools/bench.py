"""Time every stage on made-up archives and print a table: `make bench`, or bench.py 10000 100000."""

import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import big_archive

STAGES = ("read", "relate", "assess", "advise", "draw")


def stages(folder: Path) -> None:
    """Run one build stage by stage and print seconds and peak memory; meant for a process of its own."""
    from sociable import advice, intake, scoring, signals
    from sociable.build import assess, write
    from sociable.content import accuracy

    marks = [time.perf_counter()]
    taken = intake.take(folder / "brand.yaml")
    marks.append(time.perf_counter())
    columns = signals.relate(taken.archive, taken.brand, [taken.window])
    marks.append(time.perf_counter())
    results = scoring.assess(columns, taken.rules, taken.brand, taken.window, accuracy())
    marks.append(time.perf_counter())
    advice.illustrate(columns, results, taken.rules, taken.brand, signals.Terms.of(taken.brand), accuracy())
    marks.append(time.perf_counter())
    report = assess(taken, columns, taken.window, illustrated=True)
    started = time.perf_counter()
    write(report, taken.rules, folder / "output")
    drawn = time.perf_counter() - started
    seconds = [later - earlier for earlier, later in pairwise(marks)] + [drawn]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(" ".join(f"{one:.2f}" for one in (*seconds, sum(seconds), peak)))


def main(sizes: list[int]) -> None:
    """One line a size, each in a fresh process."""
    print("posts    " + "".join(f"{name:>9}" for name in (*STAGES, "total s", "peak MB")))
    for size in sizes:
        with TemporaryDirectory() as work:
            big_archive.write(size, Path(work))
            done = subprocess.run(
                [sys.executable, __file__, "--one", work], capture_output=True, text=True, check=False
            )
            cells = done.stdout.split() or [done.stderr.strip().splitlines()[-1]]
            print(f"{size:<9}" + "".join(f"{one:>9}" for one in cells), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        stages(Path(sys.argv[2]))
    else:
        main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
