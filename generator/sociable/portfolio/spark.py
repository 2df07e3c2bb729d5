"""Many brands on Apache Spark: the functions of a build on one machine, over Arrow batches.

Three steps.  `mapInArrow` over the brands whose exports are LARGE asks which
texts need labels; `mapInArrow` over these, cut into batches of any size, runs
the detectors; `applyInArrow` builds each brand with the labels that belong to
it, and with its own for whatever is missing.  Labels are pure per row and go by
content, so report.json is the same, byte for byte, as a build alone writes.

brand.yaml, exports and output must lie where every worker of the cluster sees
them under the same path, and Sociable be installed on each.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillAtWork
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from sociable import making, recall, resources, settings, unchanged
from sociable.beside import Client
from sociable.errors import Fault, InputError, UsageError
from sociable.portfolio.brands import Build, Job, Tell, outcome
from sociable.signals import Terms

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

LARGE = 2**30
"""Bytes of exports beyond which a brand's texts are labelled by many workers: structure is then worked out twice."""
MOST = 10_000
"""Tasks of a step; a brand is a task of its own up to so many."""
BATCH = 20_000
"""Rows of an Arrow batch: the detectors work on whole columns."""
LOST = ("Python worker exited unexpectedly", "ExecutorLostFailure", "OutOfMemoryError", "MemoryError")
"""Signs of a worker that went away or had no memory left, after as many tries as Spark makes."""
_WHOSE = {"id": pl.Utf8, "source": pl.Utf8}
_READ = ("uid", "kind", "text", "platform", "lang", "context", "brand", "reader")
_TEXTS: dict[str, Any] = {**dict.fromkeys(_READ, pl.Utf8), **dict.fromkeys(recall.KEYS, pl.Int64)}


def ready(master: str) -> None:
    """UsageError in one line where pyspark or Java is missing."""
    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        raise UsageError(Fault("--engine spark", "needs pyspark, which is not here", "pip install 'sociable[spark]'"))
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and (Path(home) / "bin" / "java").exists()):
        remedy = "install Java 17 or later (Debian: apt-get install default-jre-headless), or set JAVA_HOME"
        raise UsageError(Fault("--engine spark", "needs Java, which is not here", remedy))


def crew(todo: list[Job], build: Build, options: Mapping[str, object], master: str, tell: Tell) -> list[Client]:
    """What became of each job on the Spark at `master`; InputError where Spark itself cannot go on."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    running = _running()
    try:
        session = running or _session(master)
        try:
            return _run(session, todo, build, dict(options), tell)
        finally:
            if running is None:
                session.stop()
    except (PySparkException, Py4JError, OSError) as error:
        raise InputError(_stopped(str(error), master)) from None


def _stopped(text: str, master: str) -> Fault:
    """What Spark said when it gave up, in one line with what to do."""
    again = "run the same again; brands that were done are not built anew"
    if lost := next((sign for sign in LOST if sign in text), ""):
        remedy = f"most often memory: give workers more of it or fewer tasks at once (--master local[1]), and {again}"
        return Fault(f"--master {master}", f"a worker was killed while it built ({lost})", remedy)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = next((line for line in lines if "Exception:" in line or "Error:" in line), lines[0] if lines else "")
    return Fault(f"--master {master}", f"Spark stopped ({said[:200]})", f"look into Spark's own log and {again}")


def _running() -> SparkSession | None:
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession()


def _session(master: str) -> SparkSession:
    """A session of our own; on this machine it speaks to nobody else, and workers leave the cores to one another."""
    from pyspark.sql import SparkSession

    made = SparkSession.builder.appName("sociable").master(master).config("spark.executorEnv.POLARS_MAX_THREADS", "1")
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        for name in ("spark.driver.host", "spark.driver.bindAddress"):
            made = made.config(name, "127.0.0.1")
        made = made.config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
    made = made.config("spark.ui.showConsoleProgress", "false")
    return made.getOrCreate()


def _run(session: SparkSession, todo: list[Job], build: Build, options: dict[str, Any], tell: Tell) -> list[Client]:
    done = session.sparkContext.accumulator(0)
    table = _steps(session, todo, build, options, done)
    with ThreadPoolExecutor(1) as pool:
        rows: Future[list[Any]] = pool.submit(table.collect)
        try:
            while not _over(rows):
                tell("brands", done.value, len(todo), "")
        except BaseException:
            session.sparkContext.cancelAllJobs()
            raise
        found = [msgspec.json.decode(bytes(row.client), type=Client) for row in rows.result()]
    named = {one.id: str(one.source) for one in todo}
    return [msgspec.structs.replace(one, source=named[one.id]) for one in found]


def _over(rows: Future[list[Any]]) -> bool:
    try:
        rows.exception(timeout=0.5)
    except StillAtWork:
        return False
    return True


def _steps(session: SparkSession, todo: list[Job], build: Build, options: dict[str, Any], done: Any) -> DataFrame:
    """The three steps, not yet begun: a row a brand with what `outcome` says of it, as JSON."""
    settled = {"spark.sql.adaptive.enabled": "false", "spark.sql.shuffle.partitions": str(min(len(todo), MOST)),
               "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH)}  # fmt: skip
    for name, value in settled.items():
        session.conf.set(name, value)
    rows = [(one.id, str(one.source.absolute()), str(one.target.absolute())) for one in todo]
    brands = session.createDataFrame(rows, "id string, source string, target string")

    def built(left: pa.Table, right: pa.Table) -> pa.Table:
        return _built(left, right, build, options, done)

    labels = _labels(brands, options, max(len(todo), session.sparkContext.defaultParallelism))
    return brands.groupBy("id").cogroup(labels.groupBy("id")).applyInArrow(built, "client binary")


def _labels(brands: DataFrame, options: dict[str, Any], wide: int) -> DataFrame:
    """Labels of all texts of large brands that nothing is known of, worked out in `wide` parts."""
    large = LARGE  # as it is here: workers load this module anew

    def wanted(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _wanted(batches, options, large)

    texts = brands.repartition(wide, "id").mapInArrow(wanted, _schema({**_WHOSE, **_TEXTS}))
    return texts.repartition(wide).mapInArrow(_labelled, _schema({"id": pl.Utf8, **recall.columns()}))


def _wanted(batches: Iterator[pa.RecordBatch], options: dict[str, Any], large: int) -> Iterator[pa.RecordBatch]:
    """Of brands (id, source, target) whose exports are large: the texts of which no label is known."""
    for batch in batches:
        for one in batch.to_pylist():
            # Whatever is wrong with a brand its own build will say, and stop no other.
            with suppress(Exception), resources.client(Path(one["source"])):
                if unchanged.weight(settings.load(Path(one["source"]))) < large:
                    continue
                rows = making.wanted(Path(one["source"]), Path(one["target"]), **options)
                named = rows.with_columns(pl.lit(one[name]).alias(name) for name in _WHOSE)
                yield from _arrow(named, {**_WHOSE, **_TEXTS})


def _labelled(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Labels of texts: a pure function of each batch."""
    for batch in batches:
        for part in _polars(batch).partition_by(list(_WHOSE), maintain_order=True):
            source = Path(part["source"][0])
            with suppress(Exception), resources.client(source):
                said = recall.labelled(part.drop(*_WHOSE), _terms(source))
                yield from _arrow(said.with_columns(part["id"]), {"id": pl.Utf8, **recall.columns()})


def _built(left: pa.Table, right: pa.Table, build: Build, options: dict[str, Any], done: Any) -> pa.Table:
    """Build the one brand of `left` with the labels of `right`."""
    import pyarrow as pa

    def informed(source: Path, target: Path, **more: Any) -> Any:
        if not right.num_rows:
            return build(source, target, **more)
        book = recall.opened(settings.load(source))
        book.learn(_polars(right).drop("id"))
        return build(source, target, labels=book, **more)

    (one,) = left.to_pylist()
    found = outcome(Job(one["id"], Path(one["source"]), Path(one["target"])), informed, options)
    done.add(1)
    return pa.table({"client": pa.array([msgspec.json.encode(found)], pa.binary())})


@lru_cache(maxsize=64)
def _terms(source: Path) -> Terms:
    return Terms.of(settings.load(source))


def _schema(columns: Mapping[str, Any]) -> Any:
    """The same columns as Spark has them."""
    from pyspark.sql import types

    kinds = {pl.Utf8: types.StringType, pl.Int64: types.LongType, pl.Float64: types.DoubleType,
             pl.Boolean: types.BooleanType}  # fmt: skip
    return types.StructType([types.StructField(name, kinds[kind]()) for name, kind in columns.items()])


def _arrow(frame: pl.DataFrame, columns: Mapping[str, Any]) -> Iterator[pa.RecordBatch]:
    """A frame in batches of exactly these columns, in the types that Spark takes."""
    import pyarrow as pa

    kinds = {pl.Utf8: pa.string(), pl.Int64: pa.int64(), pl.Float64: pa.float64(), pl.Boolean: pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    yield from frame.select(list(columns)).to_arrow().cast(schema).to_batches(max_chunksize=BATCH)


def _polars(table: pa.Table | pa.RecordBatch) -> pl.DataFrame:
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)  # a table never becomes a Series
    return found
