"""The review loop: a random sample to read, read back, and from then on the last word.

What a person says of a unit replaces what the detectors said of it; because
the units were drawn at random, they also put whole shares right (RUBRIC 4.6).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sociable import atomic, intake, recall, sampling, settings, signals, site
from sociable.config import Brand
from sociable.errors import ConfigError, Fault, InputError, UsageError, cause
from sociable.intake import Progress
from sociable.sample import Drawn, Sample
from sociable.sheets import table
from sociable.tables import NO, YES

SHEET, PAGE, DRAWN = "review.csv", "review.html", "drawn.json"
LEFT_OUT = ("", "n/a")
HEAD = ("id", "label", "value", "draw", "note")
Answers = dict[tuple[str, str], str]  # (uid, label) -> "1", "0" or a purpose


@dataclass(frozen=True, slots=True)
class Sheets:
    """Where a fresh sample was written, and how large it is."""

    sheet: Path
    page: Path
    sample: Sample


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """One label over the units that were read: the detector against the reader, and the readers among themselves."""

    label: str
    n: int
    yes: int  # as the reader said
    right: float  # share where the detector said the same
    precision: float | None
    recall: float | None
    kappa: float | None  # detector and reader
    readers: float | None = None  # kappa of two readers
    both: int = 0  # units that both read


def draw(source: Path, folder: Path | None, size: int, labels: Sequence[str], period: str | None = None,
         tell: Progress | None = None, *, force: bool = False) -> Sheets:  # fmt: skip
    """Draw a sample for the brand.yaml at `source` and write it as a sheet and as an offline page."""
    known = {name for names in signals.LABELS.values() for name in names} | {"purpose"}
    for name in labels:
        if name not in known:
            raise UsageError(Fault("--label", f"{name!r} is not known", f"use some of {', '.join(sorted(known))}"))
    taken = intake.take(source, period, None, tell)
    target = folder or taken.brand.path("review")
    _free(target / SHEET, force=force)  # before it costs anybody time
    columns = signals.relate(taken.archive, taken.brand, [taken.window], tell, recall.opened(taken.brand))
    sample = sampling.draw(columns, taken.brand, taken.rules, taken.window, size, labels)
    if not sample.units:
        raise InputError(Fault(str(source), f"nothing to read in {taken.window.id}", "choose another --period"))
    atomic.ready(target)
    bare = msgspec.structs.replace(
        sample, units=[msgspec.structs.replace(one, text="", parent="") for one in sample.units]
    )
    kept = msgspec.json.format(msgspec.json.encode(bare, order="deterministic"), indent=1)
    page = site.review_page(sample, taken.brand.playbook.accent, taken.brand.playbook.language)
    # a sheet can be read back by its own sample alone, so all of them come together
    files = {SHEET: site.review_sheet(sample).encode(), PAGE: page.encode(), DRAWN: kept + b"\n"}
    with atomic.in_turn(target):
        _free(target / SHEET, force=force)  # and again: another run may have drawn, and somebody answered
        atomic.write_all({target / name: data for name, data in files.items()})
    return Sheets(target / SHEET, target / PAGE, sample)


def read(source: Path, sheets: Sequence[Path]) -> tuple[list[Agreement], Path, int]:
    """Read filled sheets back, write labels.csv, and tell how far detectors and readers agree.

    The first sheet has the last word where two readers differ.  Returns the
    agreement by label, the path of labels.csv and the units it now holds of this sample.
    """
    brand = settings.load(source)
    sample = _sample(brand, sheets[0])
    units = {one.uid: one for one in sample.units}
    told = [_answers(path, units) for path in sheets]
    if not any(told):
        raise InputError(Fault(str(sheets[0]), "holds no answers yet", "fill in some rows, or use the page"))
    merged: Answers = {}
    for answers in reversed(told):
        merged |= answers
    target = brand.path(brand.labels or "labels.csv")
    _write(target, merged)
    return agreements(units, merged, told), target, len({uid for uid, _ in merged})


def agreements(units: Mapping[str, Drawn], merged: Answers, told: Sequence[Answers] = ()) -> list[Agreement]:
    """Accuracy and kappa of every label that was read, most read first."""
    found = []
    for label in sorted({name for _, name in merged}):
        pairs = [(_says(units[uid], label), value) for (uid, name), value in sorted(merged.items()) if name == label]
        pairs = [(said, value) for said, value in pairs if said]
        if not pairs:
            continue
        readers, both = _readers(told, label)
        yes, flagged = [one for one in pairs if one[1] == "1"], [one for one in pairs if one[0] == "1"]
        hits = sum(said == "1" == value for said, value in pairs)
        plain = label != "purpose"
        found.append(
            Agreement(
                label=label, n=len(pairs), yes=len(yes), right=sum(a == b for a, b in pairs) / len(pairs),
                precision=hits / len(flagged) if plain and flagged else None,
                recall=hits / len(yes) if plain and yes else None, kappa=kappa(pairs), readers=readers, both=both,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-one.n, one.label))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readers; None where both always say the same one thing."""
    n = len(pairs)
    if not n:
        return None
    same = sum(a == b for a, b in pairs) / n
    values = {value for pair in pairs for value in pair}
    chance = sum(sum(a == v for a, _ in pairs) * sum(b == v for _, b in pairs) for v in values) / n**2
    return None if chance == 1 else (same - chance) / (1 - chance)


def _readers(told: Sequence[Answers], label: str) -> tuple[float | None, int]:
    if len(told) < 2:
        return None, 0
    shared = sorted(key for key in told[0].keys() & told[1].keys() if key[1] == label)
    return kappa([(told[0][key], told[1][key]) for key in shared]), len(shared)


def _says(unit: Drawn, label: str) -> str:
    if label == "purpose":
        return unit.purpose
    return "" if label not in unit.says else "1" if unit.says[label] >= 0.5 else "0"


def _sample(brand: Brand, sheet: Path) -> Sample:
    """The sample that a sheet was made from: drawn.json beside it, or where `review` writes by itself."""
    if not sheet.exists():
        raise InputError(Fault(str(sheet), "no such file", f"name the {SHEET} that `sociable review` wrote"))
    for path in (sheet.parent / DRAWN, brand.path("review") / DRAWN):
        if path.is_file():
            try:
                return msgspec.json.decode(path.read_bytes(), type=Sample)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                raise InputError(Fault(str(path), f"is damaged ({cause(error)})", "draw the sample again")) from None
    raise InputError(Fault(str(sheet), f"has no {DRAWN} beside it", "put the sheet where `sociable review` wrote it"))


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        head, rows = table(path.read_bytes())
    except (OSError, csv.Error) as error:
        raise InputError(Fault(str(path), f"cannot be read ({cause(error)})", "save it as CSV in UTF-8")) from None
    if "id" not in head:
        raise InputError(Fault(str(path), "has no column id", f"use the {SHEET} that `sociable review` wrote"))
    return rows


def _answers(path: Path, units: Mapping[str, Drawn]) -> Answers:
    """(unit, label) to value of every filled cell; InputError with every fault at once."""
    found: Answers = {}
    faults = []
    for line, row in _rows(path):
        unit = units.get(row["id"].removeprefix("'"))
        if unit is None:
            faults.append(Fault(str(path), f"id {row['id']!r} was not drawn", "leave the ids as they are", line))
            continue
        for label in unit.labels:
            cell = row.get(label, "").lower()
            value = cell if label == "purpose" and cell in signals.PURPOSES else _truth(cell, label)
            if value is None:
                remedy = f"write one of {', '.join(signals.PURPOSES)}" if label == "purpose" else "write 1 or 0"
                faults.append(Fault(str(path), f"{cell!r} is no answer", remedy, line, label))
            elif value:
                found[unit.uid, label] = value
    if faults:
        raise InputError(*faults)
    return found


def _truth(cell: str, label: str) -> str | None:
    if cell in LEFT_OUT:
        return ""
    if label == "purpose":
        return None
    return "1" if cell in YES else "0" if cell in NO else None


def _free(sheet: Path, *, force: bool) -> None:
    """InputError where a sheet would be drawn over answers that nobody gave up."""
    if not force and _begun(sheet):
        raise InputError(
            Fault(str(sheet), "holds answers already", "read them in with --read, or draw anew with --force")
        )


def _begun(sheet: Path) -> bool:
    """Whether somebody has already written into a sheet."""
    fixed = ("id", "kind", "platform", "date", "answers", "text")
    rows = _rows(sheet) if sheet.is_file() else []
    return any(value not in LEFT_OUT for _, row in rows for key, value in row.items() if key not in fixed)


def _write(target: Path, answers: Answers) -> None:
    """Add the answers to labels.csv; a row about the same unit and label gives way, all others stay.

    Two readers who hand in at once wait for one another, so that neither's rows are lost.
    """
    with atomic.alone(target):
        atomic.write(target, _joined(target, answers).encode())


def _joined(target: Path, answers: Answers) -> str:
    """labels.csv with the answers in it."""
    kept = [row for _, row in _rows(target)] if target.is_file() else []
    extra = [name for name in (kept[0] if kept else {}) if name not in HEAD]
    if kept and not {"label", "value"} <= kept[0].keys():
        raise ConfigError(Fault(str(target), "lacks a column", "name the columns id,label,value"))
    fresh = {(f"{uid}", label) for uid, label in answers}
    stay = [row for row in kept if (row["id"], row["label"]) not in fresh]
    new = [
        {"id": uid, "label": label, "value": value, "draw": signals.REVIEW, "note": ""}
        for (uid, label), value in sorted(answers.items())
    ]
    return _table([*HEAD, *extra], [*stay, *new])


def _table(head: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    return site.csv_table([head, *([row.get(name, "") for name in head] for row in rows)])
