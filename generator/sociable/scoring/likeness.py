"""Whether two quarters may be compared at all: same rubric, same feeds, same accounts, whole look-back (RUBRIC 4.4)."""

from __future__ import annotations

from typing import Literal

from sociable import rulebook
from sociable.criteria import Criterion
from sociable.model import Slice
from sociable.report import CriterionResult, Report
from sociable.rubric import Rubric

Verdict = Literal["improved", "declined", "held", "no_clear_change", "too_little_data", "measured_differently"]
ALSO_NEEDS: dict[str, frozenset[str]] = {
    "broadcast_or_own_promo": frozenset({"reshares"}),
    "broadcast_or_reshare": frozenset({"reshares"}),
    "useful_unit": frozenset({"reshares"}),
    "give_ask_unit": frozenset({"reshares", "parent_invited", "replies_out"}),
    "care_reply": frozenset({"parent_invited"}),
    "human_reply": frozenset({"dm_text"}),
    "promo_unit": frozenset({"dm_text", "replies_out"}),
}
"""Feeds that widen a population beyond the criterion's needs: with and without them is not alike."""
OTHERWISE = ("declared", "launch_window")
"""Reasons of a score that was not counted over the window."""


def obstacle(now: Report, before: Report, one: CriterionResult, other: CriterionResult | None,
             rubric: Rubric) -> tuple[Verdict, str] | None:  # fmt: skip
    """Why no change may be told, as verdict and note; None where it may."""
    if rulebook.breaks(rulebook.edits(before, now, one.id)):
        return "measured_differently", "rubric"
    if now.period.start <= before.period.end:
        return "too_little_data", "windows_overlap"
    if other is None or other.status != "scored" or one.status != "scored":
        late = one.status if one.status != "scored" else other.status if other else "missing"
        return "too_little_data", f"status:{late}"
    if any(result.reason in OTHERWISE for result in (one, other)):
        return "too_little_data", "not_counted"
    if _short(one) or _short(other):
        return "too_little_data", "lookback"
    if one.direction == "two-sided":
        return None
    return _unlike(now, before, one, other, rubric.criteria.get(one.id))


def _unlike(now: Report, before: Report, one: CriterionResult, other: CriterionResult,
            criterion: Criterion | None) -> tuple[Verdict, str] | None:  # fmt: skip
    shared = measured(one) & measured(other)
    if not shared and (measured(one) or measured(other)):
        return "measured_differently", "accounts"
    wanted = relevant(criterion) if criterion else frozenset[str]()
    first, second = feeds(now), feeds(before)
    for account in sorted(shared):
        if (first.get(account, frozenset()) & wanted) != (second.get(account, frozenset()) & wanted):
            return "measured_differently", f"feeds_differ@{account}"
    if any(note.startswith("fallback_population") for note in one.notes) != any(
        note.startswith("fallback_population") for note in other.notes
    ):
        return "measured_differently", "population"
    return None


def alike(now: Report, before: Report, one: CriterionResult, other: CriterionResult, rubric: Rubric) -> bool:
    """Whether two values measure the same, however sure each of them is."""
    if rulebook.breaks(rulebook.edits(before, now, one.id)) or now.period.start <= before.period.end:
        return False
    both = (one, other)
    if any(result.reason in OTHERWISE or _short(result) for result in both) or any(moves(one, other)):
        return False
    return one.direction == "two-sided" or _unlike(now, before, one, other, rubric.criteria.get(one.id)) is None


def _short(result: CriterionResult) -> bool:
    """Whether too little stands before the period for what looks back."""
    return any(note.startswith("lookback_short") for note in result.notes)


def relevant(criterion: Criterion) -> frozenset[str]:
    """The feeds that decide what a criterion counts."""
    return frozenset(criterion.needs) | ALSO_NEEDS.get(criterion.measure.among, frozenset())


def measured(result: CriterionResult) -> frozenset[str]:
    """The accounts that a result was measured over."""
    return frozenset(one.key for one in result.slices.get("account", []) if one.status != "no_data")


def moves(now: CriterionResult, before: CriterionResult) -> tuple[list[str], list[str]]:
    """Accounts that joined and that left."""
    return sorted(measured(now) - measured(before)), sorted(measured(before) - measured(now))


def feeds(report: Report) -> dict[str, frozenset[str]]:
    """What each account's inputs could show, from the report's list of inputs."""
    found: dict[str, frozenset[str]] = {}
    for one in report.inputs:
        for account in one.accounts:
            found[account] = found.get(account, frozenset()) | frozenset(one.feeds)
    return found


def shared(now: CriterionResult, before: CriterionResult, kind: str) -> list[tuple[Slice, Slice]]:
    """(before, now) of every platform or account that both quarters measured."""
    past = {one.key: one for one in before.slices.get(kind, []) if one.value is not None}
    return [(past[one.key], one) for one in now.slices.get(kind, []) if one.value is not None and one.key in past]
