"""A customer-care table of both directions: who wrote what, when, in answer to what.

The shape is that of the public customer-support set: the brand's rows carry
its handle as author, customers have numbers.  Many brands may share one file;
rows that do not concern the account are skipped as another brand's.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

from sociable.archives import cells, tabular, text, twosided
from sociable.archives.container import Container
from sociable.archives.records import HELPERS, Records, Tally, join
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import NO, POSTS, YES, conform

NAME = "inbox"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ("minute_time", "inbound_complete", *twosided.CARE_NEEDS)
RANK = 4
TABLE = tabular.Format(
    "customer-care inbox (tweet_id, author_id, inbound ...)",
    ("id", "author", "inbound", "created", "text"),
    {
        "id": ("tweet_id",), "author": ("author_id",), "inbound": ("inbound",), "created": ("created_at",),
        "text": ("text",), "answers": ("response_tweet_id",), "parent": ("in_response_to_tweet_id",),
    },
)  # fmt: skip
FORMATS = (TABLE,)


def sniff(container: Container) -> bool:
    """Whether some table of the container has the shape."""
    return any(tabular.find(one, TABLE) for one in container.matching(r".*\.(?:csv|tsv|txt)"))


def platform(container: Container) -> str:
    """X, where the shape comes from; a brand may have filled it with what another network's tool gave it."""
    return "x"


def owners(container: Container) -> list[tuple[str, str]]:
    """Every desk that answers in the tables, the busiest first."""
    desks: Counter[str] = Counter()
    for member in container.matching(r".*\.(?:csv|tsv|txt)"):
        if layout := tabular.find(member, TABLE):
            rows = tabular.load(member, layout, TABLE.places(layout.header), Tally(member.label, NAME))
            sent = rows.filter(pl.col("inbound").str.strip_chars().str.to_lowercase().is_in(NO))
            desks.update(sent["author"].drop_nulls().to_list())
    return [(name, "") for name, _ in sorted(desks.items(), key=lambda one: (-one[1], one[0]))]


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Outbound public rows as posts, inbound ones as messages, of this account only."""
    parts: list[Records] = []
    for member in container.matching(r".*\.(?:csv|tsv|txt)"):
        layout = tabular.find(member, TABLE)
        if layout is None:
            continue
        tally = Tally(member.label, NAME)
        rows = tabular.load(member, layout, TABLE.places(layout.header), tally)
        parts.append(_records(_clean(rows, tally), account, brand, tally))
    return join(parts), []


def _clean(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Rows with id, author, direction, time and text; parents known from either end."""
    if "parent" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, dtype=pl.Utf8).alias("parent"))
    rows = rows.with_columns(
        cells.ids(rows["id"], tally), cells.ids(rows["author"], tally), cells.ids(rows["parent"], tally)
    )
    clock = cells.instants(rows["created"], tally)
    flag = pl.col("inbound").str.strip_chars().str.to_lowercase()
    direction = pl.when(flag.is_in(YES)).then(pl.lit("in")).when(flag.is_in(NO)).then(pl.lit("out"))
    rows = rows.with_columns(
        clock.instants.alias("created_at"), pl.lit(clock.precision).alias("time_precision"),
        pl.lit(clock.tz_source).alias("tz_source"), direction.alias("direction"),
        text.normal(text.unescape(pl.col("text"))).alias("text"),
    )  # fmt: skip
    needed = ("id", "author", "direction", "created_at", "text")
    whole = rows.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in needed))
    if lost := rows.height - whole.height:
        first = rows.filter(~pl.all_horizontal(pl.col(name).is_not_null() for name in needed))["row"][0]
        tally.skip("incomplete", lost)
        tally.issue("incomplete", "a row without id, author, direction, time or text", count=lost, row=int(first))
    single = whole.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", whole.height - single.height)
    return _parents(single)


def _parents(rows: pl.DataFrame) -> pl.DataFrame:
    """A missing parent filled in from the parent's own list of answers."""
    if "answers" not in rows.columns:
        return rows
    told = rows.select(pl.col("id").alias("_parent"), pl.col("answers").str.split(",").alias("id")).explode("id")
    told = told.with_columns(pl.col("id").str.strip_chars().str.replace(r"\.0+$", "")).filter(
        pl.col("id").is_not_null()
    )
    told = told.filter(pl.col("id") != pl.col("_parent")).unique("id", keep="first", maintain_order=True)
    both = rows.join(told, on="id", how="left", maintain_order="left")
    return both.with_columns(pl.coalesce("parent", "_parent").alias("parent")).drop("_parent", "answers")


def _records(rows: pl.DataFrame, account: Account, brand: Brand, tally: Tally) -> Records:
    records = twosided.split(rows, account, brand, tally, NAME)
    posts = conform(records.posts.with_columns(pl.lit(RANK).alias("_rank")), {**POSTS, **HELPERS})
    return Records(posts, records.messages, records.people, records.snapshots, records.feeds, (tally,))
