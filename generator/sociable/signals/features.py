"""Structure and cue families of a text as numbers: the dense features of all models.

Names: `s_*` structure, `c_*` cue lists of content/words (log of 1 + count), `k_*` the parent's text.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Final

import polars as pl

from sociable.signals import clean, cues
from sociable.signals.terms import Terms

EMOJI: Final = "[\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u3030\u303D]"
SIGN: Final = (
    r"[\^*~][A-Za-z]{1,12}(?:\s[A-Z][a-z]*)?\W*(?:\d/\d)?\s*(?:https?://\S+)?\s*$|"
    r"(?:[-–—~/]|--)\s?(?:[A-Z]{2,3}|[A-Z][a-z]{1,11}(?:\s[A-Z]\.?)?)\W*(?:\d/\d)?\s*(?:https?://\S+)?\s*$|"
    r"\b(?:TY|Ty|Thanks|Thx|Cheers|Regards|Best)\s?[-–,]?\s?[A-Z][a-z]{1,11}\.?\s*(?:https?://\S+)?\s*$|"
    r"[.!?)]\s?[A-Z][a-z]{1,9}(?:\s(?:here|:\)))?\.?\s*$"
)
NAMED: Final = r"\b(?:[A-Z][a-z]+ here\b|(?:my name is|My name is|this is|This is|I'm|I’m|it's|It's) [A-Z][a-z]+ from\b)"
COMMERCE: Final = r"https?://\S*(?:shop|/buy|/book|pricing|/demo|/cart|ticket|checkout|store|product|amzn|utm_campaign)"
STRUCTURE: Final[dict[str, pl.Expr]] = {
    "links": pl.col("text").str.count_matches(clean.URL).log1p(),
    "link": pl.col("text").str.contains(clean.URL),
    "link_end": pl.col("text").str.contains(r"https?://\S+\s*$"),
    "commerce": pl.col("commercial"),
    "price": pl.col("copy").str.count_matches("xmoney").log1p(),
    "percent": pl.col("copy").str.contains("xpct"),
    "numbers": pl.col("copy").str.count_matches("xnum").log1p(),
    "time": pl.col("copy").str.contains("xtime"),
    "phone": pl.col("copy").str.contains("xphone|xmail"),
    "caps": pl.col("text").str.count_matches(r"\b[A-Z]{4,}\b").log1p(),
    "caps_high": pl.col("text").str.count_matches(r"\b[A-Z]{4,}\b") >= 0.3 * pl.col("words"),
    "exclaim": pl.col("text").str.count_matches("!").clip(0, 6).log1p(),
    "exclaim_run": pl.col("text").str.contains(r"!\s?!"),
    "emoji": pl.col("text").str.count_matches(EMOJI).clip(0, 10).log1p(),
    "emoji_run": pl.col("text").str.contains(EMOJI + "{4,}"),
    "asks": pl.col("copy").str.count_matches(r"\?").clip(0, 4).log1p(),
    "asks_last": pl.col("copy").str.contains(r"\?[^.!?\w]*(?:(?:x\w+|#)\s*|\bxtag\s+\w+\s*)*\W*$"),
    "length": pl.col("words").log1p(),
    "short": pl.col("words") < 6,
    "long": pl.col("words") > 30,
    "mentions": pl.col("copy").str.count_matches("xat").log1p(),
    "hashtags": pl.col("copy").str.count_matches("xtag").log1p(),
    "at_start": pl.col("copy").str.contains(r"^\s*xat"),
    "quote": pl.col("text").str.contains(r'["“”][^"“”]{6,}["“”]'),
    "quote_start": pl.col("text").str.contains(r'^\W{0,3}["“]'),
    "retweet": pl.col("copy").str.contains("xrt|^rt "),
    "via": pl.col("copy").str.contains(r"\b(?:via|by|from|with|thanks|thank you|to|and|,)\s+xat"),
    "lines": pl.col("text").str.count_matches(r"\n").clip(0, 8).log1p(),
    "colon": pl.col("copy").str.contains(r":\s+xurl|[>→➡👉]\W*xurl"),
    "ellipsis": pl.col("copy").str.contains(r"\.\.\.|…"),
    "signed": pl.col("text").str.contains(SIGN),
    "named": pl.col("text").str.contains(NAMED),
    "titled": pl.col("text").str.count_matches(r"\b[A-Z][a-z]+").log1p() - pl.col("words").log1p(),
    "brand": pl.col("brand_hits").log1p(),
    "first_word_caps": pl.col("text").str.contains(r"^\W*[A-Z]{4,}"),
    "bullet": pl.col("text").str.contains(r"(?m)^\s*(?:[-•*▪✅✔➡️👉]|\d[.)])"),
    "facebook": pl.col("platform") == "facebook",
    "instagram": pl.col("platform") == "instagram",
}
CONTEXT: Final[dict[str, pl.Expr]] = {
    "has": pl.col("context_copy").str.len_chars() > 0,
    "asks": pl.col("context_copy").str.contains(r"\?"),
    "shared": pl.col("shared").clip(0, 6).log1p(),
}


def prepare(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """`batch` with every optional column present and the lexical copies added."""
    for name in ("platform", "lang", "context", "brand"):
        if name not in batch.columns:
            batch = batch.with_columns(pl.lit(None, pl.Utf8).alias(name))
    batch = batch.with_columns(pl.col("text", "platform", "context", "brand").fill_null(""))
    batch = batch.with_columns(
        copy=clean.lexical(pl.col("text")),
        context_copy=clean.lexical(pl.col("context")),
        commercial=_commercial(terms),
        brand_words=brand_words(pl.col("brand"), terms),
    )
    return batch.with_columns(
        words=pl.col("copy").str.count_matches(r"[\w']*[^\W\d_][\w']*") - pl.col("copy").str.count_matches(r"\bx(?:url|at|tag)\b"),
        shared=pl.col("copy").str.extract_all(r"\b[a-z]{5,}").list.set_intersection(
            pl.col("context_copy").str.extract_all(r"\b[a-z]{5,}")
        ).list.len(),
        brand_hits=_brand_hits(terms),
    )  # fmt: skip


def dense(frame: pl.DataFrame) -> pl.DataFrame:
    """The dense features of a prepared frame, one Float64 column each."""
    lists = cues.load()
    return frame.select(
        *(_number(expr).alias(f"s_{name}") for name, expr in STRUCTURE.items()),
        *(_number(cue.count(pl.col("copy")).clip(0, 8).log1p()).alias(f"c_{name}") for name, cue in lists.items()),
        *(_number(expr).alias(f"k_{name}") for name, expr in CONTEXT.items()),
    )


def brand_words(brand: pl.Expr, terms: Terms) -> pl.Expr:
    """Lower-cased words of the brand's name (four letters and more) for each row."""
    del terms
    return brand.str.to_lowercase().str.extract_all(r"[a-z0-9]{3,}").list.unique(maintain_order=True)


def _number(expr: pl.Expr) -> pl.Expr:
    return expr.cast(pl.Float64).fill_null(0.0)


def _commercial(terms: Terms) -> pl.Expr:
    lowered = pl.col("text").str.to_lowercase()
    listed = lowered.str.contains_any(list(terms.commercial)) if terms.commercial else pl.lit(False)
    excused = lowered.str.contains_any(list(terms.help)) if terms.help else pl.lit(False)
    return (lowered.str.contains(COMMERCE) | listed) & ~excused


def _brand_hits(terms: Terms) -> pl.Expr:
    squashed = pl.col("text").str.to_lowercase().str.replace_all(r"https?://\S+|[^a-z0-9@#]", "")
    hits = [
        squashed.str.contains(pl.col("brand_words").list.get(i, null_on_oob=True), literal=True).fill_null(False).cast(pl.Int64)
        for i in range(2)
    ]  # fmt: skip
    names = [name.replace(" ", "") for name in terms.names if len(name) > 2]
    if names:
        hits.append(squashed.str.contains_any(names).cast(pl.Int64))
    return reduce(add, hits)
