"""Reports on disk: whole or not at all, readable for ever."""

import multiprocessing
import os
from pathlib import Path

import msgspec
import pytest

from sociable import atomic, history
from sociable.errors import InputError
from sociable.model import Period
from sociable.report import Evidence, Overall, Report


def report(period: str = "2026-Q3", **more: object) -> Report:
    window = Period(id=period, start="2026-07-01", end="2026-09-30")
    return Report(period=window, today="2026-10-01", overall=Overall(kind="none"), **more)  # type: ignore[arg-type]


def test_a_report_survives_the_disk(tmp_path: Path) -> None:
    one = report(evidence=Evidence(flagged=[("x:1", "promo-share", 0.9)]))
    path = tmp_path / "report.json"
    atomic.write(path, history.encode(one))
    assert history.load(path) == one
    assert history.encode(history.load(path)) == path.read_bytes()


def test_history_keeps_no_texts(tmp_path: Path) -> None:
    path = history.keep(report(evidence=Evidence(flagged=[("x:1", "secret", 0.9)])), tmp_path / "history")
    assert path.name == "2026-Q3.json"
    assert b"secret" not in path.read_bytes()


def test_the_past_comes_in_order_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """By its last day, and of two that end on it the longer one first."""
    for name, start, end in (("2026-Q3", "07-01", "09-30"), ("nine", "01-01", "09-30"), ("2026-Q2", "04-01", "06-30")):
        window = Period(id=name, start=f"2026-{start}", end=f"2026-{end}")
        history.keep(msgspec.structs.replace(report(), period=window), tmp_path)
    (tmp_path / "0broken.json").write_text("{")
    (tmp_path / "1newer.json").write_text('{"format": "sociable-report", "format_version": 99}')
    (tmp_path / "2other.json").write_text('{"a": 1}')
    reports, notes = history.past(tmp_path)
    assert [one.period.id for one in reports] == ["2026-Q2", "nine", "2026-Q3"]
    assert len(notes) == 3
    assert "newer Sociable" in notes[1]
    assert all("\n" not in note for note in notes)


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder; name a report.json in it"):
        history.load(tmp_path)


def test_a_missing_report_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        history.load(tmp_path / "none.json")


def _keep(folder: str, name: str) -> None:
    for index in range(30):
        history.keep(msgspec.structs.replace(report(name), today=f"2026-04-{index % 28 + 1:02}"), Path(folder))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")
def test_two_runs_at_once_keep_each_other_s_history(tmp_path: Path) -> None:
    """Two runs of one quarter and one of another, all at once: every report is there and whole."""
    tmp_path = tmp_path / "history"
    names = ("2026-Q1", "2026-Q1", "2025-Q4")
    runs = [multiprocessing.get_context("spawn").Process(target=_keep, args=(str(tmp_path), one)) for one in names]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0, 0]
    reports, notes = history.past(tmp_path)
    assert sorted(one.period.id for one in reports) == ["2025-Q4", "2026-Q1"] and notes == []
    assert {one.today for one in reports} == {"2026-04-02"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2025-Q4.json", "2026-Q1.json"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX limits")
def test_a_disk_that_fills_up_leaves_the_former_report(tmp_path: Path) -> None:
    """The kernel, not a stand-in, refuses the write half-way."""
    import resource

    tmp_path = tmp_path / "history"
    path = history.keep(report(), tmp_path)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(InputError, match="cannot be written"):
            history.keep(msgspec.structs.replace(report(), today="2027-01-01"), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before and history.past(tmp_path)[1] == []
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
