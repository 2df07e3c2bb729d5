"""What stands between our markers is ours; everything else on a page belongs to people.

A marker names the page and carries the digest of what we wrote, so that a
hand's work inside it shows.  The closing one carries the digest too: no text
of a post can hold the digest of the page it stands on.

MediaWiki and Markdown have comments.  Confluence drops comments when it saves,
so there the markers are its anchor macro.  DokuWiki has neither: there the
markers are two lines in small type.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sociable.publish import storage
from sociable.publish.wording import say

_ID = r"(?P<page>[a-zA-Z0-9./-]+)"
_KEY = r"(?P<digest>[0-9a-f]{16})"
_COMMENT = ("<!-- sociable:begin {page} {digest} {notice} -->\n", "\n<!-- sociable:end {page} {digest} -->")
_SMALL = (
    "<sub>%%sociable:begin {page} {digest}%% {notice}</sub>\n\n",
    "\n\n<sub>%%sociable:end {page} {digest}%%</sub>",
)
_FORMS: Final = {
    "mediawiki": _COMMENT,
    "markdown": ("<!-- sociable:begin {page} {digest} {notice} -->\n\n", "\n\n<!-- sociable:end {page} {digest} -->"),
    "dokuwiki": _SMALL,
    "confluence": (storage.anchor("begin"), storage.anchor("end")),
}
_COMMENTS = (
    rf"<!-- *sociable:begin {_ID} {_KEY}\b(?:(?!-->).)*-->[ \t\r]*\n?",
    rf"\n?<!-- *sociable:end {_ID} {_KEY} *-->",
)
_FINDS: Final = {
    "mediawiki": _COMMENTS,
    "markdown": _COMMENTS,
    "dokuwiki": (
        rf"<sub>%%sociable:begin {_ID} {_KEY}%%(?:(?!</sub>).)*</sub>[ \t\r]*\n?",
        rf"\n?<sub>%%sociable:end {_ID} {_KEY}%%[^<]*</sub>",
    ),
    "confluence": (storage.found("begin", _ID, _KEY), storage.found("end", _ID, _KEY)),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A page taken apart: what people wrote above and below, and what stands between the markers."""

    above: str
    inner: str
    below: str
    page: str
    digest: str

    def edited(self, dialect: str) -> bool:
        """Whether a hand was at work between the markers."""
        return digest(dialect, self.inner) != self.digest

    @property
    def alone(self) -> bool:
        """Whether nothing of people's own stands on the page."""
        return not storage.words(self.above) and not storage.words(self.below)


def wrap(dialect: str, page: str, inner: str) -> str:
    """`inner` between the markers of `page`."""
    begin, end = _FORMS[dialect]
    notice = say("marker")["notice"]
    values = {"page": page, "digest": digest(dialect, inner), "notice": notice}
    return begin.format(**values) + inner.strip("\n") + end.format(**values)


def take(dialect: str, text: str) -> Marked | None:
    """The parts of a page: from its first marker to the last one that closes it; None when there is no such pair.

    Whatever looks like a marker in between is part of the text, and one outside means that ours are damaged.
    """
    begins, ends = ([*re.finditer(pattern, text, re.DOTALL)] for pattern in _FINDS[dialect])
    if not begins or not ends:
        return None
    begin, end = begins[0], ends[-1]
    same = begin["page"] == end["page"] and begin["digest"] == end["digest"]
    if not same or begin.end() > end.start() + 1 or begins[-1].start() > end.start() or ends[0].end() < begin.start():
        return None
    parts = text[: begin.start()], text[begin.end() : max(begin.end(), end.start())], text[end.end() :]
    whole = storage.shared(*parts) if dialect == "confluence" else parts
    return Marked(*whole, begin["page"], begin["digest"]) if whole else None


def touched(dialect: str, text: str) -> bool:
    """Whether any marker of ours stands in a text."""
    return any(re.search(pattern, text, re.DOTALL) for pattern in _FINDS[dialect])


def put(dialect: str, page: str, inner: str, text: str = "") -> str:
    """The page with `inner` as our part: in place of the one that is there, else below whatever stands there.

    Of a page whose markers are damaged the markers go and every word stays.
    """
    parts = take(dialect, text)
    if parts is not None:
        return parts.above + wrap(dialect, page, inner) + parts.below
    for pattern in _FINDS[dialect]:
        text = re.sub(pattern, "\n", text, flags=re.DOTALL)
    if dialect == "confluence":
        text = storage.mended(text)
    return (text.rstrip() + "\n\n" if text.strip() else "") + wrap(dialect, page, inner)


def digest(dialect: str, inner: str) -> str:
    """Sixteen hex digits of a text as the wiki keeps it, however it sets blanks, entities and its own attributes."""
    if dialect == "confluence":
        plain = storage.canonical(inner)
    else:
        lines = unicodedata.normalize("NFC", inner).replace("\r\n", "\n").split("\n")
        plain = "\n".join(line.rstrip() for line in lines).strip("\n")
    return sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]
