"""The one-minute brief: the headline with its coverage, three things that work, three to change, one chart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from sociable.report import CriterionResult
from sociable.site import charts, words
from sociable.site.balance import edges
from sociable.site.book import Book, criterion_link, criterion_ref, verdict
from sociable.site.excerpts import Segments, around, carded
from sociable.site.parts import Link, Prose, Ref, Table, Verdict
from sociable.site.standing import provisional, unsure
from sociable.site.unlocks import RestView, UnlockView, rest, unlocks
from sociable.site.view_evidence import DraftView, ExampleView, drafts, examples
from sociable.site.view_headline import HeadlineView, headline
from sociable.site.view_ladders import LadderView, ladders, table
from sociable.site.view_moved import SinceView, since
from sociable.site.view_plan import ENDED, ActionView, action

SHOWN = 3


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
    standing: str  # how sure the value is, and where its band begins
    action: ActionView | None
    anchor: str  # where it stands on the brief
    unseen: bool


@dataclass(frozen=True, slots=True)
class MinuteView:
    """What a newcomer looks for first: one story of what to change, with its post and its Monday, and the best."""

    strongest: PointView | None
    first: PointView | None  # the first of the changes below, unless it rests on what cannot be seen
    lower: Link | None  # a surer score that is lower still, where it does not come first
    lower_verdict: Verdict | None
    monday: ActionView | None
    habit: Prose
    pair: tuple[Segments, Segments] | None  # the first change's post and draft, from where they part
    higher: Link | None  # a score that is higher still, and rests on what nobody has shown to be seen
    higher_verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class BriefView:
    """The page that must be enough for somebody with one minute."""

    intro: Prose
    headline: HeadlineView
    minute: MinuteView
    works: tuple[PointView, ...]
    change: tuple[PointView, ...]
    bare: str  # why a strength stands without a post, "" where none does
    ladders: tuple[LadderView, ...]
    table: Table
    unlocks: tuple[UnlockView, ...]
    missing: tuple[RestView, ...]
    plan: Ref
    sections: tuple[tuple[str, Prose], ...]
    since: SinceView | None  # the period before; None in a first run
    look: tuple[Link, ...]  # scores below Good that somebody reads by hand before they are acted on


def brief(book: Book) -> BriefView:
    """The brief of one report."""
    strong, weak = strengths(book), weaknesses(book)
    first = tuple(point(book, one, "bad") for one in weak[:1])
    change = points(book, weak, "bad", [one.draft.id for one in first if one.draft is not None])
    return BriefView(
        intro=book.page("brief"),
        headline=headline(book),
        minute=minute(book, strong, first),
        works=(works := points(book, strong, "good")),
        change=change,
        bare=book.say("examples", "unclear_works") if any(one.example is None for one in works) else "",
        ladders=ladders(book),
        table=table(book),
        unlocks=unlocks(book),
        missing=rest(book),
        plan=Ref("plan"),
        sections=book.sections("brief", 2),
        since=since(book),
        look=tuple(criterion_link(book, one.id) for one in doubtful(book)),
    )


def minute(book: Book, strong: list[CriterionResult], changes: tuple[PointView, ...]) -> MinuteView:
    """The first change with its post and its first step, and the strongest question: one story, told once."""
    seen = [one for one in strong if not unsure(one)]
    best = min(seen, key=lambda one: (_doubt(one, good=True), not _shown(one), -(one.score or 0.0)), default=None)
    first = next((one for one in changes if not one.unseen), None)
    step = first.action if first else None
    habit = step.habit.text.strip().split("\n\n")[0] if step else ""
    pair = around(first.draft.before, first.draft.after) if first and first.draft else None
    return MinuteView(
        point(book, best, "good") if best else None, first, *_named(book, _lower(book, first)),
        step, Prose(habit, 3), pair, *_named(book, _higher(book, best)),
    )  # fmt: skip


def _lower(book: Book, first: PointView | None) -> CriterionResult | None:
    """The lowest sure score, where it is lower than that of the first change."""
    sure = [one for one in book.scored() if one.status == "scored"]
    low = min(sure, key=lambda one: (one.score or 0.0, -one.weight, one.id), default=None)
    if low is None or first is None or first.ref == criterion_ref(low.id):
        return None
    return low if words.score(low.score) != first.verdict.score else None


def _higher(book: Book, best: CriterionResult | None) -> CriterionResult | None:
    """The highest provisional score, where it is higher than that of the strongest question."""
    vague = [one for one in book.scored() if provisional(one)]
    bright = max(vague, key=lambda one: (one.score or 0.0, one.weight), default=None)
    if bright is None or best is None:
        return None
    return bright if words.rounded(bright.score or 0) > words.rounded(best.score or 0) else None


def _named(book: Book, one: CriterionResult | None) -> tuple[Link | None, Verdict | None]:
    return (criterion_link(book, one.id), verdict(book, one)) if one else (None, None)


def strengths(book: Book) -> list[CriterionResult]:
    """What works: scores that are at least Good, sure ones first, then those with an own post, by what they add."""
    good = [one for one in book.scored() if charts.band(one.score or 0) in ("good", "excellent")]
    ranked = sorted(
        good,
        key=lambda one: (_doubt(one, good=True), not _shown(one), -one.weight * ((one.score or 0) - 50), one.id),
    )
    return ranked[:SHOWN]


def _shown(one: CriterionResult) -> bool:
    return any(example.side == "good" for example in one.examples)


def weaknesses(book: Book) -> list[CriterionResult]:
    """What to change: the plan's first tasks among scores below Good, in the order of how sure it is.

    Of the three the first that has an own post and a draft, else a post,
    stands on top: a page that asks for a change has to show one.
    """
    tasks = _planned(book, look=False) if book.report.plan else book.scored()
    poor = [one for one in tasks if _below(one)]
    if not book.report.plan:
        poor.sort(key=lambda one: (-one.points_lost, one.score or 0, one.id))
    three = sorted(poor, key=lambda one: _doubt(one, good=False))[:SHOWN]
    if book.report.overall.capped:  # RUBRIC 4.7: the plan's first action stays the first
        return three
    surest = [one for one in three if _doubt(one, good=False) == _doubt(three[0], good=False)]
    top = min(
        surest,
        key=lambda one: (not one.rewrites, not any(e.side == "bad" for e in one.examples)),
        default=None,
    )
    return sorted(three, key=lambda one: one is not top)


def doubtful(book: Book) -> list[CriterionResult]:
    """Scores below Good that are too unsure to be acted on."""
    return [one for one in _planned(book, look=True) if _below(one)]


def _planned(book: Book, *, look: bool) -> list[CriterionResult]:
    """What is still to be done by the plan, or to be looked at first, in its order."""
    lines = [one for one in book.report.plan if bool(one.look) == look and one.status not in ENDED]
    return [found for one in lines if (found := book.result(one.criterion)) is not None]


def _below(one: CriterionResult) -> bool:
    return charts.band(one.score or 0) in ("poor", "fair")


def _doubt(one: CriterionResult, *, good: bool) -> int:
    """0 sure, 1 where the interval crosses Good's edge; 2 and 3 for first impressions; 4 what detectors cannot see."""
    end = one.score_low if good else one.score_high
    crosses = end is not None and (charts.band(end) in ("poor", "fair")) == good
    return 4 if unsure(one) else (2 if one.status != "scored" else 0) + crosses


def points(
    book: Book, results: list[CriterionResult], side: Literal["good", "bad"], shown: Collection[str] = ()
) -> tuple[PointView, ...]:
    """Criteria as points of the brief, each with another post, and a draft not `shown` yet, where there is one."""
    found: list[PointView] = []
    for result in results:
        used = {one.example.post.uid for one in found if one.example is not None}
        used |= {one.draft.post.uid for one in found if one.draft is not None and one.draft.post is not None}
        found.append(point(book, result, side, used, shown))
    return tuple(found)


def point(
    book: Book, result: CriterionResult, side: Literal["good", "bad"], used: Collection[str] = (),
    told: Collection[str] = (),
) -> PointView:  # fmt: skip
    """A criterion as a point of the brief, with one own post that is not `used` yet, and a draft, a fresh one first."""
    dimension = book.rubric.dimensions.get(result.dimension)
    shown = tuple(one for one in examples(book, result, side) if one.post.uid not in used)
    written = drafts(book, result.rewrites) if side == "bad" else ()
    written = tuple(one for one in written if one.post is None or one.post.uid not in used)
    draft = next((one for one in written if one.id not in told), next(iter(written), None))
    if draft is not None and draft.post is not None:
        shown = tuple(one for one in shown if one.post.uid == draft.post.uid) or shown
    planned = next((one for one in book.report.plan if one.criterion == result.id), None)
    return PointView(
        criterion_ref(result.id),
        result.question,
        result.title,
        dimension.title if dimension else result.dimension,
        verdict(book, result),
        _card(next(iter(shown), None)),
        replace(draft, before=carded(draft.before)) if draft else None,
        book.say("examples", "unclear_good" if side == "good" else "unclear_bad") if not (shown or draft) else "",
        standing(book, result),
        action(book, planned) if planned and side == "bad" else None,
        f"change-{result.id}",
        unsure(result),
    )


def _card(shown: ExampleView | None) -> ExampleView | None:
    return replace(shown, post=replace(shown.post, segments=carded(shown.post.segments))) if shown else None


def standing(book: Book, result: CriterionResult) -> str:
    """Between which values it likely lies, and where its band begins: what fills a card that has no post to show."""
    said = verdict(book, result)
    known = dict(edges(result, None))
    begins = max((score for score in known if score <= words.rounded(result.score or 0.0) and score < 100), default=0.0)
    parts = [book.say("standing", "likely").replace("{values}", said.values)] if said.values else []
    if begins:
        told = book.say("standing", "begins").replace("{band}", book.say("band", charts.band(begins)))
        parts.append(told.replace("{edge}", words.threshold(known[begins], result.unit)))
    return " ".join(parts)
