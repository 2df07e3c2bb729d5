"""The same post in several inputs becomes one row with the best of each.

Posts meet by id, else by minute and the start of the text.  A column is taken
from the most trusted reader that has it, whole texts before cut ones, exact
times before rough ones; counters are those of the newest snapshot and are
never added (FORMATS 0.4).
"""

from __future__ import annotations

import polars as pl

from sociable.archives import zones
from sociable.archives.records import repeats
from sociable.tables import METRICS, POSTS

TEXT = ("text", "text_truncated")
TIME = ("created_at", "time_precision", "tz_source")
_NEAR = pl.duration(minutes=2)
_PRECISION = ["second", "minute", "day", "unknown"]


def posts(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """One row a post, and how many rows of each source file went into another row.

    `frame` holds POSTS with the HELPERS ``_at`` (time of its counters) and
    ``_rank`` (1 = most trusted reader); the result holds POSTS.
    """
    frame = _named(frame)
    if not repeats(frame["uid"]):
        return frame.select(list(POSTS)), {}
    twice = frame["uid"].is_duplicated()
    double = (
        frame.filter(twice)
        .with_columns(pl.col("_rank").fill_null(9))
        .sort("uid", "_rank", "_at", descending=[False, False, True], nulls_last=True)
    )
    best = _best(double)
    kept = pl.concat([frame.filter(~twice).select(list(POSTS)), best])
    before = double.group_by("source_file").len().rows()
    after = dict(best.group_by("source_file").len().rows())
    return kept, {str(file): count - after.get(file, 0) for file, count in before if count > after.get(file, 0)}


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows without an id take that of the post with the same minute and text start."""
    nameless = pl.col("uid").str.contains(r"^[^:]+:h:")
    count = frame.select(nameless.sum()).item()
    if count in (0, frame.height):
        return frame
    known = frame.filter(~nameless)
    start = zones.start()
    minute = pl.col("created_at").dt.truncate("1m")
    keys = known.select("account", minute.alias("_minute"), start.alias("_start"), pl.col("uid").alias("_uid"))
    keys = keys.unique().unique(["account", "_minute", "_start"], keep="none")
    both = frame.with_columns(minute.alias("_minute"), start.alias("_start"))
    both = both.join(keys, on=["account", "_minute", "_start"], how="left", maintain_order="left")
    both = both.join(_close(both, nameless), on="uid", how="left", maintain_order="left")
    uid = pl.when(nameless).then(pl.coalesce("_uid", "_near", "uid")).otherwise(pl.col("uid"))
    return both.with_columns(uid.alias("uid")).drop("_uid", "_minute", "_start", "_near")


def _close(both: pl.DataFrame, nameless: pl.Expr) -> pl.DataFrame:
    """uid -> _near: rows of the same long text start within two minutes, for exports differ by some seconds."""
    rows = both.filter(pl.col("_start").str.len_chars() >= zones.LETTERS_MIN)
    rows = rows.select("account", "_start", "uid", "created_at", "_uid").unique(
        "uid", keep="first", maintain_order=True
    )
    mine = rows.filter(nameless & pl.col("_uid").is_null())
    free = ~nameless & ~pl.col("uid").is_in(both.filter(nameless)["_uid"].drop_nulls().implode())
    known = rows.filter(free).unique(["account", "_start"], keep="none", maintain_order=True)
    pairs = mine.join(known, on=["account", "_start"], how="inner")
    near = pairs.filter((pl.col("created_at") - pl.col("created_at_right")).abs() <= _NEAR)
    single = near.unique("uid_right", keep="none", maintain_order=True)
    return single.select("uid", pl.col("uid_right").alias("_near"))


def _best(double: pl.DataFrame) -> pl.DataFrame:
    """One row for each uid; `double` is sorted by uid and trust."""
    whole = (pl.col("text_truncated") == "yes").fill_null(False)
    exact = pl.col("time_precision").replace_strict(_PRECISION, range(4), default=3, return_dtype=pl.Int64)
    plain = [name for name in POSTS if name not in (*TEXT, *TIME, *METRICS, "uid")]
    empty = {name: pl.col(name).list.len() == 0 for name, kind in POSTS.items() if isinstance(kind, pl.List)}
    first = [
        (pl.when(~empty[name]).then(pl.col(name)) if name in empty else pl.col(name)).drop_nulls().first().alias(name)
        for name in plain
    ]
    chosen = double.group_by("uid", maintain_order=True).agg(
        *first,
        *(pl.col(name).sort_by(whole).first() for name in TEXT),
        *(pl.col(name).sort_by(exact).first() for name in TIME),
        *(pl.col(name).sort_by("_at", descending=True, nulls_last=True).drop_nulls().first() for name in METRICS),
    )
    return chosen.with_columns(pl.col(name).fill_null([]) for name in ("mentions", "links", "hashtags")).select(
        list(POSTS)
    )


def by_uid(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """Messages once each: the first row of a uid stays; the second value counts as in `posts`."""
    single = frame.unique("uid", keep="first", maintain_order=True)
    if single.height == frame.height:
        return frame, {}
    before, after = (dict(one.group_by("source_file").len().rows()) for one in (frame, single))
    return single, {
        str(file): count - after.get(file, 0) for file, count in before.items() if count > after.get(file, 0)
    }
