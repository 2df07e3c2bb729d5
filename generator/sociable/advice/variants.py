"""Which of several rewrites that passed is shown: no two posts are asked alike while there is another way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sociable.advice.entities import fits
from sociable.model import Slot

if TYPE_CHECKING:
    from sociable.advice.tasks import Attempt
    from sociable.advice.verify import Verdict


OPENS = 4
"""Words by which sentences of answers are held to sound alike."""
PRIVATE, ANSWERS = "private", "answers"
SHARE = 3
"""Answers of which one at most says why it goes private, where there is another way."""
_PRIVATE = re.compile(r"\b(?:privat\w+|between us|out of (?:public )?view|nobody else)\b")
"""How an answer says that what it asks for stays private."""


def seldom(every: list[tuple[Attempt, Verdict]], asked: Counter[str], added: set[str]) -> tuple[Attempt, Verdict]:
    """The first candidate that mends its fault, or its like with a better sentence, or one added less often before.

    A sentence that was `added` to the same post for another criterion comes
    first.  Of an answer all that its recipe gives are alike, and the one is
    shown whose own sentences were used least.
    """
    first, _ = next((one for one in every if not one[1].leaves), every[0])
    if first.task.kind in ("I", "R"):
        like = [one for one in every if one[0].recipe is first.recipe and one[0].made.level == first.made.level]
    else:
        like = [one for one in every if one[0].recipe is first.recipe and _bare(one[0]) == _bare(first)]
    best = min(
        like,
        key=lambda one: (
            one[0].made.rank, bool(one[1].leaves), one[0].made.frame not in added,
            PRIVATE in _own(one[0]) and asked[PRIVATE] * SHARE >= asked[ANSWERS],
            sum(asked[said] for said in _own(one[0])), asked[one[0].made.frame],
        ),
    )  # fmt: skip
    added.add(best[0].made.frame)
    asked.update({best[0].made.frame, ANSWERS, *_own(best[0])})
    return best


def _own(attempt: Attempt) -> set[str]:
    """How each sentence opens that an answer says beside the post and its slots."""
    if attempt.task.kind not in ("I", "R"):
        return set()
    before = attempt.task.text.casefold() if attempt.task.kind == "R" else ""
    said = [one.strip(" –-.,") for one in re.split(r"(?<=[.!?:])\s+|\[[^]]*\]", attempt.made.text.casefold())]
    opens = {" ".join(one.split()[:OPENS]) for one in said if one and one not in before}
    return opens | {PRIVATE} if _PRIVATE.search(" ".join(one for one in said if one not in before)) else opens


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
