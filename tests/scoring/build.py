"""Small made-up columns, rubrics and brands for the tests of scoring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from sociable.config import Brand
from sociable.criteria import Cap, Criterion, Measure, SecondaryMeasure
from sociable.model import Period
from sociable.rubric import Dimension, Rubric, Switch
from sociable.tables import Columns

PERIOD = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
START, END = date(2026, 7, 1), date(2026, 9, 30)
ACCOUNT = "x:harbour"
PROMO = (0.80, 0.50, 0.33, 0.20, 0.10)
RATE = (0.10, 0.40, 0.70, 0.90, 0.98)
TIME = (0.05, 0.20, 0.42, 0.65, 0.90)
GRADE = (13, 10.5, 9, 7.5, 6)
SPAM = ((1000, 100), (2000, 80), (3500, 60), (5000, 20), (10000, 0))
LISTENING = ((0, 0), (10, 40), (50, 60), (100, 80), (150, 100))
SHARE = Measure("share", where="flag", among="pool")
CASES = {"survival": "cases"}


def criterion(name: str = "promo-share", measure: Measure = SHARE, **changes: Any) -> Criterion:
    given: dict[str, Any] = {
        "id": name, "title": "Goes well", "failing_title": "Goes badly", "question": "How?",
        "dimension": "give-before-you-ask", "sources": ("A1.8",), "measure": measure, "anchors": PROMO, "weight": 7.0,
        "effort": 1, "unit": "share", "direction": "lower", "needs": ("own_text",), "min_n": 10, "full_n": 30,
        "min_events": 0, "lookback_days": 0, "secondary": (), "cases": (), "rewrite": (), "labels": (),
        "expert_shift": 0.0, "sections": {}, "path": Path("x.md"),
    }  # fmt: skip
    return Criterion(**{**given, **changes})


def rubric(*criteria: Criterion, off: Mapping[str, Switch] | None = None, cap: float = 79.0) -> Rubric:
    names = list(dict.fromkeys(one.dimension for one in criteria))
    return Rubric(
        version="1", fingerprint="f", criteria={one.id: one for one in criteria},
        dimensions={name: Dimension(name, name, "?") for name in names}, claims={}, articles={}, signals={},
        reconciliations={}, needs={}, inputs={}, cap_response_rate=cap, off=dict(off or {}),
    )  # fmt: skip


def brand(*accounts: Mapping[str, Any], **about: Any) -> Brand:
    listed = accounts or ({"platform": "x", "handle": "Harbour"},)
    return Brand.model_validate({"brand": {"name": "Harbour Lights", **about}, "accounts": list(listed)})


def feeds(*needs: str, accounts: Sequence[str] = (ACCOUNT,), first: date = date(2024, 1, 1),
          last: date = END) -> pl.DataFrame:  # fmt: skip
    rows = [(account, need, first, last) for account in accounts for need in needs]
    return pl.DataFrame(rows, schema=["account", "need", "first", "last"], orient="row")


def posts(flags: Iterable[float | None], **fixed: Any) -> pl.DataFrame:
    """One broadcast an entry, dealt over the days of the quarter; `fixed` overrides columns."""
    values = list(flags)
    days = [START + timedelta(days=index % 92) for index in range(len(values))]
    frame = pl.DataFrame(
        {
            "uid": [f"x:{index}" for index in range(len(values))], "account": ACCOUNT, "platform": "x", "day": days,
            "created_at": [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in days], "kind": "B",
            "invited": None, "pool": True, "flag": values,
        },
        schema_overrides={"flag": pl.Float64, "invited": pl.Utf8},
    )  # fmt: skip
    return frame.with_columns(**{name: pl.Series(name, value) if isinstance(value, list) else pl.lit(value)
                                 for name, value in fixed.items()})  # fmt: skip


def cases(minutes: Iterable[float], events: Iterable[int], **fixed: Any) -> pl.DataFrame:
    times, answered = list(minutes), list(events)
    days = [START + timedelta(days=index % 92) for index in range(len(times))]
    frame = pl.DataFrame(
        {
            "account": ACCOUNT, "platform": "x", "day": days, "person": [f"p{index}" for index in range(len(times))],
            "opened_at": [datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in days],
            "minutes": times, "event": answered, "answered": [one > 0 for one in answered],
            "met": [one > 0 for one in answered], "care_case": True,
        },
        schema_overrides={"minutes": pl.Float64, "event": pl.Int64},
    )  # fmt: skip
    return frame.with_columns(**{name: pl.Series(name, value) if isinstance(value, list) else pl.lit(value)
                                 for name, value in fixed.items()})  # fmt: skip


def columns(needs: Sequence[str] = ("own_text",), **frames: pl.DataFrame) -> Columns:
    names = ("posts", "cases", "contacts", "partners", "messages", "people", "snapshots")
    given = {name: frames.get(name, pl.DataFrame()) for name in names}
    return Columns(feeds=frames.get("feeds", feeds(*needs)), **given)


def snapshot(following: int, followers: int | None = None, at: date = END, burst: int | None = None,
             **other: Any) -> pl.DataFrame:  # fmt: skip
    row = {
        "account": ACCOUNT, "at": datetime(at.year, at.month, at.day, tzinfo=UTC), "following": following,
        "followers": followers, "max_follows_day": burst, "name": None, "bio": None, "website": None, **other,
    }  # fmt: skip
    kinds = dict.fromkeys(("following", "followers", "max_follows_day"), pl.Int64)
    return pl.DataFrame([row], schema_overrides={**kinds, **dict.fromkeys(("name", "bio", "website"), pl.Utf8)})


__all__ = [
    "ACCOUNT", "END", "GRADE", "LISTENING", "PERIOD", "PROMO", "RATE", "SHARE", "SPAM", "START", "TIME", "Cap",
    "Measure", "SecondaryMeasure", "Switch", "brand", "cases", "columns", "criterion", "feeds", "posts", "rubric",
    "snapshot",
]  # fmt: skip
