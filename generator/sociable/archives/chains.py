"""Which message a chain of answers goes back to, by pointer doubling over columns."""

from __future__ import annotations

import polars as pl

ROUNDS = 20
"""Doubling: enough for chains of a million; also ends chains that bite their own tail."""


def roots(links: pl.DataFrame) -> pl.DataFrame:
    """The topmost known ancestor of each message that has a parent.

    `links` has columns uid, parent (both text, uid unique, parent not null);
    the result uid, root.
    """
    found = links.select("uid", pl.col("parent").alias("root"))
    for _ in range(ROUNDS):
        up = found.select(pl.col("uid").alias("root"), pl.col("root").alias("above"))
        stepped = found.join(up, on="root", how="left", maintain_order="left")
        if stepped["above"].null_count() == stepped.height:
            break
        found = stepped.select("uid", pl.coalesce("above", "root").alias("root"))
    return found


def rooted(posts: pl.DataFrame) -> pl.DataFrame:
    """`posts` (uid, reply_to_uid) with ``thread_root``; null for a message without a parent.

    Only chains are walked: where the parent has no parent here, it is the root.
    """
    links = posts.select("uid", pl.col("reply_to_uid").alias("parent")).filter(pl.col("parent").is_not_null())
    chained = links.join(links.select(pl.col("uid").alias("parent")), on="parent", how="semi")
    root = pl.col("reply_to_uid").alias("thread_root")
    if chained.is_empty():
        return posts.with_columns(root)
    top = roots(links.unique("uid", keep="first", maintain_order=True)).join(
        chained.select("uid"), on="uid", how="semi"
    )
    found = posts.select("uid", "reply_to_uid").join(top, on="uid", how="left", maintain_order="left")
    return posts.with_columns(found.select(pl.coalesce("root", "reply_to_uid").alias("thread_root")).to_series())
