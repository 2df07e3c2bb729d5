"""Method and coverage: what was read and left out, what it can show, and how good the detectors are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from sociable import tongue
from sociable.library import Note
from sociable.model import InputFile
from sociable.site import accuracy, dates, words
from sociable.site.book import Book, criterion_ref, omitted, verdict
from sociable.site.parts import Cell, Fact, Prose, Table


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
    rules = sorted(
        {label for one in book.report.criteria for label in accuracy.behind(book, one) if label not in measured}
    )
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
    reader = report.method.get("reader")
    accounts = ", ".join(book.account(one.get("key", "")) for one in about.accounts)
    found = [
        Fact(book.say("method", "period"), dates.days(report.period.start, report.period.end)),
        Fact(book.say("method", "accounts"), accounts or words.DASH),
        Fact(book.say("method", "timezone"), about.timezone),
        Fact(book.say("method", "coverage"), words.share(report.overall.coverage)),
        *_own_posts(book),
        Fact(book.say("method", "newest"), dates.day(report.today)),
        *([Fact(book.say("method", "reader"), book.say("method", f"reader_{reader}"))] if reader else []),
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


def _own_posts(book: Book) -> list[Fact]:
    """How many own posts there were, and which of them no question of words counts (RUBRIC 0.1): counted, and named."""
    told = book.report.method.get("omitted")
    if not isinstance(told, dict) or not told:
        return []
    left = [f"{why}={n}" for why, n in told["reasons"].items()] + ([f"short={told['short']}"] if told["short"] else [])
    spoken = ", ".join(
        f"{book.group('tongue').get(code) or code} {words.count(n)}" for code, n in told["languages"].items()
    )
    found = [Fact(book.say("method", "own_posts"), words.count(told["posts"]))]
    found += [Fact(book.say("method", "unjudged"), omitted(book, left))] if left else []
    return found + ([Fact(book.say("method", "languages"), spoken)] if spoken else [])


def _file(book: Book, one: InputFile) -> FileView:
    return FileView(
        _named(one.file), book.say("reader", one.reader), words.count(one.read), words.count(one.kept),
        tuple(Fact(book.say("skipped", reason), words.count(n)) for reason, n in sorted(one.skipped.items())),
        dates.days(one.first, one.last) if one.first and one.last else "",
        tuple(_shown(book, one, name) for name in one.feeds),
        tuple(Fact(tongue.note(issue.message), words.count(issue.count), issue.sample) for issue in one.issues),
        one.sha256[:12],
    )  # fmt: skip


def _named(file: str) -> str:
    """A file as the client knows it; where it lies on the machine of whoever built this is nobody's business."""
    path, mark, inside = file.partition("!")
    return (PurePath(path).name if PurePath(path).is_absolute() else path) + mark + inside


def _shown(book: Book, one: InputFile, name: str) -> str:
    """What a file shows; of the messages nobody answered only that it may, unless somebody said that it does."""
    unsure = {f"inbox_unknown@{account}" for account in one.accounts}
    doubted = any(unsure & set(found.notes) or found.reason == "inbox_incomplete" for found in book.report.criteria)
    return book.say("method", "if_complete") if name == "inbound_complete" and doubted else _need(book, name)


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
