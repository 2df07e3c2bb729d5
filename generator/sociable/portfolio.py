"""Many brands: each built in a process of its own, and what can be said over all of them.

A brand that fails, or whose process dies, is listed and stops nobody else; what
has not changed since its last build is not built again (see `unchanged`), so a
run that broke off goes on where it was.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast

import msgspec

from sociable import history, quarters, resources
from sociable.beside import Client, Portfolio, Scored
from sociable.errors import Fault, InputError, SociableError, UsageError, visible
from sociable.report import Report
from sociable.scoring.spread import LEAST, benchmark

MARK = ".sociable-portfolio"
GOOD = 60
THREADS = "POLARS_MAX_THREADS"
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


def run(
    sources: Sequence[Path], output: Path, build: Build, options: Mapping[str, object], jobs: int, tell: Tell
) -> Portfolio:
    """Build every brand of `sources` below `output`, `jobs` at a time.

    `build(source, target, progress=..., **options)` is called in a new process
    for each.  `tell(stage, done, total, detail)` hears how far all of them are.
    """
    claim(output)
    todo = [Job(name, source, output / name) for name, source in named(sources).items()]
    found = sorted(_crew(todo, build, options, max(1, jobs), tell), key=lambda one: (one.name or one.id, one.id))
    spreads, pooled, apart = benchmark([one for one in found if one.status != "failed"])
    return Portfolio(clients=found, spreads=spreads, least=LEAST, pooled=pooled, apart=apart)


def claim(output: Path) -> None:
    """Make `output` the folder of a portfolio; InputError where it holds anything else."""
    if output.is_file() or (output.is_dir() and any(output.iterdir()) and not (output / MARK).exists()):
        what = "is a file" if output.is_file() else "holds files that are not a portfolio"
        raise InputError(Fault(str(output), what, "give an empty folder with --output"))
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(Fault(str(output), f"cannot be made ({error.strerror})", "pick another folder")) from None
    history.write(output / MARK, b"written by sociable portfolio; every client's playbook is in a folder of its own\n")


def _crew(todo: list[Job], build: Build, options: Mapping[str, object], jobs: int, tell: Tell) -> Iterator[Client]:
    """What became of each job, as they end; none outlives this process."""
    waiting, done = deque(todo), 0
    running: dict[Connection, tuple[Job, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                job = waiting.popleft()
                pipe, process = _start(job, build, options, min(jobs, len(todo)))
                running[pipe] = (job, process)
            for pipe in cast("list[Connection]", wait(list(running))):
                job, process = running[pipe]
                client = _heard(pipe, job, process)
                if client is not None:
                    del running[pipe]
                    done += 1
                    yield client
                stages = "; ".join(f"{one.id}: {one.stage}" for one, _ in running.values() if one.stage)
                tell("brands", done, len(todo), visible(stages))
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()


def _start(job: Job, build: Build, options: Mapping[str, object], beside: int) -> tuple[Connection, BaseProcess]:
    """A process at work on the job: a new interpreter, for a copy of this one could not use its threads."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, build, job, dict(options)), daemon=True)
    before = os.environ.get(THREADS)
    os.environ.setdefault(THREADS, str(max(1, (os.cpu_count() or 1) // beside)))
    heard = signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # inherited: Ctrl-C is for this process alone, which ends those
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, heard)
        if before is None:
            del os.environ[THREADS]
    there.close()
    return here, process


def _heard(pipe: Connection, job: Job, process: BaseProcess) -> Client | None:
    """What the process ends with, or None while it is still at work."""
    try:
        kind, value = pipe.recv()
    except (EOFError, OSError):
        process.join()
        what = f"its process ended with code {process.exitcode}"
        fault = Fault(str(job.source), what, "look for a lack of memory, and run again with fewer --jobs")
        kind, value = "failed", [str(fault)]
    if kind == "stage":
        job.stage = value
        return None
    process.join()
    if kind == "done":
        return msgspec.json.decode(value, type=Client)
    page = f"{job.id}/index.html" if (job.target / "index.html").is_file() else ""
    return Client(id=job.id, source=str(job.source), status="failed", faults=value, page=page)


def _work(pipe: Connection, build: Build, job: Job, options: dict[str, object]) -> None:
    """In the new process: build, and send the brand's row or its faults."""
    stages = [""]

    def tell(stage: str, *_: int) -> None:
        if stage != stages[-1]:
            stages.append(stage)
            pipe.send(("stage", stage))

    try:
        before = _stamp(job.target)
        with resources.client(job.source):
            report = build(job.source, job.target, progress=tell, **options).report
        fresh = _stamp(job.target) != before
        pipe.send(("done", msgspec.json.encode(_row(job, report, fresh=fresh))))
    except SociableError as error:
        pipe.send(("failed", [str(fault) for fault in error.faults]))
    except Exception as error:
        what = f"internal error: {type(error).__name__}: {(str(error).splitlines() or ['no message'])[0]}"
        fault = Fault(str(job.source), what, "build it alone with SOCIABLE_DEBUG=1 and report what that prints")
        pipe.send(("failed", [str(fault)]))


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
