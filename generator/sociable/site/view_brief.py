"""The one-minute brief: the headline with its coverage, three things that work, three to change, one chart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sociable.report import CriterionResult, Overall
from sociable.site import charts, words
from sociable.site.book import Book, band_words, criterion_ref, verdict
from sociable.site.charts import Bar
from sociable.site.parts import Mark, Prose, Ref, Table, Verdict
from sociable.site.unlocks import RestView, UnlockView, rest, unlocks
from sociable.site.view_evidence import DraftView, ExampleView, drafts, examples
from sociable.site.view_ladders import LadderView, ladders, table
from sociable.site.view_plan import ActionView, action

SHOWN = 3


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """The overall verdict and, as large, how much of the rubric it stands on."""

    kind: str
    mark: Mark
    band: str
    grade: str
    score: str
    scores: str
    coverage: str
    measured: str  # "19 of 24 questions"
    bounds: str
    capped: bool
    stands_for: tuple[str, ...]
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class PointView:
    """One thing that works or one to change."""

    ref: Ref
    question: str
    title: str
    dimension: str
    verdict: Verdict
    example: ExampleView | None
    draft: DraftView | None
    none: str  # why no post stands there, "" where one does
    action: ActionView | None
    anchor: str  # where it stands on the brief


@dataclass(frozen=True, slots=True)
class MinuteView:
    """What a newcomer looks for first: the best, the worst with a post that shows it, and Monday."""

    strongest: PointView | None
    weakest: PointView | None
    there: Ref | None  # where the weakest stands in full: below, or on its own page
    monday: ActionView | None
    habit: Prose


@dataclass(frozen=True, slots=True)
class BriefView:
    """The page that must be enough for somebody with one minute."""

    intro: Prose
    headline: HeadlineView
    minute: MinuteView
    works: tuple[PointView, ...]
    change: tuple[PointView, ...]
    ladders: tuple[LadderView, ...]
    table: Table
    unlocks: tuple[UnlockView, ...]
    missing: tuple[RestView, ...]
    plan: Ref
    sections: tuple[tuple[str, Prose], ...]


def brief(book: Book) -> BriefView:
    """The brief of one report."""
    strong, weak = strengths(book), weaknesses(book)
    change = points(book, weak, "bad")
    return BriefView(
        intro=book.page("brief"),
        headline=headline(book),
        minute=minute(book, strong, change),
        works=points(book, strong, "good"),
        change=change,
        ladders=ladders(book),
        table=table(book),
        unlocks=unlocks(book),
        missing=rest(book),
        plan=Ref("plan"),
        sections=book.sections("brief", 2),
    )


def minute(book: Book, strong: list[CriterionResult], change: tuple[PointView, ...]) -> MinuteView:
    """The strongest and the weakest question, and the first step of the plan."""
    scored = [one for one in book.scored() if one.status == "scored"] or book.scored()
    low = min(scored, key=lambda one: (one.score or 0.0, -one.weight, one.id), default=None)
    worst = next((one for one in change if low is not None and one.ref == criterion_ref(low.id)), None)
    there = Ref("index", worst.anchor) if worst else criterion_ref(low.id) if low else None
    if worst is None and low is not None and charts.band(low.score or 0.0) in ("poor", "fair"):
        worst = point(book, low, "bad")
    first = next((one.action for one in change if one.action is not None), None)
    habit = first.habit.text.strip().split("\n\n")[0] if first else ""
    best = max(strong, key=lambda one: (one.score or 0.0, one.weight), default=None)
    return MinuteView(point(book, best, "good") if best else None, worst, there, first, Prose(habit, 3))


def headline(book: Book) -> HeadlineView:
    """The overall score, or what stands in its place (RUBRIC 4.3)."""
    overall = book.report.overall
    scored, asked = len(book.scored()), len(book.report.criteria)
    shown = overall.kind != "none" and overall.score is not None
    band = band_words(book, overall.band, overall.score) if shown else book.say("headline", "none")
    titles = {one.id: one.title for one in book.report.dimensions}
    return HeadlineView(
        kind=overall.kind,
        mark=charts.band(overall.score) if shown and overall.score is not None else "none",
        band=band,
        grade=overall.grade if overall.kind == "overall" else "",
        score=words.score(overall.score) if shown else "",
        scores=words.scores(overall.score_low, overall.score_high) if shown else "",
        coverage=words.share(overall.coverage),
        measured=f"{words.of(scored, asked)}",
        bounds=_bounds(overall),
        capped=overall.capped,
        stands_for=tuple(titles.get(one, one) for one in overall.measured),
        bar=_bar(book, overall) if shown else None,
    )


def _bounds(overall: Overall) -> str:
    if overall.bound_low is None or overall.bound_high is None or overall.coverage >= 1:
        return ""
    return words.scores(overall.bound_low, overall.bound_high)


def _bar(book: Book, overall: Overall) -> Bar:
    score = overall.score or 0.0
    word = band_words(book, overall.band, score)
    return charts.bar(book.say("chart", "overall"), score, overall.score_low, overall.score_high, False, word)


def strengths(book: Book) -> list[CriterionResult]:
    """What works: scores that are at least Good, those with an own post first, by what they add to the total."""
    good = [one for one in book.scored() if charts.band(one.score or 0) in ("good", "excellent")]
    shows = {one.id: any(e.side == "good" for e in one.examples) for one in good}
    ranked = sorted(
        good, key=lambda one: (one.status != "scored", not shows[one.id], -one.weight * ((one.score or 0) - 50), one.id)
    )
    return ranked[:SHOWN]


def weaknesses(book: Book) -> list[CriterionResult]:
    """What to change: the plan's first actions among scores below Good, first impressions after what is sure."""
    planned = [found for one in book.report.plan if (found := book.result(one.criterion)) is not None]
    poor = [one for one in planned or book.scored() if charts.band(one.score or 0) in ("poor", "fair")]
    if not planned:
        poor.sort(key=lambda one: (-one.points_lost, one.score or 0, one.id))
    return sorted(poor, key=lambda one: one.status != "scored")[:SHOWN]


def points(book: Book, results: list[CriterionResult], side: Literal["good", "bad"]) -> tuple[PointView, ...]:
    """Criteria as points of the brief, each with another post where there is one."""
    found: list[PointView] = []
    for result in results:
        used = {one.example.post.uid for one in found if one.example is not None}
        found.append(point(book, result, side, used))
    return tuple(found)


def point(book: Book, result: CriterionResult, side: Literal["good", "bad"], used: Collection[str] = ()) -> PointView:
    """A criterion as a point of the brief, with one own post that is not `used` yet, and its draft."""
    dimension = book.rubric.dimensions.get(result.dimension)
    shown = tuple(one for one in examples(book, result, side) if one.post.uid not in used)
    written = drafts(book, result.rewrites) if side == "bad" else ()
    draft = next(iter(written), None)
    if draft is not None and draft.post is not None:
        shown = tuple(one for one in shown if one.post.uid == draft.post.uid) or shown
    planned = next((one for one in book.report.plan if one.criterion == result.id), None)
    return PointView(
        criterion_ref(result.id),
        result.question,
        result.title,
        dimension.title if dimension else result.dimension,
        verdict(book, result),
        next(iter(shown), None),
        draft,
        book.say("examples", "unclear_good" if side == "good" else "unclear_bad") if not (shown or draft) else "",
        action(book, planned) if planned and side == "bad" else None,
        f"change-{result.id}",
    )
