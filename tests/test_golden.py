"""The whole demo run against files that were read before they were accepted.

`make gold` accepts what a run makes now; the difference is printed on failure.
"""

import difflib
import json
import os
from pathlib import Path

import pytest

from sociable import build
from sociable.report import Report

GOLDEN = Path(__file__).parent / "golden"
PAGES = ("index.html", "scorecard.html", "plan.html", "method.html", "criteria/response-rate.html")


def numbers(report: Report) -> str:
    """Every verdict of the demo on one line each: what a change of rules would move."""
    lines = [f"overall {json.dumps(report.overall.score)} coverage {report.overall.coverage:.4f} {report.overall.band}"]
    for one in report.criteria:
        value = "-" if one.value is None else f"{one.value:.4f}"
        score = "-" if one.score is None else f"{one.score:.2f}"
        change = one.change.verdict if one.change else "-"
        lines.append(f"{one.id} {one.status} n={one.n} value={value} score={score} [{one.band}] {change}")
    for past in report.history:
        scores = " ".join(
            f"{name}={one.score:.0f}" for name, one in sorted(past.criteria.items()) if one.score is not None
        )
        lines.append(f"{past.period.id} {json.dumps(past.overall.score)} {scores}")
    return "\n".join(lines) + "\n"


def compare(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("SOCIABLE_GOLD"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    wanted = path.read_text(encoding="utf-8")
    if text != wanted:
        made = Path(__file__).parent / "actual" / name
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text, encoding="utf-8")
        difference = difflib.unified_diff(wanted.splitlines(), text.splitlines(), "golden", "actual", lineterm="", n=1)
        pytest.fail(f"{name} differs; read it, then `make gold`:\n" + "\n".join(list(difference)[:60]), pytrace=False)


def test_the_numbers_of_the_demo(demo: build.Built) -> None:
    compare("numbers.txt", numbers(demo.report))


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_the_demo(demo: build.Built, page: str) -> None:
    compare(page, (demo.index.parent / page).read_text(encoding="utf-8"))
