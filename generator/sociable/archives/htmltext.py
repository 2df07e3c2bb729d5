"""HTML of posts and articles to the text that people see (FORMATS 5)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"})
_SILENT = frozenset({"script", "style", "head", "template"})
_SINGLE = frozenset({"br", "img", "hr", "wbr", "meta", "link", "input"})


class _Reader(HTMLParser):
    """Collects text; ``links`` are the addresses that are neither mentions nor hashtags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._hidden = 0
        self._open: list[tuple[str, bool]] = []
        self._href = ""
        self._start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Line ends for blocks; hides what the page hides; remembers links."""
        given = dict(attrs)
        names = set((given.get("class") or "").split())
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        if tag in _SINGLE:
            return
        hides = tag in _SILENT or bool(names & {"invisible", "quote-inline", "reference-link-inline"})
        self._open.append((tag, hides))
        self._hidden += hides
        if tag == "a" and not names & {"mention", "hashtag", "u-url"} and given.get("rel") != "tag":
            self._href, self._start = given.get("href") or "", len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        """Closes the nearest open tag of that name; a link's shown text gives way to its address."""
        if tag not in [name for name, _ in self._open]:
            return
        while self._open:
            name, hides = self._open.pop()
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

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        if not self._hidden:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


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
    reader.feed(markup)
    reader.close()
    shown = re.sub(r" *\n *", "\n", "".join(reader.parts))
    return re.sub(r"\n{3,}", "\n\n", shown).strip(), list(dict.fromkeys(reader.links))
