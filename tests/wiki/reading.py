"""What a reader sees of HTML: the text of each place, with breaks as newlines, and which elements there are."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

AC = "http://atlassian.com/content"
PLACES = ("td", "blockquote", "li", "p", "h2")


class Reader(HTMLParser):
    """Collects the text of every `td`, `blockquote`, `li`, `p` and `h2` in order, and the names of all elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {place: [] for place in PLACES}
        self.open: list[tuple[str, list[str]]] = []
        self.tags: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag == "br":
            self.handle_data("\0")
        if tag in PLACES:
            self.open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            name, text = self.open.pop()
            self.found[name].append(seen("".join(text)))

    def handle_data(self, data: str) -> None:
        for _, text in self.open:
            text.append(data)


def read(html: str) -> Reader:
    """The places of a rendered page."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def seen(text: str) -> str:
    """Text as a browser shows it: white space is one space; a break, given as NUL, is a newline."""
    plain = re.sub(r"[ \t\n\r]+", " ", text)
    return re.sub(r" *\0 *", "\n", plain).strip(" \n")


def expected(text: str) -> str:
    """What of a post a reader must see: its own newlines as breaks, forbidden characters replaced."""
    from sociable.site.escapes import clean

    return seen(clean(text).replace("\n", "\0"))


def storage(text: str) -> ElementTree.Element:
    """Confluence storage format through an XML parser."""
    return ElementTree.fromstring(f'<page xmlns:ac="{AC}" xmlns:ri="http://atlassian.com/resource">{text}</page>')
