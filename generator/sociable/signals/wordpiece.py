"""Texts cut into the numbered pieces of words that a transformer was taught with (BERT's word pieces, lower-cased).

A word is cut into the longest pieces that the vocabulary has, from the left;
a word that cannot be cut so is unknown.  Accents and control signs go, each
punctuation mark and each Chinese sign is a word of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

LONGEST: Final = 100
"""Characters of a word; a longer one is unknown."""
INSIDE: Final = "##"
"""Marks a piece that does not begin a word."""
_CHINESE: Final = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
_ASCII_MARKS: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Pieces:
    """A vocabulary, ready to cut texts."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words`: each piece at its number; KeyError where [UNK], [CLS] or [SEP] is missing."""
        self.number = {word: at for at, word in enumerate(words)}
        self.unknown, self.start, self.end = (self.number[name] for name in ("[UNK]", "[CLS]", "[SEP]"))
        self._cut: dict[str, list[int]] = {}

    def pair(self, first: str, second: str, most: int) -> tuple[list[int], list[int]]:
        """Numbers of two texts between their marks, and 0 or 1 for each: which text it is of; `most` numbers in all.

        Where they are too long, the longer text loses its end first.
        """
        parts = self.cut(first), self.cut(second)
        sizes = _shortened(len(parts[0]), len(parts[1]), most - 3)
        one, other = (part[:size] for part, size in zip(parts, sizes, strict=True))
        numbers = [self.start, *one, self.end, *other, self.end]
        return numbers, [0] * (len(one) + 2) + [1] * (len(other) + 1)

    def cut(self, text: str) -> list[int]:
        """The numbers of a text's pieces."""
        return [piece for word in _words(text) for piece in self._of(word)]

    def _of(self, word: str) -> list[int]:
        known = self._cut.get(word)
        if known is None:
            known = self._cut[word] = self._longest(word)
        return known

    def _longest(self, word: str) -> list[int]:
        if len(word) > LONGEST:
            return [self.unknown]
        found: list[int] = []
        at = 0
        while at < len(word):
            mark = INSIDE if at else ""
            sizes = range(len(word), at, -1)
            end = next((end for end in sizes if mark + word[at:end] in self.number), None)
            if end is None:
                return [self.unknown]
            found.append(self.number[mark + word[at:end]])
            at = end
        return found


def _shortened(first: int, second: int, most: int) -> tuple[int, int]:
    """How much of two lengths stays, so that they are `most` together: the longer gives way."""
    if first + second <= most:
        return first, second
    short, long = sorted((first, second))
    long = short if short > most else max(short, most - short)
    if short + long > most:
        short, long = most // 2, most // 2 + most % 2
    return (long, short) if first > second else (short, long)


def _words(text: str) -> Iterator[str]:
    plain = "".join(map(_plain, text))
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if unicodedata.category(sign) != "Mn")
    for word in bare.lower().split():
        for is_mark, signs in groupby(word, _is_mark):
            run = "".join(signs)
            yield from run if is_mark else (run,)


def _plain(sign: str) -> str:
    """A sign as it is read: blanks are one kind, controls are nothing, Chinese stands apart."""
    if sign.isascii() and sign.isprintable():
        return sign
    if sign.isspace():
        return " "
    if sign == "\ufffd" or unicodedata.category(sign)[0] == "C":
        return ""
    return f" {sign} " if any(first <= ord(sign) <= last for first, last in _CHINESE) else sign


def _is_mark(sign: str) -> bool:
    return sign in _ASCII_MARKS or (not sign.isascii() and unicodedata.category(sign)[0] == "P")
