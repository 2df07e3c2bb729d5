"""Own posts that no question of words counts, each under the one reason that comes first (RUBRIC 0.1).

They lower coverage and never a score; a reader who counts his posts must be
able to get from all of them to the number that was judged.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from sociable.criteria import Criterion

NEEDED: Final = frozenset({"kind", "role", "excluded", "scoreable", "words"})
POOL: Final = "plain_pool"
"""The population of readable texts, which leaves out short ones too."""
WORDED: Final = frozenset({"broadcast", "broadcast_or_own_promo", "broadcast_or_reshare", "promo_or_own_link", POOL})
"""Populations of own posts whose words are judged."""
OTHER: Final = "other"
"""A language that neither platform nor detector names."""


def reasons(rows: pl.DataFrame, criterion: Criterion) -> dict[str, int]:
    """Reason (excluded, wordless, language, short) to broadcasts in `rows` that the criterion leaves out for it."""
    among = criterion.measure.among
    if among not in WORDED or not rows.height or not set(rows.columns) >= NEEDED:
        return {}
    found = dict(_reasoned(rows).group_by("why").len().iter_rows())
    if among == POOL and POOL in rows.columns and "broadcast" in rows.columns:
        found["short"] = rows.filter(pl.col("broadcast") & ~pl.col(POOL)).height
    return {why: int(found[why]) for why in ("excluded", "wordless", "language", "short") if found.get(why)}


def notes(rows: pl.DataFrame, criterion: Criterion) -> list[str]:
    """The same as one code, "omitted:language=1,short=2"; none where nothing is left out."""
    found = reasons(rows, criterion)
    return [f"omitted:{','.join(f'{why}={n}' for why, n in found.items())}"] if found else []


def account(posts: pl.DataFrame) -> dict[str, Any]:
    """What the method page tells of a window's own posts: how many there were, were judged and left out, and why.

    `languages` maps the code of a language without detectors to its posts.
    """
    if not posts.height or not set(posts.columns) >= NEEDED:
        return {}
    own = posts.filter((pl.col("kind") == "B") & (pl.col("role") != "support"))
    out = _reasoned(posts)
    told = pl.col("lang").fill_null(OTHER) if "lang" in out.columns else pl.lit(OTHER)
    spoken = out.filter(pl.col("why") == "language").group_by(told.alias("lang")).len().sort("lang")
    short = posts.filter(pl.col("broadcast") & ~pl.col(POOL)).height if POOL in posts.columns else 0
    return {
        "posts": own.height, "judged": own.height - out.height,
        "reasons": dict(sorted((why, int(n)) for why, n in out.group_by("why").len().iter_rows())),
        "languages": {code: int(n) for code, n in spoken.iter_rows()}, "short": short,
    }  # fmt: skip


def _reasoned(rows: pl.DataFrame) -> pl.DataFrame:
    """The broadcasts that are not judged, with `why`."""
    own = rows.filter((pl.col("kind") == "B") & (pl.col("role") != "support"))
    reason = (
        pl.when(pl.col("excluded")).then(pl.lit("excluded"))
        .when(pl.col("words").fill_null(0) == 0).then(pl.lit("wordless"))
        .when(~pl.col("scoreable").fill_null(False)).then(pl.lit("language"))
    )  # fmt: skip
    return own.with_columns(why=reason).filter(pl.col("why").is_not_null())
