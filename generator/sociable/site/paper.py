"""The playbook as a PDF, by WeasyPrint (extra `[pdf]`): a cover, contents with page numbers, nothing cut.

WeasyPrint shows a drawing to itself alone: it sees neither the page's rules nor
its symbols.  So each drawing gets the rules it needs, with the colours filled in.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

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
_EDGE = re.compile(r"<svg\b[^>]*>|</svg>")


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
    return bytes(weasyprint.HTML(string=page, url_fetcher=_nothing).write_pdf())


def html(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> str:
    """The page that is printed: cover, contents, then every page of the playbook."""
    accent = str(report.brand.get("accent") or FALLBACK)
    tokens = palette(accent)
    style = colours.stylesheet(accent) + compact(shipped("style.css")) + compact(shipped("paper.css"))
    return drawn(paper(report, rubric, notes, style), tokens)


def palette(accent: str) -> dict[str, str]:
    """The colour of each token on paper: the light ones, with the accent's own."""
    light = shipped("style.css").partition("@media")[0]
    return dict(_TOKEN.findall(light)) | dict(_TOKEN.findall(colours.stylesheet(accent).partition("@media")[0]))


def drawn(page: str, tokens: Mapping[str, str]) -> str:
    """The page with its marks written out and its charts carrying their own rules."""
    symbols = dict(_SYMBOL.findall(shipped("_defs.html")))
    rules = _VAR.sub(lambda match: tokens.get(match.group(1), "#000"), compact(shipped("paper-charts.css")))
    return _ruled(_MARK.sub(lambda match: _mark(match, symbols, tokens), page), f"<style>{rules.strip()}</style>")


def _mark(match: re.Match[str], symbols: Mapping[str, str], tokens: Mapping[str, str]) -> str:
    kind, rest = match.groups()
    ink = tokens.get(f"--{kind}", tokens.get("--none", "#555"))
    shape = symbols.get(f"mark-{kind}", "").replace("currentColor", ink)
    return f'<svg class="mark" viewBox="0 0 16 16"{rest}>{shape}</svg>'


def _ruled(page: str, rules: str) -> str:
    """`page` with the rules inside each outermost drawing that is a chart."""
    depth = 0

    def edge(match: re.Match[str]) -> str:
        nonlocal depth
        depth += -1 if match.group() == "</svg>" else 1
        chart = depth == 1 and match.group() != "</svg>" and 'class="mark"' not in match.group()
        return match.group() + (rules if chart else "")

    return _EDGE.sub(edge, page)


def _nothing(url: str) -> dict[str, object]:
    """Refuse every address but data: ones; nothing is fetched for a PDF."""
    if url.startswith("data:"):
        import weasyprint

        return dict(weasyprint.default_url_fetcher(url))
    raise ValueError("a playbook fetches nothing")
