"""How a reply opens and parts: its greeting, its regret in words that fit the case, its request."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice import casebook, messages
from sociable.advice.recipes import pick
from sociable.advice.segment import Draft, Sentence

REQUEST = re.compile(
    r"(?:Please(?! find| see| note)|Kindly|Can you|Could you|Would you|Will you|Feel free|You can|Send|Drop|Shoot"
    r"|Follow|Call|Contact|E-?mail|Reach out|DM(?! ?=)|Message|Let['’]s|Meet us|Get in touch)\b"
)
OPENING = 3
"""Sentences that a reply may open with before it says anything: hello, oh no, sorry."""
SHORT = 3
"""Words that an exclamation may have to be a part of the greeting: Yes! Of course!"""
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_HELLO = re.compile(r"((?:hi|hey|hello|hiya)\b[^,.!?]{0,20}[:;]-?[)D])\s+", re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:inconvenience|trouble|experience|frustration|issues?|this|that|it|sorry|apologi[sz]e|apologies)\b\W*$", re.I
)
"""A regret that fits any case."""
_VOCATIVE = re.compile(r"(?:Hmm+|Ah+|Oh|Ooh|Ouch|Aw+|Uh oh|Yes|No|Well|Sure|(?!If|So|And|Once|When|To)[A-Z][a-z]+), ")
"""An interjection or a name that a sentence opens with: nothing comes between it and its sentence."""
_HELPS = re.compile(
    r"^(?:We|I|Let us)\b.{0,30}\b(?:want|love|like|happy|glad|here|can)\b.{0,12}\b(?:help|assist|look|check|address)\b"
    r"|\b(?:we|We|I)(?:['’]d| would)?\b.{0,20}\b(?:like|love|happy|glad|want)\b to \w+"
    r"|^(?:We|I)(?:['’]re| are)? (?:appreciate|hope|take (?:this|these|all)|strive|understand|hear|can understand)\b"
)
_HERE = re.compile(r"(?:(?:We['’]re|I['’]m|We are|I am) (?:always )?)?[Hh]ere to help\b|(?:Happy|Glad) to help\b")
_GREETING = re.compile(r"(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|thanks?)\b", re.IGNORECASE)
_OPENS = "hello"
_GREETS = re.compile(
    r"(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening))\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE
)
_ANSWERS = re.compile(r"(?:yes|no|sure|of course|absolutely|thanks?|thank you)\b", re.IGNORECASE)
"""How a reply opens that answers or thanks at once: no regret comes before that."""


def greeting(draft: Draft) -> tuple[Draft, Draft]:
    """The opening of a reply (hello, sorry, glad to help) and what follows it."""
    sentences = _parted(draft.sentences)
    count = 0
    while count < min(OPENING, len(sentences)) and _opens(sentences[count]):
        count += 1
    sent = [at for at, one in enumerate(sentences) if "redirect" in one.roles]
    while sent and count < sent[0] and not sentences[count].links and not re.search(r"[\d?]", sentences[count].text):
        count += 1  # what is said before the talk is sent elsewhere belongs to its opening
    rest = sentences[count:]
    if rest:  # what followed "Hi," starts a sentence of its own
        rest = (replace(rest[0], text=rest[0].text[:1].upper() + rest[0].text[1:]), *rest[1:])
    return replace(draft, sentences=sentences[:count]), replace(draft, sentences=rest)


def _parted(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences with a greeting that ends in a smile as one of its own."""
    first = sentences[0] if sentences else None
    if first is None or not (match := _HELLO.match(first.text)):
        return sentences
    hello = Sentence(match.group(1), frozenset({_OPENS}))
    rest = first.text[match.end() :]
    return (hello, replace(first, text=rest[:1].upper() + rest[1:]), *sentences[1:])


def _opens(sentence: Sentence) -> bool:
    """Whether a sentence greets, is sorry, offers help or only exclaims, and points nowhere."""
    text = sentence.text
    if _OPENS in sentence.roles:
        return True
    if sentence.links or sentence.roles & {"redirect", "stepped"} or re.search(r"\d|\?", text):
        return False
    return len(text.split()) <= SHORT or bool(_HELPS.search(text) or _VOCATIVE.match(text))


def sorry_about(hello: Draft, regretted: bool, context: str, key: str) -> str:
    """The greeting with its regret put in words that fit the case, or with such a regret where the reply has none.

    Empty where the case is unsure, or the reply is sorry in words of its own; `regretted` says that it is elsewhere.
    """
    found = messages.read(context)
    sorry = [one for one in hello.sentences if "sorry" in one.roles]
    said_yes = any(_ANSWERS.match(one.text) for one in hello.sentences)
    if not (found.noun or found.trouble) or len(sorry) > 1 or (not sorry and (regretted or said_yes)):
        return ""
    if not sorry and not found.trouble:
        return ""  # what a case is about is not yet what went wrong
    if sorry and not _GENERIC.search(sorry[0].text):
        return ""
    told = sorted(messages.openings(found, key), key=lambda one: one[0])
    ours = [one for _, one in told if one.startswith("Sorry") and "[" not in one]
    said = ours[0] if ours and (found.thing or found.trouble) else f"Sorry about {found.noun}." if found.noun else ""
    if not said:
        return ""
    return _with(hello, said)


def sorry_for_what(hello: Draft, roles: frozenset[str], context: str, key: str) -> str:
    """The greeting with an open slot for what its regret leaves out; empty where the message tells it.

    So it is where the whole reply, of these `roles`, asks itself what happened, or regrets it elsewhere.
    """
    found = messages.read(context)
    sorry = [one for one in hello.sentences if "sorry" in one.roles]
    told = found.noun or found.trouble or found.sound not in ("upset", "trouble")
    if "unaware" in roles or told or len(sorry) > 1 or any(not _GENERIC.search(one.text) for one in sorry):
        return ""
    sends = bool(roles & {"redirect", "needs_data"})
    if not sorry and ("sorry" in roles or not sends or any(_ANSWERS.match(one.text) for one in hello.sentences)):
        return ""
    return _with(hello, pick(casebook.load().lists["regrets"]["any"], key, "regret"))


def _with(hello: Draft, said: str) -> str:
    """The greeting with `said` in the place of its regret, or behind the greeting words."""
    sorry = [one for one in hello.sentences if "sorry" in one.roles]
    texts = [said if sorry and one is sorry[0] else one.text for one in hello.sentences]
    if not sorry:
        at = 1 if texts and _GREETS.match(texts[0]) else 0
        at += at and texts[0].endswith(",") and len(texts) > 1 and len(texts[1].split()) == 1  # Hey there, Jorge.
        texts = [*texts[:at], said, *(one[:1].upper() + one[1:] for one in texts[at:])]
    return " ".join(texts).replace(", Sorry", ", sorry")


def stopped(hello: Draft) -> Draft:
    """The greeting with a full stop where it ends in a comma: what followed it may be gone."""
    every = hello.sentences
    if not every or not every[-1].text.endswith(","):
        return hello
    return replace(hello, sentences=(*every[:-1], replace(every[-1], text=f"{every[-1].text[:-1]}.")))


def offers(text: str) -> bool:
    """Whether a sentence only offers help."""
    return bool(_HELPS.search(text) or _HERE.match(text)) and not _GREETING.match(text)


def parted(draft: Draft) -> tuple[Draft, Draft]:
    """What a reply says, and the words of parting at its end."""
    count = len(draft.sentences)
    while count > 1 and "parting" in draft.sentences[count - 1].roles:
        count -= 1
    said, close = draft.sentences[:count], draft.sentences[count:]
    return replace(draft, sentences=said), replace(draft, sentences=close)


def otherwise(rest: Draft, link: str) -> Draft | None:
    """`rest` as what is left when the answer does not help; None where it does not open with a request."""
    first = rest.sentences[0] if rest.sentences else None
    if first is None or not REQUEST.match(first.text) or _IF.search(first.text) or "redirect" not in first.roles:
        return None
    if "needs_data" in first.roles:
        return None  # what is needed in any case is no second way
    small = first.text if first.text.startswith("DM") else first.text[:1].lower() + first.text[1:]
    return replace(rest, sentences=(replace(first, text=f"{link} {small}", lead=""), *rest.sentences[1:]))
