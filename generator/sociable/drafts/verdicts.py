"""What `sociable lint` and `sociable rewrite` say of a draft, as JSON has it too."""

from __future__ import annotations

import msgspec

from sociable.model import Slot


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words that decided: offsets into the text, and where that is in the file."""

    start: int
    end: int
    line: int
    column: int
    text: str


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is held against a draft."""

    label: str
    criterion: str  # empty where no criterion asks about it
    p: float
    reason: str
    claims: list[str]
    marks: list[Mark]


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A verified rewrite, and what would still be held against it with its slots filled."""

    text: str
    criterion: str
    recipe: str
    why: list[str]
    slots: list[Slot]
    engine: str
    leaves: list[str]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Everything there is to say of one draft; `verdict` is ok, flagged, unjudged or empty."""

    id: str
    line: int
    column: int
    platform: str
    kind: str
    text: str
    verdict: str
    flags: list[Flag] = []
    rewrite: Suggestion | None = None
    judged: bool = True  # false where no detector knows the language, whatever else is flagged
    notes: list[str] = []
