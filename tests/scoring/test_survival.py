"""Kaplan and Meier against scipy and against a plain loop; replicates against re-run estimates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sociable.scoring import resample, survival

CASES = st.lists(st.tuples(st.integers(1, 4320), st.booleans()), min_size=1, max_size=60)


def drawn(n: int, seed: int, censored: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    times = np.ceil(rng.exponential(200, n))
    return np.minimum(times, 4320.0), (rng.random(n) > censored).astype(float)


def plain(minutes: np.ndarray, events: np.ndarray, at: float, weight: np.ndarray | None = None) -> float:
    """F(at), one time after another."""
    weight = np.ones(len(minutes)) if weight is None else weight
    alive = 1.0
    for time in sorted(set(minutes[events > 0])):
        if time <= at:
            risk = weight[minutes >= time].sum()
            alive *= 1 - weight[(minutes == time) & (events > 0)].sum() / risk if risk else 1
    return 1 - alive


def test_curve_and_interval_are_those_of_scipy() -> None:
    minutes, events = drawn(80, 5)
    data = stats.CensoredData(uncensored=minutes[events > 0], right=minutes[events == 0])
    expected = stats.ecdf(data)
    curve = survival.kaplan_meier(minutes, events)
    with pytest.warns(RuntimeWarning, match="undefined at some"):  # where S is 0
        ends = expected.cdf.confidence_interval(method="log-log")
    for at in (20, 60, 300):
        assert curve.at(at) == pytest.approx(float(expected.cdf.evaluate(at)))
        bounds = float(ends.low.evaluate(at)), float(ends.high.evaluate(at))
        assert sorted(curve.interval(at)) == pytest.approx(sorted(bounds), abs=1e-9)


@given(CASES)
@settings(max_examples=40, deadline=None)
def test_curve_interval_and_median_are_those_of_lifelines(cases: list[tuple[int, bool]]) -> None:
    """At every minute where something happened, and at those that a playbook prints."""
    from lifelines import KaplanMeierFitter

    minutes, events = (np.array(column, dtype=float) for column in zip(*cases, strict=True))
    with np.errstate(all="ignore"):
        expected = KaplanMeierFitter().fit(minutes, events)
    curve = survival.kaplan_meier(minutes, events)
    asked = sorted({15.0, 60.0, 1440.0, 4320.0, *minutes})
    alive = expected.survival_function_at_times(asked).to_numpy()
    bounds = expected.confidence_interval_survival_function_
    for at, share in zip(asked, alive, strict=True):
        assert curve.at(at) == pytest.approx(1 - share, abs=1e-9)
        if 1e-12 < share < 1 - 1e-12:  # where S is 0 or 1 there is no interval
            low, high = bounds.iloc[bounds.index.searchsorted(at, side="right") - 1]
            assert curve.interval(at) == pytest.approx((1 - high, 1 - low), abs=1e-9)
    median = float(expected.median_survival_time_)
    if np.abs(alive - 0.5).min() < 1e-9:  # a tie: lifelines multiplies through logarithms and may miss it by a hair
        return
    assert curve.median() == (None if np.isinf(median) else median)


@given(CASES, st.integers(1, 4320))
def test_curve_is_that_of_a_plain_loop(cases: list[tuple[int, bool]], at: int) -> None:
    minutes, events = (np.array(column, dtype=float) for column in zip(*cases, strict=True))
    curve = survival.kaplan_meier(minutes, events)
    assert curve.at(at) == pytest.approx(plain(minutes, events, at), abs=1e-12)
    low, high = curve.interval(at)
    assert 0 <= low <= curve.at(at) + 1e-12 and curve.at(at) - 1e-12 <= high <= 1
    assert (np.diff(curve.answered) >= -1e-12).all()


def test_without_censoring_it_is_the_plain_rate() -> None:
    minutes, events = np.array([5.0, 50, 500, 4320, 4320]), np.array([1.0, 1, 1, 0, 0])
    curve = survival.kaplan_meier(minutes, events)
    assert [curve.at(t) for t in (4, 5, 60, 4320)] == pytest.approx([0, 0.2, 0.4, 0.6])
    assert curve.median() == 500


@pytest.mark.parametrize("at", [60.0, 1440.0, 4320.0])
def test_replicates_are_the_reweighted_estimate(at: float) -> None:
    minutes, events = drawn(120, 8)
    groups = np.arange(120) % 40
    weights = resample.weights(40, "person")
    found = survival.replicates(minutes, events, groups, weights, at)
    for row in (0, 17, 999):
        assert found[row] == pytest.approx(plain(minutes, events, at, weights[row][groups]), abs=1e-9)


def test_many_censoring_times_are_thinned_without_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    minutes, events = drawn(900, 2, censored=0.5)
    groups, weights = np.arange(900), resample.weights(900, "person")
    exact = survival.replicates(minutes, events, groups, weights, 300.0)
    monkeypatch.setattr(survival, "MAX_STEPS", 20)
    thinned = survival.replicates(minutes, events, groups, weights, 300.0)
    assert not np.array_equal(exact, thinned)
    assert np.abs(exact - thinned).max() < 0.01
    assert exact.std() == pytest.approx(thinned.std(), rel=0.05)


def test_bootstrap_interval_covers() -> None:
    """Answers after an exponential time of mean 200, a third censored: F(60) = 1 - exp(-0.3)."""
    rng, inside = np.random.default_rng(11), 0
    for _ in range(150):
        answer, loss = rng.exponential(200, 90), rng.exponential(400, 90)
        minutes, events = np.minimum(answer, loss), (answer <= loss).astype(float)
        found = survival.replicates(minutes, events, np.arange(90), resample.weights(90, "person"), 60.0)
        ends = resample.percentiles(found)
        assert ends is not None
        inside += ends[0] <= 1 - np.exp(-0.3) <= ends[1]
    assert 0.89 <= inside / 150 <= 0.99


def test_nobody_there() -> None:
    curve = survival.kaplan_meier(np.zeros(0), np.zeros(0))
    assert curve.at(60) == 0 and curve.median() is None
    unanswered = survival.kaplan_meier(np.array([4320.0]), np.array([0.0]))
    assert unanswered.at(4320) == 0 and unanswered.median() is None
