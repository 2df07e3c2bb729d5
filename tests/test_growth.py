"""Work grows with the posts and no faster: no Python loop over posts, no pair of posts looked at twice as often."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from types import FrameType

import polars as pl
import pytest

from sociable import archives, settings
from sociable.config import Brand
from sociable.model import Period
from sociable.signals import relate, repeats, shingles
from sociable.tables import Archive
from tools import big_archive

FEW, MANY = 1500, 6000
LAST = date(2026, 9, 30)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Archive, Brand]]:
    found = {}
    for count in (FEW, MANY):
        folder = tmp_path_factory.mktemp(str(count))
        big_archive.write(count, folder)
        brand = settings.load(folder / "brand.yaml")
        found[count] = archives.read(brand), brand
    return found


def all_of(count: int) -> list[Period]:
    """A window that holds every post, so that every post is labelled."""
    return [Period(id="all", start=str(LAST - timedelta(days=4000)), end=str(LAST))]


def calls(archive: Archive, brand: Brand) -> int:
    """How many Python functions run while everything is related and labelled."""
    made = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        relate(archive, brand, all_of(0))
    finally:
        sys.setprofile(None)
    return made


def test_no_python_runs_for_each_post(read: dict[int, tuple[Archive, Brand]]) -> None:
    calls(*read[FEW])  # what is read once: cue lists, models
    more = calls(*read[MANY]) - calls(*read[FEW])
    assert more < (MANY - FEW) / 2  # one call a person is allowed, one a post is not


def test_relating_four_times_the_posts_takes_no_more_than_that(read: dict[int, tuple[Archive, Brand]]) -> None:
    """A quadratic step would take sixteen times as long; what is done once makes it less than four."""
    taken = {}
    for count in (FEW, MANY):
        runs = []
        for _ in range(2):
            started = time.process_time()
            relate(*read[count], all_of(count))
            runs.append(time.process_time() - started)
        taken[count] = min(runs)
    assert taken[MANY] < 6 * taken[FEW]


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
        found.append(len(repeats._candidates(sets, sets.sizes, 0.7)))
    assert found[1] <= 2.2 * found[0] + 10
