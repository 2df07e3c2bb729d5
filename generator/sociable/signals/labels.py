"""The detectors: probabilities of every label of a text, and the words that speak for them.

A pure function of a batch: a row scores the same alone or among others, so any
engine may cut an archive into batches.  Labels and kinds are those of the
annotation guide; rule columns (targeted, handoff ...) are in `rules`.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final

import numpy as np
import polars as pl

from sociable import rubric
from sociable.signals import careful, cues, features, language, network, rules, weights
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
CALM: Final = 0.4
"""What hard_sell counts for without a loud word or sign: of 84 quiet adverts drawn at random readers saw 2 sell hard,
where the models say 6 in 100 (`make accuracy` prints it)."""
HARMED: Final = 0.6
"""What need and complaint are at least where a message tells of harm or of the law (`harm`), unless it praises:
a missed one costs a brand more than a false alarm."""
CHUNK: Final = 25_000
"""So many texts at most are read at once; making the patterns takes as long as reading some thousands."""
HANDS: Final = 2
"""So many chunks are read at a time: Polars and NumPy leave half of two cores idle, more would only wait for Python."""


def label(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Probabilities of each label that applies to a row's kind, null elsewhere.

    `batch`: uid, kind, text; optional platform, lang, context, brand, reader
    ("careful": the transformer reads the row, otherwise the network does).
    Out, in the same order: uid, lang, scoreable, purpose (B), p_<label>,
    p_purpose_<purpose> and the rule columns of `rules`.  Texts in an
    unsupported language or without words have null probabilities; what is too
    short to tell is in the brand's own.
    """
    if batch.height > CHUNK:
        rounds = math.ceil(batch.height / CHUNK / HANDS)  # every hand has as much to read as the others
        size = math.ceil(batch.height / rounds / HANDS)
        with ThreadPoolExecutor(HANDS) as pool:  # each with our settings, which a thread does not inherit
            found = [pool.submit(copy_context().run, label, part, terms) for part in batch.iter_slices(size)]
            return pl.concat([one.result() for one in found])
    if batch.is_empty():
        return pl.DataFrame(schema=_schema())
    frame = features.prepare(batch, terms)
    frame = frame.with_columns(lang=language.detect(frame))
    read = pl.col("lang").fill_null(terms.language[:2].casefold()).is_in(language.SUPPORTED)
    frame = frame.with_columns(scoreable=read & (pl.col("words") > 0).fill_null(False))
    words = weights.detectors().vocabulary.read(frame)
    dense = features.dense(frame, words)
    cued = dense.select(f"c_{name}" for name in rules.LISTS)
    kinds = np.where(frame["scoreable"].to_numpy(), _kinds(frame), -1)
    scored = pl.concat([frame, _probabilities(frame, kinds, dense, words), cued], how="horizontal")
    return scored.select("uid", "lang", "scoreable", *_outputs(), *rules.columns())


def probabilities(frame: pl.DataFrame, words: Words | None = None, dense: pl.DataFrame | None = None) -> pl.DataFrame:
    """purpose, p_<label> and p_purpose_<purpose> of a prepared frame, whatever its language.

    `words` and `dense`: what was read of the frame, where whoever asks has read it.
    """
    words = words or weights.detectors().vocabulary.read(frame)
    dense = features.dense(frame, words) if dense is None else dense
    return _probabilities(frame, _kinds(frame), dense, words)


def _probabilities(frame: pl.DataFrame, kinds: Index, dense: pl.DataFrame, words: Words) -> pl.DataFrame:
    slow = _careful(frame)
    models, scores, height = weights.load(), _scores(frame, kinds, dense, words), len(kinds)
    columns: dict[str, np.ndarray] = {}
    for name in ALL:
        at = _of_kinds(kinds, [kind for kind, names in LABELS.items() if name in names])
        columns[f"p_{name}"] = np.full(height, np.nan)
        home = HOME[name]
        columns[f"p_{name}"][at] = 1.0 / (1.0 + np.exp(-_odds(models[home][name], scores[home, name], slow, at)))
    calm = ~(dense["s_loud"].to_numpy() > 0)
    columns["p_hard_sell"][calm] *= CALM
    at = _harmed(frame, _of_kinds(kinds, ["I"]))
    at = at[columns["p_praise"][at] < 0.5]
    for name in ("p_need", "p_complaint"):
        columns[name][at] = np.maximum(columns[name][at], HARMED)
    at = _of_kinds(kinds, ["B"])
    purposes = [f"purpose_{name}" for name in PURPOSES]
    shares = np.exp(np.column_stack([_odds(models["B"][one], scores["B", one], slow, at) for one in purposes]))
    total = shares.sum(1)
    for index, name in enumerate(PURPOSES):
        columns[f"p_purpose_{name}"] = np.full(height, np.nan)
        columns[f"p_purpose_{name}"][at] = shares[:, index] / total
    best = np.full(height, -1)
    # A new brand's mix of purposes is not that of the read ones: half of its pull is taken away (content/models).
    usual = np.sqrt([models["B"][one].share for one in purposes])
    best[at] = np.argmax(np.where(slow[at, None], shares, shares / usual), axis=1)  # who reads with care needs no help
    out = pl.DataFrame(columns).fill_nan(None).with_columns(best=pl.Series(best, dtype=pl.Int64))
    purpose = pl.col("best").replace_strict(dict(enumerate(PURPOSES)), default=None, return_dtype=pl.Utf8)
    return out.with_columns(purpose=purpose).select(_outputs())


def _harmed(frame: pl.DataFrame, at: Index) -> Index:
    """Those of the rows `at` that tell of harm."""
    told = frame[at].select(cues.load()["harm"].count(pl.col("copy")) > 0).to_series()
    found: Index = at[told.arg_true().to_numpy()]
    return found


def _scores(frame: pl.DataFrame, kinds: Index, dense: pl.DataFrame, words: Words) -> dict[tuple[str, str], np.ndarray]:
    """Raw scores of each model, by kind and label."""
    # Whole numbers below 2**53 add up exactly in any order, so that a row scores the same in every batch.
    values = dense.to_numpy(writable=True)
    np.rint(np.multiply(values, 2**network.DEEP, out=values), out=values)
    known, scores = weights.detectors(), {}
    read = known.network.read(words, known.places)
    beside = values
    if dense.columns != known.network.features:
        beside = values[:, [dense.columns.index(name) for name in known.network.features]]
    read_whole = whole(frame, kinds)
    for home, models in known.benches.items():
        at = _at_home(kinds, home)
        found = dict[str, np.ndarray]()
        if len(at):
            sums = network.product(values, models.factors(tuple(dense.columns)))[at] / 2.0**32
            sums += models.terms.score(words, at)
            found = dict(zip((model.label for model in models.heads), sums.T, strict=True))
            said = known.network.score(read[at], beside[at], home).T
            _beside(found, dict(zip(known.network.homes[home].labels, said, strict=True)), read_whole, at, home)
        for model in models.heads:
            scores[home, model.label] = np.full(len(kinds), np.nan)
            scores[home, model.label][at] = found.get(model.label, np.zeros(0)) + model.bias
    return scores


def _beside(
    found: dict[str, np.ndarray], said: dict[str, np.ndarray], whole: dict[tuple[str, str], np.ndarray], at: Index,
    home: str,
) -> None:  # fmt: skip
    """Adds to the linear scores of the rows `at` what the careful reader says; where it says nothing, the network."""
    for name in found:
        more = said.get(name, 0.0)
        if (home, name) in whole:
            read = whole[home, name][at]
            more = np.where(np.isnan(read), more, read)
        found[name] = found[name] + more


def whole(frame: pl.DataFrame, kinds: Index | None = None) -> dict[tuple[str, str], np.ndarray]:
    """What the careful reader says of a prepared frame, by home and label; NaN where it is not asked."""
    asked, kinds = _careful(frame), _kinds(frame) if kinds is None else kinds
    found: dict[tuple[str, str], np.ndarray] = {}
    for home in sorted(set(HOME.values())) if asked.any() else ():
        at = _at_home(np.where(asked, kinds, -1), home)
        reader, models = careful.load(rubric.careful()), weights.load()[home]
        for name, said in zip(reader.labels(home), reader.score(frame[at], home).T, strict=True):
            if models[name].careful:
                found[home, name] = np.full(len(kinds), np.nan)
                found[home, name][at] = said
    return found


def _careful(frame: pl.DataFrame) -> np.ndarray:
    """Which rows the careful reader shall read."""
    return (frame["reader"] == careful.READER).fill_null(value=False).to_numpy()


def _kinds(frame: pl.DataFrame) -> Index:
    """The kind of each row as its place in LABELS; -1 for what no model reads."""
    places = {kind: place for place, kind in enumerate(LABELS)}
    return frame["kind"].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()


def _at_home(kinds: Index, home: str) -> Index:
    """The rows of kinds that have a label of a home: its models are asked about no others."""
    return _of_kinds(kinds, [kind for kind, names in LABELS.items() if home in map(HOME.get, names)])


def _of_kinds(kinds: Index, wanted: list[str]) -> Index:
    """The rows of some kinds."""
    asked = np.array([*(kind in wanted for kind in LABELS), False])  # the last for -1
    return np.flatnonzero(asked[kinds])


def _odds(model: weights.Model, scores: np.ndarray, slow: np.ndarray, at: Index) -> np.ndarray:
    """Log odds of one model for the rows `at`; `slow`: those of all rows that the careful reader has read."""
    score, slow = scores[at], slow[at]
    found = weights.log_odds(model.curve, score)
    if model.careful and slow.any():
        found[slow] = weights.log_odds(model.careful, score[slow])
    return found


def _schema() -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of `label` with their types, known without a model."""
    numbers = dict.fromkeys(_outputs(), pl.Float64) | {"purpose": pl.Utf8}
    told = {one.meta.output_name(): pl.Boolean for one in rules.columns()}
    return {"uid": pl.Utf8, "lang": pl.Utf8, "scoreable": pl.Boolean, **numbers, **told}


def _outputs() -> list[str]:
    return ["purpose", *(f"p_{name}" for name in ALL), *(f"p_purpose_{name}" for name in PURPOSES)]
