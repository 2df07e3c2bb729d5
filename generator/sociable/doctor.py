"""What the exports can show, before any playbook is drawn: the findings of `sociable check`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sociable import advice, intake, scoring, signals
from sociable.content import accuracy
from sociable.intake import Progress
from sociable.model import InputFile, NeedState, Period, Status


class Measurable(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one criterion can be measured, over how many units, and what its accounts lack."""

    id: str
    status: Status
    reason: str
    n: int
    needs: list[NeedState]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """Files, spans and criteria of one brand; `remedies` names the inputs that would show more."""

    brand: str
    period: Period
    complete: bool
    inputs: list[InputFile]
    spans: dict[str, tuple[str, str]]
    broadcasts: int
    criteria: list[Measurable]
    remedies: dict[str, str]


def examine(source: Path, period: str | None = None, tell: Progress | None = None) -> Findings:
    """Read everything that the brand.yaml at `source` names and say what can be measured; writes nothing."""
    taken = intake.take(source, period, None, tell)
    columns = signals.relate(taken.archive, taken.brand, [taken.window], tell)
    results = scoring.assess(columns, taken.rules, taken.brand, taken.window, accuracy())
    broadcasts = next((one.n for one in results if one.id == "self-talk"), 0)
    return Findings(
        brand=taken.brand.about.name,
        period=taken.window,
        complete=taken.complete,
        inputs=advice.inputs(taken.archive, taken.brand),
        spans={account: (str(first), str(last)) for account, (first, last) in taken.spans.items()},
        broadcasts=broadcasts,
        criteria=[
            Measurable(id=one.id, status=one.status, reason=one.reason, n=one.n, needs=one.needs) for one in results
        ],
        remedies={name: f"{one.title}: {one.how}" for name, one in taken.rules.inputs.items()},
    )
