"""Names that nothing marks: those that are words as well, and mentions that an export writes without their sign."""

# ruff: noqa: E501 - rows of sentences are easier to read on one line
from __future__ import annotations

import polars as pl
import pytest

from privacy.kinds import masker
from sociable.advice import masker_of
from sociable.config import Brand
from sociable.tables import MESSAGES, PEOPLE, POSTS, Columns


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@lena_k We are sorry to hear this, Ray. Please write.", "@customer We are sorry to hear this, [name]. Please write."),
        ("@lena_k Mark, please send us your booking.", "@customer [name], please send us your booking."),
        ("Thanks Bill! Dear Max, hi Mark and Grant, all is well", "Thanks [name]! Dear [name], hi [name] and [name], all is well"),
        ("We met Mark Trevorrow at the quay.", "We met [name] at the quay."),
        ("Mark your calendars: the Max fare is on the bill, and may rise.", "Mark your calendars: the Max fare is on the bill, and may rise."),
        ("Thanks! Will the ferry sail? Grant applications open today.", "Thanks! Will the ferry sail? Grant applications open today."),
        ("Bill Payment opens at nine. Chase Bank and Art Gallery follow.", "Bill Payment opens at nine. Chase Bank and Art Gallery follow."),
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_is_hidden_where_a_text_speaks_to_it(before: str, after: str) -> None:
    assert masker().text(before) == after


BRAND = Brand.model_validate(
    {"brand": {"name": "Harbour Lights"}, "accounts": [{"platform": "linkedin", "handle": "harbour"}]}
)
COMMENTS = (
    "Quillon Vexley Fair point. We count the tides alone.", "Tamsyn T. Trevorrow I think the tide is late.",
    "Jasmany Ruizel (JR) wow! What was the wind?", "Mark Bergman are you sure?", "Harbour Radio has told us.",
    "Tide Clockwork is out of stock.", "We think a fair point was made here, and what was late is late.",
    "Thanks for the wind, Quillon!", "Good point",
)  # fmt: skip


def columns(posts: pl.DataFrame, people: pl.DataFrame) -> Columns:
    """What a masker looks at; every other frame is empty."""
    none = pl.DataFrame()
    return Columns(posts, none, none, none, pl.DataFrame(schema=MESSAGES), people, none, none)


def commented(platform: str) -> list[str]:
    """The comments, masked as those of a platform."""
    posts = pl.DataFrame([{"platform": platform, "kind": "R", "text": one} for one in COMMENTS])
    masker = masker_of(columns(posts, pl.DataFrame(schema=PEOPLE)), BRAND)
    return [masker.text(one) for one in COMMENTS]


def test_whom_a_comment_begins_with_is_hidden_wherever_a_text_names_them() -> None:
    assert commented("linkedin") == [
        "[name] Fair point. We count the tides alone.", "[name] I think the tide is late.",
        "[name] (JR) wow! What was the wind?", "[name] are you sure?", "Harbour Radio has told us.",
        "Tide Clockwork is out of stock.", "We think a fair point was made here, and what was late is late.",
        "Thanks for the wind, [name]!", "Good point",
    ]  # fmt: skip


def test_a_platform_that_writes_the_sign_of_a_mention_needs_no_guess() -> None:
    assert commented("x")[0] == COMMENTS[0]


def test_a_realm_behind_the_first_word_of_a_handle_is_no_initial() -> None:
    people = pl.DataFrame([{"key": "x:1", "platform": "x", "handle": "Quillfood_UKI", "is_self": False}], PEOPLE)
    hide = masker_of(columns(pl.DataFrame(schema=POSTS), people), BRAND).text
    assert hide("Quillfood U.K. & Ireland, Quillfood U.S. too") == "Quillfood U.K. & Ireland, Quillfood U.S. too"
    assert hide("Quillfood U. wrote to us") == "[name]. wrote to us"
