"""Cue lists of content/words as case-sensitive patterns over the lexical copy.

A file holds one term a line; `# reason` ends a line, `! term` is a trap: it is
masked before the list is looked up ("feel free" is no offer).  `*` stands for
any ending of a word and ` ... ` for up to three words between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from sociable import resources
from sociable.errors import ContentError, Fault

EDGE: Final = r"\b"
ASCII_EDGE: Final = r"(?-u:\b)"
GAP: Final = " ... "


@dataclass(frozen=True, slots=True)
class CueList:
    """One list: a pattern for its terms and one for its traps (empty when it has none), and what they are made of."""

    name: str
    pattern: str
    traps: str
    terms: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    def count(self, copy: pl.Expr) -> pl.Expr:
        """How often a term of the list occurs in each lexical copy."""
        masked = copy.str.replace_all(_ascii(self.traps), " xtrap ") if self.traps else copy
        return masked.str.count_matches(_ascii(self.pattern))

    def count_one(self, copy: str) -> int:
        """As `count`, of one lexical copy; only edges at letters beyond ASCII may differ."""
        return len(re.findall(self.pattern, re.sub(self.traps, " xtrap ", copy) if self.traps else copy))

    def find(self, copy: str) -> list[tuple[int, int]]:
        """Where the terms occur in one lexical copy, traps left out."""
        blocked = [match.span() for match in re.finditer(self.traps, copy)] if self.traps else []
        spans = [match.span() for match in re.finditer(self.pattern, copy)]
        return [(a, b) for a, b in spans if not any(a < end and start < b for start, end in blocked)]


def parse(text: str, name: str, file: str = "") -> CueList:
    """A cue list from the text of its file; an empty list is a ContentError."""
    terms: list[str] = []
    traps: list[str] = []
    for line in text.splitlines():
        term = re.split(r"(?:^|\s)#(?:\s|$)", line, maxsplit=1)[0].strip().lower()
        if term.startswith("!"):
            traps.append(term[1:].strip())
        elif term:
            terms.append(term)
    if not terms:
        raise ContentError(Fault(file=file or name, what="no term in this cue list", remedy="add one term a line"))
    return listed(name, terms, traps)


def listed(name: str, terms: Sequence[str], traps: Sequence[str] = ()) -> CueList:
    """A cue list of terms and traps, lower-case."""
    return CueList(name, _pattern(terms), _pattern(traps) if traps else "", tuple(terms), tuple(traps))


def load() -> dict[str, CueList]:
    """All cue lists of content/words by name (the file's name without .txt), sorted."""
    return _read(tuple(resources.files("content/words", ".txt")))


@lru_cache(maxsize=8)
def _read(paths: tuple[Path, ...]) -> dict[str, CueList]:
    return {path.stem: parse(resources.read(path), path.stem, resources.shown(path)) for path in paths}


def _ascii(pattern: str) -> str:
    # Unicode word edges keep the engine from its fast path on every text with an emoji.
    return pattern.replace(EDGE, ASCII_EDGE)


def _pattern(terms: Sequence[str]) -> str:
    # Longest first: the leftmost alternative wins in both engines.
    ordered = sorted(set(terms), key=lambda term: (-len(term), term))
    return "|".join(_term(term) for term in ordered)


def _term(term: str) -> str:
    # Copies have single spaces, so a term is a plain string but for its wildcards.
    body = (
        re.escape(term).replace(r"\ \.\.\.\ ", r"(?: [a-z0-9'-]+){0,3} ").replace(r"\*", r"[a-z]*").replace(r"\ ", " ")
    )
    body = re.sub(r"\\([^\w\s\\.+*?()|\[\]{}^$])", r"\1", body)
    start = EDGE if term[0].isalnum() else ""
    end = EDGE if term[-1].isalnum() or term[-1] == "*" else ""
    return f"{start}{body}{end}"
