"""The thing that a message is about, in its own words, as far as these words can tell nobody's story.

The words are those of `content/rewrites/things.yaml`, and no other word of a
message gets into an answer: neither a name nor a number can slip in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources

FILE = "content/rewrites/things.yaml"
_KEYS = ("skip", "before", "alone", "verbs", "products", "groups")
SERVICES = frozenset({"account", "software"})
"""Groups whose products take no article."""
VAGUE = frozenset({"goods", "food", "place"})
"""Groups whose words say too much else where nothing points to them."""
NAMELESS = frozenset({"staff"})
"""Groups that a message is about only where its case says so: who writes of the staff writes of what they did."""
OWN = frozenset({"my", "our", "mine"})
"""What makes a thing the writer's own: all else is the thing, whosever it is."""
_DETERMINERS = r"(?P<whose>my|our|your|ur|the|this|that|these|those|an?|any|both|no)"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its name, the group that it is of, and whether it is the writer's own."""

    name: str
    group: str
    own: bool
    pointed: bool = True
    named: bool = False  # a service that takes no article

    @property
    def yours(self) -> str:
        """The thing as the writer is told of it: your order, the app."""
        return self._put("your")

    @property
    def theirs(self) -> str:
        """The thing as whoever answers is asked about it: their order, the app."""
        return self._put("their")

    def _put(self, owner: str) -> str:
        return self.name if self.named else f"{owner if self.own else 'the'} {self.name}"


@dataclass(frozen=True, slots=True)
class _Lexicon:
    named: re.Pattern[str]
    groups: tuple[str, ...]
    written: dict[str, tuple[str, str]]  # a product, folded: as it is written, and its group
    verbs: frozenset[str]


def find(text: str, groups: Sequence[str] = ()) -> Thing | None:
    """The first thing of one of `groups` (of any, where none are given).

    The writer's own ones come first, then those with a word before them that points to them.
    """
    found = [one for one in _all(text) if (one.group in groups if groups else one.group not in NAMELESS)]
    return min(found, key=lambda one: (not one.own, not one.pointed)) if found else None


def _all(text: str) -> list[Thing]:
    lexicon = _load(str(resources.find(FILE)))
    found = (_thing(match, lexicon) for match in lexicon.named.finditer(text.casefold()))
    return [one for one in found if one.pointed or (one.name not in lexicon.verbs and one.group not in VAGUE)]


def _thing(match: re.Match[str], lexicon: _Lexicon) -> Thing:
    said, own = " ".join(match["name"].split()), match["whose"] in OWN
    written, group = lexicon.written.get(said, (said, ""))
    found = group or next(one for one in lexicon.groups if match[f"g_{one}"])
    return Thing(written, found, own, bool(match["whose"]), named=bool(group) and group in SERVICES and not own)


@lru_cache(maxsize=8)
def _load(path: str) -> _Lexicon:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    groups, products = sheet.part("groups"), sheet.part("products")
    names = {one.casefold(): (one, group) for group in products.values for one in products.words(group)}
    before = "|".join(sorted(sheet.words("before"), key=len, reverse=True))
    heads = "|".join(f"(?P<g_{name}>{'|'.join(groups.words(name))})" for name in groups.values)
    alone = "|".join(sheet.words("alone"))
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    skip = "|".join(sheet.words("skip"))
    pointed = rf"\b(?:{_DETERMINERS} (?:(?:{skip}) )?)?"
    name = rf"(?P<name>(?:(?:{before}) ){{0,2}}(?:{heads})|{known})"
    pattern = rf"{pointed}{name}(?![\w'’-])(?! (?:{alone})\b)"
    sheet.done()
    return _Lexicon(re.compile(pattern), tuple(groups.values), names, frozenset(sheet.words("verbs")))
