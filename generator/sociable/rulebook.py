"""What each criterion is judged by, in few words, and what of it changed between two reports (RUBRIC 4.4).

A rubric edit touches the criteria whose own settings it changes, and through
word lists and detectors all that rest on them.  The others compare on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from hashlib import sha256
from pathlib import Path

import msgspec

from sociable.criteria import Criterion, Measure
from sociable.model import Edit
from sociable.report import Report, Rules
from sociable.rubric import MEASURE_VERSION, Rubric, careful, deciding, models, network, words

SCALE = ("anchors", "expert")
"""The measure stays: an earlier value can be scored by today's scale without the exports."""
TOTAL = ("weight", "off")
"""These move the total, never the criterion."""


def record(rubric: Rubric, rests: Mapping[str, Iterable[str]], reader: str | None = None) -> Rules:
    """What a report keeps of its rubric; `rests` maps a signal to the detectors behind it, `reader` read the texts."""
    beside = _digest(deciding(careful() if reader == "careful" else network())).encode()  # every model rests on it
    return Rules(
        criteria={name: _settings(one, rests, rubric) for name, one in sorted(rubric.criteria.items())},
        words=_digests(words()),
        models={one.stem: _digest(deciding(one) + beside) for one in sorted(models())},
        shared={"code": MEASURE_VERSION, "cap": f"{rubric.cap_response_rate:g}"},
    )


def _settings(one: Criterion, rests: Mapping[str, Iterable[str]], rubric: Rubric) -> dict[str, str]:
    detectors = {label for name in one.measure.signals() for label in rests.get(name, ())}
    return {
        "measure": _measure(one.measure), "anchors": ", ".join(f"{value:g}" for value in one.anchors),
        "weight": f"{one.weight:g}", "direction": one.direction, "needs": ", ".join(sorted(one.needs)),
        "least": f"{one.min_n}, {one.full_n}, {one.min_events}", "lookback": f"{one.lookback_days}",
        "expert": f"{one.expert_shift:g}", "off": "yes" if one.id in rubric.off else "no",
        "detectors": " ".join(sorted(detectors)),
    }  # fmt: skip


def _measure(measure: Measure) -> str:
    """The settings of a measure that are not as usual: "share where=promo among=broadcast"."""
    usual = {one.name: one.default for one in fields(measure)}
    told = {key: value for key, value in asdict(measure).items() if key != "shape" and value != usual[key]}
    return " ".join([measure.shape, *(f"{key}={_plain(value)}" for key, value in told.items())])


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{key}={_plain(one)}" for key, one in value.items() if one is not None) + ")"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {one.stem: _digest(deciding(one)) for one in sorted(paths)}


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]


def filled(reports: Sequence[Report]) -> list[Report]:
    """The reports, those of older versions with the rules of another of the same fingerprint where there is one."""
    known = {one.rubric.get("fingerprint"): one.rules for one in reports if one.rules is not None}
    return [
        one if one.rules is not None else msgspec.structs.replace(one, rules=known.get(one.rubric.get("fingerprint")))
        for one in reports
    ]


def edits(before: Report, now: Report, name: str) -> list[Edit]:
    """What one criterion is judged by otherwise than before: its own settings, then what it shares with others."""
    if before.rubric.get("fingerprint") == now.rubric.get("fingerprint"):
        return []
    old, new = before.rules, now.rules
    if old is None or new is None:
        return [Edit(part="unknown", before=version(before), now=version(now))]
    one, other = old.criteria.get(name), new.criteria.get(name)
    if one is None or other is None:
        return []
    detectors = {*one.get("detectors", "").split(), *other.get("detectors", "").split()}
    shared = [edit for edit in _shared(old, new, detectors) if edit.part != "cap"]
    return [*(edit for edit in _own(one, other) if edit.part not in TOTAL), *shared]


def differences(before: Report, now: Report) -> dict[str, list[Edit]]:
    """Everything that the two rubrics do otherwise, by criterion; under "" what all share."""
    if before.rubric.get("fingerprint") == now.rubric.get("fingerprint"):
        return {}
    old, new = before.rules, now.rules
    if old is None or new is None:
        return {"": [Edit(part="unknown", before=version(before), now=version(now))]}
    found = {
        name: _own(old.criteria.get(name, {}), one) if name in old.criteria else [Edit(part="new")]
        for name, one in new.criteria.items()
    }
    found |= {name: [Edit(part="gone")] for name in old.criteria.keys() - new.criteria.keys()}
    found[""] = _shared(old, new, set(new.models) | set(old.models))
    return {name: rows for name, rows in sorted(found.items()) if rows}


def breaks(found: Iterable[Edit]) -> bool:
    """Whether an earlier value may no longer stand beside today's."""
    return any(one.part not in (*SCALE, *TOTAL) for one in found)


def mark(report: Report, name: str) -> str:
    """A digest of what a criterion is measured by: where it changes, a line of values breaks."""
    rules = report.rules
    if rules is None or name not in rules.criteria:
        return report.rubric.get("fingerprint", "")
    own = {key: value for key, value in rules.criteria[name].items() if key not in (*SCALE, *TOTAL)}
    detectors = own.get("detectors", "").split()
    behind = [rules.shared.get("code"), {key: rules.models.get(key) for key in detectors}, detectors and rules.words]
    return _digest(msgspec.json.encode((own, behind), order="sorted"))


def _own(old: Mapping[str, str], new: Mapping[str, str]) -> list[Edit]:
    keys = [key for key in new if key != "detectors" and old.get(key, new[key]) != new[key]]
    return [Edit(part=key, before=old[key], now=new[key]) for key in keys]


def _shared(old: Rules, new: Rules, detectors: set[str]) -> list[Edit]:
    """What changed of what criteria share, as far as it touches one that rests on these detectors.

    Every detector reads every word list, so that a list touches whatever reads texts at all.
    """
    found = [
        Edit(part=key, before=old.shared.get(key, ""), now=new.shared.get(key, ""))
        for key in ("code", "cap")
        if old.shared.get(key) != new.shared.get(key)
    ]
    learnt = [name for name in _changed(old.models, new.models) if name in detectors]
    lists = _changed(old.words, new.words) if detectors else []
    named = (("models", learnt), ("words", lists))
    return [*found, *(Edit(part=part, now=", ".join(names)) for part, names in named if names)]


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def version(report: Report) -> str:
    """The version of a report's rubric with the start of its fingerprint."""
    return f"{report.rubric.get('version', '?')} ({report.rubric.get('fingerprint', '')[:8]})"
