"""The same measure over one platform, one account or one week, with its own n rules (RUBRIC 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from msgspec import structs

from sociable.criteria import Criterion
from sociable.model import Slice, Status
from sociable.scoring.anchors import score
from sociable.scoring.measures import Measured, case_times
from sociable.scoring.resample import percentiles
from sociable.scoring.tally import Tally, evaluate
from sociable.scoring.uncertainty import Array, wilson

FEWEST = 10
"""Below this n a score needs the counted units that `min_events` asks for, whatever `min_n` allows."""
WEEK = pl.col("day").dt.strftime("%G-W%V").alias("week")
CARE = ("topic", "channel", "weekend")
"""Further cuts of the care cases, where their columns are there (RUBRIC 2.3)."""


def status(criterion: Criterion, n: int, events: float = 0.0) -> Status:
    """The status that a number of units earns; `events` is the sum of the counted ones."""
    if n <= 0:
        return "nothing_to_judge"
    if criterion.min_events and n < FEWEST:
        return "provisional" if events >= criterion.min_events else "too_few"
    if n < criterion.min_n:
        return "too_few"
    return "provisional" if n < criterion.full_n else "scored"


def slices(criterion: Criterion, anchors: Sequence[float], found: Measured, weights: Array, effect: float,
           absent: Sequence[str]) -> dict[str, list[Slice]]:  # fmt: skip
    """Slices by platform, account and week; `absent` accounts appear as No data."""
    if found.cases is not None:
        cut = _survival_slices(criterion, anchors, found)
    elif found.tally is not None and found.tally.n:
        cut = _tally_slices(criterion, anchors, found.tally, weights, effect)
    else:
        return {"account": [_absent(key) for key in absent]} if absent else {}
    cut["account"] = sorted([*cut["account"], *map(_absent, absent)], key=lambda one: one.key)
    return cut


def _absent(account: str) -> Slice:
    return Slice(key=account, status="no_data", n=0)


def _tally_slices(criterion: Criterion, anchors: Sequence[float], found: Tally, weights: Array,
                  effect: float) -> dict[str, list[Slice]]:  # fmt: skip
    days, at = np.unique(found.cells.keys["day"], return_inverse=True)
    weeks = pl.DataFrame({"day": days}).select(WEEK).to_series().to_numpy()
    cells = replace(found.cells, keys=found.cells.keys | {"week": weeks[at]})
    dated = Tally(found.shape, cells, found.size, name=found.name, credits=found.credits)
    cut = {}
    for kind in ("platform", "account", "week"):
        rows = []
        keys, counts, sums = dated.by(kind)
        values = evaluate(found.shape, sums)
        for key, n, events, value in zip(keys, counts.tolist(), sums[:, 0].tolist(), values.tolist(), strict=True):
            if found.shape == "share" and not (found.credits and 0 < value < 1):
                low, high = wilson(value, n / effect)
            else:
                low, high = _drawn(dated.only(cells.keys[kind] == key), value, weights)
            counted = events if found.shape == "share" else 0.0
            rows.append(_slice(criterion, anchors, key, n, counted, value, low, high))
        cut[kind] = rows
    return cut


def _drawn(part: Tally, value: float, weights: Array) -> tuple[float, float]:
    """The bootstrap's interval of a part whose value is no plain share."""
    low, high = percentiles(part.replicates(weights)) or (value, value)
    return min(low, value), max(high, value)


def _survival_slices(criterion: Criterion, anchors: Sequence[float], found: Measured) -> dict[str, list[Slice]]:
    if found.rows is None:
        return {}
    weekend = pl.when(pl.col("day").dt.weekday() > 5).then(pl.lit("weekend")).otherwise(pl.lit("weekday"))
    rows, what = found.rows.with_columns(WEEK, weekend.alias("weekend")), criterion.measure
    kinds = ("platform", "account", "week", *(name for name in CARE if name in rows.columns))
    rows = rows.select(pl.col(*kinds, what.among, "event", "minutes"), pl.col("^minutes_wall$"))
    cut = {}
    for kind in kinds:
        parts = []
        for key, part in sorted(rows.drop_nulls(kind).partition_by(kind, as_dict=True).items()):
            cases = case_times(part, what.among)
            low, high = cases.curve.interval(what.at)
            one = _slice(criterion, anchors, key[0], len(cases.minutes), 0.0, cases.curve.at(what.at), low, high)
            parts.append(structs.replace(one, **_beside(part, criterion)))
        cut[kind] = parts
    return cut


def _beside(part: pl.DataFrame, criterion: Criterion) -> dict[str, Any]:
    """The value by the clock that never stops, where another is scored, and how many may still be answered in time."""
    what = criterion.measure
    open_yet = part.filter(pl.col(what.among) & (pl.col("event") == 0) & (pl.col("minutes") < what.at)).height
    wall = case_times(part, what.among, "minutes_wall")
    return {"wall": round(wall.curve.at(what.at), 6) if len(wall.minutes) else None, "waiting": open_yet}


def _slice(criterion: Criterion, anchors: Sequence[float], key: str, n: int, events: float, value: float, low: float,
           high: float) -> Slice:  # fmt: skip
    earned = status(criterion, n, events)
    counts = earned in ("scored", "provisional") and anchors
    ends = sorted(round(score(one, anchors), 4) for one in (low, high)) if counts else (None, None)
    return Slice(
        key=key, status=earned, n=n, value=round(value, 6), low=round(low, 6), high=round(high, 6),
        score=round(score(value, anchors), 4) if counts else None, score_low=ends[0], score_high=ends[1],
    )  # fmt: skip
