"""How a reply goes on after an answer: in the open, by a page or a number that it named, or in private, and why."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice import greetings, voice
from sociable.advice.phrases import Phrases
from sociable.advice.pieces import body
from sociable.advice.recipes import pick
from sociable.advice.segment import Draft, Sentence

PRIVATE = re.compile(
    r"\b(?:dms?|dm['’]?d|direct[- ]?messages?|private messages?|pms?|inbox|(?:message|msg|inbox) (?:me|us))\b", re.I
)
_SAID_WHY = re.compile(r"\bprivacy\b|\bprivate(?:ly)?\b(?! message)|\bsecur\w+|\bpublic\b|\bsafe\b", re.IGNORECASE)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d ().-]{6,}\d|\d{3}[ -]\d{3,}")
_LOOKS = re.compile(r"(?:We|I)(?:['’]ll| will| can)\b.{0,20}\b(?:look|check|help|assist|investigate|review|get|see)\b")
_SPEAKS = re.compile(r"(?:We|I|Our \w+|Someone|Somebody)(?:['’]ll| will| can|['’]d| would|['’]re going to)\b")
_ASKING = frozenset({"redirect", "needs_data", "question"})
STUB = 2
"""Words below which what is left of a sentence is a stub: somebody's name."""
_ASSISTS = re.compile(r"\bassist\b|\bhelp you (?:further|better)\b", re.IGNORECASE)
_SEAMS = re.compile(r"^[\s,;:–—-]+|[\s,;:–—-]+(?=[.!?]*$)")
"""Marks that a cut leaves at either end of a sentence."""
_HALF = re.compile(r"(?:If|When|Should|Once)\b[^,]*$")
"""A condition whose consequence was cut."""
_WORD = re.compile(r"[^\W\d_]+")
_POLITE = frozenset({"boilerplate", "promises", "unaware", "courtesy"})
"""Roles of sentences that go with the way elsewhere: they promise what the answer now gives."""


def explained(rest: Draft, why: str) -> Draft:
    """`rest` with the reason for the private way right behind the sentence that points to it, unless it is said."""
    if says_why(rest):
        return rest
    for index, one in enumerate(rest.sentences):
        if (
            one.roles & {"needs_data", "redirect"}
            and PRIVATE.search(one.text)
            and not one.text.endswith(tuple(one.links))
        ):
            reason = Sentence(why)
            return replace(rest, sentences=(*rest.sentences[: index + 1], reason, *rest.sentences[index + 1 :]))
    return rest


def promised(whole: Draft) -> bool:
    """Whether a reply says itself what somebody will do."""
    return any(_SPEAKS.match(one.text) for one in whole.sentences)


def says_why(rest: Draft) -> bool:
    """Whether a reply says itself why it goes private."""
    return any(_SAID_WHY.search(one.text) for one in rest.sentences)


_SO = re.compile(
    r",? ?(?:\band|\bso(?: that)?|&) (?:we|i|our (?:\w+ )?team|one of us)(?:['’]ll| will| can| may|['’]d)?(?: be)?"
    r"(?: (?:able|happy|glad) to| better| further| gladly| then| definitely)*"
    r" (?:look|check|help|assist|take|investigate|review|follow|get|see|connect|chat"
    r"|go over|discuss|support|sort|work|find|dig|do)\b[^.!?]*(?=[.!?]|$)",
    re.IGNORECASE,
)
"""What a request ends with that only says what every request is for: so we can look into it."""


def trimmed(whole: Draft) -> Draft:
    """A reply without its offers of help and what only says that somebody looks into it.

    It is second best, for replies that with them still read as sent away; a promise of more than a look stays.
    """
    asks = next((at for at, one in enumerate(whole.sentences) if one.roles & _ASKING), len(whole.sentences))
    kept = []
    for at, one in enumerate(whole.sentences):
        asking = bool(one.roles & {"redirect", "needs_data"})
        idle = (at > asks and not one.roles & _ASKING and _says_less(one)) or (
            greetings.offers(one.text) and not one.roles & {"sorry", *_ASKING} and not _IF.search(one.text)
        )
        if one.links or not idle:
            kept.append(replace(one, text=_SO.sub("", one.text)) if asking else one)
    return replace(whole, sentences=tuple(kept)) if kept else whole


def fresh(whole: Draft, phrases: Phrases) -> Draft:
    """A reply without what fits under every reply: its regret in plain words, no offers, no thanks for writing."""
    asks = any(one.roles & _ASKING for one in whole.sentences)
    kept: list[Sentence] = []
    links = ""
    for one in whole.sentences:
        known = "needs_data" in one.roles or _NUMBER.search(one.text)
        text = _SO.sub("", one.text) if known else one.text
        text = _SO.sub(lambda end: "" if _ASSISTS.search(end.group()) else end.group(), text)  # a look is a reason
        for pattern, instead in phrases.cuts["canned"]:
            text = pattern.sub(instead, text)
        if known:
            text = re.sub(r",? (?:thank you|thanks)(?=[.!]*$)", "", text, flags=re.IGNORECASE)
        if text != one.text:
            text = _SEAMS.sub("", text)
            text = text[:1].upper() + text[1:]
            if kept and kept[-1].text.endswith(",") and not re.match(r"I\b", text):  # Hey Mo, we ...
                text = text[:1].lower() + text[1:]
        idle = asks and not one.links and _only_offers(text, phrases)
        if idle or (text != one.text and (len(_WORD.findall(text)) < STUB or _HALF.match(text))):
            links += one.links
            if kept and kept[-1].text.endswith(","):  # Hi there, ...
                kept[-1] = replace(kept[-1], text=f"{kept[-1].text[:-1]}!")
        else:
            kept.append(one if text == one.text else replace(one, text=text, roles=phrases.roles(text)))
    fewer = replace(whole, sentences=tuple(kept), tail="".join(dict.fromkeys(links + whole.tail)))
    return voice.sorry_once(fewer, phrases)


def _only_offers(text: str, phrases: Phrases) -> bool:
    """Whether a sentence only offers help, with nothing of the case in it."""
    busy = phrases.roles(text) & {"sorry", "stepped", *_ASKING}
    return greetings.offers(text) and not busy and not re.search(r"\bif\b|[\d#?]", text, re.IGNORECASE)


def _says_less(one: Sentence) -> bool:
    """Whether a sentence behind the request only promises to look; one that promises a refund stays."""
    return bool("stepped" not in one.roles and (_LOOKS.match(one.text) or one.roles & _POLITE))


def request(rest: Draft) -> tuple[Draft, Draft]:
    """`rest` up to its last request, and what follows: a promise, regards, a name."""
    asks = [at for at, one in enumerate(rest.sentences) if one.roles & _ASKING]
    last = max(asks, default=len(rest.sentences) - 1) + 1
    while last < len(rest.sentences) and _SPEAKS.match(rest.sentences[last].text):
        last += 1  # what somebody then does belongs to the request
    return replace(rest, sentences=rest.sentences[:last]), replace(rest, sentences=rest.sentences[last:])


def onward(rest: Draft, phrases: Phrases, key: str, secret: bool = False) -> dict[str, str]:
    """What stays of `rest` beside an answer, how the talk stays in the open, and what to say of an inbox.

    `here` is empty where the reply asks for what only the inbox may hold, where
    the case is a private one (`secret`), or where it names more than one place to go;
    `moved` where it points to no inbox.
    """
    sending = [one for one in rest.sentences if "redirect" in one.roles]
    kept = [one for one in rest.sentences if one not in sending and (not one.roles & _POLITE or one.links)]
    told = " ".join(one.text for one in rest.sentences)
    moved = "answered" in phrases.roles(told) and PRIVATE.search(told)
    here = _here(sending, rest.tail, phrases, key) if sending and not secret else ""
    return {
        "page": "" if any(PRIVATE.search(one.text) for one in sending) else here,
        "kept": body(replace(rest, sentences=tuple(kept))),
        "here": here,
        "moved": pick(phrases.here["moved"], key, "moved") if moved else "",
    }


def _here(sending: list[Sentence], tail: str, phrases: Phrases, key: str) -> str:
    text = " ".join(one.text for one in sending)
    private, links = PRIVATE.search(text), "".join(one.links for one in sending) + tail
    numbers = _NUMBER.findall(text)
    if any("needs_data" in one.roles for one in sending) or re.search(r"[\d@]", _NUMBER.sub("", text)):
        return ""
    if len(numbers) + (0 if private else len(links)) > 1:
        return ""
    if private and any(one.links for one in sending):
        return ""
    if links and not private:
        return pick(phrases.here["page"], key, "here").replace("{it}", links)
    here = pick(phrases.here["only"], key, "here")
    return f"{here} {pick(phrases.here['number'], key, 'number').replace('{it}', numbers[0])}" if numbers else here
