"""Near-duplicates against all pairs in plain Python; reruns and cross-posts on made-up weeks."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.make import QUARTER, archive, at, brand, post, reply
from sociable.signals import repeats, shingles
from sociable.signals.relate import relate
from sociable.signals.reruns import address


def brute(texts: list[str], groups: list[str], size: int, least: float, floor: int) -> dict[tuple[int, int], float]:
    """Every pair, compared as Python sets."""
    sets = []
    for text in texts:
        words = text.split()
        grams = {tuple(words[i : i + size]) for i in range(len(words) - size + 1)} if len(words) >= floor else set()
        sets.append(grams)
    found = {}
    for i, left in enumerate(sets):
        for j in range(i + 1, len(sets)):
            both = left | sets[j]
            if groups[i] == groups[j] and left and sets[j] and len(left & sets[j]) / len(both) >= least:
                found[i, j] = len(left & sets[j]) / len(both)
    return found


def similar(texts: pl.Series, groups: pl.Series, size: int, least: float, floor: int) -> pl.DataFrame:
    """The pairs of masked texts, of which those under `floor` words take no part."""
    sets = shingles.of(texts, groups, size)
    return repeats.pairs(shingles.chosen(sets, pl.int_range(len(texts), eager=True), floor), least)


def fast(texts: list[str], groups: list[str], size: int, least: float, floor: int) -> dict[tuple[int, int], float]:
    pairs = similar(pl.Series(texts, dtype=pl.Utf8), pl.Series(groups, dtype=pl.Utf8), size, least, floor)
    return {(i, j): jaccard for i, j, jaccard in pairs.iter_rows()}


def corpus(seed: int, count: int) -> tuple[list[str], list[str]]:
    """Texts of which most are earlier ones with a few words changed."""
    rng = random.Random(seed)
    vocabulary = [f"w{i}" for i in range(40)]
    texts: list[str] = []
    for _ in range(count):
        if texts and rng.random() < 0.6:
            words = rng.choice(texts).split()
            for _ in range(rng.randint(0, 4)):
                if words:
                    words[rng.randrange(len(words))] = rng.choice(vocabulary)
        else:
            words = [rng.choice(vocabulary) for _ in range(rng.randint(0, 30))]
        texts.append(" ".join(words))
    return texts, [rng.choice("ab") for _ in texts]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("size", "least", "floor"), [(3, 0.7, 8), (3, 0.8, 0), (1, 0.5, 0), (2, 1.0, 0)])
def test_the_same_pairs_as_comparing_all(seed: int, size: int, least: float, floor: int) -> None:
    texts, groups = corpus(seed, 120)
    wanted, got = brute(texts, groups, size, least, floor), fast(texts, groups, size, least, floor)
    assert got.keys() == wanted.keys()
    assert all(abs(got[pair] - wanted[pair]) < 1e-12 for pair in wanted)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=12).map(" ".join), max_size=12))
def test_any_small_texts(texts: list[str]) -> None:
    groups = ["g"] * len(texts)
    assert fast(texts, groups, 2, 0.6, 0).keys() == brute(texts, groups, 2, 0.6, 0).keys()


def test_a_slice_border_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, groups = corpus(99, 100)
    whole = fast(texts, groups, 3, 0.7, 8)
    monkeypatch.setattr(shingles, "SLICE", 7)
    assert fast(texts, groups, 3, 0.7, 8) == whole
    assert whole


def test_a_large_family_is_one_cluster() -> None:
    rng = random.Random(5)
    base = [f"b{i}" for i in range(40)]
    texts = [" ".join([*base[:20], f"x{rng.random()}", *base[20:]]) for _ in range(500)]
    pairs = similar(pl.Series(texts), pl.repeat("g", 500, eager=True), 3, 0.7, 8)
    assert len(pairs) < 500 * repeats.REACH
    assert set(repeats.clusters(500, pairs)) == {0}


def families(texts: list[str], asked: set[int], monkeypatch: pytest.MonkeyPatch) -> list[dict[int, list[int]]]:
    """Who is in one cluster with each text asked about: from all pairs, from those reached, and without the way out."""
    sets = shingles.of(pl.Series(texts, dtype=pl.Utf8), pl.repeat("g", len(texts), eager=True), 3)
    wanted = np.array([at in asked for at in range(len(texts))], bool)
    found = [repeats.pairs(sets, 0.7), repeats.reached(sets, 0.7, wanted)]
    monkeypatch.setattr(repeats, "ROUNDS", 10_000)
    found.append(repeats.reached(sets, 0.7, wanted))
    heads = [repeats.clusters(len(texts), pairs) for pairs in found]
    return [{at: np.flatnonzero(head == head[at]).tolist() for at in asked} for head in heads]


@pytest.mark.parametrize("seed", range(12))
def test_families_are_found_from_a_few_of_their_texts(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(dict.fromkeys(corpus(seed, 300)[0]))
    asked = set(random.Random(seed).sample(range(len(texts)), 60))
    whole, *reached = families(texts, asked, monkeypatch)
    assert any(len(family) > 1 for family in whole.values())
    assert reached == [whole, whole]


def test_a_family_that_changes_word_by_word_is_followed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"a{number}" for number in range(24)]
    texts = [" ".join([*(f"b{number}" for number in range(done)), *words[done:]]) for done in range(24)]
    whole, *reached = families([*texts, "something else that nobody wrote before"], {23}, monkeypatch)
    assert whole == {23: list(range(24))}
    assert reached == [whole, whole]


def test_nothing_asked_and_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert families(["one two three four five"], set(), monkeypatch) == [{}, {}, {}]
    assert families([], set(), monkeypatch) == [{}, {}, {}]


def test_clusters_are_connected_parts() -> None:
    pairs = pl.DataFrame({"left": [0, 1, 5, 3], "right": [1, 4, 6, 5]})
    assert repeats.clusters(8, pairs).tolist() == [0, 0, 2, 3, 0, 3, 3, 7]
    assert repeats.clusters(3, pairs.clear()).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Only 3 left! https://a.example/x @ana 🎉", "only 0 left"),
        ("See you on Monday, 14 July 2026", "see you on 0"),
        ("Don't miss it", "dont miss it"),
        ("", ""),
        ("🎉🎉", ""),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert pl.select(shingles.masked(pl.lit(text))).item() == masked


@pytest.mark.parametrize(
    "text",
    [
        "@ana Hi Ana, sorry to hear that. Please send us your number. ^JB",
        "Hello there! Sorry to hear that. Please send us your number. -Kim",
        "Dear Mr Okafor, sorry to hear that. Please send us your number. Nadia",
        "@bo @ana sorry to hear that, Bo. Please send us your number",
    ],
)
def test_greeting_name_and_sign_off_do_not_tell_templates_apart(text: str) -> None:
    assert pl.select(shingles.template(pl.lit(text))).item() == "sorry to hear that please send us your number"


@pytest.mark.parametrize(
    ("link", "same"),
    [
        ("https://www.Shop.example/A/?utm_source=x&utm_campaign=may#top", "shop.example/A"),
        ("http://shop.example/A", "shop.example/A"),
        ("https://shop.example/A?id=7&utm_medium=x", "shop.example/A?id=7"),
        ("https://shop.example/A?utm_medium=x&id=7", "shop.example/A?id=7"),
        ("shop.example", "shop.example"),
    ],
)
def test_canonical_address(link: str, same: str) -> None:
    assert pl.select(address(pl.lit(link))).item() == same


LONG = "The summer timetable brings two more boats to the islands every evening until the end of August"
OTHER = "Two more boats sail to the islands every evening in summer, and the last one now leaves at ten"


def flags(rows: list[dict[str, Any]], column: str = "repeat", **about: Any) -> list[float]:
    frame = relate(archive(rows), brand(**about), [QUARTER]).posts.sort("created_at", "uid")
    return frame[column].to_list()


@pytest.mark.parametrize(
    ("days", "again"),
    [(0.01, 1.0), (89.9, 1.0), (90, 1.0), (90.1, 0.0), (200, 0.0)],
)
def test_a_rerun_lies_within_ninety_days(days: float, again: float) -> None:
    assert flags([post("1", LONG, at(days=-days)), post("2", LONG, at(0))])[-1] == again


def test_what_is_a_rerun() -> None:
    link = {"links": ["https://a.example/t?utm_campaign=1"]}
    near = f"{LONG} again"
    assert flags([post("1", LONG, at(0)), post("2", near, at(days=3))]) == [0.0, 1.0]
    assert flags([post("1", LONG, at(0)), post("2", OTHER, at(days=3))]) == [0.0, 0.0]
    # Half of the words and the same address.
    half = "Tickets for the storm are on sale", "Last tickets for the storm are on sale today"
    assert flags([post("1", half[0], at(0)), post("2", half[1], at(9))]) == [0.0, 0.0]
    assert flags([post("1", half[0], at(0), **link), post("2", half[1], at(9), links=["http://a.example/t"])]) == [
        0.0,
        1.0,
    ]
    for days, again in ((90, 1.0), (90.1, 0.0)):
        old = post("1", half[0], at(days=-days), **link)
        assert flags([old, post("2", half[1], at(0), links=["http://a.example/t"])])[-1] == again
    # Short texts count only when equal after masking.
    assert flags([post("1", "Only 3 days left!", at(0)), post("2", "only 2 days left", at(9))]) == [0.0, 1.0]
    assert flags([post("1", "Only days left now", at(0)), post("2", "Only days left", at(9))]) == [0.0, 0.0]


def test_reruns_stay_on_their_account() -> None:
    two = {"top": {"accounts": [{"platform": "x", "handle": "HarbourLights"}, {"platform": "x", "handle": "Second"}]}}
    rows = [post("1", LONG, at(0)), post("2", LONG, at(9), account="x:second")]
    frame = relate(archive(rows), brand(*two["top"]["accounts"]), [QUARTER]).posts
    assert frame["repeat"].to_list() == [0.0, 0.0]


def test_a_declared_evergreen_may_run_again_once_a_quarter() -> None:
    rows = [post(str(i), LONG, at(days=i * 10)) for i in range(4)]
    account = {"platform": "x", "handle": "HarbourLights", "evergreen": 1}
    frame = relate(archive(rows), brand(account), [QUARTER]).posts.sort("created_at")
    assert frame["repeat"].to_list() == [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("hours", "tail", "weight"),
    [
        (0.1, "", 0.5),
        (47.9, "", 0.5),
        (48.1, "", 0.0),
        (1, " #a #b #c #d", 1.0),
        (1, " link in bio", 1.0),
        (1, " ... https://fb.me/1", 1.0),
        (1, " RT @ana", 0.5),  # at home on X
    ],
)
def test_cross_posts(hours: float, tail: str, weight: float) -> None:
    text = LONG + tail
    there = post("2", text, at(0), account="facebook:hl", platform="facebook")
    accounts = [{"platform": "x", "handle": "HarbourLights"}, {"platform": "facebook", "handle": "hl"}]
    here = post("1", text, at(0) + timedelta(hours=hours), hashtags=["a", "b", "c", "d"] if "#" in tail else [])
    frame = relate(archive([there, here]), brand(*accounts), [QUARTER]).posts
    assert frame.filter(pl.col("uid") == "x:1")["transplanted"].item() == weight


def test_a_reply_template_halves_from_five_in_the_window() -> None:
    canned = "Sorry to hear that. Please send us a direct message with your details and we will look."
    rows = [
        reply(str(i), f"@p{i} {canned} ^A{i}", f"p{i}", at(days=i), parent_mentions=["harbourlights"]) for i in range(5)
    ]
    own = reply(
        "own",
        "The pump seal wears first; turn the valve off and dry it before you look at the motor.",
        "z",
        parent_mentions=["harbourlights"],
    )
    frame = relate(archive([*rows, own]), brand(), [QUARTER]).posts
    assert frame.sort("uid")["reply_weight"].to_list() == [0.5] * 5 + [1.0]
    assert frame.sort("uid")["individual"].to_list() == [0.0] * 5 + [1.0]
    # One of the five is written in the quarter before: four are no template yet.
    early = [rows[0] | {"created_at": at(days=-30)}, *rows[1:]]
    frame = relate(archive(early), brand(), [QUARTER]).posts
    assert set(frame["reply_weight"]) == {1.0}


def test_short_courtesy_may_repeat() -> None:
    rows = [reply(str(i), "You're welcome!", f"p{i}", at(days=i), parent_mentions=["harbourlights"]) for i in range(6)]
    frame = relate(archive(rows), brand(), [QUARTER]).posts
    assert set(frame["individual"]) == {1.0}
    assert set(frame["cluster_size"]) == {6}


def test_rows_in_any_order_give_the_same_columns() -> None:
    rows = [post(str(i), f"{LONG} {'again' * (i % 2)}", at(days=i)) for i in range(6)]
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    left, right = (relate(archive(one), brand(), [QUARTER]).posts for one in (rows, shuffled))
    assert left.equals(right)
    assert left["repeat"].sum() == 5.0


def test_two_networks_with_nothing_broadcast_repeat_nothing() -> None:
    accounts = ({"platform": "x", "handle": "HarbourLights"}, {"platform": "facebook", "handle": "HarbourLights"})
    there = {"account": "facebook:harbourlights", "platform": "facebook"}
    rows = [reply("a", "Yes, at ten.", "mo", at(days=1)), reply("b", "No, at two.", "ana", at(days=2), **there)]
    found = relate(archive(rows), brand(*accounts), [QUARTER]).posts
    assert found["kind"].to_list() == ["R", "R"]
    assert found["repeat"].sum() == 0
