"""S5, the profile checklist: what a stranger finds in the bio (claims A1.1, A2.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import polars as pl

from sociable.config import Account
from sociable.report import SignalResult
from sociable.scoring.coverage import POINT_SPAN
from sociable.scoring.figures import figure
from sociable.scoring.scene import Scene

SELF_LABEL = re.compile(r"\b(?:social[- ]media marketer|guru|ninja|rock ?star|growth hacker)\b", re.I)
FOLLOW_BACK = re.compile(r"follow ?back|#?teamfollowback|\bf4f\b|follow for follow|i follow (?:all )?back", re.I)
REACH = re.compile(r"\+?\d[\d ()-]{6,}\d|[\w.+-]+@[\w-]+\.\w+|\b(?:dm|call|phone|email|tel)\b", re.I)
HOURS = re.compile(
    r"\b24/7\b|\b(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)(?:days?)?\b|\d{1,2}(?::\d\d)? ?(?:am|pm)?\s*[-–]\s*\d{1,2}",
    re.I,
)
MIN_WORDS = 5
STATES = {True: "yes", False: "no", None: "unknown"}
Check = Callable[[Scene, Account, str], bool | None]


def _named(view: Scene, account: Account, bio: str) -> bool | None:
    """Whether a person stands behind the account; a staff account names one by itself."""
    if account.role == "person":
        return True
    if account.no_real_names:
        return None
    people = [name for member in view.brand.team for name in (member.name, member.name.split()[0]) if name]
    if account.profile_face in ("person", "logo-with-names"):
        return True
    found = any(re.search(rf"\b{re.escape(name)}\b", bio, re.I) for name in people)
    return found or bool(re.search(r"(?:tweets|posts|managed|run) by \w+", bio, re.I))


CHECKS: dict[str, Check] = {
    "no_self_label": lambda view, account, bio: not SELF_LABEL.search(bio),
    "person_named": _named,
    "reachable": lambda view, account, bio: bool(REACH.search(bio)),
    "hours": lambda view, account, bio: bool(HOURS.search(bio)),
    "says_what": lambda view, account, bio: len(bio.split()) >= MIN_WORDS,
    "no_follow_back": lambda view, account, bio: not FOLLOW_BACK.search(bio),
}


def checked(view: Scene) -> SignalResult:
    """One row an account and check: yes, no, or unknown."""
    rows = []
    for account in view.brand.accounts:
        bio = _bio(view, account)
        if bio is None:
            continue
        rows += [[account.key, name, STATES[check(view, account, bio)]] for name, check in CHECKS.items()]
    if not rows:
        return SignalResult(id="S5", title="", status="no_data")
    open_points = sum(row[2] == "no" for row in rows)
    return SignalResult(
        id="S5", title="", status="shown", figures=[figure("open_points", float(open_points), "count", len(rows))],
        columns=["account", "check", "state"], rows=rows,
    )  # fmt: skip


def _bio(view: Scene, account: Account) -> str | None:
    """The bio of the newest valid snapshot, or the bio typed in brand.yaml."""
    typed = account.snapshot.bio if account.snapshot else None
    frame = view.columns.snapshots
    if not frame.height:
        return typed
    last = view.end + POINT_SPAN + timedelta(days=1)
    own = frame.filter(
        (pl.col("account") == account.key) & pl.col("bio").is_not_null() & (pl.col("at").dt.date() <= last)
    ).sort("at")  # fmt: skip
    return str(own["bio"][-1]) if own.height else typed
