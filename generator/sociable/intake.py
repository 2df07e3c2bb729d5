"""The first half of every run: configuration, rubric and exports read, and the window chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from sociable import archives, periods, rubric, settings, signals
from sociable.config import YEARS, Brand
from sociable.errors import Fault, InputError
from sociable.model import ALIVE, Period
from sociable.periods import Days
from sociable.rubric import Rubric
from sociable.tables import Archive

Progress = Callable[..., None]
Spans = dict[str, tuple[date, date]]
POINTS = ("following_count", "profile", ALIVE)
"""Needs that a snapshot feeds for weeks around itself, and an account's life: nothing of what the exports cover."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A brand, the rules it is judged by, its exports as tables, and the window to judge."""

    brand: Brand  # with the reader of its texts
    rules: Rubric
    archive: Archive
    spans: Spans
    window: Period
    complete: bool  # every account covers the whole window
    today: date
    why: str = ""  # why this window, where that needs saying and nobody named one


def take(source: Path, period: str | None = None, today: date | None = None, tell: Progress | None = None) -> Intake:
    """Read the brand.yaml at `source` and all it names; InputError or ConfigError in one line a fault."""
    brand = settings.load(source)
    rules = rubric.load(signals.SIGNALS, brand.path(brand.rubric) if brand.rubric else None)
    archive = archives.read(brand, tell)
    reader = signals.reader(archive.posts.height + archive.messages.height, brand.reader)
    brand = brand.model_copy(update={"reader": reader})
    rules = replace(rules, fingerprint=rubric.read_by(rules, reader))
    covered = spans(archive)
    if not covered:
        raise InputError(Fault(str(source), "no dated post or message was found", "check the exports it names"))
    if today and today.year not in YEARS:
        raise InputError(Fault("--today", f"{today} is not of our time", "name a day from 1990 to 2099"))
    day = today or brand.today or max(last for _, last in covered.values())
    days = by_day([archive.posts, archive.messages], brand.about.timezone)
    window, complete = choose(brand, covered, period, day, days)
    why = "" if period else periods.told(window, brand.period, day, covered, days)
    return Intake(brand, rules, archive, covered, window, complete, day, why)


def by_day(tables: Iterable[pl.DataFrame], zone: str) -> Days:
    """Day to the dated rows of tables that lie on it, in this time zone."""
    times = pl.concat([one["created_at"] for one in tables]).drop_nulls()
    counted = times.dt.convert_time_zone(zone).dt.date().value_counts()
    return dict(counted.iter_rows())


def spans(archive: Archive) -> Spans:
    """First and last day that the exports of each account can show."""
    feeds = archive.feeds.filter(~pl.col("need").is_in(POINTS)).drop_nulls(["first", "last"])
    found = feeds.group_by("account").agg(pl.min("first"), pl.max("last")).sort("account")
    return {account: (first, last) for account, first, last in found.iter_rows()}


def choose(brand: Brand, covered: Spans, period: str | None, today: date, days: Days) -> tuple[Period, bool]:
    """The window to report on (see `periods.choose`), and whether every account covers it."""
    if period is None:
        return periods.choose(brand.period, today, covered, days)
    try:
        window = periods.parse(period)
    except ValueError:
        remedy = "write 2026-Q3, 2026-07, 2026, or first day and last as 2026-07-01..2026-09-30"
        raise InputError(Fault("--period", f"{period!r} is not a period", remedy)) from None
    if not any(str(first) <= window.end and str(last) >= window.start for first, last in covered.values()):
        first, last = min(first for first, _ in covered.values()), max(last for _, last in covered.values())
        raise InputError(Fault("--period", f"nothing in {period}", f"the exports run from {first} to {last}"))
    return window, all(periods.covers(window, span) for span in covered.values())
