"""What a reply is filled with: its greeting, the way it points to, and whether somebody is pleased."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice.phrases import Phrases
from sociable.advice.segment import Draft, Sentence

_REQUEST = re.compile(
    r"(?:Please(?! find| see| note)|Kindly|Can you|Could you|Would you|Will you|Feel free|You can|Send|Drop|Shoot"
    r"|Follow|Call|Contact|E-?mail|Reach out|DM|Message)\b"
)
OPENING = 3
"""Sentences that a reply may open with before it says anything: hello, oh no, sorry."""
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_PRIVATE = re.compile(r"\b(?:dms?|direct message|private message|pm|inbox)\b", re.IGNORECASE)


def greeting(draft: Draft) -> tuple[Draft, Draft]:
    """The opening of a reply (hello, sorry) and what follows it."""
    count = 0
    while count < min(OPENING, len(draft.sentences)) and "hello" in draft.sentences[count].roles:
        count += 1
    rest = draft.sentences[count:]
    if count and rest:  # what followed "Hi," starts a sentence of its own
        rest = (replace(rest[0], text=rest[0].text[:1].upper() + rest[0].text[1:]), *rest[1:])
    return replace(draft, sentences=draft.sentences[:count]), replace(draft, sentences=rest)


def explained(rest: Draft, why: str) -> Draft:
    """`rest` with the reason for the private way right behind the sentence that points to it."""
    for index, one in enumerate(rest.sentences):
        if "needs_data" in one.roles and _PRIVATE.search(one.text):
            reason = Sentence(why)
            return replace(rest, sentences=(*rest.sentences[: index + 1], reason, *rest.sentences[index + 1 :]))
    return rest


def otherwise(rest: Draft, link: str) -> Draft | None:
    """`rest` as what is left when the answer does not help; None where it does not open with a request."""
    if not rest.sentences or not _REQUEST.match(rest.sentences[0].text) or _IF.search(rest.sentences[0].text):
        return None
    first = rest.sentences[0]
    small = first.text if first.text.startswith("DM") else first.text[:1].lower() + first.text[1:]
    return replace(rest, sentences=(replace(first, text=f"{link} {small}", lead=""), *rest.sentences[1:]))


def pleased(context: str, phrases: Phrases) -> bool:
    """Whether the message that a reply answers is thanks or praise and asks nothing."""
    roles = phrases.roles(context)
    return "thankful" in roles and "?" not in context and not roles & {"unhappy", "question", "asks_reader"}
