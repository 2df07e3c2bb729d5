"""Tables of nobody's format that can still be read: which column is which, and whose posts they are.

`sociable init` writes what is found here into brand.yaml as `columns`, where a
person can see and correct it; reading goes by brand.yaml alone (`generic`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from sociable.archives import cells, generic, genericrows, tabular
from sociable.archives.container import Container, Member
from sociable.archives.records import Tally

PARTS = (("month",), ("date", "day"), ("year",))
"""Headers of a date that is spread over three columns, in the order of `%b %d %Y`."""
OWNER_SHARE = 0.9
TABLES_LOOKED_AT = 200
LOOKED_AT, LEAST = 200, 2
"""So many rows are looked at where the headers say nothing, and so few are too few to tell."""
TIMES, PHRASES = 0.95, 0.6
"""Shares of the cells that must read as a time, and hold several words, for a column to be the time or the text."""
_TIME = r"\d\d?[-/.: ]\w+[-/. ,]"
_OF_X = {"tweet", "tweet_id", "tweet id", "retweet_count", "retweets", "is_retweeted_tweet"}


@dataclass(frozen=True, slots=True)
class Table:
    """How a plain table is to be read: field -> header, empty where its headers say it themselves."""

    platform: str
    owners: tuple[tuple[str, str], ...]
    inbox: bool
    columns: dict[str, str] = field(default_factory=dict)


def look(container: Container) -> Table | None:
    """The first table of the container with a text and a time, or None."""
    for member in container.matching(r".*\.(?:csv|tsv|txt)")[:TABLES_LOOKED_AT]:
        spread = _spread(member)
        if spread is not None:
            return Table("other", (), False, spread)
        layout = tabular.find(member, genericrows.DEFAULT)
        if layout is not None:
            names = {tabular.plain(cell) for cell in layout.header}
            inbox = "direction" in genericrows.DEFAULT.places(layout.header)
            return Table("x" if names & _OF_X else "other", _owners(member, layout), inbox)
        if shaped := _shaped(member):
            return Table("other", (), False, shaped)
    return None


def _spread(member: Member) -> dict[str, str] | None:
    """The mapping of a table whose date stands in three columns."""
    for layout in tabular.layouts(member):
        named = {tabular.plain(cell): cell for cell in layout.header}
        text = next((named[one] for one in genericrows.DEFAULT.columns["text"] if one in named), None)
        parts = [next((named[one] for one in choices if one in named), None) for choices in PARTS]
        if text and all(parts):
            return {"text": text, "created_at": " ".join(f"{{{part}}}" for part in parts)}
    return None


def _shaped(member: Member) -> dict[str, str] | None:
    """The mapping of a table by what its columns hold: one of times, and of the rest the one of the longest phrases."""
    head = member.head()
    if not re.search(_TIME, head.decode(tabular.encoding_of(head), "replace")):  # reading it costs a hundred times more
        return None
    for layout in tabular.layouts(member):
        header = layout.header
        if len(header) < 2 or not all(cell.strip() for cell in header) or len(set(header)) < len(header):
            continue
        rows = tabular.load(member, layout, {name: at for at, name in enumerate(header)}, Tally(member.label, ""))
        rows = rows.head(LOOKED_AT)
        times = [name for name in header if not _times(pl.Series([name])) and _times(rows[name])]
        phrases = {name: _phrases(rows[name]) for name in header if name not in times}
        texts = [name for name, length in phrases.items() if length and length == max(phrases.values())]
        if rows.height >= LEAST and len(times) == 1 and len(texts) == 1:
            return {"text": texts[0], "created_at": times[0]}
    return None


def _times(column: pl.Series) -> bool:
    """Whether nearly all cells are there and read as days or times."""
    written = column.drop_nulls().filter(column.drop_nulls().str.contains(_TIME))
    if len(written) < TIMES * len(column):
        return False
    read = cells.instants(written, Tally("", generic.NAME)).instants
    return read.len() - read.null_count() >= TIMES * len(column)


def _phrases(column: pl.Series) -> float:
    """The mean length of cells that hold several words; 0 for a column of names, numbers or single words."""
    many = column.fill_null("").str.contains(r"\pL+\W+\pL+\W+\pL+").mean()
    length = column.str.len_chars().mean()
    return float(length) if isinstance(length, float) and isinstance(many, float) and many >= PHRASES else 0.0


def _owners(member: Member, layout: tabular.Layout) -> tuple[tuple[str, str], ...]:
    """The author of nearly all rows; where there is none, every author, the busiest first."""
    places = genericrows.DEFAULT.places(layout.header)
    if "author" not in places:
        return ()
    rows = tabular.load(member, layout, {"author": places["author"]}, Tally(member.label, generic.NAME))
    counts = Counter(rows["author"].drop_nulls().to_list())
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    sure = bool(ranked) and counts[ranked[0]] >= OWNER_SHARE * counts.total()
    return tuple((name.lstrip("@"), "") for name in (ranked[:1] if sure else ranked))
