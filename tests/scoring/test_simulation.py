"""Verdicts under simulation, in a size that the suite can afford; `make simulate` runs thousands of pairs."""

import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest

from scoring.build import Measure, brand, columns, criterion, feeds, posts, rubric
from sociable import scoring
from sociable.model import Change
from sociable.report import Overall, Report
from sociable.scoring.power import detectable, worth
from sociable.scoring.uncertainty import Interval

sys.path.append(str(Path(__file__).parents[1] / "tools"))
import simulate  # type: ignore[import-not-found]

PROMO = (0.80, 0.50, 0.33, 0.20, 0.10)
GIVE = criterion("give-ask", Measure("ratio", num="flag", den="one", among="pool"), direction="lower")
SHARE = criterion()


def change(rng: np.random.Generator, before: float, now: float, what: object, n: int = 400) -> Change:
    """One pair of quarters with known shares, in threads of two that agree in half of all cases."""
    made = []
    for period, share in ((simulate.Q2, before), (simulate.Q3, now)):
        first = rng.random(n // 2) < share
        second = np.where(rng.random(n // 2) < 0.5, first, rng.random(n // 2) < share)
        values = np.concatenate([first, second]).astype(float)
        frame = posts(list(values)).with_columns(
            one=pl.lit(1.0),
            day=pl.Series([simulate.START + timedelta(days=int(at) % 89) for at in [*range(n // 2)] * 2]),
            thread=pl.Series([f"t{at}" for at in [*range(n // 2)] * 2]),
        )  # fmt: skip
        if period is simulate.Q2:
            frame = frame.with_columns(pl.col("day") - timedelta(days=91))
        view = columns(("own_text",), posts=frame, feeds=feeds("own_text"))
        results = scoring.assess(view, rubric(what), brand(), period, {})  # type: ignore[arg-type]
        made.append(
            Report(
                period=period,
                today="",
                overall=Overall(kind="none"),
                criteria=list(results),
                rubric={"fingerprint": "f"},
            )
        )
    return next(iter(scoring.compare(made[1], made[0], rubric(what)).values()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "now", "what", "expected"),
    [(0.5, 0.3, SHARE, "improved"), (0.25, 0.45, SHARE, "declined"), (0.5, 0.3, GIVE, "improved")],
    ids=["share down", "share up", "ratio"],
)
def test_a_known_change_is_told_95_times_in_100(before: float, now: float, what: object, expected: str) -> None:
    rng = np.random.default_rng(11)
    told = [change(rng, before, now, what).verdict for _ in range(100)]
    assert told.count(expected) >= 95
    assert not {"improved", "declined"} - {expected} & set(told)


def test_with_no_change_few_of_24_criteria_cry_wolf() -> None:
    """Threads, two platforms, certain and uncertain labels; the mix of platforms moves."""
    found = simulate.unchanged(40)
    assert found.verdicts == 40 * 24
    assert found.false / found.verdicts <= 0.02
    assert found.runs_with_false <= 8  # one in ten is allowed: more than 8 of 40 has a chance of 4 in 1,000
    assert 0.92 <= found.covered / found.verdicts <= 0.985


def test_answers_and_gives_per_ask_cry_wolf_as_seldom() -> None:
    """Kaplan-Meier and ratios are judged by replicates; cases of one person share their luck."""
    found = simulate.others_unchanged(25)
    assert found.verdicts == 25 * 3
    assert found.false / found.verdicts <= 0.1  # 4 in 100 over thousands; 8 of 75 has a chance of 1 in 100
    assert 0.88 <= found.covered / found.verdicts <= 0.995


def test_a_change_of_the_size_claimed_is_told_four_times_in_five() -> None:
    found = simulate.changed(48)
    assert found.tried >= 40
    assert found.told / found.tried >= 0.68  # 80 % less what 48 tries wobble by


def test_a_change_of_the_size_on_the_plan_is_told_four_times_in_five() -> None:
    found = simulate.changed(24, planned=True)
    assert found.tried >= 18
    assert found.told / found.tried >= 0.65  # 80 % less what 24 tries wobble by


def test_the_size_claimed_is_worth_five_points_at_least() -> None:
    huge = Interval(0.0, -0.001, 0.001)
    size = detectable(huge, 0.33, PROMO, 24)
    assert size is not None and size == pytest.approx(worth(0.33, PROMO), abs=0.001)
    assert worth(0.33, PROMO) == pytest.approx(0.13 / 4)  # 20 points take 0.13 there
    assert worth(0.05, PROMO) == pytest.approx(0.10 / 4)  # beyond the best anchor
    assert worth(0.9, PROMO) == pytest.approx(0.3 / 8)  # beyond the worst
    assert worth(0.11, PROMO) == pytest.approx(0.025)  # down from near the top
    assert detectable(Interval(0.0, 0.0, 0.0), 0.3, PROMO, 24) is None


def test_the_plan_names_no_size_that_no_verdict_would_tell() -> None:
    """A great many posts show a tiny change for certain; under five points it is still not told."""
    results = simulate.report(simulate.quarter(np.random.default_rng(5), simulate.SHARES, 300), simulate.Q3).criteria
    one = msgspec.structs.replace(results[12], value=0.33, n_eff=1e6, anchors=list(PROMO), direction="lower", slices={})
    size = scoring.detectable(one, 24)
    assert size is not None and size == pytest.approx(worth(0.33, PROMO), abs=0.002)
    few = scoring.detectable(msgspec.structs.replace(one, n_eff=300.0), 24)
    assert few is not None and few > 3 * size


def test_more_comparisons_need_larger_changes() -> None:
    sizes = [detectable(Interval(0.0, -0.1, 0.1), 0.33, PROMO, count) for count in (1, 6, 24)]
    assert sizes == sorted(sizes, key=lambda one: one or 0) and sizes[0] != sizes[2]
