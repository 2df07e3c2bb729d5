"""Cuts of what a post asks for: all calls but one, pleas, and calls that only sell."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice.phrases import Phrases
from sociable.advice.segment import Draft, Sentence

PLEA = 10
"""Words that a sentence may have to be a plea and nothing more."""
_REASON = re.compile(r"\bto (?:raise|learn|help|support|find|get|see|hear|stop|save|show)\b", re.IGNORECASE)
_TAKES_PART = re.compile(r"\b(?:register|sign up|join|apply|download|rsvp|dial|tune in)\b", re.IGNORECASE)
_SELLS = re.compile(r"(?<!-)\b(?:shop|buy|book|order|grab|hurry|claim|get yours|get the deal)\b", re.IGNORECASE)


def moved(draft: Draft, kept: tuple[Sentence, ...], gone: list[Sentence]) -> Draft:
    """The draft with `kept`; links of what is gone stand alone now, with a memory of what led to them."""
    links = "".join(one.links for one in gone)
    dropped = " ".join(one.text for one in gone if "stock_call" in one.roles)
    return replace(
        draft,
        sentences=kept,
        tail="".join(dict.fromkeys(links + draft.tail)),
        dropped=f"{draft.dropped} {dropped}".strip(),
    )


def one_call(draft: Draft, phrases: Phrases) -> Draft:
    """Keeps one call to action: the one that says most, else the one with the link."""
    del phrases
    calls = [one for one in draft.sentences if "call" in one.roles and "disclosure" not in one.roles]
    if len(calls) < 2:
        return draft
    best = max(calls, key=lambda one: ("offer" in one.roles, "stock_call" not in one.roles, len(one.text)))
    plain = [one for one in calls if one is not best and not one.roles & {"offer"}]
    gone = [one for one in plain if ("stock_call" in one.roles or len(one.text.split()) <= 5) and not _leads(one, best)]
    return moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)


def pleas(draft: Draft, phrases: Phrases) -> Draft:
    """Drops what begs for a like or a follow; a longer sentence also says what for, and stays."""
    del phrases
    short = [one for one in draft.sentences if len(one.text.split()) <= PLEA and not _REASON.search(one.text)]
    gone = [one for one in short if "plea" in one.roles]
    return moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)


def _leads(sentence: Sentence, best: Sentence) -> bool:
    """Whether a sentence says what its link is for and the call that stays has no link."""
    return bool(sentence.links) and not best.links and not _SELLS.search(sentence.text)


def stock_calls(draft: Draft, phrases: Phrases) -> Draft:
    """Drops calls that say no more than that."""
    del phrases
    gone = [one for one in draft.sentences if "stock_call" in one.roles and _idle(one, draft)]
    return moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)


def _idle(sentence: Sentence, draft: Draft) -> bool:
    """Whether nobody misses a call: one that says how to take part, without a link to say it, stays."""
    return "disclosure" not in sentence.roles and bool(draft.sources or not _TAKES_PART.search(sentence.text))


def sales_calls(draft: Draft, phrases: Phrases) -> Draft:
    """Drops calls that only sell; one that says where to read, watch or sign up leads to its link and stays."""
    del phrases
    calls = [one for one in draft.sentences if "stock_call" in one.roles]
    gone = [one for one in calls if _idle(one, draft) and (not draft.sources or _SELLS.search(one.text))]
    return moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)
