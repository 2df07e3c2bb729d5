"""How little a rewrite changes: cuts that readers do not miss, and an addition set into the words as they stood."""

from __future__ import annotations

import re
from collections import Counter

from sociable.advice.entities import SLOT
from sociable.advice.segment import EMOJI, LINK, POINTERS

LOST = 8
"""Words that a post may lose beside an addition: readers who compared both miss what goes beyond."""
LISTED = 6
"""Emoji from which on a post is a list of them."""
CALLS = frozenset({"sales-calls", "stacked-calls", "stock-calls"})
VOICE = frozenset({"loudness", "boast", "hashtags"})
"""Cuts of calls that lead to a link, and of the voice: what they take away was missed more often than not."""
_LOUD = re.compile(r"!\s?!")
_SILENT = re.compile(r"[\s\u200b\u2060-\u2069\ufe0f\u200d\u20e3.,:;!?…\"“”'‘’()\[\]<>«»|•*_–—-]")
"""What says nothing by itself: a text is the same with more or less of it."""
_ENDS = re.compile(
    rf"[\ufe0f\u200d\u20e3]*(?:\s+[.!?…]+(?=\s|$))?[.!?…*\"”’')\]]*"
    rf"(?:(?!\s*{POINTERS.pattern})(?:\s*{EMOJI.pattern})+(?=[\s#@]|$))?"
)
"""What belongs to the words before it: marks, and emoji that do not point on."""
_ENDED = re.compile(rf"(?:[.!?…][\"”’')\]*]*|{EMOJI.pattern})$")
_OPEN = re.compile(
    r"\b(?:at|to|of|for|with|the|an?|and|or|but|in|on|by|from|our|your|my|its|via|per)[.,:;]?$",
    re.IGNORECASE,
)
"""How words end that something must follow."""
_LEADS = re.compile(r"\s*(?:[-–—=]*>+|[:,;|–—-]+)(?=\s)")
"""A mark that led to a link: an addition now stands between them."""


def gentle(cuts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those of `cuts` that `text` is better for: of calls where they lead nowhere, of the voice where it shouts."""
    spared = VOICE if not _LOUD.search(text) else VOICE - {"loudness"}
    spared |= CALLS if LINK.search(text) else frozenset()
    return tuple(one for one in cuts if one not in spared)


def adorned(text: str) -> bool:
    """Whether emoji are as many as in a list that they mark: nothing can be cut from it."""
    return len(EMOJI.findall(text)) >= LISTED


def torn(after: str, added: str) -> bool:
    """Whether `added` stands after words that something else must follow."""
    return bool(added and _OPEN.search(after.partition(added)[0].rstrip()))


def lost(before: str, after: str) -> int:
    """How many words of `before`, links aside, `after` does not have."""
    return (_words(before) - _words(after)).total()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w']+", LINK.sub(" ", SLOT.sub(" ", text)).replace("’", "'").casefold()))


def inset(before: str, after: str, added: str) -> str:
    """`before` with `added` at the place that it has in `after`, and all else as it stood.

    `after` itself where it says before the addition something else than
    `before` does, or says it in another order.
    """
    start, found, _ = after.partition(added)
    said, marks = "".join(one for _, one in _marks(start)), _marks(before)
    if not found or not said or said != "".join(one for _, one in marks[: len(said)]):
        return after
    end = marks[len(said) - 1][0] + 1
    end += len(_ENDS.match(before[end:]).group())  # type: ignore[union-attr]
    return _set(before[:end], added, before[end:], stop=start.rstrip().endswith("."))


def _set(head: str, added: str, tail: str, stop: bool) -> str:
    if lead := _LEADS.match(tail):
        tail = tail[lead.end() :]
    if (stop or re.search(r"#\w+$", head)) and not _ENDED.search(head):
        head += "."
    return f"{head} {added}{tail}" if tail[:1].isspace() or not tail else f"{head} {added} {tail}"


def _marks(text: str) -> list[tuple[int, str]]:
    """The characters that say something, with their places; emoji that point go when a post is taken apart."""
    pointing = {at for one in POINTERS.finditer(text) for at in range(*one.span())}
    return [(at, one) for at, one in enumerate(text) if at not in pointing and not _SILENT.match(one)]
