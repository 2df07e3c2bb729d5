"""Partners and regulars (RUBRIC relationship-depth and its number vector)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from signals.make import QUARTER, archive, at, brand, heard, post, private, reply
from sociable.model import Period
from sociable.signals.relate import relate

CHAT = "@HarbourLights the seals are back on the rocks this morning"
NEED = "@HarbourLights my ticket was refused at the gate, can you help me please?"
ANSWER = "They come for the herring, every year in the same week."


def talk(
    who: str, days: list[float], text: str = CHAT, gap: float = 0.1
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One exchange a day in `days`: what the person wrote, and the brand's answer `gap` days later."""
    said = [heard(f"{who}{day}", text, who, at(days=day)) for day in days]
    answered = [
        reply(f"r{who}{day}", f"@{who} {ANSWER}", who, at(days=day + gap), reply_to_uid=f"x:{who}{day}") for day in days
    ]
    return said, answered


def partners(
    *talks: tuple[list[dict[str, Any]], list[dict[str, Any]]], periods: tuple[Period, ...] = (QUARTER,), **about: Any
) -> pl.DataFrame:
    messages = [row for said, _ in talks for row in said]
    posts = [row for _, answered in talks for row in answered]
    return relate(archive(posts, messages), brand(**about), list(periods)).partners


def test_the_vector_of_the_rubric() -> None:
    """40 partners, 7 with exchanges on days 1 and 12, 2 with two exchanges on days 1 and 3 only: 7/40."""
    groups = [talk(f"regular{i}", [1, 12]) for i in range(7)]
    groups += [talk(f"twice{i}", [1, 3]) for i in range(2)]
    groups += [talk(f"once{i}", [1 + i]) for i in range(31)]
    found = partners(*groups)
    assert (found["partner"].sum(), found["regular"].sum()) == (40, 7.0)
    assert found["regular"].mean() == pytest.approx(0.175)
    assert found["person"].n_unique() == 40
    assert found["period"].unique().to_list() == ["2026-Q3"]


@pytest.mark.parametrize(("gap", "met"), [(6.9, 1), (7, 1), (7.1, 0)])
def test_an_exchange_takes_a_week_at_most(gap: float, met: int) -> None:
    assert partners(talk("ana", [1], gap=gap)).height == met


def test_brand_first_and_person_second_is_an_exchange_too() -> None:
    said = [heard("m", "@harbourlights thank you, that is good to know", "ana", at(days=3), parent_uid="x:r")]
    answered = [reply("r", "A word on knots.", "ana", at(days=1), parent_mentions=[], parent_text="Knots!")]
    assert partners((said, answered))["partner"].to_list() == [True]


def test_one_side_alone_is_no_partner() -> None:
    said, answered = talk("ana", [1])
    assert partners((said, [post("0", "The boats are out.")])).is_empty()
    assert partners(([], answered)).is_empty()


@pytest.mark.parametrize(("days", "regular"), [([1, 8], 1.0), ([1, 7], 0.0), ([1, 4, 7], 0.0), ([1, 4, 8], 1.0)])
def test_regulars_come_back_after_a_week(days: list[float], regular: float) -> None:
    assert partners(talk("ana", days))["regular"].to_list() == [regular]


def test_regulars_look_back_180_days_from_the_end_of_the_window() -> None:
    # The window ends on day 86 (30 September), so that day -93 is the first of the 180.
    assert partners(talk("ana", [-93, 10]))["regular"].to_list() == [1.0]
    assert partners(talk("ana", [-94, 10]))["regular"].to_list() == [0.0]


def test_people_who_only_needed_help_are_left_out() -> None:
    found = partners(talk("ana", [1], NEED), talk("bo", [1]))
    assert sorted(found["partner"]) == [False, True]
    both = talk("cy", [1], NEED), talk("cy", [20])
    assert partners(*both)["partner"].to_list() == [True]


def test_thanks_within_the_case_are_still_care() -> None:
    said, answered = talk("ana", [1], NEED)
    thanks = heard("t", "@harbourlights that worked, thank you", "ana", at(days=1.2), parent_uid=answered[0]["uid"])
    assert partners(([*said, thanks], answered))["partner"].to_list() == [False]


def test_two_periods_two_rows() -> None:
    autumn = Period(id="2026-Q4", start="2026-10-01", end="2026-12-31")
    found = partners(talk("ana", [1, 100]), periods=(QUARTER, autumn))
    assert found.select("period", "regular").rows() == [("2026-Q3", 0.0), ("2026-Q4", 1.0)]


def test_insiders_are_marked_and_own_accounts_left_out() -> None:
    found = partners(
        talk("islandhotels", [1]), talk("bo", [1]), talk("harbourlights", [1]), affiliates=["@IslandHotels"]
    )
    assert sorted(found["insider"]) == [0.0, 1.0]


def test_private_exchanges_count() -> None:
    said = [heard("m", "The seals are back, you said they would be", "ana", at(days=1), channel="dm", private=True)]
    found = partners(
        ([*said, private("d", "They are punctual.", "ana", at(days=1.1))], [post("0", "The boats are out.")])
    )
    assert found["partner"].to_list() == [True]
