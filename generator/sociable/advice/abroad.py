"""Drafts of answers to messages in a language that no detector reads: chosen by cues alone, and told as not judged.

A language is a file `content/rewrites/messages.<code>.yaml`; its drafts address
nobody, so that they fit however the brand and its people speak to one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice import casebook, messages, quoted
from sociable.advice.casebook import SOUNDS, Book
from sociable.advice.entities import words
from sociable.advice.marks import LINK
from sociable.advice.recipes import Composed, pick
from sociable.model import Slot

FOLDER, NAMED = "content/rewrites", re.compile(r"messages\.[a-z]{2}")
_KEYS = (
    "words",
    "english",
    "no_need",
    "upset",
    "trouble",
    "asks",
    "general",
    "steps",
    "clarify",
    "closings",
    "quoted",
    "signs",
    "cases",
)
LEAST = 2
"""Words of a language, not one alone, that tell it."""
VAGUE = 12
"""Words up to which a message of no case is asked what happens before anything is said of it."""
TRIED = 3
"""Drafts of which the one that was written least often before is shown."""


@dataclass(frozen=True, slots=True)
class _Tongue:
    """What one language needs for a draft."""

    words: re.Pattern[str]
    english: re.Pattern[str]
    book: Book
    steps: dict[str, tuple[str, ...]]
    closings: tuple[str, ...]
    signs: tuple[str, ...]

    def speaks(self, text: str) -> bool:
        """Whether `text` is in this language, as far as its commonest words tell."""
        told = LINK.sub(" ", text).casefold()
        found = len(self.words.findall(told))
        return found >= LEAST and found > len(self.english.findall(told))


def waits(text: str) -> bool:
    """Whether `text` is a message in a language of ours that somebody should answer."""
    found = _of(text)
    return found is not None and not messages.needs_none(text, found.book)


def drafts(text: str, key: str) -> Iterator[Composed]:
    """Answers to `text` in its own language, none where it is in no language of ours or waits for nothing."""
    tongue = _of(text)
    if tongue is None or messages.needs_none(text, tongue.book):
        return
    found = messages.read(text, tongue.book)
    opening = pick(found.openings(tongue.book), key, "opening")
    if found.case is None and found.sound in ("upset", "trouble") and len(text.split()) <= VAGUE:
        sign = f"[{pick(tongue.signs, key, 'sign')}]"
        asked = pick(tongue.book.lists["clarify"]["any"], key, "clarify")
        choices = {sign: tuple(f"[{one}]" for one in tongue.signs)}
        slots: tuple[Slot, ...] = (Slot(text=sign, kind="name"),)
        yield Composed(f"{opening} {asked} {sign}", slots, words(f"{opening} {asked}"), choices, abroad=True)
        return
    steps = found.case.step if found.case else tongue.steps[found.sound]
    asked = quoted.question(text, foreign=True) if found.sound == "asked" and found.case is None else ""
    if asked and not tongue.book.upset.search(asked.casefold()):
        steps = tuple(one.replace(messages.QUOTE, asked) for one in tongue.book.lists["quoted"]["any"])
    for turn in range(TRIED):
        step, sign = (f"[{pick(one, key, f'{turn}')}]" for one in (steps, tongue.signs))
        close = pick(("", *tongue.closings), key, f"close{turn}")
        said = " ".join(one for one in (opening, step, close, sign) if one)
        choices = {step: tuple(f"[{one}]" for one in steps), sign: tuple(f"[{one}]" for one in tongue.signs)}
        slots = (Slot(text=step, kind="step"), Slot(text=sign, kind="name"))
        yield Composed(said, slots, words(f"{opening} {close}"), choices, abroad=True)


def _of(text: str) -> _Tongue | None:
    paths = [one for one in resources.files(FOLDER, ".yaml") if NAMED.fullmatch(one.stem)]
    return next((one for one in map(_load, map(str, paths)) if one.speaks(text)), None)


@lru_cache(maxsize=8)
def _load(path: str) -> _Tongue:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    steps = sheet.part("steps")
    steps.keys(SOUNDS, SOUNDS)
    found = _Tongue(
        re.compile(sheet.text("words")), re.compile(sheet.text("english")), casebook.of(sheet),
        {name: steps.words(name) for name in SOUNDS}, sheet.words("closings"), sheet.words("signs"),
    )  # fmt: skip
    sheet.done()
    return found
