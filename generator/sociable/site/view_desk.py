"""The response desk: who waits, when people write, how long they wait, and who answers at which hours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sociable import tongue
from sociable.report import CriterionResult, Waiting
from sociable.site import charts_grid, dates, words
from sociable.site.accuracy import AccuracyView, accuracies
from sociable.site.book import Book, criterion_ref, units, verdict
from sociable.site.charts_grid import Grid
from sociable.site.charts_time import Curve
from sociable.site.excerpts import carded, marked
from sociable.site.missing import MissingView, missing
from sociable.site.parts import Cell, Fact, Link, Prose, Table
from sociable.site.standing import SCORED
from sociable.site.view_criterion import curves
from sociable.site.view_headline import unread
from sociable.site.view_signals import figure

QUESTIONS = ("response-rate", "response-time", "solve-here", "personal-at-scale")
LISTED = 40
"""Rows of the list of those who wait; flagged.csv holds them all."""
SIGNS = 8
"""So many initials have a row each; more stand in one."""
TELLING = 30
"""So many replies tell at which hours a desk answers."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNSAFE = re.compile(r"[|\[\]<>_`\\{}\r\n]")


@dataclass(frozen=True, slots=True)
class WaitView:
    """The requests without an answer: how many, which, and what to know of the list."""

    said: str
    table: Table
    accuracy: tuple[AccuracyView, ...]  # of what chose them
    drafts: Link | None  # where drafts of answers stand, if any were made


@dataclass(frozen=True, slots=True)
class DeskView:
    """How the desk answers, and when it needs people."""

    intro: Prose
    links: tuple[tuple[Link, str], ...]
    waiting: WaitView | None
    missing: MissingView | None  # why nobody can be listed
    blind: tuple[str, ...]  # accounts of which nothing here speaks, with the file that would show them
    heat: Grid | None
    narrow: Grid | None  # the same for a phone
    busiest: tuple[Fact, ...]
    curves: tuple[Curve, ...]
    sections: tuple[tuple[str, Prose], ...]


def desk(book: Book) -> DeskView:
    """The response desk of one report."""
    results = [result for name in QUESTIONS if (result := book.result(name)) is not None]
    rate = book.result("response-rate")
    timed = book.result("response-time") or rate
    counts = book.report.heat
    any_message = any(n for row in counts for n in row)
    heat = charts_grid.heat(book.say("chart", "heat"), counts) if any_message else None
    return DeskView(
        book.page("desk"), tuple((Link(one.question, criterion_ref(one.id)), _said(book, one)) for one in results),
        _waiting(book, rate) if rate and rate.status in SCORED else None,
        missing(book, rate) if rate else None, _blind(book, rate) if rate else (),
        heat, charts_grid.heat_narrow(heat, counts) if heat else None, _busiest(book) if any_message else (),
        curves(book, timed) if timed else (), _filled(book),
    )  # fmt: skip


def _said(book: Book, result: CriterionResult) -> str:
    """A band and the sentence of its value."""
    said = verdict(book, result)
    return f"{said.band}. {said.said}." if said.said else f"{said.band}."


def _waiting(book: Book, rate: CriterionResult) -> WaitView:
    """Everybody whom response-rate counts as not answered, the newest first."""
    left = book.evidence.waiting
    if not left:
        whole = rate.numerator is not None and rate.numerator == rate.denominator
        return WaitView(book.say("desk", "all_answered") if whole else "", Table("", (), ()), (), None)
    early = sum(one.early for one in left)
    several = len({one.account for one in left}) > 1
    told = [book.say("desk", "waiting").format(n=words.count(len(left)), units=units(book, rate.id, rate.n))]
    told += [book.say("desk", "early").format(n=words.count(early))] if early else []
    told += unread(book, posts=False)
    told += [book.say("desk", "newest").format(n=words.count(LISTED))] if len(left) > LISTED else []
    shown = any(one.text for one in left)
    told.append(book.say("desk", "words_shown" if shown else "words_hidden"))
    drawn = any(one.criterion == rate.id for one in book.evidence.rewrites)
    drafts = Link(book.say("desk", "drafts"), criterion_ref(rate.id, "rewrites")) if drawn else None
    head = [book.say("desk", name) for name in ("came_in", "about", "where", "days", *(["words"] if shown else []))]
    rows = tuple(_row(book, one, several, shown) for one in left[:LISTED])
    return WaitView(
        " ".join(told), Table(book.say("desk", "list"), tuple(head), rows), accuracies(book, rate.detectors), drafts
    )


def _row(book: Book, one: Waiting, several: bool, shown: bool) -> tuple[Cell, ...]:
    """When it came in, what it was, where, how many days ago; the account is named where there are several."""
    day, _, clock = one.at.partition(" ")
    name = book.account(one.account) if several else book.say("platform", one.platform)
    where = f"{name}, {book.say('part', 'dm' if one.private else 'public').lower()}"
    text = "".join(part.text for part in carded(marked(one.text, ())))
    return (
        Cell(f"{dates.day(day)}, {clock}" if clock else dates.day(day)), Cell(book.say("wanted", one.topic)),
        Cell(where), Cell(words.count(dates.between(day, book.report.today)), number=True),
        *([Cell(text or book.say("desk", "private_words"))] if shown else []),
    )  # fmt: skip


def _blind(book: Book, rate: CriterionResult) -> tuple[str, ...]:
    """Accounts whose files hold nobody's messages, where others have them."""
    if rate.status not in SCORED:
        return ()
    states = [(state, book.rubric.inputs.get(state.remedy)) for state in rate.needs if state.missing]
    return tuple(
        book.say("desk", "blind").format(account=book.account(state.account), file=file.title if file else "inbox")
        for state, file in states
    )


def _busiest(book: Book) -> tuple[Fact, ...]:
    """Messages in total, how many arrive out of hours, when replies go out, and what a busy hour brings."""
    counts, sent = book.report.heat, book.report.answers
    total, replies = _sum(counts), _sum(sent)
    zone = book.say("desk", "zone").format(zone=book.about.timezone)
    found = [
        Fact(book.say("desk", "total"), words.count(total)),
        Fact(book.say("desk", "outside"), words.share(1 - _sum([row[9:17] for row in counts[:5]]) / total), zone),
        Fact(book.say("desk", "weekend"), words.share(_sum(counts[5:]) / total)),
    ]
    if replies:
        part = words.share(_sum(sent[5:]) / replies)
        found.append(Fact(book.say("desk", "replies_weekend"), part, words.of(_sum(sent[5:]), replies)))
    scale = book.result("personal-at-scale")
    peak = next((one for one in scale.secondary if one.id == "cases_in_busy_hour"), None) if scale else None
    return (*found, *([replace(figure(book, peak), note="")] if peak is not None else []))


def _sum(rows: list[list[int]]) -> int:
    return sum(sum(row) for row in rows)


def _filled(book: Book) -> tuple[tuple[str, Prose], ...]:
    """The sections of the page with what the files and brand.yaml tell in their blanks."""
    places = {
        "{hours}": _hours(book), "{outside}": _outside(book), "{signs}": _signs(book),
        "{busiest}": _busy_hour(book), "{stated}": _stated(book) or book.say("desk", "no_hours"),
    }  # fmt: skip
    found = []
    for title, prose in book.sections("desk", 2):
        text = prose.text
        for place, words_ in places.items():
            text = text.replace(place, words_)
        found.append((title, replace(prose, text=text)))
    return tuple(found)


def _stated(book: Book) -> str:
    """The service hours of brand.yaml in words; nothing where it has none."""
    said = [tongue.say("{days}, {hours}", days=_days(one), hours=_span(at)) for one, at in book.about.hours.items()]
    return _plain("; ".join(said))


def _hours(book: Book) -> str:
    """The hours that brand.yaml states, else those in which four of five replies go out, else a slot."""
    if stated := _stated(book):
        return stated
    by_hour = [sum(column) for column in zip(*book.report.answers, strict=True)]
    if sum(by_hour) < TELLING:
        return book.say("desk", "no_hours")
    start, end = _middle(by_hour)
    return book.say("desk", "reply_hours").format(start=f"{start:02d}:00", end=f"{end:02d}:00")


def _middle(by_hour: list[int]) -> tuple[int, int]:
    """The hours between which all but a tenth at either end lie."""
    tenth, seen = sum(by_hour) / 10, 0
    inside = []
    for hour, n in enumerate(by_hour):
        if seen + n > tenth and seen < 9 * tenth:
            inside.append(hour)
        seen += n
    return inside[0], inside[-1] + 1


def _days(text: str) -> str:
    """ "mon-fri" in words."""
    parts = []
    for part in re.split(r"\s*,\s*", text.strip().lower()):
        names = [dates.weekday(DAYS.index(one[:3])) for one in re.split(r"\s*[-–]\s*", part)]
        parts.append(tongue.say("{low} to {high}", low=names[0], high=names[-1]) if len(names) > 1 else names[0])
    return ", ".join(parts)


def _span(text: str) -> str:
    opens, _, closes = re.sub(r"\s*[-–]\s*", "-", text.strip()).partition("-")
    return tongue.say("{low} to {high}", low=opens, high=closes)


def _busy_hour(book: Book) -> str:
    """The hour of the day in which most messages come in; in words alone where few came."""
    by_hour = [sum(column) for column in zip(*book.report.heat, strict=True)]
    said = book.say("desk", "busiest")
    if sum(by_hour) < TELLING:
        return said
    hour = by_hour.index(max(by_hour))
    times = tongue.say("{low} to {high}", low=f"{hour:02d}:00", high=f"{(hour + 1) % 24:02d}:00")
    return tongue.say("{days}, {hours}", days=said, hours=times)


def _outside(book: Book) -> str:
    return book.say("desk", "outside_hours" if book.about.hours else "evenings")


def _signs(book: Book) -> str:
    """Rows of who signs as what: the initials that answers bear. Whose they are, the page leaves to the team."""
    slot, when = book.say("desk", "slot_name"), book.say("desk", "slot_hours")
    seen = [_plain(one) for one in book.evidence.signs]
    rows = seen if 0 < len(seen) <= SIGNS else [", ".join(seen) or book.say("desk", "slot_sign")]
    return "\n".join([*(f"| {slot} | {sign} | {when} |" for sign in rows), "| | | |"])


def _plain(text: str) -> str:
    """Words of brand.yaml as a cell of a Markdown table."""
    return _UNSAFE.sub(" ", text).strip()
