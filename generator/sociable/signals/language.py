"""Which language a text is in: the platform's own word first, else Compact Language Detector 2.

Only English is supported; other languages lower coverage, never a score.
"""

from __future__ import annotations

from typing import Final

import polars as pl
import pycld2

SUPPORTED: Final = ("en",)
MARKER: Final = r"\bx(?:url|at|tag|num|rt|year|time|pct|money|phone|mail|quote|masked)\b"
COMMON: Final = (
    r"\b(?:the|and|you|your|for|our|with|this|that|from|are|have|has|was|were|will|about|been|what|how|when|"
    r"their|they|we|at|of|to|is|it|on|my|by|not|be|can|more|get|us|out|all)\b"
)
FOREIGN: Final = (
    r"[äöüßéèêëàâçñáíóúìòùãõåæøłśžšğışţăîœ¿¡\p{Cyrillic}\p{Arabic}\p{Han}\p{Hangul}\p{Thai}\p{Devanagari}\p{Greek}]|"
    r"\b(?:el|los|las|por|para|que|und|der|das|ist|mit|für|von|les|des|est|pour|avec|dans|il|della|per|di|een|het|van)\b"
)
PLATFORM_UNKNOWN: Final = ("", "und", "zxx", "qme", "qst", "qht", "qam", "qct", "art", "in", "id")
"""Not said, or Indonesian: X takes short English texts full of names for it, so the words decide."""
MIN_WORDS: Final = 3


def detect(frame: pl.DataFrame) -> pl.Series:
    """Language codes for a frame with `copy` (lexical) and `lang` (platform's, or null); null = unknown."""
    given = frame["lang"].str.to_lowercase().str.slice(0, 2)
    open_ = given.is_null() | frame["lang"].is_in(PLATFORM_UNKNOWN)
    if not open_.all():  # the platform knows: its word stands, and the text is not looked at
        rest = detect(frame.filter(open_)) if open_.any() else pl.Series([], dtype=pl.Utf8)
        return given.scatter(open_.arg_true(), rest)
    # Three of the commonest words are three words, and markers are none of them.
    common = frame["copy"].str.count_matches(COMMON)
    english = ((common >= 2) & ~frame["copy"].str.contains(FOREIGN)).fill_null(False)
    found = pl.repeat(None, frame.height, dtype=pl.Utf8, eager=True)
    sure = (english & (common > MIN_WORDS - 1)).fill_null(False)
    found = found.set(sure, "en")
    rest = (~sure).arg_true()
    return found.scatter(rest, _read(frame["copy"].gather(rest), english.gather(rest))) if len(rest) else found


def _read(copy: pl.Series, english: pl.Series) -> pl.Series:
    """Languages of texts: English by its commonest words, others by the detector; null where there is too little."""
    plain = copy.str.replace_all(MARKER, " ")
    enough = (plain.str.count_matches(r"[^\W\d_]{2,}") >= MIN_WORDS).fill_null(False)
    found = pl.repeat(None, len(copy), dtype=pl.Utf8, eager=True).set(enough & english, "en")
    unsure = (enough & ~english).arg_true()
    texts = plain.gather(unsure).to_list()
    return found.scatter(unsure, pl.Series("lang", [_cld(text) for text in texts], dtype=pl.Utf8)) if texts else found


def _cld(text: str) -> str | None:
    try:
        reliable, _, details = pycld2.detect(text, bestEffort=True)
    except pycld2.error:
        return None
    # A mixed text is English when its English part carries the message (GUIDE).
    shares = {code: share for _, code, share, _ in details}
    if shares.get("en", 0) >= 40:
        return "en"
    code = str(details[0][1])
    return None if code == "un" or not reliable else code
