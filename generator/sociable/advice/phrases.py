"""The word lists of `content/rewrites/`: what a sentence does, and what may be cut from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.sheets import Sheet, written_out

FILE = "content/rewrites/phrases.yaml"
_PARTS = ("marks", "cuts", "topics", "leads", "types")
_KEYS = (*_PARTS, "parts", "privacy", "otherwise", "here", "shout")
_HERE = ("only", "page", "number", "moved")
_STAND_IN = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a post is about in the widest sense: a noun for slots, questions that fit any such post."""

    name: str
    cues: re.Pattern[str]
    weak: re.Pattern[str]  # cues that need company
    noun: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Patterns by name, all for lower-cased text, and replacements in their order."""

    marks: dict[str, re.Pattern[str]]
    cuts: dict[str, tuple[tuple[re.Pattern[str], str], ...]]
    topics: tuple[Topic, ...]
    leads: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    types: tuple[tuple[str, re.Pattern[str]], ...]
    privacy: tuple[str, ...]
    otherwise: tuple[str, ...]
    here: dict[str, tuple[str, ...]]
    shout: frozenset[str]

    def roles(self, text: str) -> frozenset[str]:
        """The roles whose patterns occur in `text`."""
        lower = _STAND_IN.sub(" ", text.casefold().replace("’", "'")).strip(" :>→➡–-")
        return frozenset(name for name, pattern in self.marks.items() if pattern.search(lower))

    def topic(self, text: str) -> Topic:
        """The topic with most cues in `text`; the last of the file, which fits any, when none stands out."""
        lower = text.casefold()
        counted = sorted((_weight(one, lower), -index) for index, one in enumerate(self.topics[:-1]))[::-1]
        (best, index), (second, _) = counted[:2]
        return self.topics[-index] if best >= 3 and best > second else self.topics[-1]

    def kind_of(self, text: str) -> str:
        """The sort of post (greeting, award, launch ...), or "any"."""
        lower = text.casefold().replace("’", "'")
        return next((name for name, cues in self.types if cues.search(lower)), "any")

    def lead(self, text: str) -> tuple[str, ...]:
        """Words that may introduce the link of `text`; none when it does not say what waits there."""
        lower = text.casefold()
        return next((words for cues, words in self.leads if cues.search(lower)), ())


def _weight(topic: Topic, lower: str) -> int:
    return 2 * len(set(topic.cues.findall(lower))) + len(set(topic.weak.findall(lower)))


def load() -> Phrases:
    """The phrases of the content folder in use, read once a folder."""
    return _load(str(resources.find(FILE)))


@lru_cache(maxsize=8)
def _load(path: str) -> Phrases:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    marks, cuts, topics, leads, types = (sheet.part(one) for one in _PARTS)
    parts = sheet.fragments("parts")
    found = Phrases(
        {name: _any(marks.words(name), parts) for name in marks.values},
        {name: tuple(_pair(one, parts) for one in cuts.words(name)) for name in cuts.values},
        tuple(_topic(name, topics.part(name)) for name in topics.values),
        tuple(_lead(leads.part(name)) for name in leads.values),
        tuple((name, re.compile(types.text(name))) for name in types.values),
        sheet.words("privacy"),
        sheet.words("otherwise"),
        _here(sheet.part("here")),
        frozenset(sheet.words("shout")),
    )
    sheet.done()
    return found


def _any(patterns: tuple[str, ...], parts: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{written_out(one, parts)})" for one in patterns) or r"(?!)")


def _pair(line: str, parts: dict[str, str]) -> tuple[re.Pattern[str], str]:
    pattern, _, instead = line.partition(" => ")
    return re.compile(written_out(pattern, parts), re.IGNORECASE), instead.strip("'")


def _lead(sheet: Sheet) -> tuple[re.Pattern[str], tuple[str, ...]]:
    sheet.keys(("cues", "words"), ("cues", "words"))
    return re.compile(sheet.text("cues")), sheet.words("words")


def _here(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    sheet.keys(_HERE, _HERE)
    return {name: sheet.words(name) for name in _HERE}


def _topic(name: str, sheet: Sheet) -> Topic:
    sheet.keys(("cues", "weak", "noun", "questions"), ("noun", "questions"))
    cues, weak = (
        re.compile(rf"(?<![a-z])(?:{'|'.join(sheet.words(one)) or r'(?!)'})(?![a-z])") for one in ("cues", "weak")
    )
    return Topic(name, cues, weak, sheet.text("noun"), sheet.words("questions"))
