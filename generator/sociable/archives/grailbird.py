"""The Twitter archive of 2012 to 2019 ("Grailbird"): month files, or tweets.csv where they are missing.

Month files win over the table, for reading both would double every post.
Every row from before 2010-11-04 says midnight: its precision is a day.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import polars as pl

from sociable.archives import cells, chains, jsonfile, postcells, tabular, text
from sociable.archives import grailbirdrows as rows
from sociable.archives.container import Container, Member
from sociable.archives.grailbirdrows import User
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, lending
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import PEOPLE, POSTS, SNAPSHOTS, conform

NAME = "grailbird"
PLATFORM = "x"
FEEDS: tuple[str, ...] = ("own_text", "reshares", "replies_out", "author_ids", "minute_time", "profile")
TIMED_FROM = dt.date(2010, 11, 4)
RANK = 2
FORMATS = (rows.TABLE,)
MONTH = r"\d{4}_\d{2}\.js"


def sniff(container: Container) -> bool:
    """Whether there are Grailbird month files or a tweets.csv of that shape."""
    return bool(_months(container)) or any(tabular.find(one, rows.TABLE) for one in container.matching(r".*\.csv"))


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle and the name that user_details.js gives."""
    user = _user(container, [])
    return [(user.screen_name, user.full_name or "")] if user and user.screen_name else []


def _months(container: Container) -> list[Member]:
    return [one for one in container.matching(MONTH) if b"Grailbird" in one.head(256)]


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The posts and the profile of one archive."""
    tallies: list[Tally] = []
    tables = [(one, layout) for one in container.matching(r".*\.csv") if (layout := tabular.find(one, rows.TABLE))]
    frames = [rows.month(one, tallies) for one in _months(container)]
    twins = [Tally(member.label, NAME) for member, _ in tables] if frames else []
    for tally in twins:
        tally.issue("twin", "the month files hold the same posts; not read twice")
    frames = frames or [rows.table(member, layout, tallies) for member, layout in tables]
    beside: list[Tally] = []
    user = _user(container, beside)
    own_id = str(user.id or user.id_str) if user and (user.id or user.id_str) else None
    posts = pl.concat([_finish(frame, account, own_id, tally) for frame, tally in zip(frames, tallies, strict=True)])
    posts = chains.rooted(conform(posts, {**POSTS, **HELPERS}).drop("thread_root"))
    first, last = days(posts)
    whole = (first, last)
    needs = dict.fromkeys(("own_text", "reshares", "replies_out", "author_ids"), whole)
    if last is not None and last >= TIMED_FROM:
        needs["minute_time"] = (max(first or last, TIMED_FROM), last)
    snapshots = pl.DataFrame(schema=SNAPSHOTS)
    if user and last is not None:
        needs["profile"] = around(last)
        row = {"account": account.key, "at": posts["created_at"].max(), "name": user.full_name, "bio": user.bio}
        snapshots = pl.DataFrame([{**row, "posts_total": posts.height, "source": NAME}], schema=SNAPSHOTS)
    records = Records(
        posts=conform(posts, {**POSTS, **HELPERS}),
        people=_people(account, own_id, user, frames),
        snapshots=snapshots,
        feeds=feed(account.key, container.label, needs),
        tallies=(*tallies, *twins, *lending(beside)),
    )
    return records, []


def _user(container: Container, tallies: list[Tally]) -> User | None:
    for member in container.matching(r"user_details\.js"):
        tallies.append(Tally(member.label, NAME))
        data = jsonfile.raw(member, tallies[-1])
        try:
            return msgspec.json.decode(data[data.index(b"{") :].rstrip().rstrip(b";"), type=User)
        except (ValueError, msgspec.DecodeError, RecursionError) as error:
            tallies[-1].issue("broken", f"cannot be read, so the profile is not known ({error})")
    return None


def _finish(raw: pl.DataFrame, account: Account, own_id: str | None, tally: Tally) -> pl.DataFrame:
    """Raw columns to POSTS columns: times, kinds, names."""
    single = _once(raw, tally)
    rough = (pl.col("created_at").dt.date() < TIMED_FROM) & (pl.col("created_at").dt.time() == dt.time(0))
    said = text.normal(pl.col("text"))
    prefix = pl.lit(f"{account.platform}:")
    cut = said.str.ends_with("…") & said.str.contains(text.REPOST)
    by_handle = prefix + "@" + text.handle(pl.col("parent_handle"))
    posts = single.with_columns(
        (prefix + pl.col("id")).alias("uid"),
        pl.when(rough)
        .then(pl.col("created_at").dt.offset_by("12h"))
        .otherwise(pl.col("created_at"))
        .alias("created_at"),
        pl.when(rough).then(pl.lit("day")).otherwise(pl.lit("second")).alias("time_precision"),
        pl.lit("explicit").alias("tz_source"),
        _form(own_id, account).alias("form"),
        said.alias("text"),
        pl.when(cut).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        (prefix + pl.col("parent")).alias("reply_to_uid"),
        pl.coalesce(prefix + pl.col("parent_author"), by_handle).alias("reply_to_author"),
        text.handles(said).alias("mentions"),
        text.hashtags(said).alias("hashtags"),
        (pl.lit(f"https://x.com/{account.handle.lstrip('@')}/status/") + pl.col("id")).alias("permalink"),
        pl.col("source").str.extract(r">([^<]*)<").fill_null(pl.col("source")).alias("app"),
        pl.lit("unknown").alias("paid"),
        pl.col("created_at").max().alias("_at"),
    )
    return postcells.whole(posts, account, NAME, RANK)


def _once(raw: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Rows with an id, a time and a text, each id once."""
    number = [cells.ids(raw[name], tally) for name in ("id", "parent", "parent_author")]
    raw = raw.with_columns(*number, cells.instants(raw["created"], tally).instants.alias("created_at"))
    raw = raw.with_columns(pl.coalesce("created_at", text.x_id_time(pl.col("id"))))
    whole = raw.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in ("id", "created_at", "text")))
    tally.skip("incomplete", raw.height - whole.height)
    single = whole.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", whole.height - single.height)
    return single


def _form(own_id: str | None, account: Account) -> pl.Expr:
    own = text.handle(pl.col("parent_handle")) == account.handle.lstrip("@").casefold()
    if own_id:
        own = own.fill_null(False) | (pl.col("parent_author") == own_id).fill_null(False)
    known = pl.col("parent_author").is_not_null() | pl.col("parent_handle").is_not_null()
    return (
        pl.when(pl.col("original").is_not_null() | pl.col("text").str.contains(text.REPOST)).then(pl.lit("repost"))
        .when(pl.col("parent").is_not_null() & own.fill_null(False)).then(pl.lit("thread"))
        .when(pl.col("parent").is_not_null()).then(pl.lit("reply"))
        .when(known).then(pl.lit("mention_start"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip


def _people(account: Account, own_id: str | None, user: User | None, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The account itself, and everybody it answered."""
    handle = account.handle.lstrip("@").casefold()
    own = pl.DataFrame(
        {"id": [None, own_id] if own_id else [None], "handle": handle, "name": user.full_name if user else None},
        schema={"id": pl.Utf8, "handle": pl.Utf8, "name": pl.Utf8},
    ).with_columns(pl.lit(True).alias("is_self"))
    pairs = [
        frame.select(pl.col("parent_author").alias("id"), text.handle(pl.col("parent_handle")).alias("handle"))
        for frame in frames
    ]
    others = pl.concat(pairs).filter(pl.col("handle").is_not_null()).with_columns(pl.lit(False).alias("is_self"))
    everyone = pl.concat([own, others], how="diagonal")
    prefix = pl.lit(f"{account.platform}:")
    key = pl.coalesce(prefix + pl.col("id"), prefix + "@" + pl.col("handle"))
    everyone = everyone.with_columns(
        key.alias("key"), pl.lit(account.platform).alias("platform"), pl.lit(False).alias("weak")
    )
    return conform(everyone.unique("key", keep="first", maintain_order=True), PEOPLE)
