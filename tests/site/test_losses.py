"""The notice on top of a brief whose exports break off, and what a report that holds far less says."""

from __future__ import annotations

import pytest
import sample
from msgspec import structs

from sociable import rubric, shortfall, site
from sociable.model import InputFile, Issue
from sociable.report import Report

CUT = "the file ends in the middle: 3 of 70 records are there; download it again"
RULES = rubric.load(())
BASE = sample.report(RULES)


def one() -> InputFile:
    issues = [Issue(code="cut-off", message=CUT, count=1)]
    return structs.replace(BASE.inputs[0], file="a.zip!tweets.js", issues=issues)


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [(100, 79, True), (100, 80, False), (12, 3, False), (13, 3, True), (50, 90, False), (0, 0, False)],
)
def test_a_report_that_holds_far_less_than_the_one_before_says_so(then: int, now: int, told: bool) -> None:
    base = made(then)
    line = shortfall.fewer(made(now), base)
    assert bool(line) is told
    if told:
        assert f"2026-Q1 held {then} posts and messages in the report before, and {now} now" in line
    assert shortfall.fewer(made(now), None) == ""
    other = structs.replace(base, period=structs.replace(base.period, id="2025-Q4"))
    assert shortfall.fewer(made(now), other) == "", "another period may hold less"


def made(units: int) -> Report:
    period = structs.replace(BASE.period, id="2026-Q1")
    return structs.replace(BASE, period=period, calendar={"2026-01-02": {"B": units}})


def test_the_notice_is_on_wikis_and_in_german_too() -> None:
    report = made(40)
    report = structs.replace(report, inputs=[one(), *report.inputs])
    made_pages = site.pages(report, RULES, {})
    assert "Part of an export is missing" in str(site.render(made_pages)["index.html"])
    for dialect in ("mediawiki", "dokuwiki", "markdown", "confluence"):
        brief = str(site.wiki(made_pages, dialect, "Play"))
        assert "Part of an export is missing" in brief and "3 of 70 records are there" in brief
    german = structs.replace(report, brand={**report.brand, "language": "de"})
    page = str(site.render(site.pages(german, RULES, {}))["index.html"])
    assert "Ein Teil eines Exports fehlt" in page and "3 von 70 Einträgen sind da" in page
