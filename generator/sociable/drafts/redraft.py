"""Chooses the rewrite of each draft, and lets an outside engine write only where somebody agreed to that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import shorten

import msgspec
import polars as pl

from sociable import advice, memory
from sociable.advice.entities import SLOT
from sociable.advice.fields import LEFT_ALONE, MADE_NONE
from sociable.config import Brand
from sociable.drafts.legible import QUOTED
from sociable.drafts.manuscript import Draft
from sociable.drafts.verdicts import Suggestion, Verdict
from sociable.errors import Fault, UsageError
from sociable.model import Rewrite
from sociable.rubric import Rubric

SURE = 0.5
TOLD, LONGEST_CUT = 3, 40
"""So many refusals are told of a draft, and so many characters of what a candidate left out."""
ANSWERED = "response-rate"
"""The criterion that asks for answers."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The wish for an outside engine: where it is, whether somebody says yes now, and who is shown what would leave."""

    settings: advice.Settings
    yes: bool
    show: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Drafts with their verdicts, and what it takes to rewrite them; with `criterion` all are rewritten for that."""

    drafts: Sequence[Draft]
    found: list[Verdict]
    criterion: str
    rules: Rubric
    words: Mapping[str, str]
    brand: Brand | None
    judge: Callable[[pl.DataFrame], pl.DataFrame]


def suggest(work: Work, engine: Engine | None = None) -> list[Verdict]:
    """The verdicts with the best rewrite of each draft; the outside engine of `engine` is asked first."""
    tasks = [
        advice.Task(str(index), draft.text, draft.platform, draft.kind, criterion, _beside(draft))
        for index, (draft, one) in enumerate(zip(work.drafts, work.found, strict=True))
        for criterion in _wanted(one, work)
    ]
    if not tasks:
        return work.found
    order = {one: work.rules.criteria[one].rewrite for one in sorted({task.criterion for task in tasks})}
    asking, outside = _outside(tasks, order, work, engine) if engine else ([], None)
    made = advice.rewrites(tasks, order, work.brand, asking, outside)
    if engine and outside:
        told = f"endpoint: {outside.calls} of {len(asking)} drafts sent to {engine.settings.host}"
        price = engine.settings.price
        cost = f", about {outside.tokens * price / 1_000_000:.4f} at {price:g} a million" if price else ""
        engine.show(f"{told}, {outside.tokens} tokens{cost}; the others were answered before, or not asked")
    best = _best(work, made.found)
    return [_with(one, index, work, best, made) for index, one in enumerate(work.found)]


def _beside(draft: Draft) -> str:
    """The message that a draft answers; a message is answered itself."""
    return draft.text if draft.kind == "I" else draft.context


def _wanted(found: Verdict, work: Work) -> list[str]:
    """The criteria to rewrite a draft for, the surest fault first."""
    if found.verdict == "empty":
        return []
    if found.kind == "I" and not found.judged and advice.waits(found.text):
        return [ANSWERED]
    return [work.criterion] if work.criterion else list(dict.fromkeys(f.criterion for f in found.flags if f.criterion))


def _outside(
    tasks: Sequence[advice.Task], order: Mapping[str, tuple[str, ...]], work: Work, engine: Engine
) -> tuple[list[advice.Asked], advice.Outside]:
    """What is sent and the engine in use; UsageError where nobody has agreed to it yet."""
    own = [task for task in reversed(tasks) if task.kind != "I"]  # nobody's message leaves for an answer
    first = {task.key: task for task in own}  # one question a draft: its surest fault
    faults = {name: work.rules.criteria[name].failing_title for name in order}
    asking = advice.leaving([first[key] for key in sorted(first, key=int)], order, faults, engine.settings, work.brand)
    url, model = engine.settings.url, engine.settings.model
    if not memory.agreed(url, model):
        engine.show(work.words["would_leave"].format(host=engine.settings.host, model=model))
        for one in asking:
            engine.show("\n".join(message["content"] for message in json.loads(one.sent)["messages"]) + "\n")
        if not engine.yes:
            raise UsageError(Fault("--engine endpoint", "nothing was sent", "read what would leave, and add --yes"))
        memory.agree(url, model)
    outside = advice.Outside(
        engine.settings, lambda sent: memory.answer(url, sent), lambda sent, text: memory.keep(url, sent, text)
    )
    return asking, outside


def _best(work: Work, found: Mapping[tuple[str, str], Rewrite]) -> dict[str, Suggestion]:
    """The rewrite of each draft that leaves least to hold against it, then the one with fewest slots."""
    made = [(at, one) for at, one in found.items() if quotes_stay(work.drafts[int(at[0])], one.after)]
    if not made:
        return {}
    drafts = [work.drafts[int(key)] for (key, _), _ in made]
    after = [advice.filled(one.after, one.slots) for _, one in made]
    batch = pl.DataFrame({
        "uid": [str(index) for index in range(len(made))], "text": after,
        "kind": ["R" if one.kind == "I" else one.kind for one in drafts],
        "platform": [one.platform for one in drafts], "context": [one.context for one in drafts],
    })  # fmt: skip
    ranked: dict[str, list[tuple[tuple[bool, int, int, int], Suggestion]]] = {}
    for ((key, criterion), one), row in zip(made, work.judge(batch).to_dicts(), strict=True):
        labels = list(dict.fromkeys(flag.label for flag in work.found[int(key)].flags))
        leaves = [name for name in labels if (row.get(f"p_{name}") or 0.0) >= SURE]
        made_by = Suggestion(
            text=one.after, criterion=criterion, recipe=one.recipe, why=one.why, slots=one.slots, engine=one.engine,
            leaves=leaves,
        )  # fmt: skip
        place = (one.engine == "embedded", len(leaves), len(one.slots), len(ranked.get(key, [])))
        ranked.setdefault(key, []).append((place, made_by))
    return {key: min(options, key=lambda option: option[0])[1] for key, options in ranked.items()}


def quotes_stay(draft: Draft, after: str) -> bool:
    """Whether a rewrite leaves word for word what a draft quotes; an answer need not repeat it."""
    if draft.kind == "I":
        return True
    quoted = [next(filter(None, parts)) for parts in QUOTED.findall(draft.text)]
    return all(one in after for one in quoted if len(one.split()) > 1)


def _with(found: Verdict, index: int, work: Work, best: Mapping[str, Suggestion], made: advice.Drafted) -> Verdict:
    drafted = best.get(str(index))
    wanted = _wanted(found, work)
    notes = list(found.notes)
    unused = next((made.notes[str(index), name] for name in wanted if (str(index), name) in made.notes), "")
    if unused:
        notes.append(work.words["answer_unused" if drafted else "answer_missing"].format(reason=unused))
    if wanted and drafted is None:
        refused = [one for one in made.refused if one.key == str(index)]
        left = next((one.reason for one in refused if not one.recipe), "")
        notes.append(work.words[LEFT_ALONE.get(left, "no_rewrite")])
        notes += [] if left else _refusals(found.text, refused, work.words)
    if drafted and drafted.leaves:
        name = "leaves_open" if drafted.slots else "leaves"
        notes.append(work.words[name].format(labels=", ".join(drafted.leaves)))
    return msgspec.structs.replace(found, rewrite=drafted, notes=notes)


def _refusals(text: str, refused: Sequence[advice.Refusal], words: Mapping[str, str]) -> list[str]:
    """Why there is no rewrite, a line a recipe: candidates that failed a check first, then recipes that made none."""
    tried = [one for one in refused if one.after] + [one for one in refused if one.reason in MADE_NONE]
    told: dict[str, str] = {}
    for one in tried:
        cut, put = _changed(text, one.after) if one.after else ("", "")
        form = "refused_cut" if cut else "refused_put" if put else "refused"
        told.setdefault(one.recipe, words[form].format(recipe=one.recipe, cut=cut, put=put, reason=one.reason))
    return list(told.values())[:TOLD] or [words["refused_none"]]


def _changed(before: str, after: str) -> tuple[str, str]:
    """The longest run of words that a candidate leaves out, shortened, and the slot that it leaves open."""
    old, new = before.split(), after.split()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [" ".join(old[a:b]) for what, a, b, _, _ in blocks if what == "delete"]
    slot = SLOT.search(after)
    return shorten(max(gone, key=len, default=""), LONGEST_CUT, placeholder=" …"), slot[0] if slot else ""
