"""The detectors over all units and inbound messages, and the corrections that people made.

Some units are read twice: broadcasts with their alt text (it may carry the
use of a picture), private messages as replies (care) and as pitches.
"""

from __future__ import annotations

import csv
from itertools import accumulate

import polars as pl

from sociable.config import Brand
from sociable.errors import ConfigError, Fault, cause
from sociable.sheets import table
from sociable.signals import traps
from sociable.signals.labels import ALL, PURPOSES, label
from sociable.signals.scope import Scope
from sociable.signals.settle import batch
from sociable.signals.terms import Terms
from sociable.tables import ALIAS, NO, YES, alias

LABELS = ("helps", "deflect", "apology", "signed", "handoff")
"""What of the reply labels is needed of private messages as well."""
PART = 1 << 16
"""So many messages are read at a time: most of what the detectors say is of no use for them, and a million is much."""
REVIEW = "review"
"""`draw` of a row that `sociable review` drew: only such rows may put a share right (RUBRIC 4.6)."""


def labelled(units: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """`units` with the columns of `label`; numbers are Float64.

    All is read at once: making the patterns takes as long as reading some thousands.
    """
    told = pl.col("alt_text").fill_null("").str.count_matches(r"\S+") >= traps.ALT_WORDS
    pictured = pl.concat_str([pl.col("text").fill_null(""), "alt_text"], separator="\n").alias("text")
    shown = units.filter(told & (pl.col("kind") == "B")).with_columns(pictured)
    private = units.filter((pl.col("kind") == "D") & pl.col("text").is_not_null())
    read = [units, shown, *(private.with_columns(kind=pl.lit(kind)) for kind in "RU")]
    found = _said(pl.concat([batch(one, scope) for one in read]), scope)
    ends = list(accumulate(one.height for one in read))
    own, alt, care, pitch = (found[end - one.height : end] for one, end in zip(read, ends, strict=True))
    units = units.rename({"lang": "platform_lang"}).join(_plain(own), on="uid", how="left", maintain_order="left")
    return _private(_alt_text(units, alt), _plain(care), pitch)


def heard(inbound: pl.DataFrame, near: pl.Series, scope: Scope) -> pl.DataFrame:
    """`inbound` messages with what the detectors say of those that are `near` a window; null for the others."""
    read = inbound.filter(near).select(
        "uid", "text", "platform", "lang", kind=pl.lit("I"), brand=pl.lit(scope.brand.about.name),
        context=pl.lit(None, pl.Utf8), reader=pl.lit(scope.brand.reader, pl.Utf8),
    )  # fmt: skip
    names = ["uid", "scoreable", "p_need", "p_complaint", "p_question", "p_praise"]
    parts = [_plain(_said(part, scope)).select(names) for part in read.iter_slices(PART)]
    found = pl.concat(parts or [_plain(_said(read, scope)).select(names)]).unique("uid", keep="first")
    return inbound.join(found, on="uid", how="left", maintain_order="left")


def _said(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """What the detectors say of the rows, or whatever stands for them in this run."""
    return (scope.label or label)(rows, Terms.of(scope.brand))


def _plain(found: pl.DataFrame) -> pl.DataFrame:
    rules = [name for name, kind in found.schema.items() if kind == pl.Boolean and name != "scoreable"]
    return found.with_columns(pl.col(name).cast(pl.Float64) for name in rules).unique("uid", keep="first")


def _alt_text(units: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """A picture with a text alternative may carry the use on its own (RUBRIC useful-share)."""
    units = units.join(seen.select("uid", alt="p_useful"), on="uid", how="left", maintain_order="left")
    return units.with_columns(p_useful=pl.max_horizontal("p_useful", "alt")).drop("alt")


def _private(units: pl.DataFrame, care: pl.DataFrame, pitch: pl.DataFrame) -> pl.DataFrame:
    """What is said of private messages as replies, and as pitches, where it is not said of them as they are."""
    extra = care.select("uid", *(pl.col(_column(name)).alias(f"as_{_column(name)}") for name in LABELS)).join(
        pitch.select("uid", as_p_hard_sell="p_hard_sell"), on="uid", how="left"
    )
    units = units.join(extra, on="uid", how="left", maintain_order="left")
    names = [*map(_column, LABELS), "p_hard_sell"]
    return units.with_columns(pl.coalesce(name, f"as_{name}").alias(name) for name in names).drop(
        f"as_{name}" for name in names
    )


def _column(name: str) -> str:
    return name if name == "handoff" else f"p_{name}"


def corrections(brand: Brand) -> pl.DataFrame:
    """The rows of labels.csv as id, label, value, draw (text); empty where the brand has none.

    Raises ConfigError when the file cannot be read or lacks a column.
    """
    schema = dict.fromkeys(("id", "label", "value", "draw"), pl.Utf8)
    name = brand.labels or "labels.csv"
    path = brand.path(name)
    if not brand.labels and not path.is_file():
        return pl.DataFrame(schema=schema)
    try:
        head, read = table(path.read_bytes())
    except (OSError, csv.Error) as error:
        raise ConfigError(Fault(name, f"cannot be read ({cause(error)})", "write id,label,value rows")) from None
    missing = [name for name in ("id", "label", "value") if name not in head]
    if missing:
        raise ConfigError(Fault(name, f"has no column {missing[0]}", "name the columns id,label,value"))
    columns = {one: [row.get(one) or None for _, row in read] for one in schema}
    rows = pl.DataFrame({**columns, "line": [line for line, _ in read]}, {**schema, "line": pl.Int64})
    _check(rows, name)
    return rows.select(*schema).unique(["id", "label"], keep="last", maintain_order=True)


def _check(rows: pl.DataFrame, file: str) -> None:
    """A label or value that nothing knows is a fault, not silence."""
    known = [*ALL, "purpose"]
    faults = [
        Fault(file, f"label {name!r} is not known", f"use one of {', '.join(known)}", line=line)
        for line, name in rows.select("line", pl.col("label").fill_null("")).iter_rows()
        if name not in known
    ]
    bad = rows.filter(
        pl.when(pl.col("label") == "purpose")
        .then(~pl.col("value").is_in(list(PURPOSES)))
        .otherwise(
            pl.col("value").str.to_lowercase().replace_strict(_TRUTH, default=None, return_dtype=pl.Float64).is_null()
        )
    )
    faults += [
        Fault(file, f"value {value!r} is not known", "write yes or no, and for purpose one such as promo", line=line)
        for line, value in bad.select("line", pl.col("value").fill_null("")).iter_rows()
    ]
    if faults:
        raise ConfigError(*faults)


_TRUTH = dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0)


def corrected(frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`frame` with the people's labels in place of the predictions (RUBRIC 0.3); they always win.

    `draw` says how a row came to be looked at ("review": drawn at random), and
    `reviewed` lists the labels that were given to a row drawn at random.
    """
    if rows.is_empty():
        return frame
    keys = [frame.select("uid", id="uid"), frame.select("uid", id=pl.col("uid").str.replace(r"^[a-z]+:", ""))]
    if rows["id"].str.contains(ALIAS).any():
        aliases = [alias(*row) for row in frame.select("uid", "text").iter_rows()]
        keys.append(frame.select("uid").with_columns(id=pl.Series(aliases, dtype=pl.Utf8)))
    found = pl.concat(keys).unique().join(rows, on="id").unique(["uid", "label"], keep="first")
    for name in sorted(set(found["label"]) - {"purpose"}):
        told = found.filter(pl.col("label") == name).select(
            "uid", told=pl.col("value").str.to_lowercase().replace_strict(_TRUTH, return_dtype=pl.Float64)
        )
        if f"p_{name}" in frame.columns:
            frame = frame.join(told, on="uid", how="left", maintain_order="left")
            frame = frame.with_columns(pl.coalesce("told", f"p_{name}").alias(f"p_{name}")).drop("told")
    if "purpose" in frame.columns:
        frame = _purpose(frame, found.filter(pl.col("label") == "purpose").select("uid", told="value"))
    by_lot = pl.col("draw") == REVIEW
    drawn = found.group_by("uid").agg(
        pl.col("draw").drop_nulls().first(),
        reviewed=pl.col("label").filter(by_lot).unique().sort(),
        told=pl.col("label").unique().sort(),
    )
    return frame.join(drawn, on="uid", how="left", maintain_order="left")


def _purpose(frame: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    frame = frame.join(told, on="uid", how="left", maintain_order="left")
    given = pl.col("told").is_not_null()
    return frame.with_columns(
        pl.coalesce("told", "purpose").alias("purpose"),
        *(
            pl.when(given)
            .then((pl.col("told") == name).cast(pl.Float64))
            .otherwise(f"p_purpose_{name}")
            .alias(f"p_purpose_{name}")
            for name in PURPOSES
        ),
        filler=pl.when(given).then((pl.col("told") == "filler").cast(pl.Float64)).otherwise("filler"),
    ).drop("told")
