"""Hides people outside the brand before a text reaches the report (SPEC 13).

Handles, e-mail addresses, phone numbers and profile links follow their form,
so they are hidden even when nobody of that name is in the archive.  Names
follow the table of people, word by word through a hash table: the cost is
linear in the texts and in the people, whatever their product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, pairwise
from unicodedata import normalize

import polars as pl

from sociable import config
from sociable.advice import saidnames, staff
from sociable.advice.contacts import emails_hidden, phones_hidden
from sociable.advice.hosts import addresses, carries_phone, decoded, is_under, owners
from sociable.advice.identities import DISTINCT, WORD, Identities, folded, ordinary, own_names, visible

CUSTOMER, NAME = "@customer", "[name]"
PROFILE, COLLEAGUE = "[profile link]", "[colleague]"

_REDDITOR = re.compile(r"(?<![\w/.])/?u/([A-Za-z0-9_-]{3,20})(?![\w-])")
_HANDLE = re.compile(
    r"(?:(?<![\w@＠])[@＠](?=\w)|(?<=\w)[@＠](?=[A-Za-z_]\w{2}))([A-Za-z0-9_](?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?)"
)
_ADDRESSED = re.compile(r"\s*[\"“]?[@＠]\w")
_SIGN = re.compile(r"(?<![\w@＠])[@＠](?=[^\W\d_])")
_REALM = re.compile(r"(?:U\.\s?(?:K|S|N|A\.\s?E)|E\.\s?U)\b")
"""An abbreviation whose first letter is no initial: KFC U.K."""
_WHOSE = re.compile(r"['’]s$")
_TYPED = re.compile(r"\s|\+\d{7}")
"""What stands in no address that a network made."""
_TOKEN = re.compile(r"(?<![@\w])#?\w+(?:[.-]\w+)*")
_PIECE = re.compile(r"#?\w+")
_BETWEEN = re.compile(r"[\W_]+")


class Masker:
    """Masks texts of one brand; build it once, `people` is read in a single pass.

    `mentions` are handles that texts name, `agents` the staff whom a tool's export names.
    """

    def __init__(
        self, people: pl.DataFrame, brand: config.Brand, mentions: Iterable[str] = (), agents: Iterable[str] = ()
    ) -> None:
        self._on = brand.privacy.mask_people
        self._known = Identities.of(people, brand, mentions)
        self._domains = tuple(one.casefold().removeprefix("www.") for one in brand.about.domains)
        own = (*self._known.kept, *(one.casefold() for one in own_names(brand)))
        self._stays = frozenset(word for one in own for word in one.split())
        self._firsts = frozenset(one.casefold() for one in self._known.first.values())
        self._team = staff.pattern(brand, agents)

    def text(self, text: str | None, person: str | None = None) -> str:
        """`text` with people hidden; `person` is the key of the one it speaks to, if known."""
        if not text or not self._on:
            return text or ""
        found = emails_hidden(visible(text))
        spoken = person is not None or bool(_ADDRESSED.match(found))
        pieces, last = [], 0
        for start, end in addresses(found):
            pieces += [self._words(found[last:start], person, spoken, not last), self._url(found[start:end])]
            last = end
        return "".join([*pieces, self._words(found[last:], person, spoken, not last)])

    def texts(self, texts: pl.Series, people: pl.Series | None = None) -> pl.Series:
        """A whole column of texts, masked; nulls stay null."""
        keys: Iterable[str | None] = people if people is not None else [None] * len(texts)
        masked = [None if one is None else self.text(one, key) for one, key in zip(texts, keys, strict=True)]
        return pl.Series(texts.name, masked, dtype=pl.Utf8)

    def staff(self, text: str) -> str:
        """`text` without the names of the team: a bad example describes a post, never its author (R15)."""
        return self._team.sub(COLLEAGUE, text) if self._team else text

    def link(self, link: str | None) -> str | None:
        """A permalink, or None where it would show who was spoken to."""
        if not link or not self._on:
            return link
        if self._url(link) == PROFILE:
            return None
        found = decoded(visible(link))
        return None if _TYPED.search(found) or emails_hidden(found) != found else link

    def path(self, name: str) -> str:
        """The path of a file with people hidden: folders of downloads are named after them."""
        if not self._on:
            return name
        pieces = [self._piece(piece) for piece in re.split(r"([/!])", emails_hidden(normalize("NFC", name)))]
        return "".join(pieces)

    def _piece(self, piece: str) -> str:
        words = [folded(one) for one in _BETWEEN.split(piece)]
        known = self._known
        runs = (words[i : i + n] for i in range(len(words)) for n in range(1, known.longest + 1))
        for run in runs:
            plain = " ".join(run)
            if plain in known.names or plain in known.joined or plain in known.single or "_".join(run) in known.bare:
                return NAME + (f"_{words[-1]}" if words[-1].isdigit() else "") + "".join(re.findall(r"\.\w+$", piece))
        return piece

    def _is_own(self, handle: str) -> bool:
        plain = handle.casefold().lstrip("@").rstrip(".")
        return plain in self._known.own

    def _url(self, url: str) -> str:
        if any(not self._is_own(one) for one in owners(url)) or self._leads_to(url):
            return PROFILE
        ours = any(is_under(url, domain) for domain in self._domains)
        return PROFILE if not ours and carries_phone(decoded(url)) else url

    def _leads_to(self, url: str) -> bool:
        """Whether a piece of an address is somebody's handle or name, wherever it leads."""
        plain = decoded(url).casefold()
        pieces = re.findall(r"[\w.-]+", plain.partition("//")[2] or plain)[1:]
        return not self._known.bare.isdisjoint(pieces) or self._speaks_of(" ".join(pieces))

    def _speaks_of(self, words: str) -> bool:
        """Whether somebody's full name is among words of which nothing tells how they are written."""
        found, known = _BETWEEN.sub(" ", words).split(), self._known
        runs = (found[i : i + n] for i in range(len(found)) for n in range(2, known.longest + 1))
        return any(
            folded(" ".join(run)) in known.names and not all(one in ordinary() or one in self._stays for one in run)
            for run in runs
        )

    def _words(self, text: str, person: str | None, spoken: bool, opens: bool) -> str:
        text = self._displayed(text)
        text = _HANDLE.sub(lambda m: m.group() if self._is_own(m.group(1)) else CUSTOMER, text)
        text = _REDDITOR.sub(lambda m: m.group() if self._is_own(m.group(1)) else CUSTOMER, text)
        text = _TOKEN.sub(self._bare, text)
        text = self._known.unparted.sub(NAME, phones_hidden(text))
        return saidnames.hide(self._people(text, person), self._stays, self._firsts, spoken, opens)

    def _bare(self, match: re.Match[str]) -> str:
        """A handle without its @, or a tag made of a name; a dot may also be the end of a sentence."""
        whole = match.group().casefold().lstrip("#")
        if whole in self._known.bare:
            return CUSTOMER
        return _PIECE.sub(self._tagged, match.group())

    def _tagged(self, match: re.Match[str]) -> str:
        plain = match.group().casefold().lstrip("#")
        if plain in self._known.bare:
            return CUSTOMER
        told = match.group().startswith("#") or re.search(r"[^\W\d_A-Z][A-Z]", match.group())
        if told and self._holds(folded(plain.replace("_", ""))):
            return NAME
        return NAME if match.group()[0] == "#" and saidnames.tagged(match.group(), self._stays) else match.group()

    def _holds(self, tag: str) -> bool:
        """Whether a tag is somebody's name or handle, or begins or ends with one: #ThankYouJaneDoe."""
        bare, known = tag.rstrip("0123456789"), self._known
        if tag in known.joined or bare in known.joined:
            return True
        parts = (one for i in range(DISTINCT + 1, len(bare)) for one in (bare[:i], bare[-i:]))
        return any(one in known.joined or (one in known.bare and one not in ordinary()) for one in parts)

    def _parted(self, text: str, run: list[re.Match[str]]) -> bool:
        """Whether first and last of three words are a name, and a middle or pet name stands between them."""
        said = [one.group() for one in run]
        if len(said) < 3 or not all(one[0].isupper() for one in said) or not _adjacent(text, run, '"“”()'):
            return False
        return folded(f"{said[0]} {_WHOSE.sub('', said[2])}") in self._known.names

    def _displayed(self, text: str) -> str:
        """`text` without display names behind an @, which end at no blank: @Jane Doe."""
        pieces, last = [], 0
        for sign in _SIGN.finditer(text):
            if sign.start() < last:
                continue
            words = list(islice(WORD.finditer(text, sign.end()), self._known.longest + saidnames.LONGEST))
            size = self._run(text, words, 0, "", after_sign=True) or saidnames.displayed(text, words, self._stays)
            if size > 1:
                pieces += [text[last : sign.start()], CUSTOMER]
                last = words[size - 1].end()
        return "".join([*pieces, text[last:]])

    def _people(self, text: str, person: str | None) -> str:
        """Names of known people: the longest run of words that is one, never across other words."""
        words = list(WORD.finditer(text))
        first = self._known.first.get(person or "", "")
        pieces, last, index = [], 0, 0
        while index < len(words):
            length = self._run(text, words, index, first)
            if length:
                start, end = words[index].start(), words[index + length - 1].end()
                end -= 2 if _WHOSE.search(text[start:end]) else 0
                pieces += [text[last:start], NAME]
                last = end
            index += length or 1
        return "".join([*pieces, text[last:]])

    def _run(self, text: str, words: list[re.Match[str]], index: int, first: str, after_sign: bool = False) -> int:
        """How many words from `index` on are a person's name; 0 when none."""
        if not after_sign and text[words[index].start() - 1 : words[index].start()] in ("@", "#"):
            return 0
        for length in range(min(self._known.longest, len(words) - index), 1, -1):
            run = words[index : index + length]
            plain = folded(_WHOSE.sub("", " ".join(one.group() for one in run)))
            if plain in self._known.names and _adjacent(text, run) and not (_mere_words(run) or _abroad(text, run)):
                return length
        if self._parted(text, words[index : index + 3]):
            return 3
        word = _WHOSE.sub("", words[index].group())
        alone = folded(word) in self._known.single and not word.islower()
        return int((alone or (bool(first) and word == first)) and not text.startswith("_", words[index].end()))


def _adjacent(text: str, run: list[re.Match[str]], more: str = "") -> bool:
    gaps = [text[a.end() : b.start()] for a, b in pairwise(run)]
    return all(len(gap) <= 3 and not gap.strip(" \u00a0\n\t.,-‐‑’'*_/" + more) for gap in gaps)


def _abroad(text: str, run: list[re.Match[str]]) -> bool:
    """Whether the last word is the beginning of a realm: U.K."""
    return len(run[-1].group()) == 1 and _REALM.match(text, run[-1].start()) is not None


def _mere_words(run: list[re.Match[str]]) -> bool:
    """Whether what reads like a name is words of the language, written small: open science."""
    said = [one.group() for one in run]
    small = all(map(str.islower, said)) and any(one in ordinary() for one in said)
    return small or any(len(one) == 1 and one.islower() for one in said)
