"""What all of Meta's exports share: repaired text, times, ids where there are none.

Meta writes the bytes of UTF-8 as if they were Latin-1 (``\\u00c3\\u00a1`` for
``á``), in values and in keys.  The repair is the round trip and nothing more:
quotes and emoji stay as they were written (FORMATS 2a).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import polars as pl

from sociable.archives import text
from sociable.archives.records import HELPERS, Tally
from sociable.config import Account
from sociable.tables import POSTS, STRINGS, UTC, conform

Number = int | float | str | None
_RUN = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]+")
MENTION = r"@\[\d*:\d*:([^\]]+)\]"
"""How Facebook writes the name of a page or person in a text."""
_EARLIEST = 946_684_800  # 2000-01-01: what is earlier is no time


def repair(value: str | None) -> str:
    """`value` with the bytes of UTF-8 put together again; what is no such text is left alone."""
    if not value or value.isascii():
        return value or ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return _RUN.sub(lambda run: _piece(run[0]), value)


def _piece(run: str) -> str:
    try:
        return run.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run


def seconds(value: Number) -> int | None:
    """Unix seconds from seconds or milliseconds, as a number or text; None for what is no time."""
    try:
        number = float(value or 0)
    except (ValueError, OverflowError):
        return None
    if not _EARLIEST <= number < 1e17:
        return None
    while number > 1e11:
        number /= 1000
    return int(number)


def instants(values: Sequence[int | None]) -> pl.Series:
    """Unix seconds as UTC instants."""
    return pl.select(
        pl.from_epoch(pl.Series(values, dtype=pl.Int64), "s").dt.replace_time_zone("UTC").cast(UTC)
    ).to_series()


def sha1(*parts: object) -> str:
    """The id of a row that has none."""
    return hashlib.sha1("|".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


ROWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "seconds": pl.Int64, "text": pl.Utf8, "uri": pl.Utf8, "form": pl.Utf8, "links": STRINGS, "media_count": pl.Int64,
    "alt_text": pl.Utf8, "owner": pl.Utf8, "place": pl.Utf8,
}  # fmt: skip
"""What a shape module hands over: `uri` is the first file or address, `owner` the person key answered."""


def posts(rows: pl.DataFrame, account: Account, reader: str, rank: int, tally: Tally) -> pl.DataFrame:
    """ROWS as POSTS with ids of their own; rows without a time, without content, or twice are counted out."""
    timed = rows.filter(pl.col("seconds").is_not_null())
    tally.skip("no-time", rows.height - timed.height)
    said = (pl.col("text") != "") | (pl.col("form") == "repost") | (pl.col("links").list.len() > 0)
    full = timed.filter(said | (pl.col("media_count").fill_null(1) > 0))
    tally.skip("no-content", timed.height - full.height)
    keys = [
        sha1(*row) for row in full.select("seconds", pl.col("text").fill_null(""), pl.col("uri").fill_null("")).rows()
    ]
    full = full.with_columns((f"{account.platform}:h:" + pl.Series("k", keys, dtype=pl.Utf8)).alias("uid"))
    single = full.unique("uid", keep="first", maintain_order=True)
    tally.skip("duplicate", full.height - single.height)
    said = text.normal(pl.col("text").str.replace_all(MENTION, "$1"))
    single = single.with_columns(
        instants(single["seconds"].to_list()).alias("created_at"), said.alias("text"),
        pl.lit(account.key).alias("account"), pl.lit(account.platform).alias("platform"),
        pl.lit("second").alias("time_precision"), pl.lit("explicit").alias("tz_source"),
        pl.lit("no").alias("text_truncated"), pl.lit("unknown").alias("paid"),
        pl.lit(tally.file).alias("source_file"), pl.lit(reader).alias("reader"),
    )  # fmt: skip
    named = text.handles(pl.col("text"))
    links = pl.concat_list(pl.col("links").fill_null([]), text.links(pl.col("text")))
    single = single.with_columns(
        named.alias("mentions"), text.hashtags(pl.col("text")).alias("hashtags"),
        links.list.unique(maintain_order=True).alias("links"),
        pl.col("owner").alias("reply_to_author"), pl.lit(rank).alias("_rank"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    return conform(single, {**POSTS, **HELPERS})
