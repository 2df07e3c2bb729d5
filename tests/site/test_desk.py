"""The response desk: whose waits stand there, by which clock, and what of its blanks the files fill."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import sample
from msgspec import structs

from sociable import rubric, signals, site
from sociable.model import Basis, Secondary, Slice
from sociable.report import CriterionResult, PostCard, Report, Waiting
from sociable.site import csvs
from sociable.site.book import Book, verdict
from sociable.site.missing import left
from sociable.site.pages import open_book
from sociable.site.view_criterion import curves
from sociable.site.view_desk import _middle, desk
from sociable.site.view_slices import slices

LEFT = [
    Waiting(uid="x:9", platform="x", account="x:harbour", at="2026-09-30 16:29", topic="question", early=True),
    Waiting(uid="x:8", platform="x", account="x:harbour", at="2026-08-01", topic="complaint", private=True),
]
CURVE = [(30.0, 0.3, 0.2, 0.4), (60.0, 0.35, 0.25, 0.45)]


@cache
def rules() -> rubric.Rubric:
    return rubric.load(signals.SIGNALS)


def book(waiting: list[Waiting] | None = None, **brand: Any) -> Book:
    report: Report = sample.report(rules())
    found = [changed(one) for one in report.criteria]
    evidence = structs.replace(report.evidence, waiting=waiting or [], signs=["^JR", "^XY"])
    return open_book(
        structs.replace(report, criteria=found, evidence=evidence, brand={**report.brand, **brand}), rules()
    )


def changed(one: CriterionResult) -> CriterionResult:
    if one.id not in ("response-rate", "response-time"):
        return one
    paused = one.id == "response-time"
    wall = Secondary(id="answered_1h", label="", value=0.35, unit="share", n=99)
    weekend = Slice(key="weekend", status="scored", n=27, value=0.7, low=0.5, high=0.8, score=84, score_low=70,
                    score_high=97, wall=0.37 if paused else None, waiting=0 if paused else 1)  # fmt: skip
    return structs.replace(
        one, status="scored", score=65.0, score_low=56.0, score_high=73.0, value=0.47 if paused else 0.78, n=99,
        numerator=47.0 if paused else 75.0, denominator=99.0, unit="share", raw_value=None, secondary=[wall],
        notes=["service_hours"] if paused else ["still_open:5"], basis=Basis(curve=CURVE), needs=[],
        slices={"weekend": [weekend, structs.replace(weekend, key="weekday")]},
    )  # fmt: skip


def result(of: Book, name: str) -> CriterionResult:
    found = of.result(name)
    assert found is not None
    return found


def test_a_clock_that_stands_still_never_speaks_alone() -> None:
    held = book()
    timed = result(held, "response-time")
    said = verdict(held, timed).said
    assert said.startswith("35% of requests") and "day and night" in said and said.endswith("47%")
    (row, _) = slices(held, timed, "weekend")[1]
    assert row.verdict.value == "37% day and night, 70% in service hours"
    assert curves(held, timed)[0].title.endswith(", day and night")
    assert len(curves(held, timed)) == 2 and len(curves(held, result(held, "response-rate"))) == 1
    plain = structs.replace(timed, notes=[])
    assert (
        verdict(held, plain).said == "47% of requests had an answer within the hour" and len(curves(held, plain)) == 1
    )


def test_requests_that_still_have_time_explain_the_fraction() -> None:
    held = book()
    rate = result(held, "response-rate")
    assert verdict(held, rate).basis == "75 of 99 requests; 5 more were still within their three days"
    assert slices(held, rate, "weekend")[1][0].verdict.basis == "27 requests, 1 of them still within three days"


def test_whoever_waits_is_listed_and_without_leave_without_words() -> None:
    view = desk(book(LEFT)).waiting
    assert view is not None and "2 of 99 requests" in view.said and "show_inbound" in view.said
    assert "Of these, 1 had not yet" in view.said
    assert [[cell.text for cell in row] for row in view.table.rows] == [
        ["30 September 2026, 16:29", "a question", "X, in public", "2"],
        ["1 August 2026", "a complaint", "X, in private", "62"],
    ]
    shown = desk(book([structs.replace(LEFT[0], text="Is the boat late?")])).waiting
    assert shown is not None and shown.table.rows[0][-1].text == "Is the boat late?"
    assert "show_inbound" not in shown.said
    nobody = desk(book()).waiting
    assert nobody is not None and not nobody.table and not nobody.said  # an older report tells of nobody


def test_the_files_hold_whoever_waits() -> None:
    held = book(LEFT)
    assert csvs.flagged(held).count("\r\nx:9,response-rate,") == 1
    assert "x:8,need,yes," in csvs.template(held) and "2026-08-01 a complaint" in csvs.template(held)


def test_a_detector_is_asked_of_what_it_has_read() -> None:
    read = PostCard(uid="x:1", platform="x", account="x:h", kind="R", date="2026-08-01", text="", labels={"helps": 0.9})
    assert csvs.asked(read, "helps") and not csvs.asked(read, "need")
    assert csvs.asked(structs.replace(read, labels={}), "need")


def test_blanks_that_brand_yaml_can_fill_are_filled() -> None:
    stated = book(hours={"mon-fri": "08:00-18:00", "sat,sun": "10:00 – 14:00"})
    text = "\n".join(prose.text for _, prose in desk(stated).sections)
    assert "| Monday to Friday, 08:00 to 18:00; Saturday, Sunday, 10:00 to 14:00 |" in text
    assert '"[Names] answer here Monday to Friday, 08:00 to 18:00;' in text
    assert "| [name] | ^JR | [hours] |\n| [name] | ^XY | [hours] |" in text
    assert not any(place in text for place in ("{hours}", "{stated}", "{signs}", "{outside}", "{busiest}"))


def test_without_hours_the_replies_tell_them_and_few_tell_nothing() -> None:
    day = [0] * 9 + [10] * 8 + [0] * 7  # 9:00 to 17:00, ten replies an hour
    busy = book()
    busy = open_book(structs.replace(busy.report, answers=[day, *[[0] * 24] * 6]), rules())
    assert "| 09:00 to 17:00, when four in five" in desk(busy).sections[0][1].text
    few = structs.replace(book().report, heat=[[0] * 24] * 7)
    text = desk(open_book(few, rules())).sections[0][1].text
    assert "| [9:00 to 18:00?] |" in text and "| the busiest hour |" in text
    thirty = structs.replace(few, heat=[[1] * 20 + [11, 0, 0, 0], *[[0] * 24] * 6])
    assert "| the busiest hour, 20:00 to 21:00 |" in desk(open_book(thirty, rules())).sections[0][1].text


def test_many_signs_share_a_row() -> None:
    held = book()
    signs = [f"^A{letter}" for letter in "ABCDEFGHI"]
    evidence = structs.replace(held.evidence, signs=signs)
    text = "".join(
        part.text for _, part in desk(open_book(structs.replace(held.report, evidence=evidence), rules())).sections
    )
    assert "| [name] | ^AA, ^AB, ^AC," in text and text.count("| [name] | ^A") == 1


def test_a_question_and_the_plan_lead_to_the_list() -> None:
    link = left(book(LEFT), "response-rate")
    assert link is not None and link.text.startswith("2 requests") and link.ref.anchor == "waiting"
    assert left(book(LEFT), "response-time") is None and left(book(), "response-rate") is None


def test_the_page_draws_the_list_and_the_wiki_too() -> None:
    made = site.pages(book(LEFT).report, rules())
    page = str(site.render(made)["desk.html"])
    assert "Who still waits for an answer" in page and "30 September 2026, 16:29" in page


def test_reply_hours_leave_out_a_tenth_at_either_end() -> None:
    """One reply in ten at five, eight at noon, one in the evening; two of eleven at five are more than that."""
    day = [0] * 24
    day[5], day[12], day[21] = 1, 8, 1
    assert _middle(day) == (12, 13)
    day[5] = 2
    assert _middle(day) == (5, 13)


@pytest.mark.parametrize(("held", "value"), [(0.5, "yes"), (0.49, "no")])
def test_a_post_at_evens_stands_as_flagged_in_the_table_to_correct(held: float, value: str) -> None:
    report = book().report
    assert report.evidence is not None
    uid, criterion, _ = next(one for one in report.evidence.flagged if one[1] == "promo-share")
    card = structs.replace(report.evidence.posts[uid], labels={"promo": held})
    shown = structs.replace(report.evidence, posts={uid: card}, flagged=[(uid, criterion, 0.9)])
    made = csvs.template(open_book(structs.replace(report, evidence=shown), rules()))
    assert f"\r\n{uid},promo,{value}," in made
