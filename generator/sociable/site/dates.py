"""Words dates, windows and periods; ISO dates come in, and what is no date stays as it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sociable.site import words

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(iso: str | None) -> str:
    """An ISO date or time in words: "4 August 2026"; anything else stays as it is."""
    found = _date(iso)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}" if found else (iso or words.DASH)


def short_day(iso: str | None) -> str:
    """A date for tight places: "4 Aug"."""
    found = _date(iso)
    return f"{found.day} {MONTHS[found.month - 1][:3]}" if found else (iso or words.DASH)


def days(start: str, end: str) -> str:
    """A window of days: "1 July to 30 September 2026"."""
    first, last = _date(start), _date(end)
    if first is None or last is None:
        return words.span(day(start), day(end))
    same = (first.year, first.month) == (last.year, last.month)
    left = "" if same else f" {MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return day(end) if first == last else f"{first.day}{left} to {day(end)}"


def period(name: str) -> str:
    """A period's id in words: "July to September 2026", "2026", "July 2026"."""
    year, _, rest = name.partition("-")
    if not rest:
        return name
    if ".." in name:
        return days(*name.split("..", 1))
    if rest.startswith("Q") and rest[1:] in ("1", "2", "3", "4"):
        first = (int(rest[1:]) - 1) * 3
        return f"{MONTHS[first]} to {MONTHS[first + 2]} {year}"
    return f"{MONTHS[int(rest) - 1]} {year}" if rest.isdigit() and 1 <= int(rest) <= 12 else name


def short_period(name: str) -> str:
    """A period's id for an axis: "Q3 26", "2026", "Jul 26"."""
    year, _, rest = name.partition("-")
    if not rest or ".." in name:
        return short_day(name.split("..")[0]) if ".." in name else name
    month = MONTHS[int(rest) - 1][:3] if rest.isdigit() and 1 <= int(rest) <= 12 else rest
    return f"{month} {year[2:]}"


def week(iso: str) -> str:
    """A week's key ("2026-W31" or its first day) as "week of 27 Jul"."""
    year, mark, number_ = iso.partition("-W")
    if mark and year.isdigit() and number_.isdigit():
        iso = date.fromisocalendar(int(year), int(number_), 1).isoformat()
    return f"week of {short_day(iso)}"


def later(iso: str, days_: int) -> str:
    """The ISO date `days_` after another, for the plan's phases."""
    found = _date(iso)
    return (found + timedelta(days=days_)).isoformat() if found else ""


def _date(iso: str | None) -> date | None:
    try:
        return date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None
