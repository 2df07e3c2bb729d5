"""What is added to a post: what it lacks by the weights that were learnt, and nothing that it states."""

import json
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from advice.make import judge
from sociable import resources, signals
from sociable.advice import additions, engine, phrases, recipes
from sociable.advice.entities import SLOT
from sociable.advice.tasks import Task
from sociable.errors import ContentError

WORDS, KNOWN = phrases.load(), recipes.load()
CONTENT = resources.find(additions.FILE)


def added(text: str) -> str:
    """All that could be added to `text`, in one line."""
    return " ".join(sentence for _, sentence in additions.fitting(text, "k", said(text)))


def said(text: str) -> dict[str, float | None]:
    """What the detectors say of a post."""
    batch = pl.DataFrame({"uid": ["k"], "kind": ["B"], "text": [text], "platform": ["x"]})
    (row,) = signals.label(batch, signals.Terms()).to_dicts()
    return {name: value for name, value in row.items() if name.startswith("p_")}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Win two ferry tickets! Follow us and RT to enter our giveaway. T&Cs apply.", "Entries close on [date?]"),
        (
            "Proud to win the award for the best ferry of the year! https://a.example/w",
            "[the work behind it, in a line]",
        ),
        ("Spring sale: 20% off all jackets, shop now: https://a.example/s", "[price?]"),
        ("Our new blog post has ten tips for the winter. Read more: https://a.example/t", "[tip in one line?]"),
        ("The Air Jordan 1 'Harbour' drops on Saturday in stores and online. https://a.example/j", "sizes [range?]"),
        (
            "Join us for a festival on the river with the best bands of the coast this summer: https://a.example/d",
            "[what to expect, in a line]",
        ),
    ],
)
def test_what_a_post_lacks_is_asked(text: str, asked: str) -> None:
    assert asked in added(text)


@pytest.mark.parametrize(
    ("text", "stated", "known"),
    [
        ("Win two ferry tickets! Follow us and RT to enter our giveaway{}. T&Cs apply.", ", until Friday", "[date?]"),
        ("The Air Jordan 1 'Harbour' drops on Saturday in stores{}. https://a.example/j", " for $90", "[price?]"),
        ("See the concert at the arena on Friday, get your tickets{}! https://a.example/c", " at $30", "[price?]"),
        ("Join us on Friday for our webinar on harbours{}. Register: https://a.example/w", ", 3pm", "[time?]"),
    ],
)
def test_what_a_post_states_is_not_asked(text: str, stated: str, known: str) -> None:
    assert known in added(text.format(""))
    assert known not in added(text.format(stated))


@pytest.mark.parametrize(
    "text",
    [
        "“A smooth sea never made a skilled sailor.” - Franklin",
        "Happy Diwali to you all! #Diwali",
        "Wishing everyone a very happy New Year! #HappyNewYear",
        "GOOOAAAL! 2-1 to the Harbour Rovers in the last minute! #HARvSEA",
    ],
)
def test_nothing_is_added_to_a_greeting_a_saying_or_a_cheer(text: str) -> None:
    assert not added(text)


def test_what_fits_best_comes_first_and_another_wording_for_another_post() -> None:
    text = "Our new blog post has ten tips for the winter. Read more: https://a.example/t"
    ranks = [rank for rank, _ in additions.fitting(text, "k", {})]
    assert ranks == sorted(ranks) and ranks[0] == 0
    assert len({additions.fitting(text, key, {})[0] for key in map(str, range(12))}) > 1


def test_every_weight_is_of_something_that_can_be_added() -> None:
    stored = json.loads(resources.find(additions.WEIGHTS).read_text(encoding="utf-8"))
    known = additions.load(CONTENT)
    assert set(stored["heads"]) - {additions.ALONE} <= known.additions.keys()
    signs = {f"={one}" for one in known.signs} | {f"=no.{one}" for one in known.stated}
    assert {term for term in stored["terms"] if term[0] == "="} <= signs
    assert resources.find(additions.WEIGHTS).stat().st_size < 400_000


def test_a_sentence_without_a_slot_or_with_a_figure_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "additions.yaml"
    for wrong in ("No slot.", "[one?] [two?] [three?]", "It takes 5 [units?]."):
        parts = f"additions: {{doors: {{add: ['{wrong}']}}}}\n"
        page.write_text(f"stated: {{}}\nsigns: {{}}\n{parts}", encoding="utf-8")
        with pytest.raises(ContentError, match="is no sentence with a slot or two"):
            additions.load(page)


def test_what_is_left_open_whole_is_a_slot_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "additions.yaml"
    page.write_text("stated: {}\nsigns: {}\nadditions: {doors: {open: ['It costs [what?].']}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"open\[0\]: is no open slot"):
        additions.load(page)


def test_ten_rewrites_do_not_ask_alike() -> None:
    texts = [
        f"In our new blog post {at} we have ten tips for the winter. Read more: https://a.example/{at}"
        for at in range(10)
    ]
    made = rewritten(texts)
    assert len(made) == 10 and made == rewritten(texts)
    assert max(Counter(made).values()) <= 5


def rewritten(texts: list[str]) -> list[str]:
    """What is added to each of `texts`, rewritten together."""
    tasks = [Task(f"k{at}", text, "x", "B", "c") for at, text in enumerate(texts)]
    found, _ = engine.rewrite_all(tasks, {"c": (KNOWN["reader-first"],)}, WORDS, None, judge)
    return [re.search(r"[^.!?]*\[.+", found[key].after).group().partition("Read")[0] for key in sorted(found)]  # type: ignore[union-attr]


def test_a_rewrite_is_the_post_and_one_sentence_more() -> None:
    text = "SO proud!! Our ferry won the award for the best ferry of the year 🎉🎉 #Harbour #Sea https://a.example/w"
    task = Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["credit-not-brag"],)}, WORDS, None, judge)
    (one,) = found.values()
    assert SLOT.search(one.after) and re.sub(r" \[[^]]+\]", "", one.after) == text
    again = Task("k", one.after, "x", "B", "c")
    assert not engine.rewrite_all([again], {"c": (KNOWN["credit-not-brag"],)}, WORDS, None, judge)[0]


def test_a_call_stays_with_its_link_and_what_is_added_comes_before_it() -> None:
    text = "Ten tips for ferries in winter, in our blog. Find out how the crew keeps the deck dry: https://a.example/i"
    task = Task("k", text, "x", "B", "c")
    found, _ = engine.rewrite_all([task], {"c": (KNOWN["one-ask"],)}, WORDS, None, judge)
    before, _, after = found["k", "c"].after.partition("Find out")
    assert SLOT.search(before) and after == " how the crew keeps the deck dry: https://a.example/i"


def test_a_post_that_shows_no_sort_is_asked_what_is_likely_or_what_its_page_says_or_left_alone() -> None:
    text = "Our crew has one more way to keep the old ferry on the river afloat through the coming winter"
    assert not additions.fitting(text, "a", said(text))
    linked = f"{text}: https://a.example/f"
    first, *others = (one for _, one in additions.fitting(linked, "a", said(linked)))
    assert first == "[one example, in a line]"
    assert others and all("page" in one or "link" in one for one in others)


def test_what_reads_worse_as_a_sentence_is_left_open_whole_or_learnt_and_not_asked() -> None:
    known = additions.load(CONTENT).additions
    silent = {name for name, one in known.items() if not one.add}
    assert 10 < len(silent) < len(known) - 10
    assert sum(bool(one.open) for one in known.values()) > 10 and not known["mistake"].open
    assert "The price is" not in added("The new ferry jacket is here, buy yours in our stores: https://a.example/j")


def test_what_a_post_states_is_not_left_open() -> None:
    text = "Harbour sneakers: for when your walk to the quay looks a lot like a race. #Sneakers https://t.co/j"
    assert any("what it costs" in one for _, one in additions.fitting(text, "k", said(text)))
    for stated in ("Now at £40.", "They are free."):
        told = text.replace(" #Sneakers", f" {stated} #Sneakers")
        assert not any("what it costs" in one for _, one in additions.fitting(told, "k", said(told)))


def test_a_post_of_another_sort_is_not_asked_for_terms() -> None:
    assert not additions.lacks("GIVE AWAY nothing, says our captain in his new book", "entries")
    assert additions.lacks("Enter our giveaway for a chance to win a ferry ticket", "entries")
    assert not additions.lacks("Into the final third we go, both boats are still in the race", "from")
