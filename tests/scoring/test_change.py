"""Verdicts of change: the tests behind them, the guards before them, and how often they cry wolf."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.build import (
    ACCOUNT,
    LISTENING,
    RATE,
    SPAM,
    START,
    Measure,
    brand,
    cases,
    columns,
    criterion,
    feeds,
    posts,
    rubric,
    snapshot,
)  # fmt: skip
from sociable import scoring
from sociable.config import Event
from sociable.criteria import Criterion
from sociable.model import Change, InputFile, Period, Split
from sociable.report import CriterionResult, Overall, Report
from sociable.scoring.change import survivors
from sociable.scoring.contrast import Scale, of_replicates, of_shares, pair
from sociable.scoring.uncertainty import Interval, mover, newcombe

Q2 = Period(id="2026-Q2", start="2026-04-01", end="2026-06-30")
Q3 = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
BACK = timedelta(days=91)


def report(period: Period, results: tuple[CriterionResult, ...], fingerprint: str = "f", *inputs: InputFile) -> Report:
    return Report(
        period=period, today="2026-10-05", overall=Overall(kind="none"), criteria=list(results),
        rubric={"fingerprint": fingerprint}, inputs=list(inputs),
    )  # fmt: skip


def assessed(frame: pl.DataFrame, period: Period = Q3, *many: Criterion, who: Any = None, **frames: Any) -> Report:
    """A report over posts written for the third quarter; for the second they move 91 days back."""
    if period is Q2 and frame.height:
        frame = frame.with_columns(pl.col("day") - BACK)
    view = columns(("own_text", "inbound_linked"), posts=frame, **frames)
    return report(period, scoring.assess(view, rubric(*(many or (criterion(),))), who or brand(), period, {}))


def verdict(before: pl.DataFrame, now: pl.DataFrame, what: Criterion | None = None) -> Change:
    what = what or criterion()
    return scoring.compare(assessed(now, Q3, what), assessed(before, Q2, what), rubric(what))[what.id]


def dealt(n: int) -> list[date]:
    """Days that lie in either quarter."""
    return [START + timedelta(days=index % 89) for index in range(n)]


def share(hits: int, n: int, **fixed: Any) -> pl.DataFrame:
    """`hits` of n, dealt evenly over the days so that the design effect is 1."""
    step = np.floor(np.arange(1, n + 1) * hits / n) - np.floor(np.arange(n) * hits / n)
    return posts([float(one) for one in step], **{"day": dealt(n), **fixed})


def test_a_share_that_fell_is_improved_where_lower_is_better() -> None:
    found = verdict(share(160, 400), share(80, 400))
    assert found.verdict == "improved" and found.against == "2026-Q2"
    assert (found.difference, found.low, found.high) == pytest.approx(newcombe(0.4, 400, 0.2, 400), abs=2e-3)
    assert found.score_difference is not None and found.score_difference > 20
    assert found.p is not None and found.p < 0.001
    assert verdict(share(80, 400), share(160, 400)).verdict == "declined"


def test_small_n_says_no_clear_change_and_large_n_holds_steady() -> None:
    assert verdict(share(12, 40), share(9, 40)).verdict == "no_clear_change"
    assert verdict(share(900, 3000), share(900, 3000)).verdict == "held"


def test_p_is_where_the_interval_touches_nought() -> None:
    what = criterion()
    before, now = (assessed(share(k, 300), q, what).criteria[0] for k, q in ((120, Q2), (95, Q3)))
    found = of_shares(before, now)
    z = stats.norm.isf(found.p / 2)
    touching = newcombe(0.4, before.n_eff or 0, 95 / 300, now.n_eff or 0, z)
    assert min(abs(touching.low), abs(touching.high)) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("hits", "note"),
    [((395, 394), ""), ((270, 330), "beyond_anchor:Poor"), ((330, 270), "beyond_anchor:Poor")],
    ids=["hold", "down", "up"],
)
def test_beyond_the_outer_anchor_a_change_still_has_a_size(hits: tuple[int, int], note: str) -> None:
    """Anchors end at 0.25 = 0 points: 0.68 and 0.82 both score 0."""
    what = criterion(anchors=(0.25, 0.12, 0.06, 0.03, 0.005))
    found = verdict(share(hits[0], 400), share(hits[1], 400), what)
    if note:
        assert found.verdict == ("declined" if hits[1] > hits[0] else "improved")
        assert found.score_difference == pytest.approx((hits[0] - hits[1]) / 400 / 0.13 * 40, abs=0.01)
    assert found.note == note


def test_prolonged_scale_joins_the_polyline() -> None:
    anchors = (0.80, 0.50, 0.33, 0.20, 0.10)
    assert Scale.of(anchors, 0.9, 0.7).scores(np.array([0.9, 0.8, 0.05])) == pytest.approx([0, 0, 100])
    assert Scale.of(anchors, 0.9, 0.85).scores(np.array([0.9, 0.8])) == pytest.approx([-0.1 * 40 / 0.3, 0])
    assert Scale.of(anchors, 0.02, 0.08).scores(np.array([0.1, 0.05])) == pytest.approx([100, 110])
    assert Scale.of(RATE, 0.99, 1.0).beyond == 1 and Scale.of(RATE, 0.01, 0.05).beyond == -1


def test_two_quarters_do_not_share_their_luck() -> None:
    """Same seed, same number of days: unpaired, equal quarters would differ by nothing in every replicate."""
    values = np.random.default_rng(0).normal(size=1000)
    before, now = pair(values, values)
    assert abs(np.corrcoef(before, now)[0, 1]) < 0.05
    assert np.std(now - before) == pytest.approx(np.sqrt(2) * np.std(values), rel=0.05)


def survived(answered: int, n: int) -> pl.DataFrame:
    return cases([30.0] * answered + [4320.0] * (n - answered), [1] * answered + [0] * (n - answered), day=dealt(n))


def test_survival_is_compared_by_its_replicates() -> None:
    what = criterion("response-rate", Measure("survival", at=4320, among="care_case", table="cases"), anchors=RATE,
                     direction="higher", needs=("inbound_linked",))  # fmt: skip
    moved = survived(60, 200).with_columns(pl.col("day") - BACK)
    before = assessed(posts([]), Q2, what, cases=moved)
    now = assessed(posts([]), Q3, what, cases=survived(120, 200))
    found = scoring.compare(now, before, rubric(what))["response-rate"]
    assert (found.verdict, found.difference) == ("improved", pytest.approx(0.3))
    expected = newcombe(0.3, 200, 0.6, 200)
    assert (found.low, found.high) == pytest.approx(expected[1:], abs=0.02)


def test_ratio_bootstrap_agrees_with_newcombe_on_yes_and_no() -> None:
    what = criterion("x", Measure("ratio", num="flag", den="one", among="pool"))
    before, now = (assessed(share(k, 300, one=1.0), q, what).criteria[0] for k, q in ((120, Q2), (90, Q3)))
    found = of_replicates(before, now)
    assert now.n_eff is None and found.difference.value == pytest.approx(-0.1)
    assert found.p == pytest.approx(2 * stats.norm.sf(0.1 / np.sqrt(0.24 / 300 + 0.21 / 300)), abs=0.05)


@pytest.mark.parametrize(
    ("changed", "verdict", "note"),
    [
        ({"fingerprint": "g"}, "measured_differently", "rubric"),
        ({"n": 20}, "too_little_data", "status:provisional"),
        ({"n": 0}, "too_little_data", "status:nothing_to_judge"),
    ],
)
def test_guards(changed: dict[str, Any], verdict: str, note: str) -> None:
    size = changed.get("n", 200)
    before, now = assessed(share(80, 200), Q2), assessed(share(size // 2, size), Q3)
    now = report(Q3, tuple(now.criteria), changed.get("fingerprint", "f"))
    found = scoring.compare(now, before, rubric(criterion()))["promo-share"]
    assert (found.verdict, found.note, found.p) == (verdict, note, None)


def test_overlapping_windows_are_not_compared() -> None:
    now = assessed(share(80, 200))
    assert scoring.compare(now, now, rubric(criterion()))["promo-share"].note == "windows_overlap"


def test_a_short_lookback_forbids_a_verdict() -> None:
    what = criterion("repeat-content", lookback_days=90)
    rows, short = share(80, 200), feeds("own_text", first=date(2026, 2, 1))
    found = scoring.compare(assessed(rows, Q3, what, feeds=short), assessed(rows, Q2, what, feeds=short), rubric(what))
    assert (found["repeat-content"].verdict, found["repeat-content"].note) == ("too_little_data", "lookback")
    assert verdict(rows, rows, what).verdict != "too_little_data"


def file(*fed: str) -> InputFile:
    return InputFile(file="a", sha256="", reader="x", read=1, kept=1, accounts=[ACCOUNT], feeds=list(fed))


def test_other_feeds_are_another_measure_only_where_they_matter() -> None:
    """X Analytics shows no reshares: useful-share would count other units, promo-share's broadcasts would not."""
    wide = criterion("useful-share", Measure("share", where="flag", among="broadcast_or_reshare"))
    rows = share(80, 200, broadcast_or_reshare=True)
    before, now = assessed(rows, Q2, criterion(), wide), assessed(rows, Q3, criterion(), wide)
    before, now = (
        report(Q2, tuple(before.criteria), "f", file("own_text")),
        report(Q3, tuple(now.criteria), "f", file("own_text", "reshares")),
    )
    found = scoring.compare(now, before, rubric(criterion(), wide))
    assert found["promo-share"].verdict == "no_clear_change"
    other = found["useful-share"]
    assert (other.verdict, other.note) == ("measured_differently", f"feeds_differ@{ACCOUNT}")


TWO = brand({"platform": "x", "handle": "Harbour"}, {"platform": "bluesky", "handle": "Harbour"})
BOTH = feeds("own_text", accounts=(ACCOUNT, "bluesky:harbour"))
OTHER = {"account": "bluesky:harbour", "platform": "bluesky"}


def mixed(x: tuple[int, int], bluesky: tuple[int, int]) -> pl.DataFrame:
    return pl.concat([share(*x), share(*bluesky, **OTHER)])


def test_a_shift_of_platforms_is_not_a_change() -> None:
    """40 % promotion on one platform and 10 % on the other in both quarters; only the mix moves."""
    before = assessed(mixed((160, 400), (10, 100)), Q2, who=TWO, feeds=BOTH)
    now = assessed(mixed((40, 100), (40, 400)), Q3, who=TWO, feeds=BOTH)
    found = scoring.compare(now, before, rubric(criterion()))["promo-share"]
    assert (now.criteria[0].value or 0) < (before.criteria[0].value or 0) - 0.1
    assert found.difference == pytest.approx(0, abs=1e-6)
    assert found.verdict in ("no_clear_change", "held") and found.note == "mix_guard"
    # 170 of 500, then 80 of 500, and not a post of it because anybody writes otherwise
    assert found.split == Split(plain=-0.18, rate=0.0, mix=-0.18)


def test_mix_and_rate_add_up_to_the_difference() -> None:
    """Both habits change and the mix moves; worked by hand at the average mix of a half each."""
    before = assessed(mixed((160, 400), (10, 100)), Q2, who=TWO, feeds=BOTH)
    now = assessed(mixed((20, 100), (80, 400)), Q3, who=TWO, feeds=BOTH)
    found = scoring.compare(now, before, rubric(criterion()))["promo-share"].split
    assert found is not None
    assert found.rate == pytest.approx(0.5 * (0.2 - 0.4) + 0.5 * (0.2 - 0.1), abs=1e-6)
    assert found.mix == pytest.approx((0.2 - 0.8) * 0.3 + (0.8 - 0.2) * 0.15, abs=1e-6)
    assert found.plain == pytest.approx(100 / 500 - 170 / 500, abs=1e-6) == found.rate + found.mix


def test_one_platform_has_no_mix() -> None:
    assert verdict(share(80, 200), share(90, 200)).split is None


def test_a_sale_is_left_out_of_the_sensitivity_line_and_not_of_the_verdict() -> None:
    """A sale of ten days with nothing but offers: the verdict holds it, the line beside it does not."""
    sale = [START + timedelta(days=at) for at in range(10)]
    calm = share(60, 200).filter(~pl.col("day").is_in(sale))
    offers = posts([1.0] * 100, day=[sale[at % 10] for at in range(100)]).with_columns(uid=pl.col("uid") + "-sale")
    who = brand().model_copy(update={"events": (Event(name="Sale", start=sale[0], end=sale[-1], kind="sale"),)})
    before, now = assessed(share(60, 200), Q2), assessed(pl.concat([calm, offers]), Q3, who=who)
    found = scoring.compare(now, before, rubric(criterion()))["promo-share"]
    assert found.verdict == "declined" and (found.difference or 0) > 0.2
    assert found.without_events is not None
    moved, low, high = found.without_events
    assert moved == pytest.approx(calm["flag"].mean() - 0.3, abs=1e-6) and abs(moved) < 0.02  # type: ignore[operator]
    assert low is not None and high is not None and low < 0 < high
    n_calm = (now.criteria[0].n_eff or 0) * calm.height / now.criteria[0].n
    expected = newcombe(0.3, before.criteria[0].n_eff or 0, calm["flag"].mean(), n_calm)  # type: ignore[arg-type]
    assert (low, high) == pytest.approx(expected[1:], abs=1e-4)
    assert verdict(share(60, 200), share(60, 200)).without_events is None


def test_accounts_that_joined_are_left_out_and_named() -> None:
    before = assessed(share(80, 200), Q2, who=TWO, feeds=feeds("own_text"))
    now = assessed(mixed((80, 200), (190, 200)), Q3, who=TWO, feeds=BOTH)
    found = scoring.compare(now, before, rubric(criterion()))["promo-share"]
    assert found.difference == pytest.approx(0) and "accounts_differ; joined@bluesky:harbour" in found.note
    gone = scoring.compare(
        assessed(share(80, 200), Q3, who=TWO, feeds=feeds("own_text")),
        assessed(mixed((80, 200), (190, 200)), Q2, who=TWO, feeds=BOTH), rubric(criterion()),
    )["promo-share"]  # fmt: skip
    assert "left@bluesky:harbour" in gone.note


def test_a_share_that_became_nought_is_compared_by_intervals() -> None:
    found = verdict(share(40, 200), share(0, 200))
    assert found.verdict == "improved" and found.low is not None and found.low < -0.2 < (found.high or 0)


@pytest.mark.parametrize(
    ("before", "now", "expected"), [(5200, 800, "improved"), (800, 5200, "declined"), (700, 800, "held")]
)
def test_follow_balance_is_judged_by_its_band(before: int, now: int, expected: str) -> None:
    what = criterion("follow-balance", Measure("two_sided", spam=SPAM, listening=LISTENING), anchors=(),
                     direction="two-sided", needs=("following_count",))  # fmt: skip

    def at(period: Period, count: int) -> Report:
        shot = snapshot(count, 4000, at=date.fromisoformat(period.end))
        view = columns(("following_count",), snapshots=shot)
        return report(period, scoring.assess(view, rubric(what), brand(), period, {}))

    found = scoring.compare(at(Q3, now), at(Q2, before), rubric(what))["follow-balance"]
    assert (found.verdict, found.difference, found.p) == (expected, now - before, None)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0, 1), min_size=1, max_size=24))
def test_survivors_are_those_of_scipy(ps: dict[str, float]) -> None:
    names = list(ps)
    adjusted = stats.false_discovery_control([ps[name] for name in names])
    sure = {name for name, one in zip(names, adjusted, strict=True) if one <= 0.10 - 1e-9}
    perhaps = {name for name, one in zip(names, adjusted, strict=True) if one <= 0.10 + 1e-9}
    assert sure <= survivors(ps) <= perhaps


def test_survivors_at_the_very_rate() -> None:
    """RUBRIC 4.4: p(i) <= i / m * 0.10, and a later one that passes takes the earlier ones with it."""
    assert survivors({"a": 0.10}) == {"a"} and survivors({"a": 0.1001}) == set() == survivors({})
    assert survivors({"b": 0.10, "a": 0.09}) == {"a", "b"}
    assert survivors({"a": 0.02, "b": 0.07, "c": 0.5}) == {"a"}


def test_numbers_are_kept_to_six_places_and_p_is_never_nought() -> None:
    """The p of 0.4 against 0.2 of 400 each is below a thousand millionth: stored as a millionth, not as impossible."""
    found = verdict(share(170, 401), share(60, 401))
    assert found.p == 1e-6
    likely = verdict(share(12, 41), share(9, 41)).p
    assert likely is not None and likely == round(likely, 6) != round(likely, 5)
    for one in (found.difference, found.low, found.high):
        assert one is not None and one == round(one, 6) != round(one, 5)
    assert found.score_difference is not None
    assert found.score_difference == round(found.score_difference, 4) != round(found.score_difference, 3)


@pytest.mark.parametrize("lacking", [0, 1])
def test_replicates_that_one_side_lacks_leave_the_intervals_to_judge(lacking: int) -> None:
    """Of two ratios of yes and no the intervals say by MOVER what Newcombe's method says of the counts."""
    what = criterion("x", Measure("ratio", num="flag", den="one", among="pool"))
    pair_of = [assessed(share(k, 300, one=1.0), q, what) for k, q in ((120, Q2), (90, Q3))]
    drawn = scoring.compare(pair_of[1], pair_of[0], rubric(what))["x"]
    old = pair_of[lacking].criteria[0]
    assert old.basis is not None and len(old.basis.replicates) == 1000
    cut = msgspec.structs.replace(old, basis=msgspec.structs.replace(old.basis, replicates=old.basis.replicates[:999]))
    pair_of[lacking] = msgspec.structs.replace(pair_of[lacking], criteria=[cut])
    found = scoring.compare(pair_of[1], pair_of[0], rubric(what))["x"]
    ends = [one.criteria[0] for one in pair_of]
    expected = mover(*([(1.0, Interval(one.value or 0, one.low or 0, one.high or 0))] for one in ends))
    assert (found.difference, found.low, found.high) == pytest.approx(tuple(expected), abs=1e-6)
    assert (found.low, found.high) != (drawn.low, drawn.high)


def test_24_unchanged_criteria_seldom_cry_wolf() -> None:
    """With nothing changed, at most one run in ten or so has any false verdict of change."""
    rng, cried, runs = np.random.default_rng(5), 0, 20
    many = [criterion(f"c{i}", Measure("share", where=f"v{i}", among="pool")) for i in range(24)]
    for _ in range(runs):
        frames = []
        for _ in range(2):
            values = {f"v{i}": pl.Series(rng.random(200) < 0.35).cast(pl.Float64) for i in range(24)}
            frames.append(posts([0.0] * 200).with_columns(**values))
        found = scoring.compare(assessed(frames[0], Q3, *many), assessed(frames[1], Q2, *many), rubric(*many))
        assert scoring.comparisons(found) == 24
        cried += any(one.verdict in ("improved", "declined") for one in found.values())
    assert cried <= 5


def quarter(index: int, hits: int) -> Report:
    """Quarter `index` from 2025-Q3 on."""
    start = date(2025 + (index + 2) // 4, 3 * ((index + 2) % 4) + 1, 1)
    end = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    period = Period(id=f"q{index}", start=start.isoformat(), end=end.isoformat())
    frame = share(hits, 300).with_columns(day=pl.lit(start) + pl.duration(days=pl.int_range(pl.len()) % 90))
    many = (criterion(), criterion("brag-posts"))
    view = columns(("own_text",), posts=frame)
    return report(period, scoring.assess(view, rubric(*many), brand(), period, {}))


def test_seasonal_criteria_prefer_last_year_once_there_are_four_quarters() -> None:
    """Every third quarter is heavy: against spring promotion grew, against last summer it did not."""
    past = [quarter(index, hits) for index, hits in enumerate((150, 60, 60, 60))]
    now = quarter(4, 150)
    found = scoring.changes(now, [*past, now], rubric(criterion(), criterion("brag-posts")))
    assert (found["promo-share"].against, found["promo-share"].verdict) == ("q0", "no_clear_change")
    assert found["promo-share"].note == "previous_period:declined"
    assert (found["brag-posts"].against, found["brag-posts"].verdict) == ("q3", "declined")
    assert found["brag-posts"].note == "same_quarter_last_year:no_clear_change"
    year, last = found["brag-posts"].other, found["promo-share"].other
    assert year is not None and (year.against, year.verdict) == ("q0", "no_clear_change")
    assert year.difference == pytest.approx(0) and year.low is not None and year.low < 0
    assert last is not None and (last.against, last.difference) == ("q3", found["brag-posts"].difference)
    young = scoring.changes(now, past[1:], rubric(criterion()))
    assert young["promo-share"].against == "q3"
    assert scoring.changes(past[0], [now], rubric(criterion())) == {}


def test_slope_is_that_of_scipy() -> None:
    values = [61.0, 58, 64, 70, 66, 73, 71]
    expected = stats.theilslopes(values)
    assert scoring.theil_sen(values) == pytest.approx((expected.slope, expected.low_slope, expected.high_slope))
    assert scoring.theil_sen(values[:4]) is None


@pytest.mark.parametrize(
    "values", [[1, 2, 3, 4, 5], [3, 1, 4, 1.5, 9, 2.6, 5.3], [5, 4, 3, 2, 1, 0], [2, 1, 3, 5, 4, 8]]
)
def test_the_p_of_a_slope_is_that_of_scipy(values: list[float]) -> None:
    expected = stats.kendalltau(range(len(values)), values, method="exact").pvalue
    assert scoring.kendall_p(values) == pytest.approx(expected)
    assert scoring.kendall_p([50.0] * 5) == 1
