"""Texts far longer than anything that networks take, which would keep every later step busy for one post."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import polars as pl

from sociable.archives.records import Records

TEXT_MAX = 250_000
"""Characters: far more than a post or a letter has, and few enough for every later step."""
TEXTS = ("text", "alt_text")


def cut(records: Records) -> Records:
    """The records with such texts cut, and counted by file."""
    posts, of_posts = _cut(records.posts)
    messages, of_messages = _cut(records.messages)
    long = of_posts + of_messages
    if not long:
        return records
    for tally in records.tallies:
        tally.issue("long-text", f"a text of more than {TEXT_MAX:,} characters, cut there", count=long[tally.file])
    return replace(records, posts=posts, messages=messages)


def _cut(frame: pl.DataFrame) -> tuple[pl.DataFrame, Counter[str]]:
    long: Counter[str] = Counter()
    for name in (one for one in TEXTS if one in frame.columns):
        if frame.select((pl.col(name).str.len_bytes() > TEXT_MAX).any()).item():  # bytes are known, characters counted
            long += Counter(frame.filter(pl.col(name).str.len_chars() > TEXT_MAX)["source_file"].to_list())
            frame = frame.with_columns(pl.col(name).str.head(TEXT_MAX))
    return frame, long
