"""Marks in a text as somebody can read them: no word is cut, and what stands side by side is one."""

from __future__ import annotations

import re
from typing import Final

Span = tuple[int, int]
_WORD: Final = re.compile(r"[#@]?\w+(?:[’'-]\w+)*")
_LEADING: Final = re.compile(r"[\s.,;:]*(?=\w)")
"""Marks before the first word of what is marked: they end what comes before."""


def readable(text: str, marks: list[Span]) -> list[Span]:
    """The marks of a text (offsets of characters) in order, as whole words, those apart by a blank made one."""
    begun = [(start + _leading(text[start:end]), end) for start, end in _merged(marks)]
    return _merged(_whole(text, begun), text)


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """The spans with no word cut: a detector may read half a hashtag, whoever asks why reads all of it."""
    starts, ends = [*range(len(text))], [*range(1, len(text) + 1)]
    for word in _WORD.finditer(text):
        first, last = word.span()
        starts[first:last], ends[first:last] = [first] * (last - first), [last] * (last - first)
    return [(starts[start], ends[end - 1]) for start, end in spans if start < end]


def _leading(text: str) -> int:
    found = _LEADING.match(text)
    return found.end() if found else 0


def _merged(spans: list[Span], text: str = "") -> list[Span]:
    """Spans in order, those that meet made one; with the text also those between which there is but a blank."""
    merged: list[Span] = []
    for start, end in sorted(set(spans)):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start] == " "):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
