"""Table layer: encodings, preambles, delimiters, numbers and times, decided a column at a time."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from archives.make import HANDLE, read, table
from sociable.archives import cells
from sociable.archives.records import Tally
from sociable.errors import ArchiveError

HEADER = ["id", "created_at", "text", "likes"]
ROWS = [[1, "2026-03-02 10:00:00", "Café – at nine", 5], [2, "2026-03-03 10:00:00", 'A "quote", and\na line', 7]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = table(tmp_path / "a.csv", HEADER, ROWS, "utf-8", delimiter)
    text = path.read_bytes().decode()
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding))
    found = read(tmp_path, "a.csv")
    assert found.posts["text"].to_list() == ["Café – at nine", 'A "quote", and\na line']
    assert found.posts["likes"].to_list() == [5, 7]
    assert ("encoding" in {one.code for one in found.inputs[0].issues}) is (encoding == "cp1252")


def test_preambles_are_skipped(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, ROWS)
    path.write_text("sep=,\nReport: posts, March\n\n" + path.read_text())
    assert read(tmp_path, "a.csv").posts.height == 2


def test_broken_rows_are_counted_and_the_others_read(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        HEADER,
        [*ROWS, [3, "2026-03-04 10:00:00", "one", 2, "too many"], [4, "2026-03-05 10:00:00"]],
    )
    found = read(tmp_path, path.name)
    file = found.inputs[0]
    assert (file.read, file.kept, file.skipped) == (4, 2, {"broken": 1, "incomplete": 1})
    assert next(one for one in file.issues if one.code == "broken").row == 3


def test_unbalanced_quotes_do_not_stop_the_reader(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,created_at,text\n1,2026-03-02 10:00:00,fine\n2,2026-03-02 11:00:00,"open\n')
    assert "fine" in read(tmp_path, "a.csv").posts["text"].to_list()


def test_an_extra_column_and_another_order_change_nothing(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", HEADER, ROWS)
    table(
        tmp_path / "b.csv",
        ["new", "TEXT ", " Likes", '"created_at"', "ID"],
        [["?", r[2], r[3], r[1], r[0]] for r in ROWS],
    )
    one, two = (read(tmp_path, name).posts.drop("source_file") for name in ("a.csv", "b.csv"))
    assert one.equals(two)


def test_rows_agree_with_the_csv_module(tmp_path: Path) -> None:
    texts = ['"', "a,b", "line\r\nend", " ", "x;y", "“curly”", "tab\there", "'", '""', "🎉"] * 20
    rows = [[n, "2026-03-02 10:00:00", f"{n} {text}", n] for n, text in enumerate(texts)]
    path = table(tmp_path / "a.csv", HEADER, rows)
    want = [" ".join(r[2].split()) for r in list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))[1:]]
    got = read(tmp_path, "a.csv").posts.sort(pl.col("uid").str.slice(2).cast(int))["text"]
    assert [" ".join(text.split()) for text in got] == want


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1,200", "5", "-", None], [1200, 5, None, None]),
        (["1.200", "12.345"], [1200, 12345]),
        (["1938.0", "5.0", "0.0"], [1938, 5, 0]),
        (["1 200", "12.4K", "2M"], [1200, 12400, 2_000_000]),
        (["N/A", "--", ""], [None, None, None]),
        (["0.009"], [0]),
        (["1.200,50", "3"], [1200, 3]),
        (["1,234.5", "7"], [1234, 7]),
        (["inf", "9e99"], [None, None]),
        (["3 +49 30 5550123", "2 400", "1 20", "7 8"], [None, 2400, None, None]),
    ],
)
def test_numbers(written: list[str | None], meant: list[int | None]) -> None:
    assert cells.numbers(pl.Series(written, dtype=pl.Utf8)).to_list() == meant


@pytest.mark.parametrize(
    ("written", "zone", "meant", "precision"),
    [
        ("2016-12-23 18:50 +0000", None, datetime(2016, 12, 23, 18, 50), "minute"),
        ("2022-11-02 14:15:13+02:00", None, datetime(2022, 11, 2, 12, 15, 13), "second"),
        ("Tue Oct 31 22:14:37 +0000 2017", None, datetime(2017, 10, 31, 22, 14, 37), "second"),
        ("2024-01-01 00:00:00 UTC", "Europe/Berlin", datetime(2024, 1, 1), "second"),
        ("2024-07-01 10:00", "Europe/Berlin", datetime(2024, 7, 1, 8), "minute"),
        ("2024-05-06T10:11:12.5Z", None, datetime(2024, 5, 6, 10, 11, 12, 500_000), "second"),
        ("25/02/2024 10:00", None, datetime(2024, 2, 25, 10), "minute"),
        ("02/25/2024 10:00 PM", None, datetime(2024, 2, 25, 22), "minute"),
        ("Tue, Jul 14, 2026", "America/New_York", datetime(2026, 7, 14, 12), "day"),
    ],
)
def test_times(written: str, zone: str | None, meant: datetime, precision: str) -> None:
    clock = cells.instants(pl.Series([written, None]), Tally("f", "r"), zone)
    assert clock.instants.to_list() == [meant.replace(tzinfo=UTC), None]
    assert clock.precision == precision


def test_the_order_of_day_and_month_is_a_property_of_the_column() -> None:
    tally = Tally("f", "r")
    clock = cells.instants(pl.Series(["01/02/2024 10:00", "13/02/2024 10:00"]), tally)
    assert [one.month for one in clock.instants] == [2, 2] and not tally.issues
    cells.instants(pl.Series(["01/02/2024 10:00"]), tally)
    assert [one.code for one in tally.issues] == ["date-order-ambiguous"]


def test_ids_that_a_spreadsheet_rounded_fall_back_to_the_link(tmp_path: Path) -> None:
    rows = [["1.78E+17", "2026-03-02 10:00:00", "Hello", f"https://x.com/{HANDLE}/status/178123456789012345"]]
    table(tmp_path / "a.csv", ["id", "created_at", "text", "url"], rows)
    found = read(tmp_path, "a.csv")
    assert found.posts["uid"].to_list() == ["x:178123456789012345"]
    assert "id-scientific" in {one.code for one in found.inputs[0].issues}


def test_files_that_hold_nothing_are_noted_not_refused(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", HEADER, ROWS)
    table(tmp_path / "head.csv", HEADER, [])
    (tmp_path / "zero.csv").write_bytes(b"")
    (tmp_path / "list.json").write_text("[]")
    found = read(tmp_path, ["a.csv", "head.csv", "zero.csv", "list.json"])
    assert [("empty" in {one.code for one in file.issues}) for file in found.inputs] == [False, True, True, True]
    with pytest.raises(ArchiveError, match="every input of x:harbourlights is empty"):
        read(tmp_path, ["head.csv", "zero.csv"])


def test_lines_without_columns_are_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("hello\nworld\nno columns here\n")
    with pytest.raises(ArchiveError, match="no header row with several columns found"):
        read(tmp_path, "a.csv")


def test_an_unknown_table_names_the_nearest_format_and_what_it_lacks(tmp_path: Path) -> None:
    table(
        tmp_path / "a.csv", ["Tweet id", "Tweet text", "time", "impressions"], [[1, "Hi", "2026-03-02 10:00 +0000", 5]]
    )
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, "a.csv")
    said = str(caught.value)
    assert "nearest is X Analytics, per post" in said and "Tweet permalink" in said and "columns:" in said


def test_a_table_without_a_header_is_told_without_its_words(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", ["2026-03-02", "Jo, the boat is late!"], [["2026-03-03", "Sorry, we are on our way."]])
    with pytest.raises(ArchiveError, match="its first row holds values") as caught:
        read(tmp_path, "a.csv")
    assert "boat" not in str(caught.value)


def test_an_unknown_table_beside_a_known_one_is_noted(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    header = ["tweet_id", "author_id", "inbound", "created_at", "text"]
    table(tmp_path / "f/a.csv", header, [[1, HANDLE, "False", "Mon Mar 02 10:00:00 +0000 2026", "Hello"]])
    table(tmp_path / "f/b.csv", ["colour", "size"], [["red", 1]])
    notes = {file.file: {one.code for one in file.issues} for file in read(tmp_path, "f").inputs}
    assert notes["f!b.csv"] == {"not-recognised"}
