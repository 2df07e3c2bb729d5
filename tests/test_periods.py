"""Which window a report covers."""

from datetime import date

import pytest

from sociable import periods
from sociable.config import Span
from sociable.periods import covers, parse

D = date.fromisoformat


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
    assert periods.choose("quarter", D("2026-11-20"), spans) == (parse("2026-Q3"), True)


def test_a_quarter_that_only_one_account_covers_is_marked() -> None:
    spans = {"a": (D("2025-10-01"), D("2026-11-20")), "b": (D("2026-08-15"), D("2026-11-20"))}
    assert periods.choose("quarter", D("2026-11-20"), spans) == (parse("2026-Q3"), False)


def test_without_a_complete_quarter_the_covered_days_of_the_newest_one_are_taken() -> None:
    span = {"a": (D("2017-10-20"), D("2017-12-03"))}
    period, complete = periods.choose("quarter", D("2017-12-03"), span)
    assert (period.start, period.end, complete) == ("2017-10-20", "2017-12-03", False)
    assert parse(period.id) == period


def test_a_span_is_taken_as_it_is() -> None:
    span = Span(start=D("2026-07-01"), end=D("2026-07-31"))
    period, complete = periods.choose(span, D("2026-11-20"), {"a": (D("2026-07-01"), D("2026-07-31"))})
    assert (period.start, period.end, complete) == ("2026-07-01", "2026-07-31", True)


def test_windows_never_overlap_and_leave_no_gap() -> None:
    windows = periods.every("month", [(D("2023-11-15"), D("2024-03-02"))], D("2024-03-02"))
    assert [one.id for one in windows] == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert periods.before(windows[2], "month") == windows[1]


def test_covers_allows_a_week_at_either_end() -> None:
    period = parse("2026-Q3")
    assert covers(period, (D("2026-07-08"), D("2026-09-23")))
    assert not covers(period, (D("2026-07-09"), D("2026-09-30")))
