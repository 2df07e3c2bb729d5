"""Few rows cut out of many stand in memory of their own, and say the same."""

from __future__ import annotations

import polars as pl

from sociable.signals import footprint


def frame(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "uid": [f"x:{number:030}" for number in range(count)],
            "links": [[f"https://example.com/{number}"] * (number % 3) for number in range(count)],
            "at": pl.Series([number * 60_000_000 for number in range(count)]).cast(pl.Datetime("us", "UTC")),
            "none": pl.Series([None] * count, dtype=pl.List(pl.Utf8)),
            "sure": [None if number % 5 else True for number in range(count)],
        }
    )


def test_few_rows_are_the_same_in_memory_of_their_own() -> None:
    many = frame(100)
    few = many.filter(pl.col("uid") < "x:" + f"{7:030}")
    kept = footprint.own(few, of=many)
    assert kept is not few
    assert kept.schema == few.schema
    assert kept.equals(few, null_equal=True)


def test_many_rows_and_none_stay_as_they_are() -> None:
    many = frame(8)
    assert footprint.own(many, of=many) is many
    none = many.clear()
    assert footprint.own(none, of=many) is none


def test_giving_back_is_never_a_fault() -> None:
    footprint.give_back()
