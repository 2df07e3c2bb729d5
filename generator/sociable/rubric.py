"""The rubric as one frozen value: read from content/, checked whole, and fingerprinted.

Two runs may be compared only when their fingerprints agree (RUBRIC 4.4): it
covers everything that moves a number and nothing that only words it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from sociable import content, library, resources
from sociable.criteria import Cap, Criterion, Measure, SecondaryMeasure, anchors, criterion
from sociable.library import Article, Claim, Input, Need, Note
from sociable.sheets import Sheet

__all__ = [
    "Article", "Cap", "Claim", "Criterion", "Dimension", "Input", "Measure", "Need", "Note", "Rubric",
    "SecondaryMeasure", "Switch", "load",
]  # fmt: skip

MEASURE_VERSION = "1"
"""Raised by hand whenever code changes what a measure counts."""
STORY = ("recipe", "measured")
"""Parts of a model that say how it came about and how good it is."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of criteria under the name that users see."""

    id: str
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Why a criterion is switched off, who says so, and until when."""

    reason: str
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Rubric:
    """Everything that scoring, advice and the pages need to know of the rubric."""

    version: str
    fingerprint: str
    criteria: dict[str, Criterion]
    dimensions: dict[str, Dimension]
    claims: dict[str, Claim]
    articles: dict[str, Article]
    signals: dict[str, Note]
    reconciliations: dict[str, Note]
    needs: dict[str, Need]
    inputs: dict[str, Input]
    cap_response_rate: float
    off: dict[str, Switch]


def load(known_signals: Collection[str], override: Path | None = None) -> Rubric:
    """The rubric of content/, changed by a client's rubric.yaml where `override` names one.

    `known_signals` are the names that measures may use (empty: unchecked).
    Raises ContentError with file and line for whatever is wrong.
    """
    general = content.sheet(resources.find("content/rubric/dimensions.yaml"))
    general.keys(("version", "cap_response_rate", "dimensions"), ("version", "dimensions"))
    dimensions = {one.id: one for one in map(_dimension, general.items("dimensions"))}
    articles, claims = library.articles_and_claims()
    recipes = _recipes()
    criteria = {}
    for path in resources.files("content/rubric", ".md"):
        found = criterion(content.document(path), known_signals, claims, recipes, dimensions)
        criteria[found.id] = found
    general.done()
    needs, inputs = library.needs_and_inputs(content.sheet(resources.find("content/rubric/needs.yaml")))
    order = list(dimensions)
    ranked = sorted(criteria.values(), key=lambda one: (order.index(one.dimension), -one.weight, one.id))
    rubric = Rubric(
        version=general.text("version"), fingerprint="", criteria={one.id: one for one in ranked},
        dimensions=dimensions, claims=claims, articles=articles,
        signals=library.notes("content/signals", claims, criteria),
        reconciliations=library.notes("content/reconciliations", claims, criteria),
        needs=needs, inputs=inputs, cap_response_rate=general.number("cap_response_rate", 79, high=100), off={},
    )  # fmt: skip
    notes = rubric.signals | rubric.reconciliations
    library.check_feeds(claims, {name: one.sources for name, one in (criteria | notes).items()})
    if override is not None:
        rubric = _overridden(rubric, content.sheet(override))
    rubric = replace(rubric, criteria=_of_a_hundred(rubric.criteria))
    return replace(rubric, fingerprint=_fingerprint(rubric))


def _dimension(sheet: Sheet) -> Dimension:
    sheet.keys(("id", "title", "question"), ("id", "title", "question"))
    return Dimension(sheet.text("id"), sheet.text("title"), sheet.text("question"))


def _recipes() -> list[str]:
    return [path.stem for path in resources.files("content/rewrites", ".md")]


def _of_a_hundred(criteria: dict[str, Criterion]) -> dict[str, Criterion]:
    """The same criteria with weights in proportion, 100 in all, so that one more is one more file."""
    total = sum(one.weight for one in criteria.values())
    if total in (0, 100):
        return criteria
    return {name: replace(one, weight=round(one.weight * 100 / total, 4)) for name, one in criteria.items()}


def _overridden(rubric: Rubric, sheet: Sheet) -> Rubric:
    """`rubric` with a client's weights, anchors and switches; every change is checked as ours are."""
    sheet.keys(("version", "cap_response_rate", "weights", "anchors", "off"))
    criteria = dict(rubric.criteria)
    weights, scales, off = sheet.part("weights"), sheet.part("anchors"), sheet.part("off")
    for part in (weights, scales, off):
        part.keys(criteria)
    for name in weights.values.keys() & criteria.keys():
        criteria[name] = replace(criteria[name], weight=weights.number(name, high=100))
    for name in scales.values.keys() & criteria.keys():
        criteria[name] = replace(criteria[name], anchors=anchors(scales, name, criteria[name].direction))
    switches = {name: _switch(off.part(name)) for name in sorted(off.values.keys() & criteria.keys())}
    cap = sheet.number("cap_response_rate", rubric.cap_response_rate, high=100)
    sheet.done()
    version = sheet.text("version", default=f"{rubric.version}+client")
    return replace(rubric, version=version, criteria=criteria, off=switches, cap_response_rate=cap)


def _switch(sheet: Sheet) -> Switch:
    """A criterion may be switched off only with a reason, a name and an end."""
    keys = ("reason", "name", "until")
    sheet.keys(keys, keys)
    for key in ("reason", "name"):
        if key in sheet.values and not sheet.text(key):
            sheet.fault(key, "is empty", f"say the {key}")
    until = sheet.get("until")
    if not isinstance(until, date):
        sheet.fault("until", f"must be a date, not {until!r}", "write until: 2026-12-31")
        until = date.min
    return Switch(sheet.text("reason"), sheet.text("name"), until)


def _fingerprint(rubric: Rubric) -> str:
    """SHA-256 over measures, scales, weights, word lists and models; prose is left out."""
    numbers = [
        {
            "id": one.id, "measure": asdict(one.measure), "anchors": one.anchors, "weight": one.weight,
            "direction": one.direction, "needs": sorted(one.needs), "least": (one.min_n, one.full_n, one.min_events),
            "lookback": one.lookback_days, "expert_shift": one.expert_shift, "off": one.id in rubric.off,
        }
        for one in sorted(rubric.criteria.values(), key=lambda one: one.id)
    ]  # fmt: skip
    digest = hashlib.sha256(msgspec.json.encode((MEASURE_VERSION, rubric.cap_response_rate, numbers), order="sorted"))
    for path in (*words(), *models(), network(), careful()):
        digest.update(path.name.encode() + b"\0" + deciding(path) + b"\0")
    return digest.hexdigest()


def read_by(rubric: Rubric, reader: str) -> str:
    """The fingerprint of a rubric whose texts one reader (careful, quick) labelled."""
    return hashlib.sha256(f"{rubric.fingerprint} {reader}".encode()).hexdigest()


def words() -> list[Path]:
    """The cue lists."""
    return resources.files("content/words", ".txt")


def models() -> list[Path]:
    """The learnt models, without what was measured of them."""
    return [one for one in resources.files("content/models", ".json") if not one.name.startswith("accuracy")]


def network() -> Path:
    """The network beside the models; ContentError when there is none."""
    return resources.find("content/models/network.msgpack")


def careful() -> Path:
    """The transformer beside the models; ContentError when there is none."""
    return resources.find("content/models/careful.onnx")


def deciding(path: Path) -> bytes:
    """What of a cue list or model moves a number: terms without reasons, weights without their story."""
    if path.suffix in (".msgpack", ".onnx"):
        return path.read_bytes()
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    if path.suffix == ".txt":
        bare = (re.split(rb"(?:^|\s)#(?:\s|$)", line, maxsplit=1)[0].strip() for line in raw.splitlines())
        return b"\n".join(line for line in bare if line)
    try:
        parts = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # whoever reads it for its weights says so
        return raw
    return b"\n".join(name.encode() + bytes(parts[name]) for name in sorted(parts) if name not in STORY)
