"""Makes rewrites of posts: take apart, cut, compose, and pass on only what was verified."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import polars as pl

from sociable import config
from sociable.advice import (
    abroad,
    additions,
    easing,
    edits,
    fields,
    joins,
    pieces,
    placing,
    replies,
    routes,
    situations,
    sorts,
    variants,
    verify,
)
from sociable.advice.entities import LOST, SLOT, fits, lost
from sociable.advice.marks import HASHTAG
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Composed, Recipe, compose, ordered
from sociable.advice.segment import Draft, parse
from sociable.advice.tasks import Attempt, Refusal, Task
from sociable.model import Rewrite, Slot

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""`signals.label` with the brand's terms: the same detectors that found the fault."""
TRIED = 4
"""Sentences of which one is added that are verified for each way to shorten a post."""
STYLE = frozenset({"hype", "loudness", "boast"})
"""Cuts of taste: where they make a post read worse to a detector, a recipe that asks does without them."""
_ADDED = re.compile(r"\{body\} (.+) \{link\}")
"""A template that adds something to the post, and what it adds."""
_HEADLINE = re.compile(r"(?:^|[.!?…\n]\s*)(?:How|Why)\b[^?]*?https?://")
"""A sentence that leads to its link by its words alone: nothing may come between."""
PLAINER = "{plainer}"
"""A template for the post itself, as an editor would put it with cuts alone."""
TURNED = frozenset({"stub_question", "rhetorical"})
"""Questions that a recipe with `rhetoric` words anew: any other post stands as it stood, with a sentence more."""
SAID = 3
"""Words fewer that make a rewrite: a post without its "Learn more" is none."""
STUB = 14
"""Words up to which a post may be left out for the sake of what is given instead."""
MUST_GO = frozenset({"feeling", "bare_feeling", "urgent", "mechanics", "plea", "bait_if", "mail_form", "hype_only"})
"""Roles of sentences that no recipe of asking may leave as they are."""


def rewrite_all(
    tasks: Sequence[Task], plan: dict[str, tuple[Recipe, ...]], phrases: Phrases, brand: config.Brand | None,
    judge: Judge, asked: Counter[str] | None = None,
) -> tuple[dict[tuple[str, str], Rewrite], list[Refusal]]:  # fmt: skip
    """The first candidate of each task that passes, by (key, criterion), and every refusal.

    Posts are labelled first, for what to add to them; then all candidates are
    in one batch, so that the cost is one pass however many recipes were tried.
    `asked` counts how often each slot was used: batches of one playbook share it.
    """
    refused: list[Refusal] = []
    tasks = verify.labelled(tasks, judge)
    attempts = [one for task in tasks for one in _attempts(task, plan, phrases, brand, refused)]
    verdicts = verify.check(attempts, phrases, brand, judge)
    passed: dict[tuple[str, str], list[tuple[Attempt, verify.Verdict]]] = {}
    for attempt, verdict in zip(attempts, verdicts, strict=True):
        at = (attempt.task.key, attempt.task.criterion)
        if verdict.reason:
            refused.append(Refusal(*at, attempt.recipe.id, verdict.reason, attempt.made.text))
        else:
            passed.setdefault(at, []).append((attempt, verdict))
    asked = Counter() if asked is None else asked
    added: dict[str, set[str]] = {}
    best = {at: variants.seldom(every, asked, added.setdefault(at[0], set())) for at, every in passed.items()}
    return {at: finished(variants.unlike(one, asked), verdict) for at, (one, verdict) in best.items()}, refused


def finished(attempt: Attempt, verdict: verify.Verdict, by: str = "embedded") -> Rewrite:
    """A candidate that passed, as it is shown; `by` names the engine that wrote it."""
    task, recipe = attempt.task, attempt.recipe
    why = [recipe.title, *([recipe.why] if recipe.why else [])]
    after, slots = replies.addressed(attempt.made.text, attempt.made.slots)
    return Rewrite(
        post=task.key, criterion=task.criterion, recipe=recipe.id, before=task.shown or task.text,
        after=after, why=why, slots=list(slots), effect=recipe.effect,
        p_before=_rounded(verdict.before), p_after=_rounded(verdict.after), engine=by,
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    """Four digits: the last bits of a sum depend on what else was in the batch."""
    return None if value is None else round(value, 4)


def _attempts(
    task: Task, plan: dict[str, tuple[Recipe, ...]], phrases: Phrases, brand: config.Brand | None,
    refused: list[Refusal],
) -> Iterator[Attempt]:  # fmt: skip
    if reason := fields.unfit(task.text, task.kind, phrases, task.labels.get("p_need")):
        refused.append(Refusal(task.key, task.criterion, "", reason))
        return
    if task.kind == "I" and abroad.waits(task.text):
        first = next((one for one in plan.get(task.criterion, ()) if "I" in one.kinds), None)
        made = abroad.drafts(task.text, task.key) if first else ()
        yield from (Attempt(task, first, one) for one in made if first and fits(one.text, task.platform))
        return
    whole = parse(task.text, phrases, reply=task.kind in ("R", "U", "D"))
    roles = whole.roles | phrases.roles(task.text) | {phrases.kind_of(task.text)}
    roles |= {*(["linked"] if whole.sources else []), *(["full"] if len(task.text.split()) > STUB else [])}
    roles |= situations.situation(task.kind, task.text, task.context, phrases, task.read)
    if task.talk:
        roles -= {"unclear"}
    if task.kind == "R" and not roles & {*situations.KIND, "grave"}:
        whole = routes.fresh(whole, phrases)
    for recipe in plan.get(task.criterion, ()):
        if reason := recipe.suits(task.kind, roles):
            refused.append(Refusal(task.key, task.criterion, recipe.id, reason))
            continue
        candidates = list(_candidates(task, recipe, whole, phrases, brand))
        short = [one for one in candidates if fits(one.made.text, task.platform, task.text)]
        if not short:
            asks = all("{frame}" in one for one in recipe.add)
            reason = f"is too long for {task.platform}" if candidates else fields.MADE_NONE[0 if asks else 1]
            long = candidates[0].made.text if candidates else ""
            refused.append(Refusal(task.key, task.criterion, recipe.id, reason, long))
        yield from short


def _candidates(
    task: Task, recipe: Recipe, whole: Draft, phrases: Phrases, brand: config.Brand | None
) -> Iterator[Attempt]:
    """One candidate a template, the one that the key picks first, shortened where the platform asks for it.

    A recipe that asks tries again without its cuts of taste, and, where there
    is nothing that it must cut, the post as it stands comes last: a cut that
    reads worse to a detector is no gain.
    """
    if task.kind == "I":  # nothing of somebody else's message is kept
        whole = Draft("", ())
    if PLAINER in recipe.add:
        after = easing.plainer(task.text, phrases)
        said, before = (pieces.plain(HASHTAG.sub(" ", one)) for one in (after, task.text))
        if after and lost(before, said) >= SAID:  # fewer hashtags alone are no rewrite
            yield Attempt(task, recipe, Composed(after, (), frozenset()))
        return
    same = replace(whole, untouched=True)
    framed = all("{frame}" in one for one in recipe.add)
    stands = framed or not recipe.cut or ("rhetoric" in recipe.cut and not whole.roles & TURNED)
    adds = task.kind == "B" and recipe.effect == "ask" and stands
    if adds and (whole.sources or not whole.roles & {*MUST_GO, "stock_call"}):
        yield from _placed(task, recipe, same, phrases, brand)
        if whole.sources or not placing.LOUD.search(task.text):
            return
    yield from _of_draft(task, recipe, edits.apply(whole, recipe.cut, phrases), phrases, brand)
    if adds or recipe.effect != "ask":
        return
    if STYLE & set(recipe.cut):
        light = tuple(one for one in recipe.cut if one not in STYLE)
        yield from _of_draft(task, recipe, edits.apply(whole, light, phrases), phrases, brand)
    if task.kind == "R" and (less := routes.trimmed(whole)) != whole:
        for one in _of_draft(task, recipe, edits.apply(less, recipe.cut, phrases), phrases, brand):
            yield replace(one, made=replace(one.made, rank=1))
    if task.kind in ("B", "R") and not whole.roles & MUST_GO and "hashtags" not in recipe.cut:
        yield from _of_draft(task, recipe, same, phrases, brand)


def _placed(
    task: Task, recipe: Recipe, draft: Draft, phrases: Phrases, brand: config.Brand | None
) -> Iterator[Attempt]:
    """The post with a sentence more, otherwise as it stands: readers miss more of what is cut than they gain."""
    filled = fields.fill(task.text, task.context, task.platform, task.key, draft, phrases, brand)
    if joined := joins.made(task.text, task.platform):
        yield Attempt(task, recipe, joined)
    lighter = (easing.plainer(task.text, phrases, pointing) for pointing in (True, False))
    plainer = [task.text if not one or _HEADLINE.search(one) else one for one in lighter]
    for text in dict.fromkeys((*plainer, task.text, easing.calmer(task.text))):
        for said in (match.group(1) for one in ordered(recipe, task.key) if (match := _ADDED.fullmatch(one))):
            for rank, frame in _frames(task) if "{frame}" in said else ((0, ""),):
                for asked in filter(None, (frame, sorts.brief(frame))) if frame else ("",):
                    made = compose(said, recipe, replace(filled, words={**filled.words, "frame": asked}), task.key)
                    if made and (after := easing.put(text, made.text, task.text, task.platform, phrases)):
                        yield Attempt(task, recipe, replace(made, text=after, rank=rank))
                        break


def _of_draft(
    task: Task, recipe: Recipe, draft: Draft, phrases: Phrases, brand: config.Brand | None
) -> Iterator[Attempt]:
    for template in ordered(recipe, task.key):
        made: list[Composed] = []
        for shorter in fields.shortened(draft) if recipe.effect == "ask" else (draft,):
            made = list(_made(template, task, recipe, shorter, phrases, brand))
            fitting = [one for one in made if fits(one.text, task.platform, task.text)]
            if fitting or not made:
                made = fitting[:TRIED]
                break
        yield from (Attempt(task, recipe, one) for one in made)


def _made(
    template: str, task: Task, recipe: Recipe, draft: Draft, phrases: Phrases, brand: config.Brand | None
) -> Iterator[Composed]:
    """The template filled; once for each sentence that may be added, where it adds one."""
    if not recipe.bare and not fields.readable(draft, stub=recipe.effect == "ask"):
        return
    filled = fields.fill(task.text, task.context, task.platform, task.key, draft, phrases, brand)
    if task.kind in ("I", "R"):
        filled = replies.answering(filled, task, phrases)
    for turn, (rank, frame) in enumerate(_frames(task) if "{frame}" in template else ((0, ""),)):
        said, form = replies.turned(filled.words, frame, turn), replies.unsigned(template, frame)
        made = compose(form, recipe, replace(filled, words=said), task.key)
        if made and (whole := _whole(replace(made, rank=rank), task, draft, recipe, phrases)):
            yield whole


def _frames(task: Task) -> list[tuple[int, str]]:
    """The sentences of which one is added: openings of an answer, or what an editor would add to a post.

    Each with its rank; a few of each, for all of them are verified.
    """
    if task.kind == "I":
        return replies.openings(task)
    return additions.fitting(task.text, task.key, task.labels)


def _whole(made: Composed, task: Task, draft: Draft, recipe: Recipe, phrases: Phrases) -> Composed | None:
    """The composed text with links, hashtags and signature; None where it says no more and no less than the post."""
    text = pieces.finish(made.text, draft, task.platform)
    if task.kind == "B" and made.frame and f" {made.frame}" in made.text:  # what closes a post stays its end
        bare = pieces.finish(made.text.replace(f" {made.frame}", "", 1), draft, task.platform)
        text = placing.put(bare, made.frame, phrases) or text
    if (
        task.kind == "B"
        and not recipe.bare
        and "mail-form" not in recipe.cut
        and lost(HASHTAG.sub(" ", task.text), text) > LOST
    ):
        return None
    put = (Slot(text=one, kind="day") for one in SLOT.findall(text) if one not in {slot.text for slot in made.slots})
    made = replace(made, text=text, slots=(*made.slots, *put))  # a cut may leave a slot where a fact is owed
    said, before = (sorted(pieces.plain(HASHTAG.sub(" ", one)).split()) for one in (made.text, task.text))
    return made if said != before else None  # moving a hashtag is no rewrite
