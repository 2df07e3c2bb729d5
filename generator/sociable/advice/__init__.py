"""The advice of Sociable: examples and rewrites, masked, chosen and verified."""

from __future__ import annotations

from sociable.advice.abroad import waits
from sociable.advice.endpoint import Settings, settings
from sociable.advice.illustrate import illustrate
from sociable.advice.inputs import inputs
from sociable.advice.known import masker_of
from sociable.advice.masking import Masker
from sociable.advice.outside import Asked, Outside
from sociable.advice.single import Drafted, filled, leaving, open_slots, remaining, rewrites, unslotted
from sociable.advice.tasks import Refusal, Task

__all__ = [
    "Asked", "Drafted", "Masker", "Outside", "Refusal", "Settings", "Task", "filled", "illustrate", "inputs",
    "leaving", "masker_of", "open_slots", "remaining", "rewrites", "settings", "unslotted", "waits",
]  # fmt: skip
