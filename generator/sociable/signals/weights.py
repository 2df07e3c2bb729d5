"""Weights of a label as data: read from content/models, scored as a sparse linear model.

A model is ``bias + sum(dense feature * weight) + sum(term weight) / sqrt(terms)``
plus what the network says (`network`), made a probability by a curve of straight lines from score to log odds, fitted
on held-out posts; it is zero at the threshold.  Term weights are whole thousandths, so that sums are exact and a row
scores the same alone or in a batch (TECH 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np

from sociable import resources, rubric
from sociable.errors import ContentError, Fault, cause
from sociable.signals import features, linear, network
from sociable.signals.cues import CueList
from sociable.signals.lookup import Index
from sociable.signals.network import Network
from sociable.signals.vocabulary import Vocabulary

Curve = tuple[tuple[float, float], ...]
"""Knots (raw score, log odds), rising."""


@dataclass(frozen=True, slots=True)
class Model:
    """One label of one kind: dense weights, term weights (thousandths), calibration."""

    label: str
    kind: str
    bias: float
    features: dict[str, float] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    threshold: float = 0.0  # raw score at which p is one half
    curve: Curve = ((0.0, 0.0), (1.0, 1.0))
    careful: Curve = ()  # the curve of scores by the careful reader; none: it is not asked
    share: float = 1.0  # of the read posts drawn at random, how many carry the label
    recipe: dict[str, object] = field(default_factory=dict)
    measured: dict[str, object] = field(default_factory=dict)


Models = dict[str, dict[str, Model]]


def load() -> Models:
    """All models, by kind (B, R, I) and label."""
    return _read(_paths())


def _paths() -> tuple[Path, ...]:
    return tuple(rubric.models())


@lru_cache(maxsize=8)
def _read(paths: tuple[Path, ...]) -> Models:
    found: Models = {}
    for path in paths:
        try:
            model = msgspec.json.decode(path.read_bytes(), type=Model)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            what = f"cannot be read ({cause(error)})"
            raise ContentError(Fault(resources.shown(path), what, "restore it, or train it again")) from None
        found.setdefault(model.kind, {})[model.label] = model
    return found


class Bench:
    """The models of a kind side by side: their order, their dense weights, their terms."""

    def __init__(self, models: dict[str, Model], vocabulary: Vocabulary) -> None:
        """Raises nothing; models keep the order of their files."""
        self.heads = list(models.values())
        self.terms = linear.Table({model.label: model.terms for model in self.heads}, vocabulary)
        self._factors: dict[tuple[str, ...], np.ndarray] = {}

    def factors(self, names: tuple[str, ...]) -> np.ndarray:
        """Weights of the named dense features in units of 2**-18, one column a model."""
        if names not in self._factors:
            rows = [[model.features.get(name, 0.0) for model in self.heads] for name in names]
            self._factors[names] = np.rint(np.array(rows) * 2**18)
        return self._factors[names]


@dataclass(frozen=True, slots=True)
class Detectors:
    """All that reads a text: the words that count, the models by kind, side by side, and the network."""

    vocabulary: Vocabulary
    benches: dict[str, Bench]
    network: Network
    places: Index  # of each word of the vocabulary, its number in the network


def detectors() -> Detectors:
    """The models, the network and the words of these and of the cue lists; made once."""
    return _detectors(_paths(), rubric.network(), tuple(features.lists()))


@lru_cache(maxsize=8)
def _detectors(paths: tuple[Path, ...], beside: Path, lists: tuple[CueList, ...]) -> Detectors:
    found, net = _read(paths), network.load(beside)
    terms = [model.terms for models in found.values() for model in models.values()]
    vocabulary = Vocabulary(linear.words_of(terms) | set(net.words), lists)
    places = np.full(vocabulary.size + 1, network.UNKNOWN)
    places[[vocabulary.code[word] for word in net.words]] = [net.code[word] for word in net.words]
    return Detectors(vocabulary, {kind: Bench(models, vocabulary) for kind, models in found.items()}, net, places)


def zero(curve: Curve) -> float:
    """The score at which p is one half."""
    return next(score for score, odds in curve if odds == 0)


def log_odds(curve: Curve, score: np.ndarray) -> np.ndarray:
    """Log odds of scores: straight lines between the knots of a curve, the outer ones prolonged."""
    x, y = np.array(curve).T
    slopes = np.diff(y) / np.diff(x)
    at = np.clip(np.searchsorted(x, score) - 1, 0, len(slopes) - 1)
    return np.asarray(y[at] + slopes[at] * (score - x[at]))
