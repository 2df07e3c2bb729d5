"""What the exports can show, before any playbook is drawn: the findings of `sociable check`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import polars as pl

from sociable import advice, archives, intake, overrides, periods, scoring, signals
from sociable.config import Brand
from sociable.content import accuracy
from sociable.intake import Progress
from sociable.model import InputFile, NeedState, Period, Status
from sociable.rubric import Rubric

TRIED = 20
"""So many exports that brand.yaml does not name are read to see whether they can be."""


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
    weights: dict[str, float] = {}  # of each criterion, 100 in all
    coverage: float = 0.0  # share of the weight that is scored, of all that is a question for these accounts
    there: dict[str, list[str]] = {}  # account -> the inputs that it has, of whatever days
    gaps: dict[str, list[str]] = {}  # account -> whole months without a post between its first and its last
    chosen: str = ""  # which accounts cover the period and which do not, where not all do
    unnamed: list[str] = []  # exports that lie in the folder and that brand.yaml does not name
    unread: list[str] = []  # those of them that could not be read, one line each
    stale: list[str] = []  # own content that has not followed an upgrade


def examine(source: Path, period: str | None = None, tell: Progress | None = None) -> Findings:
    """Read everything that the brand.yaml at `source` names and say what can be measured; writes nothing."""
    taken = intake.take(source, period, None, tell)
    columns = signals.relate(taken.archive, taken.brand, [taken.window], tell)
    results = scoring.assess(columns, taken.rules, taken.brand, taken.window, accuracy())
    beside, unread = unnamed(taken.brand)
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
        coverage=scoring.combine(results, taken.rules)[0].coverage,
        weights={name: one.weight for name, one in taken.rules.criteria.items()},
        there=there(taken.archive.feeds, taken.rules),
        gaps=gaps(taken.archive.posts),
        chosen=periods.told(taken.window, taken.spans),
        unnamed=beside,
        unread=unread,
        stale=overrides.stale(taken.brand.root),
    )


def there(feeds: pl.DataFrame, rules: Rubric) -> dict[str, list[str]]:
    """Account to the inputs that its files are, of whatever days, by what they show (ids of needs.yaml)."""
    found: dict[str, set[str]] = {}
    for account, name in feeds.select("account", "need").unique().iter_rows():
        need = rules.needs.get(name)
        found.setdefault(account, set()).add(need.remedy(account.partition(":")[0]) if need else "")
    return {account: sorted(inputs - {""}) for account, inputs in sorted(found.items())}


def gaps(posts: pl.DataFrame) -> dict[str, list[str]]:
    """Account to the months (2026-07) in which it posted nothing, between its first post and its last."""
    months = posts.drop_nulls("created_at").select("account", at=pl.col("created_at").dt.truncate("1mo").dt.date())
    found = {}
    for (account,), rows in months.unique().sort("account", "at").group_by("account", maintain_order=True):
        active = {day.year * 12 + day.month - 1 for day in rows["at"].to_list()}
        if silent := sorted(set(range(min(active), max(active))) - active):
            found[str(account)] = [f"{month // 12}-{month % 12 + 1:02}" for month in silent]
    return found


def unnamed(brand: Brand) -> tuple[list[str], list[str]]:
    """Exports in the folder of brand.yaml that it does not name, and in one line each why others cannot be read."""
    written = [name for one in brand.accounts for name in (*one.archive, *one.inbox)]
    own = (brand.rubric, brand.labels, brand.curation, brand.notes, brand.plan, brand.history)
    named = [path.relative_to(brand.root).as_posix() for name in (*written, *own) if name
             for path in archives.resolve(brand.root, name, missing=True)
             if path.is_relative_to(brand.root)]  # fmt: skip
    found, strangers = archives.discover(brand.root, named)
    known = [one for one in found if one.reader != "generic"]
    tried = [(one, archives.attempt(brand.root, one) if at < TRIED else "") for at, one in enumerate(known)]
    faults = [line for line in strangers if archives.UNKNOWN not in line] + [fault for _, fault in tried if fault]
    return [f"{one.path} ({one.reader})" for one, fault in tried if not fault], faults
