"""Computes charts that run over time: the survival curve and series of scores.

Positions follow `charts`: per cents across, pixels down.  Paths live in a
square of 100 by 100 that is stretched over the plot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sociable import tongue
from sociable.site import words
from sociable.site.charts import BANDS, EDGES, Tick, anchored, percent, plain
from sociable.site.parts import Cell, Mark, Table

HORIZON = 4320.0  # minutes in which an answer counts (RUBRIC 4.5)
_TIMES = ((15, "15 min"), (60, "1 h"), (240, "4 h"), (1440, "24 h"), (4320, "72 h"))


@dataclass(frozen=True, slots=True)
class Curve:
    """Share answered by elapsed time, as steps with a band, and the one-hour line."""

    title: str
    desc: str
    line: str  # SVG path in the unit square
    band: str
    hour: str
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]  # `at` in pixels
    table: Table


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a series with its interval."""

    at: str
    y: str
    low: str
    high: str
    mark: Mark
    hollow: bool
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Level:
    """A band behind a series, in pixels."""

    mark: Mark
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Series:
    """Scores (0 to 100) over periods or weeks; gaps where nothing was scored."""

    title: str
    desc: str
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]  # paths in the unit square, broken where the measure changed
    breaks: tuple[Tick, ...]
    signs: tuple[Tick, ...]
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]  # `at` in pixels: the edges of the bands, and both ends
    levels: tuple[Level, ...]
    plot: str  # pixels between score 100 and score 0
    foot: str  # where the labels of the axis stand
    height: str
    table: Table


def elapsed(minutes: float) -> float:
    """Where a waiting time stands on the axis: 0 to 100, spread out around the first hour."""
    return 100 * math.log1p(min(minutes, HORIZON) / 15) / math.log1p(HORIZON / 15)


def curve(title: str, desc: str, points: Sequence[tuple[float, float, float, float]]) -> Curve:
    """The Kaplan-Meier curve through (minutes, share, low, high); it starts at nothing answered."""
    steps = [(0.0, 0.0, 0.0, 0.0), *sorted(points)]
    if steps[-1][0] < HORIZON:
        steps.append((HORIZON, *steps[-1][1:]))
    lower, upper = _steps(steps, 2), _steps(steps, 3)
    band = f"M{upper} L{' '.join(reversed(lower.split(' ')))} Z"
    across = tuple(Tick(percent(elapsed(m)), label, anchored(elapsed(m))) for m, label in _TIMES)
    down = tuple(Tick(plain(12 + 2.0 * (100 - at)), words.share(at / 100), "start") for at in (25, 50, 75, 100))
    rows = tuple(_curve_row(label, minutes, steps) for minutes, label in _TIMES)
    table = Table(title, tuple(map(tongue.word, ("Within", "Answered", "Likely between"))), rows)
    return Curve(title, desc, f"M{_steps(steps, 1)}", band, percent(elapsed(60)), across, down, table)


def _steps(points: Sequence[tuple[float, float, float, float]], column: int) -> str:
    found: list[str] = []
    height = 100.0
    for point in points:
        x = plain(elapsed(point[0]))
        found += [f"{x},{plain(height)}"] if found else []
        height = 100 * (1 - point[column])
        found.append(f"{x},{plain(height)}")
    return " ".join(found)


def _curve_row(label: str, minutes: float, steps: Sequence[tuple[float, float, float, float]]) -> tuple[Cell, ...]:
    _, share, low, high = [step for step in steps if step[0] <= minutes][-1]
    worded = words.measures(low, high, "share") if high > low else words.DASH
    return (Cell(label), Cell(words.share(share), number=True), Cell(worded, number=True))


@dataclass(frozen=True, slots=True)
class Point:
    """What a series is drawn from; `score` None leaves a gap, `fresh` starts a new line."""

    label: str
    score: float | None
    low: float | None
    high: float | None
    mark: Mark
    said: str
    hollow: bool = False
    fresh: bool = False
    note: str = ""
    signs: tuple[tuple[str, str], ...] = ()  # what happened then: a sign and its words
    likely: str = ""  # the interval of the value in words; else that of the score stands in the table


def series(
    title: str, points: Sequence[Point], head: tuple[str, str, str], every: int = 1, plot: int = 84,
    edges: Sequence[str] = (),
) -> Series:  # fmt: skip
    """Scores over time with intervals; a line joins neighbours measured the same way.

    `edges` are the values at the scores 0, 40, 60, 80 and 100 in words, where the axis is to tell them.
    """
    slots = [100 * (i + 0.5) / max(1, len(points)) for i in range(len(points))]
    dots = tuple(_dot(at, point, plot) for at, point in zip(slots, points, strict=True) if point.score is not None)
    named = list(zip(slots, points, strict=True))[(len(points) - 1) % every :: every]  # the newest always has its name
    across = tuple(Tick(percent(at), p.label, anchored(at)) for at, p in named)
    breaks = tuple(Tick(percent(at - 50 / len(points)), p.note) for at, p in zip(slots, points, strict=True) if p.fresh)
    shown = [p for p in points if p.score is not None]
    desc = "; ".join(f"{p.label}: {p.said}" for p in (shown[0], shown[-1])) if len(shown) > 1 else ""
    signs = tuple(Tick(percent(at), sign) for at, p in zip(slots, points, strict=True) if (sign := _once(p.signs)))
    told = ["; ".join((p.said, *(text for _, text in p.signs))) for p in points]
    rows = tuple(
        (Cell(p.label), Cell(said), Cell(p.likely or words.scores(p.low, p.high), number=True))
        for p, said in zip(points, told, strict=True)
    )
    lines = tuple(_runs(slots, points))
    named_edges = edges or tuple(words.count(edge) for edge in EDGES)
    down = tuple(Tick(plain(_down(at, plot)), name, "end") for at, name in zip(EDGES, named_edges, strict=True))
    levels = tuple(
        Level(mark, plain(_down(high, plot)), plain(_down(low, plot) - _down(high, plot)))
        for mark, low, high in zip(BANDS, EDGES, EDGES[1:], strict=False)
    )
    return Series(
        title, desc or (shown[0].said if shown else words.DASH), dots, lines, breaks, signs, across, down, levels,
        plain(plot),
        plain(plot + 26), plain(plot + 32), Table(title, head, rows),
    )  # fmt: skip


def _once(signs: tuple[tuple[str, str], ...]) -> str:
    """The signs of one point side by side, each once."""
    return "".join(dict.fromkeys(sign for sign, _ in signs))


def _down(score: float, plot: int) -> float:
    return 8 + plot * (1 - score / 100)


def _dot(at: float, point: Point, plot: int) -> Dot:
    score = point.score or 0.0
    low, high = (score if end is None else end for end in (point.low, point.high))
    y, bottom, top = (plain(_down(value, plot)) for value in (score, low, high))
    return Dot(percent(at), y, bottom, top, point.mark, point.hollow, point.label, words.score(score))


def _runs(slots: Sequence[float], points: Sequence[Point]) -> list[str]:
    runs: list[list[str]] = [[]]
    for at, point in zip(slots, points, strict=True):
        if point.score is None or point.fresh:
            runs.append([])
        if point.score is not None:
            runs[-1].append(f"{plain(at)},{plain(100 - point.score)}")
    return [f"M{' '.join(run)}" for run in runs if len(run) > 1]
