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
_KEYS = ("skip", "own", "before", "alone", "verbs", "many", "one", "trouble", "products", "groups")
SERVICES = frozenset({"account", "software"})
"""Groups whose products take no article."""
VAGUE = frozenset({"goods", "food", "place"})
"""Groups whose words say too much else where nothing points to them."""
NAMELESS = frozenset({"staff"})
"""Groups that a message is about only where its case says so: who writes of the staff writes of what they did."""
ASIDE = re.compile(r"\b(?:on|from|via|at|into|to|through|using|by|like|than|or) $")
"""What stands before a thing that is only where or how something happens, or one guess of several."""
PLACED = frozenset({"device", "software", "connection"})
"""Groups of things that something else happens on."""
_DETERMINERS = r"(?P<whose>my|our|your|ur|the|this|that|these|those|an?|any|both|no)"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its name, the group that it is of, and whether it is the writer's own."""

    name: str
    group: str
    own: bool
    pointed: bool = True
    named: bool = False  # a service that takes no article
    aside: bool = False  # only where, by what or for what something happens: on my phone

    @property
    def yours(self) -> str:
        """The thing as the writer is told of it: your order, the app."""
        return self._put("your")

    @property
    def theirs(self) -> str:
        """The thing as whoever answers is asked about it: their order, the app."""
        return self._put("their")

    @property
    def many(self) -> bool:
        """Whether the thing is more than one."""
        last, lexicon = self.name.split()[-1], _lexicon()
        if last in lexicon.many or last in lexicon.one:
            return last in lexicon.many
        return last.endswith("s") and not last.endswith(("ss", "us", "is"))

    def _put(self, owner: str) -> str:
        return self.name if self.named else f"{owner if self.own else 'the'} {self.name}"


@dataclass(frozen=True, slots=True)
class _Lexicon:
    named: re.Pattern[str]
    groups: tuple[str, ...]
    written: dict[str, tuple[str, str]]  # a product, folded: as it is written, and its group
    own: frozenset[str]
    verbs: frozenset[str]
    many: frozenset[str]
    one: frozenset[str]
    trouble: frozenset[str]


def find(text: str, groups: Sequence[str] = ()) -> Thing | None:
    """The first thing of one of `groups` (of any, where none are given).

    The writer's own ones come first, then those with a word before them that points to them.
    """
    found = [one for one in _all(text) if (one.group in groups if groups else one.group not in NAMELESS)]
    found = [one for one in found if not (one.aside and one.group in PLACED)]
    return min(found, key=lambda one: (not one.own, not one.pointed)) if found else None


def every(text: str) -> list[tuple[int, int, Thing]]:
    """The things of a text in their order, with where each starts and ends."""
    lexicon, lower = _lexicon(), text.casefold()
    found = [(match.start(), match.end(), _thing(match, lexicon)) for match in lexicon.named.finditer(lower)]
    return [one for one in found if one[2].pointed or (one[2].name not in lexicon.verbs and one[2].group not in VAGUE)]


def beside(text: str, name: str) -> bool:
    """Whether each mention of `name` in lower-cased `text` is only where something happens: on my TV."""
    found = [text[: match.start()] for match in re.finditer(rf"\b{re.escape(name)}", text)]
    return all(
        re.search(r"\b(?:on|from|via|into|to|through|using) (?:(?:my|our|the|a|an) )?(?:\w+ )?$", one) for one in found
    )


def _all(text: str) -> list[Thing]:
    return [one for _, _, one in every(text)]


def _thing(match: re.Match[str], lexicon: _Lexicon) -> Thing:
    said, own = " ".join(match["name"].split()), match["whose"] in lexicon.own
    written, group = lexicon.written.get(said, (said, ""))
    found = group or next(one for one in lexicon.groups if match[f"g_{one}"])
    service, aside = bool(group) and group in SERVICES and not own, _beside(match.string[: match.start()], lexicon)
    return Thing(written, found, own, bool(match["whose"]), service, aside)


def _beside(before: str, lexicon: _Lexicon) -> bool:
    """Whether what follows `before` is only where or with what something happens."""
    company = re.search(r"(\w+) with $", before)
    return bool(ASIDE.search(before)) or (company is not None and company.group(1) not in lexicon.trouble)


def _lexicon() -> _Lexicon:
    return _load(str(resources.find(FILE)))


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
    lists = (frozenset(sheet.words(name)) for name in ("own", "verbs", "many", "one", "trouble"))
    found = _Lexicon(re.compile(pattern), tuple(groups.values), names, *lists)
    sheet.done()
    return found
