"""LinkedIn's analytics workbooks: of a page (posts with texts and counters), of a creator (counters only).

A creator's top posts have no text and other ids than the shares they stand
for; they lend their counters to the share of the same moment (FORMATS 4b, 4c).
"""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

from sociable.archives import assemble, cells, packed, tabular, toolposts, workbook
from sociable.archives.container import Container, Member
from sociable.archives.linkedinrows import SAME
from sociable.archives.records import HELPERS, Records, Tally, join
from sociable.archives.workbook import Sheet
from sociable.config import Account, Brand
from sociable.errors import ArchiveError
from sociable.model import Issue
from sociable.tables import POSTS, SNAPSHOTS, conform

NAME = "linkedin-workbook"
PLATFORM = "linkedin"
FEEDS: tuple[str, ...] = ("own_text", "minute_time")
RANK = 3
PAGE = tabular.Format(
    "LinkedIn page, posts", ("text", "impressions"),
    {
        "text": ("Post title", "Update title", "Titre du post", "Beitragstitel", "Título de la publicación"),
        "permalink": ("Post link", "Update link", "Lien du post", "Beitragslink"), "agent": ("Posted by",),
        "paid": ("Post type", "Update type"),
        "created": ("Created date", "Date", "Date de création", "Erstellungsdatum"),
        "impressions": ("Impressions", "Impressionen"),
        "video_views": ("Views", "Views (Excluding offsite video views)"),
        "clicks": ("Clicks", "Clics", "Klicks"), "likes": ("Likes", "Reactions"), "replies": ("Comments",),
        "reposts": ("Reposts", "Shares"), "follows": ("Follows",), "type": ("Content Type",),
    },
)  # fmt: skip
TOP = tabular.Format("LinkedIn creator, top posts", ("permalink", "created"), {
    "permalink": ("Post URL",), "created": ("Post publish date",),
})  # fmt: skip
DAILY = tabular.Format(
    "LinkedIn, daily figures", ("created",), {
        "created": ("Date",), "impressions": ("Impressions", "Impressions (total)"), "new": ("New followers",),
        "total": ("Total followers",),
    }, one_of=("impressions", "new", "total"),
)  # fmt: skip
FORMATS = (PAGE,)
_TOTAL = re.compile(r"total followers on\s+([\d/.\-]+)", re.I)


def sniff(container: Container) -> bool:
    """Whether some workbook is LinkedIn's."""
    return any(_parts(one) for one in container.matching(workbook.FILES))


def _parts(member: Member) -> bool:
    try:
        found = workbook.sheets(member)
    except packed.Refused:
        raise
    except ArchiveError:
        return False
    return any(workbook.find(sheet, one) is not None for sheet in found.values() for one in (PAGE, TOP, DAILY))


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Posts of page workbooks, counters of creators' top posts, followers where a cell tells them."""
    parts = []
    for member in container.matching(workbook.FILES):
        tally = Tally(member.label, NAME)
        found = workbook.sheets(member, tally)
        frames = [_sheet(sheet, account, tally) for sheet in found.values()]
        posts = pl.concat([one for one in frames if one is not None] or [pl.DataFrame(schema={**POSTS, **HELPERS})])
        if not tally.read:
            tally.issue("empty", "no rows in it")
        records = toolposts.records(posts, account, tally)
        feeds = records.feeds if posts["text"].is_not_null().any() else Records().feeds
        snapshots = pl.concat([_followers(sheet, account, tally) for sheet in found.values()] or [Records().snapshots])
        parts.append(Records(posts, people=records.people, snapshots=snapshots, feeds=feeds, tallies=(tally,)))
    return join(parts), []


def _sheet(sheet: Sheet, account: Account, tally: Tally) -> pl.DataFrame | None:
    """The posts of a sheet; days are no posts, and sheets of other things are passed over."""
    if (line := workbook.find(sheet, PAGE)) is not None:
        rows = _table(sheet, line, PAGE.places(tuple(sheet[line])), tally)
        if "created" not in rows.columns:
            rows = rows.with_columns(pl.lit(None, dtype=pl.Utf8).alias("created"))
        return toolposts.posts(rows, account, tally, NAME, RANK, "UTC")
    if (line := workbook.find(sheet, TOP)) is not None:
        return _top(sheet, line, account, tally)
    if (line := workbook.find(sheet, DAILY)) is not None:
        tally.skip("daily", _table(sheet, line, {"created": 0}, tally).height)
    return None


def _table(sheet: Sheet, line: int, places: dict[str, int], tally: Tally) -> pl.DataFrame:
    """The rows below the header by field; empty cells are null, empty rows are none."""
    body = [
        row for row in sheet[line + 1 :] if any(row[place].strip() for place in places.values() if place < len(row))
    ]
    tally.read += len(body)
    columns = {
        name: [row[place].strip() or None if place < len(row) else None for row in body]
        for name, place in places.items()
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(places, pl.Utf8))


def _top(sheet: Sheet, line: int, account: Account, tally: Tally) -> pl.DataFrame:
    """Two tables side by side, one row a post with the counters of both."""
    header = [tabular.plain(cell) for cell in sheet[line]]
    starts = [place for place, cell in enumerate(header) if cell == tabular.plain("Post URL")]
    found: dict[str, dict[str, object]] = {}
    for start, end in zip(starts, [*starts[1:], len(header)], strict=True):
        names = {name: start + place for place, name in enumerate(header[start:end])}
        for row in sheet[line + 1 :]:
            link = row[start].strip() if start < len(row) else ""
            if not link:
                continue
            entry = found.setdefault(link, {"permalink": link, "created": row[names["post publish date"]].strip()})
            if "impressions" in names:
                entry["impressions"] = row[names["impressions"]].strip() or None
    tally.read += len(found)
    schema = dict.fromkeys(("permalink", "created", "impressions"), pl.Utf8)
    rows = pl.DataFrame([{name: one.get(name) for name in schema} for one in found.values()], schema=schema)
    return toolposts.posts(rows, account, tally, NAME, RANK, "UTC")


def _followers(sheet: Sheet, account: Account, tally: Tally) -> pl.DataFrame:
    """The follower count that a title cell gives with its day."""
    for row in sheet[:5]:
        for place, cell in enumerate(row):
            if (match := _TOTAL.search(cell)) and place + 1 < len(row):
                count = cells.numbers(pl.Series([row[place + 1]]))[0]
                at = cells.instants(pl.Series([match[1]]), tally, "UTC", month_first=True).instants[0]
                return assemble.snapshot(account, tally.file, at, followers=count)
    return pl.DataFrame(schema=SNAPSHOTS)


def settle(posts: pl.DataFrame) -> tuple[pl.DataFrame, Counter[str]]:
    """Top posts without text take the id of the share minted at the same moment; the rest says nothing and goes.

    The second value counts the rows that went, by source file.
    """
    bare = ((pl.col("reader") == NAME) & pl.col("text").is_null()).fill_null(False)
    lent = posts.filter(bare)
    if lent.is_empty():
        return posts, Counter()
    millis = pl.col("uid").str.extract(r":(\d{15,20})$").cast(pl.Int64, strict=False) // (1 << 22)
    kept = posts.filter(~bare)
    own = kept.select("account", millis.alias("_ms"), pl.col("uid").alias("_uid")).drop_nulls("_ms").sort("_ms")
    found = (
        lent.with_columns(millis.alias("_ms")).drop_nulls("_ms").sort("_ms")
        .join_asof(own, on="_ms", by="account", strategy="nearest", tolerance=int(SAME * 1000), check_sortedness=False)
        .filter(pl.col("_uid").is_not_null()).with_columns(pl.col("_uid").alias("uid")).drop("_uid", "_ms")
    )  # fmt: skip
    before, after = (Counter(one["source_file"].to_list()) for one in (lent, found))
    return pl.concat([kept, conform(found, {**POSTS, **HELPERS})]), before - after
