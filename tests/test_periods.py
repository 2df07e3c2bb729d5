"""Which window a report covers."""

from datetime import date, timedelta

import pytest

from sociable import periods
from sociable.config import Span
from sociable.periods import covers, parse

D = date.fromisoformat


def daily(*spans: tuple[str, str], each: int = 1) -> dict[date, int]:
    """So many records on every day of the spans."""
    days = ((D(first), (D(last) - D(first)).days) for first, last in spans)
    return {first + timedelta(days=n): each for first, count in days for n in range(count + 1)}


ALWAYS = daily(("2025-01-01", "2026-12-31"))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026-07-04..2026-07-10", "2026-07-04", "2026-07-10"),
    ],
)
def test_parse(text: str, start: str, end: str) -> None:
    period = parse(text)
    assert (period.id, period.start, period.end) == (text, start, end)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-Q5", "Q5"), ("Q3", "Q3"), ("2026-13", "month must be in 1"), ("2026-07-10..2026-07-04", "2026-07-04"),
        ("", "''"), ("2026-02-30..2026-03-01", "day"),
    ],
)  # fmt: skip
def test_parse_refuses(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_the_last_complete_quarter_that_all_accounts_cover() -> None:
    spans = {"a": (D("2025-10-01"), D("2026-11-20")), "b": (D("2026-02-02"), D("2026-09-28"))}
    assert periods.choose("quarter", D("2026-11-20"), spans, ALWAYS) == (parse("2026-Q3"), True)


def test_a_quarter_that_only_one_account_covers_is_marked() -> None:
    spans = {"a": (D("2025-10-01"), D("2026-11-20")), "b": (D("2026-08-15"), D("2026-11-20"))}
    assert periods.choose("quarter", D("2026-11-20"), spans, ALWAYS) == (parse("2026-Q3"), False)


def test_without_a_complete_quarter_the_covered_days_of_the_newest_one_are_taken() -> None:
    span = {"a": (D("2017-10-20"), D("2017-12-03"))}
    period, complete = periods.choose("quarter", D("2017-12-03"), span, {})
    assert (period.start, period.end, complete) == ("2017-10-20", "2017-12-03", False)
    assert parse(period.id) == period


def test_a_quarter_of_too_few_posts_is_passed_over_and_told() -> None:
    span, today = {"x:a": (D("2026-01-01"), D("2026-10-31"))}, D("2026-10-31")
    days = daily(("2026-01-01", "2026-06-30")) | {D("2026-08-01"): 12}
    assert periods.choose("quarter", today, span, days) == (parse("2026-Q2"), True)
    assert periods.told(parse("2026-Q2"), "quarter", today, span, days) == "too few posts and messages in 2026-Q3 (12)"
    few = {D("2026-02-01"): 25, D("2026-05-01"): 9, D("2026-08-01"): 12}
    assert periods.choose("quarter", today, span, few) == (parse("2026-Q3"), True), (
        "ten are enough where thirty never are"
    )
    assert periods.choose("quarter", today, span, {D("2026-02-01"): 3}) == (parse("2026-Q1"), True)
    assert periods.choose("quarter", today, span, {}) == (parse("2026-Q3"), True)
    assert periods.told(parse("2026-Q3"), "quarter", today, span, few) == ""


def test_of_quarters_in_part_the_one_that_holds_most_is_taken_and_told() -> None:
    span, today = {"x:a": (D("2026-02-13"), D("2026-04-02"))}, D("2026-04-02")
    days = daily(("2026-02-13", "2026-04-02"))
    period, complete = periods.choose("quarter", today, span, days)
    assert (period.id, complete) == ("2026-02-13..2026-03-31", False)
    told = periods.told(period, "quarter", today, span, days)
    assert (
        told == "no account covers a whole period; of what is there these days hold most: 47 of 49 posts and messages"
    )
    lone = {day: n for day, n in days.items() if day < D("2026-04-01")}
    assert periods.told(period, "quarter", today, span, lone).endswith("these are the days that are there")
    assert periods.choose("quarter", D("2026-01-01"), span, days)[0] == parse("2026-Q1")  # before anything is there


def test_an_account_that_ended_early_holds_the_others_back_and_that_is_told() -> None:
    spans = {"x:a": (D("2025-01-01"), D("2025-12-31")), "x:b": (D("2025-01-01"), D("2026-09-30"))}
    chosen, complete = periods.choose("quarter", D("2026-09-30"), spans, ALWAYS)
    assert (chosen, complete) == (parse("2025-Q4"), True)
    told = periods.told(chosen, "quarter", D("2026-09-30"), spans, ALWAYS)
    assert told == "the last that all accounts cover; some cover 2026-Q1, 2026-Q2, 2026-Q3 too"


def test_no_more_than_the_three_newest_windows_passed_over_are_named() -> None:
    spans = {"x:a": (D("2025-01-01"), D("2025-09-30")), "x:b": (D("2025-01-01"), D("2026-09-30"))}
    told = periods.told(parse("2025-Q3"), "quarter", D("2026-09-30"), spans, ALWAYS)
    assert told.endswith("some cover 2026-Q1, 2026-Q2, 2026-Q3 too")  # not 2025-Q4, the fourth


@pytest.mark.parametrize(
    ("now", "last", "told"),
    [
        ("2026-Q3", "2026-Q2", ""), ("2026-Q3", "2026-Q3", ""), ("2026-Q3", None, ""), ("2026-Q3", "2026", ""),
        ("2026-Q1", "2026-Q3", "the last report is of 2026-Q3, and 2026-Q4 would follow it"),
        ("2026-Q3", "2025-Q4", "the last report is of 2025-Q4, and 2026-Q1 would follow it"),
        ("2026-07-01..2026-08-02", "2026-Q2", "the last report is of 2026-Q2, and 2026-Q3 would follow it"),
    ],
)  # fmt: skip
def test_a_jump_against_the_last_report_is_told(now: str, last: str | None, told: str) -> None:
    assert periods.jump(parse(now), "quarter", parse(last) if last else None) == told


def test_a_span_is_taken_as_it_is() -> None:
    span = Span(start=D("2026-07-01"), end=D("2026-07-31"))
    period, complete = periods.choose(span, D("2026-11-20"), {"a": (D("2026-07-01"), D("2026-07-31"))}, {})
    assert (period.start, period.end, complete) == ("2026-07-01", "2026-07-31", True)


def test_windows_never_overlap_and_leave_no_gap() -> None:
    windows = periods.every("month", [(D("2023-11-15"), D("2024-03-02"))], D("2024-03-02"))
    assert [one.id for one in windows] == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]


def test_covers_allows_a_week_at_either_end() -> None:
    period = parse("2026-Q3")
    assert covers(period, (D("2026-07-08"), D("2026-09-23")))
    assert not covers(period, (D("2026-07-09"), D("2026-09-30")))
    assert not covers(period, (D("2026-07-01"), D("2026-09-22")))


@pytest.mark.parametrize(("today", "there"), [("2026-09-23", True), ("2026-09-22", False)])
def test_a_window_counts_as_ended_a_week_before_its_last_day(today: str, there: bool) -> None:
    found = periods.whole("quarter", D(today), {"x:a": (D("2026-07-01"), D("2026-12-31"))})
    assert [one.id for one in found] == (["2026-Q3"] if there else [])
