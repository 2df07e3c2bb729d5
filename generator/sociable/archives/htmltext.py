"""HTML of posts and articles to the text that people see (FORMATS 5).

Markup of a post is somebody else's: the parser of the standard library takes a
time that grows with the square of a text full of open tags, and fails on some
declarations.  Here every letter is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"})
_SILENT = frozenset({"script", "style", "head", "template"})
_SINGLE = frozenset({"br", "img", "hr", "wbr", "meta", "link", "input"})
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/<>"']*+)((?:[^<>"']|"[^"]*"|'[^']*')*+)>|<[!?][^<>]*>""")
_GIVEN = re.compile(r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_AROUND = re.compile(r"(?<! ) *\n *")
MARKUP_MAX = 1_000_000
"""Characters of a post's markup that are read: more than any network takes."""


class _Reader:
    """Collects text; ``links`` are the addresses that are neither mentions nor hashtags."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.links: list[str] = []
        self._hidden = 0
        self._open: list[tuple[str, bool]] = []
        self._names: Counter[str] = Counter()
        self._href = ""
        self._start = 0

    def feed(self, markup: str) -> None:
        """Reads it, as far as a post may reach."""
        markup, last = markup[:MARKUP_MAX], 0
        for match in _TAG.finditer(markup):
            self._said(markup[last : match.start()])
            last = match.end()
            if match[2] and match[1]:
                self._ends(match[2].lower())
            elif match[2]:
                self._starts(match[2].lower(), match[3])
        self._said(markup[last:])

    def _starts(self, tag: str, attributes: str) -> None:
        """Line ends for blocks; hides what the page hides; remembers links."""
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        if tag in _SINGLE:
            return
        given = {name.lower(): unescape(a or b or c) for name, a, b, c in _GIVEN.findall(attributes)}
        names = set(given.get("class", "").split())
        hides = tag in _SILENT or bool(names & {"invisible", "quote-inline", "reference-link-inline"})
        self._open.append((tag, hides))
        self._names[tag] += 1
        self._hidden += hides
        if tag == "a" and not names & {"mention", "hashtag", "u-url"} and given.get("rel") != "tag":
            self._href, self._start = given.get("href", ""), len(self.parts)

    def _ends(self, tag: str) -> None:
        """Closes the nearest open tag of that name; a link's shown text gives way to its address."""
        if not self._names[tag]:
            return
        while self._open:
            name, hides = self._open.pop()
            self._names[name] -= 1
            self._hidden -= hides
            if name == tag:
                break
        if tag == "a" and self._href and not self._hidden:
            shown = "".join(self.parts[self._start :]).strip()
            self.links.append(self._href)
            if _is_address(shown, self._href):
                self.parts[self._start :] = [self._href]
        if tag == "a":
            self._href = ""
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def _said(self, data: str) -> None:
        """Text that is shown."""
        if data and not self._hidden:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", unescape(data)))


def _is_address(shown: str, href: str) -> bool:
    """Whether a link shows its own address, whole or cut short."""
    bare = re.sub(r"^https?://(?:www\.)?", "", shown).rstrip("…. ").removesuffix("/")
    return not bare or (" " not in bare and bare.casefold() in href.casefold())


def plain(markup: str | None) -> tuple[str, list[str]]:
    """The shown text and the addresses it links to, mentions and hashtags left out."""
    if not markup:
        return "", []
    if "<" not in markup and "&" not in markup:
        return markup, []
    reader = _Reader()
    reader.feed(_without_comments(markup))
    shown = _AROUND.sub("\n", "".join(reader.parts))
    return re.sub(r"\n{3,}", "\n\n", shown).strip(), list(dict.fromkeys(reader.links))


def _without_comments(markup: str) -> str:
    """Comments cut out; one that is never closed is left to the rest."""
    pieces, last = [], 0
    while (start := markup.find("<!--", last)) >= 0 and (end := markup.find("-->", start)) >= 0:
        pieces.append(markup[last:start])
        last = end + 3
    return "".join([*pieces, markup[last:]])
