"""Drafts as people keep them: a table with columns id and text, JSON, or plain text with a draft a paragraph.

Every draft knows where it stands, so that a fault can be told as
``file:line:column`` and an editor can jump there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sociable import content
from sociable.drafts import jsonfile
from sociable.errors import Fault, InputError
from sociable.model import PLATFORMS

KINDS = ("B", "P", "R", "U", "D", "I")
TABLES = (".csv", ".tsv")
DELIMITERS = (",", ";", "\t")
OWN_COLUMNS = ("id", "text", "platform", "kind")
"""What a verdict says itself; every other column of a table goes with its draft as it stands."""
NETWORKS = ("network", "channel", "plattform", "netzwerk", "kanal")
"""What the column of platforms is called in tables that have none of our name."""
PLATFORM_WORDS = {
    "twitter": "x", "twitter/x": "x", "x/twitter": "x", "x (twitter)": "x", "fb": "facebook", "ig": "instagram",
    "insta": "instagram", "li": "linkedin", "bsky": "bluesky", "yt": "youtube",
}  # fmt: skip
KIND_WORDS = {
    "post": "B", "broadcast": "B", "reshare": "P", "repost": "P", "share": "P", "reply": "R", "answer": "R",
    "unasked reply": "U", "dm": "D", "direct message": "D", "inbound": "I", "incoming": "I",
}  # fmt: skip
"""What people call networks and kinds in their own tables."""
MOST = 64_000_000
"""Bytes of a file of drafts; more than that is an archive, and `label` reads those."""
_GUARDED = re.compile(r"^'(?=[=+@\t-])")
"""The apostrophe that our own tables put before a text that a spreadsheet would run."""
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?\s*')
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
    escaped: bool = False  # stands in JSON, where a line break is two characters
    beside: tuple[tuple[str, str], ...] = ()  # the other columns of its row, by their names as written

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of the character at `offset`."""
        before = self.text[:offset]
        if self.escaped:
            return self.line, self.column + len(json.dumps(before, ensure_ascii=False)) - 2
        before = before.replace('"', '""') if self.quoted else before
        breaks = before.count("\n")
        return self.line + breaks, len(before) - before.rfind("\n") if breaks else self.column + len(before)


def read(data: bytes, name: str, platform: str = "x") -> list[Draft]:
    """The drafts of a file's bytes, as `sort_out` has them; InputError where a row cannot be taken."""
    drafts, faults = sort_out(data, name, platform)
    if faults:
        raise InputError(*faults)
    return drafts


def sort_out(data: bytes, name: str, platform: str = "x") -> tuple[list[Draft], list[Fault]]:
    """The drafts of a file's bytes, and what is wrong with the rows that cannot be taken.

    `name` tells a table by its ending, other texts by a header with id and
    text; `platform` is that of drafts which name none.  Raises InputError
    where the file as a whole cannot be read.
    """
    text = _decoded(data, name)
    table = Path(name).suffix.lower() in TABLES
    if not text.strip():
        return [], []
    if jsonfile.is_json(text, name):
        return _objects(text, name, platform)
    layout = _layout(text, {"text"} if table else {"id", "text"})
    if layout is None and table:
        raise InputError(Fault(name, "has no column text", "name the columns id,text (and platform, kind, context)", 1))
    return (list(_paragraphs(text, platform)), []) if layout is None else _table(text, layout, name, platform)


def network(word: str) -> str:
    """Our word for a network that somebody names; another word stays as it is."""
    word = word.strip().casefold()
    return PLATFORM_WORDS.get(word, word)


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


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table of drafts is written: its delimiter, its columns as written, and the line of its header."""

    delimiter: str
    header: list[str]
    line: int

    @property
    def names(self) -> list[str]:
        return [one.casefold() for one in self.header]


def _layout(text: str, required: set[str]) -> _Layout | None:
    """How a table is written, or None where its first line lacks a required column; Excel may say sep=; above it."""
    first, _, more = text.partition("\n")
    said = _SEPARATOR.fullmatch(first)
    if said:
        first = more.partition("\n")[0]
    for delimiter in (said[1],) if said else DELIMITERS:
        found = _Layout(delimiter, [cell.strip().strip('"') for cell in first.split(delimiter)], 2 if said else 1)
        if required <= set(found.names):
            return found
    return None


def _paragraphs(text: str, platform: str) -> Iterator[Draft]:
    """One draft for each run of lines that are not blank; ids count from 1."""
    for number, found in enumerate(re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text), start=1):
        start = found.start()
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        draft = found.group().rstrip()
        yield Draft(str(number), draft, platform, kind_of(draft), line=line, column=column)


def one_run(drafts: Sequence[Draft], name: str) -> list[str]:
    """A line where plain text of several lines became one draft: who wrote a draft a line has to hear of it."""
    alone = drafts[0] if len(drafts) == 1 else None
    lines = len(alone.text.splitlines()) if alone and not (alone.escaped or alone.quoted) else 0
    said = content.wording()["lint"]["one_run"].format(lines=lines) if lines > 1 else ""
    return [f"{name}: {said}"] if said else []


def _table(text: str, layout: _Layout, name: str, platform: str) -> tuple[list[Draft], list[Fault]]:
    header = layout.names
    source = io.StringIO(text, newline="")
    rows = csv.reader(source, delimiter=layout.delimiter, strict=True)
    drafts: list[Draft] = []
    faults: list[Fault] = []
    lines = text.split("\n")
    start = 0
    try:
        for cells in rows:
            raw, line = "\n".join(lines[start : rows.line_num]), start + 1
            start = rows.line_num
            if line <= layout.line or not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                faults.append(
                    Fault(name, f"has {len(cells)} cells under {len(header)} columns", "quote the text", line)
                )
                continue
            row = dict(zip(header, cells, strict=False))
            beside = tuple(
                (key, row.get(key.casefold(), "")) for key in layout.header if key.casefold() not in OWN_COLUMNS
            )
            row["text"] = _GUARDED.sub("", row.get("text", ""))
            found = _choices(row, name, line, platform)
            if wrong := [one for one in found if isinstance(one, Fault)]:
                faults += wrong
                continue
            one = _row(row, raw, line, len(drafts) + 1, str(found[0]), str(found[1]))
            drafts.append(replace(one, beside=beside))
    except csv.Error as error:
        raise InputError(Fault(name, f"is broken as a table ({error})", "check the quotes", start + 1)) from None
    return drafts, faults


def _objects(text: str, name: str, platform: str) -> tuple[list[Draft], list[Fault]]:
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for entry in jsonfile.entries(text, name):
        row = {key.casefold(): value for key, value in entry.values.items()}
        found = _choices(row, name, entry.line, platform)
        if wrong := [one for one in found if isinstance(one, Fault)]:
            faults += wrong
            continue
        beside = tuple((key, value) for key, value in entry.values.items() if key.casefold() not in OWN_COLUMNS)
        id_ = row.get("id", "").strip() or str(len(drafts) + 1)
        platform_, kind = map(str, found)
        drafts.append(
            Draft(id_, row["text"], platform_, kind, row.get("context", ""), entry.line, entry.column, escaped=True,
                  beside=beside)
        )  # fmt: skip
    return drafts, faults


def _choices(row: dict[str, str], name: str, line: int, platform: str) -> list[str | Fault]:
    """Platform and kind of a row, or what is wrong with them."""
    wanted = network(row.get("platform", "")) or _meant(row) or platform
    kind = row.get("kind", "").strip().upper() or kind_of(row.get("text", ""))
    kind = KIND_WORDS.get(kind.casefold(), kind)
    return [
        wanted if wanted in PLATFORMS else _unknown(name, line, "platform", wanted, PLATFORMS),
        kind if kind in KINDS else _unknown(name, line, "kind", kind, KINDS),
    ]


def _meant(row: dict[str, str]) -> str:
    """The platform that another column names; empty where it names none, for a channel may be a newsletter too."""
    return next((one for key in NETWORKS if (one := network(row.get(key, ""))) in PLATFORMS), "")


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
