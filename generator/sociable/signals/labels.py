"""The detectors: probabilities of every label of a text, and the words that speak for them.

A pure function of a batch: a row scores the same alone or among others, so any
engine may cut an archive into batches.  Labels and kinds are those of the
annotation guide; rule columns (targeted, handoff ...) are in `rules`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final

import numpy as np
import polars as pl

from sociable.signals import features, language, rules, weights
from sociable.signals.lookup import Index
from sociable.signals.terms import Terms
from sociable.signals.vocabulary import Words

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
CHUNK: Final = 20_000
HANDS: Final = 2
"""So many chunks are read at a time: Polars and NumPy leave half of two cores idle, more would only wait for Python."""
BLOCK: Final = 100


def label(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Probabilities of each label that applies to a row's kind, null elsewhere.

    `batch`: uid, kind, text; optional platform, lang, context, brand.  Out, in
    the same order: uid, lang, scoreable, purpose (B), p_<label>,
    p_purpose_<purpose> and the rule columns of `rules`.  Texts in an
    unsupported language or without words have null probabilities.
    """
    if batch.height > CHUNK:
        with ThreadPoolExecutor(HANDS) as pool:  # each with our settings, which a thread does not inherit
            found = [pool.submit(copy_context().run, label, part, terms) for part in batch.iter_slices(CHUNK)]
            return pl.concat([one.result() for one in found])
    frame = features.prepare(batch, terms)
    frame = frame.with_columns(lang=language.detect(frame))
    scoreable = pl.col("lang").is_in(language.SUPPORTED) | (pl.col("lang").is_null() & (pl.col("words") > 0))
    frame = frame.with_columns(scoreable=scoreable.fill_null(False) & (pl.col("words") > 0))
    words = weights.benches()[0].read(frame)
    dense = features.dense(frame, words)
    cued = dense.select(f"c_{name}" for name in rules.LISTS)
    scored = pl.concat([frame, _probabilities(frame, _scores(frame, dense, words)), cued], how="horizontal")
    shown = [pl.when("scoreable").then(pl.col(name)).alias(name) for name in _outputs()]
    return scored.select("uid", "lang", "scoreable", *shown, *rules.columns())


def probabilities(frame: pl.DataFrame) -> pl.DataFrame:
    """purpose, p_<label> and p_purpose_<purpose> of a prepared frame, whatever its language."""
    words = weights.benches()[0].read(frame)
    return _probabilities(frame, _scores(frame, features.dense(frame, words), words))


def _probabilities(frame: pl.DataFrame, scores: dict[tuple[str, str], np.ndarray]) -> pl.DataFrame:
    models = weights.load()
    columns: dict[str, np.ndarray] = {}
    for name in ALL:
        at = _of_kinds(frame, [kind for kind, names in LABELS.items() if name in names])
        columns[f"p_{name}"] = np.full(frame.height, np.nan)
        columns[f"p_{name}"][at] = 1.0 / (1.0 + np.exp(-_odds(models, scores, HOME[name], name, at)))
    at = _of_kinds(frame, ["B"])
    shares = np.exp(np.column_stack([_odds(models, scores, "B", f"purpose_{name}", at) for name in PURPOSES]))
    for index, name in enumerate(PURPOSES):
        columns[f"p_purpose_{name}"] = np.full(frame.height, np.nan)
        columns[f"p_purpose_{name}"][at] = shares[:, index] / shares.sum(1)
    best = np.full(frame.height, -1)
    # A new brand's mix of purposes is not that of the read ones: half of its pull is taken away (content/models).
    best[at] = np.argmax(shares / np.sqrt([models["B"][f"purpose_{name}"].share for name in PURPOSES]), axis=1)
    out = pl.DataFrame(columns).fill_nan(None).with_columns(best=pl.Series(best, dtype=pl.Int64))
    purpose = pl.col("best").replace_strict(dict(enumerate(PURPOSES)), default=None, return_dtype=pl.Utf8)
    return out.with_columns(purpose=purpose).select(_outputs())


def _scores(frame: pl.DataFrame, dense: pl.DataFrame, words: Words) -> dict[tuple[str, str], np.ndarray]:
    """Raw scores of each model, by kind and label."""
    # Whole numbers below 2**53 add up exactly in any order, so that a row scores the same in every batch.
    values = dense.to_numpy(writable=True)
    np.rint(np.multiply(values, 2**14, out=values), out=values)
    scores = {}
    for home, models in weights.benches()[1].items():
        # Models of a kind are asked only about the rows of kinds that have one of its labels.
        at = _of_kinds(frame, [kind for kind, names in LABELS.items() if home in map(HOME.get, names)])
        found = np.zeros((0, len(models.heads)))
        if len(at):
            found = _product(values, models.factors(tuple(dense.columns)))[at] / 2.0**32 + models.terms.score(words, at)
        for index, model in enumerate(models.heads):
            scores[home, model.label] = np.full(frame.height, np.nan)
            scores[home, model.label][at] = found[:, index] + model.bias
    return scores


def _product(values: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """The product of two matrices, in pieces too small for a second thread, which would spin for the next one."""
    out = np.empty((len(values), factors.shape[1]))
    for at in range(0, len(values), BLOCK):
        out[at : at + BLOCK] = values[at : at + BLOCK] @ factors
    return out


def _of_kinds(frame: pl.DataFrame, kinds: list[str]) -> Index:
    """The rows of some kinds."""
    return frame["kind"].is_in(kinds).arg_true().to_numpy()


def _odds(
    models: weights.Models, scores: dict[tuple[str, str], np.ndarray], kind: str, name: str, at: np.ndarray
) -> np.ndarray:
    """Log odds of one model for the rows `at`."""
    return weights.log_odds(models[kind][name], scores[kind, name][at])


def _outputs() -> list[str]:
    return ["purpose", *(f"p_{name}" for name in ALL), *(f"p_purpose_{name}" for name in PURPOSES)]
