"""Quarter over quarter: five verdicts, and when none may be given (RUBRIC 4.4).

`note` holds codes joined by "; ".  A change is tested on the measure and told
in points; criteria are judged together by Benjamini and Hochberg.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sociable import rulebook
from sociable.model import Change, Edit, Slice
from sociable.report import CriterionResult, Report
from sociable.rubric import Rubric
from sociable.scoring import aside, likeness, rescale
from sociable.scoring.anchors import level
from sociable.scoring.contrast import Contrast, of_parts, of_replicates, of_shares
from sociable.scoring.power import CLEAR, detectable
from sociable.scoring.resample import REPLICATES
from sociable.scoring.uncertainty import Interval

FALSE_DISCOVERIES = 0.10
ENDS = {-1: "Poor", 1: "Excellent"}


def compare(now: Report, before: Report, rubric: Rubric, first: Report | None = None) -> dict[str, Change]:
    """The verdict on every criterion of `now` against an earlier report.

    Both are reports as history keeps them (no texts needed).  A criterion that
    the two rubrics measure otherwise is "measured differently", the others are
    compared; where `before` is a bridge run, `first` is the report that was
    made at the time, and still stands for what the rubric left alone.
    """
    past: dict[str, CriterionResult] = {}
    found: dict[str, Change] = {}
    plain: dict[str, Contrast] = {}
    mixed: dict[str, Contrast] = {}
    notes: dict[str, list[str]] = {}
    for one in now.criteria:
        source, other = rescale.counterpart(now, one, before, first)
        if other is not None:
            past[one.id] = other
        obstacle = likeness.obstacle(now, source, one, other, rubric)
        if other is None or obstacle is not None:
            verdict, note = obstacle or ("too_little_data", "status:missing")
            found[one.id] = Change(verdict=verdict, against=before.period.id, note=note)
        elif one.direction == "two-sided":
            found[one.id] = _by_band(one, other, before.period.id)
        else:
            one, other, said = alike(one, other)
            plain[one.id], notes[one.id] = _contrast(one, other)
            notes[one.id] += said
            standard = standardised(one, other)
            if standard is not None:
                mixed[one.id] = standard
    judged = _verdicts(plain, mixed, notes, before.period.id)
    here = {one.id: one for one in now.criteria}
    for name, change in judged.items():
        powered = _with_power(change, past[name], len(judged))
        found[name] = aside.explained(powered, past[name], here[name])
    return {name: _edited(change, rulebook.edits(first or before, now, name)) for name, change in found.items()}


def _edited(change: Change, edits: list[Edit]) -> Change:
    """The verdict with what the rubric does otherwise since; where that is the scale alone, the note says so."""
    scale = edits and not rulebook.breaks(edits) and change.verdict != "too_little_data"
    note = "; ".join(one for one in (change.note, "rescaled" if scale else "") if one)
    return msgspec.structs.replace(change, edits=edits, note=note)


def alike(now: CriterionResult, before: CriterionResult) -> tuple[CriterionResult, CriterionResult, list[str]]:
    """Both sides by the same estimator: where a person read a sample of one quarter only, both by the detector."""
    if (now.reviewed is None) == (before.reviewed is None):
        return now, before, []
    return unread(now), unread(before), ["detector_both"]


def unread(result: CriterionResult) -> CriterionResult:
    """The result as the detector alone gives it; without replicates, which belong to the other estimate."""
    known = result.reviewed
    if known is None:
        return result
    return msgspec.structs.replace(
        result, value=known.predicted, low=known.predicted_low, high=known.predicted_high,
        n_eff=known.predicted_n_eff, basis=None, reviewed=None,
    )  # fmt: skip


def _with_power(change: Change, before: CriterionResult, count: int) -> Change:
    """The verdict with the smallest change that it could have told."""
    width = Interval(change.difference or 0.0, change.low or 0.0, change.high or 0.0)
    size = detectable(width, before.value or 0.0, before.anchors, count)
    return msgspec.structs.replace(change, detectable=size)


def comparisons(changes: Mapping[str, Change]) -> int:
    """How many tests were made: to be printed beside the verdicts."""
    return sum(one.p is not None for one in changes.values())


def survivors(ps: Mapping[str, float], rate: float = FALSE_DISCOVERIES) -> set[str]:
    """Benjamini and Hochberg: the names whose p survives at this rate of false discoveries."""
    ranked = sorted(ps.items(), key=lambda item: (item[1], item[0]))
    kept = [rank for rank, (_, p) in enumerate(ranked, 1) if p <= rank / len(ranked) * rate]
    return {name for name, _ in ranked[: max(kept, default=0)]}


def _contrast(now: CriterionResult, before: CriterionResult) -> tuple[Contrast, list[str]]:
    """The test that the measure asks for, over the accounts that both quarters have."""
    joined, left = likeness.moves(now, before)
    if joined or left:
        parts = [(float(a.n + b.n), a, b) for a, b in likeness.shared(now, before, "account")]
        moved = [*(f"joined@{key}" for key in joined), *(f"left@{key}" for key in left)]
        return of_parts(parts, now.anchors), ["accounts_differ", *moved]
    if now.n_eff and before.n_eff:
        return of_shares(before, now), []
    drawn = all(one.basis and len(one.basis.replicates) == REPLICATES for one in (now, before))
    # Where one side alone has an n_eff, it is a share of 0 or 1: its replicates do not vary, its interval does.
    if drawn and not now.n_eff and not before.n_eff:
        return of_replicates(before, now), []
    return of_parts([(1.0, _whole(before), _whole(now))], now.anchors), []


def standardised(now: CriterionResult, before: CriterionResult) -> Contrast | None:
    """Both quarters at their average platform mix; None where there is only one platform."""
    shared = likeness.shared(now, before, "platform")
    if len(shared) < 2:
        return None
    n_before, n_now = (sum(pair[side].n for pair in shared) for side in (0, 1))
    parts = [((a.n / n_before + b.n / n_now) / 2, a, b) for a, b in shared]
    return of_parts(parts, now.anchors)


def _whole(result: CriterionResult) -> Slice:
    return Slice(key="all", status=result.status, n=result.n, value=result.value, low=result.low, high=result.high)


def _verdicts(plain: Mapping[str, Contrast], mixed: Mapping[str, Contrast], notes: Mapping[str, Sequence[str]],
              against: str) -> dict[str, Change]:  # fmt: skip
    """Judge all together, raw and at equal mix; where the two disagree, the latter stands."""
    standard = {**plain, **mixed}
    kept_plain = survivors({name: one.p for name, one in plain.items()})
    kept_mixed = survivors({name: one.p for name, one in standard.items()})
    found = {}
    for name, one in plain.items():
        verdict, told = _verdict(one, name in kept_plain), list(notes[name])
        if name in mixed and _verdict(mixed[name], name in kept_mixed) != verdict:
            one, verdict = mixed[name], _verdict(mixed[name], name in kept_mixed)
            told.append("mix_guard")
        if one.beyond and verdict in ("improved", "declined"):
            told.append(f"beyond_anchor:{ENDS[one.beyond]}")
        found[name] = _change(one, verdict, against, told)
    return found


def _verdict(one: Contrast, survives: bool) -> likeness.Verdict:
    if survives and abs(one.points.value) >= CLEAR:
        return "improved" if one.points.value > 0 else "declined"
    steady = one.points.low >= -CLEAR and one.points.high <= CLEAR
    return "held" if steady else "no_clear_change"


def _change(one: Contrast, verdict: likeness.Verdict, against: str, notes: Iterable[str]) -> Change:
    return Change(
        verdict=verdict, against=against, difference=round(one.difference.value, 6), low=round(one.difference.low, 6),
        high=round(one.difference.high, 6), score_difference=round(one.points.value, 4), p=max(round(one.p, 6), 1e-6),
        note="; ".join(notes),
    )  # fmt: skip


def _by_band(now: CriterionResult, before: CriterionResult, against: str) -> Change:
    """Follow-balance has no interval: its band decides, and the raw counts stand beside it."""
    moved = (now.score or 0.0) - (before.score or 0.0)
    steps = level(now.score or 0.0) - level(before.score or 0.0)
    verdict: likeness.Verdict = "improved" if steps > 0 else "declined" if steps < 0 else "no_clear_change"
    if not steps and abs(moved) < CLEAR:
        verdict = "held"
    counts = None if now.value is None or before.value is None else round(now.value - before.value, 6)
    return Change(verdict=verdict, against=against, difference=counts, score_difference=round(moved, 4), note="band")
