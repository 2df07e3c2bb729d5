"""Two long versions of one post from where they part, so that a cut place still shows what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sociable.site.parts import Segment

FAR: Final = 100
"""Characters that two versions may share before both are cut: about half of what a phone shows of them."""
LEAD: Final = 40
"""Characters that stay before the first change, back to the last space before them."""
CUT: Final = "… "

Segments = tuple[Segment, ...]


def around(before: Sequence[Segment], after: Sequence[Segment]) -> tuple[Segments, Segments]:
    """Both versions from shortly before their first difference; as they are where it comes early."""
    old, new = ("".join(one.text for one in side) for side in (before, after))
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if same <= FAR:
        return tuple(before), tuple(after)
    start = max(old.rfind(mark, 0, same - LEAD) for mark in (" ", "\n")) + 1
    return _since(before, start), _since(after, start)


def _since(segments: Sequence[Segment], start: int) -> Segments:
    found = [Segment(CUT)] if start else []
    for one in segments:
        if len(one.text) > start:
            found.append(Segment(one.text[start:], one.kind))
        start = max(0, start - len(one.text))
    return tuple(found)
