"""Who asked for a reply: parents, threads, and the ancestors that mention the brand."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.signals.scope import Scope
from sociable.signals.units import climb

LEVELS = 5
"""So many ancestors are looked at for a mention of the brand (RUBRIC 0.1)."""
_ADDRESSED = ("comment", "review", "dm")


def nodes(posts: pl.DataFrame, messages: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Every row as a node: uid, parent (uid), own, evidence, author, text, created_at, thread (the root's id).

    `addressed`: it or one of its nearest ancestors speaks to the brand, or is its own.
    """
    own = posts.select(
        "uid", parent="reply_to_uid", own=pl.lit(True), evidence=pl.lit(True), author=pl.lit(None, pl.Utf8),
        text="text", given="thread_root", created_at="created_at",
    )  # fmt: skip
    handles = list(scope.handles)
    # Published care tables hide handles behind numbers: what the desk answered may well name it.
    named = pl.element().str.to_lowercase().is_in(handles) | pl.element().str.contains(r"^\d+$")
    mentioned = pl.col("mentions").list.eval(named).list.any()
    written = messages.select(
        "uid",
        parent=pl.coalesce("parent_uid", "target_post_uid"),
        own=pl.col("direction") == "out",
        evidence=mentioned.fill_null(False)
        | pl.col("channel").is_in(_ADDRESSED)
        # Tools call all that they collect mentions; where the words are there, they decide.
        | ((pl.col("channel") == "mention") & pl.col("text").is_null() & pl.col("mentions").is_null())
        | scope.names_brand(pl.col("text"))
        | pl.col("target_post_uid").is_in(posts["uid"].implode()).fill_null(False),
        author="author",
        text="text",
        given="thread_id",
        created_at="created_at",
    )
    both = pl.concat([own, written]).unique("uid", keep="first", maintain_order=True)
    return both.with_columns(thread=_threads(both), addressed=_addressed(both))


def _parents(frame: pl.DataFrame) -> NDArray[np.uint32]:
    index = frame.select("uid", at=pl.int_range(pl.len(), dtype=pl.UInt32))
    found = frame.select("parent").join(index, left_on="parent", right_on="uid", how="left", maintain_order="left")
    return found["at"].fill_null(index["at"]).to_numpy().copy()


def _threads(frame: pl.DataFrame) -> pl.Series:
    """The id of each row's thread: as exported at its root, else the root's parent, else the root."""
    top = climb(_parents(frame))
    return frame.select(pl.coalesce("given", "parent", "uid")).to_series().gather(top)


def invited(units: pl.DataFrame, tree: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with `invited` (yes, no, unknown; null off R), `context` (the parent's text) and `thread`."""
    reach = tree.select("uid", "thread", context="text", above="addressed", seen=pl.col("text").is_not_null())
    units = units.join(
        reach.rename({"uid": "reply_to_uid"}), on="reply_to_uid", how="left", maintain_order="left"
    ).with_columns(context=pl.coalesce("parent_text", "context"))
    own = tree.select("uid", own_thread="thread")
    units = units.join(own, on="uid", how="left", maintain_order="left")
    handles = list(scope.handles)
    named = pl.col("parent_mentions").list.eval(pl.element().str.to_lowercase().is_in(handles)).list.any()
    yes = pl.col("above").fill_null(False) | named.fill_null(False) | scope.names_brand(pl.col("context"))
    seen = pl.col("seen").fill_null(False) | pl.col("context").is_not_null() | pl.col("parent_mentions").is_not_null()
    answer = pl.when(yes).then(pl.lit("yes")).when(seen).then(pl.lit("no")).otherwise(pl.lit("unknown"))
    return units.with_columns(
        invited=pl.when(pl.col("kind").is_in(["R", "M"])).then(answer),
        thread=pl.coalesce("thread", "own_thread", "thread_root", "reply_to_uid", "uid"),
    ).drop("above", "seen", "own_thread")


def _addressed(tree: pl.DataFrame) -> pl.Series:
    parent = _parents(tree)
    own = tree["evidence"].to_numpy()
    found, at = own.copy(), parent
    for _ in range(LEVELS - 1):
        found |= own[at]
        at = parent[at]
    return pl.Series(found)
