"""The recipe, start to end: read, label, score, advise, render, write."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import polars as pl

from sociable import __version__, advice, archives, history, periods, rubric, scoring, settings, signals, site
from sociable.config import Brand, Span
from sociable.content import accuracy
from sociable.errors import Fault, InputError
from sociable.model import Period
from sociable.report import Past, Report
from sociable.rubric import Rubric
from sociable.tables import Archive

Progress = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Built:
    """Where the playbook is, and what to tell the person who asked for it."""

    index: Path
    report: Report
    lines: tuple[str, ...]


def build(
    source: Path,
    output: Path | None = None,
    *,
    period: str | None = None,
    today: date | None = None,
    single_file: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Build the playbook of the brand.yaml at `source` and swap it in at `output`."""
    tell = progress or (lambda *_: None)
    brand = settings.load(source)
    rules = rubric.load(signals.SIGNALS, brand.path(brand.rubric) if brand.rubric else None)
    archive = archives.read(brand, tell)
    window, complete = pick(brand, archive, period, today)
    report = assess(brand, rules, archive, window, complete, tell)
    folder = brand.path(brand.history or "history")
    earlier, notes = history.past(folder)
    report = with_history(report, earlier)
    target = output or brand.root / "output"
    built = write(report, rules, target, single_file=single_file, notes=tuple(notes), progress=tell)
    history.keep(report, folder)
    return built


def redraw(source: Path, output: Path, *, single_file: bool = False) -> Built:
    """Draw the pages of a report.json anew, without the exports."""
    report = history.load(source)
    return write(report, rubric.load(signals.SIGNALS), output, single_file=single_file)


def pick(brand: Brand, archive: Archive, period: str | None, today: date | None) -> tuple[Period, bool]:
    """The window to report on (see `periods.choose`), and whether every account covers it."""
    coverage = spans(archive)
    if not coverage:
        raise InputError(Fault("brand.yaml", "no dated post or message was found", "check the exports it names"))
    newest = max(last for _, last in coverage.values())
    if period:
        try:
            window = periods.parse(period)
        except ValueError:
            raise InputError(
                Fault("--period", f"{period!r} is not a period", "write 2026-Q3, 2026-07 or 2026")
            ) from None
        return window, all(periods.covers(window, span) for span in coverage.values())
    wanted: periods.Unit | Span = brand.period
    return periods.choose(wanted, today or brand.today or newest, coverage)


def spans(archive: Archive) -> dict[str, tuple[date, date]]:
    """First and last day that the exports of each account can show."""
    if archive.feeds.is_empty():
        return {}
    feeds = archive.feeds.drop_nulls(["first", "last"]).group_by("account").agg(pl.min("first"), pl.max("last"))
    return {account: (first, last) for account, first, last in feeds.sort("account").iter_rows()}


def assess(brand: Brand, rules: Rubric, archive: Archive, window: Period, complete: bool, tell: Progress) -> Report:
    """Everything of the report but its history."""
    measured = accuracy()
    tell("labelling")
    columns = signals.relate(archive, brand, [window], tell)
    tell("scoring")
    results = scoring.assess(columns, rules, brand, window, measured)
    tell("choosing examples")
    terms = signals.Terms.of(brand)
    results, evidence = advice.illustrate(columns, results, rules, brand, terms, measured)
    overall, dimensions = scoring.combine(results, rules)
    mix, heat, calendar = scoring.summaries(columns, window)
    newest = max((last for _, last in spans(archive).values()), default=date.fromisoformat(window.end))
    return Report(
        tool_version=__version__,
        rubric={"version": rules.version, "fingerprint": rules.fingerprint},
        brand=identity(brand),
        period=window,
        today=(brand.today or newest).isoformat(),
        inputs=list(archive.inputs),
        overall=overall,
        dimensions=list(dimensions),
        criteria=list(results),
        signals=list(scoring.signals(columns, rules, brand, window)),
        plan=list(scoring.plan(results, rules)),
        mix=mix,
        heat=heat,
        calendar=calendar,
        method={"accuracy": measured, "complete": complete},
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
        "events": [{"name": e.name, "start": str(e.start), "end": str(e.end), "kind": e.kind} for e in brand.events],
    }


def with_history(report: Report, earlier: list[Report]) -> Report:
    """The report with what earlier runs said, oldest first, for the trends page."""
    rows = [
        Past(
            period=one.period,
            fingerprint=one.rubric.get("fingerprint", ""),
            overall=one.overall,
            criteria={item.id: scoring.as_slice(item) for item in one.criteria},
        )
        for one in earlier
        if one.period.end < report.period.end
    ]
    return msgspec.structs.replace(report, history=rows)


def write(
    report: Report,
    rules: Rubric,
    target: Path,
    *,
    single_file: bool = False,
    notes: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Built:
    """Render the pages of a report and swap them in at `target`."""
    if progress:
        progress("drawing pages")
    files = dict(site.render(site.pages(report, rules)))
    if single_file:
        files["playbook.html"] = site.single_file(report, rules)
    files["report.json"] = history.encode(report)
    history.swap_in(((name, data.encode() if isinstance(data, str) else data) for name, data in files.items()), target)
    return Built(target / "index.html", report, (*site.summary(report), *notes))
