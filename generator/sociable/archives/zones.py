"""Times that follow a platform's rule, checked against the same posts in an export that knows better.

Business Suite's tables name no zone.  Where the download of the same account is
there too, posts with the same text show by how much the table is off; its times
are moved by that much and the fact is told (FORMATS 2b).
"""

from __future__ import annotations

import polars as pl

RULE = "platform-rule"
START = 40
LETTERS_MIN, PAIRS_MIN = 15, 2
SPAN = pl.duration(hours=26)
QUARTER = 15 * 60


def start() -> pl.Expr:
    """The start of a post's text, by which it is known again."""
    return pl.col("text").str.to_lowercase().str.replace_all(r"\s+", " ").str.slice(0, START)


def agree(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, tuple[float, int]]]:
    """`frame` (POSTS) with times by rule moved where they prove wrong; file -> (hours, posts that prove it)."""
    ruled = pl.col("tz_source") == RULE
    if not frame.select(ruled.any()).item() or frame.select(ruled.all()).item():
        return frame, {}
    pairs = _pairs(frame)
    wrong = pairs.filter(pl.col("off").abs() >= QUARTER)
    proof = pairs.group_by("source_file").agg(pl.len(), pl.col("off").abs().ge(QUARTER).sum().alias("wrong"))
    files = proof.filter((pl.col("wrong") >= PAIRS_MIN) & (pl.col("wrong") * 2 > pl.col("len")))[
        "source_file"
    ].to_list()
    if not files:
        return frame, {}
    told = wrong.filter(pl.col("source_file").is_in(files)).group_by("source_file", maintain_order=True)
    hours = {
        str(file): (off / 3600, count) for file, off, count in told.agg(pl.col("off").mode().first(), pl.len()).rows()
    }
    return _moved(frame, wrong, files), hours


def _pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Posts that a table by rule and another export both hold: source_file, created_at, off (seconds to add)."""
    rows = frame.select("uid", "account", "created_at", "tz_source", "source_file", start().alias("start"))
    rows = rows.filter(pl.col("start").str.len_chars() >= LETTERS_MIN)
    rows = rows.unique(["uid", "tz_source"], keep="first", maintain_order=True)
    sides = [rows.filter(side) for side in (pl.col("tz_source") == RULE, pl.col("tz_source").is_in(["explicit", "id"]))]
    ruled, exact = (side.unique(["account", "start"], keep="none", maintain_order=True) for side in sides)
    both = ruled.join(exact.select("account", "start", pl.col("created_at").alias("right")), on=["account", "start"])
    gap = pl.col("right") - pl.col("created_at")
    both = both.filter(gap.abs() <= SPAN)
    seconds = (gap.dt.total_seconds() / QUARTER).round() * QUARTER
    return both.select("source_file", "created_at", seconds.cast(pl.Int64).alias("off")).sort("created_at")


def _moved(frame: pl.DataFrame, wrong: pl.DataFrame, files: list[str]) -> pl.DataFrame:
    """Every row by rule of `files` moved like the pair nearest to it in time, for clocks change with the season."""
    by_rule = (pl.col("tz_source") == RULE) & pl.col("source_file").is_in(files)
    order = frame.with_row_index("_row").sort("created_at", nulls_last=True)
    near = order.filter(by_rule & pl.col("created_at").is_not_null()).select("_row", "source_file", "created_at")
    near = near.join_asof(wrong, on="created_at", by="source_file", strategy="nearest", check_sortedness=False)
    moved = order.join(near.select("_row", "off"), on="_row", how="left", maintain_order="left")
    shift = pl.duration(seconds=pl.col("off"))
    return (
        moved.sort("_row")
        .with_columns(
            pl.when(pl.col("off").is_not_null())
            .then(pl.col("created_at") + shift)
            .otherwise("created_at")
            .alias("created_at"),
            pl.when(pl.col("off").is_not_null()).then(pl.lit("assumed")).otherwise("tz_source").alias("tz_source"),
        )
        .drop("_row", "off")
    )
