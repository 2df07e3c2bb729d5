"""What came of a case: the best of the brand's messages within 72 hours (RUBRIC solve-here)."""

from __future__ import annotations

import polars as pl

from sociable.signals.contentwords import content_words
from sociable.signals.cues import load

WITHIN = pl.duration(hours=72)
PART = 1 << 15
"""Of so many messages the words are compared at a time: each stands in a row of its own then."""
_RANK = {"solved": 4, "handoff": 3, "open_door": 2, "deflected": 1, "unclear": 0}
_OFFER = r"(?i)\b(?:call|ring|phone|e-?mail)\b.{0,40}(?:\d{3}|@\w)|\b\d[\d ().-]{6,}\d\b|[\w.]+@[\w-]+\.\w"

_POINTER = (
    r"^\s*(?:@\w+\s+)*(?:for [^.!?]{1,60}?,? )?(?:please |kindly |you can |just )*(?:e-?mail|call|ring|phone|contact"
    r"|write to)\b(?:[^.!?]|\.\S)*?(?:[\w.+-]+@[\w-]+(?:\.\w+)+|\d[\d ().-]{6,}\d)\W*$"
)
"""A whole reply that only says where else to ask: deflected by definition (RUBRIC solve-here)."""


def judged(cases: pl.DataFrame, sent: pl.DataFrame, got: pl.DataFrame) -> pl.DataFrame:
    """`cases` with `outcome`, `judged_case`, `case_solved` (0 or 1) and `care_acts` (0 to 1)."""
    asked = cases.select("person", "text", at="opened_at", case="uid").sort("at")
    said = sent.join_asof(
        asked.rename({"text": "need_text"}).with_columns(opened="at"), on="at", by="person",
        strategy="backward", check_sortedness=False,
    )  # fmt: skip
    said = said.filter(pl.col("case").is_not_null() & (pl.col("at") - pl.col("opened") <= WITHIN))
    said = said.with_columns(rank=_rank())
    best = said.group_by("case").agg(
        pl.col("rank").max(),
        ((pl.col("kind") == "D") & pl.col("text").is_null()).any().alias("unread"),
    )
    best = best.join(_acts(said), on="case", how="left").rename({"case": "uid"})
    cases = cases.join(best, on="uid", how="left", maintain_order="left")
    cases = cases.with_columns(_confirmed(cases, got))
    rank = pl.col("rank").fill_null(0)
    # What a private message said is not known: no verdict beats a wrong one.
    rank = pl.when((rank == 1) & pl.col("unread").fill_null(False)).then(0).otherwise(rank)
    rank = pl.when((rank == 0) & pl.col("confirmed")).then(4).otherwise(rank)
    outcome = pl.when("answered").then(rank).replace_strict({v: k for k, v in _RANK.items()}, return_dtype=pl.Utf8)
    return cases.with_columns(outcome=outcome).with_columns(
        judged_case=pl.col("answered") & (pl.col("outcome") != "unclear"),
        case_solved=pl.when("answered").then((rank > 1).cast(pl.Float64)),
        care_acts=pl.when("answered").then("care_acts"),
    )


def _rank() -> pl.Expr:
    """What one message of the brand's does for the case."""
    lists = load()
    low = pl.col("text").fill_null("").str.to_lowercase().str.replace_all("’", "'")
    points = low.str.contains(_POINTER)
    helps = pl.when(points).then(0.0).otherwise(pl.col("p_helps").fill_null(0.0))
    deflect = pl.when(points).then(1.0).otherwise(pl.col("p_deflect").fill_null(0.0))
    urgent = low.str.contains(lists["emergency"].pattern)
    wanted = pl.col("need_text").fill_null("").str.to_lowercase().str.contains(lists["channel_asked"].pattern)
    specific = low.str.contains(lists["case_items"].pattern)
    offers = pl.col("text").fill_null("").str.contains(_OFFER)
    return (
        pl.when(urgent)
        .then(3)
        .when((helps >= 0.5) & (helps >= deflect))
        .then(pl.when(offers | (deflect >= 0.5)).then(2).otherwise(4))
        .when((deflect >= 0.5) & wanted)
        .then(4)
        .when((deflect >= 0.5) & (pl.col("handoff").fill_null(0.0) >= 0.5) & specific)
        .then(3)
        .when(deflect >= 0.5)
        .then(1)
        .otherwise(0)
    )


def _confirmed(cases: pl.DataFrame, got: pl.DataFrame) -> pl.Series:
    """Whether the person thanks within 72 hours of opening, after the answer, and asks nothing more."""
    thanks = got.filter((pl.col("p_praise") >= 0.5) & ~pl.col("need").fill_null(False) & (pl.col("p_complaint") < 0.5))
    thanks = thanks.select("person", "at", thanked="at").sort("at")
    asked = cases.select("uid", "person", "opened_at", at="answered_at").drop_nulls().sort("at")
    found = asked.join_asof(thanks, on="at", by="person", strategy="forward", check_sortedness=False)
    hit = found.filter(pl.col("thanked") - pl.col("opened_at") <= WITHIN)["uid"]
    return cases["uid"].is_in(hit.implode()).alias("confirmed")


def _spoken(said: pl.DataFrame) -> pl.Series:
    """The messages that use a word of what they answer."""
    asked = content_words(said, "need_text").select("uid", "word")
    return content_words(said, "text").join(asked, on=["uid", "word"], how="semi")["uid"].unique()


def _acts(said: pl.DataFrame) -> pl.DataFrame:
    """The share of four acts of care: meet the issue, own it, move it on, come back to it."""
    lists = load()
    low = pl.col("text").fill_null("").str.to_lowercase().str.replace_all("’", "'")
    spoken = pl.concat([_spoken(part) for part in said.iter_slices(PART)] or [said["uid"]])
    met = pl.col("uid").is_in(spoken.implode()) | (pl.col("p_apology") >= 0.5).fill_null(False)
    return said.with_columns(
        met=met,
        blamed=low.str.contains(lists["blame"].pattern),
        moved=pl.col("rank") >= 2,
        back=low.str.contains(lists["closing_loop"].pattern),
    ).group_by("case").agg(
        care_acts=(
            pl.col("met").any().cast(pl.Float64)
            + (~pl.col("blamed").any() & (pl.col("rank").max() != 1)).cast(pl.Float64)
            + pl.col("moved").any().cast(pl.Float64)
            + (pl.col("back").any() | (pl.len() > 1)).cast(pl.Float64)
        ) / 4.0
    )  # fmt: skip
