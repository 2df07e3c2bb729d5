"""What is judged when an export cannot show it: a declaration, a launch window, answered cases only."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from sociable.criteria import Criterion
from sociable.scoring.draft import Draft
from sociable.scoring.measures import Measured, measure
from sociable.scoring.resample import weights
from sociable.scoring.scene import Scene
from sociable.scoring.slices import status

DECLARED = {"none": 100.0, "welcome": 60.0, "promo": 10.0}
"""Score of a brand's own word on its automatic messages (RUBRIC 2.6, push-dm)."""
LAUNCH_DAYS, YOUNG_DAYS = 90, 180
WHOLE_ARCHIVES = frozenset({"x", "grailbird", "mastodon", "bluesky"})
"""Readers of archives that start with the account's first post."""


def shifted(view: Scene, criterion: Criterion) -> tuple[float, ...]:
    """The criterion's anchors, moved for an expert audience where it says by how much."""
    shift = criterion.expert_shift if view.brand.about.audience == "expert" else 0.0
    return tuple(anchor + shift for anchor in criterion.anchors)


def apply(view: Scene, found: Draft) -> None:
    """Replace No data by the criterion's declared or launch-window fallback, where it has one."""
    if found.criterion.id == "push-dm":
        _declared(view, found)
    elif found.criterion.id == "early-sell":
        _launch(view, found)


def _declared(view: Scene, found: Draft) -> None:
    """A declaration weighs, but only as provisional: nobody has counted."""
    accounts = [one for one in view.brand.accounts if one.key in found.ground.applicable and one.auto_dm]
    if not accounts:
        return
    worst = min(accounts, key=lambda one: DECLARED[one.auto_dm or "none"])
    found.status, found.reason = "provisional", "declared"
    found.fixed_score = DECLARED[worst.auto_dm or "none"]
    found.notes += [f"declared:{one.auto_dm}@{one.key}" for one in accounts]


def _launch(view: Scene, found: Draft) -> None:
    """Promotion in the first 90 days of accounts younger than 180, by the anchors of promo-share."""
    base = view.rubric.criteria.get("promo-share")
    posts = view.columns.posts
    if base is None or not posts.height or "reader" not in posts.columns:
        return
    own = posts.filter(
        pl.col("account").is_in(list(found.ground.applicable)) & pl.col("reader").is_in(list(WHOLE_ARCHIVES))
        & (pl.col("day") <= view.end)
    )  # fmt: skip
    born = own.with_columns(pl.col("day").min().over("account").alias("born"))
    young = born.filter(
        (pl.col("born") > view.end - timedelta(days=YOUNG_DAYS))
        & ((pl.col("day") - pl.col("born")).dt.total_days() < LAUNCH_DAYS)
    ).with_columns((pl.col("day") - pl.col("born")).dt.total_days().alias("draw"))  # fmt: skip
    if not young.height:
        return
    measured: Measured = measure(young, base.measure, weights(LAUNCH_DAYS))
    earned = status(found.criterion, measured.n)
    if earned not in ("scored", "provisional") or measured.value is None or not np.isfinite(measured.value):
        return
    found.measured, found.rows, found.status, found.reason = measured, young, earned, "launch_window"
    found.anchors, found.window = shifted(view, base), LAUNCH_DAYS
