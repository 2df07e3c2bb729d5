"""The invented before and after pairs of RUBRIC 2, as tests of shape: what a rewrite keeps, cuts and asks.

The after of a pair holds what a person answered; the engine prints the slot in
its place.  Each row says which words of the before must stay, which must go,
and how many questions are left to a person.
"""

import csv
import re
from pathlib import Path

import pytest

from advice.make import judge
from sociable import rubric
from sociable.advice import engine, phrases, recipes
from sociable.advice.entities import SLOT, facts
from sociable.advice.illustrate import plans
from sociable.advice.tasks import Task
from sociable.model import Rewrite

BOOK = rubric.load(())
PLANS = plans(BOOK)
TABLE = Path(__file__).parents[1] / "data" / "pairs.csv"
"""One pair a row: criterion, kind, before, words kept and words gone (parted by |), most questions asked."""
PAIRS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def rewritten(criterion: str, kind: str, before: str) -> Rewrite:
    task = Task("pair", before, "x", kind, criterion, before if kind == "I" else "")
    found, refused = engine.rewrite_all([task], PLANS, phrases.load(), None, judge)
    assert found, [(one.recipe, one.reason) for one in refused]
    return found["pair", criterion]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: f"{one['criterion']}: {one['before'][:30]}")
def test_what_is_kept_cut_and_asked(pair: dict[str, str]) -> None:
    made = rewritten(pair["criterion"], pair["kind"], pair["before"])
    after = made.after
    assert [one for one in pair["kept"].split("|") if one.casefold() not in after.casefold()] == []
    assert [one for one in pair["gone"].split("|") if one and one in after] == []
    assert (made.effect == "ask") <= len(SLOT.findall(after)) <= int(pair["asked"])
    known = facts(pair["before"]).values
    assert not {one for one in facts(SLOT.sub("", after)).values if re.search(r"\d", one)} - known


def test_every_criterion_has_two_pairs() -> None:
    counted = {name: sum(one["criterion"] == name for one in PAIRS) for name in BOOK.criteria}
    assert [name for name, number in counted.items() if number < 2] == []


def test_an_unsolicited_pitch_is_not_to_be_sent() -> None:
    assert recipes.load()["do-not-send"].title.startswith("Do not send this")
