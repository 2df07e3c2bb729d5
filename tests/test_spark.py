"""Spark writes the same report.json as a build alone, and one brand that fails stops no other."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sociable import build, cli, making, portfolio, recall, settings, signals
from sociable.beside import Portfolio
from sociable.errors import InputError, UsageError
from sociable.portfolio import spark
from sociable.portfolio.brands import Job
from sociable.signals import Terms

sys.path.insert(0, str(Path(__file__).parent / "tools"))
import big_archive

from hand_counts import EXPORTS

OPTIONS: dict[str, object] = {"period": None, "today": None, "backfill": False}
DEMO = Path(__file__).parents[1] / "content" / "demo"
ARROW = pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is missing: pip install 'sociable[spark]'")


def clients(folder: Path) -> list[Path]:
    """Two made-up X archives, the demo with its inboxes, and a download that broke off."""
    for name, count in (("acorn", 240), ("birch", 120), ("cobble", 30)):
        big_archive.write(count, folder / name)
    (folder / "cobble" / "data" / "tweets.js").write_text("<html>")
    shutil.copytree(DEMO, folder / "demo", ignore=shutil.ignore_patterns("*.py", "output", "history"))
    return portfolio.find([folder])


def compare(sources: list[Path], folder: Path, names: set[str]) -> Portfolio:
    """What a Spark that runs here makes of the brands; those of `names` are built alone as well, from a copy."""
    found = portfolio.run(sources, folder / "out", build.build, OPTIONS, 1, told, "local[2]")
    assert {one.id for one in found.clients if one.status == "built"} == names
    for source in sources:
        name = source.parent.name
        if name in names:
            skipped = shutil.ignore_patterns("history", ".sociable-cache")
            alone = Path(shutil.copytree(source.parent, folder / "alone" / name, ignore=skipped))
            build.build(alone / "brand.yaml", folder / "one" / name)
            one, other = (folder / place / name / "report.json" for place in ("one", "out"))
            assert one.read_bytes() == other.read_bytes(), name
    return found


def told(*_: object) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One Spark on this machine for the whole module; skips by name where it cannot run."""
    try:
        spark.ready("local[2]")
    except UsageError as error:
        pytest.skip(str(error))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(build.__file__).parents[1]))  # the workers' Sociable is this one
        made = spark._session("local[2]")
        yield made
        made.stop()


def test_reports_are_the_same_to_the_byte(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels of every brand worked out in batches by other workers: no brand's own size is large enough here."""
    monkeypatch.setattr(spark, "LARGE", 0)
    sources = clients(tmp_path / "clients")
    jobs = [Job(name, one, tmp_path / "out" / name) for name, one in portfolio.named(sources).items()]
    rows = [(one.id, str(one.source), str(one.target)) for one in jobs]
    brands = session.createDataFrame(rows, "id string, source string, target string")
    labels = {row["id"]: row["count"] for row in spark._labels(brands, OPTIONS, 2).groupBy("id").count().collect()}
    expected = {one.id: making.wanted(one.source, one.target).height for one in jobs if one.id != "cobble"}
    assert labels == expected
    assert min(expected.values()) > 5
    found = compare(sources, tmp_path, set(expected))
    assert {one.id: one.status for one in found.clients} == {
        "acorn": "built", "birch": "built", "cobble": "failed", "demo": "built",
    }  # fmt: skip
    assert [one.source for one in found.clients if one.id == "acorn"] == [str(tmp_path / "clients/acorn/brand.yaml")]


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="../shared/data/exports is not beside the checkout")
def test_real_exports_come_out_the_same(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two X archives and an inbox."""
    monkeypatch.setattr(spark, "LARGE", 0)
    real = {
        "one": {"handle": "rtiatmla", "archive": str(EXPORTS / "x-archive-rtiatmla")},
        "two": {"handle": "lumeninferius", "archive": str(EXPORTS / "x-archive-lumeninferius")},
        "three": {"handle": "Uber_Support", "inbox": str(EXPORTS / "inbox-twcs.csv")},
    }
    for name, account in real.items():
        (tmp_path / "clients" / name).mkdir(parents=True)
        made = {"brand": {"name": account["handle"]}, "accounts": [{"platform": "x", **account}]}
        (tmp_path / "clients" / name / "brand.yaml").write_text(json.dumps(made))
    compare(portfolio.find([tmp_path / "clients"]), tmp_path, set(real))


def test_a_master_that_is_none_is_one_line(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.errors import PySparkException

    def unreachable(_: str) -> Any:
        raise PySparkException("Could not parse Master URL: 'loca'\n at org.apache.spark")

    monkeypatch.setattr(spark, "_running", lambda: None)
    monkeypatch.setattr(spark, "_session", unreachable)
    with pytest.raises(InputError, match=r"--master loca: Spark stopped \(Could not parse Master URL: 'loca'\); "):
        spark.crew([Job("a", tmp_path, tmp_path)], build.build, OPTIONS, "loca", told)


def test_a_killed_worker_is_one_line_with_what_to_do(session: Any, tmp_path: Path) -> None:
    """A real one, killed as often as Spark starts it anew."""

    def dies(source: Path, target: Path, **_: Any) -> Any:
        """What the kernel does to a process that takes too much memory; inside, so that it travels to the worker."""
        os.kill(os.getpid(), signal.SIGKILL)

    big_archive.write(5, tmp_path / "acorn")
    jobs = [Job("acorn", tmp_path / "acorn" / "brand.yaml", tmp_path / "out" / "acorn")]
    with pytest.raises(InputError) as caught:
        spark.crew(jobs, dies, OPTIONS, "local[2]", told)
    (fault,) = caught.value.faults
    assert str(fault) == (
        "--master local[2]: a worker was killed while it built (Python worker exited unexpectedly); most often memory: "
        "give workers more of it or fewer tasks at once (--master local[1]), and run the same again; "
        "brands that were done are not built anew"
    )


@pytest.mark.parametrize(
    ("gone", "line"),
    [
        ("pyspark", "--engine spark: needs pyspark, which is not here; pip install 'sociable[spark]'"),
        ("java", "--engine spark: needs Java, which is not here; install Java 17"),
    ],
)
def test_what_is_missing_is_named_in_one_line(
    gone: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    big_archive.write(5, tmp_path / "clients" / "acorn")
    monkeypatch.setattr(spark, "find_spec", lambda name: None if name == gone else object())
    monkeypatch.setattr(spark.shutil, "which", lambda name: None if name == gone else "/usr/bin/java")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    words = ["sociable", "portfolio", str(tmp_path / "clients"), "-o", str(tmp_path / "out"), "--engine", "spark"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert line in said[0]
    assert not (tmp_path / "out").exists()


def batches(*jobs: Job) -> list[Any]:
    import pyarrow as pa

    rows = [{"id": one.id, "source": str(one.source), "target": str(one.target)} for one in jobs]
    return pa.Table.from_pylist(rows).to_batches()


@ARROW
def test_the_steps_hand_on_every_label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Spark: after both maps, the build asks the detectors about no text at all."""
    import pyarrow as pa

    big_archive.write(120, tmp_path / "acorn")
    job = Job("acorn", tmp_path / "acorn" / "brand.yaml", tmp_path / "out")
    asked = list(spark._wanted(iter(batches(job)), OPTIONS, 0))
    labels = pa.Table.from_batches(list(spark._labelled(iter(asked))))
    assert labels.num_rows == sum(one.num_rows for one in asked) > 5
    real = signals.label

    def silent(rows: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        assert rows.is_empty(), "a text was labelled again"
        return real(rows, terms)

    monkeypatch.setattr(recall.signals, "label", silent)

    def related(source: Path, target: Path, *, labels: recall.Recall, **_: object) -> object:
        assert labels.fresh == 0
        seen.append(labels.known.height)
        raise ZeroDivisionError("seen enough")

    class Counter:
        def add(self, _: int) -> None: ...

    seen: list[int] = []
    table = pa.Table.from_batches(batches(job))
    spark._built(table, labels, related, dict(OPTIONS), Counter())
    assert seen == [labels.num_rows]
    book = recall.opened(settings.load(tmp_path / "acorn"))
    book.learn(spark._polars(labels).drop("id"))
    rows = pl.concat([spark._polars(one) for one in asked]).select(*spark._TEXTS)
    assert book.missing(rows).is_empty()


@ARROW
def test_small_brands_are_not_asked(tmp_path: Path) -> None:
    """Below LARGE a brand is built in one task: its structure is worked out once."""
    big_archive.write(30, tmp_path / "acorn")
    job = Job("acorn", tmp_path / "acorn" / "brand.yaml", tmp_path / "out")
    assert list(spark._wanted(iter(batches(job)), OPTIONS, spark.LARGE)) == []
    lost = batches(Job("x", tmp_path / "nothing.yaml", tmp_path))
    assert list(spark._wanted(iter(lost), OPTIONS, 0)) == []
