"""Rows of the Twitter archive of 2012 to 2019: month files and tweets.csv to raw columns."""

from __future__ import annotations

import msgspec
import polars as pl

from sociable.archives import javascript, tabular, text
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.archives.xshapes import Entities, Word
from sociable.tables import STRINGS

NAME = "grailbird"
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


_WORDS = ("id", "created", "text", "source", "parent", "parent_author", "parent_handle", "original")
_NONE = Entities()


def month(member: Member, tallies: list[Tally]) -> pl.DataFrame:
    """One month file as raw columns; texts with their addresses in full."""
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    tweets = [one for found in javascript.rows(member, Tweet, tally) for one in found]
    entities = [one.entities or _NONE for one in tweets]
    words: dict[str, list[Word]] = {
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
    frame = pl.DataFrame(data, schema=dict.fromkeys(_WORDS, pl.Utf8)).with_columns(
        pl.Series("links", [[one.expanded_url or one.url for one in found.urls] for found in entities], dtype=STRINGS),
        pl.Series("media_count", [len(one.media) for one in entities], dtype=pl.Int64),
    )
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


def table(member: Member, layout: tabular.Layout, tallies: list[Tally]) -> pl.DataFrame:
    """tweets.csv as the same raw columns."""
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    rows = tabular.load(member, layout, TABLE.places(layout.header), tally)
    nothing = pl.lit(None, dtype=pl.Utf8)
    given = [pl.col(name) if name in rows.columns else nothing.alias(name) for name in _WORDS]
    addresses = pl.col("addresses").str.split(",") if "addresses" in rows.columns else pl.lit([], dtype=STRINGS)
    return rows.select(
        *given,
        addresses.fill_null([]).alias("links"),
        pl.lit(None, dtype=pl.Int64).alias("media_count"),
        pl.lit(member.label).alias("source_file"),
    ).with_columns(text.unescape(pl.col("text")))
