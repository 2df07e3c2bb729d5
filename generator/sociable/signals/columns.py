"""The signals of posts: populations and values, whole columns over the units (RUBRIC 2)."""

from __future__ import annotations

import re

import polars as pl

from sociable.signals import fit, labelling, named, outward, reruns, talk
from sociable.signals.readability import MIN_WORDS
from sociable.signals.scope import Scope, word_pattern

LONG = 12
OWN_WORDS = 12
"""So many own words can carry an act of use without the link (RUBRIC useful-share)."""
_ABOUT = (
    r"turns|has|is|was|joined|joins|retires|retired|left|leaves|celebrates|wired|makes|made|runs|ran|keeps|knows"
    r"|starts|started|won"
)
_SUBJECT = (
    rf"(?:^|[.!?]\s+)(?:(?:Our|Meet(?: our)?) (?:\p{{Ll}}+ ){{0,2}}\p{{Lu}}\p{{Ll}}+ (?:{_ABOUT})\b"
    r"|Meet (?:our )?\p{Lu}\p{Ll}+(?:[ ,.!:]|$)|Happy birthday,? \p{Lu}\p{Ll}+)"
)
"""A named colleague as the subject of a sentence."""
UNKNOWN_SHARE = 0.2
"""Beyond this share of replies with unknown invitations, criteria that need them are No data (RUBRIC 0.2)."""
_FIRST = r"\b(?:we|us|our|ours|ourselves|i|me|my|mine|we're|we've|we'll|we'd|i'm|i've|i'll|i'd)\b"
_SECOND = r"\b(?:you|your|yours|yourself|yourselves|you're|you've|you'll|you'd|u|ur)\b"


def structure(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with what labels cannot change: exclusions, links, reruns, cross-posts, templates."""
    units = excluded(units, scope)
    units = units.with_columns(
        own_link=scope.own_link(pl.col("links")),
        commercial=scope.commercial_link(pl.col("links")),
        unknown_invited=_unknown(),
        stands=_stands(),
        colleague=_colleague(scope),
    )
    units = reruns.marked(units, scope)
    return fit.marked(outward.marked(units, scope), scope)


def _stands() -> pl.Expr:
    """Whether a post can be of use without a click: enough own words, or a picture that is told in words."""
    told = pl.col("alt_text").fill_null("").str.count_matches(r"\S+") >= labelling.ALT_WORDS
    return (pl.col("words") >= OWN_WORDS) | told


def _colleague(scope: Scope) -> pl.Expr:
    """Whether a post is about a colleague by name: self, but welcome (RUBRIC self-talk and brag-posts, traps)."""
    team = "|".join(sorted({re.escape(member.name.split()[0]) for member in scope.brand.team if member.name}))
    named = rf"|(?:^|[.!?]\s+)(?:{team})\s+\p{{Ll}}" if team else ""
    subject = pl.col("text").fill_null("").str.contains(_SUBJECT + named)
    return (pl.col("kind") == "B") & subject


def _unknown() -> pl.Expr:
    """Whether too many of the account's replies in the window have an unknown invitation."""
    reply = pl.col("kind") == "R"
    unknown = pl.col("invited").fill_null("unknown") == "unknown"
    share = (reply & unknown).sum().over("account", "window") / reply.sum().over("account", "window")
    return (share > UNKNOWN_SHARE).fill_null(False)


def excluded(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Adds `excluded`: paid, automated, or written in a crisis (RUBRIC 0.1, always excluded)."""
    brand = scope.brand
    apps = [app.casefold() for app in brand.exclude.apps]
    out = (pl.col("paid") == "yes").fill_null(False)
    out |= pl.col("app").str.to_lowercase().is_in(apps).fill_null(False)
    for template in brand.exclude.templates:
        pattern = r"[\s\S]*?".join(re.escape(part) for part in template.casefold().split("*"))
        out |= pl.col("text").str.to_lowercase().str.contains(pattern).fill_null(False)
    for event in brand.events:
        if event.kind == "crisis":
            out |= pl.col("day").is_between(event.start, event.end).fill_null(False)
    return units.with_columns(excluded=out)


def signals(units: pl.DataFrame, scope: Scope, snapshots: pl.DataFrame) -> pl.DataFrame:
    """`units` (with structure and labels) with every population and value that lives on posts."""
    units = units.with_columns(**talk.values()).with_columns(**_values(scope))
    units = named.values(units, scope, snapshots)
    return units.with_columns(**_populations()).with_columns(**talk.populations())


def _p(name: str) -> pl.Expr:
    return pl.col(f"p_{name}").fill_null(0.0)


def _values(scope: Scope) -> dict[str, pl.Expr]:
    """What broadcasts and reshares count for."""
    b, p = pl.col("kind") == "B", pl.col("kind") == "P"
    low = pl.col("text").fill_null("").str.to_lowercase().str.replace_all("’", "'")
    brand = word_pattern((scope.brand.about.name, *scope.brand.about.aliases))
    first = low.str.count_matches(_FIRST) + (low.str.count_matches(brand) if brand else pl.lit(0, pl.UInt32))
    second = low.str.count_matches(_SECOND)
    credit = _p("credit") * pl.col("creditable")
    useful = pl.when(pl.col("stands")).then(_p("useful")).otherwise(0.0)
    welcome = pl.when(pl.col("colleague")).then(0.0).otherwise(1.0)
    gives = (
        pl.when(b)
        .then(pl.max_horizontal(useful, credit))
        .when(p)
        .then(pl.when(pl.col("outside")).then(1.0).otherwise(useful))
        .otherwise(pl.col("substantive_join"))
    )
    asks = pl.when(b).then(_p("ask")).when(p).then(_p("promo") * pl.col("inside")).otherwise(_p("pitch"))
    weight = pl.when(pl.col("targeted") >= 0.5).then(pl.when(pl.col("reach_mechanic") >= 0.5).then(0.5).otherwise(0.0))
    product = pl.col("p_purpose_product").fill_null(0.0)
    return {
        "promo": _p("promo"),
        "promo_weight": pl.max_horizontal(_p("promo"), 0.5 * product),
        "useful": useful,
        "filler": pl.col("filler").fill_null(0.0),
        "specific": pl.col("specific").fill_null(0.0),
        "self_only": _p("self_only") * welcome,
        "ask": _p("ask"),
        "gives": gives - 0.5 * gives * asks,
        "gives_and_asks": gives + asks - gives * asks,
        "repeat": pl.col("rerun").cast(pl.Float64),
        "invitation": _p("invitation"),
        "brag": _p("brag") * (1.0 - pl.max_horizontal(useful, credit)) * welcome,
        "bait_weight": _p("bait") * weight.otherwise(1.0),
        "outward": outward.value(),
        "hard_sell": _p("hard_sell"),
        "transplanted": pl.col("transplanted"),
        "jargon": _p("jargon"),
        "first_person": first.cast(pl.Float64),
        "person_words": (first + second).cast(pl.Float64),
    }


def _populations() -> dict[str, pl.Expr]:
    """Who is judged among broadcasts and reshares."""
    kind, brand = pl.col("kind"), pl.col("role") != "support"
    text = ~pl.col("excluded") & brand
    scoreable = pl.col("scoreable").fill_null(False)
    broadcast = (kind == "B") & scoreable & text
    foreign = ~scoreable & (pl.col("words") >= MIN_WORDS)
    reshare = (kind == "P") & ~foreign & text
    own_promo = reshare & pl.col("inside") & (_p("promo") >= 0.5)
    sold = (pl.col("p_promo") >= 0.5).fill_null(False)
    pushed = kind.is_in(["U", "D"]) & (sold | pl.col("promo_cue") | pl.col("own_link")) & brand & ~pl.col("excluded")
    return {
        "broadcast": broadcast,
        "broadcast_or_own_promo": broadcast | own_promo,
        "broadcast_or_reshare": broadcast | reshare,
        "useful_unit": (broadcast | reshare) & (pl.col("useful") >= 0.5),
        "promo_or_own_link": broadcast & (sold | pl.col("own_link")),
        "published": kind.is_in(["R", "B", "P"]) & brand,
        "reply": (kind == "R") & brand,
        "promo_unit": (broadcast & sold) | pushed,
        "plain_pool": broadcast & (pl.col("g_words") > 0),
        "long_broadcast": broadcast & (pl.col("words") >= LONG),
    }
