"""Which rows a scored window can see: only these need labels and signals.

Structure (kinds, units, threads, templates, reruns) is worked out over the
whole archive, since an old post may be the first of a template.  What the
detectors say of a row matters only near a window: in it, shortly before
(gives before an ask), shortly after (answers to its cases), in the first
months of a young account, and in conversations that a window may hold a part of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from sociable.model import Period

BEFORE = timedelta(days=15)
"""The gives before an ask are counted over 14 days; local days may differ by one."""
AFTER = timedelta(days=4)
"""Answers and thanks count for 72 hours."""
TALK = timedelta(days=200)
"""Partners are looked for over 180 days, exchanges last seven."""
YEAR = timedelta(days=370)
"""Of older messages to people, so much tells who was spoken to before."""
YOUNG = timedelta(days=180)
"""Accounts younger than this at a window's end are judged by their first months as well."""


def units(found: pl.DataFrame, inbound: pl.DataFrame, tree: pl.DataFrame, periods: Sequence[Period]) -> pl.Series:
    """Which of the units (account, reader, kind, day, until, thread) need labels; all when no window is given."""
    if not periods:
        return pl.repeat(True, found.height, dtype=pl.Boolean, eager=True)
    day = pl.col("day")
    born = day.min().over("account", "reader")
    close = day.is_null()
    for start, end in _spans(periods):
        # A thread may have begun years ago.
        close |= (day <= end + AFTER) & (pl.col("until").dt.date() >= start - BEFORE)
        close |= (born > end - YOUNG) & (day <= end)
    if not inbound.is_empty():
        # Whoever only enters a contest is no partner, however old the contest's post is.
        talked = tree.join(inbound.filter(_talk(periods)), on="uid", how="semi")["thread"]
        replied = found.filter(pl.col("kind").is_in(["R", "U"]) & _talk(periods))["thread"]
        threads = pl.concat([talked, replied]).unique()
        close |= (pl.col("kind") == "B") & pl.col("thread").is_in(threads.implode())
    return found.select(close.fill_null(False)).to_series()


def spoken(found: pl.DataFrame, messages: pl.DataFrame, periods: Sequence[Period]) -> pl.Series:
    """Which units (account, reader, day, until) may be near a window or, as messages to people, far from it."""
    if not periods or (messages["direction"] == "in").any():
        return pl.repeat(True, found.height, dtype=pl.Boolean, eager=True)
    first = min(start for start, _ in _spans(periods)) - YEAR
    day = pl.col("day")
    asked = (pl.col("until").dt.date() >= first) | (day == day.min().over("account", "reader"))
    return found.select(asked.fill_null(True)).to_series()


def messages(inbound: pl.DataFrame, periods: Sequence[Period]) -> pl.Series:
    """Which inbound messages need labels: all of everybody who wrote in or before a window."""
    if not periods:
        return pl.repeat(True, inbound.height, dtype=pl.Boolean, eager=True)
    wrote = inbound.select(close=_talk(periods).fill_null(True), author="author")
    people = wrote.filter(pl.col("close"))["author"].unique()
    return wrote.select(pl.col("close") | pl.col("author").is_in(people.implode()).fill_null(False)).to_series()


def far(found: pl.DataFrame, periods: Sequence[Period], *, talk: bool) -> pl.DataFrame:
    """Of the units that no window sees: the first of each account, and messages to people (all, or a year's)."""
    born = pl.col("created_at") == pl.col("created_at").min().over("account", "reader")
    spoken = pl.col("kind").is_in(["R", "U", "D"]) & pl.col("recipient").is_not_null()
    if not talk and periods:
        spoken &= pl.col("day") >= date.fromisoformat(min(one.start for one in periods)) - YEAR
    return found.filter(born | spoken)


def _talk(periods: Sequence[Period]) -> pl.Expr:
    spans = [pl.col("day").is_between(start - TALK, end + AFTER) for start, end in _spans(periods)]
    return pl.any_horizontal(spans)


def _spans(periods: Sequence[Period]) -> list[tuple[date, date]]:
    return [(date.fromisoformat(one.start), date.fromisoformat(one.end)) for one in periods]
