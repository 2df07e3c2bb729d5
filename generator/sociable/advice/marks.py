"""What stands in a post besides its words: links, handles, hashtags, emoji."""

from __future__ import annotations

import re

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]]|\b(?:[Bb]it\.ly|ow\.ly|fb\.me|goo\.gl|pic\.twitter\.com)/\w+"
    r"|(?<![\w@./-])(?!\d[\d.]*\.[a-z]+\b)(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:com|org|net|io|co|uk|de|eu|shop|info|app|example)\b(?![\w@.-]*\w)"
    r"(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?"
)
HANDLE = r"@[A-Za-z0-9_](?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)+)?"
HASHTAG = re.compile(r"#\w*[^\W\d]\w*")
_GLYPH = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u23e9-\u23fa\u25a0-\u25ff"
    "\u2049\u203c\u3030\u24c2\U0001f000-\U0001f2ff])[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
)
EMOJI = re.compile(f"(?>{_GLYPH}(?:\u200d{_GLYPH})*|[\ufe0f\u200d])")
"""Whole or not at all: two letters of a flag are no two emoji, or a row of flags could be read in a million ways."""
ITEM = r"(?:\d{1,2}|[A-Fa-f])[.)](?=\s|$)|[•*·▪–—✓✔-](?=\s?\S)"
"""How an item of a list starts, where no emoji marks it."""
POINTERS = re.compile(
    "[\u2190-\u21ff\u25a0-\u25ff\u2b05-\u2b07\u27a1\u2935\U0001f446-\U0001f449\U0001f517\U0001f53d\U0001f53c\u23e9-\u23ec]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*"
)
