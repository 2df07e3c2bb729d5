"""What broadcasts say again: clusters, reruns within 90 days, cross-posts (RUBRIC repeat-content, platform-fit)."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from sociable.signals import repeats, shingles
from sociable.signals.footprint import give_back
from sociable.signals.scope import Scope
from sociable.signals.templates import CLOSE, SHORT
from sociable.signals.timeline import by_time

RERUN_DAYS: Final = 90
LINKED: Final = 0.5
"""With the same address, this much of the words in common is a rerun."""
VERBATIM: Final = 0.8
PASTED: Final = 48
"""Hours."""
_TRACKING = r"(?i)([?&])(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|s|t)=[^&#]*"


def marked(units: pl.DataFrame, asked: pl.Series, scope: Scope) -> pl.DataFrame:
    """`units` with `rerun`, `crossposted`, and `cluster` and `cluster_size` of B filled in.

    A rerun has, on the same account within the 90 days before, a unit with the
    same address and half of its words, or a near-duplicate text (equal after
    masking where it has fewer than eight words).  All of it holds of the units
    `asked` about; of others only what these are like, or lie near, is looked at.
    """
    give_back()
    base = units.select("uid", "account", "window", "text", "created_at", "kind", asked=asked)
    base = by_time(base.filter((pl.col("kind") == "B") & pl.col("created_at").is_not_null()).drop("kind"))
    # A microsecond apart where only the day is known, so that "earlier" has one meaning.
    nth = pl.int_range(pl.len()).over("account", "created_at")
    base = base.select(
        "uid", "account", "window", "text", "asked",
        at=pl.col("created_at") + pl.duration(microseconds=nth),
    )  # fmt: skip
    sets = shingles.of(base["text"], base["account"], 3, shingles.masked)
    base = base.drop("text").with_columns(masked=pl.Series(sets.same), long=pl.Series(sets.words)).with_row_index("row")
    texts = base.select("row", "uid", "account", "masked").filter(base["long"] > 0)
    texts = texts.unique(["account", "masked"], keep="first", maintain_order=True)
    sets = shingles.chosen(sets, texts["row"], SHORT)
    about = texts["masked"].is_in(base.filter("asked")["masked"].implode())
    pairs = repeats.reached(sets, CLOSE, about.to_numpy())
    del sets
    near = _near(base)
    again = pl.concat([_earlier(base, texts, pairs, "account"), _same_link(near, units)]).unique()
    again = _undeclared(base.filter(pl.col("uid").is_in(again.implode())), scope)
    return _clustered(units, base, texts, pairs).with_columns(
        rerun=pl.col("uid").is_in(again.implode()), crossposted=pl.col("uid").is_in(_crossposts(near, units).implode())
    )


def _near(base: pl.DataFrame) -> pl.DataFrame:
    """The rows that stand in the 90 days before one that is asked about, or as close to it as a cross-post."""
    asked = base.filter("asked").select(next="at").sort("next")
    base = base.with_columns(since=pl.col("at") - pl.duration(hours=PASTED))
    base = base.join_asof(asked, left_on="since", right_on="next", strategy="forward", check_sortedness=False)
    return base.filter(pl.col("next") - pl.col("at") <= pl.duration(days=RERUN_DAYS)).drop("since", "next")


def _clustered(units: pl.DataFrame, base: pl.DataFrame, texts: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    heads = texts["uid"].gather(repeats.clusters(len(texts), pairs))
    base = base.join(texts.select("account", "masked", head=heads), on=["account", "masked"], maintain_order="left")
    base = base.with_columns(total=pl.len().over("head"), copies=pl.len().over("head", "window").cast(pl.Int64))
    found = base.filter(pl.col("total") > 1).select("uid", "head", "copies")
    units = units.join(found, on="uid", how="left", maintain_order="left")
    own = pl.col("kind") == "B"
    return units.with_columns(
        cluster=pl.when(own).then("head").otherwise("cluster"),
        cluster_size=pl.when(own).then(pl.col("copies").fill_null(1)).otherwise("cluster_size"),
    ).drop("head", "copies")


def address(link: pl.Expr) -> pl.Expr:
    """The canonical form of an address: no scheme, www., tracking, fragment or closing slash."""
    link = link.str.replace(r"^(?i:[a-z]+://)?(?i:www\.)?", "").str.replace(r"#.*$", "")
    host = link.str.extract(r"^([^/?]*)").str.to_lowercase()
    rest = link.str.replace(r"^[^/?]*", "").str.replace_all(_TRACKING, "$1").str.replace_all(r"[?&]{2,}", "&")
    return pl.concat_str([host, rest.str.replace(r"^([^?&]*)&", "$1?").str.strip_chars_end("/?&")])


def _same_link(base: pl.DataFrame, units: pl.DataFrame) -> pl.Series:
    """Units that carry an address again with at least half of the words in common."""
    links = units.select("uid", "text", "links").filter(pl.col("links").list.len() > 0)
    linked = base.select("uid", "account", "at", "masked").join(links, on="uid", maintain_order="left").explode("links")
    del links
    linked = linked.with_columns(link=address(pl.col("links"))).drop("links")
    linked = linked.filter(pl.len().over("account", "link") > 1)
    linked = linked.with_columns(spot=pl.format("{} {}", "account", "link")).drop("account", "link")
    linked = linked.unique(["uid", "spot"], maintain_order=True)
    texts = linked.unique(["spot", "masked"], keep="first", maintain_order=True)
    linked = linked.drop("text")
    pairs = repeats.pairs(shingles.of(texts["text"], texts["spot"], 1, shingles.masked), LINKED)
    return _earlier(linked, texts, pairs, "spot")


def _earlier(base: pl.DataFrame, texts: pl.DataFrame, pairs: pl.DataFrame, key: str) -> pl.Series:
    """Units for which their own or a paired text was posted at the same `key` in the 90 days before."""
    # A text that stands once and is like no other has nothing before it.
    like = texts["masked"].gather(pl.concat([pairs["left"], pairs["right"]]))
    often = pl.col("masked").is_in(pl.concat([base["masked"].filter(base["masked"].is_duplicated()), like]).implode())
    numbers = texts.select(key, "masked", number=pl.int_range(pl.len(), dtype=pl.Int64)).filter(often)
    posted = base.select("uid", "at", key, "masked").filter(often).join(numbers, on=[key, "masked"])
    posted = posted.select("uid", "at", "number").sort("at", "uid")
    later = posted.join(_both_ways(pairs, len(texts)), left_on="number", right_on="left").sort("at", "uid")
    found = later.join_asof(
        posted.select("at", "number", earlier="uid"), on="at", by_left="right", by_right="number",
        strategy="backward", tolerance=f"{RERUN_DAYS}d", allow_exact_matches=False, check_sortedness=False,
    )  # fmt: skip
    return found.filter(pl.col("earlier").is_not_null())["uid"].unique()


def _both_ways(pairs: pl.DataFrame, count: int) -> pl.DataFrame:
    """The pairs in both orders, and every text with itself."""
    own = pl.DataFrame({"left": np.arange(count), "right": np.arange(count)})
    return pl.concat([pairs.select("left", "right"), pairs.select(left="right", right="left"), own])


def _undeclared(again: pl.DataFrame, scope: Scope) -> pl.Series:
    """Without the reruns of one post a quarter that the account declares as evergreen (RUBRIC R14)."""
    again = again.join(scope.accounts.select("account", "evergreen"), on="account", how="left", maintain_order="left")
    turn = pl.int_range(1, pl.len() + 1).over("account", "masked", "window")
    return again.sort("at", "uid").filter(turn > pl.col("evergreen").fill_null(0))["uid"]


def _crossposts(base: pl.DataFrame, units: pl.DataFrame) -> pl.Series:
    """Broadcasts that stand near-verbatim on another platform within 48 hours; slogans of three words do not count."""
    if units["platform"].n_unique() < 2:
        return base["uid"].clear()
    base = base.filter(pl.col("long") > 3)
    base = base.join(units.select("uid", "platform", "text"), on="uid", maintain_order="left")
    if base["platform"].n_unique() < 2:
        return base["uid"].clear()
    texts = base.unique("masked", keep="first", maintain_order=True)
    sets = shingles.of(texts["text"], pl.repeat("", len(texts), eager=True), 3, shingles.masked)
    pairs = repeats.pairs(shingles.chosen(sets, pl.int_range(len(texts), eager=True), SHORT), VERBATIM)
    numbers = texts.select("masked", number=pl.int_range(pl.len(), dtype=pl.Int64))
    posted = base.join(numbers, on="masked").select("uid", "platform", "at", "number").sort("at", "uid")
    met = posted.join(_both_ways(pairs, len(texts)), left_on="number", right_on="left").sort("at", "uid")
    found = []
    for platform in sorted(set(posted["platform"])):
        there = posted.filter(pl.col("platform") == platform).select("at", "number", other="uid")
        here = met.filter(pl.col("platform") != platform).join_asof(
            there, on="at", by_left="right", by_right="number", strategy="nearest", tolerance=f"{PASTED}h",
            check_sortedness=False,
        )  # fmt: skip
        found.append(here.filter(pl.col("other").is_not_null())["uid"])
    return pl.concat(found).unique()
