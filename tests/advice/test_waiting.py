"""The requests without an answer, and the initials under answers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

import polars as pl
import pytest

from advice.make import brand, columns, people, posts
from sociable.advice import waiting
from sociable.advice.choose import Curation
from sociable.advice.known import masker_of
from sociable.model import Slice
from sociable.report import CriterionResult, Waiting

SPAN = (date(2026, 7, 1), date(2026, 9, 30))
RATE = CriterionResult(
    id="response-rate", title="", question="", dimension="", status="scored",
    slices={"account": [Slice(key="facebook:harbour", status="no_data", n=0)]},
)  # fmt: skip


def case(uid: str, day: date, **changes: Any) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 20, 15, tzinfo=UTC)
    return {
        "uid": uid, "account": "x:harbourlights", "platform": "x", "day": day, "opened_at": at, "care_case": True,
        "event": 0, "minutes": 4320.0, "topic": "complaint", "channel": "public",
    } | changes  # fmt: skip


CASES = (
    case("x:1", date(2026, 7, 2)),
    case("x:2", date(2026, 9, 29), minutes=300.0, topic="question"),
    case("x:3", date(2026, 8, 1), event=1, minutes=20.0),  # answered
    case("x:4", date(2026, 6, 30)),  # before the window
    case("x:5", date(2026, 8, 2), account="facebook:harbour"),  # its inbox cannot show who was left
    case("x:6", date(2026, 8, 3), channel="dm"),
    case("x:7", date(2026, 8, 4)),  # hidden by hand
)


def stand_in(uid: str) -> str:
    """An alias: the id and the text, as SECURITY.md tells it; without the text all ids of a minute could be tried."""
    told = f"{uid}\0where is it? {uid}, Lena Kowalska"
    return f"x:~{blake2b(told.encode(), digest_size=5).hexdigest()}"


def listed(status: str = "scored", hidden: str = "x:7", **privacy: bool) -> list[Waiting]:
    messages = pl.DataFrame([
        {"uid": one["uid"], "text": f"where is it? {one['uid']}, Lena Kowalska", "author": "x:7", "p_need": 0.9,
         "time_precision": "day" if one["uid"] == "x:1" else "second"} for one in CASES
    ])  # fmt: skip
    somebody = people({"key": "x:7", "platform": "x", "handle": "lena_k", "name": "Lena Kowalska", "is_self": False})
    who = brand(privacy=privacy, about={"timezone": "Europe/London"})
    view = columns(posts({}), cases=pl.DataFrame(CASES), messages=messages, people=somebody)
    result = CriterionResult(id=RATE.id, title="", question="", dimension="", status=status, slices=RATE.slices)  # type: ignore[arg-type]
    return waiting.waiting(view, [result], who, masker_of(view, who), Curation(hidden=frozenset({hidden})), SPAN)


def test_the_list_is_the_people_whom_the_rate_counts_as_left_the_newest_first() -> None:
    found = listed()
    assert [one.uid for one in found] == [stand_in("x:2"), stand_in("x:6"), stand_in("x:1")]
    assert [one.at for one in found] == ["2026-09-29 21:15", "2026-08-03 21:15", "2026-07-02"]
    assert [(one.early, one.private, one.topic) for one in found] == [
        (True, False, "question"), (False, True, "complaint"), (False, False, "complaint"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("privacy", "shown"),
    [
        ({}, []),
        ({"show_inbound": True}, ["x:2", "x:1"]),
        ({"show_inbound": True, "show_dms": True}, ["x:2", "x:6", "x:1"]),
    ],
)
def test_their_words_stand_there_only_with_leave_and_without_names(privacy: dict[str, bool], shown: list[str]) -> None:
    found = listed(**privacy)
    assert [one.uid for one in found if one.text] == [*map(stand_in, shown)]
    assert not any("Kowalska" in one.text for one in found)


def test_an_id_leads_to_whoever_wrote_it_and_stands_there_where_nobody_is_masked() -> None:
    assert [one.uid for one in listed(mask_people=False)] == ["x:2", "x:6", "x:1"]


def test_what_is_listed_can_be_hidden_by_the_id_that_stands_there() -> None:
    assert [one.uid for one in listed(hidden=stand_in("x:6"))] == [*map(stand_in, ("x:2", "x:7", "x:1"))]


@pytest.mark.parametrize("status", ["no_data", "nothing_to_judge", "suppressed"])
def test_where_the_rate_is_not_measured_nobody_is_listed(status: str) -> None:
    assert listed(status) == []


def test_initials_are_listed_and_neither_counted_nor_guessed() -> None:
    said = [*["All sorted. ^JR"] * 3, *["Thanks -AB"] * 3, *["On its way. ^XY"] * 2, *["We sail to UK"] * 4,
            *["See you. ^JR https://t.co/x"] * 2]  # fmt: skip
    view = columns(posts(*({"kind": "R", "text": text, "day": date(2026, 7, 5)} for text in said)))
    assert waiting.signs(view, SPAN) == ["-AB", "^JR"]
    assert waiting.signs(view, (None, None)) == []
