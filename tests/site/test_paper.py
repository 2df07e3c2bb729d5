"""The playbook as a PDF: a cover, contents whose page numbers are true, charts that carry their colours."""

from __future__ import annotations

import builtins
import re
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any

import pytest
import sample

from sociable import errors, rubric
from sociable.site import paper
from sociable.site.pages import pages
from sociable.site.parts import NavGroup, Page

RULES = rubric.load(())


@lru_cache(maxsize=1)
def page() -> str:
    return paper.html(sample.report(RULES), RULES)


def test_every_drawing_carries_its_rules_and_every_mark_its_shape() -> None:
    outer = re.findall(r'<svg\b[^>]*role="img"[^>]*>(<style>)?', page())
    assert len(outer) > 100 and all(outer)
    assert "<use" not in page() and "var(--" not in "".join(re.findall(r"<svg.*?</style>", page()))
    assert page().count('class="mark"') > 100 and "currentColor" not in page().partition("paper-cover")[2]


def test_nothing_hostile_becomes_markup_on_the_way_to_paper() -> None:
    assert "<script" not in page() and "<img src=x" not in page()


def test_without_weasyprint_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise ImportError("No module named 'weasyprint'")
        return known(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(errors.InputError, match=r"pip install 'sociable\[pdf\]'"):
        paper.pdf(sample.report(RULES), RULES)


SHORT = ("index", "desk", "mix", "criteria/response-time")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A playbook of four pages, for a press takes its time; links to the others lead nowhere."""

    def few(*given: Any) -> tuple[Page, ...]:
        kept = [one for one in pages(*given) if one.id in SHORT]
        frame = kept[0].frame
        assert frame is not None
        items = tuple(item for group in frame.nav for item in group.items if item.ref.page in SHORT)
        frame = replace(frame, nav=(NavGroup("read", "Read", items),))
        return tuple(replace(one, frame=frame) for one in kept)

    renderer = import_module("sociable.site.render")  # `sociable.site.render` by attribute is its function
    monkeypatch.setattr(renderer, "all_pages", few)
    monkeypatch.setattr(renderer, "_check", lambda *_: None)


@pytest.mark.usefixtures("short")
def test_the_contents_name_the_pages_where_things_stand() -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is missing: pip install -e '.[dev]'", exc_type=ImportError)
    reader = pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install -e '.[dev]'")
    document = reader.PdfDocument(paper.pdf(sample.report(RULES), RULES))
    texts = [" ".join(one.get_textpage().get_text_range().split()) for one in document]
    assert "Harbour" in texts[0] and texts[1].startswith("Contents")
    listed = re.findall(r"([^.]+?)\s?\.{4,}\s?(\d+)", texts[1].removeprefix("Contents Read"))
    assert len(listed) == len(SHORT)
    for title, number in listed:
        where = texts[int(number) - 1]
        assert title.strip().casefold() in where.casefold() and where.endswith(number), (title, number, where[:80])
    assert [i + 1 for i, text in enumerate(texts) if len(text) < 60] == []  # no sheet with a lone line


def test_a_logo_is_printed_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The logo is a data: address; any other is refused without a question to a network (sockets are blocked here)."""
    pytest.importorskip("weasyprint", reason="WeasyPrint is missing: pip install -e '.[dev]'", exc_type=ImportError)
    reader = pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install -e '.[dev]'")
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    page = (
        f'<img src="data:image/png;base64,{dot}"><img src="http://127.0.0.1:9/x.png"><img src="file:///etc/hostname">'
    )
    monkeypatch.setattr(paper, "html", lambda *_: page)
    document = reader.PdfDocument(paper.pdf(sample.report(RULES), RULES))
    images = [one for one in document[0].get_objects() if one.type == reader.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(images) == 1
