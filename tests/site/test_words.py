"""Numbers in words: never more than is so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable.site import dates, words


@given(st.floats(0, 1, allow_nan=False))
def test_a_share_is_nought_or_all_only_when_exact(value: float) -> None:
    said = words.share(value)
    assert (said == "0%") == (value == 0)
    assert (said == "100%") == (value == 1)


@given(st.floats(0, 1, allow_nan=False))
def test_a_share_is_within_half_a_point(value: float) -> None:
    said = words.share(value)
    figure = float(re.sub(r"[^\d.]", "", said))
    assert abs(figure - value * 100) <= 1.0
    if not said.startswith(("under", "over", "99")):
        assert abs(figure - value * 100) <= 0.5 + 1e-6


@given(st.floats(-50, 150, allow_nan=False))
def test_scores_are_whole_and_inside_the_scale(value: float) -> None:
    assert re.fullmatch(r"\d{1,3}", words.score(value))
    assert 0 <= int(words.score(value)) <= 100


@given(st.floats(0, 20000, allow_nan=False))
def test_minutes_read_back(value: float) -> None:
    said = words.minutes(value)
    units = {"day": 1440, "days": 1440, "h": 60, "min": 1}
    parts = re.findall(r"(\d+) (days?|h|min)", said)
    total = sum(int(n) * units[unit] for n, unit in parts)
    if said != "under a minute":
        assert abs(total - value) <= (60 if value >= 2880 else 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.share(0.4412), "44%"),
        (words.share(0.004), "0.4%"),
        (words.share(0.0789), "7.9%"),
        (words.share(0.0996), "10%"),
        (words.credits(17.3), "about 17"),
        (words.credits(0.7), "fewer than 1"),
        (words.difference(-0.03, "grade"), "±0 grades"),
        (words.credits(0.2), "fewer than 1"),
        (words.share(0.0002), "under 0.1%"),
        (words.share(0.996), "over 99%"),
        (words.share(0.9904), "99%"),
        (words.share(None), "–"),
        (words.score(47.06), "47"),
        (words.score(59.5), "60"),
        (words.scores(45.4, 83.9), "45 to 84"),
        (words.minutes(130), "2 h 10 min"),
        (words.minutes(60), "1 h"),
        (words.minutes(0.4), "under a minute"),
        (words.minutes(4320), "3 days"),
        (words.minutes(1440), "24 h"),
        (words.minutes(2879), "47 h 59 min"),
        (words.minutes(2880), "2 days"),
        (words.ratio(0.75), "3 to 1"),
        (words.ratio(0.2), "1 to 4"),
        (words.ratio(0.0), "none"),
        (words.measures(0.2, 0.375, "ratio"), "1:4 to 1:1.7"),  # "1 to 4 to 1 to 1.7" would be a riddle
        (words.measure(0.031, "share", 49), "3%"),  # one post of 49 is two per cent: tenths would be made up
        (words.measure(0.031, "share", 50), "3.1%"),
        (words.measure(0.001, "share", 10), "under 1%"),
        (words.measure(0.001, "share", 88), "under 1%"),
        (words.measure(0.0, "share", 10), "0%"),
        (words.of(18.5, 42), "about 19 of 42"),
        (words.of(18.0, 1042), "18 of 1,042"),
        (words.plural(1, "post"), "1 post"),
        (words.plural(2, "person", "people"), "2 people"),
        (words.points(-0.08), "−8 points"),
        (words.points(0.01), "+1 point"),
        (words.points(-0.0003), "±0 points"),
        (words.points_span(-0.12, 0.15), "−12 to +15 points"),
        (words.difference(0.12, "ratio"), "+12 points"),
        (words.difference(-1.26, "grade"), "−1.3 grades"),
        (dates.day("2026-08-04T10:00:00+00:00"), "4 August 2026"),
        (dates.days("2026-07-01", "2026-09-30"), "1 July to 30 September 2026"),
        (dates.days("2026-10-01", "2026-10-07"), "1 to 7 October 2026"),
        (dates.days("2025-12-30", "2026-01-02"), "30 December 2025 to 2 January 2026"),
        (dates.period("2026-Q3"), "July to September 2026"),
        (dates.period("2026-07"), "July 2026"),
        (dates.period("2026"), "2026"),
        (dates.period("2026-07-01..2026-07-09"), "1 to 9 July 2026"),
        (dates.short_period("2026-Q3"), "Q3 26"),
        (dates.week("2026-W31"), "week of 27 Jul"),
        (words.measures(7.3, 8.6, "grade"), "7.3 to 8.6"),
        (words.threshold(0.005, "share"), "0.5%"),
        (words.threshold(0.667, "share"), "66.7%"),
        (words.number(-0.1), "−0.1"),
    ],
)  # fmt: skip
def test_how_a_number_is_said(said: str, expected: str) -> None:
    assert said == expected


def test_a_missing_number_is_a_dash_and_never_a_zero() -> None:
    tellers = (
        words.share,
        words.score,
        words.count,
        words.minutes,
        words.ratio,
        words.points,
        words.number,
        words.credits,
    )
    for tell in tellers:
        assert tell(None) == "–"  # type: ignore[operator]
        assert tell(float("nan")) == "–"  # type: ignore[operator]
