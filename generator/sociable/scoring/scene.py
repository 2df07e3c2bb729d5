"""What one period's assessment looks at: frames cut to the window, and the draw of each row.

`draw` is the unit that the bootstrap re-weights: the day of a post or of a
first contact, the person of a case or of a partner (RUBRIC 4.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sociable.config import Brand
from sociable.model import Period
from sociable.rubric import Rubric
from sociable.scoring import resample
from sociable.scoring.resample import Unit
from sociable.scoring.uncertainty import Array
from sociable.tables import Columns

UNITS: dict[str, Unit] = {"posts": "day", "contacts": "day", "cases": "person", "partners": "person"}
UNKNOWN_INVITATIONS = 0.2
Spans = dict[tuple[str, str], list[tuple[date | None, date | None]]]
UNANSWERED, ENOUGH_CASES = 0.02, 30
"""An inbox of at least 30 cases with fewer than 2 % unanswered holds answered ones only (RUBRIC 0.2).

Whoever was answered and wrote once more a day later is in such an inbox too: a case shows that
messages without an answer are in it only where the brand wrote nothing in its thread.
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """One brand in one period, ready to be measured."""

    columns: Columns
    rubric: Rubric
    brand: Brand
    period: Period
    accuracy: Mapping[str, Mapping[str, Any]]
    start: date
    end: date
    frames: dict[str, pl.DataFrame]
    people: int  # groups of persons that are drawn
    unknown: dict[str, float]  # account -> share of its replies whose invitation is unknown
    one_sided: frozenset[str]  # accounts whose inbox seems to hold answered cases only
    spans: Spans  # (account, need) -> first and last days that the exports can show

    @property
    def days(self) -> int:
        """The number of days in the window."""
        return (self.end - self.start).days + 1

    def size(self, table: str) -> int:
        """How many units the bootstrap draws for this table."""
        return self.people if UNITS[table] == "person" else self.days

    def weights(self, table: str) -> Array:
        """The bootstrap's weights for this table, replicates by units."""
        return resample.weights(self.size(table), UNITS[table])


def make(columns: Columns, rubric: Rubric, brand: Brand, period: Period,
         accuracy: Mapping[str, Mapping[str, Any]]) -> Scene:  # fmt: skip
    """Cut the frames to the window and number what the bootstrap draws."""
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    frames = {name: within(getattr(columns, name), start, end) for name in UNITS}
    if "period" in frames["partners"].columns:
        frames["partners"] = frames["partners"].filter(pl.col("period") == period.id)
    numbered = _persons(frames)
    people = max((len(numbered), 1)) if len(numbered) <= resample.MAX_GROUPS else resample.MAX_GROUPS
    for name, unit in UNITS.items():
        if frames[name].height:
            frames[name] = _with_draw(frames[name], unit, start, numbered)
    return Scene(
        columns, rubric, brand, period, accuracy, start, end, frames, people,
        _unknown_invitations(frames["posts"]), _one_sided(frames["cases"]), _spans(columns.feeds),
    )  # fmt: skip


def within(frame: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    """The rows of a frame whose day lies in the window; an empty frame stays as it is."""
    return frame.filter(pl.col("day").is_between(start, end)) if frame.height else frame


def _persons(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every person of the person tables, in order, with the group that is drawn."""
    found = [frames[name].select("person") for name, unit in UNITS.items() if unit == "person" and frames[name].height]
    if not found:
        return pl.DataFrame(schema={"person": pl.Utf8, "draw": pl.Int64})
    ordered = pl.concat(found).select(pl.col("person").fill_null("")).unique().sort("person")
    # Sorted names dealt round: a group is a mixed bag, and the same bag on every machine.
    return ordered.with_row_index("draw").with_columns(pl.col("draw").cast(pl.Int64) % resample.MAX_GROUPS)


def _with_draw(frame: pl.DataFrame, unit: Unit, start: date, persons: pl.DataFrame) -> pl.DataFrame:
    if unit == "day":
        return frame.with_columns((pl.col("day") - pl.lit(start)).dt.total_days().alias("draw"))
    return frame.with_columns(pl.col("person").fill_null("")).join(persons, on="person", how="left")


def _unknown_invitations(posts: pl.DataFrame) -> dict[str, float]:
    if not posts.height or "invited" not in posts.columns:
        return {}
    replies = posts.filter(pl.col("kind") == "R")
    found = replies.group_by("account").agg((pl.col("invited").fill_null("unknown") == "unknown").mean())
    return dict(found.iter_rows())


def _one_sided(cases: pl.DataFrame) -> frozenset[str]:
    if not cases.height:
        return frozenset()
    found = cases.group_by("account").agg(pl.len().alias("n"), (~pl.col("met")).mean().alias("open"))
    few = found.filter((pl.col("n") >= ENOUGH_CASES) & (pl.col("open") < UNANSWERED))
    return frozenset(few["account"])


def _spans(feeds: pl.DataFrame) -> Spans:
    found: Spans = {}
    if feeds.height:
        for account, need, first, last in feeds.select("account", "need", "first", "last").iter_rows():
            found.setdefault((account, need), []).append((first, last))
    return found
