"""One measure over its parts: platforms, accounts, and the kinds of requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sociable import tongue
from sociable.model import Slice
from sociable.report import CriterionResult
from sociable.site import charts, words
from sociable.site.book import Book, band_words, shown, units
from sociable.site.charts import Bar
from sociable.site.parts import Verdict
from sociable.site.standing import SCORED, absent, unsure

SLICES: Final = ("platform", "account", "topic", "channel", "weekend")


@dataclass(frozen=True, slots=True)
class SliceRow:
    """The same measure over one platform or account."""

    name: str
    verdict: Verdict
    bar: Bar | None


def slices(book: Book, result: CriterionResult, key: str) -> tuple[str, tuple[SliceRow, ...]]:
    """The measure by platform, account or kind of request, shown from two on, those that could be told first."""
    rows = sorted(result.slices.get(key, []), key=lambda one: (one.status not in SCORED, one.key))
    same = key == "account" and _figures(rows) == _figures(result.slices.get("platform", []))
    if len(rows) < 2 or same:  # one account on each platform: the same bars twice
        return (book.say("slice", key), ())
    return (book.say("slice", key), tuple(slice_row(book, result, one, part(book, key, one.key)) for one in rows))


def _figures(rows: list[Slice]) -> list[tuple[int, float]]:
    return sorted((one.n, one.value or 0.0) for one in rows)


def part(book: Book, key: str, name: str) -> str:
    """What a slice is called: a platform, an account, or a kind of request."""
    return book.account(name) if key == "account" else book.say("platform" if key == "platform" else "part", name)


def reach(one: Slice) -> list[str]:
    """The bands that a slice's interval touches at its two ends, each once."""
    ends = [charts.band(end) for end in (one.score_low, one.score_high) if end is not None]
    return list(dict.fromkeys(ends))


def slice_row(book: Book, result: CriterionResult, one: Slice, name: str) -> SliceRow:
    """A part of a measure in words, under `name`."""
    counted = units(book, result.id, one.n) if one.n else ""
    if one.waiting:
        counted = tongue.say("{units}, {n} of them still within three days", units=counted, n=words.count(one.waiting))
    if one.score is None or one.status not in SCORED:
        return SliceRow(name, Verdict(absent(one.status), book.say("status", one.status), basis=counted), None)
    band, hollow = charts.mark(one.score, one.score_low, one.score_high), one.status == "provisional" or unsure(result)
    reached = " to ".join(reach(one))
    word = band_words(book, reached, one.score)
    said = Verdict(
        band, word, words.score(one.score), shown(words.scores(one.score_low, one.score_high)), hollow,
        _value(result, one), shown(words.measures(one.low, one.high, result.unit)), counted,
        guess=charts.anywhere(reached),
    )  # fmt: skip
    return SliceRow(name, said, charts.bar(name, one.score, one.score_low, one.score_high, hollow, word))


def _value(result: CriterionResult, one: Slice) -> str:
    """The value; before that of a clock that stands still at times stands what the one that never stops says."""
    value = words.measure(one.value, result.unit, one.n)
    wall = words.measure(one.wall, result.unit, one.n) if one.wall is not None else value
    return (
        value if wall == value else tongue.say("{wall} day and night, {value} in service hours", value=value, wall=wall)
    )
