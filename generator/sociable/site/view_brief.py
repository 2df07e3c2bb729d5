"""The one-minute brief: the headline with its coverage, three things that work, three to change, one chart."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.report import CriterionResult, Overall
from sociable.site import charts, words
from sociable.site.book import Book, band_words, criterion_ref, verdict
from sociable.site.charts import Bar
from sociable.site.parts import Cell, Fact, Mark, Prose, Ref, Table, Verdict
from sociable.site.view_evidence import DraftView, ExampleView, drafts, examples
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
    action: ActionView | None


@dataclass(frozen=True, slots=True)
class RungView:
    """One criterion's line in the chart of all scores."""

    ref: Ref
    name: str
    title: str
    verdict: Verdict
    bar: Bar


@dataclass(frozen=True, slots=True)
class LadderView:
    """The scored criteria of one dimension."""

    id: str
    title: str
    question: str
    verdict: Verdict
    rungs: tuple[RungView, ...]
    rest: tuple[str, ...]  # questions without a score, by status


@dataclass(frozen=True, slots=True)
class BriefView:
    """The page that must be enough for somebody with one minute."""

    intro: Prose
    headline: HeadlineView
    works: tuple[PointView, ...]
    change: tuple[PointView, ...]
    ladders: tuple[LadderView, ...]
    table: Table
    missing: tuple[Fact, ...]
    plan: Ref
    sections: tuple[tuple[str, Prose], ...]


def brief(book: Book) -> BriefView:
    """The brief of one report."""
    strong, weak = strengths(book), weaknesses(book)
    return BriefView(
        intro=book.page("brief"),
        headline=headline(book),
        works=tuple(point(book, one, "good") for one in strong),
        change=tuple(point(book, one, "bad") for one in weak),
        ladders=ladders(book),
        table=table(book),
        missing=unmeasured(book),
        plan=Ref("plan"),
        sections=book.sections("brief", 2),
    )


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
    """What works: the best scores that are at least Good, those with an own post first."""
    good = [one for one in book.scored() if charts.band(one.score or 0) in ("good", "excellent")]
    shows = {one.id: any(e.side == "good" for e in one.examples) for one in good}
    ranked = sorted(
        good, key=lambda one: (one.status != "scored", not shows[one.id], -(one.score or 0), -one.weight, one.id)
    )
    return ranked[:SHOWN]


def weaknesses(book: Book) -> list[CriterionResult]:
    """What to change: the plan's first actions, else the scores that cost most."""
    planned = [found for one in book.report.plan if (found := book.result(one.criterion)) is not None]
    if planned:
        return planned[:SHOWN]
    poor = [one for one in book.scored() if charts.band(one.score or 0) in ("poor", "fair")]
    return sorted(poor, key=lambda one: (-one.points_lost, one.score or 0, one.id))[:SHOWN]


def point(book: Book, result: CriterionResult, side: str) -> PointView:
    """A criterion as a point of the brief, with one own post and its draft."""
    dimension = book.rubric.dimensions.get(result.dimension)
    shown = examples(book, result, "good" if side == "good" else "bad")
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
        action(book, planned) if planned and side == "bad" else None,
    )


def ladders(book: Book) -> tuple[LadderView, ...]:
    """The chart: interval bars of all scored criteria by dimension."""
    found = []
    for dimension in book.report.dimensions:
        members = [one for one in book.report.criteria if one.dimension == dimension.id]
        rungs = tuple(rung(book, one) for one in members if one in book.scored())
        rest = tuple(f"{one.question} {book.say('status', one.status)}" for one in members if one not in book.scored())
        declared = book.rubric.dimensions.get(dimension.id)
        said = dimension_verdict(
            book, dimension.score, dimension.score_low, dimension.score_high, dimension.band, dimension.status
        )
        found.append(
            LadderView(dimension.id, dimension.title, declared.question if declared else "", said, rungs, rest)
        )
    return tuple(found)


def dimension_verdict(
    book: Book, score: float | None, low: float | None, high: float | None, band: str, status: str
) -> Verdict:
    """A dimension's mean in words, or that it is only partly measured."""
    if score is None or status != "scored":
        return Verdict("none", book.say("dimension", status))
    return Verdict(charts.band(score), band_words(book, band, score), words.score(score), words.scores(low, high))


def rung(book: Book, result: CriterionResult) -> RungView:
    """One line of the chart."""
    said, score = verdict(book, result), result.score or 0.0
    drawn = charts.bar(result.question, score, result.score_low, result.score_high, said.provisional, said.band)
    return RungView(criterion_ref(result.id), result.question, result.title, said, drawn)


def table(book: Book) -> Table:
    """The same scores as a table."""
    rows = []
    for one in book.report.criteria:
        said = verdict(book, one)
        rows.append(
            (
                Cell(one.question, criterion_ref(one.id)),
                Cell(said.band, mark=said.mark),
                Cell(said.score, number=True),
                Cell(said.scores, number=True),
                Cell(said.basis),
            )
        )
    return Table(
        book.say("chart", "all_scores"), ("Question", "Band", "Score", "Likely between", "Based on"), tuple(rows)
    )


def unmeasured(book: Book) -> tuple[Fact, ...]:
    """How many questions have no score, by reason."""
    found = []
    for status in ("no_data", "too_few", "nothing_to_judge", "suppressed"):
        names = [one.question for one in book.report.criteria if one.status == status]
        if names:
            found.append(
                Fact(
                    book.say("status", status),
                    words.count(len(names)),
                    " · ".join(names),
                    Ref("scorecard", "unmeasured"),
                )
            )
    return tuple(found)
