"""Long posts of an X archive: the whole text from note-tweet.js, joined to the cut one.

Joined by the second of creation, confirmed by the first 40 characters after
the leading names, which the note lacks (FORMATS 1).  A note is never a post of
its own, so its rows count as joined or as unmatched.
"""

from __future__ import annotations

import msgspec
import polars as pl

from sociable.archives import javascript, text
from sociable.archives.container import Container
from sociable.archives.records import Tally
from sociable.tables import STRINGS, UTC

FILES = r"note-tweets?(?:-part\d+)?\.js"
_START = 40


class Short(msgspec.Struct, gc=False):
    """A shortened address in a note."""

    shortUrl: str = ""
    expandedUrl: str | None = None


class Core(msgspec.Struct, gc=False):
    """What the note says; not HTML-escaped."""

    text: str | None = None
    urls: list[Short] = []


class Note(msgspec.Struct, gc=False):
    """One long post."""

    createdAt: str | None = None
    core: Core | None = None


class Row(msgspec.Struct, gc=False):
    """The wrapper of a note."""

    noteTweet: Note | None = None


def join(posts: pl.DataFrame, container: Container) -> tuple[pl.DataFrame, list[Tally]]:
    """`posts` with whole texts where a note fits, and one tally a note file."""
    frames: list[pl.DataFrame] = []
    tallies: list[Tally] = []
    for member in container.matching(FILES):
        tally = Tally(member.label, "x")
        long = [row.noteTweet for found in javascript.rows(member, Row, tally) for row in found if row.noteTweet]
        frames.append(_frame(long).with_columns(pl.lit(len(tallies)).alias("_file")))
        tallies.append(tally)
    if not frames or posts.is_empty():
        for tally in tallies:
            tally.skip("unmatched", tally.kept)
        return posts, tallies
    notes = pl.concat(frames).unique(["created_at", "_start"], keep="first", maintain_order=True)
    ends_cut = pl.col("text").str.contains(r"…(?:\s*https?://\S+)?$")
    bare = pl.col("text").str.replace(text.LEADING_HANDLES, "").str.slice(0, _START)
    start = pl.when(ends_cut).then(bare)
    second = pl.col("created_at").dt.truncate("1s")
    both = posts.with_columns(start.alias("_start"), second.alias("_second")).join(
        notes.rename({"created_at": "_second"}), on=["_second", "_start"], how="left", maintain_order="left"
    )
    for number, tally in enumerate(tallies):
        tally.skip("joined", both.filter(pl.col("_file") == number).height)
        tally.skip("unmatched", tally.kept)
    return _filled(both), tallies


def _frame(notes: list[Note]) -> pl.DataFrame:
    cores = [note.core or Core() for note in notes]
    short = {one.shortUrl: one.expandedUrl or one.shortUrl for core in cores for one in core.urls if one.shortUrl}
    data = {
        "created_at": [note.createdAt for note in notes],
        "_text": [core.text for core in cores],
        "_links": [[one.expandedUrl or one.shortUrl for one in core.urls] for core in cores],
    }
    frame = pl.DataFrame(data, schema={"created_at": pl.Utf8, "_text": pl.Utf8, "_links": STRINGS})
    said = (
        pl.col("_text").str.replace_many(list(short), list(short.values()), leftmost=True) if short else pl.col("_text")
    )
    when = pl.col("created_at").str.slice(0, 19).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
    frame = frame.with_columns(
        text.normal(said).alias("_text"), when.dt.replace_time_zone("UTC").cast(UTC).alias("created_at")
    )
    return frame.with_columns(pl.col("_text").str.slice(0, _START).alias("_start"))


def _filled(both: pl.DataFrame) -> pl.DataFrame:
    has = pl.col("_text").is_not_null()
    return both.with_columns(
        pl.coalesce("_text", "text").alias("text"),
        pl.when(has).then(pl.lit("no")).otherwise(pl.col("text_truncated")).alias("text_truncated"),
        pl.when(has & (pl.col("_links").list.len() > 0)).then(pl.col("_links"))
        .otherwise(pl.col("links")).alias("links"),
        pl.when(has).then(pl.col("mentions").list.set_union(text.handles(pl.col("_text").fill_null(""))))
        .otherwise(pl.col("mentions")).alias("mentions"),
        pl.when(has).then(text.hashtags(pl.col("_text").fill_null(""))).otherwise(pl.col("hashtags")).alias("hashtags"),
    ).drop("_start", "_second", "_text", "_links", "_file")  # fmt: skip
