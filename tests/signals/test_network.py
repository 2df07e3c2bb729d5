"""The network beside the linear weights: against the same sums written out, alone and in batches, and broken files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest

from sociable import resources, rubric, signals
from sociable.errors import ContentError
from sociable.signals import network, weights
from sociable.signals.terms import Terms
from sociable.signals.vocabulary import Vocabulary

WORDS, SIZE, WIDTH, UNITS = ["alpha", "beta", "gamma"], 2, 3, 4
HEADS = [("B", "promo"), ("I", "need"), ("B", "ask")]


def _made() -> tuple[network.Saved, dict[str, np.ndarray]]:
    rng = np.random.default_rng(5)
    part = {
        "vectors": rng.integers(-100, 100, (2 + len(WORDS), SIZE)).astype(np.int8),
        "conv": rng.normal(size=(3, SIZE, WIDTH)),
        "conv_bias": rng.normal(size=WIDTH) / 4,
        "hidden": rng.normal(size=(2 * WIDTH + 1, UNITS)),
        "out": rng.normal(size=(UNITS, len(HEADS))),
        "skip": rng.normal(size=(2 * WIDTH + 1, len(HEADS))),
        "B": rng.normal(size=UNITS), "I": rng.normal(size=UNITS),
        "B out": rng.normal(size=len(HEADS)), "I out": rng.normal(size=len(HEADS)),
    }  # fmt: skip
    part["vectors"][0] = 0

    def raw(name: str) -> bytes:
        return part[name].astype("<f4").tobytes()

    saved = network.Saved(
        words=WORDS, size=SIZE, width=WIDTH, scale=0.01, vectors=part["vectors"].tobytes(), conv=raw("conv"),
        conv_bias=raw("conv_bias"), features=["s_price"], hidden=raw("hidden"), out=raw("out"), skip=raw("skip"),
        hidden_bias={"B": raw("B"), "I": raw("I")}, heads=HEADS, out_bias={"B": raw("B out"), "I": raw("I out")},
    )  # fmt: skip
    return saved, part


def _by_hand(words: list[str], dense: float, kind: str, part: dict[str, np.ndarray]) -> dict[str, float]:
    """The sums written out in floats, word by word."""
    vectors = [part["vectors"][WORDS.index(word) + 2 if word in WORDS else 1] * 0.01 for word in words]
    h = []
    for at in range(len(words)):
        total = part["conv_bias"].copy()
        for side, near in enumerate((at - 1, at, at + 1)):
            if 0 <= near < len(words):
                total += vectors[near] @ part["conv"][side]
        h.append(np.maximum(total, 0))
    given = np.concatenate([np.sum(h, 0) / np.sqrt(len(words)) / 2, np.max(h, 0), [dense]])
    hidden = np.maximum(given @ part["hidden"] + part[kind], 0)
    score = hidden @ part["out"] + given @ part["skip"] + part[f"{kind} out"]
    return {label: score[at] for at, (home, label) in enumerate(HEADS) if home == kind}


@pytest.mark.parametrize("kind", ["B", "I"])
@pytest.mark.parametrize("text", ["alpha", "beta gamma alpha", "gamma other beta beta", "other words alpha gamma beta"])
def test_scores_are_those_of_the_sums_written_out(text: str, kind: str) -> None:
    saved, part = _made()
    net, vocabulary = network.Network(saved), Vocabulary(WORDS, ())
    places = np.full(vocabulary.size + 1, network.UNKNOWN)
    places[[vocabulary.code[word] for word in WORDS]] = [net.code[word] for word in WORDS]
    words = vocabulary.read(pl.DataFrame({"copy": ["beta", text, ""], "brand_key": ["", "", ""]}))
    dense = np.full((3, 1), 0.5 * 2**network.DEEP)
    found = net.score(net.read(words, places), dense, kind)[1]
    wanted = _by_hand(text.split(), 0.5, kind, part)
    # the product marks the first word of a text as such, which no word of these is
    assert net.homes[kind].labels == tuple(wanted)
    opened = net.without(["xbos", *text.split()], dense[0], kind)
    assert opened[1] == pytest.approx(list(wanted.values()), abs=0.05)
    assert found == pytest.approx(opened[0])


def test_what_a_word_adds_is_the_score_with_it_less_the_score_without() -> None:
    saved, part = _made()
    words = ["alpha", "beta", "gamma"]
    rows = network.Network(saved).without(words, np.array([0.0]), "B")
    for at in range(3):
        rest = [word for index, word in enumerate(words) if index != at]
        assert rows[at + 1] == pytest.approx(list(_by_hand(rest, 0.0, "B", part).values()), abs=0.05)


def test_a_row_scores_the_same_alone_and_in_any_batch() -> None:
    four = ["Read our new guide to seals and boats, it's free!", "Thanks", "What would you paint first? " * 30, "x"]
    texts = four * 200
    batch = pl.DataFrame({"uid": [str(n) for n in range(800)], "kind": ["B"] * 800, "text": texts})
    together = signals.label(batch, Terms())
    for at in (0, 1, 2, 3, 517):
        assert signals.label(batch[at : at + 1], Terms()).equals(together[at : at + 1])


def test_words_beyond_the_longest_change_nothing_in_the_network() -> None:
    room = weights.detectors()
    long = "word " * network.LONGEST
    frame = pl.DataFrame({"copy": [long, long + "free guide buy now"], "brand_key": ["", ""]})
    read = room.network.read(room.vocabulary.read(frame), room.places)
    assert (read[0] == read[1]).all()


def test_the_shipped_network_has_every_label_but_pitch() -> None:
    net = network.load(rubric.network())
    for kind, models in weights.load().items():
        assert set(net.homes[kind].labels) == set(models) - {"pitch", "signed"}


@pytest.mark.parametrize("raw", [b"", b"\x81", msgspec.msgpack.encode({"words": []})])
def test_a_broken_file_is_told_in_a_line(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "content/models/network.msgpack"
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    with resources.override(tmp_path), pytest.raises(ContentError, match=r"network\.msgpack"):
        network.load(rubric.network())
