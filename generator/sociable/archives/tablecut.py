"""A table that breaks off: whether its last row is whole, told by quotes and cells."""

from __future__ import annotations

import csv
import io

LONG = 1 << 20
"""From this size on a row is not taken apart: whether its quotes are even must do."""


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
    """Where the last row begins: behind the last line break that no quote holds."""
    before, at = body.count(b'"'), len(body)
    feed, back = body.rfind(b"\n"), body.rfind(b"\r")  # each looked for on its own, so that no byte is twice
    while (found := max(feed, back)) >= 0:
        before -= body.count(b'"', found, at)
        if before % 2 == 0:
            return found + 1
        at = found
        feed = body.rfind(b"\n", 0, at) if feed == at else feed
        back = body.rfind(b"\r", 0, at) if back == at else back
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
