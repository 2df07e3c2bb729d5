"""Labels as JSON objects, for `sociable label` (SPEC 5)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sociable.signals import features, labels
from sociable.signals.careful import asked
from sociable.signals.spans import all_spans
from sociable.signals.terms import Terms

OUTBOUND_REPLY = r"^\s*@\w"


def label_rows(frame: pl.DataFrame, terms: Terms | None = None, reader: str | None = None) -> list[dict[str, object]]:
    """One object a row: id, kind, purpose, labels {name: {p, spans}}, every label of the kind.

    `frame`: id and text; optional kind, platform, brand, context.  Where kind is
    missing, a text that starts with a handle is a reply (R), any other a
    broadcast (B).  Every row gets probabilities, whatever its language, by the
    named `reader` (careful, quick), else by the careful one where rows are few.
    """
    terms = terms or Terms()
    batch = _batch(frame).with_columns(reader=pl.lit(asked(frame.height, reader)))
    prepared = features.prepare(batch, terms)
    scored = labels.probabilities(prepared)
    # Spans for every label of every row: the parts of `explain` that need no choice of post.
    spans = all_spans(prepared)
    return [_row(row, found) for row, found in zip(_records(batch, scored), spans, strict=True)]


def _batch(frame: pl.DataFrame) -> pl.DataFrame:
    if "kind" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.Utf8).alias("kind"))
    text = pl.col("text").cast(pl.Utf8).fill_null("")
    inferred = pl.when(text.str.contains(OUTBOUND_REPLY)).then(pl.lit("R")).otherwise(pl.lit("B"))
    known = pl.col("kind").cast(pl.Utf8).str.strip_chars().str.to_uppercase()
    kind = pl.when(known.is_in(list(labels.LABELS))).then(known).otherwise(inferred)
    return frame.with_columns(uid=pl.col("id").cast(pl.Utf8), text=text, kind=kind)


def _records(batch: pl.DataFrame, scored: pl.DataFrame) -> Iterator[dict[str, object]]:
    return pl.concat([batch.select("uid", "kind"), scored], how="horizontal").iter_rows(named=True)


def _row(row: dict[str, object], spans: dict[str, list[tuple[int, int]]]) -> dict[str, object]:
    kind = str(row["kind"])
    purpose = {"R": "reply", "I": "inbound"}.get(kind, row["purpose"] or kind.lower())
    found = {
        name: {"p": round(float(str(row[f"p_{name}"])), 6), "spans": [list(span) for span in spans.get(name, [])]}
        for name in labels.LABELS[kind]
    }
    return {"id": row["uid"], "kind": kind, "purpose": purpose, "labels": found}
