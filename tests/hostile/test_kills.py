"""Nothing is lost: random kills (`make kills`: 300), a full disk, read-only output, two builds, odd clocks."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hostile import kill
from sociable import unchanged

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")


def test_a_few_kills_at_random_moments() -> None:
    faults, met = kill.run(4, 20_260_701)
    assert faults == [] and met > 0


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("built")
    kill.brand(tmp_path)
    assert kill.start(tmp_path, "build").wait() == 0
    return tmp_path


def again(root: Path, *words: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sociable", "build", str(root), "-q", *words]
    environment = {**os.environ, "PYTHONPATH": str(kill.PACKAGE)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, **more)  # type: ignore[call-overload, no-any-return]


def test_a_full_disk_is_one_line_and_the_former_playbook_stays(built: Path) -> None:
    before = {name: kill.bytes_of(built / name) for name in ("output", "history")}

    def small() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = again(built, "--single-file", preexec_fn=small)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert {name: kill.bytes_of(built / name) for name in before} == before
    assert again(built).returncode == 0 and {name: kill.bytes_of(built / name) for name in before} == before


def test_two_builds_at_once_end_as_one(built: Path) -> None:
    before = {name: kill.bytes_of(built / name) for name in ("output", "history")}
    shutil.rmtree(built / unchanged.FOLDER)  # else there is nothing to do
    runs = [kill.start(built, "build") for _ in range(2)]
    assert [one.wait() for one in runs] == [0, 0]
    assert {name: kill.bytes_of(built / name) for name in before} == before


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line(built: Path) -> None:
    shutil.rmtree(built / unchanged.FOLDER)  # else there is nothing to do
    built.chmod(0o555)
    try:
        done = again(built)
    finally:
        built.chmod(0o755)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1


def test_the_clock_of_the_machine_changes_nothing(built: Path) -> None:
    before = kill.bytes_of(built / "output")
    for path in built.rglob("*"):
        os.utime(path, (0, 0) if path.suffix == ".csv" else (4_000_000_000, 4_000_000_000))
    shutil.rmtree(built / unchanged.FOLDER, ignore_errors=True)
    assert again(built).returncode == 0 and kill.bytes_of(built / "output") == before
