"""What is added stands after all that tells something, and before what calls."""

import pytest

from sociable.advice import order


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The pier is open. Come over! https://a.example/p", ["The pier is open.", "Come over!"]),
        ("Made for the sea 🏀 @ada's boat is here: https://a.example/p", ["Made for the sea", "@ada's boat is here:"]),
        ("The pier is open 🌳 #Sea #Pier @ada", ["The pier is open"]),
        ("Bread.\nRopes.", ["Bread.", "Ropes."]),
        ("🌳 https://a.example/p", []),
    ],
)
def test_a_post_is_read_a_sentence_at_a_time(text: str, said: list[str]) -> None:
    assert order.sentences(text) == said


@pytest.mark.parametrize(
    ("sentence", "calls", "tells"),
    [
        ("Our ferry sails to the island every hour.", False, True),
        ("Don't forget to book your seat on the ferry today!", True, False),
        ("👉 Get your tickets now:", True, False),
        ("#Harbour For more information, visit the quay", True, False),
        ("Ready for a day at sea with us?", False, False),
        ("T&Cs apply to all crossings of the day.", False, False),
        ("What a day!", False, False),
    ],
)
def test_a_sentence_calls_or_tells_or_does_neither(sentence: str, calls: bool, tells: bool) -> None:
    assert (order.calls(sentence), order.tells(sentence)) == (calls, tells)


@pytest.mark.parametrize(
    ("head", "tail", "wrong"),
    [
        ("The old pier is open again.", "Book now: https://a.example/p", False),
        ("Add some sea to your day. 🌊", "The ferry to the island is open again: https://a.example/p", True),
        ("The old pier is open again. Book your seat today!", "https://a.example/p", True),
        ("Join us for a long dinner on the pier at the old harbour!", "https://a.example/p", False),
        ("Is the old pier open again?", "Find out more: https://a.example/p", True),
        ("The old pier is open again…", "https://a.example/p", True),
        ("The old pier is open again: https://a.example/p", "#Sea", True),
        ("The old pier is open again.", "And the ferry is. https://a.example/p", True),
        ("Get tickets for the long dinner on the old pier now.", "Get tickets: https://a.example/p", True),
        ("🌳", "https://a.example/p", True),
    ],
)
def test_what_is_added_comes_before_no_news_and_after_no_call(head: str, tail: str, wrong: bool) -> None:
    assert order.misplaced(head, tail) == wrong


def test_an_answer_may_follow_its_question() -> None:
    assert not order.misplaced("Is the old pier open again?", "Find out more: https://a.example/p", answers=True)


def test_what_leads_to_something_to_read_is_known() -> None:
    assert order.informs("See how the crew keeps the deck dry: https://a.example/p")
    assert not order.informs("Shop the new deck: https://a.example/p")
