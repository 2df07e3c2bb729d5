"""What the exports can show, before any playbook is drawn: the findings of `sociable check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from sociable import advice, archives, intake, overrides, periods, recall, scoring, shortfall, signals
from sociable.config import Brand, meant
from sociable.content import accuracy
from sociable.intake import Intake, Progress
from sociable.model import DOUBTS, InputFile, NeedState, Period, Status
from sociable.report import CriterionResult
from sociable.rubric import Rubric
from sociable.tables import Archive

OWN = {
    "x-archive": ("x", "grailbird"), "facebook-export": ("facebook",),
    "instagram-export": ("instagram", "threads"), "linkedin-export": ("linkedin",), "mastodon-archive": ("mastodon",),
    "bluesky-repo": ("bluesky",), "tiktok-export": ("tiktok",), "youtube-takeout": ("youtube",),
    "reddit-export": ("reddit",),
}  # fmt: skip
"""Inputs that are a network's own export, and the readers that know it."""
INBOUND = frozenset({"inbound_linked", "inbound_complete", "parent_invited"})
"""Needs that an inbox feeds and, but for a conversation export, nothing else."""
TRIED = 20
"""So many exports that brand.yaml does not name are read to see whether they can be."""


class Measurable(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one criterion can be measured, over how many units, and what its accounts lack."""

    id: str
    status: Status
    reason: str
    n: int
    needs: list[NeedState]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One period and what the exports hold of it; `whole` where some account covers all of it."""

    period: str
    posts: int
    messages: int
    whole: bool


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
    chosen: str = ""  # why this period, and which accounts do not cover it, where that needs saying
    held: list[Held] = []  # the periods that the exports touch, oldest first
    asks: list[str] = []  # accounts of which brand.yaml does not say whether their inbox is complete
    warnings: list[str] = []  # what the exports lack that they should hold, one line each
    unnamed: list[str] = []  # exports that lie in the folder and that brand.yaml does not name
    unread: list[str] = []  # those of them that could not be read, one line each
    left_out: dict[str, Any] = {}  # own posts and messages that no question of words counts, see `scoring.left_out`
    stale: list[str] = []  # own content that has not followed an upgrade


def _reason(one: CriterionResult) -> str:
    """Why a question has the status that it has; a score that the pages call provisional is told to be one."""
    doubted = one.status == "scored" and any(note.partition(":")[0] in DOUBTS for note in one.notes)
    return "weak" if doubted else one.reason


def examine(source: Path, period: str | None = None, tell: Progress | None = None) -> Findings:
    """Read everything that the brand.yaml at `source` names and say what can be measured; writes nothing."""
    taken = intake.take(source, period, None, tell)
    columns = signals.relate(taken.archive, taken.brand, [taken.window], tell, recall.opened(taken.brand))
    results = scoring.assess(columns, taken.rules, taken.brand, taken.window, accuracy(taken.brand.reader))
    beside, unread = unnamed(taken.brand, tables=any(one.reader == "generic" for one in taken.archive.inputs))
    files = advice.inputs(taken.archive, taken.brand)
    broadcasts = next((one.n for one in results if one.id == "self-talk"), 0)
    return Findings(
        brand=taken.brand.about.name,
        period=taken.window,
        complete=taken.complete,
        inputs=files,
        spans={account: (str(first), str(last)) for account, (first, last) in taken.spans.items()},
        broadcasts=broadcasts,
        criteria=[
            Measurable(id=one.id, status=one.status, reason=_reason(one), n=one.n, needs=one.needs) for one in results
        ],
        remedies={name: f"{one.title}: {one.how}" for name, one in taken.rules.inputs.items()},
        coverage=scoring.combine(results, taken.rules)[0].coverage,
        weights={name: one.weight for name, one in taken.rules.criteria.items()},
        there=there(taken.archive, taken.rules),
        gaps=gaps(taken.archive.posts),
        chosen=taken.why,
        held=held(taken),
        asks=asks(taken),
        warnings=shortfall.warnings(files),
        unnamed=beside,
        unread=unread,
        left_out=scoring.left_out(columns, taken.window),
        stale=overrides.stale(taken.brand.root),
    )


def held(taken: Intake) -> list[Held]:
    """What the exports hold of every period that they touch; nothing where brand.yaml names a span of its own."""
    unit = taken.brand.period
    if not isinstance(unit, str):
        return []
    posts, messages = (intake.by_day([one], taken.brand.about.timezone)
                       for one in (taken.archive.posts, taken.archive.messages))  # fmt: skip
    whole = {one.id for one in periods.whole(unit, taken.today, taken.spans)}
    found = [
        Held(period=one.id, posts=periods.held(one, posts), messages=periods.held(one, messages), whole=one.id in whole)
        for one in periods.every(unit, taken.spans.values(), taken.today)
    ]
    return [one for one in found if one.posts or one.messages]


def asks(taken: Intake) -> list[str]:
    """Accounts with an inbox of which brand.yaml does not say whether it holds what nobody answered."""
    fed = set(taken.archive.feeds.filter(need="inbound_linked")["account"])
    return sorted(one.key for one in taken.brand.accounts if one.inbox_complete == "unknown" and one.key in fed)


def there(archive: Archive, rules: Rubric) -> dict[str, list[str]]:
    """Account to the inputs (ids of needs.yaml) that its files are, of whatever days.

    A table of posts shows some of what the network's own archive shows, and is none.
    """
    readers = {one.file: one.reader for one in archive.inputs}
    found: dict[str, set[str]] = {}
    for account, name, source in archive.feeds.select("account", "need", "source_file").unique().iter_rows():
        need = rules.needs.get(name)
        remedy = need.remedy(account.partition(":")[0]) if need else ""
        if remedy == "inbox" and name not in INBOUND:
            continue  # times and names that another file shows as well
        given = {reader for file, reader in readers.items() if file == source or file.startswith(f"{source}!")}
        if given & set(OWN.get(remedy, given)):
            found.setdefault(account, set()).add(remedy)
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


def unnamed(brand: Brand, *, tables: bool = False) -> tuple[list[str], list[str]]:
    """Exports in the folder of brand.yaml that it does not name, and in one line each why others cannot be read.

    A table of nobody's format may hold anything: it counts only with `tables`, where the brand reads some already.
    """
    written = [name for one in brand.accounts for name in (*one.archive, *one.inbox)]
    own = (brand.rubric, brand.labels, brand.curation, brand.notes, brand.plan, brand.history)
    named = [path.relative_to(brand.root).as_posix() for name in (*written, *own) if name
             for path in meant(brand.root, name)
             if path.is_relative_to(brand.root)]  # fmt: skip
    found, strangers = archives.discover(brand.root, named)
    known = [one for one in found if tables or one.reader != "generic"]
    tried = [(one, archives.attempt(brand.root, one) if at < TRIED else "") for at, one in enumerate(known)]
    faults = [line for line in strangers if archives.UNKNOWN not in line] + [fault for _, fault in tried if fault]
    return [f"{one.path} ({one.reader})" for one, fault in tried if not fault], faults
