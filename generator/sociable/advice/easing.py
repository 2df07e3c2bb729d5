"""Lighter wordings of a post: calmer where it boasts, shorter where it is full; no fact, name or term is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from sociable import content, resources
from sociable.advice import placing, voice
from sociable.advice.edits import QUOTES, articles, tidied
from sociable.advice.entities import fits, required
from sociable.advice.marks import EMOJI, HASHTAG, LINK
from sociable.advice.phrases import Phrases
from sociable.advice.segment import FIRST, hidden_links, split
from sociable.sheets import Sheet, written_out

FILE = "content/rewrites/easing.yaml"
_KEYS = ("parts", "calm", "room", "empty", "tails", "plain", "spare")
_UP = "^"
"""Instead of words at the start of a sentence: the next one starts it."""
_SHORT = 4
"""Letters up to which a hashtag is left, whatever else says them."""
MOST = 16
"""Words that a sentence may have to be left out, or the end of one."""
_TAGS = re.compile(r"(?<=\s)#\w+(?=(?:\s+#\w+)*\s*(?:https?://\S+\s*)*$)")
"""Hashtags that a post ends with."""
_SENTENCE = re.compile(
    r"(?:(?<=[.!?…])|(?<=[\U0001F300-\U0001FAFF\ufe0f]))\s+(?P<said>[A-Z](?:[^.!?…\n#@]|[.](?=\w))*(?:[.!?…]+(?=\s|$)|(?=(?:\s+(?:#\w+|https?:\S+))*\s*$)))"
)
_SAYS = re.compile(r"[\d@#\[\]\"“”%$£€₹]|https?:|\b(?!I\b)[A-Z]")
"""What must not be left out: a figure, a name, an address, a quotation."""


_CUTS = ("feeling", "prefixes", "padding", "hype", "boast", "urgency")
"""Cuts of `phrases.yaml` that an editor makes in a sentence, whatever else becomes of the post."""
_EDGE = re.compile(rf"^(?:(?:{EMOJI.pattern})\s*)*")
_LINKS = re.compile("[\ue000-\uf8ff]")
_ROW = re.compile(r"(?:\s+#\w+)+(?=(?:\s+(?:https?://\S+|[#@]\w+))*\s*$)")
"""Hashtags in a row at the end of a post."""
_KEPT = 2
"""Hashtags of a row that an editor keeps."""
_CODE = re.compile(r"\bcode\b", re.IGNORECASE)
"""A word in capitals may be what somebody has to type."""
_CRIES = re.compile(r"!(?:\s?!)+")
LEFT = 5
"""Words that a post must have left for a plainer one to be one."""


@dataclass(frozen=True, eq=False)
class _Rules:
    calm: tuple[tuple[re.Pattern[str], str], ...]
    room: tuple[tuple[re.Pattern[str], str], ...]
    empty: tuple[re.Pattern[str], ...]
    tails: tuple[re.Pattern[str], ...]
    plain: tuple[tuple[re.Pattern[str], str], ...]
    spare: tuple[re.Pattern[str], ...]


def calmer(text: str) -> str:
    """`text` without what the brand feels, and one mark where it has two; the same where nothing is to calm."""
    for pattern, instead in _load(resources.find(FILE)).calm:
        text = _applied(text, pattern, instead)
    return text


def plainer(text: str, phrases: Phrases, pointing: bool = False) -> str:
    """`text` as an editor would put it with cuts alone; empty where that changes too little, or loses something.

    Sentences that only press or point are gone, but for those `pointing` to a
    link where these are to stay; lead-ins and superlatives too, capitals that
    shout are small, and of a row of hashtags two are left.
    """
    return _plainer(text, phrases, pointing, _load(resources.find(FILE)))


@lru_cache(maxsize=256)  # asked for each fault of a post
def _plainer(text: str, phrases: Phrases, pointing: bool, rules: _Rules) -> str:
    masked, sources = hidden_links(text)
    after, end, told = "", 0, False
    for _, piece in split(masked):
        start = masked.find(piece, end)
        plain = _plain(piece, phrases, rules)
        links = _LINKS.findall(plain)
        runs = pointing or _LINKS.match(after[-1:])  # into the link that stands before it
        plain = " ".join(links) if told and not (runs and links) and _spared(plain, rules) else plain
        gap = masked[end:start] if after or not end else ""
        after += gap + plain if plain else gap.rstrip()
        told, end = told or bool(re.search(r"\w{2}", _LINKS.sub("", plain))), start + len(piece)
    after += masked[end:]
    after = _LINKS.sub(lambda match: sources[ord(match.group()) - FIRST], after)
    after = _fewer(_CRIES.sub("!", after))
    return after if _gains(text, after) else ""


def _plain(piece: str, phrases: Phrases, rules: _Rules) -> str:
    """One sentence as an editor would put it, with the emoji that stand before it."""
    lead = _EDGE.match(piece).group()  # type: ignore[union-attr]
    said = piece[len(lead) :]
    if said[:1] in QUOTES:
        return piece
    cut = said
    names = [one for one in _CUTS if one != "hype" or "?" not in said]  # a question turns on its adjective
    for pattern, instead in (*(one for name in names for one in phrases.cuts[name]), *rules.plain):
        cut = pattern.sub(instead, cut)
    cut = cut if _CODE.search(cut) else voice.lower(cut, phrases)
    if cut == said:
        return piece
    return (
        (lead + tidied(articles(cut))).strip()
        if re.search(r"\w", _LINKS.sub("", cut))
        else _LINKS.sub("", lead) + " ".join(_LINKS.findall(cut))
    )


def _spared(sentence: str, rules: _Rules) -> bool:
    """Whether a sentence only presses or points; what it links to stays."""
    words = _LINKS.sub(" ", EMOJI.sub(" ", HASHTAG.sub(" ", sentence))).strip(" \t\n.,:;!?>»→-–—…")
    return bool(words) and any(one.fullmatch(" ".join(words.split())) for one in rules.spare)


def _fewer(text: str, most: int = _KEPT) -> str:
    """`text` with `most` hashtags of a row at its end: first those that say what the post does not."""
    text = _unrepeated(text)
    row = [tag for match in _ROW.finditer(text) for tag in match.group().split()]
    for tag in row[most:]:
        if not required(tag):
            at = text.rindex(tag)
            text = text[:at].rstrip() + text[at + len(tag) :]
    return text


def _gains(before: str, after: str) -> bool:
    """Whether `after` is a rewrite: it differs in words, keeps facts, links and names, and still says something."""
    said, kept = (re.findall(r"[^\W_]+(?:['’]\w+)?", HASHTAG.sub(" ", LINK.sub(" ", one))) for one in (before, after))
    if len(kept) < LEFT or required(before) != required(after) or LINK.findall(before) != LINK.findall(after):
        return False
    if [one for one in said if one.isdigit()] != [one for one in kept if one.isdigit()]:
        return False
    quieter = sum(one.isupper() and len(one) > 1 for one in said) - sum(one.isupper() and len(one) > 1 for one in kept)
    fewer = len(HASHTAG.findall(before)) - len(HASHTAG.findall(after))
    return len(said) > len(kept) or quieter > 1 or fewer > 1 or before.count("!") - after.count("!") > 1


def roomier(text: str) -> Iterator[str]:
    """`text` a little shorter each time, the gentlest cut first; nothing where there is nothing to cut."""
    return _roomier(text, _load(resources.find(FILE)))


def _roomier(text: str, rules: _Rules) -> Iterator[str]:
    lighter = [partial(_applied, pattern=one, instead=said) for one, said in (*rules.room, *rules.calm)]
    cuts = (_without_empty, _without_tail, _fewer, partial(_fewer, most=1))
    steps: list[Callable[[str], str]] = [voice.lettered, _unrepeated, *lighter, *cuts]
    for step in steps:
        shorter = step(text)
        if shorter != text and required(shorter) == required(text):
            text = shorter
            yield text


def put(text: str, sentence: str, before: str, platform: str, phrases: Phrases) -> str:
    """`text` with a sentence more, made lighter where its network leaves no room for it; empty where nothing helps.

    `before` is the post as it was published, which may be `text` itself.
    """
    return _put(text, sentence, before, platform, phrases, _load(resources.find(FILE)))


@lru_cache(maxsize=1024)  # the same for each fault of a post
def _put(text: str, sentence: str, before: str, platform: str, phrases: Phrases, rules: _Rules) -> str:
    after = placing.put(text, sentence, phrases)
    if not after or fits(after, platform, before):
        return after
    if fits(lighter := placing.lighter(after), platform, before):
        return lighter
    for shorter in _roomier(text, rules):
        after = placing.put(shorter, sentence, phrases)
        if after and fits(after, platform, before):
            return after
    return ""


def _unrepeated(text: str) -> str:
    """`text` without hashtags at its end that only say a word of it again."""
    for tag in sorted({one.group() for one in _TAGS.finditer(text)}):
        at = [one.start() for one in re.finditer(rf"{tag}(?!\w)", text)][-1]
        said = re.sub(r"[^\w]", "", LINK.sub(" ", text[:at] + text[at + len(tag) :])).casefold()
        if len(tag) > _SHORT and tag[1:].casefold() in said:
            text = text[:at].rstrip() + text[at + len(tag) :]
    return text


def _without_empty(text: str) -> str:
    """`text` without the last sentence that says nothing; the first one stays."""
    found = [one for one in _SENTENCE.finditer(text) if _spare(one["said"]) and _empty(one["said"])]
    return text[: found[-1].start()] + text[found[-1].end() :] if found else text


def _without_tail(text: str) -> str:
    """`text` without an end of a sentence that only praises what the sentence says."""
    for pattern in _load(resources.find(FILE)).tails:
        for match in pattern.finditer(text):
            if not _SAYS.search(match.group()) and len(match.group().split()) <= MOST:
                return text[: match.start()] + text[match.end() :]
    return text


def _spare(said: str) -> bool:
    return not _SAYS.search(said[1:]) and len(said.split()) <= MOST and not said.endswith("?")


def _empty(said: str) -> bool:
    return any(one.match(said) for one in _load(resources.find(FILE)).empty)


def _applied(text: str, pattern: re.Pattern[str], instead: str) -> str:
    """`text` with what `pattern` finds replaced, and a capital where a sentence lost its start."""
    found = pattern.sub(lambda match: "\0" if instead == _UP else match.expand(instead), text)
    return re.sub(r"\0\s*(\w)", lambda match: match[1].upper(), found).strip()


@lru_cache(maxsize=8)
def _load(path: Path) -> _Rules:
    sheet = content.sheet(path)
    sheet.keys(_KEYS, _KEYS)
    known = sheet.fragments("parts")
    found = _Rules(
        _pairs(sheet, "calm", known), _pairs(sheet, "room", known),
        tuple(_pattern(one, known) for one in sheet.words("empty")),
        tuple(_pattern(one, known) for one in sheet.words("tails")),
        _pairs(sheet, "plain", known), tuple(_pattern(one, known) for one in sheet.words("spare")),
    )  # fmt: skip
    sheet.done()
    return found


def _pairs(sheet: Sheet, name: str, parts: dict[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for index, line in enumerate(sheet.words(name)):
        pattern, arrow, instead = line.partition(" => ")
        if not arrow and not line.endswith(" =>"):
            sheet.fault(f"{name}[{index}]", "has no replacement", "write pattern => replacement")
        found.append((_pattern(pattern.removesuffix(" =>"), parts), instead))
    return tuple(found)


def _pattern(source: str, parts: dict[str, str]) -> re.Pattern[str]:
    return re.compile(written_out(source, parts).replace("'", "['’]"), re.IGNORECASE)
