"""Columns that structure and cues give beside the learnt labels: rules, not measured (SPEC 5)."""

from __future__ import annotations

from typing import Final

import polars as pl

from sociable.signals import cues

STAYS: Final = r"\b(?:dms?|direct message|private message|inbox|message us|message me|pm us|pm me)\b"
"""Private, and still on the same platform."""
MECHANIC: Final = (
    r"\b(?:follow|rt|retweet|repost|share|like|tag|subscribe|turn on)\b.{0,60}"
    r"\b(?:to win|to enter|win|chance|winner|prize)|"
    r"\btag (?:a|your|xnum|two|three|someone|us|them)\b|\b(?:rt|retweet|like|share) if\b|"
    r"\bfollow (?:us|back|xat) (?:and|&|\+)|\bfollow,? (?:&|and|\+|like|rt)|"
    r"\bhelp us (?:reach|get)|\broad to xnum|\bf4f\b"
)  # fmt: skip
CONCRETE: Final = (
    r"\b(?:x(?:num|time|money|pct|phone|year)|step|first|then|turn|press|open|"
    r"check|wipe|water|ask|call|add|use|keep|bring)\b"
)
VALUE_TOKENS: Final = 8
LISTS: Final = ("empty_comment", "handoff", "targeted", "value_act")
"""Cue lists of replies and invitations that the rules ask about."""


def columns() -> list[pl.Expr]:
    """Rule columns for a prepared frame that has its probabilities and the features `c_<name>` of `LISTS`.

    Booleans, null where they do not apply: targeted, reach_mechanic, specific, filler (B);
    substantive, handoff, invited_ask (R).
    """
    lists = cues.load()
    copy, parent = pl.col("copy"), pl.col("context_copy")
    broadcast = pl.col("scoreable") & pl.col("kind").is_in(["B", "U"])
    reply = pl.col("scoreable") & pl.col("kind").is_in(["R", "U"])
    mechanic = copy.str.contains(MECHANIC)
    value = (pl.col("c_value_act") > 0) | (pl.col("p_helps").fill_null(0) >= 0.5) | (pl.col("shared") >= 2)
    empty = (pl.col("c_empty_comment") > 0) & (pl.col("c_value_act") == 0)
    pitched = pl.col("p_pitch").fill_null(0) >= 0.5
    handoff = copy.str.contains(STAYS) & (pl.col("c_handoff") > 0)
    rules = {
        "targeted": broadcast & (pl.col("c_targeted") > 0) & ~mechanic,
        "reach_mechanic": broadcast & mechanic,
        "specific": pl.col("kind").is_in(["B", "P"]) & pl.col("scoreable") & copy.str.contains(CONCRETE),
        "filler": broadcast & (pl.col("purpose") == "filler"),
        "substantive": reply & (pl.col("words") >= VALUE_TOKENS) & value & ~empty & ~pitched,
        "handoff": reply & handoff,
        "invited_ask": reply & (lists["vendors"].count(parent) > 0),
    }
    owner = {"targeted": ["B", "U"], "reach_mechanic": ["B", "U"], "filler": ["B", "U"], "specific": ["B", "P"]}
    told = {name: pl.col("kind").is_in(owner.get(name, ["R", "U"])) & pl.col("scoreable") for name in rules}
    return [pl.when(told[name]).then(expr.fill_null(False)).alias(name) for name, expr in rules.items()]


def private() -> pl.Expr:
    """Whether a reply moves the talk to a private channel of the same platform (for a prepared frame)."""
    return pl.col("copy").str.contains(STAYS)
