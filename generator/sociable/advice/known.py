"""The masker of what scoring sees: everybody whom its tables and texts know of."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sociable import config
from sociable.advice import addressed, parts
from sociable.advice.masking import Masker
from sociable.tables import Columns


def masker_of(columns: Columns, brand: config.Brand) -> Masker:
    """The masker of what scoring sees: its people, whom texts mention or comments begin with, and a tool's staff."""
    agents = columns.posts["agent"].drop_nulls().unique().to_list() if "agent" in columns.posts.columns else []
    others = addressed.people(columns.posts)
    people = pl.concat([columns.people, others], how="diagonal") if others.height else columns.people
    writers = (
        frozenset(columns.messages["author"].drop_nulls()) if "author" in columns.messages.columns else frozenset()
    )
    texts = columns.posts["text"] if "text" in columns.posts.columns else pl.Series(dtype=pl.Utf8)
    telling = parts.telling(people, writers, texts)
    return Masker(people, brand, mentioned(columns.posts, columns.messages), agents, telling)


def mentioned(*frames: pl.DataFrame) -> Iterator[str]:
    """The handles that texts name: as the platform lists them, or only written with their @."""
    for frame in frames:
        if "mentions" in frame.columns:
            yield from frame["mentions"].explode().drop_nulls().unique()
        if "text" in frame.columns:
            texts = frame["text"].drop_nulls()
            texts = texts.filter(texts.str.contains("@", literal=True))
            found = texts.str.extract_all(r"@[A-Za-z0-9_][\w.-]*\w").explode().drop_nulls().unique()
            yield from (one.lstrip("@").casefold() for one in found)
