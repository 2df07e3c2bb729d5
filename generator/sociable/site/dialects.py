"""The dialects of wikis: MediaWiki, DokuWiki, Confluence, Markdown, and the Jinja that writes them.

The layouts (templates/wiki) are the same for all; a dialect is its pieces
(templates/<dialect>/parts.txt) and its escape.  Whatever a layout prints
passes that escape, even the layout's own words, so no author of a layout and
no post can write markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from html import escape as html_escape
from urllib.parse import quote

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from sociable import tongue
from sociable.site import escapes, sections, templating

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


@templating.kept
def environment(dialect: str) -> Environment:
    """Jinja for one dialect in the language that is written: all that is printed is literal, a lack stops the build."""
    write = DIALECTS[dialect]
    made = templating.environment((dialect, "wiki"), partial(_literal, write.text), extensions=[_Words])
    made.filters |= {
        "label": lambda text: write.label(escapes.flat(_plain(text))),
        "alt": lambda text: write.alt(escapes.flat(_plain(text))),
        "html": lambda text: Markup(html_escape(escapes.flat(_plain(text)))),
        "line": partial(line, write.text), "rows": rows, "url": web, "anchor": anchored, "place": sections.place,
        "start": escapes.markdown_start,
    }  # fmt: skip
    made.globals |= {"end": Markup("\n"), "gap": Markup("\n\n"), "literal": write.text, "word": tongue.layout}
    return made


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
