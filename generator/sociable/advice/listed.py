"""People whom an export lists, by their names: word by word through hash tables, so the cost is linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from sociable.advice import namesigns, saidnames
from sociable.advice.identities import WORD, Identities, folded, ordinary, words_of

NAME = "[name]"
_APART = re.compile(r"[^\w@＠\[\]()!?:;]*+(?:# ?)?(?:" + namesigns.PARTICLE + " )?")
_REALM = re.compile(r"(?:U\.\s?(?:K|S|N|A\.\s?E)|E\.\s?U)\b")
"""An abbreviation whose first letter is no initial: KFC U.K."""
_WHOSE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is known, and the words of names that give somebody away alone (folded)."""

    known: Identities
    telling: frozenset[str]

    def hide(self, text: str, first: str) -> str:
        """`text` without them: the longest run of words that is one, never across other words.

        `first` is the given name of whom the text speaks to, or empty.
        """
        words = list(WORD.finditer(text))
        pieces, last, index = [], 0, 0
        while index < len(words):
            length = self.run(text, words, index, first)
            if length:
                start, end = words[index].start(), words[index + length - 1].end()
                while joined := _joined(text, words, index + length):
                    length, end = length + 1, joined
                end -= 2 if _WHOSE.search(text[start:end]) else 0
                pieces += [text[last:start], NAME]
                last = end
            index += length or 1
        return "".join([*pieces, text[last:]])

    def run(self, text: str, words: list[re.Match[str]], index: int, first: str = "", after_sign: bool = False) -> int:
        """How many words from `index` on are a person's name; 0 when none."""
        start = words[index].start()
        sign = "" if after_sign else text[max(0, start - 1) : start]
        if sign == "@":
            return 0
        begins = folded(words[index].group()) in self.known.heads
        for length in range(min(self.known.longest + 1, len(words) - index), 1, -1) if begins else ():
            run = words[index : index + length]
            if (
                self._named([one.group() for one in run])
                and _adjacent(text, run)
                and not (_mere_words(run) or _abroad(text, run))
            ):
                return length
        if sign == "#":
            return 0
        if begins and _parted(self.known, text, words[index : index + 3]):
            return 3
        if text.startswith("_", words[index].end()):
            return 0
        word = _WHOSE.sub("", words[index].group())
        alone = not word.islower() and folded(word) in self.known.single
        if alone or (bool(first) and word == first):
            return 1
        return 1 + _surnames(text, words, index) if self._tells(text, words, index) else 0

    def _named(self, said: list[str]) -> bool:
        """Whether words are a name as it is listed, or one of three words and more with initials that are not."""
        inner = [one for one in said[1:-1] if len(one) > 1]
        ways = [said, [said[0], *inner, said[-1]]] if inner else [said]
        return any(folded(_WHOSE.sub("", " ".join(one))) in self.known.names for one in ways)

    def _tells(self, text: str, words: list[re.Match[str]], index: int) -> bool:
        """Whether one word gives somebody away: no boat, place or firm that is called after them."""
        if not self.telling or words[index].group()[0].islower():
            return False
        word = folded(_WHOSE.sub("", words[index].group()))
        if not {word, word.removesuffix("s")} & self.telling:
            return False
        after = folded(words[index + 1].group()) if index + 1 < len(words) else ""
        called = namesigns.NOT_AFTER.search(text[max(0, words[index].start() - 12) : words[index].start()])
        if called and not word.endswith("s") and after not in ("family", "household"):
            return False
        near = index + 1 < len(words) and text[words[index].end() : words[index + 1].start()] == " "
        return not (near and words[index + 1].group()[0].isupper() and after in words_of("organisations"))


def _joined(text: str, words: list[re.Match[str]], index: int) -> int:
    """Where a word ends that a hyphen ties to the name before it, as the other half of Anna-Maria; else 0."""
    if index == len(words) or text[words[index - 1].end() : words[index].start()] not in ("-", "‐", "‑"):
        return 0
    word = words[index].group()
    return words[index].end() if word[0].isupper() and folded(_WHOSE.sub("", word)) not in ordinary() else 0


def _surnames(text: str, words: list[re.Match[str]], index: int) -> int:
    """How many words that are none of the language follow, each with a capital and one blank before it."""
    size = 0
    for before, word in pairwise(words[index : index + saidnames.LONGEST]):
        plain = folded(_WHOSE.sub("", word.group()))
        strange = plain not in ordinary() and plain not in words_of("no-names")
        if text[before.end() : word.start()] != " " or not word.group().istitle() or not strange:
            break
        size += 1
    return size


def _parted(known: Identities, text: str, run: list[re.Match[str]]) -> bool:
    """Whether first and last of three words are a name, and a middle or pet name stands between them."""
    said = [one.group() for one in run]
    if len(said) < 3 or not _adjacent(text, run, '"“”()'):
        return False
    initial = len(said[1]) == 1 and not {said[0], said[2]} & ordinary()
    if not (initial or all(one[0].isupper() for one in said)):
        return False
    return folded(f"{said[0]} {_WHOSE.sub('', said[2])}") in known.names


def _adjacent(text: str, run: list[re.Match[str]], more: str = "") -> bool:
    """Whether nothing but blanks and signs stands between words; the odder the signs, the less ordinary the words."""
    gaps = [text[a.end() : b.start()] for a, b in pairwise(run)]
    if all(len(gap) <= 3 and not gap.strip(" \u00a0\n\t.,-‐‑’'*_/" + more) for gap in gaps):
        return True
    plain = all(folded(one.group()) in ordinary() for one in run)
    return not plain and all(len(gap) <= 6 and _APART.fullmatch(gap) for gap in gaps)


def _abroad(text: str, run: list[re.Match[str]]) -> bool:
    """Whether the last word is the beginning of a realm: U.K."""
    return len(run[-1].group()) == 1 and _REALM.match(text, run[-1].start()) is not None


def _mere_words(run: list[re.Match[str]]) -> bool:
    """Whether what reads like a name is words of the language, written small: open science."""
    said = [one.group() for one in run]
    small = all(map(str.islower, said)) and any(one in ordinary() for one in said)
    return small or any(len(one) == 1 and one.islower() for one in said)
