"""The frames that flow between stages: column names, types, meaning.

Archives fill the first four; signals add the rest.  Times are UTC; `day` is
the local date in the brand's zone.  Keys: an account is ``platform:handle``
(casefolded, no @), a person ``platform:id`` or, weaker, ``platform:@handle``
or ``platform:name:<display name>``, a post ``platform:id`` or
``platform:h:<sha1>``.  A blank is null, never zero.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import polars as pl

from sociable.model import InputFile

UTC = pl.Datetime("us", "UTC")
STRINGS = pl.List(pl.Utf8)
YES = ("1", "1.0", "true", "yes", "y", "x", "ja", "wahr")
NO = ("0", "0.0", "false", "no", "n", "nein", "falsch")
"""What people write in a cell, and what a spreadsheet in English or German makes of true and false."""
METRICS = (
    "impressions", "reach", "likes", "replies", "reposts", "quotes", "shares", "saves", "clicks",
    "follows", "video_views",
)  # fmt: skip

POSTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "uid": pl.Utf8,
    "account": pl.Utf8,
    "platform": pl.Utf8,
    "created_at": UTC,
    "time_precision": pl.Utf8,  # second | minute | day | unknown
    "tz_source": pl.Utf8,  # explicit | id | platform-rule | config | assumed
    "form": pl.Utf8,  # post | reply | mention_start | thread | repost | quote | story | article | other
    "text": pl.Utf8,  # unescaped, links expanded
    "text_truncated": pl.Utf8,  # no | yes | unknown
    "lang": pl.Utf8,  # platform's own, else null
    "reply_to_uid": pl.Utf8,
    "reply_to_author": pl.Utf8,  # person key
    "parent_text": pl.Utf8,
    "parent_mentions": STRINGS,  # handles the parent names; null = unknown
    "thread_root": pl.Utf8,
    "mentions": STRINGS,  # handles, casefolded, no @
    "links": STRINGS,  # expanded addresses
    "hashtags": STRINGS,  # without #
    "media_count": pl.Int64,
    "alt_text": pl.Utf8,
    "permalink": pl.Utf8,  # null where `permalink` can make it
    "place": pl.Utf8,  # open | professional | semi-closed | closed
    "app": pl.Utf8,
    "agent": pl.Utf8,  # name of the member of staff, where the tool exports it
    "paid": pl.Utf8,  # yes | no | unknown
    **dict.fromkeys(METRICS, pl.Int64),
    "source_file": pl.Utf8,
    "reader": pl.Utf8,
}
"""Public outbound only: what the brand published or amplified."""

MESSAGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "uid": pl.Utf8,
    "account": pl.Utf8,
    "platform": pl.Utf8,
    "created_at": UTC,
    "time_precision": pl.Utf8,
    "direction": pl.Utf8,  # in | out
    "channel": pl.Utf8,  # comment | reply | mention | dm | review
    "author": pl.Utf8,  # person key
    "recipient": pl.Utf8,  # person key
    "parent_uid": pl.Utf8,
    "target_post_uid": pl.Utf8,
    "thread_id": pl.Utf8,
    "text": pl.Utf8,  # null where it may not be read
    "mentions": STRINGS,
    "lang": pl.Utf8,
    "permalink": pl.Utf8,
    "is_automatic": pl.Boolean,
    "private": pl.Boolean,
    "agent": pl.Utf8,
    "app": pl.Utf8,
    "source_file": pl.Utf8,
    "reader": pl.Utf8,
}
"""Inbound and private messages.  Public outbound replies are in POSTS."""

PEOPLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "key": pl.Utf8,
    "platform": pl.Utf8,
    "id": pl.Utf8,
    "handle": pl.Utf8,
    "name": pl.Utf8,
    "profile_url": pl.Utf8,
    "followers": pl.Int64,
    "is_self": pl.Boolean,
    "weak": pl.Boolean,
}
SNAPSHOTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "account": pl.Utf8,
    "at": UTC,
    "followers": pl.Int64,
    "following": pl.Int64,
    "posts_total": pl.Int64,
    "name": pl.Utf8,
    "bio": pl.Utf8,
    "website": pl.Utf8,
    "avatar_url": pl.Utf8,
    "header_url": pl.Utf8,
    "max_follows_day": pl.Int64,  # where the export dates its follows
    "source": pl.Utf8,
}
"""Each valid 45 days either way."""

FEEDS: dict[str, pl.DataType | type[pl.DataType]] = {
    "account": pl.Utf8,
    "need": pl.Utf8,  # one of model.NEEDS, or model.ALIVE
    "first": pl.Date,  # the span over which the input can show it
    "last": pl.Date,
    "source_file": pl.Utf8,
}


def empty(schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """A frame of no rows with the columns of `schema`."""
    return pl.DataFrame(schema=schema)


def conform(frame: pl.DataFrame, schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """`frame` with exactly the columns of `schema`, missing ones null, cast strictly."""
    have = frame.schema
    columns = [
        pl.col(name)  # not cast: casting a column of lists to its own type copies it
        if have.get(name) == dtype
        else (pl.col(name) if name in have else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return frame.select(columns)


def stored(source: Path | BinaryIO) -> pl.DataFrame:
    """The rows of a Parquet file that anybody may have touched; PolarsError or OSError where it is damaged."""
    with _hushed():
        try:
            return pl.read_parquet(source, hive_partitioning=False)
        except pl.exceptions.PanicException as error:
            raise pl.exceptions.ComputeError(f"it is damaged: {error}") from None


@contextmanager
def _hushed() -> Iterator[None]:
    """Standard error leads nowhere: a thread of Polars says there where it broke down."""
    try:
        kept = os.dup(2)
    except OSError:  # closed already
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` in memory of its own: cells cut out of longer texts or columns let go of those."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="uncompressed", statistics=False)
    buffer.seek(0)
    return pl.read_parquet(buffer, parallel="none")


def permalink(handles: dict[str, str]) -> pl.Expr:
    """The address of each unit's post: the stored one, else made of handle and id.

    A million addresses are 66 MB, so the reader of X archives stores none.
    `handles` maps account keys to handles as people write them.
    """
    number = pl.col("uid").str.extract(r"^x:(\d+)$")
    address = pl.format("https://x.com/{}/status/{}", pl.col("account").replace(handles), number)
    made = (pl.col("reader") == "x") & (pl.col("kind") != "D")
    return pl.coalesce(pl.col("permalink").cast(pl.Utf8), pl.when(made).then(address)).alias("permalink")


ALIAS = r"^[a-z]+:~[0-9a-f]{10}$"


def alias(uid: str, text: str | None) -> str:
    """What stands for the id of a person's message where others may read it: an id leads to whoever wrote it.

    Forty bits find a message again among a brand's own.  The text is in them,
    since the ids of a minute alone could all be tried.
    """
    told = blake2b(f"{uid}\0{text or ''}".encode("utf-8", "replace"), digest_size=5)
    return f"{uid.partition(':')[0]}:~{told.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Archive:
    """All exports of a brand as tables, and the record of how they were read."""

    posts: pl.DataFrame
    messages: pl.DataFrame
    people: pl.DataFrame
    snapshots: pl.DataFrame
    feeds: pl.DataFrame
    inputs: tuple[InputFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """What scoring sees: one frame a unit of judgement, signals as columns.

    Every frame has ``account, platform, day`` and a ``cluster`` (thread,
    template or person; hashed) beside its signals.  A population is Boolean
    (null = unknown, left out and counted); a value is Float64 in [0, 1].
    """

    posts: pl.DataFrame  # one row a message unit: B, P, R, U, D
    cases: pl.DataFrame  # one row a care case: minutes, event, censored at 72 h
    contacts: pl.DataFrame  # one row a first contact
    partners: pl.DataFrame  # one row a person and quarter-end (see `relate`)
    messages: pl.DataFrame  # inbound, with need, complaint, question, praise
    people: pl.DataFrame
    snapshots: pl.DataFrame
    feeds: pl.DataFrame
