"""What would show more: the missing files, each once, with the questions that wait for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sociable.report import CriterionResult
from sociable.site import words
from sociable.site.book import Book, criterion_ref
from sociable.site.parts import Link, Mark
from sociable.site.standing import SCORED, absent

FEWEST = 10
"""So many units a question takes that names no number of its own (RUBRIC 0.2)."""


@dataclass(frozen=True, slots=True)
class UnlockView:
    """One file, how to get it, and what it would show."""

    title: str
    how: str
    accounts: str
    count: str  # "15 questions"
    questions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RestView:
    """Questions without a score that no file alone would help, by status."""

    mark: Mark
    key: str
    status: str
    text: str
    questions: tuple[tuple[Link, str], ...]


def unlocks(book: Book) -> tuple[UnlockView, ...]:
    """Files that would show what is missing, the one that shows most first."""
    waiting: dict[str, list[CriterionResult]] = defaultdict(list)
    accounts: dict[str, list[str]] = defaultdict(list)
    for result in book.report.criteria:
        if result.status != "no_data":
            continue
        for remedy, keys in wanted(book, result).items():
            waiting[remedy].append(result)
            accounts[remedy] += [key for key in keys if key not in accounts[remedy]]
    order = sorted(waiting, key=lambda name: (-len(waiting[name]), name))
    return tuple(_unlock(book, name, waiting[name], accounts[name]) for name in order)


def _unlock(book: Book, name: str, results: list[CriterionResult], accounts: list[str]) -> UnlockView:
    file = book.rubric.inputs[name]
    return UnlockView(
        file.title, file.how, ", ".join(book.account(key) for key in accounts),
        words.plural(len(results), "question"), tuple(_link(one) for one in results),
    )  # fmt: skip


def _link(result: CriterionResult) -> Link:
    return Link(result.question, criterion_ref(result.id))


def wanted(book: Book, result: CriterionResult) -> dict[str, list[str]]:
    """The input that would feed a criterion, with the accounts that lack it: remedy -> account keys.

    A report may name none; then the first need with a file for the account's network stands in.
    """
    found: dict[str, list[str]] = defaultdict(list)
    if result.reason == "language":
        return found  # no file would help
    for state in result.needs:
        remedy = state.remedy or _first(book, tuple(state.missing), state.account)
        if state.missing and remedy in book.rubric.inputs:
            found[remedy].append(state.account)
    declared = book.criterion(result.id)
    if not found and declared is not None and result.reason == "needs":
        for one in book.about.accounts:
            remedy = _first(book, declared.needs, one.get("key", ""))
            if remedy in book.rubric.inputs:
                found[remedy].append(one.get("key", ""))
    return found


def _first(book: Book, needs: tuple[str, ...], account: str) -> str:
    platform = account.partition(":")[0]
    known = (book.rubric.needs[name].remedy(platform) for name in needs if name in book.rubric.needs)
    return next((name for name in known if name), "")


def rest(book: Book) -> tuple[RestView, ...]:
    """The questions without a score and without a file to ask for, each with its own reason."""
    found = []
    for status in ("no_data", "too_few", "nothing_to_judge", "suppressed"):
        members = [
            one
            for one in book.report.criteria
            if one.status == status and one.status not in SCORED and not (status == "no_data" and wanted(book, one))
        ]
        if members:
            told = tuple((_link(one), reason_of(book, one)) for one in members)
            first = min(members, key=lambda one: one.reason == "language")  # what no file holds speaks for them all
            said = book.say("status", status), explained(book, first)
            found.append(RestView(absent(members[0].status), status, *said, told))
    return tuple(found)


def explained(book: Book, result: CriterionResult) -> str:
    """What a status without a score means; words that no detector reads are there, but not for us."""
    return book.say("status_text", "language" if result.reason == "language" else result.status)


def reason_of(book: Book, result: CriterionResult) -> str:
    """Why a question has no score; that nothing was there is good news only of a habit to avoid."""
    avoided = result.reason == "empty" and result.direction == "lower"
    said = book.told("reason", "empty:lower" if avoided else result.reason) if result.reason else ""
    declared = book.criterion(result.id)
    least = FEWEST if declared is None or declared.min_events else declared.min_n
    return said.replace("{least}", words.count(least))
