"""A report among earlier ones: what is known, what can be scored again, verdicts, slopes, and promises kept.

A report of an earlier rubric is never mixed in silently: its window is scored
again with today's rubric where its exports are still there (a bridge run), or
its numbers stand alone behind a break (RUBRIC 4.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from sociable import history, periods, rulebook, scoring
from sociable.model import Change, Edit, Period, Promise, Slice
from sociable.report import CriterionResult, Past, Report
from sociable.rubric import Rubric

BRIDGED = "bridged"
"""Folder inside the history folder: earlier windows, scored again."""
LOWEST = 3
"""So many of the lowest scores are expected to rise unaided."""
Known = dict[str, Report]


def known(folder: Path, rules: Rubric) -> tuple[Known, Known, list[str]]:
    """Reports by period: as they were made, and as scored again under today's rubric; and what could not be read."""
    made, notes = history.past(folder)
    again, more = history.past(folder / BRIDGED)
    fresh = {one.period.id: one for one in again if one.rubric.get("fingerprint") == rules.fingerprint}
    return {one.period.id: one for one in made}, fresh, [*notes, *more]


def to_bridge(made: Known, fresh: Known, window: Period, spans: periods.Coverage,
              rules: Rubric) -> list[Period]:  # fmt: skip
    """Windows before `window` whose report has another rubric, and which some of its accounts' exports still cover."""
    found = []
    for name, one in made.items():
        before = one.period.end < window.start and name not in fresh
        if not before or one.rubric.get("fingerprint") == rules.fingerprint:
            continue
        accounts = {key for file in one.inputs for key in file.accounts} or set(spans)
        if any(periods.covers(one.period, spans[key]) for key in accounts & set(spans)):
            found.append(one.period)
    return sorted(found, key=lambda period: (period.end, period.id))


def keep(report: Report, folder: Path, made: Known) -> Path:
    """Write the report to the history folder, or to its `bridged` where an earlier run's stands in its place.

    A report of the same day and rubric is the same run, done again.
    """
    old = made.get(report.period.id)
    again = old is not None and (old.today, old.rubric) != (report.today, report.rubric)
    return history.keep(report, folder / BRIDGED if again else folder)


def with_history(report: Report, made: Known, fresh: Known, rules: Rubric,
                 ledger: Mapping[str, Mapping[str, str]] | None = None) -> Report:  # fmt: skip
    """The report with what earlier runs said, oldest first, the verdict of change on each criterion, and promises.

    `ledger` is what plan.yaml says today of each criterion: owner, due, status.
    """
    earlier, firsts = _before(report, made, fresh)
    verdicts = scoring.changes(report, earlier, rules, firsts)
    changes = {name: _told(one, name, report, earlier, firsts) for name, one in verdicts.items()}
    runs = {one.id: unbroken(one, report, earlier, firsts) for one in report.criteria}
    holding = scoring.survivors({name: scoring.kendall_p(run) for name, run in runs.items() if scoring.theil_sen(run)})
    criteria = [
        msgspec.structs.replace(
            one, change=changes.get(one.id), slope=slope(runs[one.id]), slope_holds=one.id in holding,
            slope_over=len(runs[one.id]),
        )
        for one in report.criteria
    ]  # fmt: skip
    rows = _rows(report, earlier, made, firsts)
    before = earlier[-1] if earlier else None
    edits = _since(firsts.get(before.period.id, before), report) if before else {}
    since = scoring.total(report, before, rules, firsts.get(before.period.id)) if before else None
    found = msgspec.structs.replace(report, history=rows, criteria=criteria, edits=edits, since=since)
    plans = [one for one in made.values() if one.period.end < report.period.start and one.today <= report.period.end]
    last = max(plans, key=lambda one: (one.period.end, one.period.id), default=None)
    if last is None:
        return found
    alike = fresh.get(last.period.id, last)
    return msgspec.structs.replace(found, promises=promises(found, last, alike, ledger or {}))


def _before(report: Report, made: Known, fresh: Known) -> tuple[list[Report], Known]:
    """The reports of earlier windows, oldest first, and by period those that a bridge run among them stands for."""
    earlier = [one for one in {**made, **fresh}.values() if one.period.end < report.period.start]
    earlier.sort(key=lambda one: (one.period.end, one.period.id))
    pairs = [(one, made.get(one.period.id, one)) for one in earlier]
    firsts = [first for one, first in pairs if first.rubric.get("fingerprint") != one.rubric.get("fingerprint")]
    *known, _ = rulebook.filled([*earlier, *firsts, report])
    return known[: len(earlier)], {one.period.id: one for one in known[len(earlier) :]}


def _told(change: Change, name: str, report: Report, earlier: Sequence[Report], firsts: Known) -> Change:
    """The verdict with what a reader must know of the other side: scored again, not to be scored again, a low score."""
    other = next(one for one in earlier if one.period.id == change.against)
    first = firsts.get(change.against)
    notes = [change.note] if change.note else []
    if first is not None and rulebook.breaks(rulebook.edits(first, report, name)):
        old, new = _result(first, name), _result(other, name)
        if old is not None and new is not None and old.status == "scored" != new.status:
            return msgspec.structs.replace(change, verdict="measured_differently", note="rubric; not_bridged")
        notes.append("bridge")
    if change.verdict == "improved" and name in _lowest(other):
        notes.append("regression")
    return msgspec.structs.replace(change, note="; ".join(notes))


def _lowest(report: Report) -> set[str]:
    scored = [(one.score, one.id) for one in report.criteria if one.status == "scored" and one.score is not None]
    return {name for _, name in sorted(scored)[:LOWEST]}


def _result(report: Report, name: str) -> CriterionResult | None:
    return next((one for one in report.criteria if one.id == name), None)


def _rows(report: Report, earlier: Sequence[Report], made: Known, firsts: Known) -> list[Past]:
    """What the trends page draws of every earlier window, in their order."""
    found, last = [], None
    for one in earlier:
        first = firsts.get(one.period.id)
        edits = _since(last, first or one)
        found.append(_past(report, one, first, made.get(one.period.id, one), edits))
        last = first or one
    return found


def _since(last: Report | None, one: Report) -> dict[str, list[Edit]]:
    """How the rubric changed from one run to a later one; nothing where the earlier window was scored later."""
    return rulebook.differences(last, one) if last is not None and last.today <= one.today else {}


def _past(report: Report, one: Report, first: Report | None, told: Report, edits: dict[str, list[Edit]]) -> Past:
    """One earlier window as today's rubric sees it: `first` where that left a criterion alone, else the bridge run."""
    criteria, marks, again = {item.id: _slice(item) for item in one.criteria}, {}, []
    for item in report.criteria:
        source, then = scoring.counterpart(report, item, one, first)
        if then is not None:
            criteria[item.id] = _slice(then)
            again += [item.id] if source is one else []
            broken = rulebook.breaks(rulebook.edits(source, report, item.id))
            marks[item.id] = rulebook.mark(source if broken else report, item.id)
    ticked = {item.criterion for item in told.plan if item.status == "done"}
    ticked |= {item.criterion for item in told.promises if item.status == "done"}
    return Past(
        period=one.period, fingerprint=one.rubric.get("fingerprint", ""), overall=one.overall, criteria=criteria,
        bridged=first is not None, done=sorted(ticked), marks=marks, edits=edits,
        again=sorted(again) if first is not None else None,
    )  # fmt: skip


def _slice(item: CriterionResult) -> Slice:
    """What the trends page draws of one criterion in an earlier period."""
    return Slice(
        key=item.id, status=item.status, n=item.n, value=item.value, low=item.low, high=item.high, score=item.score,
        score_low=item.score_low, score_high=item.score_high,
    )  # fmt: skip


def unbroken(now: CriterionResult, report: Report, earlier: Sequence[Report], firsts: Known) -> list[float]:
    """The scores of the periods that end here and are measured alike, oldest first (RUBRIC 4.4)."""
    if now.status != "scored" or now.score is None:
        return []
    run = [now.score]
    for before in reversed(earlier):
        source, one = scoring.counterpart(report, now, before, firsts.get(before.period.id))
        broken = rulebook.breaks(rulebook.edits(source, report, now.id))
        if one is None or one.status != "scored" or one.score is None or broken:
            break
        run.append(one.score)
    return run[::-1]


def slope(run: Sequence[float]) -> tuple[float, float, float] | None:
    """Points a period over scores in a row; None below five of them."""
    found = scoring.theil_sen(run)
    return None if found is None else (round(found.value, 4), round(found.low, 4), round(found.high, 4))


def promises(now: Report, last: Report, alike: Report, ledger: Mapping[str, Mapping[str, str]]) -> list[Promise]:
    """The last plan's actions with the number each was to move: then, its target, now, and the verdict.

    `alike` is the same window under today's rubric where it was scored again.
    An action that was dropped stays in the list; nothing here says why a number moved.
    """
    found = []
    for action in last.plan:
        today = _result(now, action.criterion)
        then = scoring.counterpart(now, today, alike, last)[1] if today is not None else None
        if then is None or today is None or action.look:  # what was to be read first was promised to nobody
            continue
        said = ledger.get(action.criterion, {})
        change = today.change if today.change is not None and today.change.against == last.period.id else None
        found.append(
            Promise(
                criterion=action.criterion,
                made=last.period.id,
                status=said.get("status") or action.status,
                owner=said.get("owner") or action.owner,
                due=said.get("due") or action.due,
                then=then.value,
                target=action.target,
                now=today.value,
                score_then=then.score,
                score_now=today.score,
                reached=_reached(today, action.target, not rulebook.edits(last, now, action.criterion)),
                verdict=change.verdict if change else "",
            )
        )
    return found


def _reached(now: CriterionResult, target: float | None, same_scale: bool) -> bool | None:
    if target is None or now.value is None or now.status != "scored" or not same_scale:
        return None
    if now.direction == "two-sided":  # the aim names the nearer of two edges, and more is not always better
        return None
    return now.value <= target if now.direction == "lower" else now.value >= target


def declined(report: Report) -> list[str]:
    """The criteria that got worse, by id."""
    return [one.id for one in report.criteria if one.change is not None and one.change.verdict == "declined"]
