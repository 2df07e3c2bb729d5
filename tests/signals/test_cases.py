"""Care cases computed by hand: opening, merging, closing, clocks, censoring, outcomes (RUBRIC 0.2, 4.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from signals.make import QUARTER, archive, at, brand, heard, post, private, reply
from sociable.config import ServiceHours
from sociable.signals import clocks
from sociable.signals.relate import relate

NEED = "@HarbourLights my ticket was refused at the gate, can you help me please?"
CHAT = "@HarbourLights what a lovely morning on the pier"
ANSWER = "Please restart the app and try the ticket again, it works now. Kim"


@pytest.fixture(autouse=True)
def needs_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The detector is not what is tested here: a question mark is a need."""
    from sociable.signals import labelling

    real = labelling.label

    def ruled(batch: pl.DataFrame, terms: Any) -> pl.DataFrame:
        found = real(batch, terms)
        asks = batch.select(pl.col("text").fill_null("").str.contains(r"\?").cast(pl.Float64)).to_series()
        return found.with_columns(p_need=asks) if (batch["kind"] == "I").all() else found

    monkeypatch.setattr(labelling, "label", ruled)


def cases(messages: list[dict[str, Any]], posts: list[dict[str, Any]], **top: Any) -> list[dict[str, Any]]:
    """The cases of an archive that goes on until ten days after the start."""
    rows = [*posts, post("end", "The harbour sleeps.", at(days=10))]
    feeds = top.pop("feeds", ())
    frame = relate(archive(messages=messages, posts=rows, feeds=feeds), brand(top=top), [QUARTER]).cases
    return frame.sort("opened_at", "uid").to_dicts()


def answer(
    uid: str, minutes: float, to: str = "x:m1", who: str = "ana", text: str = ANSWER, **more: Any
) -> dict[str, Any]:
    return reply(uid, f"@{who} {text}", who, at(minutes), reply_to_uid=to, **more)


def test_first_answer_counts_and_closes() -> None:
    found = cases([heard("m1", NEED, "ana", at(0))], [answer("a", 37.5), answer("b", 400)])
    assert len(found) == 1
    case = found[0]
    assert (case["uid"], case["minutes"], case["event"], case["answered"], case["answer_uid"]) == (
        "x:m1",
        37.5,
        1,
        True,
        "x:a",
    )
    assert (case["channel"], case["day"].isoformat(), case["minutes_service"]) == ("public", "2026-07-06", None)
    assert case["person"] not in ("x:@ana", "ana")


def test_a_case_tells_whether_the_brand_wrote_in_its_thread() -> None:
    later = at(37.5 + 25 * 60)
    again = heard("m2", NEED, "ana", later, parent_uid="x:a")  # a last word in the thread of the answer
    anew = heard("m3", NEED, "cem", later)
    found = cases(
        [heard("m1", NEED, "ana", at(0)), heard("m0", NEED, "cem", at(0)), again, anew],
        [answer("a", 37.5), answer("b", 37.5, to="x:m0", who="cem")],
    )
    told = {case["uid"]: (case["answered"], case["met"]) for case in found}
    assert told == {"x:m1": (True, True), "x:m0": (True, True), "x:m2": (False, True), "x:m3": (False, False)}


def test_follow_ups_before_an_answer_are_the_same_case() -> None:
    talk = [
        heard("m1", NEED, "ana", at(0)),
        heard("m2", "hello, anybody there?", "ana", at(3000)),
        heard("m3", CHAT, "ana", at(3010)),
    ]
    found = cases(talk, [answer("a", 3040, "x:m2")])
    assert [(c["uid"], c["minutes"], c["minutes_last"]) for c in found] == [("x:m1", 3040, 30)]


@pytest.mark.parametrize(("hours", "count"), [(1, 1), (23.9, 1), (24, 2), (100, 2)])
def test_a_need_a_day_after_the_last_word_opens_a_new_case(hours: float, count: int) -> None:
    talk = [heard("m1", NEED, "ana", at(0)), heard("m2", "and again, why is that?", "ana", at(60 + 60 * hours))]
    assert len(cases(talk, [answer("a", 60)])) == count


def test_the_day_runs_from_the_brands_last_word_not_from_its_answer() -> None:
    talk = [heard("m1", NEED, "ana", at(0)), heard("m2", "and again, why is that?", "ana", at(60 * 30))]
    assert len(cases(talk, [answer("a", 60)])) == 2
    assert len(cases(talk, [answer("a", 60), answer("b", 60 * 20, text="One thing more about your ticket.")])) == 1


def test_no_need_no_case() -> None:
    assert cases([heard("m1", CHAT, "ana", at(0))], [answer("a", 5)]) == []


def test_people_do_not_share_cases() -> None:
    talk = [heard("m1", NEED, "ana", at(0)), heard("m2", NEED, "bo", at(1))]
    found = cases(talk, [answer("a", 10)])
    assert [(c["uid"], c["event"], c["minutes"]) for c in found] == [("x:m1", 1, 10), ("x:m2", 0, 4320)]


@pytest.mark.parametrize(
    ("asked", "minutes", "event"),
    [(0, 4320, 0), (60 * 24 * 9, 1440, 0), (60 * 24 * 10 - 5, 5, 0), (60 * 24 * 7, 4320, 0)],
)
def test_the_unanswered_are_censored_at_the_end_of_the_archive(asked: float, minutes: float, event: int) -> None:
    found = cases([heard("m1", NEED, "ana", at(asked))], [])
    assert [(c["minutes"], c["event"], c["answered"]) for c in found] == [(minutes, event, False)]


def test_an_answer_after_three_days_is_none() -> None:
    found = cases(
        [heard("m1", NEED, "ana", at(0)), heard("m2", NEED, "bo", at(0))],
        [answer("a", 4320), answer("b", 4321, "x:m2", "bo")],
    )
    assert [(c["uid"], c["minutes"], c["event"], c["answer_uid"]) for c in found] == [
        ("x:m1", 4320, 1, "x:a"),
        ("x:m2", 4320, 0, None),
    ]


def test_machines_do_not_answer() -> None:
    talk = [heard("m1", NEED, "ana", at(0))]
    auto = answer("a", 1, text="This is an automated message. We aim to respond within two days.")
    assert cases(talk, [auto, answer("b", 90)])[0]["minutes"] == 90
    flagged = private("d", "Thank you for writing to us.", "ana", at(0.1), is_automatic=True)
    assert cases([*talk, flagged], [answer("b", 90)])[0]["minutes"] == 90


@pytest.mark.parametrize(("copies", "seconds", "event"), [(5, 19, 0), (5, 20, 1), (4, 1, 1)])
def test_a_template_within_seconds_is_a_machine(copies: int, seconds: int, event: int) -> None:
    """From five copies on, and under twenty seconds: nobody writes that fast."""
    talk = [heard(f"m{i}", NEED, f"p{i}", at(60 * i)) for i in range(copies)]
    same = "Thank you for getting in touch with the harbour, a colleague reads every message that comes in."
    sent = [answer(f"a{i}", 60 * i + seconds / 60, f"x:m{i}", f"p{i}", same) for i in range(copies)]
    assert {c["event"] for c in cases(talk, sent)} == {event}


def test_a_private_answer_counts_and_so_does_another_handle_of_the_brand() -> None:
    talk = [heard("m1", NEED, "ana", at(0)), private("d", None, "ana", at(25))]
    assert cases(talk, [])[0]["minutes"] == 25
    accounts = [{"platform": "x", "handle": "HarbourLights"}, {"platform": "x", "handle": "HLHelp", "role": "support"}]
    rows = [answer("a", 12, account="x:hlhelp"), post("end", "The harbour sleeps.", at(days=10))]
    found = relate(archive(rows, talk[:1]), brand(*accounts), [QUARTER]).cases
    assert (found["account"].item(), found["minutes"].item()) == ("x:harbourlights", 12)


def test_a_word_in_another_thread_is_no_answer() -> None:
    talk = [heard("old", CHAT, "ana", at(-5000)), heard("m1", NEED, "ana", at(0))]
    before = answer("z", -4000, "x:old", text="Glad you like it.")
    again = answer("y", 30, "x:old", text="By the way, here is a picture.")
    assert cases(talk, [before, again, answer("a", 50)])[0]["minutes"] == 50


def test_broadcasts_and_joins_are_no_answers() -> None:
    found = cases([heard("m1", NEED, "ana", at(0))], [post("1", "@ana is right about the gate.", at(5))])
    assert [c["event"] for c in found] == [0]


def test_service_hours_stop_the_clock() -> None:
    hours = {"hours": {"mon-fri": "08:00-18:00"}, "published": True}
    friday_evening = 60 * 8 + 1440 * 4  # Friday 17:00 UTC is 18:00 in London
    talk = [heard("m1", NEED, "ana", at(0)), heard("m2", NEED, "bo", at(friday_evening - 30))]
    found = cases(
        talk,
        [answer("a", 30), answer("b", friday_evening + 60 * 24 * 3 - 60 * 10 + 15, "x:m2", "bo")],
        service_hours=hours,
    )
    assert [c["minutes_service"] for c in found] == [30.0, 45.0]
    assert found[1]["minutes"] > 3000


def test_staffed_minutes_over_weekends_and_days() -> None:
    table = clocks.schedule(ServiceHours(hours={"mon-fri": "08:00-18:00", "sat": "10:00-12:00"}))
    start = pl.Series(
        [datetime(2026, 7, 10, 17), datetime(2026, 7, 11, 13), datetime(2026, 7, 6, 6)], dtype=pl.Datetime
    )
    end = pl.Series([datetime(2026, 7, 13, 9), datetime(2026, 7, 12, 23), datetime(2026, 7, 13, 6)], dtype=pl.Datetime)
    assert clocks.staffed(start, end, table).to_list() == [60 + 120 + 60, 0, 5 * 600 + 120]


@pytest.mark.parametrize(("days", "closed"), [("mon-sun", 0), ("sat,sun", 5), ("fri-mon", 3), ("Monday - Friday", 2)])
def test_days_of_a_schedule(days: str, closed: int) -> None:
    table = clocks.schedule(ServiceHours(hours={days: "09:00-17:30"}))
    assert int((table[:, 1] == 0).sum()) == closed


def test_the_archive_ends_where_both_sides_are_still_seen() -> None:
    talk = [heard("m1", NEED, "ana", at(days=9))]
    found = relate(archive([post("end", "The harbour sleeps.", at(days=10))], talk), brand(), [QUARTER]).cases
    assert found["minutes"].item() == 1440
    data = archive([post("end", "The harbour sleeps.", at(days=10))], talk, feeds=("replies_out", "inbound_linked"))
    short = data.feeds.with_columns(
        last=pl.when(pl.col("need") == "replies_out").then(pl.date(2026, 7, 15)).otherwise("last")
    )
    from dataclasses import replace

    # The replies end with 15 July; the message came on the 15th at nine.
    assert relate(replace(data, feeds=short), brand(), [QUARTER]).cases["minutes"].item() == 15 * 60


@pytest.mark.parametrize(
    ("labels", "text", "outcome"),
    [
        ({"p_helps": 0.9}, "Closing at four.", "solved"),
        ({"p_helps": 0.9}, "Closing at four. Or call 555 0199 for more.", "open_door"),
        ({"p_deflect": 0.9}, "Please call our line.", "deflected"),
        ({"p_deflect": 0.9, "handoff": 1.0}, "DM us your order number.", "handoff"),
        ({"p_helps": 0.9}, "Please email help@shop.co.uk", "deflected"),
        ({"p_helps": 0.9}, "Just call in, we sent the new part today. Your order is 12345678", "open_door"),
        ({"p_deflect": 0.9}, "Call 112 now.", "handoff"),
        ({}, "Hm.", "unclear"),
    ],
)
def test_outcomes(labels: dict[str, float], text: str, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from sociable.signals import labelling

    ruled = labelling.label

    def told(batch: pl.DataFrame, terms: Any) -> pl.DataFrame:
        values = {"p_helps": 0.1, "p_deflect": 0.1, "p_apology": 0.1, "handoff": 0.0} | labels
        return ruled(batch, terms).with_columns(
            pl.lit(value == 1.0 if name == "handoff" else value).alias(name) for name, value in values.items()
        )

    monkeypatch.setattr(labelling, "label", told)
    case = cases([heard("m1", "What time do you close?", "ana", at(0))], [answer("a", 9, text=text)])[0]
    assert case["outcome"] == outcome
    assert case["judged_case"] is (outcome != "unclear")
    assert case["case_solved"] == (1.0 if outcome in ("solved", "handoff", "open_door") else 0.0)


THANKS = "@HarbourLights that worked, thank you so much"


@pytest.mark.parametrize(
    ("minutes", "text", "outcome"),
    [
        (72 * 60, THANKS, "solved"), (72 * 60 + 1, THANKS, "unclear"), (5, THANKS, "unclear"),
        (60, f"{THANKS}, and what about Sunday?", "unclear"), (60, "@HarbourLights the pier is closed", "unclear"),
    ],
)  # fmt: skip
def test_thanks_within_three_days_of_the_question_say_that_it_was_solved(
    minutes: int, text: str, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answer itself says nothing; thanks before it are for something else, and a question is no thanks."""
    from sociable.signals import labelling

    ruled = labelling.label

    def told(batch: pl.DataFrame, terms: Any) -> pl.DataFrame:
        praise = batch["text"].fill_null("").str.contains("thank you").cast(pl.Float64)
        return ruled(batch, terms).with_columns(
            p_helps=pl.lit(0.1), p_deflect=pl.lit(0.1), p_complaint=pl.lit(0.0), p_praise=praise
        )

    monkeypatch.setattr(labelling, "label", told)
    talk = [heard("m1", "What time do you close?", "ana", at(0)), heard("m2", text, "ana", at(minutes))]
    found = {case["uid"]: case["outcome"] for case in cases(talk, [answer("a", 9, text="Hm.")])}
    assert found["x:m1"] == outcome


def test_an_archive_without_inbound_has_no_cases() -> None:
    assert cases([], [answer("a", 9)]) == []
