"""Reddit's data export: ``posts.csv``, ``comments.csv``, ``messages.csv``, and whose it is.

The column of addresses from which things were written is never read.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import cells, metamessages, postcells, tabular, text
from sociable.archives.container import Container
from sociable.archives.records import HELPERS, Records, Tally, days, feed, join
from sociable.archives.tabular import Format
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import POSTS, conform

NAME = "reddit"
PLATFORM = "reddit"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time", "dm_text")
RANK = 2
_SHARED = {"id": ("id",), "permalink": ("permalink",), "created": ("date",), "subreddit": ("subreddit",)}
SUBMITTED = Format(
    "Reddit export, posts",
    ("id", "subreddit", "title", "created"),
    {**_SHARED, "title": ("title",), "link": ("url",), "body": ("body", "text", "selftext")},
)
COMMENTS = Format(
    "Reddit export, comments",
    ("id", "subreddit", "parent", "body", "created"),
    {**_SHARED, "link": ("link",), "parent": ("parent",), "body": ("body",)},
)
MESSAGES = Format(
    "Reddit export, messages",
    ("id", "created", "sender", "to", "body"),
    {
        "id": ("id",), "thread": ("thread_id",), "created": ("date",), "sender": ("from",), "to": ("to",),
        "subject": ("subject",), "body": ("body",),
    },
)  # fmt: skip
STATISTICS = Format("Reddit export, statistics", ("name", "value"), {"name": ("statistic",), "value": ("value",)})
FORMATS = (SUBMITTED, COMMENTS, MESSAGES)
_TABLES = r".*\.csv"
_GONE = r"^\[(?:deleted|removed)(?: by [^\]]*)?\]$"


def sniff(container: Container) -> bool:
    """Whether some table holds posts, comments or messages of Reddit."""
    return any(tabular.known(container.matching(_TABLES), FORMATS))


def owners(container: Container) -> list[tuple[str, str]]:
    """The account's name, where the export has its statistics."""
    for member in container.matching(r"statistics\.csv"):
        if layout := tabular.find(member, STATISTICS):
            rows = tabular.load(member, layout, STATISTICS.places(layout.header), Tally(member.label, NAME))
            named = rows.filter(pl.col("name") == "account name")["value"].drop_nulls().to_list()
            return [(name, name) for name in named[:1]]
    return []


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Posts, comments and messages of every table."""
    parts = []
    for member, kind, layout in tabular.known(container.matching(_TABLES), FORMATS):
        tally = Tally(member.label, NAME)
        rows = tabular.load(member, layout, kind.places(layout.header), tally)
        if not tally.read:
            tally.issue("empty", "a header and no rows")
        clock = cells.instants(rows["created"], tally, "UTC")
        rows = rows.with_columns(
            clock.instants.alias("created_at"), pl.lit(clock.precision).alias("time_precision"),
            pl.lit("explicit").alias("tz_source"),
        )  # fmt: skip
        parts.append(_messages(rows, account, tally) if kind is MESSAGES else _posts(rows, kind, account, tally))
    return join(parts), []


def _posts(rows: pl.DataFrame, kind: Format, account: Account, tally: Tally) -> Records:
    lacking = [name for name in ("body", "link", "title", "parent", "permalink") if name not in rows.columns]
    rows = rows.with_columns(*(pl.lit(None, dtype=pl.Utf8).alias(name) for name in lacking))
    gone = pl.col("body").str.strip_chars().str.contains(_GONE).fill_null(False)
    left = rows.filter(~gone)
    tally.skip("deleted", rows.height - left.height)
    said = pl.concat_str(pl.col("title").fill_null(""), pl.col("body").fill_null(""), separator="\n\n")
    left = left.with_columns(text.normal(text.unescape(said.str.strip_chars())).alias("text"), _bare("id").alias("id"))
    kept = left.filter(pl.col("id").is_not_null() & (pl.col("text") != "") & pl.col("created_at").is_not_null())
    tally.skip("incomplete", left.height - kept.height)
    single = kept.unique("id", keep="last", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    prefix, reply = pl.lit(f"{account.platform}:"), kind is COMMENTS
    thread = pl.col("link").str.extract(r"/comments/(\w+)") if reply else pl.lit(None, dtype=pl.Utf8)
    parent = pl.coalesce(_bare("parent"), thread) if reply else pl.lit(None, dtype=pl.Utf8)
    where = pl.col("permalink").str.replace(r"^/", "https://www.reddit.com/")
    links = postcells.named()[1]
    if not reply:
        abroad = pl.col("link").str.contains(r"^https?://") & ~pl.col("link").str.contains(r"reddit\.com/r/|redd\.it/")
        own = (
            pl.when(abroad.fill_null(False)).then(pl.concat_list("link")).otherwise(pl.lit([], dtype=pl.List(pl.Utf8)))
        )
        links = pl.concat_list(own, text.links(pl.col("text"))).list.unique(maintain_order=True).alias("links")
    frame = single.with_columns(
        (prefix + pl.col("id")).alias("uid"), pl.lit("reply" if reply else "post").alias("form"),
        (prefix + parent).alias("reply_to_uid"), (prefix + thread).alias("thread_root"), where.alias("permalink"),
        links, text.handles(pl.col("text")).alias("mentions"),
        pl.lit([], dtype=pl.List(pl.Utf8)).alias("hashtags"),  # a # makes a heading there, not a tag
        pl.lit("no").alias("text_truncated"), pl.lit("unknown").alias("paid"),
        pl.lit(tally.file).alias("source_file"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    posts = conform(postcells.whole(frame, account, NAME, RANK), {**POSTS, **HELPERS})
    needs = dict.fromkeys(("replies_out" if reply else "own_text", "minute_time"), days(posts))
    return Records(
        posts=posts,
        people=postcells.people(posts, account),
        feeds=feed(account.key, tally.file, needs),
        tallies=(tally,),
    )


def _bare(name: str) -> pl.Expr:
    """An id without the prefix that says what it names."""
    return cells.blank(pl.col(name)).str.replace(r"^t\d_", "")


def _messages(rows: pl.DataFrame, account: Account, tally: Tally) -> Records:
    kept = rows.filter(pl.col("created_at").is_not_null() & pl.col("sender").is_not_null())
    tally.skip("incomplete", rows.height - kept.height)
    me = account.handle.lstrip("@").casefold().removeprefix("u/")
    kept = kept.with_columns(pl.col("sender").str.to_lowercase(), pl.col("to").str.to_lowercase().fill_null(""))
    other = pl.when(pl.col("sender") == me).then(pl.col("to")).otherwise(pl.col("sender"))
    frame = kept.select(
        other.alias("thread"), pl.col("sender"), pl.col("created_at").dt.timestamp("ms").alias("millis"),
        pl.col("body").fill_null("").alias("said"), pl.lit(False).alias("group"), pl.lit(tally.file).alias("file"),
    )  # fmt: skip
    partners = {one: [one] for one in frame["thread"].unique().to_list()}
    messages, people = metamessages.rows_of(frame, partners, me, account, [tally], NAME, mark="@")
    needs = {"dm_text": days(messages)} if account.read_dms else {}
    return Records(messages=messages, people=people, feeds=feed(account.key, tally.file, needs), tallies=(tally,))
