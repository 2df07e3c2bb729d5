"""Notes beside a value, the declared clock, and figures that lean on several tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from scoring.build import PERIOD, RATE, START, TIME, Measure, brand, cases, columns, criterion, posts, rubric
from sociable import scoring
from sociable.config import Brand
from sociable.criteria import Criterion
from sociable.report import CriterionResult
from sociable.tables import Columns

ONE = {"platform": "x", "handle": "Harbour"}
CARE = Measure("survival", at=60, among="care_case", table="cases")


def judge(view: Columns, what: Criterion, who: Brand | None = None) -> CriterionResult:
    (result,) = scoring.assess(view, rubric(what), who or brand(), PERIOD, {})
    return result


def figures(result: CriterionResult) -> dict[str, float | None]:
    return {one.id: one.value for one in result.secondary}


def test_none_sold_and_no_links_are_said() -> None:
    assert judge(columns(posts=posts([0.0] * 40)), criterion()).notes == ["zero_promo"]
    linked = posts([1.0] * 40).with_columns(links=pl.lit(["a"]))
    assert judge(columns(posts=linked), criterion()).notes == []
    blank = posts([1.0] * 40).with_columns(links=pl.lit(None, pl.List(pl.Utf8)))
    assert judge(columns(posts=blank), criterion()).notes == ["text_only"]


@pytest.mark.parametrize(("inbound", "fed", "noted"), [(9, True, True), (10, True, False), (0, False, False)])
def test_few_people_write(inbound: int, fed: bool, noted: bool) -> None:
    messages = pl.DataFrame({"account": ["x:harbour"] * inbound, "day": [START] * inbound})
    needs = ("own_text", "inbound_linked") if fed else ("own_text",)
    result = judge(columns(needs, posts=posts([1.0] * 40, kind="R"), messages=messages), criterion("two-way-share"))
    assert ("few_inbound" in result.notes) is noted
    assert figures(result).get("inbound_per_reply") == (inbound / 40 if inbound else None)


def test_interviews_tire() -> None:
    what = criterion("inviting-posts")
    assert judge(columns(posts=posts([1.0] * 25 + [0.0] * 15)), what).notes == ["interview_fatigue"]
    assert judge(columns(posts=posts([1.0] * 24 + [0.0] * 16)), what).notes == []


def test_one_network_shows_no_cross_posting() -> None:
    what = criterion("platform-fit")
    assert judge(columns(posts=posts([1.0] * 40)), what).notes == ["no_cross_posting"]
    assert judge(columns(posts=posts([1.0] * 40, platform=["x", "bluesky"] * 20)), what).notes == []


@pytest.mark.parametrize(("inside", "noted"), [(8, True), (7, False)])
def test_corral_index(inside: int, noted: bool) -> None:
    frame = posts([1.0] * 40, broadcast_or_reshare=True, inside=[True] * inside + [False] * (40 - inside)).with_columns(
        amplified=pl.Series([f"p{index // 2}" for index in range(10)] + [None] * 30)
    )
    result = judge(columns(posts=frame), criterion("free-range"), brand(affiliates=["@hotel"]))
    assert result.notes == (["corral"] if noted else [])
    assert figures(result) == {"corral_index": inside / 10, "distinct_outsiders": pytest.approx(1 if noted else 2)}
    assert "weak_affiliates" in judge(columns(posts=frame), criterion("free-range")).notes


def test_comments_in_closed_places_are_noted() -> None:
    what = criterion("join-in")
    frame = posts([1.0] * 40, join=True, substantive_join=1.0, place=["closed"] + ["open"] * 39)
    assert judge(columns(posts=frame), what).notes == ["closed_join"]
    assert judge(columns(posts=frame.with_columns(place=pl.lit("open"))), what).notes == []


@pytest.mark.parametrize(("late", "noted"), [(14, True), (9, False)])
def test_a_peak_at_the_end_is_noted(late: int, noted: bool) -> None:
    """One case a day for 89 days, then a burst in the last three."""
    days = [START + timedelta(days=index) for index in range(89)] + [START + timedelta(days=91)] * late
    frame = cases([30.0] * len(days), [1] * (len(days) - 5) + [0] * 5, day=days)
    what = criterion("response-rate", CARE, anchors=RATE, direction="higher", needs=("inbound_linked",))
    assert ("inbound_peak" in judge(columns(("inbound_linked",), cases=frame), what).notes) is noted


@pytest.mark.parametrize(("declared", "noted"), [("unknown", True), ("yes", False)])
@pytest.mark.parametrize("name", ["response-rate", "response-time"])
def test_an_inbox_of_which_nobody_says_whether_it_is_complete_is_noted(name: str, declared: str, noted: bool) -> None:
    frame = cases([30.0] * 40, [1] * 35 + [0] * 5)
    what = criterion(name, CARE, anchors=RATE, direction="higher", needs=("inbound_linked",))
    who = Brand.model_validate({"brand": {"name": "H"}, "accounts": [{**ONE, "inbox_complete": declared}]})
    found = judge(columns(("inbound_linked",), cases=frame), what, who)
    assert found.status == "scored"
    assert (f"inbox_unknown@{who.accounts[0].key}" in found.notes) is noted


@pytest.mark.parametrize(("published", "value"), [(True, 1.0), (False, 0.0)])
def test_published_service_hours_stop_the_clock(published: bool, value: float) -> None:
    """Asked in the evening, answered first thing: 13 hours by the wall, 20 minutes of service."""
    frame = cases([780.0] * 40, [1] * 40, minutes_service=20.0)
    hours = {"hours": {"mon-fri": "08:00-18:00"}, "published": published}
    accounts = [{**ONE, "inbox_complete": "yes"}]
    who = Brand.model_validate({"brand": {"name": "H"}, "accounts": accounts, "service_hours": hours})
    what = criterion("response-time", CARE, anchors=TIME, direction="higher", needs=("inbound_linked",))
    result = judge(columns(("inbound_linked",), cases=frame), what, who)
    assert (result.value, "service_hours" in result.notes) == (value, published)
    assert (figures(result)["answered_1h"], figures(result)["answered_1h_minutes_service"]) == (0, 1)
    assert result.slices["platform"][0].value == value
    assert result.slices["platform"][0].wall == (0.0 if published else None)


def test_a_sale_may_be_left_out_as_a_sensitivity_line() -> None:
    frame = posts([1.0] * 31 + [0.0] * 61)
    sale = {"name": "Sale", "start": "2026-07-01", "end": "2026-07-31", "kind": "sale"}
    who = Brand.model_validate({"brand": {"name": "H"}, "accounts": [ONE], "events": [sale]})
    result = judge(columns(posts=frame), criterion(), who)
    assert (result.value, figures(result)["without_events"]) == (pytest.approx(31 / 92, abs=1e-6), 0)
    assert "without_events" not in figures(judge(columns(posts=frame), criterion()))


def test_staying_for_the_answers() -> None:
    """Two invitations with comments: one answered within 72 hours, one later."""
    frame = posts([0.0] * 40, invitation=[1.0] * 2 + [0.0] * 38)
    at = [datetime(2026, 7, 3, hour, tzinfo=UTC) for hour in (9, 10)]
    heard = pl.DataFrame({"account": "x:harbour", "person": ["a", "b"], "created_at": at, "parent_uid": ["x:0", "x:1"],
                          "day": [START] * 2})  # fmt: skip
    sent = posts([0.0] * 2, kind="R", pool=False, invitation=0.0).with_columns(
        created_at=pl.Series([at[0] + timedelta(hours=71), at[1] + timedelta(hours=73)]),
        recipient=pl.Series(["a", "b"]),
    )
    both = pl.concat([frame.with_columns(recipient=pl.lit(None, pl.Utf8)), sent], how="diagonal")
    assert figures(judge(columns(posts=both, messages=heard), criterion("inviting-posts")))["follow_through"] == 0.5


def test_faces_and_proxies() -> None:
    who = brand({**ONE, "profile_face": "logo-with-names"})
    assert figures(judge(columns(posts=posts([1.0] * 40)), criterion("named-humans"), who))["profile_face"] == 0.7
    what = criterion("response-rate", CARE, needs=("inbound_linked",))
    result = judge(columns(posts=posts([1.0] * 92, kind="R")), what)
    assert (result.status, figures(result)) == ("no_data", {"replies_per_week": 7})


def test_nothing_in_the_result_depends_on_the_order_of_rows() -> None:
    frame = posts([1.0, 0.0, 0.0] * 30, cluster=[f"c{index // 4}" for index in range(90)])
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=1)
    results: list[Any] = [judge(columns(posts=one), criterion()) for one in (frame, shuffled)]
    assert results[0] == results[1]
