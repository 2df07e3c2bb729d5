"""Facts left open within a sentence: only where the post calls for something and does not tell it."""

from pathlib import Path

import pytest

from sociable import resources
from sociable.advice import joins
from sociable.advice.entities import SLOT, facts
from sociable.errors import ContentError


def test_an_open_question_is_answered_before_its_link() -> None:
    text = "Can an app mend a harbour? See how the crew does it: https://a.example/q"
    found = joins.put(text)
    assert SLOT.search(found) and found.startswith("Can an app mend a harbour? ") and ". See how" in found
    for other in ("Can't get enough of the sea?", "Where would you sail?", "Ready for a long day at sea?"):
        assert not joins.put(f"{other} See how the crew does it: https://a.example/q")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "The ferry concert is on Friday. Get your tickets now: https://a.example/c",
            "Get your tickets from [price?]: ",
        ),
        ("Our new deck chairs are now available: https://a.example/c", "now available from [price?]: "),
        ("New ropes in our stores. Shop online now! https://a.example/c", "Shop online from [price?]! "),
        ("A webinar on dry decks with our crew. Register today: https://a.example/w", "Register by [date?]: "),
        ("Internships on our ferries. Apply now: https://a.example/j", "Apply by [date?]: "),
        ("Win a day at sea in our giveaway. Enter here: https://a.example/g", "Enter by [date?]: "),
        ("Join our captain on the pier for the new ferry: https://a.example/d", "new ferry on [day and time?]: "),
    ],
)
def test_a_call_gets_its_price_or_its_day(text: str, after: str) -> None:
    found = joins.put(text)
    assert after in found and not facts(found).beyond(facts(text))
    assert not joins.put(found)  # nothing is left open twice


@pytest.mark.parametrize(
    "text",
    [
        "The ferry concert is on Friday, from $9. Get your tickets now: https://a.example/c",
        "A webinar on dry decks on 4 May. Register today: https://a.example/w",
        "Internships on our ferries until Friday. Apply now: https://a.example/j",
        "The sea is calm. https://a.example/s",
        "A credit card for sailors, always free of fees. Apply now: https://a.example/k",  # open all year
        "A party on the pier? We have balloons. Check out our Party Shop now: https://a.example/p",  # its name
        "The photos of our launch and the crew's new boat are now available: https://a.example/p",  # nothing to buy
    ],
)
def test_what_a_post_states_is_not_asked_again(text: str) -> None:
    assert not joins.put(text)


def test_a_post_that_is_complete_or_full_is_left_alone() -> None:
    text = "Our new deck chairs are now available: https://a.example/c"
    assert joins.made(text, "x") and not joins.made(f"{'All of the sea. ' * 14}{text}", "x")
    assert not joins.made(f"Congratulations to our crew! {text}", "x")


def test_a_join_without_a_slot_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "content" / "rewrites" / "joins.yaml"
    page.parent.mkdir(parents=True)
    page.write_text("joins: {price: {find: ['now'], put: ['today']}}\n", encoding="utf-8")
    with resources.override(tmp_path), pytest.raises(ContentError, match="has not one slot for each pattern"):
        joins.put("Shop now!")


def test_every_slot_is_one_a_rewrite_may_hold() -> None:
    assert SLOT.fullmatch("[price?]") and SLOT.fullmatch("[day and time?]")
