"""Any other table of posts or messages, by a mapping in brand.yaml or by plain header names.

``columns: {text: Post copy, created_at: Sent, ...}`` names a header for each
field; a value with braces joins several (``"{month} {date} {year}"``).  With a
``direction`` the table is a two-sided inbox, without one it holds posts.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import cells, genericrows, postcells, tabular, text, twosided
from sociable.archives.container import Container
from sociable.archives.records import HELPERS, Records, Tally, days, feed, join
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import METRICS, POSTS, YES, conform

NAME = "generic"
FEEDS: tuple[str, ...] = ("own_text", "reshares", "minute_time", "inbound_complete", *twosided.CARE_NEEDS)
RANK = 5
FORMATS = (genericrows.DEFAULT,)
_TABLES = r".*\.(?:csv|tsv|txt)"
TOLD = ";|"
"""Delimiters that are told where they are taken: a comma, or a tab, which nobody types, needs no word."""
_YES = (*YES, "dm", "private")
_IN = ["in", "inbound", "incoming", "received", "customer", "user", "true"]
_OUT = ["out", "outbound", "outgoing", "sent", "agent", "brand", "company", "false"]
_REPOSTS, _REPLIES = r"retweet|repost|reshare|reblog|boost|^share$", r"reply|replied|comment"


def sniff(container: Container) -> bool:
    """Whether some table has plain names for text and time."""
    return any(tabular.find(one, genericrows.DEFAULT) for one in container.matching(_TABLES))


def mapped(container: Container, account: Account) -> bool:
    """Whether brand.yaml maps columns and some table has all of them."""
    return bool(account.columns) and any(genericrows.layout(one, account) for one in container.matching(_TABLES))


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Posts, or both directions, of every table that fits."""
    parts = []
    for member in container.matching(_TABLES):
        layout = genericrows.layout(member, account)
        if layout is None:
            continue
        tally = Tally(member.label, NAME)
        if layout.delimiter in TOLD:
            tally.issue("delimiter", f"its cells are parted by {layout.delimiter}")
        rows = genericrows.load(member, layout, account, tally)
        parts.append(
            _two_sided(rows, account, brand, tally) if "direction" in rows.columns else _one_sided(rows, account, tally)
        )
        if not tally.read:
            tally.issue("empty", "a header and no rows")
    return join(parts), []


def _flag(rows: pl.DataFrame, name: str) -> pl.Expr:
    return (
        pl.col(name).str.strip_chars().str.to_lowercase().is_in(_YES).fill_null(False)
        if name in rows.columns
        else pl.lit(False)
    )


def _parent(rows: pl.DataFrame) -> pl.Expr:
    """The id answered: the cell itself, or the id that it calls ``replied_to``."""
    if "reply_to" not in rows.columns:
        return pl.lit(None, dtype=pl.Utf8)
    cell = pl.col("reply_to")
    told = cell.str.extract(r"(\d+)\W+replied_to")
    return pl.when(cell.str.contains(r"replied_to|quoted|retweeted")).then(told).otherwise(cell)


def _one_sided(rows: pl.DataFrame, account: Account, tally: Tally) -> Records:
    """A table of posts; those of other authors are reposts where a column says so, else left out."""
    kind = pl.col("kind").str.to_lowercase() if "kind" in rows.columns else pl.lit("")
    repost = _flag(rows, "repost") | kind.str.contains(_REPOSTS).fill_null(False)
    handle = account.handle.lstrip("@").casefold()
    who = text.handle(pl.col("author")) if "author" in rows.columns else pl.lit(handle)
    rows = rows.with_columns(
        repost.alias("_repost"), who.fill_null(handle).alias("_who"), _parent(rows).alias("parent")
    )
    mine = rows.filter(pl.col("_repost") | (pl.col("_who") == handle))
    tally.skip("other-author", rows.height - mine.height)
    foreign = pl.col("_repost") & (pl.col("_who") != handle) & ~pl.col("text").str.contains(text.REPOST)
    said = pl.when(foreign).then(text.filled("RT @{}: {}", pl.col("_who"), pl.col("text"))).otherwise(pl.col("text"))
    form = (
        pl.when(pl.col("_repost")).then(pl.lit("repost"))
        .when(pl.col("parent").is_not_null() | kind.str.contains(_REPLIES).fill_null(False)).then(pl.lit("reply"))
        .when(_flag(mine, "quote") | kind.str.contains("quote").fill_null(False)).then(pl.lit("quote"))
        .otherwise(postcells.form_by_text())
    )  # fmt: skip
    mine = postcells.counters(mine.with_columns(form.alias("form"), said.alias("text")))
    posts = _columns(mine, account, tally)
    return Records(
        posts=posts,
        people=postcells.people(posts, account),
        feeds=_feeds(posts, mine, account, tally),
        tallies=(tally,),
    )


def _columns(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    own = [name for name in METRICS if name in rows.columns]
    rows = rows.with_columns(pl.when(pl.col("form") != "repost").then(pl.col(name)).alias(name) for name in own)
    paid = (
        pl.when(_flag(rows, "paid")).then(pl.lit("yes")).otherwise(pl.lit("no"))
        if "paid" in rows.columns
        else pl.lit("unknown")
    )
    media = cells.numbers(rows["media_count"]) if "media_count" in rows.columns else pl.lit(None, dtype=pl.Int64)
    frame = rows.with_columns(
        *postcells.named(), postcells.leading_author(account).alias("reply_to_author"),
        paid.alias("paid"), media.alias("media_count"),
        (pl.lit(f"{account.platform}:") + pl.col("parent")).alias("reply_to_uid"),
        (pl.col("url") if "url" in rows.columns else pl.lit(None, dtype=pl.Utf8)).alias("permalink"),
        pl.when(pl.col("text").str.ends_with("…")).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        pl.lit(tally.file).alias("source_file"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    return conform(postcells.whole(frame, account, NAME, RANK), {**POSTS, **HELPERS})


def _feeds(posts: pl.DataFrame, rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """Only what the table is seen to hold: a file of replies alone says nothing of broadcasts."""
    forms = set(posts["form"].to_list())
    span = days(posts)
    needs = {"own_text": span} if forms & {"post", "quote", "thread"} else {}
    if forms & {"reply", "mention_start"}:
        needs["replies_out"] = span
    if "repost" in forms or "repost" in rows.columns:
        needs["reshares"] = span
    needs["minute_time"] = days(posts.filter(pl.col("time_precision").is_in(["second", "minute"])))
    return feed(account.key, tally.file, needs)


def _two_sided(rows: pl.DataFrame, account: Account, brand: Brand, tally: Tally) -> Records:
    """An inbox: every row is to or from the account."""
    said = pl.col("direction").str.strip_chars().str.to_lowercase()
    direction = pl.when(said.is_in(_IN)).then(pl.lit("in")).when(said.is_in(_OUT)).then(pl.lit("out"))
    rows = rows.with_columns(
        direction.alias("direction"), _parent(rows).alias("parent"), _flag(rows, "private").alias("private")
    )
    kept = rows.filter(pl.col("direction").is_not_null())
    tally.skip("no-direction", rows.height - kept.height)
    handle = account.handle.lstrip("@").casefold()
    out = pl.col("direction") == "out"
    who = pl.col("author") if "author" in kept.columns else pl.lit(None, dtype=pl.Utf8)
    kept = kept.with_columns(pl.when(out).then(pl.lit(handle)).otherwise(who).alias("author"), who.alias("_writer"))
    if "agent" not in kept.columns:
        kept = kept.with_columns(
            pl.when(out & (text.handle(pl.col("_writer")) != handle)).then(pl.col("_writer")).alias("agent")
        )
    if "thread" in kept.columns:
        asked = pl.when(~out).then(pl.col("id")).forward_fill().over("thread", order_by="created_at")
        kept = kept.with_columns(
            pl.when(out).then(pl.coalesce("parent", asked)).otherwise(pl.col("parent")).alias("parent")
        )
    if "url" in kept.columns:
        kept = kept.with_columns(pl.col("url").alias("permalink"))
    found = twosided.split(kept, account, brand, tally, NAME, every_row=True)
    return Records(found.posts, found.messages, found.people, found.snapshots, found.feeds, (tally,))
