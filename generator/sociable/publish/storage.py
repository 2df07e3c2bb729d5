"""Confluence's storage format as far as markers need it: anchors, and one canonical form of equal markup.

Confluence rewrites what it is given: it adds `ac:macro-id` and
`ac:schema-version`, turns entities into characters and sets its own blanks.
Two markups are the same when only such things tell them apart.
"""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as ET

_SPACES = 'xmlns:ac="http://atlassian.com/content" xmlns:ri="http://atlassian.com/resource/identifier"'
_OWN = ("macro-id", "schema-version", "local-id", "breakout-mode", "breakout-width", "original-height")
_XML = {"amp", "lt", "gt", "quot", "apos"}
_MACRO = (
    '<p><ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">sociable-{kind}.{{page}}.{{digest}}'
    "</ac:parameter></ac:structured-macro></p>"
)


def anchor(kind: str) -> str:
    """The form of a marker: `kind` is begin or end; page and digest are left to fill in."""
    return _MACRO.format(kind=kind)


def found(kind: str, page: str, digest: str) -> str:
    """A pattern that finds a marker again, whatever attributes Confluence has given it."""
    macro = (
        r'<ac:structured-macro\b[^>]*\bac:name="anchor"[^>]*>\s*<ac:parameter\b[^>]*>\s*'
        rf"sociable-{kind}\.{page}\.{digest}\s*</ac:parameter>\s*</ac:structured-macro>"
    )
    return rf"(?P<open><p\b[^>]*>\s*)?{macro}(?(open)\s*</p>)"


def shared(above: str, inner: str, below: str) -> tuple[str, str, str] | None:
    """The three parts of a page with whole paragraphs each, where a hand wrote into the paragraph of a marker.

    None when the parts around ours are no XML of their own: then the markers are damaged.
    """
    if (start := re.match(r"\s*</p>", inner)) and not _whole(above):
        above, inner = above + "</p>", inner[start.end() :]
    if (stop := re.search(r"<p\b[^>]*>\s*\Z", inner)) and not _whole(below):
        below, inner = inner[stop.start() :] + below, inner[: stop.start()]
    return (above, inner, below) if _whole(above) and _whole(below) else None


def tree(markup: str) -> ET.Element:
    """The markup as XML; ET.ParseError when it is none."""
    return ET.fromstring(f"<storage {_SPACES}>{_characters(markup)}</storage>")


def canonical(markup: str) -> str:
    """One text for all markups that Confluence takes for the same; the markup itself when it is no XML."""
    try:
        root = tree(markup)
    except ET.ParseError:
        return " ".join(markup.split())
    for element in root.iter():
        for key in [key for key in element.attrib if key.rpartition("}")[2] in _OWN]:
            del element.attrib[key]
        element.text, element.tail = _blanks(element.text), _blanks(element.tail)
    return unicodedata.normalize("NFC", ET.canonicalize(ET.tostring(root, encoding="unicode")))


def words(text: str) -> str:
    """What a reader would see of people's own text: without tags and blanks."""
    return re.sub(r"<(?:p|br|/p)\b[^>]*>|&nbsp;|\s", "", text)


def mended(markup: str) -> str:
    """Markup that stays XML once a marker was cut out of it: as it is, or as one escaped paragraph."""
    return markup if _whole(markup) else f"<p>{html.escape(re.sub(r'<[^>]*>', ' ', markup))}</p>"


def _whole(markup: str) -> bool:
    try:
        tree(markup)
    except ET.ParseError:
        return False
    return True


def _blanks(text: str | None) -> str | None:
    return " ".join(text.split()) if text and text.strip() else None


def _characters(markup: str) -> str:
    """Named entities of HTML, which XML does not know, as characters."""

    def one(match: re.Match[str]) -> str:
        return match.group() if match.group(1) in _XML else html.unescape(match.group())

    return re.sub(r"&(\w+);", one, markup)
