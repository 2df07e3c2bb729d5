"""Files and folders on disk: the old one or the new one, whole, whoever dies on the way."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from sociable import atomic, build, playbook
from sociable.errors import InputError

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")


def _die(target: str, data: bytes) -> None:
    """Write half a file and be killed."""
    Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment, method-assign, return-value]
    atomic.write(Path(target), data)


def _begin(target: str) -> None:
    """Be about to put a file in its place until somebody kills this."""
    Path.replace = lambda *_: time.sleep(60)  # type: ignore[assignment, method-assign]
    atomic.write(Path(target), b"half")


@POSIX
def test_what_a_dead_run_left_goes_with_the_next_and_what_a_live_one_writes_stays(tmp_path: Path) -> None:
    target, other = tmp_path / "a[1].json", tmp_path / "a[1].json.md"
    spawn = multiprocessing.get_context("spawn")
    dead = spawn.Process(target=_die, args=(str(target), b"half"))
    dead.start()
    dead.join()
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".a[1].json.") and left.read_bytes() == b"half"
    atomic.write(other, b"1")  # of another name: nothing of its own to clear
    assert left.exists()
    live = spawn.Process(target=_begin, args=(str(target),))
    live.start()
    while not (begun := [one for one in tmp_path.glob(".a*") if one != left and one.stat().st_size]):
        time.sleep(0.01)
    atomic.write(target, b"2")
    assert not left.exists() and begun[0].exists() and target.read_bytes() == b"2"
    live.kill()
    live.join()
    atomic.write(target, b"3")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a[1].json", "a[1].json.md"]


def test_an_empty_file_of_a_run_that_begins_stays_for_a_minute(tmp_path: Path) -> None:
    begun = tmp_path / f".a.json.x{atomic.ASIDE}"
    begun.touch()
    atomic.write(tmp_path / "a.json", b"1")
    assert begun.exists()
    os.utime(begun, (0, time.time() - atomic.JUST_MADE - 5))
    atomic.write(tmp_path / "a.json", b"2")
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]


def test_swap_in_replaces_the_whole_folder(tmp_path: Path) -> None:
    target = tmp_path / "output"
    atomic.swap_in([("index.html", b"1"), ("a/b.html", b"2")], target)
    atomic.swap_in([("index.html", b"3")], target)
    assert (target / "index.html").read_bytes() == b"3"
    assert not (target / "a").exists()
    assert [path.name for path in tmp_path.iterdir() if ".new." in path.name or ".old." in path.name] == []


def test_swap_in_never_touches_a_folder_of_someone_else(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "cat.jpg").write_bytes(b"miaow")
    with pytest.raises(InputError, match="not a playbook"):
        atomic.swap_in([("index.html", b"1")], target)
    assert (target / "cat.jpg").read_bytes() == b"miaow"


def test_a_folder_that_may_not_be_replaced_is_told_before_the_work(tmp_path: Path) -> None:
    """Nothing is read: the export is empty and there is no report, and yet the output is what is told."""
    account = "{platform: x, handle: h, archive: none.zip}"
    (tmp_path / "brand.yaml").write_text(f"brand: {{name: B}}\naccounts: [{account}]\n")
    (tmp_path / "none.zip").touch()
    told = {tmp_path / "brand.yaml": "is a file", tmp_path: "holds files that are not a playbook"}
    told[tmp_path / "brand.yaml" / "below"] = "cannot be written (Not a directory)"
    for target, what in told.items():
        with pytest.raises(InputError) as caught:
            build.build(tmp_path / "brand.yaml", target)
        assert str(caught.value).startswith(f"{target}: {what}; ")
        with pytest.raises(InputError) as caught:
            playbook.redraw(tmp_path / "no-report.json", target)
        assert str(caught.value).startswith(f"{target}: {what}; ")
    assert [one.name for one in tmp_path.iterdir() if one.name not in ("brand.yaml", "none.zip")] == []


def test_a_failure_half_way_leaves_the_old_playbook(tmp_path: Path) -> None:
    target = tmp_path / "output"
    atomic.swap_in([("index.html", b"old")], target)

    def files():  # type: ignore[no-untyped-def]
        yield "index.html", b"new"
        raise RuntimeError("died")

    with pytest.raises(RuntimeError):
        atomic.swap_in(files(), target)
    assert (target / "index.html").read_bytes() == b"old"


def test_a_run_killed_between_the_two_renames_is_healed(tmp_path: Path) -> None:
    target = tmp_path / "output"
    atomic.swap_in([("index.html", b"old")], target)
    target.rename(tmp_path / ".output.old.abc")
    atomic.swap_in([("index.html", b"new")], target)
    assert (target / "index.html").read_bytes() == b"new"
    assert not (tmp_path / ".output.old.abc").exists()


def _many(target: str) -> None:
    for index in range(200):
        atomic.swap_in([("index.html", str(index).encode() * 1000)], Path(target))


@POSIX
def test_two_runs_at_once_and_a_kill_leave_one_whole_playbook(tmp_path: Path) -> None:
    target = tmp_path / "output"
    runs = [multiprocessing.get_context("spawn").Process(target=_many, args=(str(target),)) for _ in range(2)]
    for run in runs:
        run.start()
    while not target.exists():
        time.sleep(0.01)
    time.sleep(0.05)
    os.kill(runs[0].pid or 0, signal.SIGKILL)
    for run in runs:
        run.join()
    atomic.swap_in([("index.html", b"last")], target)
    assert runs[1].exitcode == 0
    assert (target / "index.html").read_bytes() == b"last"


def test_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "output"
    atomic.swap_in([("index.html", b"old")], target)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left on device"):
        atomic.swap_in([("index.html", b"new")], target)
    monkeypatch.undo()
    assert (target / "index.html").read_bytes() == b"old"
