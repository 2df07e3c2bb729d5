"""Reports side by side, two or many, as commands hand them to a terminal, to JSON and to a page."""

from __future__ import annotations

from typing import Literal

import msgspec

from sociable.model import Change, Edit, Period, Total
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


class Edited(msgspec.Struct, frozen=True, kw_only=True):
    """What the rubric does otherwise for one question; an empty one stands for what all questions share."""

    question: str
    edits: list[Edit]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports of one brand, the earlier one first: what moved, and what else differs between them."""

    brand: str
    before: Period
    now: Period
    overall_then: Overall
    overall_now: Overall
    comparisons: int  # tests made, corrected for together
    alike: Total | None = None  # the totals above may stand for other questions then and now
    moved: list[Moved]
    joined: list[str] = []  # accounts
    left: list[str] = []
    feeds: dict[str, list[str]] = {}  # account -> needs that only one of the two can show ("+need", "-need")
    mix: dict[str, tuple[float, float]] = {}  # platform -> its share of broadcasts, then and now
    brands: list[str] = []  # the two names, where they differ
    rubrics: list[str] = []  # the two versions, where their fingerprints differ
    edits: list[Edited] = []


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion and its score."""

    id: str
    question: str
    score: float


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """One brand of a portfolio: its headline, or the faults that kept its playbook from being built."""

    id: str  # its folder in the portfolio
    source: str  # its brand.yaml, as it was named
    status: Literal["built", "unchanged", "failed"]
    faults: list[str] = []
    page: str = ""  # from the index page; empty where there never was a playbook
    name: str = ""
    language: str = "en"  # of its playbook
    period: str = ""
    overall: Overall | None = None
    against: str = ""  # the period that changes are told against; empty in a first run
    improved: list[str] = []
    declined: list[str] = []
    worst: Scored | None = None  # of what is below Good, the criterion with most points lost
    rubric: str = ""  # fingerprint
    scores: list[Scored] = []  # of every criterion that has one


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How the scores of one criterion are spread over brands; no percentiles where there are too few of them."""

    id: str
    question: str
    brands: int
    quartiles: tuple[float, float, float] | None = None  # 25th, 50th and 75th percentile


class Portfolio(msgspec.Struct, frozen=True, kw_only=True):
    """Many brands: those that were built, those that failed, and the spread of their scores."""

    clients: list[Client]
    spreads: list[Spread]
    least: int  # brands that a percentile needs
    pooled: int  # brands judged by one rubric, over whom percentiles are taken
    apart: list[str]  # ids of those judged by another, or read by the other reader
