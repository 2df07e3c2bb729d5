"""Takes a post apart: address, sentences with what each one does, links, hashtags, sign-off.

Addresses on the web become one private character each while a text is taken
apart, so that the dots in them end no sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sociable.advice.phrases import Phrases

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]]|\b(?:bit\.ly|ow\.ly|fb\.me|goo\.gl|pic\.twitter\.com)/\w+"
)
HANDLE = r"@[A-Za-z0-9_](?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?"
HASHTAG = re.compile(r"#\w*[^\W\d]\w*")
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23fa\u2049\u203c\u3030\u24c2"
    "\U0001f000-\U0001f2ff]|[0-9#*]\ufe0f?\u20e3)[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
)
_MEDIA = re.compile(r"pic\.twitter\.com|/(?:photo|video)/\d$|^https?://t\.co/\w+$")
_ADDRESS = re.compile(rf"^(?:(?:{HANDLE})[\s,:]+)+")
_SIGN = re.compile(r"(?:\s[\^*~–—-]\s?[A-Z][A-Za-z]{0,14}(?:[./][A-Z]{1,3})?|\s/[A-Z]{2,3})\s*(?:\(?\d/\d\)?)?\s*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|no|approx|inc|ltd|co|corp|jr|sr|e\.g|i\.e|etc|a\.m|p\.m|u\.s|u\.k|dept|ext|feat|ft"
    r"|capt|sec|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)|\b[a-z])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$|[\ue000-\uf8ff])|\n+|\s[|•]\s")
FIRST = 0xE000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without its emoji; `roles` says what it does in the post."""

    text: str
    roles: frozenset[str] = frozenset()
    emoji: str = ""

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
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[str]:
        """Everything that any of its sentences does."""
        return frozenset().union(*(one.roles for one in self.sentences))

    def without(self, *roles: str) -> Draft:
        """The draft less the sentences that do one of `roles`; their links join the tail."""
        gone = [one for one in self.sentences if one.roles & set(roles)]
        kept = tuple(one for one in self.sentences if not one.roles & set(roles))
        return replace(self, sentences=kept, tail="".join([*(one.links for one in gone), self.tail]))

    def restored(self, text: str) -> str:
        """`text` with its stand-ins turned back into links."""
        return "".join(self.sources[ord(one) - FIRST] if "\ue000" <= one <= "\uf8ff" else one for one in text)


def parse(text: str, phrases: Phrases, reply: bool = False) -> Draft:
    """Takes `text` apart; only a reply has an address, elsewhere a leading handle is its subject."""
    masked, sources = _hide_links(text.replace("\u2066", "").replace("\u2069", ""))
    address = match.group() if reply and (match := _ADDRESS.match(masked)) else ""
    body = masked[len(address) :]
    sign = match.group() if (match := _SIGN.search(body)) and reply else ""
    body = body[: len(body) - len(sign)] if sign else body
    sentences, tags, tail = [], [], ""
    for piece in split(body):
        sentence, more_tags, more_links = _sentence(piece)
        tags += more_tags
        tail += more_links
        if sentence.text:
            sentences.append(replace(sentence, roles=phrases.roles(sentence.text)))
        elif sentence.emoji and sentences:
            sentences[-1] = replace(sentences[-1], emoji=sentences[-1].emoji + sentence.emoji)
    return Draft(address, tuple(sentences), tuple(dict.fromkeys(tags)), tail, sign.strip(), sources, text)


def split(text: str) -> list[str]:
    """Sentences of `text`, with abbreviations, figures and emoji minded."""
    pieces, start = [], 0
    for match in _END.finditer(text):
        if match.group() == "." and _ABBREVIATION.search(text[start : match.end()]):
            continue
        pieces.append(text[start : match.end()])
        start = match.end()
    pieces.append(text[start:])
    return [one.strip() for piece in pieces for one in _at_marks(piece) if one.strip(" |•\n")]


def _at_marks(piece: str) -> list[str]:
    """Cuts after emoji or a link that a new sentence follows."""
    cuts, start = [], 0
    for match in re.finditer(
        rf"((?:{EMOJI.pattern}\s*)+|[\ue000-\uf8ff](?:\s*[\ue000-\uf8ff])*\s+)(?=[A-Z#\"“‘'@]|$)", piece
    ):
        if piece[start : match.start()].strip():
            cuts.append(piece[start : match.end()])
            start = match.end()
    return [*cuts, piece[start:]]


def _hide_links(text: str) -> tuple[str, tuple[str, ...]]:
    sources: list[str] = []
    trailing = LINK.findall(text)

    def stand_in(match: re.Match[str]) -> str:
        found = match.group()
        last = not text[match.end() :].strip()
        if found in sources:
            return "" if last else chr(FIRST + sources.index(found))
        if last and len(trailing) > 1 and _MEDIA.search(found):
            return ""  # the address of an attached picture: it stays attached without it
        sources.append(found)
        return chr(FIRST + len(sources) - 1)

    return LINK.sub(stand_in, text), tuple(sources)


def _sentence(piece: str) -> tuple[Sentence, list[str], str]:
    """A piece as sentence, the hashtags that only tag it, and the links that stand alone."""
    emoji = "".join(EMOJI.findall(piece))
    plain = " ".join(EMOJI.sub(" ", piece).split()).strip(" |•")
    words = HASHTAG.sub("", plain)
    if not re.search(r"[^\W_]", re.sub(r"[\ue000-\uf8ff]", "", words)):
        return Sentence("", emoji=emoji), HASHTAG.findall(plain), "".join(re.findall(r"[\ue000-\uf8ff]", plain))
    tags = []
    if match := re.search(r"(?<=[.!?…\ue000-\uf8ff])((?:\s*#\w+)+)\s*$|(?<=\S)\s((?:#\w+\s+){1,}#\w+)\s*$", plain):
        tags = HASHTAG.findall(match.group())
        plain = plain[: match.start()]
    return Sentence(plain.strip(), emoji=emoji), tags, ""
