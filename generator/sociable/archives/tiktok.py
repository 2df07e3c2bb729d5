"""TikTok: the data download (``user_data_tiktok.json``) and the table of posts from TikTok Studio.

The download holds titles, own comments and messages, counts of likes, and who
follows whom since when; comments do not say whom they answer (FORMATS 7).
Nothing of the sections on devices, logins, shopping or watching is decoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from sociable.archives import cells, postcells, tabular, text, tiktokdata
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, join
from sociable.archives.tabular import Format
from sociable.config import Account, Brand
from sociable.errors import ArchiveError, Fault
from sociable.model import Issue
from sociable.tables import POSTS, SNAPSHOTS, conform

NAME = "tiktok"
PLATFORM = "tiktok"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time", "following_count", "profile", "dm_text")
RANK = 2
STUDIO = Format(
    "TikTok Studio, posts",
    ("permalink", "created"),
    {
        "text": ("Video title", "Post title", "Title", "Video caption"),
        "permalink": ("Video link", "Post link"),
        "created": ("Post time", "Posted time", "Publish time", "Create time"),
        "impressions": ("Total views", "Video views", "Views"), "likes": ("Total likes", "Likes"),
        "replies": ("Total comments", "Comments"), "shares": ("Total shares", "Shares"),
        "saves": ("Add to Favorites", "Total favorites", "Saves"), "follows": ("New followers",),
        "reach": ("Reached audience",),
    },
    one_of=("text",),
)  # fmt: skip
FORMATS = (STUDIO,)
_TABLES = r".*\.(?:csv|tsv)"
_FEW = 20


def sniff(container: Container) -> bool:
    """Whether there is a data download, in JSON or as text, or a Studio table."""
    if _files(container):
        return True
    return any(tabular.find(one, STUDIO) for one in container.matching(_TABLES)) or bool(_written(container))


def _files(container: Container) -> list[Member]:
    """The data downloads; where there are many documents, which TikTok's own have not, those that are called so."""
    every = container.matching(r".*\.json")
    some = every if len(every) <= _FEW else container.matching(tiktokdata.FILE)
    return [one for one in some if tiktokdata.known(one)]


def _written(container: Container) -> list[Member]:
    return [one for one in container.matching(r".*\.txt") if tiktokdata.is_text(one)]


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle and the name of the account, where the download has a profile."""
    for member in _files(container)[:1]:
        profile = tiktokdata.load(member, Tally(member.label, NAME)).profile
        return [(profile.handle, profile.name)] if profile.handle else []
    return []


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Every download and table; ArchiveError for a download written as text."""
    parts = [_download(member, account) for member in _files(container)]
    for member in container.matching(_TABLES):
        if tabular.find(member, STUDIO):
            parts.append(_studio(member, account))
    written = _written(container)
    if written and not parts:
        fault = Fault(written[0].label, "a TikTok download written as text", "request it again in the JSON format")
        raise ArchiveError(fault)
    return join(parts), []


def _download(member: Member, account: Account) -> Records:
    """All of one download: posts, comments, messages, counts, profile."""
    tally = Tally(member.label, NAME)
    data = tiktokdata.load(member, tally)
    posts = tiktokdata.posts(data, account, NAME, RANK, tally)
    dms = Tally(f"{member.label}#messages", NAME, sha256=tally.sha256)
    messages, people = tiktokdata.messages(data, account, NAME, dms)
    if not tally.read and not dms.read:
        tally.issue("empty", "no posts, comments or messages in it")
    span = days(posts, messages)
    counts = {
        "followers": data.profile.followers if data.profile.followers is not None else _len(data.fans, tally),
        "following": data.profile.following if data.profile.following is not None else _len(data.followed, tally),
    }
    ends = [end for one in (posts, messages) if isinstance(end := one["created_at"].max(), datetime)]
    ends += [datetime.fromtimestamp(when, UTC) for row in (data.fans or []) if (when := tiktokdata.seconds(row))]
    needs = dict.fromkeys(("own_text", "replies_out", "minute_time"), span)
    if tally.is_cut:  # a list that is not there is missing, and not empty
        needs = {"own_text": span} if data.videos else {}
        needs |= {"replies_out": span} if data.comments else {}
        needs["minute_time"] = span
    at = max(ends, default=None)
    if None not in counts.values() and at:
        needs["following_count"] = around(at.date())
    if data.profile.handle and at:
        needs["profile"] = around(at.date())
    if account.read_dms and not messages.is_empty():
        needs["dm_text"] = days(messages)
    return Records(
        posts=posts, messages=messages, people=pl.concat([postcells.people(posts, account), people]),
        snapshots=_snapshot(account, data, counts, at), feeds=feed(account.key, member.label, needs),
        tallies=(tally, dms) if dms.read else (tally,),
    )  # fmt: skip


def _len(found: Sequence[object] | None, tally: Tally) -> int | None:
    return None if found is None or tally.is_cut else len(found)


def _snapshot(
    account: Account, data: tiktokdata.Data, counts: dict[str, int | None], at: datetime | None
) -> pl.DataFrame:
    if at is None or not (data.profile.handle or any(value is not None for value in counts.values())):
        return pl.DataFrame(schema=SNAPSHOTS)
    followed = Counter(when // 86_400 for row in (data.followed or []) if (when := tiktokdata.seconds(row)))
    row = {
        "account": account.key, "at": at, **counts, "posts_total": len(data.videos) or None,
        "name": data.profile.name or data.profile.handle or None, "bio": data.profile.bio or None,
        "max_follows_day": max(followed.values(), default=None), "source": NAME,
    }  # fmt: skip
    return pl.DataFrame([row], schema=SNAPSHOTS)


def _studio(member: Member, account: Account) -> Records:
    """The posts of a Studio table; the id in the address is a clock to the second."""
    tally = Tally(member.label, NAME)
    layout = tabular.find(member, STUDIO)
    assert layout is not None
    rows = tabular.load(member, layout, STUDIO.places(layout.header), tally)
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    rows = rows.with_columns(pl.col("permalink").str.extract(r"/(?:video|photo)/(\d{8,})").alias("id"))
    clock = cells.instants(rows["created"], tally, account.tz, account.date_format)
    by_id = tiktokdata.id_time(pl.col("id"))
    precise = pl.when(by_id.is_not_null()).then(pl.lit("second")).otherwise(pl.lit(clock.precision))
    source = pl.when(by_id.is_not_null()).then(pl.lit("id")).otherwise(pl.lit(clock.tz_source))
    rows = rows.with_columns(
        precise.alias("time_precision"), source.alias("tz_source"),
        pl.coalesce(by_id, pl.lit(clock.instants)).alias("created_at"),
        text.normal(cells.blank(pl.col("text")).fill_null("")).alias("text"),
    )  # fmt: skip
    kept = rows.filter(pl.col("created_at").is_not_null() & (pl.col("id").is_not_null() | (pl.col("text") != "")))
    tally.skip("incomplete", rows.height - kept.height)
    named = postcells.counters(postcells.with_uid(kept, account))
    single = named.unique("uid", keep="last", maintain_order=True)
    tally.skip("duplicate", named.height - single.height)
    frame = single.with_columns(
        *postcells.named(), pl.lit("post").alias("form"), pl.lit("unknown").alias("paid"),
        pl.lit("no").alias("text_truncated"), pl.lit(tally.file).alias("source_file"),
        pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    posts = conform(postcells.whole(frame, account, NAME, 3), {**POSTS, **HELPERS})
    needs: dict[str, Any] = {"own_text": days(posts)}
    needs["minute_time"] = days(posts.filter(pl.col("time_precision").is_in(["second", "minute"])))
    return Records(
        posts=posts,
        people=postcells.people(posts, account),
        feeds=feed(account.key, member.label, needs),
        tallies=(tally,),
    )
