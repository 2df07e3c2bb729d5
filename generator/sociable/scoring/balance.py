"""Follow-balance: the lesser of a spam side and a listening side, from following counts (RUBRIC 2.5).

It is not a share: it has no interval and no smallest n.  Accounts of staff and
of platforms without a follow graph are left out; several accounts are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from sociable.config import Account
from sociable.criteria import Measure
from sociable.scoring.anchors import score
from sociable.scoring.coverage import POINT_SPAN
from sociable.scoring.scene import Scene

RELIEF_RATIO, RELIEF_FLOOR = 10, 60.0
BURST, BURST_CAP = 100, 39.0
CHURN = 400
NOTED = 5000
"""From so many followed accounts on, A1's author would block (claim A1.22)."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One account's two sides; scores 0 to 100."""

    account: str
    platform: str
    following: int
    followers: int | None
    spam: float
    listening: float
    notes: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The lesser side."""
        return min(self.spam, self.listening)


def balances(scene: Scene, what: Measure, accounts: tuple[str, ...]) -> list[Balance]:
    """The balance of every account that has a following count within 45 days of the window's end."""
    found = []
    for key in accounts:
        account, row = scene.brand.account(key), _snapshot(scene, key)
        if account is not None and row is not None:
            following, followers, burst = row
            found.append(judge(account, what, following, followers, burst))
    return found


def judge(account: Account, what: Measure, following: int, followers: int | None, burst: int | None) -> Balance:
    """Score one account; `burst` is the most follows on one day, where the export dates them."""
    spam, notes, caps = _spam(account, what, following, followers, burst)
    listening = score(following, *zip(*what.listening, strict=True))
    if account.listens_via and listening < RELIEF_FLOOR:
        listening = RELIEF_FLOOR
        notes.append("listens_elsewhere")
    return Balance(account.key, account.platform, following, followers, spam, listening, tuple(notes), tuple(caps))


def _spam(account: Account, what: Measure, following: int, followers: int | None,
          burst: int | None) -> tuple[float, list[str], list[str]]:  # fmt: skip
    """The spam side: the line, then floors for the followed and for support, then caps for churn."""
    spam = score(following, *zip(*what.spam, strict=True))
    notes: list[str] = []
    calm = burst is None or burst <= BURST
    if calm and followers is not None and followers >= RELIEF_RATIO * following and spam < RELIEF_FLOOR:
        spam = RELIEF_FLOOR
        notes.append("relief_followers")
    if account.follows_for_support and spam < RELIEF_FLOOR:
        spam = RELIEF_FLOOR
        notes.append("relief_support")
    if following >= NOTED:
        notes.append("claim:A1.22")
    if burst is not None and burst > CHURN:
        return 0.0, notes, [f"churn:0:{burst}"]
    if not calm and spam > BURST_CAP:
        return BURST_CAP, notes, [f"burst:{BURST_CAP:g}:{burst}"]
    return spam, notes, []


def _snapshot(scene: Scene, account: str) -> tuple[int, int | None, int | None] | None:
    """Following, followers and busiest day of the snapshot nearest the window's end."""
    frame = scene.columns.snapshots
    if not frame.height:
        return None
    day = pl.col("at").dt.date()
    near = frame.filter(
        (pl.col("account") == account) & pl.col("following").is_not_null()
        & day.is_between(scene.start - POINT_SPAN, scene.end + POINT_SPAN + timedelta(days=1))
    )  # fmt: skip
    if not near.height:
        return None
    distance = (day - pl.lit(scene.end)).dt.total_days().abs()
    best = near.sort(distance, "at").row(0, named=True)
    return int(best["following"]), best["followers"], best["max_follows_day"]
