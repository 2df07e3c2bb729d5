"""Draws the charts as pictures that stand alone: SVG with its own colours and letters, or PNG made of it.

A wiki shows a picture on its own page, in search and in mail, so each brings
a light ground, the playbook's colours by value, a title and a description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment

from sociable import resources
from sociable.errors import Fault, UsageError
from sociable.site import colours, templating
from sociable.site.charts import Bar, Stack, Strip, plain
from sociable.site.charts_grid import Grid
from sociable.site.charts_time import Curve, Series
from sociable.site.escapes import clean

PLOT, MARGIN, TOP = 568, 16, 12  # pixels across for "100%", and what stands around it
SCALE = 2.0  # pixels of a PNG for one of its SVG: sharp on a phone
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b")
_PAIR = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of a ladder: how far down, the question's name, its score and bar."""

    y: str
    name: str
    score: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Ladder:
    """Several scores with their intervals, one under the other."""

    title: str
    desc: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Stacks:
    """Stacked bars under one another; each with how far down it starts."""

    title: str
    desc: str
    stacks: tuple[tuple[str, Stack], ...]


Chart = Ladder | Strip | Stacks | Curve | Series | Grid


def ladder(title: str, rows: Sequence[tuple[str, str, Bar]]) -> Ladder:
    """A ladder of (name, score, bar) under one scale."""
    rungs = tuple(Rung(plain(24 + 48 * i), name, score, bar) for i, (name, score, bar) in enumerate(rows))
    return Ladder(title, " ".join(f"{name}: {bar.desc}" for name, _, bar in rows), rungs)


def stacks(title: str, bars: Sequence[Stack]) -> Stacks:
    """Stacked bars as one picture."""
    placed = tuple((plain(72 * i), one) for i, one in enumerate(bars))
    return Stacks(title, " ".join(f"{one.label}: {one.desc}." for one in bars), placed)


def svg(chart: Chart, accent: str) -> str:
    """The chart as an SVG document; the same chart gives the same bytes."""
    name = type(chart).__name__.lower()
    width, height = size(chart)
    page = {"chart": chart, "title": chart.title, "desc": chart.desc, "colour": palette(accent)}
    both = {"width": plain(width), "height": plain(height)}
    drawn = environment().get_template(f"{name}.svg").render(page | both)
    return re.sub(r"\n\s*\n+", "\n", drawn).lstrip()


def size(chart: Chart) -> tuple[float, float]:
    """Width and height of a chart in pixels, its margins with it."""
    if isinstance(chart, Ladder):
        inside = 24 + 48.0 * len(chart.rungs)
    elif isinstance(chart, Stacks):
        inside = 72.0 * len(chart.stacks) - 8
    elif isinstance(chart, Grid):
        return float(chart.width) + 2 * MARGIN, float(chart.height) + 2 * TOP
    else:
        inside = 100.0 if isinstance(chart, Strip) else 242.0 if isinstance(chart, Curve) else float(chart.height)
    return PLOT + 2 * MARGIN, inside + 2 * TOP


def palette(accent: str) -> Mapping[str, str]:
    """The light scheme's colours by token: those of the style sheet and those of the client's accent."""
    return _palette(resources.read(resources.find("templates/html/style.css")), accent)


@lru_cache(maxsize=8)
def _palette(sheet: str, accent: str) -> Mapping[str, str]:
    return dict(_TOKEN.findall(sheet.partition("@media")[0])) | colours.tokens(accent)["light"]


def png(drawing: str) -> bytes:
    """An SVG of `svg` as a PNG, twice as large.

    Raises `UsageError` where the extra `wiki` is not installed, or the
    machine has no letters to draw with.
    """
    try:
        import resvg_py
    except ImportError as error:
        remedy = "pip install 'sociable[wiki]', or publish pictures as svg"
        raise UsageError(Fault("pictures", "PNG needs resvg-py, which is not installed", remedy)) from error
    if not _letters():
        remedy = "install a font such as fonts-dejavu-core, or publish pictures as svg"
        raise UsageError(Fault("pictures", "this machine has no font for the letters of a PNG", remedy))
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=int(SCALE)))


@lru_cache(maxsize=1)
def _letters() -> bool:
    """Whether the machine has a font that charts ask for: a letter then leaves more than an empty ground."""
    import resvg_py

    drawn = [
        bytes(resvg_py.svg_to_bytes(svg_string=_LETTER.replace("M", letter))) for letter in ("M", " ")
    ]  # fmt: skip
    return drawn[0] != drawn[1]


_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="15" '
    "font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">M</text></svg>"
)
"""In the families of templates/pictures/_frame.svg: what stands for others where none is named differs by machine."""


@templating.kept
def environment() -> Environment:
    """Jinja for pictures, with lengths in pixels."""
    made = templating.environment(("pictures",), _text)
    made.filters["px"] = lambda at: plain(float(at.rstrip("%")) * PLOT / 100)
    made.filters["scaled"] = _scaled
    return made


def _text(value: object) -> object:
    return clean(value) if type(value) is str else value


def _scaled(path: str, height: str) -> str:
    """A path of the unit square of 100 by 100 as pixels."""

    def pixel(found: re.Match[str]) -> str:
        return f"{plain(float(found[1]) * PLOT / 100)},{plain(float(found[2]) * float(height) / 100)}"

    return _PAIR.sub(pixel, path)
