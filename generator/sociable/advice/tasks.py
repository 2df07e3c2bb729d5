"""What is to be rewritten, a candidate for it, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sociable.advice import messages
from sociable.advice.recipes import Composed, Recipe


@dataclass(frozen=True, slots=True)
class Task:
    """A post to rewrite for a criterion; `key` alone chooses among variants."""

    key: str
    text: str
    platform: str
    kind: str
    criterion: str
    context: str = ""
    shown: str = ""  # before as it may be shown, where that differs
    talk: str = ""  # what its writer told beside it in the same days: nobody is asked for it again
    formal: bool = False  # whether the brand writes no short forms in its answers
    labels: Mapping[str, float | None] = field(default_factory=dict, compare=False)  # what detectors say of the text

    @property
    def read(self) -> messages.Reading | None:
        """What a message is about, as it was read; None of what is none."""
        return messages.read(self.context or self.text, None, self.labels, self.text) if self.kind == "I" else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a recipe gave nothing for a post."""

    key: str
    criterion: str
    recipe: str
    reason: str
    after: str = ""  # the candidate, where there was one


@dataclass(frozen=True, slots=True)
class Attempt:
    """One composed candidate, before it is verified."""

    task: Task
    recipe: Recipe
    made: Composed
