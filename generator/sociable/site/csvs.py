"""Writes CSV files that spreadsheets open safely: a cell never starts a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from sociable.site.book import Book

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
    """Every flagged post: what it was flagged for, with which weight, where to see it."""
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
    return "\ufeff" + table([head, *rows])


def template(book: Book) -> str:
    """labels.csv to correct: one row a flagged post and detector, `value` as we judged it."""
    rows = []
    for uid, criterion, weight in book.evidence.flagged:
        result = book.result(criterion)
        label = result.detectors[0] if result and result.detectors else ""
        card = book.post(uid)
        held = card.labels.get(label, weight) if card else weight
        rows += [(uid, label, "yes" if held >= 0.5 else "no")] if label else []
    return table([("id", "label", "value"), *dict.fromkeys(rows)])
