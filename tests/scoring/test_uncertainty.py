"""Closed formulas against independent libraries, and properties that must hold for any input."""

from __future__ import annotations

from statistics import fmean, variance

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from sociable.scoring import resample
from sociable.scoring.uncertainty import (
    Accuracy,
    Interval,
    design_effect,
    difference_estimator,
    lang_reiczigel,
    mover,
    newcombe,
    plausible_range,
    rogan_gladen,
    wilson,
    zero_bound,
)  # fmt: skip

COUNTS = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (1, 10), (12, 40), (40, 40), (333, 1000)])
def test_wilson_is_that_of_scipy(hits: int, n: int) -> None:
    expected = stats.binomtest(hits, n).proportion_ci(method="wilson")
    assert wilson(hits / n, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_newcombe_is_that_of_his_table(now: tuple[int, int], before: tuple[int, int],
                                       expected: tuple[float, float]) -> None:  # fmt: skip
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    found = newcombe(before[0] / before[1], before[1], now[0] / now[1], now[1])
    assert found[1:] == pytest.approx(expected, abs=1e-4)


@given(COUNTS, COUNTS)
@example((0, 7), (7, 7))
@settings(max_examples=60, deadline=None)
def test_newcombe_is_that_of_statsmodels(before: tuple[int, int], now: tuple[int, int]) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = newcombe(before[0] / before[1], before[1], now[0] / now[1], now[1])
    expected = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    assert found.value == pytest.approx(now[0] / now[1] - before[0] / before[1], abs=1e-12)
    assert found[1:] == pytest.approx(expected, abs=1e-9)


def test_zero_bound_is_the_exact_one_sided_bound() -> None:
    assert zero_bound(42) == pytest.approx(stats.beta.ppf(0.95, 1, 42))


@given(COUNTS, st.floats(1, 20))
def test_wilson_holds_its_share_and_widens_with_the_design_effect(counts: tuple[int, int], effect: float) -> None:
    hits, n = counts
    low, high = wilson(hits / n, n)
    wide = wilson(hits / n, n / effect)
    assert 0 <= wide[0] <= low + 1e-12 <= hits / n + 2e-12 and hits / n - 2e-12 <= high - 1e-12 <= wide[1] <= 1


@given(COUNTS, COUNTS)
def test_newcombe_mirrors_when_sides_change(a: tuple[int, int], b: tuple[int, int]) -> None:
    one = newcombe(a[0] / a[1], a[1], b[0] / b[1], b[1])
    other = newcombe(b[0] / b[1], b[1], a[0] / a[1], a[1])
    assert one == pytest.approx((-other.value, -other.high, -other.low), abs=1e-12)
    assert -1 - 1e-12 <= one.low <= one.value <= one.high <= 1 + 1e-12


def test_mover_over_equal_halves_is_narrower_than_over_one() -> None:
    half = Interval(0.4, *wilson(0.4, 100))
    split = mover([(0.5, half), (0.5, half)], [(0.5, half), (0.5, half)])
    whole = mover([(1, half)], [(1, half)])
    assert split.value == whole.value == 0
    assert split.high == pytest.approx(whole.high / np.sqrt(2))


def test_design_effect_of_copies_is_their_number() -> None:
    """Every unit posted four times over is a quarter of the information."""
    rng = np.random.default_rng(1)
    hits = (rng.random(400) < 0.3).astype(float)
    copied = design_effect(4 * hits, np.full(400, 4.0))
    single = design_effect(hits, np.ones(400))
    assert copied == pytest.approx(4 * 400 / 399, rel=1e-9)
    assert single == pytest.approx(400 / 399, rel=1e-9)
    assert design_effect(np.full(50, 5.0), np.full(50, 10.0)) == 1.0  # more even than chance, but never below 1


def test_design_effect_of_copied_probabilities_is_their_number_too() -> None:
    """Against p(1 - p) they would seem to be next to independent: probabilities vary less than yes and no."""
    values = np.random.default_rng(2).uniform(0.1, 0.4, 400)
    assert design_effect(4 * values, np.full(400, 4.0), float(values.var())) == pytest.approx(4 * 400 / 399)
    assert design_effect(4 * values, np.full(400, 4.0)) == 1.0


@pytest.mark.parametrize("numerators", [[0.0, 0, 0], [2.0, 3, 4]])
def test_design_effect_says_nothing_of_shares_of_0_and_1(numerators: list[float]) -> None:
    assert design_effect(np.array(numerators), np.array([2.0, 3, 4])) is None


def test_correction_needs_its_numbers() -> None:
    good = Accuracy(0.8, 50, 0.9, 300)
    assert good.sufficient
    assert not good._replace(se_n=49).sufficient
    assert not good._replace(sp_n=299).sufficient
    assert not good._replace(se=0.55).sufficient
    assert rogan_gladen(0.05, good) == 0.0 and rogan_gladen(0.99, good) == 1.0


def test_plausible_range_holds_the_corrected_share() -> None:
    accuracy = Accuracy(0.85, 30, 0.92, 60)
    found = plausible_range(0.3, accuracy)
    assert found is not None and found[0] < rogan_gladen(0.3, accuracy) < found[1]
    assert plausible_range(0.3, Accuracy(0.5, 10, 0.6, 10)) is None
    # however many posts measured it, a detector below the floor corrects nothing: 52 % could be told as 96 to 100 %
    assert plausible_range(0.6, Accuracy(0.597, 2136, 0.709, 2693)) is None
    # 95 % flagged by a detector that finds 80 %: every corner is clipped to 1, which says nothing of the brand.
    assert plausible_range(0.95, Accuracy(0.8, 474, 0.9, 585)) is None
    assert plausible_range(0.0, Accuracy(0.85, 30, 0.92, 60)) is None


@pytest.mark.parametrize(("se", "sp", "told"), [((24, 30), (7, 10), False), ((18, 30), (9, 10), True)])
def test_plausible_range_ends_where_a_corner_divides_by_less_than_a_tenth(
    se: tuple[int, int], sp: tuple[int, int], told: bool
) -> None:
    """The lower 90 % bounds by scipy leave a Youden of 0.099 and of 0.103."""
    worst = sum(stats.binomtest(*one).proportion_ci(0.9, "wilson").low for one in (se, sp)) - 1
    assert (worst > 0.1) == told and worst == pytest.approx(0.1, abs=0.003)
    assert (plausible_range(0.45, Accuracy(se[0] / se[1], se[1], sp[0] / sp[1], sp[1])) is not None) == told


def test_lang_reiczigel_covers() -> None:
    """Simulated: Se, Sp and the raw share all estimated; nominal 95 %."""
    rng, inside = np.random.default_rng(7), 0
    for _ in range(400):
        se, sp = rng.binomial(100, 0.85) / 100, rng.binomial(300, 0.92) / 300
        raw = rng.binomial(200, 0.25 * 0.85 + 0.75 * 0.08) / 200
        found = lang_reiczigel(raw, 200, Accuracy(se, 100, sp, 300))
        inside += found.low <= 0.25 <= found.high
    assert 0.92 <= inside / 400 <= 0.985


def test_difference_estimator_is_unbiased_for_a_bad_detector() -> None:
    rng, found = np.random.default_rng(3), []
    for _ in range(300):
        truth = (rng.random(2000) < 0.3).astype(float)
        predicted = np.clip(0.5 * truth + 0.3 + rng.normal(0, 0.1, 2000), 0, 1)
        drawn = rng.choice(2000, 80, replace=False)
        estimate = difference_estimator([(predicted, predicted[drawn], truth[drawn])])
        assert estimate is not None
        found.append((estimate[0] - truth.mean(), estimate[1]))
    errors, variances = np.array(found).T
    assert abs(errors.mean()) < 0.01
    assert np.sqrt(variances.mean()) == pytest.approx(errors.std(), rel=0.25)
    assert difference_estimator([(predicted, predicted[:9], truth[:9])]) is None
    assert difference_estimator([(predicted, predicted[:10], truth[:10])]) is not None  # ten are enough


def test_difference_estimator_is_that_of_the_rubric_worked_by_hand() -> None:
    """RUBRIC 4.6: a mean of W * (mean + mean gap), variance W² * (var / N + var of gaps / k); settled units too."""
    read = [0.1, 0.9, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.5, 0.5, 0.0, 1.0]
    truth = [0.0, 1, 1, 1, 0, 1, 0, 0, 1, 0]
    gaps = [is_so - guess for is_so, guess in zip(truth, read, strict=False)]
    four, lone = [0.0, 0.0, 1.0, 0.0], [1.0]
    found = difference_estimator(
        [(np.array(read), np.array(read[:10]), np.array(truth))], [np.array(four), np.array(lone)]
    )
    mean = 12 / 17 * (fmean(read) + fmean(gaps)) + 4 / 17 * fmean(four) + 1 / 17
    spread = (12 / 17) ** 2 * (variance(read) / 12 + variance(gaps) / 10) + (4 / 17) ** 2 * variance(four) / 4
    assert found == pytest.approx((mean, spread), rel=1e-12)  # one unit alone has no variance to add


def test_bootstrap_weights_are_seeded_and_draw_every_unit_once_on_average() -> None:
    first = resample.weights(92).copy()
    resample.weights.cache_clear()
    again = resample.weights(92)
    assert np.array_equal(first, again)
    assert first.shape == (1000, 92)
    assert (first.sum(axis=1) == 92).all()
    assert first.mean() == 1
    assert first.var() == pytest.approx(1 - 1 / 92, rel=0.02)
    assert not np.array_equal(first, resample.weights(92, "person"))
