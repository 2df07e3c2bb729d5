"""What a build does where something has changed: read, label, score, advise, render, write."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from sociable import (
    __version__,
    advice,
    atomic,
    hand,
    history,
    intake,
    periods,
    quarters,
    recall,
    rulebook,
    scoring,
    settings,
    shortfall,
    signals,
    unchanged,
)
from sociable.config import Brand
from sociable.content import accuracy
from sociable.history import Built
from sociable.intake import Intake, Progress
from sociable.model import InputFile, Period
from sociable.playbook import write
from sociable.recall import Recall
from sociable.report import Report
from sociable.tables import Columns


def make(
    source: Path,
    target: Path,
    *,
    period: str | None,
    today: date | None,
    backfill: bool,
    outputs: Mapping[str, bool],
    progress: Progress,
    labels: Recall | None,
) -> tuple[Built, str]:
    """Read, score and draw the brand.yaml at `source`; the playbook, and what to tell of labels that were known.

    The parameters are those of `build`, `outputs` what `playbook.write` writes besides.
    """
    taken = intake.take(source, period, today, progress)
    folder = taken.brand.path(taken.brand.history or "history")
    atomic.ready(folder)
    known, fresh, notes = quarters.known(folder, taken.rules)
    windows = _windows(taken, known, fresh, backfill=backfill)
    labels = labels or recall.opened(taken.brand)
    columns = signals.relate(taken.archive, taken.brand, windows, progress, labels)
    labels.keep()
    made = _scored(taken, columns, windows, (known, fresh), progress)
    said = (*notes, *_said(taken, made[-1], known, named=period is not None))
    built = write(made[-1], taken.rules, target, **outputs, notes=said, progress=progress)
    for report in made[:-1]:
        quarters.keep(report, folder, known)
    if not shortfall.fuller(made[-1], known.get(made[-1].period.id)):
        history.keep(made[-1], folder)
    return built, labels.line()


def _said(taken: Intake, report: Report, known: quarters.Known, *, named: bool) -> list[str]:
    """What whoever builds must read: why this period, what the exports lack, and whether they once held more."""
    unit = taken.brand.period
    last = max((one.period for one in known.values()), key=lambda one: (one.end, one.id), default=None)
    jump = periods.jump(taken.window, unit, last) if isinstance(unit, str) and not named else ""
    why = "; ".join(filter(None, [jump, taken.why]))
    told = [f"{taken.window.id}: {why}; --period chooses another"] if why else []
    fewer = shortfall.fewer(report, known.get(report.period.id))
    return [*told, *shortfall.warnings(report.inputs), *([fewer] if fewer else [])]


def wanted(
    source: Path, output: Path, *, period: str | None = None, today: date | None = None, backfill: bool = False
) -> pl.DataFrame:
    """What `build` would have the detectors read: the rows, with their `recall.KEYS`, of which no label is known."""
    brand, outputs = settings.load(source), {"single_file": False, "pdf": False, "slides": False}
    watch = unchanged.watch(brand, output, {"period": period, "today": today, "backfill": backfill, **outputs})
    if watch.lines() is not None:
        return pl.DataFrame()
    taken = intake.take(source, period, today)
    known, fresh, _ = quarters.known(taken.brand.path(taken.brand.history or "history"), taken.rules)
    batches = signals.wanted(taken.archive, taken.brand, _windows(taken, known, fresh, backfill=backfill))
    rows = [one.hstack(recall.keys(one)).select(*sorted(one.columns), *recall.KEYS) for one in batches]
    return recall.opened(taken.brand).missing(pl.concat(rows, how="vertical_relaxed"))


def _scored(
    taken: Intake, columns: Columns, windows: list[Period], past: tuple[quarters.Known, quarters.Known], tell: Progress
) -> list[Report]:
    """The report of every window, the last one with examples; each knows those before it."""
    made: list[Report] = []
    files = advice.inputs(taken.archive, taken.brand)
    for window in windows:
        tell(f"scoring {window.id}")
        report = assess(taken, columns, window, files, illustrated=window is windows[-1])
        scored = past[1] | {one.period.id: one for one in made}
        ledger = hand.ledger(taken.brand, taken.rules.criteria) if window is windows[-1] else {}
        made.append(quarters.with_history(report, past[0], scored, taken.rules, ledger))
    return made


def _windows(taken: Intake, known: quarters.Known, fresh: quarters.Known, *, backfill: bool) -> list[Period]:
    """What is scored in this run, oldest first: backfill, windows of an earlier rubric, and the chosen one."""
    bridge = quarters.to_bridge(known, fresh, taken.window, taken.spans, taken.rules)
    found = {one.id: one for one in (*(_before(taken) if backfill else []), *bridge)}
    return [*sorted(found.values(), key=lambda one: (one.end, one.id)), taken.window]


def _before(taken: Intake) -> list[Period]:
    """The windows before the chosen one that some account covers and that hold records, oldest first."""
    if not isinstance(taken.brand.period, str):
        return []
    spans = list(taken.spans.values())
    windows = periods.every(taken.brand.period, spans, date.fromisoformat(taken.window.start) - timedelta(days=1))
    times = pl.concat([taken.archive.posts["created_at"], taken.archive.messages["created_at"]]).drop_nulls()
    days = set(times.dt.date().unique().dt.strftime("%Y-%m-%d"))
    busy = [one for one in windows if any(one.start <= day <= one.end for day in days)]
    return [one for one in busy if any(periods.covers(one, span) for span in spans)]


def assess(taken: Intake, columns: Columns, window: Period, files: list[InputFile], *, illustrated: bool) -> Report:
    """Everything of one window's report but its history; without examples unless `illustrated`."""
    brand, rules = taken.brand, taken.rules
    measured = accuracy(brand.reader)
    results = scoring.assess(columns, rules, brand, window, measured)
    noted = list(scoring.signals(columns, rules, brand, window))
    evidence = None
    if illustrated:
        terms = signals.Terms.of(brand)
        also = [uid for one in noted for uid in one.posts]
        results, evidence = advice.illustrate(columns, results, rules, brand, terms, measured, window, also)
    overall, dimensions = scoring.combine(results, rules)
    mix, heat, answers, calendar = scoring.summaries(columns, window, brand.about.timezone)
    return Report(
        tool_version=__version__,
        rubric={"version": rules.version, "fingerprint": rules.fingerprint},
        rules=rulebook.record(rules, signals.RESTS, brand.reader),
        brand=identity(brand),
        period=window,
        today=taken.today.isoformat(),
        inputs=files,
        overall=overall,
        dimensions=list(dimensions),
        criteria=list(results),
        signals=noted,
        # what plan.yaml says now was not yet so when an earlier window was lived through
        plan=hand.assign(scoring.plan(results, rules), hand.ledger(brand, rules.criteria) if illustrated else {}),
        mix=mix,
        heat=heat,
        answers=answers,
        calendar=calendar,
        method={
            "accuracy": measured,
            "reader": brand.reader,
            "reviewed": scoring.accuracy(columns.posts),
            "complete": all(periods.covers(window, span) for span in taken.spans.values()),
            "omitted": scoring.left_out(columns, window),
        },
        notes=hand.notes(brand),
        evidence=evidence,
    )


def identity(brand: Brand) -> dict[str, object]:
    """What the pages say of the brand and of whoever prepared them; the logo travels inside."""
    logo = ""
    if brand.playbook.logo:
        path = brand.path(brand.playbook.logo)
        kind = mimetypes.guess_type(path.name)[0] or "image/png"
        logo = f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
    return {
        "name": brand.about.name,
        "title": brand.playbook.title or "",
        "accent": brand.playbook.accent,
        "logo": logo,
        "prepared_by": brand.playbook.prepared_by or "",
        "timezone": brand.about.timezone,
        "participation": brand.about.participation,
        "accounts": [
            {"key": one.key, "platform": one.platform, "handle": one.handle.lstrip("@"), "role": one.role}
            for one in brand.accounts
        ],
        "masked": brand.privacy.mask_people,
        **({"hours": brand.service_hours.hours} if brand.service_hours else {}),
        **({"language": brand.playbook.language} if brand.playbook.language != "en" else {}),
        "events": [{"name": e.name, "start": str(e.start), "end": str(e.end), "kind": e.kind} for e in brand.events],
    }
