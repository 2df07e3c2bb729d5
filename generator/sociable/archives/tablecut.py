"""A table that breaks off: whether its last row is whole, told by quotes and cells."""

from __future__ import annotations

import csv
import io


def last_row(body: bytes, width: int, delimiter: str) -> int | None:
    """Where the last row of `body` begins when it is not whole, behind a header of `width` cells; else None.

    A row is not whole when the table ends inside its quotes, or when it has
    fewer cells than the header and no line break, and the row before it has
    them all.
    """
    if not body.strip() or (body.endswith((b"\n", b"\r")) and body.count(b'"') % 2 == 0):
        return None
    start = _begins(body)
    if _open(body[start:], delimiter):
        return start
    if body.endswith((b"\n", b"\r")) or _cells(body[start:], delimiter) >= width or not start:
        return None
    above = body[:start].rstrip(b"\r\n")
    return start if _cells(above[_begins(above) :], delimiter) >= width else None


def _begins(body: bytes) -> int:
    """Where the last row begins: behind the last line break that no quote holds."""
    before, at = body.count(b'"'), len(body)
    while at > 0:
        found = max(body.rfind(b"\n", 0, at), body.rfind(b"\r", 0, at))
        if found < 0:
            return 0
        before -= body.count(b'"', found, at)
        if before % 2 == 0:
            return found + 1
        at = found
    return 0


def _open(row: bytes, delimiter: str) -> bool:
    """Whether the row ends inside quotes."""
    try:
        list(csv.reader(io.StringIO(row.decode("utf-8", "replace"), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _cells(row: bytes, delimiter: str) -> int:
    lines = list(csv.reader(io.StringIO(row.decode("utf-8", "replace"), newline=""), delimiter=delimiter))
    return len(lines[-1]) if lines else 0
