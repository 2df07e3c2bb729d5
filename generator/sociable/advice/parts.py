"""Words of people's names that give somebody away alone, because the brand's own texts use them for nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache

import polars as pl

from sociable.advice.identities import WORD, folded, is_given, nobodies, ordinary, words_of

SHORTEST = 4
OFTEN = 3
"""A word with a capital in more texts than this is a place, a product or somebody everybody knows ..."""
NAMED = 0.25
"""... unless so many of these texts say more of the person's name."""
SAMPLE = 5_000
"""So many texts tell the words of the language; they are taken evenly from all."""
_WORDS = re.compile(r"(?<![\w@#/.:-])[^\W\d_]{2,}+(?![\d@/-])")


def telling(people: pl.DataFrame, writers: Collection[str], texts: pl.Series) -> frozenset[str]:
    """Such words, folded: of `writers` (person keys), who wrote, of others whose name begins with a given one, and of
    whom the texts call by more of the name elsewhere."""
    sure, beside = _candidates(people, writers)
    if not beside:
        return frozenset()
    step = max(1, len(texts) // SAMPLE)
    small, large, named = _uses(texts.gather_every(step).drop_nulls(), beside)
    seldom = (one for one in beside if large[one] <= OFTEN or named[one] >= NAMED * large[one])
    return frozenset(one for one in seldom if one in sure or named[one]) - small


def _candidates(people: pl.DataFrame, writers: Collection[str]) -> tuple[set[str], dict[str, set[str]]]:
    """Words of what is surely a person's name, and those of all names, each with the words that stand beside it."""
    sure, beside = set[str](), dict[str, set[str]]()
    others = people.filter(~pl.col("is_self").fill_null(False)) if people.height else people
    for who, name in others.select("key", "name").drop_nulls().iter_rows() if people.height else ():
        said = [one for one in WORD.findall(name) if len(one) > 1]
        words = {folded(one) for one in said}
        if not 2 <= len(said) <= 4 or not words_of("organisations").isdisjoint(words):
            continue
        strange = set(filter(_strange, words))
        for one in strange:
            beside.setdefault(one, set()).update(words - {one})
        if who in writers or is_given(said[0]) or not said[0].isascii():
            sure |= strange
    return sure, beside


def _strange(word: str) -> bool:
    return len(word) >= SHORTEST and word not in ordinary() and word not in _common()


@cache
def _common() -> frozenset[str]:
    """Words that a name may hold and that are more than a name."""
    firms = frozenset(word for one in nobodies() for word in one.split())
    return firms | words_of("words-too") | words_of("no-names")


def _uses(texts: Iterable[str], beside: Mapping[str, set[str]]) -> tuple[set[str], Counter[str], Counter[str]]:
    """Which words of `beside` the texts write small, in how many each has a capital, and in how many of these it
    stands with a word from beside it."""
    small, large, named = set[str](), Counter[str](), Counter[str]()
    for text in texts:
        said = set(_WORDS.findall(text))
        capital = {folded(one) for one in said if not one.islower()}
        small.update(plain for one in said if one.islower() and (plain := folded(one)) in beside)
        large.update(capital & beside.keys())
        named.update(one for one in capital & beside.keys() if not beside[one].isdisjoint(capital))
    return small, large, named
