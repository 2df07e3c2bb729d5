"""Drafts as people keep them: a table with columns id and text, or plain text with a draft a paragraph.

Every draft knows where it stands, so that a fault can be told as
``file:line:column`` and an editor can jump there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sociable.errors import Fault, InputError
from sociable.model import PLATFORMS

KINDS = ("B", "P", "R", "U", "D", "I")
TABLES = (".csv", ".tsv")
DELIMITERS = (",", ";", "\t")
MOST = 64_000_000
"""Bytes of a file of drafts; more than that is an archive, and `label` reads those."""
_GUARDED = re.compile(r"^'(?=[=+@\t-])")
"""The apostrophe that our own tables put before a text that a spreadsheet would run."""
_ADDRESSED = re.compile(r"\s*@\w")


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft, what it is meant for, and the line and column at which its text starts (both from 1)."""

    id: str
    text: str
    platform: str
    kind: str
    context: str = ""
    line: int = 1
    column: int = 1
    quoted: bool = False  # stands in quotes, where a quotation mark is doubled

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of the character at `offset`."""
        before = self.text[:offset]
        before = before.replace('"', '""') if self.quoted else before
        breaks = before.count("\n")
        return self.line + breaks, len(before) - before.rfind("\n") if breaks else self.column + len(before)


def read(data: bytes, name: str, platform: str = "x") -> list[Draft]:
    """The drafts of a file's bytes; `name` tells a table by its ending, other texts by a header with id and text.

    `platform` is that of drafts which name none.  Raises InputError with one
    fault for each row that cannot be taken.
    """
    text = _decoded(data, name)
    table = Path(name).suffix.lower() in TABLES
    if not text.strip():
        return []
    layout = _layout(text, {"text"} if table else {"id", "text"})
    if layout is None and table:
        raise InputError(Fault(name, "has no column text", "name the columns id,text (and platform, kind, context)", 1))
    return list(_paragraphs(text, platform)) if layout is None else _table(text, layout, name, platform)


def kind_of(text: str) -> str:
    """R for a text that starts with a handle, else B."""
    return "R" if _ADDRESSED.match(text) else "B"


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MOST:
        raise InputError(Fault(name, "is too large for drafts", "use `sociable label` for an archive"))
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked:
        raise InputError(Fault(name, "is not text", "save the drafts as CSV or plain text"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise InputError(Fault(name, "is in an unknown encoding", "save it as UTF-8"))


def _layout(text: str, required: set[str]) -> tuple[str, list[str]] | None:
    """Delimiter and header of a table of drafts, or None where the first line lacks a required column."""
    first = text.split("\n", 1)[0]
    for delimiter in DELIMITERS:
        header = [cell.strip().strip('"').casefold() for cell in first.split(delimiter)]
        if required <= set(header):
            return delimiter, header
    return None


def _paragraphs(text: str, platform: str) -> Iterator[Draft]:
    """One draft for each run of lines that are not blank; ids count from 1."""
    for number, found in enumerate(re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text), start=1):
        start = found.start()
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        draft = found.group().rstrip()
        yield Draft(str(number), draft, platform, kind_of(draft), line=line, column=column)


def _table(text: str, layout: tuple[str, list[str]], name: str, platform: str) -> list[Draft]:
    delimiter, header = layout
    source = io.StringIO(text, newline="")
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    drafts: list[Draft] = []
    faults: list[Fault] = []
    lines = text.split("\n")
    start = 0
    try:
        for cells in rows:
            raw, line = "\n".join(lines[start : rows.line_num]), start + 1
            start = rows.line_num
            if line == 1 or not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                faults.append(
                    Fault(name, f"has {len(cells)} cells under {len(header)} columns", "quote the text", line)
                )
                continue
            row = dict(zip(header, cells, strict=False))
            row["text"] = _GUARDED.sub("", row.get("text", ""))
            found = _choices(row, name, line, platform)
            faults += [one for one in found if isinstance(one, Fault)]
            if not faults:
                drafts.append(_row(row, raw, line, len(drafts) + 1, str(found[0]), str(found[1])))
    except csv.Error as error:
        raise InputError(Fault(name, f"is broken as a table ({error})", "check the quotes", start + 1)) from None
    if faults:
        raise InputError(*faults)
    return drafts


def _choices(row: dict[str, str], name: str, line: int, platform: str) -> list[str | Fault]:
    """Platform and kind of a row, or what is wrong with them."""
    wanted = row.get("platform", "").strip().casefold() or platform
    kind = row.get("kind", "").strip().upper() or kind_of(row.get("text", ""))
    return [
        wanted if wanted in PLATFORMS else _unknown(name, line, "platform", wanted, PLATFORMS),
        kind if kind in KINDS else _unknown(name, line, "kind", kind, KINDS),
    ]


def _unknown(name: str, line: int, key: str, value: str, choices: tuple[str, ...]) -> Fault:
    return Fault(name, f"{value!r} is not known", f"use one of {', '.join(choices)}", line, key)


def _row(row: dict[str, str], raw: str, line: int, number: int, platform: str, kind: str) -> Draft:
    """A draft with the place of its text found in the row as it was written."""
    text = row.get("text", "")
    quoted = '"' + text.replace('"', '""') + '"'
    at = raw.find(quoted)
    start = at + 1 if at >= 0 else max(raw.find(text), 0)
    before = raw[:start]
    return Draft(
        row.get("id", "").strip() or str(number), text, platform, kind, row.get("context", ""),
        line + before.count("\n"), start - before.rfind("\n"), at >= 0,
    )  # fmt: skip
