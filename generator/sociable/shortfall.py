"""What the exports lack that they should hold: files that break off, and fewer posts than an earlier run read."""

from __future__ import annotations

from collections.abc import Iterable

from sociable.model import CUT_OFF, InputFile
from sociable.report import Report

KEPT, LOST = 0.8, 10
"""A run that reads less than this share of what an earlier one read, and lacks at least so many, says so."""

UNREAD = ("broken", "incomplete", "no-time", "no-text")
"""Why a row was left out that no export holds when it is whole; other rows are left out because they are no posts."""


def broken_off(inputs: Iterable[InputFile]) -> list[tuple[InputFile, str]]:
    """The files that end in the middle, each with what reading them said of it."""
    return [(one, issue.message) for one in inputs for issue in one.issues if issue.code == CUT_OFF]


def warnings(inputs: Iterable[InputFile]) -> list[str]:
    """One line for a terminal for each file that ends in the middle: what is lost, what is left, what to do."""
    lines = []
    for one, said in broken_off(inputs):
        days = f", {one.first[:10]} to {one.last[:10]}" if one.first and one.last else ""
        rows = f"{one.kept} row{'' if one.kept == 1 else 's'}"
        left = f"until then only {rows} of it count{'s' if one.kept == 1 else ''}{days}" if one.kept else ""
        lines.append("; ".join(filter(None, [f"warning: {one.file}: {said}", left or "until then it shows nothing"])))
    return lines


def left_out(inputs: Iterable[InputFile]) -> list[str]:
    """One line for a terminal for each file of which rows could not be read: how many, why, and where the first is."""
    lines = []
    for one in inputs:
        lost = {reason: one.skipped[reason] for reason in UNREAD if reason in one.skipped}
        if lost and not (lost == {"broken": 1} and broken_off([one])):  # the row that breaks off is told
            why = ", ".join(f"{count:,} {reason}" for reason, count in lost.items())
            first = [f"; the first is row {it.row}, {it.message}" for it in one.issues if it.code in lost and it.row]
            lines.append(
                f"warning: {one.file}: {sum(lost.values()):,} of {one.read:,} rows left out: {why}{''.join(first[:1])}"
            )
    return lines


def fewer(now: Report, before: Report | None) -> str:
    """One line where this report rests on far fewer posts and messages than an earlier one of the same period."""
    if before is None or before.period != now.period:
        return ""
    then, here = _units(before), _units(now)
    if then - here < LOST or here >= KEPT * then:
        return ""
    kept = "; history keeps that report" if fuller(now, before) else ""
    return (
        f"warning: {now.period.id} held {then} posts and messages in the report before, and {here} now: "
        f"an export is missing or not whole; put back what was there and build again{kept}"
    )


def fuller(now: Report, before: Report | None) -> bool:
    """Whether history keeps `before`: this report of the same period rests on far fewer, and on a file that breaks off.

    Where every file is whole, whoever builds may have taken posts out, and the new report is the right one.
    """
    if before is None or before.period != now.period or before.rubric != now.rubric or not broken_off(now.inputs):
        return False
    then, here = _units(before), _units(now)
    return then - here >= LOST and here < KEPT * then


def _units(report: Report) -> int:
    return sum(count for kinds in report.calendar.values() for count in kinds.values())
