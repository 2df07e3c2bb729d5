"""Every criterion's own cases, through the whole of the signals."""

from __future__ import annotations

from functools import cache

import pytest

from case_runner import agrees, run
from sociable import rubric
from sociable.criteria import Criterion
from sociable.signals.registry import SIGNALS

RUBRIC = rubric.load(SIGNALS)
CASES = [(one, case) for one in RUBRIC.criteria.values() for case in one.cases]
NO_CASES = {"response-time", "relationship-depth", "follow-balance"}


@cache
def verdicts() -> list[str]:
    return run(CASES)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f"{c.id}-{i}" for i, (c, _) in enumerate(CASES)])
def test_case(at: int) -> None:
    criterion, case = CASES[at]
    got = verdicts()[at]
    assert agrees(criterion, case["expect"], got), f"{criterion.id}: {got}, not {case['expect']}: {case}"


def test_every_criterion_proves_itself() -> None:
    without = {one.id for one in RUBRIC.criteria.values() if not one.cases}
    assert without == NO_CASES


def test_every_signal_is_used_and_every_used_signal_known() -> None:
    used = {name for one in RUBRIC.criteria.values() for name in one.signals()}
    # `broadcast_or_own_promo` and their like serve measures; `insider`, `reply_weight` figures beside them.
    assert used <= set(SIGNALS)
    assert {name for name in SIGNALS if name not in used} <= BESIDE


BESIDE = {"insider"}


def test_a_criterion_is_a_frozen_value() -> None:
    assert all(isinstance(one, Criterion) for one in RUBRIC.criteria.values())
