"""Every number that a page says stands in report.json, in the rubric, or in the prose of content/: none is made up.

The report's figures are put into every wording that `words` knows (a share as per cent, a time as hours, a ratio as
"3 to 1" ...), and each figure on the pages must be among them.  A wrong figure planted in a page is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
import reading
import sample

from sociable import rubric
from sociable.site import charts_time, words

ROOT = Path(__file__).parents[2]
PAGES = ("index", "scorecard", "plan", "trends", "signals", "criteria/promo-share", "criteria/response-time")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DATE = re.compile(
    rf"\d{{1,2}}(?: to \d{{1,2}})? (?:{MONTHS}|{SHORT})\b(?: \d{{4}})?|(?:{MONTHS}|{SHORT}) \d{{4}}|Q[1-4] \d\d"
)
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def figures(text: str) -> set[str]:
    """The figures of a text, dates aside."""
    return {one.rstrip(",") for one in FIGURE.findall(DATE.sub(" ", text))}


def leaves(value: object) -> Iterator[float]:
    """Every number of a JSON document, and how many there are of each list and of each kind in it."""
    if isinstance(value, dict):
        yield float(len(value))
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list | tuple):
        yield float(len(value))
        for one in value:
            yield from leaves(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def worded(value: float) -> Iterator[str]:
    """A number in every wording it may have."""
    for one in {value, abs(value)} | ({1 - value} if 0 < value < 1 else set()):
        yield from (words.count(one), words.number(one), words.number(one, 2), words.share(one), words.edge(one))
        yield from (words.minutes(abs(one)), words.ratio(one), words.points(one), words.score(one), words.change(one))


@lru_cache(maxsize=1)
def static() -> frozenset[str]:
    """The figures that stand in the prose of content/ and in the templates."""
    found = set[str]()
    for path in (
        *(ROOT / "content").rglob("*.md"),
        *(ROOT / "content").rglob("*.yaml"),
        *(ROOT / "templates").rglob("*.html"),
    ):
        if "demo" not in path.parts:
            found |= figures(path.read_text(encoding="utf-8"))
    return frozenset(found)


@lru_cache
def known(page: str) -> frozenset[str]:
    """Every figure that a page may say: a criterion's page only those of its own part of the report."""
    report = msgspec.to_builtins(sample.report(rubric.load(())))
    name = page.removeprefix("criteria/")
    results = [one for one in report["criteria"] if name in (page, one["id"])]
    flagged = [one for one in report["evidence"]["flagged"] if one[1] == name]
    labels = {label for one in results for label in one["detectors"]}
    part: dict[str, object] = {
        key: value for key, value in report.items() if key not in ("evidence", "criteria", "method")
    }
    if name != page:
        part = {"plan": [one for one in report["plan"] if one["criterion"] == name], "flagged": flagged}
    part |= {"results": results, "measured": {key: report["method"]["accuracy"].get(key) for key in sorted(labels)}}
    said = {word for value in set(leaves(part)) for text in worded(value) for word in figures(text)}
    counted = [one["status"] in ("scored", "provisional") for one in report["criteria"]]
    said |= {str(sum(counted)), str(len(counted))} | {label.split()[0] for _, label in charts_time._TIMES}
    # Of a corrected share the flagged posts are counted.
    said |= {
        words.count(one["raw_value"] * one["denominator"]) for one in results if one["raw_value"] and one["denominator"]
    }
    said |= {"25%", "50%", "75%", "100%"} | figures(report["tool_version"])  # the axis of waiting; who made it
    return frozenset(said | figures(msgspec.json.encode(report["evidence"]).decode()) | static())


def unknown(page: str, text: str) -> set[str]:
    return figures(text) - known(page)


def test_no_page_says_a_number_that_the_report_does_not_hold() -> None:
    files = sample.files()
    said = {name: " ".join(reading.read(str(files[f"{name}.html"])).text) for name in PAGES}
    assert {name: found for name, text in said.items() if (found := unknown(name, text))} == {}


def test_a_planted_number_is_found() -> None:
    assert unknown("index", "about 8.37% of 4,219 posts, 91.37 points") == {"8.37%", "4,219", "91.37"}
    shares = " ".join(f"{n}%" for n in range(10, 100))
    assert len(unknown("criteria/promo-share", shares)) > 40  # whole per cents are told apart, too
