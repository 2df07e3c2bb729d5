"""Work grows with the posts and no faster: no Python loop over posts, no pair of posts looked at twice as often."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TypeVar

import numpy as np
import polars as pl
import pytest

from hostile import twins
from scoring import build
from sociable import archives, resources, scoring, settings
from sociable.advice import identities, saidnames
from sociable.config import Brand
from sociable.model import Period
from sociable.signals import rarity, relate, repeats, shingles
from sociable.tables import Archive
from tools import big_archive

T = TypeVar("T")
SIZES = {"posts": (300, 5_000, 20_000), "messages": (300, 5_000, 20_000)}
"""The first is as good as nothing: what takes its time is done once, whatever the posts."""
PEOPLE = 200
"""So many write the messages: some calls are made for each person."""
LAST = date(2026, 9, 30)
EVERY = [Period(id="all", start=str(LAST - timedelta(days=4000)), end=str(LAST))]
"""A window that holds every post, so that every post is labelled."""


def read(what: str, count: int, folder: Path) -> tuple[Archive, Brand]:
    with pytest.MonkeyPatch.context() as patch:
        if what == "messages":
            patch.setattr(big_archive, "HANDLES", big_archive.HANDLES[:PEOPLE])
        {"posts": big_archive.write, "messages": big_archive.inbox}[what](count, folder)
    brand = settings.load(folder / "brand.yaml")
    return archives.read(brand), brand


def run(archive: Archive, brand: Brand) -> tuple[int, float]:
    """How many Python functions run while everything is related and labelled, and the seconds of processor."""
    started = time.process_time()
    made, _ = calls(lambda: relate(archive, brand, EVERY))
    return made, time.process_time() - started


def calls(work: Callable[[], T]) -> tuple[int, T]:
    """How many Python functions run while something is worked out, and what comes of it."""
    made = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        found = work()
    finally:
        sys.setprofile(None)
    return made, found


@pytest.fixture(scope="module", params=SIZES)
def sizes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Archive, Brand]]:
    return {n: read(request.param, n, tmp_path_factory.mktemp(str(n))) for n in SIZES[request.param]}


def test_no_python_runs_for_each_post_or_message(sizes: dict[int, tuple[Archive, Brand]]) -> None:
    made = {n: run(*given)[0] for n, given in sizes.items()}  # the first also reads lists and models
    _, few, many = sizes
    assert made[many] - made[few] < (many - few) / 2  # one call a person is allowed, one a post is not


def test_relating_four_times_as_many_takes_four_times_as_long(sizes: dict[int, tuple[Archive, Brand]]) -> None:
    """Beyond what is done once; comparing all with all others, in plain numpy, makes it nine times as long.

    A neighbour on the machine only ever adds seconds: the least of up to eight rounds is the work itself.
    """
    rounds: list[list[float]] = []
    for _ in range(8):
        rounds.append([run(*given)[1] for given in sizes.values()])
        once, few, many = map(min, zip(*rounds, strict=True))
        if many - once < 7 * (few - once):
            break
    assert many - once < 7 * (few - once)


def queries(work: Callable[[], object]) -> int:
    """How many queries Polars is asked while something is worked out: each takes as long for no row as for many."""
    made = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event == "c_call" and getattr(argument, "__name__", "") == "collect"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


def test_slices_of_a_share_are_sums_of_sums_and_no_queries() -> None:
    """Twelve weeks, one account or five on three platforms; half credits have intervals that are drawn."""
    found = []
    for accounts in (1, 5):
        keys = [f"x:{number % accounts}" for number in range(400)]
        platforms = [("x", "mastodon", "bluesky")[number % accounts % 3] for number in range(400)]
        rows = build.posts([number % 3 / 2 for number in range(400)], account=keys, platform=platforms)
        brand = build.brand(*({"platform": "x", "handle": str(number)} for number in range(accounts)))
        feeds = build.feeds("own_text", accounts=sorted(set(keys)))
        rubric, columns = build.rubric(build.criterion()), build.columns(posts=rows, feeds=feeds)
        work = partial(scoring.assess, columns, rubric, brand, build.PERIOD)
        slices = work()[0].slices
        assert (len(slices["account"]), len(slices["week"])) == (accounts, 14)
        found.append(queries(work))
    assert 0 < found[1] <= found[0] <= 20


@pytest.mark.parametrize("alike", [1, 0])
def test_twice_the_texts_are_not_four_times_the_pairs(alike: int) -> None:
    """Whether all are copies of one template or none is like another."""
    found = []
    for count in (2000, 4000):
        rows = [
            " ".join(f"w{(number * (1 - alike)) * 31 + at}" for at in range(20)) + f" n{number}"
            for number in range(count)
        ]
        texts = pl.Series("text", rows)
        sets = shingles.of(texts, pl.repeat("", count, eager=True), 3)
        rare = rarity.rarest(sets, rarity.counted(sets.items), sets.sizes, 0.7)
        found.append(len(repeats._candidates(repeats._signatures(sets), rare, sets.sizes, 0.7, np.ones(count, bool))))
    assert found[1] <= 2.2 * found[0] + 10


RECORDS = {
    "grailbird": 15, "twarc": 60, "facebook": 30, "instagram": 30, "threads": 30, "linkedin": 65,
    "linkedin_workbook": 45, "mastodon": 110, "bluesky": 100, "tiktok": 20, "youtube": 15, "conversations": 45,
    "listening": 2, "generic": 2,
}  # fmt: skip
"""Exports that are read record by record, and the most Python calls for each; all others are read in whole columns."""
STEP = 160


def said(count: int) -> twins.Cast:
    """So many plain posts, and a quarter as many replies and messages."""
    people = twins.cast("growth", 1).people
    posts = tuple(f"Boat number {n} leaves at noon from pier {n % 7}, what do you think?" for n in range(count))
    replies = tuple(f"@{people['recipient'].handle} Hi, boat {n} leaves at noon" for n in range(count // 4))
    asks = tuple(f"@{twins.HANDLE} when does boat {n} leave?" for n in range(count // 4))
    return twins.Cast("growth", posts, replies, asks, people, 1)


def reading(name: str, count: int, folder: Path) -> tuple[int, int]:
    """How many Python functions run while an export of `count` posts is read, and how many rows come of it."""
    account = twins.TWINS[name](folder, said(count))
    (folder / "brand.yaml").write_text(json.dumps({"brand": {"name": "Harbour"}, "accounts": [account]}))
    brand = settings.load(folder / "brand.yaml")
    archives.read(brand)  # what is loaded once
    made, archive = calls(lambda: archives.read(brand))
    return made, archive.posts.height + archive.messages.height


@pytest.mark.parametrize("name", twins.TWINS)
def test_reading_any_export_takes_as_long_as_it_has_rows(name: str, tmp_path: Path) -> None:
    """The third step takes what the second took: comparing all rows with all others would take five parts to three."""
    found = []
    for count in (STEP, 2 * STEP, 3 * STEP):
        (tmp_path / str(count)).mkdir()
        found.append(reading(name, count, tmp_path / str(count)))
    (once, few), (twice, more), (thrice, most) = found
    assert most - more == more - few > 0
    assert thrice - twice <= 1.2 * (twice - once) + STEP
    assert thrice - twice <= RECORDS.get(name, 0) * (most - more) + STEP / 3


def test_lists_of_names_are_read_once_however_many_texts_are_shown() -> None:
    identities.words_of.cache_clear()
    for number in range(20):
        saidnames.hide(f"Thanks Anna Berg, says Tom. Boat {number} leaves with Xiulan Zhao at noon.", ())
    lists = len(list(resources.find("content/names").glob("*.txt")))
    assert 0 < identities.words_of.cache_info().misses <= lists < identities.words_of.cache_info().hits


STARTED = "import os, sociable; print(os.environ['OPENBLAS_NUM_THREADS'])"


@pytest.mark.parametrize(("given", "used"), [(None, "1"), ("3", "3")])
def test_one_thread_multiplies_small_matrices_but_where_somebody_says_otherwise(given: str | None, used: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    env = kept if given is None else {**kept, "OPENBLAS_NUM_THREADS": given}
    done = subprocess.run([sys.executable, "-c", STARTED], check=True, capture_output=True, text=True, env=env)
    assert done.stdout.strip() == used


BUILT = """
import re, sys
from pathlib import Path
from sociable.cli import main
sys.argv = ["sociable", "build", sys.argv[1], "-q", "--output", sys.argv[1] + "/out"]
main()
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
# Not `ru_maxrss`: a child inherits that of the process which started it.
MOST = 400
"""So many MB may a build of 100 000 posts take; the bench says 352."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak of a process only on Linux")
def test_a_build_of_100_000_posts_stays_small(tmp_path: Path) -> None:
    big_archive.write(100_000, tmp_path)
    command = [sys.executable, "-c", BUILT, str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert (tmp_path / "out" / "report.json").exists()
    assert int(done.stdout.split()[-1]) < MOST
