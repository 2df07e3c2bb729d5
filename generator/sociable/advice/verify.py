"""Whether a rewrite may be shown (SPEC 7); the same for every engine that writes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from sociable import config
from sociable.advice.entities import SLOT, facts, fits, required, words
from sociable.advice.phrases import Phrases

if TYPE_CHECKING:
    from sociable.advice.engine import Attempt

FAULTS = {
    "B": ("promo", "ask", "self_only", "bait", "brag", "hard_sell", "jargon"),
    "R": ("canned", "deflect", "pitch"),
    "U": ("promo", "ask", "bait", "hard_sell", "pitch"),
    "D": ("promo", "ask", "pitch", "canned"),
    "I": ("canned", "deflect", "pitch"),
}
RISE = 0.10
THRESHOLD = 0.5
MASKED = ""
"""Stands for an open slot while a rewrite is labelled: only what the brand itself says is judged."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Empty `reason` when the rewrite may be shown; probabilities of the recipe's label."""

    reason: str
    before: float | None = None
    after: float | None = None


def check(
    attempts: Sequence[Attempt], phrases: Phrases, brand: config.Brand | None,
    judge: Callable[[pl.DataFrame], pl.DataFrame],
) -> list[Verdict]:  # fmt: skip
    """A verdict for each attempt, in their order; detectors run once over all of them."""
    if not attempts:
        return []
    labels = judge(_batch(attempts)).to_dicts()
    befores, afters = labels[: len(attempts)], labels[len(attempts) :]
    verdicts = []
    for attempt, before, after in zip(attempts, befores, afters, strict=True):
        task, made = attempt.task, attempt.made
        reason = stated(task.text, made.text, task.platform, brand, made.words, repeat_terms=task.kind != "I")
        reason = reason or ("is not in a language we can judge" if before.get("scoreable") is False else "")
        reason = reason or _effect(attempt, before, after) or _worse(attempt.task.kind, before, after)
        name = f"p_{attempt.recipe.label}"
        verdicts.append(Verdict(reason, before.get(name), after.get(name)))
    return verdicts


def stated(before: str, after: str, platform: str, brand: config.Brand | None = None,
           own: frozenset[str] = frozenset(), repeat_terms: bool = True) -> str:  # fmt: skip
    """Why `after` says more or less than it may, whatever wrote it; empty when nothing is wrong."""
    known = facts(before)
    invented = facts(after).beyond(known, facts(_configured(brand)))
    said = words(before) | words(_configured(brand)) | own
    invented = [one for one in invented if one not in said or any(map(str.isdigit, one))]
    if invented:
        return f"states what the post does not: {', '.join(invented[:3])}"
    folded = _folded(SLOT.sub(" ", after))
    lost = [one for one in required(before) if _folded(one) not in folded] if repeat_terms else []
    if lost:
        return f"loses {lost[0]}"
    if not fits(after, platform, before):
        return f"is too long for {platform}"
    return _shape(before, after)


def _shape(before: str, after: str) -> str:
    """Faults of form that no reader forgives."""
    field = re.compile(r"[\ue000-\uf8ff]|\{[a-z_]+\}")
    if field.search(after) and not field.search(before):
        return "has an unfilled field"
    twice = re.compile(r"\b(\w{3,}) \1\b", re.IGNORECASE)
    if twice.search(SLOT.sub("", after)) and not twice.search(before):
        return "repeats a word"
    if len(SLOT.findall(after)) > 2:
        return "leaves more than two slots open"
    return ""


def _effect(attempt: Attempt, before: dict[str, float | None], after: dict[str, float | None]) -> str:
    recipe = attempt.recipe
    if recipe.effect == "ask":
        return "" if attempt.made.slots else "asks nothing"
    value = after.get(f"p_{recipe.label}")
    if value is None:
        return f"{recipe.label} cannot be judged"
    return f"still reads as {recipe.label}" if value >= THRESHOLD else ""


def _worse(kind: str, before: dict[str, float | None], after: dict[str, float | None]) -> str:
    for name in FAULTS.get(kind, ()):
        old, new = before.get(f"p_{name}") or 0.0, after.get(f"p_{name}") or 0.0
        if kind == "I":  # what came before is somebody else's text
            old = min(max(new - RISE, 0.0), THRESHOLD - RISE)
        if new >= THRESHOLD > old or new > old + RISE:
            return f"{name} rises from {old:.2f} to {new:.2f}"
    return ""


def _batch(attempts: Sequence[Attempt]) -> pl.DataFrame:
    rows = [(one.task, one.task.text) for one in attempts]
    rows += [(one.task, SLOT.sub(MASKED, one.made.text)) for one in attempts]
    return pl.DataFrame({
        "uid": [str(index) for index in range(len(rows))],
        "kind": [task.kind if task.kind != "I" else "R" for task, _ in rows],
        "text": [text for _, text in rows],
        "platform": [task.platform for task, _ in rows],
        "context": [task.context for task, _ in rows],
    })  # fmt: skip


def _configured(brand: config.Brand | None) -> str:
    """What brand.yaml states: a rewrite may say it as well."""
    if brand is None:
        return ""
    about = brand.about
    handles = [f"@{one.handle.lstrip('@')}" for one in brand.accounts]
    return " ".join([about.name, *about.aliases, *about.products, *about.affiliates, *handles,
                     *(f"{one.name} {one.initials}" for one in brand.team)])  # fmt: skip


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text.casefold())
