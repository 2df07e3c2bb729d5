"""Names that nothing marks: those that are words as well, and mentions that an export writes without their sign."""

# ruff: noqa: E501 - rows of sentences are easier to read on one line
from __future__ import annotations

import pytest

from privacy.kinds import masker


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
