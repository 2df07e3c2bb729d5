"""Takes a post apart: address, sentences with what each one does, links, hashtags, sign-off.

Addresses on the web become one private character each while a text is taken
apart, so that the dots in them end no sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from sociable.advice.marks import EMOJI, HANDLE, HASHTAG, LINK, POINTERS
from sociable.advice.phrases import Phrases

_POINTING = re.compile(rf"^(?:\s*{POINTERS.pattern})+|(?:{POINTERS.pattern}\s*)+(?=[\ue000-\uf8ff]|$)")
_LEADS_ON = re.compile(
    r"(?:\b(?:of|the|an?|to|for|with|and|or|in|on|at|our|your|my|this|is|are|by|from)|[,&:])\s*$", re.I
)
_MARK = re.compile(
    rf"((?:(?![☎📞📱📲]\ufe0f?\s*[\d+(])(?<![☎📞📱📲])(?:{EMOJI.pattern})\s*)+"
    r"|[\ue000-\uf8ff](?:\s*[\ue000-\uf8ff])*\s+)(?=[A-Z#\"“‘'@$£€₹•\d]|$)"
)
_MEDIA = re.compile(r"pic\.twitter\.com|/(?:photo|video)/\d$|^https?://t\.co/\w+$")
_ADDRESS = re.compile(rf"^(?:(?:hi|hello|hey|dear)[\s,]+)?(?:(?:{HANDLE})[\s,:!]+)+", re.IGNORECASE)
_SIGN = re.compile(
    r"(?:(?:\s|(?<=[.!?)])|(?<=\w)(?=[-–—]\s[A-Z]|-Thanks ?-))"
    r"(?:\^[a-z]{2,3}\b|-Thanks ?-\w+|(?:--|[\^*~=–—-])\s?(?:\[colleague\]"
    r"|[A-Z][A-Za-z]{0,14}(?:[./][A-Z]{1,3})?))|\s/[A-Z]{2,3}"
    r"|(?<=[=:;][)D])\s[A-Z][a-z]{2,11}|(?<=[.!?])\s(?!Thank|Cheers|Sorry|Regards|Please|Yes|Hi\b|Hello|Enjoy"
    r"|Best|Have|See|Welcome|Apolog)[A-Z][a-z]{2,11})"
    r"\s?\.?\s*(?:\(?\d/\d\)?)?\s*$"
)
_REGARDS = re.compile(
    r"(?<=[.!?])\s+(?:(?:(?:kind|best|warm)(?:est)? )?(?:regards|rgds)|thanks|thank you|thx|ty|cheers)[.,!]*\s*$",
    re.IGNORECASE,
)
"""What a reply closes with before its signature."""
_SMILE = re.compile(r"(?<=[.!?])\s+[:;=]-?[)D(P]\s*$")
"""A face at the end of a reply, which is a sentence of its own to nobody."""
_AFTER_SIGN = re.compile(r"(?:\s*[\ue000-\uf8ff])+\s*$")
_HELLO = re.compile(
    r"((?:Hi|Hello|Hey|Hiya|Dear|Oh no|Good (?:morning|afternoon|evening))"
    r"(?:(?:(?: there| again)(?: [A-Z][a-z]+(?=[,!.]))?| [A-Z][a-z]+(?: [A-Z][a-z]+(?=[,!.]))?)[,!.]?"
    r"|[,!.])) (?:(?=[A-Z][a-z’' ])|(?<=, )(?=[a-z]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|no|approx|inc|ltd|co|corp|jr|sr|e\.g|i\.e|etc|a\.m|p\.m|u\.s|u\.k|dept|ext"
    r"|incl|excl|ver|vol|fig|est|tel|max|min|feat|ft"
    r"|capt|sec|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)|\b[a-z])\.$",
    re.IGNORECASE,
)
NEAR = 12
"""Characters before a full stop that hold the longest abbreviation, and one more letter."""
_END = re.compile(
    r"(?:(?<![.!?])[.!?]++(?<!\.\.)(?!(?<=!)\s(?:is|was|has|will)\s(?!this|that|it|you|there))|(?:(?<!\.)\.{2,}+|…)(?=\s+[^a-z]))[\"”’')\]]*(?=\s|$"
    r"|[\ue000-\uf8ff\u2600-\u27bf\U0001f300-\U0001faff])|\n+|\s\|\s|\s(?=•)"
)
FIRST = 0xE000
_SORRY = re.compile(
    r"(\b(?:sorry|apologi[sz]e)\b[^.!?,]{0,60}),\s*(?=(?:please|could you|can you|kindly)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without its emoji; `roles` says what it does in the post."""

    text: str
    roles: frozenset[str] = frozenset()
    emoji: str = ""
    lead: str = ""  # emoji that stood before it
    before: str = " "  # what parted it from the sentence before: a space or line breaks

    @property
    def links(self) -> str:
        """The stand-ins of the links in it."""
        return "".join(one for one in self.text if "\ue000" <= one <= "\uf8ff")


@dataclass(frozen=True, slots=True)
class Draft:
    """A post taken apart; `sources` are the links in their order, `tail` those that stand alone."""

    address: str
    sentences: tuple[Sentence, ...]
    tags: tuple[str, ...] = ()
    tail: str = ""
    sign: str = ""
    sources: tuple[str, ...] = ()
    original: str = ""
    media: str = ""  # the address of an attached picture, which stays at the end
    brief: bool = False  # whether slots are to be worded as shortly as can be
    untouched: bool = False  # whether nothing was cut: then all hashtags stay as well
    dropped: str = ""  # calls to action that were cut: what they said of the link

    @property
    def roles(self) -> frozenset[str]:
        """Everything that any of its sentences does."""
        return frozenset().union(*(one.roles for one in self.sentences))

    def restored(self, text: str) -> str:
        """`text` with its stand-ins turned back into links."""
        return "".join(self.sources[ord(one) - FIRST] if "\ue000" <= one <= "\uf8ff" else one for one in text)


@lru_cache(maxsize=64)
def parse(text: str, phrases: Phrases, reply: bool = False) -> Draft:
    """Takes `text` apart; only a reply has an address, elsewhere a leading handle is its subject."""
    words, media = attached(_spoken(text))
    masked, sources = hidden_links(words)
    address = match.group() if reply and (match := _ADDRESS.match(masked)) else ""
    body = masked[len(address) :]
    body, sign, last = _signed(body) if reply else (body, "", "")
    sentences: list[Sentence] = []
    tags: list[str] = []
    tail = ""
    for before, piece in _opened(body) if reply else split(body):
        sentence, more_tags, more_links = _sentence(piece)
        tags += more_tags
        tail += more_links
        if sentence.text:
            sentences.append(replace(sentence, roles=phrases.roles(sentence.text), before=before))
        elif sentence.emoji and sentences:
            sentences[-1] = replace(sentences[-1], emoji=sentences[-1].emoji + sentence.emoji)
    found = Draft(address, tuple(sentences), tuple(dict.fromkeys(tags)), tail, sign, sources, text)
    return replace(found, media=f"{found.restored(last)} {media}".strip())


def _signed(body: str) -> tuple[str, str, str]:
    """A reply without its signature and regards, those, and the links after a signature."""
    links = match.group() if (match := _AFTER_SIGN.search(body)) else ""
    said = body[: len(body) - len(links)]
    name = match.group() if (match := _SIGN.search(said)) else ""
    if not name and links:
        return body, "", ""
    said = said[: len(said) - len(name)]
    regards = match.group() if (match := _REGARDS.search(said)) else ""
    said = said[: len(said) - len(regards)]
    smile = match.group() if (match := _SMILE.search(said)) else ""
    return said[: len(said) - len(smile)], " ".join(f"{smile} {regards} {name}".split()), links.strip()


_TIGHT = re.compile(r"^((?:Hi|Hello|Hey|Dear)(?: [A-Z]\w+| there)?)(?:,(?=\w)| [-–—] )")


def _opened(body: str) -> list[tuple[str, str]]:
    """Sentences of a reply, its greeting and its apology as sentences of their own."""
    body = _TIGHT.sub(r"\1, ", body)
    hello = _HELLO.match(body)
    start = [(" ", hello.group(1))] if hello else []
    rest = body[hello.end() :] if hello else body
    if sorry := _SORRY.search(rest):  # what it asks next is a sentence of its own
        rest = f"{rest[: sorry.end(1)]}. {rest[sorry.end() : sorry.end() + 1].upper()}{rest[sorry.end() + 1 :]}"
    return start + split(rest)


_HEARTS = re.compile(
    r"(?i)\b(we|i|you|they|who|to) (?:[❤♥\U0001f499-\U0001f49c\U0001f9e1\U0001f90e\U0001f5a4])\ufe0f? (?=\w|#|@)"
)


def _spoken(text: str) -> str:
    """Emoji that stand for a word or a figure become one, so that cuts cannot lose it."""
    text = re.sub(r"[\u200b\u2060-\u2069]", "", text)
    text = re.sub(r"([0-9])\ufe0f?\u20e3", r"\1", text)
    text = re.sub(r"\s\(\d{1,2}/\d{0,2}\)(?=\s|$)", "", text)
    return _HEARTS.sub(r"\1 love ", text)


def split(text: str) -> list[tuple[str, str]]:
    """Sentences of `text`, each with what parted it from the one before; minds abbreviations and figures."""
    pieces: list[tuple[str, str]] = []
    start, gap = 0, ""
    for match in _END.finditer(text):
        if match.group() == "." and _ABBREVIATION.search(text[max(start, match.end() - NEAR) : match.end()]):
            continue
        pieces.append((gap, text[start : match.end()]))
        start, gap = match.end(), "\n" * min(2, match.group().count("\n")) if "\n" in match.group() else " "
    pieces.append((gap, text[start:]))
    found, waiting = list[tuple[str, str]](), " "
    for gap, piece in pieces:
        waiting = gap if "\n" in gap else waiting
        for part in (one.strip() for one in _at_marks(piece)):
            if part.strip(" |\n•"):
                found, waiting = [*found, (waiting, part)], " "
    return found


def _at_marks(piece: str) -> list[str]:
    """Cuts after emoji or a link that a new sentence follows."""
    cuts, start = [], 0
    for match in _MARK.finditer(piece):
        said = piece[start : match.start()]
        torn = said.count("(") > said.count(")") or match.group().strip() in ("→", "➡", "➡️")
        if said.strip() and not torn and not (EMOJI.match(match.group()) and _LEADS_ON.search(said)):
            cuts.append(piece[start : match.end()])
            start = match.end()
    return [*cuts, piece[start:]]


def attached(text: str) -> tuple[str, str]:
    """`text` without the address of an attached picture at its end, and that address."""
    links = LINK.findall(text)
    plain = text.rstrip()
    if len(links) < 2 or not plain.endswith(links[-1]) or not (_MEDIA.search(links[-1]) or links[-1] in links[:-1]):
        return text, ""
    return plain[: -len(links[-1])].rstrip(), links[-1]


def hidden_links(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with a stand-in for each link, and the links in the order of their stand-ins."""
    sources: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        if match.group() not in sources:
            sources.append(match.group())
        return chr(FIRST + sources.index(match.group()))

    return LINK.sub(stand_in, text), tuple(sources)


def _sentence(piece: str) -> tuple[Sentence, list[str], str]:
    """A piece as sentence, the hashtags that only tag it, and the links that stand alone."""
    edges = re.match(rf"^((?:(?:{EMOJI.pattern})\s*)*)(.*?)((?:\s*(?:{EMOJI.pattern}))*)\s*$", piece, re.DOTALL)
    head, inner, end = edges.groups() if edges else ("", piece, "")
    marks = ("".join(EMOJI.findall(one)) for one in (head, end))
    lead, emoji = (one.strip("\ufe0f\u200d") for one in (next(marks), POINTERS.sub("", next(marks))))
    lead = POINTERS.sub("", lead) if re.search(r"[\ue000-\uf8ff]", inner) else lead  # an arrow may mark an item
    plain = " ".join(_POINTING.sub(" ", inner).split()).strip(" |")
    words = HASHTAG.sub("", plain)
    if not re.search(r"[^\W_]", re.sub(r"[\ue000-\uf8ff]", "", words)):
        return Sentence("", emoji=lead + emoji), HASHTAG.findall(plain), "".join(re.findall(r"[\ue000-\uf8ff]", plain))
    tags = []
    if match := re.search(r"(?<=[.!?…\ue000-\uf8ff])((?:\s*#\w+)+)\s*$|(?<=\S)\s((?:#\w+\s+){1,}#\w+)\s*$", plain):
        tags = HASHTAG.findall(match.group())
        plain = plain[: match.start()]
    return Sentence(plain.strip(), emoji=emoji, lead=lead), tags, ""
