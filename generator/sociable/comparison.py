"""Two reports side by side: what moved, how sure that is, and what else differs between them."""

from __future__ import annotations

from pathlib import Path

from sociable import history, rubric, rulebook, scoring, signals
from sociable.beside import Comparison, Edited, Moved
from sociable.errors import Fault, LimitCrossed
from sociable.model import Change
from sociable.report import CriterionResult, Report
from sociable.rubric import Rubric


def load(first: Path, second: Path) -> tuple[Report, Report]:
    """Two report.json files, the earlier period first whatever their order; InputError when one is none."""
    one, other = history.load(first), history.load(second)
    before, now = sorted((one, other), key=lambda report: (report.period.end, report.period.start, report.today))
    return before, now


def rules() -> Rubric:
    """The rubric as shipped: it knows which feeds a question rests on."""
    return rubric.load(signals.SIGNALS)


def compare(before: Report, now: Report, rules: Rubric) -> Comparison:
    """What changed from one report to a later one, by the rules of RUBRIC 4.4."""
    changes = scoring.compare(now, before, rules)
    known = [_moved(scoring.counterpart(now, one, before)[1], one, changes[one.id]) for one in now.criteria]
    then, today = scoring.feeds(before), scoring.feeds(now)
    alike = before.rubric.get("fingerprint") == now.rubric.get("fingerprint")
    names = [str(one.brand.get("name", "")) for one in (before, now)]
    questions = {one.id: one.question for one in (*before.criteria, *now.criteria)}
    return Comparison(
        brand=str(now.brand.get("name", "")), before=before.period, now=now.period, overall_then=before.overall,
        overall_now=now.overall, alike=scoring.total(now, before, rules),
        comparisons=scoring.comparisons(changes), moved=known,
        joined=sorted(today.keys() - then.keys()), left=sorted(then.keys() - today.keys()),
        feeds=_feeds(then, today), mix=_mix(before, now),
        brands=[] if len(set(names)) == 1 else names,
        rubrics=[] if alike else [rulebook.version(before), rulebook.version(now)],
        edits=[
            Edited(question=questions.get(name, name) if name else "", edits=rows)
            for name, rows in rulebook.differences(before, now).items()
        ],
    )  # fmt: skip


def gate(declined: list[str], limit: str | None) -> None:
    """Raise LimitCrossed, which ends with exit code 3, when something declined and that was declared a limit."""
    if limit == "declined" and declined:
        what = f"{len(declined)} declined: {', '.join(declined)}"
        raise LimitCrossed(Fault("--fail-on declined", what, "read the trends page for how sure that is"))


def declined(found: Comparison) -> list[str]:
    """The criteria that got worse by more than chance explains, by id."""
    return [one.id for one in found.moved if one.change.verdict == "declined"]


def _moved(before: CriterionResult | None, now: CriterionResult, change: Change) -> Moved:
    return Moved(
        id=now.id, question=now.question, unit=now.unit, direction=now.direction,
        status_then=before.status if before else "no_data", status_now=now.status,
        then=before.value if before else None, now=now.value, score_then=before.score if before else None,
        score_now=now.score, change=change,
    )  # fmt: skip


def _feeds(then: dict[str, frozenset[str]], now: dict[str, frozenset[str]]) -> dict[str, list[str]]:
    found = {}
    for account in sorted(then.keys() & now.keys()):
        gained, lost = now[account] - then[account], then[account] - now[account]
        if gained or lost:
            found[account] = [*(f"+{need}" for need in sorted(gained)), *(f"-{need}" for need in sorted(lost))]
    return found


def _mix(before: Report, now: Report) -> dict[str, tuple[float, float]]:
    """Each platform's share of all broadcasts, then and now; empty with one platform."""
    first, second = _shares(before), _shares(now)
    names = sorted(first.keys() | second.keys())
    if len(names) < 2:
        return {}
    return {name: (round(first.get(name, 0.0), 4), round(second.get(name, 0.0), 4)) for name in names}


def _shares(report: Report) -> dict[str, float]:
    counts = {name: sum(rows.values()) for name, rows in report.mix.items() if name != "all"}
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()} if total else {}
