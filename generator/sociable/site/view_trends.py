"""Trends: one small chart a criterion, with intervals, breaks where the measure changed, and plain verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.model import Slice
from sociable.report import CriterionResult
from sociable.site import charts, charts_time, dates, words
from sociable.site.book import SCORED, Book, criterion_ref, verdict
from sociable.site.charts_time import Point, Series
from sociable.site.parts import Prose, Ref, Verdict
from sociable.site.view_criterion import ChangeView, change

ORDER = ("improved", "declined", "held", "no_clear_change", "too_little_data", "measured_differently")


@dataclass(frozen=True, slots=True)
class TrendView:
    """One criterion over the periods."""

    ref: Ref
    question: str
    verdict: Verdict
    change: ChangeView | None
    series: Series


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """All criteria with the same verdict of change."""

    key: str
    title: str
    text: str
    rows: tuple[TrendView, ...]


@dataclass(frozen=True, slots=True)
class TrendsView:
    """The trends page; empty of charts on a first run."""

    intro: Prose
    first: bool
    against: str
    periods: int
    overall: Series | None
    groups: tuple[ChangeGroup, ...]
    trends: tuple[TrendView, ...]
    compared: str
    sections: tuple[tuple[str, Prose], ...]


def trends(book: Book) -> TrendsView:
    """The trends of one report with its history."""
    past = book.report.history
    rows = tuple(_trend(book, one) for one in book.report.criteria if past and _ever(book, one))
    groups = tuple(
        ChangeGroup(key, book.say("change", key), book.say("change_text", key), found)
        for key in ORDER
        if (found := tuple(row for row in rows if row.change is not None and row.change.key == key))
    )
    changes = [one.change for one in book.report.criteria if one.change is not None]
    return TrendsView(
        book.page("trends"),
        not past,
        dates.period(changes[0].against) if changes else "",
        len(past) + 1,
        _overall(book) if past else None,
        groups,
        rows,
        words.plural(len(changes), "comparison"),
        book.sections("trends", 2),
    )


def _ever(book: Book, result: CriterionResult) -> bool:
    return result.score is not None or any(
        (found := one.criteria.get(result.id)) is not None and found.score is not None for one in book.report.history
    )


def _head(book: Book) -> tuple[str, str, str]:
    return (book.say("chart", "period"), book.say("chart", "value"), book.say("chart", "likely"))


def _trend(book: Book, result: CriterionResult) -> TrendView:
    points, print_ = [], ""
    for past in book.report.history:
        one = past.criteria.get(result.id)
        fresh = bool(print_) and past.fingerprint != print_
        points.append(_point(book, past.period.id, one, result.unit, fresh))
        print_ = past.fingerprint
    now = Slice(
        key="",
        status=result.status,
        n=result.n,
        value=result.value,
        score=result.score,
        low=result.low,
        high=result.high,
    )
    fresh = bool(print_) and book.report.rubric.get("fingerprint", "") != print_
    point = _point(book, book.report.period.id, now, result.unit, fresh)
    points.append(_with_interval(point, result.score_low, result.score_high))
    drawn = charts_time.series(result.question, points, _head(book), every=max(1, (len(points) + 3) // 4))
    return TrendView(criterion_ref(result.id), result.question, verdict(book, result), change(book, result), drawn)


def _with_interval(point: Point, low: float | None, high: float | None) -> Point:
    return Point(point.label, point.score, low, high, point.mark, point.said, point.hollow, point.fresh, point.note)


def _point(book: Book, period: str, one: Slice | None, unit: str, fresh: bool) -> Point:
    label = dates.short_period(period)
    note = book.say("chart", "break") if fresh else ""
    if one is None or one.score is None or one.status not in SCORED:
        status = one.status if one is not None else "no_data"
        return Point(label, None, None, None, "none", book.say("status", status), False, fresh, note)
    said = f"{words.measure(one.value, unit)} ({words.score(one.score)})"
    band = charts.band(one.score)
    return Point(label, one.score, None, None, band, said, one.status == "provisional", fresh, note)


def _overall(book: Book) -> Series:
    points, print_ = [], ""
    runs = [(one.period.id, one.fingerprint, one.overall) for one in book.report.history]
    runs.append((book.report.period.id, book.report.rubric.get("fingerprint", ""), book.report.overall))
    for period, fingerprint, overall in runs:
        fresh = bool(print_) and fingerprint != print_
        shown = overall.score if overall.kind != "none" else None
        said = f"{words.score(shown)} ({words.share(overall.coverage)})" if shown is not None else words.DASH
        band = charts.band(shown) if shown is not None else "none"
        note = book.say("chart", "break") if fresh else ""
        label = dates.short_period(period)
        points.append(Point(label, shown, overall.score_low, overall.score_high, band, said, False, fresh, note))
        print_ = fingerprint
    return charts_time.series(
        book.say("chart", "overall"), points, _head(book), every=max(1, (len(points) + 5) // 6), plot=170
    )
