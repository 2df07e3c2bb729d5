"""Runs of `sociable` forked off a process that has imported all of it and done nothing else.

A kill then meets work, and never the start of Python, which takes as long as
what it would meet.  `start` gives what can be killed and waited for, like
`subprocess.Popen`.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "generator"


@dataclass(frozen=True)
class Run:
    """A command at work, or ended and not yet waited for: its number stays its own until then."""

    number: int

    def kill(self) -> None:
        """At once, as nothing can refuse."""
        os.kill(self.number, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code, below zero the signal that ended it."""
        return _asked(self.number)


def start(words: Sequence[str], folder: Path, env: Mapping[str, str]) -> Run:
    """`sociable WORDS` in a folder, silent."""
    return Run(_asked([list(words), str(folder), dict(env)]))


def powerless() -> None:
    """Root may write anywhere, and in a container tests are root: the child gives that power up for good.

    Becoming nobody would do as well, were Python itself not often in root's own folder.
    """
    if os.geteuid() == 0:
        drop = ctypes.CDLL(None, use_errno=True).prctl
        for power in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            if drop(24, power, 0, 0, 0):  # PR_CAPBSET_DROP
                os.setuid(65534)
                return


def _asked(what: object) -> int:
    process = _parent()
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(what) + "\n")
    process.stdin.flush()
    return int(process.stdout.readline())


@lru_cache(maxsize=1)
def _parent() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-P", __file__], env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(process.communicate)
    return process


def _serve() -> None:
    """Fork a run for each line that asks for one, and wait for each whose number a line says."""
    import sociable

    for module in pkgutil.walk_packages(sociable.__path__, "sociable."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    while line := sys.stdin.readline():
        asked = json.loads(line)
        if isinstance(asked, int):
            answer = os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1])
        elif not (answer := os.fork()):
            _run(*asked)
        print(answer, flush=True)


def _run(words: list[str], folder: str, env: dict[str, str]) -> None:
    """In the child: what the shell would start, to its very end."""
    from sociable import cli

    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.environ.update(env)
    os.chdir(folder)
    tempfile.tempdir = None  # as the environment says now
    sys.argv = ["sociable", *words]
    cli.main()
    sys.exit()


if __name__ == "__main__":
    _serve()
