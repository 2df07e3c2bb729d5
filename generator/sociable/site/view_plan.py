"""The 90-day plan: at most a handful of actions, each with an owner, a date and the measure that will show it."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.criteria import Criterion
from sociable.model import Promise
from sociable.report import Action, CriterionResult
from sociable.site import charts, dates, words
from sociable.site.balance import edges
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.missing import left
from sociable.site.parts import Cell, Link, Prose, Ref, Table, Verdict

PHASES = ("1-30", "31-60", "61-90")
LOOK, HELD, CLOSED = "look", "held", "closed"
"""No tasks of any month: read by hand first; Good already and only to be kept up; done or dropped."""
HABIT = "Next habit"
IF = f"{HABIT} if "
"""Sections of a criterion: what to do next, and what where the profile passes the check that follows."""
ENDED = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class ActionView:
    """One line of the plan."""

    criterion: str
    ref: Ref
    anchor: str
    question: str
    title: str
    habit: Prose  # with its first step, but where it is only kept up
    verdict: Verdict
    phase: str
    when: str  # when its habit starts
    effort: str
    worth: str  # points of the total that a Good-to-Excellent score would return
    aim: str  # the value to reach, or to hold; "" where there is no scale
    aim_note: str  # which band begins there, and whether one period can tell
    detectable: str
    owner: str
    due: str
    state: str
    held: bool  # Good already, with no further step that could show
    group: str  # the phase, or one of LOOK, HELD and CLOSED
    look: str  # why its posts are read before it is a task
    note: str  # the consultant's own words
    left: Link | None  # where whoever waits is listed
    late: str  # where its date lies outside its part of the plan


@dataclass(frozen=True, slots=True)
class PhaseView:
    """Thirty days of the plan, or what is only to be kept up."""

    key: str
    title: str
    text: str
    days: str
    actions: tuple[ActionView, ...]
    brief: bool  # no tasks: a line each and no fields to fill in
    empty: str  # what to do with thirty days that hold no line


@dataclass(frozen=True, slots=True)
class PlanView:
    """The whole plan."""

    intro: Prose
    phases: tuple[PhaseView, ...]
    promises: Table
    promises_text: str
    sections: tuple[tuple[str, Prose], ...]


def plan(book: Book) -> PlanView:
    """The plan in its three phases, an empty one in words, and apart from them what is no task."""
    actions = [action(book, one) for one in book.report.plan]
    parts = {key: tuple(one for one in actions if one.group == key) for key in (*PHASES, LOOK, HELD, CLOSED)}
    shown = tuple(
        _phase(book, key, members) for key, members in parts.items() if members or (actions and key in PHASES)
    )
    said = book.say("promise", "text") if book.report.promises else ""
    return PlanView(book.page("plan"), shown, promises(book), said, book.sections("plan", 3))


def habit(book: Book, name: str) -> str:
    """What to do next under a criterion, in the wording for a profile that says so already where there is one."""
    declared = book.criterion(name)
    sections = declared.sections if declared else {}
    said = (text for title, text in sections.items() if title.startswith(IF) and _passed(book, title.removeprefix(IF)))
    return next(said, sections.get(HABIT, ""))


def _passed(book: Book, check: str) -> bool:
    """Whether every profile that could be read passes one check of the profile signal."""
    rows = [row for one in book.report.signals if one.id == "S5" for row in one.rows if row[1:2] == [check]]
    return bool(rows) and all(row[2] == "yes" for row in rows)


def group(one: Action, held: bool) -> str:
    """The part of the plan that a line stands in."""
    if one.status in ENDED:
        return CLOSED
    return LOOK if one.look else HELD if held else one.phase


def promises(book: Book) -> Table:
    """The last plan's actions, each with the number it was to move: then, the aim, now, and what may be said of it."""
    head = tuple(book.say("promise", key) for key in ("action", "then", "target", "now", "change", "state"))
    return Table(book.say("promise", "title"), head, tuple(_promise(book, one) for one in book.report.promises))


def _promise(book: Book, one: Promise) -> tuple[Cell, ...]:
    result = book.result(one.criterion)
    unit = result.unit if result else "share"
    reached = "" if one.reached is None else book.say("promise", "reached" if one.reached else "not_reached")
    told = [book.say("change", one.verdict) if one.verdict else book.say("promise", "open"), reached]
    state = [book.say("action", one.status) if one.status else "", one.owner]
    return (
        Cell(result.question if result else one.criterion, criterion_ref(one.criterion)),
        Cell(words.measure(one.then, unit), number=True),
        Cell(words.threshold(one.target, unit) if one.target is not None else words.DASH, number=True),
        Cell(words.measure(one.now, unit), number=True),
        Cell(", ".join(part for part in told if part)),
        Cell(", ".join(part for part in state if part) or words.DASH),
    )


def _phase(book: Book, key: str, actions: tuple[ActionView, ...]) -> PhaseView:
    told = book.say("phase", key), book.say("phase_text", key)
    if key not in PHASES:
        return PhaseView(key, *told, "", actions, True, "")
    return PhaseView(key, *told, dates.days(*_span(book, key)), actions, False, book.say("phase_empty", key))


def _span(book: Book, phase: str) -> tuple[str, str]:
    """The first and last day of a phase, counted from the end of the period."""
    first, _, last = phase.partition("-")
    return dates.later(book.report.period.end, int(first)), dates.later(book.report.period.end, int(last))


def late(book: Book, one: Action) -> str:
    """What is to be said of a date before or after its part of the plan."""
    if not one.due or one.status in ENDED:
        return ""
    start, end = _span(book, one.phase)
    return book.say("due", "after" if one.due > end else "before") if not start <= one.due <= end else ""


def action(book: Book, one: Action) -> ActionView:
    """One action in words."""
    result = book.result(one.criterion)
    declared = book.criterion(one.criterion)
    unit = result.unit if result else "share"
    said = verdict(book, result) if result else Verdict("none", "")
    goal, note = aim(book, one, result, declared)
    held = bool(goal) and one.target is None and not one.look
    step = habit(book, one.criterion)
    return ActionView(
        criterion=one.criterion, ref=criterion_ref(one.criterion), anchor=f"action-{one.criterion}",
        question=result.question if result else one.criterion, title=result.title if result else one.criterion,
        habit=Prose(step.strip().split("\n\n")[0] if held else step, 4), verdict=said, phase=one.phase,
        when=book.say("phase_when", one.phase),
        effort=book.say("effort", str(one.effort)), worth=words.worth(one.impact / 100),
        aim=goal, aim_note=note,
        detectable=detectable(one.detectable, unit), owner=one.owner,
        due=dates.day(one.due) if one.due else "", state=book.say("action", one.status) if one.status else "",
        held=held, group=(kind := group(one, held)), note=one.note, late=late(book, one) if kind in PHASES else "",
        look=book.say("look", one.look) if one.look else "", left=left(book, one.criterion),
    )  # fmt: skip


def aim(book: Book, one: Action, result: CriterionResult | None, declared: Criterion | None) -> tuple[str, str]:
    """What to reach, exact to what the rubric says, and where that is; "hold" where nothing more could be told."""
    if result is None or result.value is None:
        return "", ""
    if one.target is None:
        return (book.say("aim", "hold"), book.say("aim", "hold_note")) if result.anchors else ("", "")
    goal, unit = one.target, result.unit
    score = min(edges(result, declared), key=lambda pair: abs(pair[1] - goal), default=(60.0, goal))[0]
    untold = unit != "count" and (one.detectable is None or abs(goal - result.value) < one.detectable)
    note = book.say("aim", "untold_note" if untold else "reach_note")
    value = words.measure(goal, unit) if unit == "grade" else words.threshold(goal, unit)
    return value, note.replace("{band}", book.say("band", charts.band(score)))


def detectable(value: float | None, unit: str) -> str:
    """The smallest change that this many posts could show."""
    if value is None:
        return ""
    return words.difference(abs(value), unit).lstrip("+")
