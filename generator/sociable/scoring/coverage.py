"""Which accounts a criterion is measured over: roles first, then what their exports can show.

The rule of coverage.  A day of the window is covered for an account when the
exports feed every need of the criterion on it (spans are widened by the slack
of `periods`: few accounts post daily).  An account with every day covered
qualifies; one with at least half of them qualifies partly: only the covered
days are measured, and the result says so; below that it is No data.  Days
before an account was made, where an export knows that day, lack nothing and
count neither way.  Counts from a snapshot (`following_count`, `profile`) hold 45 days either way and need
only touch the window (RUBRIC 0.2, SPEC 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sociable.config import Account, Brand
from sociable.criteria import Criterion
from sociable.model import ALIVE, NeedState
from sociable.periods import SLACK
from sociable.scoring.scene import UNKNOWN_INVITATIONS, Scene

Days = NDArray[np.bool_]
POINT_NEEDS = frozenset({"following_count", "profile"})
POINT_SPAN = timedelta(days=45)
ENOUGH = 0.5
EVER = 100_000
"""Days of history of an account whose exports reach back to its first day."""
SUPPORT_DIMENSION = "show-up-when-it-counts"
SUPPORT_CRITERIA = frozenset({"named-humans", "relationship-depth", "unsolicited-pitch", "push-dm"})
FOLLOW_PLATFORMS = frozenset({"x", "bluesky", "mastodon", "instagram", "tiktok", "threads"})


@dataclass(frozen=True, slots=True)
class Footing:
    """The accounts that a criterion stands on, and those that it lacks."""

    applicable: tuple[str, ...]
    accounts: tuple[str, ...]
    lacking: tuple[NeedState, ...]
    partly: dict[str, Days]  # account -> covered days, only where some are not
    history: int  # days of data before the window that every account has

    def rows(self, frame: pl.DataFrame, start: date) -> pl.DataFrame:
        """The rows of these accounts on days that their exports cover."""
        if not frame.height:
            return frame
        kept = frame.filter(pl.col("account").is_in(list(self.accounts)))
        for account, days in self.partly.items():
            covered = [start + timedelta(days=int(index)) for index in np.flatnonzero(days)]
            kept = kept.filter((pl.col("account") != account) | pl.col("day").is_in(covered))
        return kept


def footing(scene: Scene, criterion: Criterion, needs: Iterable[str] | None = None) -> Footing:
    """Qualify the brand's accounts for a criterion, or for other `needs` than its own."""
    wanted = tuple(criterion.needs if needs is None else needs)
    asked = [one for one in scene.brand.accounts if applies(criterion, one)]
    applicable = [one for one in asked if _alive(scene, one.key).any()] or asked
    accounts, lacking, partly, history = [], [], {}, []
    for one in applicable:
        alive = _alive(scene, one.key)
        alive = alive if alive.any() else ~alive
        covered = {need: _covered(scene, one, need)[alive] for need in wanted}
        joint = np.logical_and.reduce(list(covered.values())) if covered else np.ones(alive.sum(), dtype=np.bool_)
        if joint.mean() >= ENOUGH or (wanted and set(wanted) <= POINT_NEEDS and joint.any()):
            accounts.append(one.key)
            history.append(_history(scene, one.key, wanted))
            if not joint.all() and not set(wanted) <= POINT_NEEDS:
                partly[one.key] = ~alive
                partly[one.key][alive] = joint
        else:
            lacking.append(_state(scene, one, covered))
    keys = tuple(one.key for one in applicable)
    return Footing(keys, tuple(accounts), tuple(lacking), partly, min(history, default=0))


def applies(criterion: Criterion, account: Account) -> bool:
    """Whether a criterion is a question for this account at all (RUBRIC 0.2, roles)."""
    if criterion.measure.shape == "two_sided":
        return account.role == "brand" and account.platform in FOLLOW_PLATFORMS
    if account.role == "support":
        return criterion.dimension == SUPPORT_DIMENSION or criterion.id in SUPPORT_CRITERIA
    return True


def follows(brand: Brand) -> bool:
    """Whether some account is on a network where accounts follow others, whatever its role."""
    return any(one.platform in FOLLOW_PLATFORMS for one in brand.accounts)


def _covered(scene: Scene, account: Account, need: str) -> Days:
    """Which days of the window this account's exports can show the need on."""
    days = np.zeros(scene.days, dtype=np.bool_)
    if need == "parent_invited" and scene.unknown.get(account.key, 0.0) > UNKNOWN_INVITATIONS:
        return days
    if need == "inbound_complete" and _incomplete(scene, account):
        return days
    slack = POINT_SPAN if need in POINT_NEEDS else SLACK
    for first, last in scene.spans.get((account.key, need), ()):
        low = (first - slack - scene.start).days if first else 0
        high = (last + slack - scene.start).days if last else scene.days - 1
        days[max(low, 0) : max(high + 1, 0)] = True
    return days


def _alive(scene: Scene, account: str) -> Days:
    """Which days of the window the account existed on; all of them where nobody knows when it was made."""
    born = _born(scene, account)
    days = np.ones(scene.days, dtype=np.bool_)
    if born is not None:
        days[: max((born - scene.start).days, 0)] = False
    return days


def _born(scene: Scene, account: str) -> date | None:
    return min((first for first, _ in scene.spans.get((account, ALIVE), ()) if first), default=None)


def _incomplete(scene: Scene, account: Account) -> bool:
    """Whether the inbox is known, or seems, to hold answered conversations only."""
    if account.inbox_complete == "no":
        return True
    return account.inbox_complete == "unknown" and account.key in scene.one_sided


def _history(scene: Scene, account: str, needs: Iterable[str]) -> int:
    """Days before the window from which on every need is fed."""
    starts, born = [], _born(scene, account)
    for need in needs:
        firsts = [first for first, _ in scene.spans.get((account, need), ()) if first is not None]
        if firsts:
            whole = born is not None and min(firsts) <= born
            starts.append(EVER if whole else (scene.start - min(firsts)).days)
    return max(0, min(starts, default=0))


def _state(scene: Scene, account: Account, covered: dict[str, Days]) -> NeedState:
    """What an account's exports lack, the least covered need first."""
    ranked = sorted(covered, key=lambda need: float(covered[need].mean()))
    return without(scene, account, [need for need in ranked if covered[need].mean() < ENOUGH] or ranked[:1])


def without(scene: Scene, account: Account, missing: list[str]) -> NeedState:
    """An account that lacks these needs, with the file that would show the first of them."""
    need = scene.rubric.needs.get(missing[0])
    return NeedState(account=account.key, missing=missing, remedy=need.remedy(account.platform) if need else "")
