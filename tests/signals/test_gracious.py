"""Posts that name somebody and may run them down are marked for a person to read (RUBRIC S2); nothing else is."""

from __future__ import annotations

import polars as pl
import pytest

from sociable.signals import gracious


def marked(text: str | None, **more: object) -> float | None:
    row = {"kind": "B", "text": text, "mentions": ["rival"], "recipient": None, "form": "post", **more}
    schema = {"mentions": pl.List(pl.Utf8), "recipient": pl.Utf8, "text": pl.Utf8}
    found = gracious.marked(pl.DataFrame([row], schema_overrides=schema))["disparages"].to_list()
    return found[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "text",
    [
        "Unlike @rival, we turn up on time.",
        "What a JOKE. @rival cancelled again.",
        "@rival Exposed: how they treat their crews.",
        "Shame on @rival. Let them know what you think.",
    ],
)
def test_a_named_target_and_a_term_are_listed(text: str) -> None:
    assert marked(text) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Thanks @rival for the tow in yesterday's storm.",
        'A passenger called us "a joke of a ferry", and @rival laughed.',
        "Paint exposed to salt needs care, says @rival.",
        "The crooked pier is safe again, says @rival.",
    ],
)
def test_thanks_quotations_and_traps_are_not(text: str) -> None:
    assert marked(text) == 0.0


def test_it_takes_somebody_named_in_the_brands_own_words() -> None:
    assert marked("What a joke, this weather.", mentions=[]) == 0.0
    assert marked("What a joke, this weather.", mentions=None) == 0.0
    assert marked("What a joke.", mentions=[], form="quote") == 1.0
    assert marked("You clown.", mentions=[], kind="R", recipient="x:somebody") == 1.0
    assert marked("What a joke, @rival", kind="P") is None
    assert marked(None) is None
