"""Prose of content/ and of the consultant's notes in the pieces of a wiki's dialect.

The Markdown becomes HTML exactly as for the pages of the site, so nothing
passes here that does not pass there; its few elements are then told in the
dialect's own pieces (templates/<dialect>/parts.txt).
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

from sociable.site import escapes, markup

_VOID = {"br", "hr", "img"}
_BLOCKS = {"p", "ul", "ol", "blockquote", "pre", "table", "hr", "div", "dl", *(f"h{n}" for n in range(1, 7))}
Link = Callable[[str, str], Markup]
"""What a link becomes: its address ("plan#days-1" or "https://...") and its name."""


class Node:
    """An element: its tag, attributes, and what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node | str] = []

    def text(self) -> str:
        """The letters in it."""
        if self.tag == "br":
            return "\n"
        return "".join(one if isinstance(one, str) else one.text() for one in self.children)


class _Tree(HTMLParser):
    """The tree of HTML that `markup` made."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(html: str) -> Node:
    """HTML of `markup.html` as a tree."""
    parser = _Tree()
    parser.feed(html)
    parser.close()
    return parser.open[0]


class Teller:
    """Tells prose in one dialect: `parts` is its pieces, `escape` makes text literal, `link` makes links."""

    def __init__(self, parts: Any, escape: Callable[[str], Markup], link: Link) -> None:
        self.parts, self.escape, self.link = parts, escape, link

    def blocks(self, text: str, level: int) -> Markup:
        """Markdown with headings below `level`."""
        return self._blocks(tree(markup.html(text, level, lambda address: address)))

    def line(self, text: str) -> Markup:
        """One paragraph of Markdown without its ends."""
        return self._inline(tree(markup.inline(text, lambda address: address)).children)

    def _blocks(self, node: Node) -> Markup:
        """The blocks in a node; loose text between them is a paragraph of its own."""
        found, loose = Markup(""), list[Node | str]()
        for child in [*node.children, Node("", {})]:
            if isinstance(child, str) or (child.tag and child.tag not in _BLOCKS):
                loose.append(child)
                continue
            if any(one.strip() if isinstance(one, str) else True for one in loose):
                found += self.parts.paragraph(self._inline(loose))
            loose = []
            if child.tag:
                found += self._block(child)
        return found

    def _block(self, node: Node) -> Markup:
        parts = self.parts
        if node.tag == "p":
            made: Markup = parts.paragraph(self._inline(node.children))
        elif node.tag in ("ul", "ol"):
            made = parts.items(self._items(node, 1), node.tag == "ol")
        elif node.tag == "table":
            made = self._table(node)
        elif node.tag == "blockquote":
            made = parts.quote(self._inline(node.children))
        elif node.tag == "pre":
            made = parts.quote(self.escape(node.text().strip("\n")))
        elif node.tag == "hr":
            made = parts.rule()
        elif node.tag == "dl":
            made = self._terms(node)
        elif node.tag == "div":
            made = self._blocks(node)
        else:
            made = parts.heading(int(node.tag[1]), node.text(), "")
        return made

    def _items(self, node: Node, depth: int) -> Markup:
        ordered, found = node.tag == "ol", Markup("")
        for item in elements(node, "li"):
            own = [one for one in item.children if isinstance(one, str) or one.tag not in ("ul", "ol")]
            below = Markup("")
            for one in elements(item, "ul", "ol"):
                nested = self._items(one, depth + 1)
                below += self.parts.items(nested, one.tag == "ol") if self.parts.nests == "inside" else nested
            found += self.parts.item(self._inline(own), depth, ordered, below, "")
        return found

    def _terms(self, node: Node) -> Markup:
        found = Markup("")
        for one in elements(node, "dt", "dd"):
            said = self._inline(one.children)
            found += self.parts.paragraph(self.parts.strong(said) if one.tag == "dt" else said)
        return found

    def _table(self, node: Node) -> Markup:
        rows = [row for part in elements(node, "thead", "tbody") for row in elements(part, "tr")]
        cells = [elements(row, "th", "td") for row in rows]
        heads = [(self._inline(cell.children), False) for cell in cells[0]] if cells else []
        body = Markup("")
        for row in cells[1:]:
            told = [self.parts.cell(self._inline(cell.children), False) for cell in row]
            body += self.parts.row(Markup("").join(told))
        return Markup(self.parts.table(heads, body))

    def _inline(self, children: list[Node | str]) -> Markup:
        found = Markup("")
        for one in children:
            found += self.escape(one.replace("\n", " ")) if isinstance(one, str) else self._span(one)
        return found

    def _span(self, node: Node) -> Markup:
        if node.tag == "br":
            return self.escape("\n")
        if node.tag == "a" and node.attributes.get("href"):
            return self.link(node.attributes["href"], escapes.flat(node.text()))
        inner = self._inline(node.children)
        wrap = {"strong": self.parts.strong, "em": self.parts.em, "code": self.parts.code}.get(node.tag)
        if wrap is None:
            if node.tag in _BLOCKS:  # a paragraph inside an item or a quote
                return inner + self.escape(" ")
            return self.parts.strong(inner) if node.attributes.get("class") == "label" else inner
        return Markup(wrap(inner))


def elements(node: Node, *tags: str) -> list[Node]:
    """The children of a node that are elements of these kinds, looking through boxes."""
    return [one for one in node.children if isinstance(one, Node) and one.tag in tags]
