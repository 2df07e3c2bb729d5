"""Signals: worth knowing, never scored.  Scoring hands over codes; every code is worded here."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.model import Secondary
from sociable.report import SignalResult
from sociable.site import words
from sociable.site.book import Book
from sociable.site.parts import Cell, Fact, Mark, Prose, Table
from sociable.site.view_evidence import PostView, post, web

EXCERPT = 280
STATES: dict[str, Mark] = {"yes": "excellent", "no": "poor"}


@dataclass(frozen=True, slots=True)
class SignalView:
    """An unscored signal."""

    id: str
    anchor: str
    title: str
    status: str
    shown: bool
    intro: Prose
    figures: tuple[Fact, ...]
    table: Table
    left_out: str  # "7 more posts" whose texts the report does not hold
    posts: tuple[PostView, ...]
    sections: tuple[tuple[str, Prose], ...]


@dataclass(frozen=True, slots=True)
class SignalsView:
    """All signals but the profile check, which has its own page."""

    intro: Prose
    signals: tuple[SignalView, ...]
    sections: tuple[tuple[str, Prose], ...]


def signals(book: Book) -> SignalsView:
    """The signals page."""
    shown = tuple(view(book, one) for one in book.report.signals if one.id != "S5")
    return SignalsView(book.page("signals"), shown, book.sections("signals", 2))


def view(book: Book, one: SignalResult) -> SignalView:
    """One signal in words."""
    note = book.rubric.signals.get(one.id)
    title = one.title or (note.title if note else one.id)
    head = tuple(book.say("column", name) for name in one.columns)
    known = [row for row in one.rows if _shown(book, one.columns, row)]
    rows = tuple(tuple(cell(book, *pair) for pair in zip(one.columns, row, strict=False)) for row in known)
    listed = () if rows and "post" in one.columns else one.posts  # a table that shows the texts needs no cards
    cards = tuple(post(book, card) for uid in listed if (card := book.post(uid)) is not None)
    return SignalView(
        one.id,
        one.id.lower(),
        title,
        book.say("status", one.status),
        one.status == "shown",
        Prose(note.intro if note else "", 3),
        tuple(figure(book, fact) for fact in one.figures),
        Table(title, head, rows),
        words.plural(len(one.rows) - len(known), "more post") if len(known) < len(one.rows) else "",
        cards,
        tuple((name, Prose(text, 3)) for name, text in note.sections.items()) if note else (),
    )


def _shown(book: Book, columns: list[str], row: list[str]) -> bool:
    """Whether the report holds the texts of the posts that a row names; a bare id says nothing to a reader."""
    return all(book.post(value) is not None for name, value in zip(columns, row, strict=False) if name == "post")


def _text(view: PostView) -> str:
    return "".join(one.text for one in view.segments)


def cell(book: Book, column: str, value: str) -> Cell:
    """One cell of a signal's table: codes by their column, figures as figures, nothing as a dash."""
    if column == "account":
        return Cell(book.account(value))
    if column == "post":
        card = book.post(value)
        return Cell(_text(post(book, card, most=EXCERPT)), web=web(card.permalink)) if card else Cell(value)
    if column == "state":
        return Cell(book.say("state", value), mark=STATES.get(value, "none"))
    if column in ("platform", "purpose", "check"):
        return Cell(book.say(column, value))
    try:
        return Cell(words.number(float(value)), number=True)
    except ValueError:
        return Cell(value or words.DASH, number=not value)


def figure(book: Book, one: Secondary) -> Fact:
    """A figure that stands beside a score or in a signal, in words.

    Its unit "ratio" is a plain number here; a gap is a difference of shares.
    """
    label = book.group("figure").get(one.id) or one.label or book.say("figure", one.id)
    if one.text:
        value = book.say("figure", one.text)
    elif one.id == "profile_face":
        value = book.say("face", words.number(one.value))
    elif one.id.endswith("_gap"):
        value = words.difference(one.value, "share")
    elif one.value is None and one.unit == "share" and one.n:
        value = book.say("status", "too_few")
    else:
        value = words.number(one.value) if one.unit == "ratio" else words.measure(one.value, one.unit)
    return Fact(
        label, value, book.say("sentence", "counted_on").format(n=words.count(one.n)) if one.n and one.n > 1 else ""
    )
