"""Draws units at random, stratified and the same for the same period (RUBRIC 4.6).

Within a group (what the brand publishes, what it answers, what comes in) every
unit has the same chance: the units are sorted by stratum, kind by what the
detector says, and every k-th is taken from a start that the period's name
gives.  So a share over the sample needs no weights, whatever strata are
formed afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import polars as pl

from sociable import signals
from sociable.advice import Masker, masker_of
from sociable.config import Brand
from sociable.model import Period
from sociable.rubric import Rubric
from sociable.sample import Drawn, Sample
from sociable.tables import Columns

GROUPS = (("B", "P"), ("R", "U", "D"), ("I",))
SHARES = (0.55, 0.35, 0.1)
"""How much of the sample each group gets, of 150 enough of both kinds to put shares right; what one cannot fill goes
to the others."""
LEADING = {"P": "useful", "R": "deflect", "U": "pitch", "D": "pitch", "I": "need"}
"""The label whose predicted side is a stratum; broadcasts are sorted by predicted purpose."""


def draw(columns: Columns, brand: Brand, rules: Rubric, period: Period, size: int,
         labels: Sequence[str] = ()) -> Sample:  # fmt: skip
    """A sample of about `size` units of the period, asked for `labels` (all when empty).

    Direct messages come in only with `privacy.show_dms`, inbound texts only
    with `privacy.show_inbound`; everybody outside the brand is masked.
    """
    units = _units(columns, brand, period)
    asked = {kind: _asked(kind, labels) for kind in (*signals.LABELS,)}
    units = units.filter(pl.col("kind").is_in([kind for kind, names in asked.items() if names]))
    groups = [units.filter(pl.col("kind").is_in(list(kinds))) for kinds in GROUPS]
    taken = [_systematic(one, count, period.id) for one, count in zip(groups, _sizes(groups, size), strict=True)]
    chosen = pl.concat(taken).sort("luck")
    masker = masker_of(columns, brand)
    counts = dict(units.group_by("kind").len().sort("kind").iter_rows())
    drawn = [_drawn(row, asked[row["kind"]], masker) for row in chosen.iter_rows(named=True)]
    return Sample(brand=brand.about.name, period=period, fingerprint=rules.fingerprint, units=drawn, population=counts)


def _asked(kind: str, wanted: Sequence[str]) -> list[str]:
    names = [*(["purpose"] if kind == "B" else []), *signals.LABELS[kind]]
    return [name for name in names if not wanted or name in wanted]


def _units(columns: Columns, brand: Brand, period: Period) -> pl.DataFrame:
    """Every readable unit of the window: uid, kind, platform, day, text, recipient, purpose, says (struct), luck."""
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    kinds = ["B", "P", "R", "U", *(["D"] if brand.privacy.show_dms else [])]
    frames = [columns.posts.filter(pl.col("kind").is_in(kinds) & ~pl.col("excluded").fill_null(False))]
    if brand.privacy.show_inbound and columns.messages.height:
        frames.append(columns.messages.filter(~pl.col("private").fill_null(False)).with_columns(kind=pl.lit("I")))
    names = sorted({name for labels in signals.LABELS.values() for name in labels})
    found = []
    for frame in frames:
        if frame.height:
            inside = pl.col("day").is_between(start, end) & pl.col("text").is_not_null()
            readable = pl.col("scoreable").fill_null(False)
            parent = _parent(frame, brand)
            found.append(frame.filter(inside & readable).select(*_columns(frame, names), parent.alias("parent")))
    if not found:
        return pl.DataFrame(schema={"uid": pl.Utf8, "kind": pl.Utf8, "luck": pl.Utf8, "stratum": pl.Utf8})
    units = pl.concat(found).unique("uid", keep="first", maintain_order=True)
    luck = [_luck(period.id, uid) for uid in units["uid"]]
    return units.with_columns(pl.Series("luck", luck, dtype=pl.Utf8), _stratum().alias("stratum"))


def _parent(frame: pl.DataFrame, brand: Brand) -> pl.Expr:
    """The text that a reply answers: people's words, so only where the brand lets inbound texts be shown."""
    if not brand.privacy.show_inbound or "parent_text" not in frame.columns:
        return pl.lit(None, pl.Utf8)
    return pl.when(pl.col("kind").is_in(["R", "U"])).then(pl.col("parent_text"))


def _columns(frame: pl.DataFrame, names: Sequence[str]) -> list[pl.Expr]:
    """The columns of a unit; what the detectors said before anybody corrected them."""

    def said(name: str) -> pl.Expr:
        found = next((one for one in (f"raw_{name}", f"p_{name}") if one in frame.columns), None)
        return (pl.col(found).cast(pl.Float64) if found else pl.lit(None, pl.Float64)).alias(name)

    purposes = [f"raw_purpose_{name}" for name in signals.PURPOSES]
    purpose: pl.Expr = pl.lit(None, pl.Utf8)
    if "purpose" in frame.columns:
        purpose = pl.col("purpose")
    if set(purposes) <= set(frame.columns):
        best = pl.concat_list(purposes).list.arg_max()
        raw = best.replace_strict(dict(enumerate(signals.PURPOSES)), default=None, return_dtype=pl.Utf8)
        purpose = pl.when(pl.col("kind") == "B").then(raw)
    recipient = pl.col("recipient") if "recipient" in frame.columns else pl.lit(None, pl.Utf8).alias("recipient")
    plain = (pl.col(name).cast(pl.Utf8) for name in ("uid", "kind", "platform", "day", "text"))
    return [*plain, recipient, purpose.alias("purpose"), pl.struct(said(name) for name in names).alias("says")]


def _stratum() -> pl.Expr:
    says = pl.col("says").struct
    side: pl.Expr = pl.col("purpose").fill_null("")
    for kind, label in LEADING.items():
        leaning = pl.when(says.field(label) >= 0.5).then(pl.lit(label)).otherwise(pl.lit(""))
        side = pl.when(pl.col("kind") == kind).then(leaning).otherwise(side)
    return pl.concat_str("kind", pl.lit("/"), side)


def _luck(period: str, uid: str) -> str:
    """A number of a unit's own for the period: random to anybody who has not worked it out, the same in every run."""
    return sha256(f"{period}\0{uid}".encode()).hexdigest()


def _sizes(groups: Sequence[pl.DataFrame], size: int) -> list[int]:
    """How many units each group gives; a group that runs short leaves its places to the others, in their order."""
    there = [one.height for one in groups]
    wanted = [min(round(size * share), count) for share, count in zip(SHARES, there, strict=True)]
    for at, count in enumerate(there):
        wanted[at] += max(0, min(size - sum(wanted), count - wanted[at]))
    return wanted


def _systematic(units: pl.DataFrame, count: int, period: str) -> pl.DataFrame:
    """Every k-th unit of the list sorted by stratum, from a random start: each has the chance count / height."""
    if not count:
        return units.head(0)
    ordered = units.sort("stratum", "luck")
    step = units.height / count
    start = int(_luck(period, units["kind"].min() or "")[:12], 16) / 16**12 * step  # type: ignore[arg-type]
    return ordered[[min(int(start + at * step), units.height - 1) for at in range(count)]]


def _drawn(row: dict[str, object], labels: list[str], masker: Masker) -> Drawn:
    says = {name: round(float(p), 6) for name, p in dict(row["says"]).items() if p is not None}  # type: ignore[call-overload]
    recipient, parent = row["recipient"], row["parent"]
    person = str(recipient) if recipient else None
    return Drawn(
        uid=str(row["uid"]), kind=str(row["kind"]), platform=str(row["platform"]), day=str(row["day"]),
        labels=labels, says={name: says[name] for name in labels if name in says}, purpose=str(row["purpose"] or ""),
        text=masker.text(str(row["text"]), person), parent=masker.text(str(parent), person) if parent else "",
    )  # fmt: skip
