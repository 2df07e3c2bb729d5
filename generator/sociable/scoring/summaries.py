"""Counts that the pages draw: purposes by platform, inbound by hour, units by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from sociable.model import Period
from sociable.scoring import omitted
from sociable.scoring.scene import within
from sociable.tables import Columns

Mix = dict[str, dict[str, int]]
Heat = list[list[int]]


def summaries(columns: Columns, period: Period, zone: str) -> tuple[Mix, Heat, Heat, Mix]:
    """The content mix, the heat maps of messages and of replies to people, and the calendar of one period.

    Mix: platform ("all" included) to purpose to broadcasts.  Heat: seven rows
    from Monday of 24 counts in the brand's zone.  Calendar: day to kind
    (B P R U D, and I for inbound) to units.
    """
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    posts, messages = within(columns.posts, start, end), within(columns.messages, start, end)
    return _mix(posts), _heat(messages), _answers(posts, zone), _calendar(posts, messages)


def left_out(columns: Columns, period: Period) -> dict[str, Any]:
    """How many own posts of one period no question of words counts, and why: see `omitted.account`."""
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    told = omitted.account(within(columns.posts, start, end))
    return told | omitted.heard(within(columns.messages, start, end))


def _mix(posts: pl.DataFrame) -> Mix:
    if not posts.height:
        return {}
    units = posts.filter(pl.col("broadcast") & pl.col("purpose").is_not_null()).select("platform", "purpose")
    both = pl.concat([units.with_columns(pl.lit("all").alias("platform")), units])
    return _nested(both.group_by("platform", "purpose").len().sort("platform", "purpose"))


def _heat(messages: pl.DataFrame) -> Heat:
    heat = [[0] * 24 for _ in range(7)]
    if messages.height and "hour" in messages.columns:
        timed = messages.filter(pl.col("hour").is_not_null())
        weekday = (pl.col("day").dt.weekday() - 1).alias("row")
        for row, hour, count in timed.group_by(weekday, pl.col("hour")).len().iter_rows():
            heat[int(row)][int(hour)] = count
    return heat


def _answers(posts: pl.DataFrame, zone: str) -> Heat:
    """Public replies by weekday and hour of the brand's zone; those known by the day alone are none."""
    if not {"kind", "created_at", "time_precision"} <= set(posts.columns):
        return _heat(posts.clear())
    sent = posts.filter((pl.col("kind") == "R") & (pl.col("time_precision") != "day").fill_null(False))
    return _heat(sent.with_columns(hour=pl.col("created_at").dt.convert_time_zone(zone).dt.hour()))


def _calendar(posts: pl.DataFrame, messages: pl.DataFrame) -> Mix:
    parts = []
    if posts.height:
        parts.append(posts.select("day", "kind"))
    if messages.height:
        parts.append(messages.select("day", pl.lit("I").alias("kind")))
    if not parts:
        return {}
    counts = pl.concat(parts).group_by("day", "kind").len().sort("day", "kind")
    return _nested(counts.with_columns(pl.col("day").dt.strftime("%Y-%m-%d")))


def _nested(counts: pl.DataFrame) -> Mix:
    found: Mix = {}
    for outer, inner, count in counts.iter_rows():
        found.setdefault(outer, {})[inner] = count
    return found
