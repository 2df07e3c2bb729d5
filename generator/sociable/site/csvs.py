"""Writes CSV files that spreadsheets open safely: a cell never starts a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from sociable.report import PostCard
from sociable.site.book import Book
from sociable.site.missing import WAITING

LONGEST = 280
"""Characters of a post in the file to correct; the appendix has the whole of it."""
_RISKY = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*[=+\-@＝＋－＠]"
)
"""What starts a formula, also behind characters that a spreadsheet drops or nobody sees."""


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What steers a terminal that shows the file; line ends and tabs stay."""


def safe(value: str) -> str:
    """`value` with an apostrophe before whatever a spreadsheet would run (OWASP, CSV injection), and no controls."""
    value = value.encode("utf-8", "replace").decode()  # half of a surrogate pair cannot be written to a file
    value = _CONTROL.sub("", value)
    return f"'{value}" if _RISKY.match(value) else value


def line(cells: Sequence[str]) -> str:
    """One CSV row without its line end."""
    return table([cells]).removesuffix("\r\n")


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV with every cell made safe."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def flagged(book: Book) -> str:
    """Every flagged post, then the requests without an answer: what for, with which weight, where to see it."""
    head = ("id", "criterion", "weight", "date", "platform", "account", "kind", "text", "permalink")
    rows = []
    for uid, criterion, weight in book.evidence.flagged:
        card = book.post(uid)
        where = (
            (card.date[:10], card.platform, card.account, card.kind, card.text, card.permalink or "")
            if card
            else ("",) * 6
        )
        rows.append((uid, criterion, f"{weight:.2f}", *where))
    rows += [
        (one.uid, WAITING, f"{one.need:.2f}", one.at[:10], one.platform, one.account, "D" if one.private else "I",
         one.text, "")
        for one in book.evidence.waiting
    ]  # fmt: skip
    return "\ufeff" + table([head, *rows])


def template(book: Book) -> str:
    """labels.csv to correct: one row a flagged post and detector, `value` as we judged it, and what it is about.

    A detector is asked only of what it has read: an answer has no need of its
    own.  The question and the text stand there for whoever reads; the next run
    leaves them aside.
    """
    rows = []
    for uid, criterion, weight in book.evidence.flagged:
        result, card = book.result(criterion), book.post(uid)
        label = result.detectors[0] if result and result.detectors else ""
        if not label or not result or (card and not asked(card, label)):
            continue
        held = card.labels.get(label, weight) if card else weight
        rows.append((uid, label, "yes" if held >= 0.5 else "no", result.question, _line(card.text) if card else ""))
    rate = book.result(WAITING)
    for one in book.evidence.waiting if rate else ():
        said = _line(one.text) or " ".join((book.say("kind", "I"), one.at, book.say("wanted", one.topic)))
        rows.append((one.uid, "need", "yes", rate.question if rate else "", said))
    first = {row[:3]: row for row in reversed(rows)}
    head = ("id", "label", "value", "question", "text")
    return "\ufeff" + table([head, *(first[key] for key in dict.fromkeys(row[:3] for row in rows))])


def asked(card: PostCard, label: str) -> bool:
    """Whether a detector has read a post; older reports do not say what was read."""
    return not card.labels or label in card.labels


def _line(text: str) -> str:
    """A text on one line, cut where a spreadsheet's row would grow."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST].rsplit(' ', 1)[0]} …"
