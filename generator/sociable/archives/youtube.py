"""YouTube: comments, videos and community posts of a Google Takeout, and YouTube Studio's table of content.

A comment's text cell holds JSON, sometimes several objects in a row.  The Studio
table has titles and counters only, and a first row ``Total`` that is no video
(FORMATS 7).
"""

from __future__ import annotations

import polars as pl

from sociable.archives import cells, postcells, tabular, text, youtubecells
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, days, feed, join
from sociable.archives.tabular import Format, Layout
from sociable.archives.youtubecells import CHANNEL, COMMENTS, POSTS_TABLE, STUDIO, VIDEOS
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import PEOPLE, POSTS, conform

NAME = "youtube"
PLATFORM = "youtube"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time")
RANK = 2
FORMATS = (COMMENTS, VIDEOS, POSTS_TABLE, STUDIO)
_TABLES = r".*\.(?:csv|tsv)"
_VIDEO = r"^[\w-]{11}$"


def sniff(container: Container) -> bool:
    """Whether some table is one of the four."""
    return any(_kind(one) for one in container.matching(_TABLES))


def _kind(member: Member) -> tuple[Format, Layout, dict[str, int]] | None:
    for one in FORMATS:
        if layout := tabular.find(member, one):
            return one, layout, one.places(layout.header)
    found = youtubecells.guess(member)
    return (COMMENTS, *found) if found else None


def owners(container: Container) -> list[tuple[str, str]]:
    """The channel's title as handle and as name, where the Takeout has ``channel.csv``."""
    for member in container.matching(_TABLES):
        if layout := tabular.find(member, CHANNEL):
            rows = tabular.load(member, layout, CHANNEL.places(layout.header), Tally(member.label, NAME))
            return [(title, title) for title in rows["title"].drop_nulls().to_list()[:1]]
    return []


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Every table that is known; own videos make comments below them the account's own ground."""
    parts = []
    for member in container.matching(_TABLES):
        kind = _kind(member)
        if kind is None:
            continue
        tally = Tally(member.label, NAME)
        rows = tabular.load(member, kind[1], kind[2], tally)
        if not tally.read:
            tally.issue("empty", "a header and no rows")
        if kind[0] is COMMENTS:
            parts.append(_comments(rows, account, tally))
        else:
            parts.append(_written(rows, kind[0], account, tally))
    return join(parts), []


def _comments(rows: pl.DataFrame, account: Account, tally: Tally) -> Records:
    """Own comments: each answers a comment, or a video, or a community post."""
    lacking = [name for name in ("parent", "video", "post", "channel") if name not in rows.columns]
    rows = rows.with_columns(*(pl.lit(None, dtype=pl.Utf8).alias(name) for name in lacking))
    said = pl.Series("text", [youtubecells.words(cell) for cell in rows["text"]], dtype=pl.Utf8)
    rows = _clocked(rows.with_columns(said), account, tally)
    kept = rows.filter(pl.col("id").is_not_null() & (pl.col("text") != "") & pl.col("created_at").is_not_null())
    tally.skip("incomplete", rows.height - kept.height)
    single = kept.unique("id", keep="last", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    prefix = pl.lit(f"{account.platform}:")
    parent = pl.coalesce(cells.blank(pl.col("parent")), cells.blank(pl.col("video")), cells.blank(pl.col("post")))
    where = pl.when(cells.blank(pl.col("video")).is_not_null()).then(
        text.filled("https://www.youtube.com/watch?v={}&lc={}", "video", "id")
    )
    frame = single.with_columns(
        (prefix + pl.col("id")).alias("uid"), (prefix + parent).alias("reply_to_uid"), pl.lit("reply").alias("form"),
        (prefix + pl.coalesce(cells.blank(pl.col("video")), "id")).alias("thread_root"), where.alias("permalink"),
    ).with_columns(postcells.leading_author(account).alias("reply_to_author"))  # fmt: skip
    posts = _finished(frame, account, tally, RANK)
    own = single["channel"].drop_nulls().unique(maintain_order=True)
    span = days(posts)
    return Records(
        posts=posts, people=pl.concat([postcells.people(posts, account), _self(own, account)]), tallies=(tally,),
        feeds=feed(account.key, tally.file, dict.fromkeys(("replies_out", "minute_time"), span)),
    )  # fmt: skip


def _self(channels: pl.Series, account: Account) -> pl.DataFrame:
    """The account under the channel's id."""
    frame = pl.DataFrame({"id": channels}, schema={"id": pl.Utf8}).with_columns(
        (pl.lit(f"{account.platform}:") + pl.col("id")).alias("key"), pl.lit(account.platform).alias("platform"),
        pl.lit(account.handle.lstrip("@").casefold()).alias("handle"), pl.lit(True).alias("is_self"),
        pl.lit(False).alias("weak"),
    )  # fmt: skip
    return conform(frame, PEOPLE)


def _written(rows: pl.DataFrame, kind: Format, account: Account, tally: Tally) -> Records:
    """Videos and community posts: title and description as one text."""
    said = [cells.blank(pl.col(name)).fill_null("") for name in ("title", "description") if name in rows.columns]
    if kind is POSTS_TABLE:
        words = pl.Series("text", [youtubecells.words(cell) for cell in rows["text"]], dtype=pl.Utf8)
        rows = rows.with_columns(words)
    else:
        rows = rows.with_columns(pl.concat_str(*said, separator="\n\n").str.strip_chars().alias("text"))
    if kind is STUDIO:
        total = pl.col("id").str.contains(_VIDEO).fill_null(False)
        tally.skip("total", rows.filter(~total).height)
        rows = rows.filter(total)
    if "privacy" in rows.columns:
        hidden = pl.col("privacy").str.contains(
            r"(?i)private|unlisted|privat|nicht gelistet|no listado|não listado|oculto"
        )
        tally.skip("private", rows.filter(hidden.fill_null(False)).height)
        rows = rows.filter(~hidden.fill_null(False))
    rows = _clocked(rows, account, tally)
    kept = rows.filter(pl.col("id").is_not_null() & (pl.col("text") != "") & pl.col("created_at").is_not_null())
    tally.skip("incomplete", rows.height - kept.height)
    single = kept.unique("id", keep="last", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    link = "https://www.youtube.com/post/{}" if kind is POSTS_TABLE else "https://www.youtube.com/watch?v={}"
    frame = postcells.counters(single).with_columns(
        (pl.lit(f"{account.platform}:") + pl.col("id")).alias("uid"), pl.lit("post").alias("form"),
        pl.format(link, "id").alias("permalink"), pl.lit(int(kind is not POSTS_TABLE)).alias("media_count"),
    )  # fmt: skip
    posts = _finished(frame, account, tally, 3 if kind is STUDIO else RANK)
    precise = posts.filter(pl.col("time_precision").is_in(["second", "minute"]))
    needs = {"own_text": days(posts), "minute_time": days(precise)}
    return Records(
        posts=posts,
        people=postcells.people(posts, account),
        feeds=feed(account.key, tally.file, needs),
        tallies=(tally,),
    )


def _clocked(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """``created_at`` from the publishing time, or the time of upload where there is none."""
    written = pl.coalesce(*(cells.blank(pl.col(name)) for name in ("created", "uploaded") if name in rows.columns))
    times = rows.select(written.alias("t"))["t"]
    clock = cells.instants(times, tally, account.tz, account.date_format)
    return rows.with_columns(
        clock.instants.alias("created_at"), pl.lit(clock.precision).alias("time_precision"),
        pl.lit(clock.tz_source).alias("tz_source"), text.normal(pl.col("text")).fill_null("").alias("text"),
    )  # fmt: skip


def _finished(frame: pl.DataFrame, account: Account, tally: Tally, rank: int) -> pl.DataFrame:
    frame = frame.with_columns(
        *postcells.named(), pl.lit("no").alias("text_truncated"), pl.lit("unknown").alias("paid"),
        pl.lit(tally.file).alias("source_file"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    return conform(postcells.whole(frame, account, NAME, rank), {**POSTS, **HELPERS})
