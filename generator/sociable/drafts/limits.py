"""How much may be wrong with a queue of drafts before `sociable lint` ends with exit code 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sociable.drafts import examination, mechanics
from sociable.drafts.verdicts import Verdict
from sociable.errors import Fault, InputError, LimitCrossed, UsageError
from sociable.sheets import suggest

ANY, UNJUDGED = "any", "unjudged"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many drafts, or such a share of them, may be flagged with a label or under a criterion."""

    written: str
    name: str
    most: float
    share: bool = False


def declared(given: Sequence[str], fail_on: Sequence[str] = ()) -> list[Limit]:
    """The limits of a command line: `promo=1`, `hard-sell=20%`, and names of which there may be none."""
    known = {*mechanics.MECHANICAL, mechanics.FIT, ANY, UNJUDGED} | {
        name for kind in examination.AGAINST.values() for pair in kind.items() for name in pair
    }
    found = []
    for written in (*given, *(f"{name}=0" for name in fail_on)):
        name, _, most = written.replace(" ", "").partition("=")
        option = "--limit" if written in given else "--fail-on"
        if name not in known:
            raise UsageError(
                Fault(option, f"{name!r} is nothing that a draft can be flagged with", suggest(name, known))
            )
        number = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)(%?)", most)
        if number is None or (not number[2] and "." in number[1]):
            raise UsageError(Fault(option, f"{written!r} gives no limit", "write promo=1, or promo=20%"))
        found.append(Limit(written, name, float(number[1]) / (100 if number[2] else 1), bool(number[2])))
    return found


def over(found: Sequence[Verdict], limits: Sequence[Limit]) -> list[tuple[Limit, list[Verdict]]]:
    """The limits that are crossed, each with the drafts that count against it."""
    written = [one for one in found if one.verdict != "empty"]
    judged = [one for one in written if one.judged]
    crossed = []
    for limit in limits:
        against = [one for one in written if _counts(limit.name, one)]
        of = written if limit.name == UNJUDGED else judged
        if len(against) > (limit.most * len(of) if limit.share else limit.most):
            crossed.append((limit, against))
    return crossed


def _counts(name: str, one: Verdict) -> bool:
    """Whether a draft counts against a limit of that name; what was not judged is no fault of the draft."""
    if name == UNJUDGED:
        return not one.judged
    return any(name in (ANY, flag.label, flag.criterion) for flag in one.flags)


def gate(file: str, crossed: Sequence[tuple[Limit, Sequence[Verdict]]], rows: Sequence[Fault] = ()) -> None:
    """Raises LimitCrossed, which ends with exit code 3, with a line for each limit that is crossed.

    `rows`, what is wrong with rows that could not be taken, stands before
    them; with no limit crossed it raises InputError, which ends with 1.
    """
    faults = []
    for limit, against in crossed:
        places = ", ".join(f"line {one.line}" for one in against[:5]) + (" and more" if len(against) > 5 else "")
        drafts = "1 draft" if len(against) == 1 else f"{len(against)} drafts"
        what = f"limit {limit.written} is crossed by {drafts} ({places})"
        faults.append(Fault(file, what, "rewrite or drop some, or raise the limit"))
    if faults:
        raise LimitCrossed(*rows, *faults)
    if rows:
        raise InputError(*rows)
