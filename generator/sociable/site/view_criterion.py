"""The page of one criterion, in the fixed order of RUBRIC 5 item 3."""

from __future__ import annotations

from dataclasses import dataclass

from sociable import tongue
from sociable.criteria import Criterion
from sociable.model import Slice
from sociable.report import CriterionResult
from sociable.site import charts, charts_time, dates, words
from sociable.site.accuracy import AccuracyView, accuracies, behind, together
from sociable.site.balance import ranges
from sociable.site.book import PAUSED, Book, omitted, shown, units, verdict
from sociable.site.charts import Strip
from sociable.site.charts_time import Curve, Series
from sociable.site.missing import MissingView, left, missing
from sociable.site.parts import Fact, Link, Prose, Ref, Table, Verdict
from sociable.site.standing import SCORED, provisional
from sociable.site.view_change import ChangeView, change
from sociable.site.view_clocks import FIGURES, clocks
from sociable.site.view_evidence import DraftView, ExampleView, drafts, examples
from sociable.site.view_plan import ActionView, action, habit
from sociable.site.view_signals import figure
from sociable.site.view_slices import SLICES, SliceRow, slices

WHY, DO, HOW = (
    "Why it matters", "Do this instead", "How we measure it, and when we may be wrong",
)  # fmt: skip
WITHHELD, OMITTED = "no-bad-examples", "omitted:"
FIRST = ("provisional", "declared", "launch_window")
"""Reasons that a page names beside a score; a detector that was not seen to work has notes of its own."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim of an article that the criterion rests on."""

    id: str
    article: str
    text: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class CriterionView:
    """Everything on a criterion's page."""

    id: str
    question: str
    title: str
    dimension: Link
    verdict: Verdict
    weight: str
    lost: str
    strip: Strip | None
    missing: MissingView | None
    why: Prose
    claims: tuple[ClaimView, ...]
    claims_words: str
    facts: tuple[Fact, ...]
    clocks: Table
    caps: tuple[str, ...]
    notes: tuple[str, ...]
    change: ChangeView | None
    curves: tuple[Curve, ...]
    weeks: Series | None
    slices: tuple[tuple[str, tuple[SliceRow, ...]], ...]
    good: tuple[ExampleView, ...]
    bad: tuple[ExampleView, ...]
    drafts: tuple[DraftView, ...]
    no_good: str  # why no post stands there, "" where posts do
    no_bad: str
    no_draft: str
    left: Link | None  # where whoever waits is listed
    instead: Prose
    habit: Prose
    action: ActionView | None
    how: Prose
    accuracy: tuple[AccuracyView, ...]
    flaggers: tuple[AccuracyView, ...]  # those that the posts to change rest on
    formula: tuple[Fact, ...]
    flagged: int
    flagged_words: str


def criterion(book: Book, result: CriterionResult) -> CriterionView:
    """The view of one criterion's page."""
    declared = book.criterion(result.id)
    sections = declared.sections if declared else {}
    dimension = book.rubric.dimensions.get(result.dimension)
    flagged = sum(1 for _, name, _ in book.evidence.flagged if name == result.id)
    planned = next((one for one in book.report.plan if one.criterion == result.id), None)
    return CriterionView(
        id=result.id, question=result.question, title=result.title if result.status in SCORED else "",
        dimension=Link(dimension.title if dimension else result.dimension, Ref("scorecard", result.dimension)),
        verdict=verdict(book, result), weight=words.number(result.weight),
        lost=words.number(result.points_lost) if result.points_lost >= 0.05 else "", strip=strip(book, result),
        missing=missing(book, result), why=Prose(sections.get(WHY, ""), 2), claims=claims(book, result),
        claims_words=words.plural(len(result.sources), "claim"),
        facts=facts(book, result), clocks=clocks(book, result),
        caps=tuple(book.told("cap", one) for one in result.caps),
        notes=notes(book, result),
        change=change(book, result),
        curves=curves(book, result), weeks=weeks(book, result),
        slices=tuple(found for key in SLICES if (found := slices(book, result, key))[1]),
        good=examples(book, result, "good"), bad=examples(book, result, "bad"), drafts=drafts(book, result.rewrites),
        no_good=empties(book, result)[0], no_bad=empties(book, result)[1], no_draft=empties(book, result)[2],
        left=left(book, result.id),
        instead=Prose(sections.get(DO, ""), 3), habit=Prose(habit(book, result.id), 3),
        action=action(book, planned) if planned else None, how=Prose(sections.get(HOW, ""), 3),
        accuracy=accuracies(book, behind(book, result)),
        flaggers=accuracies(book, result.detectors), formula=formula(book, result, declared),
        flagged=flagged, flagged_words=words.plural(flagged, "flagged post"),
    )  # fmt: skip


def strip(book: Book, result: CriterionResult) -> Strip | None:
    """Where the value stands between the anchors; None without a score."""
    if result.status not in SCORED or result.score is None:
        return None
    said = verdict(book, result)
    at = (result.score, result.score_low, result.score_high)
    hollow = provisional(result)
    bands = {str(key): book.say("band", key) for key in charts.BANDS}
    scale = (result.anchors, result.unit, ranges(book.criterion(result.id)))
    return charts.strip(result.question, said.band, at, hollow, said.value, scale, bands)


def claims(book: Book, result: CriterionResult) -> tuple[ClaimView, ...]:
    """The article claims behind a criterion, in the rubric's order."""
    found = []
    for name in result.sources:
        claim = book.rubric.claims.get(name)
        if claim is not None:
            article = book.rubric.articles.get(claim.article)
            title = article.title if article else claim.article
            found.append(ClaimView(claim.id, title, claim.text, Ref("appendix", claim_anchor(claim.id))))
    return tuple(found)


def claim_anchor(name: str) -> str:
    """The element id of a claim in the appendix."""
    return "claim-" + name.lower().replace(".", "-")


def facts(book: Book, result: CriterionResult) -> tuple[Fact, ...]:
    """The figures beside the score that are never in it."""
    return tuple(figure(book, one) for one in result.secondary if one.id not in FIGURES)


def empties(book: Book, result: CriterionResult) -> tuple[str, str, str]:
    """Why a place for good posts, for posts to change, or for drafts is empty; "" where it is not."""
    sides = {one.side for one in result.examples}
    if result.unit == "count":
        return book.say("examples", "no_posts"), "", ""
    withheld = [book.told("note", one) for one in result.notes if one.startswith(WITHHELD)]
    bad = result.numerator if result.direction == "lower" else None
    unseen = "unseen" if bad == 0 or result.value == float(result.direction == "higher") else "unclear_bad"
    return (
        "" if "good" in sides else book.say("examples", "unclear_good"),
        "" if "bad" in sides else " ".join(withheld) or book.say("examples", unseen),
        book.say("examples", "no_draft") if "bad" in sides and not result.rewrites else "",
    )


def notes(book: Book, result: CriterionResult) -> tuple[str, ...]:
    """What a reader should know beside the number: why it is a first impression, then the remarks of scoring."""
    why = [book.told("reason", result.reason)] if result.reason in FIRST and result.status in SCORED else []
    kept = [one for one in result.notes if not one.startswith((WITHHELD, OMITTED))]
    return (*why, *dict.fromkeys(together(book, one, kept) for one in kept))


def left_out(book: Book, result: CriterionResult) -> str:
    """How many own posts were not counted here, by reason: "1 in another language, 2 under five words"."""
    code = next((one for one in result.notes if one.startswith(OMITTED)), "")
    return omitted(book, code.removeprefix(OMITTED).split(","))


def curves(book: Book, result: CriterionResult) -> tuple[Curve, ...]:
    """The survival curve where the measure is one.

    A clock that stands still at times is drawn below the one that never
    stops: that of the same people under the question whether anyone answers.
    """
    if result.basis is None or not result.basis.curve:
        return ()
    drawn = [("curve", result)]
    if PAUSED in result.notes:
        always = book.result("response-rate")
        alike = always is not None and always.n == result.n
        drawn = [*([("curve_wall", always)] if always is not None and alike else []), ("curve_service", result)]
    return tuple(
        charts_time.curve(book.say("chart", title), f"{one.question} {one.title}.", one.basis.curve)
        for title, one in drawn
        if one.basis is not None and one.basis.curve
    )


def weeks(book: Book, result: CriterionResult) -> Series | None:
    """Score by week, where at least three weeks can be shown."""
    rows = sorted(result.slices.get("week", []), key=lambda one: one.key)
    if sum(one.score is not None for one in rows) < 3:
        return None
    points = [_week(book, result, one) for one in rows]
    head = (book.say("chart", "week"), book.say("chart", "value"), book.say("chart", "likely"))
    edges = [words.threshold(one, result.unit) for one in result.anchors] if len(result.anchors) == 5 else []
    every = max(1, (len(points) + 3) // 4)
    return charts_time.series(book.say("chart", "weeks"), points, head, every, edges=edges)


def _week(book: Book, result: CriterionResult, one: Slice) -> charts_time.Point:
    band = charts.band(one.score) if one.score is not None else "none"
    told = f"{words.measure(one.value, result.unit, one.n)} ({units(book, result.id, one.n)})"
    said = told if one.value is not None else words.DASH
    label = dates.week(one.key, name=False)
    likely = shown(words.measures(one.low, one.high, result.unit))
    ends = one.score_low, one.score_high
    return charts_time.Point(label, one.score, *ends, band, said, one.status == "provisional", likely=likely)


def formula(book: Book, result: CriterionResult, declared: Criterion | None) -> tuple[Fact, ...]:
    """The method line: what was counted over what, n, raw and corrected figures."""
    found = [Fact(book.say("method", "counted"), units(book, result.id, result.n))] if result.n else []
    if left := left_out(book, result):
        found.append(Fact(book.say("method", "left_out"), left))
    if result.numerator is not None and result.denominator:
        parts = {"part": words.number(result.numerator), "whole": words.number(result.denominator)}
        exact = tongue.say("{part} of {whole}", **parts)
        found.append(Fact(book.say("method", "fraction"), exact))
    if result.n_eff is not None and result.n:
        found.append(Fact(book.say("method", "n_eff"), words.count(result.n_eff)))
    if result.raw_value is not None:
        found.append(Fact(book.say("method", "raw"), words.measure(result.raw_value, result.unit)))
    if result.reviewed is not None:
        known = result.reviewed
        likely = words.measures(known.predicted_low, known.predicted_high, result.unit)
        found.append(Fact(book.say("method", "predicted"), words.measure(known.predicted, result.unit), likely))
        found.append(Fact(book.say("method", "read"), words.count(known.labelled)))
    if result.corrected is not None:
        value, low, high = result.corrected
        likely = words.measures(low, high, result.unit)
        found.append(Fact(book.say("method", "corrected"), words.measure(value, result.unit), likely))
    if result.zero_bound is not None:
        found.append(Fact(book.say("method", "zero_bound"), words.measure(result.zero_bound, result.unit)))
    if declared is not None and declared.lookback_days:
        found.append(Fact(book.say("method", "lookback"), words.plural(declared.lookback_days, "day")))
    return tuple(found)
