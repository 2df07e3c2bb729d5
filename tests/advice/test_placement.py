"""Where an addition stands: after a salutation, before what closes a post, inside nothing that belongs together."""

import re

import pytest

from advice.make import judge
from sociable.advice import engine, phrases, placing, recipes
from sociable.advice.tasks import Task

WORDS, KNOWN = phrases.load(), recipes.load()


def placed(text: str, recipe: str, kind: str) -> str:
    """What `recipe` makes of `text`, each slot as [?]; else why there is nothing."""
    task = Task("k", text, "x", kind, "c")
    found, refused = engine.rewrite_all([task], {"c": (KNOWN[recipe],)}, WORDS, None, judge)
    after = found["k", "c"].after if found else "; ".join(one.reason for one in refused)
    return re.sub(r"(?:[A-Z][^.!?:,\[]*: )?\[[^]]+\]\.?", "[?]", after)


@pytest.mark.parametrize(
    ("recipe", "text", "start", "end"),
    [
        (
            "say-understood",
            "@ada Hi, you'll need to DM us the booking so that we can look.",
            "@ada Hi. [?] You'll",
            "",
        ),
        ("say-understood", "@ada Hello Jeff! Please DM us the booking number.", "@ada Hello Jeff! [?] Please", ""),
        (
            "say-understood",
            "@ada Whoops! Sorry for the mix-up. Please DM us.",
            "@ada Whoops! Sorry for the mix-up. [?]",
            "",
        ),
        (
            "say-understood",
            "@ada Hello! It's our utmost pleasure to help. DM us the code.",
            "@ada Hello! It's our utmost pleasure to help. [?] DM",
            "",
        ),
        (
            "say-understood",
            "@ada Sorry to hear of this. Please DM us the booking number. Kind Regards ^ab https://a.example/r",
            "@ada Sorry about this. [?] Please",
            "number. Kind Regards ^ab https://a.example/r",
        ),
        (
            "say-understood",
            "@ada The crew looks for your bag. Please DM us its tag. -Kimball https://a.example/r",
            "@ada The crew looks",
            "its tag. -Kimball https://a.example/r",
        ),
        (
            "say-understood",
            "@ada The crew looks for your bag today. Please DM us its tag. Reid",
            "@ada The crew looks",
            "its tag. Reid",
        ),
    ],
)
def test_a_reply_greets_first_and_signs_last(recipe: str, text: str, start: str, end: str) -> None:
    after = placed(text, recipe, "R")
    assert after.startswith(start) and after.endswith(end) and after.count("[?]") == 1, after


def test_the_second_half_of_a_message_is_left_alone() -> None:
    text = "@ada email address and telephone number. We apologise for the delay in our response 2/2. ^Oliver"
    assert placed(text, "say-understood", "R") == "is part of a longer message"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (
            "Our crew repainted the old lighthouse and its report is out 🎉 #HarbourLights @lena https://a.example/l",
            "[?] #HarbourLights @lena https://a.example/l",
        ),
        (
            "Our crew shows how it repaints the lighthouse in our new report. #Harbour #Sea @lena @port @crew https://a.example/l",
            "new report. [?] #Harbour #Sea @lena @port @crew https://a.example/l",
        ),
        (
            "Our deck stays dry and warm through the winter crossing. Just another advantage of #NewFerry More at https://a.example/l",
            "winter crossing. [?] Just another advantage of #NewFerry More at https://a.example/l",
        ),
        (
            "Our crew repainted the old lighthouse by hand in the spring. Thank you. https://a.example/l",
            "in the spring. [?] Thank you. https://a.example/l",
        ),
        (
            "Our crew repainted the old lighthouse by hand in the spring.\n\nYana https://a.example/l",
            "in the spring. [?]\n\nYana https://a.example/l",
        ),
    ],
)
def test_an_addition_stands_before_what_closes_a_post(text: str, end: str) -> None:
    assert placing.put(text, "[?]", WORDS).endswith(end)


def test_an_answer_stands_between_its_question_and_the_link() -> None:
    asked = "How long does a rope last at sea?"
    answered = placing.put(f"{asked} https://a.example/d", "[the short answer, in a line]", WORDS)
    assert answered == f"{asked} [the short answer, in a line] https://a.example/d"


def test_a_call_that_hashtags_make_long_may_be_spoken_of() -> None:
    before, after = "Meet #Ada and #Lena at the #HarbourFair in #Lorne", "Get a seat: https://a.example/d"
    assert placing.put(f"{before}. {after}", "[one fact here]", WORDS) == f"{before}. [one fact here] {after}"


def test_nothing_is_added_inside_a_table_in_one_line() -> None:
    text = "Our regatta so far: T1. Ada Lind -11 T1. @lena -11 LEADERBOARD: https://a.example/l"
    assert "no question" in placed(text, "reader-first", "B")


def test_a_post_with_several_faults_gets_one_addition() -> None:
    text = "Our crew won the award for the best ferry of the year. https://a.example/l"
    tasks = [Task(f"k{at}", text, "x", "B", "c") for at in range(3)]  # others that were asked before
    tasks += [Task("k", text, "x", "B", one) for one in ("c", "d")]
    plan: dict[str, tuple[recipes.Recipe, ...]] = dict.fromkeys(("c", "d"), (KNOWN["reader-first"],))
    found, _ = engine.rewrite_all(tasks, plan, WORDS, None, judge)
    assert found["k", "c"].after == found["k", "d"].after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "All crews of the coast meet at #HarbourFair https://a.example/d",
            "All crews of the coast meet at #HarbourFair\n[one fact here]\nhttps://a.example/d",
        ),
        (
            "See how the crew keeps the deck dry here: https://a.example/d",
            "[one fact here]\nSee how the crew keeps the deck dry here: https://a.example/d",
        ),
        (
            "We see you all in #Harbour https://a.example/d",  # no stop after a hashtag
            "We see you all in #Harbour\n[one fact here]\nhttps://a.example/d",
        ),
        (
            "We dry the deck all year! 🌳 See how it is done here: https://a.example/d",
            "We dry the deck all year! 🌳\n[one fact here]\nSee how it is done here: https://a.example/d",
        ),
        (
            "We pay for ropes that save #weight @ada https://a.example/d",  # a hashtag that is a word of its sentence
            "We pay for ropes that save #weight @ada\n[one fact here]\nhttps://a.example/d",
        ),
        ("We sail. RT if you like the sea https://a.example/d", ""),
        (
            "The whole crew of the coast is here. Get 🎟️ https://a.example/d",
            "The whole crew of the coast is here.\n[one fact here]\nGet 🎟️ https://a.example/d",
        ),
        ("All the crews of our coast: @ada // @lena // @ines #sea",
         "All the crews of our coast: @ada // @lena // @ines #sea\n[one fact here]"),
        ("Got a rope to mend? Visit our shop for advice: https://a.example/d https://a.example/p",  # a picture's link
         "Got a rope to mend? Visit our shop for advice: https://a.example/d\n[one fact here]\nhttps://a.example/p"),
        ("We paint the boats in May — Ada Pier", ""),  # signed
        ("🔵 Rope\n🟢 Sail\n🔴 Other (say below!)\n\nTell us, and book a demo of our ropes for the whole crew.",
         "🔵 Rope\n🟢 Sail\n🔴 Other (say below!)\n\nTell us, and book a demo of our ropes for the whole crew."
         "\n[one fact here]"),
        ("[blog] The crew explains how ropes are made https://a.example/d",
         "[blog] The crew explains how ropes are made. [one fact here] https://a.example/d"),
        ("How long does a rope last at sea? https://a.example/d", ""),
    ],
)  # fmt: skip
def test_what_cannot_stand_within_stands_on_a_line_of_its_own(before: str, after: str) -> None:
    assert placing.put(before, "[one fact here]", WORDS) == after
