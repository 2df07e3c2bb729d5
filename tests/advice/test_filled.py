"""A rewrite whose slots somebody fills with plain facts passes the check that faulted the post, and asks no more."""

import re
from functools import lru_cache

import pytest

from sociable import drafts, rubric
from sociable.advice import engine, frames, phrases
from sociable.advice.entities import SLOT
from sociable.advice.illustrate import plans
from sociable.manuscript import Draft
from sociable.model import Rewrite
from sociable.signals import Terms, label
from sociable.verdicts import Verdict

ANSWERS = (
    (r"story or tip|story or skill|photo or tip", "about your longest crossing"),
    (r"item and price", "the reading lamp at £9"),
    (r"price|amount|pays?\b", "£9"),
    (r"which day|\bdate|\bday\b", "Friday 5 June"),
    (r"time|hour|when", "6 pm"),
    (r"name|who", "Ada Lind, who fits the lamps"),
    (r"item", "the reading lamp"),
    (r".", "two in three lamps fail at the switch"),
)
"""What a person would write, by what the slot asks."""
FAULTY = (
    ("hard-sell", "HURRY! 50% off all lamps ends tonight!!! Don't miss out https://a.example/l"),
    ("hard-sell", "LAST CHANCE! Only 3 hours left to save 40% on ALL boots!!! Don't miss out https://a.example/b"),
    ("hard-sell", "🚨 INSANE DEAL!!! Our desk lamps are 40% OFF, HURRY, ends soon!!! 🚨 https://a.example/l"),
    ("give-ask", "Power cuts can be dangerous if you are not prepared. Learn more here: https://a.example/w"),
    ("give-ask", "Our crew keeps the deck free of ice all winter. Read more: https://a.example/i"),
)
GIVEAWAYS = (
    ("growth-tactics", "Follow us and RT to enter our giveaway for a chance to win two ferry tickets! T&Cs apply."),
    ("growth-tactics", "Like, comment and share this post to win a free night stay! Ends Friday."),
    ("growth-tactics", "Summer is here! RT and follow us to win a beach towel. Ends on Sunday, winners hear then."),
)
"""What can be won is bait by the guide, however one enters: these are only asked for what they do not say."""


def answered(text: str) -> str:
    """`text` with a fact in each slot; one that is a sentence of its own starts and ends as such."""

    def answer(slot: re.Match[str]) -> str:
        found = next(value for pattern, value in ANSWERS if re.search(pattern, slot.group()))
        before, after = text[: slot.start()].rstrip(), text[slot.end() :]
        alone = (not before or before[-1] in ".!?") and not re.match(r"[.,;:!?”]", after)
        return f"{found[:1].upper()}{found[1:]}." if alone else found

    return SLOT.sub(answer, text)


@lru_cache
def rewritten(criterion: str, text: str) -> Rewrite | None:
    task = engine.Task("k", text, "facebook", "B", criterion)
    made, _ = engine.rewrite_all(
        [task], plans(rubric.load(())), phrases.load(), None, lambda batch: label(batch, Terms())
    )
    return made.get(("k", criterion))


def checked(text: str) -> Verdict:
    return drafts.examine([Draft("k", text, "facebook", "B")], rewrites=False)[0]


@pytest.mark.parametrize(("criterion", "text"), FAULTY)
def test_the_fault_is_gone_once_the_slots_are_filled(criterion: str, text: str) -> None:
    held = {flag.criterion for flag in checked(text).flags}
    assert criterion in held
    made = rewritten(criterion, text)
    assert made
    left = {flag.criterion for flag in checked(answered(made.after)).flags}
    assert criterion not in left, answered(made.after)
    assert left <= held, answered(made.after)


@pytest.mark.parametrize(("criterion", "text"), FAULTY + GIVEAWAYS)
def test_what_was_answered_is_not_asked_again(criterion: str, text: str) -> None:
    made = rewritten(criterion, text)
    assert made
    again = rewritten(criterion, answered(made.after))
    asked = {slot.text for slot in made.slots}
    assert again is None or not asked & {slot.text for slot in again.slots}, again and again.after


def test_made_up_answers_read_as_part_of_the_sentence() -> None:
    assert frames.fill("Tickets from [price?]. [one example] Doors open at [time?].").count("[") == 0
    assert re.fullmatch(r"Tickets from £12\. [A-Z][^.]+\. Doors open at 6 pm\.", frames.fill(
        "Tickets from [price?]. [one example] Doors open at [time?]."
    ))  # fmt: skip
