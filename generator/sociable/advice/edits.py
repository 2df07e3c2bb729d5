"""The cuts that recipes name: each takes a draft and returns one that says no more than before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sociable.advice.phrases import Phrases
from sociable.advice.segment import EMOJI, Draft, Sentence

Edit = Callable[[Draft, Phrases], Draft]
_SHOUT = re.compile(r"(?<![#@\w&])[A-Z][A-Z'’]{2,}(?![\w&])")
_ACRONYM = 3
"""Words of up to this many capitals may be names and stay, unless they are offer words."""
_OFFER_WORDS = frozenset({
    "SALE", "FREE", "OFF", "NOW", "ONLY", "TODAY", "BIG", "HUGE", "WIN", "ALL", "NEW", "BUY", "GET", "SAVE", "SHOP",
    "LAST", "CHANCE", "HURRY", "BEST", "EVER", "AND", "THE", "YOU", "YOUR", "TRIAL", "DATA", "HAPPY", "HOUR", "ALERT",
    "TIME", "THIS", "NEVER", "DON'T", "MISS", "OUT", "EVERY", "ENDS", "DAY", "DAYS", "ONE", "TWO", "MORE", "FOR", "NOT",
})  # fmt: skip


def apply(draft: Draft, names: tuple[str, ...], phrases: Phrases) -> Draft:
    """The draft after the edits called `names`, in their order; roles are read anew after each."""
    for name in names:
        draft = _reread(EDITS[name](draft, phrases), phrases)
    return draft


def _reread(draft: Draft, phrases: Phrases) -> Draft:
    tidy = (replace(one, text=_tidied(one.text)) for one in draft.sentences)
    kept = tuple(replace(one, roles=phrases.roles(one.text)) for one in tidy if re.search(r"[^\W_]", one.text))
    return replace(draft, sentences=kept)


def _tidied(text: str) -> str:
    text = re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", " ".join(text.split()))
    text = re.sub(r"([,;:])(?=[.!?])|(?<=\.)\.(?=\s|$)(?<!\.\.\.)", "", text)
    text = re.sub(r"\b([Aa]) (?=[aeioAEIO]\w)(?!one\b|once\b|euro)", r"\1n ", text)
    text = re.sub(r"\b([Aa])n (?=[bcdfgjklmnpqrstvwyz][a-z])", r"\1 ", text)
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+\b(?!\.\w)", text) and not _styled(text) else text


def _styled(text: str) -> bool:
    """iPhone, eBay and their like keep their small first letter."""
    return bool(re.match(r"[a-z]{1,2}[A-Z]", text))


def _cut(name: str) -> Edit:
    def edit(draft: Draft, phrases: Phrases) -> Draft:
        return replace(draft, sentences=tuple(_without(one, phrases.cuts[name]) for one in draft.sentences))

    return edit


def _without(sentence: Sentence, cuts: tuple[tuple[re.Pattern[str], str], ...]) -> Sentence:
    text = sentence.text
    for pattern, instead in cuts:
        text = pattern.sub(instead, text)
    return replace(sentence, text=text)


def _drop(*roles: str, unless: tuple[str, ...] = ("disclosure",)) -> Edit:
    """Drops whole sentences, never one that carries terms."""

    def edit(draft: Draft, phrases: Phrases) -> Draft:
        gone = {one for one in draft.sentences if one.roles & set(roles) and not one.roles & set(unless)}
        kept = tuple(one for one in draft.sentences if one not in gone)
        links = "".join(one.links for one in draft.sentences if one in gone)
        return replace(draft, sentences=kept, tail="".join(dict.fromkeys(links + draft.tail)))

    return edit


def _both(*edits: Edit) -> Edit:
    def edit(draft: Draft, phrases: Phrases) -> Draft:
        for one in edits:
            draft = _reread(one(draft, phrases), phrases)
        return draft

    return edit


def calm(draft: Draft, phrases: Phrases) -> Draft:
    """Ends with full stops, in small letters, without emoji."""
    del phrases
    return replace(draft, sentences=tuple(replace(one, text=_calm(one.text), emoji="") for one in draft.sentences))


def _calm(text: str) -> str:
    text = re.sub(r"[!]+\?+|\?+!+[!?]*", "?", text)
    text = re.sub(r"!+", ".", text)
    text = re.sub(r"\?{2,}", "?", text)
    shouted = _SHOUT.findall(text)
    letters = re.findall(r"[A-Za-z]{3,}", text)
    loud = len(shouted) >= max(2, 0.5 * len(letters))
    return _SHOUT.sub(lambda m: _lowered(m, loud), text)


def _lowered(match: re.Match[str], loud: bool) -> str:
    word = match.group()
    plain = word.replace("’", "'")
    if plain not in _OFFER_WORDS and not (loud and len(plain) > _ACRONYM):
        return word
    start = match.start() == 0 or match.string[: match.start()].rstrip()[-1:] in ".!?:"
    return word.capitalize() if start else word.lower()


def one_call(draft: Draft, phrases: Phrases) -> Draft:
    """Keeps one call to action: the one that says most, else the one with the link."""
    del phrases
    calls = [one for one in draft.sentences if "call" in one.roles and "disclosure" not in one.roles]
    if len(calls) < 2:
        return draft
    best = max(calls, key=lambda one: ("offer" in one.roles, "stock_call" not in one.roles, len(one.text)))
    plain = [one for one in calls if one is not best and not one.roles & {"offer"}]
    gone = [one for one in plain if "stock_call" in one.roles or len(one.text.split()) <= 8]
    links = "".join(one.links for one in gone)
    kept = tuple(one for one in draft.sentences if one not in gone)
    return replace(draft, sentences=kept, tail="".join(dict.fromkeys(links + draft.tail)))


def no_emoji_runs(draft: Draft, phrases: Phrases) -> Draft:
    """Keeps the first emoji of a run, and those of the first sentences that have any."""
    del phrases
    kept = tuple(replace(one, emoji=_first_emoji(one.emoji)) for one in draft.sentences)
    return replace(draft, sentences=kept)


def _first_emoji(emoji: str) -> str:
    match = EMOJI.match(emoji)
    return match.group() if match else ""


def no_links(draft: Draft, phrases: Phrases) -> Draft:
    """Drops the sentences that carry links, and the links that stand alone."""
    del phrases
    return replace(draft, sentences=tuple(one for one in draft.sentences if not one.links), tail="")


def no_tags(draft: Draft, phrases: Phrases) -> Draft:
    """Drops the hashtags that only tag the post."""
    del phrases
    return replace(draft, tags=())


_feeling_only = re.compile(
    r"^(?:(?:we|i)(?: are|'re|’re|'m|’m| am| were| was)?|it'?s)? ?(?:so|very|super|really|just|truly|extremely|beyond)? ?"
    r"(?:couldn'?t be (?:more )?)?(?:proud(?:er)?|thrilled|excited|delighted|honou?red|humbled|pleased|happ(?:y|ier)|stoked|grateful)"
    r"(?: (?:of|for|about|with) (?:this|it|that|our team|the team|you|you all|them|all|everyone))?[^\w]*$",
    re.IGNORECASE,
)


def no_bare_feeling(draft: Draft, phrases: Phrases) -> Draft:
    """Drops sentences that say how the brand feels and nothing else."""
    del phrases
    return replace(draft, sentences=tuple(one for one in draft.sentences if not _feeling_only.match(one.text)))


EDITS: dict[str, Edit] = {
    "urgency": _both(_drop("urgent"), _cut("urgency")),
    "hype": _both(_drop("hype_only"), _cut("prefixes"), _cut("hype")),
    "feeling": _both(no_bare_feeling, _cut("feeling")),
    "boast": _cut("boast"),
    "shouting": calm,
    "stacked-calls": one_call,
    "stock-calls": _drop("stock_call"),
    "mechanics": _drop("mechanics", "plea", "bait_if"),
    "pleas": _drop("plea"),
    "bait": _cut("bait"),
    "rhetorical": _drop("rhetorical"),
    "rhetoric": _cut("rhetoric"),
    "boilerplate": _drop("boilerplate", unless=()),
    "boilerplate-only": _drop("boilerplate", unless=("redirect", "sorry")),
    "follow-back": _cut("follow_back"),
    "redirect": _drop("redirect", unless=()),
    "empty-praise": _drop("praise_empty"),
    "mail-form": _both(_drop("mail_form"), _cut("mail_form")),
    "greetings": _drop("greeting"),
    "offers": _drop("offer", "stock_call", unless=()),
    "links": no_links,
    "hashtags": no_tags,
    "emoji": no_emoji_runs,
    "we": _cut("we"),
}
"""Every edit that a recipe may name under `cut`."""
