"""Intervals, slices, secondary figures, summaries and unscored signals, from tiny columns and by simulation."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from scoring.build import (
    ACCOUNT,
    END,
    PERIOD,
    START,
    TIME,
    Measure,
    SecondaryMeasure,
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
from sociable.model import Secondary
from sociable.report import CriterionResult, SignalResult
from sociable.scoring.uncertainty import Accuracy, lang_reiczigel, wilson
from sociable.tables import Columns

INBOX = ("inbound_linked",)


def judge(view: Columns, what: Any = None, accuracy: Any = None) -> CriterionResult:
    (result,) = scoring.assess(view, rubric(what or criterion()), brand(), PERIOD, accuracy or {})
    return result


def shown(result: CriterionResult | SignalResult) -> dict[str, float | None]:
    listed: list[Secondary] = result.secondary if isinstance(result, CriterionResult) else result.figures
    return {one.id: one.value for one in listed}


def test_templates_shrink_the_information() -> None:
    """40 units that are 10 texts posted four times each: n_eff is near 10, and the interval is Wilson's on it."""
    flags = ([1.0] * 4 + [0.0] * 4) * 5
    spread = judge(columns(posts=posts(flags)))
    copied = judge(columns(posts=posts(flags, cluster=[f"t{i // 4}" for i in range(40)])))
    assert (copied.n, copied.value) == (spread.n, spread.value) == (40, 0.5)
    assert copied.n_eff is not None and spread.n_eff is not None
    assert 8 < copied.n_eff < 10.5 < spread.n_eff
    assert (copied.low, copied.high) == pytest.approx(wilson(0.5, copied.n_eff), abs=1e-5)


def test_bursts_on_few_days_shrink_it_too() -> None:
    flags = [1.0] * 20 + [0.0] * 20
    burst = judge(columns(posts=posts(flags, day=[START + timedelta(days=i // 10) for i in range(40)])))
    assert burst.n_eff is not None and burst.n_eff < 5


def test_a_share_of_nought_borrows_the_brands_usual_design_effect() -> None:
    flags = ([1.0] * 4 + [0.0] * 4) * 5
    frame = posts(flags, none=[0.0] * 40, cluster=[f"t{i // 4}" for i in range(40)])
    none = criterion("brag-posts", Measure("share", where="none", among="pool"))
    usual, borrowed = scoring.assess(columns(posts=frame), rubric(criterion(), none), brand(), PERIOD, {})
    assert borrowed.n_eff == usual.n_eff and borrowed.high == pytest.approx(wilson(0, borrowed.n_eff or 0)[1], abs=1e-5)


def test_half_credits_take_the_bootstrap() -> None:
    flags = ([0.5] * 3 + [0.0] * 5) * 10
    result = judge(columns(posts=posts(flags)))
    assert result.basis is not None and result.raw_value == 0  # halves are credits, not decisions
    ends = np.quantile(result.basis.replicates, [0.025, 0.975])
    assert (result.low, result.high) == pytest.approx(tuple(ends), abs=1e-5)
    assert result.high is not None and result.high < wilson(15 / 80, 80)[1]  # half credits vary less than yes and no


def test_replicates_of_uncertain_labels_are_as_wide_as_those_of_known_ones() -> None:
    """Probabilities that hold: the share of true labels varies as p(1 - p) says, however even the probabilities."""
    known = posts([1.0] * 3 + [0.0] * 7, pool=True).sample(400, with_replacement=True, seed=1)
    days = [START + timedelta(days=index % 92) for index in range(400)]
    certain = judge(columns(posts=known.with_columns(day=pl.Series(days))))
    vague = judge(columns(posts=posts([0.3] * 400)))
    assert certain.basis is not None and vague.basis is not None
    assert np.std(vague.basis.replicates) == pytest.approx(np.std(certain.basis.replicates), rel=0.2)
    assert np.std(vague.basis.replicates) == pytest.approx(np.sqrt(0.3 * 0.7 / 400), rel=0.1)


def test_day_bootstrap_covers_a_ratio() -> None:
    """Gives and asks of days that differ; the interval of 95 % holds the truth about as often."""
    rng, inside = np.random.default_rng(21), 0
    what = criterion("x", Measure("ratio", num="gives", den="both", among="pool"), direction="higher",
                     anchors=(0.2, 0.5, 0.667, 0.8, 0.909))  # fmt: skip
    for _ in range(60):
        chance = np.repeat(rng.beta(6, 4, 92), 3)
        gives = (rng.random(276) < chance).astype(float)
        days = [START + timedelta(days=int(i)) for i in np.repeat(np.arange(92), 3)]
        frame = posts([0.0] * 276, gives=list(gives), both=1.0, day=days)
        result = judge(columns(posts=frame), what)
        inside += (result.low or 0) <= 0.6 <= (result.high or 0)
    assert inside >= 52


def test_correction_stands_beside_the_mean_probability() -> None:
    """The scored value is the mean probability; the raw and the corrected shares stand beside it."""
    frame = posts([0.9] * 30 + [0.2] * 70).rename({"flag": "useful"})
    what = criterion("useful-share", Measure("share", where="useful", among="pool"))
    measured = {"useful": {"se": 0.85, "sp": 0.92, "se_n": 100, "sp_n": 400}}
    result = judge(columns(posts=frame), what, measured)
    assert (result.value, result.raw_value) == (pytest.approx(0.41), 0.3)
    expected = lang_reiczigel(0.3, result.n_eff or 0, Accuracy(0.85, 100, 0.92, 400))
    assert result.corrected == pytest.approx(tuple(expected), abs=1e-5)
    thin = {"useful": {"se": 0.85, "sp": 0.92, "se_n": 49, "sp_n": 400}}
    few = judge(columns(posts=frame), what, thin)
    assert few.corrected is None
    assert shown(few)["plausible_low"] < 0.2857 < shown(few)["plausible_high"]  # type: ignore[operator]
    assert "plausible_low" not in shown(result) and judge(columns(posts=frame), what).corrected is None


def test_slices_add_up_and_have_their_own_n_rules() -> None:
    flags = [1.0] * 20 + [0.0] * 20 + [1.0] * 5
    frame = posts(flags, platform=["x"] * 40 + ["bluesky"] * 5)
    result = judge(columns(posts=frame))
    parts = {kind: {one.key: one for one in listed} for kind, listed in result.slices.items()}
    assert {kind: sum(one.n for one in listed.values()) for kind, listed in parts.items()} == {
        "platform": 45, "account": 45, "week": 45
    }  # fmt: skip
    assert (parts["platform"]["x"].value, parts["platform"]["x"].status) == (0.5, "scored")
    assert (parts["platform"]["bluesky"].status, parts["platform"]["bluesky"].score) == ("too_few", None)
    assert "2026-W27" in parts["week"]
    assert parts["platform"]["x"].score == pytest.approx(40)


def test_care_cases_are_cut_by_topic_and_channel() -> None:
    topics = ["complaint"] * 20 + ["question"] * 20
    frame = cases([30.0] * 20 + [4320.0] * 20, [1] * 20 + [0] * 20, topic=topics, channel="public")
    what = criterion("response-rate", Measure("survival", at=4320, among="care_case", table="cases"), needs=INBOX)
    result = judge(columns(INBOX, cases=frame), what)
    assert {one.key: one.value for one in result.slices["topic"]} == {"complaint": 1.0, "question": 0.0}
    assert [one.key for one in result.slices["channel"]] == ["public"]
    assert {one.key for one in result.slices["weekend"]} == {"weekday", "weekend"}


def test_requests_that_still_have_time_are_told_apart() -> None:
    """Thirty answered, four that waited the three days, two whose files end before: the note and the slice say two."""
    frame = cases([30.0] * 30 + [4320.0] * 4 + [200.0] * 2, [1] * 30 + [0] * 6, channel="dm")
    what = criterion("response-rate", Measure("survival", at=4320, among="care_case", table="cases"), needs=INBOX)
    result = judge(columns(INBOX, cases=frame), what)
    assert "still_open:2" in result.notes and (result.numerator, result.denominator) == (30, 36)
    assert [one.waiting for one in result.slices["channel"]] == [2]
    assert all(one.wall is None for one in result.slices["channel"])


def test_other_clocks_stand_beside_the_declared_one() -> None:
    frame = cases([90.0] * 30 + [4320.0] * 10, [1] * 30 + [0] * 10, minutes_last=[20.0] * 30 + [None] * 10)
    what = criterion("response-time", Measure("survival", at=60, among="care_case", table="cases"), anchors=TIME,
                     direction="higher", needs=INBOX)  # fmt: skip
    found = shown(judge(columns(INBOX, cases=frame), what))
    assert (found["answered_1h"], found["answered_1h_minutes_last"]) == (0, 0.75)
    assert (found["median"], found["median_minutes_last"]) == (90, 20)
    assert "median_minutes_service" not in found
    never = {one.id: one for one in judge(columns(INBOX, cases=cases([4320.0] * 40, [0] * 40)), what).secondary}
    assert (never["median"].value, never["median"].text) == (None, "not_reached")


def test_declared_secondary_measures() -> None:
    strict = SecondaryMeasure("strict", "Strict share", Measure("share", where="strict", among="pool"))
    frame = posts([1.0] * 40, strict=[1.0] * 10 + [0.0] * 30)
    found = {one.id: one for one in judge(columns(posts=frame), criterion(secondary=(strict,))).secondary}
    assert (found["strict"].value, found["strict"].n, found["strict"].label) == (0.25, 40, "Strict share")


def test_asks_need_gives_before_them() -> None:
    """Three gives, an ask four days later, then two asks a month on."""
    days = [1, 2, 3, 7, 40, 41]
    frame = posts([0.0] * 6, gives=[1.0, 1, 1, 0, 0, 0], gives_and_asks=1.0, give_ask_unit=True).with_columns(
        created_at=pl.Series([datetime(2026, 7, 1, tzinfo=UTC) + timedelta(days=day) for day in days])
    )
    what = criterion("give-ask", Measure("ratio", num="gives", den="gives_and_asks", among="give_ask_unit"),
                     anchors=(0.2, 0.5, 0.667, 0.8, 0.909), direction="higher")  # fmt: skip
    found = shown(judge(columns(posts=frame), what))
    assert (found["gives_per_ask"], found["asks_after_gives"], found["longest_ask_run"]) == (1, pytest.approx(1 / 3), 3)


def test_a_post_that_helps_and_asks_was_something_given() -> None:
    """Three posts of use, each with an ask of its own: half a give each, and the ask after them was prepared."""
    frame = posts(
        [0.0] * 4, useful=[0.75, 0.5, 0.75, 0.1], ask=[0.9, 0.8, 0.9, 0.9],
        gives=[0.41, 0.3, 0.41, 0.05], gives_and_asks=[0.97, 0.9, 0.97, 0.91], give_ask_unit=True,
    ).with_columns(created_at=pl.Series([datetime(2026, 7, 2 + day, tzinfo=UTC) for day in range(4)]))  # fmt: skip
    what = criterion("give-ask", Measure("ratio", num="gives", den="gives_and_asks", among="give_ask_unit"),
                     anchors=(0.2, 0.5, 0.667, 0.8, 0.909), direction="higher")  # fmt: skip
    found = shown(judge(columns(posts=frame), what))
    assert (found["asks_after_gives"], found["longest_ask_run"]) == (0.25, 1)


def test_load_gap_compares_busy_days_with_calm_ones() -> None:
    """One case on each of 20 days, answered; ten on each of two days, never answered."""
    days = [START + timedelta(days=i) for i in range(20)] + [START + timedelta(days=20 + i % 2) for i in range(20)]
    frame = cases([10.0] * 20 + [4320.0] * 20, [1] * 20 + [0] * 20, day=days)
    what = criterion("personal-at-scale", needs=INBOX, dimension="show-up-when-it-counts")
    found = shown(judge(columns(INBOX, posts=posts([1.0] * 40), cases=frame), what))
    assert found["load_gap"] == 1.0


def test_regulars_by_followers() -> None:
    rows = posts([1.0] * 8 + [0.0] * 32).with_columns(
        person=pl.col("uid"), partner=True, regular=pl.col("flag"), insider=pl.Series([1.0] * 2 + [0.0] * 38)
    )
    what = criterion("relationship-depth", Measure("share", "regular", "partner", table="partners"), needs=INBOX)
    found = shown(judge(columns(INBOX, partners=rows, snapshots=snapshot(10, 4000)), what))
    assert (found["regulars"], found["regulars_per_1000_followers"], found["insider_regulars"]) == (8, 2, 0.25)


def messages(count: int, **fixed: Any) -> pl.DataFrame:
    day = date(2026, 7, 1)  # a Wednesday
    frame = pl.DataFrame({"day": [day] * count, "hour": [9] * count}, schema_overrides={"hour": pl.Int64})
    return frame.with_columns(**{name: pl.Series(name, value) if isinstance(value, list) else pl.lit(value)
                                 for name, value in fixed.items()})  # fmt: skip


def test_summaries() -> None:
    frame = posts([1.0] * 3, broadcast=True, purpose=["promo", "promo", "human"], platform=["x", "bluesky", "x"],
                  day=[START, START, date(2026, 1, 1)])  # fmt: skip
    mix, heat, answers, calendar = scoring.summaries(columns(posts=frame, messages=messages(4)), PERIOD, "UTC")
    assert mix == {"all": {"promo": 2}, "x": {"promo": 1}, "bluesky": {"promo": 1}}
    assert heat[2][9] == 4 and sum(map(sum, heat)) == 4 and [len(row) for row in heat] == [24] * 7
    assert calendar == {"2026-07-01": {"B": 2, "I": 4}}
    assert sum(map(sum, answers)) == 0
    assert scoring.summaries(columns(), PERIOD, "UTC") == ({}, [[0] * 24] * 7, [[0] * 24] * 7, {})


def test_replies_are_counted_by_the_hour_of_the_brand() -> None:
    """22:30 in London of July is 21:30 UTC, a Wednesday; a day without a time and what is no reply count nowhere."""
    sent = posts(
        [0.0] * 4,
        kind=["R", "R", "B", "D"],
        broadcast=False,
        purpose=None,
        time_precision=["second", "day", "second", "second"],
    )
    sent = sent.with_columns(created_at=pl.lit(datetime(2026, 7, 1, 21, 30, tzinfo=UTC)), day=pl.lit(date(2026, 7, 1)))
    answers = scoring.summaries(columns(posts=sent), PERIOD, "Europe/London")[2]
    assert answers[2][22] == 1 and sum(map(sum, answers)) == 1


def signal(view: Columns, name: str, who: Any = None) -> SignalResult:
    return next(one for one in scoring.signals(view, rubric(), who or brand(), PERIOD) if one.id == name)


def test_backlash_needs_inbound() -> None:
    frame = posts([1.0, 0.0], promo=[0.9, 0.1], brag=0.0)
    answers = [*["x:0"] * 10, *["x:1"] * 10, "elsewhere"]
    inbound = messages(21, parent_uid=answers, p_complaint=[*[0.9] * 5, *[0.1] * 15, 0.9])
    found = signal(columns(posts=frame, messages=inbound), "S1")
    assert (found.status, found.rows, found.posts) == ("shown", [["x:0", "5", "10"]], ["x:0"])
    assert shown(found) == {"complaints_under_push": 0.5, "complaints_under_other": 0}
    few = signal(columns(posts=frame, messages=inbound.tail(20)), "S1")
    assert shown(few) == {"complaints_under_push": None, "complaints_under_other": 0}, "nine are too few for a share"
    assert signal(columns(posts=frame), "S1").status == "no_data"
    assert signal(columns(posts=frame, messages=inbound.tail(1)), "S1").status == "nothing_to_judge"


def test_disparagement_is_listed_for_review() -> None:
    found = signal(columns(posts=posts([1.0, 0.0], disparages=[1.0, 0.0])), "S2")
    assert (found.status, found.posts, shown(found)) == ("shown", ["x:0"], {"to_review": 1})
    none = signal(columns(posts=posts([1.0, 0.0], disparages=[0.0, None])), "S2")
    assert (none.status, none.posts, none.figures[0].n) == ("shown", [], 1)
    assert signal(columns(posts=posts([1.0], disparages=[None])), "S2").status == "nothing_to_judge"
    assert signal(columns(posts=posts([1.0])), "S2").status == "no_data"


def test_busy_is_not_better() -> None:
    frame = posts([1.0] * 92, purpose="useful", interactions=[0] * 23 + [4] * 69)
    found = signal(columns(posts=frame), "S3")
    figures = shown(found)
    assert (figures["posts_per_day"], figures["busiest_day"], figures["posts_without_interaction"]) == (1, 1, 0.25)
    assert found.rows == [["x", "useful", "92", "4"]]
    assert signal(columns(posts=posts([1.0] * 4, purpose="useful", interactions=1)), "S3").rows == []


def test_followers_at_both_ends() -> None:
    both = pl.concat([snapshot(5, 900, START), snapshot(5, 1000, END)])
    found = signal(columns(snapshots=both), "S4")
    assert (found.rows, shown(found)) == ([["x", ACCOUNT, "900", "1000"]], {"followers": 1000, "followers_change": 100})
    far = signal(columns(snapshots=snapshot(5, 900, date(2026, 1, 1))), "S4")
    assert far.status == "no_data"


@pytest.mark.parametrize(
    ("bio", "no"),
    [
        ("Ferries to the islands since 1961. Tweets by Jo, 8am-6pm. DM us.", set()),
        (
            "Tips by your growth guru. #TeamFollowBack",
            {"no_self_label", "person_named", "reachable", "hours", "no_follow_back"},
        ),
        ("Ferries", {"person_named", "reachable", "hours", "says_what"}),
    ],
)
def test_profile_checklist(bio: str, no: set[str]) -> None:
    found = signal(columns(snapshots=snapshot(5, bio=bio)), "S5")
    assert {row[1] for row in found.rows if row[2] == "no"} == no
    assert len(found.rows) == 6 and signal(columns(), "S5").status == "no_data"


def test_24_criteria_over_100_000_posts_take_seconds_of_processor() -> None:
    size = 100_000
    rng = np.random.default_rng(0)
    frame = posts([0.0] * size, cluster=[f"c{i}" for i in rng.integers(0, 60_000, size)],
                  account=[(ACCOUNT, "x:b", "x:c")[i % 3] for i in range(size)])  # fmt: skip
    values = {f"v{i}": pl.Series(rng.random(size) < 0.1 + i / 40).cast(pl.Float64) for i in range(24)}
    frame = frame.with_columns(**values)
    many = rubric(*(criterion(f"c{i}", Measure("share", where=f"v{i}", among="pool")) for i in range(24)))
    who = brand(*({"platform": "x", "handle": name} for name in ("Harbour", "b", "c")))
    view = columns(posts=frame, feeds=feeds("own_text", accounts=(ACCOUNT, "x:b", "x:c")))
    began = time.process_time()
    results = scoring.assess(view, many, who, PERIOD, {})
    assert {one.n for one in results} == {size}
    assert time.process_time() - began < 5  # 2 s with the cores to itself; other work slows processors, too
