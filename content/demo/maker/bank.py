"""The authored lines of `../bank`, with what each is meant to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "bank"
PURPOSES = ("growth", "promo", "useful", "amplify", "conversation", "product", "company-news", "human", "filler")
HEAD = re.compile(r"^\[([\w-]+)\] ([\w-]+): ?(.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One authored line: its group, purpose and the labels a reader would give it."""

    text: str
    group: str
    purpose: str
    flags: frozenset[str] = frozenset()
    seasons: frozenset[int] = frozenset()  # calendar quarters it fits; empty = all
    lang: str = "en"

    def fits(self, season: int) -> bool:
        """Whether the line makes sense in that calendar quarter."""
        return not self.seasons or season in self.seasons


@dataclass(frozen=True, slots=True)
class Scene:
    """What somebody wrote and what follows: keys are the capital letters of the files."""

    group: str
    turns: dict[str, str] = field(hash=False)

    def fits(self, season: int) -> bool:
        """Whether it can happen in that calendar quarter."""
        return f"q{season}" in self.turns.get("Z", f"q{season}")


def lines(name: str) -> dict[str, tuple[Line, ...]]:
    """The groups of a file such as ``broadcast``, each a tuple of lines in file order."""
    groups: dict[str, list[Line]] = {}
    group = purpose = ""
    flags: frozenset[str] = frozenset()
    for row in _rows(name):
        if found := HEAD.match(row):
            group, purpose, flags = found[1], found[2], frozenset(found[3].split())
            groups[group] = []
        else:
            groups[group].append(_line(row, group, purpose, flags))
    return {group: tuple(rows) for group, rows in groups.items()}


def scenes(name: str) -> tuple[Scene, ...]:
    """The blocks of a file such as ``cases`` or ``chats``, parted by empty lines."""
    text = "\n".join(row for row in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines() if row[:1] != "#")
    found = []
    for block in re.split(r"\n\s*\n", text.split("\n== ")[0].strip()):
        pairs = [row.split(": ", 1) for row in block.splitlines()]
        found.append(Scene(next(key for key, _ in pairs if key not in "ZP"), dict(pairs)))
    return tuple(found)


def sections(name: str) -> tuple[tuple[str, ...], ...]:
    """The plain lists that follow ``==`` headings, in file order."""
    parts = (FOLDER / f"{name}.txt").read_text("utf-8").split("\n== ")[1:]
    return tuple(tuple(row for row in part.splitlines()[1:] if row.strip()) for part in parts)


def _rows(name: str) -> list[str]:
    rows = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [row for row in rows if row.strip() and not row.startswith("# ")]


def _line(row: str, group: str, purpose: str, flags: frozenset[str]) -> Line:
    text, _, notes = row.partition(" ~ ")
    seasons, lang = set(), "en"
    for note in notes.split():
        if note[0] in "+-":
            names = frozenset(note[1:].split(","))
            flags = flags | names if note[0] == "+" else flags - names
        elif re.fullmatch(r"q[1-4]", note):
            seasons.add(int(note[1]))
        elif note in PURPOSES:
            purpose = note
        else:
            raise ValueError(f"{note!r} after a line of [{group}] is neither a flag, a quarter nor a purpose")
    if re.match(r"[a-z]{2}\|", text):
        lang, text = text[:2], text[3:]
    return Line(text.strip(), group, purpose, flags, frozenset(seasons), lang)
