"""The careful reader: its pieces of words are BERT's, and a row reads the same alone and among others."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sociable import resources, rubric
from sociable.errors import ContentError
from sociable.signals import Terms, careful, features, label, label_rows, labels, weights
from sociable.signals import reader as who
from sociable.signals.spans import explain

PIECES = [  # numbers that the library `tokenizers` gives with the vocabulary of bert-base-uncased, cut to 16
    (
        "post of Harbour Lights", "Naïve café owners: 50% off #today!",
        [101, 2695, 1997, 7440, 4597, 102, 15743, 7668, 5608, 1024, 2753, 1003, 2125, 1001, 2651, 102], 10,
    ),
    (
        "reply", "中文字 and ﬁne\u200bprint\xadx ẞ",
        [101, 7514, 102, 1746, 1861, 100, 1998, 1984, 2638, 16550, 2595, 1096, 102], 10,
    ),
    (
        "message | where is my boat?", "“Quoted” words… 👍🏽 a_b @mo $5.00\x07 İstanbul",
        [101, 4471, 1064, 2073, 2003, 2026, 4049, 102, 1523, 9339, 1524, 2616, 1529, 100, 1037, 102], 8,
    ),
    (
        "reply of A | one two three four five six seven eight nine ten", "short text",
        [101, 7514, 1997, 1037, 1064, 2028, 2048, 2093, 2176, 2274, 2416, 2698, 102, 2460, 3793, 102], 3,
    ),
    ("post", "a " * 30, [101, 2695, 102, *[1037] * 12, 102], 13),
    (
        "reply | " + "b " * 30, "c " * 30,
        [101, 7514, 1064, 1038, 1038, 1038, 1038, 1038, 102, 1039, 1039, 1039, 1039, 1039, 1039, 102], 7,
    ),
    ("post", "x" * 101, [101, 2695, 102, 100, 102], 2),
]  # fmt: skip
POSTS = [
    ("B", "SALE! 50% off every boat this weekend only. Buy now: https://shop.example/sale", ""),
    ("B", "How to read a tide table: find the port, then the day, then add an hour in summer.", ""),
    ("R", "@mo Sorry about that. Please DM us your booking number and we will look into it.", "my boat never came"),
    ("I", "@ferries my boat never came and nobody answers the phone, this is a disgrace", ""),
    ("U", "@stranger check out our new island pass, only $20 at https://shop.example", ""),
    ("D", "Thanks for the follow! Get 10% off with code HELLO", ""),
    ("B", "", ""),
]


LEFT = {("R", "pitch"), ("R", "signed")}
"""What stays with the quick reader."""


def batch(reader: str | None = careful.READER) -> pl.DataFrame:
    rows = [(str(at), kind, text, context, "Ferries", reader) for at, (kind, text, context) in enumerate(POSTS)]
    names = ["uid", "kind", "text", "context", "brand", "reader"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Utf8), orient="row")


@pytest.mark.parametrize(("first", "second", "numbers", "others"), PIECES)
def test_pieces(first: str, second: str, numbers: list[int], others: int) -> None:
    found, parts = careful.load(rubric.careful()).pieces.pair(first, second, 16)
    assert found == numbers
    assert sum(parts) == others


def test_a_row_reads_the_same_alone_and_in_any_company() -> None:
    every = label(batch(), Terms())
    alone = pl.concat([label(one, Terms()) for one in batch().iter_slices(1)])
    assert_frame_equal(alone, every, check_exact=True)
    mixed = batch().with_columns(reader=pl.when(pl.int_range(pl.len()) % 2 == 0).then("reader"))
    quick = label(batch(None), Terms())
    found = label(mixed, Terms())
    assert_frame_equal(found[::2], every[::2], check_exact=True)
    assert_frame_equal(found[1::2], quick[1::2], check_exact=True)


def test_it_says_what_a_reader_would() -> None:
    found = {row["uid"]: row for row in label(batch(), Terms()).iter_rows(named=True)}
    assert found["0"]["p_promo"] > 0.5 > found["1"]["p_promo"]
    assert found["1"]["p_useful"] > 0.5 > found["0"]["p_useful"]
    assert found["2"]["p_deflect"] > 0.5 and found["2"]["p_apology"] > 0.5
    assert found["3"]["p_complaint"] > 0.5 and found["3"]["p_need"] > 0.5
    assert found["6"]["p_promo"] is None  # no words, nothing said


def test_every_label_that_it_reads_has_a_curve_and_no_other() -> None:
    heads = set(careful.load(rubric.careful()).heads)
    fitted = {(kind, name) for kind, models in weights.load().items() for name, one in models.items() if one.careful}
    assert fitted == heads - LEFT


def test_the_words_that_decided_are_marked_of_what_it_flags() -> None:
    spans = explain(batch(), ["promo", "deflect"], Terms())
    text = POSTS[0][1]
    assert any("SALE" in text[start:end] or "off" in text[start:end] for start, end in spans["0", "promo"])
    assert ("2", "deflect") in spans
    for (uid, name), marks in spans.items():
        left = POSTS[int(uid)][1]
        for start, end in reversed(marks):
            left = f"{left[:start]} {left[end:]}"
        cut = batch().filter(pl.col("uid") == uid).with_columns(text=pl.lit(left))
        assert label(cut, Terms())[f"p_{name}"].item() < 0.5  # without the marked words it is not flagged


def test_few_texts_are_read_with_care_and_many_quickly() -> None:
    assert who(careful.FEW) == "careful"
    assert who(careful.FEW + 1) == "quick"
    assert who(10**6, "careful") == "careful"
    assert who(1, "quick") == "quick"
    frame = batch(None).drop("reader", "uid").with_columns(id=pl.int_range(pl.len()).cast(pl.Utf8))
    both = [label_rows(frame, reader=name) for name in ("careful", "quick")]
    assert label_rows(frame) == both[0] != both[1]


def test_what_it_adds_is_known_apart() -> None:
    found = labels.whole(features.prepare(batch(), Terms()))
    assert set(found) == set(careful.load(rubric.careful()).heads) - LEFT


@pytest.mark.parametrize("data", [b"", b"no graph", b"\x08\x07"])
def test_a_broken_file_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "content" / "models" / "careful.onnx"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    with resources.override(tmp_path), pytest.raises(ContentError, match=r"careful\.onnx.*cannot be read"):
        label(batch(), Terms())
