"""Many brands: one that fails stops nobody, what is unchanged is left, and percentiles name no one."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from sociable import atomic, cli, history, portfolio, site
from sociable.beside import Client, Portfolio, Scored, Spread
from sociable.errors import ConfigError, Fault, InputError, UsageError
from sociable.model import Change, Period
from sociable.portfolio import local
from sociable.portfolio.brands import Job
from sociable.report import CriterionResult, Overall, Report
from sociable.scoring import spread

sys.path.insert(0, str(Path(__file__).parent / "tools"))
import big_archive

FAULT = Fault("export.zip", "download is incomplete", "request a new download")


def report(name: str, scores: dict[str, float], verdicts: dict[str, str] | None = None) -> Report:
    """A report of made-up scores."""
    changes = {key: Change(verdict=one, against="2026-Q2") for key, one in (verdicts or {}).items()}  # type: ignore[arg-type]
    criteria = [
        CriterionResult(
            id=key, title=key, question=f"How about {key}?", dimension="d", status="scored", score=score,
            points_lost=(100 - score) / 10, change=changes.get(key),
        )
        for key, score in scores.items()
    ]  # fmt: skip
    overall = Overall(kind="overall", score=statistics.mean(scores.values()), band="good", coverage=0.9)
    window = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
    return Report(
        brand={"name": name}, period=window, today="2026-10-01", overall=overall, criteria=criteria,
        rubric={"fingerprint": "one"},
    )  # fmt: skip


def played(source: Path, target: Path, *, progress: Callable[[str], None], mood: str = "") -> object:
    """In the place of a build: does what the folder's name says, and writes a report."""
    name = source.parent.name
    progress("at work")
    progress("at work")
    if name == "dies":
        os._exit(9)
    if name == "faulty":
        raise ConfigError(FAULT, FAULT)
    if name == "surprised":
        raise ZeroDivisionError("first line\nsecond line")
    made = report(name + mood, {"alpha": 70.0, "beta": 30.0, "gamma": 50.0}, {"alpha": "improved", "beta": "declined"})
    if name != "idle" or not target.exists():
        atomic.swap_in([("report.json", history.encode(made)), ("index.html", b"a playbook")], target)
    return SimpleNamespace(report=made)


def clients(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "brand.yaml").write_text("")
    return portfolio.find([folder])


def test_a_brand_that_fails_stops_nobody(tmp_path: Path) -> None:
    sources = clients(tmp_path / "clients", "dies", "faulty", "idle", "surprised", "zebra")
    (tmp_path / "out" / "faulty").mkdir(parents=True)
    (tmp_path / "out" / "faulty" / "index.html").write_text("of last quarter")
    (tmp_path / "out" / portfolio.MARK).write_text("")
    told: list[tuple[str, int, int, str]] = []
    run = portfolio.run(sources, tmp_path / "out", played, {"mood": "!"}, 3, lambda *what: told.append(what))
    found = {one.id: one for one in run.clients}
    assert {name: one.status for name, one in found.items()} == {
        "dies": "failed", "faulty": "failed", "idle": "built", "surprised": "failed", "zebra": "built",
    }  # fmt: skip
    assert "ended with code 9" in found["dies"].faults[0]
    assert found["faulty"].faults == [str(FAULT)] * 2
    assert found["faulty"].page == "faulty/index.html"  # the last playbook stands
    assert not found["dies"].page
    assert "ZeroDivisionError: " in found["surprised"].faults[0] and "first line" not in found["surprised"].faults[0]
    row = found["zebra"]
    assert (row.name, row.improved, row.declined, row.against) == ("zebra!", ["alpha"], ["beta"], "2026-Q2")
    assert row.worst == Scored(id="beta", question="How about beta?", score=30.0)
    assert told[-1][:3] == ("brands", 5, 5)
    assert any("at work" in detail for *_, detail in told)
    again = portfolio.run(sources[2:3], tmp_path / "out", played, {}, 1, lambda *_: None)
    assert [one.status for one in again.clients] == ["unchanged"]


def test_a_brand_whose_listener_was_killed_ends_without_a_word(tmp_path: Path) -> None:
    """Its playbook is written all the same, so the next run has one brand less to build."""
    (source,) = clients(tmp_path / "clients", "zebra")
    here, there = multiprocessing.Pipe(duplex=False)
    here.close()
    local._work(there, played, Job("zebra", source, tmp_path / "out"), {})
    assert (tmp_path / "out" / "report.json").is_file()


def test_brands_stand_by_their_names_and_those_without_by_their_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"a": "Zebra", "b": "Ant", "c": "", "d": "Ant"}
    made = [Client(id=id, name=name, source="", status="failed", page="") for id, name in named.items()]
    monkeypatch.setattr(local, "crew", lambda *_: made)
    run = portfolio.run(clients(tmp_path / "in", "a"), tmp_path / "out", played, {}, 1, lambda *_: None)
    assert [one.id for one in run.clients] == ["b", "d", "a", "c"]


def test_folders_are_named_after_clients(tmp_path: Path) -> None:
    names = ("acme/uk", "bolt/uk", "cape")
    files = [tmp_path / name / "brand.yaml" for name in names]
    assert portfolio.named(files) == dict(zip(("acme-uk", "bolt-uk", "cape"), files, strict=True))
    loose = [tmp_path / "north.yaml", tmp_path / "south.yaml"]
    assert list(portfolio.named(loose)) == ["north", "south"]
    with pytest.raises(UsageError, match="share a folder"):
        portfolio.named([tmp_path / "a" / "b.yaml", tmp_path / "a" / "b.yml"])


def test_brands_are_found_by_file_folder_and_glob(tmp_path: Path) -> None:
    all_of_them = clients(tmp_path, "a", "b")
    assert all_of_them == [tmp_path / name / "brand.yaml" for name in "ab"]
    assert portfolio.find([tmp_path / "*" / "brand.yaml", tmp_path / "a"]) == all_of_them  # each once
    for lost in (tmp_path / "c", tmp_path / "c*", tmp_path / "a" / "nothing"):
        with pytest.raises(
            InputError, match=f"{re.escape(str(lost))}: no such file; name brand.yaml files, or the folder"
        ):
            portfolio.find([lost])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"holds no brand\.yaml"):
        portfolio.find([tmp_path / "empty"])


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(InputError, match="not a portfolio"):
        portfolio.claim(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]
    portfolio.claim(tmp_path / "new" / "folder")
    portfolio.claim(tmp_path / "new" / "folder")


def row(name: str, score: float, rubric: str = "one", **more: object) -> Client:
    scores = [Scored(id="alpha", question="How about alpha?", score=score)]
    return Client(id=name, source=name, status="built", name=name, period="2026-Q3", rubric=rubric, scores=scores,
                  page=f"{name}/index.html", **more)  # type: ignore[arg-type]  # fmt: skip


def test_percentiles_need_enough_brands_under_one_rubric() -> None:
    """Median and quartiles as textbooks have them: of 10, 20, 30, 40 and 50 they are 20, 30 and 40."""
    five = [row(f"b{score}", float(score)) for score in (50, 20, 40, 10, 30)]
    (only,), pooled, apart = spread.benchmark([*five, row("other", 99.0, "two")])
    assert (only.quartiles, only.brands, pooled, apart) == ((20.0, 30.0, 40.0), 5, 5, ["other"])
    (few,), *_ = spread.benchmark([*five[:4], row("other", 99.0, "two")])
    assert few.quartiles is None
    assert spread.benchmark([]) == ([], 0, [])


def test_the_page_names_nobody_beside_a_percentile_and_no_post_becomes_markup() -> None:
    rows = [row(f"Brand {n}", 10.0 * n, overall=Overall(kind="overall", score=61.0, band="good")) for n in range(1, 6)]
    evil = Client(id="<b>evil", source="x", status="failed", faults=["<script>alert(1)</script>: is wrong; mend it"])
    spreads = [Spread(id="alpha", question="How about alpha?", brands=5, quartiles=(20, 30, 40))]
    page = site.portfolio_page(Portfolio(clients=[*rows, evil], spreads=spreads, least=5, pooled=5, apart=[]))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;: is wrong; mend it" in page
    head, table = page.split('id="spread"')
    assert [f"Brand {n}" in head for n in range(1, 6)] == [True] * 5
    assert "Brand" not in re.sub(r"Brands", "", table)
    assert re.findall(r'<td class="num"[^>]*>(\d+)</td>', table) == ["20", "30", "40", "5"]
    few = site.portfolio_page(Portfolio(clients=rows, spreads=[], least=5, pooled=4, apart=[]))
    assert "Percentiles need 5 brands" in few
    apart = site.portfolio_page(Portfolio(clients=rows, spreads=[], least=5, pooled=4, apart=["Brand 5"]))
    assert "or the other reader (quick, careful) read their posts: Brand 5." in apart
    assert "<td" not in few.split('id="spread"')[1]


def test_brands_of_one_name_are_told_apart_by_their_folders() -> None:
    same = [msgspec.structs.replace(row(key, 50.0), name="Summit Legal") for key in ("summit", "summit-uk")]
    found = Portfolio(clients=[row("Acorn", 50.0), *same], spreads=[], least=5, pooled=3, apart=[])
    names = ["Acorn", "Summit Legal (summit)", "Summit Legal (summit-uk)"]
    assert [line.split(":")[0] for line in site.portfolio_lines(found)] == names
    page = site.portfolio_page(found)
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page) == names


def test_a_brand_without_scores_is_not_said_to_be_good() -> None:
    mute = msgspec.structs.replace(row("Mute", 50.0), scores=[])
    page = site.portfolio_page(Portfolio(clients=[row("Fine", 80.0), mute], spreads=[], least=5, pooled=2, apart=[]))
    assert re.findall(r'<td data-head="Costs most">([^<]+)</td>', page) == ["Nothing below Good", "Too few to judge"]


def test_real_builds_beside_a_broken_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A brand and one whose download broke off, built twice; the page's links lead somewhere."""
    for name in ("acorn", "cobble"):
        big_archive.write(30, tmp_path / "clients" / name)
    (tmp_path / "clients" / "cobble" / "data" / "tweets.js").write_text("<html>")
    words = ["sociable", "portfolio", str(tmp_path / "clients"), "-o", str(tmp_path / "out"), "--json", "--jobs", "2"]
    monkeypatch.setattr(sys, "argv", words)
    statuses = []
    for _ in range(2):
        with pytest.raises(SystemExit) as stop:
            cli.main()
        assert stop.value.code == 1
        out, err = capsys.readouterr()
        statuses.append([(one["id"], one["status"]) for one in json.loads(out)["clients"]])
        assert [line.split(":")[1] for line in err.splitlines()] == [" cobble", f" {tmp_path / 'out'}"]
    assert statuses[0] == [("acorn", "built"), ("cobble", "failed")]
    assert statuses[1] == [("acorn", "unchanged"), ("cobble", "failed")]
    index = (tmp_path / "out" / "index.html").read_text()
    for link in re.findall(r'href="([^"#]+\.html)', index):
        assert (tmp_path / "out" / link).is_file(), link
    assert "acorn/index.html" in index
    assert date.today().isoformat() not in index


def test_a_killed_run_can_be_run_again(tmp_path: Path) -> None:
    """kill -9 as soon as one brand is done, and the same command at once, while the brand at work may still end."""
    for seed, name in enumerate(("acorn", "birch", "cobble")):
        big_archive.write(30, tmp_path / "clients" / name, seed=seed)
    command = [sys.executable, "-m", "sociable", "portfolio", "clients", "-o", "out", "--jobs", "1", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        while not (tmp_path / "out" / "acorn" / "report.json").exists():
            assert first.poll() is None
            time.sleep(0.05)
        first.kill()
    assert not (tmp_path / "out" / "index.html").exists()
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (0, "")
    statuses = {one["id"]: one["status"] for one in json.loads(again.stdout)["clients"]}
    assert set(statuses.values()) <= {"built", "unchanged"}
    assert statuses["cobble"] == "built"
    assert list(statuses) == ["acorn", "birch", "cobble"]
    assert all((tmp_path / "out" / name / "index.html").is_file() for name in statuses)
