"""A verdict of change in words: its size, what it may be, what stands behind it and beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sociable import tongue
from sociable.model import Change, Pair
from sociable.report import CriterionResult
from sociable.site import dates, words
from sociable.site.book import Book
from sociable.site.view_edits import sentence

OTHER_PAIR = ("same_quarter_last_year", "previous_period")
"""Codes of the verdict on the other pair of periods."""
CLEAR = 5.0
"""Points of the score from which a change counts (RUBRIC 4.4)."""
SMALL_MIX = 0.005
"""A shift of the mix that does less than half a point is not worth a sentence."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The verdict of the comparison with an earlier period."""

    verdict: str
    key: str
    against: str
    difference: str
    likely: str
    note: str  # everything there is to say
    reason: str = ""  # the note without the size that would have shown
    shows: str = ""  # from which size on a change would have been told
    brief: str = ""  # for a list: what the list does not say already


def change(book: Book, result: CriterionResult) -> ChangeView | None:
    """What the comparison with an earlier period says, and what was measured then."""
    if result.change is None:
        return None
    lower = result.direction == "lower"
    told, one = change_view(book, result.change, result.unit, lower=lower), result.change
    past = next((past for past in book.report.history if past.period.id == one.against), None)
    then = past.criteria.get(result.id) if past is not None else None
    if then is None or then.value is None or one.difference is None:
        return told
    was = book.say("trend", "then").format(value=words.measure(then.value, result.unit))
    return replace(told, note=f"{was} {told.note}".strip())


def change_view(book: Book, one: Change, unit: str, *, lower: bool = False) -> ChangeView:
    """A verdict of change in words; its note is a list of codes, each worded by itself."""
    likely = ""
    if one.low is not None and one.high is not None and unit != "count":
        likely = words.differences(one.low, one.high, unit)
    codes = [code for code in one.note.split("; ") if code]
    beside = [text for text in (sentence(book, one.edits), _alone(book, one), *_beside(book, one, unit)) if text]
    shows = "" if one.detectable is None else words.difference(one.detectable, unit).lstrip("+")
    told = [_code(book, code, one, unit, lower) for code in codes]
    said = book.say("trend", "detectable").format(size=shows) if shows and one.verdict == "no_clear_change" else ""
    news = [text for code, text in zip(codes, told, strict=True) if not _same(code, one)]
    reason = " ".join(text for text in (*told, *beside) if text)
    return ChangeView(
        book.say("change", one.verdict), one.verdict, dates.period(one.against),
        words.difference(one.difference, unit) if one.difference is not None else "", likely,
        f"{reason} {said}".strip(), reason, shows, " ".join([*news, *beside]),
    )  # fmt: skip


def _code(book: Book, code: str, one: Change, unit: str, lower: bool) -> str:
    """One code in words; the verdict on the other pair of periods with its figures."""
    text = book.told("note", code)
    pair = one.other
    if pair is None or pair.difference is None or code.partition(":")[0] not in OTHER_PAIR:
        return text
    known = pair.low is not None and pair.high is not None
    both = words.differences(pair.low or 0.0, pair.high or 0.0, unit) if known else ""
    likely = tongue.say(" (likely {range})", range=both) if both else ""
    less = f" {book.say('trend', 'less')}" if lower and pair.verdict in ("improved", "declined") else ""
    why = f" {_alone(book, pair)}".rstrip()
    return f"{text.rstrip('.')}, {words.difference(pair.difference, unit)}{likely}.{less}{why}"


def _same(code: str, one: Change) -> bool:
    """Whether the verdict on the other pair of periods is no news beside this one."""
    name, _, other = code.partition(":")
    return name in OTHER_PAIR and other in (one.verdict, "no_clear_change", "too_little_data")


def _alone(book: Book, one: Change | Pair) -> str:
    """Why a difference whose interval leaves nought out is not told as a change all the same."""
    points, unsure = one.score_difference, one.low is None or one.high is None or one.low <= 0 <= one.high
    if one.verdict != "no_clear_change" or unsure or points is None:  # of a former report, which has no points
        return ""
    return book.say("trend", "small" if abs(points) < CLEAR else "among")


def _beside(book: Book, one: Change, unit: str) -> list[str]:
    """Mix and rate where the mix did anything, and the difference without the days of events."""
    found = []
    if one.split is not None and (abs(one.split.mix) >= SMALL_MIX or "mix_guard" in one.note):
        parts = {name: words.difference(getattr(one.split, name), unit) for name in ("plain", "rate", "mix")}
        found.append(book.say("trend", "split").format(**parts))
    if one.without_events is not None:
        moved, low, high = one.without_events
        both = "" if low is None or high is None else words.differences(low, high, unit)
        likely = tongue.say(" (likely {range})", range=both) if both else ""
        found.append(book.say("trend", "without_events").format(size=words.difference(moved, unit), likely=likely))
    return found
