"""Windows of whole days: quarters, months, years, or a span of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from sociable.config import Span
from sociable.model import Period

Unit = Literal["quarter", "month", "year"]
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
SLACK = timedelta(days=7)
"""An export whose first or last record lies this near a window's end covers it:
few accounts post on every single day."""

Coverage = Mapping[str, tuple[date, date]]
"""Account key to the first and last day that its exports can show."""


def around(day: date, unit: Unit) -> Period:
    """The window of this unit that holds `day`."""
    months = MONTHS[unit]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = _add(start, months) - timedelta(days=1)
    return Period(id=_name(start, unit), start=start.isoformat(), end=end.isoformat())


def before(period: Period, unit: Unit) -> Period:
    """The window just before `period`."""
    return around(date.fromisoformat(period.start) - timedelta(days=1), unit)


def choose(wanted: Unit | Span, today: date, coverage: Coverage) -> tuple[Period, bool]:
    """The window to report on, and whether every account covers all of it.

    A span is taken as it is.  Else it is the last complete window that all
    accounts cover, else the last that any account covers, else those days of
    the newest window that the exports do cover (then the flag is False).
    """
    if isinstance(wanted, Span):
        period = Period(id=f"{wanted.start}..{wanted.end}", start=str(wanted.start), end=str(wanted.end))
        return period, all(covers(period, span) for span in coverage.values())
    spans = list(coverage.values())
    candidates = [one for one in every(wanted, spans, today) if date.fromisoformat(one.end) <= today + SLACK]
    for quorum in (all, any):
        for period in reversed(candidates):
            if spans and quorum(covers(period, span) for span in spans):
                return period, quorum is all
    if not spans:
        return around(today, wanted), False
    newest = min(max(last for _, last in spans), today)
    window = around(newest, wanted)
    start = max(window.start, min(first for first, _ in spans).isoformat())
    return Period(id=f"{start}..{newest}", start=start, end=newest.isoformat()), False


def covers(period: Period, span: tuple[date, date]) -> bool:
    """Whether an export over `span` shows the whole of `period`."""
    first, last = span
    return first - SLACK <= date.fromisoformat(period.start) and last + SLACK >= date.fromisoformat(period.end)


def told(period: Period, coverage: Coverage) -> str:
    """Who covers the whole of `period` and who does not, in a few words for a terminal; empty where all do."""
    lack = [f"{name} ({first} to {last})" for name, (first, last) in sorted(coverage.items())
            if not covers(period, (first, last))]  # fmt: skip
    whole = [name for name, span in sorted(coverage.items()) if covers(period, span)]
    if not lack:
        return ""
    if not whole:
        return f"no account covers a whole period: {', '.join(lack)}"
    verb = "covers" if len(whole) == 1 else "cover"
    return f"{', '.join(whole)} {verb} it whole; not so {', '.join(lack)}"


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
        period = around(date.fromisoformat(period.end) + timedelta(days=1), unit)
    return periods


def parse(text: str) -> Period:
    """A period from its id: 2026-Q3, 2026-07, 2026, or 2026-07-01..2026-09-30; ValueError otherwise."""
    if ".." in text:
        start, end = (date.fromisoformat(part) for part in text.split("..", 1))
        if end < start:
            raise ValueError(text)
        return Period(id=text, start=start.isoformat(), end=end.isoformat())
    year, _, rest = text.partition("-")
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
