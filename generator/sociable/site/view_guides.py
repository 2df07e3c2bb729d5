"""House rules from the brand's own best posts, the joining guide, the profile checklist, the glossary."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from sociable.site import charts
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.excerpts import carded
from sociable.site.missing import MissingView, missing
from sociable.site.parts import Link, Prose, Ref, Verdict
from sociable.site.standing import unsure
from sociable.site.view_evidence import ExampleView, examples
from sociable.site.view_plan import habit
from sociable.site.view_signals import SignalView
from sociable.site.view_signals import view as signal_view

MOST = 4
"""Own posts that a guide shows."""


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
    used: set[str] = set()
    for result in sorted(book.scored(), key=lambda one: (unsure(one), -(one.score or 0.0))):
        shown = _models(book, examples(book, result, "good"), used)
        used |= {one.post.uid for one in shown}
        if shown:
            # Praise stands over what is good; over the rest the question stands, and what the score says of it.
            good = charts.band(result.score or 0.0) in ("good", "excellent")
            title, said = (result.title, result.question) if good else (result.question, result.title)
            step = Prose(habit(book, result.id), 3)
            view = RuleView(criterion_ref(result.id), title, said, verdict(book, result), shown, step)
            found.append((result.score or 0.0, view))
    keep = tuple(view for score, view in found if charts.band(score) in ("good", "excellent"))
    grow = tuple(view for score, view in found if charts.band(score) in ("poor", "fair"))
    return RulesView(book.page("house-rules"), keep, grow, book.sections("house-rules", 2))


def _models(book: Book, shown: tuple[ExampleView, ...], used: Collection[str]) -> tuple[ExampleView, ...]:
    """The one post to stand for a rule: not yet shown, and flagged under no other question."""
    clean = [one for one in shown if (card := book.post(one.post.uid)) is not None and not card.flagged]
    fresh = [one for one in clean if one.post.uid not in used][:1]
    return tuple(replace(one, post=replace(one.post, segments=carded(one.post.segments))) for one in fresh)


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide of content prose with the criteria it serves and the brand's own good examples."""

    intro: Prose
    related: tuple[tuple[Link, Verdict], ...]
    good: tuple[ExampleView, ...]
    missing: tuple[MissingView, ...]
    signal: SignalView | None
    sections: tuple[tuple[str, Prose], ...]


def guide(book: Book, page: str, criteria: tuple[str, ...], signal: str = "") -> GuideView:
    """A guide page: joining (join-in, unsolicited-pitch ...) or profile (S5, follow-balance)."""
    results = [one for name in criteria if (one := book.result(name)) is not None]
    related = tuple((Link(one.question, criterion_ref(one.id)), verdict(book, one)) for one in results)
    shown = {
        example.post.uid: example for one in reversed(results) for example in reversed(examples(book, one, "good"))
    }
    good = tuple(reversed(shown.values()))[:MOST]
    gaps = tuple(gap for one in results if (gap := missing(book, one)) is not None)
    checked = next((signal_view(book, one) for one in book.report.signals if one.id == signal), None)
    return GuideView(book.page(page), related, good, gaps, checked, book.sections(page, 2))


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
    terms = tuple(TermView(anchor, term, prose) for heading, prose in found for term, anchor in (named(heading),))
    return GlossaryView(book.page("glossary"), terms)


def named(heading: str) -> tuple[str, str]:
    """The words and the element id of a heading; a translated one names the English id: "Spanne {#interval}"."""
    found = re.fullmatch(r"([^{]+)\{#([a-z0-9-]+)\}", heading)
    return (found[1].rstrip(), found[2]) if found else (heading, slug(heading))


def slug(text: str) -> str:
    """An element id from a heading."""
    return re.sub(r"[^0-9a-z]+", "-", text.casefold()).strip("-")
