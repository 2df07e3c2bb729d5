"""Which texts the detectors may read otherwise since a cue list was changed.

A list bears on a label only by how often its terms occur in the lexical copy,
and `vendors` also in that of the parent: words that no model knows weigh
nothing.  Where a list counts as it did, a text's labels hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from sociable.signals import clean, cues, features

READ: Final = (*features.FAMILIES, "harm")
"""The lists that labels depend on; the others serve signals that are worked out in every build."""
OF_PARENTS: Final = ("vendors",)


def touched(rows: pl.DataFrame, before: Mapping[str, str]) -> pl.Series:
    """Of rows (text, context), which ones the lists count otherwise than as they were in `before`.

    `before`: of each list that may have changed, the file's text then.  Raises
    ContentError where that holds no term.
    """
    now = cues.load()
    frame = rows.select(
        copy=clean.lexical(pl.col("text").fill_null("")), parent=clean.lexical(pl.col("context").fill_null(""))
    )
    pairs = [(now[name], cues.parse(text, name), name) for name, text in sorted(before.items())]
    differs = [
        new.count(pl.col(column)) != old.count(pl.col(column))
        for new, old, name in pairs
        for column in ("copy", *(["parent"] if name in OF_PARENTS else []))
    ]
    return frame.select(found=pl.any_horizontal(differs)).to_series()
