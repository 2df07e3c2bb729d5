"""What people write to brands about, as `content/rewrites/messages.yaml` has it: cases, questions, wordings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.sheets import Sheet

FILE = "content/rewrites/messages.yaml"
_KEYS = (
    "names", "no_need", "idle", "upset", "trouble", "weak", "asks", "general", "questions", "cases", "said", "clarify",
    "checks", "leads", "ends", "quoted", "exposed", "vague", "regrets",
)  # fmt: skip
_CASE = ("cues", "with", "private", "mend", "about", "noun", "check", "needs", "sorry", "step")
SOUNDS = ("upset", "trouble", "told", "asked")
"""How a message of no case may sound."""
ASKING = ("request", "down", "pointed")
"""Sorts of questions that have openings of their own in some languages."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that messages are about; `noun` is empty where a reply could not be sorry about it in a word or two."""

    name: str
    cues: re.Pattern[str]
    company: re.Pattern[str]
    private: bool  # whether its details are nobody else's business
    mend: bool  # whether somebody may mend it alone, once told how
    about: tuple[str, ...]
    noun: str
    check: tuple[str, ...]  # what a desk does about it, once it knows whom it is about
    needs: tuple[str, ...]  # what it must know for that, in private
    sorry: tuple[str, ...]
    step: tuple[str, ...]

    def found(self, text: str) -> str | None:
        """The thing that the cues of the case name in `text`, mostly none; None where the case does not fit."""
        match = self.cues.search(text)
        if match is None or not self.company.search(text):
            return None
        return match.groupdict().get("it") or ""


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The words of the content folder in use."""

    names: dict[str, str]
    idle: re.Pattern[str]
    no_need: re.Pattern[str]
    upset: re.Pattern[str]
    trouble: re.Pattern[str]
    weak: frozenset[str]  # words of trouble that a mere question holds as well
    asks: re.Pattern[str]
    general: dict[str, tuple[str, ...]]
    questions: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]
    cases: tuple[Case, ...]
    lists: dict[str, dict[str, tuple[str, ...]]]  # said, clarify, checks, leads ..., by what they are for


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
    lists = {
        name: _listed(sheet, name)
        for name in ("said", "clarify", "checks", "leads", "ends", "quoted", "exposed", "vague", "regrets")
    }
    general.keys((*SOUNDS, *ASKING), SOUNDS)
    found = {name: _any(sheet.words(name)) for name in ("idle", "no_need", "upset", "trouble", "asks")}
    return Book(
        names={one.casefold(): one for one in sheet.words("names")}, weak=frozenset(sheet.words("weak")),
        general={name: general.words(name) for name in (*SOUNDS, *ASKING)},
        questions=tuple((name, *_question(questions.part(name))) for name in questions.values),
        cases=tuple(_case(name, cases.part(name)) for name in cases.values), lists=lists, **found,
    )  # fmt: skip


def _case(name: str, sheet: Sheet) -> Case:
    sheet.keys(_CASE, ("cues", "sorry", "step"))
    return Case(
        name, re.compile(sheet.text("cues")), re.compile(sheet.text("with")), sheet.text("private") == "yes",
        sheet.text("mend") == "yes", sheet.words("about"), sheet.text("noun"),
        *(sheet.words(one) for one in ("check", "needs", "sorry", "step")),
    )  # fmt: skip


def _question(sheet: Sheet) -> tuple[re.Pattern[str], tuple[str, ...]]:
    sheet.keys(("cues", "answer"), ("cues", "answer"))
    return re.compile(sheet.text("cues")), sheet.words("answer")


def _listed(sheet: Sheet, name: str) -> dict[str, tuple[str, ...]]:
    """A list of the sheet by what its lines are for; those of a plain list are for any."""
    if isinstance(sheet.get(name), list):
        return {"any": sheet.words(name)}
    part = sheet.part(name)
    return {key: part.words(key) for key in part.values}


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{one})" for one in patterns) or r"(?!)")
