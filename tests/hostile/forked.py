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
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
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


def start(words: Sequence[str], folder: Path, env: Mapping[str, str], errors: str = os.devnull, limit: str = "") -> Run:
    """`sociable WORDS` in a folder, silent but for what goes into the file `errors`, under one of LIMITS."""
    return Run(_asked([list(words), str(folder), dict(env), errors, limit]))


def told(words: Sequence[str], folder: Path, env: Mapping[str, str], limit: str = "") -> tuple[int, str]:
    """The same to its end: its exit code, and what it said on standard error."""
    with tempfile.NamedTemporaryFile() as said:
        code = start(words, folder, env, said.name, limit).wait()
        return code, said.read().decode()


def powerless() -> None:
    """Root may write anywhere, and in a container tests are root: the run gives that power up for good.

    Becoming nobody would do as well, were what it reads not often in root's own folder.
    """
    system = ctypes.CDLL(None, use_errno=True)
    head, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()  # version 3: this process; two of each
    if os.geteuid() or system.capget(head, held):
        return
    for place in (0, 1, 2):  # effective, permitted, inheritable
        held[place] &= ~0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
    if system.capset(head, held):
        os.setuid(65534)


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # Python itself ignores the signal that this brings


LIMITS: dict[str, Callable[[], None]] = {"": lambda: None, "powerless": powerless, "small files": _small_files}
"""What a run may not do, by name."""


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
    _compile()
    while line := sys.stdin.readline():
        asked = json.loads(line)
        if isinstance(asked, int):
            answer = os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1])
        elif not (answer := os.fork()):
            _run(*asked)
        print(answer, flush=True)


def _compile() -> None:
    """The templates, which every run would compile anew; nothing here may start a thread, for forks have none."""
    from sociable import resources
    from sociable.site.render import environment

    for path in resources.files("templates/html", ".html"):
        environment().get_template(path.name)


def _run(words: list[str], folder: str, env: dict[str, str], errors: str, limit: str) -> None:
    """In the child: what the shell would start, to its very end."""
    from sociable import cli

    nowhere, said = os.open(os.devnull, os.O_RDWR), os.open(errors, os.O_WRONLY)
    for stream, goes in enumerate((nowhere, nowhere, said)):
        os.dup2(goes, stream)
    os.environ.update(env)
    os.chdir(folder)
    tempfile.tempdir = None  # as the environment says now
    sys.argv = ["sociable", *words]
    LIMITS[limit]()
    cli.main()
    sys.exit()


if __name__ == "__main__":
    _serve()
