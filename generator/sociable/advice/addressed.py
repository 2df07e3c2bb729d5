"""Whom comments speak to where a platform's export writes a mention as a bare name: Jane Doe that is true.

Nothing marks such a name but its place, the first words of a comment, and that
its words are none of the language: neither our own prose nor the brand's texts
write them small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import polars as pl

from sociable.advice import namesigns
from sociable.advice.identities import WORD, is_given, ordinary, words_of

PLATFORMS = ("facebook", "linkedin")
LONGEST = 4
_NAME = re.compile(r"[^\W\d_a-zà-ÿ](?:[^\W\d_]*[^\W\d_A-Z])?(?:['’][^\W\d_]+)?|[A-Z]{2,3}")
_GAP = re.compile(rf"(?:[\s.\u00a0-]|[^\w\s,;:!?'’\"&/|])*(?:{namesigns.PARTICLE} ){{0,2}}(?:\([^)\n]*\) ?)?")
_SMALL = re.compile(r"(?<![\w@#/.:-])[^\W\d_A-Z][^\W\d_]*+(?![\d@/-])")
_TOLD = re.compile(
    r"(?:['’]s\b|\s+(?:is|isn['’]t|was|are|were|has|had|have|does|did|can|will|would|could|should|might|may|must|of|for"
    r"|in|on|at|to|by|from|with|vs|as|than)\b(?! (?:you|this|that|it|there|we|i)\b))"
)
"""What follows whom a text speaks of, not to."""


def people(posts: pl.DataFrame) -> pl.DataFrame:
    """The people whom comments begin with: key, name, handle (null) and is_self (false), as PEOPLE has them."""
    names: set[str] = set()
    if {"platform", "kind", "text"} <= set(posts.columns):
        ours = posts.filter(pl.col("platform").is_in(PLATFORMS) & pl.col("text").is_not_null())
        texts = ours.filter(pl.col("kind").is_in(["R", "U"]))["text"].to_list()
        small = _small(ours["text"]) if texts else frozenset()
        names = {name for text in texts for name in _names(text, small)}
    found = sorted(names)
    return pl.DataFrame(
        {"key": [f"name:{one}" for one in found], "name": found, "handle": None, "is_self": False},
        schema={"key": pl.Utf8, "name": pl.Utf8, "handle": pl.Utf8, "is_self": pl.Boolean},
    )


def _small(texts: Iterable[str]) -> frozenset[str]:
    """Words that the texts write small: those of the language."""
    return ordinary() | {one for text in texts for one in _SMALL.findall(text)}


def _names(text: str, small: frozenset[str]) -> Iterator[str]:
    """The name at the head of a comment: as long as it can be, and its first two words."""
    words: list[re.Match[str]] = []
    for word in WORD.finditer(text.lstrip(' ."“')):
        gap = word.string[words[-1].end() : word.start()] if words else word.string[: word.start()]
        plain = re.split(r"['’]", word.group().casefold())[0]
        strange = plain not in small or (len(plain) == 1 and plain != "i" and bool(words)) or word.group().isupper()
        if len(words) == LONGEST or not _NAME.fullmatch(word.group()) or (words and not _GAP.fullmatch(gap)):
            break
        if gap and not words:
            return
        if not strange and (words or not _may_begin(plain)):
            break
        if plain in ("i", "im", "ok") or re.search(r"n['’]t$|['’](?:s|re|ll|ve|m|d)$", word.group()):
            break
        words.append(word)
    said = [one.group() for one in words]
    organised = words_of("organisations").intersection(map(str.casefold, said))
    if len(words) < 2 or organised or _TOLD.match(words[-1].string, words[-1].end()):
        return
    yield " ".join(said)
    if len(said) > 2 and len(said[1]) > 1:
        yield " ".join(said[:2])


def _may_begin(word: str) -> bool:
    """Whether a word of the language is a given name as well."""
    return is_given(word) or word in words_of("words-too")
