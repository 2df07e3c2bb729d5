"""Trends: one small chart a criterion, with intervals, breaks where the measure changed, and plain verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from sociable import rulebook
from sociable.model import Slice
from sociable.report import CriterionResult, Past
from sociable.site import charts, charts_time, dates, words
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.charts_time import Point, Series
from sociable.site.parts import Prose, Ref, Verdict
from sociable.site.standing import SCORED
from sociable.site.view_change import ChangeView, change
from sociable.site.view_edits import event
from sociable.site.view_moved import alike, slope

ORDER = ("improved", "declined", "held", "no_clear_change", "too_little_data", "measured_differently")

EVENT, DONE, BRIDGED = "◆", "✓", "↻"
Signs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TrendView:
    """One criterion over the periods."""

    ref: Ref
    question: str
    verdict: Verdict
    change: ChangeView | None
    series: Series
    slope: str
    aside: str  # beside the verdict in the list of changes


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """All criteria with the same verdict of change."""

    key: str
    title: str
    text: str
    note: str  # what all rows have in common
    rows: tuple[TrendView, ...]
    head: tuple[str, ...]  # of the table; empty where no row has a figure


@dataclass(frozen=True, slots=True)
class TrendsView:
    """The trends page; empty of charts on a first run."""

    intro: Prose
    first: bool
    against: str
    periods: int
    overall: Series | None
    total: str  # whether the total moved, like with like
    groups: tuple[ChangeGroup, ...]
    trends: tuple[TrendView, ...]
    compared: str
    meanwhile: tuple[tuple[str, tuple[str, ...]], ...]  # period, what happened
    meanwhile_title: str
    sections: tuple[tuple[str, Prose], ...]


def trends(book: Book) -> TrendsView:
    """The trends of one report with its history."""
    past = book.report.history
    changes = [one.change for one in book.report.criteria if one.change is not None]
    against = dates.period(_usual([one.against for one in changes])) if changes else ""
    rows = tuple(_trend(book, one, against) for one in book.report.criteria if past and _ever(book, one))
    groups = tuple(
        _group(book, key, found)
        for key in ORDER
        if (found := tuple(row for row in rows if row.change is not None and row.change.key == key))
    )
    return TrendsView(
        book.page("trends"),
        not past,
        against,
        len(past) + 1,
        _overall(book) if past and _headed(book) else None,
        alike(book, book.report.since) if book.report.since else "",
        groups,
        rows,
        words.plural(sum(one.p is not None for one in changes), "comparison"),
        _meanwhile(book) if past else (),
        book.say("trend", "meanwhile"),
        book.sections("trends", 2),
    )


def _group(book: Book, key: str, rows: tuple[TrendView, ...]) -> ChangeGroup:
    figures = any(row.change is not None and row.change.difference for row in rows)
    head = tuple(book.say("trend", "head").split("|")) if figures else ()
    asides = {row.aside for row in rows}
    common = asides.pop() if len(rows) > 1 and len(asides) == 1 else ""
    return ChangeGroup(key, book.say("change", key), book.say("change_text", key), common, rows, head)


def _aside(book: Book, told: ChangeView | None, against: str) -> str:
    """What a row of the list says besides its figures: the other pair's period, and news alone."""
    if told is None:
        return ""
    since = book.say("trend", "since").format(period=told.against) if told.against != against else ""
    return " ".join(text for text in (since, told.brief) if text)


def _usual(periods: list[str]) -> str:
    """The period that most comparisons look back to; seasonal questions may look a year back."""
    return max(sorted(set(periods), reverse=True), key=periods.count)


def _ever(book: Book, result: CriterionResult) -> bool:
    return result.score is not None or any(
        (found := one.criteria.get(result.id)) is not None and found.score is not None for one in book.report.history
    )


def _head(book: Book) -> tuple[str, str, str]:
    return (book.say("chart", "period"), book.say("chart", "value"), book.say("chart", "likely"))


def _trend(book: Book, result: CriterionResult, against: str) -> TrendView:
    runs = [(one.period, _measured_by(one, result.id), one.criteria.get(result.id), _signs(book, one, result.id))
            for one in book.report.history]  # fmt: skip
    now = Slice(
        key="", status=result.status, n=result.n, value=result.value, score=result.score, low=result.low,
        high=result.high, score_low=result.score_low, score_high=result.score_high,
    )  # fmt: skip
    runs.append((book.report.period, rulebook.mark(book.report, result.id), now, _signs(book, None, result.id)))
    points, print_ = [], ""
    for period, mark, one, signs in runs:
        fresh = bool(print_) and mark != print_
        points.append(_point(book, period.id, one, result.unit, fresh, signs))
        print_ = mark
    drawn = charts_time.series(result.question, points, _head(book), every=max(1, (len(points) + 3) // 4))
    said = verdict(book, result)
    told = change(book, result)
    aside = _aside(book, told, against)
    if told is not None and told.key in ("improved", "declined") and result.direction == "lower":
        aside = f"{aside} {book.say('trend', 'less')}".strip()
    return TrendView(criterion_ref(result.id), result.question, said, told, drawn, slope(book, result), aside)


def _measured_by(past: Past, name: str) -> str:
    """What marks a criterion's measure in an earlier period; reports of older versions know their rubric only."""
    return past.marks.get(name, past.fingerprint)


def _point(book: Book, period: str, one: Slice | None, unit: str, fresh: bool, signs: Signs) -> Point:
    label = dates.short_period(period)
    note = book.say("chart", "break") if fresh else ""
    if one is None or one.score is None or one.status not in SCORED:
        status = one.status if one is not None else "no_data"
        return Point(label, None, None, None, "none", book.say("status", status), False, fresh, note, signs)
    said = f"{words.measure(one.value, unit)} ({words.score(one.score)})"
    hollow = one.status == "provisional"
    ends = one.score_low, one.score_high
    return Point(label, one.score, *ends, charts.band(one.score), said, hollow, fresh, note, signs)


def _signs(book: Book, past: Past | None, criterion: str = "") -> Signs:
    """What happened in a period (the report's own when `past` is None): events, ticked actions, a bridge run."""
    period = past.period if past else book.report.period
    found = event(book, (past or book.report).edits, criterion)
    again = past is not None and past.bridged and (past.again is None or criterion in ("", *past.again))
    found += [(BRIDGED, book.say("trend", "bridged"))] if again else []
    found += [
        (EVENT, book.say("trend", "event").format(
            name=one.get("name", ""), kind=book.say("event", one.get("kind", "")),
            days=dates.days(one.get("start", ""), one.get("end", "")),
        ))
        for one in book.about.events
        if one.get("start", "") <= period.end and one.get("end", "") >= period.start
    ]  # fmt: skip
    for name in _ticked(book, past):
        if criterion in ("", name):
            result = book.result(name)
            question = result.question if result else name
            found.append((DONE, book.say("trend", "done").format(question=question)))
    return tuple(found)


def _ticked(book: Book, past: Past | None) -> list[str]:
    """The actions that were ticked as done in this period for the first time."""
    history = book.report.history
    before = history if past is None else history[: next(i for i, one in enumerate(history) if one is past)]
    known = {name for one in before for name in one.done}
    now = [
        *(one.criterion for one in book.report.plan if one.status == "done"),
        *(one.criterion for one in book.report.promises if one.status == "done"),
    ]  # fmt: skip
    return sorted(set(now if past is None else past.done) - known)


def _meanwhile(book: Book) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Period by period what the signs over the charts stand for; it stands beside the curve and explains nothing."""
    rows = [(one.period.id, _signs(book, one)) for one in book.report.history]
    rows.append((book.report.period.id, _signs(book, None)))
    return tuple((dates.period(name), tuple(f"{sign} {text}" for sign, text in signs)) for name, signs in rows if signs)


def _headed(book: Book) -> bool:
    """Whether any period has a headline: a curve without a point says nothing."""
    return any(one.kind != "none" for one in (book.report.overall, *(past.overall for past in book.report.history)))


def _overall(book: Book) -> Series:
    points, print_ = [], ""
    runs = [(one.period.id, one.fingerprint, one.overall, _signs(book, one)) for one in book.report.history]
    now = book.report
    runs.append((now.period.id, now.rubric.get("fingerprint", ""), now.overall, _signs(book, None)))
    for period, fingerprint, overall, signs in runs:
        fresh = bool(print_) and fingerprint != print_
        shown = overall.score if overall.kind != "none" else None
        said = f"{words.score(shown)} ({words.share(overall.coverage)})" if shown is not None else words.DASH
        band = charts.band(shown) if shown is not None else "none"
        note = book.say("chart", "break") if fresh else ""
        ends = (overall.score_low, overall.score_high) if shown is not None else (None, None)
        points.append(Point(dates.short_period(period), shown, *ends, band, said, False, fresh, note, signs))
        print_ = fingerprint
    return charts_time.series(
        book.say("chart", "overall"), points, _head(book), every=max(1, (len(points) + 5) // 6), plot=170
    )
