"""The service-hours clock: staffed minutes between two moments (RUBRIC response-time, 4.5 e)."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.config import ServiceHours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def schedule(hours: ServiceHours) -> NDArray[np.float64]:
    """Opening and closing minute for Monday to Sunday, shape (7, 2); 0 and 0 where the desk is closed."""
    table = np.zeros((7, 2))
    for days, span in hours.hours.items():
        opens, closes = (_minute(part) for part in re.split(r"\s*[-–]\s*", span.strip(), maxsplit=1))
        for day in _days(days):
            table[day] = opens, max(opens, closes)
    return table


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"\s*,\s*", text.strip().lower()):
        ends = [DAYS.index(name[:3]) for name in re.split(r"\s*[-–]\s*", part)]
        first, last = ends[0], ends[-1]
        found += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
    return found


def _minute(text: str) -> float:
    hour, _, minute = text.partition(":")
    return float(hour) * 60 + float(minute or 0)


def staffed(start: pl.Series, end: pl.Series, table: NDArray[np.float64]) -> pl.Series:
    """Staffed minutes from `start` to `end` (local times); null where either is null."""
    return (_served(end, table) - _served(start, table)).alias("minutes")


def _served(at: pl.Series, table: NDArray[np.float64]) -> pl.Series:
    """Staffed minutes from a fixed Monday to each local moment."""
    opens, length = table[:, 0], table[:, 1] - table[:, 0]
    before = np.concatenate([[0.0], np.cumsum(length)])
    local = pl.DataFrame({"at": at}).select(
        day=(pl.col("at").dt.date() - pl.date(1970, 1, 5)).dt.total_days(),
        minute=pl.col("at").dt.hour().cast(pl.Float64) * 60 + pl.col("at").dt.minute() + pl.col("at").dt.second() / 60,
    )
    days = local["day"].fill_null(0).to_numpy()
    weekday = days % 7
    today = np.clip(local["minute"].fill_null(0.0).to_numpy() - opens[weekday], 0, length[weekday])
    total = pl.Series((days // 7) * before[-1] + before[weekday] + today)
    return (
        pl.DataFrame({"at": at, "total": total}).select(pl.when(pl.col("at").is_not_null()).then("total")).to_series()
    )
