"""Which of several rewrites that passed is shown: no two posts are asked alike while there is another way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sociable.advice.entities import fits
from sociable.model import Slot

if TYPE_CHECKING:
    from sociable.advice.engine import Attempt
    from sociable.advice.verify import Verdict


def seldom(every: list[tuple[Attempt, Verdict]], asked: Counter[str], added: set[str]) -> tuple[Attempt, Verdict]:
    """The first candidate that mends its fault, or its like with a better sentence, or one added less often before.

    A sentence that was `added` to the same post for another criterion comes first.
    """
    first, _ = next((one for one in every if not one[1].leaves), every[0])
    like = [one for one in every if one[0].recipe is first.recipe and _bare(one[0]) == _bare(first)]
    best = min(
        like,
        key=lambda one: (
            one[0].made.rank, bool(one[1].leaves), one[0].made.frame not in added, asked[one[0].made.frame],
        ),
    )  # fmt: skip
    added.add(best[0].made.frame)
    asked[best[0].made.frame] += 1
    return best


def _bare(attempt: Attempt) -> str:
    made = attempt.made
    return made.text.replace(made.frame, "") if made.frame else made.text


def unlike(attempt: Attempt, asked: Counter[str]) -> Attempt:
    """The attempt with each slot worded as seldom before: whoever verifies does not read what a slot asks."""
    made = attempt.made
    for slot, every in made.choices.items():
        at = every.index(slot)
        for other in sorted(every[at:] + every[:at], key=lambda one: asked[one]):
            text = made.text.replace(slot, other)
            if fits(text, attempt.task.platform, attempt.task.text) and text.count(other) == 1:
                slots = (Slot(text=other, kind=one.kind) if one.text == slot else one for one in made.slots)
                made = replace(made, text=text, slots=tuple(slots))
                asked[other] += 1
                break
    return replace(attempt, made=made)
