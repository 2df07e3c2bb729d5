"""Words dates, windows and periods; ISO dates come in, and what is no date stays as it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sociable import tongue
from sociable.site import words

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def month(number: int) -> str:
    """The name of a month, 1 to 12."""
    return tongue.say(MONTHS[number - 1])


def short_month(number: int) -> str:
    """A month in three letters or so, for axes."""
    return tongue.word(MONTHS[number - 1][:3])


def short_weekday(number: int) -> str:
    """A day of the week in three letters or so, 0 for Monday."""
    return tongue.word(WEEKDAYS[number][:3])


def weekday(number: int) -> str:
    """The name of a day of the week, 0 for Monday."""
    return tongue.say(WEEKDAYS[number])


def day(iso: str | None) -> str:
    """An ISO date or time in words: "4 August 2026"; anything else stays as it is."""
    found = _date(iso)
    if found is None:
        return iso or words.DASH
    return tongue.say("{day} {month} {year}", day=found.day, month=month(found.month), year=found.year)


def short_day(iso: str | None) -> str:
    """A date for tight places: "4 Aug"."""
    found = _date(iso)
    if found is None:
        return iso or words.DASH
    return tongue.say("{day} {month}", day=found.day, month=short_month(found.month))


def days(start: str, end: str) -> str:
    """A window of days: "1 July to 30 September 2026"."""
    first, last = _date(start), _date(end)
    if first is None or last is None:
        return words.span(day(start), day(end))
    same = (first.year, first.month) == (last.year, last.month)
    if same:
        left = tongue.say("{day}", day=first.day)
    elif first.year != last.year:
        left = day(start)
    else:
        left = tongue.say("{day} {month}", day=first.day, month=month(first.month))
    return day(end) if first == last else tongue.say("{low} to {high}", low=left, high=day(end))


def period(name: str) -> str:
    """A period's id in words: "July to September 2026", "2026", "July 2026"."""
    year, _, rest = name.partition("-")
    if not rest:
        return name
    if ".." in name:
        return days(*name.split("..", 1))
    if rest.startswith("Q") and rest[1:] in ("1", "2", "3", "4"):
        first = (int(rest[1:]) - 1) * 3
        return f"{tongue.say('{low} to {high}', low=month(first + 1), high=month(first + 3))} {year}"
    return f"{month(int(rest))} {year}" if rest.isdigit() and 1 <= int(rest) <= 12 else name


def short_period(name: str) -> str:
    """A period's id for an axis: "Q3 26", "2026", "Jul 26"."""
    year, _, rest = name.partition("-")
    if not rest or ".." in name:
        return short_day(name.split("..")[0]) if ".." in name else name
    short = short_month(int(rest)) if rest.isdigit() and 1 <= int(rest) <= 12 else rest
    return f"{short} {year[2:]}"


def week(iso: str, *, name: bool = True) -> str:
    """A week's key ("2026-W31" or its first day) as "week of 27 Jul", without the name as "27 Jul"."""
    year, mark, number_ = iso.partition("-W")
    if mark and year.isdigit() and number_.isdigit():
        iso = date.fromisocalendar(int(year), int(number_), 1).isoformat()
    return tongue.say("week of {day}", day=short_day(iso)) if name else short_day(iso)


def between(first: str, last: str) -> int:
    """Days from one ISO day to another."""
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def later(iso: str, days_: int) -> str:
    """The ISO date `days_` after another, for the plan's phases."""
    found = _date(iso)
    return (found + timedelta(days=days_)).isoformat() if found else ""


def _date(iso: str | None) -> date | None:
    try:
        return date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None
