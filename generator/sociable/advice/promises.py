"""What an answer says of what happens next: what the desk looks at, what it must know first, and how it ends."""

from __future__ import annotations

import re

from sociable.advice import casebook, messages, routes, things
from sociable.advice.messages import Reading
from sociable.advice.recipes import pick
from sociable.advice.shortforms import whole

_SPEAKER = re.compile(r"\b(?:I|I['’](?:m|ll|d|ve)|me|my)\b")
_LOOKS = re.compile(r"\b(?:we|I)(?:['’]ll| will| can)\b", re.IGNORECASE)
"""What a reply itself says that it does."""
BACK = ("come back to you", "be back to you", "get back to you")
BRIEF = 18
"""Words up to which a message that tells of trouble may tell too little of it."""
_LOOKED_AT = frozenset({"device", "software", "connection", "account", "money", "delivery", "travel"})
"""Groups of things that a desk can look at."""
_GROUPS = {"device": "device", "software": "software", "connection": "connection", "account": "account",
           "money": "account"}  # fmt: skip
"""What is asked first about a group of things."""


def onward(text: str, context: str, key: str, kept: str, data: str) -> dict[str, str]:
    """The fields that say what follows a reply: `i` and `me`, `will` ("we'll check your order") and `then`.

    `kept` is what stays of the reply before that: what it promises itself is not said again;
    `data` is what it asks for.
    """
    found, book = messages.read(context or text), casebook.load()
    i, me = ("I", "me") if _SPEAKER.search(text) else ("we", "us")
    looks = _LOOKS.search(kept)
    will = f"{i}'ll {pick(BACK, key, 'back') if looks else _check(found, key, i)}"
    leads = [one for one in book.lists["leads"]["any"] if data or "{data}" not in one]
    then = pick(tuple(leads), key, "then").replace("{data}", data).replace("{will}", will)
    there = "In your DM" if routes.PRIVATE.search(text) else "There"
    return {"i": i, "me": me, "will": will, "then": "" if looks else then, "there": there}


def _check(found: Reading, key: str, i: str) -> str:
    every = found.case.check if found.case else casebook.load().lists["checks"]["any"]
    fits = found.thing and found.thing.group in (found.case.about[:1] if found.case else _LOOKED_AT)
    thing = found.words["yours"] if fits else ""
    named = tuple(one for one in every if "{yours}" in one) if thing else ()
    chosen = pick(named or tuple(one for one in every if "{yours}" not in one), key, "check")
    return chosen.replace("{yours}", thing).replace("{i}", i)


def closing(context: str, key: str, formal: bool) -> dict[str, str]:
    """The fields of a draft: `end`, how it ends, and `clarify`, what it asks first; empty where it knows enough."""
    found, lists = messages.read(context), casebook.load().lists
    said = {
        "end": pick(lists["ends"][_sort(found)], key, "end"),
        "clarify": pick(lists["clarify"][_about(found)], key, "clarify") if unclear(found, context) else "",
        "will": f"I will {_check(found, key, 'I')}" if found.case and found.case.private else "",
        "needs": pick(found.case.needs, key, "needs") if found.case and found.case.needs else "",
    }
    return {name: whole(one) for name, one in said.items()} if formal else said


def unclear(found: Reading, text: str) -> bool:
    """Whether nothing can be said before more is known: no case and no clear trouble, or only that it fails."""
    if len(text.split()) > BRIEF or found.answer or re.search(r"\d{3}|[\"“]", text):
        return False
    if found.case is not None and not found.case.mend:
        return False
    if found.trouble is not None:
        return found.trouble.vague
    unnamed = found.thing is None or found.thing.group in _GROUPS
    return unnamed and found.sound in ("upset", "trouble") and not (found.case and "?" in text)


def sorts(found: Reading) -> tuple[str, ...]:
    """What a slot of a draft is worded for: how a message sounds, or that it is about no piece of technology."""
    matter = found.thing is not None and found.thing.group not in things.PLACED and found.sound != "asked"
    return ("matter", found.sound) if matter else (found.sound,)


def _sort(found: Reading) -> str:
    if found.case is None:
        return "asked" if found.answer else "mend" if found.trouble else "other"
    return "mend" if found.case.mend else "other"


def _about(found: Reading) -> str:
    thing = (found.trouble.thing if found.trouble else None) or found.thing
    group = thing.group if thing else ""
    return _GROUPS.get(group, "other")
