"""Weights of a label as data: read from content/models, scored as a sparse linear model.

A model is ``bias + sum(dense feature * weight) + sum(term weight) / sqrt(terms)``,
made a probability by a logistic curve through the threshold, with a slope on
either side of it, both fitted on held-out posts.  Term weights are whole thousandths, so that sums are exact and a row
scores the same alone or in a batch (TECH 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import msgspec

from sociable import resources
from sociable.errors import ContentError, Fault


@dataclass(frozen=True, slots=True)
class Model:
    """One label of one kind: dense weights, term weights (thousandths), calibration."""

    label: str
    kind: str
    bias: float
    features: dict[str, float] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    threshold: float = 0.0  # raw score at which p is one half
    above: float = 1.0  # slope of the logistic curve on either side of it
    below: float = 1.0
    recipe: dict[str, object] = field(default_factory=dict)
    measured: dict[str, object] = field(default_factory=dict)


def load() -> dict[str, dict[str, Model]]:
    """All models, by kind (B, R, I) and label."""
    return _read(tuple(path for path in resources.files("content/models", ".json") if path.name != "accuracy.json"))


@lru_cache(maxsize=8)
def _read(paths: tuple[Path, ...]) -> dict[str, dict[str, Model]]:
    found: dict[str, dict[str, Model]] = {}
    for path in paths:
        try:
            model = msgspec.json.decode(path.read_bytes(), type=Model)
        except msgspec.DecodeError as error:
            fault = Fault(file=resources.shown(path), what=str(error), remedy="restore the file or train it again")
            raise ContentError(fault) from None
        found.setdefault(model.kind, {})[model.label] = model
    return found
