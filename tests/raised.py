"""Which test brings about which message: tests/raised.csv, one line for each message of docs/reference/errors.md.

`SOCIABLE_RAISED=file pytest -n 0` notes in that file what is raised where, for
filling in the table.  A test that the table names fails when it no longer
raises its message, and any test that brings about one that the catalogue lacks.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sociable.errors import Fault

HERE = Path(__file__).parent
OURS: set[tuple[str, str]] = set()
"""The messages that the program itself made; a test may make up others."""
TABLE = HERE / "raised.csv"
sys.path.insert(0, str(HERE / "tools"))
import errors as tool  # noqa: E402


@lru_cache(maxsize=1)
def rows() -> tuple[tuple[str, str, str], ...]:
    """What is wrong, what to do, and the test; "" where none raises it yet."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple((row["what"], row["remedy"], row["test"]) for row in csv.DictReader(file))


def wanted(node: str) -> list[tuple[str, str]]:
    """The messages that a test must bring about."""
    return [(what, remedy) for what, remedy, test in rows() if test and test == node.removeprefix("tests/")]


@lru_cache(maxsize=1000)
def _shapes(template: str) -> tuple[re.Pattern[str], ...]:
    shape = ".*".join(re.escape(part) for part in re.split(r"\.{3,}", template))
    return tuple(re.compile(one, re.DOTALL) for one in (shape, *shape.split(re.escape(" / "))))


def says(template: str, text: str) -> bool:
    """Whether a message is one of those that a line of the catalogue stands for."""
    return any(one.fullmatch(text) for one in _shapes(template))


@lru_cache(maxsize=1)
def messages() -> list[tuple[str, str]]:
    """(what, remedy) of every line of the catalogue."""
    return sorted({pair for said in tool.listed().values() for pair in said})


@contextmanager
def noted(node: str) -> Iterator[list[Fault]]:
    """Every fault that is made meanwhile."""
    made: list[Fault] = []
    plain = Fault.__init__

    def note(self: Fault, *given: object, **named: object) -> None:
        plain(self, *given, **named)  # type: ignore[arg-type]
        made.append(self)
        if str(sys._getframe(1).f_globals.get("__name__")).startswith("sociable"):
            OURS.add((self.what, self.remedy))

    Fault.__init__ = note  # type: ignore[method-assign, assignment]
    try:
        yield made
    finally:
        Fault.__init__ = plain  # type: ignore[method-assign]
        if place := os.environ.get("SOCIABLE_RAISED"):
            with Path(place).open("a", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([one.what, one.remedy, node.removeprefix("tests/")] for one in made)


def lost(node: str, made: list[Fault]) -> list[str]:
    """Messages that the table promises of this test and that it did not bring about."""
    return [
        what
        for what, remedy in wanted(node)
        if not any(says(what, one.what) and says(remedy, one.remedy) for one in made)
    ]


def unlisted(made: list[Fault]) -> list[str]:
    """Messages of the program that no line of the catalogue stands for."""
    return [
        f"{one.what}; {one.remedy}"
        for one in made
        if (one.what, one.remedy) in OURS
        and not any(says(what, one.what) and says(remedy, one.remedy) for what, remedy in messages())
    ]
