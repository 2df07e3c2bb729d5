"""Files that people edit: keys with their lines, whose faults are collected, and tables as spreadsheets save them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sociable import resources
from sociable.errors import ContentError, Fault


@dataclass(slots=True)
class Sheet:
    """The keys of one file with their lines; collects faults until `done`."""

    path: Path
    values: dict[str, Any]
    lines: dict[str, int]
    faults: list[Fault] = field(default_factory=list)
    within: str = ""

    def fault(self, key: str, what: str, remedy: str) -> None:
        """Notes a fault at the line of `key` (with [n] for an item of a list)."""
        line = self.lines.get(key) or self.lines.get(re.split(r"[.\[]", key)[0]) or self.lines.get("") or 1
        self.faults.append(Fault(resources.shown(self.path), what, remedy, line, self.within + key))

    def done(self) -> None:
        """Raises ContentError with every fault noted so far, in the order of lines."""
        if self.faults:
            raise ContentError(*sorted(self.faults, key=lambda one: one.line or 0))

    def keys(self, allowed: Collection[str], required: Collection[str] = ()) -> None:
        """Checks the keys of this mapping: none unknown, none of `required` missing."""
        for key in self.values:
            if key not in allowed:
                self.fault(key, "unknown key", suggest(key, allowed))
        for key in required:
            if key not in self.values:
                self.fault(key, "is missing", f"add {key}:")

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`, or `default`."""
        return self.values.get(key, default)

    def text(self, key: str, choices: Collection[str] = (), default: str = "") -> str:
        """A text, one of `choices` where they are given; numbers are not texts."""
        value = self.get(key, default)
        if not isinstance(value, str):
            self.fault(key, f"must be a text, not {value!r}", "put it in quotes")
            return default
        if choices and value not in choices and key in self.lines:
            self.fault(key, f"{value!r} is not known", suggest(value, choices))
        return value.strip()

    def number(self, key: str, default: float = 0.0, low: float = 0.0, high: float = float("inf")) -> float:
        """A number within [low, high]."""
        value = self.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(key, f"must be a number, not {value!r}", "write digits only")
            return default
        if not low <= value <= high:
            self.fault(key, f"{value} is out of range", f"keep it between {low:g} and {high:g}")
        return value

    def words(self, key: str, choices: Collection[str] = ()) -> tuple[str, ...]:
        """A list of texts, each one of `choices` where they are given, none twice."""
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(key, "must be a list of words", f"write {key}: [one, two]")
            return ()
        for index, one in enumerate(value):
            if choices and one not in choices:
                self.fault(f"{key}[{index}]", f"{one!r} is not known", suggest(one, choices))
            if one in value[:index]:
                self.fault(f"{key}[{index}]", f"{one!r} is listed twice", "keep one of them")
        return tuple(value)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        value = self.get(key, [])
        if not isinstance(value, list) or any(isinstance(x, bool) or not isinstance(x, int | float) for x in value):
            self.fault(key, "must be a list of numbers", f"write {key}: [0.8, 0.5]")
            return ()
        return tuple(float(one) for one in value)

    def part(self, key: str) -> Sheet:
        """The mapping at `key` as a sheet of its own that notes its faults here."""
        found = self.get(key, {})
        if not isinstance(found, dict):
            self.fault(key, "must be a mapping of keys", "write key: value")
            found = {}
        return self._within(key, found)

    def fragments(self, key: str) -> dict[str, str]:
        """The texts at `key` by their marks: `<<name>>` in a pattern stands for one of them."""
        named = self.part(key)
        return {f"<<{name}>>": named.text(name) for name in named.values}

    def items(self, key: str) -> list[Sheet]:
        """The mappings listed at `key`, each as a sheet that notes its faults here."""
        found = self.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.fault(key, "must be a list of mappings", "write - {key: value}")
            return []
        return [self._within(f"{key}[{index}]", one) for index, one in enumerate(found)]

    def _within(self, key: str, values: dict[str, Any]) -> Sheet:
        lines = {name[len(key) :].lstrip("."): line for name, line in self.lines.items() if name.startswith(key)}
        return Sheet(self.path, values, lines, self.faults, f"{self.within}{key}.")


def table(raw: bytes) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Header and rows, each with its line, of a table with a header, its cells stripped and empty rows left out.

    Takes what spreadsheets save: commas or semicolons or tabs, UTF-8 or Windows-1252.  Raises csv.Error.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise csv.Error("it holds bytes that no text has")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    read = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    head = [name.strip() for name in read.fieldnames or ()]
    read.fieldnames = head
    rows = [(read.line_num, {name: (row[name] or "").strip() for name in head}) for row in read]
    return head, [(line, row) for line, row in rows if any(row.values())]


def written_out(pattern: str, fragments: Mapping[str, str]) -> str:
    """`pattern` with its `fragments` in place of their marks."""
    for mark, said in fragments.items():
        pattern = pattern.replace(mark, said)
    return pattern


def suggest(word: str, choices: Collection[str]) -> str:
    """A remedy that names the nearest of `choices`, or all of them when none is near."""
    near = get_close_matches(str(word), [str(one) for one in choices], n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"use one of: {', '.join(sorted(map(str, choices)))}"
