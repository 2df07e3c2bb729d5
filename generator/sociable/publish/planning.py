"""Plan first, then push: the same for every place that pages go to.

A target says what stands at its addresses and writes single pages; what is
created, changed, left, kept or taken away is decided here, from what stands
there and from nothing else.  So a run that died half-way needs no repair: the
next one sees what is done and does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from sociable.publish import markers
from sociable.publish.pace import Conflict
from sociable.publish.target import WHOLE, Found, Outcome, Pages, Plan, Standing, Step, Target
from sociable.publish.wording import say

Progress = Callable[[str, int, int], None]
_REDIRECT = re.compile(r"\s*#(?:redirect|weiterleitung)\b", re.IGNORECASE)
_PAST = re.compile(r"(?:pictures/)?\d{4}[^/]*/")


def plan(target: Target, pages: Pages, standing: Standing, *, take_over: bool = False) -> Plan:
    """What publishing `pages` would do to what stands there; sends nothing."""
    words = say("why")
    steps = []
    for name, data in pages.items():
        if isinstance(data, bytes) or target.dialect == WHOLE:
            raw = data if isinstance(data, bytes) else data.encode()
            steps.append(_file(target, name, raw, standing, words, take_over=take_over))
        else:
            steps.append(_page(target.dialect, name, data, standing.pages.get(name), words, take_over=take_over))
    gone = [name for name in (*standing.pages, *standing.ours) if name not in pages and not _PAST.match(name)]
    for name in sorted(gone):
        left = _left(target.dialect, name, standing, words)
        steps += [left] if left else []
    return Plan(tuple(sorted(steps, key=_order)))


def _order(step: Step) -> tuple[int, bool, str]:
    """Pictures before the pages that show them, the contents after what they point to, deletions last."""
    stage = 3 if step.what == "deleted" else 0 if isinstance(step.data, bytes) else 1
    # a past quarter's index is the page that the others of the quarter stand below
    return stage, step.name in ("index", "index.html"), step.name.replace("/index", "/")


def _file(
    target: Target, name: str, data: bytes, standing: Standing, words: Mapping[str, str], *, take_over: bool
) -> Step:
    stands = standing.files.get(name)
    if stands is None:
        return Step("created", name, data=data)
    if stands == target.digest(data):
        return Step("unchanged", name, data=data)
    if stands in standing.ours.get(name, ()) or take_over:
        return Step("changed", name, data=data)
    return Step("kept", name, words["replaced" if name in standing.ours else "file"], data=data)


def _page(
    dialect: str, name: str, text: str, found: Found | None, words: Mapping[str, str], *, take_over: bool
) -> Step:
    """One page: new, ours and untouched, or one that a person's hand keeps."""
    if found is None or not found.text.strip():
        return Step("created", name, data=markers.put(dialect, name, text), base=found)
    parts = markers.take(dialect, found.text)
    why = ""
    if parts is None and _REDIRECT.match(found.text):  # whatever stands below it is never shown
        return Step("kept", name, words["redirect"], base=found)
    if parts is None:
        why = words["damaged" if markers.touched(dialect, found.text) else "foreign"]
    elif parts.page != name:
        why = words["moved"].format(page=parts.page)
    elif parts.edited(dialect):
        why = words["edited"]
    elif parts.digest == markers.digest(dialect, text):
        return Step("unchanged", name, base=found)
    if (why and not take_over) or found.locked:
        return Step("kept", name, why or found.locked, base=found)
    return Step("changed", name, why and words["taken"], markers.put(dialect, name, text, found.text), found)


def _left(dialect: str, name: str, standing: Standing, words: Mapping[str, str]) -> Step | None:
    """What becomes of a page or file that the playbook has no more; None when there is nothing left to do."""
    if name not in standing.pages:
        stands = standing.files.get(name)
        if stands is None:
            return None
        mine = stands in standing.ours[name]
        return Step("deleted", name, words["gone"]) if mine else Step("kept", name, words["replaced"])
    found = standing.pages[name]
    parts = markers.take(dialect, found.text)
    if parts is None or parts.page != name:
        return None  # moved here, or no more ours
    empty = emptied(dialect)
    if parts.edited(dialect) or found.locked:
        return Step("kept", name, found.locked or words["edited"], base=found)
    if parts.alone:
        return Step("deleted", name, words["gone"], data=markers.put(dialect, name, empty, found.text), base=found)
    if parts.digest == markers.digest(dialect, empty):
        return None
    return Step("changed", name, words["emptied"], markers.put(dialect, name, empty, found.text), found)


def emptied(dialect: str) -> str:
    """What stands between the markers of a page that the playbook has no more."""
    text = say("page")["gone"]
    return f"<p>{text}</p>" if dialect == "confluence" else text


def push(target: Target, made: Plan, progress: Progress | None = None) -> Outcome:
    """Carry out a plan; what a person changed meanwhile is kept and told.

    Raises InputError in one line when the place stops answering; what was
    written until then stands, and the next run does the rest.
    """
    done: dict[str, Step] = {}
    work = made.work
    if work:
        target.begin(made)
    for count, step in enumerate(work):
        if progress:
            progress(f"publishing to {target.name}", count, len(work))
        done[step.name] = _carry_out(target, step)
    target.finish()
    steps = tuple(done.get(step.name, step) for step in made.steps)
    return Outcome(target.name, steps, {step.name: target.address(step.name) for step in steps})


def _carry_out(target: Target, step: Step) -> Step:
    try:
        if step.what == "deleted":
            if target.remove(step.name, step.base):
                return step
            if step.base is None or not isinstance(step.data, str) or step.data == step.base.text:
                return replace(step, what="unchanged")
            target.write(step.name, step.data, step.base)
            return replace(step, what="changed")
        if isinstance(step.data, bytes):
            target.upload(step.name, step.data)
        else:
            target.write(step.name, step.data, step.base)
    except Conflict as conflict:
        return replace(step, what="kept", why=conflict.why)
    return step
