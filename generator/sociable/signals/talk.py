"""The signals of messages to people: replies, join-ins, uninvited contacts, private messages."""

from __future__ import annotations

import polars as pl

from sociable.signals.clean import lexical
from sociable.signals.contentwords import content_words
from sociable.signals.cues import load
from sociable.signals.scope import Scope
from sociable.signals.templates import dense

TEMPLATE = 5
"""So many like messages in the window are a template (RUBRIC two-way-share, personal-at-scale)."""
OWN_WORDS = 6
COURTESY = 4
POUNCE = 5
PUSHED = 3
_THANKS = r"(?i)\b(?:thank|thanks|thx|cheers|welcome)\b"


def structure(units: pl.DataFrame, kin: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with `tied` (own words on the parent beside a template), `pounced` and `incident`.

    `kin` are all replies whose templates occur among `units`.
    """
    tied = _tied(kin.filter((pl.col("kind") == "R") & (pl.col("cluster_size") >= TEMPLATE)))
    incident = pl.lit(False)
    for event in scope.brand.events:
        if event.kind == "outage":
            incident |= pl.col("day").is_between(event.start, event.end)
    status = (
        pl.col("text")
        .str.to_lowercase()
        .str.contains(
            r"\b(?:down|outage|delay\w*|disrupt\w*|cancel\w*|restor\w*|fix\w*|back|engineers?|resum\w*|status)\b"
        )
    )
    return units.with_columns(
        tied=pl.col("uid").is_in(tied.implode()),
        pounced=pl.col("uid").is_in(_pounced(kin).implode()),
        promo_cue=pl.col("uid").is_in(_selling(units).implode()),
        incident=(incident & status).fill_null(False),
    )


def _selling(units: pl.DataFrame) -> pl.Series:
    """Messages to people that carry a word of offer or self-recommendation (U, D: a cue is enough)."""
    sent = units.filter(pl.col("kind").is_in(["U", "D"]) & pl.col("text").is_not_null())
    copy = lexical(pl.col("text"))
    return sent.filter((load()["offer"].count(copy) > 0) | (load()["pitch"].count(copy) > 0))["uid"]


def _tied(shared: pl.DataFrame) -> pl.Series:
    """Replies of a template that add six content words or more of which one is the parent's."""
    words = content_words(shared, "text").with_columns(pl.len().over("cluster", "word").alias("common"))
    sizes = shared.select("cluster", size=pl.len().over("cluster")).unique()
    own = words.join(sizes, on="cluster").filter(pl.col("common") * 2 < pl.col("size"))
    parent = content_words(shared, "context").select("uid", "word", theirs=pl.lit(True))
    own = own.join(parent, on=["uid", "word"], how="left").group_by("uid").agg(pl.len(), pl.col("theirs").any())
    return own.filter((pl.col("len") >= OWN_WORDS) & pl.col("theirs").fill_null(False))["uid"]


def _pounced(units: pl.DataFrame) -> pl.Series:
    """Near-duplicate replies, five or more in 30 days, under parents that share a keyword."""
    sent = units.filter(
        pl.col("kind").is_in(["R", "U"]) & (pl.col("invited") == "no") & pl.col("cluster").is_not_null()
    )
    words = content_words(sent, "context").with_columns(key=pl.format("{} {}", "cluster", "word"))
    words = words.join(sent.select("uid", "created_at"), on="uid").with_columns(row=pl.format("{} {}", "uid", "word"))
    keyed = words.select("created_at", "key", uid="row", one="uid")
    hit = dense(keyed, "key", "one", POUNCE)
    return words.filter(pl.col("row").is_in(hit.implode()))["uid"].unique()


def values() -> dict[str, pl.Expr]:
    """Values of R, U and D; 0 for other kinds where they are counted beside them."""
    kind = pl.col("kind")
    join = (kind == "R") & (pl.col("invited") == "no")
    pitch = pl.col("p_pitch").fill_null(0.0)
    templated = pl.col("cluster_size") >= TEMPLATE
    private = pl.col("place") == "closed"
    substance = pl.col("substantive").fill_null(0.0) * (1.0 - pitch)
    substance = pl.when(private | (pl.col("cluster_size") >= PUSHED)).then(0.0).otherwise(substance)
    own = pl.when(pl.col("commercial")).then(1.0).otherwise(0.0)
    blind = (kind == "R") & pl.col("context").is_null()
    cue = pl.col("promo_cue").cast(pl.Float64)
    # A vendor who answers a request for vendors about himself, where only friends were asked.
    vendor = (pl.col("invited_ask") >= 0.5) & pl.col("text").str.contains(r"(?i)\b(?:we|our|us)\b")
    vendor = (vendor & (kind == "R")).fill_null(False).cast(pl.Float64)
    contact = pl.max_horizontal(pitch, own, cue, vendor, pl.when(kind == "U").then(pl.col("p_promo")).fill_null(0.0))
    exempt = (pl.col("words") <= COURTESY) | pl.col("tied") | pl.col("incident")
    repeated = pl.when(pl.col("text").str.contains(_THANKS)).then(0.5).otherwise(1.0)
    template = (
        pl.when((pl.col("cluster_people") >= PUSHED) | pl.col("automatic").fill_null(False))
        .then(repeated)
        .otherwise(0.0)
    )
    linked = pl.when(pl.col("own_link")).then(1.0).otherwise(0.0)
    push = pl.max_horizontal(pl.col("p_promo"), pl.col("p_ask"), pl.col("p_pitch"), linked, cue, template)
    return {
        "reply_weight": pl.when(kind == "R")
        .then(pl.when(templated & ~pl.col("tied")).then(0.5).otherwise(1.0))
        .otherwise(0.0),
        "substantive_join": pl.when(join).then(substance).otherwise(0.0),
        "individual": pl.when(templated & ~exempt).then(0.0).otherwise(1.0),
        "uninvited_pitch": pl.when(blind & (own == 0)).then(0.0).otherwise(contact),
        "pounce": pl.col("pounced").cast(pl.Float64),
        "dm_pushed": pl.when((kind == "D") & pl.col("text").is_not_null()).then(push),
    }


def populations() -> dict[str, pl.Expr]:
    """Who is judged among messages to people; null where nobody knows whether they were invited."""
    kind, invited = pl.col("kind"), pl.col("invited")
    brand = pl.col("role") != "support"
    reply = kind == "R"
    uncertain = reply & (invited == "unknown")
    join = pl.when(uncertain).then(None).otherwise(reply & (invited == "no"))
    own = kind.is_in(["B", "P"]) & brand
    care = reply & (pl.col("unknown_invited") | (invited == "yes"))
    support = (kind == "D") & (pl.col("role") == "support")
    give = pl.col("broadcast_or_reshare") | (
        join.fill_null(False) & brand & ~pl.col("unknown_invited") & pl.col("scoreable")
    )
    return {
        "join": join & brand,
        "join_base": own | (join & brand),
        "care_reply": pl.when(uncertain & ~pl.col("unknown_invited")).then(None).otherwise(care | support),
        "human_reply": reply | support,
        "uninvited": join | (kind == "U"),
        "cold_dm": pl.col("cold"),
        "give_ask_unit": give.fill_null(False),
    }
