"""Why: marked words are where they should be, and removing them changes the decision."""

from __future__ import annotations

import re
from itertools import pairwise

import polars as pl
import pytest

from sociable.signals import Terms, explain, label, label_rows, labels

CASES = [
    ("B", "promo", "SPRING SALE!! 20% off all services. Shop now: https://example.com/shop"),
    ("B", "ask", "Ten ways to fix a bike 🚲 Read our latest blog post: https://example.com/blog"),
    ("R", "apology", "@customer Oh no 😱 we’re so sorry about the mix-up, the right part is on its way."),
    ("R", "signed", "@customer It left the depot this morning, you should see it by four. ^JD"),
    ("I", "complaint", "@brand worst service ever, two hours on hold and still no internet"),
]


def frame(kind: str, text: str) -> pl.DataFrame:
    return pl.DataFrame({"uid": ["a"], "kind": [kind], "text": [text]})


@pytest.mark.parametrize(("kind", "name", "text"), CASES)
def test_removing_the_marked_words_changes_the_decision(kind: str, name: str, text: str) -> None:
    assert label(frame(kind, text), Terms())[f"p_{name}"][0] >= 0.5
    spans = explain(frame(kind, text), [name], Terms())["a", name]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    left = label(frame(kind, text), Terms())[f"p_{name}"][0]
    assert left is None or left < 0.5, "None: too few words are left to judge"


def test_a_signature_is_marked_itself() -> None:
    text = "@customer It left the depot this morning. ^JD"
    ((start, end),) = [
        span for span in explain(frame("R", text), ["signed"], Terms())["a", "signed"] if span[1] == len(text)
    ]
    assert text[start:end].endswith("^JD")


def test_labels_of_other_kinds_are_not_explained() -> None:
    assert explain(frame("I", CASES[4][2]), ["promo"], Terms()) == {}


def test_rows_for_the_command_carry_every_label_of_the_kind() -> None:
    rows = label_rows(
        pl.DataFrame({"id": [1, 2, 3], "text": ["Shop the sale now, 20% off", "@jo it is fixed ^AB", ""]})
    )
    assert [row["kind"] for row in rows] == ["B", "R", "B"]
    assert [row["purpose"] for row in rows][1] == "reply"
    for row in rows:
        found = row["labels"]
        assert isinstance(found, dict)
        assert set(found) == set(labels.LABELS[str(row["kind"])])
        assert all(0 <= one["p"] <= 1 for one in found.values())


def test_rows_use_the_kind_that_is_given_and_answer_in_any_language() -> None:
    data = {"id": ["x"], "kind": ["i"], "text": ["¿A qué hora abren el domingo por la mañana?"]}
    (row,) = label_rows(pl.DataFrame(data))
    assert (row["kind"], row["purpose"]) == ("I", "inbound")
    assert label_rows(pl.DataFrame({"id": [], "text": []}, schema={"id": pl.Utf8, "text": pl.Utf8})) == []


NEVER = {".", "!", "to", "about", "our", "the", "here"}


def test_no_full_stop_or_function_word_is_marked_alone() -> None:
    texts = [
        "K.F.C. teamed up with our friends in the U.K. and Ireland. Read more: https://example.com/a",
        "1. Use our list. 2. Use it again. 3. Use 10 of them. Here is all about it. Link: https://example.com/b",
        "Please visit this link to tell us about the trip, and to get help: https://example.com/c",
    ]
    batch = pl.DataFrame({"uid": list("abc"), "kind": ["B"] * 3, "text": texts})
    found = explain(batch, ["ask", "promo", "useful"], Terms())
    marked = [texts["abc".index(uid)][a:b] for (uid, _), spans in found.items() for a, b in spans]
    assert any("Read more" in one for one in marked)
    assert not NEVER & {one.strip().casefold() for one in marked}
    assert not [one for one in marked if one.startswith((".", ":", " "))], "what ends the words before is no evidence"


def test_no_word_is_cut_and_neighbours_are_marked_as_one() -> None:
    text = "#HarborBank brings a smooth banking experience to your doorstep! Now book it using our #iMobilePayDesk app."
    batch = frame("B", text).with_columns(brand=pl.lit("Harbor Bank"))
    for reader in ("careful", "quick"):
        found = explain(batch.with_columns(reader=pl.lit(reader)), labels.LABELS["B"], Terms())
        assert found
        for spans in found.values():
            marked = [text[start:end] for start, end in spans]
            assert all(re.fullmatch(r"\W*(?:[#@]?\w+(?:[’'-]\w+)*\W*)*", one) for one in marked)
            assert not [1 for start, _ in spans if start and re.match(r"\w\w", text[start - 1 : start + 1])]
            assert not [1 for _, end in spans if re.match(r"\w\w", text[end - 1 : end + 1])]
            assert not [1 for (_, end), (start, _) in pairwise(spans) if text[end:start] == " "]
