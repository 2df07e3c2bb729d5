"""What a message that waits for an answer is about, how it sounds, and how an answer to it may open.

The words are those of `content/rewrites/messages.yaml`; an opening is sorry for
no more than the message itself says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice.recipes import pick
from sociable.advice.segment import HANDLE, HASHTAG, LINK
from sociable.sheets import Sheet

FILE = "content/rewrites/messages.yaml"
_KEYS = ("names", "no_need", "upset", "trouble", "asks", "general", "cases")
_CASE = ("cues", "with", "noun", "sorry", "step")
SOUNDS = ("upset", "trouble", "told", "asked")
"""How a message of no case may sound."""
_IT = "{it}"
BRIEF = 25
"""Words up to which a message with a question is a question; a longer one must end with it."""
SHORT = 10
"""Words up to which a question is one, whatever trouble it names."""
_ASKS_LAST = re.compile(r"\?\W*$")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that messages are about; `noun` is empty where a reply could not be sorry about it in a word or two."""

    name: str
    cues: re.Pattern[str]
    company: re.Pattern[str]
    noun: str
    sorry: tuple[str, ...]
    step: tuple[str, ...]

    def found(self, text: str) -> str | None:
        """What stands for {it} in `text`, empty where nothing does; None where the case does not fit."""
        match = self.cues.search(text)
        if match is None or not self.company.search(text):
            return None
        return match.groupdict().get("it") or ""


@dataclass(frozen=True, slots=True)
class Book:
    """The words of the content folder in use."""

    names: dict[str, str]
    no_need: re.Pattern[str]
    upset: re.Pattern[str]
    trouble: re.Pattern[str]
    asks: re.Pattern[str]
    general: dict[str, tuple[str, ...]]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One message: its case or None, how it sounds, and the openings and steps that fit it."""

    case: Case | None
    sound: str
    it: str = ""

    @property
    def noun(self) -> str:
        """What the message is about, in a word or two that tell nobody's story; empty when unsure."""
        return self._put(self.case.noun) if self.case else ""

    @property
    def openings(self) -> tuple[str, ...]:
        """How an answer may open."""
        return tuple(map(self._put, self.case.sorry)) if self.case else load().general[self.sound]

    def _put(self, words: str) -> str:
        return words.replace(_IT, self.it)


def read(text: str) -> Reading:
    """What `text` is about: the first case that fits, and whether it asks, complains or tells."""
    book, lower = load(), _plain(text).casefold()
    sound = _sound(book, lower)
    for case in book.cases:
        if (found := case.found(lower)) is not None:
            return Reading(case, sound, book.names.get(found, found))
    return Reading(None, sound)


def _sound(book: Book, lower: str) -> str:
    size = len(lower.split())
    asks = book.asks.search(lower) and (size <= BRIEF or _ASKS_LAST.search(lower))
    if book.upset.search(lower):
        return "upset"
    if asks and (size <= SHORT or not book.trouble.search(lower)):
        return "asked"
    return "trouble" if book.trouble.search(lower) else "told"


def openings(text: str, key: str) -> tuple[str, ...]:
    """The openings that fit `text`, turned so that each key starts with another."""
    found = read(text).openings
    first = found.index(pick(found, key, "opening"))
    return found[first:] + found[:first]


def needs_none(text: str) -> bool:
    """Whether nobody waits for an answer to `text`: a word or two, a laugh, or thanks that ask nothing."""
    lower = _plain(text).casefold()
    return bool(load().no_need.search(lower)) and not load().asks.search(lower)


def load() -> Book:
    """The words of the content folder in use, read once a folder."""
    return _load(str(resources.find(FILE)))


@lru_cache(maxsize=8)
def _load(path: str) -> Book:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    general, cases = sheet.part("general"), sheet.part("cases")
    general.keys(SOUNDS, SOUNDS)
    found = Book(
        {one.casefold(): one for one in sheet.words("names")},
        _any(sheet.words("no_need")),
        _any(sheet.words("upset")),
        _any(sheet.words("trouble")),
        _any(sheet.words("asks")),
        {name: general.words(name) for name in SOUNDS},
        tuple(_case(name, cases.part(name)) for name in cases.values),
    )
    sheet.done()
    return found


def _case(name: str, sheet: Sheet) -> Case:
    sheet.keys(_CASE, ("cues", "sorry", "step"))
    return Case(
        name, re.compile(sheet.text("cues")), re.compile(sheet.text("with")), sheet.text("noun"), sheet.words("sorry"),
        sheet.words("step"),
    )  # fmt: skip


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{one})" for one in patterns) or r"(?!)")


def _plain(text: str) -> str:
    """`text` without whom it speaks to, its links and the marks of its hashtags."""
    told = re.sub(HANDLE, " ", LINK.sub(" ", text)).replace("’", "'")
    return " ".join(HASHTAG.sub(lambda match: match.group()[1:], told).split())
