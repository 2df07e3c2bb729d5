"""What an answer says of what happens next: what the desk looks at, what it must know first, and how it ends."""

from __future__ import annotations

import re

from sociable.advice import casebook, messages, routes, things
from sociable.advice.marks import LINK
from sociable.advice.messages import Reading
from sociable.advice.recipes import pick
from sociable.advice.shortforms import whole

_SPEAKER = re.compile(r"\b(?:I|I['’](?:m|ll|d|ve)|me|my)\b")
_LOOKS = re.compile(
    r"\b(?:we|I)(?:['’]ll| will| can|['’]?d? (?:would )?(?:be (?:happy|glad)|like|love) to|['’]m (?:happy"
    r"|glad) to)\b",
    re.I,
)
"""What a reply itself says that it does."""
BACK = ("come back to you", "be back to you", "get back to you")
BRIEF = 18
"""Words up to which a message that tells of trouble may tell too little of it."""
_LOOKED_AT = frozenset({"connection", "account", "money", "delivery", "travel"})
"""Groups of things that a desk can look at."""
_MAIL = re.compile(r"(?<![\w@])[\w.+-]+@[\w-]+\.[a-z]{2,}|\[email\]", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w#.-])\+?\d[\d ().-]{8,}\d(?![\w-])|\[phone\]")
_NO_PHONE = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){1,3}\b|\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b")
"""Addresses of machines and days."""
_MODEL = re.compile(
    r"\b(?:iphone|ipad|galaxy|pixel|kindle|xbox|ps|macbook|windows|ios|android)\s?(?:one|pro|mini|air|plus|max|[\dxs]+)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bsince\b|\byesterday\b|\btoday\b|\blast (?:week|night|month)\b|\bfor (?:\w+ ){1,2}(?:days|weeks)\b", re.I
)
_GIVEN = {
    "email": _MAIL, "number": re.compile(r"\b\d{5,}\b"),
    "sum": re.compile(r"[$£€₹]\s?\d|\d ?(?:dollars|pounds|euros|bucks)"),
    "user name": re.compile(r"\b(?:user ?name|gamer ?tag|psn(?: id)?|ign|profile|name) (?:is|:)|@\S+\.\w", re.I),
    "model": _MODEL, "device": _MODEL, "flight": re.compile(r"\b[A-Z]{2} ?\d{2,4}\b|\bflight (?:no\.? ?)?#?\d"),
    "since when": _SINCE, "when did it start": _SINCE,
    "message": re.compile(r"[\"“][^\"”]{12,}[\"”]|\b(?:says?|saying|error code)\b", re.I),
}  # fmt: skip
"""What a message may tell already."""
SHORT = 7
"""Words up to which a cry tells nothing, whatever it says."""
_FAILS = re.compile(
    r"(?:\bnot|n['’]?t|\bstop(?:ped|s)?) (?:\w+ )?work|\bact(?:s|ing)\b|\b(?:issues?|problems?|trouble"
    r"|errors?(?! \w+ing)|bugs?|glitch\w*|broken?|broke|wrong|help|fix|stuck|down|mess\w* up|weird)\b", re.IGNORECASE,
)  # fmt: skip
"""What says only that something fails; a longer message without it has told what."""
_TELLS = re.compile(
    r"(?:[@.]\S+\s+)*(?:(?:yes|no|yep|yeah|nope|ok|okay|done|already|same|also)\b|(?:please |pls |just )?"
    r"(?:change|stop|add|bring|make|give|let|put|get|turn|learn|try)\b)", re.IGNORECASE,
)  # fmt: skip
"""How somebody opens who answers what was asked before, or says what to do, and so what is wrong."""
_GROUPS = {"device": "device", "software": "software", "connection": "connection", "account": "account",
           "money": "account"}  # fmt: skip
"""What is asked first about a group of things."""


def onward(text: str, context: str, key: str, kept: str, data: str) -> dict[str, str]:
    """The fields that say what follows a reply: `i` and `me`, `will` ("we'll check your order"), and `then`
    and `later`, which lead on to it.

    `kept` is what stays of the reply before that: what it promises itself is not said again;
    `data` is what it asks for.
    """
    found, book = messages.read(context or text), casebook.load()
    i, me = ("I", "me") if _SPEAKER.search(text) else ("we", "us")
    looks = _LOOKS.search(kept)
    will = f"{i}'ll {pick(BACK, key, 'back') if looks else _check(found, key, i)}"
    leads = [one for one in book.lists["leads"]["any"] if data or "{data}" not in one]
    then = pick(tuple(leads), key, "then").replace("{data}", re.sub(r"\bthe ", "your ", data)).replace("{will}", will)
    there = "In your DM" if routes.PRIVATE.search(text) else "There"
    later = "" if looks else f"Then {will}"
    return {"i": i, "me": me, "will": will, "then": "" if looks else then, "later": later, "there": there}


def _check(found: Reading, key: str, i: str) -> str:
    every = found.case.check if found.case else casebook.load().lists["checks"]["any"]
    fits = found.thing and found.thing.group in (found.case.about[:1] if found.case else _LOOKED_AT)
    thing = found.words.get("yours", "") if fits else ""
    named = tuple(one for one in every if "{yours}" in one) if thing else ()
    chosen = pick(named or tuple(one for one in every if "{yours}" not in one), key, "check")
    return chosen.replace("{yours}", thing).replace("{i}", i)


def closing(found: Reading, context: str, key: str, formal: bool, talk: str = "") -> dict[str, str]:
    """The fields of a draft: `end`, how it ends, and `clarify`, what it asks first; empty where it knows enough.

    `talk` is what else its writer told: neither that nor what the message holds is asked for.
    """
    told = f"{context} {talk}"
    lists = casebook.load().lists
    secret, shown = found.case is not None and found.case.private, exposed(context)
    said = {
        "end": "\n".join(_turned(lists["ends"][_sort(found)], key)),
        "clarify": pick(_open(lists["clarify"][_about(found)], told) or lists["clarify"]["other"], key, "clarify")
        if unclear(found, context)
        else "",
        "will": f"I'll {_check(found, key, 'I')}" if secret or shown or _looked_into(found) else "",
        "needs": _needed(found.case.needs, told, key) if found.case else "",
        "hide": pick(lists["exposed"]["any"], key, "hide").replace("{what}", shown) if shown else "",
    }
    return {name: whole(one) for name, one in said.items()} if formal else said


def _looked_into(found: Reading) -> bool:
    """Whether somebody must look before anything can be said: no question, nothing to mend alone, nothing grave."""
    waits = found.sound in ("upset", "trouble") and not found.answer and _sort(found) == "other"
    return waits and not (found.case and found.case.name in messages.PLAIN)


def _turned(every: tuple[str, ...], key: str) -> tuple[str, ...]:
    first = every.index(pick(every, key, "end"))
    return every[first:] + every[:first]


def exposed(text: str) -> str:
    """What of its writer's details a message shows to everybody; empty where it shows none."""
    mail, phone = bool(_MAIL.search(text)), bool(_PHONE.search(_NO_PHONE.sub(" ", LINK.sub(" ", text))))
    return "contact details" if mail and phone else "email address" if mail else "phone number" if phone else ""


def _needed(needs: tuple[str, ...], text: str, key: str) -> str:
    """What must be known first and is not in the message already."""
    left = _open(needs, text)
    return pick(left, key, "needs") if left else ""


def _open(asked: tuple[str, ...], told: str) -> tuple[str, ...]:
    """What is asked for and was not told yet."""
    return tuple(one for one in asked if not any(name in one for name in given(told)))


def given(told: str) -> frozenset[str]:
    """Names of what somebody told already: a number, a sum, a device."""
    return frozenset(name for name, cue in _GIVEN.items() if cue.search(told))


def unclear(found: Reading, text: str) -> bool:
    """Whether nothing can be said before more is known: no case and no clear trouble, or only that it fails."""
    if len(text.split()) > BRIEF or found.answer or re.search(r"\d{3}|[\"“]", text):
        return False
    if (found.case is not None and not found.case.mend) or _TELLS.match(text):
        return False
    if len(text.split()) > SHORT and not _FAILS.search(text):
        return False
    if found.trouble is not None:
        return found.trouble.vague
    unnamed = found.thing is None or found.thing.group in _GROUPS
    return unnamed and found.sound in ("upset", "trouble") and not (found.case and "?" in text)


def sorts(found: Reading) -> tuple[str, ...]:
    """What a slot of a draft is worded for: how a message sounds, or that it is about no piece of technology."""
    matter = found.thing is not None and found.thing.group not in things.PLACED and found.sound != "asked"
    grave = ("grave",) if found.case and found.case.name in messages.GRAVE else ()
    return (*grave, *(("matter", found.sound) if matter else (found.sound,)))


def _sort(found: Reading) -> str:
    if found.case is None:
        return "asked" if found.answer and found.sound == "asked" else "mend" if _mends(found) else "other"
    return "mend" if found.case.mend else "other"


def _mends(found: Reading) -> bool:
    return found.trouble is not None and found.trouble.thing is not None and found.trouble.thing.group in things.PLACED


def _about(found: Reading) -> str:
    thing = (found.trouble.thing if found.trouble else None) or found.thing
    group = thing.group if thing else ""
    return _GROUPS.get(group, "other")
