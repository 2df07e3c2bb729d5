"""Who is who in a brand's exports: the words that give somebody away, and those that stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

import polars as pl

from sociable import config, resources

MAX_WORDS = 8
"""Display names of more words than this are matched by their first ones."""
DISTINCT = 6
"""A handle or a single name of fewer letters may be any word."""
_ASIDE = re.compile(r"[(\[].*?[)\]]|[|•·/].*")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_UNSEEN = re.compile(
    r"(?<=[\w@＠.+_-])(?:[\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    r"\U000e0000-\U000e007f]|[\ufe00-\ufe0f](?!\u20e3)|(?<=[!-~])[\u200c\u200d])+(?=[\w@＠.+_-])"
    r"|(?<=[\w@＠.+_-])[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+(?=[\w@＠])|(?<=\w)[\u200b\u00ad\u2060\ufeff]+"
    r"|(?<=[@＠])[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
"""Marks that nobody sees: those that messengers put around a handle, and those that part a name, number or address."""
_WIDE = (
    {0xFF10 + n: chr(0x30 + n) for n in range(10)}
    | {0xFF21 + small + n: chr(0x41 + small + n) for small in (0, 32) for n in range(26)}
    | {0xFF0E: ".", 0xFF3F: "_", 0xFF0D: "-", 0xFF0B: "+"}
)
"""Letters and digits as wide as a Chinese character."""
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_CASES = re.compile(r"(?<=[а-яєіґ]{3})(?:ого|ому|его|ему|ои|еи|ым|им|ом|ем|ую|ая|яя|ою|ею|ові|еві|[аяуюыиієеоь])(?!\w)")
"""How Cyrillic names end in other cases than the one in which they are listed."""
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
"""As those write a name whose keyboard lacks its letters."""
_UNJOINED = str.maketrans("", "", " '")
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
"""A name in a script that writes without blanks."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Sets to look words up in, all casefolded; their size is linear in the people."""

    own: frozenset[str]  # handles of the brand, its affiliates and public organisations
    kept: frozenset[str]  # names that stay
    names: frozenset[str]  # two to four words with one blank between
    heads: frozenset[str]  # their first words
    joined: frozenset[str]  # the same without blanks and apostrophes, as hashtags and folders write them
    single: frozenset[str]  # names of one word that is no ordinary one
    bare: frozenset[str]  # handles that are told without their @
    first: dict[str, str]  # person key -> first name as written
    unparted: re.Pattern[str]  # names in scripts without blanks
    longest: int  # words of the longest of `names`

    @classmethod
    def of(cls, people: pl.DataFrame, brand: config.Brand, mentions: Iterable[str] = ()) -> Identities:
        """Of the table of people and the handles that texts mention."""
        own = frozenset(_own_handles(brand, people))
        kept = frozenset(key(one) for one in own_names(brand) if key(one))
        stays = frozenset(word for one in (*kept, *map(key, brand.about.audience_terms)) for word in one.split())
        others = people.filter(~pl.col("is_self").fill_null(False)) if people.height else people
        names = frozenset(_person_names(others, kept))
        handles = list(others["handle"].drop_nulls()) if people.height else []
        return cls(
            own=own,
            kept=kept,
            names=names,
            heads=frozenset(one.partition(" ")[0] for one in names),
            joined=frozenset(found for one in names if len(found := one.translate(_UNJOINED)) >= DISTINCT),
            single=frozenset(_single_names(others, stays | own)),
            bare=frozenset(_bare_handles((*handles, *mentions), own | stays)),
            first=dict(_first_names(others)),
            unparted=_unparted(others),
            longest=max((one.count(" ") + 1 for one in names), default=1),
        )


def key(name: str) -> str:
    """The words of a name, casefolded, with one blank between them."""
    return folded(" ".join(WORD.findall(visible(name))))


def folded(words: str) -> str:
    """Words as names are looked up: small, without accents, with one sort of apostrophe."""
    small = words.casefold().replace("’", "'")
    if small.isascii():
        return small
    return _CASES.sub("", _ACCENTS.sub("", normalize("NFD", small)).translate(_STROKES))


def visible(text: str) -> str:
    """`text` in composed letters of common width, without marks that only hide a name from a search."""
    plain = normalize("NFC", text)
    return plain if plain.isascii() else _UNSEEN.sub("", plain).translate(_WIDE)


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of content/names, in small letters."""
    lines = resources.read(resources.find(f"content/names/{name}.txt")).splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def nobodies() -> frozenset[str]:
    """Brands, places and tales that sound like somebody (content/names/not-people.txt), in small letters."""
    lines = resources.read(resources.find("content/names/not-people.txt")).splitlines()
    return frozenset(line.casefold().strip() for line in lines if not line.startswith("#"))


def is_given(word: str) -> bool:
    """Whether a list of content/names holds a word as a given name."""
    return word.casefold() in words_of("given") or word.casefold() in words_of("world")


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """Words that our own prose writes small: enough of the language to know most openings by."""
    folders = (("content/rubric", ".md"), ("content/playbook", ".md"), ("content/rewrites", ".md"),
               ("content/sources", ".md"), ("content/words", ".txt"), ("content/rewrites", ".yaml"))  # fmt: skip
    texts = (resources.read(path) for folder, suffix in folders for path in resources.files(folder, suffix))
    return frozenset(one for text in texts for one in re.findall(r"(?<![\w@#/.])[a-z][a-z']*[a-z]", text))


def own_names(brand: config.Brand) -> Iterator[str]:
    """Names that stay: of the brand, its products, partners and team."""
    about = brand.about
    yield from (about.name, *about.aliases, *about.products, *about.affiliates, *brand.privacy.public_orgs)
    for one in brand.team:
        yield from (one.name, one.name.split()[0])


def _own_handles(brand: config.Brand, people: pl.DataFrame) -> Iterator[str]:
    for handle in (*(one.handle for one in brand.accounts), *brand.about.affiliates, *brand.privacy.public_orgs):
        yield handle.casefold().lstrip("@")
    if people.height:
        own = people.filter(pl.col("is_self").fill_null(False))["handle"].drop_nulls()
        yield from (one.casefold().lstrip("@") for one in own)


def _person_names(people: pl.DataFrame, kept: frozenset[str]) -> Iterator[str]:
    """Names of two to four words, in the ways in which they are written; desks put names where handles belong."""
    if people.height:
        for name in (*people["name"].drop_nulls().unique(), *people["handle"].drop_nulls().unique()):
            yield from (one for one in _spellings(name) if one not in kept)


@lru_cache(maxsize=1 << 15)
def _spellings(name: str) -> tuple[str, ...]:
    """A name as it stands, without titles and what is in brackets, first and last alone, and last name first.

    Kept for the next masker: a build makes two, of the files' names and of the texts.
    """
    return tuple(_spelt(name))


def _spelt(name: str) -> Iterator[str]:
    if (small := visible(name).casefold()).translate(_UMLAUTS) != small:
        yield from _spelt(small.translate(_UMLAUTS))
    whole = key(name).split()
    bare = key(_ASIDE.sub(" ", name)).split() if _ASIDE.search(name) else whole
    titles = words_of("titles")
    words = [one for one in bare if one not in titles]
    for plain in (whole[:MAX_WORDS], words[:MAX_WORDS]):
        if len(plain) >= 2:
            yield " ".join(plain)
    ends = (words[0], words[-1]) if len(words) >= 2 else ()
    if ends and not any(one in ordinary() or len(one) < 2 for one in ends):
        first, last = ends
        if "-" in name:  # Müller-Schmidt is called by either
            yield from (f"{first} {one}" for one in key(name.split()[-1]).split() if len(one) > 2)
        yield from (f"{first} {last}", f"{last} {first}", f"{first} {last[0]}", f"{first[0]} {last}")


def _single_names(people: pl.DataFrame, stays: frozenset[str]) -> Iterator[str]:
    """Names of one word; most are too often ordinary ones, the others are known."""
    for name in people["name"].drop_nulls().unique() if people.height else ():
        found = key(name)
        if " " not in found and len(found) >= DISTINCT and found not in stays and found not in ordinary():
            yield found


def _unparted(people: pl.DataFrame) -> re.Pattern[str]:
    """Names that stand among other characters without a blank: whole, or a part of them before a word of respect."""
    names = people["name"].drop_nulls().unique() if people.height else ()
    whole = sorted(
        {name for name in names if not name.isascii() and _UNPARTED.fullmatch(name)}, key=lambda one: (-len(one), one)
    )
    found = [r"\s?".join(map(re.escape, name)) for name in whole]
    found += [f"{re.escape(name[1:])}(?=[님씨])" for name in whole if len(name) == 3 and name[0] >= "가"]
    respect = "|".join(sorted(words_of("respect")))
    found += [f"{re.escape(name[:2] if len(name) > 2 else name[:1])}(?={respect})" for name in whole if name[0] < "가"]
    return re.compile("|".join(found) or r"(?!)")


def _first_names(people: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Person key to the capitalised first word of their name, for texts that speak to them."""
    for who, name in people.select("key", "name").drop_nulls().iter_rows() if people.height else ():
        match = WORD.search(name)
        if match and len(match.group()) > 1 and match.group()[0].isupper():
            yield who, match.group().capitalize() if match.group().isupper() else match.group()


def _bare_handles(handles: Iterable[str], stays: frozenset[str]) -> Iterator[str]:
    """Handles that cannot be mistaken for a word, where the @ was left out."""
    for handle in handles:
        whole = handle.casefold().lstrip("@")
        parts = {whole, whole.split("@")[0], whole.split(".")[0], whole.strip("_")}
        for plain in parts if whole not in stays else ():
            if len(plain) > 4 and plain not in stays and (_odd(plain) or _long(plain)):
                yield plain


def _odd(handle: str) -> bool:
    return "_" in handle or "." in handle or any(map(str.isdigit, handle))


def _long(handle: str) -> bool:
    return len(handle) >= DISTINCT and handle not in ordinary()
