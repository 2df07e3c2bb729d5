"""A share put right by posts that were drawn at random and read by a person (RUBRIC 4.6).

The difference estimator takes the detector's probability of every unit and
the gap between it and the truth in the sample.  It is unbiased whatever the
detector does, for it uses the original predictions and random rows only:
corrections that somebody looked for would pull the share their way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from sociable.criteria import Criterion
from sociable.report import Reviewed
from sociable.scoring.measures import Measured
from sociable.scoring.sampled import Estimate, estimate
from sociable.scoring.uncertainty import Array, wilson


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


def numbers(criterion: Criterion, measured: Measured, plain: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The fields of a result that the estimate replaces (none where the detector's figure stands), and a note.

    `plain` holds the detector's own value, low, high, n_eff and basis.
    """
    found = estimate(criterion, measured)
    if isinstance(found, str) or plain.get("low") is None:
        return {}, found if isinstance(found, str) else ""
    return _replaced(found, measured, plain), f"reviewed:{found.labelled}"


def _replaced(found: Estimate, measured: Measured, plain: dict[str, Any]) -> dict[str, Any]:
    share = found.value
    alone = share * (1 - share)
    # Posts of one day are alike: the sample cannot make the quarter surer than its days allow (RUBRIC 4.2).
    variance = max(found.variance, alone * (measured.effect or 1.0) / measured.n)
    n_eff = alone / variance if variance > 0 else float(found.labelled)
    low, high = wilson(share, n_eff)
    basis = plain["basis"]
    moved = _moved(np.asarray(basis.replicates), plain["value"], share, variance)
    worst, best = wilson(found.seen, plain.get("n_eff") or measured.n)
    return {
        "value": round(share, 6), "low": round(low, 6), "high": round(high, 6), "n_eff": round(n_eff, 3),
        "numerator": round(share * measured.n, 4), "denominator": float(measured.n), "zero_bound": None,
        "basis": type(basis)(
            days=basis.days, numerators=basis.numerators, denominators=basis.denominators, replicates=moved
        ),
        "reviewed": Reviewed(
            labelled=found.labelled, strata=found.strata, predicted=round(found.seen, 6),
            predicted_low=round(worst, 6), predicted_high=round(best, 6), predicted_n_eff=plain.get("n_eff"),
        ),
    }  # fmt: skip


def _moved(replicates: Array, centre: float, share: float, variance: float) -> list[float]:
    """The replicates about the new share, as wide as its own variance says: the total's interval needs them."""
    if not len(replicates):
        return []
    spread = float(np.std(replicates))
    scale = np.sqrt(variance) / spread if spread > 0 else 0.0
    return [round(float(one), 6) for one in np.clip(share + (replicates - centre) * scale, 0.0, 1.0)]
