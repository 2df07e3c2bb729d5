"""What a template is filled with: what is left of the post, its links, a question, words for slots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sociable import config
from sociable.advice import greetings, messages, routes, situations
from sociable.advice.ending import closing
from sociable.advice.entities import DATES, SLOT
from sociable.advice.marks import HANDLE, LINK
from sociable.advice.phrases import Phrases, Topic
from sociable.advice.pieces import body, favour, links, prize, talk, topic_phrase
from sociable.advice.recipes import Fill, pick
from sociable.advice.segment import Draft, Sentence, parse
from sociable.advice.voice import markers

NETWORKS = {
    "x": "X", "facebook": "Facebook", "instagram": "Instagram", "threads": "Threads", "linkedin": "LinkedIn",
    "mastodon": "Mastodon", "bluesky": "Bluesky", "tiktok": "TikTok", "youtube": "YouTube", "reddit": "Reddit",
}  # fmt: skip
LEAST = 4
"""Words that must be left of a post that was cut for it to stand on its own; one that was not needs two."""
TAGS_LEFT = 2
"""Hashtags that stay when a post must be shortened: the first ones name what it is about."""
SENTENCES = 3
"""Sentences that a post may lose for the sake of a slot: each was written for a reason."""
ITEM = 4
"""Words of an item of a list that stands between sentences."""
ENOUGH = 0.45
"""Share of its words that a post keeps when it is shortened to fit."""
_ASIDE = re.compile(
    r"\s*\([^()\d@#A-Z\ue000-\uf8ff]*\)|,\s(?:which|helping|allowing|enabling|ensuring"
    r"|as well as)\b[^,.;!?\d@#\ue000-\uf8ff]*(?=[.!?]*$)"
)
_PART = re.compile(
    r"^(?:@\w+\s+)*(?:\(?\d/\d\b|[2-9]: |(?:and|or|but|with|to) )|(?:^|\s|\.|(?=\())\(?\d/\d?\)?(?=[.!]?\s*(?:[\^*~–—-]\s?\w{1,15})?\s*(?:https?://\S+\s*)*$)"
)
_THREAD = re.compile(
    r"^\(?\d/(?:\d{1,2}|n)?\)?[\s:]|(?:\n|[.!?…]\s|\s\()\(?\d/(?:\d{1,2}|n)?\)?\s*(?:https?://\S+\s*)*$"
)
_PARTS = {"B": _THREAD, "R": _PART, "D": _PART}
"""How a part of a thread, or of an answer in several, is seen by kind of post."""
_CUT_OFF = re.compile(r"\w\s?(?:\.\.\.|…)\s*https?://\S+\s*(?:#\w+\s*)*$")
_SORTS = frozenset({"answered", "courtesy", "deadline", "gated", "linked", "promises", "stepped", "unaware"})
"""Roles that a slot may be worded for; other sorts are those of `Phrases.kind_of` and the topics."""
_KEPT = frozenset({"offer", "disclosure", "redirect", "sorry", "prize"})

LONGEST = 3_000
"""Characters of a text to rewrite: longer ones are articles, and some patterns take the square of what they read."""
_LONG = f"is longer than {LONGEST} characters"
LEFT_ALONE = {
    _LONG: "left_long", "has open slots already": "left_slots", "is part of a longer message": "left_part",
    "is cut off": "left_cut", "speaks of a grave occasion": "left_grave", "waits for no answer": "left_quiet",
    "is a notice that the law words": "left_legal",
}  # fmt: skip
"""What a writer is told of each reason that `unfit` gives: keys of the words of lint."""
MADE_NONE = ("no question surely fits it", "nothing is left to work with")
"""Why a recipe that suits a post makes no candidate of it: one that asks, and one that cuts."""
_UNTOUCHED = {"grave": "speaks of a grave occasion", "legal": "is a notice that the law words"}
"""Sorts of posts that no recipe touches."""


def unfit(text: str, kind: str, phrases: Phrases, need: float | None = None) -> str:
    """Why no recipe should touch a text; empty when one may. `need` is that of a message, where it was read."""
    if len(text) > LONGEST:
        return _LONG
    if SLOT.search(text):
        return "has open slots already"
    if kind in _PARTS and _PARTS[kind].search(text):
        return "is part of a longer message"
    if _CUT_OFF.search(text) and (kind == "R" or not re.search(r"[.!?](?<!\.\.)\s+\S", text)):
        return "is cut off"
    if kind == "B" and (why := _UNTOUCHED.get(phrases.kind_of(text))):
        return why
    return situations.unfit(kind, text, phrases, need)


def readable(draft: Draft, stub: bool = True) -> bool:
    """Whether what is left of a post stands on its own.

    A figure makes a stub of use, and so does an offer where something is added.
    """
    texts = [re.sub(r"[\ue000-\uf8ff]", " ", one.text) for one in draft.sentences]
    counted = sum(1 for one in " ".join(texts).split() if one[0].isalnum() or one[0] in "\"'“‘(*$£€₹")
    if counted >= (2 if draft.untouched else LEAST):
        return True
    figure = any(re.search(r"\d", one.text) for one in draft.sentences)
    offer = stub and any("offer" in one.roles for one in draft.sentences)
    return counted > 1 and (figure or offer)


def shortened(draft: Draft) -> Iterator[Draft]:
    """The draft as it is, then with brief slots, without hashtags, without asides, then without a sentence each time.

    First to go are the last sentences that carry neither terms nor figures;
    the first sentence stays.
    """
    enough = ENOUGH * sum(len(one.text.split()) for one in draft.sentences)
    yield draft
    draft = replace(draft, brief=True)
    yield draft
    draft = replace(draft, untouched=False)
    if draft.dropped:
        draft = replace(draft, dropped="")
        yield draft
    called = [one for one in draft.sentences if "stock_call" in one.roles]
    if called and len(called) < len(draft.sentences):
        tail = "".join(dict.fromkeys("".join(one.links for one in called) + draft.tail))
        draft = replace(draft, sentences=tuple(one for one in draft.sentences if one not in called), tail=tail)
        yield draft
    plain = (replace(one, text=_ASIDE.sub(_unless_dated, one.text)) for one in draft.sentences)
    draft = replace(draft, sentences=tuple(plain))
    yield draft
    if draft.tags:
        draft = replace(draft, tags=draft.tags[:TAGS_LEFT])
        yield draft
    if draft.roles & {"disclosure", "prize", "mechanics"}:
        return
    listed = markers(draft)
    for _ in range(SENTENCES):
        items = _items(draft)
        loose = [at for at, one in enumerate(draft.sentences) if at and at not in items and _loose(one, listed)]
        if not loose:
            return
        least = min(loose, key=lambda index: (_weight(draft.sentences[index]), -index))
        gone = draft.sentences[least]
        kept = tuple(one for index, one in enumerate(draft.sentences) if index != least)
        if sum(len(one.text.split()) for one in kept) < enough:
            return
        draft = replace(draft, sentences=kept, tail="".join(dict.fromkeys(gone.links + draft.tail)))
        yield draft


def _items(draft: Draft) -> frozenset[int]:
    """Sentences that are items of a list: a few words without an end and what follows them, or that begin alike."""
    said = [re.sub(r"[\ue000-\uf8ff]", "", one.text).split() for one in draft.sentences]
    brief = [at for at, words in enumerate(said) if len(words) <= ITEM and "call" not in draft.sentences[at].roles]
    open_ended = {at for at in brief if said[at] and said[at][-1][-1] not in ".!?…"}
    after = {at + 1 for at in open_ended if at + 1 < len(said) and len(said[at + 1]) > ITEM}
    alike = {at for at in brief for near in (at - 1, at + 1) if near in brief and said[near][:1] == said[at][:1]}
    return frozenset(open_ended | after | alike)


def _loose(sentence: Sentence, listed: frozenset[str]) -> bool:
    """Whether a sentence may go: no terms, no figure, no day, nothing said by somebody else, no part of a list."""
    stays = re.search(r"\d|^•|:$|[\"“”@#]|^[-–—]", sentence.text) or DATES.search(sentence.text)
    return not (stays or sentence.roles & _KEPT or {sentence.lead, sentence.emoji} & listed)


def _unless_dated(match: re.Match[str]) -> str:
    """Nothing for an aside, and the aside itself where it names a day."""
    return match.group() if DATES.search(match.group()) else ""


def _weight(sentence: Sentence) -> int:
    """How much would be lost with a sentence: its names and its words."""
    return 5 * len(re.findall(r"(?<!^)[A-Z#@]\w+", sentence.text)) + len(sentence.text.split())


def fill(
    text: str, context: str, platform: str, key: str, draft: Draft, phrases: Phrases, brand: config.Brand | None
) -> Fill:
    """Everything that templates may name, for one post, but {frame}."""
    topic = phrases.topic(_unbranded(text, brand))
    whole = parse(text, phrases)
    roles = whole.roles | ({"linked"} if whole.sources else frozenset())
    question = _question(draft, topic, key) if topic is not phrases.topics[-1] else ""  # one for any post fits none
    roles |= phrases.roles(text) & {"sorry"}
    won = prize(text)
    draft, close = (draft, "") if draft.address else closing(draft)
    link, lead = links(draft, key, phrases)
    hello, rest = greetings.greeting(draft)
    why = pick(phrases.privacy, key, "privacy")
    if_not = pick(phrases.otherwise, key, "otherwise")
    route = routes.explained(rest, why)
    said, bye = greetings.parted(draft)
    second = greetings.otherwise(route, if_not)
    words = {
        "address": draft.address.strip(),
        "body": _closed(body(draft)),
        "rest": body(rest),
        "talk": body(talk(draft, won)),
        "terms": body(replace(draft, sentences=tuple(one for one in draft.sentences if "disclosure" in one.roles))),
        "favour": favour(draft),
        "link": " ".join(f"{close} {lead} {link}".split()),
        "question": question,
        "topic": topic_phrase(draft, phrases, brand, topic.noun),
        "noun": topic.noun,
        "brand": brand.about.name if brand else "",
        "prize": won,
        "winner": won,
        **_around(hello, rest, roles, context, key),
        "why": "" if routes.says_why(rest) or routes.promised(draft) else why,
        **routes.onward(rest, phrases, key, situations.private(context)),
        "said": _closed(body(said)),
        "close": body(bye),
        "route": body(route),
        "otherwise": body(second) if second else "",
        "network": NETWORKS.get(platform, ""),
    }
    own = [*(instead for _, instead in phrases.cuts["canned"]), "please", question, lead, why, if_not]
    own += [words[name] for name in ("network", "sorry_case", "here", "page", "moved")]
    answered = messages.read(context) if context else None
    heard = (messages.closest(answered), answered.sound) if answered else _unheard(text)
    sorts = (*heard, *sorted(roles & _SORTS), phrases.kind_of(text), topic.name)
    return Fill(words, tuple(one for one in sorts if one != "any"), " ".join([*own, "@customer"]), draft.brief)


def _unheard(text: str) -> tuple[str, ...]:
    """What thanks are for where what they answer is not at hand: something done, something told, or neither."""
    gave = re.search(r"(?i)\b(?:volunteer\w*|giving back|donat\w+|support|serving|your (?:service|time|help))\b", text)
    told = re.search(
        r"(?i)\b(?:info(?:rmation)?|feedback|suggestions?|heads[- ]up|letting (?:us|me) know|update|details|report)\b",
        text,
    )
    return ("gave",) if gave else ("informed",) if told else ("unheard",)


def _around(hello: Draft, rest: Draft, roles: frozenset[str], context: str, key: str) -> dict[str, str]:
    """What of a reply stands around an answer: its greeting, its request, and what follows that."""
    request, after = routes.request(rest)
    stopped = body(greetings.stopped(hello))
    return {
        "hello": body(hello), "greet": stopped, "opener": stopped if "unaware" in roles else "",
        "request": body(request), "after": body(after),
        "sorry_case": greetings.sorry_about(hello, "sorry" in roles, context, key) if context else "",
        "regret": greetings.sorry_for_what(hello, roles, context, key) if context else "",
    }  # fmt: skip


def _question(draft: Draft, topic: Topic, key: str) -> str:
    """A question about the topic; none where the post asks its readers something already."""
    asked = any("asks_reader" in one.roles and "rhetorical" not in one.roles for one in draft.sentences)
    return "" if asked else pick(topic.questions, key, "question")


def _closed(said: str) -> str:
    """`said` with a full stop where it ends in a handle: something may follow. A hashtag takes none."""
    return f"{said}." if re.search(rf"(?:^|\s){HANDLE}$", said) else said


def _unbranded(text: str, brand: config.Brand | None) -> str:
    """`text` without links, handles and the brand's own name: a ferry line's every post names ferries."""
    plain = re.sub(HANDLE, " ", LINK.sub(" ", text))
    for name in (brand.about.name, *brand.about.aliases) if brand else ():
        plain = re.sub(rf"\b{re.escape(name)}\b", " ", plain, flags=re.IGNORECASE)
    return plain
