"""Two reports side by side, as `sociable compare` hands them to a terminal, to JSON and to a page."""

from __future__ import annotations

import msgspec

from sociable.model import Change, Period
from sociable.report import Overall


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion of two reports; `change` says how certain a difference is, and what stands in its way."""

    id: str
    question: str
    unit: str
    direction: str
    status_then: str
    status_now: str
    then: float | None = None
    now: float | None = None
    score_then: float | None = None
    score_now: float | None = None
    change: Change


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports of one brand, the earlier one first: what moved, and what else differs between them."""

    brand: str
    before: Period
    now: Period
    overall_then: Overall
    overall_now: Overall
    comparisons: int  # tests made, corrected for together
    moved: list[Moved]
    joined: list[str] = []  # accounts
    left: list[str] = []
    feeds: dict[str, list[str]] = {}  # account -> needs that only one of the two can show ("+need", "-need")
    mix: dict[str, tuple[float, float]] = {}  # platform -> its share of broadcasts, then and now
    rubrics: list[str] = []  # the two versions, where their fingerprints differ
