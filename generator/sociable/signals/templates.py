"""Templates: messages to people that are near-duplicates of one another (RUBRIC 0.1, two-way-share)."""

from __future__ import annotations

from typing import Final

import polars as pl

from sociable.signals import repeats, shingles
from sociable.signals.scope import Scope

CLOSE: Final = 0.7
SHORT: Final = 8
"""Texts of fewer words count as repeated only when equal after masking."""
STRANGERS: Final = 3
STRANGER_DAYS: Final = 30


def cluster(units: pl.DataFrame, asked: pl.Series, scope: Scope) -> pl.DataFrame:
    """`units` with `cluster` and, counted within the window, `cluster_size`, sure of those `asked` about.

    A cluster holds the messages to people (R, M, D) of one account whose texts are
    near-duplicates once greeting, name, sign-off and ticket number are masked;
    the id is that of its first message; null where nothing is like it.
    """
    units = units.with_columns(window=scope.window(pl.col("day")))
    talk = units.with_columns(asked=asked).filter(pl.col("kind").is_in(["R", "M", "D"]) & pl.col("text").is_not_null())
    sets = shingles.of(talk["text"], talk["account"], 3, shingles.template)
    talk = talk.select("uid", "account", "window", "recipient", "asked", masked=pl.Series(sets.same)).with_row_index(
        "row"
    )
    talk = talk.filter(pl.Series(sets.words > 0))
    texts = talk.unique(["account", "masked"], keep="first", maintain_order=True)
    sets = shingles.chosen(sets, texts["row"], SHORT)
    about = texts["masked"].is_in(talk.filter("asked")["masked"].implode())
    pairs = repeats.reached(sets, CLOSE, about.to_numpy())
    del sets
    heads = texts.select("account", "masked", cluster=texts["uid"].gather(repeats.clusters(len(texts), pairs)))
    talk = talk.join(heads, on=["account", "masked"], maintain_order="left")
    talk = talk.with_columns(
        total=pl.len().over("cluster"),
        cluster_size=pl.len().over("cluster", "window"),
        cluster_people=pl.col("recipient").n_unique().over("cluster", "window"),
    )
    found = talk.filter(pl.col("total") > 1).select("uid", "cluster", "cluster_size", "cluster_people")
    return units.join(found, on="uid", how="left", maintain_order="left").with_columns(
        pl.col("cluster_size", "cluster_people").fill_null(1).cast(pl.Int64)
    )


def to_strangers(units: pl.DataFrame) -> pl.Series:
    """Which units are part of a template that went to three people or more within 30 days."""
    sent = units.filter(pl.col("cluster").is_not_null())
    return units["uid"].is_in(dense(sent, "cluster", "recipient", STRANGERS).implode())


def dense(sent: pl.DataFrame, by: str, distinct: str, least: int) -> pl.Series:
    """The uids of rows that lie in some 30 days with `least` distinct values among those of the same `by`."""
    sent = sent.select("uid", by, distinct, "created_at").drop_nulls().sort("created_at", "uid")
    if sent.height < least:
        return sent["uid"].clear()
    seen = sent.rolling("created_at", period=f"{STRANGER_DAYS}d", closed="both", group_by=by).agg(
        pl.col(distinct).n_unique().alias("seen")
    )
    full = seen.filter(pl.col("seen") >= least).select(by, "created_at", end="created_at")
    full = full.unique([by, "created_at"]).sort("created_at")
    near = sent.join_asof(
        full, on="created_at", by=by, strategy="forward", tolerance=f"{STRANGER_DAYS}d", check_sortedness=False
    )
    return near.filter(pl.col("end").is_not_null())["uid"].unique()
