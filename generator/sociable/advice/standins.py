"""A rewrite as somebody will send it: its open slots filled with stand-ins, for the detectors alone to read.

A rewrite is only worth its slots if the fault is gone once they are filled;
the stand-ins are those of `content/rewrites/standins.yaml`, and nobody sees them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice.entities import SLOT
from sociable.sheets import Sheet

FILE = "content/rewrites/standins.yaml"
_KEYS = ("names", "sentences", "words")
_STARTS = re.compile(r"(?:^|[.!?…:\]\n,]|(?:^|\s)@\w+|[^\w\s,;'\"(&-])\s*$")
_ENDS = re.compile(r"\s*(?:$|\n|[A-Z@#\[^*~/–—-]|https?:|[^\w\s,.;:!?'\")&])")


@dataclass(frozen=True, slots=True)
class _Book:
    names: dict[str, str]
    sentences: tuple[tuple[re.Pattern[str], str], ...]
    words: tuple[tuple[re.Pattern[str], str], ...]


def filled(text: str, kinds: dict[str, str]) -> str:
    """`text` with a stand-in for each open slot; `kinds` tells the sort of a slot by its words, brackets included."""
    book = _load(str(resources.find(FILE)))

    def stand_in(match: re.Match[str]) -> str:
        if named := book.names.get(kinds.get(match.group(), "")):
            return named
        asked = match.group()[1:-1].casefold()
        alone = _STARTS.search(text[: match.start()]) and _ENDS.match(text[match.end() :])
        return next(says for cue, says in (book.sentences if alone else book.words) if cue.search(asked))

    return SLOT.sub(stand_in, text)


@lru_cache(maxsize=8)
def _load(path: str) -> _Book:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    names = sheet.part("names")
    found = _Book(
        {one: names.text(one) for one in names.values}, *(_pairs(sheet, name) for name in ("sentences", "words"))
    )
    sheet.done()
    return found


def _pairs(sheet: Sheet, name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for one in sheet.items(name):
        one.keys(("cues", "says"), ("cues", "says"))
        found.append((re.compile(one.text("cues")), one.text("says")))
    return tuple(found)
