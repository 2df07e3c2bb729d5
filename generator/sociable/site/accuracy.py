"""Words how good a detector was when it was measured, for printing beside its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from sociable.model import DOUBTS
from sociable.report import CriterionResult
from sociable.site import dates, words
from sociable.site.book import Book
from sociable.site.parts import Cell, Ref, Table

FEWEST = 5
"""Of fewer posts no rate is told, only the counts."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of content/models/accuracy.json, read with patience for what is missing."""

    precision: float | None = None
    recall: float | None = None
    n: int | None = None
    se: float | None = None
    sp: float | None = None
    positives: int | None = None  # posts that should be flagged, of the n
    kappa: float | None = None
    p80_precision: float | None = None
    p80_n: int | None = None
    readers: object = None
    date: str = ""


@dataclass(frozen=True, slots=True)
class AccuracyView:
    """One detector: its name, and either its measured record or that it is a rule."""

    label: str
    measured: bool
    right: str  # of 100 flagged posts
    found: str  # of 100 posts that should be flagged
    n: str
    ref: Ref
    sure: str = ""  # right of 100 among posts as sure as those that pages show as examples (p >= 0.8)
    sure_n: str = ""
    few: str = ""  # "0 of 1": so few should have been flagged that no rate can be told


def behind(book: Book, result: CriterionResult) -> tuple[str, ...]:
    """The detectors that a result rests on, and those of what its question asks and its measure does not count."""
    declared = book.criterion(result.id)
    return (*result.detectors, *(declared.also if declared else ()))


def together(book: Book, code: str, codes: list[str]) -> str:
    """A note in words; one that holds of several detectors names them all at once."""
    name, _, label = code.partition(":")
    alike = [one.partition(":")[2] for one in codes if one.startswith(f"{name}:")]
    if name not in DOUBTS or len(alike) < 2 or not label:
        return book.told("note", code)
    return book.say("note", name).replace("{detail}", ", ".join(book.say("label", one) for one in alike))


def accuracies(book: Book, labels: Sequence[str]) -> tuple[AccuracyView, ...]:
    """The record of each detector, in the order given."""
    return tuple(accuracy(book, label) for label in labels)


def accuracy(book: Book, label: str) -> AccuracyView:
    """The record of one detector; one without numbers is a rule."""
    entry = measured(book).get(label)
    name, ref = book.say("label", label), Ref("method", anchor(label))
    if entry is None or entry.precision is None or not entry.n:
        return AccuracyView(name, False, "", "", "", ref)
    found = hundred(entry.recall) if entry.recall is not None else ""
    sure = hundred(entry.p80_precision) if entry.p80_precision is not None and (entry.p80_n or 0) >= FEWEST else ""
    sure_n = words.count(entry.p80_n) if sure else ""
    few = words.of((entry.recall or 0.0) * (entry.positives or 0), entry.positives) if scarce(entry) else ""
    return AccuracyView(name, True, hundred(entry.precision), found, words.count(entry.n), ref, sure, sure_n, few)


def scarce(entry: Measured) -> bool:
    """Whether too few of the posts read should have been flagged for a rate to mean anything."""
    return entry.positives is not None and entry.positives < FEWEST


def anchor(label: str) -> str:
    """The element id of a detector on the method page."""
    return f"detector-{label.replace('_', '-')}"


def hundred(value: float) -> str:
    """A share as a count out of 100, never all or none unless exact."""
    whole = round(value * 100)
    return words.count(whole if value in (0, 1) else min(99, max(1, whole)))


def measured(book: Book) -> dict[str, Measured]:
    """``report.method["accuracy"]`` by label; entries that are no detector's record are left out."""
    table = book.report.method.get("accuracy")
    if not isinstance(table, dict):
        return {}
    found = {
        str(k): msgspec.convert(v, Measured, strict=False) for k, v in sorted(table.items()) if isinstance(v, dict)
    }
    return {label: one for label, one in found.items() if one.precision is not None}


def own(book: Book) -> Table:
    """What people found who read a random sample of this brand's own posts; no rows where nobody has."""
    counts = book.report.method.get("reviewed")
    head = tuple(book.say("method", key) for key in ("detector", "own_n", "own_yes", "precision", "recall"))
    rows = []
    for label, one in sorted(counts.items()) if isinstance(counts, dict) else ():
        shares = [one["right"] / one[part] if one[part] else None for part in ("flagged", "yes")]
        cells = (words.count(one["n"]), words.count(one["yes"]), *(words.share(share) for share in shares))
        rows.append((Cell(book.say("label", label)), *(Cell(text, number=True) for text in cells)))
    return Table(book.say("method", "own"), head, tuple(rows))


def table(book: Book, caption: str, head: tuple[str, ...]) -> Table:
    """All measured detectors: precision, recall, sensitivity, specificity, kappa, n, date."""
    rows = []
    for label, one in measured(book).items():
        rates = (None, None, one.sp) if scarce(one) else (one.precision, one.recall, one.sp)
        cells = tuple(Cell(words.share(rate), number=True) for rate in rates)
        read = words.count(one.n) if one.positives is None else f"{words.count(one.n)} ({words.count(one.positives)})"
        kappa = Cell(words.number(one.kappa, 2), number=True)
        rows.append(
            (
                Cell(book.say("label", label)),
                *cells,
                kappa,
                Cell(read, number=True),
                Cell(dates.day(one.date)),
            )
        )
    return Table(caption, head, tuple(rows))
