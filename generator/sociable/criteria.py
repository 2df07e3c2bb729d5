"""A criterion is one Markdown file: how it is declared, and the strict reader of that declaration."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from sociable.content import Document
from sociable.model import NEEDS, PLATFORMS
from sociable.sheets import Sheet

Shape = Literal["share", "ratio", "survival", "pooled", "two_sided"]
SHAPES = ("share", "ratio", "survival", "pooled", "two_sided")
TABLES = ("posts", "cases", "contacts", "partners")
METRICS = ("reading_grade",)
DIRECTIONS = ("lower", "higher", "two-sided")
UNITS = ("share", "count", "minutes", "grade", "ratio", "days")
SECTIONS = ("Why it matters", "Do this instead", "How we measure it, and when we may be wrong")
"""Every criterion has these; a fourth, "Next habit", goes to the action plan where it is given."""
KEYS = (
    "id", "title", "failing_title", "question", "dimension", "sources", "measure", "anchors", "weight", "effort",
    "unit", "direction", "needs", "min_n", "full_n", "min_events", "lookback_days", "secondary", "cases", "rewrite",
    "expert_shift", "labels", "also",
)  # fmt: skip
REQUIRED = ("id", "title", "failing_title", "question", "dimension", "sources", "measure", "weight", "effort", "needs")
MEASURE_KEYS = {
    "share": ("where", "among"),
    "ratio": ("num", "den", "among"),
    "survival": ("at", "among"),
    "pooled": ("metric", "among"),
    "two_sided": ("spam", "listening"),
}
EXPECTATIONS = ("bad", "good", "none", "out", "review")
CASE_CHOICES = {
    "expect": EXPECTATIONS,
    "kind": ("B", "P", "R", "M", "U", "D"),
    "platform": PLATFORMS,
    "invited": ("yes", "no", "unknown"),
    "place": ("open", "professional", "semi-closed", "closed"),
    "also_on": PLATFORMS,
}
CASE_KEYS = (
    "text", "posts", "expect", "kind", "platform", "parent", "invited", "copies", "prior_contact", "place",
    "media_alt", "also_on", "earlier", "brand", "why",
)  # fmt: skip
CASE_BRAND_KEYS = (
    "name", "domains", "commercial", "help", "gated", "aliases", "products", "affiliates", "team", "audience",
    "emoji_ok", "cause_org",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cap:
    """Holds a score down to `at` when the share of `where` among `among` is beyond a limit."""

    at: float
    where: str
    among: str
    below: float | None = None
    above: float | None = None
    min_n: int = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, over what: names of signals on one table of `tables.Columns`."""

    shape: Shape
    where: str = ""
    among: str = ""
    num: str = ""
    den: str = ""
    metric: str = ""
    table: str = "posts"
    at: float = 0.0  # minutes, for survival
    fallback_among: str = ""
    cap: Cap | None = None
    spam: tuple[tuple[float, float], ...] = ()  # (accounts followed, score), for two_sided
    listening: tuple[tuple[float, float], ...] = ()

    def signals(self) -> tuple[str, ...]:
        """Every signal that the measure reads, in the order of its keys."""
        cap = (self.cap.where, self.cap.among) if self.cap else ()
        named = (self.where, self.among, self.num, self.den, self.fallback_among, *cap)
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, slots=True)
class SecondaryMeasure:
    """A figure shown beside the score and never in it."""

    id: str
    label: str
    measure: Measure
    unit: str = "share"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the rubric: its words, its measure, its anchors and its proofs."""

    id: str
    title: str
    failing_title: str
    question: str
    dimension: str
    sources: tuple[str, ...]
    measure: Measure
    anchors: tuple[float, ...]  # value at score 0, 40, 60, 80, 100; empty for two_sided
    weight: float
    effort: int
    unit: str
    direction: str
    needs: tuple[str, ...]
    min_n: int
    full_n: int
    min_events: int  # this many counted units lift a smaller n to provisional; 0 = never
    lookback_days: int
    secondary: tuple[SecondaryMeasure, ...]
    cases: tuple[dict[str, Any], ...]
    rewrite: tuple[str, ...]
    labels: tuple[str, ...]  # detectors whose accuracy stands beside the score
    expert_shift: float
    sections: dict[str, str]
    path: Path
    also: tuple[str, ...] = ()  # detectors of what the question asks and the measure does not count

    def signals(self) -> tuple[str, ...]:
        """Every signal of the measure and of the secondary figures."""
        all_measures = (self.measure, *(one.measure for one in self.secondary))
        return tuple(dict.fromkeys(name for measure in all_measures for name in measure.signals()))


def criterion(document: Document, signals: Collection[str], claims: Collection[str], recipes: Collection[str],
              dimensions: Collection[str]) -> Criterion:  # fmt: skip
    """The criterion that a file declares; ContentError with all its faults when it is wrong."""
    sheet = document.sheet
    sheet.keys(KEYS, REQUIRED)
    if sheet.text("id") != document.name:
        sheet.fault("id", f"{sheet.text('id')!r} is not the file's name", f"write id: {document.name}")
    measure = _measure(sheet.part("measure"), signals)
    rises = len(given := sheet.numbers("anchors")) > 1 and given[-1] > given[0]
    direction = sheet.text("direction", DIRECTIONS, "higher" if rises else "lower")
    found = Criterion(
        id=sheet.text("id"), title=sheet.text("title"), failing_title=sheet.text("failing_title"),
        question=sheet.text("question"), dimension=sheet.text("dimension", dimensions),
        sources=sheet.words("sources", claims), measure=measure, anchors=anchors(sheet, "anchors", direction),
        weight=sheet.number("weight", high=100), effort=int(sheet.number("effort", low=1, high=3)),
        unit=sheet.text("unit", UNITS, "share"), direction=direction, needs=sheet.words("needs", NEEDS),
        min_n=int(sheet.number("min_n", 10)), full_n=int(sheet.number("full_n", 30)),
        min_events=int(sheet.number("min_events")), lookback_days=int(sheet.number("lookback_days")),
        secondary=tuple(_secondary(one, signals) for one in sheet.items("secondary")),
        cases=tuple(_case(one) for one in sheet.items("cases")), rewrite=sheet.words("rewrite", recipes),
        labels=sheet.words("labels"), also=sheet.words("also"), expert_shift=sheet.number("expert_shift", low=-50),
        sections=document.sections, path=document.path,
    )  # fmt: skip
    for heading in SECTIONS:
        if not document.sections.get(heading):
            sheet.fault(f"## {heading}", "the section is missing or empty", f"add a heading ## {heading}")
    sheet.done()
    return found


def anchors(sheet: Sheet, key: str, direction: str) -> tuple[float, ...]:
    """Five values, strictly falling where lower is better, strictly rising where higher is."""
    values = sheet.numbers(key)
    if direction == "two-sided":
        if values:
            sheet.fault(key, "a two-sided measure has its own scales", "leave the anchors out")
        return ()
    if len(values) != 5:
        sheet.fault(key, f"needs five values, has {len(values)}", "give the value at score 0, 40, 60, 80 and 100")
        return values
    rising = direction == "higher"
    if not all((left < right) if rising else (left > right) for left, right in pairwise(values)):
        way = "rise" if rising else "fall"
        sheet.fault(key, f"must {way} from each value to the next", f"{direction} is better here: order them so")
    return values


def _measure(sheet: Sheet, signals: Collection[str]) -> Measure:
    shape = sheet.text("shape", SHAPES, "share")
    own = MEASURE_KEYS.get(shape, ())
    sheet.keys(("shape", "table", "fallback_among", "cap", *own), ("shape", *own))
    table = sheet.text("table", TABLES, "posts")
    names = {key: sheet.text(key, signals) for key in ("where", "among", "num", "den", "fallback_among")}
    return Measure(
        shape=shape, table=table, metric=sheet.text("metric", METRICS), at=sheet.number("at"),  # type: ignore[arg-type]
        cap=_cap(sheet.part("cap"), signals) if "cap" in sheet.values else None,
        spam=_scale(sheet, "spam"), listening=_scale(sheet, "listening"), **names,
    )  # fmt: skip


def _cap(sheet: Sheet, signals: Collection[str]) -> Cap:
    sheet.keys(("at", "where", "among", "below", "above", "min_n"), ("at", "where", "among", "min_n"))
    if ("below" in sheet.values) == ("above" in sheet.values):
        sheet.fault("at", "a cap needs either below or above", "give one of the two")
    limits = {key: sheet.number(key) if key in sheet.values else None for key in ("below", "above")}
    where, among = sheet.text("where", signals), sheet.text("among", signals)
    return Cap(sheet.number("at", high=100), where, among, limits["below"], limits["above"], int(sheet.number("min_n")))


def _scale(sheet: Sheet, key: str) -> tuple[tuple[float, float], ...]:
    """Pairs of value and score, values strictly rising."""
    rows = sheet.get(key, [])
    if not all(isinstance(row, list) and len(row) == 2 for row in rows):
        sheet.fault(key, "must be a list of [value, score] pairs", "write [[1000, 100], [2000, 80]]")
        return ()
    if not all(left[0] < right[0] for left, right in pairwise(rows)):
        sheet.fault(key, "values must rise from each pair to the next", "sort the pairs by value")
    return tuple((float(value), float(score)) for value, score in rows)


def _secondary(sheet: Sheet, signals: Collection[str]) -> SecondaryMeasure:
    sheet.keys(("id", "label", "measure", "unit"), ("id", "label", "measure"))
    measure = _measure(sheet.part("measure"), signals)
    return SecondaryMeasure(sheet.text("id"), sheet.text("label"), measure, sheet.text("unit", UNITS, "share"))


def _case(sheet: Sheet) -> dict[str, Any]:
    """A proof as plain values; the tests run it through the whole pipeline."""
    sheet.keys(CASE_KEYS, ("expect",))
    if ("text" in sheet.values) == ("posts" in sheet.values):
        sheet.fault("expect", "a case needs either text or posts", "give one of the two")
    sheet.text("text")
    sheet.words("earlier")
    for key, choices in CASE_CHOICES.items():
        sheet.text(key, choices)
    if "brand" in sheet.values:
        sheet.part("brand").keys(CASE_BRAND_KEYS)
    return sheet.values
