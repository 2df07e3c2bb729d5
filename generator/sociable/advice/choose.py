"""Chooses a few examples among many candidates: confident, clear, recent, and not alike."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from sociable import config
from sociable.advice.rules import SURE, Rule
from sociable.errors import ConfigError, Fault, cause
from sociable.sheets import table

SHOWN = 3
MOST = {"good": SHOWN, "bad": SHOWN, "draft": 2}
"""So many posts are shown under one criterion: as good, to change, and put in another way without being blamed."""
TRIED = 3
"""For each post to change so many are tried: those are shown that a rewrite can help."""
POOL = 400
"""Candidates that are compared for diversity; the rest could not be shown anyway."""
FAULTS = ("promo", "ask", "self_only", "bait", "brag", "hard_sell", "jargon", "canned", "deflect", "pitch")
_READ = ("uid", "platform", "day", "text", "words", "cluster", "cluster_size", *(f"p_{name}" for name in FAULTS))
ACTIONS = ("hide", "pin", "comment")
WORDING = (
    pl.col("text").str.to_lowercase().str.replace_all(r"\?\S*=\S*", "").str.replace_all(r"\W+", " ").str.strip_chars()
)
"""The words of a post without the tracking marks of its links: what was pasted to another network is known again."""

ANSWER = (
    pl.col("text").str.to_lowercase().str.replace_all(r"https?://\S+|@\w+", " ")
    .str.replace(r"(?:[\^*~/–—-]\s?\w{1,15}|\(?\d/\d\)?)[\s.!]*$", "").str.replace_all(r"\W+", " ").str.strip_chars()
)  # fmt: skip
"""The words of an answer without whom it names, where it leads and who signed it: said again, it is the same answer."""


def said_once(posts: pl.DataFrame) -> pl.DataFrame:
    """The posts without answers that went out word for word more than once: those are models of nothing."""
    answers = pl.col("kind").is_in(["R", "D"]).fill_null(False)
    return posts.filter(~answers | (pl.len().over("kind", ANSWER) == 1))


@dataclass(frozen=True, slots=True)
class Curation:
    """What a person decided about single posts (curation.csv: uid, action, note)."""

    hidden: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    notes: dict[str, str] = field(default_factory=dict)


def curation(brand: config.Brand) -> Curation:
    """The curation of a brand; ConfigError when its file cannot be read."""
    if not brand.curation:
        return Curation()
    path = brand.path(brand.curation)
    hidden: set[str] = set()
    pinned: set[str] = set()
    notes: dict[str, str] = {}
    try:
        head, rows = table(path.read_bytes())
    except OSError as error:
        raise ConfigError(Fault(brand.curation, f"cannot be read ({error.strerror})", "check the path")) from None
    except csv.Error as error:
        raise ConfigError(Fault(brand.curation, f"is no table ({cause(error)})", "save it as CSV in UTF-8")) from None
    if missing := [name for name in ("uid", "action") if rows and name not in head]:
        raise ConfigError(Fault(brand.curation, f"has no column {missing[0]}", "name the columns uid,action,note"))
    for line, row in rows:
        uid, action = row["uid"], row["action"].casefold()
        if action not in ACTIONS or not uid:
            what = f"needs uid and action, not {action!r}"
            raise ConfigError(Fault(brand.curation, what, f"use one of {', '.join(ACTIONS)}", line))
        {"hide": hidden, "pin": pinned}.get(action, set()).add(uid)
        if note := row.get("note", ""):
            notes[uid] = note
    return Curation(frozenset(hidden), frozenset(pinned), notes)


def candidates(posts: pl.DataFrame, rule: Rule, curated: Curation) -> pl.DataFrame:
    """Posts that may be shown for `rule`, the best first: confidence, then clarity, then recency.

    Of some hundred columns only those come out by which posts are chosen, and `sure`.
    """
    sure = rule.sure.cast(pl.Float64).fill_null(0.0).clip(0, 1)
    shown = rule.also.fill_null(False) & (sure >= SURE) & ~pl.col("uid").is_in(sorted(curated.hidden))
    found = posts.lazy().filter(shown).select(*_READ, sure=sure).collect()
    if found.is_empty():
        return found
    faults = pl.sum_horizontal([(pl.col(f"p_{name}").fill_null(0.0) >= 0.5).cast(pl.Int32) for name in FAULTS])
    clear = _brevity(pl.col("words").fill_null(0)) / (1.0 + 0.25 * (faults - 1).clip(0))
    newest, oldest = found["day"].max(), found["day"].min()
    span = max(1, (newest - oldest).days) if isinstance(newest, date) and isinstance(oldest, date) else 1
    recent = 0.7 + 0.3 * (pl.col("day") - pl.lit(oldest)).dt.total_days() / span
    size = pl.col("cluster_size").fill_null(1).cast(pl.Float64) if "largest-cluster" in rule.why else pl.lit(1.0)
    pinned = pl.col("uid").is_in(sorted(curated.pinned)).cast(pl.Int32)
    ranked = found.with_columns(rank=pl.col("sure") * clear * recent.fill_null(0.7), size=size, pinned=pinned)
    return ranked.sort(["pinned", "size", "rank", "uid"], descending=[True, True, True, False])


def _brevity(words: pl.Expr) -> pl.Expr:
    """1 for posts of 6 to 40 words, less for stubs and for essays."""
    return (
        pl.when(words < 3)
        .then(0.3)
        .when(words < 6)
        .then(0.8)
        .when(words <= 40)
        .then(1.0)
        .otherwise(40.0 / words.clip(1))
    )


def diverse(ranked: pl.DataFrame, wanted: int = SHOWN) -> list[str]:
    """Up to `wanted` uids from different weeks and templates, from new platforms first."""
    rows = ranked.head(POOL).select(
        "uid", "platform", pl.col("day").dt.strftime("%G-%V").alias("week"),
        pl.coalesce(pl.col("cluster").cast(pl.Utf8), WORDING).alias("template"), WORDING.alias("wording"),
    ).rows(named=True)  # fmt: skip
    chosen: list[dict[str, str]] = []
    while rows and len(chosen) < wanted:
        taken = {name: {one[name] for one in chosen} for name in ("platform", "week", "template", "wording")}
        free = [one for one in rows if all(one[name] not in taken[name] for name in ("week", "template", "wording"))]
        if not free:
            break
        best = next((one for one in free if one["platform"] not in taken["platform"]), free[0])
        chosen.append(best)
        rows = [one for one in rows if one["uid"] != best["uid"]]
    return [one["uid"] for one in chosen]


def helped(chosen: list[tuple[str, str]], rewritten: set[str], curated: Curation) -> list[tuple[str, str]]:
    """What is shown of `chosen` (side, uid): what is pinned, then what has a rewrite, then the best of the rest."""
    first = sorted(chosen, key=lambda one: (one[1] not in curated.pinned, one[1] not in rewritten))
    sides = {side: [one for one in first if one[0] == side] for side in MOST}
    return [one for side, most in MOST.items() for one in sides[side][:most]]


def trusted(labels: tuple[str, ...], accuracy: dict[str, dict[str, object]]) -> str:
    """The first label whose detector was not shown to accuse rightly, or an empty text.

    Nine in ten of its posts at p >= 0.8 must be right, on 30 or more held-out
    posts; what was not measured counts as not shown.
    """
    for label in labels:
        measured = accuracy.get(label, {})
        precision, n = measured.get("p80_precision"), measured.get("p80_n", measured.get("n", 0))
        if not isinstance(precision, int | float) or not isinstance(n, int | float) or precision < 0.90 or n < 30:
            return label
    return ""
