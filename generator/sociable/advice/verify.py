"""Whether a rewrite may be shown (SPEC 7); the same for every engine that writes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from sociable import config
from sociable.advice import situations, standins
from sociable.advice.entities import SLOT, facts, fits, required, words
from sociable.advice.phrases import Phrases

if TYPE_CHECKING:
    from sociable.advice.tasks import Attempt, Task

FAULTS = {
    "B": ("promo", "ask", "self_only", "bait", "brag", "hard_sell", "jargon"),
    "R": ("canned", "deflect", "pitch"),
    "U": ("promo", "ask", "bait", "hard_sell", "pitch"),
    "D": ("promo", "ask", "pitch", "canned"),
    "I": ("canned", "deflect", "pitch"),
}
_ON_BROADCASTS = {
    "promo": "promo-share", "ask": "give-ask", "self_only": "self-talk", "bait": "growth-tactics",
    "brag": "brag-posts", "hard_sell": "hard-sell", "jargon": "plain-talk", "filler": "useful-share",
}  # fmt: skip
AGAINST: dict[str, dict[str, str]] = {
    "B": _ON_BROADCASTS,
    "P": {"promo": "promo-share"},
    "R": {"canned": "personal-at-scale", "deflect": "solve-here", "pitch": "unsolicited-pitch",
          "promo": "unsolicited-pitch", "hard_sell": "hard-sell"},
    "U": {"pitch": "unsolicited-pitch", "promo": "unsolicited-pitch", "bait": "growth-tactics",
          "hard_sell": "hard-sell"},
    "D": {"pitch": "push-dm", "promo": "push-dm", "ask": "push-dm", "hard_sell": "hard-sell",
          "canned": "personal-at-scale"},
    "I": {"need": "response-rate"},
}  # fmt: skip
"""What counts against a draft of each kind, and the criterion that says why."""
READERS = {"I": "careful"}
"""Who reads what a rewrite starts from, where it is not the quick reader."""
_REGRETS = re.compile(
    r"\b(?:sorry|apolog\w+|let you down|annoyed|should not have to|how it should be|expect more)\b", re.I
)
_POINTS = re.compile(r"\b(?:here|below)\b", re.IGNORECASE)
_LEADS = re.compile(_POINTS.pattern + r"\W*(?:https?://|www\.)", re.IGNORECASE)
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
    leaves: str = ""  # what a broadcast still reads as once its slots are filled


def labelled(tasks: Sequence[Task], judge: Callable[[pl.DataFrame], pl.DataFrame]) -> list[Task]:
    """The tasks with what detectors say of each post of ours, by which something is added, and of each message.

    Messages are few and read with care: an answer is sorry only for what somebody complains of.
    What has its labels keeps them.
    """
    texts = {(one.kind, one.text, one.platform): one for one in tasks if one.kind in ("B", "I") and not one.labels}
    rows = [(str(at), *one, "", READERS.get(one[0])) for at, one in enumerate(texts)]
    names = ["uid", "kind", "text", "platform", "context", "reader"]
    batch = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Utf8), orient="row")
    found = dict(zip(texts, judge(batch).to_dicts() if rows else (), strict=True))
    said = {at: {name: value for name, value in row.items() if name[:2] == "p_"} for at, row in found.items()}
    known = [(one, said.get((one.kind, one.text, one.platform))) for one in tasks]
    return [one if labels is None else replace(one, labels=labels) for one, labels in known]


def check(
    attempts: Sequence[Attempt], phrases: Phrases, brand: config.Brand | None,
    judge: Callable[[pl.DataFrame], pl.DataFrame],
) -> list[Verdict]:  # fmt: skip
    """A verdict for each attempt, in their order; detectors run once over all of them."""
    if not attempts:
        return []
    asked = [_asked(one) for one in attempts]
    texts = list(dict.fromkeys(text for three in asked for text in three))
    batch = pl.DataFrame(texts, schema=dict.fromkeys(("kind", "platform", "context", "text"), pl.Utf8), orient="row")
    rows = judge(batch.with_columns(uid=pl.int_range(pl.len()).cast(pl.Utf8))).to_dicts()
    known = dict(zip(texts, rows, strict=True))
    befores, afters, sents = ([known[three[side]] for three in asked] for side in range(3))
    verdicts = []
    for attempt, before, after, sent in zip(attempts, befores, afters, sents, strict=True):
        task, made = attempt.task, attempt.made
        reason = stated(task.text, made.text, task.platform, brand, made.words, repeat_terms=task.kind != "I")
        if before.get("scoreable") is False and not made.abroad:
            reason = reason or "is not in a language we can judge"
        read = after | {"p_canned": sent.get("p_canned")} if task.kind in ("R", "I") else after
        if task.kind == "I" and _REGRETS.search(made.text) and (task.labels.get("p_complaint") or 1.0) < THRESHOLD:
            reason = reason or "is sorry for what nobody complains of"
        if task.kind == "R" and _stale(task, made.text, phrases):
            reason = reason or "keeps what fits under every reply"
        reason = reason or _effect(attempt, before, after) or _worse(task.kind, before, read)
        left = _unmended(attempt, before, sent)
        reason = reason or ("" if task.kind == "B" or not left else f"still reads as {left} when its slots are filled")
        name = f"p_{attempt.recipe.label}"
        verdicts.append(Verdict(reason, before.get(name), after.get(name), left))
    return verdicts


def _stale(task: Task, text: str, phrases: Phrases) -> bool:
    """Whether a rewrite of a reply keeps what our own pages call canned; among thanks it is manners."""
    kind = situations.situation("R", task.text, task.context, phrases) & {*situations.KIND, "grave"}
    return not kind and "stale" in phrases.roles(SLOT.sub(" ", text)) and "resolved" not in phrases.roles(task.text)


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
    if _LEADS.search(before) and _astray(after) > _astray(before):
        return "parts a link from the words that lead to it"
    return ""


def _astray(text: str) -> int:
    """How many "here" and "below" lead to no link."""
    return len(_POINTS.findall(text)) - len(_LEADS.findall(text))


def _effect(attempt: Attempt, before: dict[str, float | None], after: dict[str, float | None]) -> str:
    recipe = attempt.recipe
    if recipe.effect == "ask":
        return "" if attempt.made.slots else "asks nothing"
    value = after.get(f"p_{recipe.label}")
    if value is None:
        return f"{recipe.label} cannot be judged"
    return f"still reads as {recipe.label}" if value >= THRESHOLD else ""


def held(label: str, row: Mapping[str, Any]) -> bool:
    """Whether a label counts against a text; a fair hand-over is no deflection, and help no filler."""
    if label == "filler":
        return bool(row.get("filler")) and (row.get("p_useful") or 0.0) < THRESHOLD
    return (row.get(f"p_{label}") or 0.0) >= THRESHOLD and not (label == "deflect" and row.get("handoff"))


def _unmended(attempt: Attempt, before: Mapping[str, Any], sent: Mapping[str, Any]) -> str:
    """The first label that is still held against a rewrite once its slots are filled: of an answer whatever may be.

    A broadcast keeps most of its words, and a sentence more seldom turns its label: it is told, not refused.
    """
    task = attempt.task
    if task.kind == "I":
        found = [name for name in FAULTS["I"] if held(name, sent)]
    else:
        asked = [name for name, criterion in AGAINST.get(task.kind, {}).items() if criterion == task.criterion]
        found = [name for name in asked if held(name, before) and held(name, sent)]
    return found[0] if found else ""


def _worse(kind: str, before: dict[str, float | None], after: dict[str, float | None]) -> str:
    for name in FAULTS.get(kind, ()):
        old, new = before.get(f"p_{name}") or 0.0, after.get(f"p_{name}") or 0.0
        if kind == "I" and name == "deflect" and after.get("handoff"):
            continue  # a fair hand-over is no deflection
        if kind == "I":  # what came before is somebody else's text
            old = min(new, THRESHOLD - RISE)
        if new >= THRESHOLD > old or new > old + RISE:
            return f"{name} rises from {old:.2f} to {new:.2f}"
    return ""


def _asked(attempt: Attempt) -> list[tuple[str, str, str, str]]:
    """Kind, platform, context and text of what is read: the post, its rewrite, and that with its slots filled."""
    task, made = attempt.task, attempt.made
    kinds = {slot.text: slot.kind for slot in made.slots}
    texts = (task.text, SLOT.sub(MASKED, made.text), standins.filled(made.text, kinds))
    return [(task.kind if task.kind != "I" else "R", task.platform, task.context, text) for text in texts]


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
