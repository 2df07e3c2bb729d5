"""Where a count or a window ends, to the last one: what is just inside counts, what is just outside does not."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from msgspec import structs

from scoring.build import (
    END,
    PERIOD,
    START,
    TIME,
    Measure,
    Switch,
    brand,
    cases,
    columns,
    criterion,
    posts,
    rubric,
    snapshot,
)  # fmt: skip
from scoring.test_figures import INBOX, judge, messages, shown, signal
from sociable import scoring
from sociable.config import Brand
from sociable.model import Period
from sociable.report import Overall, Report
from sociable.scoring import omitted, trend
from sociable.scoring.spread import quartiles

NEAR, FAR = timedelta(days=45), timedelta(days=46)


def test_a_post_drew_more_replies_than_likes_from_five_replies_on() -> None:
    """Six replies to five likes count; five to five, four to none, and a post whose likes nobody counted do not."""
    frame = posts([0.0] * 5, replies=[6, 5, 4, 9, 5], likes=[5, 5, 0, None, 4])
    found = signal(columns(posts=frame, messages=messages(1, parent_uid="x:0", p_complaint=0.1)), "S1")
    (ratioed,) = [one for one in found.figures if one.id == "more_replies_than_likes"]
    assert (ratioed.value, ratioed.n) == (2, 4)


def test_of_twelve_posts_with_complaints_the_ten_worst_are_listed_and_equals_by_name() -> None:
    """One post with two, eleven with one: the one first, then nine by uid; one without a complaint is none of them."""
    asked = ["x:30", "x:30", *(f"x:{n}" for n in range(11, 22)), "x:22"]
    inbound = messages(len(asked), parent_uid=asked, p_complaint=[0.9] * 13 + [0.1])
    found = signal(columns(posts=posts([0.0] * 31), messages=inbound), "S1")
    assert found.posts == ["x:30", *(f"x:{n}" for n in range(11, 20))]
    assert found.rows[0] == ["x:30", "2", "2"]


@pytest.mark.parametrize(("away", "status"), [(NEAR, "shown"), (FAR, "no_data")])
def test_followers_are_those_of_within_45_days(away: timedelta, status: str) -> None:
    assert signal(columns(snapshots=snapshot(5, 900, END + away)), "S4").status == status


@pytest.mark.parametrize(("away", "figure"), [(NEAR, 2), (FAR, None)])
def test_regulars_are_held_against_followers_of_up_to_45_days_after(away: timedelta, figure: float | None) -> None:
    rows = posts([1.0] * 8).with_columns(person=pl.col("uid"), partner=True, regular=pl.col("flag"))
    what = criterion("relationship-depth", Measure("share", "regular", "partner", table="partners"), needs=INBOX)
    found = shown(judge(columns(INBOX, partners=rows, snapshots=snapshot(10, 4000, END + away)), what))
    assert found.get("regulars_per_1000_followers") == figure


def test_a_week_of_three_good_joins_counts_and_one_of_two_does_not() -> None:
    """Thirteen weeks; in the first three comments of substance, in the second two and one without."""
    days = [date(2026, 7, 6)] * 3 + [date(2026, 7, 13)] * 3
    frame = posts([1.0] * 6, join=True, substantive_join=[1.0] * 5 + [0.0], day=days)
    found = shown(judge(columns(posts=frame), criterion("join-in")))
    assert found["weeks_with_joins"] == pytest.approx(1 / 13, abs=1e-5)
    assert found["comment_quality"] == pytest.approx(5 / 6, abs=1e-5)


def test_saturday_is_weekend_and_friday_is_not() -> None:
    """Answered on Fridays, not on Saturdays."""
    friday = date(2026, 7, 3)
    frame = cases([10.0] * 10 + [4320.0] * 10, [1] * 10 + [0] * 10, day=[friday] * 10 + [friday + timedelta(1)] * 10)
    what = criterion("personal-at-scale", needs=INBOX, dimension="show-up-when-it-counts")
    view = columns(INBOX, posts=posts([1.0] * 20), cases=frame)
    assert shown(judge(view, what))["weekend_gap"] == 1.0
    slow = criterion("response-time", Measure("survival", at=60, among="care_case", table="cases"), anchors=TIME,
                     direction="higher", needs=INBOX)  # fmt: skip
    cut = {one.key: (one.n, one.value) for one in judge(columns(INBOX, cases=frame), slow).slices["weekend"]}
    assert cut == {"weekday": (10, 1.0), "weekend": (10, 0.0)}


def test_four_in_five_of_the_repeats_are_most_of_them() -> None:
    """One text posted eight times and two once: the one is eight in ten, so it alone makes most of them."""

    def few(sizes: list[int]) -> float | None:
        of = [f"t{text}" for text, size in enumerate(sizes) for _ in range(size)]
        frame = posts([1.0] * len(of), repeat=1.0, cluster=of, promo_or_own_link=True)
        return shown(judge(columns(posts=frame), criterion("repeat-content")))["repeated_posts"]

    assert few([8, 1, 1]) == 1 and few([7, 2, 1]) == 2


@pytest.mark.parametrize(("read", "unread"), [(4, True), (5, False), (6, False)])
def test_a_question_is_unread_where_less_than_half_is_in_a_language_with_detectors(read: int, unread: bool) -> None:
    seen = [True] * read + [False] * (10 - read)
    inbound = messages(10, scoreable=seen, text="Hello", direction="in")
    what = criterion("response-rate", Measure("survival", at=60, among="care_case", table="cases"))
    assert omitted.unread(what, pl.DataFrame(), inbound) is unread
    own = posts([1.0] * 10, scoreable=seen, excluded=False, words=5, role="main")
    said = criterion("promo-share", Measure("share", where="flag", among="broadcast"))
    assert omitted.unread(said, own, pl.DataFrame()) is unread


@pytest.mark.parametrize(("before", "noted"), [(2, True), (3, False)])
def test_a_peak_is_of_the_last_three_days(before: int, noted: bool) -> None:
    """Thirty cases in one day, so many days before the last: the day itself and the two before it are the end."""
    last = date(2026, 9, 30)
    frame = cases([30.0] * 40, [1] * 40, day=[last - timedelta(before)] * 30 + [last] * 10)
    what = criterion("response-rate", Measure("survival", at=60, among="care_case", table="cases"), needs=INBOX)
    assert ("inbound_peak" in judge(columns(INBOX, cases=frame), what).notes) is noted


def ended(name: str, start: str, end: str) -> Report:
    return Report(period=Period(id=name, start=start, end=end), today=end, overall=Overall(kind="none"))


def test_a_period_that_reaches_into_this_one_is_no_earlier_one() -> None:
    """It may end on the day before; on the first day itself it shares posts with this one."""
    now = ended("now", "2026-07-01", "2026-09-30")
    result = judge(columns(posts=posts([1.0] * 20 + [0.0] * 20)))
    now = structs.replace(now, criteria=[result])
    for end, known in (("2026-06-30", ["before"]), ("2026-07-01", [])):
        before = structs.replace(ended("before", "2026-04-01", end), criteria=[result])
        found = scoring.changes(now, [before], rubric(criterion()))
        assert [one.against for one in found.values()] == known


def test_last_year_is_within_twenty_days_of_a_year() -> None:
    now = ended("now", "2026-07-01", "2026-09-30")
    for start, met in (("2025-06-11", True), ("2025-06-10", False), ("2025-07-21", True), ("2025-07-22", False)):
        past = ended("past", start, "2025-09-30")
        assert (trend.year_ago(now, [past]) is past) is met, start


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [(END, END, 91), (END - FAR, END - FAR, 91), (START - FAR, START, 91), (END + NEAR, END + FAR, None),
     (START - FAR, START - NEAR, None)],
)  # fmt: skip
def test_the_days_of_an_event_are_left_out_to_the_last(start: date, end: date, left: int | None) -> None:
    """A post a day: an event that touches the window by a day leaves 91 of 92."""
    about = {"name": "Sale", "start": start, "end": end, "kind": "sale"}
    accounts = [{"platform": "x", "handle": "Harbour"}]
    who = Brand.model_validate({"brand": {"name": "H"}, "accounts": accounts, "events": [about]})
    (result,) = scoring.assess(columns(posts=posts([1.0] * 92)), rubric(criterion()), who, PERIOD, {})
    found = {one.id: one.n for one in result.secondary}
    assert found.get("without_events") == left


def test_a_launch_lasts_ninety_days() -> None:
    """Of a post a day for 92 days, those of the first ninety."""
    early = criterion("early-sell", needs=("author_ids",), anchors=(0.4, 0.2, 0.1, 0.03, 0.0))
    young = columns(posts=posts([1.0] * 92, reader="x"))
    (result, _) = scoring.assess(young, rubric(early, criterion()), brand(), PERIOD, {})
    assert (result.reason, result.n) == ("launch_window", 90)


@pytest.mark.parametrize(("until", "status"), [(START, "suppressed"), (START - timedelta(1), "scored")])
def test_a_question_is_switched_off_up_to_its_last_day(until: date, status: str) -> None:
    off = {"promo-share": Switch("a merger", "Mina", until)}
    (result,) = scoring.assess(columns(posts=posts([1.0] * 40)), rubric(criterion(), off=off), brand(), PERIOD, {})
    assert result.status == status


def test_percentiles_are_told_of_five_brands_on() -> None:
    assert quartiles([10, 20, 30, 40]) is None
    assert quartiles([10, 20, 30, 40, 50]) == (20, 30, 40)
