"""Many brands on this machine: each built in a process of its own, so that none can take others down."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import cast

import msgspec

from sociable.beside import Client
from sociable.errors import Fault, visible
from sociable.portfolio.brands import Build, Job, Tell, failed, outcome

THREADS = "POLARS_MAX_THREADS"


def crew(todo: list[Job], build: Build, options: Mapping[str, object], jobs: int, tell: Tell) -> Iterator[Client]:
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
        return failed(job, Fault(str(job.source), what, "look for a lack of memory, and run again with fewer --jobs"))
    if kind == "stage":
        job.stage = value
        return None
    process.join()
    return msgspec.json.decode(value, type=Client)


def _work(pipe: Connection, build: Build, job: Job, options: dict[str, object]) -> None:
    """In the new process: build, and send the stages and then the brand's row."""
    stages = [""]

    def tell(stage: str, *_: int) -> None:
        if stage != stages[-1]:
            stages.append(stage)
            with suppress(OSError):  # nobody listens any more: the first process was killed
                pipe.send(("stage", stage))

    client = outcome(job, build, options, tell)
    with suppress(OSError):
        pipe.send(("done", msgspec.json.encode(client)))
