"""Markdown of content/ and of the consultant's notes to HTML; text of posts never comes here.

Raw HTML in the Markdown is shown as text, links may only be http(s), mail or
places inside the playbook, and headings start below the heading they stand
under, so that the order of headings holds on every page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from sociable import tongue

_HEADINGS = {f"h{n}" for n in range(1, 7)}
_SCHEMES = ("http", "https", "mailto", "")
Resolve = Callable[[str], str]
_PAIR = r"\s*(({}|{})\b[^:\"„]*):\s*"
_INLINE = re.compile(r"^<p>(.*)</p>$", re.DOTALL)


class _Tame(Treeprocessor):
    """Shifts headings below `level`, resolves links, and drops other schemes and pictures."""

    resolve: Resolve

    def __init__(self, md: markdown.Markdown, level: int) -> None:
        super().__init__(md)
        self.level = level

    def run(self, root: Element) -> None:
        tops = [int(one.tag[1]) for one in root.iter() if one.tag in _HEADINGS]
        shift = self.level + 1 - min(tops, default=self.level + 1)
        for one in root.iter():
            if one.tag in _HEADINGS:
                one.tag = f"h{min(6, max(1, int(one.tag[1]) + shift))}"
            if one.tag == "a":
                self._link(one)
            if one.tag == "img":
                one.tag, alt = "span", one.get("alt", "")
                one.attrib.clear()
                one.text = alt
            if one.tag == "th":
                one.set("scope", "col")
                if not "".join(one.itertext()).strip():  # an empty heading says nothing to a screen reader
                    one.tag = "td"
                    one.attrib.clear()
            one.attrib.pop("style", None)
        for parent in list(root.iter()):
            for place, one in enumerate(list(parent)):
                if one.tag == "table":
                    parent[place] = _scrolled(one)
                if one.tag == "ul" and (pairs := _pairs(one)) is not None:
                    parent[place] = pairs

    def _link(self, one: Element) -> None:
        address = one.get("href", "")
        if not allowed(address):
            one.tag = "span"
            one.attrib.pop("href", None)
        elif not urlsplit(address).scheme:
            one.set("href", self.resolve(address))


def _pairs(listed: Element) -> Element | None:
    """A list of "Before: ..." and "After: ..." in turn as pairs side by side; None for any other list."""
    items = list(listed)
    sides = [tongue.word("Before"), tongue.word("After")]
    heads = [re.match(_PAIR.format(*sides), one.text or "") for one in items]
    words = [head.group(2) if head else "" for head in heads]
    if len(items) < 2 or len(items) % 2 or words != sides * (len(items) // 2):
        return None
    made = Element("div", {"class": "pairs"})
    made.tail = listed.tail
    for place, (item, head) in enumerate(zip(items, heads, strict=True)):
        if place % 2 == 0:
            pair = SubElement(made, "div", {"class": "pair"})
        _half(SubElement(pair, "p", {"class": "pair-after" if place % 2 else "pair-before"}), item, head)
    return made


def _half(made: Element, item: Element, head: re.Match[str] | None) -> None:
    """One side of a pair: its name and qualifier as a label, then the words themselves."""
    label = SubElement(made, "span", {"class": "label"})
    label.text = head.group(1) if head else ""
    label.tail = " " + (item.text or "")[head.end() if head else 0 :]
    made.extend(list(item))


def _scrolled(table: Element) -> Element:
    """A table in a box that scrolls by itself, reachable by keyboard, so that no page is wider than a phone.

    Each cell learns its column's heading: a phone shows the rows of a wide table as cards.
    """
    heads = ["".join(one.itertext()).strip() for one in table.findall("thead/tr/*")]
    cells = [(cell, head) for row in table.findall("tbody/tr") for cell, head in zip(row, heads, strict=False)]
    for cell, head in cells:
        if head:
            cell.set("data-head", head)
    if len(heads) > 3 and all("".join(cell.itertext()).strip() for cell, _ in cells):  # no form to fill in by hand
        table.set("class", "stacks")
    name = ", ".join(text for head in table.iter("th") if (text := "".join(head.itertext()).strip()))
    box = Element("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": name or "Table"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


class _TameExtension(Extension):
    step: _Tame

    def __init__(self, level: int) -> None:
        super().__init__()
        self.level = level

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Registers the tree step and takes raw HTML away."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        self.step = _Tame(md, self.level)
        md.treeprocessors.register(self.step, "tame", 0)


def allowed(address: str) -> bool:
    """Whether a link of content may stand: http(s), mailto, or relative inside the playbook."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and (bool(parts.netloc) == (parts.scheme in ("http", "https")))


_RUN = re.compile(r"\[{50,}")
"""So many brackets open no link, and Markdown would look for the end of each: one stands for them."""


@lru_cache(maxsize=8)
def _reader(level: int) -> tuple[_TameExtension, markdown.Markdown]:
    """A reader of Markdown: making one costs as much as reading a paragraph."""
    tame = _TameExtension(level)
    extensions: list[str | Extension] = ["tables", "sane_lists", "def_list", tame]
    return tame, markdown.Markdown(extensions=extensions, output_format="html")


def html(text: str, level: int, resolve: Resolve) -> str:
    """Markdown as HTML whose headings start below `level`; `resolve` turns a relative link into an address."""
    tame, reader = _reader(level)
    tame.step.resolve = resolve
    return reader.reset().convert(_RUN.sub("&#91;…", text))


def inline(text: str, resolve: Resolve) -> str:
    """One paragraph of Markdown as HTML without its <p>."""
    found = html(text.strip(), 2, resolve)
    match = _INLINE.match(found)
    return match.group(1) if match and "<p>" not in match.group(1) else found
