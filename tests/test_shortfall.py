"""Exports that lack what they should hold: the terminal says it, and so does the top of the brief."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest

from archives.make import tweet, x_archive
from sociable import build, shortfall
from sociable.commands import build as building
from sociable.commands import label as labelling
from sociable.model import InputFile, Issue

FIRST = datetime(2026, 1, 1, 10)
CUT = "the file ends in the middle: 3 of 70 records are there; download it again"


def brand(folder: Path, language: str = "en") -> Path:
    """A brand with a post a day in the first half of 2026."""
    days = [FIRST + timedelta(days=n) for n in range(181)]
    posts = [
        tweet(n, f"The boat of day {n} leaves at nine, who joins us?", f"{day:%a %b %d %H:%M:%S +0000 %Y}")
        for n, day in enumerate(days, 1)
    ]
    manifest = {"userInfo": {"accountId": "4242"}, "archiveInfo": {"generationDate": "2026-07-01T12:00:00.000Z"}}
    x_archive(folder / "x", posts, manifest="window.__THAR_CONFIG = " + json.dumps(manifest))
    (folder / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: HarbourLights, archive: x}]\n"
        f"playbook: {{language: {language}}}\nreader: quick\n"
    )
    return folder / "brand.yaml"


def one(**more: object) -> InputFile:
    issues = [Issue(code="cut-off", message=CUT, count=1)]
    given = {
        "file": "a.zip!tweets.js",
        "sha256": "",
        "reader": "x",
        "read": 4,
        "kept": 3,
        "skipped": {"broken": 1},
        "issues": issues,
    }
    return InputFile(**{**given, **more})  # type: ignore[arg-type]


def test_a_file_that_ends_in_the_middle_is_one_line_with_what_is_left() -> None:
    said = shortfall.warnings([one(first="2026-01-02T10:00", last="2026-02-03T10:00"), one(issues=[])])
    assert said == [f"warning: a.zip!tweets.js: {CUT}; until then only 3 rows of it count, 2026-01-02 to 2026-02-03"]
    assert shortfall.warnings([one(kept=1)])[0].endswith("until then only 1 row of it counts")
    assert shortfall.warnings([one(kept=0)])[0].endswith("until then it shows nothing")


def test_an_archive_that_breaks_off_after_a_good_build_is_told_at_the_end_and_on_the_brief(tmp_path: Path) -> None:
    source = brand(tmp_path)
    first = build.build(source)
    assert first.report.period.id == "2026-Q2" and not [line for line in first.lines if "warning" in line]
    assert "Part of an export is missing" not in first.index.read_text()
    path = tmp_path / "x/data/tweets.js"
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"day 150 ")])  # the second quarter ends on its 59th day
    again = build.build(source)
    lines = [line for line in again.lines if line.startswith("warning: ")]
    assert len(lines) == 1 and "x!data/tweets.js: the file ends in the middle" in lines[0]
    assert "only 149 rows of it count, 2026-01-01 to 2026-05-29" in lines[0]
    assert any(
        line.startswith("2026-Q1: the last report is of 2026-Q2, and 2026-Q3 would follow it") for line in again.lines
    )
    page = again.index.read_text()
    assert "Part of an export is missing" in page and "x!data/tweets.js: the file ends in the middle" in page
    assert lines[0] in build.build(source).lines, "whoever builds again without a change reads it again"
    kept = (tmp_path / "history/2026-Q2.json").read_bytes()
    same = build.build(source, period="2026-Q2").lines
    assert any("2026-Q2 held 91 posts and messages in the report before, and 59 now" in line for line in same)
    assert any(line.endswith("; history keeps that report") for line in same)
    assert (tmp_path / "history/2026-Q2.json").read_bytes() == kept, "a cut file costs no good report"
    path.write_bytes(whole[: whole.index(b"day 150 ")].rpartition(b",")[0] + b"]")  # the same posts in a whole file
    build.build(source, period="2026-Q2")
    assert (tmp_path / "history/2026-Q2.json").read_bytes() != kept


def told(command: click.Command, *words: object) -> None:
    """Runs a command; what it prints goes where it goes at a terminal."""
    command.main([str(one) for one in words], standalone_mode=False)


def test_a_cut_file_is_told_on_standard_error_where_the_build_is_to_be_quiet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = brand(tmp_path)
    told(building.command, source, "-q")
    assert capsys.readouterr() == ("", "")
    path = tmp_path / "x/data/tweets.js"
    path.write_bytes(path.read_bytes().partition(b"day 150 ")[0])
    told(building.command, source, "-q")
    out, (line,) = (one.splitlines() for one in capsys.readouterr())
    assert not out and line.startswith("warning: x!data/tweets.js: the file ends in the middle")


HEAD, BROKEN = "id,text,kind\n", "a,B,too many\n"
ROWS = ("1,Boats run all day,B\n", f"2,{BROKEN}", "3,Doors open at nine,B\n", f"4,{BROKEN}")
FIRST_BROKEN = "a row with more cells than the header"
CUT_OFF = "the file ends in the middle, and the rest is missing; download it again; until then only 2 rows of it count"


@pytest.mark.parametrize(
    ("table", "labelled", "said"),
    [
        (HEAD + "".join(ROWS), 2, f"p.csv: 2 of 4 rows left out: 2 broken; the first is row 2, {FIRST_BROKEN}"),
        (
            "created_at,text\n2026-03-01 10:00:00,Boats run\nsoon,Boats rest\n2026-03-01 10:00:00,Boats,float\n", 1,
            f"p.csv: 2 of 3 rows left out: 1 broken, 1 incomplete; the first is row 3, {FIRST_BROKEN}",
        ),
        (HEAD + ROWS[0] + ROWS[2] + '5,"half', 2, f"p.csv: {CUT_OFF}"),
        (HEAD + ROWS[0] + ROWS[2], 2, ""),
    ],
    ids=["broken", "incomplete", "cut", "whole"],
)  # fmt: skip
def test_label_says_which_rows_it_could_not_read_and_prints_the_others(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], table: str, labelled: int, said: str
) -> None:
    (tmp_path / "p.csv").write_text(table)
    told(labelling.command, tmp_path / "p.csv", "--reader", "quick")
    out, err = capsysbinary.readouterr()
    assert [json.loads(line)["purpose"] != "" for line in out.splitlines()] == [True] * labelled
    assert err.decode() == (f"warning: {said}\n" if said else "")
