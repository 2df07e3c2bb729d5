"""The posts of the window with what examples need to know about the messages around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from sociable.advice import retold
from sociable.advice.choose import MOST, TRIED
from sociable.advice.rules import RULES
from sociable.model import Period
from sociable.report import CriterionResult
from sociable.tables import Columns

SILENT = 3
"""Posts that a week without a reply must have to be told of."""
GIVES = 0.5
"""A unit with at least this value of `gives` is one."""


def posts(columns: Columns, results: tuple[CriterionResult, ...], period: Period | None) -> pl.DataFrame:
    """Units in the window, each with the runs of help before it, its case, its first contact, its person.

    Without `period` the window is the span of days that the results rest on.
    """
    found = _complete(columns.posts)
    given, found = _gives_before(found), retold.marked(found)
    first, last = window(results, period)
    if first is not None:
        found = found.filter(pl.col("day").is_between(pl.lit(first), pl.lit(last)))
    found = found.join(given, on="uid", how="left", maintain_order="left")
    found = _with(found, columns.contacts, "uid", {"contact_pitched": pl.Float64})
    cases = columns.cases
    if "answer_uid" in cases.columns:
        cases = (
            cases.drop_nulls("answer_uid")
            .sort("minutes", nulls_last=True)
            .unique("answer_uid", keep="first", maintain_order=True)
        )
        cases = cases.drop("uid", strict=False).rename({"answer_uid": "uid", "minutes": "answer_minutes"})
    found = _with(found, cases, "uid", {"answer_minutes": pl.Float64, "outcome": pl.Utf8})
    return _people(found, columns).with_columns(slow=(pl.col("answer_minutes") / 4320.0).clip(0.8, 1.0))


@dataclass(frozen=True, slots=True)
class Week:
    """The week with most posts and not one reply; `drafts` are some of them, to be put as words to somebody."""

    posts: int
    drafts: tuple[str, ...]


def silent_week(found: pl.DataFrame) -> Week | None:
    """The week in which most was said and nobody answered (RUBRIC two-way-share, Evidence), the last of equals."""
    said, answered = (pl.col(name).cast(pl.Boolean).fill_null(False) for name in ("broadcast", "reply"))
    weeks = found.group_by(week=pl.col("day").dt.truncate("1w")).agg(posts=said.sum(), replies=answered.sum())
    silent = weeks.filter((pl.col("replies") == 0) & (pl.col("posts") >= SILENT)).sort("posts", "week", descending=True)
    if silent.is_empty():
        return None
    of_week = found.filter(said & (pl.col("day").dt.truncate("1w") == silent["week"][0]))
    plain = of_week.filter(pl.col("words").is_between(8, 40)).sort(pl.col("p_promo").fill_null(0.0), "uid")
    return Week(silent["posts"][0], tuple(plain["uid"].head(TRIED * MOST["draft"]).to_list()))


def window(results: tuple[CriterionResult, ...], period: Period | None) -> tuple[date | None, date | None]:
    """First and last day that may be shown."""
    if period is not None:
        return date.fromisoformat(period.start), date.fromisoformat(period.end)
    days = [day for one in results if one.basis for day in one.basis.days]
    return (date.fromisoformat(min(days)), date.fromisoformat(max(days))) if days else (None, None)


def _complete(found: pl.DataFrame) -> pl.DataFrame:
    """Every column that a rule reads, null where the signals gave none."""
    rules = [one for side in RULES.values() for one in side.values()]
    names = {name for rule in rules for expr in (rule.sure, rule.also) for name in expr.meta.root_names()}
    names |= {
        "broadcast",
        "reply",
        "cluster",
        "cluster_size",
        "words",
        "permalink",
        "reader",
        "recipient",
        "thread",
        "gives",
        "useful",
        "interactions",
    }
    names |= {
        f"p_{one}"
        for one in ("promo", "ask", "self_only", "bait", "brag", "hard_sell", "jargon", "canned", "deflect", "pitch")
    }
    names -= _ADDED
    return found.with_columns(pl.lit(None).alias(name) for name in sorted(names) if name not in found.columns)


_ADDED = {
    "gives_before",
    "contact_pitched",
    "answer_minutes",
    "outcome",
    "regular_person",
    "turns",
    "slow",
    "retold",
    "native",
    "uid",
    "day",
}


def _gives_before(found: pl.DataFrame) -> pl.DataFrame:
    """How often each account gave something in the 14 days before each unit (uid, gives_before) of known time."""
    times = found.select("uid", "account", "created_at", "gives", "useful")
    dated = times.drop_nulls("created_at").sort("created_at", "uid")
    if dated.is_empty():
        return pl.DataFrame(schema={"uid": found.schema["uid"], "gives_before": pl.Int64})
    # A post that also asks counts half on each side, and was something given all the same.
    given = pl.max_horizontal(pl.col("gives", "useful").cast(pl.Float64)).fill_null(0.0)
    gave = (given >= GIVES).cast(pl.Int64)
    return dated.with_columns(gave=gave).select(
        "uid",
        gives_before=pl.col("gave").rolling_sum_by("created_at", "14d", closed="left").over("account").fill_null(0),
    )


def _with(
    found: pl.DataFrame, other: pl.DataFrame, key: str, wanted: dict[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    """`found` with columns of `other`; null where the frame or the column is missing."""
    found = found.drop([name for name in wanted if name in found.columns])
    have = [name for name in wanted if name in other.columns and key in other.columns]
    if have:
        casts = [pl.col(name).cast(wanted[name]) for name in have]
        found = found.join(
            other.select(key, *casts).unique(key, keep="first", maintain_order=True),
            on=key,
            how="left",
            maintain_order="left",
        )
    return found.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in wanted.items() if name not in have)


def _people(found: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Whether the unit speaks to a regular, and how many units its exchange has."""
    turns = pl.len().over("thread", "recipient") if found.height else pl.lit(0)
    known = pl.col("thread").is_not_null() & pl.col("recipient").is_not_null()
    found = found.with_columns(turns=pl.when(known).then(turns).otherwise(1).cast(pl.Int64))
    partners = columns.partners
    keys: list[str] = []
    if {"person", "regular"} <= set(partners.columns):
        keys = sorted(partners.filter(pl.col("regular").cast(pl.Float64) >= 0.5)["person"].drop_nulls().to_list())
    return found.with_columns(regular_person=pl.col("recipient").cast(pl.Utf8).is_in(keys).fill_null(False))
