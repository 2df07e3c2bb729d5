"""First contacts and cold private messages, with what came before (RUBRIC early-sell, push-dm)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from signals.make import QUARTER, archive, at, brand, heard, post, private, reply
from sociable.signals import outward
from sociable.signals.relate import relate
from sociable.tables import Columns

BRAND = brand(domains=["hl.example"])
ASK = {"parent_text": "A grey day at the pier", "parent_mentions": []}


def relations(posts: list[dict[str, Any]], messages: list[dict[str, Any]] | None = None) -> Columns:
    return relate(archive(posts, messages, feeds=("inbound_linked",)), BRAND, [QUARTER])


def contacts(posts: list[dict[str, Any]], messages: list[dict[str, Any]] | None = None) -> dict[str, bool | None]:
    frame = relations(posts, messages).contacts
    return dict(frame.select("uid", "first_contact").iter_rows())


def test_the_first_message_in_a_year_is_a_first_contact() -> None:
    rows = [
        reply(str(i), f"A word about piers, number {i}.", "ana", at(days=day), **ASK)
        for i, day in enumerate((-366, -300, 0, 66))
    ]
    assert contacts(rows) == {"x:0": True}
    assert contacts([rows[0], rows[2]]) == {"x:0": True, "x:2": True}
    assert contacts([rows[1], rows[2]]) == {"x:1": True}


@pytest.mark.parametrize(("day", "first"), [(-400, True), (-200, False), (-8, False), (-6, True), (-0.01, True)])
def test_what_the_person_wrote_before_counts_unless_it_is_what_is_answered(day: float, first: bool) -> None:
    row = reply("1", "A word about piers.", "ana", at(0), parent_mentions=["harbourlights"], parent_text="Good morning")
    found = contacts([row], [heard("m", "@harbourlights good morning", "ana", at(days=day))])
    assert found == ({"x:1": True} if first else {})


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("How much is a ticket for a bike?", False),
        ("Can anyone recommend a ferry?", False),
        ("Do you sell tickets on board?", False),
        ("Is the grey boat available on Sunday?", False),
        ("What a grey day", True),
    ],
)
def test_whoever_asked_to_buy_is_not_met_cold(asked: str, first: bool) -> None:
    row = reply(
        "1", "From 12 pounds: https://hl.example/book", "ana", parent_text=asked, links=["https://hl.example/book"]
    )
    assert contacts([row]) == {"x:1": first}


def test_an_unknown_trigger_is_not_judged() -> None:
    assert contacts([reply("1", "From 12 pounds.", "ana", reply_to_uid="x:gone")]) == {"x:1": None}


def test_an_own_commercial_link_is_a_pitch() -> None:
    rows = [
        reply("1", "Here you go: https://hl.example/book/7", "ana", links=["https://hl.example/book/7"], **ASK),
        reply("2", "Here you go: https://hl.example/help/book", "bo", links=["https://hl.example/times"], **ASK),
    ]
    frame = relations(rows).contacts.sort("uid")
    assert frame["contact_pitched"][0] == 1.0
    assert frame["contact_pitched"][1] < 0.5


def test_broadcasts_meet_nobody_and_support_handles_are_left_out() -> None:
    helper = brand({"platform": "x", "handle": "HarbourLights", "role": "support"})
    rows = [post("1", "The boats are out."), reply("2", "On its way.", "ana", **ASK)]
    assert relate(archive(rows), helper, [QUARTER]).contacts.is_empty()


def cold(messages: list[dict[str, Any]], posts: list[dict[str, Any]] | None = None) -> list[str]:
    frame = relations(posts or [post("0", "The boats are out.")], messages).posts
    return sorted(frame.filter(pl.col("cold_dm"))["uid"])


HELLO = "Thank you for following, have a look at our timetable."


@pytest.mark.parametrize(
    ("before", "is_cold"),
    [
        ([], True),
        ([private("e", "An earlier word.", "ana", at(days=-300))], False),
        ([private("e", "An earlier word.", "ana", at(days=-366))], True),
        ([heard("m", "Hello, are you there today?", "ana", at(days=-30), channel="dm", private=True)], False),
        ([heard("m", "GUIDE", "ana", at(-1), channel="comment")], False),
        ([heard("m", "Blue summer guide", "ana", at(-1), channel="comment")], False),
        ([heard("m", "A blue summer guide", "ana", at(-1), channel="comment")], True),
        ([heard("m", "GUIDE", "ana", at(days=-4), channel="comment")], True),
        ([heard("m", "What a lovely view from the island this morning", "ana", at(-1), channel="comment")], True),
        ([heard("m", "I would rather send you that in a direct message", "ana", at(-1))], False),
        ([heard("m", "GUIDE", "bo", at(-1), channel="comment")], True),
    ],
)
def test_cold_messages(before: list[dict[str, Any]], is_cold: bool) -> None:
    assert ("x:d" in cold([*before, private("d", HELLO, "ana", at(0))])) is is_cold


@pytest.mark.parametrize(("lifts", "often", "inside"), [(20, 3, []), (20, 4, ["mo"]), (19, 19, [])])
def test_who_is_lifted_more_than_one_time_in_seven_is_an_insider(lifts: int, often: int, inside: list[str]) -> None:
    """Over 15 % of twenty lifts or more, where the brand names no affiliates."""
    lifted = ["mo"] * often + [f"p{n}" for n in range(lifts - often)]
    units = pl.DataFrame({"kind": ["B"] * lifts, "amplified": lifted})
    assert outward._favourites(units, SimpleNamespace(affiliates=())) == inside  # type: ignore[arg-type]
    assert outward._favourites(units, SimpleNamespace(affiliates=("jo",))) == []  # type: ignore[arg-type]


def test_a_message_that_was_announced_in_public_is_not_cold() -> None:
    said = reply(
        "1",
        "Please DM us your number.",
        "ana",
        at(-60),
        parent_text="@harbourlights hm",
        parent_mentions=["harbourlights"],
    )
    assert cold([private("d", HELLO, "ana", at(0))], [said]) == []


def test_what_pushes() -> None:
    messages = [
        private("link", "The timetable is at https://hl.example/times for you", "a", at(0)),
        private("plain", "Your point about the half-day workshops was new to me.", "b", at(20)),
        *[
            private(
                f"t{i}", f"Hi P{i}, the pier band plays until nine tonight, come along if you like", f"p{i}", at(40 + i)
            )
            for i in range(3)
        ],
        *[
            private(
                f"u{i}", f"Hi Q{i}, thank you so much for following us here, it means a lot to us", f"q{i}", at(80 + i)
            )
            for i in range(3)
        ],
    ]
    rows = relations([post("0", "The boats are out.")], messages).posts.filter("cold_dm")
    found = dict(rows.select("uid", "dm_pushed").iter_rows())
    assert found["x:link"] == 1.0
    assert found["x:plain"] < 0.5
    assert [found[f"x:t{i}"] for i in range(3)] == [1.0] * 3
    assert all(found[f"x:u{i}"] >= 0.5 for i in range(3))
