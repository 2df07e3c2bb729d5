"""Hypothesis without a stopwatch or a dice: slow machines and reruns see the same examples."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
