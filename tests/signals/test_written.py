"""The posts written for learning: labels of the guide, each text once, and none of other people's."""

import json
import os
import re
from pathlib import Path

import pytest

from sociable.signals.labels import LABELS, PURPOSES

FILE = Path(__file__).parents[2] / "content" / "models" / "written.jsonl"
SHARED = Path(os.environ.get("SOCIABLE_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data" / "gold"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"https?://\S+|@\w+|\d+", "", text.lower())).strip()


def test_every_post_has_labels_of_its_kind() -> None:
    for row in ROWS:
        assert set(row) == {"kind", "platform", "brand", "context", "purpose", "flags", "text"}
        assert set(row["flags"]) <= set(LABELS[row["kind"]]), row
        assert row["purpose"] in {"B": PURPOSES, "R": ["reply"], "I": ["inbound"]}[row["kind"]], row
        assert row["flags"] == sorted(set(row["flags"])), row


def test_labels_that_exclude_each_other_do() -> None:
    for row in ROWS:  # annotation guide, "settled questions"
        assert not {"helps", "deflect"} <= set(row["flags"]), row
        assert row["purpose"] != "promo" or "promo" in row["flags"], row


def test_no_text_comes_twice() -> None:
    texts = [(row["kind"], plain(row["text"]) or row["text"]) for row in ROWS]
    assert len(texts) == len(set(texts))


@pytest.mark.shared
def test_no_text_is_that_of_a_real_post() -> None:
    if not SHARED.exists():
        pytest.skip("the labelled posts are not here (SOCIABLE_SHARED)")
    real = set()
    for name in ("gold.jsonl", "train.jsonl"):
        real |= {plain(json.loads(line)["text"]) for line in (SHARED / name).read_text(encoding="utf-8").splitlines()}
    assert not [row["text"] for row in ROWS if len(plain(row["text"])) > 12 and plain(row["text"]) in real]
