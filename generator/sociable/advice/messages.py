"""What a message that waits for an answer is about, how it sounds, and how an answer to it may open.

The words are those of `content/rewrites/messages.yaml`; an opening is sorry for
no more than the message itself says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice import things
from sociable.advice.recipes import pick
from sociable.advice.segment import HANDLE, HASHTAG, LINK
from sociable.advice.things import Thing
from sociable.sheets import Sheet

FILE = "content/rewrites/messages.yaml"
_KEYS = ("names", "no_need", "idle", "upset", "trouble", "asks", "general", "questions", "cases")
_CASE = ("cues", "with", "private", "about", "noun", "sorry", "step")
SOUNDS = ("upset", "trouble", "told", "asked")
"""How a message of no case may sound."""
YOURS = "{yours}"
WHOLE = (
    (r"\b([Ll])et's\b", r"\1et us"),
    (r"\b([Cc])an't\b", r"\1annot"),
    (r"\b([Ww])on't\b", r"\1ill not"),
    (r"n't\b", " not"),
    (r"'m\b", " am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"\b([Tt]hat|[Ii]t|[Ww]hat|[Tt]here|[Hh]ere|[Ww]ho)'s\b", r"\1 is"),
)
"""Short forms and the words in full."""
SHORTENED = 0.05
"""The share of its answers up to which a brand that shortens words does so by chance."""
MENDING = frozenset({"how"})
"""Questions that somebody in trouble wants answered before anything is looked into."""
LOOSE = frozenset({"software", "goods", "food"})
"""Groups of things that a message names beside what it is about."""
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
    private: bool  # whether its details are nobody else's business
    about: tuple[str, ...]
    noun: str
    sorry: tuple[str, ...]
    step: tuple[str, ...]

    def found(self, text: str) -> str | None:
        """The thing that the cues of the case name in `text`, mostly none; None where the case does not fit."""
        match = self.cues.search(text)
        if match is None or not self.company.search(text):
            return None
        return match.groupdict().get("it") or ""


@dataclass(frozen=True, slots=True)
class Book:
    """The words of the content folder in use."""

    names: dict[str, str]
    idle: re.Pattern[str]
    no_need: re.Pattern[str]
    upset: re.Pattern[str]
    trouble: re.Pattern[str]
    asks: re.Pattern[str]
    general: dict[str, tuple[str, ...]]
    questions: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One message: its case or None, how it sounds, what it is about, and the openings and steps that fit it."""

    case: Case | None
    sound: str
    thing: Thing | None = None
    answer: tuple[str, ...] = ()  # what an answer to a question of no case must say

    @property
    def noun(self) -> str:
        """What the message is about, in a word or two that tell nobody's story; empty when unsure."""
        return self._put(self.case.noun) if self.case else ""

    @property
    def steps(self) -> tuple[str, ...]:
        """What may be asked of whoever answers; none where the message is of no case and no question."""
        return self.case.step if self.case else self.answer

    def openings(self, book: Book | None = None) -> tuple[str, ...]:
        """How an answer may open; those that name the thing, where there is one, come first."""
        every = self.case.sorry if self.case else (book or load()).general[self.sound]
        named = [one for one in every if YOURS in one] if self.thing else []
        return tuple(map(self._put, [*named, *(one for one in every if YOURS not in one)]))

    @property
    def words(self) -> dict[str, str]:
        """The fields of wordings: the thing as its writer and as whoever answers is told of it."""
        return {"yours": self.thing.yours, "theirs": self.thing.theirs} if self.thing else {}

    def _put(self, words: str) -> str:
        return words.replace(YOURS, self.words.get("yours", ""))


def read(text: str, book: Book | None = None) -> Reading:
    """What `text` is about: the first case that fits, and whether it asks, complains or tells.

    `book` is that of another language.
    """
    book, lower = book or load(), _plain(text).casefold()
    sound, told = _sound(book, lower), book.idle.sub(" , ", lower)
    for case in book.cases:
        found = case.found(lower)
        if found is not None and found in told:  # a thing that is idle there is no case
            thing = things.find(told, case.about)
            if found and not (thing and thing.own):
                name = thing.name if thing and found in thing.name.casefold() else book.names.get(found, found)
                thing = Thing(name, case.about[0], own=True)
            return Reading(case, sound, thing)
    known = [(name, answer) for name, cues, answer in book.questions if cues.search(lower)]
    asked = (
        known
        if sound == "asked" or (sound == "told" and "?" in lower)
        else [one for one in known if one[0] in MENDING and "?" in lower]
    )
    answer = next((one for _, one in asked), ())
    thing = things.find(told)
    if thing and not (thing.own or (thing.pointed and thing.group not in LOOSE)):
        thing = None  # what is only named beside need not be what it is about
    return Reading(None, sound, thing, answer)


def _sound(book: Book, lower: str) -> str:
    size = len(lower.split())
    asks = book.asks.search(lower) and (size <= BRIEF or _ASKS_LAST.search(lower))
    if book.upset.search(lower):
        return "upset"
    if asks and (size <= SHORT or not book.trouble.search(lower)):
        return "asked"
    return "trouble" if book.trouble.search(lower) else "told"


def openings(text: str, key: str, formal: bool = False) -> list[tuple[int, str]]:
    """The openings that fit `text`, turned so that each key starts with another; with the rank of each.

    Those that name the thing rank before the others; in a `formal` voice no word is shortened.
    """
    found = read(text)
    every = tuple(map(whole, found.openings())) if formal else found.openings()
    first = every.index(pick(every, key, "opening"))
    name = found.words.get("yours", "")
    return [(int(bool(name) and name not in one), one) for one in every[first:] + every[:first]]


def whole(text: str) -> str:
    """`text` without short forms of words."""
    for short, full in WHOLE:
        text = re.sub(short, full, text)
    return text


def informal(texts: Sequence[str]) -> bool:
    """Whether these answers of one brand shorten words, as most do."""
    shortened = sum(whole(one.replace("’", "'")) != one.replace("’", "'") for one in texts)
    return shortened > SHORTENED * len(texts)


def needs_none(text: str, book: Book | None = None) -> bool:
    """Whether nobody waits for an answer to `text`: a word or two, a laugh, or thanks that ask nothing."""
    book, lower = book or load(), _plain(text).casefold()
    return bool(book.no_need.search(lower)) and not book.asks.search(lower)


def load() -> Book:
    """The words of the content folder in use, read once a folder."""
    return _load(str(resources.find(FILE)))


@lru_cache(maxsize=8)
def _load(path: str) -> Book:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    found = of(sheet)
    sheet.done()
    return found


def of(sheet: Sheet) -> Book:
    """The book of a sheet, which notes what is wrong; a key that it lacks has no words."""
    general, questions, cases = (sheet.part(name) for name in ("general", "questions", "cases"))
    general.keys(SOUNDS, SOUNDS)
    found = {name: _any(sheet.words(name)) for name in ("idle", "no_need", "upset", "trouble", "asks")}
    return Book(
        names={one.casefold(): one for one in sheet.words("names")},
        general={name: general.words(name) for name in SOUNDS},
        questions=tuple((name, *_question(questions.part(name))) for name in questions.values),
        cases=tuple(_case(name, cases.part(name)) for name in cases.values), **found,
    )  # fmt: skip


def _case(name: str, sheet: Sheet) -> Case:
    sheet.keys(_CASE, ("cues", "sorry", "step"))
    return Case(
        name, re.compile(sheet.text("cues")), re.compile(sheet.text("with")), sheet.text("private") == "yes",
        sheet.words("about"), sheet.text("noun"),
        sheet.words("sorry"), sheet.words("step"),
    )  # fmt: skip


def _question(sheet: Sheet) -> tuple[re.Pattern[str], tuple[str, ...]]:
    sheet.keys(("cues", "answer"), ("cues", "answer"))
    return re.compile(sheet.text("cues")), sheet.words("answer")


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{one})" for one in patterns) or r"(?!)")


def _plain(text: str) -> str:
    """`text` without whom it speaks to, its links and the marks of its hashtags."""
    told = re.sub(HANDLE, " ", LINK.sub(" ", text)).replace("’", "'")
    return " ".join(HASHTAG.sub(lambda match: match.group()[1:], told).split())
