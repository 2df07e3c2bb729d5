"""Posts written for another channel: mailshot and press form, feeds, pasted cross-posts (RUBRIC platform-fit)."""

from __future__ import annotations

import polars as pl

from sociable.signals.clean import lexical
from sociable.signals.cues import load
from sociable.signals.scope import Scope

HASHTAGS = {"x": 3, "linkedin": 5, "facebook": 3, "instagram": 15, "mastodon": 6, "bluesky": 3, "threads": 3}
"""How many hashtags are usual on a platform (ED)."""
FEED_LEAST = 3
TITLE_WORDS = 16
_NATIVE = r"(?i)^(?:twitter|tweetdeck|x\b|web\b|mobile web|periscope)"
_ELSEWHERE = r"(?i)(?:…|\.\.\.)\s*(?:https?://)?(?:www\.)?(?:fb\.me|facebook\.com|instagram\.com|lnkd\.in|linkedin\.com|t\.co|youtu\.?be)"
_SYNC = r"(?i)#(?:fb|in)\b|fb\.me/|\btwitterfeed\b|\bnetworkedblogs\b"


def marked(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with `transplanted`: 1, or 0.5 for the same text elsewhere without a sign that it does not fit."""
    text = pl.col("text").fill_null("")
    pasted = pl.when(pl.col("crossposted")).then(pl.when(_misfit(text)).then(1.0).otherwise(0.5)).otherwise(0.0)
    units = units.with_columns(mailed=_mailed(units), pasted=pasted, titled=_titled(text))
    fed = pl.col("titled") & (pl.col("titled").sum().over("account", "window") >= FEED_LEAST)
    broken = (pl.col("mailed") | fed).cast(pl.Float64)
    return units.with_columns(
        transplanted=pl.when(pl.col("kind") == "B").then(pl.max_horizontal(broken, "pasted"))
    ).drop("mailed", "pasted", "titled")


def _mailed(units: pl.DataFrame) -> pl.Series:
    """Letter and press-release form, looked up where a first look finds one of its words."""
    hint = (
        r"release|dear |brows|unsub|sincerely|regards|concern|contact|###|about |newsletter|edition"
        r"|faceb|posted|feed|networked|fb|#in\b|\(more|\[blog"
    )
    likely = units.select(
        "uid", "text", keep=(pl.col("kind") == "B") & pl.col("text").str.to_lowercase().str.contains(hint)
    ).filter(pl.col("keep").fill_null(False))
    hit = likely.filter(load()["mail"].count(lexical(pl.col("text"))) > 0)["uid"]
    return units["uid"].is_in(hit.implode())


def _titled(text: pl.Expr) -> pl.Expr:
    """A headline and an address, nothing else, from a tool that is not the network's own."""
    bare = text.str.replace(r"\s*(?:https?://\S+|www\.\S+)\s*$", "")
    title = (bare != text) & (pl.col("words") <= TITLE_WORDS) & (pl.col("words") >= 2)
    title &= ~bare.str.contains(r"[@#!]|[.?]\s|https?://|[.]$|\b(?i:we|our|you|your)\b")
    native = (
        pl.when(pl.col("platform") == "x")
        .then(pl.col("app").str.contains(_NATIVE))
        .otherwise(pl.col("app").str.to_lowercase().str.contains(pl.col("platform"), literal=True))
    )
    return (title & ~native & (pl.col("kind") == "B")).fill_null(False)


def misfits(drafts: pl.DataFrame) -> pl.DataFrame:
    """uid, mailed, stuffed, elsewhere: signs in drafts (uid, kind, text, platform) of another channel."""
    text = pl.col("text").fill_null("")
    units = drafts.with_columns(hashtags=pl.lit(None, dtype=pl.List(pl.Utf8)))
    units = units.with_columns(mailed=_mailed(units))
    return units.select("uid", "mailed", stuffed=_stuffed(text), elsewhere=_elsewhere(text))


def _misfit(text: pl.Expr) -> pl.Expr:
    """A sign that the text was written for the other network."""
    return _stuffed(text) | _elsewhere(text)


def _stuffed(text: pl.Expr) -> pl.Expr:
    """More hashtags than are usual."""
    tags = pl.max_horizontal(pl.col("hashtags").list.len().fill_null(0), text.str.count_matches(r"(?:^|\s)#\w"))
    return tags > pl.col("platform").replace_strict(HASHTAGS, default=30, return_dtype=pl.Int64)


def _elsewhere(text: pl.Expr) -> pl.Expr:
    """Words that only another network has a use for."""
    platform = pl.col("platform")
    bio = text.str.contains(r"(?i)\blink in (?:our |my |the )?bio\b") & ~platform.is_in(["instagram", "tiktok"])
    retweet = text.str.contains(r"(?:^|\s)RT @?\w") & (platform != "x")
    foreign = text.str.contains(r"@\w+@\w+\.\w") & (platform != "mastodon")
    foreign |= text.str.contains(r"@[\w-]+\.bsky\.social") & (platform != "bluesky")
    return bio | retweet | foreign | text.str.contains(_ELSEWHERE) | text.str.contains(_SYNC)
