"""Cells of text to numbers and instants, decided a column at a time.

A thousands mark and the order of day and month are properties of a column,
never of one cell; what cannot be decided is an issue, not a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from sociable.archives.records import Tally
from sociable.tables import UTC

BLANKS = ["", "-", "--", "—", "n/a", "na", "null", "none", "nan"]
DAY_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%b %d %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d-%b-%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%a %b %d %Y",
    "%a, %b %d, %Y",
)
ZONED_FORMATS = (
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M %z",
    "%Y/%m/%d %H:%M:%S %z",
    "%Y/%m/%d %H:%M %z",
    "%a %b %d %H:%M:%S %z %Y",
)
LOCAL_FORMATS = (
    "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y %I:%M %p", "%b %d, %Y %H:%M", "%b %d, %Y %I:%M %p",
    "%d/%m/%Y, %H:%M", "%m/%d/%Y, %H:%M", "%d/%m/%Y, %I:%M %p", "%m/%d/%Y, %I:%M %p",
    "%d/%m/%y, %I:%M %p", "%m/%d/%y, %I:%M %p", "%d/%m/%y, %H:%M", "%m/%d/%y, %H:%M",
    "%d/%m/%y %I:%M %p", "%m/%d/%y %I:%M %p", "%d/%m/%y %H:%M", "%m/%d/%y %H:%M",
    "%d-%b-%Y %I:%M %p", "%d-%b-%Y %H:%M", "%d-%b-%Y %H:%M:%S", "%d-%b-%Y %I:%M:%S %p", "%b %d, %Y %I:%M:%S %p",
    "%d %b %Y %H:%M", "%d %b %Y, %H:%M", "%B %d, %Y %I:%M %p", "%b %d, %Y, %I:%M %p",
)  # fmt: skip


_ONE = r"^(?:[+-]?\d{1,3}(?:[\s\u00a0'’]\d{3})+(?:[.,]\d+)?|[^\s\u00a0]*)[\s\u00a0]?[km%]?$"
"""One number: blanks inside part thousands, for two numbers side by side are none."""
EARLIEST = 1970
UNREAD = "time-unread"
"""The issue of a column of times that the given pattern does not read."""
_TIMELIKE = r"(?s)\d.{4}"
"""No pattern below reads a time that is shorter behind its first digit: 1/2/26."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a column of times says: UTC instants, how exact, and where the zone is from."""

    instants: pl.Series
    precision: str  # second | minute | day | unknown
    tz_source: str


_UNTOLD = Clock(pl.Series([], dtype=UTC), "unknown", "assumed")


def blank(cells: pl.Expr) -> pl.Expr:
    """Cells without surrounding blanks; the many spellings of nothing become null."""
    bare = cells.str.strip_chars()
    return pl.when(~bare.str.to_lowercase().is_in(BLANKS)).then(bare)


def numbers(cells: pl.Series) -> pl.Series:
    """Whole numbers of a column: ``1,200 1.200 1 200 12.4K 5.0``; what is no number is null."""
    small = pl.lit(cells).str.strip_chars().str.to_lowercase()
    joined = pl.when(small.str.contains(_ONE)).then(small.str.replace_all(r"[\s\u00a0'’]", ""))
    bare = pl.select(blank(joined)).to_series()
    scale = bare.str.extract(r"([km])$").replace_strict(
        {"k": 1_000.0, "m": 1_000_000.0}, default=1.0, return_dtype=pl.Float64
    )
    bare = bare.str.replace(r"[km%]$", "")
    if _grouped(bare, ",", "."):
        bare = bare.str.replace_all(",", "", literal=True)
    elif _grouped(bare, ".", ","):
        bare = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    else:
        bare = bare.str.replace(",", ".", literal=True)
    value = bare.cast(pl.Float64, strict=False) * scale.fill_null(1.0)
    finite = pl.select(
        pl.when(pl.lit(value).is_finite() & (pl.lit(value).abs() < 9e15)).then(pl.lit(value))
    ).to_series()
    return finite.round(0).cast(pl.Int64, strict=False).rename(cells.name)


def _grouped(cells: pl.Series, mark: str, point: str) -> bool:
    """Whether `mark` groups thousands: every cell that has it has it before three digits, and no zero leads."""
    has = cells.filter(cells.str.contains(mark, literal=True).fill_null(False))
    rule = rf"^[+-]?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+(?:\{point}\d+)?$"
    return len(has) > 0 and bool(has.str.contains(rule).all())


def ids(cells: pl.Series, tally: Tally) -> pl.Series:
    """Ids as text: ``24.0`` loses its tail; ``1.78E+17`` is lost and counted."""
    bare = cells.str.strip_chars().str.replace(r"^(\d+)\.0+$", "$1").replace("", None)
    lost = bare.str.contains(r"^\d(?:[.,]\d+)?[eE]\+\d+$").fill_null(False)
    tally.issue("id-scientific", "ids that a spreadsheet has rounded; they are lost", int(lost.sum()))
    return pl.select(pl.when(~pl.lit(lost)).then(pl.lit(bare))).to_series().rename(cells.name)


def instants(
    cells: pl.Series, tally: Tally, zone: str | None = None, layout: str | None = None, month_first: bool = False
) -> Clock:
    """The UTC instants of a column of written times.

    `layout` is a strftime pattern; without one the pattern that reads most
    cells is taken.  `zone` stands where the cells name none; UTC is assumed and
    noted where neither does.  Cells that cannot be read are null.  Where the
    column leaves the order of day and month open it is noted, and `month_first`
    decides.
    """
    may = cells.str.contains(r"\d" if layout else _TIMELIKE).fill_null(False)
    if may.sum() < len(cells) / 2:  # mostly nothing: each pattern would go through all of it
        told = instants(cells.filter(may), tally, zone, layout, month_first) if may.any() else _UNTOLD
        empty = pl.Series(cells.name, [None], dtype=UTC).new_from_index(0, len(cells))
        return replace(told, instants=empty.scatter(may.arg_true(), told.instants) if may.any() else empty)
    bare = (
        cells.str.replace_all(r"[\u00a0\u202f\u2009]", " ").str.strip_chars().str.replace(r"\s*UTC$|\s*GMT$", " +0000")
    )
    patterns = (layout,) if layout else _patterns(month_first)
    best: tuple[int, pl.Series, str] | None = None
    rivals: list[str] = []
    wanted = bare.len() - bare.null_count()
    for pattern in patterns:
        found = _parse(bare, pattern)
        hits = found.len() - found.null_count()
        if hits and (best is None or hits > best[0]):
            best, rivals = (hits, found, pattern), []
        elif best is not None and hits == best[0] and _swapped(pattern, best[2]):
            rivals.append(pattern)
        if hits == wanted and not _ambiguous(pattern):
            break
    if best is None:
        if layout and (seen := bare.drop_nulls().head(1)).len():
            tally.issue(UNREAD, f"date_format {layout} does not read times like {_shape(seen[0])}", wanted)
        return replace(_UNTOLD, instants=pl.Series(cells.name, [None] * len(cells), dtype=UTC))
    if rivals:
        tally.issue("date-order-ambiguous", f"read as {best[2]}, could be {rivals[0]}; set date_format")
    return _clock(best[1], best[2], zone)


def _shape(cell: str) -> str:
    """How a cell is written, without what it says: 9 for a figure, a for a letter."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", cell[:32]))


def _patterns(month_first: bool) -> tuple[str, ...]:
    """All patterns; the order of day and month that is likelier first."""
    found = (*ZONED_FORMATS, *LOCAL_FORMATS, *DAY_FORMATS)
    if not month_first:
        return found
    swap = {"%d/%m/": "%m/%d/", "%m/%d/": "%d/%m/"}
    return tuple(swap.get(one[:6], one[:6]) + one[6:] for one in found)


def _ambiguous(pattern: str) -> bool:
    return "%d/%m/" in pattern or "%m/%d/" in pattern


def _swapped(one: str, other: str) -> bool:
    return one != other and one.replace("%d/%m", "%m/%d") == other.replace("%d/%m", "%m/%d")


def _parse(cells: pl.Series, pattern: str) -> pl.Series:
    if "%z" in pattern or "%#z" in pattern:
        found = cells.str.to_datetime(pattern, time_unit="us", strict=False).cast(UTC)
    elif "%H" in pattern or "%I" in pattern:
        found = cells.str.to_datetime(pattern, time_unit="us", strict=False)
    else:
        found = cells.str.to_date(pattern, strict=False).cast(pl.Datetime("us"))
    return found.set(found.dt.year() < EARLIEST, None)  # a year of two digits is no year of four


def midday(days: pl.Series) -> pl.Series:
    """Noon UTC of each day: it falls on the same date in nearly every zone, as midnight does not."""
    return days.dt.replace_time_zone("UTC").dt.truncate("1d").dt.offset_by("12h").cast(UTC)


def _clock(found: pl.Series, pattern: str, zone: str | None) -> Clock:
    precision = "second" if "%S" in pattern else "minute" if "%M" in pattern else "day"
    if "%z" in pattern or "%#z" in pattern:
        return Clock(found, precision, "explicit")
    if precision == "day":
        return Clock(midday(found), precision, "config" if zone else "assumed")
    local = found.dt.replace_time_zone(zone or "UTC", ambiguous="earliest", non_existent="null")
    return Clock(local.dt.convert_time_zone("UTC").cast(UTC), precision, "config" if zone else "assumed")
