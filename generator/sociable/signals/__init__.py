"""The signals of Sociable."""

from __future__ import annotations

from sociable.signals.careful import asked as reader
from sociable.signals.fit import HASHTAGS, misfits
from sociable.signals.labelling import REVIEW
from sociable.signals.labelrows import label_rows
from sociable.signals.labels import LABELS, PURPOSES, label
from sociable.signals.registry import RESTS, SIGNALS, Signal
from sociable.signals.relate import relate, wanted
from sociable.signals.spans import explain
from sociable.signals.terms import Terms
from sociable.signals.touched import READ, touched

__all__ = [
    "HASHTAGS", "LABELS", "PURPOSES", "READ", "RESTS", "REVIEW", "SIGNALS", "Signal", "Terms", "explain", "label",
    "label_rows", "misfits", "reader", "relate", "touched", "wanted",
]  # fmt: skip
