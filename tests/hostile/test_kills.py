"""Nothing is lost: random kills (`make kills`: 300), a full disk, read-only output, two builds, odd clocks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import kill
from sociable import history, memory

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")


def test_a_few_kills_at_random_moments() -> None:
    tasks = kill.USUAL if shutil.which("git") else ("build", "review")
    faults, met = kill.run(4, 20_260_710, tasks)
    assert faults == [] and met.total() > 0


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("built")
    kill.brand(tmp_path)
    assert kill.start(tmp_path, "build").wait() == 0
    return tmp_path


def test_a_full_disk_is_one_line_and_the_former_playbook_stays(built: Path) -> None:
    before = {name: kill.bytes_of(built / name) for name in ("output", "history")}

    code, said = kill.again(built, "--single-file", limit="small files")
    assert code == 1 and len(said.strip().splitlines()) == 1, said
    assert {name: kill.bytes_of(built / name) for name in before} == before
    assert kill.again(built)[0] == 0 and {name: kill.bytes_of(built / name) for name in before} == before


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB of its own."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small disk can be mounted here: mount needs root, and a system with tmpfs")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("left", [100_000, 900_000])
def test_the_run_after_a_full_disk_ends_like_one_that_never_met_it(
    built: Path, small: Path, tmp_path: Path, left: int
) -> None:
    for root in (small / "brand", tmp_path / "brand"):
        shutil.copytree(built, root)
        shutil.rmtree(root / memory.BESIDE, ignore_errors=True)
        kill.brand(root, kill.STATES[1])
    names = ("output", "history")
    before = {name: kill.bytes_of(small / "brand" / name) for name in names}
    (small / "filling").write_bytes(b"x" * (shutil.disk_usage(small).free - left))
    code, said = kill.again(small / "brand")
    assert code == 1 and "No space left on device" in said, said
    assert len(said.strip().splitlines()) == 1
    assert {name: kill.bytes_of(small / "brand" / name) for name in names} == before
    (small / "filling").unlink()
    for root in (small / "brand", tmp_path / "brand"):
        assert kill.again(root)[0] == 0
    after = [{name: kill.bytes_of(root / "brand" / name) for name in names} for root in (small, tmp_path)]
    assert after[0] == after[1] != before
    assert not [one.name for one in (small / "brand").iterdir() if ".new." in one.name or ".old." in one.name]
    for path in (small / "brand" / "history").glob("*.json"):
        history.load(path)


@pytest.mark.skipif(not shutil.which("git"), reason="publishes to a branch: needs git")
@pytest.mark.parametrize("task", ["publish", "review"])
def test_a_disk_that_fills_while_it_publishes_or_draws_loses_nothing(
    published: Path, small: Path, tmp_path: Path, task: str
) -> None:
    """A page is the former or the new one, all else the former, and the next run ends as if no disk had been full."""
    for place in (small / "place", tmp_path / "place"):
        shutil.copytree(published, place)
    met, never = small / "place" / "brand", tmp_path / "place" / "brand"
    before = kill.left(met, kill.USUAL)
    assert kill.undisturbed(never, (task,)) is not None
    (small / "filling").write_bytes(b"x" * (shutil.disk_usage(small).free - 8_000))
    code, said = kill.again(met, task=task, spare=small)
    places = 2 if task == "publish" else 1  # a line for each
    assert code == 1 and len(said.strip().splitlines()) == places, said
    assert said.count("No space left on device") == places, said
    after, whole = kill.left(met, kill.USUAL), kill.left(never, kill.USUAL)
    pages = {name for name in after if name.startswith("public")} if task == "publish" else set()
    assert {name for name in before if after.get(name) != before[name]} <= pages
    assert not kill.broken(met, kill.USUAL, [before, whole])
    (small / "filling").unlink()
    assert kill.undisturbed(met, (task,)) is not None
    assert kill.left(met, kill.USUAL) == whole != before


def test_two_builds_at_once_end_as_one(built: Path) -> None:
    before = {name: kill.bytes_of(built / name) for name in ("output", "history")}
    shutil.rmtree(built / memory.BESIDE)  # else there is nothing to do
    runs = [kill.start(built, "build") for _ in range(2)]
    assert [one.wait() for one in runs] == [0, 0]
    assert {name: kill.bytes_of(built / name) for name in before} == before


@pytest.mark.parametrize("closed", [".", "output", "history"])
def test_a_folder_that_may_not_be_written_is_one_line(built: Path, closed: str) -> None:
    """As a user who may not, also where this one is root; what stood there before stands there after."""
    shutil.rmtree(built / memory.BESIDE, ignore_errors=True)  # else there is nothing to do
    before = {name: kill.bytes_of(built / name) for name in ("output", "history")}
    kill.brand(built, kill.STATES[1])
    modes = {path: path.stat().st_mode for path in (built, built / "output", built / "history")}
    try:
        (built / closed).chmod(0o555)
        code, said = kill.again(built, limit="powerless")
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
        kill.brand(built, kill.STATES[0])
    assert code == 1, said
    assert "cannot be" in said and len(said.strip().splitlines()) == 1, said
    assert {name: kill.bytes_of(built / name) for name in before} == before
    assert kill.again(built)[0] == 0 and {name: kill.bytes_of(built / name) for name in before} == before


def test_the_clock_of_the_machine_changes_nothing(built: Path) -> None:
    before = {name: kill.bytes_of(built / name) for name in ("output", "history")}
    for path in built.rglob("*"):
        os.utime(path, (0, 0) if path.suffix == ".csv" else (4_000_000_000, 4_000_000_000))
    shutil.rmtree(built / memory.BESIDE, ignore_errors=True)
    assert kill.again(built)[0] == 0 and {name: kill.bytes_of(built / name) for name in before} == before
