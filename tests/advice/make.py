"""Made-up brands, posts and detectors for the tests of advice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import polars as pl

from sociable.config import Brand
from sociable.tables import PEOPLE, Columns, conform

QUARTER = date(2026, 7, 1)


def brand(**changes: Any) -> Brand:
    about = {"name": "Harbour Lights", "domains": ["harbourlights.example"], "affiliates": ["@islandhotels"]}
    values: dict[str, Any] = {
        "brand": about | changes.pop("about", {}),
        "accounts": [{"platform": "x", "handle": "HarbourLights"}],
        "team": [{"name": "Jo Reed", "initials": "JR"}],
    }
    return Brand.model_validate(values | changes)


def people(*rows: dict[str, Any]) -> pl.DataFrame:
    return conform(pl.DataFrame(rows), PEOPLE) if rows else pl.DataFrame(schema=PEOPLE)


def judge(batch: pl.DataFrame) -> pl.DataFrame:
    """Detectors so plain that a test can read them: what counts is a word or two."""
    rows = []
    for text in batch["text"]:
        lower = text.casefold()
        rows.append({
            "p_promo": 0.9 if "%" in lower or "$" in lower else 0.1,
            "p_ask": 0.9 if re.search(r"\b(?:shop|book|visit|buy) (?:now|us)\b", lower) else 0.1,
            "p_self_only": 0.1 if "?" in lower or " you" in lower else 0.4,
            "p_bait": 0.9 if re.search(r"\brt\b|follow|tag ", lower) else 0.05,
            "p_brag": 0.9 if "proud" in lower or "#1" in lower else 0.1,
            "p_hard_sell": 0.9 if re.search(r"!!|hurry|insane", lower) else 0.1,
            "p_jargon": 0.1,
            "p_canned": 0.1,
            "p_deflect": 0.9 if "dm us" in lower else 0.1,
            "p_pitch": 0.1,
            "handoff": bool(re.search(r"\bdm\b", lower) and re.search(r"private|privacy|public|details", lower)),
            "scoreable": True,
        })  # fmt: skip
    return pl.DataFrame(rows)


def posts(*rows: dict[str, Any]) -> pl.DataFrame:
    """Units as `signals.relate` gives them, one a week, with zeros where a test says nothing."""
    filled = []
    for index, row in enumerate(rows):
        day = QUARTER + timedelta(days=7 * index)
        filled.append({
            "uid": f"x:{index}", "account": "x:harbourlights", "platform": "x", "kind": "B", "day": day,
            "text": f"Post {index}", "words": 12, "cluster": None, "cluster_size": 1, "recipient": None,
            "thread": None, "broadcast": True, "permalink": None, "gives": 0.0, "likes": None,
        } | row)  # fmt: skip
    frame = pl.DataFrame(filled, infer_schema_length=None)
    return frame.with_columns(created_at=pl.col("day").cast(pl.Datetime("us", "UTC")))


def columns(units: pl.DataFrame, **frames: pl.DataFrame) -> Columns:
    names = ("cases", "contacts", "partners", "messages", "people", "snapshots", "feeds")
    found = {name: frames.get(name, pl.DataFrame()) for name in names}
    if "people" not in frames:
        found["people"] = people()
    return Columns(posts=units, **found)
