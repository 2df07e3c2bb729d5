"""An outside engine for rewrites: masks, asks, lifts the masks, verifies; the embedded engine stands by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sociable import config, content, resources
from sociable.advice import endpoint, engine, fields, pieces, verify
from sociable.advice.endpoint import Settings, Unusable
from sociable.advice.entities import LIMITS, SLOT
from sociable.advice.marks import LINK
from sociable.advice.phrases import Phrases
from sociable.advice.recipes import Composed, Recipe
from sociable.advice.segment import parse
from sociable.advice.tasks import Attempt, Task
from sociable.advice.veil import Veil, Veiled
from sociable.model import Rewrite, Slot

FILE = "content/rewrites/endpoint.yaml"
PATIENCE = 2
"""After this many failures of the endpoint itself in a row, it is not asked again."""
LONGER = 1.6
"""An answer may be this much longer than the draft, in words: an edit, not an essay."""
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words of content/ that an outside engine is asked with, and the claims that it may not bring in."""

    system: str
    user: str
    claims: frozenset[str]


@dataclass(slots=True)
class Outside:
    """One outside engine in use; counts what it cost.

    `known` and `keep` are a cache of answers by what was asked, so that the
    same drafts cost nothing a second time.
    """

    settings: Settings
    known: Callable[[bytes], str | None] = lambda _: None
    keep: Callable[[bytes, str], None] = lambda _, __: None
    calls: int = 0
    tokens: int = 0
    failures: int = 0
    last: str = ""

    def ask(self, sent: bytes) -> str:
        """The answer to `sent`, from the cache where it has one; Unusable when there is none."""
        if (found := self.known(sent)) is not None:
            return found
        if self.failures >= PATIENCE:
            raise Unusable(self.last, lost=True)
        self.calls += 1
        try:
            answer = endpoint.ask(self.settings, sent)
        except Unusable as error:
            self.failures = self.failures + 1 if error.lost else 0
            self.last = error.reason
            raise
        self.failures = 0
        self.tokens += answer.tokens
        self.keep(sent, answer.text)
        return answer.text


@dataclass(frozen=True, slots=True)
class Asked:
    """A task with the text that leaves for it."""

    task: Task
    veiled: Veiled
    sent: bytes


@dataclass(slots=True)
class Written:
    """What an outside engine wrote and passed, and why it has nothing for the other tasks."""

    found: dict[tuple[str, str], Rewrite] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)


def load() -> Prompt:
    """The prompt of the content folder in use."""
    sheet = content.sheet(resources.find(FILE))
    sheet.keys(("system", "user", "claims"), ("system", "user", "claims"))
    found = Prompt(sheet.text("system"), sheet.text("user"), frozenset(sheet.words("claims")))
    sheet.done()
    return found


def asked(
    tasks: Sequence[Task], plan: Mapping[str, tuple[Recipe, ...]], faults: Mapping[str, str],
    wanted: Settings, brand: config.Brand | None,
) -> list[Asked]:  # fmt: skip
    """Exactly what would leave the machine for each task that a recipe fits; `faults` words each criterion."""
    prompt, veil = load(), Veil(brand)
    found = []
    for task in tasks:
        recipes = [one for one in plan.get(task.criterion, ()) if task.kind in one.kinds]
        if not recipes or not task.text.strip():
            continue
        veiled = veil.over(task.text)
        values = {
            "platform": task.platform, "limit": str(LIMITS.get(task.platform, LIMITS["other"])),
            "fault": faults.get(task.criterion, task.criterion), "advice": recipes[0].title,
            "context": veil.over(task.context, veiled).text if task.context else _NONE, "text": veiled.text,
        }  # fmt: skip
        user = re.sub(r"\{(\w+)\}", lambda match, told=values: told.get(match.group(1), match.group()), prompt.user)  # type: ignore[misc]
        found.append(Asked(task, veiled, endpoint.body(wanted, prompt.system, user)))
    return found


def write(
    asking: Sequence[Asked], plan: Mapping[str, tuple[Recipe, ...]], phrases: Phrases, brand: config.Brand | None,
    judge: engine.Judge, outside: Outside,
) -> Written:  # fmt: skip
    """Verified rewrites by (key, criterion); a note for every task whose answer could not be used."""
    claims = load().claims
    written = Written()
    attempts: list[Attempt] = []
    for one in asking:
        at = (one.task.key, one.task.criterion)
        if reason := fields.unfit(one.task.text, one.task.kind, phrases):
            written.notes[at] = f"the draft {reason}"
            continue
        try:
            answer = one.veiled.lifted(outside.ask(one.sent))
        except Unusable as error:
            written.notes[at] = error.reason
            continue
        if reason := _beyond(one.task.text, answer, claims):
            written.notes[at] = f"its answer {reason}"
            continue
        attempts += _attempts(one.task, answer, plan[one.task.criterion], phrases)
    _sift(attempts, verify.check(attempts, phrases, brand, judge), written)
    return written


def _sift(attempts: Sequence[Attempt], verdicts: Sequence[verify.Verdict], written: Written) -> None:
    for attempt, verdict in zip(attempts, verdicts, strict=True):
        at = (attempt.task.key, attempt.task.criterion)
        reason = "is not in a language we can judge" if verdict.after is None else verdict.reason
        if reason:
            written.notes.setdefault(at, f"its answer {reason}")
        elif at not in written.found:
            written.found[at] = engine.finished(attempt, verdict, "endpoint")
    for at in written.found:
        written.notes.pop(at, None)


def _attempts(task: Task, answer: str, recipes: Sequence[Recipe], phrases: Phrases) -> Iterator[Attempt]:
    """The answer as the work of each recipe that fits the post; without a slot it must cut what was wrong."""
    roles = parse(task.text, phrases, reply=task.kind in ("R", "U", "D")).roles | phrases.roles(task.text)
    slots = tuple(Slot(text=match.group(), kind="fact") for match in SLOT.finditer(answer))
    made = Composed(answer, slots, frozenset())
    fitting = [one for one in recipes if not one.suits(task.kind, roles)]
    for recipe in fitting or [one for one in recipes if task.kind in one.kinds]:
        cuts = recipe.effect == "cut" or not slots
        if not cuts or recipe.label in verify.FAULTS.get(task.kind, ()):
            yield Attempt(task, replace(recipe, effect="cut" if cuts else "ask"), made)


def _beyond(before: str, after: str, claims: frozenset[str]) -> str:
    """What a free hand may do wrong and a recipe cannot: claims, essays, lost links, the same text again."""
    told = SLOT.sub(" ", after)
    if pieces.plain(told) == pieces.plain(before):
        return "changes nothing"
    if len(told.split()) > max(LONGER * len(before.split()), len(before.split()) + 12):
        return "is much longer than the draft"
    said = set(re.findall(r"[^\W_]+", before.casefold()))
    if new := sorted(claims & set(re.findall(r"[^\W_]+", told.casefold())) - said):
        return f"claims what the draft does not: {', '.join(new[:3])}"
    kept = LINK.findall(before) + re.findall(r"\d+(?:[.,]\d+)?\s?%", before)
    if gone := [one for one in kept if one not in after]:
        return f"loses {gone[0]}"
    return ""
