"""Text as people saw it: unescaped once, one Unicode form, links in full; what it names.

All functions build Polars expressions over whole columns.  Emoji are never
touched, and no repair of encodings happens here (only Meta files need one).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

LINK = r"https?://[^\s<>\"”“]+"
HASHTAG = r"#([\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*)"
LEADING_HANDLES = r"^(?:\s*\.?@\w+)+\s*"
REPOST = r"^RT @\w+:"
ENTITIES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&#039;", "'"), ("&nbsp;", " "), ("&amp;", "&"),
)  # fmt: skip
"""What HTML writes for signs, the sign of all of these last: each is undone once."""
_PERSONAL = re.compile(r"\S[@＠]\S|\d(?:\W{0,3}\d){6}|://")
UNIT = "\x1f"
"""Stands between the words of a list that travels as one text."""
UNSTABLE = (
    r"\x{300}-\x{1fff}\x{2000}\x{2001}\x{20d0}-\x{20ff}\x{2126}\x{212a}\x{212b}\x{2329}\x{232a}"
    r"\x{2adc}-\x{fdff}\x{fe20}-\x{fe2f}\x{10000}-\x{1efff}\x{20000}-\x{10ffff}"
)
"""Ranges that hold every sign which NFC may change; a test goes through all of Unicode."""
LARGEST = 2**63 - 1
"""What a column of whole numbers holds."""
X_EPOCH_MS = 1_288_834_974_657
X_FIRST_TIMED_ID = 29_700_859_247


def filled(template: str, *columns: pl.Expr | str) -> pl.Expr:
    """`template` with a column in place of each {}; null where one is.

    `pl.format` fails on columns that lie in memory in parts of different sizes, as those of a filtered table may.
    """
    texts = [pl.lit(one) for one in template.split("{}")]
    cells = [pl.col(one) if isinstance(one, str) else one for one in columns]
    return pl.concat_str(one for pair in zip(texts, [*cells, pl.lit("")], strict=True) for one in pair)


def unescape(text: pl.Expr) -> pl.Expr:
    """HTML entities undone exactly once (``&amp;lt;`` becomes ``&lt;``)."""
    for entity, sign in ENTITIES:
        text = text.str.replace_all(entity, sign, literal=True)
    return text


def normal(text: pl.Expr) -> pl.Expr:
    """NFC, line ends as newline, no blanks around."""
    return text.map_batches(_composed, return_dtype=pl.Utf8).map_batches(_ended, return_dtype=pl.Utf8).str.strip_chars()


def _composed(cells: pl.Series) -> pl.Series:
    """NFC, spent only on the few cells with a sign that NFC could change."""
    wide = (cells.str.len_bytes() > cells.str.len_chars()).arg_true()
    if wide.is_empty():
        return cells
    places = wide.filter(cells.gather(wide).str.contains(f"[{UNSTABLE}]"))
    if places.is_empty():
        return cells
    return cells.scatter(places, cells.gather(places).str.normalize("NFC"))


def _ended(cells: pl.Series) -> pl.Series:
    """Line ends as newline, which nearly all are."""
    if not cells.str.contains("\r", literal=True).any():
        return cells
    return cells.str.replace_all("\r\n?", "\n")


def apart(joined: pl.Expr) -> pl.Expr:
    """Lists of the words that `UNIT` joins, empty for null."""
    return joined.str.split(UNIT).fill_null([])


def handles(text: pl.Expr) -> pl.Expr:
    """The handles a text names, casefolded, without @; addresses of e-mail are not handles."""
    found = text.str.to_lowercase().str.extract_all(r"(?:^|[^\w@/.])\.?@[a-z0-9_][\w.\-]*")
    return found.list.eval(
        pl.element().str.extract(r"@(.+)$").str.strip_chars_end(".-")
    )  # the dot belongs to a handle on some networks, never at its end


def links(text: pl.Expr) -> pl.Expr:
    """The web addresses in a text, without closing punctuation."""
    return text.str.extract_all(LINK).list.eval(pl.element().str.strip_chars_end(".,;:!?)…'"))


def hashtags(text: pl.Expr) -> pl.Expr:
    """The hashtags of a text, without #; a number alone is none, nor is an address's fragment."""
    bare = text.str.replace_all(LINK, " ")
    return bare.str.extract_all(r"(?:^|[^\w&/])" + HASHTAG).list.eval(pl.element().str.extract("#(.+)$"))


def handle(expr: pl.Expr) -> pl.Expr:
    """A handle casefolded, without @ and blanks; "" becomes null."""
    bare = expr.str.strip_chars().str.strip_chars_start("@").str.to_lowercase()
    return pl.when(bare != "").then(bare)


def x_id_time(number: pl.Expr) -> pl.Expr:
    """The UTC instant in an X id (FORMATS 0.2); null for ids from before November 2010."""
    value = number.cast(pl.Int64, strict=False)
    millis = (value // 4_194_304) + X_EPOCH_MS
    instant = millis.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").dt.cast_time_unit("us")
    return pl.when(value >= X_FIRST_TIMED_ID).then(instant)


def choice(names: Iterable[str]) -> str:
    """Names of pages for a message that asks which one is meant, without those that are an address or a number."""
    return ", ".join("[...]" if _PERSONAL.search(one) else one for one in names)


def digits(written: str) -> int | None:
    """A number of digits alone, as ids and counts are; None for other signs, and where no column could hold it."""
    found = int(written) if written.isascii() and written.isdigit() and len(written) < 20 else LARGEST + 1
    return found if found <= LARGEST else None
