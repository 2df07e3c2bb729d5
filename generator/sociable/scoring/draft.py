"""A criterion on its way to a result: measured first, finished once the brand's usual design effect is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from sociable.criteria import Criterion
from sociable.model import Secondary, Slice, Status
from sociable.report import CriterionResult
from sociable.scoring import anchors as scale
from sociable.scoring import reviewed, sight
from sociable.scoring.balance import Balance
from sociable.scoring.basis import basis
from sociable.scoring.coverage import Footing
from sociable.scoring.figures import figure
from sociable.scoring.measures import Measured, interval
from sociable.scoring.resample import weights as draw_weights
from sociable.scoring.scene import Scene
from sociable.scoring.secondary import secondary
from sociable.scoring.slices import slices
from sociable.scoring.uncertainty import Accuracy, Array, lang_reiczigel, plausible_range, zero_bound

WEIGHS = ("scored", "provisional")
"""Only results of these statuses count in a total (SPEC 6)."""


@dataclass(slots=True)
class Draft:
    """What has been decided and measured so far."""

    criterion: Criterion
    ground: Footing
    anchors: tuple[float, ...]
    status: Status = "no_data"
    reason: str = ""
    measured: Measured | None = None
    rows: pl.DataFrame | None = None
    cap_at: float | None = None
    fixed_score: float | None = None  # a score that no polyline gives
    balances: list[Balance] = field(default_factory=list)
    window: int = 0  # days of a launch window, where one replaced the period
    notes: list[str] = field(default_factory=list)
    caps: list[str] = field(default_factory=list)


def finish(view: Scene, found: Draft, usual_effect: float) -> CriterionResult:
    """Turn a draft into a result: interval, score, band, slices, secondary figures and basis."""
    criterion, measured = found.criterion, found.measured
    failing = False
    numbers: dict[str, Any] = {}
    if measured is not None and measured.value is not None:
        numbers = _numbers(view, found, measured, usual_effect)
    _unseen(view, found, numbers)
    if found.status in WEIGHS:
        numbers |= _score(found, numbers)
        found.notes += [] if "reviewed" in numbers else sight.apart(numbers, found.anchors)
        failing = scale.level(numbers["score"]) < 2
        found.notes += [] if failing else _half_seen(view, found)
        numbers["points_lost"] = round(criterion.weight * (100 - numbers["score"]) / 100, 4)
    return CriterionResult(
        id=criterion.id, title=criterion.failing_title if failing else criterion.title, question=criterion.question,
        dimension=criterion.dimension, status=found.status, reason=found.reason, direction=criterion.direction,
        unit=criterion.unit, weight=criterion.weight, effort=criterion.effort, anchors=list(found.anchors),
        caps=found.caps, notes=found.notes,
        secondary=[
            *secondary(view, criterion, found.ground, found.rows),
            *_plausible(view, criterion, measured),
            *_sides(found),
        ],
        needs=list(found.ground.lacking), detectors=list(_labels(found)), sources=list(criterion.sources), **numbers,
    )  # fmt: skip


def _labels(found: Draft) -> tuple[str, ...]:
    """The detectors that decide: none where all own posts were looked at, since none then says which belong."""
    return () if any(one.startswith("fallback_population") for one in found.notes) else found.criterion.labels


def _unseen(view: Scene, found: Draft, numbers: dict[str, Any]) -> None:
    """A score that rests on a detector which has not been seen to work is provisional, unless a person read."""
    if found.status not in WEIGHS or "reviewed" in numbers:
        return
    resting = sight.resting(view.rubric, _labels(found), found.reason)
    found.notes += [f"weak:{label}" for label in sight.weak(view.accuracy, resting)]
    if labels := sight.blind(view.accuracy, resting):
        found.status, found.reason = "provisional", found.reason or "detector"
        found.notes += [f"blind:{label}" for label in labels]


def _half_seen(view: Scene, found: Draft) -> list[str]:
    """What a good score has not looked at; a low one can only be lower for it, and stays as sure as it was."""
    also = found.criterion.also
    return [f"partly_blind:{one}" for one in (*sight.blind(view.accuracy, also), *sight.weak(view.accuracy, also))]


def _numbers(view: Scene, found: Draft, measured: Measured, usual_effect: float) -> dict[str, Any]:
    """Value, interval, corrections, slices and basis of what was measured."""
    value = measured.value or 0.0
    numbers: dict[str, Any] = {"value": round(value, 6), "n": measured.n}
    if found.balances:
        return numbers | {"slices": _balance_slices(found)}
    weights = _weights(view, found)
    ends = interval(measured, usual_effect)
    if ends is not None:
        numbers |= {"low": round(ends[0], 6), "high": round(ends[1], 6)}
        numbers["n_eff"] = None if ends[2] is None else round(ends[2], 3)
    if measured.numerator is not None:
        numbers |= {"numerator": round(measured.numerator, 4), "denominator": round(measured.denominator or 0.0, 4)}
    numbers |= _corrected(view, found.criterion, measured, numbers.get("n_eff") or measured.n)
    absent = [state.account for state in found.ground.lacking]
    effect = measured.effect or usual_effect
    numbers["slices"] = slices(found.criterion, found.anchors, measured, weights, effect, absent)
    numbers["basis"] = basis(measured)
    corrected, said = reviewed.numbers(found.criterion, measured, numbers)
    found.notes += [said] if said else []
    return numbers | corrected


def _weights(view: Scene, found: Draft) -> Array:
    return draw_weights(found.window) if found.window else view.weights(found.criterion.measure.table)


def _corrected(view: Scene, criterion: Criterion, measured: Measured, n: float) -> dict[str, Any]:
    """The raw share, its correction for the detector's errors, and the bound where none were seen (RUBRIC 4.2, 4.6)."""
    raw, found = measured.raw, {}
    if raw is None or criterion.measure.shape != "share":
        return {}
    found["raw_value"] = round(raw, 6)
    if raw == 0 and round(measured.value or 0.0, 2) == 0:  # an estimate above none has a range of its own
        found["zero_bound"] = round(zero_bound(measured.n), 6)
    accuracy = detector(view, criterion)
    if accuracy is not None and accuracy.sufficient:
        found["corrected"] = tuple(round(one, 6) for one in lang_reiczigel(raw, n, accuracy))  # type: ignore[assignment]
    return found


def _plausible(view: Scene, criterion: Criterion, measured: Measured | None) -> list[Secondary]:
    """What the share may be where the detector's validation is too small for a correction."""
    accuracy = detector(view, criterion)
    if measured is None or measured.raw is None or accuracy is None or accuracy.sufficient:
        return []
    ends = plausible_range(measured.raw, accuracy) or ()
    names = ("plausible_low", "plausible_high")
    return [figure(name, end, "share", measured.n) for name, end in zip(names, ends, strict=False)]


def detector(view: Scene, criterion: Criterion) -> Accuracy | None:
    """The measured accuracy of the label that a criterion counts as it stands; None for composed signals."""
    measured = view.accuracy.get(criterion.measure.where)
    if measured is None or any(measured.get(key) is None for key in Accuracy._fields):
        return None
    return Accuracy(*(float(measured[key]) for key in Accuracy._fields))


def _score(found: Draft, numbers: dict[str, Any]) -> dict[str, Any]:
    """Score, its interval and band, caps applied after the polyline (RUBRIC 4.1)."""
    if found.fixed_score is not None:
        return {"score": round(found.fixed_score, 4), "band": scale.band(found.fixed_score)}
    top = 100.0 if found.cap_at is None else found.cap_at
    score = min(top, scale.score(numbers["value"], found.anchors))
    if numbers.get("low") is None:
        return {"score": round(score, 4), "band": scale.band(score)}
    worst, best = (min(top, one) for one in scale.score_range(numbers["low"], numbers["high"], found.anchors))
    return {
        "score": round(score, 4), "score_low": round(worst, 4), "score_high": round(best, 4),
        "band": scale.bands(worst, best),
    }  # fmt: skip


def _sides(found: Draft) -> list[Secondary]:
    """The two sides of follow-balance and the counts behind them, of the account that scores least."""
    if not found.balances:
        return []
    least = min(found.balances, key=lambda one: one.score)
    sides = [figure("spam_side", least.spam, "count", 1), figure("listening_side", least.listening, "count", 1)]
    counts = (("following", least.following), ("followers", least.followers))
    return [*sides, *(figure(name, float(count), "count", 1) for name, count in counts if count is not None)]


def _balance_slices(found: Draft) -> dict[str, list[Slice]]:
    """One slice an account; the two sides of follow-balance are in the secondary figures."""
    parts = [
        Slice(key=one.account, status="scored", n=1, value=float(one.following), score=round(one.score, 4))
        for one in found.balances
    ]
    absent = [Slice(key=state.account, status="no_data", n=0) for state in found.ground.lacking]
    return {"account": sorted([*parts, *absent], key=lambda one: one.key)}
