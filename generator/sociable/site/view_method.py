"""Method and coverage: what was read, what it can show, how good the detectors are, and the appendix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from sociable import tongue
from sociable.library import Note
from sociable.model import InputFile
from sociable.report import CriterionResult
from sociable.site import accuracy, dates, words
from sociable.site.book import Book, criterion_ref, verdict
from sociable.site.parts import Cell, Fact, Prose, Ref, Table
from sociable.site.view_criterion import claim_anchor
from sociable.site.view_evidence import PostView, post

LISTED = 1500
"""Rows of the appendix, the surest: with more, a single page would outgrow 3 MB; flagged.csv holds them all."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file that was read: rows read are rows kept and rows skipped."""

    file: str
    reader: str
    read: str
    kept: str
    skipped: tuple[Fact, ...]
    span: str
    feeds: tuple[str, ...]
    issues: tuple[Fact, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """The method page."""

    intro: Prose
    facts: tuple[Fact, ...]
    files: tuple[FileView, ...]
    needs: Table
    detectors: Table
    detector_rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    own: Table  # as read in this brand's own posts
    rules: tuple[tuple[str, str], ...]
    weights: Table
    off: tuple[tuple[str, str, str, str], ...]
    tensions: tuple[tuple[str, str, str, Prose], ...]
    masked: bool
    sections: tuple[tuple[str, Prose], ...]


def method(book: Book) -> MethodView:
    """The method page of one report."""
    head = tuple(
        book.say("method", key) for key in ("detector", "precision", "recall", "specificity", "kappa", "n", "date")
    )
    measured = accuracy.measured(book)
    rules = sorted({label for one in book.report.criteria for label in one.detectors if label not in measured})
    tensions = tuple((one.id, one.id.lower(), one.title, _tension(one)) for one in book.rubric.reconciliations.values())
    off = tuple(
        (one.question, off.reason, off.name, dates.day(off.until.isoformat()))
        for one in book.report.criteria
        if (off := book.rubric.off.get(one.id)) is not None
    )
    detectors = accuracy.table(book, book.say("method", "detectors"), head)
    anchored = tuple(zip((accuracy.anchor(label) for label in measured), detectors.rows, strict=True))
    return MethodView(
        book.page("method"), _facts(book), tuple(_file(book, one) for one in book.report.inputs), _needs(book),
        detectors, anchored, accuracy.own(book),
        tuple((book.say("label", label), accuracy.anchor(label)) for label in rules), _weights(book), off,
        tensions, book.about.masked, book.sections("method", 2),
    )  # fmt: skip


def _tension(one: Note) -> Prose:
    """What the articles say against each other and, under its heading, how the rubric settles it."""
    return Prose("\n\n".join([one.intro, *(f"## {title}\n\n{text}" for title, text in one.sections.items())]), 3)


def _facts(book: Book) -> tuple[Fact, ...]:
    report, about = book.report, book.about
    accounts = ", ".join(book.account(one.get("key", "")) for one in about.accounts)
    found = [
        Fact(book.say("method", "period"), dates.days(report.period.start, report.period.end)),
        Fact(book.say("method", "accounts"), accounts or words.DASH),
        Fact(book.say("method", "timezone"), about.timezone),
        Fact(book.say("method", "coverage"), words.share(report.overall.coverage)),
        Fact(book.say("method", "newest"), dates.day(report.today)),
        Fact(
            book.say("method", "rubric"),
            f"{report.rubric.get('version', '')} · {report.rubric.get('fingerprint', '')[:12]}",
        ),
        Fact(book.say("method", "tool"), f"Sociable {report.tool_version}".strip()),
    ]
    for event in about.events:
        spoken = dates.days(event.get("start", ""), event.get("end", ""))
        found.append(Fact(f"{book.say('event', event.get('kind', ''))}: {event.get('name', '')}", spoken))
    return tuple(found)


def _file(book: Book, one: InputFile) -> FileView:
    return FileView(
        _named(one.file), book.say("reader", one.reader), words.count(one.read), words.count(one.kept),
        tuple(Fact(book.say("skipped", reason), words.count(n)) for reason, n in sorted(one.skipped.items())),
        dates.days(one.first, one.last) if one.first and one.last else "",
        tuple(_need(book, name) for name in one.feeds),
        tuple(Fact(tongue.note(issue.message), words.count(issue.count), issue.sample) for issue in one.issues),
        one.sha256[:12],
    )  # fmt: skip


def _named(file: str) -> str:
    """A file as the client knows it; where it lies on the machine of whoever built this is nobody's business."""
    path, mark, inside = file.partition("!")
    return (PurePath(path).name if PurePath(path).is_absolute() else path) + mark + inside


def _need(book: Book, name: str) -> str:
    need = book.rubric.needs.get(name)
    return need.title if need else name.replace("_", " ")


def _needs(book: Book) -> Table:
    """Which criterion could be measured, and what was missing for which account."""
    rows = []
    for one in book.report.criteria:
        said = verdict(book, one)
        declared = book.criterion(one.id)
        wanted = ", ".join(_need(book, name) for name in declared.needs) if declared else ""
        lacking = "; ".join(
            f"{book.account(state.account)}: {', '.join(_need(book, name) for name in state.missing)}"
            for state in one.needs if state.missing
        )  # fmt: skip
        status = book.say("status", one.status)
        rows.append(
            (
                Cell(one.question, criterion_ref(one.id)),
                Cell(status, mark=said.mark),
                Cell(wanted),
                Cell(lacking or words.DASH),
            )
        )
    head = tuple(book.say("method", key) for key in ("question", "status", "needs", "lacking"))
    return Table(book.say("method", "coverage_table"), head, tuple(rows))


def _weights(book: Book) -> Table:
    rows = []
    for one in book.report.criteria:
        anchors = [words.threshold(value, one.unit) for value in one.anchors] or [words.DASH] * 5
        cells = tuple(Cell(text, number=True) for text in anchors)
        rows.append((Cell(one.question, criterion_ref(one.id)), Cell(words.number(one.weight), number=True), *cells))
    head = (book.say("method", "question"), book.say("method", "weight"), "0", "40", "60", "80", "100")
    return Table(book.say("method", "anchors"), head, tuple(rows))


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
    if known <= LISTED:
        return words.plural(shown, "row")
    return book.say("sentence", "listed").format(shown=words.count(shown), known=words.plural(known, "row"))


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
