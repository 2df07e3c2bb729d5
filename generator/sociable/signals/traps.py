"""Exceptions and certainties that RUBRIC spells out for a measure, whatever the detectors say.

Each is a sentence of a criterion's measure or traps; their precision on read
posts stands beside them where it was measured.
"""

from __future__ import annotations

import re

import polars as pl

from sociable.signals.clean import lexical
from sociable.signals.cues import load
from sociable.signals.scope import Scope

OWN_WORDS = 12
"""So many own words can carry an act of use without the link (RUBRIC useful-share)."""
ALT_WORDS = 5
"""So many words of a text alternative can tell what a picture is of use for."""
FLAT_CAPS, LONG_RUN = 0.3, 3
_ABOUT = (
    r"turns|has|is|was|joined|joins|retires|retired|left|leaves|celebrates|wired|makes|made|runs|ran|keeps|knows"
    r"|starts|started|won"
)
_SUBJECT = (
    rf"(?:^|[.!?]\s+)(?:(?:Our|Meet(?: our)?) (?:\p{{Ll}}+ ){{0,2}}\p{{Lu}}\p{{Ll}}+ (?:{_ABOUT})\b"
    r"|Meet (?:our )?\p{Lu}\p{Ll}+(?:[ ,.!:]|$)|Happy birthday,? \p{Lu}\p{Ll}+)"
)
_SERVICE = (
    r"\b(?:is|are|was|were) (?:currently |still |now )?(?:down|closed|delayed|cancell?ed|unavailable|out of service)\b"
    r"|\boutage\b|\bwe(?: are|'re) (?:so |very |really )?sorry\b|\bwe apologi[sz]e\b"
)
_HAZARD = (
    r"\b(?:product recall|recall(?:ed|ing)?|overheat\w*|unplug\w*|hazard\w*|contaminat\w*|evacuat\w*|stop using"
    r"|do not (?:use|eat|drink|touch))\b"
)
_WARNS = r"\b(?:please|do not|don't|stop|now|immediately|check|avoid)\b"
_STEPS = (
    r"^\W*(?:(?:quick|top|pro|hot) )?tip(?: of the \w+)?:\s+\w|^\W*how to [^:?!.]{3,60}:\s+\w"
    r"|^\W*(?:two|three|four|five|six|seven|ten|\d+) (?:ways|tips|steps|things|signs|rules) [^:?!.]{3,60}:\s+\w"
)
_SCAM = r"\b(?:scam\w*|phishing|fraud\w*|fake (?:text|email|account|message))\b"
_NOT_OURS = (
    r"\bnot (?:from |by )?us\b|\bwarn\w*|\bbeware\b|\bnever ask\b|\bdo(?: not|n't) (?:click|reply|respond|pay)\b"
)
_LOCAL = (
    r"\b(?:open|opens|closing|closes|close)\b(?: (?:up|from|again|early))?,? (?:late|tonight|today|tomorrow|until|till?"
    r"|at \d|this (?:evening|morning|afternoon|week\w*)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|\b(?:frost|snow|ice|storm|gale|flood|heatwave)\w*\b[^.!?]{0,30}\b(?:tonight|tomorrow|today|expected|warning)\b"
)
_CHART = (
    r"\bhere(?:'s| is| are) (?:the|a|an|our|your|that|this)\b[^.!?]{0,60}\b(?:chart|checklist|cheat ?sheet|guide|map"
    r"|table|template|list|timetable|recipe|diagram|infographic|steps)\b"
)
_COURTESY = r"^\W*feel free to\b[^.!?]{0,60}[.!?]?(?:[^.!?]{0,40}\b(?:on us|on the house)\b[.!]?)?\s*$"
"""A house courtesy (bring your mug, the kettle's on us): kind, but nothing a reader can use elsewhere."""
_OWN_TITLE = r"^\W*(?:new|latest|now|just up|up now) (?:on|from) the blog\b|^\W*new blog post\b|^\[blog\]"
"""An article announced by a title like a data sheet speaks of its topic; other titles are left to the detector."""
_MEASURED = r"\d(?:\.\d+)?\s?(?:%|nm|mm|cm|kg|kw|kwh|hz|khz|mhz|ghz|mb|gb|tb|mah|db|dbi|rpm|°c|ms)(?:\W|$)"
_WINNER = r"\b(?:was|were) won by\b|\bwinners? (?:is|are|was|were)\b"
_CREDIT = (
    r"(?i)(?:\bby|\bvia|\bh/t|\bhat tip|\bcredits?(?: to)?|\bphotos? (?:by|from|courtesy)|📷|📸|\bthanks to"
    r"|\bthank you to|\bshout-?out to|\b(?:read|article|post|piece|thread) (?:by|from))\s*:?\s*@\w"
)
_SKILL = r"(?:^|[.!?:\n]\s*)(?:post|send|show|share|tell)\b[^.!?]*\b(?:you|your|us)\b"
_PRIZE = r"\b(?:judged?|pick|win|wins|free|prize|best)\b"
_EMOJI_RUN = r"(?:[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}]\x{fe0f}?\s?){4,}"


def marked(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with a Boolean for each trap, all about the text alone."""
    text = pl.col("text").fill_null("")
    low = text.str.to_lowercase().str.replace_all("’", "'")
    units = units.with_columns(
        stands=_stands(),
        colleague=text.str.contains(_colleague(scope)),
        service=low.str.contains(_SERVICE),
        hazard=low.str.contains(_HAZARD) & low.str.contains(_WARNS),
        steps=low.str.contains(_STEPS) | (low.str.contains(_CHART) & _pictured()),
        local=low.str.contains(_LOCAL),
        scam=low.str.contains(_SCAM) & low.str.contains(_NOT_OURS),
        winner=low.str.contains(_WINNER),
        courtesy=low.str.contains(_COURTESY),
        own_title=low.str.contains(_OWN_TITLE)
        & (low.str.count_matches(_MEASURED) >= 2)
        & ~low.str.contains(r"\b(?:we|our|us|my|i)\b"),
        credited=text.str.contains(_CREDIT),
        skill=low.str.contains(_SKILL) & low.str.contains(_PRIZE),
    )
    return units.with_columns(
        rhetorical=pl.col("uid").is_in(_rhetorical(units).implode()),
        selling=pl.col("uid").is_in(_selling(units).implode()),
        pushed=pl.col("uid").is_in(_pushed(units).implode()),
    )


def _stands() -> pl.Expr:
    """Whether a post can be of use without a click: enough own words, or a picture that is told in words."""
    return (pl.col("words") >= OWN_WORDS) | _pictured()


def _pictured() -> pl.Expr:
    return pl.col("alt_text").fill_null("").str.count_matches(r"\S+") >= ALT_WORDS


def _colleague(scope: Scope) -> str:
    """A colleague by name as the subject: self, but welcome (RUBRIC self-talk and brag-posts, traps)."""
    team = "|".join(sorted({re.escape(member.name.split()[0]) for member in scope.brand.team if member.name}))
    return _SUBJECT + (rf"|(?:^|[.!?]\s+)(?:{team})\s+\p{{Ll}}" if team else "")


def _rhetorical(units: pl.DataFrame) -> pl.Series:
    """Broadcasts whose only question wants no answer: 5 in 100 of them are invitations after all."""
    copy, lists = lexical(pl.col("text")), load()
    # The lexical copy is dear: a first look at the plain words leaves few to copy.
    likely = pl.col("text").str.to_lowercase().str.contains(lists["rhetorical"].pattern)
    once = units.filter((pl.col("kind") == "B") & (pl.col("text").str.count_matches(r"\?") == 1) & likely)
    return once.filter((lists["rhetorical"].count(copy) > 0) & (lists["invite"].count(copy) == 0))["uid"]


def _selling(units: pl.DataFrame) -> pl.Series:
    """An offer or buy cue beside a commercial link of one's own: an advert by definition (RUBRIC promo-share)."""
    linked = units.filter(pl.col("kind").is_in(["B", "P"]) & pl.col("commercial") & pl.col("text").is_not_null())
    copy, lists = lexical(pl.col("text")), load()
    return linked.filter((lists["offer"].count(copy) > 0) | (lists["act"].count(copy) > 0))["uid"]


def _pushed(units: pl.DataFrame) -> pl.Series:
    """Messages to people with two kinds of pressure or more, and get-rich talk anywhere (RUBRIC hard-sell)."""
    text, copy, lists = pl.col("text"), lexical(pl.col("text")), load()
    sent = units.filter(pl.col("kind").is_in(["U", "D"]) & text.is_not_null())
    rich = units.filter((pl.col("kind") == "B") & pl.col("commercial") & text.is_not_null())
    long_words = text.str.count_matches(r"\b\p{L}{4,}\b")
    shouts = text.str.count_matches(r"\b\p{Lu}{4,}\b") >= FLAT_CAPS * long_words
    shouts = (shouts & (long_words > 0)) | (text.str.count_matches("!") >= LONG_RUN) | text.str.contains(_EMOJI_RUN)
    kinds = [
        lists["urgency"].count(copy) > 0,
        lists["hype"].count(copy) > 0,
        shouts,
        lists["act"].count(copy) >= 2,
        text.str.count_matches(r"(?:^|\s)#\w") >= 4,
    ]
    pressure = pl.sum_horizontal(kind.cast(pl.Int32) for kind in kinds)
    sent = sent.filter((pressure >= 2) | (lists["income"].count(copy) > 0))
    return pl.concat([sent["uid"], rich.filter(lists["income"].count(copy) > 0)["uid"]])
