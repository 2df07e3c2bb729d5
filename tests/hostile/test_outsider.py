"""Inputs of other shapes than anybody exports, each found to do harm once: a line or a counted row, and no more."""

# ruff: noqa: E501 - rows of odd lines are easier to read on one line
from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from archives.make import read, table, tweet, x_archive
from sociable import intake
from sociable.archives import packed
from sociable.errors import ArchiveError, ConfigError, InputError
from sociable.signals import tokens

BRAND = "brand: {name: Harbour, timezone: UTC}\naccounts: [{platform: other, handle: h, archive: a.csv}]\n"
ROWS = [[f"Number {n} sails at nine", f"2026-03-{n:02} 10:00:00"] for n in range(1, 13)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("today: 9999-12-31", "today: 9999-12-31 is not of our time; name a day from 1990 to 2099"),
        ("today: 0001-01-01", "today: 0001-01-01 is not of our time; name a day from 1990 to 2099"),
        ("period: {start: 0001-01-01, end: 2026-12-31}", "period.start: 0001-01-01 is not of our time; name a day from 1990 to 2099"),
        ("events: [{name: a, start: 2026-01-01, end: 9999-01-01, kind: sale}]", "events.0.end: 9999-01-01 is not of our time; name a day from 1990 to 2099"),
    ],
)  # fmt: skip
def test_a_day_that_nobody_can_mean_is_one_line(tmp_path: Path, line: str, said: str) -> None:
    """Weeks before and after the first and the last day of the calendar ended in a fault of the calendar."""
    table(tmp_path / "a.csv", ["text", "created_at"], ROWS)
    (tmp_path / "brand.yaml").write_text(f"{BRAND}{line}\n")
    with pytest.raises(ConfigError) as told:
        intake.take(tmp_path / "brand.yaml")
    assert [str(one) for one in told.value.faults] == [f"{tmp_path}/brand.yaml:3: {said}"]


def test_a_day_on_the_command_line_that_nobody_can_mean_is_one_line(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", ["text", "created_at"], ROWS)
    (tmp_path / "brand.yaml").write_text(BRAND)
    with pytest.raises(InputError, match="--today: 9999-12-31 is not of our time; name a day from 1990 to 2099"):
        intake.take(tmp_path / "brand.yaml", today=date(9999, 12, 31))
    for period in ("9999", "0001-Q1", "0001-01-01..2026-09-30"):
        with pytest.raises(InputError, match="is not a period; write 2026-Q3"):
            intake.take(tmp_path / "brand.yaml", period=period)


def test_a_brand_with_a_name_of_a_hundred_thousand_letters(tmp_path: Path) -> None:
    """Every part of it was looked for: five thousand million of them."""
    table(tmp_path / "a.csv", ["text", "created_at"], ROWS)
    (tmp_path / "brand.yaml").write_text(BRAND.replace("Harbour", "h" * 100_000))
    with pytest.raises(ConfigError, match=r"brand\.name: has 100,000 characters; use at most 200"):
        intake.take(tmp_path / "brand.yaml")
    start = time.process_time()
    assert tokens.masks(pl.Series(["ab" * 50_000])).height == 193  # two of each length from 4 to 99, one of 100
    assert time.process_time() - start < 1


@pytest.mark.parametrize("day", ["9999-12-31 23:59:59", "2100-01-01 00:00:00", "3000-06-01 10:00:00"])
def test_a_post_of_a_time_to_come_does_not_move_today(tmp_path: Path, day: str) -> None:
    """The newest record is "today"; the windows up to the year 9999 ended in a fault of the calendar."""
    table(tmp_path / "a.csv", ["text", "created_at"], [*ROWS, ["odd one", day]])
    (tmp_path / "brand.yaml").write_text(BRAND)
    taken = intake.take(tmp_path / "brand.yaml")
    (file,) = taken.archive.inputs
    assert taken.today.isoformat() == "2026-03-12" and taken.archive.posts.height == 12
    assert (file.read, file.kept, file.skipped) == (13, 12, {"incomplete": 1})


def test_a_tweet_of_a_time_to_come_is_counted(tmp_path: Path) -> None:
    odd = tweet(1900000000000000002, "Late", when="Fri Dec 31 23:59:59 +0000 9999")
    x_archive(tmp_path / "e", [tweet(1900000000000000001, "Hello"), odd])
    found = read(tmp_path, "e")
    assert found.posts["text"].to_list() == ["Hello"]
    assert found.feeds["last"].dt.year().max() == 2026


def test_a_disk_that_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path / "a.csv", ["text", "created_at"], ROWS)

    def fails(*_: object) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(packed, "entries", fails)
    with pytest.raises(ArchiveError, match=r"a\.csv: damaged \(Input/output error\); download the export again"):
        read(tmp_path, "a.csv", platform="other")


def test_a_sheet_with_one_cell_at_its_far_end_is_refused() -> None:
    """The library makes room for every cell before it: half a terabyte, and the process ended without a word."""
    for place, ends in (("XFD1048576", True), ("C12", False)):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as box:
            box.writestr("xl/worksheets/sheet1.xml", f'<c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c>')
        if ends:
            with pytest.raises(ArchiveError, match="a sheet that spans more than 20,000,000 cells; save it as CSV"):
                packed.check_workbook(made.getvalue(), "a.xlsx")
        else:
            packed.check_workbook(made.getvalue(), "a.xlsx")
