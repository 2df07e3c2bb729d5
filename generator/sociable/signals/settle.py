"""Who was spoken to uninvited: M becomes U, B or R, and templates to strangers become U.

Also R-join, and the vendor requests in open places that make a reply asked for
(RUBRIC 0.1, unsolicited-pitch, R3).
"""

from __future__ import annotations

import polars as pl

from sociable.signals.clean import lexical, words
from sociable.signals.cues import load
from sociable.signals.labels import label
from sociable.signals.scope import Scope
from sociable.signals.templates import to_strangers
from sociable.signals.terms import Terms
from sociable.signals.timeline import by_time

SILENCE = "30d"
"""Somebody who wrote to the brand within this time was not addressed out of the blue."""
COURTESY = 4
"""Replies of so few words are courtesy, never a template to strangers."""
OPEN = ("open", "professional")
_PLACES = {
    "x": "open", "threads": "open", "bluesky": "open", "mastodon": "open", "tiktok": "open", "youtube": "open",
    "instagram": "open", "other": "open", "linkedin": "professional", "reddit": "semi-closed",
    "facebook": "semi-closed",
}  # fmt: skip
BATCH = ("uid", "kind", "text", "platform", "lang", "context")


def settle(units: pl.DataFrame, messages: pl.DataFrame, feeds: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with M resolved, `invited` final, and kind U where somebody was addressed out of the blue."""
    terms = Terms.of(scope.brand)
    units = _written_before(units, messages, feeds)
    units = _asked_openly(units, scope, terms)
    strangers = to_strangers(units)
    sent = strangers.arg_true()
    long = units["text"].gather(sent).to_frame("text").select(words(pl.col("text")) > COURTESY).to_series()
    strangers = strangers.scatter(sent, long)
    mention = pl.col("kind") == "M"
    join = (pl.col("kind") == "R") & (pl.col("invited") == "no")
    pushed = mention & (pl.col("invited") != "yes") & (pl.Series(strangers) | _sales_call(units, scope, terms))
    template = (join & pl.Series(strangers)).fill_null(False)
    return units.with_columns(
        kind=pl.when(pushed | template).then(pl.lit("U")).when(mention).then(pl.lit("R")).otherwise("kind"),
        invited=pl.when(pushed | template).then(pl.lit("no")).otherwise("invited"),
    )


def place() -> pl.Expr:
    """Where a unit stands: as exported, else what its platform is like."""
    return pl.coalesce("place", pl.col("platform").replace_strict(_PLACES, default="open", return_dtype=pl.Utf8))


def _written_before(units: pl.DataFrame, messages: pl.DataFrame, feeds: pl.DataFrame) -> pl.DataFrame:
    """M with unknown parents: invited when the person wrote within 30 days; not, where the inbox would show it."""
    inbound = messages.filter((pl.col("direction") == "in") & pl.col("author").is_not_null() & pl.col("addressed"))
    inbound = inbound.select("created_at", recipient="author", wrote=pl.lit(True)).drop_nulls().sort("created_at")
    units = by_time(units)
    if inbound.is_empty() and feeds.filter(pl.col("need") == "inbound_linked").is_empty():
        return units  # nobody could tell
    units = units.join_asof(
        inbound, on="created_at", by="recipient", strategy="backward", tolerance=SILENCE, check_sortedness=False
    )
    shown = feeds.filter(pl.col("need") == "inbound_linked").group_by("account").agg(pl.min("first"), pl.max("last"))
    units = units.join(shown, on="account", how="left", maintain_order="left")
    covered = pl.col("day").is_between("first", "last").fill_null(False)
    open_m = (pl.col("kind") == "M") & (pl.col("invited") == "unknown")
    return units.with_columns(
        invited=pl.when(open_m & pl.col("wrote").fill_null(False))
        .then(pl.lit("yes"))
        .when(open_m & covered)
        .then(pl.lit("no"))
        .otherwise("invited")
    ).drop("first", "last", "wrote")


def _asked_openly(units: pl.DataFrame, scope: Scope, terms: Terms) -> pl.DataFrame:
    """Replies to a vendor request in an open place are invited (R3)."""
    asked = (pl.col("kind") == "R") & (pl.col("invited") == "no") & place().is_in(OPEN)
    chosen = units.filter(asked & pl.col("context").is_not_null())
    # What the detectors make of the text decides only where the parent asks at all.
    chosen = chosen.filter(load()["vendors"].count(lexical(pl.col("context"))) > 0)
    if chosen.is_empty():
        return units
    found = label(batch(chosen, scope), terms)
    hit = found.filter(pl.col("invited_ask").cast(pl.Float64).fill_null(0) >= 0.5)["uid"]
    return units.with_columns(
        invited=pl.when(pl.col("uid").is_in(hit.implode())).then(pl.lit("yes")).otherwise("invited")
    )


def _sales_call(units: pl.DataFrame, scope: Scope, terms: Terms) -> pl.Series:
    """M with a commercial link and a promo cue to a person who is known to have written nothing."""
    linked = (pl.col("kind") == "M") & (pl.col("invited") == "no") & scope.commercial_link(pl.col("links"))
    chosen = units.filter(linked)
    if chosen.is_empty():
        return pl.repeat(False, len(units), eager=True)
    found = label(batch(chosen.with_columns(kind=pl.lit("U")), scope), terms)
    return units["uid"].is_in(found.filter(pl.col("p_promo") >= 0.5)["uid"].implode())


def batch(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """What the detectors read of each unit."""
    return units.select(*BATCH, brand=pl.lit(scope.brand.about.name), reader=pl.lit(scope.brand.reader, pl.Utf8))
