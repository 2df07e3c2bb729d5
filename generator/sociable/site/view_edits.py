"""What changed in the rubric, in words: beside a verdict, in a comparison and on the trends page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sociable.beside import Edited
from sociable.model import Edit
from sociable.site import words
from sociable.site.book import Book

RUBRIC = "§"
"""The sign of a changed rubric over a chart."""
FEW = 6
"""More lists or detectors than this are told by their number."""
SHARED = ("words", "models", "code", "unknown")
"""What questions share with one another."""
TOTAL = ("weight", "off")
"""These move the total alone."""
MANY = 3
"""Weights count in relation to one another: where more of them moved, one line says so."""


def sentence(book: Book, edits: Sequence[Edit]) -> str:
    """What the rubric does otherwise for one question, as one sentence; empty where it is unknown or nothing."""
    known = [one for one in edits if one.part != "unknown"]
    return book.say("edit", "sentence").format(edits="; ".join(told(book, known))) if known else ""


def told(book: Book, edits: Iterable[Edit]) -> list[str]:
    """Each edit in words; detectors by the names that people see, and many of a kind by their number."""
    found = []
    for one in edits:
        names = one.now.split(", ") if one.part in ("models", "words") else []
        if len(names) > FEW:
            found.append(book.say("edit", f"{one.part}_many").format(n=words.count(len(names))))
            continue
        now = ", ".join(_detector(book, name) for name in names) if one.part == "models" else one.now
        found.append(book.say("edit", one.part).format(before=one.before, now=now))
    return found


def _detector(book: Book, name: str) -> str:
    kind, _, purpose = name.partition("_")
    return book.say("purpose", purpose) if kind == "purpose" and purpose else book.say("label", name)


def lines(book: Book, found: Sequence[Edited]) -> list[str]:
    """One line a question that the two rubrics judge otherwise, what all share first."""
    weighed = [one for one in found if any(edit.part == "weight" for edit in one.edits)]
    few = len(weighed) <= MANY
    rows = []
    for one in found:
        edits = [edit for edit in one.edits if few or edit.part != "weight"]
        if edits:
            what = one.question or book.say("edit", "shared")
            rows.append(book.say("edit", "row").format(what=what, edits="; ".join(told(book, edits))))
    return rows if few else [*rows, book.say("edit", "weights")]


def event(book: Book, edits: Mapping[str, Sequence[Edit]], criterion: str = "") -> list[tuple[str, str]]:
    """The sign of a rubric that changed before a period: for one question, or for all of them with their names."""
    touching = {name: [one for one in rows if one.part not in TOTAL] for name, rows in edits.items()}
    names = [name for name, rows in touching.items() if rows]
    if criterion:
        names = [name for name in names if name in ("", criterion)]
    questions = [result.question if (result := book.result(name)) else name for name in names if name]
    what = [*(told(book, touching[""]) if "" in names else []), *questions]
    if not criterion and any(one.part in TOTAL for rows in edits.values() for one in rows):
        what.append(book.say("edit", "total"))
    return [(RUBRIC, book.say("edit", "event").format(what=" · ".join(what)))] if what else []
