"""Rows of years to come, which no clock of an account can have written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import polars as pl

from sociable.archives.records import Records

LATEST = 2100


def cut(records: Records) -> Records:
    """The records of our time; a single later one would move "today", and every window with it.

    The others are counted as incomplete, and no feed reaches beyond what is left.
    """
    late = pl.col("created_at").dt.year() >= LATEST
    gone: Counter[str] = Counter()
    kept = []
    for frame in (records.posts, records.messages):
        gone += Counter(frame.filter(late)["source_file"].to_list())
        kept.append(frame.filter(late.fill_null(False).not_()) if gone else frame)
    if not gone:
        return records
    for tally in records.tallies:
        tally.skip("incomplete", gone[tally.file])
    newest = max((last for one in kept if (last := one["created_at"].dt.date().max()) is not None), default=None)
    beyond = pl.col("last").dt.year() >= LATEST
    feeds = records.feeds.with_columns(pl.when(beyond).then(pl.lit(newest, pl.Date)).otherwise("last").alias("last"))
    return replace(records, posts=kept[0], messages=kept[1], feeds=feeds)
