"""Rows become message units: self-threads and quick follow-ups are one unit each.

A self-thread is one unit under its root.  Several messages to one person, each
within ten minutes of the one before, are one unit; where only the day is known
they stay apart, unless they are numbered as the parts of one (1/2, 2/2).
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.tables import METRICS

TOGETHER = pl.duration(minutes=10)
_TALK = ("R", "M", "D")
_PART = r"(?:^|\s)\(?([1-9])/([2-9])\)?\s*$"
"""How the parts of an answer that is too long for one message are numbered, at their end."""
_FIRST = (
    "account", "platform", "created_at", "time_precision", "form", "kind", "recipient", "amplified", "lang",
    "reply_to_uid", "reply_to_author", "parent_text", "parent_mentions", "thread_root", "permalink", "app",
    "agent", "place", "reader", "automatic", "until",
)  # fmt: skip
_LISTS = ("mentions", "links", "hashtags")
_OWN = ("uid", "text", "text_truncated", "alt_text", "media_count", "paid")
_ALL = {*_OWN, *_FIRST, *_LISTS, *METRICS}


def collapse(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a unit, in order of time, from rows of `kinds.of_rows`.

    Adds `uids` (null for one alone, until `widened`) and `until` (the last one's
    time); texts are joined by line breaks, counts summed (null only where all
    are null), lists joined.  A continuation whose root is a reply belongs to that
    reply's person; one whose root is gone stands alone as a broadcast.
    """
    rows = rows.with_row_index("row").with_columns(root=pl.Series(_roots(rows)))
    rows = rows.with_columns(root_kind=pl.col("kind").gather("root"), root_recipient=pl.col("recipient").gather("root"))
    thread = pl.col("kind") == "T"
    replying = thread & pl.col("root_kind").is_in(["R", "M"])
    rows = rows.with_columns(
        recipient=pl.when(replying).then("root_recipient").otherwise("recipient"),
        kind=pl.when(replying).then(pl.lit("R")).when(thread).then(pl.lit("B")).otherwise("kind"),
        unit=pl.when(thread & ~replying).then("root").otherwise("row"),
    )
    rows = rows.drop("root", "root_kind", "root_recipient").with_columns(unit=_together(rows))
    # Of one column at a time: a join would hold the whole frame twice.
    until = rows.select(until=pl.max("created_at").over("unit")).to_series()
    # A file may hold the parts of one answer last first, where it tells the day alone.
    part = pl.when(~_timed() & pl.col("kind").is_in(_TALK)).then(_numbered()[0]).fill_null(0).alias("part")
    rows = rows.with_columns(until, part).drop("time_precision")
    return _merged(rows).drop("row")


def _roots(rows: pl.DataFrame) -> NDArray[np.uint32]:
    """For each row the row of its self-thread's first message; itself where it has none."""
    index = rows.select("uid", pl.int_range(pl.len(), dtype=pl.UInt32).alias("at")).unique("uid", keep="first")
    thread = rows.select(
        own=pl.int_range(pl.len(), dtype=pl.UInt32),
        up=pl.when(pl.col("kind") == "T").then(pl.coalesce("reply_to_uid", "thread_root")),
        top=pl.when(pl.col("kind") == "T").then("thread_root"),
    )
    up = thread.join(index, left_on="up", right_on="uid", how="left", maintain_order="left")["at"]
    top = thread.join(index, left_on="top", right_on="uid", how="left", maintain_order="left")["at"]
    parent = up.fill_null(top).fill_null(thread["own"]).to_numpy().copy()
    return climb(parent)


def climb(parent: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The top of every chain of parents (a row that is its own parent); cycles are cut."""
    for _ in range(40):
        above = parent[parent]
        if np.array_equal(above, parent):
            break
        parent = above
    return parent


def _together(rows: pl.DataFrame) -> pl.Series:
    """Unit numbers in which quick messages to one person share the first one's."""
    talk = rows.filter(pl.col("kind").is_in(_TALK) & pl.col("recipient").is_not_null() & _timed())
    talk = talk.sort("account", "recipient", "created_at", "row")
    same = (pl.col("account") == pl.col("account").shift()) & (pl.col("recipient") == pl.col("recipient").shift())
    same &= pl.col("kind").eq("D") == pl.col("kind").shift().eq("D")
    close = (pl.col("created_at") - pl.col("created_at").shift()) <= TOGETHER
    talk = talk.with_columns(fresh=~(same & close).fill_null(False))
    talk = talk.with_columns(first=pl.when("fresh").then("unit").forward_fill()).select("row", "first")
    talk = pl.concat([talk, _parts(rows.filter(~_timed()))])
    return rows.join(talk, on="row", how="left", maintain_order="left").select(pl.coalesce("first", "unit")).to_series()


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """`row` and `first` of the numbered parts of one answer, in whatever order the day's file holds them."""
    talk = rows.filter(pl.col("kind").is_in(_TALK) & pl.col("recipient").is_not_null())
    talk = talk.with_columns(_numbered(), day=pl.col("created_at").dt.date()).filter(pl.col("part") <= pl.col("parts"))
    answer = ["account", "recipient", "kind", "day", "parts"]
    talk = talk.sort("row").with_columns(nth=pl.int_range(pl.len()).over(*answer, "part"))
    whole = pl.len().over(*answer, "nth") == pl.col("parts")
    return talk.filter(whole).select("row", first=pl.col("unit").min().over(*answer, "nth"))


def _timed() -> pl.Expr:
    return pl.col("time_precision").is_in(["second", "minute"]).fill_null(False)


def _numbered() -> list[pl.Expr]:
    """`part` and `parts` of a message, null where it is not numbered."""
    return [pl.col("text").str.extract(_PART, group).cast(pl.Int64).alias(name)
            for group, name in ((1, "part"), (2, "parts"))]  # fmt: skip


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a `unit`, in order of `row`, with `row`, `uids` and the columns of posts that `rows` has, in order."""
    many = rows.select(pl.len().over("unit")).to_series() > 1
    have = [name for name in (*_OWN, *_FIRST, *_LISTS, *METRICS) if name in rows.columns]
    joint = [name for name in have if name not in _FIRST and name != "uid"]  # the others are the first message's
    several = rows.filter(many).sort("unit", *({"part"} & {*rows.columns}), "row")
    merged = several.group_by("unit", maintain_order=True).agg(
        pl.col("row").min(), pl.col("uid").alias("uids"), **{name: _joined(name) for name in joint}
    )
    rows = rows.select("row", *have).filter(rows["unit"].is_first_distinct())
    # Only these columns are put together anew, out of what both hold: as a whole the frame would stand in memory twice.
    alone = rows.select(joint).with_columns(uids=pl.lit(None, pl.List(pl.Utf8)))
    places = np.arange(rows.height)
    places[rows["row"].search_sorted(merged["row"]).to_numpy()] = rows.height + np.arange(merged.height)
    both = pl.concat([alone, merged.select(alone.columns)]).rechunk()  # of many chunks the texts would be copied
    return rows.with_columns(both[pl.Series(places)])


def _joined(name: str) -> pl.Expr:
    """What a column of several messages is as one unit."""
    column = pl.col(name)
    if name in ("text", "alt_text"):
        return column.drop_nulls().str.join("\n")
    if name in ("text_truncated", "paid"):
        return column.sort_by(column.eq("yes").fill_null(False)).last()
    if name in _LISTS:
        return column.drop_nulls().explode(empty_as_null=False).unique(maintain_order=True)
    if name in METRICS:
        return pl.when(column.count() > 0).then(column.sum())
    return column.sum()


def widened(units: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`units` with `uids` for all and the columns of their messages that they lack: `rows` are posts, each once."""
    wide = ["uid", *(name for name in rows.columns if name in _ALL and name not in units.columns)]
    units = units.with_columns(uids=pl.coalesce("uids", pl.concat_list("uid")))
    parts = units.select(unit=pl.int_range(pl.len()), uid="uids").explode("uid").with_row_index("row")
    parts = parts.join(rows.select(wide), on="uid", how="left", maintain_order="left")
    return units.hstack(_merged(parts).drop("row", "uid", "uids"))
