"""Structure of a text as numbers: links, marks, capitals, questions, signatures, persons.

Edges of words as Unicode has them keep the engine from its fast path on every
text with an emoji, so a text is looked at with the edges and letters of ASCII,
which find the same unless it has a letter beyond; such texts are looked at
again with `\\b` and `\\w` themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from sociable.signals import clean, cues

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
WIDE: Final = r"[^\x00-\x7f]"
_PHOTO: Final = "[📷📸🎥📹]"
_ASCII: Final = (
    (cues.EDGE, cues.ASCII_EDGE), (r"\w", "[0-9A-Za-z_]"), (r"\W", "[^0-9A-Za-z_]"), (r"\d", "[0-9]"),
)  # fmt: skip
"""Edges and signs of words where no letter, mark or figure lies beyond ASCII: the engine is made sooner."""
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "me": ("i", "i'm", "i've", "i'll", "my", "me", "mine", "im", "ive"),
    "negated": (
        "not", "no", "never", "can't", "won't", "don't", "didn't", "doesn't", "isn't", "wasn't", "cannot", "cant",
        "wont", "dont", "nothing", "still",
    ),
    "past": (
        "was", "were", "had", "been", "got", "bought", "ordered", "called", "tried", "told", "said", "waited", "paid",
        "received", "went",
    ),
    "persons": ("you", "your", "we", "our", "us", "i", "my"),
    "third": ("he", "she", "they", "their", "his", "her", "them", "him"),
    "we": ("we", "our", "us", "we're", "we've"),
}  # fmt: skip
LISTS: Final = tuple(cues.listed(f"structure {name}", words) for name, words in _WORDS.items())
"""Words that structure counts, as cue lists: they are counted from the same reading."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A column that patterns are looked for in, as they are or for texts without letters beyond ASCII."""

    name: str
    plain: bool

    def as_read(self, pattern: str) -> str:
        for sign, ascii_sign in _ASCII if self.plain else ():
            pattern = pattern.replace(sign, ascii_sign)
        return pattern

    def has(self, pattern: str) -> pl.Expr:
        return pl.col(self.name).str.contains(self.as_read(pattern))

    def count(self, pattern: str) -> pl.Expr:
        return pl.col(self.name).str.count_matches(self.as_read(pattern))

    def found(self, hint: str, pattern: str) -> pl.Expr:
        """As `has`, where the plainer `hint` is found."""
        pattern = self.as_read(pattern)
        return pl.col(self.name).map_batches(lambda text: clean.found(text, hint, pattern), return_dtype=pl.Boolean)

    def counted(self, hint: str, pattern: str) -> pl.Expr:
        """As `count`, where the plainer `hint` is found."""
        pattern = self.as_read(pattern)
        return pl.col(self.name).map_batches(lambda text: clean.counted(text, hint, pattern), return_dtype=pl.UInt32)


def _features(*, plain: bool) -> dict[str, pl.Expr]:
    text, copy = _Source("text", plain), _Source("copy", plain)
    asked = {name: copy.count(rf"\b(?:{'|'.join(words)})\b") for name, words in _WORDS.items()}
    counted = {name: pl.col(f"n_structure {name}") for name in _WORDS} if plain else asked
    return {**_marks(text, copy), **_shape(text, copy, counted), **_talk(copy, counted)}


def _marks(text: _Source, copy: _Source) -> dict[str, pl.Expr]:
    """Links, amounts, marks and lengths."""
    return {
        "links": copy.count("xurl").log1p(),
        "link": copy.has("xurl"),
        "link_end": text.has(r"https?://\S+\s*$"),
        "commerce": pl.col("commercial"),
        "price": copy.count("xmoney").log1p(),
        "percent": copy.has("xpct"),
        "numbers": copy.count("xnum").log1p(),
        "time": copy.has("xtime"),
        "phone": copy.has("xphone|xmail"),
        "caps": pl.col("caps").log1p(),
        "caps_high": 0.3 * pl.col("words") <= pl.col("caps"),
        "exclaim": text.count("!").clip(0, 6).log1p(),
        "exclaim_run": text.has(r"!\s?!"),
        "emoji": text.counted(WIDE, EMOJI).clip(0, 10).log1p(),
        "emoji_run": text.found(WIDE, EMOJI + "{4,}"),
        "asks": copy.count(r"\?").clip(0, 4).log1p(),
        "asks_last": copy.has(r"\?[^.!?\w]*(?:(?:x\w+|#)\s*|\bxtag\s+\w+\s*)*\W*$"),
        "length": pl.col("words").log1p(),
        "short": pl.col("words") < 6,
        "long": pl.col("words") > 30,
        "mentions": copy.count("xat").log1p(),
        "hashtags": copy.count("xtag").log1p(),
        "at_start": copy.has(r"^\s*xat"),
    }


def _shape(text: _Source, copy: _Source, counted: dict[str, pl.Expr]) -> dict[str, pl.Expr]:
    """Quotations, names and the shape of lines."""
    return {
        "quote": text.has(r'["“”][^"“”]{6,}["“”]'),
        "quote_start": text.has(r'^\W{0,3}["“]'),
        "retweet": copy.has("xrt|^rt "),
        "via": copy.has(r"\b(?:via|by|from|with|thanks|thank you|to|and|,)\s+xat"),
        "lines": text.count(r"\n").clip(0, 8).log1p(),
        "colon": copy.has(r":\s+xurl|[>→➡👉]\W*xurl"),
        "ellipsis": copy.has(r"\.\.\.|…"),
        "signed": pl.col("text").map_batches(signed, return_dtype=pl.Boolean),
        "named": text.found(" here| from", NAMED),
        "titled": text.count(r"\b[A-Z][a-z]+").log1p() - pl.col("words").log1p(),
        "brand": pl.col("brand_hits").log1p(),
        "names": text.count(r"[a-z,:]\s+[A-Z][a-z]+\s[A-Z][a-z]+").log1p(),
        "person": text.has(
            r"\b(?:CEO|CFO|CTO|COO|President|Chairman|Director|Dr|Professor|Prof|Minister|Secretary|Ambassador|founder|author|artist)\b"
        ),
        "third": counted["third"].log1p(),
        "gerund": text.has(r"^\W*[A-Z][a-z]+ing\b"),
        "verbless": ~copy.has(r"\b(?:is|are|was|were|has|have|had|will|can|be|do|does|did|\w+ed|\w+ing|\w+s)\b"),
        "xtags_only": copy.has(r"^(?:\W*(?:\w+\W+){0,4})?(?:xtag\s+\w+\s*){1,}(?:xurl\s*)*$"),
        "first_word_caps": text.has(r"^\W*[A-Z]{4,}"),
        "bullet": text.has(r"(?m)^\s*(?:[-•*▪✅✔➡️👉]|\d[.)])"),
        "part": text.has(r"\b[1-4]\s?/\s?[1-4]\b|\b[1-4]:\s|\.\.\.\s*(?:\d/\d)?\s*$"),
        "continues": text.has(r"^\s*(?:@\w+\s+)*(?:\.\.\.|…|[a-z])"),
    }


def _talk(copy: _Source, counted: dict[str, pl.Expr]) -> dict[str, pl.Expr]:
    """Questions, answers, offers and the words that structure counts."""
    return {
        "asks_open": copy.has(
            r"(?:^\s*|[.!?:,]\s+|xat\s+|\b(?:hi|hey|hello|and|but|so|also)\s+)(?:how|what|when|where|which|who|why|whats|what's|"
            r"is|are|do|does|did|can|could|will|would|should|any|anyone|has|have)\b"
        ),
        "asks_dm": copy.has(
            r"(?:can|could|would|will) (?:you|u)\b[^?.!]*"
            r"\b(?:dm|message|contact|reach|call|email|follow|send)\b[^?.!]*\?"
        ),
        "asks_more": (copy.count(r"\?") > copy.count(r"\b(?:dm|message|contact|reach|help|assist)\b[^?.!]*\?")),
        "dm": copy.has(r"\b(?:dms?|dm'd|direct message|private message|inbox)\b"),
        "here_link": copy.has(r"\b(?:here|via|link|at|visit|below|page|form)\W*xurl"),
        "answered": copy.has(
            r"^[\s.]*(?:xat\s+)*(?:(?:hi|hey|hello)\W+(?:\w+\W+)?)?"
            r"(?:yes|no|yep|nope|correct|unfortunately|it's|it is|that's|there)\b"
        ),
        "headline": (counted["persons"] == 0) & copy.has("xurl"),
        "own_only": (
            ((counted["we"] > 0) | (pl.col("brand_hits") > 0)) & ~copy.has(r"\b(?:you|your|you're|you'll|xat)\b|\?")
        ),
        "thanks_at": copy.found(
            f"xat|{_PHOTO}",
            r"\b(?:thanks?|thank you|congrats|congratulations|kudos|shout ?out|credit|photo|via|by|from)\b"
            r"[^.!?]{0,40}\bxat\b|" + _PHOTO,
        ),
        "offer_act": (
            copy.has(r"xpct off|xmoney|\bsale\b|discount|\bdeals?\b|\boffers?\b|free|tickets|available|save")
            & copy.has(r"\b(?:shop|buy|book|order|get|grab|reserve|purchase|visit|sign up|call)\b")
        ),
        "question_alone": copy.has(r"\?") & ~copy.has("xurl"),
        "negated": counted["negated"].log1p(),
        "me": counted["me"].log1p(),
        "past": counted["past"].log1p(),
        # What a brand posts differs by network; what a message wants of it does not.
        "facebook": (pl.col("platform") == "facebook") & (pl.col("kind") != "I"),
        "instagram": (pl.col("platform") == "instagram") & (pl.col("kind") != "I"),
    }


def signed(text: pl.Series) -> pl.Series:
    """Whether a text ends in a signature; a first look without edges of words goes from the end, and fast."""
    found = clean.found(text, SIGN.replace(cues.EDGE, ""), SIGN)
    return found & ~clean.found(text.set(~found, ""), ".", UNSIGNED)


FEATURES: Final = _features(plain=False)
"""Every feature of structure as it is meant."""
_QUICK: Final = _features(plain=True)
_LETTERS: Final = r"[\w&&[^\x00-\x7f]]"
_SHOUT: Final = ("[A-Z]{4}", r"\b[A-Z]{4,}\b")


def features(frame: pl.DataFrame) -> pl.DataFrame:
    """The features of structure, `s_<name>`, of a prepared frame that has the counts of `LISTS` as `n_<name>`."""
    frame = frame.with_columns(caps=clean.counted(frame["text"], *_SHOUT))
    found = frame.lazy().select(number(expr, f"s_{name}") for name, expr in _QUICK.items()).collect()
    again = clean.found(frame["text"], WIDE, _LETTERS).arg_true()
    if again.is_empty():
        return found
    exact = frame[again].lazy().select(number(expr, f"s_{name}") for name, expr in FEATURES.items()).collect()
    return found.with_columns(found[name].scatter(again, exact[name]) for name in found.columns)


def number(expr: pl.Expr, name: str) -> pl.Expr:
    """A feature as a number; what is unknown is 0."""
    return expr.cast(pl.Float64).fill_null(0.0).alias(name)
