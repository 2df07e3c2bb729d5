"""What must hold in every place with pages between markers; each scene starts from a place where nothing stands."""

from collections.abc import Callable

from book import PAGES, counts, quarter, send, why
from places import Place

from sociable import publish
from sociable.publish import Target, markers

NOTES = {
    "mediawiki": ("Our '''own''' words above.\n", "\nand beneath: [[Main Page]]."),
    "dokuwiki": ("Our **own** words above.\n", "\n\nand beneath: [[start]]."),
    "confluence": ("<p>Our <strong>own</strong> words above.</p>", "<p>and beneath.</p>"),
    "markdown": ("Our **own** words above.\n\n", "\n\nand beneath.\n"),
}


def a_second_run_makes_no_edit(place: Place) -> None:
    pages = quarter(place.dialect, 1)
    assert counts(send(place.open(), pages)) == {"created": len(PAGES) + 1}
    before = place.edits()
    assert counts(send(place.open(), pages)) == {"unchanged": len(PAGES) + 1}
    assert place.edits() == before


def notes_survive_the_next_quarter(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1))
    above, below = NOTES[place.dialect]
    place.edit("plan", lambda text: above + text + below)
    place.edit("criteria/promo-share", inside)
    place.edit("scorecard", lambda text: above + text)
    place.add("between", above)
    first = {name: place.text(name) for name in PAGES}

    send(place.open(), quarter(place.dialect, 2))
    plan = place.text("plan") or ""
    assert "words above" in plan and "and beneath" in plan and "quarter 2" in plan and "quarter 1" not in plan
    assert plan.index("words above") < plan.index("quarter 2") < plan.index("and beneath")
    assert place.text("scorecard") == first["scorecard"]
    assert "words above" in (place.text("between") or "")
    assert place.text("criteria/promo-share") == first["criteria/promo-share"]
    assert "quarter 2" in (place.text("criteria/response-time") or "")


def inside(text: str) -> str:
    """A hand's work between the markers."""
    assert "quarter" in text
    return text.replace("quarter", "Quarter (see Jo)", 1)


def an_edit_inside_is_kept_until_taken_over(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1))
    place.edit("plan", inside)
    edits = place.edits()
    for number in (1, 2):
        outcome = send(place.open(), quarter(place.dialect, number))
        assert why(outcome, "plan")[0] == "kept"
        assert "--take-over" in why(outcome, "plan")[1]
        assert "see Jo" in (place.text("plan") or "")
    assert place.edits() > edits  # the other pages went on
    outcome = send(place.open(), quarter(place.dialect, 2), take_over=True)
    assert why(outcome, "plan") == ("changed", "taken over")
    assert "see Jo" not in (place.text("plan") or "") and "quarter 2" in (place.text("plan") or "")


def a_strangers_page_is_kept(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1, pages=("index",)))
    place.add("plan", NOTES[place.dialect][0])
    outcome = send(place.open(), quarter(place.dialect, 1))
    assert why(outcome, "plan")[0] == "kept"
    assert "quarter 1" not in (place.text("plan") or "")
    send(place.open(), quarter(place.dialect, 1), take_over=True)
    now = place.text("plan") or ""
    assert now.index("words above") < now.index("quarter 1")


def a_page_that_is_no_more(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1))
    place.edit("plan", lambda text: NOTES[place.dialect][0] + text)
    place.edit("criteria/response-time", inside)
    fewer = quarter(place.dialect, 1, pages=("index", "scorecard"))
    outcome = send(place.open(), fewer)
    assert why(outcome, "criteria/promo-share")[0] == "deleted"
    assert not (place.text("criteria/promo-share") or "").strip()
    assert why(outcome, "criteria/response-time")[0] == "kept" and "see Jo" in (
        place.text("criteria/response-time") or ""
    )
    assert why(outcome, "plan")[0] == "changed"
    plan = place.text("plan") or ""
    assert "words above" in plan and "quarter" not in plan and "no longer part" in plan
    before = place.edits()
    send(place.open(), fewer)
    assert place.edits() == before


def past_quarters_stand_below(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1))
    send(place.open(), quarter(place.dialect, 2) | quarter(place.dialect, 1, under="2026-Q1"))
    assert "quarter 2" in (place.text("plan") or "") and "quarter 1" in (place.text("2026-Q1/plan") or "")
    send(place.open(), quarter(place.dialect, 3))
    assert "quarter 1" in (place.text("2026-Q1/plan") or "")  # not told any more, and left alone


def who_was_faster_is_not_written_over(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1))
    target: Target = place.open()
    pages = quarter(place.dialect, 2)
    made = publish.plan(target, pages, target.look(pages))
    place.edit("plan", lambda text: NOTES[place.dialect][0] + text)
    outcome = publish.push(target, made)
    target.close()
    assert "words above" in (place.text("plan") or "")
    assert why(outcome, "plan")[0] == "kept" and "publish again" in why(outcome, "plan")[1]
    outcome = send(place.open(), pages)
    assert why(outcome, "plan")[0] == "changed"
    assert "words above" in (place.text("plan") or "") and "quarter 2" in (place.text("plan") or "")


def damaged_markers_lose_no_word(place: Place) -> None:
    send(place.open(), quarter(place.dialect, 1))

    def half(now: str) -> str:
        parts = markers.take(place.dialect, now)
        assert parts is not None
        return now[: now.index(parts.inner) + len(parts.inner)] + NOTES[place.dialect][1]

    place.edit("plan", half)
    outcome = send(place.open(), quarter(place.dialect, 2))
    assert why(outcome, "plan")[0] == "kept" and "damaged" in why(outcome, "plan")[1]
    send(place.open(), quarter(place.dialect, 2), take_over=True)
    now = place.text("plan") or ""
    assert "and beneath" in now and "quarter 2" in now
    assert counts(send(place.open(), quarter(place.dialect, 2))) == {"unchanged": len(PAGES) + 1}


def a_year_of_handwork(place: Place) -> None:
    """The scenes above in one, for servers on which every page costs half a second."""
    send(place.open(), quarter(place.dialect, 1))
    above, below = NOTES[place.dialect]
    place.edit("plan", lambda text: above + text + below)
    place.edit("criteria/promo-share", inside)
    place.add("between", above)

    pages = quarter(place.dialect, 2) | quarter(place.dialect, 1, pages=("index",), under="2026-Q1")
    target = place.open()
    made = publish.plan(target, pages, target.look(pages))
    place.edit("criteria/response-time", lambda text: text + below)
    outcome = publish.push(target, made)
    target.close()
    assert why(outcome, "criteria/response-time")[0] == "kept"
    assert why(outcome, "criteria/promo-share")[0] == "kept"
    assert "see Jo" in (place.text("criteria/promo-share") or "")
    assert "quarter 1" in (place.text("2026-Q1/index") or "") and "quarter 2" in (place.text("index") or "")
    plan = place.text("plan") or ""
    assert plan.index("words above") < plan.index("quarter 2") < plan.index("and beneath")

    outcome = send(place.open(), pages, take_over=True)
    assert counts(outcome) == {"changed": 2, "unchanged": 6}
    assert "and beneath" in (place.text("criteria/response-time") or "")
    before = place.edits()
    assert counts(send(place.open(), pages)) == {"unchanged": 8}
    assert place.edits() == before

    outcome = send(place.open(), quarter(place.dialect, 2, pages=("index", "scorecard")))
    whats = {step.name: step.what for step in outcome.steps if step.what != "unchanged"}
    assert whats == {"plan": "changed", "criteria/promo-share": "deleted", "criteria/response-time": "changed"}
    assert "words above" in (place.text("plan") or "") and "quarter" not in (place.text("plan") or "")
    assert not (place.text("criteria/promo-share") or "").strip()
    assert "words above" in (place.text("between") or "")


SCENES: tuple[Callable[[Place], None], ...] = (
    a_second_run_makes_no_edit,
    notes_survive_the_next_quarter,
    an_edit_inside_is_kept_until_taken_over,
    a_strangers_page_is_kept,
    a_page_that_is_no_more,
    past_quarters_stand_below,
    damaged_markers_lose_no_word,
)
ALL = (*SCENES, who_was_faster_is_not_written_over)
