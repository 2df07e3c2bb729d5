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
PICKED: Final = frozenset({"promo_unit", "give_ask_unit"})
"""Populations that are picked from own posts by what the detectors read in them."""
SAID: Final = frozenset({"human_reply", "first_contact"})
"""Populations of replies and first messages whose words are judged."""
_NO_WORDS: Final = r"[@#][\w.-]+|https?://\S+"
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


def unread(criterion: Criterion, posts: pl.DataFrame, messages: pl.DataFrame) -> bool:
    """Whether more of what a question would look through is in a language without detectors than is not.

    `posts` and `messages` are those of the accounts that the question is put
    to. Where it then finds nothing, that is not because there was nothing.
    """
    what = criterion.measure
    if what.table == "cases":
        read, all_ = _read(messages), messages.height
        return all_ > 0 and read * 2 < all_
    kinds = ["B", "P"] if what.among in WORDED | PICKED else ["R", "U", "D"] if what.among in SAID else []
    if not kinds or not posts.height or not set(posts.columns) >= NEEDED:
        return False
    ours = posts.filter(pl.col("kind").is_in(kinds) & ~pl.col("excluded") & (pl.col("words").fill_null(0) > 0))
    return 0 < ours.height > 2 * int(ours["scoreable"].fill_null(True).sum())


def heard(messages: pl.DataFrame) -> dict[str, int]:
    """Messages of a window, and how many of them are in a language without detectors; empty where none is."""
    foreign = messages.height - _read(messages)
    return {"messages": messages.height, "foreign_messages": foreign} if foreign else {}


def _read(messages: pl.DataFrame) -> int:
    """How many messages the detectors could read; what holds no words needs no reader."""
    if not messages.height or not {"scoreable", "text"} <= set(messages.columns):
        return messages.height
    worded = pl.col("text").fill_null("").str.replace_all(_NO_WORDS, "").str.contains(r"\p{L}{2}")
    return messages.filter(pl.col("scoreable").fill_null(True) | ~worded).height


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
