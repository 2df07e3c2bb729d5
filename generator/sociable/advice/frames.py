"""What an editor would add to a post of a kind: whole sentences in which the facts are open slots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice.entities import SLOT
from sociable.advice.recipes import MAX_SLOTS, pick
from sociable.advice.segment import EMOJI, LINK
from sociable.sheets import Sheet

FILE = "content/rewrites/frames.yaml"
PARTS = ("stated", "signs", "kinds", "free")
ANY, SHORT = "any", "short"
LEAST = 0.5
"""How sure the kind of a post must be for a sentence to fit it, where its subject says nothing else."""
LINKED = "link"
"""What is added for the sake of a link that the post asks to follow, whatever its kind."""
NOUN = "{noun}"
SALE = ("buy", "launch", "product", "discount", "show", "vacancy")
"""Signs of which one must be seen before a price is asked for."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Sentences for one subject within a kind; those of a group fit a post that does not state what they ask."""

    cues: re.Pattern[str] | None  # None fits any
    least: float  # how sure the kind must be
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Frames:
    """The sentences by kind of post, and how to see what a post states already."""

    stated: dict[str, re.Pattern[str]]
    signs: dict[str, re.Pattern[str]]
    kinds: dict[str, tuple[Subject, ...]]
    free: dict[str, dict[str, tuple[str, ...]]]  # by a recipe's label, then by what a post is about


def find(text: str, kind: str, key: str, sure: float = 1.0) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Sentences for a post of `kind`: for what it lacks, and those that fit any, each in an order that `key` turns.

    The first subject that the text shows decides; it gives nothing where the
    kind is less sure than that subject asks for, and None where it holds no
    sentence at all: such a post is left as it is.
    """
    plain, known = _plain(text), load(resources.find(FILE))
    for subject in known.kinds.get(kind, ()):
        match = subject.cues.search(plain) if subject.cues else None
        if subject.cues and not match:
            continue
        if sure < subject.least:
            break
        if not any(subject.groups.values()):
            return None
        noun = (match.groupdict().get("noun") or "").casefold() if match else ""
        lacking = [name for name in subject.groups if name != ANY and _lacks(plain, name, known)]
        missing = [one for name in lacking for one in subject.groups[name]]
        return _named(_turned(missing, key), noun), _named(_turned([*subject.groups.get(ANY, ())], key), noun)
    return (), ()


def _named(listed: list[str], noun: str) -> tuple[str, ...]:
    """Sentences with the word that a post has for what it is about; those that need one go where it has none."""
    return tuple(one.replace(NOUN, noun) for one in listed if noun or NOUN not in one)


def free(label: str, about: str, key: str) -> tuple[str, ...]:
    """Sentences left to the brand whole, for a recipe's label; those for what the post is about come first."""
    listed = load(resources.find(FILE)).free.get(label, {})
    return tuple(dict.fromkeys(one for name in (about, ANY, SHORT) for one in _turned([*listed.get(name, ())], key)))


def _lacks(plain: str, group: str, known: Frames) -> bool:
    """Whether a post states nothing of what `group` asks; a price is asked only of what is for sale."""
    if "price" in group and not any(known.signs[one].search(plain) for one in SALE):
        return False
    return not any(known.stated[part].search(plain) for part in group.split("-"))


def signs(text: str) -> list[str]:
    """The names of the signs, of what is stated and of the subjects that `text` shows, for the weights of kinds."""
    plain, known = _plain(text), load(resources.find(FILE))
    subjects = {f"{kind}.{at}": one.cues for kind, every in known.kinds.items() for at, one in enumerate(every)}
    named = {**known.signs, **{f"no.{name}": one for name, one in known.stated.items()}, **subjects}
    return sorted(f"={name}" for name, pattern in named.items() if pattern and pattern.search(plain))


def _plain(text: str) -> str:
    return " ".join(EMOJI.sub(" ", LINK.sub(" ", text)).replace("’", "'").split())


def _turned(every: list[str], key: str) -> list[str]:
    """`every` with another one first for another key."""
    first = every.index(pick(tuple(every), key, "frame")) if every else 0
    return every[first:] + every[:first]


@lru_cache(maxsize=8)
def load(path: Path) -> Frames:
    """The sentences of a file; ContentError with every sentence that is none."""
    sheet = content.sheet(path)
    sheet.keys(PARTS, PARTS)
    stated, named, kinds, free = (sheet.part(one) for one in PARTS)
    patterns, shown = (
        {name: re.compile(part.text(name), re.IGNORECASE) for name in part.values} for part in (stated, named)
    )
    by_kind = {name: kinds.part(name) for name in kinds.values}
    found = Frames(
        patterns,
        shown,
        {name: tuple(_subject(part.part(one), patterns) for one in part.values) for name, part in by_kind.items()},
        {name: _listed(free.part(name)) for name in free.values},
    )
    sheet.done()
    return found


def _subject(sheet: Sheet, stated: dict[str, re.Pattern[str]]) -> Subject:
    both = {f"{one}-{two}" for one in stated for two in stated}
    sheet.keys(("cues", "least", ANY, *stated, *both))
    groups = _listed(sheet)
    cues = sheet.text("cues")
    return Subject(re.compile(cues, re.IGNORECASE) if cues else None, sheet.number("least", LEAST, 0.0, 1.0), groups)


def _listed(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """The sentences of `sheet` by group, each with a slot or two."""
    groups = {name: sheet.words(name) for name in sheet.values if name not in ("cues", "least")}
    for name, every in groups.items():
        for index, one in enumerate(every):
            slots = SLOT.findall(one)
            if not 1 <= len(slots) <= MAX_SLOTS or re.search(r"[\[\]\d]", SLOT.sub("", one)):
                remedy = "write one or two [facts as a question?], and no figure"
                sheet.fault(f"{name}[{index}]", "is no sentence with a slot or two", remedy)
    return groups
