"""The share that a random sample, read by a person, gives: which labels settle which value, and the estimate.

A value made of a label and of facts (whose initials these are, whom a link
leads to) is settled once the label is; a population that a label defines
(offers) is estimated along with what is counted in it, as a ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sociable.criteria import Criterion
from sociable.scoring.measures import Measured
from sociable.scoring.uncertainty import Array, difference_estimator

PROMO, OUTWARD = frozenset({"promo"}), frozenset({"credit", "self_only", "promo", "brag"})
SELLS = frozenset({"promo", "hard_sell"})
ASKED: dict[str, dict[str, frozenset[str]]] = {
    "useful": {"B": frozenset({"useful"}), "P": frozenset({"useful"})},
    "self_only": {"B": frozenset({"self_only"})},
    "invitation": {"B": frozenset({"invitation"})},
    "brag": {"B": frozenset({"brag"})},
    "bait_weight": {"B": frozenset({"bait"})},
    "promo_weight": {"B": frozenset({"promo", "purpose"}), "P": PROMO},
    "named": {"R": frozenset({"signed"})},
    "outward": {"B": OUTWARD, "P": frozenset()},  # whom a reshare passes on is in the export
    "hard_sell": {"B": SELLS, "U": SELLS},
}
"""Value to kind to what a person must have said of a unit to know its truth; nothing where facts alone decide."""
BY_LABEL = {"promo_unit": "broadcast", "broadcast_or_own_promo": "broadcast_or_reshare"}
"""Populations that a label defines, and the wider one that they are part of."""
LEAST, LEAST_IN_STRATUM, LEAST_INSIDE = 50, 10, 20
"""Units read in all, in a stratum, and inside a population that a label defines."""
UNREAD = 0.1
"""More units than this that cannot be drawn (other languages, private ones) and the sample does not stand for all."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share, its variance, and the sample that it rests on."""

    value: float
    seen: float  # as the detectors alone see it
    variance: float
    labelled: int
    strata: int


def estimate(criterion: Criterion, measured: Measured) -> Estimate | str:
    """The share by the difference estimator, or the code of the reason why the detector's own figure stands.

    The reason is empty where nobody read anything that matters here.
    """
    what, rows = criterion.measure, measured.rows
    asked = ASKED.get(what.where)
    if what.table != "posts" or rows is None or "reviewed" not in rows.columns:
        return ""
    if asked is None or what.shape != "share" or f"raw_{what.where}" not in rows.columns:
        if not criterion.labels:
            return ""
        read = rows.filter(pl.col(what.among) & (pl.col("reviewed").list.len() > 0).fill_null(False)).height
        return "reviewed_beside" if read >= LEAST else ""
    units = _units(rows, what.where, what.among, asked)
    sample = units.filter("read")
    inside = sample.filter((pl.col("d") > 0) | (pl.col("d0") > 0)).height
    if sample.height < LEAST:
        return ""
    if units.filter(pl.col("state") == "unread").height > UNREAD * units.height:
        return "reviewed_unread"
    defined = what.among in BY_LABEL
    if defined and inside < LEAST_INSIDE:
        return f"reviewed_few:{inside}"
    return _ratio(units, inside if defined else sample.height)


def _units(rows: pl.DataFrame, where: str, among: str, asked: dict[str, frozenset[str]]) -> pl.DataFrame:
    """What was sampled: kind, state, read; a unit's value y and membership d as read, y0 and d0 as detectors say."""
    now, seen = pl.col(among), pl.col(among)
    if among in BY_LABEL and f"raw_{among}" in rows.columns:
        seen = pl.col(f"raw_{among}") > 0
        rows = rows.filter(now | seen | pl.col(BY_LABEL[among]))
    else:
        rows = rows.filter(now)
    kind, given = pl.col("kind"), pl.col("reviewed").list
    settled = kind.is_in([name for name, labels in asked.items() if not labels]) | pl.col("text").is_null()
    open_ = kind.is_in([name for name, labels in asked.items() if labels]) & pl.col("scoreable").fill_null(False)
    read = pl.any_horizontal(
        (kind == name) & pl.all_horizontal(given.contains(label).fill_null(False) for label in sorted(labels))
        for name, labels in asked.items()
        if labels
    )
    state = pl.when(settled).then(pl.lit("settled")).when(open_).then(pl.lit("open")).otherwise(pl.lit("unread"))
    d, d0 = (one.fill_null(False).cast(pl.Float64) for one in (now, seen))
    units = rows.select(
        kind="kind", state=state, read=read & open_ & ~settled, d=d, d0=d0,
        y=pl.col(where).cast(pl.Float64), y0=pl.col(f"raw_{where}").cast(pl.Float64),
    )  # fmt: skip
    units = units.drop_nulls(["y", "y0"]).with_columns(y=pl.col("y") * pl.col("d"), y0=pl.col("y0") * pl.col("d0"))
    # Outside the population both are nought: what the sample found there still counts as a gap.
    return units.with_columns(says=pl.col("y0") >= 0.5)


def _ratio(units: pl.DataFrame, labelled: int) -> Estimate | str:
    """Sum of values over sum of memberships, each by the difference estimator; variance by linearisation."""
    parts, fixed = _strata(units.filter(pl.col("state") == "open")), units.filter(pl.col("state") != "open")
    whole = [_side(fixed)] if fixed.height else []
    over = _estimated(parts, whole, "y", "y0", 0.0)
    under = _estimated(parts, whole, "d", "d0", 0.0)
    if over is None or under is None or under[0] <= 0:
        return ""
    value = over[0] / under[0]
    spread = _estimated(parts, whole, "y", "y0", value)
    if spread is None:
        return ""
    seen = float(units["y0"].sum()) / float(units["d0"].sum() or 1.0)
    return Estimate(min(1.0, max(0.0, value)), seen, spread[1] / under[0] ** 2, labelled, len(parts))


def _estimated(
    parts: list[pl.DataFrame], whole: list[pl.DataFrame], now: str, seen: str, ratio: float
) -> tuple[float, float] | None:
    """The mean of a column, less `ratio` times membership, over all strata; `whole` needs no reading."""

    def column(part: pl.DataFrame, name: str, member: str) -> Array:
        found: Array = part[name].to_numpy() - (ratio * part[member].to_numpy() if ratio else 0.0)
        return found

    strata = [
        (column(part, seen, "d0"), column(read, seen, "d0"), column(read, now, "d"))
        for part in parts
        for read in (part.filter("read"),)
    ]
    return difference_estimator(strata, [column(part, seen, "d0") for part in whole])


def _strata(units: pl.DataFrame) -> list[pl.DataFrame]:
    """Kind by what the detector says, each with ten units read or more, else kinds, else all together.

    Every unit had the same chance to be drawn, so strata may be joined.
    """
    for keys in (["kind", "says"], ["kind"]):
        parts = units.partition_by(keys, maintain_order=False, include_key=True)
        if all(part.filter("read").height >= LEAST_IN_STRATUM for part in parts):
            return [_side(part) for part in sorted(parts, key=lambda part: part.select(keys).row(0))]
    return [_side(units)]


def _side(part: pl.DataFrame) -> pl.DataFrame:
    # In an order of their own, so that sums are the same whatever the order of the rows.
    return part.sort("y0", "y", "d0", "d", "read")
