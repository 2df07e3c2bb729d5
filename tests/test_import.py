"""`sociable import`: what goes into Parquet comes back as it was, and other tools can read it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sociable import archives, build, cli, settings
from sociable.config import Account, Brand
from sociable.errors import ArchiveError

sys.path.insert(0, str(Path(__file__).parent / "tools"))
import big_archive

DEMO = Path(__file__).parents[1] / "content" / "demo"
FRAMES = ("posts", "messages", "people", "snapshots", "feeds")


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["sociable", *map(str, words)])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def brand(folder: Path, count: int = 200) -> Path:
    """A made-up brand whose X archive holds `count` posts."""
    big_archive.write(count, folder)
    return folder / "brand.yaml"


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that an import of `brand` made; the brand lies beside it."""
    assert run(monkeypatch, "import", brand(tmp_path / "big"), "-o", tmp_path / "lake", "-q") == 0
    return tmp_path / "lake" / "brand=big-ferry"


def elsewhere(folder: Path, place: Path, name: str = "again") -> Path:
    """The same brand.yaml, reading `place` in place of the exports."""
    text = (folder / "brand.yaml").read_text()
    text = re.sub(r"inbox: \S+", "", text)
    text = re.sub(r"(?m)(archive: )[^\s,}]+", rf"\g<1>{place}", text)
    (folder.parent / name).mkdir()
    (folder.parent / name / "brand.yaml").write_text(text)
    return folder.parent / name / "brand.yaml"


def test_every_table_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the demo: two networks, inboxes, direct messages, people."""
    shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("*.py", "output", "history"))
    assert run(monkeypatch, "import", tmp_path / "demo", "-o", tmp_path / "lake", "-q") == 0
    first = settings.load(tmp_path / "demo")
    place = str(tmp_path / "lake" / "brand=harbour-lights-ferries")
    accounts = tuple(one.model_copy(update={"archive": (place,), "inbox": ()}) for one in first.accounts)
    before, after = archives.read(first), archives.read(first.model_copy(update={"accounts": accounts}))
    assert before.messages.height > 1000
    assert len(before.inputs) > 5
    for name in FRAMES:
        assert_frame_equal(getattr(before, name), getattr(after, name))
    assert before.inputs == after.inputs


def test_the_playbook_is_the_same(imported: Path, tmp_path: Path) -> None:
    first = build.build(tmp_path / "big" / "brand.yaml")
    second = build.build(elsewhere(tmp_path / "big", imported))
    a, b = (one.index.with_name("report.json").read_bytes() for one in (first, second))
    assert a == b
    assert b"data!tweets.js" in b  # the method page still names the file that was downloaded


def test_the_terminal_says_what_to_write_to_build_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As somebody would who copies that line; the folder of all clients is given, and the inbox is in the tables."""
    big_archive.inbox(60, tmp_path / "clients" / "desk")
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "import", "clients", "-o", "lake") == 0
    (told,) = re.findall(r"in brand\.yaml: (archive: .+), and no inbox", capsys.readouterr().out)
    assert told == "archive: ../../lake/brand=big-ferry"
    first = build.build(tmp_path / "clients" / "desk" / "brand.yaml").index.with_name("report.json").read_bytes()
    again = tmp_path / "clients" / "again" / "brand.yaml"
    again.parent.mkdir()
    text = (tmp_path / "clients" / "desk" / "brand.yaml").read_text()
    again.write_text(text.replace("inbox: inbox.csv, inbox_complete", f"{told}, inbox_complete"))
    assert build.build(again).index.with_name("report.json").read_bytes() == first


def test_other_tools_see_brand_and_month(imported: Path, tmp_path: Path) -> None:
    times = re.findall(r'"created_at" : "([^"]+)"', (tmp_path / "big" / "data" / "tweets.js").read_text())
    months = Counter(datetime.strptime(one, "%a %b %d %H:%M:%S %z %Y").strftime("%Y-%m") for one in times)
    lake = pl.scan_parquet(
        imported.parent / "brand=*" / "posts" / "**" / "*.parquet", hive_partitioning=True, try_parse_hive_dates=False
    )
    found = lake.group_by("brand", "month").len().collect()
    assert sum(months.values()) == 200
    assert {month: count for _, month, count in found.rows()} == months
    assert set(found["brand"]) == {"big-ferry"}


def test_rows_may_be_taken_out_and_that_is_noted(imported: Path, tmp_path: Path) -> None:
    part = max((imported / "posts").glob("month=*/part.parquet"))
    frame = pl.read_parquet(part, hive_partitioning=False)
    frame.head(1).write_parquet(part)
    found = archives.read(settings.load(elsewhere(tmp_path / "big", imported)))
    assert found.posts.height == 200 - frame.height + 1
    assert [one.code for one in found.inputs[0].issues if one.code == "import-changed"] == ["import-changed"]


def test_a_new_export_may_lie_beside_an_import(imported: Path, tmp_path: Path) -> None:
    source = elsewhere(tmp_path / "big", imported)
    later = tmp_path / "big" / "later.csv"
    later.write_text("id,text,created_at\n77,Boats at noon from now on.,2026-10-01T12:00:00Z\n")
    known = settings.load(source)
    account = known.accounts[0].model_copy(update={"archive": (str(imported), str(later))})
    found = archives.read(replace_account(known, account))
    assert found.posts.height == 201


def replace_account(known: Brand, account: Account) -> Brand:
    return known.model_copy(update={"accounts": (account,)})


def spoil(folder: Path, what: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    if what == "newer":
        (folder / "manifest.json").write_text(json.dumps(manifest | {"version": 2}))
    elif what == "stranger":
        (folder / "manifest.json").write_text(json.dumps(manifest | {"accounts": ["x:somebody"]}))
    elif what == "damaged":
        next((folder / "posts").glob("*/part.parquet")).write_bytes(b"PAR1 and no more")
    elif what == "not a manifest":
        (folder / "manifest.json").write_text('{"format": "sociable-import", "version": "one"}')
    elif what == "other columns":
        pl.DataFrame({"account": ["x:bigferry_eg"], "created_at": ["soon"]}).write_parquet(folder / "posts/new.parquet")
    elif what == "two brands":
        shutil.copytree(folder, folder / "brand=other")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("newer", "upgrade"),
        (
            "stranger",
            "holds no x:bigferry_eg; its accounts: 1 on x; name one that its manifest.json lists in brand.yaml",
        ),
        ("damaged", "cannot be read as posts"),
        ("not a manifest", "cannot be read"),
        ("other columns", "cannot be read as posts"),
        ("two brands", "holds 2 brands"),
    ],
)
def test_what_is_wrong_is_one_line(imported: Path, tmp_path: Path, what: str, told: str) -> None:
    spoil(imported, what)
    with pytest.raises(ArchiveError) as caught:
        archives.read(settings.load(elsewhere(tmp_path / "big", imported)))
    (fault,) = caught.value.faults
    assert told in str(fault)
    assert "\n" not in str(fault)


def test_one_bad_brand_does_not_stop_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    brand(tmp_path / "a", 20)
    brand(tmp_path / "b", 20)
    other = brand(tmp_path / "c", 20)
    other.write_text(other.read_text().replace("Big Ferry", "Small Ferry"))
    sources = [tmp_path / name / "brand.yaml" for name in "abc"]
    assert run(monkeypatch, "import", *sources, "-o", tmp_path / "lake", "--json") == 1
    out, err = capsys.readouterr()
    assert [(one["brand"], one["posts"]) for one in json.loads(out)] == [("Big Ferry", 20), ("Small Ferry", 20)]
    assert err.count("\n") == 1
    assert "same name" in err


def test_an_import_again_replaces_the_folder_as_a_whole(
    imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.relative_to(imported): path.read_bytes() for path in imported.rglob("*") if path.is_file()}
    stray = imported / "posts" / "month=1999-01" / "part.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"old")
    assert run(monkeypatch, "import", tmp_path / "big", "-o", imported.parent, "-q") == 0
    assert {path.relative_to(imported): path.read_bytes() for path in imported.rglob("*") if path.is_file()} == before
