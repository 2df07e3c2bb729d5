"""What every table of posts needs once its cells are read: uid, kind by text, counters, constants."""

from __future__ import annotations

import hashlib

import polars as pl

from sociable.archives import cells, text
from sociable.archives.records import HELPERS
from sociable.config import Account
from sociable.tables import METRICS, PEOPLE, POSTS, conform

PLACES = {
    **dict.fromkeys(("x", "threads", "bluesky", "mastodon", "tiktok", "youtube"), "open"), "linkedin": "professional",
}  # fmt: skip
"""How open the usual place of a platform is (RUBRIC R3); groups say otherwise themselves."""


def with_uid(frame: pl.DataFrame, account: Account) -> pl.DataFrame:
    """`frame` (id, created_at, text) with ``uid``: platform:id, or a hash of minute and text without one."""
    bare = frame.filter(pl.col("id").is_null()) if "id" in frame.columns else frame
    known = pl.lit(f"{account.platform}:") + pl.col("id") if "id" in frame.columns else pl.lit(None, dtype=pl.Utf8)
    if bare.is_empty():
        return frame.with_columns(known.alias("uid"))
    minute = pl.col("created_at").dt.truncate("1m").dt.to_string("%Y%m%d%H%M").fill_null("")
    written = frame.select(pl.concat_str(minute, pl.lit("|"), pl.col("text").fill_null("")).alias("w"))["w"]
    hashed = [hashlib.sha1(one.encode()).hexdigest() for one in written]  # Polars' own hash changes with its version
    return (
        frame.with_columns(pl.Series("_sha1", hashed, dtype=pl.Utf8))
        .with_columns(pl.coalesce(known, pl.lit(f"{account.platform}:h:") + pl.col("_sha1")).alias("uid"))
        .drop("_sha1")
    )


def counters(frame: pl.DataFrame) -> pl.DataFrame:
    """The METRICS columns of `frame` from text to whole numbers, blank as null."""
    have = [name for name in METRICS if name in frame.columns]
    return frame.with_columns(cells.numbers(frame[name]).alias(name) for name in have)


def form_by_text() -> pl.Expr:
    """The kind where no parent is known: repost, mention_start or post."""
    return (
        pl.when(pl.col("text").str.contains(text.REPOST)).then(pl.lit("repost"))
        .when(pl.col("text").str.contains(r"^\s*@\w")).then(pl.lit("mention_start"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip


def named() -> list[pl.Expr]:
    """Mentions, links and hashtags found in the text."""
    said = pl.col("text")
    return [
        text.handles(said).alias("mentions"),
        text.links(said).alias("links"),
        text.hashtags(said).alias("hashtags"),
    ]


def leading_author(account: Account) -> pl.Expr:
    """The person key of the handle that a text starts with, null where it starts with none."""
    rule = r"^\s*@(\w+)" if account.platform == "x" else r"^\s*@([\w.\-]*\w)"  # elsewhere handles have dots
    first = pl.col("text").str.extract(rule)
    return pl.lit(f"{account.platform}:@") + text.handle(first)


def whole(frame: pl.DataFrame, account: Account, reader: str, rank: int) -> pl.DataFrame:
    """`frame` as POSTS plus helpers, constants of the account filled in."""
    constants = {"account": account.key, "platform": account.platform, "reader": reader}
    if "place" not in frame.columns and account.platform in PLACES:
        constants["place"] = PLACES[account.platform]
    frame = frame.with_columns(pl.lit(value).alias(name) for name, value in constants.items())
    return conform(frame.with_columns(pl.lit(rank).alias("_rank")), {**POSTS, **HELPERS})


def people(posts: pl.DataFrame, account: Account) -> pl.DataFrame:
    """The account itself and everybody its posts name, keyed by handle."""
    handle = account.handle.lstrip("@").casefold()
    names = posts.select(pl.col("mentions").explode().alias("handle")).drop_nulls().unique(maintain_order=True)
    me = pl.DataFrame({"handle": [handle]}, schema={"handle": pl.Utf8})
    rows = pl.concat([me, names.filter(pl.col("handle") != handle)]).with_columns(
        (pl.lit(f"{account.platform}:@") + pl.col("handle")).alias("key"), pl.lit(account.platform).alias("platform"),
        (pl.col("handle") == handle).alias("is_self"), pl.lit(False).alias("weak"),
    )  # fmt: skip
    return conform(rows, PEOPLE)
