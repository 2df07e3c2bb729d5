"""The language of the pages: words, separators and word order, from content/languages/<code>.yaml alone.

English stands in the code and the templates, and is the key; a language file
gives its own words beside it.  Whatever it lacks stays English, word by word.
Its longer prose lies in a folder of the same name (`translation`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sociable import content, resources

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
KEYS = ("name", "numbers", "words", "templates", "wording", "dimensions", "notes")
_TAGS = re.compile(r"(<[^<>]*>|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_SPOKEN = re.compile(r'(\b(?:aria-label|title|alt|placeholder|data-head)=")([^"{}<>]+)(")')
_NAMED = re.compile(r'\bword\("([^"]+)"')


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: English text to its own, and how it writes numbers."""

    code: str = "en"
    decimal: str = "."
    thousands: str = ","
    words: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    wording: dict[str, dict[str, Any]] = field(default_factory=dict)
    dimensions: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


ENGLISH = Tongue()
_now: ContextVar[Tongue] = ContextVar("language of the pages", default=ENGLISH)


def now() -> Tongue:
    """The language that is being written."""
    return _now.get()


def known() -> list[str]:
    """The codes of all languages, English first."""
    return ["en", *(path.stem for path in resources.files("content/languages", ".yaml"))]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within this block pages are written in the language `code`; one that we do not have is English."""
    found = load(str(resources.find(f"content/languages/{code}.yaml"))) if code in known()[1:] else ENGLISH
    token = _now.set(found)
    try:
        yield
    finally:
        _now.reset(token)


@lru_cache(maxsize=8)
def load(path: str) -> Tongue:
    """The language of a file; ContentError for unknown keys and for what is no text."""
    sheet = content.sheet(Path(path))
    sheet.keys(KEYS, ("name", "numbers"))
    numbers = sheet.part("numbers")
    numbers.keys(("decimal", "thousands"), ("decimal", "thousands"))
    flat = {key: _texts(sheet.part(key)) for key in ("words", "templates", "notes")}
    nested: dict[str, dict[str, dict[str, Any]]] = {}
    for key in ("wording", "dimensions"):
        part = sheet.part(key)
        nested[key] = {one: _texts(part.part(one)) for one in part.values}
    found = Tongue(
        Path(path).stem, numbers.text("decimal"), numbers.text("thousands"), flat["words"], flat["templates"],
        nested["wording"], nested["dimensions"], flat["notes"],
    )  # fmt: skip
    sheet.done()
    return found


def _texts(sheet: Any) -> dict[str, str]:
    return {key: sheet.text(key) for key in sheet.values}


def say(english: str, **values: object) -> str:
    """The words for an English text with {places}, in the language that is being written."""
    return now().words.get(english, english).format(**values)


def word(english: str) -> str:
    """The words for an English text that has no places; one that the language lacks stays as it is."""
    return now().words.get(english, english)


def note(english: str) -> str:
    """What a reader noted of a file; in a language file its places are {0}, {1} in their order."""
    notes = now().notes
    if english in notes:
        return notes[english]
    for known, own in notes.items():
        form = re.sub(r"\\\{\d\\\}", "(.*)", re.escape(known))
        if found := re.fullmatch(form, english, re.DOTALL):
            return own.format(*(notes.get(one, one) for one in found.groups()))
    return english


def figure(english: str) -> str:
    """A number written the English way, 1,234.5, the way the language writes it."""
    tongue = now()
    if tongue.code == "en":
        return english
    return english.translate({ord(","): tongue.thousands, ord("."): tongue.decimal})


def template(source: str) -> str:
    """The source of a template with its own words in the language; tags, tests and loops stay."""
    own = now().templates
    if not own:
        return source
    parts = [_attributes(part, own) if part[:1] == "<" else _piece(part, own) for part in _TAGS.split(source)]
    return "".join(parts)


def layout(english: str, **values: object) -> str:
    """The words that a template names in an expression, ``word("Posts")``; {places} are filled."""
    return now().templates.get(english, english).format(**values)


def literals(source: str) -> list[str]:
    """The English texts of a template, as a language file names them."""
    found = [one[2] for part in _TAGS.findall(source) if part[0] == "<" for one in _SPOKEN.finditer(part)]
    plain = [part.strip() for part in _TAGS.split(source) if part[:1] != "<" and part[:2] not in ("{%", "{#")]
    named = _NAMED.findall(source)
    return [*named, *(one for one in [*found, *plain] if re.search(r"[A-Za-z]{2}", re.sub(r"\{\{.*?\}\}", "", one)))]


def _piece(part: str, own: Mapping[str, str]) -> str:
    bare = part.strip()
    return part.replace(bare, own[bare]) if bare and bare in own else part


def _attributes(tag: str, own: Mapping[str, str]) -> str:
    return _SPOKEN.sub(lambda found: found[1] + own.get(found[2], found[2]) + found[3], tag)


def of_report(job: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Runs a job over a report in the language that its brand.yaml asked for."""

    @wraps(job)
    def run(report: T, /, *args: P.args, **named: P.kwargs) -> R:
        with speaking(str(getattr(report, "brand", {}).get("language", "en"))):
            return job(report, *args, **named)

    return run


def of_pages(job: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Runs a job over pages in the language in which they were written."""

    @wraps(job)
    def run(pages: T, /, *args: P.args, **named: P.kwargs) -> R:
        first: Any = next(iter(pages), None)  # type: ignore[call-overload]
        with speaking(first.frame.language if first is not None and first.frame else "en"):
            return job(pages, *args, **named)

    return run
