"""The plan as a file to fill in."""

from pathlib import Path

import sample
from msgspec import structs

from sociable import hand, rubric, signals
from sociable.config import Brand
from sociable.site import plan_template, view_plan
from sociable.site.pages import open_book

RULES = rubric.load(signals.SIGNALS)


def test_the_file_to_fill_in_comes_back_as_it_was_said(tmp_path: Path) -> None:
    """A build's template, saved as plan.yaml: the same owners, days and states, whatever an owner is called."""
    report = sample.report(RULES)
    told = {"owner": 'Jo "the: desk" # Reed', "due": "2026-10-30", "status": "started", "note": "élan: - x"}
    plan = [structs.replace(report.plan[0], **told), *report.plan[1:]]
    unsure = structs.replace(plan[-1], look="few")
    book = open_book(structs.replace(report, plan=[*plan[:-1], unsure]), RULES)
    lines = [one for phase in view_plan.plan(book).phases for one in phase.actions]
    text = plan_template.template(book, tuple(lines))
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    account = {"platform": "x", "handle": "h", "archive": "a.zip"}
    brand = Brand.model_validate({"root": tmp_path, "brand": {"name": "B"}, "accounts": [account]})
    read = hand.ledger(brand, [one.criterion for one in plan])
    assert read[plan[0].criterion] == told
    assert unsure.criterion not in read and f"# {unsure.criterion}:" in text, "an owner would make a task of it"
    others = [one.criterion for one in lines if not one.held][1:]
    assert all(read[name] == {"status": "open"} for name in others if name != unsure.criterion) and len(others) > 1


def test_a_line_to_keep_up_stands_there_only_where_somebody_has_it() -> None:
    report = sample.report(RULES)
    kept = structs.replace(report.plan[0], target=None, look="", owner="", due="", status="", note="")
    for owner in ("", "Jo"):
        book = open_book(structs.replace(report, plan=[structs.replace(kept, owner=owner)]), RULES)
        (line,) = (one for phase in view_plan.plan(book).phases for one in phase.actions)
        assert line.held and (f"{kept.criterion}:" in plan_template.template(book, (line,))) == bool(owner)
