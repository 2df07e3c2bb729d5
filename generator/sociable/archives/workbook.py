"""Sheets of Excel workbooks, old and new, as rows of text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import python_calamine

from sociable.archives import packed, tabular
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.errors import ArchiveError, Fault

Sheet = list[list[str]]
FILES = r".*\.(?:xlsx?|xlsm|ods)"


def sheets(member: Member, tally: Tally | None = None) -> dict[str, Sheet]:
    """Every sheet by name, cells as text; ArchiveError for a workbook that cannot be opened."""
    data, digest = member.read()
    if tally is not None:
        tally.sha256 = digest
    if not data:
        return {}
    packed.check_workbook(data, member.label)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: [_row(row) for row in _rows(book, name)] for name in book.sheet_names}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        what = f"not a workbook that can be read ({error})"
        raise ArchiveError(Fault(member.label, what, "download it again, or save it as CSV")) from error


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> list[Sequence[object]]:
    return list(book.get_sheet_by_name(name).to_python(skip_empty_area=False))


def _row(cells: Sequence[object]) -> list[str]:
    return [_cell(cell) for cell in cells]


def _cell(cell: object) -> str:
    """A cell as a table file would have it: whole numbers without a point, days without a time."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == dt.time(0) else "%Y-%m-%d %H:%M:%S")
    return str(cell)


def find(sheet: Sheet, wanted: tabular.Format) -> int | None:
    """The row that is the header of such a table, behind any title rows."""
    for number, row in enumerate(sheet[: tabular.HEADER_ROWS]):
        if not wanted.missing(tuple(row)):
            return number
    return None
