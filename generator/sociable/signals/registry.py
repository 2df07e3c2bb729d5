"""Every name that a criterion's measure may use, and what it rests on.

A population says which units are judged (True, False, or null where it cannot
be known); a value says how far a unit counts (0 to 1, a number for metrics).
`labels` names the detectors of SPEC 5 whose measured accuracy stands beside
the result; a signal without one is worked out from structure alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sociable.signals.labels import PURPOSES

Role = Literal["population", "value"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One column of `tables.Columns`: the frame it stands in, its role, its detectors."""

    name: str
    table: str  # posts | cases | contacts | partners
    role: Role
    labels: tuple[str, ...] = ()


def _posts(role: Role, **names: str) -> list[Signal]:
    return [Signal(name, "posts", role, tuple(labels.split())) for name, labels in names.items()]


_ALL = [
    *_posts(
        "population",
        broadcast="",
        broadcast_or_own_promo="promo",
        broadcast_or_reshare="",
        useful_unit="useful",
        promo_or_own_link="promo",
        published="",
        join="",
        join_base="",
        reply="",
        care_reply="",
        human_reply="",
        uninvited="",
        promo_unit="promo",
        plain_pool="",
        long_broadcast="",
        cold_dm="",
        give_ask_unit="",
    ),
    *_posts(
        "value",
        promo="promo",
        promo_weight="promo",
        useful="useful",
        filler="",
        specific="useful",
        self_only="self_only",
        ask="ask",
        gives="useful credit",
        gives_and_asks="useful credit ask",
        repeat="",
        reply_weight="",
        invitation="invitation",
        substantive_join="pitch",
        individual="",
        named="signed",
        brag="brag",
        bait_weight="bait",
        outward="credit",
        uninvited_pitch="pitch promo",
        pounce="",
        dm_pushed="promo ask",
        hard_sell="hard_sell",
        transplanted="",
        jargon="jargon",
        first_person="",
        person_words="",
    ),
    Signal("care_case", "cases", "population", ("need",)),
    Signal("answered_case", "cases", "population", ("need",)),
    Signal("judged_case", "cases", "population", ("helps", "deflect")),
    Signal("case_solved", "cases", "value", ("helps", "deflect")),
    Signal("care_acts", "cases", "value", ("apology", "helps")),
    Signal("first_contact", "contacts", "population"),
    Signal("contact_pitched", "contacts", "value", ("pitch", "promo", "ask")),
    Signal("partner", "partners", "population", ("need",)),
    Signal("regular", "partners", "value", ("complaint",)),
    Signal("insider", "partners", "value"),
]

SIGNALS: dict[str, Signal] = {signal.name: signal for signal in _ALL}
"""All signals by name; checked both ways against content/rubric."""

_PURPOSES = " ".join(f"purpose_{name}" for name in PURPOSES)
_BEHIND = {
    "useful_unit": "useful", "care_case": "need", "answered_case": "need", "first_contact": "need",
    "cold_dm": "need", "judged_case": "need helps deflect praise complaint", "partner": "need bait",
    "case_solved": "need helps deflect praise complaint", "care_acts": "need helps deflect apology",
    "contact_pitched": "pitch ask", "regular": "complaint", "promo_weight": _PURPOSES, "filler": _PURPOSES,
    "useful": "useful", "specific": "useful", "self_only": "self_only", "ask": "ask",
    "gives": "useful credit ask pitch helps", "gives_and_asks": "useful credit ask pitch helps",
    "invitation": "invitation", "substantive_join": "pitch helps", "named": "signed", "brag": "brag useful credit",
    "bait_weight": "bait", "outward": "credit self_only brag", "uninvited_pitch": "pitch", "dm_pushed": "ask pitch",
    "hard_sell": "hard_sell", "jargon": "jargon",
}  # fmt: skip
RESTS: dict[str, frozenset[str]] = {
    # a hand-typed mention with an offer is no reply (RUBRIC 0.1): who is judged at all rests on promo
    name: frozenset(("promo " + _BEHIND.get(name, "")).split())
    for name in SIGNALS
}
"""Every detector that can move a signal, directly or through what it is worked out from: files of content/models."""
