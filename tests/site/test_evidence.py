"""Posts as evidence: spans, what a draft cut, rows to disagree, addresses, safe CSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.site import csvs, view_evidence
from sociable.site.parts import Segment


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_marking_never_changes_a_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = view_evidence.marked(text, spans)
    assert "".join(segment.text for segment in found) == text


def test_overlapping_spans_are_merged_and_strays_dropped() -> None:
    found = view_evidence.marked("abcdef", [(1, 3), (2, 4), (9, 12)])
    assert found == (Segment("a"), Segment("bc", "mark"), Segment("d", "mark"), Segment("ef"))


@given(st.text(max_size=80), st.text(max_size=80))
def test_showing_what_was_cut_never_changes_the_original(before: str, after: str) -> None:
    assert "".join(segment.text for segment in view_evidence.cut_away(before, after)) == before


def test_what_a_draft_no_longer_holds_is_marked() -> None:
    found = view_evidence.cut_away("Island Pass: 20% off. Book now!!", "Island Pass: 20% off.")
    assert [segment.text for segment in found if segment.kind == "mark"] == ["Book now!!"]


def test_slots_are_set_apart() -> None:
    found = view_evidence.slotted("Meet us [which day?] at [where?].", ("[which day?]", "[where?]"))
    assert [segment.text for segment in found if segment.kind == "slot"] == ["[which day?]", "[where?]"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://x.example", "http:///x", "x", "", None, "http://[bad"]
)
def test_only_web_addresses_become_permalinks(address: str | None) -> None:
    assert view_evidence.web(address) == ""


def test_permalinks_are_escaped_as_addresses() -> None:
    assert view_evidence.web("https://x.example/1?a=<b>") == "https://x.example/1?a=%3Cb%3E"


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=12),
            min_size=2,
            max_size=4,
        ),
        max_size=5,
    )
)
def test_no_cell_starts_a_formula_and_nothing_is_lost(rows: list[list[str]]) -> None:
    text = csvs.table(rows)
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert [
        [cell.removeprefix("'") if cell[1:2] in _RISKY and cell.startswith("'") else cell for cell in row]
        for row in back
    ] or not rows
    for row in back:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


_RISKY = ("=", "+", "-", "@")


def test_a_formula_keeps_its_words() -> None:
    assert csvs.line(["=1+1", "a,b", " @x"]) == "'=1+1,\"a,b\",' @x"
