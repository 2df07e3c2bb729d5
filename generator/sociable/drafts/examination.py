"""Drafts before they go out: what the detectors hold against each, why, and a verified rewrite.

The same detectors, recipes and checks as those of the playbook, for texts that
nobody has published yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import polars as pl

from sociable import content, rubric, signals, site
from sociable.advice import verify
from sociable.config import Brand
from sociable.drafts import legible, mechanics, redraft
from sociable.drafts.manuscript import OWN_COLUMNS, Draft
from sociable.drafts.redraft import Engine
from sociable.drafts.verdicts import Flag, Verdict
from sociable.errors import Fault, UsageError
from sociable.rubric import Rubric
from sociable.sheets import suggest

AGAINST = verify.AGAINST
"""What counts against a draft of each kind, and the criterion that says why."""
SURE = 0.5
"""From this probability on a label counts against a draft, as it does in every measure."""
_LOUD = ("promo", "hard_sell")
"""Held against a reply or a direct message only together: who is asked may say what it costs and where it is sold."""
HEAD = (
    "id", "line", "platform", "kind", "verdict", "flags", "reasons", "words", "claims", "text", "rewrite",
    "open_slots", "engine", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every step needs."""

    brand: Brand | None
    rules: Rubric
    words: dict[str, dict[str, str]]

    def judge(self, frame: pl.DataFrame) -> pl.DataFrame:
        named = frame.with_columns(brand=pl.lit(self.brand.about.name)) if self.brand else frame
        found = signals.label(named, self.terms)
        replies = _as_unasked(named)
        if replies.is_empty():
            return found
        loud = signals.label(replies, self.terms).filter(pl.col("p_hard_sell") >= SURE)
        return found.update(loud.select("uid", *(f"p_{name}" for name in _LOUD)), on="uid")

    @property
    def terms(self) -> signals.Terms:
        return signals.Terms.of(self.brand) if self.brand else signals.Terms()


def examine(
    drafts: Sequence[Draft], brand: Brand | None = None, *, criterion: str = "", rewrites: bool = True,
    engine: Engine | None = None,
) -> list[Verdict]:  # fmt: skip
    """A verdict on each draft, in their order; with `criterion` a rewrite for that one, flagged or not.

    Raises UsageError for a criterion that does not exist, and when an outside
    engine is wished for that nobody has agreed to.
    """
    override = brand.path(brand.rubric) if brand and brand.rubric else None
    desk = _Desk(brand, rubric.load(signals.SIGNALS, override), content.wording())
    if criterion and criterion not in desk.rules.criteria:
        raise UsageError(
            Fault("--criterion", f"{criterion!r} is no criterion", suggest(criterion, desk.rules.criteria))
        )
    if not drafts:
        return []
    read = legible.read(drafts, desk.judge)
    heard = [replace(one, text=said.text) for one, said in zip(drafts, read, strict=True)]
    told = mechanics.flags(drafts, desk.words["lint"], desk.rules)
    rows = desk.judge(_read(heard)).to_dicts()
    found = [_verdict(*one, desk) for one in zip(drafts, rows, told, read, strict=True)]
    found = _marked(drafts, heard, found, desk)
    if not rewrites:
        return found
    task = redraft.Work(drafts, found, criterion, desk.rules, desk.words["lint"], brand, desk.judge)
    return redraft.suggest(task, engine)


def _as_unasked(batch: pl.DataFrame) -> pl.DataFrame:
    """Replies and direct messages of a batch, to be read as unasked replies: only there do detectors know adverts."""
    return batch.filter(pl.col("kind").is_in(["R", "D"])).with_columns(kind=pl.lit("U"))


def table(found: Sequence[Verdict], drafts: Sequence[Draft] = ()) -> str:
    """Verdicts as CSV, one row a draft, safe to open in a spreadsheet; the other columns of `drafts` come last.

    One that is called as a column of ours is called draft_... here, unless the
    table was one of verdicts before.
    """
    names = list(dict.fromkeys(name for one in drafts for name, _ in one.beside))
    again = set(HEAD) - set(OWN_COLUMNS) <= set(names)
    kept = [name for name in names if name and not (again and name in HEAD)]
    head = [f"draft_{name}" if name.casefold() in HEAD else name for name in kept]
    beside = [[dict(one.beside).get(name, "") for name in kept] for one in drafts] or [[] for _ in found]
    return site.csv_table([(*HEAD, *head), *((*_row(one), *more) for one, more in zip(found, beside, strict=True))])


def _batch(drafts: Sequence[Draft]) -> pl.DataFrame:
    rows = [(str(i), one.kind, one.text, one.platform, one.context) for i, one in enumerate(drafts)]
    return pl.DataFrame(rows, schema=["uid", "kind", "text", "platform", "context"], orient="row")


def _verdict(draft: Draft, row: dict[str, Any], told: list[Flag], read: legible.Read, desk: _Desk) -> Verdict:
    found = Verdict(
        id=draft.id, line=draft.line, column=draft.column, platform=draft.platform, kind=draft.kind, text=draft.text,
        verdict="ok",
    )  # fmt: skip
    if not draft.text.strip():
        return msgspec.structs.replace(found, verdict="empty", notes=[desk.words["lint"]["empty"]])
    flags = [_flag(name, held, row, desk) for name, held in AGAINST[draft.kind].items() if verify.held(name, row)]
    flags = sorted(flags, key=lambda one: (-one.p, one.label))
    flags += told
    if flags:
        found = msgspec.structs.replace(found, verdict="flagged", flags=flags)
    if row["scoreable"]:
        notes = [desk.words["lint"]["partly"]] if read.partly else []
        return msgspec.structs.replace(found, notes=notes)
    verdict = "flagged" if flags else "unjudged"
    spoken = desk.words["tongue"].get(row["lang"] or "")
    said = desk.words["lint"]["unjudged_other"].format(language=spoken) if spoken else desk.words["lint"]["unjudged"]
    return msgspec.structs.replace(found, verdict=verdict, judged=False, notes=[said])


def _read(drafts: Sequence[Draft]) -> pl.DataFrame:
    """`_batch` with who reads the drafts; rewrites of them are compared by the quick reader alone."""
    return _batch(drafts).with_columns(reader=pl.lit(signals.reader(len(drafts))))


def _flag(label: str, criterion: str, row: Mapping[str, Any], desk: _Desk) -> Flag:
    p = row["p_purpose_filler"] if label == "filler" else row[f"p_{label}"]
    rule = desk.rules.criteria.get(criterion)
    return Flag(
        label=label, criterion=criterion if rule else "", p=round(p or 0.0, 4), reason=desk.words["label_text"][label],
        claims=list(rule.sources) if rule else [], marks=[],
    )  # fmt: skip


def _marked(drafts: Sequence[Draft], heard: Sequence[Draft], found: list[Verdict], desk: _Desk) -> list[Verdict]:
    """The verdicts with the deciding words of every flag; `heard` are the drafts as they were judged."""
    chosen = [index for index, one in enumerate(found) if one.flags]
    if not chosen:
        return found
    batch = _read(heard)[chosen]
    batch = batch.with_columns(brand=pl.lit(desk.brand.about.name)) if desk.brand else batch
    labels = sorted({flag.label for one in found for flag in one.flags} - set(mechanics.MECHANICAL))
    spans = signals.explain(pl.concat([_as_unasked(batch), batch]), labels, desk.terms)
    told = []
    for index, (draft, one) in enumerate(zip(drafts, found, strict=True)):
        flags = []
        for flag in one.flags:
            marks = [mechanics.mark(draft, span) for span in spans.get((str(index), flag.label), [])]
            flags.append(msgspec.structs.replace(flag, marks=flag.marks or marks))
        told.append(msgspec.structs.replace(one, flags=flags))
    return told


def _decided(found: Verdict) -> Iterator[str]:
    """The words that any flag marks, in their order; marks that overlap are one."""
    first = last = 0
    for start, end in sorted((mark.start, mark.end) for flag in found.flags for mark in flag.marks):
        if start > last and last:
            yield found.text[first:last]
        first, last = (first if last and start <= last else start), max(last, end)
    if last:
        yield found.text[first:last]


def _row(found: Verdict) -> tuple[str, ...]:
    drafted = found.rewrite
    return (
        found.id, str(found.line), found.platform, found.kind, found.verdict,
        " ".join(flag.label for flag in found.flags),
        " | ".join(flag.reason for flag in found.flags),
        " | ".join(dict.fromkeys(_decided(found))),
        " | ".join(f"{flag.label}: {' '.join(flag.claims)}" for flag in found.flags if flag.claims),
        found.text, drafted.text if drafted else "",
        " ".join(slot.text for slot in drafted.slots) if drafted else "",
        drafted.engine if drafted else "", " ".join(found.notes),
    )  # fmt: skip
