"""The posts of an X archive: kinds, threads and versions.

Field rules are those of FORMATS section 1.  Chunks become small frames at once,
so that memory holds the columns of the archive and never its JSON (`xfields`).
"""

from __future__ import annotations

import polars as pl

from sociable.archives import text
from sociable.archives.records import Tally, repeats
from sociable.config import Account


def finish(chunk: pl.DataFrame, account: Account, own_id: str | None, names: set[str], tally: Tally) -> pl.DataFrame:
    """One chunk as POSTS columns, plus ``edited`` where it holds versions; kinds and times set.

    What most rows share is left for `shared`, for a million times "open" is memory.
    `names` are the handles that the account has had, casefolded.
    """
    whole = chunk.filter(pl.col("id").is_not_null() & pl.col("text").is_not_null())
    tally.skip("incomplete", chunk.height - whole.height)
    posts = _timed(whole, tally)
    uid = pl.lit(f"{account.platform}:")
    posts = posts.with_columns(
        (uid + pl.col("id")).alias("uid"),
        (uid + pl.col("parent")).alias("reply_to_uid"),
        pl.coalesce(uid + pl.col("parent_author"), uid + "@" + pl.col("parent_handle")).alias("reply_to_author"),
        _form(own_id, names).alias("form"),
        pl.when(pl.col("community").is_not_null()).then(pl.lit("semi-closed")).alias("place"),
    )
    mine = pl.col("form") == "repost"  # counters of a repost are those of somebody else's post
    posts = posts.with_columns(pl.when(~mine).then(pl.col(name)).alias(name) for name in ("likes", "reposts"))
    posts = posts.drop("id", "parent", "parent_author", "parent_handle", "community")
    return posts.drop(name for name in ("edited", "place", "tz_source") if not posts[name].count())


def shared(posts: pl.DataFrame) -> pl.DataFrame:
    """`posts` with the columns that `finish` leaves out where they say nothing special."""
    usual = {"place": "open", "tz_source": "explicit"}
    given = [pl.col(name).fill_null(value) for name, value in usual.items() if name in posts.columns]
    missing = [pl.lit(value).alias(name) for name, value in usual.items() if name not in posts.columns]
    return posts.with_columns(*given, *missing, pl.lit("second").alias("time_precision"))


def once(posts: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """All chunks without repeated ids and older versions of an edited post."""
    if repeats(posts["uid"]):
        single = posts.unique("uid", keep="first", maintain_order=True)
        tally.skip("duplicate", posts.height - single.height)
        posts = single
    if "edited" not in posts.columns:
        return posts
    number = pl.col("uid").str.extract(r"(\d+)$").cast(pl.Int64, strict=False)
    latest = posts.filter(pl.col("edited").is_null() | (number == number.max().over("edited")))
    tally.skip("older-version", posts.height - latest.height)
    return latest.drop("edited")


def _timed(posts: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Times checked against the clock in the id, which also stands in where the text has none."""
    by_id = text.x_id_time(pl.col("id"))
    known = pl.col("created_at").is_not_null()
    gap = (pl.col("created_at") - by_id).dt.total_seconds().abs()
    off = posts.select((gap > 2).sum()).item()
    tally.issue(
        "time-off-id", "the written time differs from the clock in the id by more than two seconds", int(off or 0)
    )
    posts = posts.with_columns(
        pl.coalesce("created_at", by_id.dt.truncate("1s")).alias("created_at"),
        pl.when(~known).then(pl.lit("id")).alias("tz_source"),
    )
    timed = posts.filter(pl.col("created_at").is_not_null())
    tally.skip("no-time", posts.height - timed.height)
    return timed


def _form(own_id: str | None, names: set[str]) -> pl.Expr:
    own = pl.col("parent_handle").is_in(sorted(names)).fill_null(False)
    if own_id:
        own = own | (pl.col("parent_author") == own_id).fill_null(False)
    parent, author = (
        pl.col("parent").is_not_null(),
        pl.col("parent_author").is_not_null() | pl.col("parent_handle").is_not_null(),
    )
    quoted = pl.col("links").list.eval(
        pl.element().str.extract(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w+)/status/\d+")
    )
    other = quoted.list.eval(
        pl.element().is_not_null() & ~pl.element().str.to_lowercase().is_in(sorted(names))
    ).list.any()
    return (
        pl.when(pl.col("text").str.contains(text.REPOST)).then(pl.lit("repost"))
        .when(parent & own).then(pl.lit("thread"))
        .when(parent).then(pl.lit("reply"))
        .when(author).then(pl.lit("mention_start"))
        .when(other.fill_null(False)).then(pl.lit("quote"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip
