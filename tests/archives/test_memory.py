"""How much memory the reading of a large archive takes, measured in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from archives.make import read, tweet, x_archive
from sociable import tables
from sociable.archives.records import ordered, slim

ROOT = Path(__file__).parents[2]
POSTS, FIXED, SHARE = 85_000, 80, 0.65
"""85 000 posts are a file of 60 MB; 80 MB go to code and the piece in hand.  Measured: 106 MB in all."""
MEASURE = """
import sys, resource
from pathlib import Path
from sociable import archives, settings
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
brand = settings.load(Path(sys.argv[1]))
before = peak()
print(archives.read(brand).posts.height, round(peak() - before))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes only by Linux")
def test_memory_grows_by_less_than_the_file(tmp_path: Path) -> None:
    make = ROOT / "tests" / "tools" / "big_archive.py"
    subprocess.run([sys.executable, str(make), str(POSTS), str(tmp_path)], check=True)
    size = (tmp_path / "data" / "tweets.js").stat().st_size / 2**20
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "brand.yaml")]
    kept = {name: value for name, value in os.environ.items() if "MALLOC" not in name}
    env = {**kept, "PYTHONPATH": str(ROOT / "generator")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    rows, grown = done.stdout.split()
    assert int(rows) == POSTS
    assert 55 < size < 70
    assert float(grown) < FIXED + SHARE * size


def test_order_asks_the_uid_only_where_times_are_level() -> None:
    keys = [("x:b", 2, "a"), ("x:a", 2, "b"), ("x:c", 1, "b"), ("x:e", None, "a"), ("x:d", None, "a"), ("x:b", 2, "b")]
    frame = pl.DataFrame(keys, schema=["uid", "created_at", "account"], orient="row")
    found = ordered(frame.clone()).select("account", "created_at", "uid").rows()
    assert (
        found
        == frame.select("account", "created_at", "uid").sort("account", "created_at", "uid", nulls_last=True).rows()
    )


@pytest.mark.parametrize("kind", [pl.Utf8, pl.Categorical])
def test_slim_changes_no_value(kind: pl.DataType) -> None:
    frame = pl.DataFrame(
        {"same": ["a", "a"], "other": ["a", None], "none": [None, None]}, schema_overrides={"same": kind}
    )
    frame = frame.with_columns(pl.col("none").cast(pl.Int64), count=pl.lit(7, pl.Int64))
    assert slim(frame).equals(frame)
    assert slim(frame).schema == frame.schema


def test_addresses_are_made_of_handle_and_id(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [tweet(7, "The pier is open.")])
    posts = read(tmp_path, "a").posts
    assert posts["permalink"].null_count() == 1
    units = pl.concat([posts, posts.with_columns(permalink=pl.lit("https://example.com/7")), posts]).with_columns(
        kind=pl.Series(["B", "B", "D"])
    )
    address = units.select(tables.permalink({posts["account"][0]: "HarbourLights"})).to_series().to_list()
    assert address == ["https://x.com/HarbourLights/status/7", "https://example.com/7", None]


def test_people_without_an_id_are_kept_by_handle(tmp_path: Path) -> None:
    named = [{"screen_name": name, "name": name} for name in ("Mo", "Ann", "mo")]
    entities = {"urls": [], "user_mentions": named, "hashtags": [], "symbols": []}
    x_archive(tmp_path / "a", [tweet(7, "@mo @ann see you", entities=entities)])
    people = read(tmp_path, "a").people.filter(~pl.col("is_self"))
    assert people["key"].to_list() == ["x:@ann", "x:@mo"]
