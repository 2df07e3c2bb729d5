"""Markdown of content and notes: tame HTML, headings in order, links that hold."""

from __future__ import annotations

import pytest

from sociable.site import markup


def resolve(address: str) -> str:
    return f"resolved:{address}"


def test_raw_html_is_shown_and_never_run() -> None:
    made = markup.html("<script>alert(1)</script>\n\n<b onclick=x>hi</b> <img src=x>", 2, resolve)
    assert "<script" not in made and "<b " not in made and "<img" not in made
    assert "&lt;script&gt;" in made


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example"]
)
def test_other_schemes_lose_their_link(address: str) -> None:
    made = markup.html(f"[click]({address})", 2, resolve)
    assert "href" not in made and "click" in made


def test_web_links_stay_and_relative_ones_are_resolved() -> None:
    made = markup.html("[a](https://example.org/x) [b](glossary.md#coverage)", 2, resolve)
    assert 'href="https://example.org/x"' in made and 'href="resolved:glossary.md#coverage"' in made


def test_headings_start_below_the_heading_they_stand_under() -> None:
    made = markup.html("# One\n\n## Two", 3, resolve)
    assert "<h4>One</h4>" in made and "<h5>Two</h5>" in made


def test_tables_scroll_by_themselves_and_empty_headings_are_no_headings() -> None:
    made = markup.html("| | B |\n|---|---|\n| x | |", 2, resolve)
    assert '<div aria-label="B" class="scroll" role="group" tabindex="0">' in made
    assert made.count('<th scope="col">') == 1


def test_pictures_are_told_by_their_words() -> None:
    assert "<img" not in markup.html("![a lighthouse](http://x.example/t.gif)", 2, resolve)
    assert "a lighthouse" in markup.html("![a lighthouse](http://x.example/t.gif)", 2, resolve)
