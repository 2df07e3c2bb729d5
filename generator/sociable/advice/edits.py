"""The cuts that recipes name: each takes a draft and returns one that says no more than before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sociable.advice import voice
from sociable.advice.entities import terms_only
from sociable.advice.phrases import Phrases
from sociable.advice.segment import Draft, Sentence

STUB = 3
"""Words up to which a sentence that nothing was cut from may still be a stub."""
PLEA = 10
"""Words that a sentence may have to be a plea and nothing more."""
_STUB = re.compile(r"\W*(?:follow|click|tap|visit|link)\W*", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:in[- ]stores?|online|visit|come)\b", re.IGNORECASE)
_REASON = re.compile(r"\bto (?:raise|learn|help|support|find|get|see|hear|stop|save|show)\b", re.IGNORECASE)
QUOTES = ('"', "“", "‘")
_TO_READER = re.compile(
    r"(?:You can (?!enter|vote|find|buy|watch|also|read|see|get|now)|You['’]ll|You get|If you|Whether you|Need "
    r"|Struggling|Planning|Are you|Do you).{12,}"
)
_REFERS = re.compile(
    r"\b(?:this|that|these|those|it|its|they|them|their|he|she|his|her|there|here|also|both|too|then|such)\b", re.I
)
_GOES_ON = re.compile(r"(?:it|this|that|these|they|he|she|and|but|so|then|or|here|there|well)\b", re.IGNORECASE)
_SELLS = re.compile(r"(?<!-)\b(?:shop|buy|book|order|grab|hurry|claim|get yours|get the deal)\b", re.IGNORECASE)
Edit = Callable[[Draft, Phrases], Draft]


def apply(draft: Draft, names: tuple[str, ...], phrases: Phrases) -> Draft:
    """The draft after the edits called `names`, in their order; roles are read anew after each."""
    for name in names:
        draft = _reread(EDITS[name](draft, phrases), draft, phrases)
    return draft


def _reread(draft: Draft, former: Draft, phrases: Phrases) -> Draft:
    """The draft with roles read anew; sentences that stood in `former` stay as they are."""
    known = {one.text for one in former.sentences}
    kept, links = [], ""
    for one in draft.sentences:
        one = one if one.text in known else replace(one, text=tidied(one.text))
        roles = phrases.roles(one.text)
        if _says_something(one.text) or "disclosure" in roles or (one.text in known and len(one.text.split()) > STUB):
            kept.append(replace(one, roles=roles))
        else:
            links += one.links
    return replace(draft, sentences=voice.parted(kept, former), tail="".join(dict.fromkeys(links + draft.tail)))


def _says_something(text: str) -> bool:
    """Not an empty shell, nor a condition whose consequence was cut."""
    plain = re.sub(r"[\ue000-\uf8ff]", "", text)
    dangling = re.match(r"(?:If|When|Because|Before|While|So that)\b[^,–—-]*[.!]*$", plain)
    if _STUB.fullmatch(plain):
        return False
    leads = re.search(r":\s*$", plain)  # If you want a closer look: ...
    return bool(re.search(r"[^\W_]", plain)) and not (dangling and not leads and len(plain.split()) < 12)


def tidied(text: str) -> str:
    """`text` without the marks and spaces that a cut left behind, and with a capital at its start."""
    text = re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", " ".join(text.split()))
    text = re.sub(r"[,;:](?=[.!?])|(?<=[^.]\.)\.(?=\s*$)", "", text)
    return text[:1].upper() + text[1:] if re.match(r"[a-z]+\b(?!\.\w|: )", text) and not _styled(text) else text


def _styled(text: str) -> bool:
    """iPhone, eBay and their like keep their small first letter."""
    return bool(re.match(r"[a-z]{1,2}[A-Z]", text))


def _cut(name: str) -> Edit:
    def edit(draft: Draft, phrases: Phrases) -> Draft:
        return replace(draft, sentences=tuple(_without(one, phrases.cuts[name]) for one in draft.sentences))

    return edit


def _without(sentence: Sentence, cuts: tuple[tuple[re.Pattern[str], str], ...]) -> Sentence:
    text = sentence.text
    if text[:1] in QUOTES:
        return sentence  # somebody else's words
    for pattern, instead in cuts:
        text = pattern.sub(instead, text)
    if text == sentence.text or (len(text.split()) < 3 <= len(sentence.text.split()) + 1 and re.search(r"\w", text)):
        return sentence  # a stub says less than a hyped sentence
    return replace(sentence, text=articles(text))


def articles(text: str) -> str:
    """a or an, as the next word asks: the one between may just have gone."""
    text = re.sub(r"(?<![\w&-])([Aa]) (?=[aeioAEIO][a-z])(?! ?(?:one|once|euro\w*)\b)", r"\1n ", text)
    return re.sub(r"(?<![\w&-])([Aa])n (?=[bcdfgjklmnpqrstvwyz][a-z])", r"\1 ", text)


def _drop(*roles: str, unless: tuple[str, ...] = ()) -> Edit:
    """Drops whole sentences; of one that carries terms, the terms stay."""

    def edit(draft: Draft, phrases: Phrases) -> Draft:
        kept, gone = [], []
        for one in draft.sentences:
            if not one.roles & set(roles) or one.roles & set(unless) or one.text[:1] in QUOTES:
                kept.append(one)
            elif "disclosure" in one.roles:
                kept.append(replace(one, text=terms_only(one.text)))
            else:
                gone.append(one)
        return _moved(draft, tuple(kept), gone)

    return edit


def _moved(draft: Draft, kept: tuple[Sentence, ...], gone: list[Sentence]) -> Draft:
    """The draft with `kept`; links of what is gone stand alone now, with a memory of what led to them."""
    links = "".join(one.links for one in gone)
    dropped = " ".join(one.text for one in gone if "stock_call" in one.roles)
    return replace(
        draft,
        sentences=kept,
        tail="".join(dict.fromkeys(links + draft.tail)),
        dropped=f"{draft.dropped} {dropped}".strip(),
    )


def _both(*edits: Edit) -> Edit:
    def edit(draft: Draft, phrases: Phrases) -> Draft:
        for one in edits:
            draft = _reread(one(draft, phrases), draft, phrases)
        return draft

    return edit


def one_call(draft: Draft, phrases: Phrases) -> Draft:
    """Keeps one call to action: the one that says most, else the one with the link."""
    del phrases
    calls = [one for one in draft.sentences if "call" in one.roles and "disclosure" not in one.roles]
    if len(calls) < 2:
        return draft
    best = max(calls, key=lambda one: ("offer" in one.roles, "stock_call" not in one.roles, len(one.text)))
    plain = [one for one in calls if one is not best and not one.roles & {"offer"}]
    gone = [one for one in plain if ("stock_call" in one.roles or len(one.text.split()) <= 5) and not _leads(one, best)]
    return _moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)


def urgent(draft: Draft, phrases: Phrases) -> Draft:
    """Drops what only presses; a longer sentence also says what is not to be missed, and stays."""
    short = [one for one in draft.sentences if len(one.text.split()) <= PLEA and not _WHERE.search(one.text)]
    kept = _drop("urgent", unless=("offer",))(replace(draft, sentences=tuple(short)), phrases)
    left = {id(one) for one in kept.sentences}
    stays = tuple(one for one in draft.sentences if id(one) in left or one not in short)
    return replace(kept, sentences=stays)


def pleas(draft: Draft, phrases: Phrases) -> Draft:
    """Drops what begs for a like or a follow; a longer sentence also says what for, and stays."""
    del phrases
    enters = draft.roles & {"prize", "contest"}  # how to enter stands as it stood
    short = [one for one in draft.sentences if len(one.text.split()) <= PLEA and not _REASON.search(one.text)]
    gone = [one for one in short if not enters and "plea" in one.roles and "asks_plainly" not in one.roles]
    return _moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)


def _leads(sentence: Sentence, best: Sentence) -> bool:
    """Whether a sentence says what its link is for and the call that stays has no link."""
    return bool(sentence.links) and not best.links and not _SELLS.search(sentence.text)


def sales_calls(draft: Draft, phrases: Phrases) -> Draft:
    """Drops calls that only sell; one that says where to read, watch or sign up leads to its link and stays."""
    del phrases
    calls = [one for one in draft.sentences if "stock_call" in one.roles]
    gone = [one for one in calls if not draft.sources or _SELLS.search(one.text)]
    return _moved(draft, tuple(one for one in draft.sentences if one not in gone), gone)


def reader_lead(draft: Draft, phrases: Phrases) -> Draft:
    """Moves the first sentence that speaks to the reader to the front, where nothing ties it to what stood before."""
    del phrases
    every = draft.sentences
    whole = any("\n" in one.before or one.lead or "disclosure" in one.roles for one in every)
    if whole or len(every) < 2 or every[0].roles & {"you", "question", "hello", "greeting"}:
        return draft
    for at, one in enumerate(every[1:], 1):
        loose = _TO_READER.match(one.text) and not one.links and not _REFERS.search(one.text)
        after = every[at + 1].text if at + 1 < len(every) else ""
        if loose and not _GOES_ON.match(after) and not _GOES_ON.match(every[0].text):
            return replace(draft, sentences=(one, *every[:at], *every[at + 1 :]))
    return draft


def no_links(draft: Draft, phrases: Phrases) -> Draft:
    """Drops the sentences that carry links, and the links that stand alone."""
    del phrases
    return replace(draft, sentences=tuple(one for one in draft.sentences if not one.links), tail="")


def no_tags(draft: Draft, phrases: Phrases) -> Draft:
    """Drops the hashtags that only tag the post."""
    del phrases
    return replace(draft, tags=())


def _or_not_at_all(edit: Edit) -> Edit:
    """An edit that is left out where it would leave nothing."""

    def careful(draft: Draft, phrases: Phrases) -> Draft:
        found = edit(draft, phrases)
        return found if found.sentences else draft

    return careful


EDITS: dict[str, Edit] = {
    "urgency": _both(urgent, _cut("urgency")),
    "hype": _both(_drop("hype_only"), _cut("prefixes"), _cut("hype")),
    "feeling": _both(_drop("bare_feeling"), _cut("feeling")),
    "boast": _cut("boast"),
    "padding": _cut("padding"),
    "shouting": voice.calm,
    "loudness": voice.lowered,
    "stacked-calls": one_call,
    "stock-calls": _drop("stock_call"),
    "sales-calls": _both(sales_calls, _cut("calls")),
    "reader-lead": reader_lead,
    "mechanics": _both(_drop("mechanics", "bait_if", unless=("asks_plainly",)), pleas),
    "pleas": pleas,
    "bait": _cut("bait"),
    "rhetoric": _both(_drop("stub_question"), _cut("rhetoric")),
    "boilerplate": _drop("boilerplate", unless=()),
    "boilerplate-only": _or_not_at_all(_drop("boilerplate", unless=("redirect", "sorry"))),
    "gate": _cut("gate"),
    "ends-soon": _cut("ends-soon"),
    "bare-urgency": _drop("bare_urgent"),
    "follow-back": _cut("follow_back"),
    "redirect": _drop("redirect", unless=()),
    "empty-praise": _drop("praise_empty"),
    "mail-form": _both(_cut("mail_form"), _drop("mail_form")),
    "offers": _drop("offer", "stock_call", unless=()),
    "links": no_links,
    "hashtags": no_tags,
    "we": _cut("we"),
    "stiffness": _cut("stiff"),
}
"""Every edit that a recipe may name under `cut`."""
