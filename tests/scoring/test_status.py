"""Status before number: every status, and every rule that decides one, from tiny columns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from scoring.build import (
    ACCOUNT,
    END,
    LISTENING,
    PERIOD,
    RATE,
    SPAM,
    TIME,
    Cap,
    Measure,
    Switch,
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
from sociable.config import Brand
from sociable.criteria import Criterion
from sociable.report import CriterionResult
from sociable.tables import Columns

SUPPORT = {"platform": "x", "handle": "HarbourHelp", "role": "support"}
BRAND = {"platform": "x", "handle": "Harbour"}
RESPONSE_RATE = criterion(
    "response-rate", Measure("survival", at=4320, among="care_case", table="cases"), anchors=RATE, direction="higher",
    needs=("inbound_linked", "inbound_complete"), dimension="show-up-when-it-counts", effort=2,
)  # fmt: skip
INBOX = ("inbound_linked", "inbound_complete")


def judge(view: Columns, what: Criterion | None = None, who: Brand | None = None, **off: Switch) -> CriterionResult:
    what = what or criterion()
    switched = {what.id: next(iter(off.values()))} if off else None
    (result,) = scoring.assess(view, rubric(what, off=switched), who or brand(), PERIOD, {})
    return result


@pytest.mark.parametrize(
    ("n", "status"),
    [(0, "nothing_to_judge"), (1, "too_few"), (9, "too_few"), (10, "provisional"), (29, "provisional"), (30, "scored")],
)
def test_n_decides(n: int, status: str) -> None:
    frame = posts([1.0] * n + [0.0] * 3, pool=[True] * n + [False] * 3)
    result = judge(columns(posts=frame))
    assert (result.status, result.n) == (status, n)
    assert (result.score is not None) is (status in ("scored", "provisional"))
    assert (result.points_lost > 0) is (status in ("scored", "provisional"))


def test_a_scored_share_in_full() -> None:
    """30 of 120, dealt evenly: value, Wilson, polyline, band and points."""
    result = judge(columns(posts=posts(([1.0] + [0.0] * 3) * 30)))
    assert (result.value, result.numerator, result.denominator, result.n) == (0.25, 30, 120, 120)
    assert result.score == pytest.approx(60 + (0.33 - 0.25) / 0.13 * 20, abs=1e-4)
    assert result.low is not None and result.high is not None
    assert result.low < 0.25 < result.high
    assert result.n_eff is not None and result.n_eff <= 120
    assert result.points_lost == pytest.approx(7 * (100 - (result.score or 0)) / 100, abs=1e-4)
    assert result.title == "Goes well"
    assert result.band in ("Good", "Fair to Good", "Good to Excellent", "Fair to Excellent")
    assert judge(columns(posts=posts([1.0] * 40))).title == "Goes badly"


def test_unknown_rows_are_left_out_and_counted() -> None:
    frame = posts([1.0] * 20 + [None] * 5 + [0.0] * 20, pool=[True] * 40 + [None] * 5)
    result = judge(columns(posts=frame))
    assert (result.n, result.value) == (35, pytest.approx(20 / 35))
    assert "left_out:10" in result.notes


def test_no_feed_is_no_data_with_its_remedy() -> None:
    result = judge(columns(("reshares",), posts=posts([1.0] * 40)))
    assert (result.status, result.reason, result.value) == ("no_data", "needs", None)
    assert [(one.account, one.missing) for one in result.needs] == [(ACCOUNT, ["own_text"])]


def test_only_accounts_whose_exports_show_it_are_measured() -> None:
    """An inbox alone must not make two-way-share 100 %."""
    frame = pl.concat([posts([1.0] * 30), posts([0.0] * 30, account="x:other")])
    who = brand(BRAND, {"platform": "x", "handle": "other"})
    result = judge(columns(posts=frame), who=who)
    assert (result.n, result.value) == (30, 1.0)
    assert [(one.key, one.status) for one in result.slices["account"]] == [(ACCOUNT, "scored"), ("x:other", "no_data")]
    part = result.slices["account"][0]
    assert (part.score_low, part.score_high) == (pytest.approx(result.score_low), pytest.approx(result.score_high))
    assert result.slices["account"][1].score_low is None


@pytest.mark.parametrize(
    ("first", "last", "status", "n"),
    [
        (date(2026, 7, 6), date(2026, 9, 25), "scored", 92),  # within the slack: whole
        (date(2026, 8, 1), END, "scored", 92 - 24),  # 24 July on, with a week of slack
        (date(2026, 9, 10), END, "no_data", 0),
        (date(2025, 1, 1), date(2026, 6, 20), "no_data", 0),
    ],
)
def test_a_span_must_cover_half_the_window(first: date, last: date, status: str, n: int) -> None:
    view = columns(posts=posts([1.0] * 92), feeds=feeds("own_text", first=first, last=last))
    result = judge(view)
    assert (result.status, result.n) == (status, n)
    assert any(note.startswith("partly_covered") for note in result.notes) is (0 < n < 92)


BORN = date(2026, 9, 1)


def test_days_before_an_account_was_made_lack_nothing() -> None:
    """Made in the last month of the window: what is there is all there ever was, and no look-back is cut off."""
    late = feeds("own_text", first=BORN)
    rows = posts([1.0] * 30).with_columns(day=pl.Series([BORN + timedelta(days=at) for at in range(30)]))
    assert judge(columns(posts=rows, feeds=late)).status == "no_data"
    known = pl.concat([late, feeds("alive", first=BORN)])
    result = judge(columns(posts=rows, feeds=known), criterion(lookback_days=90))
    assert (result.status, result.n, result.needs) == ("scored", 30, [])
    assert not any(note.startswith(("partly_covered", "lookback_short")) for note in result.notes)


@pytest.mark.parametrize(
    ("first", "status", "n"), [(date(2026, 9, 10), "provisional", 21), (date(2026, 9, 28), "no_data", 0)]
)
def test_of_the_days_since_then_half_must_be_covered(first: date, status: str, n: int) -> None:
    rows = posts([1.0] * 30).with_columns(day=pl.Series([BORN + timedelta(days=at) for at in range(30)]))
    known = pl.concat([feeds("own_text", first=first + timedelta(days=7)), feeds("alive", first=BORN)])
    result = judge(columns(posts=rows, feeds=known))
    assert (result.status, result.n) == (status, n)


def test_an_account_made_later_is_not_asked_about() -> None:
    """Of two accounts one did not exist yet: the other stands alone, and nothing is missing."""
    both = pl.concat([feeds("own_text"), feeds("alive", accounts=("x:young",), first=date(2026, 11, 1))])
    who = brand({"platform": "x", "handle": "Harbour"}, {"platform": "x", "handle": "young"})
    result = judge(columns(posts=posts([1.0] * 40), feeds=both), who=who)
    assert (result.status, result.n, result.needs) == ("scored", 40, [])


def test_needs_must_be_fed_on_the_same_days() -> None:
    """Texts of the first half and replies of the second are no basis for either."""
    both = pl.concat([feeds("own_text", last=date(2026, 8, 14)), feeds("replies_out", first=date(2026, 8, 15))])
    result = judge(columns(posts=posts([1.0] * 92), feeds=both), criterion(needs=("own_text", "replies_out")))
    assert result.status == "no_data"


def test_suppressed_by_rubric_until_its_day() -> None:
    view = columns(posts=posts([1.0] * 40))
    off = judge(view, switch=Switch("shop closed", "Jo Reed", date(2026, 8, 1)))
    assert (off.status, off.reason, off.score) == ("suppressed", "switched_off", None)
    assert {"why:shop closed", "who:Jo Reed", "until:2026-08-01"} <= set(off.notes)
    later = judge(view, switch=Switch("shop closed", "Jo Reed", date(2026, 6, 30)))
    assert later.status == "scored" and "switch_expired:2026-06-30" in later.notes


def test_suppressed_comes_before_no_data() -> None:
    result = judge(columns(("reshares",)), switch=Switch("x", "Jo", date(2026, 12, 31)))
    assert result.status == "suppressed"


def test_support_handles_enter_service_criteria_only() -> None:
    frame = pl.concat([posts([0.0] * 30), posts([1.0] * 30, account="x:harbourhelp")])
    view = columns(posts=frame, feeds=feeds("own_text", accounts=(ACCOUNT, "x:harbourhelp")))
    both = brand(BRAND, SUPPORT)
    assert judge(view, who=both).value == 0.0
    assert judge(view, criterion("named-humans"), both).value == 0.5
    assert judge(view, criterion("solve-here", dimension="show-up-when-it-counts"), both).value == 0.5
    alone = judge(view, who=brand(SUPPORT))
    assert (alone.status, alone.reason) == ("nothing_to_judge", "role")


def test_listener_leaves_join_in_out_of_the_total_but_shows_it() -> None:
    view = columns(posts=posts([1.0] * 20 + [0.0] * 20))
    result = judge(view, criterion("join-in"), brand(participation="listener"))
    assert (result.status, result.reason, result.value, result.score) == ("suppressed", "listener", 0.5, None)
    assert judge(view, criterion("promo-share"), brand(participation="listener")).status == "scored"


def replied(unknown: int, total: int = 50) -> pl.DataFrame:
    invited = ["unknown"] * unknown + ["no"] * (total - unknown)
    return pl.concat([posts([1.0] * total, kind="R", invited=invited), posts([0.0] * 20, invited="no")])


@pytest.mark.parametrize(("unknown", "status"), [(10, "scored"), (11, "no_data")])
def test_too_many_unknown_invitations(unknown: int, status: str) -> None:
    what = criterion("join-in", needs=("own_text", "parent_invited"))
    result = judge(columns(("own_text", "parent_invited"), posts=replied(unknown)), what)
    assert result.status == status
    assert (result.reason == "unknown_invitations") is (status == "no_data")


def test_give_ask_then_counts_broadcasts_and_reshares_only() -> None:
    frame = replied(40).with_columns(give_ask_unit=True, gives=pl.lit(1.0), gives_and_asks=pl.lit(2.0))
    what = criterion("give-ask", Measure("ratio", num="gives", den="gives_and_asks", among="give_ask_unit"),
                     anchors=(0.2, 0.5, 0.667, 0.8, 0.909), direction="higher")  # fmt: skip
    result = judge(columns(posts=frame), what)
    assert (result.n, result.value) == (20, 0.5)
    assert f"replies_left_out@{ACCOUNT}" in result.notes
    known = judge(columns(posts=frame.with_columns(invited=pl.lit("no"))), what)
    assert known.n == 70


@pytest.mark.parametrize(
    ("key", "unanswered", "n", "status"),
    [
        ("unknown", 0, 60, "no_data"),  # fewer than 2 % of at least 30 cases open
        ("unknown", 1, 60, "no_data"),
        ("unknown", 2, 60, "scored"),
        ("unknown", 0, 29, "provisional"),  # too few to suspect it
        ("yes", 0, 60, "scored"),
        ("no", 20, 60, "no_data"),
    ],
)
def test_an_inbox_of_answered_messages_only(key: str, unanswered: int, n: int, status: str) -> None:
    minutes = [4320.0] * unanswered + [30.0] * (n - unanswered)
    view = columns(INBOX, cases=cases(minutes, [0] * unanswered + [1] * (n - unanswered)))
    result = judge(view, RESPONSE_RATE, brand({**BRAND, "inbox_complete": key}))
    assert result.status == status
    shown = {one.id: one.value for one in result.secondary}
    assert shown["answered_only_median"] == 30
    assert ("median" in shown) is (status != "no_data")
    assert (result.reason == "inbox_incomplete") is (status == "no_data")


def test_a_last_word_after_an_answer_does_not_make_an_inbox_complete() -> None:
    """Of 60 cases 6 wait, each in a thread where the brand wrote before: a file of answered threads holds such."""
    times, events = [4320.0] * 6 + [30.0] * 54, [0] * 6 + [1] * 54
    for met, status in ((True, "no_data"), ([False] * 6 + [True] * 54, "scored")):
        view = columns(INBOX, cases=cases(times, events, met=met))
        assert judge(view, RESPONSE_RATE, brand({**BRAND, "inbox_complete": "unknown"})).status == status


def test_response_time_needs_minutes() -> None:
    what = criterion("response-time", Measure("survival", at=60, among="care_case", table="cases"), anchors=TIME,
                     direction="higher", needs=(*INBOX, "minute_time"), dimension="show-up-when-it-counts")  # fmt: skip
    view = columns(INBOX, cases=cases([30.0] * 20 + [4320.0] * 20, [1] * 20 + [0] * 20))
    result = judge(view, what)
    assert (result.status, [one.missing for one in result.needs]) == ("no_data", [["minute_time"]])
    timed = columns((*INBOX, "minute_time"), cases=view.cases)
    assert judge(timed, what).value == 0.5


@pytest.mark.parametrize(("pitches", "status"), [(2, "too_few"), (3, "provisional"), (9, "provisional")])
def test_three_pitches_are_enough_to_show(pitches: int, status: str) -> None:
    what = criterion("unsolicited-pitch", anchors=(0.5, 0.2, 0.1, 0.03, 0.0), min_events=3)
    frame = posts([1.0] * pitches + [0.0] * (9 - pitches))
    assert judge(columns(posts=frame), what).status == status


@pytest.mark.parametrize(("auto_dm", "score"), [("none", 100), ("welcome", 60), ("promo", 10), (None, None)])
def test_automatic_messages_may_be_declared(auto_dm: str | None, score: float | None) -> None:
    what = criterion("push-dm", needs=("dm_text",))
    result = judge(columns(posts=posts([1.0])), what, brand({**BRAND, "auto_dm": auto_dm}))
    assert result.score == score
    assert (result.status, result.reason) == (("provisional", "declared") if auto_dm else ("no_data", "needs"))
    supplied = judge(columns(("dm_text",), posts=posts([1.0], pool=False)), what, brand({**BRAND, "auto_dm": auto_dm}))
    assert supplied.status == "nothing_to_judge"


def test_a_young_account_is_judged_by_its_launch() -> None:
    young = posts([1.0] * 45 + [0.0] * 45, reader="x")
    early = criterion("early-sell", needs=("author_ids",), anchors=(0.4, 0.2, 0.1, 0.03, 0.0))
    (result, _) = scoring.assess(columns(posts=young), rubric(early, criterion()), brand(), PERIOD, {})
    assert (result.status, result.reason, result.value) == ("scored", "launch_window", 0.5)
    assert result.anchors == list(criterion().anchors) and result.score == 40
    modest = columns(posts=young.with_columns(flag=pl.lit(0.0)))
    (result, _) = scoring.assess(modest, rubric(early, criterion()), brand(), PERIOD, {})
    assert (result.status, result.reason, result.value, result.score) == ("scored", "launch_window", 0.0, 100)
    old = pl.concat([young, posts([0.0], reader="x", day=date(2026, 3, 1))])
    (result, _) = scoring.assess(columns(posts=old), rubric(early, criterion()), brand(), PERIOD, {})
    assert result.status == "no_data"


def test_small_populations_fall_back() -> None:
    what = criterion("repeat-content", Measure("share", where="flag", among="pool", fallback_among="wide"))
    frame = posts([1.0] * 9 + [0.0] * 31, pool=[True] * 9 + [False] * 31, wide=True)
    result = judge(columns(posts=frame), what)
    assert (result.n, result.value) == (40, 9 / 40)
    assert "fallback_population:wide" in result.notes


@pytest.mark.parametrize(("good", "capped"), [(3, True), (5, False)])
def test_a_cap_holds_the_score_and_says_so(good: int, capped: bool) -> None:
    what = criterion(
        "join-in", Measure("share", where="flag", among="pool", cap=Cap(59, "good", "join", below=0.4, min_n=10)),
        anchors=(0.0, 0.03, 0.08, 0.15, 0.25), direction="higher",
    )  # fmt: skip
    frame = posts([1.0] * 20 + [0.0] * 20, join=[True] * 10 + [False] * 30, good=[1.0] * good + [0.0] * (40 - good))
    result = judge(columns(posts=frame), what)
    assert result.score == (59 if capped else 100)
    assert result.caps == ([f"good:59:{good / 10:.4f}"] if capped else [])
    assert (result.score_high or 0) <= (59 if capped else 100)


def test_a_cap_needs_its_own_n() -> None:
    cap = Cap(39, "pounce", "pool", above=0, min_n=50)
    what = criterion("unsolicited-pitch", Measure("share", where="flag", among="pool", cap=cap))
    frame = posts([0.0] * 40, pounce=[1.0] + [0.0] * 39)
    assert judge(columns(posts=frame), what).caps == []


def test_none_seen_has_a_bound() -> None:
    result = judge(columns(posts=posts([0.0] * 42)))
    assert (result.value, result.zero_bound) == (0.0, pytest.approx(0.0688, abs=5e-5))
    assert judge(columns(posts=posts([1.0] + [0.0] * 41))).zero_bound is None


def test_lookback_that_is_too_short_is_stated() -> None:
    view = columns(posts=posts([1.0] * 40), feeds=feeds("own_text", first=date(2026, 6, 1)))
    assert "lookback_short:30" in judge(view, criterion(lookback_days=90)).notes
    assert judge(view, criterion(lookback_days=30)).notes == []


@pytest.mark.parametrize(
    ("burst", "score", "cap"), [(100, 100, None), (101, 39, "burst"), (400, 39, "burst"), (401, 0, "churn")]
)
def test_churn_caps_follow_balance(burst: int, score: float, cap: str | None) -> None:
    what = criterion("follow-balance", Measure("two_sided", spam=SPAM, listening=LISTENING), anchors=(),
                     direction="two-sided", needs=("following_count",))  # fmt: skip
    result = judge(columns(("following_count",), snapshots=snapshot(600, 100_000, burst=burst)), what)
    assert result.score == score
    assert [one.split(":")[0] for one in result.caps] == ([cap] if cap else [])


@pytest.mark.parametrize(
    ("account", "following", "score"),
    [
        ({**BRAND, "listens_via": ["list"]}, 3, 60),
        ({**BRAND, "follows_for_support": True}, 9000, 60),
        (BRAND, 9000, 4),
    ],
)
def test_relief_of_follow_balance(account: dict[str, Any], following: int, score: float) -> None:
    what = criterion("follow-balance", Measure("two_sided", spam=SPAM, listening=LISTENING), anchors=(),
                     direction="two-sided", needs=("following_count",))  # fmt: skip
    view = columns(("following_count",), snapshots=snapshot(following, 4000))
    assert judge(view, what, brand(account)).score == pytest.approx(score)
    page = brand({"platform": "facebook", "handle": "Harbour"})
    assert judge(view, what, page).reason == "no_follow_graph"
    stale = columns(("following_count",), snapshots=snapshot(following, 4000, at=date(2026, 3, 1)))
    found = judge(stale, what, brand(account))
    assert (found.status, [(one.account, one.missing) for one in found.needs]) == (
        "no_data", [(brand(account).accounts[0].key, ["following_count"])],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("account", "status", "reason"),
    [
        ({"platform": "x", "handle": "HarbourCare", "role": "support"}, "nothing_to_judge", "role"),
        ({"platform": "x", "handle": "Harbour"}, "no_data", "needs"),  # an inbox alone: the archive would show it
        ({"platform": "facebook", "handle": "Harbour"}, "nothing_to_judge", "no_follow_graph"),
    ],
)
def test_follow_balance_without_lists_is_not_said_to_follow_nobody(
    account: dict[str, Any], status: str, reason: str
) -> None:
    what = criterion("follow-balance", Measure("two_sided", spam=SPAM, listening=LISTENING), anchors=(),
                     direction="two-sided", needs=("following_count",))  # fmt: skip
    found = judge(columns(INBOX, cases=cases([30.0] * 20, [1] * 20)), what, brand(account))
    assert (found.status, found.reason) == (status, reason)
    assert bool(found.needs) is (status == "no_data")
