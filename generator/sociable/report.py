"""report.json: all that the site, the publishers and the next quarter ever see; no clock and no chance in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from sociable.model import (
    Basis,
    Change,
    Edit,
    Example,
    InputFile,
    NeedState,
    Period,
    Promise,
    Rewrite,
    Secondary,
    Slice,
    Status,
    Total,
)  # fmt: skip

FORMAT = "sociable-report"
FORMAT_VERSION = 1


class PostCard(msgspec.Struct, frozen=True, kw_only=True):
    """A post as the playbook shows it; people outside the brand are masked."""

    uid: str
    platform: str
    account: str
    kind: str
    date: str
    text: str
    permalink: str | None = None
    labels: dict[str, float] = {}
    flagged: list[str] = []
    metrics: dict[str, int] = {}


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A request without an answer: where it came in, when, and what it was about; never from whom."""

    uid: str
    platform: str
    account: str
    at: str  # day and minute in the brand's zone; the day alone where the export has no time
    topic: str  # complaint | question | other
    private: bool = False
    early: bool = False  # still inside the time allowed when the files end
    text: str = ""  # masked, and only with `privacy.show_inbound`
    need: float = 0.0  # how sure the detector is that it needs an answer


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Texts: left out of what `history/` keeps."""

    posts: dict[str, PostCard] = {}
    rewrites: list[Rewrite] = []
    flagged: list[tuple[str, str, float]] = []  # (post, criterion, weight in the measure)
    waiting: list[Waiting] = []  # under response-rate, the newest first
    signs: list[str] = []  # initials under answers of the period, in order of the alphabet


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A share that a random sample, read by a person, put right (RUBRIC 4.6); the detector's own figure beside it."""

    labelled: int  # units of the sample that a person read
    strata: int
    predicted: float  # what the detector alone says
    predicted_low: float
    predicted_high: float
    predicted_n_eff: float | None = None


class CriterionResult(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion in one period; `score` is None unless scored or provisional."""

    id: str
    title: str
    question: str
    dimension: str
    status: Status
    reason: str = ""
    direction: str = "lower"  # lower | higher | two-sided: which end of the measure is better
    unit: str = "share"
    weight: float = 0
    effort: int = 1
    anchors: list[float] = []
    value: float | None = None
    n: int = 0
    n_eff: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    zero_bound: float | None = None  # one-sided 95 % bound where none were seen
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    band: str = ""
    points_lost: float = 0
    raw_value: float | None = None
    corrected: tuple[float, float, float] | None = None
    caps: list[str] = []
    notes: list[str] = []
    secondary: list[Secondary] = []
    slices: dict[str, list[Slice]] = {}  # platform | account | week
    needs: list[NeedState] = []
    detectors: list[str] = []
    sources: list[str] = []
    change: Change | None = None
    examples: list[Example] = []
    rewrites: list[int] = []  # indexes into Evidence.rewrites
    basis: Basis | None = None
    reviewed: Reviewed | None = None
    slope: tuple[float, float, float] | None = None  # points a period (Theil-Sen) with its 95 % interval
    slope_over: int = 0  # so many periods; 0 in reports of older versions
    slope_holds: bool = False  # more than chance explains, after allowing for how many slopes there are


class DimensionResult(msgspec.Struct, frozen=True, kw_only=True):
    """A weighted mean over scored criteria, shown from half its weight on."""

    id: str
    title: str
    weight: float
    status: Literal["scored", "partly", "none"]
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    band: str = ""
    criteria: list[str] = []


class Overall(msgspec.Struct, frozen=True, kw_only=True):
    """The headline, or the reason why there is none (RUBRIC 4.3)."""

    kind: Literal["overall", "partial", "none"]
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    band: str = ""
    grade: str = ""
    coverage: float = 0
    bound_low: float | None = None
    bound_high: float | None = None
    capped: bool = False
    measured: list[str] = []  # dimensions the headline stands for


class SignalResult(msgspec.Struct, frozen=True, kw_only=True):
    """An unscored signal: figures, a small table, and the posts it lists."""

    id: str
    title: str
    status: Literal["shown", "no_data", "nothing_to_judge"]
    figures: list[Secondary] = []
    columns: list[str] = []
    rows: list[list[str]] = []
    posts: list[str] = []


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the 90-day plan (RUBRIC 4.7)."""

    criterion: str
    phase: Literal["1-30", "31-60", "61-90"]
    priority: float
    impact: float
    effort: int
    confidence: float
    target: float | None = None  # measure value at the next band's edge
    detectable: float | None = None  # smallest change this n could show
    owner: str = ""
    due: str = ""
    status: str = ""
    look: str = ""  # why it is no task before somebody has read its posts: few | detector | apart | wide
    note: str = ""  # the consultant's own words, from plan.yaml


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What every criterion was judged by, so that a later run can name what has changed."""

    criteria: dict[str, dict[str, str]] = {}  # id -> part -> setting in words
    words: dict[str, str] = {}  # cue list -> digest
    models: dict[str, str] = {}  # detector -> digest
    shared: dict[str, str] = {}  # what holds for all: the version of the measures, the cap


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One earlier run, as the trends page needs it."""

    period: Period
    fingerprint: str
    overall: Overall
    criteria: dict[str, Slice] = {}
    bridged: bool = False  # scored again with today's rubric
    done: list[str] = []  # criteria whose action was ticked as done by then
    again: list[str] | None = None  # criteria that the bridge run stands for; None: all
    marks: dict[str, str] = {}  # criterion -> digest of what it is measured by
    edits: dict[str, list[Edit]] = {}  # criterion ("" for all) -> how the rubric had changed since the run before


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that the site, the publishers and the next quarter ever see."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    tool_version: str = ""
    rubric: dict[str, str] = {}  # version, fingerprint
    rules: Rules | None = None  # None in reports of older versions
    edits: dict[str, list[Edit]] = {}  # as in Past
    brand: dict[str, object] = {}
    period: Period
    today: str
    inputs: list[InputFile] = []
    overall: Overall
    dimensions: list[DimensionResult] = []
    criteria: list[CriterionResult] = []
    signals: list[SignalResult] = []
    plan: list[Action] = []
    mix: dict[str, dict[str, int]] = {}  # platform -> purpose -> units, "all" included
    heat: list[list[int]] = []  # inbound by weekday (7) and hour (24)
    answers: list[list[int]] = []  # own public replies by weekday (7) and hour (24)
    calendar: dict[str, dict[str, int]] = {}  # day -> kind -> units
    history: list[Past] = []
    promises: list[Promise] = []
    since: Total | None = None  # the total against the period before, like with like
    method: dict[str, object] = {}
    notes: dict[str, str] = {}  # page -> the consultant's own Markdown
    evidence: Evidence | None = None
