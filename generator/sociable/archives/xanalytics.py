"""X Analytics tables: per post until 2024 (40 columns), and the content export since.

Both hold replies but no reposts, so amplification cannot be seen in them.  The
new export dates posts by the account's local day; the instant comes from the id
and the difference betrays the account's real offset from UTC (FORMATS 1c).
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import polars as pl

from sociable.archives import cells, postcells, tabular, text
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, days, feed
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import POSTS

NAME = "x-analytics"
PLATFORM = "x"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time")
RANK = 3
TWEETS = tabular.Format(
    "X Analytics, per post",
    ("id", "permalink", "text", "created"),
    {
        "id": ("Tweet id",), "permalink": ("Tweet permalink",), "text": ("Tweet text",), "created": ("time",),
        "impressions": ("impressions",), "reposts": ("retweets",), "replies": ("replies",),
        "likes": ("likes", "favorites"),
        "clicks": ("url clicks",), "follows": ("follows",), "video_views": ("media views",),
        "promoted": ("promoted impressions",),
    },
)  # fmt: skip
CONTENT = tabular.Format(
    "X Analytics, content",
    ("id", "text", "permalink", "impressions"),
    {
        "id": ("Post id",), "created": ("Date",), "text": ("Post text",), "permalink": ("Post Link", "Link"),
        "impressions": ("Impressions",), "likes": ("Likes",), "saves": ("Bookmarks",), "shares": ("Shares", "Share"),
        "follows": ("New follows",), "replies": ("Replies",), "reposts": ("Reposts",), "clicks": ("URL Clicks",),
    },
)  # fmt: skip
DAILY = tabular.Format(
    "X Analytics, per day",
    ("day", "impressions"),
    {
        "day": ("Date",),
        "impressions": ("impressions",),
        "written": ("Tweets published", "Create Post"),
        "new": ("New follows", "follows"),
    },
    one_of=("written", "new"),
)
FORMATS = (TWEETS, CONTENT, DAILY)
_WINDOW = re.compile(r"_(\d{4})-?(\d{2})-?(\d{2})_(\d{4})-?(\d{2})-?(\d{2})(?:_|\.)")


def sniff(container: Container) -> bool:
    """Whether some table of the container is one of the three."""
    return any(_kind(one) for one in container.matching(r".*\.csv"))


def owners(container: Container) -> list[tuple[str, str]]:
    """The handles in the addresses of the posts."""
    found: dict[str, str] = {}
    for member in container.matching(r".*\.csv"):
        if _kind(member) and (handle := re.search(rb"(?:twitter|x)\.com/(\w{1,15})/status/\d", member.head())):
            name = handle[1].decode()
            found.setdefault(name.casefold(), name)
    return [(name, "") for name in found.values() if name != "i"]


def _kind(member: Member) -> tuple[tabular.Format, tabular.Layout] | None:
    found = next(((one, layout) for one in FORMATS if (layout := tabular.find(member, one))), None)
    if found and found[0] is DAILY and {"permalink", "post id"} & {tabular.plain(name) for name in found[1].header}:
        return None  # other networks' tables of posts have a date and impressions too
    return found


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The posts of all tables; daily tables are recognised and left out."""
    frames, tallies, feeds = [], [], []
    issues: list[Issue] = []
    for member in container.matching(r".*\.csv"):
        found = _kind(member)
        if found is None:
            continue
        tally = Tally(member.label, NAME)
        tallies.append(tally)
        rows = tabular.load(member, found[1], found[0].places(found[1].header), tally)
        if found[0] is DAILY:
            tally.skip("not-a-post", rows.height)
            tally.issue("daily", "one row a day, not a post; export the table of posts")
            continue
        frame = _posts(rows, account, brand, found[0], tally)
        frames.append(frame.with_columns(pl.lit(member.label).alias("source_file")))
        span = days(frame) if tally.is_cut else _window(member, frame)
        feeds.append(feed(account.key, member.label, dict.fromkeys(FEEDS, span)))
        if not tally.read:
            tally.issue("empty", "a header and no rows")
    posts = pl.concat(frames) if frames else pl.DataFrame(schema={**POSTS, **HELPERS})
    people = postcells.people(posts, account)
    return Records(
        posts=posts, people=people, feeds=pl.concat(feeds) if feeds else Records().feeds, tallies=tuple(tallies)
    ), issues


def _posts(rows: pl.DataFrame, account: Account, brand: Brand, kind: tabular.Format, tally: Tally) -> pl.DataFrame:
    rows = rows.with_columns(
        pl.coalesce(cells.ids(rows["id"], tally), pl.col("permalink").str.extract(r"/status/(\d+)")).alias("id")
    )
    clock = cells.instants(rows["created"], tally) if "created" in rows.columns and rows.height else None
    written = clock.instants if clock else pl.Series("created", [None] * rows.height, dtype=POSTS["created_at"])
    by_id = text.x_id_time(pl.col("id"))
    rows = rows.with_columns(written.alias("_written"), by_id.alias("_by_id"))
    exact = kind is CONTENT
    if exact:
        _check_zone(rows, brand, tally)
    else:
        off = (pl.col("_written") - pl.col("_by_id").dt.truncate("1m")).dt.total_minutes().abs() > 1
        tally.issue(
            "time-off-id", "the written time differs from the clock in the id", int(rows.select(off.sum()).item() or 0)
        )
    best = ("_by_id", "_written") if exact else ("_written", "_by_id")
    rows = rows.with_columns(
        pl.coalesce(*best).alias("created_at"),
        pl.lit("second" if exact else "minute").alias("time_precision"),
        pl.lit("id" if exact else "explicit").alias("tz_source"),
        text.normal(text.unescape(pl.col("text"))).alias("text"),
    )
    kept = rows.filter(pl.col("id").is_not_null() & pl.col("text").is_not_null() & pl.col("created_at").is_not_null())
    tally.skip("incomplete", rows.height - kept.height)
    single = kept.unique("id", keep="last", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    return _columns(postcells.counters(single), account)


def _columns(rows: pl.DataFrame, account: Account) -> pl.DataFrame:
    if "promoted" in rows.columns:
        rows = rows.with_columns((cells.numbers(rows["promoted"]) > 0).fill_null(False).alias("promoted"))
        paid = pl.when("promoted").then(pl.lit("yes")).otherwise(pl.lit("no"))
    else:
        paid = pl.lit("unknown")
    cut = pl.col("text").str.contains(r"…\s*$")
    form = postcells.form_by_text()
    frame = postcells.with_uid(rows, account).with_columns(
        form.alias("form"), *postcells.named(),
        postcells.leading_author(account).alias("reply_to_author"),
        pl.when(cut).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        paid.alias("paid"), pl.lit("open").alias("place"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    return postcells.whole(frame, account, NAME, RANK)


def _check_zone(rows: pl.DataFrame, brand: Brand, tally: Tally) -> None:
    """Compare the local day in the table with the day that the id gives in the brand's zone."""
    zone = ZoneInfo(brand.about.timezone).key
    local = pl.col("_by_id").dt.convert_time_zone(zone).dt.date()
    both = rows.filter(pl.col("_written").is_not_null() & pl.col("_by_id").is_not_null())
    wrong = both.filter(local != pl.col("_written").dt.date()).height
    if wrong:
        offset = _offset(both)
        tally.issue("zone-mismatch", f"days are those of {offset}, brand.yaml says {zone}", count=wrong)


def _offset(both: pl.DataFrame) -> str:
    """The whole-hour offset from UTC under which most days agree; the one nearest to UTC of equals."""
    hits = [
        (
            both.filter((pl.col("_by_id") + pl.duration(hours=hours)).dt.date() == pl.col("_written").dt.date()).height,
            -abs(hours),
            hours,
        )
        for hours in range(-12, 15)
    ]
    return f"UTC{max(hits)[2]:+d}"


def _window(member: Member, frame: pl.DataFrame) -> tuple[dt.date | None, dt.date | None]:
    """The days of the file name (the last is not included), else those of the rows."""
    match = _WINDOW.search(member.tail)
    first, last = days(frame)
    if match is None:
        return first, last
    year, month, day, to_year, to_month, to_day = map(int, match.groups())
    try:
        start, end = dt.date(year, month, day), dt.date(to_year, to_month, to_day)
    except ValueError:
        return first, last
    inside = end - dt.timedelta(days=1) if "-" not in match[0] else end
    return min(start, first or start), max(inside, last or inside)
