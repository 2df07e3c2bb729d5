"""What is left of a post as text again: its body, the way on at its end, its links, its prize, its topic."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from sociable import config
from sociable.advice.entities import TAGS
from sociable.advice.marks import EMOJI, HANDLE, HASHTAG, ITEM, LINK
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import pick
from sociable.advice.segment import Draft, Sentence

_PRIZE = re.compile(
    r"\b(?:win(?:ning)?|giving away|give ?away|entered (?:for|to get|into (?:the|our|a) draw for))\s+(?:up to\s+)?"
    r"((?:(?:an?|one|two|three|four|five|some|the|our|your|this|these)\b|\d[\d,.]*|[$£€₹₦]\s?\d[\d,.]*)\s?"
    r"(?:(?!and\b|to\b|by\b|from\b|when\b|if\b|for\b|during\b|as\b|with\b|in\b|every\b|on (?!our\b|the\b|a\b)"
    r"|this\b|visit\b|at\b|just\b|so\b|that\b|which\b|who\b|worth\b.{0,12}\*)"
    r"[\w#@$£€₹'’&%+-]+(?:[,.]\d+)?[ ]?){0,9})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b((?:[Tt]he|[Oo]ur)(?: (?:all-)?new)?|(?:[Aa]ll-)?[Nn]ew) ((?!New )(?:(?!I\b)[A-Z][a-z][\w’'&-]* ?){2,4})"
    r"(?![\w’']| ?(?:the|of|and|for|in|to|on|de|an?|&)\b)"
)
_POINTING = re.compile(r"\s*+[(\[<]?\s*+(?:[>→➡»]++|[-–—]++)?\s*+$")
_STOPPED = re.compile(r"[.!?…:][\"”’')\]]*$")
_NO_STOP = re.compile(
    rf"(?:(?:^|\s){HANDLE}|{HASHTAG.pattern}|{EMOJI.pattern}|[:;=]-?[)(DP]"
    r"|\S[.@]\S*\w\.[a-z]{2,}(?:/\S*)?|\b[a-z]\S+\.[a-z]{2,}/\S+|\bx{1,4})$"
)
_TO_LINK = re.compile(r"\b(?:here|below)$", re.IGNORECASE)
"""A last word that its link follows."""
LEADS_TO = re.compile(
    r"(?:[:;>,(=–—-]|\b(?:at|on|in|via|here|visit|to|from|and|or|by|see|watch|read|is|of|the|link|with|for))\s*$", re.I
)
_REGARDS = re.compile(r"(?:(?:kind|best|warm|many) )?(?:regards|wishes|thanks),", re.IGNORECASE)
CLOSING = 9
"""Words that the last sentence of a post may have to be the way on, and no more."""
NAME = re.compile(r"[A-Z][a-z]+(?:\s*[\ue000-\uf8ff])*")
"""A first name that stands alone at the end, without a full stop: who wrote the post."""
TAGS_KEPT = 6
"""Hashtags that a rewrite keeps on any network: one may name the occasion, and who wrote it chose it."""


@lru_cache(maxsize=256)
def body(draft: Draft) -> str:
    """The sentences of a draft as one text again, with the line breaks they had."""
    pieces = []
    for index, one in enumerate(draft.sentences):
        follows = draft.sentences[index + 1] if index + 1 < len(draft.sentences) else None
        pieces.append((one.before if index else "") + _ended(one, follows))
    return "".join(pieces)


def _ended(sentence: Sentence, follows: Sentence | None) -> str:
    """A sentence with an end to it: its own mark, its emoji, its link, or a full stop."""
    text = f"{sentence.lead} {sentence.text}".strip()
    text = _POINTING.sub("", text)
    if "hello" in sentence.roles and text.endswith(","):
        return text  # Hi Emma, ...
    if _REGARDS.fullmatch(text):
        return text
    if re.search(r"[,;:]$", text) and not sentence.links and not ("\n" in sentence.before or _opens(follows)):
        text = text[:-1]
    if re.search(r"[\ue000-\uf8ff]$", text):
        return f"{text} {sentence.emoji}".rstrip()
    signed = not follows and (NAME.fullmatch(text) or _TO_LINK.search(text))
    if not signed and not _STOPPED.search(text) and not _NO_STOP.search(text):
        listed = _opens(sentence) or (follows is not None and "\n" in follows.before)
        text += "" if sentence.emoji or listed else "."
    return f"{text} {sentence.emoji}" if sentence.emoji else text


def _opens(sentence: Sentence | None) -> bool:
    """Whether a sentence is the first item of a list."""
    return sentence is not None and "\n" in sentence.before and bool(sentence.lead or re.match(ITEM, sentence.text))


def links(draft: Draft, key: str, phrases: Phrases) -> tuple[str, str]:
    """The links that stand alone, and words to introduce them where a call to action was cut."""
    inside = "".join(one.links for one in draft.sentences)
    links = [one for one in dict.fromkeys(draft.tail) if one not in inside]
    leads = phrases.lead(draft.dropped) if links and draft.dropped else ()
    return " ".join(links), pick(leads, key, "lead") if leads else ""


def finish(text: str, draft: Draft, platform: str) -> str:
    """The text with its links back, its few hashtags, and the address and signature it had.

    What stood at the very end, a link or a picture, stands there again.
    """
    tags = [one for one in draft.tags if one.casefold() not in text.casefold()]
    tags = tags if draft.untouched else tags[: max(TAGS.get(platform, 3), TAGS_KEPT)]
    last = re.search(r"(?<=[\].!?]\s)[\ue000-\uf8ff]$", text)
    if tags and last and not draft.dropped and LINK.findall(draft.original)[-1:] == [draft.restored(last.group())]:
        text, tags = text[: last.start()].rstrip(), [*tags, last.group()]
    text = re.sub(r"((?:^|\s)[#@]\w+)\.(?=\s*[\ue000-\uf8ff]*$)", r"\1", text)
    text = " ".join([text, *tags])
    if draft.address and not text.startswith(draft.address.strip()):
        text = f"{draft.address.strip()} {text}"
    if draft.sign and not text.endswith(draft.sign):
        text = f"{text} {draft.sign}"
    return " ".join([draft.restored(text), *([draft.media] if draft.media else [])])


def prize(text: str) -> str:
    """What can be won, in the post's own words; empty when it does not say."""
    match = _PRIZE.search(text)
    found = " ".join(match.group(1).split()).rstrip("#-'’.,") if match else ""
    found = found.lower() if found.isupper() else found
    found = re.sub(r"^(?:A|An|ONE|THE|AN)(?= )", lambda one: one.group().lower(), found)
    return (
        found if len(found) > 3 and not re.fullmatch(r"(?:the|a|an|your|our) \w{1,3}|your .*|one of .*", found) else ""
    )


def talk(draft: Draft, won: str) -> Draft:
    """What a contest says besides its terms, without the words that only name what can be won."""
    kept = (one for one in draft.sentences if "disclosure" not in one.roles and not _only_prize(one, won))
    return replace(draft, sentences=tuple(kept))


def _only_prize(sentence: Sentence, won: str) -> bool:
    return (
        bool(won) and won.casefold() in sentence.text.casefold() and len(sentence.text.split()) <= len(won.split()) + 3
    )


def favour(draft: Draft) -> str:
    """The first thing that a post asks for, to go on with after a comma; empty when it asks for nothing."""
    asked = next((one.text for one in draft.sentences if one.roles & {"plea"}), "")
    first = re.split(r"\s*(?:,|&|\band\b|[.!?:])", asked, maxsplit=1)[0].strip()
    if not first or LEADS_TO.search(first) or len(first.split()) > CLOSING:
        return ""
    return f"{first[:1].lower()}{first[1:]}."


def topic_phrase(draft: Draft, phrases: Phrases, brand: config.Brand | None, noun: str) -> str:
    """What the post is about, for the inside of a slot: a product, a title, a name, or a plain noun."""
    lower = draft.original.casefold()
    for product in brand.about.products if brand else ():
        if product.casefold() in lower:
            return product
    if match := re.search(r"[\"“]([A-Z][^\"”.!?]{3,30})[\"”]", draft.original):
        return f"“{match.group(1)}”"
    said = ". ".join(one.text for one in draft.sentences)
    if match := _NAMED.search(said):
        return f"the {'new ' if 'new' in match.group(1).casefold() else ''}{match.group(2).strip()}"
    return noun


def plain(text: str) -> str:
    """Letters and digits alone, folded: two texts that differ in nothing else are one."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
