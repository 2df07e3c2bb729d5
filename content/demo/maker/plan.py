"""The story in numbers: what Harbour Lights does in each quarter, and what slowly changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
BEFORE = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")  # thin: only so that look-backs find something
INBOX_FROM = datetime(2025, 7, 1, tzinfo=UTC)
END = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)

POSTS: dict[str, tuple[int, int, int, int]] = {  # bank group -> how many a quarter, on X
    "promo": (26, 22, 16, 10),
    "hard": (36, 22, 10, 3),
    "advert": (10, 13, 18, 24),  # the same four adverts, more and more often: what gets worse
    "product": (17, 16, 14, 12),
    "useful": (9, 17, 26, 32),
    "note": (1, 1, 1, 1),
    "conversation": (3, 5, 10, 14),
    "contest": (0, 1, 1, 2),
    "human": (10, 12, 14, 16),
    "news": (13, 12, 10, 8),
    "brag": (22, 13, 6, 4),
    "amplify": (5, 7, 9, 11),
    "quote": (1, 2, 3, 4),
    "corral": (5, 4, 4, 3),
    "growth": (18, 10, 4, 1),
    "filler": (10, 9, 8, 6),
    "feed": (8, 6, 5, 4),
    "press": (6, 4, 3, 3),
    "jargon": (5, 5, 5, 5),  # what does not change
    "service": (3, 3, 4, 4),
    "status": (9, 9, 9, 9),
    "foreign": (2, 2, 3, 3),
    "media": (4, 4, 4, 4),
}
SHARES: dict[str, tuple[int, int, int, int]] = {
    "outside": (2, 3, 3, 4), "outside-plain": (6, 7, 8, 9), "own": (4, 4, 3, 2), "praise": (2, 2, 1, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """How the desk works in one quarter; shares are between 0 and 1."""

    cases: int
    rate: float  # of the people who need an answer, how many get one
    quick: float  # of the answered, within the hour
    helped: float  # of the answered; the rest are cloned or deflected
    cloned: float
    signed: float
    chats: int
    chatty: float  # of those who just write, how many get an answer
    courtesy: float  # of these answers, how many are a stock phrase
    regulars: float  # how often a chat is with one of the thirty who come back
    noise: int
    backlash: int
    pitched: int  # small talk answered with an offer
    joins: int
    empty: int
    asked: int
    dropped: tuple[int, ...]  # how often each template lands on strangers
    welcome: int
    lost: int
    dms: int


DESKS = {
    "2025-Q4": Desk(
        cases=86, rate=0.45, quick=0.16, helped=0.34, cloned=0.38, signed=0.0, chats=60, chatty=0.60, courtesy=0.60,
        regulars=0.25, noise=16, backlash=6, pitched=6, joins=5, empty=7, asked=1, dropped=(6, 6, 6, 6), welcome=54,
        lost=4, dms=8),
    "2026-Q1": Desk(
        cases=86, rate=0.58, quick=0.24, helped=0.36, cloned=0.32, signed=0.02, chats=60, chatty=0.66, courtesy=0.45,
        regulars=0.35, noise=14, backlash=4, pitched=4, joins=9, empty=7, asked=1, dropped=(6, 0, 6, 0), welcome=38,
        lost=8, dms=9),
    "2026-Q2": Desk(
        cases=88, rate=0.75, quick=0.40, helped=0.40, cloned=0.25, signed=0.55, chats=60, chatty=0.76, courtesy=0.20,
        regulars=0.45, noise=12, backlash=2, pitched=2, joins=18, empty=6, asked=2, dropped=(5, 0, 0, 0), welcome=12,
        lost=26, dms=10),
    "2026-Q3": Desk(
        cases=90, rate=0.90, quick=0.50, helped=0.43, cloned=0.18, signed=0.84, chats=62, chatty=0.86, courtesy=0.10,
        regulars=0.55, noise=10, backlash=1, pitched=1, joins=27, empty=6, asked=2, dropped=(1, 0, 0, 0), welcome=0,
        lost=36, dms=11),
}  # fmt: skip
FACEBOOK = {"2025-Q4": (26, 15, 11), "2026-Q1": (22, 12, 13), "2026-Q2": (16, 8, 18), "2026-Q3": (13, 5, 22)}
"""On Facebook: copied from X, of these copied badly, and written for the place."""


def bounds(quarter: str) -> tuple[datetime, int]:
    """The first instant of a quarter and its number of days."""
    year, number = int(quarter[:4]), int(quarter[-1])
    start = datetime(year, 3 * number - 2, 1, tzinfo=UTC)
    after = datetime(year + number // 4, 3 * number % 12 + 1, 1, tzinfo=UTC)
    return start, (after - start).days


def season(quarter: str) -> int:
    """The number of a quarter, 1 to 4."""
    return int(quarter[-1])


def posts(quarter: str, table: dict[str, tuple[int, int, int, int]] = POSTS) -> dict[str, int]:
    """How many of each group in a quarter; the years before are a thin copy of the first."""
    if quarter in QUARTERS:
        return {group: counts[QUARTERS.index(quarter)] for group, counts in table.items()}
    return {group: round(counts[0] * thin(quarter)) for group, counts in table.items()}


def desk(quarter: str) -> Desk:
    """How the desk works in a quarter."""
    return DESKS.get(quarter, DESKS["2025-Q4"])


def thin(quarter: str) -> float:
    """The share of a full quarter's volume: 1 for the four quarters, little before them."""
    return 1.0 if quarter in QUARTERS else 0.3 if quarter == "2025-Q3" else 0.15
