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
            text = text if marks == 1 else text.replace("!", ".")
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
    text = re.sub(r"!+", ".", text) if full_stops else text
    text = re.sub(r"\?{2,}", "?", text)
    return _SHOUT.sub(lambda m: _small(m, _in_run(m), phrases.shout), text)


def _in_run(match: re.Match[str]) -> list[str]:
    """The words shouted next to it: then it is no acronym."""
    before = re.search(r"([A-Z][A-Z'’]+)[^\w#@]*$", match.string[: match.start()])
    after = re.match(r"[^\w#@]*([A-Z][A-Z'’]+)(?!\w)", match.string[match.end() :])
    return [one.group(1) for one in (before, after) if one]


def _small(match: re.Match[str], run: list[str], shout: frozenset[str]) -> str:
    word = match.group()
    common = [one for one in (word, *run) if one.replace("’", "'") in shout]
    known = word in common and (bool(run) or len(word) > 2)
    if not known and not (run and len(word) > _ACRONYM):
        return word
    start = not match.string[: match.start()].strip() or match.string[: match.start()].rstrip()[-1] in ".!?:"
    return word.capitalize() if start or not common else word.lower()
