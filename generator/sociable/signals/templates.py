"""What repeats: reply templates, templates sent to strangers, reruns, cross-posts (RUBRIC 0.1, 2)."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from sociable.signals import repeats, shingles
from sociable.signals.scope import Scope

CLOSE: Final = 0.7
SHORT: Final = 8
"""Texts of fewer words count as repeated only when equal after masking."""
RERUN_DAYS: Final = 90
STRANGERS: Final = 3
STRANGER_DAYS: Final = 30
_TRACKING = r"(?i)[?&](?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|s|t)=[^&#]*"


def cluster(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with `cluster` and, counted within the window, `cluster_size`.

    A cluster holds the messages to people (R, M, D) of one account whose texts are
    near-duplicates once greeting, name, sign-off and ticket number are masked;
    the id is that of its first message; null where nothing is like it.
    """
    units = units.with_columns(window=scope.window(pl.col("day")))
    talk = units.filter(pl.col("kind").is_in(["R", "M", "D"]) & pl.col("text").is_not_null())
    talk = talk.select("uid", "account", "window", "recipient", masked=shingles.template(pl.col("text")))
    talk = talk.filter(pl.col("masked") != "")
    texts = talk.unique(["account", "masked"], keep="first", maintain_order=True).select("account", "masked", "uid")
    pairs = repeats.similar(texts["masked"], texts["account"], 3, CLOSE, SHORT)
    heads = texts["uid"].gather(repeats.clusters(len(texts), pairs))
    talk = talk.join(texts.with_columns(cluster=heads).drop("uid"), on=["account", "masked"], maintain_order="left")
    talk = talk.with_columns(
        total=pl.len().over("cluster"),
        cluster_size=pl.len().over("cluster", "window"),
        cluster_people=pl.col("recipient").n_unique().over("cluster", "window"),
    )
    found = talk.filter(pl.col("total") > 1).select("uid", "cluster", "cluster_size", "cluster_people")
    return units.join(found, on="uid", how="left", maintain_order="left").with_columns(
        pl.col("cluster_size", "cluster_people").fill_null(1).cast(pl.Int64)
    )


def broadcast_clusters(units: pl.DataFrame) -> pl.DataFrame:
    """`units` with the clusters of B as well: near-duplicates on one account, whatever their dates."""
    base = units.filter((pl.col("kind") == "B") & pl.col("text").is_not_null())
    base = base.select("uid", "account", "window", masked=shingles.masked(pl.col("text"))).filter(
        pl.col("masked") != ""
    )
    texts = base.unique(["account", "masked"], keep="first", maintain_order=True).select("account", "masked", "uid")
    pairs = repeats.similar(texts["masked"], texts["account"], 3, CLOSE, SHORT)
    heads = texts["uid"].gather(repeats.clusters(len(texts), pairs))
    base = base.join(texts.with_columns(head=heads).drop("uid"), on=["account", "masked"], maintain_order="left")
    base = base.with_columns(total=pl.len().over("head"), copies=pl.len().over("head", "window").cast(pl.Int64))
    units = units.join(
        base.filter(pl.col("total") > 1).select("uid", "head", "copies"), on="uid", how="left", maintain_order="left"
    )
    own = pl.col("kind") == "B"
    return units.with_columns(
        cluster=pl.when(own).then("head").otherwise("cluster"),
        cluster_size=pl.when(own).then(pl.col("copies").fill_null(1)).otherwise("cluster_size"),
    ).drop("head", "copies")


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


def address(link: pl.Expr) -> pl.Expr:
    """The canonical form of an address: no scheme, www., tracking, fragment or closing slash."""
    link = link.str.to_lowercase().str.replace(r"^[a-z]+://(?:www\.)?", "").str.replace(r"#.*$", "")
    return link.str.replace_all(_TRACKING, "").str.replace(r"^([^?]*)&", "$1?").str.strip_chars_end("/?&")


def reruns(units: pl.DataFrame, scope: Scope) -> pl.Series:
    """Which broadcasts say again, within 90 days on the same account, what was there before."""
    base = units.filter(pl.col("kind") == "B").select(
        "uid", "account", "day", "window", "links", "text", at="created_at", masked=shingles.masked(pl.col("text"))
    )
    found = pl.concat([_same_text(base), _like_text(base), _same_link(base)])["uid"]
    again = _undeclared(base.filter(pl.col("uid").is_in(found.unique().implode())), scope)
    return units["uid"].is_in(again.implode())


def _same_text(base: pl.DataFrame) -> pl.DataFrame:
    """Units whose masked text stood on the account within the 90 days before."""
    worded = base.filter(pl.col("masked") != "").sort("at", "uid")
    gap = pl.col("at") - pl.col("at").shift().over("account", "masked")
    return worded.filter((gap <= pl.duration(days=RERUN_DAYS)).fill_null(False)).select("uid")


def _like_text(base: pl.DataFrame) -> pl.DataFrame:
    """Near-duplicate texts, unless three in ten of their words are new (a menu of the day)."""
    texts = base.unique(["account", "masked"], keep="first", maintain_order=True)
    pairs = repeats.similar(texts["masked"], texts["account"], 3, CLOSE, SHORT)
    return _earlier(base, texts, pairs, ["account", "masked"])


def _same_link(base: pl.DataFrame) -> pl.DataFrame:
    """Units that carry an address again with at least half of the words in common."""
    linked = base.filter(pl.col("links").list.len() > 0).explode("links").with_columns(link=address(pl.col("links")))
    linked = linked.filter(pl.len().over("account", "link") > 1).with_columns(
        spot=pl.format("{} {}", "account", "link")
    )
    linked = linked.unique(["uid", "spot"], maintain_order=True)
    texts = linked.unique(["spot", "masked"], keep="first", maintain_order=True)
    pairs = repeats.similar(texts["masked"], texts["spot"], 1, 0.5)
    return pl.concat([_earlier(linked, texts, pairs, ["spot", "masked"]), _same_bare(linked)])


def _same_bare(linked: pl.DataFrame) -> pl.DataFrame:
    """An address alone, posted again."""
    gap = pl.col("at") - pl.col("at").shift().over("spot")
    bare = linked.filter(pl.col("masked") == "").sort("at", "uid")
    return bare.filter((gap <= pl.duration(days=RERUN_DAYS)).fill_null(False)).select("uid")


def _earlier(base: pl.DataFrame, texts: pl.DataFrame, pairs: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Units for which a text that is paired with theirs was posted in the 90 days before."""
    both = pl.concat([pairs.select("left", "right"), pairs.select(left="right", right="left")])
    if both.is_empty():
        return base.select("uid").clear()
    numbers = texts.select(*keys, number=pl.int_range(pl.len(), dtype=pl.Int64))
    posted = base.join(numbers, on=keys).select("uid", "at", "number").sort("at", "uid")
    later = posted.join(both, left_on="number", right_on="left").sort("at", "uid")
    found = later.join_asof(
        posted.select("at", "number", earlier="uid"), on="at", by_left="right", by_right="number",
        strategy="backward", tolerance=f"{RERUN_DAYS}d", check_sortedness=False,
    )  # fmt: skip
    return found.filter(pl.col("earlier").is_not_null()).select("uid").unique()


def _undeclared(again: pl.DataFrame, scope: Scope) -> pl.Series:
    """Without the reruns of one post a quarter that the account declares as evergreen (RUBRIC R14)."""
    again = again.join(scope.accounts.select("account", "evergreen"), on="account", how="left", maintain_order="left")
    again = again.sort("at", "uid")
    turn = pl.int_range(1, pl.len() + 1).over("account", "masked", "window")
    return again.filter(turn > pl.col("evergreen").fill_null(0))["uid"]


def crossposts(units: pl.DataFrame) -> pl.Series:
    """Which broadcasts stand near-verbatim on another platform within 48 hours."""
    base = units.filter(pl.col("kind") == "B").select(
        "uid", "platform", at="created_at", masked=shingles.masked(pl.col("text"))
    )
    base = base.filter(pl.col("masked").str.count_matches(" ") >= 3)
    if base["platform"].n_unique() < 2:
        return pl.repeat(False, len(units), eager=True)
    texts = base.unique("masked", keep="first", maintain_order=True)
    pairs = repeats.similar(texts["masked"], pl.repeat("", len(texts), eager=True), 3, 0.8, SHORT)
    own = pl.DataFrame({"left": np.arange(len(texts)), "right": np.arange(len(texts))})
    both = pl.concat([pairs.select("left", "right"), pairs.select(left="right", right="left"), own])
    number = texts.select("masked", text=pl.int_range(pl.len(), dtype=pl.Int64))
    posted = base.join(number, on="masked").select("uid", "platform", "at", "text").sort("at", "uid")
    met = posted.join(both, left_on="text", right_on="left").sort("at", "uid")
    found = []
    for platform in sorted(set(posted["platform"])):
        there = posted.filter(pl.col("platform") == platform).select("at", "text", other="uid")
        here = met.filter(pl.col("platform") != platform).join_asof(
            there, on="at", by_left="right", by_right="text", strategy="nearest", tolerance="48h",
            check_sortedness=False,
        )  # fmt: skip
        found.append(here.filter(pl.col("other").is_not_null())["uid"])
    return units["uid"].is_in(pl.concat(found).implode())
