"""Windows of whole days: quarters, months, years, or a span of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from sociable.config import YEARS, Span
from sociable.model import Period

Unit = Literal["quarter", "month", "year"]
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
SLACK = timedelta(days=7)
"""An export whose first or last record lies this near a window's end covers it:
few accounts post on every single day."""

NOBODY = "no account covers a whole period"
TOLD = 3
"""So many windows that were passed over are named."""
ENOUGH = (30, 10, 1, 0)
"""So many records make a window worth a report: what a share is scored from, judged from at all (RUBRIC 0.2), any."""

Coverage = Mapping[str, tuple[date, date]]
"""Account key to the first and last day that its exports can show."""
Days = Mapping[date, int]
"""Day to the records, posts and messages, that lie on it."""


def around(day: date, unit: Unit) -> Period:
    """The window of this unit that holds `day`."""
    months = MONTHS[unit]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = _add(start, months) - timedelta(days=1)
    return Period(id=_name(start, unit), start=start.isoformat(), end=end.isoformat())


def choose(wanted: Unit | Span, today: date, coverage: Coverage, days: Days) -> tuple[Period, bool]:
    """The window to report on, and whether every account covers all of it.

    A span is taken as it is.  Else it is the last complete window that all
    accounts cover and that holds enough records, else the last such that any
    account covers, else the same with fewer records; where no account covers
    a whole window, the covered days of the one that holds most records, the
    newest of equals (then the flag is False).
    """
    if isinstance(wanted, Span):
        period = Period(id=f"{wanted.start}..{wanted.end}", start=str(wanted.start), end=str(wanted.end))
        return period, all(covers(period, span) for span in coverage.values())
    spans = list(coverage.values())
    for least in ENOUGH:
        for quorum in (all, any):
            for period in reversed(whole(wanted, today, coverage, quorum)):
                if held(period, days) >= least:
                    return period, quorum is all
    if not spans:
        return around(today, wanted), False
    first, last = min(first for first, _ in spans).isoformat(), min(max(last for _, last in spans), today).isoformat()
    stubs = [(max(one.start, first), min(one.end, last)) for one in every(wanted, spans, today)]
    parts = [Period(id=f"{start}..{end}", start=start, end=end) for start, end in stubs if start <= end]
    return max(parts, key=lambda one: (held(one, days), one.end), default=around(today, wanted)), False


def whole(unit: Unit, today: date, coverage: Coverage, quorum: Callable[[Iterable[bool]], bool] = any) -> list[Period]:
    """The windows that ended by `today` and that any account covers (or all do), oldest first."""
    spans = list(coverage.values())
    ended = [one for one in every(unit, spans, today) if date.fromisoformat(one.end) <= today + SLACK]
    return [one for one in ended if quorum(covers(one, span) for span in spans)]


def held(period: Period, days: Days) -> int:
    """How many records lie in `period`."""
    return sum(count for day, count in days.items() if period.start <= day.isoformat() <= period.end)


def covers(period: Period, span: tuple[date, date]) -> bool:
    """Whether an export over `span` shows the whole of `period`."""
    first, last = span
    return first - SLACK <= date.fromisoformat(period.start) and last + SLACK >= date.fromisoformat(period.end)


def told(period: Period, wanted: Unit | Span, today: date, coverage: Coverage, days: Days) -> str:
    """Why this window and no other, and who does not cover it, for a terminal; empty where nothing needs saying."""
    lack = [f"{name} ({first} to {last})" for name, (first, last) in sorted(coverage.items())
            if not covers(period, (first, last))]  # fmt: skip
    full = [name for name, span in sorted(coverage.items()) if covers(period, span)]
    parts = []
    if lack and not full:
        parts.append(f"{NOBODY}: {', '.join(lack)}")
    elif lack:
        verb = "covers" if len(full) == 1 else "cover"
        parts.append(f"{', '.join(full)} {verb} it whole; not so {', '.join(lack)}")
    if not isinstance(wanted, Span):
        parts += _passed(period, wanted, today, coverage, days)
    return "; ".join(parts)


def _passed(period: Period, unit: Unit, today: date, coverage: Coverage, days: Days) -> list[str]:
    """Which newer windows were passed over and why, or why none is whole."""
    known = whole(unit, today, coverage)
    if not known and ".." in period.id:
        count, total = held(period, days), sum(days.values())
        none = [] if any(not covers(period, span) for span in coverage.values()) else [NOBODY]
        some = f"of what is there these days hold most: {count} of {total} posts and messages"
        return [*none, some if count < total else "these are the days that are there"]
    newer = [one for one in known if one.start > period.start][-TOLD:]
    few = [f"{one.id} ({held(one, days)})" for one in newer if held(one, days) < ENOUGH[0]]
    ahead = [one.id for one in newer if held(one, days) >= ENOUGH[0]]
    parts = [f"too few posts and messages in {', '.join(few)}"] if few and held(period, days) >= ENOUGH[0] else []
    return [*parts, *([f"the last that all accounts cover; some cover {', '.join(ahead)} too"] if ahead else [])]


def jump(period: Period, unit: Unit, last: Period | None) -> str:
    """What to say where `period` neither follows the `last` one reported nor is it; empty where it does."""
    if last is None or around(date.fromisoformat(last.start), unit) != last:
        return ""  # the first, or one of another length
    next_one = after(last, unit)
    if period.id in (last.id, next_one.id):
        return ""
    return f"the last report is of {last.id}, and {next_one.id} would follow it"


def after(period: Period, unit: Unit) -> Period:
    """The window just after `period`."""
    return around(date.fromisoformat(period.end) + timedelta(days=1), unit)


def every(unit: Unit, spans: Iterable[tuple[date, date]], today: date) -> list[Period]:
    """All windows that the spans touch, oldest first, none that starts after `today`."""
    spans = list(spans)
    if not spans:
        return []
    period = around(min(first for first, _ in spans), unit)
    end = min(max(last for _, last in spans), today)
    periods = []
    while date.fromisoformat(period.start) <= end:
        periods.append(period)
        period = after(period, unit)
    return periods


def parse(text: str) -> Period:
    """A period from its id: 2026-Q3, 2026-07, 2026, or 2026-07-01..2026-09-30; ValueError otherwise."""
    if ".." in text:
        start, end = (date.fromisoformat(part) for part in text.split("..", 1))
        if end < start or start.year not in YEARS or end.year not in YEARS:
            raise ValueError(text)
        return Period(id=text, start=start.isoformat(), end=end.isoformat())
    year, _, rest = text.partition("-")
    if int(year) not in YEARS:
        raise ValueError(text)
    if rest[:1] in "Qq" and rest[1:] in ("1", "2", "3", "4"):
        return around(date(int(year), 3 * int(rest[1:]), 1), "quarter")
    return around(date(int(year), int(rest), 1), "month") if rest else around(date(int(year), 1, 1), "year")


def _add(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _name(start: date, unit: Unit) -> str:
    if unit == "year":
        return f"{start.year}"
    return f"{start.year}-Q{(start.month + 2) // 3}" if unit == "quarter" else f"{start.year}-{start.month:02}"
