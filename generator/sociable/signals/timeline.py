"""Rows in order of time, without a copy where they are so already: archives are read in that order."""

from __future__ import annotations

import polars as pl


def by_time(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` in order of created_at and uid, rows without a time last."""
    time, uid = pl.col("created_at"), pl.col("uid")
    level = time.eq_missing(time.shift()) & (uid >= uid.shift())
    rising = (time > time.shift()) | (time.is_null() & time.shift().is_not_null())
    inside = pl.int_range(pl.len()) > 0
    if frame.select((~(level | rising).fill_null(False) & inside).any()).item():
        return frame.sort("created_at", "uid", nulls_last=True)
    return frame


def once(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the first row of each uid."""
    if frame["uid"].n_unique() == frame.height:
        return frame
    return frame.unique("uid", keep="first", maintain_order=True)
