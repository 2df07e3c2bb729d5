"""What is wrong with drafts whatever they say: too long, slots left open, said twice, made for another channel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from sociable import advice, signals
from sociable.drafts.manuscript import Draft
from sociable.drafts.verdicts import Flag, Mark
from sociable.rubric import Rubric

TOO_LONG, OPEN_SLOT, REPEATED, TRANSPLANTED = "too_long", "open_slot", "repeated", "transplanted"
MECHANICAL = (TOO_LONG, OPEN_SLOT, REPEATED, TRANSPLANTED)
"""Flags that no detector raises: they hold in every language."""
FIT = "platform-fit"
"""The criterion that asks whether a post is written for the place it appears in."""
LEAST = 3
"""Words of a text that can be said twice; less is a courtesy."""
_SIGNS = ("mailed", "stuffed", "elsewhere")
_HIDDEN = re.compile(r"@\w")


def flags(drafts: Sequence[Draft], words: Mapping[str, str], rules: Rubric) -> list[list[Flag]]:
    """The mechanical flags of each draft, in their order; a message to the brand has none."""
    ours = [one for one in drafts if one.kind != "I"]
    twice = _repeats(ours)
    misfits = _misfits(ours)
    return [
        [] if one.kind == "I" else [*_form(one, words), *_twice(one, twice.get(id(one)), words, rules),
                                    *_signs(one, misfits.get(id(one), ()), words, rules)]
        for one in drafts
    ]  # fmt: skip


def mark(draft: Draft, span: tuple[int, int]) -> Mark:
    """Where some words of a draft stand in its file."""
    start, end = span
    line, column = draft.place(start)
    return Mark(start=start, end=end, line=line, column=column, text=draft.text[start:end])


def _form(draft: Draft, words: Mapping[str, str]) -> list[Flag]:
    found: list[Flag] = []
    if (over := -advice.remaining(draft.text, draft.platform)) > 0:
        found.append(_flag(TOO_LONG, words["too_long"].format(platform=draft.platform, count=over)))
    if slots := advice.open_slots(draft.text):
        found.append(_flag(OPEN_SLOT, words["open_slot"], marks=[mark(draft, span) for span in slots]))
    return found


def _repeats(drafts: Sequence[Draft]) -> dict[int, Draft]:
    """The first draft with the same words, by the identity of each later one."""
    first: dict[tuple[str, str], Draft] = {}
    found: dict[int, Draft] = {}
    for one in drafts:
        said = _folded(one.text)
        if len(said.split()) >= LEAST and (before := first.setdefault((one.kind, said), one)) is not one:
            found[id(one)] = before
    return found


def _folded(text: str) -> str:
    """The words alone, without whom they speak to and the marks that a link is tracked by."""
    bare = re.sub(r"^(?:@\w+\s+)+", "", re.sub(r"\?\S*=\S*", "", text.casefold()).strip())
    return " ".join(re.findall(r"\w+", bare))


def _twice(draft: Draft, before: Draft | None, words: Mapping[str, str], rules: Rubric) -> list[Flag]:
    if before is None:
        return []
    if draft.kind == "B" and before.platform != draft.platform:
        said = words["crossposted"].format(line=before.line, platform=before.platform)
        return [_flag(TRANSPLANTED, said, rules)]
    return [_flag(REPEATED, words["repeated"].format(line=before.line))]


def _misfits(drafts: Sequence[Draft]) -> dict[int, tuple[str, ...]]:
    """Signs of another channel in broadcasts, by the identity of each."""
    posts = [one for one in drafts if one.kind == "B"]
    if not posts:
        return {}
    rows = [(str(at), "B", one.text, one.platform) for at, one in enumerate(posts)]
    told = signals.misfits(pl.DataFrame(rows, schema=["uid", "kind", "text", "platform"], orient="row")).to_dicts()
    found = {}
    for one, row in zip(posts, told, strict=True):
        hidden = one.platform == "x" and _HIDDEN.match(one.text)
        found[id(one)] = (*(name for name in _SIGNS if row[name]), *(["hidden"] if hidden else []))
    return found


def _signs(draft: Draft, signs: Sequence[str], words: Mapping[str, str], rules: Rubric) -> list[Flag]:
    if not signs:
        return []
    most = signals.HASHTAGS.get(draft.platform, 0)
    said = " ".join(words[one].format(platform=draft.platform, most=most) for one in signs)
    return [_flag(TRANSPLANTED, said, rules)]


def _flag(label: str, said: str, rules: Rubric | None = None, marks: Sequence[Mark] = ()) -> Flag:
    rule = rules.criteria.get(FIT) if rules else None
    claims = list(rule.sources) if rule else []
    return Flag(label=label, criterion=FIT if rule else "", p=1.0, reason=said, claims=claims, marks=list(marks))
