"""The detectors: probabilities of every label of a text, and the words that speak for them.

A pure function of a batch: a row scores the same alone or among others, so any
engine may cut an archive into batches.  Labels and kinds are those of the
annotation guide; rule columns (targeted, handoff ...) are in `rules`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from sociable.signals import features, language, rules, sparse, weights
from sociable.signals.terms import Terms

PURPOSES: Final = (
    "growth", "promo", "useful", "amplify", "conversation", "product", "company-news", "human", "filler",
)  # fmt: skip
"""In the order that settles ties (RUBRIC 0.3)."""
B_FLAGS: Final = (
    "promo", "ask", "useful", "self_only", "invitation", "bait", "brag", "hard_sell", "credit", "jargon",
)  # fmt: skip
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "B": B_FLAGS,
    "P": ("useful", "promo"),
    "R": ("helps", "canned", "deflect", "apology", "signed", "pitch"),
    "U": (*B_FLAGS, "pitch"),
    "D": ("promo", "ask", "pitch", "canned"),
    "I": ("need", "complaint", "question", "praise"),
}
"""Labels of each kind (SPEC 5)."""
ALL: Final = tuple(sorted({label for labels in LABELS.values() for label in labels}))
HOME: Final = {label: kind for kind in ("I", "R", "B") for label in LABELS[kind]}
"""The kind whose posts taught a label's model."""
CHUNK: Final = 50_000


def label(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Probabilities of each label that applies to a row's kind, null elsewhere.

    `batch`: uid, kind, text; optional platform, lang, context, brand.  Out, in
    the same order: uid, lang, scoreable, purpose (B), p_<label>,
    p_purpose_<purpose> and the rule columns of `rules`.  Texts in an
    unsupported language or without words have null probabilities.
    """
    if batch.height > CHUNK:
        return pl.concat([label(part, terms) for part in batch.iter_slices(CHUNK)])
    frame = features.prepare(batch, terms)
    frame = frame.with_columns(lang=language.detect(frame))
    scoreable = pl.col("lang").is_in(language.SUPPORTED) | (pl.col("lang").is_null() & (pl.col("words") > 0))
    frame = frame.with_columns(scoreable=scoreable.fill_null(False) & (pl.col("words") > 0))
    scored = pl.concat([frame, probabilities(frame)], how="horizontal")
    shown = [pl.when("scoreable").then(pl.col(name)).alias(name) for name in _outputs()]
    return scored.select("uid", "lang", "scoreable", *shown, *rules.columns())


def probabilities(frame: pl.DataFrame) -> pl.DataFrame:
    """purpose, p_<label> and p_purpose_<purpose> of a prepared frame, whatever its language."""
    models = weights.load()
    scores = _scores(frame, [model for kind in models.values() for model in kind.values()])
    scores = scores.with_columns(frame["kind"])
    columns = [_probability(models, name).alias(f"p_{name}") for name in ALL]
    names = [f"p_purpose_{name}" for name in PURPOSES]
    odds = [_logit(models["B"][name[2:]]).exp().alias(name) for name in names]
    out = scores.select("kind", *columns, *odds)
    broadcast = pl.col("kind") == "B"
    total = pl.sum_horizontal(names)
    out = out.with_columns(pl.when(broadcast).then(pl.col(name) / total).alias(name) for name in names)
    best = pl.concat_list(names).list.arg_max()
    purpose = pl.when(broadcast).then(best.replace_strict(dict(enumerate(PURPOSES)), return_dtype=pl.Utf8))
    return out.with_columns(purpose=purpose).select(_outputs())


def _scores(frame: pl.DataFrame, models: list[weights.Model]) -> pl.DataFrame:
    """Raw scores, one Float64 column a model, named kind_label."""
    dense = features.dense(frame)
    names = [f"{model.kind}_{model.label}" for model in models]
    # Whole numbers below 2**53 add up exactly in any order, so that a row scores the same in every batch.
    values = np.rint(dense.to_numpy() * 2**14)
    factors = np.rint(np.array([[model.features.get(name, 0.0) for model in models] for name in dense.columns]) * 2**18)
    structure = pl.DataFrame(values @ factors / 2.0**32, schema=names)
    words = sparse.score(
        frame.select("copy", "brand_key"), {f"t_{n}": m.terms for n, m in zip(names, models, strict=True)}
    )
    both = pl.concat([structure, words], how="horizontal")
    return both.select(pl.col(n) + pl.col(f"t_{n}") + m.bias for n, m in zip(names, models, strict=True))


def _outputs() -> list[str]:
    return ["purpose", *(f"p_{name}" for name in ALL), *(f"p_purpose_{name}" for name in PURPOSES)]


def _probability(models: dict[str, dict[str, weights.Model]], name: str) -> pl.Expr:
    kinds = [kind for kind, labels in LABELS.items() if name in labels]
    logit = _logit(models[HOME[name]][name])
    return pl.when(pl.col("kind").is_in(kinds)).then(1.0 / (1.0 + (-logit).exp()))


def _logit(model: weights.Model) -> pl.Expr:
    centred = pl.col(f"{model.kind}_{model.label}") - model.threshold
    return pl.when(centred > 0).then(centred * model.above).otherwise(centred * model.below)
