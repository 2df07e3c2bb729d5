"""A text in runs: what is marked in it, what its draft changed, and as much of it as its place has room for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, Literal

from sociable.site import words
from sociable.site.parts import Segment

FAR: Final = 100
"""Characters that two versions may share before both are cut: about half of what a phone shows of them."""
LEAD: Final = 40
"""Characters that stay before the first change, back to the last space before them."""
CUT: Final = "… "
CARD: Final = 400
"""So many characters of a post stand on a card; the page of its question has the whole of it."""
LINK: Final = 56
"""So many characters of an address are read."""
_ADDRESS = re.compile(r"(https?://[^\s?#]+)([?#][^\s]*)?")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_ADDRESSED = re.compile(r"\s*(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")

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


def marked(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """`text` cut at the spans (character offsets; overlaps are merged, strays dropped)."""
    found: list[Segment] = []
    at = 0
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            found.append(Segment(text[at:start]))
        found.append(Segment(text[start:end], "mark"))
        at = end
    if at < len(text):
        found.append(Segment(text[at:]))
    return tuple(found)


def short(text: str) -> str:
    """`text` with the tails of long web addresses cut: where a link leads can be read, its tracking marks not.

    A piece that would be cut in two goes as a whole: half of a name is no help, and on no list of names to hide.
    """
    return _ADDRESS.sub(_short, text)


def _short(match: re.Match[str]) -> str:
    address, tail = match.group(1), match.group(2) or ""
    cut = "utm_" in tail or len(address + tail) > LINK
    if not cut:
        return address + tail
    if len(address) > LINK:
        address = address[: (address.rfind("/", len("https://"), LINK) + 1) or LINK]
    return f"{address}…"


def briefly(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments with long web addresses cut; one that is marked in part stays whole."""
    return tuple(Segment(short(one.text), one.kind) for one in segments)


def clipped(segments: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """The segments up to `most` characters, and how many more there are."""
    found: list[Segment] = []
    room, total = most, sum(len(one.text) for one in segments)
    for one in segments:
        found += [Segment(one.text[:room], one.kind)] if room > 0 else []
        room -= len(one.text)
    return (*found, Segment(words.more(total - most))) if total > most else tuple(found)


def carded(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments as far as a card has room, to the end of a word; a few words more are not worth the cut."""
    text = "".join(one.text for one in segments)
    if len(text) <= CARD + 100:
        return tuple(segments)
    return clipped(segments, max(text.rfind(" ", 0, CARD), CARD // 2))


def slotted(text: str, slots: Sequence[str]) -> tuple[Segment, ...]:
    """A draft with its open slots set apart."""
    if not slots:
        return (Segment(text),)
    pattern = re.compile("|".join(re.escape(slot) for slot in sorted(set(slots), key=len, reverse=True)))
    found, at = [], 0
    for match in pattern.finditer(text):
        found += [Segment(text[at : match.start()])] if match.start() > at else []
        found.append(Segment(match.group(), "slot"))
        at = match.end()
    return (*found, *((Segment(text[at:]),) if at < len(text) else ()))


def cut_away(before: str, after: str) -> tuple[Segment, ...]:
    """The original with the words that its draft no longer holds marked, joined into runs; moved ones are held.

    Handles that open a reply are held too: the network puts them there again.
    """
    addressed = _ADDRESSED.match(before)
    if addressed and not after.startswith("@"):
        return (Segment(addressed.group()), *cut_away(before[addressed.end() :], after))
    tokens = _WORDS.findall(before)
    said, left = ([one.casefold() for one in some if not one.isspace()] for some in (tokens, _WORDS.findall(after)))
    blocks = SequenceMatcher(None, said, left, autojunk=False).get_matching_blocks()
    same = {at for block in blocks for at in range(block.a, block.a + block.size)}
    moved = Counter(left) - Counter(said[at] for at in same)
    numbered = iter(enumerate(said))
    found: list[Segment] = []
    for token in tokens:
        gone = False
        if not token.isspace():
            at, word = next(numbered)
            gone = at not in same and not moved[word]
            moved[word] -= at not in same and not gone
        after_gone = bool(found) and found[-1].kind == "mark"
        kind: Literal["plain", "mark"] = "mark" if gone or (token.isspace() and after_gone) else "plain"
        if found and found[-1].kind == kind:
            found[-1] = Segment(found[-1].text + token, kind)
        else:
            found.append(Segment(token, kind))
    return tuple(one if re.search(r"\w|[^\x00-\u2fff]", one.text) else Segment(one.text) for one in found)
