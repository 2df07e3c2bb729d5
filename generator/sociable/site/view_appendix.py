"""The appendix: every flagged post, the file to correct it, and the claims of the articles."""

from __future__ import annotations

from dataclasses import dataclass

from sociable.report import CriterionResult
from sociable.site import words
from sociable.site.book import Book, criterion_ref
from sociable.site.parts import Prose, Ref
from sociable.site.view_criterion import claim_anchor
from sociable.site.view_evidence import PostView, post

LISTED = 1500
"""Rows of the appendix, the surest: with more, a single page would outgrow 3 MB; flagged.csv holds them all."""


@dataclass(frozen=True, slots=True)
class FlaggedView:
    """One flagged post of the appendix."""

    post: PostView
    criterion: str
    ref: Ref
    weight: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article and its claims in our words."""

    id: str
    title: str
    author: str
    claims: tuple[tuple[str, str, str, str, tuple[tuple[str, Ref], ...]], ...]


@dataclass(frozen=True, slots=True)
class AppendixView:
    """Flagged posts, label file, claims."""

    intro: Prose
    flagged: tuple[FlaggedView, ...]
    count: str
    criteria: tuple[str, ...]
    articles: tuple[ArticleView, ...]
    sections: tuple[tuple[str, Prose], ...]


def appendix(book: Book) -> AppendixView:
    """The appendix of one report."""
    rows = []
    known = book.evidence.flagged
    kept = set(sorted(known, key=lambda one: (-one[2], one))[:LISTED])
    for uid, criterion, weight in (one for one in known if one in kept):
        card, result = book.post(uid), book.result(criterion)
        if card is not None:
            title = result.question if result else criterion
            sure = _sure(book, result, weight)
            rows.append(FlaggedView(post(book, card, most=500), title, criterion_ref(criterion), sure))
    articles = tuple(
        ArticleView(one.id, one.title, one.author, tuple(_claims(book, one.id)))
        for one in book.rubric.articles.values()
    )
    titles = tuple(dict.fromkeys(row.criterion for row in rows))
    return AppendixView(
        book.page("appendix"),
        tuple(rows),
        _listed(book, len(rows), len(known)),
        titles,
        articles,
        book.sections("appendix", 2),
    )


def _listed(book: Book, shown: int, known: int) -> str:
    said = words.plural(shown, "row")
    if known > LISTED:
        said = book.say("sentence", "listed").format(shown=words.count(shown), known=words.plural(known, "row"))
    left = len(book.evidence.waiting)
    return f"{said}; {book.say('sentence', 'waiting').format(n=words.count(left))}" if left else said


def _sure(book: Book, result: CriterionResult | None, weight: float) -> str:
    """How sure a flag is; what a rule decided is no probability, and no detector is certain."""
    if weight < 1:
        return words.share(weight)
    return words.share(0.999) if result is not None and result.detectors else book.say("method", "by_rule")


def _claims(book: Book, article: str) -> list[tuple[str, str, str, str, tuple[tuple[str, Ref], ...]]]:
    found = []
    for claim in book.rubric.claims.values():
        if claim.article == article:
            feeds = tuple((name, _feed(book, name)) for name in claim.feeds if name != "method")
            kind = book.say("claim", claim.kind)
            found.append((claim.id, claim_anchor(claim.id), kind, claim.text, feeds))
    return found


def _feed(book: Book, name: str) -> Ref:
    """Where a claim leads: a criterion, a signal or a reconciliation."""
    if name in book.rubric.signals:
        known = any(one.id == name for one in book.report.signals)
        return Ref("profile" if name == "S5" else "signals", name.lower() if known and name != "S5" else "")
    if name in book.rubric.reconciliations:
        return Ref("method", name.lower())
    return criterion_ref(name) if book.result(name) is not None else Ref("scorecard")
