"""Response times under the clocks that people use, side by side (SPEC 6, RUBRIC 4.5)."""

from __future__ import annotations

import numpy as np
import polars as pl

from sociable.model import Secondary
from sociable.scoring.measures import HORIZON, Cases, case_times
from sociable.scoring.survival import answered_median

MARKS = ((15.0, "answered_15m"), (60.0, "answered_1h"), (1440.0, "answered_24h"), (HORIZON, "answered_72h"))
OTHER_CLOCKS = ("minutes_last", "minutes_service", "minutes_service_last")
DAY = 1440.0


def clocks(rows: pl.DataFrame, among: str, complete: bool) -> list[Secondary]:
    """F at four times and the median, other clocks, and "of those answered" apart.

    Without a complete inbox only the answered-only figures are given: the
    others would flatter (RUBRIC 0.2).
    """
    cases = case_times(rows, among)
    if not len(cases.minutes):
        return []
    found = _of_all(cases, rows, among) if complete else []
    return found + _of_answered(cases)


def _of_all(cases: Cases, rows: pl.DataFrame, among: str) -> list[Secondary]:
    n = len(cases.minutes)
    found = [_share(name, cases.curve.at(at), n) for at, name in MARKS]
    found.append(_median("median", cases, n))
    for clock in OTHER_CLOCKS:
        other = (
            case_times(rows.filter(pl.col(clock).is_not_null() | (pl.col("event") == 0)), among, clock)
            if clock in rows.columns and rows[clock].null_count() < rows.height
            else None
        )
        if other is not None and len(other.minutes):
            found.append(_share(f"answered_1h_{clock}", other.curve.at(60.0), len(other.minutes)))
            found.append(_median(f"median_{clock}", other, len(other.minutes)))
    return found


def _of_answered(cases: Cases) -> list[Secondary]:
    """The flattering figures, which may only appear under their own label."""
    answered = cases.minutes[cases.events > 0]
    n = len(answered)
    if not n:
        return []
    middle = answered_median(cases.minutes, cases.events)
    return [
        Secondary(id="answered_only_median", label="", value=round(middle or 0.0, 2), unit="minutes", n=n),
        _share("answered_only_1h", float(np.mean(answered <= 60)), n),
        _share("answered_only_24h", float(np.mean(answered <= DAY)), n),
    ]


def _share(name: str, value: float, n: int) -> Secondary:
    return Secondary(id=name, label="", value=round(value, 6), unit="share", n=n)


def _median(name: str, cases: Cases, n: int) -> Secondary:
    middle = cases.curve.median()
    if middle is None:
        return Secondary(id=name, label="", value=None, unit="minutes", n=n, text="not_reached")
    return Secondary(id=name, label="", value=round(middle, 2), unit="minutes", n=n)
