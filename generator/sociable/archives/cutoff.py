"""A JSON document that breaks off in the middle, closed again behind its last whole record.

The outermost list is the list of records: a record of it that is not whole is
left out, for half a record may lack what makes it one; what stands before the
list, or in no list at all, is kept value by value.
"""

from __future__ import annotations

import re

DEEP = 500
"""Brackets in brackets: beyond that no document is read anyway."""
_PLAIN = rb"[^\"'/\[\]{}]++|\"(?:[^\"\\]++|\\.)*+\""
_FLAT = rb"\{(?:" + _PLAIN + rb")*+\}"
_NESTED = rb"\{(?:" + _PLAIN + rb"|" + _FLAT + rb"|\[(?:" + _PLAIN + rb"|" + _FLAT + rb")*+\])*+\}"
"""A whole record of three levels at most is one step: its signs change nothing."""
_TOKEN = re.compile(
    rb"\"(?:[^\"\\]++|\\.)*+\"?|'(?:[^'\\]++|\\.)*+'?|//[^\n]*|/\*.*?(?:\*/|\Z)|" + _NESTED + rb"|[\[\]{},]", re.S
)
_CLOSING = {b"[": b"]", b"{": b"}"}


def closed(data: bytes) -> tuple[bytes, bytes] | None:
    """The document up to its last whole record with every bracket closed, and the part of a record that was left out.

    None for one that does not break off, whatever else is wrong with it.
    """
    stack: list[bytes] = []
    records = 0  # how deep the list of records lies, counted with the list itself; 0 outside of it
    kept = 0
    for token in _TOKEN.finditer(data):
        sign = token[0]
        if sign in _CLOSING:
            stack.append(sign)
            if len(stack) > DEEP:
                return None
            if not records:
                kept = token.end()
                records = len(stack) if sign == b"[" else 0
        elif sign[:1] == b"{":
            if not stack:
                return None
            if not records or len(stack) == records:
                kept = token.end()
        elif sign in (b"]", b"}"):
            if not stack or _CLOSING[stack.pop()] != sign:
                return None
            if not stack:
                return None
            records = records if len(stack) >= records else 0
            if not records or len(stack) == records:
                kept = token.end()
        elif sign == b"," and stack and (not records or len(stack) == records):
            kept = token.start()
    if not stack:
        return None
    opened = stack[:records] if records else stack
    return data[:kept] + b"".join(_CLOSING[one] for one in reversed(opened)), data[kept:].strip(b", \r\n\t")
