"""Short forms of words (don't, we'll): whether a brand uses them, and a text without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

WHOLE = (
    (r"\b([Ll])et's\b", r"\1et us"),
    (r"\b([Cc])an't\b", r"\1annot"),
    (r"\b([Ww])on't\b", r"\1ill not"),
    (r"n't\b", " not"),
    (r"'m\b", " am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"\b([Tt]hat|[Ii]t|[Ww]hat|[Tt]here|[Hh]ere|[Ww]ho)'s\b", r"\1 is"),
)
"""Short forms and the words in full."""
SHORTENED = 0.05
"""The share of its answers up to which a brand that shortens words does so by chance."""


def whole(text: str) -> str:
    """`text` without short forms of words."""
    for short, full in WHOLE:
        text = re.sub(short, full, text)
    return text


def informal(texts: Sequence[str]) -> bool:
    """Whether these answers of one brand shorten words, as most do."""
    shortened = sum(whole(one.replace("’", "'")) != one.replace("’", "'") for one in texts)
    return shortened > SHORTENED * len(texts)
