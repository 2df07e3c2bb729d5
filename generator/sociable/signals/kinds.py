"""Message kinds of public posts (RUBRIC 0.1): B, P, R, M, and T for thread continuations.

M is settled later: U and R need to know what else was sent (`contact`), and
only that much is decided here: `.@name`, a verb after the handle or "and @"
make it a broadcast.  Rows without words in stories are no messages at all.
"""

from __future__ import annotations

import polars as pl

from sociable.signals.cues import load
from sociable.signals.scope import Scope
from sociable.signals.timeline import by_time, once

OWN_WORDS = 5
"""A quote with fewer own words is a pure reshare."""
_LEAD = r"^\s*\.?(?:@[A-Za-z0-9_.-]*[A-Za-z0-9_][\s,:]*)+"
_STRIP = r"(?:https?://|www\.)\S+|[@#][\w.-]*\w|\b(?:RT|MT|via)\s+@.*"
_TYPED = r"(?:^|\s)(?:RT|MT)\s+@\w+"
_MENTION = pl.col("starts") & pl.col("reply_to_uid").is_null() & pl.col("form").is_in(["post", "mention_start"])


def of_rows(posts: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`posts` in order of time with `kind` (B P R M T), `recipient` and `amplified` (a handle).

    `kind` T is a reply to the account itself: part of the unit it continues.
    """
    posts = _addressed(scope.canonical(once(by_time(posts)), "reply_to_author"), scope)
    text = pl.col("text").fill_null("")
    posts = posts.with_columns(typed=text.str.contains(_TYPED), starts=text.str.contains(_LEAD))
    own = text.str.replace_all(_STRIP, " ").str.count_matches(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")
    posts = posts.with_columns(
        own_words=_asked(posts, pl.col("form").is_in(["quote", "story"]) | pl.col("typed"), own, pl.UInt32),
        spoken_of=_asked(posts, _MENTION, _subject(text), pl.Boolean),
    ).with_columns(kind=_kind(text))
    reshared = pl.col("form").is_in(["repost", "quote"]) | text.str.contains(r"[RM]T\s+@")
    posts = posts.with_columns(amplified=_asked(posts, reshared, _amplified(text), pl.Utf8))
    posts = posts.drop("to_self", "typed", "starts", "own_words", "spoken_of", "form", "reply_to_author")
    if posts["kind"].null_count():
        posts = posts.filter(pl.col("kind").is_not_null())
    return posts.with_columns(recipient=pl.when(pl.col("kind").is_in(["R", "M"])).then("recipient"))


def _asked(posts: pl.DataFrame, where: pl.Expr, value: pl.Expr, kind: type[pl.DataType]) -> pl.Series:
    """`value`, worked out only for the rows that it is asked of; null for the others."""
    rows = posts.select(where.fill_null(False)).to_series().arg_true()
    found = pl.repeat(None, posts.height, dtype=kind(), eager=True)
    if rows.is_empty():
        return found
    names = sorted({"text", *value.meta.root_names()})
    return found.scatter(rows, posts.select(names)[rows].select(value).to_series())


def _kind(text: pl.Expr) -> pl.Expr:
    form = pl.col("form")
    thin = pl.col("own_words") < OWN_WORDS
    dotted = text.str.contains(r"^\s*\.@")
    return (
        pl.when((form == "thread") | pl.col("to_self"))
        .then(pl.lit("T"))
        .when(form == "repost")
        .then(pl.lit("P"))
        .when((form == "quote") | (pl.col("typed") & form.is_in(["post", "mention_start"])))
        .then(pl.when(thin).then(pl.lit("P")).otherwise(pl.lit("B")))
        .when(_MENTION)
        .then(pl.when(dotted | pl.col("spoken_of")).then(pl.lit("B")).otherwise(pl.lit("M")))
        .when((form == "reply") | (form == "mention_start"))
        .then(pl.lit("R"))
        .when((form == "story") & (pl.col("own_words") == 0))
        .then(None)
        .otherwise(pl.lit("B"))
    )


def _subject(text: pl.Expr) -> pl.Expr:
    """Whether the handle is spoken of, not to: a finite verb or "and @" follows it."""
    low = text.str.to_lowercase()
    rest = low.str.replace(r"^\s*\.?@[a-z0-9_.-]*[a-z0-9_]\s+", "")
    verbs = load()["subject_verbs"].pattern
    asked = (
        r"^(?:is|was|has|does|will|are|were|have|do|did|can)(?:n't)?\s+"
        r"(?:it|that|this|there|you|your|the|he|she|they|we|i|any|a)\b"
    )
    return rest.str.contains(r"^(?:and|&)\s+@") | (rest.str.contains(rf"^(?:{verbs})") & ~rest.str.contains(asked))


def _addressed(posts: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Adds `recipient` (person key) and `to_self` (the parent is the account's own)."""
    first = pl.col("text").str.extract(r"^\s*\.?@([A-Za-z0-9_.-]*[A-Za-z0-9_])").str.to_lowercase()
    posts = posts.with_columns(first=pl.format("{}:@{}", "platform", first))
    posts = scope.canonical(posts, "first").join(
        scope.own_keys.rename({"key": "reply_to_author", "account": "parent_account"}),
        on="reply_to_author", how="left", maintain_order="left",
    )  # fmt: skip
    mine = posts.select("uid", pl.col("account").alias("uid_account")).unique("uid", keep="first")
    posts = posts.join(mine, left_on="reply_to_uid", right_on="uid", how="left", maintain_order="left")
    own_parent = (pl.col("parent_account") == pl.col("account")).fill_null(False)
    own_uid = (pl.col("uid_account") == pl.col("account")).fill_null(False) & pl.col("reply_to_author").is_null()
    reshare = pl.col("form").is_in(["repost", "quote"])
    return posts.with_columns(
        recipient=pl.coalesce("reply_to_author", "first"), to_self=(own_parent | own_uid) & ~reshare
    ).drop("first", "parent_account", "uid_account")


def _amplified(text: pl.Expr) -> pl.Expr:
    """The handle whose words a reshare, quote or hand-typed RT carries; null where not known."""
    typed = text.str.extract(r"(?:^|\s)(?:RT|MT)\s+@([A-Za-z0-9_.-]*[A-Za-z0-9_])")
    author = pl.col("reply_to_author").str.extract(r"^[a-z]+:@(.+)$")
    linked = pl.col("links").list.join(" ").str.extract(r"(?:twitter|x)\.com/([A-Za-z0-9_]+)/status/\d+")
    page = pl.col("links").list.join(" ").str.extract(r"https?://[^/\s]+/(?:@|users/|profile/)([A-Za-z0-9_.-]+)")
    found = pl.coalesce(
        typed, pl.when(pl.col("form").is_in(["repost", "quote"])).then(pl.coalesce(author, linked, page))
    )
    return pl.when(pl.col("kind").is_in(["B", "P", "M", "R"])).then(found.str.to_lowercase())
