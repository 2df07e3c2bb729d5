"""A few texts at a time: what `sociable rewrite` and `sociable lint` ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from sociable import config, signals
from sociable.advice import engine, outside, recipes, standins
from sociable.advice import phrases as words
from sociable.advice.endpoint import Settings
from sociable.advice.entities import LIMITS, SLOT, length
from sociable.advice.outside import Asked, Outside
from sociable.advice.tasks import Refusal, Task
from sociable.model import Rewrite, Slot
from sociable.signals import Terms

_CAPTION = re.compile(r"\[(?:link in|sound|photo|picture|image|video|via|with|from|not|no) [^?]*\]$")
"""What people themselves put in brackets, small and in two words or more: [link in bio], [sound on]."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """Rewrites by (key, criterion), why an outside engine's answer was not used, and why recipes gave nothing."""

    found: dict[tuple[str, str], Rewrite]
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


def rewrites(
    tasks: Sequence[Task], order: Mapping[str, tuple[str, ...]], brand: config.Brand | None = None,
    asking: Sequence[Asked] = (), engine_outside: Outside | None = None,
) -> Drafted:  # fmt: skip
    """Verified rewrites of many tasks; `order` names each criterion's recipes, the best first.

    `asking` goes to the outside engine first, and whatever it leaves without a
    rewrite goes to the embedded one, with the reason in `notes`.
    """
    plan, phrases, judge = plans(order), words.load(), _judge(brand)
    written = outside.Written()
    if engine_outside is not None:
        written = outside.write(asking, plan, phrases, brand, judge, engine_outside)
    left = [one for one in tasks if (one.key, one.criterion) not in written.found]
    found, refused = engine.rewrite_all(left, plan, phrases, brand, judge)
    return Drafted(found | written.found, written.notes, refused)


def leaving(
    tasks: Sequence[Task], order: Mapping[str, tuple[str, ...]], faults: Mapping[str, str],
    wanted: Settings, brand: config.Brand | None = None,
) -> list[Asked]:  # fmt: skip
    """What an outside engine would be sent for each task, people masked; `faults` words each criterion."""
    return outside.asked(tasks, plans(order), faults, wanted, brand)


def plans(order: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[recipes.Recipe, ...]]:
    """The recipes of each criterion: those named, then any that name it."""
    known = recipes.load()
    return {
        criterion: tuple(
            known[name]
            for name in dict.fromkeys([*named, *(one.id for one in known.values() if criterion in one.criteria)])
            if name in known
        )
        for criterion, named in order.items()
    }


def remaining(text: str, platform: str) -> int:
    """Characters that a text has left on a platform, by its own way of counting; below zero when it is too long."""
    return LIMITS.get(platform, LIMITS["other"]) - length(text, platform)


def unslotted(text: str) -> str:
    """What a rewrite says itself, without its open slots."""
    return SLOT.sub("", text).strip()


def filled(text: str, slots: Sequence[Slot]) -> str:
    """A rewrite as somebody may send it, its open slots filled with what nobody is ever shown."""
    return standins.filled(text, {one.text: one.kind for one in slots})


def open_slots(text: str) -> list[tuple[int, int]]:
    """Where a text still holds open slots, as offsets; a caption in brackets is none."""
    return [found.span() for found in SLOT.finditer(text) if not _CAPTION.match(found.group())]


def _judge(brand: config.Brand | None) -> engine.Judge:
    seen = Terms.of(brand) if brand else Terms()

    def judge(batch: pl.DataFrame) -> pl.DataFrame:
        named = batch.with_columns(brand=pl.lit(brand.about.name)) if brand else batch
        return signals.label(named, seen)

    return judge
