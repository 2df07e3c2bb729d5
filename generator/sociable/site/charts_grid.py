"""Computes the calendar strip and the heat map: squares in five shades, in pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sociable import tongue
from sociable.site import dates, words
from sociable.site.charts import Tick, plain
from sociable.site.parts import Cell, Table


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a calendar or heat map; `level` "0" to "4" is its shade, `label` its words."""

    x: str
    y: str
    level: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A calendar strip or a heat map with its labels in pixels."""

    title: str
    desc: str
    width: str
    height: str
    size: str
    squares: tuple[Square, ...]
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]
    table: Table
    most: str  # what the darkest shade stands for; the lightest is none
    least: str = words.count(0)
    shades: tuple[Square, ...] = tuple(Square(plain(20 * n), "0", str(n), "") for n in range(5))


STEP = 3
"""Hours in a row of the narrow heat map."""
PUBLISHED = frozenset("BPRU")
"""The kinds that the public sees; private messages (D) and those of others (I) are no posts."""


def calendar(title: str, days: Mapping[str, Mapping[str, int]], start: str, end: str) -> Grid:
    """What the brand published a day, in columns of weeks, Monday on top; two names of months never touch."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    monday, size = first - timedelta(days=first.weekday()), 17
    totals = {first + timedelta(days=i): 0 for i in range((last - first).days + 1)}
    posted = {day: sum(n for kind, n in kinds.items() if kind in PUBLISHED) for day, kinds in days.items()}
    totals |= {day: posted.get(day.isoformat(), 0) for day in totals}
    top = max(totals.values(), default=0)
    squares = tuple(
        Square(plain(34 + size * ((day - monday).days // 7)), plain(20 + size * day.weekday()), level(n, top),
               f"{dates.short_day(day.isoformat())}: {words.plural(n, 'post')}")
        for day, n in totals.items()
    )  # fmt: skip
    named = [day for day in totals if day == first or (day.day == 1 and (last - day).days > 6)]
    named = named[1:] if len(named) > 1 and (named[1] - first).days < 14 else named
    months = tuple(
        Tick(plain(34 + size * ((day - monday).days // 7)), dates.short_month(day.month), "start") for day in named
    )
    down = tuple(Tick(plain(32 + size * i), dates.short_weekday(i), "start") for i in (0, 2, 4, 6))
    weeks = (last - monday).days // 7 + 1
    busiest = max(totals, key=lambda day: totals[day])
    quiet = sum(1 for n in totals.values() if not n)
    desc = tongue.say(
        "Busiest day {day} with {posts}, replies among them; {quiet} without a post.",
        day=dates.day(busiest.isoformat()), posts=words.plural(top, "post"), quiet=words.plural(quiet, "day"),
    )  # fmt: skip
    return Grid(
        title,
        desc,
        plain(36 + size * weeks),
        plain(24 + size * 7),
        plain(size - 3),
        squares,
        months,
        down,
        _by_week(title, totals),
        words.plural(top, "post"),
    )


def _by_week(title: str, totals: Mapping[date, int]) -> Table:
    weeks: dict[str, int] = {}
    for day, n in totals.items():
        monday = (day - timedelta(days=day.weekday())).isoformat()
        weeks[monday] = weeks.get(monday, 0) + n
    rows = tuple((Cell(dates.week(key)), Cell(words.count(n), number=True)) for key, n in weeks.items())
    return Table(title, (tongue.word("Week"), tongue.word("Posts")), rows)


def heat(title: str, counts: Sequence[Sequence[int]]) -> Grid:
    """Inbound by weekday (Monday first) and hour of the brand's zone."""
    top, size = max((n for row in counts for n in row), default=0), 26
    squares = tuple(
        Square(plain(40 + size * hour), plain(22 + size * day), level(n, top),
               f"{dates.weekday(day)} {hour:02d}:00: {words.plural(n, 'message')}", words.count(n) if n else "")
        for day, row in enumerate(counts) for hour, n in enumerate(row)
    )  # fmt: skip
    across = tuple(Tick(plain(40 + size * hour), f"{hour:02d}:00", "start") for hour in range(0, 24, 3))
    down = tuple(Tick(plain(22 + size * day + 17), dates.short_weekday(day), "start") for day in range(7))
    day, hour = max(
        ((d, h) for d, row in enumerate(counts) for h in range(len(row))), key=lambda at: counts[at[0]][at[1]]
    )
    desc = tongue.say(
        "Busiest on {day} between {start} and {end}, with {messages}.",
        day=dates.weekday(day), start=f"{hour:02d}:00", end=f"{(hour + 1) % 24:02d}:00",
        messages=words.plural(top, "message"),
    )  # fmt: skip
    parts = ((0, 6), (6, 9), (9, 12), (12, 15), (15, 18), (18, 21), (21, 24))
    head = (tongue.word("Day"), *(f"{a:02d}–{b:02d} h" for a, b in parts))
    rows = tuple(
        (Cell(dates.weekday(i)), *(Cell(words.count(sum(row[a:b])), number=True) for a, b in parts))
        for i, row in enumerate(counts)
    )
    return Grid(
        title,
        desc,
        plain(44 + size * 24),
        plain(26 + size * 7),
        plain(size - 2),
        squares,
        across,
        down,
        Table(title, head, rows),
        words.plural(top, "message"),
    )


def heat_narrow(wide: Grid, counts: Sequence[Sequence[int]]) -> Grid:
    """The same as `wide` for a phone: days side by side, three hours a row, each cell with its count."""
    size, left = 43, 52
    parts = [[sum(row[hour : hour + STEP]) for row in counts] for hour in range(0, 24, STEP)]
    top = max(n for row in parts for n in row)
    squares = tuple(
        Square(plain(left + size * day), plain(20 + size * i), level(n, top),
               f"{dates.weekday(day)} {STEP * i:02d}–{STEP * (i + 1):02d} h: {words.plural(n, 'message')}",
               words.count(n) if n else "")
        for i, row in enumerate(parts) for day, n in enumerate(row)
    )  # fmt: skip
    across = tuple(Tick(plain(left + size * day + 20), dates.short_weekday(day)) for day in range(7))
    down = tuple(
        Tick(plain(20 + size * i + 25), f"{STEP * i:02d}–{STEP * (i + 1):02d}", "start") for i in range(len(parts))
    )
    return replace(
        wide, width=plain(left + size * 7), height=plain(20 + size * len(parts)), size=plain(size - 3),
        squares=squares, across=across, down=down, most=words.plural(top, "message"),
    )  # fmt: skip


def level(n: float, top: float) -> str:
    """The shade of a count: "0" for none, "1" to "4" by quarters of the largest."""
    return "0" if n <= 0 or top <= 0 else str(min(4, max(1, math.ceil(4 * n / top))))
