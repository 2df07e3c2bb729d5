"""The number vectors of RUBRIC 6, computed apart from this code."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.build import (
    GRADE,
    LISTENING,
    PROMO,
    RATE,
    SPAM,
    TIME,
    Measure,
    brand,
    cases,
    columns,
    criterion,
    posts,
    rubric,
    snapshot,
)  # fmt: skip
from scoring.build import PERIOD as Q3
from sociable import scoring
from sociable.report import CriterionResult
from sociable.scoring import anchors, balance, survival
from sociable.scoring.uncertainty import Accuracy, lang_reiczigel, newcombe, rogan_gladen, wilson, zero_bound

MINUTES = np.array([10.0, 30, 40, 50, 90, 300, 1500, 4320, 4320, 4320])
EVENTS = np.array([1.0, 1, 0, 1, 1, 1, 1, 0, 0, 0])


def judged(result: tuple[CriterionResult, ...]) -> CriterionResult:
    assert len(result) == 1
    return result[0]


@pytest.mark.parametrize(("value", "scale", "expected"), [(0.44, PROMO, 47.06), (0.80, RATE, 70.0)])
def test_polyline(value: float, scale: tuple[float, ...], expected: float) -> None:
    assert anchors.score(value, scale) == pytest.approx(expected, abs=0.005)


def test_wilson_and_its_scores() -> None:
    low, high = wilson(12 / 40, 40)
    assert (low, high) == pytest.approx((0.1807, 0.4543), abs=5e-5)
    worst, best = anchors.score_range(low, high, PROMO)
    assert (anchors.score(0.3, PROMO), worst, best) == pytest.approx((64.6, 45.4, 83.9), abs=0.05)
    assert anchors.bands(worst, best) == "Fair to Excellent"


def test_zero_events() -> None:
    assert zero_bound(42) == pytest.approx(0.0688, abs=5e-5)


@pytest.mark.parametrize(
    ("before", "now", "n", "expected"),
    [(0.40, 0.55, 100, (0.150, 0.0117, 0.2804)), (50 / 170, 75 / 170, 170, (0.1471, 0.0446, 0.2453))],
)
def test_newcombe(before: float, now: float, n: int, expected: tuple[float, float, float]) -> None:
    assert newcombe(before, n, now, n) == pytest.approx(expected, abs=5e-5)


def test_kaplan_meier() -> None:
    curve = survival.kaplan_meier(MINUTES, EVENTS)
    assert [curve.at(t) for t in (15, 60, 1440, 4320)] == pytest.approx([0.1, 0.3143, 0.5429, 0.6571], abs=5e-5)
    assert curve.median() == 300


def test_dropping_the_unanswered_only_under_its_own_label() -> None:
    assert survival.answered_median(MINUTES, EVENTS) == 70
    what = criterion("response-time", Measure("survival", at=60, among="care_case", table="cases"), anchors=TIME,
                     direction="higher", needs=("inbound_linked",), dimension="show-up-when-it-counts")  # fmt: skip
    view = columns(("inbound_linked",), cases=cases(MINUTES, EVENTS.astype(int)))
    found = {one.id: one for one in judged(scoring.assess(view, rubric(what), brand(), Q3, {})).secondary}
    assert found["median"].value == 300
    assert found["answered_only_median"].value == 70
    marks = [found[f"answered_{mark}"].value for mark in ("15m", "1h", "24h", "72h")]
    assert marks == pytest.approx([0.1, 0.3143, 0.5429, 0.6571], abs=5e-5)


def test_rogan_gladen_and_lang_reiczigel() -> None:
    accuracy = Accuracy(se=0.85, se_n=100, sp=0.92, sp_n=150)
    assert rogan_gladen(0.30, accuracy) == pytest.approx(0.2857, abs=5e-5)
    assert lang_reiczigel(0.30, 200, accuracy) == pytest.approx((0.2857, 0.1911, 0.3851), abs=5e-5)


@pytest.mark.parametrize(
    ("following", "followers", "spam", "listening", "score"),
    [(5200, 4000, 19.2, 100, 19.2), (3, None, 100, 12, 12), (5200, 900_000, 60, 100, 60)],
)
def test_follow_balance(following: int, followers: int | None, spam: float, listening: float, score: float) -> None:
    what = criterion("follow-balance", Measure("two_sided", spam=SPAM, listening=LISTENING), anchors=(),
                     direction="two-sided", needs=("following_count",))  # fmt: skip
    one = balance.judge(brand().accounts[0], what.measure, following, followers, None)
    assert (one.spam, one.listening, one.score) == pytest.approx((spam, listening, score))
    view = columns(("following_count",), snapshots=snapshot(following, followers))
    result = judged(scoring.assess(view, rubric(what), brand(), Q3, {}))
    assert (result.status, result.score) == ("scored", pytest.approx(score))
    assert (result.low, result.score_low) == (None, None)
    assert ("claim:A1.22@x:harbour" in result.notes) is (following >= 5000)


def test_relationship_depth() -> None:
    """40 partners, of whom 7 came back a week later or more."""
    rows = posts([1.0] * 7 + [0.0] * 33).with_columns(person=pl.col("uid"), partner=True, regular=pl.col("flag"))

    what = criterion("relationship-depth", Measure("share", where="regular", among="partner", table="partners"),
                     anchors=(0.02, 0.08, 0.15, 0.25, 0.40), direction="higher", needs=("inbound_linked",))  # fmt: skip
    view = columns(("inbound_linked",), partners=rows)
    result = judged(scoring.assess(view, rubric(what), brand(), Q3, {}))
    assert (result.value, result.score) == pytest.approx((0.175, 65.0))


def test_plain_talk_is_the_median_of_textstat_on_the_pooled_text() -> None:
    import textstat

    texts = [f"The ferry to island number {n} leaves before breakfast, and passengers board early." for n in range(40)]
    pool = " ".join(texts)
    rows = posts([0.0] * 40).with_columns(
        g_chars=pl.Series([textstat.char_count(t) for t in texts]),
        g_letters=pl.Series([textstat.letter_count(t) for t in texts]),
        g_words=pl.Series([textstat.lexicon_count(t) for t in texts]), g_sentences=pl.Series([1] * 40),
        g_long=pl.Series([textstat.long_word_count(t) for t in texts]),
    )  # fmt: skip
    what = criterion("plain-talk", Measure("pooled", metric="reading_grade", among="pool"), anchors=GRADE, unit="grade",
                     expert_shift=3.0)  # fmt: skip
    result = judged(scoring.assess(columns(posts=rows), rubric(what), brand(), Q3, {}))
    lix = textstat.lix(pool)
    expected = sorted([textstat.automated_readability_index(pool), textstat.coleman_liau_index(pool), lix / 4 - 1])[1]
    assert textstat.sentence_count(pool) == 40 and 20 <= lix <= 56
    assert result.value == pytest.approx(expected, abs=1e-6)
    assert result.low is not None and result.low <= expected <= (result.high or 0)
    expert = judged(scoring.assess(columns(posts=rows), rubric(what), brand(audience="expert"), Q3, {}))
    assert expert.anchors == [16, 13.5, 12, 10.5, 9]
    assert (expert.score or 0) > (result.score or 0)
