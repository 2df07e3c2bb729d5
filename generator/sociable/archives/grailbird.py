"""The Twitter archive of 2012 to 2019 ("Grailbird"): month files, or tweets.csv where they are missing.

Month files win over the table, for reading both would double every post.
Every row from before 2010-11-04 says midnight: its precision is a day.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import polars as pl

from sociable.archives import cells, javascript, tabular, text, threads
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed
from sociable.archives.xshapes import Entities, Word
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import PEOPLE, POSTS, SNAPSHOTS, STRINGS, conform

NAME = "grailbird"
FEEDS = ("own_text", "reshares", "replies_out", "author_ids", "minute_time", "profile")
TIMED_FROM = dt.date(2010, 11, 4)
RANK = 2
MONTH = r"\d{4}_\d{2}\.js"
TABLE = tabular.Format(
    "Twitter archive of 2012-2019 (tweets.csv)",
    ("id", "created", "text", "original"),
    {
        "id": ("tweet_id",), "parent": ("in_reply_to_status_id",), "parent_author": ("in_reply_to_user_id",),
        "created": ("timestamp",), "source": ("source",), "text": ("text",), "original": ("retweeted_status_id",),
        "addresses": ("expanded_urls",),
    },
)  # fmt: skip


class User(msgspec.Struct, gc=False):
    """An account, as far as we read it."""

    screen_name: str | None = None
    full_name: str | None = None
    bio: str | None = None
    id: Word = None
    id_str: Word = None
    name: str | None = None


class Original(msgspec.Struct, gc=False):
    """The post behind a repost, with its whole text."""

    text: str | None = None
    user: User | None = None


class Tweet(msgspec.Struct, gc=False):
    """A row of a month file."""

    id_str: Word = None
    id: Word = None
    created_at: str | None = None
    text: str | None = None
    source: str | None = None
    in_reply_to_status_id_str: Word = None
    in_reply_to_status_id: Word = None
    in_reply_to_user_id_str: Word = None
    in_reply_to_user_id: Word = None
    in_reply_to_screen_name: str | None = None
    retweeted_status: Original | None = None
    entities: Entities | None = None


_SCHEMA = {
    **dict.fromkeys(("id", "created", "text", "source", "parent", "parent_author", "parent_handle", "original"), pl.Utf8),
    "links": STRINGS, "media_count": pl.Int64,
}  # fmt: skip
_NONE = Entities()


def sniff(container: Container) -> bool:
    """Whether there are Grailbird month files or a tweets.csv of that shape."""
    return bool(_months(container)) or any(tabular.find(one, TABLE) for one in container.matching(r".*\.csv"))


def _months(container: Container) -> list[Member]:
    return [one for one in container.matching(MONTH) if b"Grailbird" in one.head(256)]


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The posts and the profile of one archive."""
    tallies: list[Tally] = []
    frames = [_month(one, tallies) for one in _months(container)] or [
        _table(one, layout, tallies)
        for one in container.matching(r".*\.csv")
        if (layout := tabular.find(one, TABLE)) is not None
    ]
    user = _user(container)
    own_id = str(user.id or user.id_str) if user and (user.id or user.id_str) else None
    posts = pl.concat([_finish(frame, account, own_id, tally) for frame, tally in zip(frames, tallies, strict=True)])
    posts = threads.rooted(conform(posts, {**POSTS, **HELPERS}).drop("thread_root"))
    first, last = days(posts)
    whole = (first, last)
    needs = dict.fromkeys(("own_text", "reshares", "replies_out", "author_ids"), whole)
    if last is not None and last >= TIMED_FROM:
        needs["minute_time"] = (max(first or last, TIMED_FROM), last)
    snapshots = pl.DataFrame(schema=SNAPSHOTS)
    if user and last is not None:
        needs["profile"] = around(last)
        row = {"account": account.key, "at": posts["created_at"].max(), "name": user.full_name, "bio": user.bio}
        snapshots = pl.DataFrame([{**row, "posts_total": posts.height, "source": NAME}], schema=SNAPSHOTS)
    records = Records(
        posts=conform(posts, {**POSTS, **HELPERS}),
        people=_people(account, own_id, user),
        snapshots=snapshots,
        feeds=feed(account.key, container.label, needs),
        tallies=tuple(tallies),
    )
    return records, []


def _user(container: Container) -> User | None:
    for member in container.matching(r"user_details\.js"):
        data, _ = member.read()
        try:
            return msgspec.json.decode(data[data.index(b"{") :].rstrip().rstrip(b";"), type=User)
        except (ValueError, msgspec.DecodeError):
            continue
    return None


def _month(member: Member, tallies: list[Tally]) -> pl.DataFrame:
    """One month file as raw columns; texts with their addresses in full."""
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    tweets = [one for found in javascript.rows(member, Tweet, tally) for one in found]
    entities = [one.entities or _NONE for one in tweets]
    words = {
        "id": [one.id_str or one.id for one in tweets],
        "created": [one.created_at for one in tweets],
        "text": [_said(one) for one in tweets],
        "source": [one.source for one in tweets],
        "parent": [one.in_reply_to_status_id_str or one.in_reply_to_status_id for one in tweets],
        "parent_author": [one.in_reply_to_user_id_str or one.in_reply_to_user_id for one in tweets],
        "parent_handle": [one.in_reply_to_screen_name for one in tweets],
        "original": ["yes" if one.retweeted_status else None for one in tweets],
    }
    data = {name: [None if one is None else str(one) for one in column] for name, column in words.items()}
    short = {link.url: link.expanded_url or link.url for one in entities for link in one.urls if link.url}
    frame = pl.DataFrame(
        {
            **data,
            "links": [[link.expanded_url or link.url for link in one.urls] for one in entities],
            "media_count": [len(one.media) for one in entities],
        },
        schema=_SCHEMA,
    )  # fmt: skip
    full = text.unescape(pl.col("text"))
    if short:
        full = full.str.replace_many(list(short), list(short.values()), leftmost=True)
    return frame.with_columns(full, pl.lit(member.label).alias("source_file"))


def _said(tweet: Tweet) -> str | None:
    """The text; for a repost the whole text of the original behind ``RT @handle:``."""
    original = tweet.retweeted_status
    if original is None or original.text is None:
        return tweet.text
    handle = original.user.screen_name if original.user else None
    return f"RT @{handle}: {original.text}" if handle else tweet.text


def _table(member: Member, layout: tabular.Layout, tallies: list[Tally]) -> pl.DataFrame:
    """tweets.csv as the same raw columns."""
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    rows = tabular.load(member, layout, TABLE.places(layout.header), tally)
    given = [
        pl.col(name) if name in rows.columns else pl.lit(None, dtype=pl.Utf8).alias(name)
        for name in _SCHEMA
        if name not in ("links", "media_count")
    ]
    addresses = (
        pl.col("addresses").str.split(",").fill_null([]) if "addresses" in rows.columns else pl.lit([], dtype=STRINGS)
    )
    return rows.select(
        *given,
        addresses.alias("links"),
        pl.lit(None, dtype=pl.Int64).alias("media_count"),
        pl.lit(member.label).alias("source_file"),
    ).with_columns(text.unescape(pl.col("text")))


def _finish(raw: pl.DataFrame, account: Account, own_id: str | None, tally: Tally) -> pl.DataFrame:
    """Raw columns to POSTS columns: times, kinds, names."""
    raw = raw.with_columns(
        cells.ids(raw["id"], tally), cells.ids(raw["parent"], tally), cells.ids(raw["parent_author"], tally)
    )
    clock = cells.instants(raw["created"], tally) if raw.height else None
    if clock is not None:
        raw = raw.with_columns(clock.instants.alias("created_at"))
    else:
        raw = raw.with_columns(pl.lit(None, dtype=POSTS["created_at"]).alias("created_at"))
    raw = raw.with_columns(pl.coalesce("created_at", text.x_id_time(pl.col("id"))))
    whole = raw.filter(pl.col("id").is_not_null() & pl.col("created_at").is_not_null() & pl.col("text").is_not_null())
    tally.skip("incomplete", raw.height - whole.height)
    single = whole.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", whole.height - single.height)
    rough = (pl.col("created_at").dt.date() < TIMED_FROM) & (pl.col("created_at").dt.time() == dt.time(0))
    said = text.normal(pl.col("text"))
    prefix = pl.lit(f"{account.platform}:")
    return single.with_columns(
        (prefix + pl.col("id")).alias("uid"),
        pl.when(rough).then(pl.col("created_at").dt.offset_by("12h")).otherwise(pl.col("created_at")).alias("created_at"),
        pl.lit(account.key).alias("account"), pl.lit(account.platform).alias("platform"),
        pl.when(rough).then(pl.lit("day")).otherwise(pl.lit("second")).alias("time_precision"),
        pl.lit("explicit").alias("tz_source"),
        _form(own_id, account).alias("form"),
        said.alias("text"),
        pl.when(said.str.ends_with("…") & said.str.contains(text.REPOST)).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        (prefix + pl.col("parent")).alias("reply_to_uid"),
        pl.coalesce(prefix + pl.col("parent_author"), prefix + "@" + text.handle(pl.col("parent_handle"))).alias("reply_to_author"),
        text.handles(said).alias("mentions"), text.hashtags(said).alias("hashtags"),
        (pl.lit(f"https://x.com/{account.handle.lstrip('@')}/status/") + pl.col("id")).alias("permalink"),
        pl.lit("open").alias("place"),
        pl.col("source").str.extract(r">([^<]*)<").fill_null(pl.col("source")).alias("app"),
        pl.lit("unknown").alias("paid"), pl.lit(NAME).alias("reader"),
        pl.col("created_at").max().alias("_at"), pl.lit(RANK).alias("_rank"),
    ).select(pl.all().exclude("id", "created", "source", "parent", "parent_author", "parent_handle", "original")).pipe(conform, {**POSTS, **HELPERS})  # fmt: skip


def _form(own_id: str | None, account: Account) -> pl.Expr:
    own = text.handle(pl.col("parent_handle")) == account.handle.lstrip("@").casefold()
    if own_id:
        own = own.fill_null(False) | (pl.col("parent_author") == own_id).fill_null(False)
    return (
        pl.when(pl.col("original").is_not_null() | pl.col("text").str.contains(text.REPOST)).then(pl.lit("repost"))
        .when(pl.col("parent").is_not_null() & own.fill_null(False)).then(pl.lit("thread"))
        .when(pl.col("parent").is_not_null()).then(pl.lit("reply"))
        .when(pl.col("parent_author").is_not_null() | pl.col("parent_handle").is_not_null()).then(pl.lit("mention_start"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip


def _people(account: Account, own_id: str | None, user: User | None) -> pl.DataFrame:
    handle = account.handle.lstrip("@").casefold()
    rows = [{"key": f"{account.platform}:@{handle}", "id": None}]
    if own_id:
        rows.append({"key": f"{account.platform}:{own_id}", "id": own_id})
    shared = {"platform": account.platform, "handle": handle, "name": user.full_name if user else None}
    return conform(pl.DataFrame([{**row, **shared, "is_self": True, "weak": False} for row in rows]), PEOPLE)
