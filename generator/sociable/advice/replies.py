"""What a reply does and what it is filled with: its greeting, the way it points to, whom it answers."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice import messages, routes
from sociable.advice.masking import CUSTOMER
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Fill
from sociable.advice.segment import Draft, Sentence
from sociable.model import Slot

_REQUEST = re.compile(
    r"(?:Please(?! find| see| note)|Kindly|Can you|Could you|Would you|Will you|Feel free|You can|Send|Drop|Shoot"
    r"|Follow|Call|Contact|E-?mail|Reach out|DM(?! ?=)|Message|Let['’]s|Meet us|Get in touch)\b"
)
OPENING = 3
"""Sentences that a reply may open with before it says anything: hello, oh no, sorry."""
SHORT = 3
"""Words that an exclamation may have to be a part of the greeting: Yes! Of course!"""
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_HELLO = re.compile(r"((?:hi|hey|hello|hiya)\b[^,.!?]{0,20}[:;]-?[)D])\s+", re.IGNORECASE)
_WANTS = re.compile(rf"(?:^|[.!?:,]\s|(?:@\w+\s)+)(?:{_REQUEST.pattern})")
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
_PRAISED = re.compile(
    r"\b(?:kind words|lovely (?:words|comments|feedback)|(?:great|thrilled|delighted|lovely) to hear|shout ?out"
    r"|glad you (?:had|like|love|enjoy)|you(?: have|['’]ve)? enjoyed|made our day)\b",
    re.IGNORECASE,
)
"""How a reply to praise says so itself."""
_DATA = re.compile(
    r"\b(?:(?:order|booking|confirmation|account|reservation|tracking|phone|telephone|contact|mobile|flight|ticket|serial"
    r"|case|reference|policy|card|invoice|claim|item)(?: (?:numbers?|code|reference|details|info(?:rmation)?)| ?#)"
    r"|e-?mail(?: address)?|zip ?code|post ?code|(?:full |service |home |street )?address|full name|last name"
    r"|date of birth|gamertag|username|record locator|pnr|error codes?|screenshots?|photos?|confirmation)(?!\w)",
    re.IGNORECASE,
)
"""What replies ask people for."""
_OPENS = "hello"
_GREETS = re.compile(
    r"(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening))\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE
)
_ANSWERS = re.compile(r"(?:yes|no|sure|of course|absolutely|thanks?|thank you)\b", re.IGNORECASE)
"""How a reply opens that answers or thanks at once: no regret comes before that."""
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


def situation(kind: str, text: str, context: str, phrases: Phrases) -> frozenset[str]:
    """What recipes need to know of a reply or a message beyond its own words: whom it answers, what it waits for."""
    if kind == "I":
        found = messages.read(text)
        return frozenset({"only_asks"} if found.case is None and found.sound == "asked" else ())
    if kind != "R":
        return frozenset()
    roles = phrases.roles(text)
    wants = bool(roles & {"redirect", "question"} or _WANTS.search(text))
    kind_words = "courtesy" in roles and (not context or _at_ease(context, phrases))
    thanked = (kind_words or pleased(context, phrases)) and not (wants or roles & {"sorry", "promises"})
    bare = "courtesy" in roles and not roles & {"sorry", "redirect", "stepped", "promises", "needs_data", "question"}
    glad = (bare and "unhappy" not in phrases.roles(context)) or (pleased(context, phrases) and "redirect" not in roles)
    glad = glad or bool(_PRAISED.search(text) and "redirect" not in roles)
    glad = glad or ("courtesy" in roles and pleased(context, phrases))
    return frozenset(name for name, true in (("to_thanks", thanked), ("wants", wants), ("pleased", glad)) if true)


def private(context: str) -> bool:
    """Whether what a message is about is nobody else's business, or its writer wants it kept so."""
    found = messages.read(context).case if context else None
    return (found is not None and found.private) or bool(routes.PRIVATE.search(context))


def unfit(kind: str, text: str, phrases: Phrases) -> str:
    """Why a message needs no other words; empty when it may."""
    waits = kind != "I" or not (messages.needs_none(text) or pleased(text, phrases))
    return "" if waits else "waits for no answer"


def answering(fill: Fill, kind: str, text: str, context: str, phrases: Phrases) -> Fill:
    """`fill` for an answer to a message: its slots ask what such a message needs, of the thing that it names.

    A reply whose message is not at hand (`context`) is read itself: its regret says what it is about.
    """
    found = messages.read(context or text)
    unknown = kind == "R" and "needs_data" in phrases.roles(text)  # who asks for a number knows little as yet
    steps = found.steps if not unknown else ()
    asks = {name: steps for name in ("step", "answer", "next") if steps}
    words = {**fill.words, **found.words, "data": wanted(text) if unknown else ""}
    filled = replace(fill, words=words, own=" ".join([fill.own, *found.words.values()]))
    sorts = (found.sound,) if kind == "I" else ("needs_data", *filled.sorts) if unknown else filled.sorts
    return replace(filled, sorts=sorts, asks=asks)


def wanted(text: str) -> str:
    """What a reply asks for, as whoever wrote it is told of it: the order number and the postcode."""
    found = list(dict.fromkeys(one.group().casefold().replace("#", "number") for one in _DATA.finditer(text)))
    return " and ".join(f"the {' '.join(one.split())}" for one in found[:2])


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
    if not found.noun or len(sorry) > 1 or (not sorry and (regretted or said_yes)):
        return ""
    if sorry and not _GENERIC.search(sorry[0].text):
        return ""
    ours = [one for _, one in messages.openings(context, key) if one.startswith("Sorry")]
    said = ours[0] if ours and found.thing else f"Sorry about {found.noun}."
    texts = [said if sorry and one is sorry[0] else one.text for one in hello.sentences]
    if not sorry:
        at = 1 if texts and _GREETS.match(texts[0]) else 0
        texts = [*texts[:at], said, *(one[:1].upper() + one[1:] for one in texts[at:])]
    return " ".join(texts).replace(", Sorry", ", sorry")


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
    if first is None or not _REQUEST.match(first.text) or _IF.search(first.text) or "redirect" not in first.roles:
        return None
    small = first.text if first.text.startswith("DM") else first.text[:1].lower() + first.text[1:]
    return replace(rest, sentences=(replace(first, text=f"{link} {small}", lead=""), *rest.sentences[1:]))


def _at_ease(context: str, phrases: Phrases) -> bool:
    """Whether a message tells something without asking, complaining or waiting."""
    found = messages.read(context)
    return found.case is None and found.sound == "told" and "unhappy" not in phrases.roles(context)


def pleased(context: str, phrases: Phrases) -> bool:
    """Whether the message that a reply answers is thanks or praise and asks nothing."""
    roles = phrases.roles(context)
    return "thankful" in roles and "?" not in context and not roles & {"unhappy", "question", "asks_reader"}
