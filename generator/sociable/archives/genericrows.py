"""The rows of any table, by a mapping in brand.yaml or by plain header names: complete ones, each once."""

from __future__ import annotations

import re

import polars as pl

from sociable.archives import cells, postcells, tabular, text
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.errors import ArchiveError, Fault
from sociable.tables import METRICS

FIELDS = (
    "text", "created_at", "id", "url", "reply_to", "direction", "author", "author_name", "kind", "repost", "quote",
    "thread", "agent", "app", "lang", "private", "paid", "media_count", "alt_text", *METRICS,
)  # fmt: skip
"""What `columns` may name."""
DEFAULT = tabular.Format(
    "table with text and time columns",
    ("text", "created_at"),
    {
        "text": ("text", "post text", "post", "message", "content", "body", "caption", "copy", "tweet"),
        "created_at": (
            "created_at", "created", "date", "time", "timestamp", "published", "posted", "sent", "publish time",
            "date (gmt)",
        ),
        "id": ("id", "post id", "post_id", "tweet_id", "message id", "message_id"),
        "url": ("url", "permalink", "link", "post link"),
        "reply_to": ("reply_to", "in_reply_to", "in_reply_to_id", "parent id", "parent_id"),
        "direction": ("direction",), "author": ("author", "username", "user", "from", "handle"),
        "kind": ("kind", "type", "post type"), "thread": ("thread", "thread id", "thread_id", "conversation id"),
        "agent": ("agent", "sent by"), "lang": ("lang", "language"),
        "likes": ("likes", "like_count", "reactions", "favorites"), "replies": ("replies", "reply_count", "comments"),
        "reposts": ("reposts", "retweets", "retweet_count"), "shares": ("shares",),
        "impressions": ("impressions", "views"),
        "reach": ("reach",), "clicks": ("clicks",), "saves": ("saves",),
    },
)  # fmt: skip
_PLACE = re.compile(r"\{([^{}]+)\}")


def headers(account: Account) -> list[str]:
    """The header names that the mapping of `account` needs."""
    return [name for value in account.columns.values() for name in (_PLACE.findall(value) or [value])]


def layout(member: Member, account: Account) -> tabular.Layout | None:
    """Where the wanted headers stand in a table; None where they do not."""
    if not account.columns:
        return tabular.find(member, DEFAULT)
    wanted = {tabular.plain(name) for name in headers(account)}
    return next(
        (one for one in tabular.layouts(member) if wanted <= {tabular.plain(cell) for cell in one.header}), None
    )


def load(member: Member, found: tabular.Layout, account: Account, tally: Tally) -> pl.DataFrame:
    """Complete rows by field: id, text, created_at, time_precision, tz_source and what else there is."""
    if account.columns:
        known = {tabular.plain(name): place for place, name in reversed(list(enumerate(found.header)))}
        raw = tabular.load(member, found, {name: known[tabular.plain(name)] for name in headers(account)}, tally)
        if lacks := [name for name in ("text", "created_at") if name not in account.columns]:
            what = f"columns of brand.yaml do not name {' and '.join(lacks)}"
            raise ArchiveError(Fault(member.label, what, "name the column of each: {text: ..., created_at: ...}"))
        rows = raw.select(
            "row", *(_value(value).alias(name) for name, value in account.columns.items() if name in FIELDS)
        )
    else:
        rows = tabular.load(member, found, DEFAULT.places(found.header), tally)
    zone = account.tz or (
        "UTC" if any("gmt" in cell.casefold() or "utc" in cell.casefold() for cell in found.header) else None
    )
    clock = cells.instants(rows["created_at"], tally, zone, account.date_format)
    read = rows.height
    rows = rows.with_columns(clock.instants.alias("created_at"))
    rows = rows.filter(pl.col("text").is_not_null() & pl.col("created_at").is_not_null())  # first: the rest is memory
    if clock.tz_source == "assumed" and clock.precision != "day":
        tally.issue("zone-assumed", "times without a zone were read as UTC; set tz")
    for name in ("id", "reply_to"):
        if name in rows.columns:
            rows = rows.with_columns(cells.ids(rows[name], tally).alias(name))
    rows = rows.with_columns(
        pl.lit(clock.precision).alias("time_precision"),
        pl.lit(clock.tz_source).alias("tz_source"), text.normal(text.unescape(pl.col("text"))).alias("text"),
    )  # fmt: skip
    kept = rows.filter(pl.col("text") != "")
    tally.skip("incomplete", read - kept.height)
    return _identified(kept, account, tally)


def _value(template: str) -> pl.Expr:
    names = _PLACE.findall(template)
    if not names:
        return pl.col(template)
    return text.filled(_PLACE.sub("{}", template), *(pl.col(name).fill_null("") for name in names))


def _identified(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """Rows once each, with an id of their own making where there is none."""
    if "url" in rows.columns:
        by_link = pl.col("url").str.extract(r"/(?:status(?:es)?|posts?|p)/(\w+)")
        rows = rows.with_columns((pl.coalesce("id", by_link) if "id" in rows.columns else by_link).alias("id"))
    rows = postcells.with_uid(rows, account)
    single = rows.unique("uid", keep="first", maintain_order=True)
    tally.skip("duplicate", rows.height - single.height)
    return single.with_columns(pl.col("uid").str.strip_prefix(f"{account.platform}:").alias("id"))
