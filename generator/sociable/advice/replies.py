"""What a reply or a draft is filled with, and a rewrite as it is copied."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice import messages, promises, situations
from sociable.advice.masking import CUSTOMER
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Fill
from sociable.model import Slot

_DATA = re.compile(
    r"\b(?:(?:order|booking|confirmation|account|reservation|tracking|phone|telephone|contact|mobile|flight|ticket|serial"
    r"|case|reference|policy|card|invoice|claim|item)(?: (?:numbers?|code|reference|details|info(?:rmation)?)| ?#)"
    r"|e-?mail(?: address)?|zip ?code|post ?code|(?:full |service |home |street )?address|full name|last name"
    r"|date of birth|gamertag|username|record locator|pnr|error codes?|screenshots?|photos?|confirmation)(?!\w)",
    re.IGNORECASE,
)
"""What replies ask people for."""
WHOSE = "[whose @handle?]"
_MASKED = re.compile(rf"{CUSTOMER}\b")
_MASKED_START = re.compile(rf"^(?:{CUSTOMER}\b[\s,:]*)+")


def addressed(text: str, slots: tuple[Slot, ...]) -> tuple[str, tuple[Slot, ...]]:
    """A rewrite as it is copied: a person who was masked is no handle.

    At the start the network puts it itself when somebody answers; elsewhere it is a slot.
    """
    text = _MASKED_START.sub("", text)
    if not _MASKED.search(text):
        return text, slots
    return _MASKED.sub(WHOSE, text), (*slots, Slot(text=WHOSE, kind="handle"))


def answering(
    fill: Fill, kind: str, text: str, context: str, phrases: Phrases, key: str = "", formal: bool = False
) -> Fill:
    """`fill` for an answer to a message: its slots ask what such a message needs, of the thing that it names.

    A reply whose message is not at hand (`context`) is read itself: its regret says what it is about.
    """
    found = messages.read(context or text)
    unknown = kind == "R" and "needs_data" in phrases.roles(text)  # who asks for a number knows little as yet
    steps = (
        found.steps
        if kind == "I" or found.case is None or found.case.name in messages.GRAVE | situations.URGENT
        else ()
    )
    steps = found.steps if situations.sent_on(text, phrases, found) else steps
    steps = steps if context or kind == "I" else ()  # what the reply itself asks is not what it was asked
    asks = {name: steps for name in ("step", "answer", *(["next"] if found.case else [])) if steps}
    data = wanted(text) if unknown else ""
    more = (
        promises.onward(text, context, key, f"{fill.words['greet']} {fill.words['request']}", data)
        if kind == "R"
        else promises.closing(context, key, formal)
    )
    words = {**fill.words, **found.words, **more, "data": data}
    filled = replace(fill, words=words, own=" ".join([fill.own, *found.words.values(), *more.values()]))
    sorts = promises.sorts(found) if kind == "I" else ("needs_data", *filled.sorts) if unknown else filled.sorts
    sorts = ("mendable", *sorts) if kind == "R" and situations.mendable(found) else sorts
    return replace(filled, sorts=sorts, asks=asks)


def wanted(text: str) -> str:
    """What a reply asks for, as whoever wrote it is told of it: the order number and the postcode."""
    found = list(dict.fromkeys(one.group().casefold().replace("#", "number") for one in _DATA.finditer(text)))
    return " and ".join(f"the {' '.join(one.split())}" for one in found[:2])
