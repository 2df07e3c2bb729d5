"""The scorecard: six dimensions, all criteria, and what could not be measured."""

from __future__ import annotations

from dataclasses import dataclass

from sociable import tongue
from sociable.model import Slice
from sociable.report import CriterionResult, DimensionResult
from sociable.site import charts, dates, words
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.charts import Bar
from sociable.site.missing import MissingView, missing
from sociable.site.parts import Cell, Link, Prose, Ref, Table, Verdict
from sociable.site.standing import SCORED
from sociable.site.unlocks import RestView, UnlockView, rest, unlocks
from sociable.site.view_change import ChangeView, change
from sociable.site.view_headline import HeadlineView, headline
from sociable.site.view_ladders import dimension_verdict
from sociable.site.view_slices import SliceRow, slice_row


@dataclass(frozen=True, slots=True)
class RowView:
    """One criterion of the scorecard."""

    id: str
    ref: Ref
    question: str
    title: str
    verdict: Verdict
    bar: Bar | None
    weight: str
    lost: str
    n: str
    change: ChangeView | None
    missing: MissingView | None
    lacks: str  # what the files lack for it, or why else there is no score


@dataclass(frozen=True, slots=True)
class PlatformView:
    """The scorecard of one platform: what was measured there, by dimension, and what was not."""

    name: str
    parts: tuple[tuple[str, tuple[tuple[Link, SliceRow], ...]], ...]
    rest: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DimensionView:
    """One dimension and its criteria."""

    id: str
    title: str
    question: str
    verdict: Verdict
    bar: Bar | None
    weight: str
    rows: tuple[RowView, ...]
    drawn: bool  # whether any row has a bar, and so needs the scale


@dataclass(frozen=True, slots=True)
class ScorecardView:
    """The whole scorecard."""

    intro: Prose
    headline: HeadlineView
    dimensions: tuple[DimensionView, ...]
    compared: str  # the period that changes are against, or ""
    unlocks: tuple[UnlockView, ...]
    rest: tuple[RestView, ...]
    networks: tuple[PlatformView, ...]
    lost: Table
    platforms: Table
    sections: tuple[tuple[str, Prose], ...]


def scorecard(book: Book) -> ScorecardView:
    """The scorecard of one report."""
    dimensions = tuple(_dimension(book, one) for one in book.report.dimensions)
    changes = [one.change.against for one in book.report.criteria if one.change is not None]
    return ScorecardView(
        book.page("scorecard"),
        headline(book),
        dimensions,
        dates.period(changes[0]) if changes else "",
        unlocks(book),
        rest(book),
        networks(book),
        lost(book),
        platforms(book),
        book.sections("scorecard", 2),
    )


def _dimension(book: Book, one: DimensionResult) -> DimensionView:
    declared = book.rubric.dimensions.get(one.id)
    said = dimension_verdict(book, one.score, one.score_low, one.score_high, one.band, one.status)
    drawn = None
    if one.score is not None and one.status == "scored":
        drawn = charts.bar(one.title, one.score, one.score_low, one.score_high, False, said.band)
    rows = tuple(row(book, result) for result in book.report.criteria if result.dimension == one.id)
    return DimensionView(
        one.id,
        one.title,
        declared.question if declared else "",
        said,
        drawn,
        words.number(one.weight),
        rows,
        any(row.bar for row in rows),
    )


def row(book: Book, result: CriterionResult) -> RowView:
    """One criterion as a row."""
    said = verdict(book, result)
    drawn = None
    if result.status in SCORED and result.score is not None:
        drawn = charts.bar(
            result.question, result.score, result.score_low, result.score_high, said.provisional, said.band
        )
    return RowView(
        result.id,
        criterion_ref(result.id),
        result.question,
        result.title if drawn else "",
        said,
        drawn,
        words.number(result.weight),
        words.number(result.points_lost) if drawn and result.points_lost >= 0.05 else "",
        words.count(result.n) if result.n else "",
        change(book, result),
        (told := missing(book, result)),
        _lacks(told) if told else "",
    )


def _lacks(one: MissingView) -> str:
    """In one line why there is no score: what the files lack, else the reason, else the status."""
    lacking = list(dict.fromkeys(need for remedy in one.remedies for need in remedy.lacks))
    if one.key == "no_data" and lacking:
        return tongue.say("The files lack {needs}.", needs=", ".join(lacking))
    return one.reason or one.explanation


def lost(book: Book) -> Table:
    """Where the points went: every score below its best, the dearest first."""
    rows = []
    dear = [one for one in book.scored() if one.points_lost >= 0.05]
    for one in sorted(dear, key=lambda one: (-one.points_lost, one.id)):
        said = verdict(book, one)
        figures = (words.number(one.points_lost), words.number(one.weight), said.score)
        cells = tuple(Cell(text, number=True) for text in figures)
        rows.append((Cell(one.question, criterion_ref(one.id), said.mark), *cells))
    head = tuple(book.say("lost", name) for name in ("question", "lost", "worth", "score"))
    return Table(book.say("lost", "title"), head, tuple(rows))


def networks(book: Book) -> tuple[PlatformView, ...]:
    """The scorecard of each platform, where there are two."""
    results = book.report.criteria
    names = sorted({one.key for result in results for one in result.slices.get("platform", [])})
    return tuple(_network(book, name) for name in names) if len(names) > 1 else ()


def _network(book: Book, name: str) -> PlatformView:
    parts, absent = [], []
    for dimension in book.report.dimensions:
        rows = []
        for result in (one for one in book.report.criteria if one.dimension == dimension.id):
            link = Link(result.question, criterion_ref(result.id))
            found = next((one for one in result.slices.get("platform", []) if one.key == name and one.n), None)
            if found is None:
                absent.append(link)
            else:
                rows.append((link, slice_row(book, result, found, result.question)))
        if rows:
            parts.append((dimension.title, tuple(rows)))
    return PlatformView(book.say("platform", name), tuple(parts), tuple(absent))


def platforms(book: Book) -> Table:
    """Scores by platform, where at least one criterion was measured on two."""
    names = sorted({one.key for result in book.report.criteria for one in result.slices.get("platform", [])})
    if len(names) < 2:
        return Table("", (), ())
    rows = []
    for result in book.report.criteria:
        found = {one.key: one for one in result.slices.get("platform", [])}
        if not found:
            continue
        cells = [Cell(result.question, criterion_ref(result.id, "slices" if len(found) > 1 else ""))]
        for name in names:
            score = found[name].score if name in found else None
            shown = score is not None and found[name].status in SCORED
            mark = charts.mark(score, found[name].score_low, found[name].score_high) if shown else None
            cells.append(Cell(_likely(found.get(name)) if shown else words.DASH, mark=mark))
        rows.append(tuple(cells))
    head = (tongue.word("Question"), *(book.say("platform", name) for name in names))
    return Table(book.say("chart", "by_platform"), head, tuple(rows))


def _likely(one: Slice | None) -> str:
    """A platform's score with its range: "64 (56 to 73)"."""
    if one is None or one.score_low is None:
        return words.score(one.score if one else None)
    return f"{words.score(one.score)} ({words.scores(one.score_low, one.score_high)})"
