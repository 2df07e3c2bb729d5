"""Tables of posts that tools export: one network and one page out of many, totals left out, dates by column.

Shared by the readers of scheduling and analytics tools and of workbooks.
Columns in (all text): created, text; optional created_time, id, permalink,
network, page, type, agent, link, paid, app and METRICS.
"""

from __future__ import annotations

import re

import polars as pl

from sociable.archives import assemble, cells, postcells, text
from sociable.archives.records import HELPERS, Records, Tally, days, feed
from sociable.config import Account
from sociable.errors import ArchiveError, Fault
from sociable.tables import POSTS, conform

NETWORKS = (
    ("facebook", r"facebook|^fb\b"), ("instagram", r"instagram|^ig\b"), ("linkedin", r"linked ?in"),
    ("threads", r"threads"), ("tiktok", r"tik ?tok"), ("youtube", r"you ?tube"), ("bluesky", r"blue ?sky|bsky"),
    ("mastodon", r"mastodon"), ("reddit", r"reddit"), ("x", r"twitter|^x\b|^tw$"),
)  # fmt: skip
_ID = (
    r"(?:/status(?:es)?/|/posts/(?:[^/]*-)?|/p/|/reel/|/videos?/|[?&](?:story_fbid|v)=|urn(?::|%3A)li(?::|%3A)\w+(?::|%3A))"
    r"(\w{5,})"
)
_REPOST, _REPLY = r"retweet|repost|reshare|reblog|boost", r"\breply|replied|comment"
_PAID = r"sponsor|paid|promot|boosted|^yes$|^true$"
_TOTAL = r"^(?:grand )?(?:total|totals|summe|average|avg|gesamt)\b"


def network(cell: pl.Expr) -> pl.Expr:
    """The platform that a tool's name of a network means; "other" for none of ours."""
    low = cell.str.strip_chars().str.to_lowercase()
    named = pl.coalesce(pl.when(low.str.contains(rule)).then(pl.lit(name)) for name, rule in NETWORKS)
    return pl.when(low.is_not_null() & (low != "")).then(named.fill_null("other"))


def platform_of(name: str) -> str:
    """The platform that one name of a network means; "other" for none of ours."""
    low = name.strip().casefold()
    return next((platform for platform, rule in NETWORKS if re.search(rule, low)), "other")


def mine(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """The rows of the account's network and page; ArchiveError where the file does not tell which page is meant."""
    if "network" in rows.columns and account.platform != "other":
        of = rows.with_columns(network(pl.col("network")).alias("_net"))
        kept = of.filter(pl.col("_net").is_null() | (pl.col("_net") == account.platform)).drop("_net")
        tally.skip("other-platform", rows.height - kept.height)
        rows = kept
    if "page" not in rows.columns:
        return rows
    names = rows["page"].drop_nulls().str.strip_chars().unique().sort().to_list()
    wanted = {one.strip().lstrip("@").casefold() for one in (account.page, account.handle) if one}
    hits = [name for name in names if name.lstrip("@").casefold() in wanted]
    if account.page:
        hits = [name for name in hits if name.lstrip("@").casefold() == account.page.strip().lstrip("@").casefold()]
    if not hits and (len(names) > 1 or (names and account.page)):
        what = f"holds {len(names)} pages, and none is {account.page or account.handle}: {text.choice(names[:12])}"
        raise ArchiveError(Fault(tally.file, what, "write one of them as `page` in brand.yaml", key="page"))
    if not hits:
        return rows
    kept = rows.filter(pl.col("page").str.strip_chars().is_in(hits).fill_null(False))
    tally.skip("other-page", rows.height - kept.height)
    return kept


def posts(
    rows: pl.DataFrame, account: Account, tally: Tally, reader: str, rank: int,
    zone: str | None = None, month_first: bool = True,
) -> pl.DataFrame:  # fmt: skip
    """POSTS and HELPERS of the account's rows; each row that is none is counted with the reason."""
    rows = mine(_known(rows, tally), account, tally)
    written = rows["created"]
    if "created_time" in rows.columns:
        written = rows.select(pl.concat_str("created", "created_time", separator=" ", ignore_nulls=True)).to_series()
    clock = cells.instants(written, tally, account.tz or zone, account.date_format, month_first)
    if clock.tz_source == "assumed" and clock.precision != "day" and rows.height:
        tally.issue("zone-assumed", "times without a zone were read as UTC; set tz")
    rows = _identified(rows, tally).with_columns(
        clock.instants.alias("created_at"), pl.lit(clock.precision).alias("time_precision"),
        pl.lit(clock.tz_source).alias("tz_source"), text.normal(text.unescape(pl.col("text"))).alias("text"),
    )  # fmt: skip
    rows = _by_id(rows, account)
    bare = pl.col("text").is_null() | (pl.col("text") == "")
    kept = rows.filter(pl.col("created_at").is_not_null() & ~(bare & pl.col("id").is_null()))
    tally.skip("incomplete", rows.height - kept.height)
    kept = postcells.with_uid(kept, account)
    single = kept.unique("uid", keep="last", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    return _columns(single, account, tally, reader, rank)


def _known(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Rows without the sums that tools put among them."""
    first = pl.coalesce(pl.col("created").str.strip_chars(), pl.lit("")).str.to_lowercase()
    kept = rows.filter(~first.str.contains(_TOTAL))
    tally.skip("total", rows.height - kept.height)
    lacking = [name for name in ("text", "id", "permalink", "type") if name not in kept.columns]
    return kept.with_columns(pl.lit(None, dtype=pl.Utf8).alias(name) for name in lacking)


def _identified(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    link = pl.col("permalink").str.replace(r"^=HYPERLINK\(\"([^\"]+)\".*$", "$1")
    rows = rows.with_columns(link.alias("permalink"), cells.ids(rows["id"], tally).alias("id"))
    return rows.with_columns(pl.coalesce("id", pl.col("permalink").str.extract(_ID)).alias("id"))


def _by_id(rows: pl.DataFrame, account: Account) -> pl.DataFrame:
    """The instant in the id where the table has only days (FORMATS 0.2)."""
    shifts = {"linkedin": (22, 0), "x": (22, text.X_EPOCH_MS), "mastodon": (16, 0)}
    if account.platform not in shifts or not (rows["time_precision"] == "day").any():
        return rows
    shift, epoch = shifts[account.platform]
    found = [
        assemble.by_id(number, shift, epoch) if (number := text.digits(one or "")) and number > 1e14 else None
        for one in rows["id"].to_list()
    ]
    rows = rows.with_columns(pl.Series("_clock", found, dtype=POSTS["created_at"]))
    known = pl.col("_clock").is_not_null()
    return rows.with_columns(
        pl.coalesce("_clock", "created_at").alias("created_at"),
        pl.when(known).then(pl.lit("second")).otherwise("time_precision").alias("time_precision"),
        pl.when(known).then(pl.lit("id")).otherwise("tz_source").alias("tz_source"),
    ).drop("_clock")


def _columns(rows: pl.DataFrame, account: Account, tally: Tally, reader: str, rank: int) -> pl.DataFrame:
    kind = pl.col("type").str.to_lowercase().fill_null("")
    form = (
        pl.when(kind.str.contains(_REPOST)).then(pl.lit("repost"))
        .when(kind.str.contains(_REPLY)).then(pl.lit("reply"))
        .when(kind.str.contains("quote")).then(pl.lit("quote"))
        .when(kind.str.contains("story|stories")).then(pl.lit("story"))
        .otherwise(postcells.form_by_text().fill_null("post"))
    )  # fmt: skip
    paid = pl.lit("unknown")
    if "paid" in rows.columns:
        told = pl.col("paid").str.strip_chars().str.to_lowercase()
        paid = (
            pl.when(told.str.contains(_PAID)).then(pl.lit("yes"))
            .when(told.is_null() | (told == "")).then(pl.lit("unknown")).otherwise(pl.lit("no"))
        )  # fmt: skip
    links = postcells.named()[1]
    if "link" in rows.columns:
        extra = pl.col("link").str.extract_all(text.LINK).fill_null([])
        both = pl.concat_list(text.links(pl.col("text")).fill_null([]), extra)
        links = both.list.unique(maintain_order=True).alias("links")
    media = pl.when(kind.str.contains("photo|image|video|carousel|reel|album")).then(1)
    cut = pl.when(pl.col("text").str.contains(r"(?:…|\.\.\.)$")).then(pl.lit("unknown")).otherwise(pl.lit("no"))
    frame = postcells.counters(rows).with_columns(
        form.alias("form"), paid.alias("paid"), media.cast(pl.Int64).alias("media_count"),
        postcells.named()[0], links, postcells.named()[2],
        cut.alias("text_truncated"),
        pl.lit(tally.file).alias("source_file"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    frame = frame.with_columns(pl.col(name).fill_null([]) for name in ("mentions", "links", "hashtags"))
    frame = frame.drop([name for name in ("place", "lang") if name in frame.columns])
    return conform(postcells.whole(frame, account, reader, rank), {**POSTS, **HELPERS})


def records(frame: pl.DataFrame, account: Account, tally: Tally) -> Records:
    """The posts with what they feed: what the table is seen to hold, over its own days."""
    forms, span = set(frame["form"].to_list()), days(frame)
    needs = {"own_text": span} if forms & {"post", "quote", "story", "mention_start"} else {}
    if "reply" in forms:
        needs["replies_out"] = span
    needs["minute_time"] = days(frame.filter(pl.col("time_precision").is_in(["second", "minute"])))
    return Records(
        posts=frame, people=postcells.people(frame, account), feeds=feed(account.key, tally.file, needs),
        tallies=(tally,),
    )  # fmt: skip


def understood(header: tuple[str, ...], places: dict[str, int], tally: Tally) -> None:
    """Notes which columns of a table from a tool that was never seen are understood, and which are not."""
    # as brand.yaml writes it; what follows "author, " would read like somebody's name
    told = ", ".join(f"{name} = {header[place]}" for name, place in sorted(places.items(), key=lambda one: one[1]))
    rest = [cell for place, cell in enumerate(header) if place not in places.values() and cell.strip()]
    tally.issue("beta", f"columns understood: {told}; left out: {', '.join(rest) or 'none'}")


def gmt(header: tuple[str, ...]) -> str | None:
    """UTC where a header says so of its times."""
    return "UTC" if any(re.search(r"\b(?:gmt|utc)\b", cell, re.I) for cell in header) else None
