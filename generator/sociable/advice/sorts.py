"""What is left open in a post where no single fact is sure to be missing: worded by the sort of post it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice import order
from sociable.advice.entities import SLOT
from sociable.advice.marks import EMOJI, LINK
from sociable.advice.recipes import pick
from sociable.sheets import Sheet, written_out

FILE = "content/rewrites/open.yaml"
TRIED = 3
"""Wordings besides the brief one that are verified for a post."""
SLOGAN = 12
"""Words of a caption or a cry, in which nobody misses a fact where it calls for nothing."""
FULL = 3
"""Figures of a post that is concrete enough."""
_FIGURE = re.compile(
    r"(?<![\w#@/:.-])(?:[$£€₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|million\b|billion\b|bn\b|[gm]b\b|mp\b|hz\b|pts\b|pir\b)"
    r"|\d{1,3}(?:,\d{3})+)",
    re.IGNORECASE,
)
BRIEF = 3
"""Words that an open slot must have to say what it asks for."""
_ASKS = re.compile(r"\[(?:who|what|how|when|where|whom) ")
"""A question of two words says enough."""
_NAMED = re.compile(r"\[one of \w+(?: [\w-]+){0,2}\]")
"""One of several by its name alone, which tells nothing."""
PLAIN = ("explained", "article", "linked", "bare")
"""Sorts of posts that show no sign of any other."""
_KEYS = ("cues", "not", "least", "last", "things", "add")
_CLICK = " click"
"""What a text with a link ends with when cues are looked for."""
_TAG = re.compile(r"#(?=[a-z]+\b)")
"""The mark of a hashtag that is a word of its sentence."""
_FIELD = "{thing}"
_POINTS = r"\b(?:the|our|this|an?|your|their|its|my|his|her|these)\s+"
_DESCRIBES = (
    r"(?:(?!(?:new|latest|recent|above|very|own|first|last|next|great|best|full|whole)\b)[a-z][a-z’'-]+\s+){0,2}?"
)
_SKIPPED = r"(?:(?:new|latest|recent|above|very|own|great|amazing|full|whole|all-new|brand-new|brand new)\s+)*"
_OTHER = re.compile(
    r"\b(?:[\w’'-]+(?:['’]s|ed|ing|ly)|of|for|in|on|at|to|and|or|is|are|was|with|that|by|as|from|who|will|can|has|have)\b"
)
"""Words that do not describe the thing that follows."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of post: how it is seen, what may be named in it, and wordings; the last is brief."""

    name: str
    cues: re.Pattern[str]
    besides: re.Pattern[str] | None
    least: int  # cues that a post must show
    last: bool  # whether it counts once at most, so that any other sort goes first
    things: re.Pattern[str] | None
    add: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sorts:
    never: tuple[re.Pattern[str], ...]
    holes: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    stated: dict[str, re.Pattern[str]]
    every: tuple[Sort, ...]


def complete(text: str) -> bool:
    """Whether a post is of those that nobody should add to: a wish, somebody's words, grief, a cheer."""
    plain = _plain(text).removesuffix(_CLICK)
    if any(one.search(plain) for one in load(resources.find(FILE)).never):
        return True
    if len(_FIGURE.findall(plain)) >= FULL and (sort(text).last or sort(text).name in PLAIN):
        return True  # it gives figures enough
    links, untagged = len(LINK.findall(text)), re.sub(r"[#@]\w+", " ", plain)
    if (links > 1 and plain[-1:] in ".:") or (links and re.search(r"\w:(?: |$)|\d", untagged)):
        return False  # it leads to something to read
    said = re.findall(r"[^\W\d_]{2,}", untagged)
    return len(said) < SLOGAN and sort(text).name in PLAIN[2:] and not any(map(order.calls, order.sentences(text)))


def hole(text: str, key: str) -> tuple[str, ...]:
    """Open slots for what a post names and does not tell, the one that `key` picks first."""
    plain, known = _plain(text), load(resources.find(FILE))
    if any(one.search(plain.removesuffix(_CLICK)) for one in known.never):
        return ()
    plain = _TAG.sub("", plain)
    found = ((match, said) for pattern, said in known.holes if (match := pattern.search(plain)))
    match, said = next(found, (None, ()))
    thing = match["thing"].lower() if match and "thing" in match.re.groupindex else ""
    every = tuple(one.replace(_FIELD, thing) for one in said)
    at = every.index(pick(every, key, "hole")) if every else 0
    return every[at:] + every[:at]


def brief(wording: str) -> str:
    """An open slot up to its first comma, for a post that is full; empty where that says too little."""
    first = wording.partition(", ")[0] + "]"
    told = (len(first.split()) >= BRIEF or _ASKS.match(first)) and not _NAMED.fullmatch(first)
    return first if SLOT.fullmatch(wording) and told and SLOT.fullmatch(first) else ""


def sort(text: str) -> Sort:
    """The sort of which `text` shows most cues; of equals the first, and the last of all where it shows none."""
    return _sort_of(text, resources.find(FILE))


@lru_cache(maxsize=512)  # asked for each fault of a post, and for whether it is complete
def _sort_of(text: str, path: Path) -> Sort:
    plain = _plain(text)
    *some, last = load(path).every
    shown = {one.name: _shown(one, plain) for one in some}
    best = max(some, key=lambda one: shown[one.name])
    return best if shown[best.name] else last


def _shown(one: Sort, plain: str) -> int:
    """How many different cues of a sort a post shows; none where they are too few or something speaks against it."""
    found = {match.group().casefold() for match in one.cues.finditer(plain)}
    if len(found) < one.least or (one.besides and one.besides.search(plain)):
        return 0
    return 1 if one.last else len(found)


def wordings(text: str, key: str) -> tuple[str, ...]:
    """Open slots for a post, the one that `key` picks first; the last is for a post that is full.

    None where the post shows no sort, or says what its sort would be asked: a slot names what it asks for.
    """
    one = sort(text)
    if one.name in PLAIN and not order.leads(text):
        return ()
    about, plain = thing(text, one), _plain(text)
    missing = [each for each in one.add[:-1] if not _stated(each, plain) and (about or _FIELD not in each)]
    if not missing:
        return ()
    every = tuple(dict.fromkeys(each.replace(_FIELD, about) for each in missing))
    at = every.index(pick(every, key, one.name))
    turned = (every[at:] + every[:at])[:TRIED]
    return (*turned, one.add[-1])


def _stated(wording: str, plain: str) -> bool:
    """Whether a post states what a wording would ask, or has no link for one that speaks of it."""
    if "click" in wording and not plain.endswith(_CLICK):
        return True
    stated = load(resources.find(FILE)).stated
    return any(re.search(rf"\b{name}\b", wording) and one.search(plain) for name, one in stated.items())


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


def _plain(text: str) -> str:
    plain = " ".join(LINK.sub(" ", EMOJI.sub(" ", text)).replace("’", "'").split())
    return plain + (_CLICK if LINK.search(text) else "")


@lru_cache(maxsize=8)
def load(path: Path) -> _Sorts:
    """The sorts of a file; ContentError with every wording that is no open slot."""
    sheet = content.sheet(path)
    sheet.keys(("never", "parts", "holes", "stated", "kinds"), ("never", "kinds"))
    never = tuple(re.compile(one, re.IGNORECASE) for one in sheet.words("never"))
    parts = sheet.fragments("parts")
    holes = tuple(_hole(sheet, index, line, parts) for index, line in enumerate(sheet.words("holes")))
    kinds, said = sheet.part("kinds"), sheet.part("stated")
    stated = {name: re.compile(said.text(name), re.IGNORECASE) for name in said.values}
    found = _Sorts(never, holes, stated, tuple(_sort(kinds.part(name), name) for name in kinds.values))
    if found.every[-1].cues.pattern:
        sheet.fault("kinds", "has no sort for any other post", "let the last one have no cues")
    sheet.done()
    return found


def _hole(sheet: Sheet, index: int, line: str, parts: dict[str, str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    pattern, _, said = line.partition(" => ")
    every = tuple(said.split(" | "))
    if not all(SLOT.fullmatch(one.replace(_FIELD, "it")) for one in every):
        sheet.fault(f"holes[{index}]", "leaves nothing open", "write pattern => [two words or more, in small letters]")
    return re.compile(written_out(pattern, parts), re.IGNORECASE), every


def _sort(sheet: Sheet, name: str) -> Sort:
    sheet.keys(_KEYS, ("add",))
    add, (besides, things) = sheet.words("add"), (sheet.text(one, default="") for one in ("not", "things"))
    for index, one in enumerate(add):
        if not SLOT.fullmatch(one.replace(_FIELD, "it")) or (index == len(add) - 1 and _FIELD in one):
            sheet.fault(f"add[{index}]", "is no open slot", "write [two words or more, in small letters]")
    return Sort(
        name,
        re.compile(sheet.text("cues", default=""), re.IGNORECASE),
        re.compile(besides, re.IGNORECASE) if besides else None,
        int(sheet.number("least", 1.0, 1.0, 9.0)),
        sheet.text("last", default="") == "yes",
        re.compile(rf"(?:{_POINTS}{_SKIPPED}(?P<describes>{_DESCRIBES}))?\b(?P<noun>{things})\b", re.IGNORECASE)
        if things
        else None,
        add,
    )
