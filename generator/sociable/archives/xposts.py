"""The posts of an X archive: typed records to columns, then kinds, threads and versions.

Field rules are those of FORMATS section 1.  Chunks become small frames at once,
so that memory holds the columns of the archive and never its JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from sociable.archives import text
from sociable.archives.records import Tally, repeats
from sociable.archives.xshapes import EditInfo, Entities, Tweet, Word
from sociable.config import Account
from sociable.tables import STRINGS

CHUNK_SCHEMA: dict[str, Any] = {
    "id": pl.Utf8, "created": pl.Utf8, "raw": pl.Utf8, "lang": pl.Utf8, "source": pl.Utf8,
    "likes": pl.Utf8, "reposts": pl.Utf8, "parent": pl.Utf8, "parent_author": pl.Utf8, "parent_handle": pl.Utf8,
    "mentions": STRINGS, "links": STRINGS, "hashtags": STRINGS, "media_count": pl.Int64, "edited": pl.Utf8,
    "community": pl.Utf8,
}  # fmt: skip
_NONE = Entities()
_LANGS = {"in": "id", "iw": "he", "ji": "yi"}
_NO_LANGS = ["und", "zxx", "qme", "qam", "qht", "qst", "art", ""]


def frame(found: list[Tweet]) -> pl.DataFrame:
    """One chunk of records as columns, texts unescaped and addresses in full."""
    tweets = [one.tweet or one for one in found]
    entities = [one.entities or _NONE for one in tweets]
    media = [(one.extended_entities or one.entities or _NONE).media for one in tweets]
    data = {
        "id": _words([one.id_str or one.id for one in tweets]),
        "created": [one.created_at for one in tweets],
        "raw": [one.full_text if one.full_text is not None else one.text for one in tweets],
        "lang": [one.lang for one in tweets],
        "source": [one.source for one in tweets],
        "likes": _words([one.favorite_count for one in tweets]),
        "reposts": _words([one.retweet_count for one in tweets]),
        "parent": _words([one.in_reply_to_status_id_str or one.in_reply_to_status_id for one in tweets]),
        "parent_author": _words([one.in_reply_to_user_id_str or one.in_reply_to_user_id for one in tweets]),
        "parent_handle": [one.in_reply_to_screen_name for one in tweets],
        "mentions": text.lists(
            [[each.screen_name for each in one.user_mentions] if one.user_mentions else None for one in entities]
        ),
        "links": text.lists(
            [[link.expanded_url or link.url for link in one.urls] if one.urls else None for one in entities]
        ),
        "hashtags": text.lists([[tag.text for tag in one.hashtags] if one.hashtags else None for one in entities]),
        "media_count": [len(one) for one in media],
        "edited": [_first_version(one.edit_info) if one.edit_info else None for one in tweets],
        "community": _words([one.community_id for one in tweets]),
    }
    short = {link.url: link.expanded_url or link.url for one in entities for link in one.urls if link.url}
    short |= {link.url: "" for one in media for link in one if link.url}
    return _texts(pl.DataFrame(data, schema=CHUNK_SCHEMA), short)


def people(found: list[Tweet]) -> pl.DataFrame:
    """The accounts that a chunk names, ids where X gives them: id, handle, name."""
    named = [
        mention
        for one in found
        if (entities := (one.tweet or one).entities) is not None
        for mention in entities.user_mentions
    ]
    data = {
        "id": _words([one.id_str for one in named]),
        "handle": [one.screen_name for one in named],
        "name": [one.name for one in named],
    }
    rows = pl.DataFrame(data, schema={"id": pl.Utf8, "handle": pl.Utf8, "name": pl.Utf8})
    return rows.with_columns(text.handle(pl.col("handle"))).unique(maintain_order=True)


def _words(values: list[Word]) -> pl.Series:
    """A column of words, nearly always all text already: asking each one would take longer than all the rest."""
    try:
        return pl.Series(values, dtype=pl.Utf8)
    except TypeError:
        return pl.Series([None if one is None else str(one) for one in values], dtype=pl.Utf8)


def _first_version(info: EditInfo) -> str | None:
    versions = info.initial or (info.edit.editControlInitial if info.edit else None)
    return versions.editTweetIds[0] if versions and len(versions.editTweetIds) > 1 else None


def _full(raw: pl.Series, short: dict[str, str]) -> pl.Series:
    """Texts unescaped and with addresses in full, which most of them need not be."""
    full = _where(raw, "&", text.unescape)
    if not short:
        return full
    long = list(short.values())
    return _where(full, _begin(short), lambda cells: cells.str.replace_many(list(short), long, leftmost=True))


def _begin(words: Iterable[str]) -> str:
    """What all words begin with."""
    first, last = min(words), max(words)
    return first[: next((at for at, sign in enumerate(first) if last[at : at + 1] != sign), len(first))]


def _cut(raw: pl.Series) -> pl.Series:
    """Which texts end in the dots of a repost, or of a post of old, that X has cut off; null without a text."""

    def ends(cells: pl.Expr) -> pl.Expr:
        own_length = cells.str.replace(text.LEADING_HANDLES, "").str.len_chars()
        return cells.str.contains(r"…(?:\s*https://t\.co/\w*)?\s*$") & (
            cells.str.contains(text.REPOST) | (cells.str.contains(r"…\s*https://t\.co/\w*\s*$") & (own_length >= 240))
        )

    likely = raw.str.contains("…", literal=True)
    places = likely.arg_true()
    found = raw.gather(places).to_frame("raw").select(ends(pl.col("raw"))).to_series()
    return likely.scatter(places, found)


def _where(cells: pl.Series, hint: str, change: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """`cells` with those changed that hold `hint`; the others would come out as they are."""
    places = cells.str.contains(hint, literal=True).arg_true()
    if places.is_empty():
        return cells
    changed = cells.gather(places).to_frame("raw").select(change(pl.col("raw"))).to_series()
    return changed if len(places) == len(cells) else cells.clone().scatter(places, changed)


def _texts(chunk: pl.DataFrame, short: dict[str, str]) -> pl.DataFrame:
    chunk = chunk.with_columns(full=_full(chunk["raw"], short), cut=_cut(chunk["raw"]))
    langs = pl.col("lang").replace(_LANGS)
    return chunk.select(
        "id",
        pl.col("created").str.to_datetime("%a %b %d %H:%M:%S %z %Y", time_unit="us", strict=False).alias("created_at"),
        text.normal(pl.col("full")).alias("text"),
        pl.when("cut").then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
        pl.when(~langs.is_in(_NO_LANGS)).then(langs).alias("lang"),
        pl.col("source").str.extract(r">([^<]*)<").fill_null(pl.col("source")).alias("app"),
        pl.col("likes").cast(pl.Int64, strict=False),
        pl.col("reposts").cast(pl.Int64, strict=False),
        "parent", "parent_author", text.handle(pl.col("parent_handle")),
        pl.col("mentions").list.eval(pl.element().str.to_lowercase()),
        "links", "hashtags", "media_count", "edited", "community",
    )  # fmt: skip


def finish(chunk: pl.DataFrame, account: Account, own_id: str | None, names: set[str], tally: Tally) -> pl.DataFrame:
    """One chunk as POSTS columns, plus ``edited`` where it holds versions; kinds and times set.

    What most rows share is left for `shared`, for a million times "open" is memory.
    `names` are the handles that the account has had, casefolded.
    """
    whole = chunk.filter(pl.col("id").is_not_null() & pl.col("text").is_not_null())
    tally.skip("incomplete", chunk.height - whole.height)
    posts = _timed(whole, tally)
    uid = pl.lit(f"{account.platform}:")
    posts = posts.with_columns(
        (uid + pl.col("id")).alias("uid"),
        (uid + pl.col("parent")).alias("reply_to_uid"),
        pl.coalesce(uid + pl.col("parent_author"), uid + "@" + pl.col("parent_handle")).alias("reply_to_author"),
        _form(own_id, names).alias("form"),
        pl.when(pl.col("community").is_not_null()).then(pl.lit("semi-closed")).alias("place"),
    )
    mine = pl.col("form") == "repost"  # counters of a repost are those of somebody else's post
    posts = posts.with_columns(pl.when(~mine).then(pl.col(name)).alias(name) for name in ("likes", "reposts"))
    posts = posts.drop("id", "parent", "parent_author", "parent_handle", "community")
    return posts.drop(name for name in ("edited", "place", "tz_source") if not posts[name].count())


def shared(posts: pl.DataFrame) -> pl.DataFrame:
    """`posts` with the columns that `finish` leaves out where they say nothing special."""
    usual = {"place": "open", "tz_source": "explicit"}
    given = [pl.col(name).fill_null(value) for name, value in usual.items() if name in posts.columns]
    missing = [pl.lit(value).alias(name) for name, value in usual.items() if name not in posts.columns]
    return posts.with_columns(*given, *missing, pl.lit("second").alias("time_precision"))


def once(posts: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """All chunks without repeated ids and older versions of an edited post."""
    if repeats(posts["uid"]):
        single = posts.unique("uid", keep="first", maintain_order=True)
        tally.skip("duplicate", posts.height - single.height)
        posts = single
    if "edited" not in posts.columns:
        return posts
    number = pl.col("uid").str.extract(r"(\d+)$").cast(pl.Int64, strict=False)
    latest = posts.filter(pl.col("edited").is_null() | (number == number.max().over("edited")))
    tally.skip("older-version", posts.height - latest.height)
    return latest.drop("edited")


def _timed(posts: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Times checked against the clock in the id, which also stands in where the text has none."""
    by_id = text.x_id_time(pl.col("id"))
    known = pl.col("created_at").is_not_null()
    gap = (pl.col("created_at") - by_id).dt.total_seconds().abs()
    off = posts.select((gap > 2).sum()).item()
    tally.issue(
        "time-off-id", "the written time differs from the clock in the id by more than two seconds", int(off or 0)
    )
    posts = posts.with_columns(
        pl.coalesce("created_at", by_id.dt.truncate("1s")).alias("created_at"),
        pl.when(~known).then(pl.lit("id")).alias("tz_source"),
    )
    timed = posts.filter(pl.col("created_at").is_not_null())
    tally.skip("no-time", posts.height - timed.height)
    return timed


def _form(own_id: str | None, names: set[str]) -> pl.Expr:
    own = pl.col("parent_handle").is_in(sorted(names)).fill_null(False)
    if own_id:
        own = own | (pl.col("parent_author") == own_id).fill_null(False)
    parent, author = (
        pl.col("parent").is_not_null(),
        pl.col("parent_author").is_not_null() | pl.col("parent_handle").is_not_null(),
    )
    quoted = pl.col("links").list.eval(
        pl.element().str.extract(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w+)/status/\d+")
    )
    other = quoted.list.eval(
        pl.element().is_not_null() & ~pl.element().str.to_lowercase().is_in(sorted(names))
    ).list.any()
    return (
        pl.when(pl.col("text").str.contains(text.REPOST)).then(pl.lit("repost"))
        .when(parent & own).then(pl.lit("thread"))
        .when(parent).then(pl.lit("reply"))
        .when(author).then(pl.lit("mention_start"))
        .when(other.fill_null(False)).then(pl.lit("quote"))
        .otherwise(pl.lit("post"))
    )  # fmt: skip
