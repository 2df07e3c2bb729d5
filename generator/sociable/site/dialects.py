"""Renders the pages as native markup of a wiki: MediaWiki, DokuWiki, Confluence, Markdown.

The layouts (templates/wiki) are the same for all, and so are the views; a
dialect is its pieces (templates/<dialect>/parts.txt) and its escape.  Whatever
a layout prints passes that escape, even the layout's own words, so no author
of a layout and no post can write markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape as html_escape
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from sociable import addresses, resources, tongue
from sociable.errors import ContentError
from sociable.site import escapes, pictures, sections
from sociable.site.parts import Page, Prose, Ref
from sociable.site.wikiprose import Teller

NAVIGATION = "navigation"
Escape = Callable[[str], Markup]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a wiki writes: running text, headings, what pictures show; whether it has a page of contents and anchors."""

    text: Escape
    label: Escape
    alt: Escape
    navigation: bool
    anchors: bool


DIALECTS = {
    "mediawiki": Dialect(escapes.mediawiki, escapes.mediawiki, escapes.mediawiki, True, True),
    "dokuwiki": Dialect(escapes.dokuwiki, escapes.dokuwiki_label, escapes.dokuwiki_label, True, False),
    "confluence": Dialect(escapes.confluence, escapes.confluence, escapes.confluence, False, True),
    "markdown": Dialect(escapes.markdown, escapes.markdown, escapes.markdown_label, False, True),
}


@dataclass(frozen=True, slots=True)
class At:
    """A native address, ready to stand in markup."""

    address: Markup
    anchor: Markup = Markup("")  # noqa: RUF009
    holder: Markup = Markup("")  # noqa: RUF009  # the page that a picture is attached to, where it is another one
    alt: str = ""
    width: str = ""  # pixels


class _Words(Extension):
    """Makes the words of a layout printed values, so that they are escaped like any other."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Each run of words becomes ``{{ "words" }}``; what lies between lines stays."""
        plain = stream.name is not None and stream.name.endswith("parts.txt")
        for token in stream:
            if token.type != "data" or plain:
                yield token
                continue
            for piece in re.split(r"(\s*\n\s*)", token.value):
                if piece and not piece.isspace():  # a call: Jinja would escape a bare string for HTML, and only that
                    for kind, value in (("variable_begin", "{{"), ("name", "literal"), ("lparen", "("),
                                        ("string", piece), ("rparen", ")"), ("variable_end", "}}")):  # fmt: skip
                        yield Token(token.lineno, kind, value)
                elif piece:
                    yield Token(token.lineno, "data", piece)


@tongue.of_pages
def wiki(
    pages: Sequence[Page], dialect: str, root: str, pictures: str = "svg", flavour: str = "",
    under: str = "",
) -> dict[str, str | bytes]:  # fmt: skip
    """The pages of one report as native markup: page id -> text, and "pictures/<name>" -> bytes.

    `root` is where the playbook stands (see `addresses`); `under` ("2026-Q2/")
    places a past period below it.  Where the dialect has a place for it there
    is a page "navigation"; elsewhere the index names all pages.  The same
    pages give the same bytes.
    """
    if pictures not in ("svg", "png"):
        raise ValueError(f"no kind of picture {pictures!r}: svg or png")
    maker = _Maker(dialect, root, pictures, flavour, under, frozenset(page.id for page in pages))
    texts = {under + page.id: maker.page(page) for page in pages}
    if maker.dialect.navigation:
        texts[under + NAVIGATION] = maker.page(pages[0], NAVIGATION)
    if not maker.dialect.anchors:
        texts = sections.resolved(texts)
    found: dict[str, str | bytes] = {f"pictures/{name}": data for name, data in maker.drawn.items()}
    return dict(sorted((found | texts).items()))


class _Maker:
    """One run over the pages of one report in one dialect; collects the pictures that pages ask for."""

    def __init__(self, name: str, root: str, kind: str, flavour: str, under: str, known: frozenset[str]) -> None:
        self.name, self.root, self.kind, self.flavour, self.under = name, root, kind, flavour, under
        self.known, self.dialect = known, DIALECTS[name]
        self.jinja = environment(name, tongue.now().code)
        self.parts: Any = self.jinja.get_template("parts.txt").module
        self.drawn: dict[str, bytes] = {}

    def page(self, page: Page, template: str = "") -> str:
        """One page as markup."""
        here = self.under + (template or page.id)
        frame = page.frame
        link = partial(self.link, here)
        teller = Teller(self.parts, self.dialect.text, partial(self.prose_link, here))
        contents = At(self.raw(self.address(self.under + NAVIGATION))) if self.dialect.navigation else None
        context = {
            "page": page, "view": page.view, "frame": frame, "link": link, "ref": Ref,
            "prose": lambda value: self.prose(teller, value), "inline": teller.line,
            "picture": partial(self.picture, here, page, frame.accent if frame else "#0b5d7a"),
            "ladder": self.ladder, "stacks": self.stacks, "contents": contents,
            "named": lambda *words: "-".join(words),
        }  # fmt: skip
        made = self.jinja.get_template(f"{template or page.template}.txt").render(context)
        return tidy(made)

    def prose(self, teller: Teller, value: Prose) -> Markup:
        return teller.blocks(value.text, value.level) if value else Markup("")

    def raw(self, address: str) -> Markup:
        return self.dialect.text(address) if self.name == "confluence" else Markup(address)

    def address(self, page: str) -> str:
        return addresses.address(self.name, self.root, page, self.flavour)

    def link(self, here: str, ref: Ref) -> At:
        target = self.under + ref.page
        anchor = anchored(ref.anchor) if self.dialect.anchors else sections.towards(target, ref.anchor)
        if self.name == "markdown":
            return At(Markup(addresses.link(self.root, here, target, self.flavour)), anchor)
        return At(self.raw(self.address(target)), anchor)

    def prose_link(self, here: str, address: str, label: str) -> Markup:
        page, _, anchor = address.partition("#")
        name = re.sub(r"\.(?:md|html)$", "", page)
        if name in self.known:
            return Markup(self.parts.page_link(self.link(here, Ref(name, anchor)), label))
        return Markup(self.parts.web_link(web(address), label)) if ":" in address else self.dialect.text(label)

    def picture(self, here: str, page: Page, accent: str, chart: pictures.Chart, name: str) -> At:
        """Draws a chart once and tells where it stands."""
        stem = f"{page.id}-{name}".replace("/", "-")
        full = f"{self.under}{stem}.{self.kind}"
        if full not in self.drawn:
            drawing = pictures.svg(chart, accent)
            self.drawn[full] = pictures.png(drawing) if self.kind == "png" else drawing.encode()
        alt = f"{chart.title}{'' if chart.title.endswith(('?', '.')) else '.'} {chart.desc}".strip()
        if self.name == "markdown":
            return At(Markup(addresses.image(self.root, here, full, self.flavour)), alt=alt)
        width = f"{pictures.size(chart)[0]:.0f}"
        holder = self.raw(self.address("index")) if here != "index" else Markup("")
        return At(
            self.raw(addresses.picture(self.name, self.root, full, self.flavour)), holder=holder, alt=alt, width=width
        )

    def ladder(self, one: Any) -> pictures.Ladder:
        """The rungs of a `LadderView` as one picture."""
        rows = [(rung.name, rung.verdict.score, rung.bar) for rung in one.rungs]
        return pictures.ladder(one.title, rows)

    def stacks(self, view: Any) -> pictures.Stacks:
        """The bars of the mix and of the target week as one picture."""
        return pictures.stacks(view.table.caption, [*view.stacks, view.target])


@lru_cache(maxsize=8)
def environment(dialect: str, language: str = "en") -> Environment:
    """Jinja for one dialect in the language that is written: all that is printed is literal, a lack stops the build."""
    write = DIALECTS[dialect]
    made = Environment(
        loader=FunctionLoader(partial(_load, dialect)), autoescape=True, undefined=StrictUndefined,
        finalize=partial(_literal, write.text), trim_blocks=True, lstrip_blocks=True, extensions=[_Words],
    )  # fmt: skip
    made.filters |= {
        "label": lambda text: write.label(escapes.flat(_plain(text))),
        "alt": lambda text: write.alt(escapes.flat(_plain(text))),
        "html": lambda text: Markup(html_escape(escapes.flat(_plain(text)))),
        "line": partial(line, write.text), "rows": rows, "url": web, "anchor": anchored, "place": sections.place,
        "start": escapes.markdown_start,
    }  # fmt: skip
    made.globals |= {"end": Markup("\n"), "gap": Markup("\n\n"), "literal": write.text, "word": tongue.layout}
    return made


def _load(dialect: str, name: str) -> tuple[str, str, None] | None:
    """A template of the dialect before one that all share; a client's own before ours."""
    for folder in (dialect, "wiki"):
        try:
            path = resources.find(f"templates/{folder}/{name}")
        except ContentError:
            continue
        return tongue.template(path.read_text(encoding="utf-8")), str(path), None
    return None


def _literal(escape: Escape, value: object) -> object:
    """What a template prints, as the dialect's own markup."""
    if isinstance(value, Markup):
        return value
    return escape(_plain(value))


def _plain(value: object) -> str:
    if isinstance(value, Markup) or not isinstance(value, str):
        raise TypeError(f"a template prints {value!r} where only worded text may stand")
    return value


def line(escape: Escape, value: str) -> Markup:
    """Anything on one line of markup, without spaces at its ends."""
    made = value if isinstance(value, Markup) else escape(_plain(value))
    return Markup(re.sub(r"[ \t\r\n]+", " ", made).strip(" "))


def rows(value: Markup) -> Markup:
    """The cells of a row without the layout's own empty lines and indents."""
    return Markup(re.sub(r"\n\s*(?=\n)|^\n+", "", value))


def web(address: str) -> Markup:
    """A web address in the letters that no dialect reads as markup."""
    return Markup(quote(address, safe="/:?=&#.,;+@%-_").replace("__", "%5F%5F").replace("&", "&amp;"))


def anchored(name: str) -> Markup:
    """An element id: letters, digits and hyphens."""
    return Markup(re.sub(r"[^0-9A-Za-z-]+", "-", name))


def tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends, no spaces at the ends of lines."""
    plain = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", plain).strip("\n") + "\n"
