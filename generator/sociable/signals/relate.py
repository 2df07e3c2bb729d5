"""Tables become columns: kinds, threads, repeats, cases, contacts and people (HOUSE, arrow 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from sociable.config import Brand
from sociable.model import Period
from sociable.signals import (
    cases,
    columns,
    contacts,
    counts,
    kinds,
    labelling,
    people,
    settle,
    talk,
    templates,
    threads,
    units,
)  # fmt: skip
from sociable.signals.scope import Scope
from sociable.tables import POSTS, Archive, Columns, conform

Progress = Callable[..., None]
_WORDS = r"[\p{L}\p{N}][\p{L}\p{N}'’-]*"
_LINK = r"https?://[^\s<>()]*[^\s<>().,!?]|\bbit\.ly/\S+"
_REACTIONS = ("likes", "replies", "reposts", "quotes", "shares")


def relate(archive: Archive, brand: Brand, periods: Sequence[Period], progress: Progress | None = None) -> Columns:
    """The brand's units of judgement with all signals, as `tables.Columns` describes them.

    `periods` are the windows that will be scored: what counts "in the window"
    (template sizes, partners, unknown invitations) is worked out for each.
    """
    tell = progress or (lambda *_: None)
    scope = Scope.of(brand, archive.people, periods)
    messages = _messages(archive.messages, scope)
    tell("relating", 0, 3)
    tree = threads.nodes(archive.posts, messages, scope)
    messages = messages.join(tree.select("uid", "addressed"), on="uid", how="left", maintain_order="left")
    found = _units(archive, messages, tree, scope)
    tell("labelling", 1, 3)
    found, inbound = labelling.labelled(found, messages, scope)
    tell("relating", 2, 3)
    found = _structure(found, archive, scope)
    posts = _signals(found, inbound, archive, scope)
    rows = labelling.corrections(brand)
    if not rows.is_empty():
        found = labelling.corrected(found, rows)
        inbound = labelling.corrected(inbound, rows)
        posts = _with_raw(_signals(found, inbound, archive, scope), posts)
    inbound = _needs(inbound)
    tell("relating", 3, 3)
    return Columns(
        posts=posts.drop(_INTERNAL, strict=False),
        cases=cases.cases(posts, inbound, tree, archive.feeds, scope),
        contacts=contacts.first(posts, inbound),
        partners=people.partners(posts, inbound, tree, scope),
        messages=inbound.with_columns(person="author"),
        people=archive.people,
        snapshots=archive.snapshots,
        feeds=archive.feeds,
    )


def _messages(messages: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Messages in order of time with canonical people and the local `day`, `hour`, `weekday`."""
    messages = messages.sort("created_at", "uid", nulls_last=True).unique("uid", keep="first", maintain_order=True)
    messages = scope.canonical(scope.canonical(messages, "author"), "recipient")
    local = scope.local(pl.col("created_at"))
    return messages.with_columns(
        day=local.dt.date(), hour=local.dt.hour().cast(pl.Int64), weekday=local.dt.weekday().cast(pl.Int64) - 1
    )


def _units(archive: Archive, messages: pl.DataFrame, tree: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Public and private outbound units with final kinds, before any label."""
    rows = kinds.of_rows(archive.posts, scope).with_columns(automatic=pl.lit(None, pl.Boolean))
    rows = pl.concat([rows, _private(messages)], how="diagonal_relaxed")
    found = units.collapse(rows.sort("created_at", "uid", nulls_last=True))
    found = found.join(scope.accounts.select("account", "role"), on="account", how="left", maintain_order="left")
    plain = pl.col("text").fill_null("").str.replace_all(r"https?://\S+|@[\w.-]*\w", " ")
    found = found.with_columns(
        role=pl.col("role").fill_null("brand"),
        day=scope.local(pl.col("created_at")).dt.date(),
        words=plain.str.count_matches(_WORDS).cast(pl.Int64),
        interactions=pl.when(pl.any_horizontal(pl.col(_REACTIONS).is_not_null())).then(pl.sum_horizontal(_REACTIONS)),
    )
    found = threads.invited(found, tree, scope)
    found = templates.cluster(found, scope)
    return settle.settle(found, messages, archive.feeds, scope)


def _private(messages: pl.DataFrame) -> pl.DataFrame:
    """Outbound direct messages in the columns of posts, kind D."""
    private = pl.col("private").fill_null(False) | (pl.col("channel") == "dm").fill_null(False)
    sent = messages.filter((pl.col("direction") == "out") & private)
    shaped = sent.with_columns(
        form=pl.lit("other"),
        reply_to_uid="parent_uid",
        thread_root="thread_id",
        links=pl.col("text").str.extract_all(_LINK),
    )
    return conform(shaped, POSTS).with_columns(
        kind=pl.lit("D"), recipient=sent["recipient"], automatic=sent["is_automatic"],
        own_words=pl.lit(0, pl.UInt32), amplified=pl.lit(None, pl.Utf8),
    )  # fmt: skip


def _structure(found: pl.DataFrame, archive: Archive, scope: Scope) -> pl.DataFrame:
    """What labels cannot change."""
    return talk.structure(counts.graded(columns.structure(found, scope)), scope)


def _signals(found: pl.DataFrame, inbound: pl.DataFrame, archive: Archive, scope: Scope) -> pl.DataFrame:
    """All populations and values of posts, from structure and labels."""
    found = contacts.cold(found, _needs(inbound))
    return columns.signals(found, scope, archive.snapshots)


def _needs(inbound: pl.DataFrame) -> pl.DataFrame:
    """What was written to others needs no answer of the brand's."""
    return inbound.with_columns(need=(pl.col("p_need") >= 0.5) & pl.col("addressed"))


def _with_raw(posts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """`posts` with the uncorrected labels and values as `raw_<name>` (RUBRIC 4.6, difference estimator)."""
    numbers = [name for name, kind in before.schema.items() if kind == pl.Float64]
    raw = {
        f"raw_{name.removeprefix('p_')}": name for name in sorted(numbers, key=lambda name: not name.startswith("p_"))
    }
    return posts.hstack(before.select(pl.col(name).alias(alias) for alias, name in raw.items()))


_INTERNAL = (
    "root", "root_kind", "root_recipient", "own_words", "typed", "starts", "automatic", "platform_lang",
    "rerun", "crossposted", "unknown_invited", "creditable", "outlink", "tied", "pounced", "incident", "cold",
    "promo_cue", "stands", "colleague", "service", "hazard", "steps", "local", "scam", "winner", "credited", "skill",
    "rhetorical", "selling", "pushed", "told", "parent_mentions", "parent_text", "media_count",
)  # fmt: skip
