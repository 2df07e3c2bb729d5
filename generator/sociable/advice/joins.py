"""Facts that are left open within a sentence of the post: what it calls for gets its price, its day or its hour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice import additions, sorts
from sociable.advice.entities import SLOT, fits
from sociable.advice.recipes import Composed, pick
from sociable.model import Slot
from sociable.sheets import Sheet

FILE = "content/rewrites/joins.yaml"
_KEYS = ("unless", "needs", "find", "put")


@dataclass(frozen=True, slots=True)
class _Join:
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    pairs: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]


def made(text: str, platform: str) -> Composed | None:
    """A post with a fact left open in one of its sentences; None where none is missing, or nothing should be asked."""
    after = put(text)
    if not after or not fits(after, platform, text) or sorts.complete(text):
        return None
    slots = tuple(Slot(text=one, kind="fact") for one in SLOT.findall(after))
    return Composed(after, slots, frozenset(), frame=slots[0].text)


def put(text: str) -> str:
    """`text` with a fact left open where it calls for something without telling it; empty where nothing lacks one."""
    if SLOT.search(text):
        return ""
    for join in _load(resources.find(FILE)):
        if additions.shows(text, join.needs) and not additions.states(text, join.unless):
            for pattern, instead in join.pairs:
                if len(pattern.findall(text)) == 1:
                    said = pattern.sub(pick(instead, text, "join"), text)
                    return re.sub(r" {2,}(?=\S)", " ", said)
    return ""


@lru_cache(maxsize=8)
def _load(path: Path) -> tuple[_Join, ...]:
    sheet = content.sheet(path)
    sheet.keys(("joins",), ("joins",))
    part = sheet.part("joins")
    known = additions.load(resources.find(additions.FILE))
    found = tuple(_join(part.part(name), known) for name in part.values)
    sheet.done()
    return found


def _join(sheet: Sheet, known: additions.Additions) -> _Join:
    sheet.keys(_KEYS, ("find", "put"))
    find, instead = sheet.words("find"), [tuple(one.split(" | ")) for one in sheet.words("put")]
    if len(find) != len(instead) or any(len(SLOT.findall(one)) != 1 for every in instead for one in every):
        sheet.fault("put", "has not one slot for each pattern", "write as many replacements with a [slot?]")
    stated, signs = tuple({**known.stated, **known.signs}), tuple(known.signs)
    pairs = tuple((re.compile(one, re.IGNORECASE), said) for one, said in zip(find, instead, strict=False))
    return _Join(sheet.words("unless", stated), sheet.words("needs", signs), pairs)
