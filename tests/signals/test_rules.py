"""Rule columns beside the labels."""

from __future__ import annotations

import polars as pl
import pytest

from sociable.signals import Terms, label


def column(name: str, kind: str, text: str, context: str = "") -> bool | None:
    batch = pl.DataFrame({"uid": ["a"], "kind": [kind], "text": [text], "context": [context]})
    value = label(batch, Terms())[name][0]
    return None if value is None else bool(value)


@pytest.mark.parametrize(
    ("name", "kind", "text", "context", "expected"),
    [
        ("targeted", "B", "Post a photo of the worst seam you ever rescued. Judged Friday by Wren.", "", True),
        ("targeted", "B", "WIN a tablet! Follow, like and tag 3 friends to enter.", "", False),
        ("reach_mechanic", "B", "WIN a tablet! Follow, like and tag 3 friends to enter.", "", True),
        ("reach_mechanic", "B", "Follow the steps below to reset the meter.", "", False),
        ("handoff", "R", "@customer DM us your order number and we will check the van.", "", True),
        ("handoff", "R", "@customer please call our helpline.", "", False),
        (
            "invited_ask",
            "R",
            "@customer We groom dogs on Tuesdays.",
            "can anyone recommend a groomer near the quay?",
            True,
        ),
        ("invited_ask", "R", "@customer We groom dogs on Tuesdays.", "my dog hates the rain", False),
        ("substantive", "R", "@jo Great post! Thanks for sharing this with all of us today.", "", False),
        ("targeted", "R", "@jo post a photo of it", "", None),
        ("handoff", "B", "DM us your order number", "", None),
    ],
)
def test_rules(name: str, kind: str, text: str, context: str, expected: bool | None) -> None:
    assert column(name, kind, text, context) is expected
