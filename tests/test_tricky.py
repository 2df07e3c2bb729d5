"""The hand test set of RUBRIC section 6: 25 posts at the edges of the rules, with their context as fields."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from case_runner import agrees, run
from sociable import rubric
from sociable.signals.registry import SIGNALS

TABLE = (Path(__file__).parent / "data" / "tricky.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines()))
RUBRIC = rubric.load(SIGNALS)
CLOSING = {"kind": "R", "invited": "yes", "parent": "what time do you close on Sunday?"}
GROOMER = {"kind": "R", "invited": "no"}
CONTEXT: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"kind": "R", "invited": "yes", "parent": "My order arrived broken, what can I do?", "copies": 212},
    {"kind": "M"},
    {"kind": "M"},
    {"kind": "U", "parent": "the burglary paperwork never ends", "copies": 14},
    {"kind": "R", "invited": "no", "parent": "Torn between these two boots for the coast path."},
    GROOMER | {"place": "open", "parent": "can anyone recommend a groomer near the quay?"},
    GROOMER | {"place": "closed", "parent": "Friends, can anyone recommend a groomer?"},
    {"brand": {"domains": ["example.com"]}},
    {},
    {"kind": "R", "invited": "yes", "parent": "There is a smell of gas in our kitchen, what should I do?"},
    CLOSING,
    CLOSING,
    {"media_alt": "Chart. Hairline: one coat of filler. Up to 5 mm: rake out, wet, fill twice. Damp: dry first."},
    {},
    {},
    {},
    {},
    {},
    {},
    {"kind": "D", "copies": 63},
    {"kind": "D", "copies": 90, "parent": "GUIDE", "invited": "yes"},
    {"kind": "R", "invited": "no", "parent": "What a year of late containers taught us about supply chains."},
    {
        "also_on": "linkedin",
        "brand": {"domains": ["example.com"]},
        "earlier": [
            f"{opening} Q3 torque-ripple mitigation in 12-slot BLDC topologies (SPM, 0.7 Nm, 4.2% THD) "
            "https://example.com/b17 #motors #BLDC #engineering #innovation #B2B"
            for opening in ("New on the blog:", "On the blog:", "Again on the blog:", "From the blog:")
        ],
    },
)
"""What each row's column `context` says, as fields of a case, in the order of the rows."""
ASSERTED = [
    (at, *claim.split("="))
    for at, row in enumerate(ROWS)
    for claim in row["labels"].split("|")
]  # fmt: skip


@cache
def verdicts() -> dict[tuple[int, str], str]:
    cases = [
        (RUBRIC.criteria[name], {"text": ROWS[at]["text"], "platform": ROWS[at]["platform"], **CONTEXT[at]})
        for at, name, _ in ASSERTED
    ]
    return {(at, name): got for (at, name, _), got in zip(ASSERTED, run(cases), strict=True)}


def test_every_row_has_its_context() -> None:
    assert len(ROWS) == len(CONTEXT) == 25


@pytest.mark.parametrize(("at", "name", "expected"), ASSERTED, ids=[f"{at + 1}-{name}" for at, name, _ in ASSERTED])
def test_tricky(at: int, name: str, expected: str) -> None:
    got = verdicts()[at, name]
    assert agrees(RUBRIC.criteria[name], expected, got), f"{name}: {got}, not {expected}: {ROWS[at]}"
