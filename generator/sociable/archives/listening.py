"""Listening exports: what people said about the brand (Meltwater, Talkwalker, Brandwatch and the like).

Mentions come in; nothing shows what the brand answered, so no response can be
timed.  Rows of other networks than the account's are left out and counted.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import assemble, cells, tabular, text, toolposts
from sociable.archives.container import Container
from sociable.archives.records import Records, Tally, join
from sociable.archives.tabular import Format
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import MESSAGES, conform

NAME = "listening"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ()
RANK = 4
MELTWATER = Format(
    "Meltwater, mentions", ("created", "url", "text", "tool"),
    {
        "created": ("Date",), "time": ("Time",), "id": ("Document ID",), "url": ("URL",),
        "title": ("Title", "Headline"), "text": ("Hit Sentence", "Opening Text"),
        "tool": ("Hit Sentence", "Document ID"),
        "source": ("Source Name", "Source", "Content source", "Information Type"),
        "name": ("Author Name", "Influencer"), "handle": ("Author Handle",), "lang": ("Language",),
    },
)  # fmt: skip
TALKWALKER = Format(
    "Talkwalker, mentions", ("created", "url", "text"),
    {
        "created": ("published", "indexed"), "url": ("url",), "title": ("title",),
        "text": ("content", "content_snippet"), "lang": ("lang",),
        "source": ("source_type", "extra_source_attributes.name"),
        "name": ("extra_author_attributes.name",), "handle": ("extra_author_attributes.short_name",),
    },
)  # fmt: skip
BRANDWATCH = Format(
    "Brandwatch, mentions", ("created", "url", "text", "tool"),
    {
        "created": ("Date",), "url": ("Url",), "title": ("Title",), "text": ("Full Text", "Snippet"),
        "tool": ("Query Name", "Query Id"), "id": ("Resource Id",),
        "source": ("Page Type", "Content Source Name", "Domain"), "name": ("Full Name",),
        "handle": ("Author", "Twitter Author"), "lang": ("Language",), "thread": ("Thread Id",),
    },
)  # fmt: skip
FORMATS = (MELTWATER, BRANDWATCH, TALKWALKER)
_TABLES = r".*\.(?:csv|tsv|txt)"


def sniff(container: Container) -> bool:
    """Whether some table is one of the tools'."""
    return any(tabular.known(container.matching(_TABLES), FORMATS))


def platform(container: Container) -> str:
    """Mentions come from many networks; the account's are taken."""
    return PLATFORM


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Mentions on the account's network as inbound messages."""
    parts = []
    for member, wanted, layout in tabular.known(container.matching(_TABLES), FORMATS):
        tally = Tally(member.label, NAME)
        places = {name: place for name, place in wanted.places(layout.header).items() if name != "tool"}
        rows = tabular.load(member, layout, places, tally)
        toolposts.understood(layout.header, places, tally)
        if not tally.read:
            tally.issue("empty", "a header and no rows")
        zone = toolposts.gmt(layout.header) or brand.about.timezone
        parts.append(_mentions(_timed(rows, account, tally, zone), account, tally))
    return join(parts), []


def _timed(rows: pl.DataFrame, account: Account, tally: Tally, zone: str) -> pl.DataFrame:
    """Rows with ``created_at``: written, or milliseconds since 1970."""
    written = rows["created"]
    if "time" in rows.columns:
        written = rows.select(pl.concat_str("created", "time", separator=" ", ignore_nulls=True)).to_series()
    millis = written.str.strip_chars().str.extract(r"^(\d{10,13})$").cast(pl.Int64, strict=False)
    if len(written) and millis.null_count() < len(written) / 2:
        scaled = pl.select(
            pl.when(pl.lit(millis) < 100_000_000_000).then(pl.lit(millis) * 1000).otherwise(pl.lit(millis))
        )
        instants = scaled.to_series().cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").cast(MESSAGES["created_at"])
        return rows.with_columns(instants.alias("created_at"), pl.lit("second").alias("time_precision"))
    clock = cells.instants(written, tally, account.tz or zone, account.date_format)
    return rows.with_columns(clock.instants.alias("created_at"), pl.lit(clock.precision).alias("time_precision"))


def _mentions(rows: pl.DataFrame, account: Account, tally: Tally) -> Records:
    lacking = [name for name in ("source", "handle", "name", "title", "id", "thread") if name not in rows.columns]
    rows = rows.with_columns(pl.lit(None, dtype=pl.Utf8).alias(name) for name in lacking)
    by_host = toolposts.network(pl.col("url").str.extract(r"^(?:https?://)?(?:www\.|m\.)?([^/]+)"))
    by_source = toolposts.network(pl.col("source"))
    of = pl.when(by_host.fill_null("other") != "other").then(by_host).otherwise(by_source)
    there = rows.filter((of == account.platform).fill_null(True)) if account.platform != "other" else rows
    tally.skip("other-platform", rows.height - there.height)
    said = pl.coalesce(pl.when(pl.col("text") != "").then(pl.col("text")), "title")
    who = text.handle(pl.col("handle"))
    there = there.with_columns(
        text.normal(text.unescape(said)).alias("text"),
        who.alias("who"),
        pl.coalesce(pl.col("url").str.extract(r"/status/(\d+)"), pl.lit(cells.ids(there["id"], tally))).alias("id"),
    )
    kept = there.filter(pl.col("text").is_not_null() & pl.col("created_at").is_not_null())
    tally.skip("incomplete", there.height - kept.height)
    name = account.handle.lstrip("@").casefold()
    foreign = kept.filter((pl.col("who") != name).fill_null(True))
    tally.skip("own-post", kept.height - foreign.height)
    single = foreign.with_columns(pl.coalesce("id", "url", text.filled("{}|{}", "created_at", "text")).alias("id"))
    single = single.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", foreign.height - single.height)
    author = pl.coalesce(
        pl.format(f"{account.platform}:@{{}}", "who"), pl.format(f"{account.platform}:name:{{}}", pl.col("name"))
    )
    frame = single.with_columns(
        pl.format(f"{account.platform}:{{}}", "id").alias("uid"), pl.lit(account.key).alias("account"),
        pl.lit(account.platform).alias("platform"), pl.lit("in").alias("direction"),
        author.alias("author"), pl.lit(assemble.me(account)).alias("recipient"),
        pl.when(text.handles(pl.col("text")).list.contains(name)).then(pl.lit("mention")).otherwise(pl.lit("other"))
        .alias("channel"),
        text.handles(pl.col("text")).fill_null([]).alias("mentions"), pl.col("url").alias("permalink"),
        pl.lit(False).alias("private"), pl.lit(None, dtype=pl.Utf8).alias("lang"),
        pl.col("thread").alias("thread_id"), pl.lit(tally.file).alias("source_file"), pl.lit(NAME).alias("reader"),
    )  # fmt: skip
    people = [
        {"key": key, "handle": handle, "name": full, "weak": handle is None}
        for key, handle, full in frame.select("author", "who", "name").unique(maintain_order=True).rows()
    ]
    return Records(messages=conform(frame, MESSAGES), people=assemble.people(people, account), tallies=(tally,))
