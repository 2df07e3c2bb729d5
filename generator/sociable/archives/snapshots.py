"""Account figures by day or month: followers, following; by hand, or from a tool (FORMATS 1c, 8).

Only such points are read, no posts.  Needs of a point hold 45 days either way.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from sociable.archives import cells, tabular, toolposts
from sociable.archives.container import Container, Member
from sociable.archives.records import SNAPSHOT_DAYS, Records, Tally, feed, join
from sociable.archives.tabular import Format, Layout
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import SNAPSHOTS, conform

NAME = "snapshots"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ("following_count",)
RANK = 5
TABLE = Format(
    "account figures (date, followers ...)", ("created", "followers"),
    {
        "created": ("date", "day", "month", "Fecha", "Datum", "week"),
        "followers": ("followers", "Audience", "total followers", "follower count", "fans", "Seguidores", "page likes"),
        "following": ("following", "followings", "friends", "following count", "Siguiendo"),
        "posts_total": ("total posts", "posts total", "posts_total"),
        "page": ("profile", "account", "page", "handle"), "network": ("network", "platform", "social network"),
    },
)  # fmt: skip
FORMATS = (TABLE,)
_TABLES = r".*\.(?:csv|tsv|txt)"
_TEXTS = frozenset(
    {"text", "message", "post", "post message", "tweet text", "post text", "caption", "description", "content"}
)
_DAY_FIRST = ("fecha", "datum")


def sniff(container: Container) -> bool:
    """Whether some table has dates and followers, and no texts."""
    return any(_layout(one) for one in container.matching(_TABLES))


def _layout(member: Member) -> Layout | None:
    layout = tabular.find(member, TABLE)
    return layout if layout and not _TEXTS & {tabular.plain(cell) for cell in layout.header} else None


def platform(container: Container) -> str:
    """A table of figures may be of any network."""
    return PLATFORM


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """One snapshot a row."""
    parts = []
    for member in container.matching(_TABLES):
        if layout := _layout(member):
            tally = Tally(member.label, NAME)
            rows = tabular.load(member, layout, TABLE.places(layout.header), tally)
            parts.append(_points(toolposts.mine(rows, account, tally), layout, account, tally))
    return join(parts), []


def _points(rows: pl.DataFrame, layout: Layout, account: Account, tally: Tally) -> Records:
    month_first = layout.delimiter != ";" and not any(tabular.plain(cell) in _DAY_FIRST for cell in layout.header)
    months = rows["created"].str.strip_chars().str.replace(r"^(\d{4}-\d{2})$", "$1-01")
    clock = cells.instants(months, tally, account.tz, account.date_format, month_first)
    counted = [name for name in ("followers", "following", "posts_total") if name in rows.columns]
    rows = rows.with_columns(clock.instants.alias("at"), *(cells.numbers(rows[name]).alias(name) for name in counted))
    kept = rows.filter(pl.col("at").is_not_null() & pl.any_horizontal(pl.col(name).is_not_null() for name in counted))
    tally.skip("incomplete", rows.height - kept.height)
    tally.skip("snapshot", kept.height)  # kept as points in time, not as posts
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    single = kept.unique("at", keep="last", maintain_order=True)
    frame = single.with_columns(pl.lit(account.key).alias("account"), pl.lit(tally.file).alias("source"))
    needs = {}
    if "following" in counted:
        days = single.filter(pl.col("following").is_not_null())["at"].dt.date()
        if len(days):
            margin = timedelta(days=SNAPSHOT_DAYS)
            needs["following_count"] = (days.min() - margin, days.max() + margin)  # type: ignore[operator]
    return Records(
        snapshots=conform(frame, SNAPSHOTS), feeds=feed(account.key, tally.file, needs), tallies=(tally,)  # type: ignore[arg-type]
    )  # fmt: skip
