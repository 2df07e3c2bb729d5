"""Rows of a two-sided conversation table to posts, messages, people and what they feed.

Used by every table that holds what people wrote and what the brand answered.
Columns in: id, author, direction (in | out), created_at, time_precision,
tz_source, text, parent; optional agent, thread, channel, private, permalink,
author_name and METRICS.  Rows are unique by id and complete.
"""

from __future__ import annotations

import re

import polars as pl

from sociable.archives import chains, postcells, text
from sociable.archives.records import Records, Tally, days, feed
from sociable.config import Account, Brand
from sociable.tables import MESSAGES, PEOPLE, conform

_OPEN = frozenset({"x", "bluesky", "mastodon", "threads", "reddit"})
CARE_NEEDS = ("inbound_linked", "parent_invited", "author_ids", "replies_out")


def split(
    rows: pl.DataFrame, account: Account, brand: Brand, tally: Tally, reader: str, every_row: bool = False
) -> Records:
    """The rows of this account: its public answers as POSTS, the rest as MESSAGES.

    With `every_row` the table belongs to the account alone; so does one in
    which no other desk answers, for what it asked in one file may be answered
    in the next.
    """
    rows = _linked(rows, account).with_columns(_names_brand(brand).alias("by_name"))
    every_row = every_row or rows.filter(pl.col("direction") == "out")["who"].unique().to_list() == [_self(account)]
    mine = rows if every_row else _related(rows, account).filter("mine")
    tally.skip("other-brand", rows.height - mine.height)
    hidden = pl.col("private").fill_null(False) if "private" in mine.columns else pl.lit(False)
    own = pl.col("direction") == "out"
    posts = _posts(mine.filter(own & ~hidden), account, tally, reader)
    messages = _messages(mine.filter(~own | hidden), account, tally, reader)
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    elif mine.is_empty():
        tally.issue("no-rows-of-account", f"no row is by or to {account.handle}")
    return Records(
        posts=posts, messages=messages, people=_people(mine, account), feeds=_feeds(posts, messages, account, tally)
    )


def _names_brand(brand: Brand) -> pl.Expr:
    """Whether a text names the brand without its handle: by name, alias or product."""
    about = brand.about
    names = sorted(
        {re.escape(one.strip().lower()) for one in (about.name, *about.aliases, *about.products) if one.strip()}
    )
    found = pl.col("text").str.to_lowercase().str.contains(rf"(?:^|[^\w@])(?:{'|'.join(names)})(?:$|\W)")
    return found.fill_null(False) if names else pl.lit(False)


def _self(account: Account) -> str:
    return account.handle.lstrip("@").casefold()


def _linked(rows: pl.DataFrame, account: Account) -> pl.DataFrame:
    """Rows with uid, author key, their parent's author and text, thread root and mentions."""
    prefix = pl.lit(f"{account.platform}:")
    rows = rows.with_columns(
        (prefix + pl.col("id")).alias("uid"),
        (prefix + pl.col("parent")).alias("reply_to_uid"),
        pl.col("author").str.strip_chars_start("@").str.to_lowercase().alias("who"),
        text.handles(pl.col("text")).alias("mentions"),
    )
    above = rows.select(
        pl.col("uid").alias("reply_to_uid"), pl.col("who").alias("parent_who"),
        pl.col("text").alias("parent_text"), pl.col("mentions").alias("parent_mentions"),
    )  # fmt: skip
    rows = rows.join(above, on="reply_to_uid", how="left", maintain_order="left")
    rows = chains.rooted(rows)
    if "thread" in rows.columns:
        given = prefix + "thread:" + pl.col("thread")
        rows = rows.with_columns(pl.coalesce(given, "thread_root").alias("thread_root"))
    return rows.with_columns(pl.coalesce("thread_root", "uid").alias("root"))


def _related(rows: pl.DataFrame, account: Account) -> pl.DataFrame:
    """Rows with ``mine``: by the account, or inbound and addressed to it.

    Inbound is addressed to the account when it names it (by handle, or the
    brand by name and no other desk), answers it or is answered by it; so is
    what its author adds to such a message without naming another desk.  What
    bystanders say to one another is not.
    """
    name = _self(account)
    out = pl.col("direction") == "out"
    by_me = out & (pl.col("who") == name)
    desks = rows.filter(out)["who"].unique().to_list()
    answered = rows.filter(by_me)["reply_to_uid"].drop_nulls().unique()
    others = [desk for desk in desks if desk != name]
    names_me = pl.col("mentions").list.contains(name).fill_null(False)
    names_other = pl.col("mentions").list.set_intersection(pl.lit(others, dtype=pl.List(pl.Utf8))).list.len() > 0
    direct = (
        names_me
        | (pl.col("by_name") & ~names_other.fill_null(False))
        | (pl.col("parent_who") == name).fill_null(False)
        | pl.col("uid").is_in(answered.implode())
    )
    rows = rows.with_columns((~out & direct).alias("direct"))
    adds = (pl.col("parent_who") == pl.col("who")).fill_null(False) & ~names_other.fill_null(False)
    adds = ~out & adds & pl.col("direct").any().over("root", "who")
    return rows.with_columns((by_me | pl.col("direct") | adds).alias("mine"))


def _person(account: Account, who: str) -> pl.Expr:
    """The key of an author: ``platform:id`` for numbers, ``platform:@handle`` for names."""
    numeric = pl.col(who).str.contains(r"^\d+$")
    return pl.lit(f"{account.platform}:") + pl.when(numeric).then(pl.col(who)).otherwise(pl.lit("@") + pl.col(who))


def _posts(rows: pl.DataFrame, account: Account, tally: Tally, reader: str) -> pl.DataFrame:
    own_parent = (pl.col("parent_who") == _self(account)).fill_null(False)
    form = (
        pl.when(pl.col("reply_to_uid").is_not_null() & own_parent).then(pl.lit("thread"))
        .when(pl.col("reply_to_uid").is_not_null()).then(pl.lit("reply"))
        .otherwise(postcells.form_by_text())
    )  # fmt: skip
    rows = rows.with_columns(
        form.alias("form"),
        pl.coalesce(_person(account, "parent_who"), postcells.leading_author(account)).alias("reply_to_author"),
        text.links(pl.col("text")).alias("links"), text.hashtags(pl.col("text")).alias("hashtags"),
        pl.when(pl.col("text").str.contains(r"(?:…|\.\.\.)\s*https://t\.co/\w*$")).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        pl.lit("open").alias("place"), pl.lit("unknown").alias("paid"), _permalink(rows, account).alias("permalink"),
        pl.lit(tally.file).alias("source_file"), pl.col("created_at").max().alias("_at"),
    )  # fmt: skip
    return postcells.whole(rows, account, reader, 4)


def _permalink(rows: pl.DataFrame, account: Account) -> pl.Expr:
    """The given address, else X's own for ids that are X's (they carry a time)."""
    own = pl.lit(f"https://x.com/{account.handle.lstrip('@')}/status/") + pl.col("id")
    made = (
        pl.when(text.x_id_time(pl.col("id")).is_not_null()).then(own)
        if account.platform == "x"
        else pl.lit(None, dtype=pl.Utf8)
    )
    return pl.coalesce("permalink", made) if "permalink" in rows.columns else made


def _messages(rows: pl.DataFrame, account: Account, tally: Tally, reader: str) -> pl.DataFrame:
    inbound = pl.col("direction") == "in"
    own_parent = (pl.col("parent_who") == _self(account)).fill_null(False)
    me = pl.lit(f"{account.platform}:@{_self(account)}")
    private = pl.col("private").fill_null(False) if "private" in rows.columns else pl.lit(False)
    named = pl.col("mentions").list.contains(_self(account)).fill_null(False) | pl.col("by_name")
    # In the open, a stranger's words are no call upon the brand; on a page or in a postbox of its own all are; silence
    # decides nothing.
    stranger = pl.lit("other") if account.platform in _OPEN else pl.lit("comment")
    public = (
        pl.when(pl.col("reply_to_uid").is_not_null()).then(pl.lit("reply"))
        .when(named | pl.col("text").is_null()).then(pl.lit("mention")).otherwise(stranger)
    )  # fmt: skip
    channel = pl.when(private).then(pl.lit("dm")).otherwise(public)
    rows = rows.with_columns(
        pl.lit(account.key).alias("account"), pl.lit(account.platform).alias("platform"),
        (pl.coalesce("channel", channel) if "channel" in rows.columns else channel).alias("channel"),
        _person(account, "who").alias("author"),
        pl.when(inbound).then(me).otherwise(_person(account, "parent_who")).alias("recipient"),
        pl.col("reply_to_uid").alias("parent_uid"),
        pl.when(own_parent).then(pl.col("reply_to_uid")).alias("target_post_uid"),
        pl.col("root").alias("thread_id"), private.alias("private"),
        pl.lit(tally.file).alias("source_file"), pl.lit(reader).alias("reader"),
    )  # fmt: skip
    if not account.read_dms:
        rows = rows.with_columns(pl.when(~pl.col("private")).then(pl.col("text")).alias("text"))
    return conform(rows, MESSAGES)


def _people(rows: pl.DataFrame, account: Account) -> pl.DataFrame:
    me = _self(account)
    named = rows.select(pl.col("mentions").explode().alias("who"), pl.lit(None, dtype=pl.Utf8).alias("name"))
    name = pl.col("author_name") if "author_name" in rows.columns else pl.lit(None, dtype=pl.Utf8)
    authors = rows.select("who", name.alias("name"))
    own = pl.DataFrame({"who": [me], "name": [None]}, schema={"who": pl.Utf8, "name": pl.Utf8})
    everyone = (
        pl.concat([own, authors, named])
        .filter(pl.col("who").is_not_null())
        .unique("who", keep="first", maintain_order=True)
    )
    return conform(
        everyone.with_columns(
            _person(account, "who").alias("key"),
            pl.lit(account.platform).alias("platform"),
            pl.when(pl.col("who").str.contains(r"^\d+$")).then(pl.col("who")).alias("id"),
            pl.col("who").alias("handle"),
            (pl.col("who") == me).alias("is_self"),
            pl.lit(False).alias("weak"),
        ),
        PEOPLE,
    )


def _feeds(posts: pl.DataFrame, messages: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    """What a two-sided table shows, over the days it covers; completeness only as declared."""
    needs = dict.fromkeys(CARE_NEEDS, days(posts, messages))
    both = [one.select("created_at", "time_precision") for one in (posts, messages)]
    exact = pl.concat(both).filter(pl.col("time_precision").is_in(["second", "minute"]))
    needs["minute_time"] = days(exact)
    if account.inbox_complete != "no":
        needs["inbound_complete"] = needs["inbound_linked"]
    return feed(account.key, tally.file, needs)
