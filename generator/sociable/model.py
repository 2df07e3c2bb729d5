"""The small values that stages hand one another; `report` is built from them.

All are frozen and written as JSON by `msgspec`.  Frames (the columns that
archives and signals produce) are described in `tables`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["scored", "provisional", "too_few", "nothing_to_judge", "no_data", "suppressed"]
NEEDS = (
    "own_text", "reshares", "replies_out", "parent_invited", "inbound_linked", "inbound_complete",
    "minute_time", "dm_text", "following_count", "author_ids", "profile",
)  # fmt: skip
"""The closed list of what an export can show (RUBRIC 0.2)."""
PLATFORMS = (
    "x", "facebook", "instagram", "threads", "linkedin", "mastodon", "bluesky", "tiktok", "youtube", "reddit", "other",
)  # fmt: skip
"""The words for where an account is."""
ALIVE = "alive"
"""No need: the days since the account was made, where an export knows that day."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A window of whole days in the brand's zone; `end` is included."""

    id: str  # "2026-Q3", "2026", "2026-07", or "2026-07-01..2026-09-30"
    start: str  # ISO date
    end: str


DOUBTS = ("blind", "weak", "partly_blind", "corrected_apart", "flagged_apart")
"""The codes of notes of a result that leads nothing: its detectors are unproven, or two ways of counting disagree."""
CUT_OFF = "cut-off"
"""The code of the issue of a file that breaks off in the middle."""


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Something a reader met and counted; never an error."""

    code: str
    message: str
    count: int = 1
    row: int | None = None
    sample: str = ""


class InputFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was read: rows read = kept + sum(skipped)."""

    file: str  # as named in brand.yaml, with the member inside a container after "!"
    sha256: str
    reader: str
    read: int
    kept: int
    skipped: dict[str, int] = {}
    first: str | None = None
    last: str | None = None
    accounts: list[str] = []
    feeds: list[str] = []
    issues: list[Issue] = []


class Secondary(msgspec.Struct, frozen=True, kw_only=True):
    """A figure shown beside a criterion, never scored; `label` is worded in content."""

    id: str
    label: str
    value: float | None
    unit: str  # share | count | minutes | grade | ratio | days | text
    n: int | None = None
    text: str = ""


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """The same measure over one platform, one account or one week."""

    key: str
    status: Status
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    wall: float | None = None  # the value day and night, where the scored clock stands still at times
    waiting: int = 0  # cases that have no answer yet and still have time for one


class NeedState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an account's exports can show what a criterion needs, and what would."""

    account: str
    missing: list[str] = []
    remedy: str = ""  # id of the unlocking input in content/rubric/needs.yaml


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What next quarter needs to recompute intervals without any text."""

    days: list[str] = []
    numerators: list[float] = []
    denominators: list[float] = []
    clusters: list[str] = []  # hashed
    replicates: list[float] = []
    cases: list[tuple[float, int]] = []  # survival: minutes, event
    curve: list[tuple[float, float, float, float]] = []  # survival: minutes, F, low, high


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """A difference taken apart: at the average mix of platforms, and what the shift of that mix did."""

    plain: float  # = rate + mix
    rate: float
    mix: float


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a rubric judges by and that changed between two runs, as it was and as it is."""

    part: str  # of report.Rules: anchors, measure, words, models ...; "unknown" where a report does not say
    before: str = ""
    now: str = ""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparison with another period than the usual one says."""

    verdict: str
    against: str
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    score_difference: float | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict of a comparison with an earlier period (RUBRIC 4.4)."""

    verdict: Literal["improved", "declined", "held", "no_clear_change", "too_little_data", "measured_differently"]
    against: str
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    score_difference: float | None = None
    p: float | None = None
    note: str = ""
    detectable: float | None = None  # smallest change of the measure these two could have shown with 80 % power
    split: Split | None = None  # only with several platforms
    without_events: tuple[float, float | None, float | None] | None = None  # difference and its 95 % ends
    edits: list[Edit] = []  # of the rubric since the report it is held against
    other: Pair | None = None  # the previous period beside last year's, or the other way about


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """The total over the questions that two periods scored and measured alike, at today's weights."""

    against: str  # the earlier period
    questions: int
    then: float
    now: float
    low: float  # 95 % interval of the difference
    high: float


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """An action of the last plan, the number it was to move, and what that number did; never why."""

    criterion: str
    made: str  # the period whose plan it stood in
    status: str = ""
    owner: str = ""
    due: str = ""
    then: float | None = None
    target: float | None = None
    now: float | None = None
    score_then: float | None = None
    score_now: float | None = None
    reached: bool | None = None  # whether the number is at its target; None where it cannot be told
    verdict: str = ""  # of model.Change; empty where the two were not compared


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One of the brand's own posts shown under a criterion."""

    post: str  # key into Evidence.posts
    side: Literal["good", "bad"]
    why: list[str] = []
    spans: list[tuple[int, int]] = []


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A visible gap that a person must fill, such as `[which day?]`."""

    text: str
    kind: str


class Rewrite(msgspec.Struct, frozen=True, kw_only=True):
    """A verified draft: facts kept, faults cut, open slots visible."""

    post: str
    criterion: str
    recipe: str
    before: str
    after: str
    why: list[str]
    slots: list[Slot] = []
    effect: Literal["cut", "ask"] = "cut"
    p_before: float | None = None
    p_after: float | None = None
    engine: str = "embedded"
