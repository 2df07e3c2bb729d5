"""What is left open in a post where no single fact is sure to be missing: worded by the sort of post it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice.entities import SLOT
from sociable.advice.recipes import pick
from sociable.advice.segment import EMOJI, HASHTAG, LINK
from sociable.sheets import Sheet

FILE = "content/rewrites/open.yaml"
TRIED = 3
"""Wordings besides the brief one that are verified for a post."""
_KEYS = ("cues", "not", "least", "things", "add")
_CLICK = " click"
"""What a text with a link ends with when cues are looked for."""
_FIELD = re.compile(r"\{(thing|name|tag)\}")
_POINTS = r"\b(?:the|our|this|an?|your|their|its|my|his|her|these)\s+"
_DESCRIBES = (
    r"(?:(?!(?:new|latest|recent|above|very|own|first|last|next|great|best|full|whole)\b)[a-z][a-z’'-]+\s+){0,2}?"
)
_SKIPPED = r"(?:(?:new|latest|recent|above|very|own|great|amazing|full|whole|all-new|brand-new|brand new)\s+)*"
_OTHER = re.compile(
    r"\b(?:[\w’'-]+(?:['’]s|ed|ing|ly)|of|for|in|on|at|to|and|or|is|are|was|with|that|by|as|from|who|will|can|has|have)\b"
)
"""Words that do not describe the thing that follows."""
_NAMED = re.compile(r"(?:^|\s)[a-z][\w’'-]*,? ((?:[A-Z][a-z][\w’-]* ){1,3}[A-Z][a-z][\w’-]*)(?![\w’'&]| [A-Z&])")
_EVERYDAY = re.compile(
    r"(?:day|days|thoughts|motivation|friday|week|month|weekend|life|love|news|jobs?|hiring|contest|giveaway|alert|win)"
    r"s?\d*$|^#(?:throwback|weekend|merry|happy|proud|team|travel|health|sports|football|golf|innovation|history)",
    re.IGNORECASE,
)
"""Hashtags that name no single thing."""
_EVERYWHERE = re.compile(
    r"^(?:United|North|South|East|West|New|Happy|Good|Black) |(?:Tag|Join|Day|Week|Month|Year|Now)$"
)
"""Names that everybody knows, or that are none."""
_TITLED = 0.5
"""Share of words in capitals from which on a text is a headline, and capitals name nothing."""
_TAG = re.compile(r"(?<=[a-z] )#(?=\w{5,24}\b)(?:[A-Z][a-z]+){1,3}(?:\d{2,4}\b|(?= (?:[a-z]|\d)))")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of post: how it is seen, what may be named in it, and wordings; the last is brief."""

    name: str
    cues: re.Pattern[str]
    besides: re.Pattern[str] | None
    least: int  # cues that a post must show
    things: re.Pattern[str] | None
    add: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sorts:
    never: tuple[re.Pattern[str], ...]
    every: tuple[Sort, ...]


def complete(text: str) -> bool:
    """Whether a post is of those that nobody should add to: a wish, somebody's words, grief, a cheer."""
    plain = _plain(text).removesuffix(_CLICK)
    return any(one.search(plain) for one in load(resources.find(FILE)).never)


def sort(text: str) -> Sort:
    """The sort of which `text` shows most cues; of equals the first, and the last of all where it shows none."""
    plain, every = _plain(text), load(resources.find(FILE)).every
    *some, last = every
    shown = {one.name: _shown(one, plain) for one in some}
    best = max(some, key=lambda one: shown[one.name])
    return best if shown[best.name] else last


def _shown(one: Sort, plain: str) -> int:
    """How many different cues of a sort a post shows; none where they are too few or something speaks against it."""
    found = {match.group().casefold() for match in one.cues.finditer(plain)}
    return len(found) if len(found) >= one.least and not (one.besides and one.besides.search(plain)) else 0


def wordings(text: str, key: str) -> tuple[str, ...]:
    """Open slots for a post, the one that `key` picks first; the last is for a post that is full."""
    one = sort(text)
    known = {"thing": thing(text, one), "name": named(text), "tag": tagged(text)}
    *some, brief = one.add
    plain = _plain(text)
    full = (_filled(each, known) for each in some if plain.endswith(_CLICK) or "click" not in each)
    every = tuple(dict.fromkeys(each for each in full if each))
    own = tuple(each for each in every if each not in some)  # what names the thing asks more than what fits any
    first = pick(own, key, one.name) if own and pick(("a", "b", "c"), key, "own") != "a" else pick(every, key, one.name)
    at = every.index(first)
    turned = (every[at:] + every[:at])[:TRIED]
    return (*turned, brief)


def thing(text: str, of: Sort) -> str:
    """What a post is about, with the words that describe it there; empty where it names nothing."""
    if not of.things:
        return ""
    plain = _plain(text)
    for match in of.things.finditer(plain):
        described = match["describes"] or ""
        said = "" if _OTHER.search(described) else described
        found = " ".join(f"{said}{match['noun']}".split())
        named = all(one[0].isupper() for one in found.split()) and " " in found and not found.isupper()
        return found if named else found.lower()
    return ""


def named(text: str) -> str:
    """A name of two words or more that a post gives within a sentence; empty where none is sure."""
    plain = " ".join(HASHTAG.sub("#", LINK.sub(" ", EMOJI.sub(" ", text))).split())
    capitals = [one[:1].isupper() for one in plain.split() if one[:1].isalpha()]
    if sum(capitals) > _TITLED * len(capitals):
        return ""
    found = _NAMED.search(plain)
    return found[1] if found and not _EVERYWHERE.search(found[1]) else ""


def tagged(text: str) -> str:
    """The hashtag that a post names a thing by: within a sentence, or with a year; empty where none is sure."""
    found = sorted({one.group() for one in _TAG.finditer(LINK.sub(" ", text))})
    return found[0] if len(found) == 1 and not _EVERYDAY.search(found[0]) else ""


def _filled(wording: str, known: dict[str, str]) -> str:
    """A wording with what the post names; empty where it names nothing of the kind."""
    if any(not known[one] for one in _FIELD.findall(wording)):
        return ""
    return _FIELD.sub(lambda match: known[match[1]], wording)


def _plain(text: str) -> str:
    plain = " ".join(LINK.sub(" ", EMOJI.sub(" ", text)).replace("’", "'").split())
    return plain + (_CLICK if LINK.search(text) else "")


@lru_cache(maxsize=8)
def load(path: Path) -> _Sorts:
    """The sorts of a file; ContentError with every wording that is no open slot."""
    sheet = content.sheet(path)
    sheet.keys(("never", "kinds"), ("never", "kinds"))
    never = tuple(re.compile(one, re.IGNORECASE) for one in sheet.words("never"))
    kinds = sheet.part("kinds")
    found = _Sorts(never, tuple(_sort(kinds.part(name), name) for name in kinds.values))
    if found.every[-1].cues.pattern:
        sheet.fault("kinds", "has no sort for any other post", "let the last one have no cues")
    sheet.done()
    return found


def _sort(sheet: Sheet, name: str) -> Sort:
    sheet.keys(_KEYS, ("add",))
    add, (besides, things) = sheet.words("add"), (sheet.text(one, default="") for one in ("not", "things"))
    for index, one in enumerate(add):
        if not SLOT.fullmatch(_FIELD.sub("it", one)) or (index == len(add) - 1 and _FIELD.search(one)):
            sheet.fault(f"add[{index}]", "is no open slot", "write [two words or more, in small letters]")
    return Sort(
        name,
        re.compile(sheet.text("cues", default=""), re.IGNORECASE),
        re.compile(besides, re.IGNORECASE) if besides else None,
        int(sheet.number("least", 1.0, 1.0, 9.0)),
        re.compile(rf"(?:{_POINTS}{_SKIPPED}(?P<describes>{_DESCRIBES}))?\b(?P<noun>{things})\b", re.IGNORECASE)
        if things
        else None,
        add,
    )
