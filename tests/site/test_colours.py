"""Whatever the client's colour, the pages can be read."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from sociable.site import colours

ACCENTS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(ACCENTS)
@settings(max_examples=60)
def test_text_in_the_accent_is_readable_on_paper_and_on_its_own_wash(accent: str) -> None:
    for scheme, paper in (("light", colours.LIGHT_PAPER), ("dark", colours.DARK_PAPER)):
        found = colours.tokens(accent)[scheme]
        assert colours.contrast(found["accent"], paper) >= 5.4
        assert colours.contrast(found["accent"], found["accent-wash"]) >= 4.5
        assert colours.contrast(found["accent-line"], paper) >= 3
        assert colours.contrast(found["on-mid"], found["accent-mid"]) >= 4.5
        assert colours.contrast(found["on-accent"], found["accent"]) >= 4.5


def test_a_readable_accent_is_left_alone() -> None:
    assert colours.tokens("#0b5d7a")["light"]["accent"] == "#0b5d7a"


def test_known_contrasts() -> None:
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48  # WCAG's own borderline grey


def test_the_style_sheet_holds_both_schemes() -> None:
    sheet = colours.stylesheet("#ff00aa")
    assert sheet.count("--accent:") == 2 and "prefers-color-scheme:dark" in sheet
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in re.findall(r"--[\w-]+:([^;}]+)", sheet))
