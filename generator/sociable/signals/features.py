"""Structure and cue families of a text as numbers: the dense features of all models.

Names: `s_*` structure, `c_*` cue lists of content/words (log of 1 + count), `k_*` the parent's text.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from sociable.signals import clean, cues, structure, tokens
from sociable.signals.structure import number
from sociable.signals.terms import Terms
from sociable.signals.vocabulary import Vocabulary, Words

COMMERCE: Final = r"https?://\S*(?:shop|/buy|/book|pricing|/demo|/cart|ticket|checkout|store|product|amzn|utm_campaign)"
FAMILIES: Final = (
    "act", "apology", "ask", "brag", "canned", "care", "cause", "complaint", "courtesy", "credit", "deflect",
    "empty_comment", "filler", "gate", "growth", "handoff", "human", "hype", "income", "invite", "jargon",
    "mail", "need", "news", "offer", "pitch", "praise", "product", "push", "question", "rhetorical", "self",
    "targeted", "urgency", "useful", "value_act", "vendors", "you",
)  # fmt: skip
"""Cue lists that are features of the models; other lists serve rules only."""
CONTEXT: Final[dict[str, pl.Expr]] = {
    "has": pl.col("context_copy").str.len_chars() > 0,
    "asks": pl.col("context_copy").str.contains(r"\?"),
    "shared": pl.col("shared").clip(0, 6).log1p(),
    "agent": pl.col("context_copy").str.contains(r"\b(?:dm|help|sorry|please|let us know|we're|we'll)\b"),
    "thanked": pl.col("context_copy").str.contains(r"\b(?:thanks?|thank you|thx|cheers|ty)\b"),
}

_LOUD = pl.any_horizontal(pl.col("c_hype", "c_urgency", "s_exclaim", "s_caps", "s_emoji_run") > 0)
_OFFER = pl.any_horizontal(pl.col("c_offer", "s_offer_act", "s_price", "s_percent") > 0)
PRESSURE: Final[dict[str, pl.Expr]] = {"loud": _LOUD, "loud_offer": _LOUD & _OFFER}
"""Made of other features: nine in ten read posts that sell hard are loud, and fewer than half of the others."""


def prepare(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """`batch` with every optional column present and the lexical copies added."""
    for name in ("platform", "lang", "context", "brand", "reader"):
        if name not in batch.columns:
            batch = batch.with_columns(pl.lit(None, pl.Utf8).alias(name))
    batch = batch.with_columns(pl.col("text", "platform", "context", "brand").fill_null(""))
    batch = batch.with_columns(
        copy=clean.lexical(pl.col("text")),
        context_copy=clean.lexical(pl.col("context")),
        commercial=_commercial(terms),
        brand_key=_brand_key(terms),
    )
    return batch.with_columns(
        words=pl.col("copy").str.count_matches(r"[\w']*[^\W\d_][\w']*")
        - pl.col("copy").str.count_matches(r"\bx(?:url|at|tag)\b"),
        shared=pl.struct("copy", "context_copy").map_batches(_shared, return_dtype=pl.UInt32),
        brand_hits=_brand_hits(batch),
    )  # fmt: skip


def _shared(both: pl.Series) -> pl.Series:
    """How many longer words a text shares with what it answers; most answer nothing."""
    frame = both.struct.unnest()
    rows = (frame["context_copy"] != "").arg_true()
    longer = (pl.col(name).str.extract_all(r"\b[a-z]{5,}") for name in ("copy", "context_copy"))
    found = frame[rows].select(next(longer).list.set_intersection(next(longer)).list.len()).to_series()
    return pl.zeros(frame.height, pl.UInt32, eager=True).scatter(rows, found)


def lists() -> list[cues.CueList]:
    """The cue lists of `FAMILIES` and the words that structure counts, in order."""
    known = cues.load()
    return [*(known[name] for name in FAMILIES), *structure.LISTS]


def dense(frame: pl.DataFrame, words: Words | None = None) -> pl.DataFrame:
    """The dense features of a prepared frame, one Float64 column each; `words` are its words where they are read."""
    words = words or Vocabulary((), lists()).read(frame)
    frame = frame.hstack([counts.alias(f"n_{counts.name}") for counts in words.counts()])
    found = structure.features(frame)
    cued = frame.lazy().select(
        *(number(pl.col(f"n_{name}").clip(0, 8).log1p(), f"c_{name}") for name in FAMILIES),
        *(number(expr, f"k_{name}") for name, expr in CONTEXT.items()),
    ).collect()  # fmt: skip
    found = pl.concat([found, cued], how="horizontal")
    return found.with_columns(number(expr, f"s_{name}") for name, expr in PRESSURE.items())


def _brand_key(terms: Terms) -> pl.Expr:
    """Everything the brand is called, squeezed into one lower-case string; blank when unknown."""
    names = " ".join(name.replace(" ", "") for name in terms.names)
    own = pl.col("brand").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}()]", "").str.replace_all(r"[()]", " ")
    generic = pl.col("brand").is_in(["page", ""])
    return pl.when(generic).then(pl.lit(names)).otherwise(own + pl.lit(" " + names)).str.strip_chars()


def _commercial(terms: Terms) -> pl.Expr:
    lowered = pl.col("text").str.to_lowercase()
    listed = lowered.str.contains_any(list(terms.commercial)) if terms.commercial else pl.lit(False)
    excused = lowered.str.contains_any(list(terms.help)) if terms.help else pl.lit(False)
    return (lowered.str.contains(COMMERCE) | listed) & ~excused


def _brand_hits(frame: pl.DataFrame) -> pl.Series:
    """How many words or handles of each text are part of the brand's name."""
    words = (
        frame.select("brand_key", row=pl.int_range(pl.len(), dtype=pl.UInt32), word=pl.col("text"))
        .filter(pl.col("brand_key") != "")
        .with_columns(
            word=pl.col("word")
            .str.to_lowercase()
            .str.replace_all(r"https?://\S+", "")
            .str.extract_all(r"[\p{L}\p{N}]{4,}")
        )
        .explode("word", empty_as_null=True)
        .filter(
            tokens.in_brand("word")
            | pl.col("word").str.contains(pl.col("brand_key").str.extract(r"^(\S{4,8})"), literal=True)
        )
        .group_by("row")
        .agg(hits=pl.len())
    )
    rows = frame.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    return rows.join(words, on="row", how="left", maintain_order="left")["hits"].fill_null(0).cast(pl.Int64)
