"""What makes a post a good or a bad example of each criterion (the Evidence lines of RUBRIC 2).

A rule is a pair of Polars expressions over the posts of `tables.Columns`: how
sure the detectors are (0 to 1), and what else must hold.  A criterion without
a rule of its own is shown by its measure alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from sociable.criteria import Criterion

SURE = 0.8
"""Least probability of an example (RUBRIC 0.6)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One side of a criterion: `sure` in [0, 1], `also` a filter, `labels` the detectors that must be trusted."""

    sure: pl.Expr
    also: pl.Expr = field(default_factory=lambda: pl.lit(True))
    labels: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def p(name: str) -> pl.Expr:
    """Probability of a label, 0 where it does not apply."""
    return pl.col(f"p_{name}").fill_null(0.0)


def not_p(name: str) -> pl.Expr:
    """How sure it is that a label does not hold; 0 where nobody looked."""
    return (1.0 - pl.col(f"p_{name}")).fill_null(0.0)


def on(name: str) -> pl.Expr:
    """Whether a population includes the unit."""
    return pl.col(name).fill_null(False)


def value(name: str) -> pl.Expr:
    """A signal's value, 0 where unknown."""
    return pl.col(name).cast(pl.Float64).fill_null(0.0)


_PRICED = pl.col("text").str.contains(r"[£$€₹₦]\s?\d").fill_null(False)
_LINK = r"(?:https?://|www\.|pic\.twitter\.com/)\S+"
_SAID = pl.col("text").fill_null("").str.replace_all(_LINK, " ")
"""The post without its links: a question mark in an address asks nothing."""
_WISHES = r"(?i)\b(?:happy (?:birthday|anniversary|retirement)|congrat\w*|welcome|thank(?:s| you)|well done|get well)\b"
_NAMED = r"@\w|\b(?:Hi|Hello|Hey),? [A-Z][a-z]"
_HUMAN = _SAID.str.contains(_WISHES) | _SAID.str.contains(_NAMED) | (p("purpose_human") >= 0.2)
"""A greeting, or words to somebody by name: small, and no fault."""
_ANSWERED = _SAID.str.contains(
    r"(?i)\b(?:check|see|read)(?: out)? (?:your|ur|our|the|my) (?:\w+ )?(?:dms?|inbox|messages?|reply|response)\b"
    r"|\b(?:we|i)(?:['’]ve| have)?(?: just| already)?"
    r" (?:responded|replied|answered|messaged|dm['’]?e?d|sent (?:you|a) )"
)
"""A pointer to an answer that was given: whoever reads it alone cannot say that nobody helped."""
_PICTURE = pl.col("text").str.contains(r"pic\.twitter\.com").fill_null(False)
_HEADLINE = (
    pl.col("text").str.contains(r"https?://").fill_null(False)
    & ~_PICTURE
    & _SAID.str.count_matches(r"[^\W_][\w'’-]*").is_between(1, 12)
    & ~_SAID.str.contains(r"[?:\d]")
    & (pl.max_horizontal(p("invitation"), p("ask"), p("credit"), p("brag")) < 0.5)
)
"""A link with a headline and nothing said."""


_WAITS = r"(?:guide|e-?book|white ?paper|report|checklist|template|replay|recording|course|article|study|playbook)s?"
_GATE = (
    r"(?i)\b(?:register|sign up|log ?in|subscribe|fill (?:in|out) (?:the|our|a) form|(?:enter|leave) your e-?mail)\b"
    r"[^.!?]{0,30}\b(?:to (?:read|download|view|watch|see|get|access|receive)|on[- ]demand|for (?:the|our|this|your)"
    rf"(?: free)? {_WAITS})\b|\b(?:members?|subscribers?) only\b"
)
_RESOURCE = rf"(?i)\b(?:{_WAITS}|webinars?|videos?)\b"
_GATED = (_SAID.str.contains(_GATE) & _SAID.str.contains(_RESOURCE)).cast(pl.Float64)
"""Help behind a form: two cues that need not meet, a gate and what waits behind it."""


_PLAIN = (
    (value("g_words") > 0)
    & (value("g_words") <= 15 * value("g_sentences"))
    & (value("g_long") <= 0.25 * value("g_words"))
)
"""Short sentences of mostly short words: no grade, but what shows easy reading must not be the hardest there is."""
_EASY = (
    (value("g_words") >= 12)
    & (value("g_sentences") >= 2)
    & (value("g_words") <= 12 * value("g_sentences"))
    & (value("g_long") <= 0.15 * value("g_words"))
)
"""Several short sentences of short words: counted, so it shows easy reading even of a feed that gives little else."""
_WINDING = (value("g_words") >= 30) & (value("g_words") >= 30 * value("g_sentences"))
"""Sentences of thirty words and more: counted, so it may be shown whatever the detectors are worth."""
_ASKS_BACK = (
    r"(?i)\b(?:let us know|tell us|may (?:we|i) (?:know|ask)|(?:could|can|would) you(?: please)? (?:let|tell|share|send"
    r"|confirm))\b"
)
"""A question about the case, which is help and no answer yet."""


def _good() -> dict[str, Rule]:
    plain = (p("promo") < 0.2) & (p("ask") < 0.5)
    quiet = (p("hard_sell") < 0.2) & (p("brag") < 0.5)
    return {
        "promo-share": Rule(p("useful"), on("broadcast") & quiet, ("useful",)),
        "useful-share": Rule(p("useful"), on("broadcast") & plain & (value("specific") >= 0.5), ("useful",)),
        "self-talk": Rule(
            not_p("self_only"), on("broadcast") & plain & ((p("useful") >= SURE) | (p("invitation") >= SURE))
        ),
        "give-ask": Rule(p("ask"), on("broadcast") & (pl.col("gives_before") >= 3) & quiet, ("ask",), ("after-gives",)),
        "early-sell": Rule(p("helps"), pl.col("contact_pitched") < 0.2, ("helps",), ("no-pitch-yet",)),
        "repeat-content": Rule(value("retold"), value("repeat") < 0.2, (), ("told-anew",)),
        "two-way-share": Rule(p("helps"), on("reply") & (pl.col("turns") >= 2), ("helps",)),
        "inviting-posts": Rule(p("invitation"), on("broadcast") & plain, ("invitation",)),
        "join-in": Rule(value("substantive_join"), on("join")),
        "response-time": Rule(p("helps"), pl.col("answer_minutes") <= 60, ("helps",), ("fast",)),
        "solve-here": Rule(p("helps"), (pl.col("outcome") == "solved") & ~_SAID.str.contains(_ASKS_BACK), ("helps",)),
        "personal-at-scale": Rule(
            p("helps"),
            on("care_reply")
            & (value("individual") >= SURE)
            & (pl.col("cluster_size").fill_null(1) == 1)
            & ~_SAID.str.contains(_ASKS_BACK),
            ("helps",),
        ),
        "named-humans": Rule(p("signed"), on("human_reply") & (p("helps") >= SURE), ("signed", "helps")),
        "plain-talk": Rule(not_p("jargon"), on("long_broadcast") & (((p("useful") >= SURE) & _PLAIN) | _EASY)),
        "brag-posts": Rule(not_p("brag"), on("broadcast") & (p("credit") >= SURE) & plain),
        "relationship-depth": Rule(not_p("canned"), on("reply") & pl.col("regular_person") & (pl.col("words") >= 6)),
        "growth-tactics": Rule(value("targeted"), on("broadcast")),
        "free-range": Rule(p("credit"), on("broadcast") & (value("outward") >= SURE), ("credit",)),
        "unsolicited-pitch": Rule(p("helps"), on("uninvited") & (value("uninvited_pitch") < 0.2), ("helps",)),
        "platform-fit": Rule(value("native"), value("transplanted") < 0.2, (), ("two-networks",)),
        "hard-sell": Rule(not_p("hard_sell"), on("broadcast") & on("promo_unit") & (p("promo") >= SURE), ("promo",)),
    }


def _bad() -> dict[str, Rule]:
    return {
        "promo-share": Rule(p("promo"), on("broadcast") & (p("useful") < 0.5), ("promo",)),
        "useful-share": Rule(
            pl.when(_HEADLINE)
            .then(pl.max_horizontal(p("purpose_filler"), not_p("useful")))
            .otherwise(p("purpose_filler")),
            on("broadcast") & (p("useful") < 0.2) & (p("promo") < 0.2) & ~_PRICED & ~_HUMAN,
        ),
        "self-talk": Rule(p("self_only"), on("broadcast"), ("self_only",)),
        "give-ask": Rule(p("ask"), on("give_ask_unit") & (pl.col("gives_before") == 0), ("ask",), ("no-gives-before",)),
        "early-sell": Rule(pl.col("contact_pitched"), labels=("pitch", "promo")),
        "repeat-content": Rule(value("repeat"), pl.col("cluster_size") >= 2, (), ("largest-cluster",)),
        "inviting-posts": Rule(
            not_p("invitation"),
            on("broadcast") & _SAID.str.contains(r"\?") & (p("ask") >= SURE),
            ("invitation",),
        ),
        "join-in": Rule(p("canned"), on("join") & (value("substantive_join") < 0.2), ("canned",)),
        "response-time": Rule(value("slow"), pl.col("answer_minutes") >= 24 * 60, (), ("slow",)),
        "solve-here": Rule(p("deflect"), (pl.col("outcome") == "deflected") & ~_ANSWERED, ("deflect",)),
        "personal-at-scale": Rule(
            1.0 - value("individual"), on("care_reply") & (pl.col("cluster_size") >= 5), (), ("largest-cluster",)
        ),
        "named-humans": Rule(
            not_p("signed"), on("human_reply") & (value("named") < 0.2) & (p("apology") >= SURE), ("signed",)
        ),
        "plain-talk": Rule(_WINDING.cast(pl.Float64), on("long_broadcast"), (), ("long-sentences",)),
        "brag-posts": Rule(p("brag"), on("broadcast"), ("brag",)),
        "growth-tactics": Rule(p("bait"), on("broadcast") & (value("bait_weight") >= 0.5), ("bait",)),
        "free-range": Rule(_GATED, on("broadcast") & (value("outward") < 0.2), (), ("gated",)),
        "unsolicited-pitch": Rule(value("uninvited_pitch"), on("uninvited"), ("pitch",)),
        "push-dm": Rule(value("dm_pushed"), on("cold_dm"), (), ("largest-cluster",)),
        "hard-sell": Rule(p("hard_sell"), on("promo_unit"), ("hard_sell",)),
        "platform-fit": Rule(value("transplanted"), on("broadcast")),
    }


RULES: dict[str, dict[str, Rule]] = {"good": _good(), "bad": _bad()}
NEVER = {
    ("two-way-share", "bad"), ("relationship-depth", "bad"), ("follow-balance", "bad"), ("follow-balance", "good"),
    ("push-dm", "good"), ("response-rate", "good"), ("response-rate", "bad"),
}  # fmt: skip
"""Sides that a single post cannot show; response-rate is shown from messages instead."""


def rule(criterion: Criterion, side: str) -> Rule | None:
    """The rule for one side of a criterion; one of known signals is shown by its own measure."""
    if (criterion.id, side) in NEVER:
        return None
    found = RULES[side].get(criterion.id)
    known = any(criterion.id in rules for rules in RULES.values())
    measure = criterion.measure
    if found or known or measure.shape != "share" or measure.table != "posts":
        return found
    fires = (side == "bad") == (criterion.direction == "lower")
    signal = value(measure.where)
    return Rule(signal if fires else 1.0 - signal, on(measure.among))
