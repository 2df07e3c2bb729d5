"""The part between the markers: found again whatever stands around it, and told from what a hand did to it."""

import html
import xml.etree.ElementTree as ET

import confluence_server
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.publish import markers, storage
from sociable.site import dialects

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

DIALECTS = ("mediawiki", "dokuwiki", "confluence", "markdown")
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029"), max_size=60)


def native(dialect: str, text: str) -> str:
    """Any text as some markup of the dialect."""
    return f"<p>{html.escape(text)}</p>" if dialect == "confluence" else text


@pytest.mark.parametrize("dialect", DIALECTS)
@given(above=WORDS, inner=WORDS, below=WORDS, later=WORDS)
def test_only_the_part_between_is_replaced(dialect: str, above: str, inner: str, below: str, later: str) -> None:
    above, inner, below, later = (native(dialect, one) for one in (above, inner, below, later))
    page = above + "\n" + markers.put(dialect, "criteria/promo-share", inner) + "\n" + below
    parts = markers.take(dialect, page)
    assert parts is not None and parts.page == "criteria/promo-share" and not parts.edited(dialect)
    assert parts.above == above + "\n" and parts.below == "\n" + below
    again = markers.put(dialect, "criteria/promo-share", later, page)
    now = markers.take(dialect, again)
    assert now is not None and (now.above, now.below) == (parts.above, parts.below)
    assert now.digest == markers.digest(dialect, later)
    assert markers.put(dialect, "criteria/promo-share", inner, again) == page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_hand_inside_shows(dialect: str) -> None:
    page = markers.put(dialect, "plan", native(dialect, "twelve of 40"))
    parts = markers.take(dialect, page.replace("twelve of 40", "thirteen of 40"))
    assert parts is not None and parts.edited(dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_post_that_holds_a_marker_is_only_text(dialect: str) -> None:
    """Raw, as if an escape had failed, and escaped, as pages hold it."""
    stranger = markers.put(dialect, "index", native(dialect, "stranger"))
    page = markers.put(dialect, "plan", stranger)
    parts = markers.take(dialect, page)
    assert parts is not None and parts.page == "plan" and not parts.edited(dialect)
    escaped = dialects.environment(dialect).from_string("{{ text }}").render(text=stranger)
    parts = markers.take(dialect, markers.put(dialect, "plan", native("mediawiki", escaped)))
    assert parts is not None and parts.page == "plan" and not parts.edited(dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_damaged_markers_are_no_pair(dialect: str) -> None:
    page = markers.put(dialect, "plan", native(dialect, "text"))
    other = markers.put(dialect, "index", native(dialect, "other"))
    half = page[: len(page) - 12]
    for text in ("", native(dialect, "words"), half, page + other, other.replace("index", "plan") + page):
        parts = markers.take(dialect, text)
        assert parts is None or parts.edited(dialect), text


@pytest.mark.parametrize("dialect", ["mediawiki", "dokuwiki", "markdown"])
def test_line_ends_and_blanks_that_a_wiki_changes_are_no_edit(dialect: str) -> None:
    page = markers.put(dialect, "plan", "a  \nb\u0301 é\n\nc")
    for changed in (
        page.replace("\n", "\r\n"),
        page.replace("a  ", "a"),
        page + "\n",
        page.replace("é", "e\u0301"),  # the same letter in two signs
    ):
        parts = markers.take(dialect, changed)
        assert parts is not None and not parts.edited(dialect)


def test_what_confluence_does_to_markup_is_no_edit() -> None:
    text = (
        '<p>caf&eacute; &amp; more&nbsp;</p><ac:structured-macro ac:name="info"><ac:rich-text-body><p>x</p>'
        '</ac:rich-text-body></ac:structured-macro><ac:image><ri:attachment ri:filename="a.png" /></ac:image>'
    )
    kept = confluence_server.stored(markers.put("confluence", "plan", text))
    assert "ac:macro-id" in kept and "&eacute;" not in kept
    parts = markers.take("confluence", kept.replace("><p>", ">\n  <p>"))
    assert parts is not None and not parts.edited("confluence")
    assert markers.take("confluence", kept.replace("café", "tea")).edited("confluence")  # type: ignore[union-attr]


@pytest.mark.parametrize("side", ["before", "after"])
def test_words_in_a_markers_own_paragraph_stay_and_stay_xml(side: str) -> None:
    page = markers.put("confluence", "plan", "<p>one</p>")
    begin, end = page.index("<p><ac:") + 3, page.rindex("</p>")
    text = page[:begin] + "mine " + page[begin:] if side == "before" else page[:end] + " mine" + page[end:]
    parts = markers.take("confluence", text)
    assert parts is not None and not parts.edited("confluence")
    again = markers.put("confluence", "plan", "<p>two</p>", text)
    ET.fromstring(f"<x {confluence_server.NAMES}>{again}</x>")
    assert "mine" in again and "two" in again and "one" not in again
    assert markers.put("confluence", "plan", "<p>two</p>", again) == again


def test_markup_that_is_no_xml_is_mended_as_words() -> None:
    assert storage.mended("<p>a</p>") == "<p>a</p>"
    assert ET.fromstring(storage.mended("<p>a <b>c</p> & d")).text is not None
