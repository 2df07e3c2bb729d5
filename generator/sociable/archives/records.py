"""What a reader hands back: frames, what they feed, and how every row was counted.

A reader module offers ``NAME``, ``FEEDS`` (the needs it can feed at best),
``sniff(container) -> bool`` and ``read(container, account, brand) ->
(Records, issues)``.  Counting follows one law: read = kept + sum(skipped).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec
import polars as pl

from sociable.model import CUT_OFF, InputFile, Issue
from sociable.tables import FEEDS, MESSAGES, PEOPLE, POSTS, SNAPSHOTS, UTC, conform, empty

SNAPSHOT_DAYS = 45
"""A snapshot is valid this many days either way (SPEC 4)."""
NAMED_MAX = 10
"""So many rows of one kind are named in issues; further ones only count."""
SLIM = (pl.Utf8, pl.Categorical, pl.Int64)
HELPERS: dict[str, pl.DataType | type[pl.DataType]] = {"_at": UTC, "_rank": pl.Int64}
"""Beside POSTS until inputs are merged: when counters were taken, which reader to trust first."""


@dataclass(slots=True)
class Tally:
    """Counts the rows of one file while it is read."""

    file: str
    reader: str
    read: int = 0
    sha256: str = ""
    skipped: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """Rows that are left after skipping."""
        return self.read - sum(self.skipped.values())

    def skip(self, reason: str, count: int = 1) -> None:
        """Count `count` rows as left out for `reason`; nothing happens for 0."""
        if count:
            self.skipped[reason] += count

    def issue(self, code: str, message: str, count: int = 1, row: int | None = None, sample: str = "") -> None:
        """Note something met; a code met again adds to its count, the first few rows are named one by one."""
        same = [one for one in self.issues if one.code == code]
        if count and same and (row is None or len(same) >= NAMED_MAX):
            last = self.issues.index(same[-1])
            self.issues[last] = msgspec.structs.replace(same[-1], count=same[-1].count + count)
        elif count:
            self.issues.append(Issue(code=code, message=message, count=count, row=row, sample=sample[:120]))

    def cut(self) -> None:
        """Note that the file breaks off."""
        self.issue(CUT_OFF, "the file ends in the middle, and the rest is missing; download it again")

    def stated(self, count: int | None) -> None:
        """Where the file breaks off, say how many records its export says that it holds."""
        for at, one in enumerate(self.issues):
            if one.code == CUT_OFF and count and count > self.kept:
                self.issues[at] = msgspec.structs.replace(
                    one,
                    message=f"the file ends in the middle: {self.kept} of {count} records are there; download it again",
                )

    @property
    def is_cut(self) -> bool:
        """Whether the file breaks off."""
        return any(one.code == CUT_OFF for one in self.issues)

    def input(self, accounts: list[str], feeds: list[str], first: str | None, last: str | None) -> InputFile:
        """The frozen record of this file for the report."""
        return InputFile(
            file=self.file, sha256=self.sha256, reader=self.reader, read=self.read, kept=self.kept,
            skipped=dict(sorted(self.skipped.items())), first=first, last=last, accounts=accounts,
            feeds=feeds, issues=list(self.issues),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Records:
    """The tables that one reader drew from one container.

    `posts` may carry the HELPERS columns.  `tallies` holds one entry a file.
    """

    posts: pl.DataFrame = field(default_factory=lambda: empty(POSTS))
    messages: pl.DataFrame = field(default_factory=lambda: empty(MESSAGES))
    people: pl.DataFrame = field(default_factory=lambda: empty(PEOPLE))
    snapshots: pl.DataFrame = field(default_factory=lambda: empty(SNAPSHOTS))
    feeds: pl.DataFrame = field(default_factory=lambda: empty(FEEDS))
    tallies: tuple[Tally, ...] = ()


def lending(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """Of files that lend a count or a name and no post, those with something wrong, their rows counted as no posts."""
    told = tuple(tally for tally in tallies if tally.issues)
    for tally in told:
        tally.skip("not-a-post", tally.kept)
    return told


def slim(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with each column that says the same in every row held as one value."""
    if frame.is_empty():
        return frame
    first = frame.head(1)
    same = [
        name
        for name, kind in frame.schema.items()
        if kind in SLIM and name != "text" and bool((frame[name].eq_missing(first[name][0])).all())
    ]
    return frame.with_columns(pl.lit(first[name][0], dtype=frame.schema[name]).alias(name) for name in same)


def repeats(keys: pl.Series) -> bool:
    """Whether a key occurs twice; hashes first, for they need little room."""
    hashes = keys.hash().sort()
    return bool((hashes == hashes.shift()).any()) and bool(keys.is_duplicated().any())


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` by account, time and uid.

    Column by column, each let go of once moved, so that it never stands in
    memory twice: `frame` itself is used up.
    """
    places = _places(frame)
    if places.is_sorted():
        return frame
    moved = []
    names = frame.columns
    for name in sorted(names, key=lambda name: name == "text"):  # the largest last, when the others have made room
        # As a frame of one chunk: many chunks would be copied, a lone column would spell out a value held once.
        moved.append(frame.select(name).rechunk()[places])
        frame.drop_in_place(name)
    return pl.concat(moved, how="horizontal").select(names)


def _places(frame: pl.DataFrame) -> pl.Series:
    """The rows in order of account, time and uid; uids are asked only where the rest is level, for text needs room."""
    keys = [name for name in ("account", "created_at") if frame.select(pl.col(name).n_unique()).item() > 1]
    keys = keys or ["created_at"]
    places = frame.select(pl.arg_sort_by(keys, nulls_last=True)).to_series()
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in keys)
    level = frame.select(keys)[places].select(same | same.shift(-1, fill_value=False)).to_series().arg_true()
    rows = places.gather(level)
    order = frame.select(*keys, "uid")[rows].select(pl.arg_sort_by(*keys, "uid", nulls_last=True)).to_series()
    return places.scatter(level, rows.gather(order))


def joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Frames one below the other; a single one stays as it is."""
    return frames[0] if len(frames) == 1 else pl.concat(frames)


def join(parts: list[Records]) -> Records:
    """Several Records one below the other; those of no rows at all cost nothing."""
    parts = [part for part in parts if part.tallies or part.snapshots.height or part.feeds.height]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Records()
    full = {**POSTS, **HELPERS}
    return Records(
        posts=joined([conform(part.posts, full) for part in parts if part.posts.height] or [empty(full)]),
        messages=joined(
            [conform(part.messages, MESSAGES) for part in parts if part.messages.height] or [empty(MESSAGES)]
        ),
        people=pl.concat([conform(part.people, PEOPLE) for part in parts]),
        snapshots=pl.concat([conform(part.snapshots, SNAPSHOTS) for part in parts]),
        feeds=pl.concat([conform(part.feeds, FEEDS) for part in parts]),
        tallies=tuple(tally for part in parts for tally in part.tallies),
    )


def feed(account: str, source: str, needs: dict[str, tuple[date | None, date | None]]) -> pl.DataFrame:
    """A FEEDS frame from need -> (first day, last day); a need without days is left out."""
    rows = [
        {"account": account, "need": need, "first": span[0], "last": span[1], "source_file": source}
        for need, span in sorted(needs.items())
        if span[0] is not None and span[1] is not None
    ]
    return pl.DataFrame(rows, schema=FEEDS)


def around(day: date | None) -> tuple[date | None, date | None]:
    """The days for which a snapshot of `day` stands."""
    if day is None:
        return None, None
    return day - timedelta(days=SNAPSHOT_DAYS), day + timedelta(days=SNAPSHOT_DAYS)


def days(*frames: pl.DataFrame) -> tuple[date | None, date | None]:
    """First and last UTC day of ``created_at`` over frames; None, None without rows."""
    spans = [(frame["created_at"].dt.date().min(), frame["created_at"].dt.date().max()) for frame in frames]
    first = [low for low, _ in spans if isinstance(low, date)]
    last = [high for _, high in spans if isinstance(high, date)]
    return (min(first), max(last)) if first and last else (None, None)
