"""The recipe, start to end: read, label, score, advise, render, write."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from sociable import __version__, advice, history, intake, rubric, scoring, signals, site
from sociable.config import Brand
from sociable.content import accuracy
from sociable.intake import Intake, Progress
from sociable.model import Slice
from sociable.report import CriterionResult, Past, Report
from sociable.rubric import Rubric


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
    taken = intake.take(source, period, today, tell)
    brand = taken.brand
    folder = brand.path(brand.history or "history")
    earlier, notes = history.past(folder)
    report = with_history(assess(taken, tell), earlier)
    target = output or brand.root / "output"
    built = write(report, taken.rules, target, single_file=single_file, notes=tuple(notes), progress=tell)
    history.keep(report, folder)
    return built


def redraw(source: Path, output: Path, *, single_file: bool = False) -> Built:
    """Draw the pages of a report.json anew, without the exports."""
    report = history.load(source)
    return write(report, rubric.load(signals.SIGNALS), output, single_file=single_file)


def assess(taken: Intake, tell: Progress) -> Report:
    """Everything of the report but its history."""
    brand, rules, window = taken.brand, taken.rules, taken.window
    measured = accuracy()
    columns = signals.relate(taken.archive, brand, [window], tell)
    tell("scoring")
    results = scoring.assess(columns, rules, brand, window, measured)
    tell("choosing examples")
    results, evidence = advice.illustrate(columns, results, rules, brand, signals.Terms.of(brand), measured)
    overall, dimensions = scoring.combine(results, rules)
    mix, heat, calendar = scoring.summaries(columns, window)
    return Report(
        tool_version=__version__,
        rubric={"version": rules.version, "fingerprint": rules.fingerprint},
        brand=identity(brand),
        period=window,
        today=taken.today.isoformat(),
        inputs=list(taken.archive.inputs),
        overall=overall,
        dimensions=list(dimensions),
        criteria=list(results),
        signals=list(scoring.signals(columns, rules, brand, window)),
        plan=list(scoring.plan(results, rules)),
        mix=mix,
        heat=heat,
        calendar=calendar,
        method={"accuracy": measured, "complete": taken.complete},
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
            criteria={item.id: _slice(item) for item in one.criteria},
        )
        for one in earlier
        if one.period.end < report.period.end
    ]
    return msgspec.structs.replace(report, history=rows)


def _slice(item: CriterionResult) -> Slice:
    """What the trends page draws of one criterion in an earlier period."""
    return Slice(
        key=item.id, status=item.status, n=item.n, value=item.value, low=item.low, high=item.high, score=item.score
    )


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
