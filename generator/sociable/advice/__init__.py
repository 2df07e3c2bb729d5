"""The advice of Sociable: examples and rewrites, masked, chosen and verified."""

from __future__ import annotations

from sociable.advice.illustrate import illustrate
from sociable.advice.masking import Masker
from sociable.advice.single import rewrite

__all__ = ["Masker", "illustrate", "rewrite"]
