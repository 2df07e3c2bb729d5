"""Cue lists counted from words come out as if each list's own pattern had been asked of every text."""

from __future__ import annotations

import csv
import random

import polars as pl
import pytest

from archives.make import EXPORTS
from sociable.signals import clean, cues, features, tokens
from sociable.signals.vocabulary import Vocabulary

REAL = EXPORTS.parent / "unlabelled" / "enterprise_x.csv"
TOY = cues.parse(
    "# a head\nfree\nwe\nwe're\ndiscount*\n*ness\nproud ... team\n#1\n'til\ngood-bye\nthe team\nteam's go\nxat is\n"
    ". xat\nfollow @\n...\nfind out more\nout* of\nq & a\n😡\n📷 by\n©\n! feel free\n! the team of\n! weakness\n",
    "toy",
)
VAGUE = cues.parse("* * *\n", "vague")
TEXTS = [
    "Feel free to ask, it is FREE", "feel free", "We're here; we are. o'we o'we're rock'n'we'll",
    "discounts discount5 discounter's", "kindness weakness ness", "proud of our whole team",
    "proud of all our big old team", "#1 or 1", "stay 'til ten, until", "good-bye, goodbye",
    "the team's go at the team", "o'the team", "the team of the team's", "@a @b is here", "... @a is here",
    "@a. @b @c", ". @x is", "xidle xreply xbos", "follow @", "find out more, find out, finding out",
    "outs of outing of outside of", "Q & A q&a Q&amp;A", "😡😡 😡", "📷 by you 📷by", "© 2020",
    "thé team thé wé we", "", "   ", "we_re we're we’re", "FREE\n\nfree\tfree", "free'free'free",
    "İstanbul free", "a... b ... c", "we'we",
]  # fmt: skip


def agree(texts: list[str], lists: list[cues.CueList]) -> None:
    """Asserts that both ways count the same in each text."""
    copy = pl.DataFrame({"text": texts}, schema={"text": pl.Utf8}).select(copy=clean.lexical(pl.col("text")))
    found = Vocabulary((), lists).read(copy.with_columns(brand_key=pl.lit(""))).counts()
    plain = copy.select(one.count(pl.col("copy")).alias(one.name) for one in lists)
    for one, counts in zip(lists, found, strict=True):
        wrong = (counts != plain[one.name]).arg_true().to_list()
        assert not wrong, [(one.name, texts[at], counts[at], plain[one.name][at]) for at in wrong[:5]]


def test_terms_of_every_shape() -> None:
    agree(TEXTS, [TOY, VAGUE])
    plain = pl.DataFrame({"copy": ["free the team we're kindness"]}).select(TOY.count(pl.col("copy"))).item()
    assert plain == 4


def test_our_own_lists_on_texts_made_of_their_terms() -> None:
    lists, rng = features.lists(), random.Random(20260930)
    terms = [term.replace("*", "ing") for one in lists for term in (*one.terms, *one.blocked)]
    between = (" ", " ", " ", ", ", ". ", "'s ", "-", " 'tis ", "! ", " @x ", "\n", "é ", " feel free ", "' ", "...")
    starts = ("", "", "@you ", ". @you @me, ", "RT @a: ", "#")
    texts = [
        rng.choice(starts) + "".join(rng.choice(terms) + rng.choice(between) for _ in range(rng.randint(1, 6)))
        for _ in range(4000)
    ]
    agree(texts, lists)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="the real posts are not beside the checkout")
def test_our_own_lists_on_real_posts() -> None:
    with REAL.open(encoding="utf-8") as file:
        agree([row["text"] for row in csv.DictReader(file)][:3000], features.lists())


def test_parts_of_the_brands_name_are_one_number_for_models_only() -> None:
    vocabulary = Vocabulary(["ferry", "free"], [TOY])
    for keys in (["ferryfree"] * 2, ["ferryfree", "x"]):
        words = vocabulary.read(pl.DataFrame({"copy": ["free ferry free", "boat"], "brand_key": keys}))
        shown = [code for row, code in zip(words.rows, words.codes, strict=True) if row == 0]
        assert shown.count(vocabulary.brand) == 3, keys
        assert words.counts()[0].to_list() == [2, 0]


def test_the_words_of_the_vocabulary_are_those_that_models_learn_from() -> None:
    texts = pl.DataFrame({"copy": ["xat xat, hello you", "feel free to go!"], "brand_key": ["", ""]})
    found = tokens.words(texts)["word"].to_list()
    assert found == ["xbos", "xreply", "hello", "you", "xbos", "feel", "xidle", "to", "go", "!"]
