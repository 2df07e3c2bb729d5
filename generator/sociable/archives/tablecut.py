"""A table that breaks off, or whose quotes do: told by quotes and cells, before any reader takes it apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from sociable.archives.records import Tally
from sociable.errors import ArchiveError, Fault

LONG = 1 << 20
"""From this size on a row is not taken apart: whether its quotes are even must do."""
LINES_MAX = 10_000_000
"""Lines of one table: ten times the largest account that is measured."""
_GAP = LONG // 2


def closed(data: bytes, delimiter: str, tally: Tally, width: int = 0, above: int = 0) -> bytes:
    """`data` without the quotes that never close, which would make one cell of all that follows; those are counted.

    `width` are the cells of its header (0: not known), `above` the lines of the file before `data`.
    Raises ArchiveError for a table of more lines than LINES_MAX.
    """
    if (lines := data.count(b"\n")) > LINES_MAX:
        what = f"{lines:,} lines, more than {LINES_MAX:,}"
        raise ArchiveError(Fault(tally.file, what, "split the table, or leave it out"))
    strays = list(_strays(data, delimiter.encode())) or list(_stray(data, delimiter, width))
    if strays:
        line = above + data.count(b"\n", 0, strays[0]) + 1
        tally.issue(
            "quoting", f"a quote that never closes, in line {line}; read as if it were not there", count=len(strays)
        )
    edges = [-1, *strays, len(data)]
    return b"".join(data[edges[n] + 1 : edges[n + 1]] for n in range(len(edges) - 1)) if strays else data


def _strays(data: bytes, delimiter: bytes) -> Iterator[int]:
    """Quotes that open a cell of several lines and more than LONG bytes: no text is so long."""
    quoted = False
    for at in range(0, len(data) - _GAP + 1, _GAP):  # every gap of LONG holds one of these pieces whole
        before, quoted = quoted, data.find(b'"', at, at + _GAP) >= 0
        if before and not quoted:
            last = data.rfind(b'"', 0, at)
            end = data.find(b'"', at)
            end = len(data) if end < 0 else end
            if end - last > LONG and data.find(b"\n", last, end) >= 0 and _opens(data, last, delimiter):
                yield last


def _stray(data: bytes, delimiter: str, width: int) -> Iterator[int]:
    """The quote of a smaller table that never closes, where rows go on behind it: a table that breaks off has none."""
    if width < 2 or data.count(b'"') % 2 == 0:
        return
    start = _begins(data)
    if len(data) - start > LONG or _whole(data[start:], delimiter, width):
        return
    row = data[start:]
    for at in dict.fromkeys((row.find(b'"'), row.rfind(b'"'))):
        if _whole(row[:at] + row[at + 1 :], delimiter, width):
            yield start + at
            return


def _whole(rows: bytes, delimiter: str, width: int) -> bool:
    """Whether all rows have their cells and quotes, and the last one its end."""
    try:
        lines = list(_strict(rows, delimiter))
    except csv.Error:
        return False
    ends = len(lines) > 1 or rows.endswith((b"\n", b"\r"))
    return ends and all(len(one) == width for one in lines if one)


def _strict(rows: bytes, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(rows.decode("utf-8", "replace"), newline=""), delimiter=delimiter, strict=True)


def _opens(data: bytes, last: int, delimiter: bytes) -> bool:
    """Whether the quote there opens a cell: it stands alone, or behind pairs, where a cell begins."""
    first = last
    while first and data[first - 1 : first] == b'"':
        first -= 1
    return (last - first) % 2 == 0 and (not first or data[first - 1 : first] in (delimiter, b"\n", b"\r"))


def last_row(body: bytes, width: int, delimiter: str) -> int | None:
    """Where the last row of `body` begins when it is not whole, behind a header of `width` cells; else None.

    A row is not whole when the table ends inside its quotes, or when it has
    fewer cells than the header and no line break, and the row before it has
    them all.
    """
    if not body.strip() or (body.endswith((b"\n", b"\r")) and body.count(b'"') % 2 == 0):
        return None
    start = _begins(body)
    if len(body) - start > LONG:  # no row is so long: a stray quote, not a break
        return None
    if _open(body[start:], delimiter):
        return start
    if body.endswith((b"\n", b"\r")) or _cells(body[start:], delimiter) >= width or not start:
        return None
    above = body[:start].rstrip(b"\r\n")
    return start if _cells(above[_begins(above) :], delimiter) >= width else None


def _begins(body: bytes) -> int:
    """Where the last row begins: behind the last line break that no quote holds, as far back as a row may reach."""
    before, at, least = body.count(b'"'), len(body), max(0, len(body) - LONG - 1)
    feed, back = body.rfind(b"\n", least), body.rfind(b"\r", least)  # each on its own, so that no byte is twice
    while (found := max(feed, back)) >= 0:
        before -= body.count(b'"', found, at)
        if before % 2 == 0:
            return found + 1
        at = found
        feed = body.rfind(b"\n", least, at) if feed == at else feed
        back = body.rfind(b"\r", least, at) if back == at else back
    return 0


def _open(row: bytes, delimiter: str) -> bool:
    """Whether the row ends inside quotes."""
    try:
        list(_strict(row, delimiter))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _cells(row: bytes, delimiter: str) -> int:
    lines = list(csv.reader(io.StringIO(row.decode("utf-8", "replace"), newline=""), delimiter=delimiter))
    return len(lines[-1]) if lines else 0
