"""Renders pages to HTML: escaped by default, strict about what is missing, free of the clock.

Autoescape covers every value; on top, `_text` refuses whatever is not text,
so that a number can only reach a page through `words`, and takes away the
control characters that HTML forbids.  A post can never become markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from sociable import tongue
from sociable.errors import ContentError, Fault
from sociable.report import Report
from sociable.rubric import Rubric
from sociable.site import colours, markup, templating
from sociable.site.pages import pages as all_pages
from sociable.site.pages import shipped
from sociable.site.parts import Page, Prose, Ref

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
CARRIED = 300_000  # bytes of a file that the single page takes along
_SAID = re.compile(r'\bsay\("([^"]+)"\)')
STYLE, SCRIPT, INDEX = "assets/style.css", "assets/site.js", "assets/index.js"
POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""`file:` is what Firefox needs for a page opened from disk; nothing here reaches another host.

A page asks for nothing itself: `connect-src` lets checkers that work from inside it read its host's robots.txt.
"""

Resolve = Callable[[Ref], str]


@tongue.of_pages
def render(pages: Sequence[Page]) -> dict[str, str | bytes]:
    """The pages as files: path -> text.  Links are relative; the same pages give the same bytes."""
    files: dict[str, str | bytes] = {}
    known = {page.id for page in pages}
    jinja = environment()
    for page in pages:
        up = "../" * page.id.count("/")
        context = _context(page, partial(_file_address, up=up, known=known), str)
        context |= {"layout": "layout.html", "root": up, "policy": POLICY, "single": False}
        files[f"{page.id}.html"] = jinja.get_template(f"{page.template}.html").render(context)
        files |= dict(page.files)
    files[STYLE] = stylesheet(pages)
    files[SCRIPT] = shipped("site.js")
    files[INDEX] = _index(pages, partial(_file_address, up="", known=known))
    return dict(sorted(files.items()))


@tongue.of_report
def single_file(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> str:
    """The whole playbook as one self-contained page."""
    pages = all_pages(report, rubric, notes)
    style = stylesheet(pages)
    script = _index(pages, partial(_inner_address, known={page.id for page in pages})) + shipped("site.js")
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _bound(pages, "single.html", {"policy": policy, "style": Markup(style), "script": Markup(script)})


@tongue.of_report
def paper(report: Report, rubric: Rubric, notes: Mapping[str, str] | None, style: str) -> str:
    """The whole playbook as the page that a PDF is printed from, under the style sheet `style`."""
    return _bound(all_pages(report, rubric, notes), "paper.html", {"policy": "", "style": Markup(style)})


@tongue.of_report
def slides(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> str:
    """The brief as slides, a finding each, to lie beside the other pages; style inside, no script."""
    pages = all_pages(report, rubric, notes)
    style = stylesheet(pages) + compact(shipped("slides.css"))
    policy = f"default-src 'none'; style-src '{digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    context = _context(pages[0], partial(_file_address, up="", known={page.id for page in pages}), str)
    return environment().get_template("slides.html").render(context | {"policy": policy, "style": Markup(style)})


def _bound(pages: Sequence[Page], cover: str, more: Mapping[str, object]) -> str:
    """Every page as a section of one, inside the template `cover`."""
    jinja = environment()
    parts, files = [], {name: text for page in pages for name, text in page.files}
    address = partial(_inner_address, known={page.id for page in pages})
    for page in pages:
        context = _context(page, address, partial(_inner, page.id))
        context |= {"layout": "section.html", "root": "", "policy": "", "single": True, "paper": cover == "paper.html"}
        context["download"] = _downloads(files).__getitem__
        parts.append(Markup(jinja.get_template(f"{page.template}.html").render(context)))
    context = _context(pages[0], address, str) | {"sections": parts, "root": "", "single": True, "layout": cover}
    return jinja.get_template(cover).render(context | dict(more))


def digest(text: str) -> str:
    """The hash by which a Content-Security-Policy allows one inline block."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def stylesheet(pages: Sequence[Page]) -> str:
    """The brand's colour tokens before the templates' own style sheet."""
    frame = pages[0].frame
    return colours.stylesheet(frame.accent if frame else "#0b5d7a") + compact(shipped("style.css"))


def compact(style: str) -> str:
    """A style sheet without its comments and line breaks; the shipped file stays readable for designers."""
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)).strip() + "\n"


@templating.kept
def environment() -> Environment:
    """Jinja as every page uses it: nothing is printed that is not text."""
    return templating.environment(("html",), _text, last_line=True)


def _text(value: object) -> object:
    """What a template may print: text only, without characters that HTML forbids."""
    if isinstance(value, Markup):
        return value
    if not isinstance(value, str):
        raise TypeError(f"a template prints {value!r}; only worded text may reach a page")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("\ufffd", value))


def _context(page: Page, link: Resolve, at: Callable[[str], str]) -> dict[str, Any]:
    def prose(value: Prose) -> Markup:
        return Markup(markup.html(value.text, value.level, lambda address: _inside(address, link)))

    def inline(text: str) -> Markup:
        return Markup(markup.inline(text, lambda address: _inside(address, link)))

    return {
        "page": page,
        "view": page.view,
        "frame": page.frame,
        "link": link,
        "at": at,
        "prose": prose,
        "inline": inline,
        "go": lambda name, anchor="": link(Ref(name, anchor)),
        "download": lambda name: name,
        "paper": False,
    }


def _inside(address: str, link: Resolve) -> str:
    """A relative link of the prose ("plan", "glossary.md#coverage") as the dialect addresses it."""
    page, _, anchor = address.partition("#")
    name = re.sub(r"\.(?:md|html)$", "", page)
    return link(Ref(name, anchor))


def _file_address(ref: Ref, up: str, known: set[str]) -> str:
    _check(ref, known)
    return f"{up}{ref.page}.html" + (f"#{ref.anchor}" if ref.anchor else "")


def _inner_address(ref: Ref, known: set[str]) -> str:
    _check(ref, known)
    return "#" + _inner(ref.page, ref.anchor or "top")


def _check(ref: Ref, known: set[str]) -> None:
    """A link of the prose to a page that is not there stops the build with its name."""
    if ref.page not in known:
        near = get_close_matches(ref.page, known, n=1)
        remedy = f"did you mean {near[0]}?" if near else "link to a page of the playbook"
        raise ContentError(Fault("content/playbook", f"no page {ref.page!r} in the playbook", remedy))


def _inner(page: str, name: str) -> str:
    return f"{page.replace('/', '-')}--{name}"


def _downloads(files: Mapping[str, str]) -> dict[str, str]:
    """Files as data: addresses, so that one page carries them along; too large ones stay in the folder."""

    def address(name: str, text: str) -> str:
        kind = "csv" if name.endswith(".csv") else "plain"
        return f"data:text/{kind};base64,{base64.b64encode(text.encode()).decode()}" if len(text) <= CARRIED else ""

    return {name: address(name, text) for name, text in files.items()}


def _index(pages: Sequence[Page], link: Resolve) -> str:
    """The page finder's index as a plain script: title, words, address."""
    rows = [
        [page.title, " ".join((page.lead, page.eyebrow, *page.keywords)).strip(), link(Ref(page.id))] for page in pages
    ]
    data = json.dumps(rows, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    said = [text for text in _SAID.findall(shipped("site.js")) if tongue.word(text) != text]
    own = json.dumps({text: tongue.word(text) for text in said}, ensure_ascii=True, separators=(",", ":"))
    return f"var SOCIABLE_PAGES={data};\n" + (f"var SOCIABLE_WORDS={own};\n" if said else "")
