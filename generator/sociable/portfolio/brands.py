"""The brands of a portfolio: where they lie, where their playbooks go, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from polars.exceptions import PanicException

from sociable import atomic, quarters, resources
from sociable.beside import Client, Scored
from sociable.errors import Fault, InputError, SociableError, UsageError, place_of
from sociable.report import Report

MARK = ".sociable-portfolio"
GOOD = 60
Build = Callable[..., Any]
Tell = Callable[[str, int, int, str], None]


@dataclass(slots=True)
class Job:
    """One brand to build: its folder in the portfolio, its brand.yaml, and where its playbook goes."""

    id: str
    source: Path
    target: Path
    stage: str = field(default="")


def find(names: Sequence[Path]) -> list[Path]:
    """The brand.yaml files that `names` mean: files, folders with one, folders of such folders, or globs."""
    found: dict[Path, Path] = {}
    for name in names:
        for path in _meant(name):
            found.setdefault(path.resolve(), path)
    return [found[path] for path in sorted(found)]


def _meant(name: Path) -> list[Path]:
    if name.is_dir():
        inside = [name / "brand.yaml"] if (name / "brand.yaml").is_file() else sorted(name.glob("*/brand.yaml"))
        if not inside:
            raise InputError(Fault(str(name), "holds no brand.yaml", "name the folder that holds the clients' folders"))
        return inside
    if name.exists():
        return [name]
    anchor = Path(name.anchor or ".")
    matched = sorted(anchor.glob(str(name.relative_to(name.anchor)))) if any(one in str(name) for one in "*?[") else []
    if not matched:
        raise InputError(Fault(str(name), "no such file", "name brand.yaml files, or the folder of the clients"))
    return [path for one in matched for path in _meant(one)]


def named(sources: Sequence[Path]) -> dict[str, Path]:
    """A folder name for each brand.yaml: that of its own folder, with as many above as tell it from others."""
    paths = {source: _parts(source) for source in sources}
    found: dict[str, Path] = {}
    for source, parts in paths.items():
        others = [one for other, one in paths.items() if other != source]
        depth = next((n for n in range(1, len(parts)) if all(one[-n:] != parts[-n:] for one in others)), len(parts))
        found["-".join(parts[-depth:])] = source
    if len(found) < len(sources):
        raise UsageError(Fault("portfolio", "two brands would share a folder", "give their folders other names"))
    return found


def _parts(source: Path) -> list[str]:
    whole = source.resolve()
    return [*whole.parts[1:-1], *([] if whole.name == "brand.yaml" else [whole.stem])]


def claim(output: Path) -> None:
    """Make `output` the folder of a portfolio; InputError where it holds anything else."""
    if output.is_file() or (output.is_dir() and any(output.iterdir()) and not (output / MARK).exists()):
        what = "is a file" if output.is_file() else "holds files that are not a portfolio"
        raise InputError(Fault(str(output), what, "give an empty folder with --output"))
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(Fault(str(output), f"cannot be made ({error.strerror})", "pick another folder")) from None
    atomic.write(output / MARK, b"written by sociable portfolio; every client's playbook is in a folder of its own\n")


def outcome(job: Job, build: Build, options: Mapping[str, object], tell: Callable[..., None] | None = None) -> Client:
    """Build one brand here; its row, or its faults: whatever goes wrong with it is its own affair.

    `build(source, target, progress=..., **options)` returns something with a `report`.
    """
    try:
        before = _stamp(job.target)
        with resources.client(job.source):
            report = build(job.source, job.target, progress=tell, **options).report
        return _row(job, report, fresh=_stamp(job.target) != before)
    except SociableError as error:
        return failed(job, *error.faults)
    except (Exception, PanicException) as error:
        what = f"internal error: {type(error).__name__}: {place_of(error)}"
        return failed(
            job, Fault(str(job.source), what, "build it alone with SOCIABLE_DEBUG=1 and report what that prints")
        )


def failed(job: Job, *faults: Fault) -> Client:
    """The row of a brand that could not be built; its last playbook, if there is one, still stands."""
    page = f"{job.id}/index.html" if (job.target / "index.html").is_file() else ""
    return Client(id=job.id, source=str(job.source), status="failed", faults=[str(one) for one in faults], page=page)


def _stamp(target: Path) -> tuple[int, int] | None:
    """What changes whenever a playbook is written."""
    try:
        found = (target / "report.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _row(job: Job, report: Report, *, fresh: bool) -> Client:
    """What the index page says of one brand."""
    scored = [one for one in report.criteria if one.score is not None]
    low = max((one for one in scored if (one.score or 0) < GOOD), key=lambda one: one.points_lost, default=None)
    changes = [(one.id, one.change) for one in report.criteria if one.change is not None]
    return Client(
        id=job.id, source=str(job.source), status="built" if fresh else "unchanged", page=f"{job.id}/index.html",
        name=str(report.brand.get("name", "")), language=str(report.brand.get("language", "en")),
        period=report.period.id, overall=report.overall,
        against=max((change.against for _, change in changes), default=""),
        improved=[name for name, change in changes if change.verdict == "improved"],
        declined=quarters.declined(report), rubric=report.rubric.get("fingerprint", ""),
        worst=Scored(id=low.id, question=low.question, score=low.score or 0.0) if low else None,
        scores=[Scored(id=one.id, question=one.question, score=one.score or 0.0) for one in scored],
    )  # fmt: skip
