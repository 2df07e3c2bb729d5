"""What a reply or a draft is filled with, and a rewrite as it is copied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sociable.advice import casebook, messages, promises, situations
from sociable.advice.entities import SLOT
from sociable.advice.masking import CUSTOMER
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Fill
from sociable.model import Slot

if TYPE_CHECKING:
    from sociable.advice.tasks import Task

_DATA = re.compile(
    r"\b(?:(?:order|booking|confirmation|account|reservation|tracking|phone|telephone|contact|mobile|flight|ticket|serial"
    r"|case|reference|policy|card|invoice|claim|item)(?: (?:numbers?|code|reference|details|info(?:rmation)?)| ?#)"
    r"|e-?mail(?: address)?|zip ?code|post ?code"
    r"|(?<!to )(?:full |service |home |street )?address|full name|last name"
    r"|date of birth|gamertag|username|record locator|pnr|error codes?|screenshots?|photos?|confirmation)(?!\w)",
    re.IGNORECASE,
)
"""What replies ask people for."""
WHOSE = "[the @handle]"
_MASKED = re.compile(rf"(?:(?<= )the )?{CUSTOMER}\b")  # "our friends at the @handle" says its article in the slot
_MASKED_START = re.compile(rf"^(?:{CUSTOMER}\b[\s,:]*)+")


def addressed(text: str, slots: tuple[Slot, ...]) -> tuple[str, tuple[Slot, ...]]:
    """A rewrite as it is copied: a person who was masked is no handle.

    At the start the network puts it itself when somebody answers; elsewhere it is a slot.
    """
    text = _MASKED_START.sub("", text)
    if not _MASKED.search(text):
        return text, slots
    return _MASKED.sub(WHOSE, text), (*slots, Slot(text=WHOSE, kind="handle"))


def answering(fill: Fill, task: Task, phrases: Phrases) -> Fill:
    """`fill` for an answer to a message: its slots ask what such a message needs, of the thing that it names.

    A reply whose message is not at hand (no context) is read itself: its regret says what it is about.
    """
    kind, text, context, key = task.kind, task.text, task.context, task.key
    found = task.read or messages.read(context or text)
    unknown = kind == "R" and "needs_data" in phrases.roles(text)  # who asks for a number knows little as yet
    urgent = found.case is None or found.case.name in messages.GRAVE | situations.URGENT
    open_to_all = kind == "I" or (bool(context) and (urgent or situations.sent_on(text, phrases, found)))
    steps = found.steps if open_to_all else ()  # what the reply itself asks is not what it was asked
    if kind == "R" and found.case is None:
        steps = tuple(one for one in steps if "{theirs}" not in one)  # a thing named in passing is not the question
    asks = {name: steps for name in ("step", "answer", *(["next"] if found.case else [])) if steps}
    data = wanted(text) if unknown else ""
    more = (
        promises.onward(text, context, key, " ".join(fill.words[one] for one in ("greet", "request", "after")), data)
        if kind == "R"
        else promises.closing(found, context, key, task.formal, task.talk)
    )
    sure = found.case or (found.thing and (found.thing.own or (kind == "I" and found.thing.group in messages.NAMED)))
    named = found.words if sure else {}
    words = {**fill.words, **named, **more, "data": data}
    own = [*named.values(), *more.values()]
    filled = replace(fill, words=words, own=" ".join([fill.own, *own]))
    sorts = promises.sorts(found) if kind == "I" else ("needs_data", *filled.sorts) if unknown else filled.sorts
    sorts = ("mendable", *sorts) if kind == "R" and situations.mendable(found) and "?" not in context else sorts
    return replace(filled, sorts=sorts, asks=asks, given=promises.given(context))


def openings(task: Task) -> list[tuple[int, str]]:
    """The openings of an answer to a message, with their ranks; who is asked what happened is not told it as well."""
    found = task.read or messages.read(task.context or task.text)
    every = messages.openings(found, task.key, task.formal)
    if task.talk or not promises.unclear(found, task.context):
        return every
    plain = [one for one in every if not SLOT.search(one[1])]
    return plain or [(0, one) for one in casebook.load().lists["vague"]["any"]]


def turned(words: Mapping[str, str], frame: str, turn: int) -> dict[str, str]:
    """The words of a template with `frame`, and with another ending each turn."""
    ends = words.get("end", "").split("\n")
    return {**words, "frame": frame, "end": ends[turn % len(ends)]}


def unsigned(template: str, frame: str) -> str:
    """`template` without its signature where the opening leaves a slot open: two are enough."""
    return re.sub(r" (?:– )?\{name\}$", "", template) if SLOT.search(frame) else template


def wanted(text: str) -> str:
    """What a reply asks for, as whoever wrote it is told of it: the order number and the postcode."""
    found = list(dict.fromkeys(one.group().casefold().replace("#", "number") for one in _DATA.finditer(text)))
    return " and ".join(f"the {' '.join(one.split())}" for one in found[:2])
