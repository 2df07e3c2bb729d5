"""A share put right by posts that were drawn at random and read by a person (RUBRIC 4.6).

The difference estimator takes the detector's probability of every unit and
the gap between it and the truth in the sample.  It is unbiased whatever the
detector does, for it uses the original predictions and random rows only:
corrections that somebody looked for would pull the share their way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from sociable.criteria import Criterion
from sociable.report import Reviewed
from sociable.scoring.measures import Measured
from sociable.scoring.uncertainty import Array, difference_estimator, wilson

LABELS: dict[str, frozenset[str]] = {
    "useful": frozenset({"useful"}),
    "self_only": frozenset({"self_only"}),
    "invitation": frozenset({"invitation"}),
    "brag": frozenset({"brag"}),
    "bait_weight": frozenset({"bait"}),
    "promo_weight": frozenset({"promo", "purpose"}),
}
"""The values that are shares of labels, and what a person must have said of a unit to know its truth.

Not among them: values that structure decides as well (`named`, `outward`) and
populations that a label itself defines (`hard_sell` among offers), where a
sample of units is no sample of the population."""
LEAST, LEAST_IN_STRATUM = 50, 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share, its variance, and the sample that it rests on."""

    value: float
    variance: float
    labelled: int
    strata: int


def estimate(criterion: Criterion, measured: Measured) -> Estimate | None:
    """The share by the difference estimator; None with fewer than 50 units read, or where it does not apply.

    Strata are kind by what the detector says.  Every unit had the same chance
    to be drawn, so strata of fewer than 10 units read may be joined: first the
    two halves of a kind, then all kinds.
    """
    what, rows = criterion.measure, measured.rows
    raw, wanted = f"raw_{what.where}", LABELS.get(what.where)
    if wanted is None or what.shape != "share" or what.table != "posts" or rows is None:
        return None
    if raw not in rows.columns or "reviewed" not in rows.columns:
        return None
    read = pl.all_horizontal(pl.col("reviewed").list.contains(name).fill_null(False) for name in sorted(wanted))
    units = rows.filter(pl.col(what.among)).select(
        kind="kind", guess=pl.col(raw).cast(pl.Float64), truth=pl.col(what.where).cast(pl.Float64), read=read
    )
    units = units.drop_nulls(["guess", "truth"]).with_columns(says=pl.col("guess") >= 0.5)
    labelled = units.filter("read").height
    if labelled < LEAST:
        return None
    strata = _strata(units)
    found = difference_estimator(strata)
    return None if found is None else Estimate(found[0], found[1], labelled, len(strata))


def _strata(units: pl.DataFrame) -> list[tuple[Array, Array, Array]]:
    """(predictions of all, predictions of the sample, truths of the sample), each with ten units read or more."""
    for keys in (["kind", "says"], ["kind"]):
        parts = units.partition_by(keys, maintain_order=False, include_key=True)
        if all(part.filter("read").height >= LEAST_IN_STRATUM for part in parts):
            return [_stratum(part) for part in sorted(parts, key=lambda part: part.select(keys).row(0))]
    return [_stratum(units)]


def _stratum(part: pl.DataFrame) -> tuple[Array, Array, Array]:
    # In an order of their own, so that sums are the same whatever the order of the rows.
    part = part.sort("guess", "truth", "read")
    sample = part.filter("read")
    return part["guess"].to_numpy(), sample["guess"].to_numpy(), sample["truth"].to_numpy()


def accuracy(posts: pl.DataFrame) -> dict[str, dict[str, int]]:
    """How often each detector was right in this brand's own posts: read, yes, flagged and right among the flagged.

    Over posts drawn at random and read, of every period that `labels.csv`
    holds; what the detectors said before anybody corrected them.
    """
    if not posts.height or "reviewed" not in posts.columns:
        return {}
    found = {}
    names = posts.select(pl.col("reviewed").explode().unique().drop_nulls().sort()).to_series()
    for name in names:
        if not {f"raw_{name}", f"p_{name}"} <= set(posts.columns):
            continue
        read = posts.filter(pl.col("reviewed").list.contains(name)).select(
            said=pl.col(f"raw_{name}") >= 0.5, true=pl.col(f"p_{name}") >= 0.5
        )
        counts = read.drop_nulls().select(
            n=pl.len(), yes=pl.col("true").sum(), flagged=pl.col("said").sum(),
            right=(pl.col("said") & pl.col("true")).sum(),
        )  # fmt: skip
        found[name] = {key: int(value) for key, value in counts.row(0, named=True).items()}
    return {name: counts for name, counts in found.items() if counts["n"]}


def numbers(criterion: Criterion, measured: Measured, plain: dict[str, Any]) -> dict[str, Any]:
    """The fields of a result that the estimate replaces; empty where the detector's figure stands.

    `plain` holds the detector's own value, low, high, n_eff and basis.
    """
    found = estimate(criterion, measured)
    if found is None or plain.get("low") is None:
        return {}
    share = found.value
    alone = share * (1 - share)
    # Posts of one day are alike: the sample cannot make the quarter surer than its days allow (RUBRIC 4.2).
    variance = max(found.variance, alone * (measured.effect or 1.0) / measured.n)
    n_eff = alone / variance if variance > 0 else float(found.labelled)
    low, high = wilson(share, n_eff)
    predicted = plain["value"]
    basis = plain["basis"]
    moved = _moved(np.asarray(basis.replicates), predicted, share, variance)
    return {
        "value": round(share, 6), "low": round(low, 6), "high": round(high, 6), "n_eff": round(n_eff, 3),
        "numerator": round(share * measured.n, 4), "denominator": float(measured.n), "zero_bound": None,
        "basis": type(basis)(
            days=basis.days, numerators=basis.numerators, denominators=basis.denominators, replicates=moved
        ),
        "reviewed": Reviewed(
            labelled=found.labelled, strata=found.strata, predicted=predicted, predicted_low=plain["low"],
            predicted_high=plain["high"], predicted_n_eff=plain.get("n_eff"),
        ),
    }  # fmt: skip


def _moved(replicates: Array, centre: float, share: float, variance: float) -> list[float]:
    """The replicates about the new share, as wide as its own variance says: the total's interval needs them."""
    if not len(replicates):
        return []
    spread = float(np.std(replicates))
    scale = np.sqrt(variance) / spread if spread > 0 else 0.0
    return [round(float(one), 6) for one in np.clip(share + (replicates - centre) * scale, 0.0, 1.0)]
