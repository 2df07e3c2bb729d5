"""What is added to a post: after its kind and what it states, and no two alike while there is another way."""

import re
from collections import Counter
from pathlib import Path

import pytest

from advice.make import judge
from sociable import resources
from sociable.advice import engine, fields, frames, phrases, postkind, recipes
from sociable.advice.entities import SLOT
from sociable.errors import ContentError

WORDS = phrases.load()
KNOWN = recipes.load()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Follow us and RT to enter our giveaway for a chance to win two ferry tickets! T&Cs apply.", "contest"),
        ("We are hiring! Join our team as a deckhand, apply today: https://a.example/j", "vacancy"),
        ("The new Air Max 90 in navy is available now in stores and online. Shop: https://a.example/s", "product"),
        ("Join us on June 9 for our webinar on harbour safety. Register here: https://a.example/w", "event"),
        ("Wishing everyone a very happy New Year! #HappyNewYear", "greeting"),
    ],
)
def test_plain_posts_are_told_apart(text: str, kind: str) -> None:
    assert postkind.read(text).kind == kind


def test_nothing_is_added_to_a_greeting_or_a_saying() -> None:
    for text in ("Happy Diwali to you all! #Diwali", "“A smooth sea never made a skilled sailor.” - Franklin"):
        assert not any(fields.added(text, "k", "self_only"))


@pytest.mark.parametrize(
    ("text", "kind", "asked", "known"),
    [
        ("Win two ferry tickets!", "contest", "[date?]", ""),
        ("Win two ferry tickets! Ends on Friday.", "contest", "", "[date?]"),
        ("Our harbour lamps are 20% off.", "discount", "[date?]", ""),
        ("Our harbour lamps are 20% off until June 9.", "discount", "[item?]", "[date?]"),
        ("Join us for the concert at the pier, doors 7pm.", "event", "[price?]", "[time?]"),
        ("A new jacket, in stores now.", "product", "[price?]", ""),
        ("A new jacket, in stores now for $90.", "product", "[range?]", "[price?]"),
        ("Our harbour and its history of jackets.", "product", "[range?]", "[price?]"),
    ],
)
def test_what_a_post_states_is_not_asked(text: str, kind: str, asked: str, known: str) -> None:
    found = " ".join(one for each in frames.find(text, kind, "k") for one in each)
    assert asked in found
    assert not known or known not in found


def test_a_sentence_may_repeat_what_the_post_calls_itself() -> None:
    _, fitting = frames.find("Our report is out.", "article", "k")
    assert any(one.startswith("The report in one line:") for one in fitting)


def test_a_kind_with_no_sentence_at_all_is_left_as_it_is() -> None:
    assert frames.find("GOAL! What a night.", "match", "k") is None
    assert frames.find("We played on the pier yesterday.", "recap", "k", 0.7) == ((), ())  # left to free sentences


def test_what_is_missing_comes_before_what_fits_any() -> None:
    lacking, fitting = frames.find("Join us for the concert on Friday, tickets at the door.", "event", "k")
    assert all("[price?]" in one or "[time?]" in one for one in lacking)
    assert all("[price?]" not in one for one in fitting)


@pytest.mark.parametrize(
    ("text", "room"),
    [("Never stop sailing. #sea #ferry #harbour #wind #light", False), ("word " * 20, True), ("word " * 45, False)],
)
def test_a_slogan_bears_no_free_sentence_and_a_full_post_needs_none(text: str, room: bool) -> None:
    assert postkind.roomy(text) == room


def test_a_sentence_that_speaks_of_a_click_needs_a_link() -> None:
    text = "The crew of our oldest ship has learned to bake bread for the whole harbour"
    for one in (text, f"{text}: https://a.example/b"):
        every = " ".join(one for each in fields.added(one, "k", "self_only") for one in each)
        assert ("click" in every) == ("https" in one)


FREE = [(label, about) for label, listed in frames.load(resources.find(frames.FILE)).free.items() for about in listed]


@pytest.mark.parametrize(("label", "about"), FREE)
def test_a_free_sentence_is_one_slot_and_brings_no_words(label: str, about: str) -> None:
    assert about in {frames.ANY, frames.SHORT, *postkind.CLASSES}
    found = frames.free(label, about, "k")
    assert len(found) == len(set(found)) >= 5
    assert all(SLOT.fullmatch(one) and not one.endswith("?]") for one in found)
    assert about == frames.SHORT or max(map(len, found[-2:])) < 30  # for a post that leaves little room


def test_every_recipe_that_adds_a_sentence_has_free_ones() -> None:
    known = frames.load(resources.find(frames.FILE)).free
    labels = {one.label for one in KNOWN.values() if any("{frame}" in add for add in one.add) and "B" in one.kinds}
    assert labels - {"bait"} <= known.keys()  # terms of a contest are asked for, or nothing is


@pytest.mark.parametrize(
    "text",
    [
        "“A smooth sea never made a skilled sailor.” - Franklin",
        "Happy Diwali to you all! #Diwali",
        "GOOOAAAL! 2-1 to the Harbour Rovers in the last minute! #HARvSEA",
        "Follow us and RT to enter our giveaway for a chance to win two ferry tickets! T&Cs apply.",
    ],
)
def test_no_free_sentence_for_what_is_best_left_alone(text: str) -> None:
    assert postkind.read(text).free == "" or not postkind.read(text).additions


def test_a_free_sentence_stands_before_links_tags_and_credits() -> None:
    text = "Our crew shows how it repaints the lighthouse in our new report. Source: @lena https://a.example/d"
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    assert re.search(r"new report\. [^@]*\[[^]]+\]\.? Source: @lena https://a.example/d$", found["k", "c"].after)


def test_a_sentence_without_a_slot_or_with_a_figure_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "frames.yaml"
    good = "stated: {}\nsigns: {}\nkinds: {joke: {other: {any: ['%s']}}}\nfree: {}\n"
    for wrong in ("No slot.", "[one?] [two?] [three?]", "It takes 5 [units?]."):
        page.write_text(good % wrong, encoding="utf-8")
        with pytest.raises(ContentError, match="is no sentence with a slot or two"):
            frames.load(page)


def rewritten(texts: list[str]) -> list[str]:
    """What is added to each of `texts`, rewritten together."""
    tasks = [engine.Task(f"k{at}", text, "x", "B", "c") for at, text in enumerate(texts)]
    found, _ = engine.rewrite_all(tasks, {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    return [re.search(r"[^.!?]*\[.+", found[key].after).group().partition("Read")[0] for key in sorted(found)]


def test_ten_rewrites_do_not_ask_alike() -> None:
    texts = [
        f"In our new article on ferry {at} we show how the crew paints. Read more: https://a.example/{at}"
        for at in range(10)
    ]
    added = rewritten(texts)
    assert len(added) == 10
    assert max(Counter(added).values()) <= 3
    assert added == rewritten(texts)


def test_a_reader_comes_before_the_news_about_us() -> None:
    text = "Our article tells how we painted the deck. If you feel the cold, try the cabins. Read more: https://a.example/d"
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    assert found["k", "c"].after.startswith("If you feel the cold, try the cabins. Our article")


def test_what_refers_back_stays_where_it_was() -> None:
    text = "Our article tells how we painted it. If you feel the cold, try the cabins on it. Read more: https://a.example/d"
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    assert found["k", "c"].after.startswith("Our article")


def test_a_call_stays_with_its_link_and_what_is_added_comes_before_it() -> None:
    text = "Ferries in winter are quieter. Find out how the crew keeps the deck free of ice: https://a.example/i"
    task = engine.Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["one-ask"],)}, WORDS, None, judge)
    before, _, after = found["k", "c"].after.partition("Find out")
    assert SLOT.search(before) and after == " how the crew keeps the deck free of ice: https://a.example/i"
