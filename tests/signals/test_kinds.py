"""Message kinds, units and invitations (RUBRIC 0.1), on rows whose kind a reader of the rubric can name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from signals.make import QUARTER, archive, at, brand, heard, post, private, reply
from sociable.signals.relate import relate


def units(posts: list[dict[str, Any]], messages: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    about = more.pop("about", {})
    frame = relate(archive(posts, messages, **more), brand(**about), [QUARTER]).posts
    return {row["uid"]: row for row in frame.to_dicts()}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (post("1", "The boats are out again."), "B"),
        (post("1", "RT @ana: the boats are out again", form="repost"), "P"),
        (post("1", "So true! RT @ana: the boats are out again"), "P"),
        (post("1", "We could not agree more with this: RT @ana: the boats are out"), "B"),
        (post("1", "Exactly this. https://x.com/ana/status/1", form="quote"), "P"),
        (post("1", "Five own words make this ours https://x.com/ana/status/1", form="quote"), "B"),
        (post("1", "#Yes #We #Love #Boats #Too https://x.com/ana/status/1", form="quote"), "P"),
        (reply("1", "@ana It leaves at nine.", "ana", reply_to_uid="x:9"), "R"),
        (post("1", "@ana it leaves at nine.", form="mention_start"), "R"),
        (post("1", "@ana it leaves at nine."), "R"),
        (post("1", ".@ana it leaves at nine.", form="mention_start"), "B"),
        (post("1", "@TideMuseum opens late tonight.", form="mention_start"), "B"),
        (post("1", "@ana and @bo painted the pier.", form="mention_start"), "B"),
        (post("1", "@ana is it still stuck?", form="mention_start"), "R"),
        (post("1", "@ana have you tried the other gate?", form="mention_start"), "R"),
        (post("1", "A slow morning on the quay.", form="story"), "B"),
    ],
)
def test_kind_of_one_row(row: dict[str, Any], kind: str) -> None:
    assert units([row])["x:1"]["kind"] == kind


def test_a_story_without_words_is_no_message() -> None:
    assert set(units([post("1", None, form="story"), post("2", "Good morning all.")])) == {"x:2"}


def test_a_self_thread_is_one_unit_under_its_root() -> None:
    found = units(
        [
            post("1", "One.", at(0), likes=3),
            post("2", "Two.", at(90), form="thread", reply_to_uid="x:1", likes=None),
            post("3", "Three.", at(2000), form="thread", reply_to_uid="x:2", likes=4),
            post(
                "4",
                "Reply to myself, said by the author alone.",
                at(2001),
                form="reply",
                reply_to_author="x:@harbourlights",
            ),
        ]
    )
    assert found["x:1"]["uids"] == ["x:1", "x:2", "x:3"]
    assert found["x:1"]["text"] == "One.\nTwo.\nThree."
    assert (found["x:1"]["likes"], found["x:1"]["reposts"], found["x:1"]["interactions"]) == (7, None, 7)
    # Its parent is not in the export: a thread of its own.
    assert found["x:4"]["kind"] == "B"
    assert len(found) == 2


def test_a_loop_of_parents_ends() -> None:
    found = units([post(str(i), "Round.", at(i), form="thread", reply_to_uid=f"x:{(i + 1) % 3}") for i in range(3)])
    assert sorted(uid for row in found.values() for uid in row["uids"]) == ["x:0", "x:1", "x:2"]


def test_a_continuation_of_a_reply_is_a_reply_to_that_person() -> None:
    found = units(
        [
            reply("1", "@ana First.", "ana", at(0)),
            post("2", "Second.", at(5), form="thread", reply_to_uid="x:1"),
            post("3", "Much later.", at(60), form="thread", reply_to_uid="x:2"),
        ]
    )
    assert found["x:1"]["uids"] == ["x:1", "x:2"]
    assert found["x:3"]["kind"] == "R"
    assert found["x:3"]["recipient"] == "x:@ana"


def test_ten_minutes_make_one_answer() -> None:
    found = units(
        [
            reply("1", "a", "ana", at(0)),
            reply("2", "b", "ana", at(10)),
            reply("3", "c", "ana", at(19)),
            reply("4", "d", "ana", at(29.1)),
            reply("5", "e", "bo", at(1)),
        ]
    )
    assert {uid: row["uids"] for uid, row in found.items()} == {
        "x:1": ["x:1", "x:2", "x:3"],
        "x:4": ["x:4"],
        "x:5": ["x:5"],
    }


def test_answers_of_one_day_stay_apart_where_only_the_day_is_known() -> None:
    rows = [reply(str(i), f"word {i}", "ana", at(0), time_precision="day") for i in range(3)]
    assert len(units(rows)) == 3


def test_the_day_is_the_brands() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert units([post("1", "Past midnight in London.", late)])["x:1"]["day"] == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("parent", "invited"),
    [
        ({"reply_to_uid": "x:own"}, "yes"),
        ({"reply_to_uid": "x:m"}, "yes"),
        ({"reply_to_uid": "x:deep"}, "yes"),
        ({"reply_to_uid": "x:far"}, "no"),
        ({"reply_to_uid": "x:gone"}, "unknown"),
        ({"reply_to_uid": "x:gone", "parent_mentions": ["HarbourLights"]}, "yes"),
        ({"reply_to_uid": "x:gone", "parent_mentions": []}, "no"),
        ({"reply_to_uid": "x:gone", "parent_text": "Is Harbour Lights late again?"}, "yes"),
        ({"reply_to_uid": "x:gone", "parent_text": "Is the Island Pass worth it?"}, "yes"),
        ({"reply_to_uid": "x:gone", "parent_text": "Harbour lights look pretty"}, "yes"),
        ({"reply_to_uid": "x:gone", "parent_text": "The harbour is pretty"}, "no"),
        ({"reply_to_uid": "x:gone", "parent_text": "can anyone recommend a ferry to the islands?"}, "yes"),
        ({"reply_to_uid": "x:gone", "parent_text": "can anyone recommend a ferry?", "place": "closed"}, "no"),
    ],
)
def test_invited(parent: dict[str, Any], invited: str) -> None:
    talk = [heard("m", "@HarbourLights when does it leave?", "ana", at(1))]
    plain = {"channel": "reply", "mentions": []}
    chain = ["m", "a", "b", "c", "deep", "far"]
    talk += [
        heard(name, "and so on", "ana", at(2 + i), parent_uid=f"x:{chain[i]}", **plain)
        for i, name in enumerate(chain[1:])
    ]
    found = units(
        [
            post("own", "A post of ours."),
            reply("1", "Here is an answer of some length.", "ana", at(60), **parent),
        ],
        talk,
        about={"products": ["Island Pass"]},
    )
    assert found["x:1"]["invited"] == invited


SPAM = "Need cover? We have a great deal on insurance for you, click here today please"


def test_the_same_words_to_three_strangers_in_thirty_days_are_unsolicited() -> None:
    def sent(days: list[float], **more: Any) -> list[str]:
        rows = [
            reply(str(i), f"@p{i} {SPAM}", f"p{i}", at(days=d), reply_to_uid=f"x:q{i}", **more)
            for i, d in enumerate(days)
        ]
        return [row["kind"] for row in units(rows).values()]

    join = {"parent_text": "The burglary paperwork never ends", "parent_mentions": []}
    assert sent([0, 10, 30], **join) == ["U", "U", "U"]
    assert sent([0, 10, 30.1], **join) == ["R", "R", "R"]
    assert sent([0, 25, 30.1, 50], **join) == ["R", "U", "U", "U"]
    assert sent([0, 10, 20]) == ["R", "R", "R"]  # nobody knows whether they asked
    assert sent([0, 10, 20], parent_mentions=["harbourlights"]) == ["R", "R", "R"]


def test_one_stranger_three_times_is_no_template_to_strangers() -> None:
    join = {"parent_text": "The burglary paperwork never ends", "parent_mentions": []}
    rows = [reply(str(i), f"@p {SPAM}", "p", at(days=i), reply_to_uid=f"x:q{i}", **join) for i in range(3)]
    assert {row["kind"] for row in units(rows).values()} == {"R"}


def test_a_sales_call_by_name_is_unsolicited_only_when_the_inbox_shows_silence() -> None:
    row = post(
        "1",
        "@ana 20% off all crossings, book now https://hl.example/book",
        at(days=20),
        form="mention_start",
        links=["https://hl.example/book"],
    )
    about = {"domains": ["hl.example"]}
    wrote = heard("m", "@harbourlights a thought about piers", "ana", at(days=1))
    assert units([row], about=about)["x:1"]["kind"] == "R"
    assert units([row], about=about, feeds=("inbound_linked",))["x:1"]["kind"] == "U"
    asked = units([row], [wrote], about=about, feeds=("inbound_linked",))["x:1"]
    assert (asked["kind"], asked["invited"]) == ("R", "yes")


def test_private_messages_are_units_of_their_own_kind() -> None:
    found = units([post("1", "A public word.")], [private("d", "Hello there", "ana", at(3)), private("e", None, "bo")])
    assert {uid: row["kind"] for uid, row in found.items()} == {"x:1": "B", "x:d": "D", "x:e": "D"}
    assert found["x:e"]["dm_pushed"] is None


def test_a_strong_key_and_a_handle_are_one_person() -> None:
    people = [{"key": "x:77", "platform": "x", "id": "77", "handle": "Ana", "is_self": False}]
    rows = [reply("1", "a", "ana", at(0)), reply("2", "b", "ana", at(3), reply_to_author="x:77")]
    assert [row["recipient"] for row in units(rows, people=people).values()] == ["x:77"]


def test_excluded_posts_leave_the_text_populations_only() -> None:
    top = {
        "exclude": {"apps": ["WeatherBot"], "templates": ["Line * is running"]},
        "events": [{"name": "storm", "start": "2026-07-10", "end": "2026-07-11", "kind": "crisis"}],
    }
    found = units(
        [
            post("1", "Wind from the west at nine.", app="weatherbot"),
            post("2", "Line 4 is running on time today."),
            post("3", "The harbour is closed until further notice.", at(days=4)),
            post("4", "Buy the boat today.", paid="yes"),
            post("5", "Die Boote fahren heute wieder ab neun Uhr morgens.", lang=None),
            post("6", "The boats are out again today."),
        ],
        about={"top": top},
    )
    assert [uid for uid, row in found.items() if row["broadcast"]] == ["x:6"]
    assert all(row["published"] for row in found.values())


def test_a_support_handle_enters_care_only() -> None:
    about = {"top": {"accounts": [{"platform": "x", "handle": "HarbourLights", "role": "support"}]}}
    rows = [
        post("1", "Our lines are open until six today."),
        reply("2", "It is on its way to you.", "ana", parent_mentions=["harbourlights"]),
        reply("3", "A thought on knots that nobody asked for.", "bo", at(9), parent_mentions=[], parent_text="Knots!"),
    ]
    named = {"broadcast", "published", "join", "join_base", "give_ask_unit", "reply"}
    data = archive(rows)
    frame = relate(data, brand(about["top"]["accounts"][0]), [QUARTER]).posts
    assert not any(frame[name].any() for name in named)
    assert frame.filter("human_reply")["uid"].to_list() == ["x:2", "x:3"]
    assert frame.filter("care_reply")["uid"].to_list() == ["x:2"]
    assert frame.filter("uninvited")["uid"].to_list() == ["x:3"]


def test_unknown_invitations_are_null_until_there_are_too_many() -> None:
    known = [
        reply(f"k{i}", f"answer {i} of many", f"p{i}", at(i * 20), parent_mentions=["harbourlights"]) for i in range(8)
    ]
    unknown = [reply(f"u{i}", f"other {i} words", f"q{i}", at(i * 20)) for i in range(2)]
    some = units([*known, *unknown])
    assert (some["x:u0"]["join"], some["x:u0"]["care_reply"], some["x:u0"]["published"]) == (None, None, True)
    many = units([*known[:7], *unknown])
    assert (many["x:u0"]["join"], many["x:u0"]["care_reply"]) == (None, True)


def test_what_a_tool_collects_is_not_addressed_to_the_brand_for_that() -> None:
    """A stranger's post that the brand answered is in the table as a mention, and opens no case."""
    stranger = heard("m", "Grandad's barometer has stopped. Do people still mend these?", "ana", at(1), mentions=[])
    rows = [reply("1", "Tap the glass first: nine times out of ten it only sticks.", "ana", at(9), reply_to_uid="x:m")]
    data = archive(rows, [stranger])
    found = relate(data, brand(), [QUARTER])
    assert found.posts["invited"].to_list() == ["no"]
    assert found.posts["join"].to_list() == [True]
    assert found.messages["need"].to_list() == [False]
    assert (found.cases.height, found.partners.height) == (0, 0)
    # Without words nobody can tell, and the tool's word stands.
    silent = relate(archive(rows, [stranger | {"text": None, "mentions": None}]), brand(), [QUARTER])
    assert silent.posts["invited"].to_list() == ["yes"]
