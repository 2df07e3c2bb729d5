"""A text that the changed lists count as before has the same labels, to the last bit."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sociable import resources
from sociable.signals import READ, Terms, cues, label, touched

SHIPPED = Path(__file__).parents[2] / "content" / "words"


def texts(rng: random.Random) -> pl.DataFrame:
    """Rows of every kind, made of terms of the lists between plain words."""
    terms = [term for name in READ for term in (*cues.load()[name].terms, *cues.load()[name].blocked)]
    plain = "the boat at noon and our pier with Café, don't 20% off @jo https://a.example/x".split()

    def text() -> str:
        said = [term.replace("*", "ing").replace(" ... ", " it ") for term in rng.sample(terms, rng.randint(0, 3))]
        return " ".join(rng.sample([*said, *rng.sample(plain, 6)], len(said) + 6))

    return pl.DataFrame(
        [
            {"uid": str(n), "kind": "BRUIPD"[n % 6], "text": text(), "lang": "en", "platform": "x",
             "context": text() if n % 2 else None, "brand": "Harbour Jo"}
            for n in range(600)
        ]
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_what_the_lists_count_as_before_keeps_its_labels(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    rows, before = texts(rng), {name: (SHIPPED / f"{name}.txt").read_text() for name in READ}
    said = label(rows, Terms())
    (tmp_path / "content" / "words").mkdir(parents=True)
    for name in rng.sample(READ, 8):  # a term in four goes, and one comes
        kept = [line for line in before[name].splitlines() if rng.random() < 0.75]
        added = rng.choice(("pier", "at noon", "! the boat", "caf*", "with ... pier"))
        (tmp_path / "content" / "words" / f"{name}.txt").write_text("\n".join(["ahoy", *kept, added]))
    with resources.override(tmp_path):
        hit, now = touched(rows, before), label(rows, Terms())
    assert 50 < hit.sum() < 550
    assert_frame_equal(now.filter(~hit), said.filter(~hit), check_exact=True)
    assert not now.filter(hit).equals(said.filter(hit))
    assert touched(rows, before).sum() == 0
