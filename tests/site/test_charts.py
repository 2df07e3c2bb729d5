"""Geometry of the charts against figures worked out by hand."""

from __future__ import annotations

import pytest

from sociable.site import charts, charts_grid, charts_time


def test_bands_go_by_the_rounded_score() -> None:
    scores = (39.4, 39.5, 59.5, 79.4, 79.5)
    assert [charts.band(score) for score in scores] == ["poor", "fair", "good", "good", "excellent"]


def test_an_interval_bar_stands_where_its_numbers_say() -> None:
    bar = charts.bar("Q", 64.6, 45.4, 83.9, False, "Fair to Excellent")
    assert (bar.dot, bar.left, bar.width) == ("64.6%", "45.4%", "38.5%")
    assert bar.desc == "65 out of 100, likely between 45 and 84. Fair to Excellent."


def test_a_strip_labels_the_anchors_at_the_edges_of_the_bands() -> None:
    at = (47.06, 38.0, 55.0)
    strip = charts.strip("Q", "Fair", at, False, "44%", ((0.8, 0.5, 0.33, 0.2, 0.1), "share", ()), {})
    assert [(tick.at, tick.label) for tick in strip.ticks] == [
        ("0%", "80%"), ("40%", "50%"), ("60%", "33%"), ("80%", "20%"), ("100%", "10%"),
    ]  # fmt: skip
    assert [zone.width for zone in strip.zones] == ["40%", "20%", "20%", "20%"]


def test_a_stack_fills_the_whole_and_letters_stand_where_they_fit() -> None:
    stack = charts.stack(
        "all", {"useful": 60, "promo": 38, "filler": 2}, {}, {"useful": "U", "promo": "P", "filler": "F"}
    )
    assert [(part.left, part.width, part.code) for part in stack.parts] == [
        ("0%", "60%", "U"), ("60%", "38%", "P"), ("98%", "2%", ""),
    ]  # fmt: skip


def test_the_survival_curve_steps_and_marks_the_hour() -> None:
    curve = charts_time.curve("t", "d", [(60.0, 0.25, 0.1, 0.4)])
    hour = charts_time.elapsed(60)
    x = f"{hour:.2f}".rstrip("0")
    assert curve.line == f"M0,100 {x},100 {x},75 100,75 100,75"
    assert curve.hour == f"{x}%"
    assert [row[1].text for row in curve.table.rows] == ["0%", "25%", "25%", "25%", "25%"]


def test_waiting_times_spread_from_nothing_to_three_days() -> None:
    assert charts_time.elapsed(0) == 0
    assert charts_time.elapsed(4320) == charts_time.elapsed(9999) == pytest.approx(100)


def test_a_series_breaks_where_the_measure_changed() -> None:
    def point(score: float | None, fresh: bool = False) -> charts_time.Point:
        return charts_time.Point("p", score, None, None, "good", "said", fresh=fresh)

    points = [point(50), point(60), point(70, fresh=True), point(80), point(None), point(90)]
    series = charts_time.series("t", points, ("a", "b", "c"))
    assert [line.count(",") for line in series.lines] == [2, 2]
    assert len(series.dots) == 5 and len(series.breaks) == 1


def test_a_calendar_counts_days_without_posts() -> None:
    grid = charts_grid.calendar("t", {"2026-07-02": {"B": 3, "R": 1}}, "2026-07-01", "2026-07-10")
    assert "2 July 2026 with 4 posts" in grid.desc and "9 days without" in grid.desc
    assert [square.level for square in grid.squares].count("4") == 1
    assert [row[1].text for row in grid.table.rows] == ["4", "0"]


def test_a_calendar_counts_what_the_public_sees_and_keeps_month_names_apart() -> None:
    days = {"2026-10-31": {"R": 2, "I": 9, "D": 4}}
    grid = charts_grid.calendar("t", days, "2026-10-30", "2026-12-31")
    assert grid.most == "2 posts" and "31 October 2026 with 2 posts" in grid.desc
    assert [one.label for one in grid.across] == ["Nov", "Dec"]


def test_the_heat_map_names_the_busiest_hour_and_its_table_adds_up() -> None:
    counts = [[0] * 24 for _ in range(7)]
    counts[2][13], counts[2][14] = 9, 2
    grid = charts_grid.heat("t", counts)
    assert "Wednesday between 13:00 and 14:00, with 9 messages" in grid.desc
    assert sum(int(cell.text) for row in grid.table.rows for cell in row[1:]) == 11
    narrow = charts_grid.heat_narrow(grid, counts)
    told = {one.label: one.text for one in narrow.squares if one.text}
    assert told == {"Wednesday 12–15 h: 11 messages": "11"} and narrow.most == "11 messages"
    assert len(narrow.squares) == 7 * 8 and float(narrow.width) <= 358, "a phone of 390 pixels, less its margins"


def test_a_score_that_may_be_anything_wears_no_colour() -> None:
    """From Poor to Excellent in red would accuse; from Poor to Good is red, fair enough."""
    assert charts.mark(35, 12, 84) == "none" and charts.bar("t", 35, 12, 84, False, "w").mark == "none"
    assert charts.mark(35, 12, 79) == "poor" and charts.mark(82, 40, 97) == "excellent"
    assert charts.mark(35, None, None) == "poor" and charts.mark(None, None, None) == "none"


@pytest.mark.parametrize(
    ("unit", "anchors", "expected"),
    [
        ("ratio", (0.2, 0.5, 2 / 3, 0.8, 0.909), ["under 1:1", "1:1 to 2:1", "2:1 to 4:1", "4:1 or more"]),
        ("share", (0.2, 0.13, 0.08, 0.04, 0.02), ["over 13%", "13% to 8%", "8% to 4%", "4% or less"]),
        ("share", (0.02, 0.08, 0.15, 0.25, 0.4), ["under 8%", "8% to 15%", "15% to 25%", "25% or more"]),
    ],
)
def test_the_bands_leave_no_value_out(unit: str, anchors: tuple[float, ...], expected: list[str]) -> None:
    """25% boasts are Poor and 100% is Excellent: what lies beyond an anchor counts as the anchor does."""
    strip = charts.strip("t", "Poor", (10, None, None), False, "25%", (anchors, unit, ()), {})
    assert [row[1].text for row in strip.table.rows] == expected
