"""Posts as evidence: spans, what a draft cut, rows to disagree, addresses, safe CSV."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from sociable import rubric
from sociable.model import Rewrite, Slice, Slot
from sociable.site import csvs, excerpts, view_evidence, view_slices
from sociable.site.pages import open_book
from sociable.site.parts import Segment


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_marking_never_changes_a_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = excerpts.marked(text, spans)
    assert "".join(segment.text for segment in found) == text


def test_overlapping_spans_are_merged_and_strays_dropped() -> None:
    found = excerpts.marked("abcdef", [(1, 3), (2, 4), (9, 12)])
    assert found == (Segment("a"), Segment("bc", "mark"), Segment("d", "mark"), Segment("ef"))


@given(st.text(max_size=80), st.text(max_size=80))
def test_showing_what_was_cut_never_changes_the_original(before: str, after: str) -> None:
    assert "".join(segment.text for segment in excerpts.cut_away(before, after)) == before


def test_what_a_draft_no_longer_holds_is_marked() -> None:
    found = excerpts.cut_away("Island Pass: 20% off. Book now!!", "Island Pass: 20% off.")
    assert [segment.text for segment in found if segment.kind == "mark"] == ["Book now!!"]
    found = excerpts.cut_away("Happy to help! See the link to know more.", "See the link to know more.")
    assert [segment.text for segment in found if segment.kind == "mark"] == ["Happy to help! "]  # the second "to" stays
    assert not [one for one in excerpts.cut_away("Read on: x", "Read on x") if one.kind == "mark"], "a lone colon"
    reply = excerpts.cut_away("@anna @crew@isle.example Kindly call: x.example", "One line. Call: x.example")
    assert [one.text for one in reply if one.kind == "mark"] == ["Kindly "], "who is addressed is not cut"
    moved = excerpts.cut_away("We sail at nine. You can bring a dog.", "You can bring a dog. We sail at nine.")
    assert not [segment for segment in moved if segment.kind == "mark"]


def test_a_masked_person_is_no_change() -> None:
    """Before stands @customer, in the draft a slot: somebody who copies it must not speak to that account."""
    rules = rubric.load(())
    book = open_book(sample.report(rules), rules)
    slots = [Slot(text="[the @handle]", kind="handle"), Slot(text="[why?]", kind="fact")]
    made = Rewrite(
        post="x:1", criterion="promo-share", recipe="r", before="Proud to thank @customer for the cup.",
        after="Thank [the @handle] for the cup. [why?]", why=["Why"], slots=slots, effect="ask",
    )  # fmt: skip
    shown = view_evidence.draft(book, 0, made)
    assert [one.text.strip() for one in shown.before if one.kind == "mark"] == ["Proud to"]
    assert [one.text for one in shown.after if one.kind == "slot"] == ["[the @handle]", "[why?]"]


def test_slots_are_set_apart() -> None:
    found = excerpts.slotted("Meet us [which day?] at [where?].", ("[which day?]", "[where?]"))
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
    plain = [[_bare(cell) for cell in row] for row in rows]
    assert [[_bare(cell) for cell in row] for row in back] == plain
    for row in back:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def _bare(cell: str) -> str:
    """A cell without what the escape may add or take: a leading quote, control characters, kinds of line ends."""
    return "".join(one for one in cell.removeprefix("'") if one.isprintable())


def test_a_formula_keeps_its_words() -> None:
    assert csvs.line(["=1+1", "a,b", " @x"]) == "'=1+1,\"a,b\",' @x"


def test_no_cell_steers_the_terminal_that_shows_it() -> None:
    assert csvs.line(["\x1b[31mred\x07", "two\x9b lines", "\x1b=1+1"]) == "[31mred,two lines,'=1+1"
    assert csvs.line(["a\nb\tc"]) == '"a\nb\tc"'


def test_the_same_words_posted_twice_are_rewritten_once() -> None:
    rules = rubric.load(())
    report = sample.report(rules)
    assert report.evidence is not None
    first = report.evidence.rewrites[0]
    again = msgspec.structs.replace(first, post="x:2")
    evidence = msgspec.structs.replace(report.evidence, rewrites=[first, again])
    book = open_book(msgspec.structs.replace(report, evidence=evidence), rules)
    assert [one.id for one in view_evidence.drafts(book, [0, 1, 7])] == ["draft-1"]


def test_a_slice_shows_its_interval_and_one_account_a_platform_is_shown_once() -> None:
    rules = rubric.load(())
    book = open_book(sample.report(rules), rules)
    base = next(one for one in book.report.criteria if one.id == "promo-share")
    part = Slice(key="x", status="scored", n=40, value=0.3, low=0.2, high=0.4, score=65, score_low=50, score_high=80)
    other = msgspec.structs.replace(part, key="facebook", n=30)
    named = [msgspec.structs.replace(one, key=f"{one.key}:harbour") for one in (part, other)]
    result = msgspec.structs.replace(base, slices={"platform": [part, other], "account": named})
    bars = [row.bar for row in view_slices.slices(book, result, "platform")[1]]
    assert [(bar.left, bar.width) for bar in bars if bar] == [("50%", "30%")] * 2
    assert view_slices.slices(book, result, "account")[1] == ()
    apart = msgspec.structs.replace(result, slices={"platform": [part], "account": [*named]})
    assert len(view_slices.slices(book, apart, "account")[1]) == 2
