"""Hides people outside the brand before a text reaches the report (SPEC 13).

Handles, e-mail addresses, phone numbers and profile links follow their form,
so they are hidden even when nobody of that name is in the archive.  Names
follow the table of people, word by word through a hash table: the cost is
linear in the texts and in the people, whatever their product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from unicodedata import normalize

import polars as pl

from sociable import config
from sociable.advice import nametags, saidnames, staff
from sociable.advice.contactdetails import ACCOUNT, EMAIL, PHONE, emails_hidden, phones_hidden
from sociable.advice.disguises import APART, undone
from sociable.advice.hosts import addresses, carries_phone, decoded, is_under, owners
from sociable.advice.identities import DISTINCT, WORD, Identities, folded, ordinary, own_names, visible
from sociable.advice.listed import NAME, Listed

CUSTOMER = "@customer"
PROFILE, COLLEAGUE = "[profile link]", "[colleague]"

_DIALLED = re.compile(r"\+\d[\d ().-]{6,}\d|(?<![\d.-])0\d{9,13}(?!\d)")
_MARK = re.compile("|".join(map(re.escape, (CUSTOMER, NAME, PROFILE, EMAIL, PHONE, ACCOUNT))))
_REDDITOR = re.compile(r"(?<![\w/.])/?u/([A-Za-z0-9_-]{3,20})(?![\w-])")
_HANDLE = re.compile(
    r"(?:(?<![\w@＠])[@＠]+(?=\w)|(?<=\w)[@＠](?=[A-Za-z_]\w{2}))([A-Za-z0-9_](?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?)"
)
_ADDRESSED = re.compile(r"\s*[\"“]?[@＠]\w")
_SIGN = re.compile(r"(?<![\w@＠])[@＠](?=[^\W\d_])")
_CUT = re.compile(r"(?<=/)(?<!//)[^/]*[^\W\d][-_.+%=~][^/]*$")
"""The last piece of an address that a network cut, where it is of words: half of a name is on no list."""
_TYPED = re.compile(r"\s|\+\d{7}")
"""What stands in no address that a network made."""
_TOKEN = re.compile(r"(?<![@\w])(?:#\w+(?:[.'’-]\w+)*|\w+(?:[.-]\w+)*)")
_PIECE = re.compile(r"#?\w+")
_BETWEEN = re.compile(r"[\W_]+")
_HUMP = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]+$")


class Masker:
    """Masks texts of one brand; build it once, `people` is read in a single pass.

    `mentions` are handles that texts name, `agents` the staff whom a tool's export names,
    `telling` words of names that give somebody away alone.
    """

    def __init__(
        self, people: pl.DataFrame, brand: config.Brand, mentions: Iterable[str] = (), agents: Iterable[str] = (),
        telling: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._on = brand.privacy.mask_people
        self._known = Identities.of(people, brand, mentions)
        self._domains = tuple(one.casefold().removeprefix("www.") for one in brand.about.domains)
        own = (*self._known.kept, *(one.casefold() for one in own_names(brand)))
        self._stays = frozenset(word for one in own for word in one.split())
        self._listed = Listed(self._known, telling - self._stays)
        self._firsts = frozenset(one.casefold() for one in self._known.first.values())
        self._team = staff.pattern(brand, agents)

    def text(self, text: str | None, person: str | None = None) -> str:
        """`text` with people hidden; `person` is the key of the one it speaks to, if known."""
        if not text or not self._on:
            return text or ""
        found, plain = self._hidden(text, person), undone(text)
        if plain == text:
            return found
        other = self._hidden(plain, person)
        left = [len(_MARK.sub("", one)) for one in (undone(found), other)]
        return other if left[1] < left[0] else found  # in plain letters only where those say more

    def _hidden(self, text: str, person: str | None) -> str:
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
        """A permalink, or None where it would show who was spoken to, or is no address at all."""
        if not link or not self._on:
            return link
        if "://" not in link or self._url(link) == PROFILE:
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
        """A folder or file; a name goes with all that stands beside it, its ending and a last number stay."""
        known, plain = self._known, undone(piece)
        words = [folded(one) for one in _BETWEEN.split(plain)]
        runs = (words[i : i + n] for i in range(len(words)) for n in range(1, known.longest + 1))
        if any(self._names_one(run) for run in runs):
            return NAME + (f"_{words[-1]}" if words[-1].isdigit() else "") + "".join(re.findall(r"\.\w+$", piece))
        return _DIALLED.sub(PHONE, known.unparted.sub(NAME, piece))

    def _names_one(self, run: list[str]) -> bool:
        plain, known = " ".join(run), self._known
        listed = plain in known.names or plain in known.joined or plain in known.single or "_".join(run) in known.bare
        return listed or plain in self._listed.telling

    def _is_own(self, handle: str) -> bool:
        plain = handle.casefold().lstrip("@").rstrip(".")
        return plain in self._known.own

    def _url(self, url: str) -> str:
        ours = any(is_under(url, domain) for domain in self._domains)
        others = (one for one in owners(url) if not self._is_own(one))
        if any(not (ours and url.startswith(one, url.find("//") + 2)) for one in others) or self._leads_to(url):
            return PROFILE
        if not ours and carries_phone(decoded(url)):
            return PROFILE
        return _CUT.sub("…", url) if url.endswith("…") else url

    def _leads_to(self, url: str) -> bool:
        """Whether a piece of an address is somebody's handle or name, wherever it leads."""
        plain = decoded(url).casefold()
        host, *pieces = re.findall(r"[\w.-]+", plain.partition("//")[2] or plain) or [""]
        pieces += host.split(".")[:-2]
        return not self._known.bare.isdisjoint(pieces) or self._speaks_of(" ".join(pieces))

    def _speaks_of(self, words: str) -> bool:
        """Whether somebody's full name is among words of which nothing tells how they are written."""
        found, known = _BETWEEN.sub(" ", words).split(), self._known
        runs = (found[i : i + n] for i in range(len(found)) for n in range(2, known.longest + 2))
        return any(
            (folded(" ".join(run)) in known.names or folded("".join(run)) in known.joined)
            and not all(one in ordinary() or one in self._stays for one in run)
            for run in runs
        )

    def _words(self, text: str, person: str | None, spoken: bool, opens: bool) -> str:
        text = self._displayed(text)
        text = _HANDLE.sub(lambda m: m.group() if self._is_own(m.group(1)) else CUSTOMER, text)
        text = _REDDITOR.sub(lambda m: m.group() if self._is_own(m.group(1)) else CUSTOMER, text)
        text = APART.sub(self._spelt, text)
        text = _TOKEN.sub(self._bare, text)
        text = self._known.unparted.sub(NAME, phones_hidden(text))
        return saidnames.hide(
            self._listed.hide(text, self._known.first.get(person or "", "")), self._stays, self._firsts, spoken, opens
        )

    def _spelt(self, match: re.Match[str]) -> str:
        """Somebody's name or handle, letter by letter."""
        plain, known = folded(_BETWEEN.sub("", match.group())), self._known
        told = plain in known.bare or plain in known.single or plain in self._listed.telling
        return NAME if told or self._holds(plain) else match.group()

    def _bare(self, match: re.Match[str]) -> str:
        """A handle without its @, or a tag made of a name; a dot may also be the end of a sentence."""
        whole = match.group().casefold().lstrip("#")
        if whole in self._known.bare:
            return match.group() if whole in self._known.heads and self._begins(match) else CUSTOMER
        if (
            len(whole) < 2 * DISTINCT
            and match.group().isalpha()
            and (match.group().islower() or match.group().istitle())
        ):
            return match.group()  # as nearly every word: no tag, and not two words in one
        if match.group()[0] == "#" and not whole.isalnum() and self._holds(folded(_BETWEEN.sub("", whole))):
            return NAME
        return _PIECE.sub(self._tagged, match.group())

    def _begins(self, match: re.Match[str]) -> bool:
        """Whether a word that is a handle too begins somebody's name, which goes as a whole then."""
        words = list(islice(WORD.finditer(match.string, match.start()), self._known.longest))
        return self._listed.run(match.string, words, 0) > 1

    def _tagged(self, match: re.Match[str]) -> str:
        plain = match.group().casefold().lstrip("#")
        if plain in self._known.bare:
            return CUSTOMER
        if plain in self._known.joined and len(plain) >= 2 * DISTINCT:
            return NAME
        told = match.group().startswith("#") or re.search(r"[^\W\d_A-Z][A-Z]", match.group())
        if told and self._holds(folded(plain.replace("_", ""))):
            return NAME
        last = folded(found.group()) if (found := _HUMP.search(match.group())) else plain
        hidden = bool({folded(plain), last} & self._listed.telling) or nametags.tagged(match.group(), self._stays)
        return NAME if match.group()[0] == "#" and hidden else match.group()

    def _holds(self, tag: str) -> bool:
        """Whether a tag is somebody's name or handle, or begins or ends with one: #ThankYouJaneDoe."""
        bare, known = tag.rstrip("0123456789"), self._known
        if tag in known.joined or bare in known.joined:
            return True
        parts = (one for i in range(DISTINCT + 1, len(bare)) for one in (bare[:i], bare[-i:]))
        return any(one in known.joined or (one in known.bare and one not in ordinary()) for one in parts)

    def _displayed(self, text: str) -> str:
        """`text` without display names behind an @, which end at no blank: @Jane Doe."""
        pieces, last = [], 0
        for sign in _SIGN.finditer(text):
            if sign.start() < last:
                continue
            words = list(islice(WORD.finditer(text, sign.end()), self._known.longest + saidnames.LONGEST))
            size = self._listed.run(text, words, 0, "", after_sign=True) or saidnames.displayed(
                text, words, self._stays
            )
            if size > 1:
                pieces += [text[last : sign.start()], CUSTOMER]
                last = words[size - 1].end()
        return "".join([*pieces, text[last:]])
