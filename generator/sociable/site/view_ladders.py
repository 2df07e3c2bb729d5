"""The one chart of the brief: interval bars of all scored criteria by dimension, and the same as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sociable import tongue
from sociable.report import CriterionResult
from sociable.site import charts, words
from sociable.site.book import Book, band_words, criterion_ref, verdict
from sociable.site.charts import Bar
from sociable.site.parts import Cell, Ref, Table, Verdict


@dataclass(frozen=True, slots=True)
class RungView:
    """One criterion's line in the chart of all scores."""

    ref: Ref
    name: str
    title: str
    verdict: Verdict
    bar: Bar


@dataclass(frozen=True, slots=True)
class LadderView:
    """The scored criteria of one dimension."""

    id: str
    title: str
    question: str
    verdict: Verdict
    rungs: tuple[RungView, ...]
    rest: tuple[str, ...]  # questions without a score, by status


def ladders(book: Book) -> tuple[LadderView, ...]:
    """The chart: interval bars of all scored criteria by dimension."""
    found = []
    for dimension in book.report.dimensions:
        members = [one for one in book.report.criteria if one.dimension == dimension.id]
        rungs = tuple(rung(book, one) for one in members if one in book.scored())
        rest = _rest(book, members)
        declared = book.rubric.dimensions.get(dimension.id)
        said = dimension_verdict(
            book, dimension.score, dimension.score_low, dimension.score_high, dimension.band, dimension.status
        )
        found.append(
            LadderView(dimension.id, dimension.title, declared.question if declared else "", said, rungs, rest)
        )
    return tuple(found)


def _rest(book: Book, members: list[CriterionResult]) -> tuple[str, ...]:
    """How many questions have no score, one line a status; the table below and the foot of the page name them."""
    without = Counter(one.status for one in members if one not in book.scored())
    return tuple(f"{book.say('status', status)}: {words.plural(n, 'question')}" for status, n in without.items())


def dimension_verdict(
    book: Book, score: float | None, low: float | None, high: float | None, band: str, status: str
) -> Verdict:
    """A dimension's mean in words, or that it is only partly measured."""
    if score is None or status != "scored":
        return Verdict("none", book.say("dimension", status))
    shown = words.score(score), words.scores(low, high)
    return Verdict(charts.band(score), band_words(book, band, score), *shown, guess=charts.anywhere(band))


def rung(book: Book, result: CriterionResult) -> RungView:
    """One line of the chart."""
    said, score = verdict(book, result), result.score or 0.0
    drawn = charts.bar(result.question, score, result.score_low, result.score_high, said.provisional, said.band)
    return RungView(criterion_ref(result.id), result.question, result.title, said, drawn)


def table(book: Book) -> Table:
    """The same scores as a table."""
    rows = []
    for one in book.report.criteria:
        said = verdict(book, one)
        rows.append(
            (
                Cell(one.question, criterion_ref(one.id)),
                Cell(said.band, mark=said.mark),
                Cell(said.score, number=True),
                Cell(said.scores, number=True),
                Cell(said.basis),
            )
        )
    head = tuple(map(tongue.word, ("Question", "Band", "Score", "Likely between", "Based on")))
    return Table(book.say("chart", "all_scores"), head, tuple(rows))
