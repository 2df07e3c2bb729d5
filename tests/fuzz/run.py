"""Feeds damaged exports, configurations, reports and what runs leave to Sociable: `make fuzz`, or `run.py CASES SEED [KIND]`.

A case passes when it ends soon, in a value or in an error of one line, with
rows read = kept + skipped, and takes at most twice the memory that the sound
file of its kind took, `SPARE` for what libraries keep for themselves, and
`FOLD` of what damage made of the file: some of it makes 5 KB to 12 MB.
"""

# ruff: noqa: E402, E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

os.environ["RUST_BACKTRACE"] = "0"  # the symbols that it loads would count as memory of a case

import polars as pl

from archives import make
from fuzz import states
from fuzz.mutate import mutate
from hostile import twins
from sociable import archives, hand, history, rubric, settings, signals
from sociable.advice import choose
from sociable.config import Brand
from sociable.drafts import manuscript
from sociable.errors import SociableError, visible
from sociable.signals import labelling

SECONDS = 5
SPARE = 32
"""MiB; a sound case takes 0 to 50, and the process that runs them holds 250."""
FOLD = 8
"""An honest export of 100 MB takes 2 to 12 times its size (giants.py)."""
DEMO = Path(__file__).parents[2] / "content" / "demo"


class Slow(Exception):
    """A case that did not end in time."""


def _late(*_: object) -> None:
    raise Slow(f"longer than {SECONDS} s")


def exports() -> dict[str, tuple[Path, dict[str, Any]]]:
    """A small sound export of every format, in a folder of its own."""
    found = {}
    for place, (name, write) in enumerate(twins.TWINS.items()):
        root = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
        found[name] = (
            root,
            write(
                root,
                twins.cast(
                    name.replace("_", ""),
                    place,
                    lambda people: ["Hello all", "Buy 😀 now @mo", "Who saw it?", "Late again", "Thanks all"],
                ),
            ),
        )
    root = Path(tempfile.mkdtemp(prefix="fuzz-snapshots-"))
    make.table(root / "s.csv", ["date", "followers", "following"], [["2026-01-31", "1,200", "300"]])
    make.table(root / "t.csv", ["text", "created_at"], [["Boats", "2026-02-01 10:00:00 +0000"]])
    found["snapshots"] = (root, {"platform": "x", "handle": "h", "archive": ["s.csv", "t.csv"]})
    return found


def read(root: Path, account: dict[str, Any]) -> None:
    """One export, and the law of counting."""
    brand = Brand.model_validate({"root": root, "brand": {"name": "Harbour"}, "accounts": [account]})
    found = archives.read(brand)
    for file in found.inputs:
        assert file.read == file.kept + sum(file.skipped.values()) and file.kept >= 0, (
            file.file,
            file.read,
            file.kept,
            file.skipped,
        )
    assert found.posts["uid"].is_unique().all()


def configured(folder: Path, what: str, criteria: Collection[str]) -> None:
    """What a run does with a file that people edit."""
    if what == "report.json":
        history.decode((folder / what).read_bytes(), what)
    elif what == "drafts.csv":
        manuscript.read((folder / what).read_bytes(), what, "x")
    elif what == "rubric.yaml":
        rubric.load(signals.SIGNALS, folder / what)
    else:
        brand = settings.load(folder / "brand.yaml")
        hand.ledger(brand, criteria)
        hand.notes(brand)
        _corrections(brand)


def _corrections(brand: Brand) -> None:
    """What a build does with labels.csv and curation.csv."""
    choose.curation(brand)
    labelling.corrections(brand)


def configs() -> Path:
    """The demo's files that people edit, and a report."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-configs-"))
    for name in ("brand.yaml", "labels.csv", "curation.csv", "plan.yaml"):
        shutil.copy(DEMO / name, folder / name)
    text = (folder / "brand.yaml").read_text()
    (folder / "brand.yaml").write_text(
        text.replace("archive/x-2026-10.zip", "labels.csv")
        .replace("inbox/inbox-*.csv", "labels.csv")
        .replace("facebook/posts-*.csv", "labels.csv")
    )
    (folder / "notes").mkdir()
    (folder / "rubric.yaml").write_text(
        "version: 2.1-own\nweights: {hard-sell: 3}\nanchors: {self-talk: [0.8, 0.6, 0.4, 0.3, 0.1]}\n"
        "off:\n  plain-talk: {reason: none, name: Jo, until: 2027-01-01}\n"
    )
    (folder / "drafts.csv").write_text('id,text,platform\n1,Buy now,x\n2,"Hello, you",facebook\n')
    shutil.copy(Path(__file__).parent / "report.json", folder / "report.json")
    return folder


class Memory:
    """How many MiB a stretch of work needs at its peak beyond what was held before; 0 elsewhere than on Linux."""

    def __enter__(self) -> Memory:
        self.rise, self._peak = 0, Path("/proc/self/status")
        if self._peak.exists():
            Path("/proc/self/clear_refs").write_text("5")  # the peak is from now on
            self._before = self._now("VmRSS")
        return self

    def __exit__(self, *_: object) -> None:
        if self._peak.exists():
            self.rise = self._now("VmHWM") - self._before >> 10

    def _now(self, what: str) -> int:
        """KiB of a line of the process's status."""
        return int(next(line.split()[1] for line in self._peak.read_text().splitlines() if line.startswith(what)))


def cases(count: int, seed: int) -> Iterator[tuple[str, int]]:
    """What is damaged in each case, and the seed of its damage; what takes long to read comes in every eighth round."""
    configs = ("brand.yaml", "labels.csv", "curation.csv", "plan.yaml", "rubric.yaml", "report.json", "drafts.csv")
    usual = (*twins.TWINS, "snapshots", *configs, *states.QUICK)
    kinds = usual * 8 + tuple(one for one in states.READ if one not in states.QUICK)
    for number in range(count):
        yield kinds[number % len(kinds)], seed * 1_000_003 + number


class Ground:
    """Everything sound that cases damage, and what each kind takes of memory."""

    def __init__(self) -> None:
        self.made, self.folder, self.state = exports(), configs(), states.laid()
        self.rules = rubric.load(signals.SIGNALS)
        self.usual: dict[str, int] = {}
        self.size = 0  # of the file that was damaged last

    def feed(self, kind: str, dice: random.Random | None) -> None:
        """One case of a kind: what a run does with the file; sound where there is no dice."""
        if kind in self.made:
            root, account = self.made[kind]
            files = sorted(path for path in root.rglob("*") if path.is_file())
            with self.damaged(dice.choice(files) if dice else files[0], dice):
                read(root, account)
        elif kind in states.READ:  # what an earlier run left, or a person changed of it
            with self.damaged(self.state / kind, dice):
                states.READ[kind](self.state, self.rules)
        else:
            with self.damaged(self.folder / kind, dice):
                configured(self.folder, kind, self.rules.criteria)

    @contextmanager
    def damaged(self, path: Path, dice: random.Random | None) -> Iterator[None]:
        """A file with damage, for as long as this lasts; as it is where there is no dice."""
        sound = path.read_bytes()
        try:
            self.size = path.write_bytes(mutate(sound, dice) if dice else sound)
            yield
        finally:
            path.write_bytes(sound)

    def known(self, kind: str) -> int:
        """MiB that a sound case of a kind takes."""
        if kind not in self.usual:
            self.feed(kind, None)  # what is imported and remembered counts for nobody
            with Memory() as memory:
                self.feed(kind, None)
            self.usual[kind] = memory.rise
        return self.usual[kind]

    def close(self) -> None:
        for root in (*(root for root, _ in self.made.values()), self.folder, self.state):
            shutil.rmtree(root)


def one(ground: Ground, kind: str, number: int, outcome: Counter[str]) -> str:
    """What is wrong with how a case ended, in one line, or nothing."""
    usual, said = ground.known(kind), ""
    signal.setitimer(signal.ITIMER_PROF, SECONDS * 2)
    start = time.process_time()
    with Memory() as memory:
        try:
            ground.feed(kind, random.Random(number))
            outcome["read"] += 1
        except SociableError as error:
            outcome["refused"] += 1
            if any(visible(str(fault)) != str(fault) for fault in error.faults):
                said = f"not one line: {error}"
        except (Exception, pl.exceptions.PanicException) as error:
            trace = traceback.extract_tb(error.__traceback__)
            place = ([one for one in trace if "sociable" in one.filename] or trace)[-1]
            where = f"{place.filename.rsplit('/', 2)[-1]}:{place.lineno}"
            said = f"{type(error).__name__}: {str(error)[:200]!r} at {where}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    took = time.process_time() - start
    outcome["most ms"] = max(outcome["most ms"], int(took * 1000))
    outcome["most MiB"] = max(outcome["most MiB"], memory.rise)
    if not said and took > SECONDS:
        said = f"{took:.1f} s"
    if not said and memory.rise > 2 * usual + SPARE + (FOLD * ground.size >> 20):
        said = f"{memory.rise} MiB of {ground.size} bytes, a sound one {usual}"
    return said


def run(count: int, seed: int, only: str = "") -> list[str]:
    """The faults found, one line each with what repeats it."""
    ground, faults, outcome = Ground(), list[str](), Counter[str]()
    signal.signal(signal.SIGPROF, _late)
    for done, (kind, number) in enumerate(cases(count, seed)):
        if not kind.startswith(only):
            continue
        if done and not done % 1000:
            print(f"{done} cases: {dict(outcome)}, {len(faults)} faults so far", file=sys.stderr, flush=True)
        if said := one(ground, kind, number, outcome):
            faults.append(f"{kind} {number}: {said}")
            print(faults[-1], flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{count} cases, seed {seed}: {dict(outcome)}, {len(faults)} faults, peak memory {peak} MB")
    ground.close()
    return faults


if __name__ == "__main__":
    given = [*sys.argv[1:], "20000", "1"][:2]
    found = run(int(given[0]), int(given[1]), "".join(sys.argv[3:]))
    print("\n".join(found))
    sys.exit(bool(found))
