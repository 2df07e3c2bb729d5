"""The playbook as a PDF, by WeasyPrint (extra `[pdf]`): a cover, contents with page numbers, nothing cut.

WeasyPrint shows a drawing to itself alone: it sees neither the page's rules nor
its symbols.  So each drawing gets the rules it needs, with the colours filled in.
What is not printed is taken out before, and variables are filled in, for it
lays out and looks up both at a price: the demo once took three times as long.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sociable.errors import Fault, InputError
from sociable.report import Report
from sociable.rubric import Rubric
from sociable.site import colours
from sociable.site.pages import shipped
from sociable.site.render import compact, paper

FALLBACK = "#0b5d7a"
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;}]+)")
_VAR = re.compile(r"var\((--[\w-]+)\)")
_SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="[^"]+">(.*?)</symbol>')
_MARK = re.compile(r'<svg class="mark mark-(\w+)"([^>]*)><use href="#[^"]+"/></svg>')
_DRAWING = re.compile(r"<svg\b[^>]*>|</svg>")
_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
_CLASSES = re.compile(r'class="([^"]+)"')
_NAMED = re.compile(r"\.([a-z][\w-]*)")
_UNPRINTED = re.compile(
    r'<details class="(?:behind|disagree)">.*?</details>|<nav class="turn".*?</nav>|<button\b.*?</button>', re.DOTALL
)


def pdf(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> bytes:
    """The whole playbook as a PDF document.

    Raises InputError where WeasyPrint, or the Pango library that it needs, is not there.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as problem:
        remedy = "run pip install 'sociable[pdf]'; on Debian and Ubuntu also apt-get install libpangoft2-1.0-0"
        raise InputError(Fault("--pdf", f"WeasyPrint cannot be used ({problem})".split("\n")[0], remedy)) from None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it names each rule meant for browsers alone
    page = html(report, rubric, notes)
    with _uncollected():
        return bytes(weasyprint.HTML(string=page, url_fetcher=_fetcher()).write_pdf())


def html(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> str:
    """The page that is printed: cover, contents, then every page of the playbook."""
    accent = str(report.brand.get("accent") or FALLBACK)
    tokens = palette(accent)
    style = colours.stylesheet(accent) + compact(shipped("style.css")) + compact(shipped("paper.css"))
    style = _filled(style, {**tokens, **sizes(style)})
    return drawn(_UNPRINTED.sub("", paper(report, rubric, notes, style)), tokens)


def palette(accent: str) -> dict[str, str]:
    """The colour of each token on paper: the light ones, with the accent's own."""
    light = shipped("style.css").partition("@media")[0]
    return dict(_TOKEN.findall(light)) | dict(_TOKEN.findall(colours.stylesheet(accent).partition("@media")[0]))


def sizes(style: str) -> dict[str, str]:
    """What the print rules set anew, such as the sizes of type."""
    return dict(_TOKEN.findall(style.partition("@media print")[2]))


def drawn(page: str, tokens: Mapping[str, str]) -> str:
    """The page with its marks written out and its charts carrying their own rules."""
    symbols = dict(_SYMBOL.findall(shipped("_defs.html")))
    rules = _RULE.findall(_filled(compact(shipped("paper-charts.css")), tokens))
    return _ruled(_MARK.sub(lambda match: _mark(match, symbols, tokens), page), rules)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: the layout is one growing tree, and looking through it takes a third more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _filled(style: str, tokens: Mapping[str, str]) -> str:
    """A style sheet with its variables filled in, but for those that differ from place to place."""
    for _ in range(2):  # a token may stand for another
        style = _VAR.sub(lambda match: tokens.get(match.group(1), match.group()), style)
    return style


def _mark(match: re.Match[str], symbols: Mapping[str, str], tokens: Mapping[str, str]) -> str:
    kind, rest = match.groups()
    ink = tokens.get(f"--{kind}", tokens.get("--none", "#555"))
    shape = symbols.get(f"mark-{kind}", "").replace("currentColor", ink)
    return f'<svg class="mark" viewBox="0 0 16 16"{rest}>{shape}</svg>'


def _ruled(page: str, rules: list[tuple[str, str]]) -> str:
    """`page` with, inside each outermost drawing that is a chart, those of `rules` that meet something in it."""
    parts: list[str] = []
    depth = done = 0
    head = ""
    for edge in _DRAWING.finditer(page):
        closing = edge.group() == "</svg>"
        depth += -1 if closing else 1
        if not closing and depth == 1:
            parts.append(page[done : edge.end()])
            done, head = edge.end(), edge.group()
        elif closing and depth == 0 and 'class="mark"' not in head:
            parts.append(f"<style>{_meeting(head + page[done : edge.start()], rules)}</style>")
    return "".join(parts) + page[done:]


def _meeting(drawing: str, rules: list[tuple[str, str]]) -> str:
    """The rules whose classes all occur in a drawing, each with the selectors that do."""
    classes = {name for found in _CLASSES.findall(drawing) for name in found.split()}
    kept = [
        (",".join(one for one in names.split(",") if set(_NAMED.findall(one)) <= classes), body)
        for names, body in rules
    ]
    return "".join(names.strip() + body for names, body in kept if names.strip())


def _fetcher() -> Any:
    """What refuses every address but data: ones; nothing is fetched for a PDF."""
    import weasyprint

    made = getattr(weasyprint.urls, "URLFetcher", None)  # from version 68 on; before, a function
    return made(allowed_protocols=("data",)) if made else _data_alone


def _data_alone(url: str) -> dict[str, object]:
    if url.startswith("data:"):
        import weasyprint

        return dict(weasyprint.default_url_fetcher(url))
    raise ValueError("a playbook fetches nothing")
