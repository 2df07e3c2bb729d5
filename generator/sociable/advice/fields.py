"""What a template is filled with: what is left of the post, its links, a question, words for slots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sociable import config
from sociable.advice import replies
from sociable.advice.entities import SLOT, TAGS
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Fill, pick
from sociable.advice.segment import HANDLE, LINK, Draft, Sentence, parse

NETWORKS = {
    "x": "X", "facebook": "Facebook", "instagram": "Instagram", "threads": "Threads", "linkedin": "LinkedIn",
    "mastodon": "Mastodon", "bluesky": "Bluesky", "tiktok": "TikTok", "youtube": "YouTube", "reddit": "Reddit",
}  # fmt: skip
_NAMED = re.compile(
    r"\b((?:[Tt]he|[Oo]ur)(?: (?:all-)?new)?|(?:[Aa]ll-)?[Nn]ew) ((?:(?!I\b)[A-Z][a-z][\w’'&-]* ?){2,4})(?![\w’'])"
)
_TITLED = re.compile(r"#(?:[A-Z][a-z]+){2,3}\b")
LEAST = 4
"""Words that must be left of a post that was cut for it to stand on its own; one that was not needs two."""
ENOUGH = 0.45
"""Share of its words that a post keeps when it is shortened to fit."""
_ASIDE = re.compile(
    r"\s*\([^()\d@#\ue000-\uf8ff]*\)|,\s(?:which|making|helping|allowing|enabling|ensuring|giving|bringing"
    r"|as well as)\b[^,.;!?\d@#\ue000-\uf8ff]*(?=[.!?]*$)"
)
_PART = re.compile(
    r"^(?:@\w+\s+)*\(?\d/\d\b|(?:^|\s)\(?\d/\d?\)?(?=\s*(?:[\^*~–—-]\s?\w{1,15})?\s*(?:https?://\S+\s*)*$)"
)
_CUT_OFF = re.compile(r"\w\s?(?:\.\.\.|…)\s*https?://\S+\s*(?:#\w+\s*)*$")
_SORTS = frozenset({"courtesy", "deadline"})
"""Roles that a slot may be worded for; other sorts are those of `Phrases.kind_of` and the topics."""
_KEPT = frozenset({"offer", "disclosure", "redirect", "sorry", "prize"})
_PRIZE = re.compile(
    r"\b(?:win(?:ning)?|giving away|give ?away)\s+(?:up to\s+)?"
    r"((?:(?:an?|one|two|three|four|five|some|the|our|your|this|these)\b|\d[\d,.]*|[$£€₹₦]\s?\d[\d,.]*)\s?"
    r"(?:(?!and\b|to\b|by\b|from\b|when\b|if\b|for\b|during\b|as\b|with\b|in\b|every\b|on (?!our\b|the\b|a\b)"
    r"|this\b|visit\b|at\b|just\b|so\b|that\b|which\b|who\b|worth\b.{0,12}\*)"
    r"[\w#@$£€₹'’&%+-]+(?:[,.]\d+)?[ ]?){0,9})",
    re.IGNORECASE,
)


def unfit(text: str, kind: str, phrases: Phrases) -> str:
    """Why no recipe should touch a text; empty when one may."""
    if SLOT.search(text):
        return "has open slots already"
    if kind in ("R", "D") and _PART.search(text):
        return "is part of a longer message"
    if _CUT_OFF.search(text) and (kind == "R" or not re.search(r"[.!?](?<!\.\.)\s+\S", text)):
        return "is cut off"
    if kind == "B" and phrases.kind_of(text) == "grave":
        return "speaks of a grave occasion"
    return ""


def readable(draft: Draft) -> bool:
    """Whether what is left of a post stands on its own."""
    texts = [re.sub(r"[\ue000-\uf8ff]", " ", one.text) for one in draft.sentences]
    counted = sum(1 for one in " ".join(texts).split() if one[0].isalnum() or one[0] in "\"'“‘(*$£€₹")
    return counted >= (2 if draft.untouched else LEAST) or (
        counted > 1 and any("offer" in one.roles for one in draft.sentences)
    )


def shortened(draft: Draft) -> Iterator[Draft]:
    """The draft as it is, then with brief slots, without hashtags, without asides, then without a sentence each time.

    First to go are the last sentences that carry neither terms nor figures;
    the first sentence stays.
    """
    enough = ENOUGH * sum(len(one.text.split()) for one in draft.sentences)
    yield draft
    draft = replace(draft, brief=True)
    yield draft
    if draft.dropped:
        draft = replace(draft, dropped="")
        yield draft
    if draft.tags:
        draft = replace(draft, tags=())
        yield draft
    draft = replace(draft, sentences=tuple(replace(one, text=_ASIDE.sub("", one.text)) for one in draft.sentences))
    yield draft
    for _ in range(3):
        loose = [
            index for index, one in enumerate(draft.sentences)
            if index and not one.roles & _KEPT and not re.search(r"\d|^•|:$", one.text)
        ]  # fmt: skip
        if not loose:
            return
        least = min(loose, key=lambda index: (_weight(draft.sentences[index]), -index))
        gone = draft.sentences[least]
        kept = tuple(one for index, one in enumerate(draft.sentences) if index != least)
        if sum(len(one.text.split()) for one in kept) < enough:
            return
        draft = replace(draft, sentences=kept, tail="".join(dict.fromkeys(gone.links + draft.tail)))
        yield draft


def _weight(sentence: Sentence) -> int:
    """How much would be lost with a sentence: its names and its words."""
    return 5 * len(re.findall(r"(?<!^)[A-Z#@]\w+", sentence.text)) + len(sentence.text.split())


def fill(
    text: str, context: str, platform: str, key: str, draft: Draft, phrases: Phrases, brand: config.Brand | None
) -> Fill:
    """Everything that templates may name, for one post."""
    topic = phrases.topic(_unbranded(text, brand))
    roles = parse(text, phrases).roles
    open_question = any("asks_reader" in one.roles and "rhetorical" not in one.roles for one in draft.sentences)
    fitting = not open_question and topic is not phrases.topics[-1]  # a question for any post fits none well
    question = pick(topic.questions, key, "question") if fitting else ""
    case = phrases.case(context) if context else ""
    won = prize(text)
    link, lead = _link(draft, key, phrases)
    hello, rest = replies.greeting(draft)
    why = pick(phrases.privacy, key, "privacy")
    if_not = pick(phrases.otherwise, key, "otherwise")
    route = replies.explained(rest, why)
    second = replies.otherwise(route, if_not)
    words = {
        "address": draft.address.strip(),
        "body": body(draft),
        "rest": body(rest),
        "talk": body(replace(draft, sentences=tuple(one for one in draft.sentences if "disclosure" not in one.roles))),
        "terms": body(replace(draft, sentences=tuple(one for one in draft.sentences if "disclosure" in one.roles))),
        "link": f"{lead} {link}".strip(),
        "question": question,
        "topic": topic_phrase(draft, phrases, brand, topic.noun),
        "noun": topic.noun,
        "brand": brand.about.name if brand else "",
        "prize": won,
        "winner": won,
        "case": case,
        "sorry_case": f"Sorry about {case}." if case and "sorry" in roles else "",
        "route": body(route),
        "otherwise": body(second) if second else "",
        "network": NETWORKS.get(platform, ""),
        "hello": body(hello),
    }
    own = " ".join([question, case, lead, why, if_not, words["network"], "sorry about", "@customer"])
    pleased = {"courtesy"} if context and replies.pleased(context, phrases) else set()
    sorts = (*sorted(roles & _SORTS | pleased), phrases.kind_of(text), topic.name)
    return Fill(
        words,
        tuple(one for one in sorts if one != "any"),
        {"useful": topic.useful, "reader": topic.reader},
        own,
        draft.brief,
    )


def _unbranded(text: str, brand: config.Brand | None) -> str:
    """`text` without links, handles and the brand's own name: a ferry line's every post names ferries."""
    plain = re.sub(HANDLE, " ", LINK.sub(" ", text))
    for name in (brand.about.name, *brand.about.aliases) if brand else ():
        plain = re.sub(rf"\b{re.escape(name)}\b", " ", plain, flags=re.IGNORECASE)
    return plain


def finish(text: str, draft: Draft, platform: str) -> str:
    """The text with its links back, its few hashtags, and the address and signature it had.

    What stood at the very end, a link or a picture, stands there again.
    """
    tags = [one for one in draft.tags if one.casefold() not in text.casefold()]
    tags = tags if draft.untouched else tags[: TAGS.get(platform, 3)]
    last = re.search(r"(?<=[\s\].!?])[\ue000-\uf8ff]$", text)
    if tags and last and not draft.dropped and LINK.findall(draft.original)[-1:] == [draft.restored(last.group())]:
        text, tags = text[: last.start()].rstrip(), [*tags, last.group()]
    text = " ".join([text, *tags])
    if draft.address and not text.startswith(draft.address.strip()):
        text = f"{draft.address.strip()} {text}"
    if draft.sign and not text.endswith(draft.sign):
        text = f"{text} {draft.sign}"
    return " ".join([draft.restored(text), *([draft.media] if draft.media else [])])


def body(draft: Draft) -> str:
    """The sentences of a draft as one text again, with the line breaks they had."""
    pieces = []
    for index, one in enumerate(draft.sentences):
        follows = draft.sentences[index + 1].text if index + 1 < len(draft.sentences) else ""
        pieces.append((one.before if index else "") + _ended(one, follows))
    return "".join(pieces)


def _ended(sentence: Sentence, follows: str) -> str:
    """A sentence with an end to it: its own mark, its emoji, its link, or a full stop."""
    text = f"{sentence.lead} {sentence.text}".strip()
    text = re.sub(r"\s*[(\[<]?\s*(?:[>→➡»]+|[-–—]+)?\s*$", "", text)
    if "hello" in sentence.roles and text.endswith(","):
        return text  # Hi Emma, ...
    if re.search(r"[,;:]$", text) and not sentence.links and not (follows.startswith("•") or "\n" in sentence.before):
        text = text[:-1]
    if re.search(r"[\ue000-\uf8ff]$", text):
        return text
    if not re.search(r"[.!?…:][\"”’')\]]*$", text) and not re.search(rf"(?:^|\s){HANDLE}$", text):
        text += "" if sentence.emoji or text.startswith("•") else "."
    return f"{text} {sentence.emoji}" if sentence.emoji else text


def _link(draft: Draft, key: str, phrases: Phrases) -> tuple[str, str]:
    """The links that stand alone, and words to introduce them where a call to action was cut."""
    inside = "".join(one.links for one in draft.sentences)
    links = [one for one in dict.fromkeys(draft.tail) if one not in inside]
    leads = phrases.lead(draft.dropped) if links and draft.dropped else ()
    return " ".join(links), pick(leads, key, "lead") if leads else ""


def prize(text: str) -> str:
    """What can be won, in the post's own words; empty when it does not say."""
    match = _PRIZE.search(text)
    found = " ".join(match.group(1).split()).rstrip("#-'’.,") if match else ""
    found = found.lower() if found.isupper() else found
    found = re.sub(r"^(?:A|An|ONE|THE|AN)(?= )", lambda one: one.group().lower(), found)
    return (
        found if len(found) > 3 and not re.fullmatch(r"(?:the|a|an|your|our) \w{1,3}|your .*|one of .*", found) else ""
    )


def topic_phrase(draft: Draft, phrases: Phrases, brand: config.Brand | None, noun: str) -> str:
    """What the post is about, for the inside of a slot: a product, a title, a name, or a plain noun."""
    lower = draft.original.casefold()
    for product in brand.about.products if brand else ():
        if product.casefold() in lower:
            return product
    if match := re.search(r"[\"“]([A-Z][^\"”.!?]{3,30})[\"”]", draft.original):
        return f"“{match.group(1)}”"
    said = " ".join(one.text for one in draft.sentences)
    if match := _NAMED.search(said):
        return f"the {'new ' if 'new' in match.group(1).casefold() else ''}{match.group(2).strip()}"
    if match := _TITLED.search(said):
        return match.group()
    return noun


def plain(text: str) -> str:
    """Letters and digits alone, folded: two texts that differ in nothing else are one."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
