"""How loudly a post speaks: capitals, exclamation marks and emoji."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice.phrases import Phrases
from sociable.advice.segment import EMOJI, Draft

_SHOUT = re.compile(r"(?<![#@\w&'’.-])[A-Z][A-Z'’]+(?![\w&.-]\w|[\w&])")
_ACRONYM = 3
"""Words of up to this many capitals may be names and stay, unless they are among `shout`."""


def lowered(draft: Draft, phrases: Phrases) -> Draft:
    """Small letters, one exclamation mark and one emoji at most: still the brand's own voice."""
    kept, marks, emoji = [], 0, 0
    for one in draft.sentences:
        if "disclosure" in one.roles:
            kept.append(one)
            continue
        text = re.sub(r"!{2,}", "!", _calm(one.text, phrases, full_stops=False))
        if "!" in text:
            marks += 1
            text = text if marks == 1 else re.sub(r"!(?![)\]\"”])", ".", re.sub(r"!(?=[)\]\"”])", "", text))
        first = EMOJI.match(one.emoji)
        shown = first.group() if first and not emoji else ""
        emoji += bool(shown)
        kept.append(replace(one, text=text, emoji=shown))
    return replace(draft, sentences=tuple(kept))


def calm(draft: Draft, phrases: Phrases) -> Draft:
    """Ends with full stops, in small letters, without emoji."""
    kept = (
        one if "disclosure" in one.roles else replace(one, text=_calm(_dull(one.text), phrases))
        for one in draft.sentences
    )
    return replace(draft, sentences=tuple(replace(one, emoji="") for one in kept))


def _dull(text: str) -> str:
    """`text` without emoji, save those that stand for a word."""
    kept = re.sub(rf"(?<=\w) *(?:{EMOJI.pattern})+ *(?=\w)", " – ", text)
    kept = re.sub(rf"(?<!\ba )(?<!\bthe )(?:{EMOJI.pattern})", " ", kept)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(kept.split()))


def _calm(text: str, phrases: Phrases, full_stops: bool = True) -> str:
    text = re.sub(r"[!]+\?+|\?+!+[!?]*", "?", text)
    text = re.sub(r"!+", ".", re.sub(r"!+(?=[)\]\"”])", "", text)) if full_stops else text
    text = re.sub(r"\?{2,}", "?", text)
    shouted = _shouted(text)
    return _SHOUT.sub(lambda m: _small(m, phrases.shout, shouted), text)


def _small(match: re.Match[str], shout: frozenset[str], shouted: bool) -> str:
    """A word in small letters, unless it may be a name: those fall only where everything is shouted."""
    word = match.group()
    beside = re.search(r"\b([A-Z]{2,})[^\w#@]*$", match.string[: match.start()]) or re.match(
        r"[^\w#@]*([A-Z]{2,})\b", match.string[match.end() :]
    )
    company = beside is not None and beside.group(1) in shout
    known = word.replace("’", "'") in shout and (company or len(word) > 2)
    if not known and not (shouted and len(word) > _ACRONYM):
        return word
    before = match.string[: match.start()].rstrip()
    return word.capitalize() if not before or before[-1] in ".!?:" else word.lower()


def _shouted(text: str) -> bool:
    """Whether most words of a sentence stand in capitals."""
    found = re.findall(r"(?<![#@\w])[A-Za-z][A-Za-z'’]+", text)
    return sum(map(str.isupper, found)) >= max(2.0, 0.8 * len(found))
