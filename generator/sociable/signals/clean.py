"""The lexical copy of a text: what cues and learnt words are looked up in.

Addresses, handles, numbers and amounts become marker words (`xurl`, `xat`,
`xnum` ...), hashtags are split, a customer's quoted words and the body of a
hand-typed `RT @x:` are masked, and the rest is lower-cased once, so that all
later patterns are case-sensitive (ten times faster in Polars; TECH 2).
The same rules exist for a column and, with character offsets, for one text.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

ADDRESS: Final = r"https?://\S+"
URL: Final = rf"{ADDRESS}|\bwww\.\S+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|co|ly|io|gl|gd|me|bo|uk|ch|eu|edu|gov)/\S*"
HANDLE: Final = r"@[A-Za-z0-9_.█-]*[A-Za-z0-9_█]|@"
HEAD: Final = (
    (r"&amp;", "&"),
    (r"&lt;", "<"),
    (r"&gt;", ">"),
    (r"&quot;|[“”„«»]", '"'),
    (r"&#39;|[’‘`´]", "'"),
    (r"[\u200b-\u200f\ufe0f\u2060]", ""),
    (r"__[a-z_]+__", " xmasked "),
    (URL, " xurl "),
    (r"[\w.+-]+@[\w-]+\.\w[\w.]*", " xmail "),
    # Words that a customer is quoted with are not the brand's own (RUBRIC 0.1).
    (r'"[^"]{12,}"\s*[—–-]+\s*(one of you|an? |our |@|via |[a-z])', " xquote $1"),
    (
        r"(?:you said|a? ?(?:customer|guest|reader|fan|viewer|member)s? (?:said|says|wrote|told us|writes))"
        r'[:,]?\s*"[^"]{8,}"',
        " xquote ",
    ),
    (r"(\S)\s+RT @\w+:?.*", "$1 xrt "),
    (r"^\s*RT @\w+:?", " xrt "),
    (HANDLE, " xat "),
)
"""Rules on the text as written, in order; `$1` is the first group."""
SPLIT: Final = (r"(#\w*?(?:[a-z0-9]|[A-Z]{2,}))([A-Z][a-z])", "${1}_${2}")
SPLITS: Final = 3
TAIL: Final = (
    (r"[$£€₹¥]\s?\d[\d.,]*(?:\s?(?:k|m|bn|million|billion)\b)?|"
        r"\b(?:rs\.?|usd|eur|inr|gbp|chf|ngn|ugx|aed)\s?\d[\d.,]*|"
        r"\b\d[\d.,]*\s?(?:usd|eur|euros?|dollars|pounds|chf|rupees)\b", " xmoney "),
    (r"\b\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)", " xpct "),
    (r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.)|\b\d{1,2}:\d{2}\b", " xtime "),
    (r"\+?\d[\d()\s.-]{7,}\d|\b1-8\d\d-[\w-]+", " xphone "),
    (r"\b(?:19|20)\d\d\b", " xyear "),
    (r"\b\d[\d.,]*(?:k|m|bn|\+|st|nd|rd|th)?\b", " xnum "),
    (r"#(?:xnum)?", " xtag "),
    (r"[_\s]+", " "),
)  # fmt: skip
"""Rules on the lower-cased text, in order."""
FIGURES: Final = 6
"""So many of them, the first, need a figure."""
HINTS: Final = {
    "__[a-z_]+__": "__",
    HEAD[8][0]: "@",
    HEAD[9][0]: '"',
    HEAD[10][0]: '"',
    HEAD[11][0]: "RT @",
    TAIL[0][0]: r"[$£€₹¥]|(?:rs\.?|usd|eur|inr|gbp|chf|ngn|ugx|aed)\s?\d|[\d.,]\s?(?:usd|eur|doll|poun|chf|rup)",
    TAIL[1][0]: "%|per ?cent",
    TAIL[2][0]: r"\d\s?(?:am|pm|a\.m|p\.m)|\d:\d",
}
"""Plain signs without which a rule finds nothing."""
_SLASH: Final = r"/|www\."
_BLANKS: Final = r" *[_\s&&[^ ]][_\s]*|  +"


def lexical(text: pl.Expr) -> pl.Expr:
    """The lexical copy of a column of texts; null stays null."""
    for pattern, value in HEAD:
        text = text.map_batches(_linked, return_dtype=pl.Utf8) if pattern == URL else _hinted(text, pattern, value)
    text = text.map_batches(lambda column: _where(column, "#", (SPLIT,) * SPLITS), return_dtype=pl.Utf8)
    text = text.str.to_lowercase().map_batches(_numbers, return_dtype=pl.Utf8)
    text = text.str.replace_all(*TAIL[FIGURES])
    # Blanks that stand alone are left alone, which is five times faster.
    return text.str.replace_all(_BLANKS, TAIL[-1][1])


def _hinted(text: pl.Expr, pattern: str, value: str) -> pl.Expr:
    hint = HINTS.get(pattern)
    if not hint:
        return text.str.replace_all(pattern, value)
    return text.map_batches(lambda column: _where(column, hint, ((pattern, value),)), return_dtype=pl.Utf8)


def _linked(column: pl.Series) -> pl.Series:
    """Addresses, looked for only where a slash or "www." shows that there may be one."""
    plain = _where(column, _SLASH, ((ADDRESS, " xurl "),))
    if plain.dtype != pl.Utf8:
        return plain
    # Where nothing of the kind is left, there was nothing but plain addresses.
    rest = plain.str.contains(_SLASH).fill_null(False).arg_true()
    return plain.scatter(rest, column.gather(rest).str.replace_all(URL, " xurl ")) if len(rest) else plain


def _numbers(column: pl.Series) -> pl.Series:
    """Rules that need a figure, applied only to texts that have one: most have none."""
    rows = column.str.contains(r"\d").fill_null(False).arg_true()
    if rows.is_empty():
        return column
    part = column.gather(rows)
    for pattern, value in TAIL[:FIGURES]:
        part = _where(part, HINTS.get(pattern, r"\d"), ((pattern, value),))
    return part if len(rows) == len(column) else column.clone().scatter(rows, part)


def _where(column: pl.Series, hint: str, rules: tuple[tuple[str, str], ...]) -> pl.Series:
    if column.dtype != pl.Utf8:
        return column.cast(pl.Utf8)
    rows = column.str.contains(hint).fill_null(False).arg_true()
    if rows.is_empty():
        return column
    part = column.gather(rows)
    for pattern, value in rules:
        part = part.str.replace_all(pattern, value)
    return part if len(rows) == len(column) else column.clone().scatter(rows, part)


def words(text: pl.Expr) -> pl.Expr:
    """How many words each text has beside addresses and handles, Int64; none where there is no text."""
    plain = text.fill_null("").str.replace_all(r"https?://\S+|@[\w.-]*\w", " ")
    return plain.str.count_matches(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*").cast(pl.Int64)


def found(column: pl.Series, hint: str, pattern: str) -> pl.Series:
    """Which texts hold `pattern`, which is looked for only where the plainer `hint` is found."""
    likely = column.str.contains(hint).fill_null(False)
    if likely.any():
        rows = likely.arg_true()
        likely = likely.clone().scatter(rows, column.gather(rows).str.contains(pattern))
    return likely


def counted(column: pl.Series, hint: str, pattern: str) -> pl.Series:
    """How often each text holds `pattern`, which is looked for only where the plainer `hint` is found."""
    rows = column.str.contains(hint).fill_null(False).arg_true()
    return pl.zeros(len(column), pl.UInt32, eager=True).scatter(rows, column.gather(rows).str.count_matches(pattern))


def lexical_with_offsets(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The lexical copy of one text and, for each of its characters, the span it stands for."""
    copy, places = text, [(i, i + 1) for i in range(len(text))]
    for pattern, value in HEAD:
        copy, places = replaced(copy, places, pattern, value)
    for _ in range(SPLITS):
        copy, places = replaced(copy, places, *SPLIT)
    lowered = [character.lower() for character in copy]
    places = [place for character, place in zip(lowered, places, strict=True) for _ in character]
    copy = "".join(lowered)
    for pattern, value in TAIL:
        copy, places = replaced(copy, places, pattern, value)
    return copy, places


def replaced(copy: str, places: list[tuple[int, int]], pattern: str, value: str) -> tuple[str, list[tuple[int, int]]]:
    """`re.sub` that keeps, for each character, the span of the original it stands for."""
    if (hint := HINTS.get(pattern)) and not re.search(hint, copy):
        return copy, places
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for match in re.finditer(pattern, copy):
        out.append(copy[last : match.start()])
        spans += places[last : match.start()]
        for part in re.split(r"(\$\{?\d\}?)", value):
            group = re.fullmatch(r"\$\{?(\d)\}?", part)
            if group:
                start, end = match.span(int(group[1]))
                out.append(copy[start:end])
                spans += places[start:end]
            elif part and match.end() > match.start():
                out.append(part)
                spans += [(places[match.start()][0], places[match.end() - 1][1])] * len(part)
        last = match.end()
    out.append(copy[last:])
    return "".join(out), spans + places[last:]
