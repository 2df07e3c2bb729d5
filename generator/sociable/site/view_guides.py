"""House rules from the brand's own best posts, the joining guide, the profile checklist, signals and glossary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sociable.report import SignalResult
from sociable.site import charts, words
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.missing import MissingView, missing
from sociable.site.parts import Cell, Fact, Link, Prose, Ref, Table, Verdict
from sociable.site.view_criterion import DO, HABIT
from sociable.site.view_evidence import ExampleView, PostView, examples, post


@dataclass(frozen=True, slots=True)
class RuleView:
    """One house rule: what to keep doing, shown by the brand itself."""

    ref: Ref
    rule: str
    question: str
    verdict: Verdict
    examples: tuple[ExampleView, ...]
    habit: Prose


@dataclass(frozen=True, slots=True)
class RulesView:
    """The house rules."""

    intro: Prose
    keep: tuple[RuleView, ...]
    grow: tuple[RuleView, ...]
    sections: tuple[tuple[str, Prose], ...]


def rules(book: Book) -> RulesView:
    """Rules that the brand already lives by, and good starts under weaker scores."""
    found: list[tuple[float, RuleView]] = []
    for result in book.scored():
        shown = examples(book, result, "good")
        declared = book.criterion(result.id)
        if shown:
            title = declared.title if declared else result.title
            habit = Prose(declared.sections.get(HABIT, "") if declared else "", 3)
            view = RuleView(criterion_ref(result.id), title, result.question, verdict(book, result), shown, habit)
            found.append((result.score or 0.0, view))
    found.sort(key=lambda one: -one[0])
    keep = tuple(view for score, view in found if charts.band(score) in ("good", "excellent"))
    grow = tuple(view for score, view in found if charts.band(score) in ("poor", "fair"))
    return RulesView(book.page("house-rules"), keep, grow, book.sections("house-rules", 2))


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide of content prose with the criteria it serves and the brand's own good examples."""

    intro: Prose
    related: tuple[tuple[Link, Verdict], ...]
    good: tuple[ExampleView, ...]
    instead: tuple[tuple[str, Prose], ...]
    missing: tuple[MissingView, ...]
    signal: SignalView | None
    sections: tuple[tuple[str, Prose], ...]


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
    posts: tuple[PostView, ...]
    sections: tuple[tuple[str, Prose], ...]


def guide(book: Book, page: str, criteria: tuple[str, ...], signal: str = "") -> GuideView:
    """A guide page: joining (join-in, unsolicited-pitch ...) or profile (S5, follow-balance)."""
    results = [one for name in criteria if (one := book.result(name)) is not None]
    related = tuple((Link(one.question, criterion_ref(one.id)), verdict(book, one)) for one in results)
    good = tuple(example for one in results for example in examples(book, one, "good"))
    declared = [found for one in results if (found := book.criterion(one.id)) is not None]
    instead = tuple((one.question, Prose(one.sections.get(DO, ""), 3)) for one in declared)
    gaps = tuple(gap for one in results if (gap := missing(book, one)) is not None)
    checked = next((view(book, one) for one in book.report.signals if one.id == signal), None)
    return GuideView(book.page(page), related, good, instead, gaps, checked, book.sections(page, 2))


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
    figures = tuple(
        Fact(fact.label, fact.text or words.measure(fact.value, fact.unit), f"n = {words.count(fact.n)}" if fact.n else "")
        for fact in one.figures
    )
    rows = tuple(tuple(Cell(text, number=numeric(text)) for text in row) for row in one.rows)
    cards = tuple(post(book, card) for uid in one.posts if (card := book.post(uid)) is not None)
    return SignalView(
        one.id, one.id.lower(), one.title, book.say("status", one.status), one.status == "shown",
        Prose(note.intro if note else "", 3), figures, Table(one.title, tuple(one.columns), rows), cards,
        tuple((title, Prose(text, 3)) for title, text in note.sections.items()) if note else (),
    )  # fmt: skip


def numeric(text: str) -> bool:
    """Whether a table cell holds a figure and so is set to the right."""
    return bool(re.fullmatch(r"[+−-]?[\d,.]+( ?%| h| min)?|–", text))


@dataclass(frozen=True, slots=True)
class TermView:
    """One word of the glossary."""

    anchor: str
    term: str
    meaning: Prose


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """The glossary in alphabetical order."""

    intro: Prose
    terms: tuple[TermView, ...]


def glossary(book: Book) -> GlossaryView:
    """Every section of content/playbook/glossary.md as a term."""
    found = sorted(book.sections("glossary", 3), key=lambda one: one[0].casefold())
    terms = tuple(TermView(slug(title), title, prose) for title, prose in found)
    return GlossaryView(book.page("glossary"), terms)


def slug(text: str) -> str:
    """An element id from a heading."""
    return re.sub(r"[^0-9a-z]+", "-", text.casefold()).strip("-")
