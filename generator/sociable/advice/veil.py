"""Stand-ins for people that can be taken off again: what leaves the machine, and what comes back.

Handles, names, addresses and numbers follow `Masker`.  On top of that every
name-like word is veiled, because a draft has no archive whose table of people
would tell a customer from a town; the brand's own names stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from sociable import config
from sociable.advice.identities import ordinary, visible, words_of
from sociable.advice.masking import Masker
from sociable.tables import PEOPLE

KINDS = {"@customer": "@person", "[name]": "name", "[colleague]": "name", "[email]": "email", "[phone]": "phone",
         "[account]": "account", "[profile link]": "link"}  # fmt: skip
_TOKEN = re.compile("|".join(map(re.escape, KINDS)))
_HIDDEN = re.compile(r"@person\d+\b|\[(?:name|email|phone|account|link)\d+\]")
_TAKEN = re.compile(r"\[(?:name|email|phone|account|link)\d+\]")
"""Stand-ins that a draft brings along; nobody is meant by them."""
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![\w@#'’./\[])[^\W\d_a-z](?:[^\W\d_A-Z]+|[^\W\d_A-Z]*['’-][^\W\d_]+)"
    r"(?:\s(?:van |von |de |da |del |bin |al )?[^\W\d_a-z][^\W\d_A-Z]+)*(?![\w\]@])"
)
_START = re.compile(
    r"(?:^|[.!?:…\n\"“(•*–—]\s*|[\U0001F000-\U0001FAFF\u2600-\u27bf\ufe0f]\s*|(?:@person\d+|\[[a-z]+\d+\]|//\S+)[\s,]*)$"
)


@dataclass(frozen=True, slots=True)
class Veiled:
    """A text as it may leave, and what its stand-ins stand for."""

    text: str
    people: tuple[tuple[str, str], ...] = ()

    def lifted(self, answer: str) -> str:
        """`answer` with the people back in; a stand-in of nobody stays, for verification to refuse."""
        known = dict(self.people)
        return _HIDDEN.sub(lambda match: known.get(match.group(), match.group()), answer)


class Veil:
    """Veils texts of one brand, whatever its privacy settings say of its own pages."""

    def __init__(self, brand: config.Brand | None) -> None:
        about = brand or config.Brand.model_validate(
            {"brand": {"name": "-"}, "accounts": [{"platform": "other", "handle": "-"}]}
        )
        strict = about.model_copy(update={"privacy": about.privacy.model_copy(update={"mask_people": True})})
        self._masker = Masker(pl.DataFrame(schema=PEOPLE), strict)
        named = (about.about.name, *about.about.aliases, *about.about.products, *about.about.affiliates)
        self._own = frozenset(word.casefold() for name in named for word in re.findall(r"[^\W_]+", name))

    def over(self, text: str, beside: Veiled | None = None) -> Veiled:
        """`text` with numbered stand-ins for people; those of `beside` stand for the same people in both."""
        plain = _TAKEN.sub(" ", visible(text))
        masked = self._masker.staff(self._masker.text(plain))
        found = _aligned(plain, masked)
        known = {original: token for token, original in beside.people} if beside else {}
        if found is None:  # cannot be told apart again: hidden for good, and verification decides
            return Veiled(self._named(masked, {}))
        numbered = "".join(piece if not token else _number(token, piece, known) for piece, token in found)
        shown = self._named(numbered, known)
        return Veiled(shown, tuple((token, original) for original, token in known.items()))

    def _named(self, text: str, known: dict[str, str]) -> str:
        """`text` with name-like words replaced; one that opens a sentence may be an ordinary word and stay."""
        links = [match.span() for match in _URL.finditer(text)]

        def hide(match: re.Match[str]) -> str:
            words = match.group().split()
            opens = _START.search(text[: match.start()]) is not None
            linked = any(start <= match.start() < end for start, end in links)
            if linked or all(self._is_plain(word) for word in words):
                return match.group()
            if not opens or not _is_ordinary(words[0]):
                return _number("[name]", match.group(), known)
            if len(words) == 1:
                return match.group()
            return (
                words[0] + match.group()[len(words[0])] + _number("[name]", match.group()[len(words[0]) + 1 :], known)
            )

        return _NAME.sub(hide, text)

    def _is_plain(self, word: str) -> bool:
        bare = re.sub(r"['’]s$", "", word.casefold())
        return bare in self._own or bare.replace("’", "'") in words_of("capitals")


def _is_ordinary(word: str) -> bool:
    """Whether a word that opens a sentence is one of the language rather than a name."""
    bare = word.casefold().replace("’", "'")
    stems = (bare, re.sub(r"(?:'\w+|e?s|e?d|ing|ly)$", "", bare))
    return any(one in ordinary() or f"{one}e" in ordinary() for one in stems)


def _number(token: str, original: str, known: dict[str, str]) -> str:
    """The stand-in of `original`, the same wherever it is named again."""
    if original not in known:
        stem = KINDS[token]
        count = sum(1 for one in known.values() if one.strip("[").startswith(stem)) + 1
        known[original] = f"{stem}{count}" if stem.startswith("@") else f"[{stem}{count}]"
    return known[original]


def _aligned(plain: str, masked: str) -> list[tuple[str, str]] | None:
    """Pieces of `plain` in order, each with the token that hides it ("" where none); None when they do not fit."""
    literals = _TOKEN.split(masked)
    tokens = _TOKEN.findall(masked)
    pieces: list[tuple[str, str]] = [(literals[0], "")]
    if not plain.startswith(literals[0]):
        return None
    at = len(literals[0])
    for index, (token, literal) in enumerate(zip(tokens, literals[1:], strict=True), start=1):
        end = _end(plain, at, literal, last=index == len(tokens))
        if end is None:
            return None
        pieces += [(plain[at:end], token), (literal, "")]
        at = end + len(literal)
    return pieces if "".join(piece for piece, _ in pieces) == plain else None


def _end(plain: str, at: int, literal: str, last: bool) -> int | None:
    """Where what a token hides ends: before the next literal, as soon as that is one."""
    if not literal:
        return len(plain) if last else None
    found = len(plain) - len(literal) if last and plain.endswith(literal) else plain.find(literal, at + 1)
    return found if found > at else None
