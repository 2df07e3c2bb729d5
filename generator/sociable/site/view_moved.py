"""What moved, for the brief: verdicts of change, and slides of five periods or more that no single step tells."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.model import Total
from sociable.report import CriterionResult
from sociable.site import dates, words
from sociable.site.book import Book, criterion_ref
from sociable.site.parts import Ref

MOST = 5
"""So many changes stand on the brief; the trends page has them all."""


@dataclass(frozen=True, slots=True)
class SinceView:
    """What the brief says of earlier periods: the total in sentences, then single questions."""

    lines: tuple[str, ...]
    moved: tuple[MovedView, ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """One question that moved: by the verdict of the last comparison, or over all periods."""

    ref: Ref
    question: str
    key: str  # improved or declined
    tag: str
    text: str


def since(book: Book) -> SinceView | None:
    """What the brief says of earlier periods; None in a first run."""
    if not book.report.history:
        return None
    told, tests = moved(book), sum(one.change is not None and one.change.p is not None for one in book.report.criteria)
    nothing = (book.say("trend", "nothing").format(n=words.plural(tests, "question")),) if tests and not told else ()
    return SinceView((*total(book), *nothing), told)


def total(book: Book) -> tuple[str, ...]:
    """Whether the total moved, like with like; before it the two headlines, where these are other figures."""
    past, now, one = book.report.history[-1], book.report.overall, book.report.since
    told = (alike(book, one),) if one else ()
    if past.overall.score is None or now.score is None:
        return told
    then, today = words.score(past.overall.score), words.score(now.score)
    if one and (then, today) == (words.score(one.then), words.score(one.now)):
        return told
    line = book.say("trend", "headlines").format(period=dates.period(past.period.id), then=then, now=today)
    return (line, *told)


def alike(book: Book, one: Total) -> str:
    """Whether the total moved, over the questions that both periods scored."""
    verdict = "alike_up" if one.low > 0 else "alike_down" if one.high < 0 else "alike_none"
    return book.say("compare", "alike").format(
        n=words.plural(one.questions, "question"), then=words.score(one.then), now=words.score(one.now),
        size=words.points((one.now - one.then) / 100), likely=words.points_span(one.low / 100, one.high / 100),
        verdict=book.say("compare", verdict),
    )  # fmt: skip


def moved(book: Book) -> tuple[MovedView, ...]:
    """The changes that are more than chance, what got worse first, by weight."""
    told = [(one, key) for one in book.scored() if (key := _key(one))]
    told.sort(key=lambda pair: (pair[1] != "declined", -pair[0].weight, pair[0].id))
    return tuple(_view(book, one, key) for one, key in told[:MOST])


def _key(result: CriterionResult) -> str:
    verdict = result.change.verdict if result.change else ""
    return verdict if verdict in ("improved", "declined") else one_way(result)


def one_way(result: CriterionResult) -> str:
    """Where the score went over five periods or more, if that is more than chance among so many questions."""
    if result.slope is None or not result.slope_holds or result.slope[1] * result.slope[2] <= 0:
        return ""
    return "improved" if result.slope[0] > 0 else "declined"


def slope(book: Book, result: CriterionResult) -> str:
    """Theil and Sen's slope in words, from five periods on."""
    if result.slope is None:
        return ""
    size, low, high = (one / 100 for one in result.slope)  # points of the score, told as those of a share are
    key = "one_way" if one_way(result) else "slope"
    periods = result.slope_over or len(book.report.history) + 1
    return book.say("trend", key).format(slope=words.points(size), likely=words.points_span(low, high), n=periods)


def _view(book: Book, result: CriterionResult, key: str) -> MovedView:
    step = result.change is not None and result.change.verdict == key
    text = _step(book, result) if step else slope(book, result)
    return MovedView(criterion_ref(result.id), result.question, key, book.say("change", key), text)


def _step(book: Book, result: CriterionResult) -> str:
    """From which value to which, as far as the history knows."""
    against = result.change.against if result.change else ""
    past = next((one for one in book.report.history if one.period.id == against), None)
    then = past.criteria.get(result.id) if past is not None else None
    if then is None or then.value is None:
        return ""
    values = [words.measure(one.value, result.unit, one.n) for one in (then, result)]
    return book.say("trend", "step").format(then=values[0], now=values[1])
