"""Words of people's names that give somebody away alone, because the brand's own texts use them for nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache

import polars as pl

from sociable.advice import saidnames
from sociable.advice.identities import WORD, folded, ordinary

SHORTEST = 4
OFTEN = 3
"""A word with a capital in more texts than this is a place, a product or somebody everybody knows."""
SAMPLE = 5_000
"""So many texts tell the words of the language; they are taken evenly from all."""
_WORDS = re.compile(r"(?<![\w@#/.:-])[^\W\d_]{4,}+(?![\d@/-])")


def telling(people: pl.DataFrame, writers: Collection[str], texts: pl.Series) -> frozenset[str]:
    """Such words, folded: of `writers` (person keys), who wrote, and of others whose name begins with a given one."""
    found = frozenset(_candidates(people, writers))
    if not found:
        return found
    step = max(1, len(texts) // SAMPLE)
    small, large = _uses(texts.gather_every(step).drop_nulls(), found)
    return frozenset(one for one in found if one not in small and large[one] <= OFTEN)


def _candidates(people: pl.DataFrame, writers: Collection[str]) -> Iterator[str]:
    others = people.filter(~pl.col("is_self").fill_null(False)) if people.height else people
    for who, name in others.select("key", "name").drop_nulls().iter_rows() if people.height else ():
        said = [one for one in WORD.findall(name) if len(one) > 1]
        words = [folded(one) for one in said]
        if not 2 <= len(words) <= 4 or saidnames.words_of("organisations").intersection(words):
            continue
        if who in writers or saidnames.is_given(said[0]) or not said[0].isascii():
            yield from (folded(one) for one in said if len(one) >= SHORTEST and _strange(folded(one)))


def _strange(word: str) -> bool:
    return word not in ordinary() and word not in _common()


@cache
def _common() -> frozenset[str]:
    """Words that a name may hold and that are more than a name."""
    firms = frozenset(word for one in saidnames.nobodies() for word in one.split())
    return firms | saidnames.words_of("words-too") | saidnames.words_of("no-names")


def _uses(texts: Iterable[str], wanted: Collection[str]) -> tuple[set[str], Counter[str]]:
    """Which of `wanted` the texts write small, and in how many each has a capital."""
    small, large = set[str](), Counter[str]()
    for text in texts:
        said = set(_WORDS.findall(text))
        small.update(one for one in said if one.islower() and folded(one) in wanted)
        large.update({plain for one in said if not one.islower() and (plain := folded(one)) in wanted})
    return {folded(one) for one in small}, large
