"""How a text may name the brand's own people: their names, first names and signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sociable import config
from sociable.advice.identities import is_given, ordinary


def pattern(brand: config.Brand, agents: Iterable[str]) -> re.Pattern[str] | None:
    """Names and signs of the team in brand.yaml and of those whom a tool's export names, however they are written."""
    whole = [one.name for one in brand.team]
    whole += [one for one in agents if " " in one.strip() and one.casefold() != brand.about.name.casefold()]
    team = [one.name.split()[0] for one in brand.team]
    firsts = {*team, *(one.split()[0] for one in whole if is_given(one.split()[0]))}
    names = {*firsts, *whole, *(one.replace(" ", "") for one in whole)}
    parts = [rf"\b{_loudly(one)}\b" for one in sorted(names, key=lambda one: (-len(one), one)) if len(one) > 1]
    signs = "|".join(sorted({re.escape(one.initials) for one in brand.team if one.initials}))
    if signs:
        parts += [rf"(?<=[\^*~/])(?i:{signs})\b", rf"(?:(?<=[-–—])|(?<=[-–—]\s))(?:{signs})\b(?=\W*$)"]
    return re.compile("|".join(parts)) if parts else None


def _loudly(name: str) -> str:
    """A name in any letters, unless it is a word as well: Will."""
    plain = re.escape(name)
    return f"(?:{plain}|{plain.upper()})" if name.casefold() in ordinary() else f"(?i:{plain})"
