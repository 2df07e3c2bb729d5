"""Computes the geometry of the playbook's charts; templates only place it.

Positions across are per cents of the chart's width, so that one drawing
serves a phone and a wide page while its letters keep their size; positions
down are pixels.  Every chart carries a title, a sentence that says what it
shows, and the table behind it (SPEC 9).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sociable import tongue
from sociable.site import words
from sociable.site.parts import Cell, Mark, Table

Anchor = Literal["start", "middle", "end"]
EDGES = (0.0, 40.0, 60.0, 80.0, 100.0)
"""Where bands begin, and both ends (RUBRIC 0.4)."""
BANDS: tuple[Mark, ...] = ("poor", "fair", "good", "excellent")


def anywhere(band: str) -> bool:
    """Whether a band reaches from the lowest to the highest: a score beside it is a guess."""
    return band.lower().replace("–", " to ") == "poor to excellent"


def band(score: float) -> Mark:
    """The band of a score rounded to an integer (RUBRIC 0.4)."""
    whole = words.rounded(score)
    return "poor" if whole < 40 else "fair" if whole < 60 else "good" if whole < 80 else "excellent"


def mark(score: float | None, low: float | None, high: float | None) -> Mark:
    """The band of a score; none where it may as well be any: no colour is fair from Poor to Excellent."""
    if score is None or (low is not None and high is not None and (band(low), band(high)) == ("poor", "excellent")):
        return "none"
    return band(score)


def percent(value: float) -> str:
    """A position across, 0 to 100, as SVG wants it."""
    return f"{round(min(100.0, max(0.0, value)), 2):g}%"


def plain(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{round(value, 2):g}"


def anchored(value: float) -> Anchor:
    """Where a label hangs so that it stays inside the drawing."""
    return "start" if value < 8 else "end" if value > 92 else "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    """A score with its interval on a line from 0 to 100."""

    title: str
    desc: str
    mark: Mark
    dot: str
    left: str
    width: str
    hollow: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled position on an axis."""

    at: str
    label: str
    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True)
class Zone:
    """One band of the threshold strip."""

    mark: Mark
    left: str
    width: str
    middle: str
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Where the brand stands between the anchors; right is always better."""

    title: str
    desc: str
    zones: tuple[Zone, ...]
    ticks: tuple[Tick, ...]
    bar: Bar
    label: Tick
    table: Table


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar."""

    key: str
    label: str
    code: str  # a letter, so that colour never speaks alone; "" where it would not fit
    share: str
    left: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One stacked bar of shares that fill the whole."""

    title: str
    desc: str
    label: str
    total: str
    parts: tuple[Part, ...]


def bar(name: str, score: float, low: float | None, high: float | None, hollow: bool, band_word: str) -> Bar:
    """The interval bar of one score."""
    left, right = (score if low is None else low), (score if high is None else high)
    ends = {"low": words.score(left), "high": words.score(right)}
    likely = tongue.say(", likely between {low} and {high}", **ends) if right > left else ""
    said = tongue.say("{score} out of 100{likely}.", score=words.score(score), likely=likely)
    desc = f"{said} {band_word}{tongue.word(', provisional') if hollow else ''}."
    width = percent(max(0.0, right - left))
    return Bar(name, desc, mark(score, low, high), percent(score), percent(left), width, hollow)


def strip(
    name: str, verdict: str, at: tuple[float, float | None, float | None], hollow: bool, value: str,
    scale: tuple[Sequence[float], str, Sequence[str]], bands: Mapping[str, str],
) -> Strip:  # fmt: skip
    """The threshold strip: `at` is score, low and high; `value` labels the marker.

    `scale` holds the five anchors and their unit or, where there are none, the
    values of each band in words.
    """
    anchors, unit, told = scale
    zones = tuple(
        Zone(mark, percent(low), percent(high - low), percent((low + high) / 2), bands.get(mark, mark))
        for mark, low, high in zip(BANDS, EDGES, EDGES[1:], strict=False)
    )
    labels = [words.threshold(value, unit) for value in anchors] or ["" for _ in EDGES]
    ticks = tuple(Tick(percent(e), label, anchored(e)) for e, label in zip(EDGES, labels, strict=True))
    ranges = _ranges(anchors, unit) or [*told, *[words.DASH] * len(zones)]
    rows = tuple((Cell(zone.label, mark=zone.mark), Cell(said)) for zone, said in zip(zones, ranges, strict=False))
    title = tongue.say("{name}: where each band starts and ends", name=name)
    table = Table(title, (tongue.word("Band"), tongue.word("Measured value")), rows)
    desc = tongue.say("{value}, which is {verdict}.", value=value, verdict=verdict)
    score, low, high = at
    label = Tick(percent(score), value, anchored(score))
    return Strip(name, desc, zones, ticks, bar(name, score, low, high, hollow, verdict), label, table)


def _ranges(anchors: Sequence[float], unit: str) -> list[str]:
    """The values of each band in words; the outer two have no outer end, for what lies beyond counts as they do."""
    if len(anchors) != len(EDGES):
        return []
    ends = [words.bound(value, unit) for value in anchors]
    if anchors[0] < anchors[-1]:
        worst, best = tongue.say("under {n}", n=ends[1]), tongue.say("{n} or more", n=ends[3])
    else:
        worst, best = tongue.say("over {n}", n=ends[1]), tongue.say("{n} or less", n=ends[3])
    inner = [words.span(start, end) for start, end in itertools.pairwise(ends[1:4])]
    return [worst, *inner, best]


def stack(name: str, shares: Mapping[str, float], labels: Mapping[str, str], codes: Mapping[str, str]) -> Stack:
    """A stacked bar of counts by key; a code letter is shown where it fits."""
    total = sum(shares.values())
    parts, left = [], 0.0
    for key, units in shares.items():
        width = 100 * units / total if total else 0.0
        if width:
            parts.append(_part(key, labels.get(key, key), codes.get(key, "") if width >= 5 else "", left, width))
        left += width
    said = ", ".join(f"{part.label} {part.share}" for part in parts)
    return Stack(name, said or words.DASH, name, words.plural(total, "post"), tuple(parts))


def _part(key: str, label: str, code: str, left: float, width: float) -> Part:
    share = words.share(width / 100)
    return Part(key, label, code, share, percent(left), percent(width), percent(left + width / 2))
