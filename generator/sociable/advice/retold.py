"""The same link again: told anew on one account, or told natively on two networks (RUBRIC 2, Evidence)."""

from __future__ import annotations

import polars as pl

_LINK = r"(?:https?://|www\.)[^\s<>\"']+"
ANEW, KIN, NEAR_DAYS = 0.3, 0.05, 2
"""Overlap of words below which a text is new; from which two texts tell the same news; days between networks."""
LEAST = 6
"""Words that a text must have to be told at all."""


def marked(found: pl.DataFrame) -> pl.DataFrame:
    """`found` with `retold` (the link was there before, the words are new) and `native` (two networks, two texts).

    Both are in [0, 1], 0 where there is nothing of the kind; homepages and
    short links do not count, since they say nothing about the topic.
    """
    pairs = _pairs(found.filter(pl.col("broadcast").fill_null(False)))
    other = pairs.filter(
        (pl.col("platform") != pl.col("platform_before"))
        & ((pl.col("day") - pl.col("day_before")).dt.total_days() <= NEAR_DAYS)
        & pl.col("overlap").is_between(KIN, 0.5)
    )
    anew = pairs.filter((pl.col("account") == pl.col("account_before")) & (pl.col("overlap") < ANEW))
    native = sorted({*other["uid"].to_list(), *other["uid_before"].to_list()})
    return found.with_columns(
        retold=pl.col("uid").is_in(sorted(set(anew["uid"].to_list()))).cast(pl.Float64),
        native=pl.col("uid").is_in(native).cast(pl.Float64),
    )


def _pairs(posts: pl.DataFrame) -> pl.DataFrame:
    """Each post with the one before it that has the same link, and how many of their words they share."""
    linked = (
        posts.select("uid", "account", "platform", "day", "text", link=pl.col("text").str.extract_all(_LINK))
        .explode("link")
        .drop_nulls(["link", "day"])
        .with_columns(link=_address(pl.col("link")))
        .filter(pl.col("link").str.contains(r"^[^/]{7,}/\S{3,}"))
        .unique(["uid", "link"], keep="first", maintain_order=True)
    )
    linked = linked.filter(pl.len().over("link") > 1).with_columns(words=_words(pl.col("text")))
    linked = linked.filter(pl.col("words").list.len() >= LEAST).sort("link", "day", "uid")
    before = (
        pl.col(name).shift(1).over("link").alias(f"{name}_before")
        for name in ("uid", "account", "platform", "day", "words")
    )
    linked = linked.with_columns(*before).drop_nulls("uid_before")
    shared = pl.col("words").list.set_intersection("words_before").list.len()
    either = pl.col("words").list.set_union("words_before").list.len()
    return linked.with_columns(overlap=shared / either)


def _address(link: pl.Expr) -> pl.Expr:
    """A link without scheme, www., tracking, fragment and what punctuation follows it."""
    plain = link.str.to_lowercase().str.replace(r"^https?://", "").str.replace(r"^www\.", "")
    return plain.str.replace(r"[?&]utm_\S*$", "").str.replace(r"#\S*$", "").str.replace(r"[/.,;:!?)\]]+$", "")


def _words(text: pl.Expr) -> pl.Expr:
    """Its words of three letters and more, folded, without links."""
    return text.str.replace_all(_LINK, " ").str.to_lowercase().str.extract_all(r"[^\W_]{3,}").list.unique()
