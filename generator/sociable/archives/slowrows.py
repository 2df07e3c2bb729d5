"""The forgiving way to read a table that the fast reader refuses: row by row, and some rows at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import polars as pl

from sociable.errors import ArchiveError, Fault

ROWS = 50_000
"""So many at a time go from lists to columns, which take a tenth of the room."""
CELL_MAX = 1_000_000
"""Characters of a cell: more than any network takes, and few enough to hold up nothing."""


def read(body: bytes, width: int, delimiter: str, schema: Mapping[str, type[pl.DataType]], file: str) -> pl.DataFrame:
    """The rows as text columns, those with cells beyond `width` joined in the last; one without end is refused."""
    lines = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", errors="replace", newline="")
    parts, rows, row = [pl.DataFrame(schema=schema)], [], _Row(lines, file)
    for cells in csv.reader(row, delimiter=delimiter):
        row.ends()
        if cells:
            given = [cell or None for cell in cells[:width]] + [None] * (width - len(cells))
            rows.append([*given, delimiter.join(cells[width:]) or None])
        if len(rows) == ROWS:
            parts.append(pl.DataFrame(rows, schema=dict(schema), orient="row"))
            rows = []
    return pl.concat([*parts, pl.DataFrame(rows, schema=dict(schema), orient="row")])


class _Row:
    """The lines of a table for a reader that would hold a row of any size: ArchiveError for one beyond CELL_MAX."""

    def __init__(self, lines: Iterator[str], file: str) -> None:
        self._lines, self._file, self._number, self._size = lines, file, 0, 0

    def ends(self) -> None:
        """What comes is the next row."""
        self._number, self._size = self._number + 1, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._size += len(line)
            if self._size > CELL_MAX:
                what = f"row {self._number + 1} has more than {CELL_MAX:,} characters: its quotes do not close"
                raise ArchiveError(Fault(self._file, what, "correct its quotes, or export the table again"))
            yield line
