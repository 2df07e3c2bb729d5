"""Feeds damaged exports, configurations, reports and what runs leave to Sociable: `make fuzz`, or `run.py CASES SEED [KIND]`.

A case passes when it ends soon, in a value or in an error of one line, with
rows read = kept + skipped, and without twice the memory of an undamaged one.
"""

# ruff: noqa: E402, E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

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
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

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


def damaged_export(root: Path, account: dict[str, Any], dice: random.Random) -> None:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    path = dice.choice(files)
    sound = path.read_bytes()
    try:
        path.write_bytes(mutate(sound, dice))
        read(root, account)
    finally:
        path.write_bytes(sound)


def damaged_config(folder: Path, what: str, dice: random.Random, criteria: Collection[str]) -> None:
    path = folder / what
    sound = path.read_bytes()
    try:
        path.write_bytes(mutate(sound, dice))
        if what == "report.json":
            history.decode(path.read_bytes(), what)
        elif what == "drafts.csv":
            manuscript.read(path.read_bytes(), what, "x")
        elif what == "rubric.yaml":
            rubric.load(signals.SIGNALS, path)
        else:
            brand = settings.load(folder / "brand.yaml")
            hand.ledger(brand, criteria)
            hand.notes(brand)
            _corrections(brand)
    finally:
        path.write_bytes(sound)


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
        "criteria:\n  hard-sell: {weight: 3}\n  jargon: {off: {reason: none, by: Jo, until: 2027-01-01}}\n"
    )
    (folder / "drafts.csv").write_text('id,text,platform\n1,Buy now,x\n2,"Hello, you",facebook\n')
    shutil.copy(Path(__file__).parent / "report.json", folder / "report.json")
    return folder


def damaged_state(root: Path, what: str, dice: random.Random, rules: rubric.Rubric) -> None:
    """What an earlier run left, or a person changed of it, read by the next one."""
    path = root / what
    sound = path.read_bytes()
    try:
        path.write_bytes(mutate(sound, dice))
        states.READ[what](root, rules)
    finally:
        path.write_bytes(sound)


def cases(count: int, seed: int) -> Iterator[tuple[str, int]]:
    """What is damaged in each case, and the seed of its damage; what takes long to read comes in every eighth round."""
    configs = ("brand.yaml", "labels.csv", "curation.csv", "plan.yaml", "rubric.yaml", "report.json", "drafts.csv")
    usual = (*twins.TWINS, "snapshots", *configs, *states.QUICK)
    kinds = usual * 8 + tuple(one for one in states.READ if one not in states.QUICK)
    for number in range(count):
        yield kinds[number % len(kinds)], seed * 1_000_003 + number


def run(count: int, seed: int, only: str = "") -> list[str]:
    """The faults found, one line each with what repeats it."""
    made, folder, state, faults = exports(), configs(), states.laid(), list[str]()
    signal.signal(signal.SIGPROF, _late)
    rules = rubric.load(signals.SIGNALS)
    outcome: Counter[str] = Counter()
    for done, (kind, number) in enumerate(cases(count, seed)):
        if not kind.startswith(only):
            continue
        if done and not done % 1000:
            print(f"{done} cases: {dict(outcome)}, {len(faults)} faults so far", file=sys.stderr, flush=True)
        dice = random.Random(number)
        signal.setitimer(signal.ITIMER_PROF, SECONDS * 2)
        start = time.process_time()
        try:
            if kind in made:
                damaged_export(*made[kind], dice)
            elif kind in states.READ:
                damaged_state(state, kind, dice, rules)
            else:
                damaged_config(folder, kind, dice, rules.criteria)
            outcome["read"] += 1
        except SociableError as error:
            outcome["refused"] += 1
            if any(visible(str(fault)) != str(fault) for fault in error.faults):
                faults.append(f"{kind} {number}: not one line: {error}")
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            own = [one for one in traceback.extract_tb(error.__traceback__) if "sociable" in one.filename]
            faults.append(
                f"{kind} {number}: {type(error).__name__}: {str(error)[:200]!r} at {(own or [place])[-1].filename.rsplit('/', 2)[-1]}:{(own or [place])[-1].lineno}"
            )
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if faults[-1:] and f" {number}:" in faults[-1]:
            print(faults[-1], flush=True)
        if time.process_time() - start > SECONDS:
            faults.append(f"{kind} {number}: {time.process_time() - start:.1f} s")
    print(
        f"{count} cases: {dict(outcome)}, {len(faults)} faults, peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"
    )
    for root, _ in made.values():
        shutil.rmtree(root)
    shutil.rmtree(folder)
    shutil.rmtree(state)
    return faults


if __name__ == "__main__":
    given = [*sys.argv[1:], "20000", "1"][:2]
    found = run(int(given[0]), int(given[1]), "".join(sys.argv[3:]))
    print("\n".join(found))
    sys.exit(bool(found))
