"""Meta Business Suite's content tables for Facebook and Instagram, and its daily series of one metric.

``Publish time`` is Pacific time and names no zone; ``tz`` of the account in
brand.yaml overrules that.  Exported "by day", the table has a row for each post
and day: the row of the whole period is taken where there is one, else days are
added up (FORMATS 2b).
"""

from __future__ import annotations

import re

import polars as pl

from sociable.archives import cells, metaheaders, metaseries, postcells, tabular, text
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, days, feed
from sociable.archives.tabular import Format, Layout
from sociable.config import Account, Brand
from sociable.errors import ArchiveError, Fault
from sociable.model import Issue
from sociable.tables import METRICS, POSTS, conform

NAME = "meta-csv"
PLATFORM = "facebook"
FEEDS: tuple[str, ...] = ("own_text", "minute_time")
RANK = 3
FORMATS = metaheaders.FORMATS
ZONE = "America/Los_Angeles"
_TABLES = r".*\.(?:csv|tsv|txt)"
_STORY = r"(?i)\bstor(?:y|ies|ia|ie)\b|histori"
_NETWORKS = {metaheaders.FACEBOOK.name: "facebook", metaheaders.INSTAGRAM.name: "instagram"}


def sniff(container: Container) -> bool:
    """Whether some table is a content table, in any language, or a daily series."""
    return any(_kind(one) or metaseries.known(one) for one in container.matching(_TABLES))


def _kind(member: Member) -> tuple[Format, Layout, dict[str, int]] | None:
    """The table's format, where it starts, and its columns."""
    for layout in tabular.layouts(member):
        for one in FORMATS:
            if not one.missing(layout.header):
                return one, layout, one.places(layout.header)
    return metaheaders.guess(member)


def owners(container: Container) -> list[tuple[str, str]]:
    """Handle (or name, on Facebook) and name of every account with a row at the start of a table."""
    found: dict[str, str] = {}
    for member in container.matching(_TABLES):
        if kind := _kind(member):
            _, layout, places = kind
            for row in metaheaders.rows(member, layout):
                name = row[places["page"]].strip() if "page" in places else ""
                found.setdefault((row[places["username"]].strip() if "username" in places else name) or name, name)
    return [(handle, name) for handle, name in found.items() if handle]


def platform(container: Container) -> str:
    """The network that the first table is of."""
    kinds = (kind for one in container.matching(_TABLES) if (kind := _kind(one)))
    return next((_NETWORKS[kind[0].name] for kind in kinds), PLATFORM)


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The posts of every content table; daily series are noted."""
    frames, tallies, feeds = [], [], []
    for member in container.matching(_TABLES):
        kind = _kind(member)
        if kind is None:
            if metaseries.known(member):
                tallies.append(metaseries.read(member, NAME))
            continue
        tally = Tally(member.label, NAME)
        tallies.append(tally)
        rows = tabular.load(member, kind[1], kind[2], tally)
        if kind[0].missing(kind[1].header):
            tally.issue("headers-unknown", "headers in a language not known; columns were told by their cells")
        if not tally.read:
            tally.issue("empty", "a header and no rows")
        if account.platform != "other" and _NETWORKS[kind[0].name] != account.platform:
            tally.skip("other-platform", rows.height)
            continue
        frame = _posts(rows, account, kind[0], tally)
        frames.append(frame)
        feeds.append(feed(account.key, member.label, dict.fromkeys(FEEDS, days(frame))))
    posts = pl.concat(frames) if frames else pl.DataFrame(schema={**POSTS, **HELPERS})
    people = postcells.people(posts, account)
    return Records(
        posts=posts, people=people, feeds=pl.concat(feeds) if feeds else Records().feeds, tallies=tuple(tallies)
    ), []


def _posts(rows: pl.DataFrame, account: Account, kind: Format, tally: Tally) -> pl.DataFrame:
    lacking = [name for name in ("text", "title", "type", "period", "page", "page_id", "username") if name not in rows]
    rows = rows.with_columns(*(pl.lit(None, dtype=pl.Utf8).alias(name) for name in lacking))
    rows = _mine(rows.with_columns(cells.ids(rows["id"], tally)), account, tally)
    rows = rows.with_columns(
        pl.coalesce("id", pl.col("permalink").str.extract(r"/(?:posts|p|reel|reels|videos|permalink)/([\w-]+)")).alias(
            "id"
        ),
        _caption(kind).alias("text"),
    )
    rows = _timed(rows, account, tally)
    kept = rows.filter(pl.col("created_at").is_not_null() & (pl.col("id").is_not_null() | (pl.col("text") != "")))
    tally.skip("incomplete", rows.height - kept.height)
    single = _whole_periods(postcells.counters(postcells.with_uid(kept, account)), tally)
    return _columns(single, account, tally)


def _caption(kind: Format) -> pl.Expr:
    """The longer of title and description; either may hold the words."""
    title, said = (cells.blank(pl.col(name)).fill_null("") for name in ("title", "text"))
    longer = pl.when(title.str.len_chars() > said.str.len_chars()).then(title).otherwise(said)
    return text.normal(longer if kind is metaheaders.FACEBOOK else said)


def _plain(column: pl.Expr) -> pl.Expr:
    return column.str.to_lowercase().str.replace_all(r"[\W_]", "")


def _mine(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """Rows of the account's page; a table of several pages none of which is the account's is refused."""
    slug = pl.col("permalink").str.extract(r"(?:facebook|instagram)\.com/([\w.]+)/")
    names = [_plain(column) for column in (pl.col("page"), pl.col("page_id"), pl.col("username"), slug)]
    mine = rows.clear()
    for name in (account.page, account.handle):
        wanted = re.sub(r"[\W_]", "", (name or "").casefold())
        if wanted and mine.is_empty():
            mine = rows.filter(pl.any_horizontal((one == wanted).fill_null(False) for one in names))
    pages = (
        rows.select(pl.coalesce("username", "page", "page_id").alias("page")).drop_nulls().unique(maintain_order=True)
    )
    if mine.height:
        tally.skip("other-page", rows.height - mine.height)
        return mine
    if pages.height > 1:
        what = f"holds {pages.height} pages ({text.choice(pages['page'].to_list()[:5])}), none is {account.handle}"
        raise ArchiveError(Fault(tally.file, what, "name the one that is meant as page of the account in brand.yaml"))
    if pages.height:
        tally.issue("other-handle", f"the table belongs to {pages['page'][0]}")
    return rows


def _timed(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """``created_at``, read month first unless some day shows that it is not."""
    first = rows["created"].str.extract(r"^\s*(\d{1,2})/\d{1,2}/\d{4}").cast(pl.Int64)
    second = rows["created"].str.extract(r"^\s*\d{1,2}/(\d{1,2})/\d{4}").cast(pl.Int64)
    layout = account.date_format
    if layout is None and first.null_count() < first.len():
        day_first = bool((first > 12).any()) and not bool((second > 12).any())
        order = "%d/%m/%Y" if day_first else "%m/%d/%Y"
        clock = "%H:%M:%S" if rows["created"].str.contains(r":\d\d:\d\d").any() else "%H:%M"
        half = rows["created"].str.contains(r"(?i)[ap]m\s*$").any()
        layout = f"{order} {clock.replace('%H', '%I')} %p" if half else f"{order} {clock}"
        if not day_first and not bool((second > 12).any()):
            tally.issue("date-order-ambiguous", "read month first, as Meta writes; set date_format where it is not so")
    found = cells.instants(rows["created"], tally, account.tz or ZONE, layout)
    source = "platform-rule" if found.tz_source == "config" and not account.tz else found.tz_source
    return rows.with_columns(
        found.instants.alias("created_at"), pl.lit(found.precision).alias("time_precision"),
        pl.lit(source).alias("tz_source"),
    )  # fmt: skip


def _whole_periods(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """One row a post: its row of the whole period, else the sum over its days, else the last of its rows."""
    if not rows["uid"].is_duplicated().any():
        return rows
    dated = pl.col("period").str.contains(r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}").fill_null(False)
    rows = rows.with_columns(dated.alias("_day"))
    whole = rows.filter(~pl.col("_day"))
    parts = rows.filter(pl.col("_day") & ~pl.col("uid").is_in(whole["uid"].implode()))
    have = [name for name in METRICS if name in rows.columns]
    added = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in have if name != "reach"]
    others = [name for name in rows.columns if name not in (*have, "uid")]
    days_left = parts.unique(["uid", "period"], keep="last", maintain_order=True)
    summed = days_left.group_by("uid", maintain_order=True).agg(*(pl.col(name).last() for name in others), *added)
    if "reach" in have:  # people reached on two days may be the same people
        lone = days_left.group_by("uid").agg(reach=pl.when(pl.len() == 1).then(pl.col("reach").last()))
        summed = summed.join(lone, on="uid", how="left", maintain_order="left")
    single = whole.unique("uid", keep="last", maintain_order=True)
    result = pl.concat([single.select(rows.columns), summed.select(rows.columns)]).sort("row").drop("_day")
    if days_left.height > summed.height or parts.height < rows.height - whole.height:
        tally.issue(
            "daily-breakdown", "a row for each post and day; days were added up", count=rows.height - result.height
        )
        tally.skip("day-of-a-post", rows.height - result.height)
    else:
        tally.skip("duplicate", rows.height - result.height)
    return result


def _columns(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    share = pl.col("share").is_in(["1", "true", "TRUE", "True", "Yes"]) if "share" in rows.columns else pl.lit(False)
    boosted = cells.numbers(rows["boosted"]) > 0 if "boosted" in rows.columns else None
    paid = (
        pl.lit("unknown")
        if boosted is None
        else pl.when(boosted.fill_null(False)).then(pl.lit("yes")).otherwise(pl.lit("no"))
    )
    form = (
        pl.when(pl.col("type").str.contains(_STORY).fill_null(False)).then(pl.lit("story"))
        .when(share.fill_null(False) & (pl.col("text") == "")).then(pl.lit("repost"))
        .when(share.fill_null(False)).then(pl.lit("quote"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip
    frame = rows.with_columns(
        *postcells.named(), form.alias("form"), paid.alias("paid"),
        pl.when(pl.col("text").str.ends_with("…")).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        pl.lit(tally.file).alias("source_file"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    return conform(postcells.whole(frame, account, NAME, RANK), {**POSTS, **HELPERS})
