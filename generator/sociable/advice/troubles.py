"""What goes wrong for somebody, said back in their own few words: your Xbox keeps freezing, you can't log in.

The words are those of `content/rewrites/troubles.yaml` and the things of
`things.yaml`; no other word of a message gets into an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice import things
from sociable.advice.things import Thing

FILE = "content/rewrites/troubles.yaml"
_KEYS = ("after", "cannot", "never", "happens", "who", "not")
_FIELD = re.compile(r"\{(\w+)\}")
_IF = re.compile(r"\b(?:if|unless|when|whenever|or) (?:\w+ ){0,2}$")
"""What is only supposed, or one guess of several, is not said back."""
OWNED = frozenset({"device", "connection"})
"""Groups of things that somebody who names them barely means their own of: battery drains."""
VAGUE = re.compile(r"(?:\bnot|n't|\bstop(?:ped|s)?) (?:been )?work(?:ed|ing)?$|\bbroke down$")
"""Troubles that tell nothing of what happens: who answers must ask."""


_ADVERBS = re.compile(
    r"^(?:(?:just|simply|always|constantly|also|still|even|suddenly|randomly|now|literally|both|all) )+"
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble: how it reads behind "Sorry that", what it is about, and where it stands in the message."""

    said: str
    thing: Thing | None
    at: int

    @property
    def vague(self) -> bool:
        """Whether it says no more than that something does not work."""
        return bool(VAGUE.search(self.said))


@dataclass(frozen=True, slots=True)
class _Book:
    after: tuple[tuple[re.Pattern[str], str], ...]
    cannot: tuple[tuple[re.Pattern[str], str, bool], ...]
    never: tuple[tuple[re.Pattern[str], str, bool], ...]
    happens: tuple[tuple[re.Pattern[str], str, bool], ...]
    unable: re.Pattern[str]


def find(text: str) -> Trouble | None:
    """The first trouble of lower-cased `text`; None where these words find none."""
    found = [*_things(text), *_unable(text), *_befallen(text)]
    return min(found, key=lambda one: one.at) if found else None


def _things(text: str) -> Iterator[Trouble]:
    """Things of which it is said what they do: the app keeps crashing."""
    book = _load(str(resources.find(FILE)))
    for start, end, thing in things.every(text):
        if _IF.search(text[:start]) or thing.aside:
            continue
        for pattern, words in book.after:
            match = pattern.match(text, end + 1) if text[end : end + 1] == " " else None
            if match and (said := _worded(match, words, thing)):
                whose = (
                    thing.yours if thing.pointed or thing.named or thing.group not in OWNED else f"your {thing.name}"
                )
                yield Trouble(f"{whose} {said}", thing, start)
                break


def _unable(text: str) -> Iterator[Trouble]:
    """What somebody cannot do, or has not got: you can't open the app."""
    book = _load(str(resources.find(FILE)))
    for match in book.unable.finditer(text):
        if "ing" not in match.group() and not _IF.search(text[: match.start()]):
            yield from _done(text, match.end(), book.cannot, "can't ", match.start())
    for at in re.finditer(r"\b(?=have|has|did|never|still|waiting)", text):
        if not _IF.search(text[: at.start()]):
            yield from _done(text, at.start(), book.never, "", at.start())


def _befallen(text: str) -> Iterator[Trouble]:
    """What befell somebody: you were charged twice."""
    for pattern, words, _ in _load(str(resources.find(FILE))).happens:
        match = re.search(rf"\b(?:{pattern.pattern})", text)
        if match and not _IF.search(text[: match.start()]):
            yield Trouble(_put(match, words), None, match.start())


def _put(match: re.Match[str], words: str) -> str:
    return _FIELD.sub(lambda field: str(match.group(field.group(1))), words)


def _done(
    text: str, at: int, forms: tuple[tuple[re.Pattern[str], str, bool], ...], lead: str, start: int
) -> Iterator[Trouble]:
    for pattern, words, object_too in forms:
        if not (match := pattern.match(text, at)):
            continue
        said = _put(match, words)
        thing = next((one for begin, _, one in things.every(text) if begin == match.end()), None)
        if object_too and thing is None:
            continue
        named = f"{said} {thing.yours}" if object_too and thing else said
        yield Trouble(f"you {lead}{named}", thing if object_too else None, start)
        return


def _worded(match: re.Match[str], words: str, thing: Thing) -> str:
    """What a thing does, as the message has it or in the words that stand for it."""
    if not words:
        said = _ADVERBS.sub("", match.group().strip())
        return re.sub(r"^(?:keeps?)\b", "keep" if thing.many else "keeps", said)
    many = thing.many
    does = "do not" if many else "does not"
    wont = does if re.search(r"\bdo(?:es)?(?:n't|nt| not)", match.group()) else "won't"
    own = {"wont": wont, "are": "are" if many else "is"} | {k: v for k, v in match.groupdict().items() if v}
    own = {name: _agreeing(value, many) if name in ("is", "has", "keeps") else value for name, value in own.items()}
    return _FIELD.sub(lambda field: own.get(field.group(1), ""), words).strip()


def _agreeing(verb: str, many: bool) -> str:
    """The verb in the number of its thing, whatever whoever wrote it put."""
    pairs = (("is", "are"), ("was", "were"), ("has been", "have been"), ("has", "have"), ("keeps", "keep"))
    one = next(((one, more) for one, more in pairs if verb in (one, more)), (verb, verb))
    return one[many]


@lru_cache(maxsize=8)
def _load(path: str) -> _Book:
    sheet = content.sheet(Path(path))
    sheet.keys(_KEYS, _KEYS)
    unable = sheet.text("not").replace("<who>", sheet.text("who"))
    found = _Book(
        tuple((pattern, words) for pattern, words, _ in map(_form, sheet.words("after"))),
        tuple(map(_form, sheet.words("cannot"))), tuple(map(_form, sheet.words("never"))),
        tuple(map(_form, sheet.words("happens"))),
        re.compile(rf"\b{unable}"),
    )  # fmt: skip
    sheet.done()
    return found


def _form(line: str) -> tuple[re.Pattern[str], str, bool]:
    """A pattern, what it stands for, and whether a thing must follow it."""
    pattern, _, words = line.partition(" => ")
    object_too = pattern.endswith("~")
    return re.compile(pattern.removesuffix("~") + ("" if object_too else r"(?!\w)")), words, object_too
