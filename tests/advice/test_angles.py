"""What slots ask: after what the post holds, and no two alike while there is another way to ask."""

from collections import Counter

import pytest

from advice.make import judge
from sociable.advice import angles, engine, phrases, recipes

WORDS = phrases.load()
KNOWN = recipes.load()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How to build a raft from reeds: https://a.example/r", "build a raft"),
        ("Six easy tips for a dry cabin: https://a.example/t", "Six easy tips"),
        ("We paid $4 million to the islands.", "$4 million"),
        ("Introducing Harbour Light 2, a lamp for the quay.", "Harbour Light 2"),
        ("A study says 55% of people walk to the ferry.", "55%"),
        ("Join the webinar on June 9.", "webinar"),
    ],
)
def test_a_slot_may_repeat_what_the_post_says(text: str, said: str) -> None:
    found = angles.find(text)
    assert any(said in one for one in (*found["useful"], *found["reader"]))


@pytest.mark.parametrize(
    "text",
    ["This lamp uses 96% less power.", "Lamps are 20% off at the pier.", "See https://a.example/how-to-win-a-lamp now"],
)
def test_other_figures_and_links_are_not_mistaken(text: str) -> None:
    asked = " ".join(one for listed in angles.find(text).values() for one in listed)
    assert "96%" not in asked
    assert "case" not in asked.split()
    assert "winner" not in asked


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("build a raft from reeds", "build a raft"),
        ("Harbour Light", "Harbour Light"),
        ("win the", "win"),
        ("a phrase that is much too long to be asked about in passing", ""),
    ],
)
def test_a_phrase_is_short_and_whole(found: str, kept: str) -> None:
    assert angles.phrase(found) == kept


def rewritten(texts: list[str]) -> list[str]:
    """The slots of `texts`, rewritten together."""
    tasks = [engine.Task(f"k{at}", text, "x", "B", "c") for at, text in enumerate(texts)]
    found, _ = engine.rewrite_all(tasks, {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    return [slot.text for key in sorted(found) for slot in found[key].slots]


def test_ten_rewrites_do_not_ask_alike() -> None:
    texts = [f"Our ferry number {at} was painted by the crew at the pier." for at in range(10)]
    slots = rewritten(texts)
    assert len(slots) == 10
    assert max(Counter(slots).values()) <= 2
    assert slots == rewritten(texts)


def test_a_reader_comes_before_the_news_about_us() -> None:
    text = "We painted the lower deck of our ferry. If you feel the cold, try the cabins at the stern."
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    assert found["k", "c"].after.startswith("If you feel the cold, try the cabins at the stern. We painted")


def test_what_refers_back_stays_where_it_was() -> None:
    text = "We painted the lower deck of our ferry. If you feel the cold, try the cabins on it."
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    assert found["k", "c"].after.startswith("We painted")


def test_a_call_that_only_leads_on_says_what_waits_there() -> None:
    text = "Ferries in winter are quieter. Find out how the crew keeps the deck free of ice: https://a.example/i"
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["one-ask"],)}, WORDS, None, judge)
    assert "How the crew keeps the deck free of ice: https://a.example/i" in found["k", "c"].after
