"""Makes rewrites of posts: take apart, cut, compose, and pass on only what was verified."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from sociable import config
from sociable.advice import edits, verify
from sociable.advice.entities import SLOT, TAGS
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Composed, Recipe, compose, pick
from sociable.advice.segment import Draft, Sentence, parse
from sociable.model import Rewrite

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""`signals.label` with the brand's terms: the same detectors that found the fault."""


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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a recipe gave nothing for a post."""

    key: str
    criterion: str
    recipe: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One composed candidate, before it is verified."""

    task: Task
    recipe: Recipe
    made: Composed


def rewrite_all(
    tasks: Sequence[Task],
    plan: dict[str, tuple[Recipe, ...]],
    phrases: Phrases,
    brand: config.Brand | None,
    judge: Judge,
) -> tuple[dict[tuple[str, str], Rewrite], list[Refusal]]:
    """The first candidate of each task that passes, by (key, criterion), and every refusal.

    All candidates are labelled in one batch, so that the cost is one pass of
    the detectors however many recipes were tried.
    """
    refused: list[Refusal] = []
    attempts = [one for task in tasks for one in _attempts(task, plan, phrases, brand, refused)]
    verdicts = verify.check(attempts, phrases, brand, judge)
    found: dict[tuple[str, str], Rewrite] = {}
    for attempt, verdict in zip(attempts, verdicts, strict=True):
        at = (attempt.task.key, attempt.task.criterion)
        if verdict.reason:
            refused.append(Refusal(*at, attempt.recipe.id, verdict.reason))
        elif at not in found:
            found[at] = _rewrite(attempt, verdict)
    return found, refused


def _rewrite(attempt: Attempt, verdict: verify.Verdict) -> Rewrite:
    task, recipe = attempt.task, attempt.recipe
    why = [recipe.title, *([recipe.why] if recipe.why else [])]
    return Rewrite(
        post=task.key, criterion=task.criterion, recipe=recipe.id, before=task.shown or task.text,
        after=attempt.made.text, why=why, slots=list(attempt.made.slots), effect=recipe.effect,
        p_before=verdict.before, p_after=verdict.after,
    )  # fmt: skip


def _attempts(
    task: Task,
    plan: dict[str, tuple[Recipe, ...]],
    phrases: Phrases,
    brand: config.Brand | None,
    refused: list[Refusal],
) -> Iterator[Attempt]:
    if SLOT.search(task.text):
        refused.append(Refusal(task.key, task.criterion, "", "has open slots already"))
        return
    whole = parse(task.text, phrases, reply=task.kind in ("R", "U", "D"))
    for recipe in plan.get(task.criterion, ()):
        if reason := recipe.suits(task.kind, whole.roles):
            refused.append(Refusal(task.key, task.criterion, recipe.id, reason))
            continue
        candidates = list(_candidates(task, recipe, whole, phrases, brand))
        if not candidates:
            refused.append(Refusal(task.key, task.criterion, recipe.id, "nothing left to work with"))
        yield from candidates


def _candidates(
    task: Task, recipe: Recipe, whole: Draft, phrases: Phrases, brand: config.Brand | None
) -> Iterator[Attempt]:
    """One candidate a template, the one that the key picks first."""
    draft = edits.apply(whole, recipe.cut, phrases)
    if not readable(draft, recipe):
        return
    fields = _fields(task, recipe, draft, phrases, brand)
    first = recipe.add.index(pick(recipe.add, task.key, recipe.id))
    for template in recipe.add[first:] + recipe.add[:first]:
        made = compose(template, recipe, fields, task.key)
        if made is not None and _plain(made.text) != _plain(task.text):
            yield Attempt(task, recipe, replace(made, text=finish(made.text, draft, task)))


def readable(draft: Draft, recipe: Recipe) -> bool:
    """Whether what is left of a post stands on its own."""
    if recipe.bare:
        return True
    texts = [re.sub(r"[\ue000-\uf8ff]", "", one.text) for one in draft.sentences]
    return sum(len(one.split()) for one in texts) >= 3


def finish(text: str, draft: Draft, task: Task) -> str:
    """The text with its links back, its few hashtags, and the address and signature it had."""
    tags = [one for one in draft.tags if one.casefold() not in text.casefold()]
    text = " ".join([text, *tags[: TAGS.get(task.platform, 3)]])
    if draft.address and not text.startswith(draft.address.strip()):
        text = f"{draft.address.strip()} {text}"
    if draft.sign and not text.endswith(draft.sign):
        text = f"{text} {draft.sign}"
    return " ".join(draft.restored(text).split(" "))


def _fields(task: Task, recipe: Recipe, draft: Draft, phrases: Phrases, brand: config.Brand | None) -> dict[str, str]:
    topic = phrases.topic(task.text)
    texts = [_ended(one) for one in draft.sentences]
    link = _link(draft, task, phrases)
    asked = any("asks_reader" in one.roles or "question" in one.roles for one in draft.sentences)
    return {
        "address": draft.address.strip(),
        "body": " ".join(texts),
        "first": texts[0] if texts else "",
        "rest": " ".join(texts[1:]),
        "link": link,
        "question": "" if asked else pick(topic.questions, task.key, "question"),
        "sign": draft.sign,
        "topic": topic_phrase(task.text, draft, phrases, brand),
        "noun": topic.noun,
        "brand": brand.about.name if brand else "",
        "prize": prize(task.text),
        "case": phrases.case(task.context) if task.context else "",
        "sorry": "Sorry" if "sorry" in parse(task.text, phrases).roles else "",
    }


def _ended(sentence: Sentence) -> str:
    """A sentence with an end to it: its own mark, its emoji, its link, or a full stop."""
    text = sentence.text.rstrip(" -–—>→➡")
    if not re.search(r"[.!?…:;,\ue000-\uf8ff][\"”’')\]]*$", text):
        text += "" if sentence.emoji else "."
    return f"{text} {sentence.emoji}" if sentence.emoji else re.sub(r"[,;:]$", ".", text)


def _link(draft: Draft, task: Task, phrases: Phrases) -> str:
    """The links that stand alone, introduced by what waits behind them."""
    inside = "".join(one.links for one in draft.sentences)
    links = [one for one in dict.fromkeys(draft.tail) if one not in inside]
    if not links:
        return ""
    leads = phrases.lead(task.text)
    lead = pick(leads, task.key, "lead") if leads else ""
    return f"{lead} {' '.join(links)}".strip()


_PRIZE = re.compile(
    r"\b(?:win(?:ning)?|giving away|give ?away)\s+((?:an?|one|some|the|our|your|this|these|\d+|[$£€₹₦]\s?\d[\d,.]*)\s"
    r"(?:(?!and\b|to\b|by\b|from\b|when\b|if\b|for\b|during\b|as\b|with\b|in\b|every\b|on\b)[\w#$£€₹'’&%+-]+(?:[,.]\d+)?\s?){1,6})",
    re.IGNORECASE,
)


def prize(text: str) -> str:
    """What can be won, in the post's own words; empty when it does not say."""
    match = _PRIZE.search(text)
    return " ".join(match.group(1).split()) if match else ""


def topic_phrase(text: str, draft: Draft, phrases: Phrases, brand: config.Brand | None) -> str:
    """What the post is about, for the inside of a slot: a product, a title, a name, or a plain noun."""
    lower = text.casefold()
    for product in brand.about.products if brand else ():
        if product.casefold() in lower:
            return product
    if match := re.search(r"[\"“]([^\"”]{4,40})[\"”]", text):
        return f"“{match.group(1)}”"
    own = set(brand.about.name.split()) if brand else set()
    plain = " ".join(re.sub(r"[@#][\w.-]+|[\ue000-\uf8ff]|https?://\S+", "|", one.text) for one in draft.sentences)
    names = re.findall(
        r"(?<=[a-z,] )(?:[A-Z][\w’'&-]+)(?: (?:[A-Z0-9][\w’'&-]*|of|de|the)(?= [A-Z0-9]| ?[A-Z0-9])?)*", plain
    )
    good = [one for one in names if len(one.split()) <= 4 and not one.isupper() and one not in own]
    return max(good, key=len) if good and len(max(good, key=len)) > 4 else phrases.topic(text).noun


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
