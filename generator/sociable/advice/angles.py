"""What a slot may ask about a post: the step, the figure, the product, the day that the post itself names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice.segment import EMOJI, HANDLE, LINK
from sociable.sheets import Sheet

FILE = "content/rewrites/angles.yaml"
NAME = "{said}"
LONGEST = 34
"""Characters of a phrase that a slot repeats; a longer one makes no easy question."""
_STOP = re.compile(
    r"\s(?:in|at|on|by|for|from|via|when|if|as|during|while|this|that|these|those|here|there|and|or|but|then|so|to|of|"
    r"with|without|the|a|an|your|our|you|we|it|is|are|was|using|into|can|will|has|have|just|even|now)$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\s(?:in|at|on|by|for|from|via|when|if|as|during|while|this|here|and|or|but|with|without|using|through|before"
    r"|after|because|so|can|will|has|have|just|even|now|so that)\s.*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Angle:
    """One thing to ask about; wordings with {said} want a phrase from the post."""

    name: str
    cues: re.Pattern[str]
    useful: tuple[str, ...]  # what helps somebody who buys nothing
    reader: tuple[str, ...]  # what it means for those who read

    def wordings(self, said: str) -> dict[str, tuple[str, ...]]:
        """The wordings for a post that says `said`: the ones that repeat it when there is something to repeat."""
        return {
            name: tuple(one.replace(NAME, said) for one in every if said or NAME not in one)
            for name, every in (("useful", self.useful), ("reader", self.reader))
        }


def find(text: str) -> dict[str, tuple[str, ...]]:
    """Wordings of the slots `useful` and `reader` by the first angle that `text` gives; empty when it gives none."""
    plain = EMOJI.sub(" ", re.sub(HANDLE, " ", LINK.sub(" ", text))).replace("’", "'")
    plain = " ".join(plain.split())
    for angle in _load(str(resources.find(FILE))):
        if match := angle.cues.search(plain):
            found = angle.wordings(phrase(match.groupdict().get("said") or ""))
            if all(found.values()):
                return found
    return {}


def phrase(found: str) -> str:
    """`found` as the inside of a question can bear it; empty when it is no short whole phrase."""
    short = _BREAK.sub("", found.strip(" .,:;-–—'&"))
    while _STOP.search(short):
        short = _STOP.sub("", short)
    short = short.strip(" .,:;-–—'&")
    return short if 1 < len(short) <= LONGEST else ""


@lru_cache(maxsize=8)
def _load(path: str) -> tuple[Angle, ...]:
    sheet = content.sheet(Path(path))
    found = tuple(_angle(name, sheet) for name in sheet.values)
    sheet.done()
    return found


def _angle(name: str, sheet: Sheet) -> Angle:
    part = sheet.part(name)
    part.keys(("cues", "useful", "reader"), ("cues", "useful", "reader"))
    useful, reader = part.words("useful"), part.words("reader")
    for key, listed in (("useful", useful), ("reader", reader)):
        if any(not one.endswith("?") for one in listed):
            part.fault(key, "a slot is a question", "end it with ?")
    return Angle(name, re.compile(part.text("cues"), re.IGNORECASE), useful, reader)
