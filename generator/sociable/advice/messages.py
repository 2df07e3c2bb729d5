"""What a message that waits for an answer is about, how it sounds, and how an answer to it may open.

The words are those of `content/rewrites/messages.yaml`; an opening is sorry for
no more than the message itself says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import resources
from sociable.advice import quoted, things, troubles
from sociable.advice.casebook import Book, Case, load
from sociable.advice.marks import HANDLE, HASHTAG, LINK
from sociable.advice.recipes import pick
from sociable.advice.shortforms import whole
from sociable.advice.things import Thing
from sociable.advice.troubles import Trouble

GRAVE = frozenset({"grave", "stranger's account"})
"""Cases with openings of their own, whatever else goes wrong."""
ASKED = frozenset({"refund", "return", "leaving"})
"""Cases that are none where somebody only asks how it is done."""
YOURS, QUOTE = "{yours}", "{quote}"
MENDING = frozenset({"how", "advice", "why", "down", "when", "where", "much", "contact"})
"""Questions that somebody in trouble wants answered before anything is looked into."""
LOOSE = frozenset({"software", "goods", "food"})
"""Groups of things that a message names beside what it is about."""
SURE = 0.5
"""Probability from which on what the careful reader says of a message counts."""
PLAIN = frozenset({"lost thing", "on the road"}) | GRAVE
"""Cases that a mere question may be of."""
TALKS = frozenset({"carried on", "answered"})
"""Cases that go on with a talk: their openings fit whether anybody complains or not."""
NAMED = things.PLACED | {"delivery", "bag"}
"""Groups of things that are the trouble itself where a message of no case names them."""
_LIKE = {"connection": "connection", "delivery": "where is it", "bag": "bag", "food": "food", "device": "device",
         "software": "app"}  # fmt: skip
"""The case that is nearest to a group of things."""
BRIEF = 25
"""Words up to which a message with a question is a question; a longer one must end with it."""
SHORT = 10
"""Words up to which a question is one, whatever trouble it names."""
_OATHS = re.compile(r"\b(?:fuck\w*|freakin\w*|frickin\w*|f(?:\*+|'?)ing|bloody|goddamn|damn|effing|flippin\w*) (?=\w)")
_HOW = re.compile(r"(?:^|[.!] )how (?:do|can|to)\b")
_ASKING = re.compile(r"[^.!?]*\?")
_ASKS_LAST = re.compile(r"\?\W*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One message: its case or None, how it sounds, what it is about, and the openings and steps that fit it."""

    case: Case | None
    sound: str
    thing: Thing | None = None
    answer: tuple[str, ...] = ()  # what an answer to a question must say
    asked: str = ""  # which sort of question it is
    trouble: Trouble | None = None  # what goes wrong, in words of the message
    quote: str = ""  # what it asks, word for word
    calm: bool = False  # whether a careful reader sees that nobody complains

    @property
    def noun(self) -> str:
        """What the message is about, in a word or two that tell nobody's story; empty when unsure."""
        return self._put(self.case.noun) if self.case and (self.words or YOURS not in self.case.noun) else ""

    @property
    def steps(self) -> tuple[str, ...]:
        """What may be asked of whoever answers; none where the message is of no case and no question."""
        if self.quote:
            return tuple(one.replace(QUOTE, self.quote) for one in self.answer)
        return self.answer or (self.case.step if self.case else ())

    def openings(self, book: Book | None = None) -> tuple[str, ...]:
        """How an answer may open; those that name the thing, where there is one, come first."""
        book = book or load()
        own = self.case is not None and not (self.calm and self.case.name not in PLAIN | TALKS)
        every = self.case.sorry if self.case and own else book.general[self._tone()]
        if self.trouble and book.lists["said"]:
            said = book.lists["said"]["upset" if self.sound == "upset" else "other"]
            return tuple(one.replace("{trouble}", self.trouble.said) for one in said)
        sure = self.words and self.thing and (own or self.thing.group in NAMED)
        named = [one for one in every if YOURS in one] if sure else []
        return tuple(map(self._put, [*named, *(one for one in every if YOURS not in one)]))

    @property
    def words(self) -> dict[str, str]:
        """The fields of wordings: the thing as its writer and as whoever answers is told of it."""
        one = self.thing
        sure = one and (one.own or one.name.split()[0] not in ("next", "last", "first", "second"))
        return {"yours": one.yours, "theirs": one.theirs} if one and sure else {}

    def _tone(self) -> str:
        if self.asked == "down":
            return "down"
        if self.quote and self.sound in ("upset", "trouble"):
            return "pointed"
        if not self.answer or self.sound in ("upset", "trouble"):
            return self.sound
        return "request" if self.asked == "request" and not self.quote else "asked"

    def _put(self, words: str) -> str:
        return words.replace(YOURS, self.words.get("yours", ""))


def read(text: str, book: Book | None = None, labels: Mapping[str, float | None] | None = None,
         shown: str = "") -> Reading:  # fmt: skip
    """What `text` is about: the first case that fits, and whether it asks, complains or tells.

    `book` is that of another language; `labels` are what the careful reader
    says of the message, and `shown` is the message as it may be quoted.
    """
    return _read(text, book or load(), tuple(sorted(labels.items())) if labels else (), shown, resources.roots())


@lru_cache(maxsize=256)  # recipe after recipe asks about the same message
def _read(
    text: str, book: Book, labels: tuple[tuple[str, float | None], ...], shown: str, content: tuple[Path, ...]
) -> Reading:  # fmt: skip
    lower = _plain(text).casefold()
    asks, complains = _heard(dict(labels))
    calm = complains is False
    sound, told = _sound(book, lower, asks, complains), book.idle.sub(" , ", lower)
    quote = quoted.question(shown) if shown and (asks or sound == "asked") else ""
    quote = "" if book.upset.search(quote.casefold()) else quote
    asking = quote.casefold() or " ".join(_ASKING.findall(lower)) or lower
    known = [(name, answer) for name, cues, answer in book.questions if cues.search(asking)]
    for case in book.cases:
        if sound == "asked" and case.name in (ASKED if asks is None else {one.name for one in book.cases} - PLAIN):
            continue
        found = case.found(lower)
        if found is not None and found in told:  # a thing that is idle there is no case
            thing = things.find(told, case.about)
            if found and not (thing and thing.own):
                name = thing.name if thing and found in thing.name.casefold() else book.names.get(found, found)
                thing = Thing(name, case.about[0], own=True) if not things.beside(told, found) else None
            trouble = None if case.name in GRAVE or calm else _trouble(book, told)
            answer = _quoting(book, known) if quote and case.name not in PLAIN else _why(book, lower)
            return Reading(case, sound, thing, answer, "", trouble, quote if answer else "", calm)
    if quote:
        kind, trouble = next(iter(known), ("", ()))[0], None if calm else _trouble(book, told)
        return Reading(None, sound, None, _quoting(book, known), kind, trouble, quote, calm)
    if not (sound == "asked" or (sound == "told" and "?" in lower)):
        known = [one for one in known if one[0] in MENDING and ("?" in lower or _HOW.search(lower))]
    kind, answer = next(iter(known), ("", ()))
    thing = things.find(told)
    if thing and not (thing.own or (thing.pointed and thing.group not in LOOSE)):
        thing = None  # what is only named beside need not be what it is about
    if kind and thing and not thing.own:
        thing = None  # a question names much that it is not about
    trouble = None if calm else _trouble(book, told)
    doing = trouble is not None and trouble.said.startswith("you ")  # what somebody cannot do is about the doing
    return Reading(None, sound, None if doing else thing, answer, kind, trouble, calm=calm)


def _quoting(book: Book, known: list[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """How a slot asks for the answer to a question that it quotes, by what is asked."""
    listed = book.lists["quoted"]
    return next((listed[name] for name, _ in known if name in listed), listed.get("any", ()))


def _heard(labels: Mapping[str, float | None] | None) -> tuple[bool | None, bool | None]:
    """Whether a message asks and whether it complains, as the careful reader has it; None where nobody read it so."""
    asks, complains = ((labels or {}).get(f"p_{one}") for one in ("question", "complaint"))
    return (None, None) if asks is None or complains is None else (asks >= SURE, complains >= SURE)


def _why(book: Book, lower: str) -> tuple[str, ...]:
    """What an answer must say to somebody who asks in few words why it is so."""
    asks = "?" in lower and len(lower.split()) <= BRIEF
    return next((answer for name, cues, answer in book.questions if name == "why" and asks and cues.search(lower)), ())


def _trouble(book: Book, told: str) -> Trouble | None:
    """What goes wrong in a message, where the book has words to say it back."""
    return troubles.find(_OATHS.sub("", told)) if book.lists["said"] else None


def _sound(book: Book, lower: str, asks: bool | None, complains: bool | None) -> str:
    if complains:
        return "upset" if book.upset.search(lower) else "trouble"
    if asks is not None:
        return "asked" if asks else "told"
    size = len(lower.split())
    asking = book.asks.search(lower) and (size <= BRIEF or _ASKS_LAST.search(lower))
    if book.upset.search(lower):
        return "upset"
    if asking and (size <= SHORT or {one.group() for one in book.trouble.finditer(lower)} <= book.weak):
        return "asked"
    return "trouble" if book.trouble.search(lower) else "told"


def closest(found: Reading) -> str:
    """The case of a message, or the one whose details are asked for a thing such as it names; empty where none is."""
    if found.case:
        return found.case.name
    sure = found.thing and (found.thing.own or found.thing.group == "connection")
    return _LIKE.get(found.thing.group, "") if found.thing and sure else ""


def openings(found: Reading, key: str, formal: bool = False) -> list[tuple[int, str]]:
    """The openings that fit a message, turned so that each key starts with another; with the rank of each.

    Those that name the thing rank before the others; in a `formal` voice no word is shortened.
    """
    every = tuple(map(whole, found.openings())) if formal else found.openings()
    first = every.index(pick(every, key, "opening"))
    name = found.trouble.said if found.trouble else found.words.get("yours", "")
    return [(int(bool(name) and name not in one), one) for one in every[first:] + every[:first]]


def needs_none(text: str, book: Book | None = None) -> bool:
    """Whether nobody waits for an answer to `text`: a word or two, a laugh, or thanks that ask nothing."""
    book, lower = book or load(), _plain(text).casefold()
    return bool(book.no_need.search(lower)) and not book.asks.search(lower)


def _plain(text: str) -> str:
    """`text` without whom it speaks to, its links and the marks of its hashtags."""
    told = re.sub(HANDLE, " ", LINK.sub(" ", text)).replace("’", "'")
    return " ".join(HASHTAG.sub(lambda match: match.group()[1:], told).split())
