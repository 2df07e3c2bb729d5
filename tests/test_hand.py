"""Own words and dates of the consultant."""

from pathlib import Path

import pytest
from msgspec import structs

from sociable import hand
from sociable.config import Brand
from sociable.errors import ConfigError
from sociable.report import Action

CRITERIA = ("promo-share", "solve-here")


def brand(root: Path, **more: object) -> Brand:
    accounts = [{"platform": "x", "handle": "h", "archive": "a.zip"}]
    return Brand.model_validate({"root": root, "brand": {"name": "B"}, "accounts": accounts, **more})


def action(name: str) -> Action:
    return Action(criterion=name, phase="1-30", priority=1, impact=1, effort=1, confidence=1)


def test_owner_due_and_status_reach_the_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("solve-here: {owner: Jo, due: 2026-12-01, status: started, note: hm}\n")
    found = hand.ledger(brand(tmp_path, plan="plan.yaml"), CRITERIA)
    plan = hand.assign([action("promo-share"), action("solve-here")], found)
    told = [(one.owner, one.due, one.status, one.note) for one in plan]
    assert told == [("", "", "", ""), ("Jo", "2026-12-01", "started", "hm")]


def test_what_is_done_stays_though_nothing_is_left_to_gain() -> None:
    found = {"solve-here": {"status": "done", "note": "hm"}, "promo-share": {"status": "open"}}
    assert [(one.criterion, one.status, one.impact) for one in hand.assign([], found)] == [("solve-here", "done", 0)]


def test_an_owner_makes_a_task_of_what_was_to_be_read_first() -> None:
    plan = [structs.replace(action(name), look="detector") for name in CRITERIA]
    found = hand.assign(plan, {"solve-here": {"owner": "Jo"}, "promo-share": {"note": "hm"}})
    assert [one.look for one in found] == ["detector", ""]


def test_an_empty_plan_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("# nothing yet\n")
    assert hand.ledger(brand(tmp_path), CRITERIA) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("solv-here: {owner: Jo}\n", "did you mean `solve-here`?"),
        ("solve-here: {ower: Jo}\n", "unknown key"),
        ("solve-here: {status: maybe}\n", "is no status"),
        ("solve-here: Jo\n", "needs owner, due or status"),
        ("solve-here: {due: 15 May 2026}\n", "'15 May 2026' is no day; write it as 2026-10-30"),
        ("solve-here: {due: 2026-13-01}\n", "is no day"),
        ("solve-here: {owner: [Jo, Mina]}\n", "is a list; write one text"),
    ],
)
def test_faults_of_plan_yaml_have_a_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "plan.yaml").write_text("# who does what\n" + text)
    with pytest.raises(ConfigError) as caught:
        hand.ledger(brand(tmp_path, plan="plan.yaml"), CRITERIA)
    assert said in str(caught.value)
    assert "plan.yaml:2" in str(caught.value)


def test_notes_are_read_by_page(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "plan.md").write_text("\ufeffStart with **one**.\n", encoding="utf-8")
    assert hand.notes(brand(tmp_path)) == {"plan": "Start with **one**."}
    (tmp_path / "notes" / "bad.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError, match="UTF-8"):
        hand.notes(brand(tmp_path))
