"""The signals of posts: populations and values, whole columns over the units (RUBRIC 2)."""

from __future__ import annotations

import re

import polars as pl

from sociable.signals import fit, gracious, named, outward, talk, traps
from sociable.signals.counts import MIN_WORDS
from sociable.signals.scope import Scope, word_pattern

LONG = 12
SURE, LIKELY = 0.8, 0.6
"""What a rule is worth where RUBRIC defines by it, and where read posts bear it out two times in three."""
UNKNOWN_SHARE = 0.2
"""Beyond this share of replies with unknown invitations, criteria that need them are No data (RUBRIC 0.2)."""
_FIRST = r"\b(?:we|us|our|ours|ourselves|i|me|my|mine|we're|we've|we'll|we'd|i'm|i've|i'll|i'd)\b"
_SECOND = r"\b(?:you|your|yours|yourself|yourselves|you're|you've|you'll|you'd|u|ur)\b"


def structure(units: pl.DataFrame, scope: Scope, insiders: list[str]) -> pl.DataFrame:
    """`units` with what labels cannot change: exclusions, links, traps, whom they lift up, where they fit."""
    units = excluded(units, scope)
    units = units.with_columns(
        own_link=scope.own_link(pl.col("links")),
        commercial=scope.commercial_link(pl.col("links")),
        unknown_invited=_unknown(),
    )
    return gracious.marked(fit.marked(outward.marked(traps.marked(units, scope), scope, insiders), scope))


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
    if "told" not in units.columns:
        units = units.with_columns(told=pl.lit(None, pl.List(pl.Utf8)))
    units = units.with_columns(_alike(label) for label in ("helps", "deflect", "canned"))
    units = units.with_columns(**talk.values()).with_columns(**_values(scope))
    units = named.values(units, scope, snapshots)
    return units.with_columns(**_populations()).with_columns(**talk.populations())


def _alike(label: str) -> pl.Expr:
    """What a reply is, over its template in its window: an answer that names another product is the same answer."""
    name = f"p_{label}"
    shared = (pl.col("kind") == "R") & pl.col("cluster").is_not_null() & pl.col(name).is_not_null()
    told = pl.col("told").list.contains(label).fill_null(False)  # people overrule it for the post they read
    common = pl.col(name).mean().over("kind", "cluster", "window")
    return pl.when(shared & ~told).then(common).otherwise(name).alias(name)


def _p(name: str) -> pl.Expr:
    return pl.col(f"p_{name}").fill_null(0.0)


def _told(label: str, value: pl.Expr) -> pl.Expr:
    """`value`, or what a person said: people overrule the rules as well (RUBRIC 0.3)."""
    return pl.when(pl.col("told").list.contains(label).fill_null(False)).then(_p(label)).otherwise(value)


def _unless(trap: str, value: pl.Expr) -> pl.Expr:
    """`value`, or 0 for a text that RUBRIC exempts."""
    return pl.when(pl.col(trap)).then(0.0).otherwise(value)


def _useful() -> pl.Expr:
    certain = pl.when(pl.col("hazard") | pl.col("steps")).then(SURE).when("local").then(LIKELY).otherwise(0.0)
    return _told(
        "useful",
        pl.when(pl.col("stands") & ~pl.col("courtesy")).then(pl.max_horizontal(_p("useful"), certain)).otherwise(0.0),
    )


def _promo() -> pl.Expr:
    promo = pl.when("selling").then(pl.max_horizontal(_p("promo"), SURE)).otherwise(_p("promo"))
    return _told("promo", _unless("scam", promo))


def _ask() -> pl.Expr:
    # Reading what somebody else wrote does the brand no good.
    theirs = pl.col("credited") & (pl.col("links").list.len() > 0).fill_null(False) & ~pl.col("own_link")
    return _told("ask", pl.when(theirs).then(0.0).otherwise(_unless("hazard", _p("ask"))))


def _invitation() -> pl.Expr:
    contest = pl.col("skill") & (pl.col("targeted") >= 0.5) & (pl.col("reach_mechanic") < 0.5)
    invited = pl.when(contest).then(pl.max_horizontal(_p("invitation"), LIKELY)).otherwise(_p("invitation"))
    reach = (pl.col("reach_mechanic") >= 0.5).fill_null(False) & ~pl.col("text").str.contains(r"\?")
    return _told("invitation", _unless("rhetorical", pl.when(reach).then(0.0).otherwise(invited)))


def _bait() -> pl.Expr:
    """Growth bait: 0 for a contest of skill, half for the brand's own prize behind follow and tag (R5)."""
    mechanic = (pl.col("reach_mechanic") >= 0.5).fill_null(False)
    targeted = (pl.col("targeted") >= 0.5).fill_null(False)
    weight = pl.when(targeted).then(pl.when(mechanic).then(0.5).otherwise(0.0)).otherwise(1.0)
    return pl.when(pl.col("winner") & ~mechanic).then(0.0).otherwise(_p("bait") * weight)


def _exchange() -> dict[str, pl.Expr]:
    """Gives and asks of B, P and join-ins; a unit that is both is half of each (RUBRIC give-ask)."""
    b, p = pl.col("kind") == "B", pl.col("kind") == "P"
    shared = pl.when(pl.col("outside")).then(1.0).otherwise(_useful())
    given = pl.when(b).then(pl.max_horizontal(_useful(), outward.credit())).when(p).then(shared)
    gives = given.otherwise(pl.col("substantive_join"))
    asks = pl.when(b).then(_ask()).when(p).then(_promo() * pl.col("inside")).otherwise(_p("pitch"))
    return {"gives": gives - 0.5 * gives * asks, "gives_and_asks": gives + asks - gives * asks}


def _persons(scope: Scope) -> dict[str, pl.Expr]:
    """How often a text says we, the brand, and you."""
    low = pl.col("text").fill_null("").str.to_lowercase().str.replace_all("’", "'")
    brand = word_pattern((scope.brand.about.name, *scope.brand.about.aliases))
    first = low.str.count_matches(_FIRST) + (low.str.count_matches(brand) if brand else pl.lit(0, pl.UInt32))
    both = first + low.str.count_matches(_SECOND)
    return {"first_person": first.cast(pl.Float64), "person_words": both.cast(pl.Float64)}


def _values(scope: Scope) -> dict[str, pl.Expr]:
    """What broadcasts and reshares count for."""
    gain = 1.0 - pl.max_horizontal(_useful(), outward.credit())
    # In a broadcast "double your ..." may be points of a loyalty card: the detector must see some pressure too.
    sold = pl.when(pl.col("pushed") & (_p("hard_sell") >= 0.25)).then(pl.max_horizontal(_p("hard_sell"), pl.lit(0.6)))
    pressure = pl.when(pl.col("kind").is_in(["U", "D"])).then(pl.col("pushed").cast(pl.Float64))
    return {
        **_exchange(),
        **_persons(scope),
        "promo": _promo(),
        "promo_weight": pl.max_horizontal(_promo(), 0.5 * pl.col("p_purpose_product").fill_null(0.0)),
        "useful": _useful(),
        "filler": pl.col("filler").fill_null(0.0),
        "specific": pl.col("specific").fill_null(0.0),
        "self_only": _told(
            "self_only", _unless("colleague", _unless("service", _unless("own_title", _p("self_only"))))
        ),
        "ask": _ask(),
        "repeat": pl.col("rerun").cast(pl.Float64),
        "invitation": _invitation(),
        "brag": _told("brag", _unless("colleague", _p("brag") * gain)),
        "bait_weight": _bait(),
        "outward": outward.value(),
        "hard_sell": _told("hard_sell", pressure.otherwise(sold.otherwise(_p("hard_sell")))),
        "transplanted": pl.col("transplanted"),
        "jargon": _p("jargon"),
    }


def _populations() -> dict[str, pl.Expr]:
    """Who is judged among broadcasts and reshares."""
    kind, brand = pl.col("kind"), pl.col("role") != "support"
    text = ~pl.col("excluded") & brand
    scoreable = pl.col("scoreable").fill_null(False)
    broadcast = (kind == "B") & scoreable & text
    foreign = ~scoreable & (pl.col("words") >= MIN_WORDS)
    reshare = (kind == "P") & ~foreign & text
    own_promo = reshare & pl.col("inside") & (pl.col("promo") >= 0.5)
    sold = pl.col("promo") >= 0.5
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
