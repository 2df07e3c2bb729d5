"""The response clocks as one table: the same waits, counted from different moments and in different hours."""

from __future__ import annotations

from typing import Final

from sociable.report import CriterionResult
from sociable.site import words
from sociable.site.book import Book
from sociable.site.parts import Cell, Table
from sociable.site.view_signals import figure

COLUMNS: Final = ("15m", "1h", "24h", "72h", "median")
CLOCKS: Final[dict[str, tuple[str, ...]]] = {
    "minutes": ("answered_15m", "answered_1h", "answered_24h", "answered_72h", "median"),
    "minutes_last": ("", "answered_1h_minutes_last", "", "", "median_minutes_last"),
    "minutes_service": ("", "answered_1h_minutes_service", "", "", "median_minutes_service"),
    "minutes_service_last": ("", "answered_1h_minutes_service_last", "", "", "median_minutes_service_last"),
    "answered_only": ("", "answered_only_1h", "answered_only_24h", "", "answered_only_median"),
}
"""Clock -> the figure in each column, or nothing."""

FIGURES: Final = frozenset(name for row in CLOCKS.values() for name in row if name)
"""Figures that stand in the table and so nowhere else."""


def clocks(book: Book, result: CriterionResult) -> Table:
    """How many had an answer by when, a row a clock; empty where nothing was timed."""
    known = {one.id: one for one in result.secondary if one.id in FIGURES}
    rows = []
    for clock, names in CLOCKS.items():
        found = [known[name] for name in names if name in known]
        if not found:
            continue
        shown = (figure(book, known[name]).value if name in known else words.DASH for name in names)
        counted = Cell(words.count(max(one.n or 0 for one in found)), number=True)
        rows.append((Cell(book.say("clock", clock)), *(Cell(text, number=True) for text in shown), counted))
    head = tuple(book.say("clock_head", name) for name in ("clock", *COLUMNS, "n"))
    return Table(book.say("method", "clocks"), head, tuple(rows))
