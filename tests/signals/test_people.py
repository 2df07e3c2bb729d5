"""Partners and regulars (RUBRIC relationship-depth and its number vector)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from signals.make import QUARTER, archive, at, brand, heard, post, private, reply
from sociable.model import Period
from sociable.signals import labelling
from sociable.signals.relate import relate

CHAT = "@HarbourLights the seals are back on the rocks this morning"
NEED = "@HarbourLights my ticket was refused at the gate, can you help me please?"
ANSWER = "They come for the herring, every year in the same week."


@pytest.fixture(autouse=True)
def needs_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The detectors are not what is tested here: a question mark is a need, a refusal a complaint."""
    real = labelling.label

    def ruled(batch: pl.DataFrame, terms: Any) -> pl.DataFrame:
        found = real(batch, terms)
        if not (batch["kind"] == "I").all():
            return found
        text = pl.col("text").fill_null("")
        needs = batch.select(
            p_need=text.str.contains(r"\?").cast(pl.Float64), p_complaint=text.str.contains("refused").cast(pl.Float64)
        )
        return found.with_columns(needs.get_columns())

    monkeypatch.setattr(labelling, "label", ruled)


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


@pytest.mark.parametrize(("minutes", "partner"), [(0, False), (1, True)])
def test_a_silence_of_more_than_a_day_ends_the_talk(minutes: int, partner: bool) -> None:
    """What follows a question for help by up to 24 hours is still about it, in another thread too."""
    asked, chat = talk("ana", [1], NEED, gap=0.5), talk("ana", [2.5 + minutes / 1440])
    assert partners(asked, chat)["partner"].to_list() == [partner]


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


def test_contest_entries_and_machines_make_no_partners() -> None:
    contest = post("c", "WIN a pass! Follow, like and tag 3 friends to enter.", at(days=0))
    said, answered = talk("ana", [1])
    said[0] |= {"parent_uid": "x:c", "channel": "reply"}
    assert partners((said, answered)).height == 1
    assert partners((said, [contest, *answered])).is_empty()
    machine = [answered[0] | {"text": "@ana This is an automated message."}]
    assert partners((said, machine)).is_empty()


def test_a_long_complaint_is_no_relationship() -> None:
    grudge = "@HarbourLights my ticket was refused at the gate and I will say so every week"
    assert partners(talk("ana", [1, 12], grudge))["regular"].to_list() == [0.0]
    # It counts once they have talked of something else as well.
    assert partners(talk("ana", [1, 12], grudge), talk("ana", [30]))["regular"].to_list() == [1.0]
    assert partners(talk("ana", [2]), talk("ana", [12, 30], grudge))["regular"].to_list() == [0.0]
