"""An address planted in every field of an export: each field of a record once, behind what it says or in its place."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

ASSIGNED = re.compile(r"\s*[\w. ]+=\s*")
Slot = tuple[Any, Any]
"""A dict or list, and the key or place in it."""


class Planter:
    """Writes files anew; `planted` says what stands where, `sign` makes the canary of a number."""

    def __init__(self, sign: str) -> None:
        self.sign, self.planted = sign, dict[str, str]()

    def said(self, old: object, place: str) -> str:
        canary = self.sign.format(len(self.planted))
        self.planted[canary] = place
        return f"{old} {canary}"

    def file(self, path: Path) -> None:
        """Plant in a file of JSON or of cells; others stay as they are."""
        if path.suffix in (".json", ".js"):
            text = path.read_text()
            head = found.group() if path.suffix == ".js" and (found := ASSIGNED.match(text)) else ""
            path.write_text(head + json.dumps(self.within(json.loads(text[len(head) :]), path.name)))
        elif path.suffix == ".jsonl":
            rows = self.within([json.loads(line) for line in path.read_text().splitlines()], path.name)
            path.write_text("\n".join(map(json.dumps, rows)))
        elif path.suffix in (".csv", ".tsv"):
            raw = path.read_bytes()
            encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
            path.write_bytes(self.cells(raw.decode(encoding), path.name).encode(encoding))

    def blocks(self, records: dict[str, Any], name: str) -> dict[str, Any]:
        """The records of a repository, each path of keys in one of them."""
        self.within(list(records.values()), name)
        return records

    def columns(self, path: Path, root: Path) -> None:
        """Each column of texts or of lists of texts in another row; which account and month a row is of stays."""
        frame, place = pl.read_parquet(path, hive_partitioning=False), path.relative_to(root).as_posix()
        for number, (name, kind) in enumerate(frame.schema.items()):
            if not frame.height or name in ("account", "platform") or kind not in (pl.Utf8, pl.List(pl.Utf8)):
                continue
            values, row = frame[name].to_list(), number * 3 % frame.height
            if kind == pl.Utf8:
                values[row] = self.said(values[row] or "", f"{place}: {name}").strip()
            else:
                values[row] = [*(values[row] or []), self.said("", f"{place}: {name}").strip()]
            frame = frame.with_columns(pl.Series(name, values, dtype=kind))
        frame.write_parquet(path)

    def cells(self, text: str, name: str) -> str:
        """Each column in another row, as far as there are rows."""
        delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
        header, *rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        for place, column in enumerate(header):
            row = rows[place * 3 % len(rows)] if rows else []
            if place < len(row) and not re.search(r"(?i)page|network|direction", column):  # which row is whose
                row[place] = self.said(row[place], f"{name}: {column}")
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter).writerows([header, *rows])
        return out.getvalue()

    def within(self, value: Any, name: str) -> Any:
        """Each path of keys once, in the last record that holds no other canary: the first is often the brand's own."""
        slots: dict[str, list[Slot]] = {}
        for path, slot in walked(value):
            slots.setdefault(path, []).append(slot)
        used: set[int] = set()
        for path, found in slots.items():
            home, key = next((one for one in reversed(found) if id(one[0]) not in used), found[-1])
            used.add(id(home))
            home[key] = self.said(home[key], f"{name}: {path}")
        return value


def walked(value: Any, path: str = "") -> Iterator[tuple[str, Slot]]:
    """Every text of a JSON value, with the keys that lead to it."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        below = f"{path}/{key if isinstance(value, dict) else '*'}"
        if isinstance(inner, str):
            yield below, (value, key)
        yield from walked(inner, below)
