"""Criteria judged over one period: status first, then value, interval, score and band.

`reason` and `notes` are codes ("code" or "code:detail") that content words;
`caps` are "what:score:value".  The order of status is suppressed, no_data,
nothing_to_judge, too_few, provisional, scored (SPEC 6, RUBRIC 0.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from statistics import median
from typing import Any

import polars as pl

from sociable.config import Brand
from sociable.criteria import Criterion
from sociable.model import Period
from sociable.report import CriterionResult
from sociable.rubric import Rubric
from sociable.scoring import balance, fallbacks, omitted, remarks, scene
from sociable.scoring.coverage import Footing, follows, footing, without
from sociable.scoring.draft import Draft, finish
from sociable.scoring.measures import Measured, capped, measure
from sociable.scoring.scene import UNKNOWN_INVITATIONS, Scene
from sociable.scoring.slices import status
from sociable.tables import Columns

LISTENER_LEAVES = ("join-in", "inviting-posts")
"""Shown, but not in the total, for a brand that declares itself a listener (RUBRIC R10)."""
MIN_FALLBACK = 10


def assess(columns: Columns, rubric: Rubric, brand: Brand, period: Period,
           accuracy: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[CriterionResult, ...]:  # fmt: skip
    """Judge every criterion of the rubric over one period.

    Returns one result a criterion, in the rubric's order, without examples.
    `accuracy` maps a label to its measured se, sp, se_n and sp_n.
    """
    view = scene.make(columns, rubric, brand, period, accuracy or {})
    drafts = [draft(view, one) for one in rubric.criteria.values()]
    usual = usual_effect(drafts)
    return tuple(finish(view, one, usual) for one in drafts)


def usual_effect(drafts: list[Draft]) -> float:
    """The brand's median design effect, for shares of 0 or 1 that show none of their own."""
    known = [one.measured.effect for one in drafts if one.measured is not None and one.measured.effect is not None]
    return max(1.0, median(known)) if known else 1.0


def draft(view: Scene, criterion: Criterion) -> Draft:
    """Decide the status of one criterion and measure it where it can be measured."""
    ground = footing(view, criterion)
    found = Draft(criterion, ground, fallbacks.shifted(view, criterion))
    switch = view.rubric.off.get(criterion.id)
    if switch is not None and switch.until >= view.start:
        found.status, found.reason = "suppressed", "switched_off"
        found.notes += [f"why:{switch.reason}", f"who:{switch.name}", f"until:{switch.until.isoformat()}"]
        return found
    if switch is not None:
        found.notes.append(f"switch_expired:{switch.until.isoformat()}")
    if not ground.applicable:
        nobody = criterion.measure.shape == "two_sided" and not follows(view.brand)
        found.status, found.reason = "nothing_to_judge", "no_follow_graph" if nobody else "role"
        return found
    if criterion.measure.shape == "two_sided":
        _two_sided(view, found)
    elif not ground.accounts:
        found.status, found.reason = "no_data", _why_missing(view, ground)
        fallbacks.apply(view, found)
    else:
        _counted(view, found)
    if view.brand.about.participation == "listener" and criterion.id in LISTENER_LEAVES and found.measured is not None:
        found.status, found.reason = "suppressed", "listener"
    return found


def _why_missing(view: Scene, ground: Footing) -> str:
    """The reason code of No data: what the first account lacks decides."""
    missing = {need for state in ground.lacking for need in state.missing}
    if "parent_invited" in missing and any(view.unknown.get(a, 0.0) > UNKNOWN_INVITATIONS for a in ground.applicable):
        return "unknown_invitations"
    fed = any((account, "inbound_linked") in view.spans for account in ground.applicable)
    return "inbox_incomplete" if missing == {"inbound_complete"} and fed else "needs"


def _two_sided(view: Scene, found: Draft) -> None:
    """Average the accounts' balances; no interval, no smallest n."""
    found.balances = balance.balances(view, found.criterion.measure, found.ground.accounts)
    if not found.balances:
        found.status, found.reason = "no_data", "needs"
        # A feed may touch the window although its one count is too far from the window's end.
        far = [one for one in view.brand.accounts if one.key in found.ground.accounts]
        lacking = [without(view, one, list(found.criterion.needs)) for one in far]
        found.ground = replace(found.ground, accounts=(), lacking=(*found.ground.lacking, *lacking))
        return
    count = len(found.balances)
    found.status = "scored"
    found.measured = Measured(count, sum(one.following for one in found.balances) / count)
    found.fixed_score = sum(one.score for one in found.balances) / count
    if count > 1:
        found.notes.append(f"least@{min(found.balances, key=lambda one: one.score).account}")
    for one in found.balances:
        found.notes += [f"{note}@{one.account}" for note in one.notes]
        found.caps += [f"{cap}@{one.account}" for cap in one.caps]


def _counted(view: Scene, found: Draft) -> None:
    """Measure a share, ratio, survival or pooled figure over the accounts that qualify."""
    criterion, what = found.criterion, found.criterion.measure
    rows = found.ground.rows(view.frames[what.table], view.start)
    if criterion.id == "give-ask":
        rows = _without_unknown_replies(view, found, rows)
    found.rows = rows
    if what.shape == "survival" and remarks.paused(view, criterion, rows):
        rows = rows.with_columns(minutes=pl.coalesce("minutes_service", "minutes"), minutes_wall="minutes")
    weights = view.weights(what.table)
    measured = measure(rows, what, weights)
    if what.fallback_among and rows.height and measured.n < MIN_FALLBACK:
        # From here on all own posts stand where those that sell or link stood, for the figures beside it too.
        found.rows = rows = rows.with_columns(pl.col(what.fallback_among).alias(what.among))
        measured = measure(rows, what, weights)
        found.notes.append(f"fallback_population:{what.fallback_among}")
    found.measured = measured
    found.status = status(criterion, measured.n, measured.events)
    found.reason = {"nothing_to_judge": "empty", "too_few": "few", "provisional": "provisional"}.get(found.status, "")
    if found.status == "nothing_to_judge" and _unread(view, found):
        found.status, found.reason = "no_data", "language"
    if what.cap is not None and measured.n and (value := capped(rows, what.cap)) is not None:
        found.cap_at = what.cap.at
        found.caps.append(f"{what.cap.where}:{what.cap.at:g}:{value:.4f}")
    found.notes += remarks.remarks(view, criterion, found.rows, measured)
    _note_coverage(view, found)
    found.notes += omitted.notes(rows, criterion)


def _unread(view: Scene, found: Draft) -> bool:
    """Whether nothing was found because most of what was there is in a language without detectors."""
    messages = scene.within(view.columns.messages, view.start, view.end)
    theirs = messages.filter(pl.col("account").is_in(found.ground.accounts)) if messages.height else messages
    return omitted.unread(found.criterion, found.ground.rows(view.frames["posts"], view.start), theirs)


def _without_unknown_replies(view: Scene, found: Draft, rows: pl.DataFrame) -> pl.DataFrame:
    """Give-ask counts broadcasts and reshares only where too many invitations are unknown."""
    vague = [key for key in found.ground.accounts if view.unknown.get(key, 0.0) > UNKNOWN_INVITATIONS]
    if not vague or not rows.height:
        return rows
    found.notes += [f"replies_left_out@{key}" for key in vague]
    return rows.filter(~pl.col("account").is_in(vague) | pl.col("kind").is_in(["B", "P"]))


def _note_coverage(view: Scene, found: Draft) -> None:
    """Say what part of the window, of the rows and of the look-back was there."""
    for account, days in sorted(found.ground.partly.items()):
        found.notes.append(f"partly_covered:{days.mean():.2f}@{account}")
    if found.measured is not None and found.measured.unknown:
        found.notes.append(f"left_out:{found.measured.unknown}")
    wanted = found.criterion.lookback_days
    if wanted and found.ground.history < wanted:
        found.notes.append(f"lookback_short:{found.ground.history}")
