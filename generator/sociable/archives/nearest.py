"""What to say of a container that no reader knows: the nearest format, and what is missing."""

from __future__ import annotations

import re

from sociable.archives import genericrows, tabular
from sociable.archives.container import Container, Member
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.errors import ArchiveError, Fault

_NOTHING = (b"", b"[]", b"{}", b"[ ]")
_TABLE_NAMES = (".csv", ".tsv", ".txt")
_FAULTS_MAX = 5
WORKBOOK = "a workbook that is no platform's export"
WORKBOOK_HOW = "save its sheet as CSV in UTF-8"
_COLUMN = re.compile(r"(?=.*[^\W\d_])(?!.*\d[-/.:]\d)[^\W_][\w ./()%#&'’:*+-]{0,49}")
"""What a name of a column looks like; a row with anything else holds values, and those may be somebody's words."""


def judge(container: Container, account: Account, formats: tuple[tabular.Format, ...]) -> tuple[Tally, ...]:
    """Notes for files that hold nothing; ArchiveError when there is something and nobody knows it."""
    notes, faults = [], []
    if any(one.size and one.tail.lower().endswith((".html", ".htm")) for one in container.members):
        raise ArchiveError(_other(container))
    for member in container.members:
        if member.tail.lower() == "no-data.txt" or (member.size < 64 and member.head().strip() in _NOTHING):
            notes.append(Tally(member.label, "none"))
            notes[-1].issue("empty", "nothing in it")
        elif member.tail.lower().endswith(_TABLE_NAMES):
            faults.append(_table(member, account, formats))
    if faults:
        raise ArchiveError(*faults[:_FAULTS_MAX])
    if len(notes) == len(container.members):
        return tuple(notes)
    raise ArchiveError(_other(container))


def _table(member: Member, account: Account, formats: tuple[tabular.Format, ...]) -> Fault:
    header = _header(member)
    if not header:
        return Fault(member.label, "no header row with several columns found", "check that the file is a CSV export")
    shown = [name for name in header if name.strip()][:30]
    if not all(_COLUMN.fullmatch(name.strip()) for name in shown):
        what = "not recognised; its first row holds values, not the names of columns"
        return Fault(member.label, what, "export it again, as text and with its header row")
    if account.columns:
        have = {tabular.plain(name) for name in header}
        lacking = [name for name in genericrows.headers(account) if tabular.plain(name) not in have]
        if lacking:
            what = f"columns {', '.join(lacking)} of brand.yaml are not in its header"
            return Fault(member.label, what, f"use columns that it has: {', '.join(shown)}", key="columns")
    close = tabular.nearest(header, formats)
    remedy = "export it again, or map its columns in brand.yaml (columns: {text: ..., created_at: ...})"
    if close is None:
        return Fault(member.label, f"not recognised; its columns are {', '.join(shown)}", remedy)
    if not close[1]:
        what = f"{close[0].name}: one part of a download, which says nothing alone"
        return Fault(member.label, what, "name the folder or archive as the platform wrote it")
    lacks = ", ".join(close[1])
    return Fault(member.label, f"not recognised; nearest is {close[0].name}, without the columns {lacks}", remedy)


def _header(member: Member) -> tuple[str, ...]:
    """The first row that could be a header, under the delimiter that gives most cells."""
    best: tuple[str, ...] = ()
    for layout in tabular.layouts(member):
        if best and layout.line > 5:
            break
        if len(layout.header) > len(best):
            best = layout.header
    return best


def workbook(name: str) -> bool:
    """Whether a file is a spreadsheet program's own, by its name."""
    return name.lower().endswith((".xlsx", ".xls", ".xlsm", ".ods"))


def _other(container: Container) -> Fault:
    names = [member.name for member in container.members]
    if any(name.lower().endswith((".html", ".htm")) for name in names):
        return Fault(container.label, "an export written as web pages", "request it again in the JSON or CSV format")
    if names and all(workbook(name) for name in names):
        return Fault(container.label, WORKBOOK, WORKBOOK_HOW)
    shown = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
    return Fault(
        container.label, f"no reader knows these files: {shown}", "name the folder or archive as the platform wrote it"
    )
