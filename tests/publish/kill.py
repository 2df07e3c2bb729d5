"""Runs that are killed: a child publishes, and the parent ends it at a moment that chance picks."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path


def _child(run: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        done = 1
        try:
            run()
            done = 0
        finally:
            os._exit(done)
    return child


def at_a_random_moment(run: Callable[[], object], seconds: float, chance: random.Random) -> bool:
    """Fork a child that calls `run`, kill it within `seconds`; whether it was still at work."""
    child = _child(run)
    time.sleep(chance.uniform(0, seconds))
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def once(reached: Callable[[], bool], run: Callable[[], object]) -> None:
    """Fork a child that calls `run` and kill it as soon as `reached`, whatever the machine's pace."""
    child = _child(run)
    while not reached() and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.001)
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def at_swap(number: int, late: bool, run: Callable[[], object]) -> bool:
    """Fork a child that kills itself right before its swap `number` of a file, or right after; whether it got there."""

    def counted() -> None:
        swap, done = Path.replace, count()

        def replace(self: Path, target: Path) -> Path:
            last = next(done) == number
            found = swap(self, target) if late or not last else target
            if last:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        Path.replace = replace  # type: ignore[assignment, method-assign]
        run()

    return os.WIFSIGNALED(os.waitpid(_child(counted), 0)[1])


def duration(run: Callable[[], object]) -> float:
    """Seconds that an undisturbed run takes in a child of its own."""
    start = time.perf_counter()
    status = os.waitpid(_child(run), 0)[1]
    assert status == 0, "the run that is to be killed fails by itself"
    return time.perf_counter() - start
