"""Ways in which a text says the same letters in other signs: what hides a name from a search, and not from a reader."""

from __future__ import annotations

import html
import re
from unicodedata import normalize
from urllib.parse import unquote

_LETTERS = re.compile(r"[\u2100-\u214f\u2460-\u24ff\uff00-\uffef\U0001d400-\U0001d7ff\U0001f100-\U0001f1af]+")
"""Bold, circled and wide letters and digits."""
_KEYS = re.compile(r"([0-9#*])\ufe0f?\u20e3")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[\da-f]{2,5}|[a-z]{2,8});", re.IGNORECASE)
_CODED = re.compile(r"%[2-7][\da-f]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\u00([2-7][\da-f])", re.IGNORECASE)
APART = re.compile(r"(?<![^\W_])[^\W_](?:[ \u00a0\u2009.·•*_|/-]{1,3}[^\W_]){4,60}(?![^\W_])")
"""Letters with blanks or signs between them: J a n e  D o e."""
_APART = re.compile(r"(?<![^\s(<])\w(?: (?:[._@+-] )?\w){4,60}(?!\w)(?: ?[@＠] ?(?=\w))?")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE)


def undone(text: str) -> str:
    """`text` in plain letters: unescaped, decoded, without tags and gaps; the text itself where it has none of it."""
    if not text.isascii():
        text = _LETTERS.sub(lambda match: normalize("NFKC", match.group()), _KEYS.sub(r"\1", text))
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "\\u00" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    if "%" in text and _CODED.search(text):
        text = unquote(text)
    if _APART.search(text):
        text = _APART.sub(lambda match: match.group().replace(" ", ""), text)
    return _TAG.sub("", text) if "<" in text else text
