"""Tables become columns: kinds, threads, repeats, cases, contacts and people (HOUSE, arrow 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from sociable.config import Brand
from sociable.model import Period
from sociable.signals import (
    cases,
    clean,
    columns,
    contacts,
    counts,
    kinds,
    labelling,
    labels,
    outward,
    people,
    reach,
    reruns,
    settle,
    talk,
    templates,
    threads,
    units,
)  # fmt: skip
from sociable.signals.footprint import give_back, own
from sociable.signals.scope import Label, Scope
from sociable.signals.terms import Terms
from sociable.signals.timeline import by_time, once
from sociable.tables import POSTS, Archive, Columns, conform

Progress = Callable[..., None]
_LINK = r"https?://[^\s<>()]*[^\s<>().,!?]|\bbit\.ly/\S+"
_NARROW = (
    "uid", "account", "platform", "created_at", "time_precision", "form", "text", "lang", "reply_to_uid",
    "reply_to_author", "parent_text", "parent_mentions", "thread_root", "links", "place", "reader",
)  # fmt: skip
"""The columns of posts that relations are worked out from; the others are looked up for what is labelled."""
_REACTIONS = ("likes", "replies", "reposts", "quotes", "shares")


@dataclass(frozen=True, slots=True)
class _Structure:
    """What is known of a brand before any label."""

    found: pl.DataFrame  # units that a window can see
    far: pl.DataFrame  # older ones that matter to them
    inbound: pl.DataFrame
    heard: pl.Series  # which of the inbound messages a window can see
    tree: pl.DataFrame
    ends: pl.DataFrame


def relate(
    archive: Archive,
    brand: Brand,
    periods: Sequence[Period],
    progress: Progress | None = None,
    label: Label | None = None,
) -> Columns:
    """The brand's units of judgement with all signals, as `tables.Columns` describes them.

    `periods` are the windows that will be scored: what counts "in the window"
    (template sizes, partners, unknown invitations) is worked out for each, and
    only what a window can see is labelled (`reach`).  Of older units only the
    first of each account and, beside an inbox, messages to people are kept.
    `label` may stand for the detectors, where it says the same.
    """
    tell = progress or (lambda *_: None)
    scope = Scope.of(brand, archive.people, periods, label)
    tell("relating", 0, 3)
    known = _before_labels(archive, scope)
    found, far, inbound, tree = known.found, known.far, known.inbound, known.tree
    tell("labelling", 1, 3)
    found = labelling.labelled(found, scope)
    inbound = labelling.heard(inbound, known.heard, scope)
    give_back()
    tell("relating", 2, 3)
    posts = _signals(found, far, inbound, archive, scope)
    rows = labelling.corrections(brand)
    if not rows.is_empty():
        found = labelling.corrected(found, rows)
        inbound = labelling.corrected(inbound, rows)
        posts = _with_raw(_signals(found, far, inbound, archive, scope), posts)
    inbound = _needs(inbound)
    tell("relating", 3, 3)
    asked = (*contacts.SPOKEN, "bait_weight")  # of a large inbox whole rows would double what is held
    narrow = [one.select(name for name in asked if name in one.columns) for one in (posts, far)]
    spoken = pl.concat(narrow, how="diagonal")
    care = cases.cases(spoken, inbound, tree, known.ends, archive.feeds, scope)
    firsts, partners = contacts.first(spoken, inbound), people.partners(spoken, inbound, tree, scope)
    return Columns(
        posts=pl.concat([posts.drop(_INTERNAL, strict=False), far.drop(_INTERNAL, strict=False)], how="diagonal"),
        cases=care,
        contacts=firsts,
        partners=partners,
        messages=inbound.with_columns(person="author"),
        people=archive.people,
        snapshots=archive.snapshots,
        feeds=archive.feeds,
    )


def wanted(archive: Archive, brand: Brand, periods: Sequence[Period]) -> list[pl.DataFrame]:
    """The batches that `relate` would have labelled, none of which is."""
    batches: list[pl.DataFrame] = []

    def noted(rows: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        batches.append(rows)
        return labels.label(rows.clear(), terms)

    scope = Scope.of(brand, archive.people, periods, noted)
    known = _before_labels(archive, scope)
    labelling.labelled(known.found, scope)
    labelling.heard(known.inbound, known.heard, scope)
    return batches


def _before_labels(archive: Archive, scope: Scope) -> _Structure:
    """Kinds, threads and repeats over the whole archive, and what of it needs labels."""
    messages = _messages(archive.messages, scope)
    tree = threads.nodes(archive.posts, messages, scope)
    messages = messages.join(tree.select("uid", "addressed"), on="uid", how="left", maintain_order="left")
    tree = tree.drop("author", "given", "own", "evidence")
    # `_widened` brings back what is let go of here.
    every = _units(archive, messages, tree, scope).drop("lang", "place", "reply_to_uid")
    tree = tree.drop("text", "addressed")
    inbound = messages.filter(pl.col("direction") == "in")
    near = reach.units(every, inbound, tree, scope.periods)
    every = reruns.marked(every, near, scope)
    found = own(_structure(every, near, archive.posts, messages, scope), of=every)
    rest = reach.far(every.filter(~near), scope.periods, talk=not inbound.is_empty())
    far = own(_widened(rest, archive.posts, messages), of=every)
    ends = every.group_by("account").agg(pl.max("created_at"))
    heard = reach.messages(inbound, scope.periods)
    del every, near, rest
    give_back()
    return _Structure(found, far, inbound, heard, tree, ends)


def _messages(messages: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Messages in order of time with canonical people and the local `day`, `hour`, `weekday`."""
    messages = scope.canonical(scope.canonical(once(by_time(messages)), "author"), "recipient")
    local = scope.local(pl.col("created_at"))
    return messages.with_columns(
        day=local.dt.date(), hour=local.dt.hour().cast(pl.Int64), weekday=local.dt.weekday().cast(pl.Int64) - 1
    )


def _units(archive: Archive, messages: pl.DataFrame, tree: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Public and private outbound units with final kinds, before any label; only the columns that this takes."""
    found = units.collapse(_rows(archive.posts.select(_NARROW), messages, scope))
    found = found.join(scope.accounts.select("account", "role"), on="account", how="left", maintain_order="left")
    found = found.with_columns(role=pl.col("role").fill_null("brand"), day=scope.local(pl.col("created_at")).dt.date())
    found = threads.invited(found, tree, scope).drop("parent_text", "parent_mentions", "thread_root")
    found = templates.cluster(found, reach.spoken(found, messages, scope.periods), scope)
    return settle.settle(found, messages, archive.feeds, scope)


def _rows(posts: pl.DataFrame, messages: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Public and private outbound messages in order of time, with their first kinds."""
    rows = kinds.of_rows(posts, scope).with_columns(automatic=pl.lit(None, pl.Boolean))
    private = _private(messages)
    if private.is_empty():
        return rows
    rows = pl.concat([rows, private.drop(set(POSTS) - set(_NARROW))], how="diagonal_relaxed")
    return rows.sort("created_at", "uid", nulls_last=True)


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
        amplified=pl.lit(None, pl.Utf8),
    )  # fmt: skip


def _structure(
    every: pl.DataFrame, near: pl.Series, posts: pl.DataFrame, messages: pl.DataFrame, scope: Scope
) -> pl.DataFrame:
    """The units that labels are needed of, with all their columns and what labels cannot change."""
    found = every.filter(near)
    told = found.filter(pl.col("context").is_not_null())["cluster"].drop_nulls().unique()
    kin = every.filter(pl.col("cluster").is_in(told.implode()) & pl.col("kind").is_in(["R", "U"]))
    found = _widened(found, posts, messages).with_columns(
        place=settle.place(),
        interactions=pl.when(pl.any_horizontal(pl.col(_REACTIONS).is_not_null())).then(pl.sum_horizontal(_REACTIONS)),
    )
    found = columns.structure(found, scope, outward.insiders(every, scope))
    return talk.structure(counts.graded(found), kin, scope)


def _widened(found: pl.DataFrame, posts: pl.DataFrame, messages: pl.DataFrame) -> pl.DataFrame:
    """Units with every column that their messages have, and how many words they have."""
    uids = pl.concat([found["uid"], found["uids"].explode()]).implode()
    sources = [posts.drop("kind", strict=False), _private(messages).select(posts.columns)]
    rows = pl.concat([one.drop("source_file").filter(pl.col("uid").is_in(uids)) for one in sources])
    found = units.widened(found, rows.sort("created_at").unique("uid", keep="first"))
    return found.with_columns(words=clean.words(pl.col("text")))


def _signals(
    found: pl.DataFrame, far: pl.DataFrame, inbound: pl.DataFrame, archive: Archive, scope: Scope
) -> pl.DataFrame:
    """All populations and values of posts, from structure and labels."""
    names = ["uid", "kind", "recipient", "text", "created_at"]
    found = contacts.cold(found, pl.concat([found.select(names), far.select(names)]), _needs(inbound))
    return columns.signals(found, scope, archive.snapshots)


def _needs(inbound: pl.DataFrame) -> pl.DataFrame:
    """What was written to others needs no answer of the brand's."""
    return inbound.with_columns(need=(pl.col("p_need") >= 0.5) & pl.col("addressed"))


def _with_raw(posts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """`posts` with the uncorrected labels and values as `raw_<name>` (RUBRIC 4.6, difference estimator)."""
    numbers = [name for name, kind in before.schema.items() if kind == pl.Float64 or name in _BY_LABEL]
    raw = {
        f"raw_{name.removeprefix('p_')}": name for name in sorted(numbers, key=lambda name: not name.startswith("p_"))
    }
    return posts.hstack(before.select(pl.col(name).cast(pl.Float64).alias(alias) for alias, name in raw.items()))


_BY_LABEL = ("promo_unit", "broadcast_or_own_promo")
"""Populations that a label defines: a person's reading moves who is in them."""


_INTERNAL = (
    "root", "root_kind", "root_recipient", "automatic", "platform_lang",
    "rerun", "crossposted", "unknown_invited", "creditable", "corralled", "outlink", "tied", "pounced", "incident",
    "cold", "promo_cue", "stands", "colleague", "service", "hazard", "steps", "local", "scam", "winner", "credited",
    "skill", "rhetorical", "selling", "pushed", "told", "parent_mentions", "parent_text", "media_count", "until",
)  # fmt: skip
