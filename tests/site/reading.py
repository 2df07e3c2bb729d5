"""Reads rendered pages the way a browser and a link checker do; for the tests only."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Seen:
    """What one page holds."""

    ids: list[str] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    loads: list[tuple[str, str]] = field(default_factory=list)  # (tag, address) that a browser would fetch
    headings: list[int] = field(default_factory=list)
    charts: list[dict[str, bool]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    unclosed: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects `Seen` from one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen, self.open = Seen(), list[str]()
        self.chart: dict[str, bool] | None = None
        self.depth = 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        seen = self.seen
        seen.tags.add(tag)
        seen.attributes |= set(found)
        if "id" in found:
            seen.ids.append(found["id"])
        if tag == "a":
            seen.links.append(found)
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed", "object") and found.get("src"):
            seen.loads.append((tag, found["src"]))
        if tag in ("link", "use", "image") and found.get("href"):
            seen.loads.append((tag, found["href"]))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            seen.headings.append(int(tag[1]))
        if tag == "svg" and found.get("aria-hidden") != "true":
            self.chart = {"img": found.get("role") == "img", "title": False, "desc": False}
            self.depth = len(self.open)
            seen.charts.append(self.chart)
        if self.chart is not None and tag in ("title", "desc") and len(self.open) == self.depth + 1:
            self.chart[tag] = True

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.seen.unclosed.append(tag)
            return
        self.open.pop()
        if tag == "svg" and self.chart is not None and len(self.open) == self.depth:
            self.chart = None

    def handle_data(self, data: str) -> None:
        where = self.open[-1] if self.open else ""
        {"script": self.seen.scripts, "style": self.seen.styles}.get(where, self.seen.text).append(data)


def read(page: str) -> Seen:
    """What `page` holds."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    reader.seen.unclosed += reader.open
    return reader.seen
