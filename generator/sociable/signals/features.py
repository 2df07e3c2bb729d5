"""Structure and cue families of a text as numbers: the dense features of all models.

Names: `s_*` structure, `c_*` cue lists of content/words (log of 1 + count), `k_*` the parent's text.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from sociable.signals import clean, cues, sparse
from sociable.signals.terms import Terms
from sociable.signals.vocabulary import Vocabulary, Words

EMOJI: Final = "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u3030\u303d]"
_TAIL: Final = r"[\s.!:)(]*(?:\(?\d\s?/\s?\d\)?)?\s*(?:https?://\S+)?\s*$"
SIGN: Final = (
    r"(?:[\^*~]\s?[A-Za-z]{1,20}(?:\s[A-Z][a-z]*)?|"
    r"(?:^|[\s.!?,)'\"…=])(?:[-–—/~]|--)\s?(?:[A-Z]{1,3}|[A-Z]\.[A-Z]\.?|[A-Z][a-z]{1,11}(?:\s[A-Z]\.?)?)|"
    r"\b(?:TY|Ty|Thanks|Thx|Cheers|Regards|Rgds|Best|[Yy]ou)\s?[-–]\s?[A-Z][a-z]{1,11}|\b(?:Cheers|Regards),?\s[A-Z][a-z]{1,11}|"
    r"[.!?)]\s{1,2}(?:[A-Z][a-z]{2,11}|[A-Z]{2}))" + _TAIL
)
"""Ways to sign a reply: ^JD, *SamW, -Kay, /GS, Thanks - Jo, a name after the last full stop."""
UNSIGNED: Final = (
    r"(?:(?:^|[^\^*~A-Za-z-])(?:Thanks?|Thank [Yy]ou|Thx|TY|Ty|Apologies|Sorry|Please|Cheers|Enjoy|Welcome|Congrats|"
    r"Congratulations|Regards|Hello|Hi|Hey|Yes|No|OK|Ok|DM|FAQ|UK|US|USA|AM|PM|TV|Great|Awesome|Yay|Haha|Always|Here|Now|Today|Tomorrow|Really|Soon|"
    r"Read|Learn|More|Watch|Info|Details)|[\^][_.]+[\^])" + _TAIL
)
"""Last words that only look like a signature."""
NAMED: Final = (
    r"\b(?:[A-Z][a-z]+ here\b|(?:my name is|My name is|this is|This is|I'm|I’m|it's|It's) [A-Z][a-z]+ from\b)"
)
COMMERCE: Final = r"https?://\S*(?:shop|/buy|/book|pricing|/demo|/cart|ticket|checkout|store|product|amzn|utm_campaign)"
FAMILIES: Final = (
    "act", "apology", "ask", "brag", "canned", "care", "cause", "complaint", "courtesy", "credit", "deflect",
    "empty_comment", "filler", "gate", "growth", "handoff", "human", "hype", "income", "invite", "jargon",
    "mail", "need", "news", "offer", "pitch", "praise", "product", "push", "question", "rhetorical", "self",
    "targeted", "urgency", "useful", "value_act", "vendors", "you",
)  # fmt: skip
"""Cue lists that are features of the models; other lists serve rules only."""
_CAPS: Final = pl.col("text").map_batches(
    lambda text: clean.counted(text, "[A-Z]{4}", r"\b[A-Z]{4,}\b"), return_dtype=pl.UInt32
)
STRUCTURE: Final[dict[str, pl.Expr]] = {
    "links": pl.col("copy").str.count_matches("xurl").log1p(),
    "link": pl.col("copy").str.contains("xurl", literal=True),
    "link_end": pl.col("text").str.contains(r"https?://\S+\s*$"),
    "commerce": pl.col("commercial"),
    "price": pl.col("copy").str.count_matches("xmoney").log1p(),
    "percent": pl.col("copy").str.contains("xpct"),
    "numbers": pl.col("copy").str.count_matches("xnum").log1p(),
    "time": pl.col("copy").str.contains("xtime"),
    "phone": pl.col("copy").str.contains("xphone|xmail"),
    "caps": _CAPS.log1p(),
    "caps_high": 0.3 * pl.col("words") <= _CAPS,
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
    "signed": pl.col("text").map_batches(lambda text: _signed(text), return_dtype=pl.Boolean),
    "named": pl.col("text").map_batches(lambda text: clean.found(text, " here| from", NAMED), return_dtype=pl.Boolean),
    "titled": pl.col("text").str.count_matches(r"\b[A-Z][a-z]+").log1p() - pl.col("words").log1p(),
    "brand": pl.col("brand_hits").log1p(),
    "names": pl.col("text").str.count_matches(r"[a-z,:]\s+[A-Z][a-z]+\s[A-Z][a-z]+").log1p(),
    "person": pl.col("text").str.contains(
        r"\b(?:CEO|CFO|CTO|COO|President|Chairman|Director|Dr|Professor|Prof|Minister|Secretary|Ambassador|founder|author|artist)\b"
    ),
    "third": pl.col("copy").str.count_matches(r"\b(?:he|she|they|their|his|her|them|him)\b").log1p(),
    "gerund": pl.col("text").str.contains(r"^\W*[A-Z][a-z]+ing\b"),
    "verbless": ~pl.col("copy").str.contains(
        r"\b(?:is|are|was|were|has|have|had|will|can|be|do|does|did|\w+ed|\w+ing|\w+s)\b"
    ),
    "xtags_only": pl.col("copy").str.contains(r"^(?:\W*(?:\w+\W+){0,4})?(?:xtag\s+\w+\s*){1,}(?:xurl\s*)*$"),
    "first_word_caps": pl.col("text").str.contains(r"^\W*[A-Z]{4,}"),
    "bullet": pl.col("text").str.contains(r"(?m)^\s*(?:[-•*▪✅✔➡️👉]|\d[.)])"),
    "part": pl.col("text").str.contains(r"\b[1-4]\s?/\s?[1-4]\b|\b[1-4]:\s|\.\.\.\s*(?:\d/\d)?\s*$"),
    "continues": pl.col("text").str.contains(r"^\s*(?:@\w+\s+)*(?:\.\.\.|…|[a-z])"),
    "asks_open": pl.col("copy").str.contains(
        r"(?:^\s*|[.!?:,]\s+|xat\s+|\b(?:hi|hey|hello|and|but|so|also)\s+)(?:how|what|when|where|which|who|why|whats|what's|"
        r"is|are|do|does|did|can|could|will|would|should|any|anyone|has|have)\b"
    ),
    "asks_dm": pl.col("copy").str.contains(
        r"(?:can|could|would|will) (?:you|u)\b[^?.!]*\b(?:dm|message|contact|reach|call|email|follow|send)\b[^?.!]*\?"
    ),
    "asks_more": (
        pl.col("copy").str.count_matches(r"\?")
        > pl.col("copy").str.count_matches(r"\b(?:dm|message|contact|reach|help|assist)\b[^?.!]*\?")
    ),
    "dm": pl.col("copy").str.contains(r"\b(?:dms?|dm'd|direct message|private message|inbox)\b"),
    "here_link": pl.col("copy").str.contains(r"\b(?:here|via|link|at|visit|below|page|form)\W*xurl"),
    "answered": pl.col("copy").str.contains(
        r"^[\s.]*(?:xat\s+)*(?:(?:hi|hey|hello)\W+(?:\w+\W+)?)?"
        r"(?:yes|no|yep|nope|correct|unfortunately|it's|it is|that's|there)\b"
    ),
    "headline": ~pl.col("copy").str.contains(r"\b(?:you|your|we|our|us|i|my)\b") & pl.col("copy").str.contains("xurl"),
    "own_only": (
        (pl.col("copy").str.contains(r"\b(?:we|our|us|we're|we've)\b") | (pl.col("brand_hits") > 0))
        & ~pl.col("copy").str.contains(r"\b(?:you|your|you're|you'll|xat)\b|\?")
    ),
    "thanks_at": pl.col("copy").str.contains(
        r"\b(?:thanks?|thank you|congrats|congratulations|kudos|shout ?out|credit|photo|via|by|from)\b"
        r"[^.!?]{0,40}\bxat\b|[📷📸🎥📹]"
    ),
    "offer_act": (
        pl.col("copy").str.contains(
            r"xpct off|xmoney|\bsale\b|discount|\bdeals?\b|\boffers?\b|free|tickets|available|save"
        )
        & pl.col("copy").str.contains(r"\b(?:shop|buy|book|order|get|grab|reserve|purchase|visit|sign up|call)\b")
    ),
    "question_alone": pl.col("copy").str.contains(r"\?") & ~pl.col("copy").str.contains("xurl"),
    "negated": pl.col("copy")
    .str.count_matches(
        r"\b(?:not|no|never|can't|won't|don't|didn't|doesn't|isn't|wasn't|cannot|cant|wont|dont|nothing|still)\b"
    )
    .log1p(),
    "me": pl.col("copy").str.count_matches(r"\b(?:i|i'm|i've|i'll|my|me|mine|im|ive)\b").log1p(),
    "past": pl.col("copy")
    .str.count_matches(r"\b(?:was|were|had|been|got|bought|ordered|called|tried|told|said|waited|paid|received|went)\b")
    .log1p(),
    "facebook": pl.col("platform") == "facebook",
    "instagram": pl.col("platform") == "instagram",
}
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
    for name in ("platform", "lang", "context", "brand"):
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


def _signed(text: pl.Series) -> pl.Series:
    """Whether a text ends in a signature; a first look without edges of words goes from the end, and fast."""
    signed = clean.found(text, SIGN.replace(r"\b", ""), SIGN)
    return signed & ~clean.found(text.set(~signed, ""), ".", UNSIGNED)


def lists() -> list[cues.CueList]:
    """The cue lists of `FAMILIES`, in order."""
    known = cues.load()
    return [known[name] for name in FAMILIES]


def dense(frame: pl.DataFrame, words: Words | None = None) -> pl.DataFrame:
    """The dense features of a prepared frame, one Float64 column each; `words` are its words where they are read."""
    words = words or Vocabulary((), lists()).read(frame)
    frame = frame.hstack([counts.alias(f"n_{counts.name}") for counts in words.counts()])
    # Lazily, so that what two features share is counted once.
    return frame.lazy().select(
        *(_number(expr).alias(f"s_{name}") for name, expr in STRUCTURE.items()),
        *(_number(pl.col(f"n_{name}").clip(0, 8).log1p()).alias(f"c_{name}") for name in FAMILIES),
        *(_number(expr).alias(f"k_{name}") for name, expr in CONTEXT.items()),
    ).with_columns(*(_number(expr).alias(f"s_{name}") for name, expr in PRESSURE.items())).collect()  # fmt: skip


def _brand_key(terms: Terms) -> pl.Expr:
    """Everything the brand is called, squeezed into one lower-case string; blank when unknown."""
    names = " ".join(name.replace(" ", "") for name in terms.names)
    own = pl.col("brand").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}()]", "").str.replace_all(r"[()]", " ")
    generic = pl.col("brand").is_in(["page", ""])
    return pl.when(generic).then(pl.lit(names)).otherwise(own + pl.lit(" " + names)).str.strip_chars()


def _number(expr: pl.Expr) -> pl.Expr:
    return expr.cast(pl.Float64).fill_null(0.0)


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
            sparse.in_brand("word")
            | pl.col("word").str.contains(pl.col("brand_key").str.extract(r"^(\S{4,8})"), literal=True)
        )
        .group_by("row")
        .agg(hits=pl.len())
    )
    rows = frame.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    return rows.join(words, on="row", how="left", maintain_order="left")["hits"].fill_null(0).cast(pl.Int64)
