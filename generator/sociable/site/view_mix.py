"""Content mix: what was posted, and what to plan from it."""

from __future__ import annotations

from dataclasses import dataclass

from sociable import tongue
from sociable.site import charts, charts_grid, dates, words
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.charts import Stack
from sociable.site.charts_grid import Grid
from sociable.site.parts import Cell, Link, Prose, Table

GIVES = ("useful", "conversation", "human", "amplify")
ASKS = ("promo", "product", "growth")
REST = ("company-news", "filler")
PURPOSES = (*GIVES, *REST, *ASKS)
TARGET = {"useful": 4, "conversation": 2, "amplify": 1, "human": 1, "promo": 2}
"""A week of ten units (RUBRIC 5 item 6)."""
JUDGED = ("promo-share", "useful-share", "inviting-posts", "free-range")
"""Questions whose figures a reader will hold against the mix."""
CODES = {
    "useful": "U",
    "conversation": "C",
    "human": "H",
    "amplify": "A",
    "promo": "P",
    "product": "S",
    "growth": "G",
    "company-news": "N",
    "filler": "F",
}


@dataclass(frozen=True, slots=True)
class LegendView:
    """One purpose: its letter, its meaning, now and in the target week."""

    key: str
    code: str
    label: str
    text: str
    now: str
    target: str


@dataclass(frozen=True, slots=True)
class MixView:
    """What the feed is made of."""

    intro: Prose
    stacks: tuple[Stack, ...]
    target: Stack
    none: str  # why no week is drawn up, "" where one is
    legend: tuple[LegendView, ...]
    table: Table
    calendar: Grid | None
    weeks: tuple[str, ...]
    slots: tuple[tuple[str, str, str], ...]  # key, letter, label of the ten units of a week
    sections: tuple[tuple[str, Prose], ...]
    judged: tuple[tuple[Link, str], ...]  # what the questions about the feed say, in their own figures


def mix(book: Book) -> MixView:
    """The content mix of one report."""
    labels = {key: book.say("purpose", key) for key in PURPOSES}
    keys = [key for key in ("all", *sorted(book.report.mix)) if key in book.report.mix]
    keys = list(dict.fromkeys(keys))
    if len(keys) == 2:
        keys = keys[:1]
    stacks = tuple(_stack(book, key, labels) for key in keys)
    wanted = charts.stack(book.say("chart", "target_week"), _ordered(TARGET), labels, CODES)
    slots = tuple((key, CODES[key], labels[key]) for key, n in TARGET.items() for _ in range(n))
    none = book.say("desk", "no_calendar") if _answers_only(book) else ""
    weeks = () if none else tuple(dates.days(dates.later(end, 0), dates.later(end, 6)) for end in _mondays(book))
    return MixView(
        Prose("", 2) if none else book.page("mix"),
        stacks,
        wanted,
        none,
        _legend(book, labels, TARGET if not none else {}),
        _table(book, keys, labels),
        _calendar(book),
        weeks,
        slots,
        () if none else book.sections("mix", 2),
        _judged(book) if stacks else (),
    )


def _judged(book: Book) -> tuple[tuple[Link, str], ...]:
    """The questions about the feed with the figure and the count that their own pages give."""
    found = []
    for result in book.scored():
        if result.id in JUDGED:
            said = verdict(book, result)
            found.append((Link(result.question, criterion_ref(result.id)), f"{said.said} ({said.basis})"))
    return tuple(found)


def _answers_only(book: Book) -> bool:
    """Whether every account is one of support: it is asked no question about posts, so it needs no calendar of them."""
    return bool(book.about.accounts) and all(one.get("role") == "support" for one in book.about.accounts)


def _ordered(counts: dict[str, int]) -> dict[str, float]:
    known = {key: float(counts[key]) for key in PURPOSES if counts.get(key)}
    return known | {key: float(n) for key, n in sorted(counts.items()) if key not in PURPOSES and n}


def _stack(book: Book, key: str, labels: dict[str, str]) -> Stack:
    name = book.say("chart", "all_platforms") if key == "all" else book.say("platform", key)
    return charts.stack(name, _ordered(book.report.mix[key]), labels, CODES)


def _legend(book: Book, labels: dict[str, str], target: dict[str, int]) -> tuple[LegendView, ...]:
    now = book.report.mix.get("all", {})
    total = sum(now.values())
    return tuple(
        LegendView(
            key,
            CODES[key],
            labels[key],
            book.say("purpose_text", key),
            words.share(now.get(key, 0) / total) if total else words.DASH,
            _aim(key, target),
        )
        for key in PURPOSES
    )


def _aim(key: str, target: dict[str, int]) -> str:
    """A purpose's part of ten units; offers are a limit and no task."""
    if not target:
        return words.DASH
    n = target.get(key, 0)
    return tongue.say("up to {n} in 10", n=n) if key == "promo" else tongue.say("{n} in 10", n=n)


def _table(book: Book, keys: list[str], labels: dict[str, str]) -> Table:
    head = (
        tongue.word("Purpose"),
        *(book.say("chart", "all_platforms") if key == "all" else book.say("platform", key) for key in keys),
    )
    rows = tuple(
        (Cell(labels[purpose]), *(Cell(words.count(book.report.mix[key].get(purpose, 0)), number=True) for key in keys))
        for purpose in PURPOSES
    )
    return Table(book.say("chart", "mix"), head, rows if keys else ())


def _calendar(book: Book) -> Grid | None:
    if not book.report.calendar:
        return None
    window = book.report.period
    return charts_grid.calendar(book.say("chart", "calendar"), book.report.calendar, window.start, window.end)


def _mondays(book: Book) -> list[str]:
    """The first days of the four weeks after the period."""
    return [dates.later(book.report.period.end, 1 + 7 * i) for i in range(4)]
