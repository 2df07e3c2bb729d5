"""Words why a criterion has no score: the four kinds of nothing look and read differently (RUBRIC 0.2).

And where those are listed whom a score counts as left waiting.
"""

from __future__ import annotations

from dataclasses import dataclass

from sociable.report import CriterionResult
from sociable.site.book import Book, units
from sociable.site.parts import Link, Mark, Ref
from sociable.site.standing import SCORED
from sociable.site.standing import mark as mark_of
from sociable.site.unlocks import explained, reason_of, wanted

WAITING = "response-rate"
"""The question under which requests without an answer stand."""


@dataclass(frozen=True, slots=True)
class RemedyView:
    """An account that lacks something, and the file that would show it."""

    account: str
    lacks: tuple[str, ...]
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class MissingView:
    """Why there is no score, and what to do about it."""

    mark: Mark
    status: str
    key: str
    explanation: str
    reason: str
    seen: str
    remedies: tuple[RemedyView, ...]
    ref: Ref


def missing(book: Book, result: CriterionResult) -> MissingView | None:
    """The view of a criterion without a score, or of one that some accounts could not feed."""
    states = tuple(remedy(book, result, i) for i in range(len(result.needs)))
    if result.status in SCORED:
        return None
    seen = units(book, result.id, result.n) if result.status == "too_few" else ""
    reason = reason_of(book, result)
    mark = mark_of(result)
    return MissingView(
        mark, book.say("status", result.status), result.status, explained(book, result), reason, seen,
        tuple(one for one in states if one.lacks) or asked(book, result), Ref("method", "coverage"),
    )  # fmt: skip


def asked(book: Book, result: CriterionResult) -> tuple[RemedyView, ...]:
    """The files to ask for where the report names no account that lacks something."""
    if result.status != "no_data":
        return ()
    declared = book.criterion(result.id)
    needs = [book.rubric.needs[name] for name in declared.needs if name in book.rubric.needs] if declared else []
    return tuple(
        RemedyView(book.account(key), tuple(one.title for one in needs), file.title, file.how)
        for name, keys in wanted(book, result).items()
        for key in keys
        if (file := book.rubric.inputs[name])
    )


def remedy(book: Book, result: CriterionResult, index: int) -> RemedyView:
    """One account's missing needs and the input that would unlock them."""
    state = result.needs[index]
    platform = state.account.partition(":")[0]
    lacks = []
    for name in state.missing:
        need = book.rubric.needs.get(name)
        lacks.append(need.title if need else name.replace("_", " "))
    first = book.rubric.needs.get(state.missing[0]) if state.missing else None
    wanted = book.rubric.inputs.get(state.remedy or (first.remedy(platform) if first else ""))
    return RemedyView(
        book.account(state.account), tuple(lacks), wanted.title if wanted else "", wanted.how if wanted else ""
    )


def left(book: Book, name: str) -> Link | None:
    """Where the response desk lists the requests that a question counts as not answered; None where it lists none."""
    n = len(book.evidence.waiting)
    said = book.say("desk", "left").format(n=units(book, name, n))
    return Link(said, Ref("desk", "waiting")) if n and name == WAITING else None
