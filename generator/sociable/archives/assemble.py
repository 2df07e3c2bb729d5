"""From rows of a reader (one dict a record) to the frames that `Records` holds.

Used by readers whose exports are records and not tables.  A row names only the
fields it knows; constants, duplicates and the text's form are seen to here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from sociable.archives import postcells, text
from sociable.archives.records import HELPERS, Tally
from sociable.config import Account
from sociable.tables import MESSAGES, PEOPLE, POSTS, SNAPSHOTS, conform

Row = Mapping[str, Any]
ROWS = 50_000
"""So many at a time go from rows to columns."""
_LISTS = ("mentions", "links", "hashtags")


def me(account: Account) -> str:
    """The person key of the account itself, by its handle."""
    return f"{account.platform}:@{account.handle.lstrip('@').casefold()}"


def instant(written: str | None) -> dt.datetime | None:
    """An ISO time in UTC; one without a zone is taken as UTC, one that is none is None."""
    if not written:
        return None
    try:
        found = dt.datetime.fromisoformat(written.strip().replace("z", "Z"))
    except ValueError:
        return None
    try:
        return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (OverflowError, pl.exceptions.ComputeError):
        return None


def by_id(number: int, shift: int, epoch_ms: int = 0) -> dt.datetime | None:
    """The instant in an id whose upper bits count milliseconds; None where that is no year of social media."""
    millis = (number >> shift) + epoch_ms
    if not 1_100_000_000_000 < millis < 4_000_000_000_000:
        return None
    return dt.datetime.fromtimestamp(millis / 1000, dt.UTC)


def _framed(rows: Sequence[Row], schema: Mapping[str, Any]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The rows as a frame of those columns of `schema` that any of them names, made a part at a time for memory."""
    named = frozenset(chain.from_iterable(rows))
    used = {name: kind for name, kind in schema.items() if name in named}
    cut = [rows[start : start + ROWS] for start in range(0, max(1, len(rows)), ROWS)]
    return pl.concat([_filled([{name: row.get(name) for name in used} for row in some], used) for some in cut]), used


def _filled(rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """A frame of rows; where a number is larger than any column holds, it is none."""
    try:
        return pl.DataFrame(rows, schema=schema)
    except (OverflowError, pl.exceptions.ComputeError):
        large = [
            {k: None if isinstance(v, int) and abs(v) > text.LARGEST else v for k, v in row.items()} for row in rows
        ]
        return pl.DataFrame(large, schema=schema)


def posts(rows: Sequence[Row], account: Account, reader: str, rank: int, tally: Tally) -> pl.DataFrame:
    """POSTS and HELPERS of `rows`, each uid once; texts in normal form, counters as of ``_at`` or the last row."""
    schema = {**POSTS, **HELPERS}
    frame, used = _framed(rows, schema)
    if "uid" not in used:
        return pl.DataFrame(schema=schema)
    single = frame.unique("uid", keep="first", maintain_order=True)
    tally.skip("duplicate", frame.height - single.height)
    frame = conform(single, schema).with_columns(
        text.normal(pl.col("text")).alias("text"), *(pl.col(name).fill_null([]) for name in _LISTS),
        pl.col("text_truncated").fill_null("no"), pl.col("paid").fill_null("unknown"),
        pl.col("time_precision").fill_null("second"), pl.col("tz_source").fill_null("explicit"),
        pl.lit(tally.file).alias("source_file"), pl.coalesce("_at", pl.col("created_at").max()).alias("_at"),
    )  # fmt: skip
    if frame["place"].is_null().all() and account.platform in postcells.PLACES:
        frame = frame.drop("place")
    return postcells.whole(frame, account, reader, rank)


def messages(rows: Sequence[Row], account: Account, reader: str, tally: Tally) -> pl.DataFrame:
    """MESSAGES of `rows`, each uid once; private texts only where the account lets them be read."""
    frame, used = _framed(rows, MESSAGES)
    if "uid" not in used:
        return pl.DataFrame(schema=MESSAGES)
    single = frame.unique("uid", keep="first", maintain_order=True)
    tally.skip("duplicate", frame.height - single.height)
    frame = conform(single, MESSAGES).with_columns(
        text.normal(pl.col("text")).alias("text"), pl.col("mentions").fill_null([]),
        pl.lit(account.key).alias("account"), pl.lit(account.platform).alias("platform"),
        pl.col("time_precision").fill_null("second"), pl.col("private").fill_null(False),
        pl.lit(tally.file).alias("source_file"), pl.lit(reader).alias("reader"),
    )  # fmt: skip
    if not account.read_dms:
        frame = frame.with_columns(pl.when(~pl.col("private")).then(pl.col("text")).alias("text"))
    return frame


def people(rows: Sequence[Row], account: Account) -> pl.DataFrame:
    """PEOPLE of the account itself and of `rows` (key, id, handle, name ...), the first row of a key wins."""
    own = {"key": me(account), "handle": account.handle.lstrip("@").casefold(), "is_self": True}
    everyone = [{"is_self": False, "weak": False, **row, "platform": account.platform} for row in (own, *rows)]
    frame = pl.DataFrame([{name: row.get(name) for name in PEOPLE} for row in everyone], schema=PEOPLE)
    return frame.filter(pl.col("key").is_not_null()).unique("key", keep="first", maintain_order=True)


def snapshot(account: Account, source: str, at: dt.datetime | None, **facts: object) -> pl.DataFrame:
    """One row of SNAPSHOTS, or none without a time or a fact."""
    told = {name: value for name, value in facts.items() if value not in (None, "")}
    if at is None or not told:
        return pl.DataFrame(schema=SNAPSHOTS)
    row = {"account": account.key, "at": at, "source": source, **told}
    return conform(_filled([row], {name: SNAPSHOTS[name] for name in row}), SNAPSHOTS)


def latest(*frames: pl.DataFrame) -> dt.datetime | None:
    """The last instant of ``created_at`` over frames."""
    found = [last for frame in frames if isinstance(last := frame["created_at"].max(), dt.datetime)]
    return max(found, default=None)


def host_of(address: str | None) -> str:
    """The host that an address names; empty where it names none, or is no address: people type such things."""
    try:
        return urlsplit(address or "").netloc
    except ValueError:
        return ""
