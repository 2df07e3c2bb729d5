"""Units drawn at random for a person to read: what `sociable review` writes and reads back."""

from __future__ import annotations

import msgspec

from sociable.model import Period


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of the sample and what the detectors said of it; the text is masked, and not kept beside the sheet."""

    uid: str
    kind: str
    platform: str
    day: str
    labels: list[str]  # what a person is asked, "purpose" among them for broadcasts
    says: dict[str, float] = {}  # label -> probability, before any correction
    purpose: str = ""
    text: str = ""
    parent: str = ""  # what it answers, masked; only where inbound texts may be shown


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A whole sample, in the order in which it is read."""

    brand: str
    period: Period
    fingerprint: str  # of the rubric whose detectors spoke
    units: list[Drawn]
    population: dict[str, int] = {}  # kind -> units it was drawn from
