"""Two reports side by side, in words: for a terminal and for a page of its own."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from msgspec import structs

from sociable import tongue, translation
from sociable.beside import Comparison, Moved
from sociable.report import Overall, Report
from sociable.rubric import Rubric
from sociable.site import dates, words
from sociable.site.alone import alone
from sociable.site.book import Book
from sociable.site.pages import open_book
from sociable.site.view_change import ChangeView, change_view
from sociable.site.view_edits import SHARED
from sociable.site.view_edits import lines as edited
from sociable.site.view_moved import alike
from sociable.site.view_trends import ORDER

WIDTH = 100


@dataclass(frozen=True, slots=True)
class MovedView:
    """One question: value and score then and now, and what may be said of the difference."""

    question: str
    then: str
    now: str
    score: str
    change: ChangeView
    shows: str  # for a terminal: from which size on a change would have been told
    measured: bool  # in one of the two periods at least


@dataclass(frozen=True, slots=True)
class MovedGroup:
    """All questions with one verdict."""

    key: str
    title: str
    text: str
    note: str  # what all rows have in common
    rows: tuple[MovedView, ...]
    silent: tuple[str, ...] = ()  # questions that neither period has a figure for


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The whole comparison."""

    title: str
    heading: str
    overall: str
    alike: str  # the same like with like
    tests: str
    groups: tuple[MovedGroup, ...]
    asides: tuple[tuple[str, tuple[str, ...]], ...]  # what else differs: heading, lines
    head: tuple[str, str, str, str]
    silent: str  # before the questions that neither period has a figure for
    nothing: str
    made_with: str


def view(found: Comparison, now: Report, rules: Rubric) -> ComparisonView:
    """The comparison in words; `now` is the later report, which knows the accounts by name."""
    book = open_book(now, rules)
    rows = [(one.change.verdict, _moved(book, one)) for one in found.moved]
    groups = tuple(_group(book, key, chosen) for key in ORDER
                   if (chosen := tuple(row for verdict, row in rows if verdict == key)))  # fmt: skip
    before, after = dates.period(found.before.id), dates.period(found.now.id)
    heading = book.say("compare", "heading").format(brand=found.brand or book.about.name, before=before, now=after)
    then, today = (_overall(book, one) for one in (found.overall_then, found.overall_now))
    return ComparisonView(
        book.say("compare", "title"), heading,
        book.say("compare", "overall_two" if found.rubrics else "overall_line").format(then=then, now=today),
        alike(book, found.alike) if found.alike else "",
        book.say("compare", "tests").format(n=words.plural(found.comparisons, "comparison")),
        groups, tuple(_asides(book, found)),
        tuple(book.say("compare", key) for key in ("question", "then", "now", "score")),  # type: ignore[arg-type]
        book.say("compare", "silent"), "" if found.moved else book.say("compare", "nothing"),
        f"Sociable {now.tool_version}".strip(),
    )  # fmt: skip


def _group(book: Book, key: str, rows: tuple[MovedView, ...]) -> MovedGroup:
    """The questions of one verdict; those that neither period has a figure for are named together."""
    told = tuple(row for row in rows if row.measured)
    silent = tuple(row.question for row in rows if not row.measured)
    return MovedGroup(key, book.say("change", key), book.say("change_text", key), _common(told), told, silent)


def _common(rows: tuple[MovedView, ...]) -> str:
    """The reason that all of several rows have in common."""
    notes = {row.change.reason for row in rows}
    return notes.pop() if len(rows) > 1 and len(notes) == 1 else ""


def _overall(book: Book, one: Overall) -> str:
    if one.kind == "none" or one.score is None:
        return book.say("compare", "no_overall")
    likely = book.say("compare", "likely").format(likely=words.scores(one.score_low, one.score_high))
    return f"{words.score(one.score)} ({likely})"


def _moved(book: Book, one: Moved) -> MovedView:
    def side(value: float | None, status: str) -> str:
        return words.measure(value, one.unit) if value is not None else book.say("status", status)

    # What all questions share is told once, among what else differs.
    change = structs.replace(one.change, edits=[edit for edit in one.change.edits if edit.part not in SHARED])
    scores = f"{words.score(one.score_then)} → {words.score(one.score_now)}"
    none = one.score_then is None and one.score_now is None
    question, told = translation.question(one.id, one.question), change_view(book, change, one.unit)
    clear = told.shows and one.change.verdict == "no_clear_change"
    shows = book.say("compare", "shows").format(size=told.shows) if clear else ""
    return MovedView(
        question, side(one.then, one.status_then), side(one.now, one.status_now), "" if none else scores,
        told, shows, one.then is not None or one.now is not None,
    )  # fmt: skip


def _asides(book: Book, found: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    """What else differs between the two reports, and so may stand behind a difference."""
    say = book.group("compare")
    two = dict(zip(("first", "second"), found.rubrics, strict=False))
    parts: list[tuple[str, list[str]]] = [
        ("brands", [say["brands_text"].format(first=found.brands[0], second=found.brands[1])] if found.brands else []),
        ("rubrics", [say["rubrics_text"].format(**two), *edited(book, found.edits)] if two else []),
        ("joined", [book.account(key) for key in found.joined]),
        ("left", [book.account(key) for key in found.left]),
        ("feeds", [line for key, needs in found.feeds.items() for line in _feeds(book, key, needs)]),
        ("mix", [
            say["mix_row"].format(platform=book.say("platform", name), then=words.share(a), now=words.share(b))
            for name, (a, b) in found.mix.items()
        ]),
    ]  # fmt: skip
    return [(book.say("compare", key), tuple(lines)) for key, lines in parts if lines]


def _feeds(book: Book, account: str, needs: list[str]) -> list[str]:
    found = []
    for sign, key in (("+", "gained"), ("-", "lost")):
        named = [book.rubric.needs[one[1:]].title if one[1:] in book.rubric.needs else one[1:]
                 for one in needs if one.startswith(sign)]  # fmt: skip
        if named:
            found.append(book.say("compare", key).format(account=book.account(account), needs=", ".join(named)))
    return found


def comparison_page(found: Comparison, now: Report, rules: Rubric) -> str:
    """The comparison as one self-contained HTML page, in the language of the later report."""
    return _page(now, found, rules)


@tongue.of_report
def _page(now: Report, found: Comparison, rules: Rubric) -> str:
    shown = view(found, now, rules)
    return alone("compare", shown, shown.heading, accent=open_book(now, rules).about.accent)


def comparison_lines(found: Comparison, now: Report, rules: Rubric) -> tuple[str, ...]:
    """The comparison for a terminal of 100 columns, in the language of the later report."""
    return _lines(now, found, rules)


@tongue.of_report
def _lines(now: Report, found: Comparison, rules: Rubric) -> tuple[str, ...]:
    shown = view(found, now, rules)
    lines = [shown.heading, shown.overall, *textwrap.wrap(shown.alike, WIDTH), *textwrap.wrap(shown.tests, WIDTH)]
    for group in shown.groups:
        title = f"{group.title} ({words.count(len(group.rows) + len(group.silent))})"
        lines += ["", title, *_rows(group), *_silent(group, shown.silent)]
    for title, texts in shown.asides:
        lines += ["", title, *(part for text in texts for part in textwrap.wrap(text, WIDTH, initial_indent="  ",
                                                                              subsequent_indent="  "))]  # fmt: skip
    return tuple(lines)


def _rows(group: MovedGroup) -> list[str]:
    """The lines of one verdict; a reason that all rows share is told once, below them."""
    lines = []
    for row in group.rows:
        facts = ", ".join(one for one in (row.change.difference, _likely(row), row.shows) if one)
        lines += [f"  {row.question}", f"      {row.then} → {row.now}{'; ' if facts else ''}{facts}"]
        lines += [] if group.note else _indented(row.change.reason)
    return [*lines, *_indented(group.note)]


def _silent(group: MovedGroup, title: str) -> list[str]:
    return [f"  {title}", *(f"      {question}" for question in group.silent)] if group.silent else []


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="      ", subsequent_indent="      ")


def _likely(row: MovedView) -> str:
    return tongue.say("likely {range}", range=row.change.likely) if row.change.likely else ""
