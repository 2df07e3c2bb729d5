"""The quick way of the detectors gives what the plain definitions give, on made-up and on real posts."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable
from functools import reduce

import numpy as np
import polars as pl
import pytest

from archives.make import EXPORTS
from sociable.signals import Terms, clean, cues, features, labels, structure, tokens, weights
from sociable.signals.vocabulary import Vocabulary

REAL = EXPORTS.parent / "unlabelled" / "enterprise_x.csv"
PIECES = (
    "SALE!!", "Thé boat ÉTÉ", "Naïve Ana Lee said", "Tip:", "How do you", "we love", "you",
    "#SailingTheWorld_now", "#1", "a_b__c", "__name__", "__NAME__", "$5.50k", "rs. 20", "20 usd", "3,5 euros",
    "7%", "12 per cent", "5 percents", "10:30", "9.15 p.m.", "10am", "+44 20 7946 0958", "1-800-BOAT", "2019",
    "40k+", "21st", "a@b.example", "@Mo", "@", "www.a.example", "a.com/x", "see.a.co/https://b.example",
    "https://a.com/b?c=d", "http://", "RT @mo: hello", "x RT @mo hello there",
    '"a quoted line of words" - our', 'a customer said "it was all fine"', "“quoted words here” — @mo",
    "A here", "I'm Ana from", "📷 @mo", "🔥🔥🔥🔥", "🇨🇭", "☀️", "…", "...", "1/2", "-Kay", "^JD", "Thanks - Jo",
    "é", "İ", "ß", "don't", "can’t", "it was not", "\n- one\n• two", "CEO Ana Lee", "Dr. No", "\t", "  ", "_",
    "_ _",
)  # fmt: skip


def made(count: int) -> list[str]:
    rng = random.Random(20260930)
    joins = (" ", " ", " ", ", ", ". ", "\n", "", "! ", "? ", "  ")
    return ["".join(rng.choice(PIECES) + rng.choice(joins) for _ in range(rng.randint(0, 9))) for _ in range(count)] + [
        "",
        " ",
        "@mo",
        "feel free",
    ]


def real() -> list[str]:
    with REAL.open(encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(file)][:1500]


def batch(texts: list[str]) -> pl.DataFrame:
    kinds = ["BRUPDI"[at % 6] for at in range(len(texts))]
    contexts = [texts[at - 1] if at % 3 == 0 else None for at in range(len(texts))]
    names = [str(at) for at in range(len(texts))]
    return pl.DataFrame({"uid": names, "kind": kinds, "text": texts, "context": contexts})


def copies_agree(texts: list[str]) -> None:
    text = pl.DataFrame({"text": [*texts, None]}, schema={"text": pl.Utf8})
    rules = (*clean.HEAD, *(clean.SPLIT,) * clean.SPLITS, None, *clean.TAIL)
    plain = reduce(
        lambda cells, rule: cells.str.replace_all(*rule) if rule else cells.str.to_lowercase(), rules, text["text"]
    )
    quick = text.select(clean.lexical(pl.col("text"))).to_series()
    wrong = quick.ne_missing(plain).arg_true().to_list()
    assert not wrong, [(texts[at], quick[at], plain[at]) for at in wrong[:3]]


def structure_agrees(texts: list[str]) -> None:
    frame = features.prepare(batch(texts), Terms(names=("ferry", "lee")))
    quick = features.dense(frame)
    frame = frame.with_columns(caps=frame["text"].str.count_matches(r"\b[A-Z]{4,}\b"))
    plain = frame.select(structure.number(expr, f"s_{name}") for name, expr in structure.FEATURES.items())
    lists = {one.name: one for one in features.lists()}
    cued = frame.select(
        lists[name].count(pl.col("copy")).clip(0, 8).log1p().cast(pl.Float64).alias(f"c_{name}")
        for name in features.FAMILIES
    )
    for column in (*plain.get_columns(), *cued.get_columns()):
        wrong = (column != quick[column.name]).arg_true().to_list()
        assert not wrong, [(column.name, texts[at]) for at in wrong[:3]]
    assert set(quick.columns) >= {*plain.columns, *cued.columns}


def chances_agree(texts: list[str]) -> None:
    """Each probability from the words of one text, as content/models/README.md writes it down."""
    frame = features.prepare(batch(texts), Terms(names=("ferry", "lee")))
    found, dense, models = labels.probabilities(frame), features.dense(frame), weights.load()
    terms: dict[int, list[str]] = {}
    for row, term, _ in tokens.of(frame).iter_rows():
        terms.setdefault(row, []).append(term)
    harm = frame.select(cues.load()["harm"].count(pl.col("copy")) > 0).to_series()
    net = weights.detectors().network
    fine = np.rint(dense.select(net.features).to_numpy() * 2**14)
    written: dict[int, list[str]] = {}
    for key, row, word in tokens.words(frame).select("brand_key", "row", "word").iter_rows():
        written.setdefault(row, []).append(tokens.masked(word, key))
    for at, (kind, values) in enumerate(zip(frame["kind"], dense.iter_rows(named=True), strict=True)):
        for label in labels.LABELS[kind]:
            model = models[labels.HOME[label]][label]
            # Values count in steps of 2**-14 and their weights in steps of 2**-18, so that sums are exact.
            dots = (round(values[name] * 2**14) * round(weight * 2**18) for name, weight in model.features.items())
            score = model.bias + sum(dots) / 2**32
            root = math.sqrt(max(1, 2 * len(written.get(at, ())) - 1))
            score += sum(model.terms.get(term, 0) for term in terms.get(at, ())) / (1000 * root)
            home = net.homes[model.kind]
            if label in home.labels:
                score += net.without(written.get(at, []), fine[at], model.kind)[0, home.labels.index(label)]
            knots = sorted(model.curve)
            left = max((one for one in range(len(knots) - 1) if knots[one][0] < score), default=0)
            (x, y), (right, top) = knots[left], knots[left + 1]
            odds = y + (top - y) / (right - x) * (score - x)
            wanted = 1 / (1 + math.exp(-odds))
            if label == "hard_sell" and not values["s_loud"]:
                wanted *= 0.4  # quiet adverts; content/models/README.md
            if label in ("need", "complaint") and harm[at] and found["p_praise"][at] < 0.5:
                wanted = max(wanted, 0.6)
            assert found[f"p_{label}"][at] == pytest.approx(wanted, abs=1e-9), (label, texts[at])


CHECKS = [copies_agree, structure_agrees, chances_agree]


@pytest.mark.parametrize("agree", CHECKS)
def test_made_up_posts(agree: Callable[[list[str]], None]) -> None:
    agree(made(600))


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="the real posts are not beside the checkout")
@pytest.mark.parametrize("agree", CHECKS)
def test_real_posts(agree: Callable[[list[str]], None]) -> None:
    agree(real())


def test_words_that_structure_counts_are_those_of_its_own_patterns() -> None:
    text = "i'm not me, we're us & she can't; it was my"
    words = Vocabulary((), list(structure.LISTS)).read(pl.DataFrame({"copy": [text], "brand_key": [""]}))
    counted = {one.name.removeprefix("structure "): one.item() for one in words.counts()}
    assert counted == {"me": 3, "negated": 2, "past": 1, "persons": 4, "third": 1, "we": 2}
    assert all(cues.EDGE in one.pattern for one in structure.LISTS)
