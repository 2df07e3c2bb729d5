"""Whom a post lifts up: outsiders, or the brand's own corral (RUBRIC free-range, R13)."""

from __future__ import annotations

import re

import polars as pl

from sociable.signals.cues import load
from sociable.signals.scope import Scope, domain_pattern

_CALENDAR = (
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Christmas|Easter|I|I'm|I've|I'll|I'd|OK|TV|UK|US)\b"
)
BY_NAME = 0.6
REASON_WORDS = 8
"""A link to an outsider with fewer own words counts half."""
INSIDER_SHARE, ENOUGH = 0.15, 20
"""Without a list of affiliates, whoever gets more than this share of all amplifications is an insider."""


def insiders(units: pl.DataFrame, scope: Scope) -> list[str]:
    """Handles inside the corral: the brand's own, its affiliates, else whom all `units` favour."""
    return sorted({*scope.handles, *scope.affiliates, *_favourites(units, scope)})


def marked(units: pl.DataFrame, scope: Scope, insiders: list[str]) -> pl.DataFrame:
    """`units` with `inside`, `outside` (null where nobody knows whom), `creditable` and `outlink` (0, 0.5, 1)."""
    inside = pl.col("amplified").is_in(insiders)
    about = pl.when(pl.col("kind") == "P").then(pl.col("text")).otherwise(pl.col("context"))
    praise = scope.names_brand(about.str.replace(r"^\s*RT @\w+:?", ""))
    mentioned = pl.col("mentions").list.eval(pl.element().str.to_lowercase())
    corral = (mentioned.list.len() > 0) & mentioned.list.eval(pl.element().is_in(insiders)).list.all()
    partner = pl.col("text").fill_null("").str.to_lowercase().str.contains(load()["corral"].pattern)
    return units.with_columns(
        inside=inside.fill_null(False),
        outside=~inside & ~praise,
        corralled=corral.fill_null(False) | partner,
        creditable=(_named(scope) & ~(corral.fill_null(False) | partner)).cast(pl.Float64),
        outlink=_outlink(scope),
    )


def _named(scope: Scope) -> pl.Expr:
    """Whether a text names anybody at all: a handle, or a capital inside a sentence that is no day or month."""
    text = pl.col("text").fill_null("").str.replace_all(r"[\"“][^\"”]{12,}[\"”]", " ")
    own = "|".join(re.escape(name) for name in scope.handles)
    others = text.str.replace_all(rf"(?i)@(?:{own})\b", " ") if own else text
    bare = others.str.replace_all(_CALENDAR, " ")
    inside = bare.str.contains(r"[\p{Ll}\d,:;)]\s+[(\"“']?\p{Lu}\p{L}+")
    return others.str.contains(r"@\w") | inside | (pl.col("mentions").list.len() > 0).fill_null(False)


def _favourites(units: pl.DataFrame, scope: Scope) -> list[str]:
    if scope.affiliates:
        return []
    lifted = units.filter(pl.col("kind").is_in(["B", "P"]) & pl.col("amplified").is_not_null())["amplified"]
    if len(lifted) < ENOUGH:
        return []
    counts = lifted.value_counts().filter(pl.col("count") > INSIDER_SHARE * len(lifted))
    return counts["amplified"].to_list()


def _outlink(scope: Scope) -> pl.Expr:
    """Whether a broadcast links to somebody else's page: 1 with a reason, 0.5 bare, 0 where it does not.

    Unless the brand's own domains are configured nobody can tell.
    """
    if not scope.domains:
        return pl.lit(0.0)
    inside = domain_pattern((*scope.domains, *(name for name in scope.affiliates if "." in name)))
    hosts = load()["platform_hosts"].pattern
    away = ~pl.element().str.contains(inside) & ~pl.element().str.replace(r"^([a-z]+://[^/]+).*$", "$1").str.contains(
        hosts
    )
    linked = pl.col("links").list.eval(pl.element().str.to_lowercase()).list.eval(away).list.any().fill_null(False)
    reason = pl.when(pl.col("words") >= REASON_WORDS).then(1.0).otherwise(0.5)
    return pl.when(linked & ~pl.col("own_link")).then(reason).otherwise(0.0)


def credit() -> pl.Expr:
    """How likely a broadcast credits a named outsider; "by @name" alone is right two times in three."""
    said = pl.col("told").list.contains("credit").fill_null(False)
    named = pl.when(pl.col("credited") & ~said).then(BY_NAME).otherwise(0.0)
    # Whoever read it knows that somebody is named; whether that is the brand's own circle is a matter of brand.yaml.
    able = pl.when(said).then((~pl.col("corralled")).cast(pl.Float64)).otherwise("creditable")
    return pl.max_horizontal(pl.col("p_credit").fill_null(0.0), named) * able


def value() -> pl.Expr:
    """How far a broadcast or reshare amplifies an outsider; null for a reshare of nobody knows whom."""
    selling = pl.max_horizontal(pl.col("p_self_only"), pl.col("p_promo"), pl.col("p_brag")).fill_null(0.0)
    quoted = pl.when(pl.col("outside").fill_null(False)).then(1.0).otherwise(0.0)
    broadcast = pl.max_horizontal(credit(), pl.col("outlink") * (1.0 - selling), quoted)
    return pl.when(pl.col("kind") == "P").then(pl.col("outside").cast(pl.Float64)).otherwise(broadcast)
