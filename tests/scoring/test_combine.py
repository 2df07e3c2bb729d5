"""Dimensions, headline, cap, coverage, intervals and plan from results made by hand and from columns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.build import LISTENING, PERIOD, PROMO, SPAM, Measure, brand, columns, criterion, posts, rubric
from sociable import scoring
from sociable.model import Basis, Secondary
from sociable.report import CriterionResult
from sociable.rubric import Rubric
from sociable.scoring import anchors, balance, resample
from sociable.scoring.combine import score_replicates
from sociable.scoring.plan import detectable, target

DIMENSIONS = ("give-before-you-ask", "join-the-conversation", "show-up-when-it-counts", "be-good-company",
              "earn-your-audience", "mind-your-manners")  # fmt: skip


def result(name: str = "a", dimension: int = 0, status: str = "scored", score: float | None = 50, weight: float = 5,
           **other: Any) -> CriterionResult:  # fmt: skip
    counts = status in ("scored", "provisional")
    return CriterionResult(
        id=name, title=name, question="?", dimension=DIMENSIONS[dimension], status=status, weight=weight,
        score=score if counts else None, **other,
    )  # fmt: skip


def six(*results: CriterionResult) -> Rubric:
    return rubric(*(criterion(f"c{n}", dimension=name) for n, name in enumerate(DIMENSIONS)))


def test_weighted_mean_over_criteria_not_over_dimensions() -> None:
    found = [result("a", 0, score=90, weight=7), result("b", 0, score=30, weight=3), result("c", 1, score=40, weight=2)]
    overall, dimensions = scoring.combine(found, six())
    assert dimensions[0].score == pytest.approx((90 * 7 + 30 * 3) / 10)
    assert overall.score == pytest.approx((90 * 7 + 30 * 3 + 40 * 2) / 12)


def test_half_the_applicable_weight_shows_a_dimension() -> None:
    found = [result("a", weight=5), result("b", weight=5, status="no_data"), result("c", 1, weight=4),
             result("d", 1, weight=5, status="no_data"), result("e", 2, status="too_few"),
             result("f", 3, weight=2), result("g", 3, weight=9, status="nothing_to_judge")]  # fmt: skip
    _, dimensions = scoring.combine(found, six())
    assert [one.status for one in dimensions] == ["scored", "partly", "none", "scored", "none", "none"]
    assert [one.score is not None for one in dimensions] == [True, False, False, True, False, False]
    assert dimensions[3].weight == 11 and dimensions[3].criteria == ["f", "g"]


@pytest.mark.parametrize("status", ["no_data", "too_few", "suppressed"])
def test_coverage_counts_what_is_missing(status: str) -> None:
    found = [result("a", weight=60), result("b", 1, weight=40, status=status)]
    assert scoring.combine(found, six())[0].coverage == 0.6
    assert scoring.combine([found[0], result("b", 1, weight=40, status="nothing_to_judge")], six())[0].coverage == 1


def spread(scored: int, of: int, weight: float = 10) -> list[CriterionResult]:
    """`of` dimensions of equal weight, the first `scored` of them scored."""
    return [result(f"c{n}", n, status="scored" if n < scored else "no_data", weight=weight) for n in range(of)]


@pytest.mark.parametrize(
    ("scored", "of", "kind"),
    [(6, 6, "overall"), (4, 6, "overall"), (3, 6, "partial"), (2, 6, "none"), (2, 5, "partial"), (1, 2, "none")],
)
def test_headline_needs_coverage_and_dimensions(scored: int, of: int, kind: str) -> None:
    overall, _ = scoring.combine(spread(scored, of), six())
    assert overall.kind == kind
    assert (overall.score is not None) is (kind != "none")
    assert bool(overall.grade) is (kind == "overall")
    assert len(overall.measured) == (scored if kind != "none" else 0)


def test_dimensions_that_cannot_apply_leave_the_headline_rule() -> None:
    """A support handle: three dimensions apply, all are scored."""
    found = spread(3, 3) + [result(f"n{n}", n, status="nothing_to_judge", weight=30) for n in (3, 4, 5)]
    assert scoring.combine(found, six())[0].kind == "overall"


def test_missing_criteria_bound_the_overall() -> None:
    overall, _ = scoring.combine(spread(4, 5), six())
    assert (overall.score, overall.bound_low, overall.bound_high) == (50, 40, 60)


@pytest.mark.parametrize(
    ("status", "high", "capped"),
    [("scored", 39.4, True), ("scored", 39.5, False), ("provisional", 10.0, False), ("no_data", None, False)],
)
def test_cap_while_askers_are_ignored(status: str, high: float | None, capped: bool) -> None:
    found = [result(f"c{n}", n, score=95, weight=15) for n in range(6)]
    found.append(result("response-rate", 2, status=status, score=20, score_low=5, score_high=high, weight=7))
    overall, _ = scoring.combine(found, six())
    assert (overall.capped, overall.score) == (capped, 79 if capped else pytest.approx(overall.score))
    assert (overall.score or 0) >= 79
    assert (overall.grade == "B") is capped
    other, _ = scoring.combine(found, rubric(*six().criteria.values(), cap=70))
    assert (other.score == 70) is capped
    low = [result(f"c{n}", n, score=50) for n in range(6)] + found[-1:]
    assert not scoring.combine(low, six())[0].capped


def test_nothing_scored_has_no_headline() -> None:
    overall, dimensions = scoring.combine([result(status="no_data")], six())
    assert (overall.kind, overall.score, overall.coverage) == ("none", None, 0)
    assert {one.status for one in dimensions} == {"none"}


@pytest.mark.parametrize(
    ("low", "high", "grade", "band"),
    [
        (60, 79, "B", "Good"),
        (59.5, 79.4, "B", "Good"),
        (59.4, 62, "B–C", "Fair to Good"),
        (10, 90, "A–D", "Poor to Excellent"),
    ],
)
def test_grades_cross_with_the_interval(low: float, high: float, grade: str, band: str) -> None:
    assert (anchors.grade(low, high), anchors.bands(low, high)) == (grade, band)


def measured(seed: int, n: int = 200) -> tuple[CriterionResult, ...]:
    """Two criteria over the same days: one share and its complement."""
    flags = (np.random.default_rng(seed).random(n) < 0.3).astype(float)
    frame = posts(list(flags), other=list(1 - flags))
    one = criterion("promo-share")
    two = criterion("brag-posts", one.measure.__class__("share", where="other", among="pool"), dimension=DIMENSIONS[1])
    return scoring.assess(columns(posts=frame), rubric(one, two), brand(), PERIOD, {})


def test_joint_bootstrap_is_reproducible() -> None:
    first = scoring.combine(measured(4), six())
    resample.weights.cache_clear()
    assert scoring.combine(measured(4), six()) == first


def test_replicates_of_all_criteria_share_their_days() -> None:
    """A share and its complement move exactly against one another, replicate by replicate."""
    one, two = measured(4)
    assert one.basis is not None and two.basis is not None
    assert np.add(one.basis.replicates, two.basis.replicates) == pytest.approx(np.ones(1000), abs=1e-5)


def test_joint_interval_is_that_of_the_weighted_replicates() -> None:
    found = measured(4)
    overall, _ = scoring.combine(found, rubric(criterion(), criterion("brag-posts", dimension=DIMENSIONS[1])))
    total = sum(one.weight * score_replicates(one) for one in found) / sum(one.weight for one in found)
    assert overall.score_low == pytest.approx(np.quantile(total, 0.025), abs=1e-3)
    assert overall.score_high == pytest.approx(np.quantile(total, 0.975), abs=1e-3)


def test_caps_hold_in_replicates_without_hiding_what_lies_below() -> None:
    basis = Basis(replicates=[0.9] * 500 + [0.05] * 500)
    free = result(anchors=list(PROMO), basis=basis, score=50)
    held = result(anchors=list(PROMO), basis=basis, score=50, caps=["x:59:0.1"])
    assert set(score_replicates(free)) == {0, 100}
    assert set(score_replicates(held)) == {0, 59}


SCORES = st.lists(st.tuples(st.floats(0, 100), st.integers(1, 9), st.integers(0, 5)), min_size=1, max_size=24)


@given(SCORES, st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5)), max_size=5))
def test_nothing_to_judge_moves_no_score(scored: list[tuple[float, int, int]], empty: list[tuple[int, int]]) -> None:
    found = [result(f"s{i}", d, score=s, weight=w) for i, (s, w, d) in enumerate(scored)]
    more = [result(f"n{i}", d, status="nothing_to_judge", weight=w) for i, (w, d) in enumerate(empty)]
    before, after = scoring.combine(found, six()), scoring.combine(found + more, six())
    assert before[0] == after[0]
    assert [one.score for one in before[1]] == [one.score for one in after[1]]
    overall = before[0]
    if overall.score is not None:
        low, high = min(s for s, _, _ in scored), max(s for s, _, _ in scored)
        assert low - 1e-3 <= overall.score <= high + 1e-3
        assert (overall.bound_low or 0) - 1e-3 <= overall.score <= (overall.bound_high or 0) + 1e-3


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.booleans())
def test_score_is_monotone_in_the_value(values: list[float], rising: bool) -> None:
    scale = tuple(reversed(PROMO)) if rising else PROMO
    found = [anchors.score(value, scale) for value in sorted(values, reverse=not rising)]
    assert all(a <= b for a, b in pairwise(found)) and min(found) >= 0 and max(found) <= 100


def test_plan_ranks_by_impact_confidence_and_effort() -> None:
    found = [result("a", score=40, weight=7, effort=1), result("b", score=40, weight=7, effort=2),
             result("c", score=40, weight=7, effort=1, status="provisional"), result("d", score=85, effort=1),
             result("e", status="no_data")]  # fmt: skip
    actions = scoring.plan(found, six())
    assert [(one.criterion, one.priority, one.phase) for one in actions] == [
        ("a", 280, "1-30"), ("c", 168, "1-30"), ("b", 140, "31-60")
    ]  # fmt: skip


def test_plan_puts_three_actions_in_the_first_month_and_breaks_ties_by_mistakes() -> None:
    found = [result(name, score=40, effort=1, direction=way)
             for name, way in (("h1", "higher"), ("l1", "lower"), ("h2", "higher"), ("l2", "lower"))]  # fmt: skip
    actions = scoring.plan(found, six())
    assert [one.criterion for one in actions] == ["l1", "l2", "h1", "h2"]
    assert [one.phase for one in actions] == ["1-30", "1-30", "1-30", "31-60"]


def test_what_is_only_to_be_held_takes_no_place_in_the_first_month() -> None:
    """Scores of 76 are Good, and the next edge is too near to be told: no task."""
    held = [result(name, score=76, value=anchors.value_at(76, PROMO), anchors=list(PROMO), weight=30, effort=1)
            for name in ("h1", "h2", "h3")]  # fmt: skip
    actions = scoring.plan([*held, result("task", score=30, weight=1, effort=1)], six())
    assert [one.criterion for one in actions] == ["h1", "h2", "h3", "task"], "the order stays that of RUBRIC 4.7"
    assert [one.phase for one in actions] == ["1-30", "1-30", "31-60", "1-30"]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, ""),
        ({"status": "provisional"}, ""),  # few, and even so all of the range is below Good
        ({"status": "provisional", "score_high": 60.0}, "few"),
        ({"status": "provisional", "notes": ["blind:bait"]}, "detector"),  # few and unseen: say the worse
        ({"notes": ["weak:useful"]}, "detector"),
        ({"notes": ["partly_blind:jargon"]}, "detector"),
        ({"notes": ["corrected_apart:0.1520"]}, "apart"),
        ({"notes": ["omitted:language=3"]}, ""),
        ({"score_high": 79.9}, ""),
        ({"score_high": 80.0}, "wide"),  # Poor to Excellent is no finding
        ({"score": 60.0, "score_high": 95.0}, ""),  # Good already: at worst it is to be held
    ],
)
def test_an_unsure_score_is_read_by_hand_before_it_is_a_task(changes: dict[str, Any], wanted: str) -> None:
    (action,) = scoring.plan([result("a", **{"score": 30, "score_high": 50.0, **changes})], six())
    assert action.look == wanted


def test_what_is_to_be_read_first_takes_no_place_in_the_first_month() -> None:
    vague = [result(f"v{i}", score=10, weight=30, effort=1, notes=["weak:useful"]) for i in range(3)]
    actions = scoring.plan([*vague, result("task", score=30, weight=1, effort=1)], six())
    assert {one.criterion: one.phase for one in actions}["task"] == "1-30"


def test_the_cap_puts_answering_first() -> None:
    found = [result("a", score=0, weight=30, effort=1),
             result("response-rate", 2, score=30, score_high=38, weight=7, effort=2)]  # fmt: skip
    assert [one.criterion for one in scoring.plan(found, six())] == ["response-rate", "a"]
    assert scoring.plan(found, six())[0].phase == "1-30"


@pytest.mark.parametrize(
    ("score", "told", "wanted"),
    [
        (30, 0.12, 0.33),  # Fair begins at 0.50: too near to be told, Good far enough off
        (30, 0.01, 0.5),
        (10, None, 0.5),  # no change can be told: what is poor is to reach the next band all the same
        (39.6, 0.01, 0.33),  # shown as 40, so the edge of Fair is behind it
        (37, 0.01, 0.33),  # three points below an edge are less than any verdict names
        (59.9, None, None),  # shown as 60, which is Good: hold
        (70, 0.2, None),  # Excellent is nearer than what could be told: hold
        (70, 0.05, 0.2),
        (76, 0.001, None),
        (85, 0.001, None),
    ],
)
def test_an_aim_is_a_change_that_can_be_told_or_to_hold(score: float, told: float | None, wanted: float | None) -> None:
    value = anchors.value_at(score, PROMO)
    assert target(result(score=score, value=value, anchors=list(PROMO)), told) == wanted


def test_the_aim_of_a_plan_is_never_the_value_now() -> None:
    """2 % now and an aim of 2 %, as a stranger met it: the score is a hair below an edge."""
    now = result(score=79.9, value=0.2007, anchors=list(PROMO), n_eff=500, direction="lower")
    (action,) = scoring.plan([now], six())
    assert action.target is None


@pytest.mark.parametrize(
    ("following", "wanted"), [(3, 10), (14, 50), (60, 100), (96, None), (3800, 3500), (7000, 4250)]
)
def test_whom_to_follow_has_an_aim_on_its_weaker_side(following: int, wanted: float | None) -> None:
    """A count is told exactly, so the next band of the lesser score is the aim, five points off or more."""
    two = Measure("two_sided", spam=SPAM, listening=LISTENING)
    one = balance.judge(brand().accounts[0], two, following, None, None)
    sides = [Secondary(id=f"{name}_side", label="", value=value, unit="count", n=1)
             for name, value in (("spam", one.spam), ("listening", one.listening))]  # fmt: skip
    now = result("follow-balance", score=one.score, value=float(following), n=1, secondary=sides, unit="count")
    assert target(now, None, two) == wanted


def test_detectable_change_of_the_rubric() -> None:
    """Near 50 % and 24 criteria about 300 posts a quarter show 15 points."""
    found = detectable(result(value=0.575, n_eff=300, direction="lower"), 24)
    assert found == pytest.approx(0.15, abs=0.005)
    assert detectable(result(value=0.01, n_eff=20, direction="lower"), 24) is None
    replicates = list(np.random.default_rng(0).normal(9, 0.5, 1000))
    pooled = detectable(result(value=9.0, unit="grade", basis=Basis(replicates=replicates)), 1)
    assert pooled == pytest.approx((1.645 + 0.842) * np.sqrt(2) * 0.5, rel=0.06)
