"""Figures shown beside a criterion and never scored: those it declares, and those its data invite.

Ids are worded in content; `text` holds a code where a figure has no number,
such as "not_reached".
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from sociable.criteria import Criterion
from sociable.model import Secondary
from sociable.scoring import clocks, figures, follow_up
from sociable.scoring.coverage import Footing, footing
from sociable.scoring.measures import quick
from sociable.scoring.scene import Scene

Extra = Callable[[Scene, pl.DataFrame], list[Secondary]]
EXTRAS: dict[str, tuple[Extra, frozenset[str]]] = {
    "give-ask": (figures.asks, frozenset({"give_ask_unit", "gives", "gives_and_asks"})),
    "repeat-content": (figures.templates, frozenset({"promo_or_own_link", "cluster"})),
    "two-way-share": (figures.replies, frozenset({"kind"})),
    "join-in": (figures.joins, frozenset({"join", "substantive_join"})),
    "personal-at-scale": (figures.load, frozenset({"account"})),
    "free-range": (figures.lifting, frozenset({"amplified", "inside"})),
    "named-humans": (figures.faces, frozenset({"account"})),
    "inviting-posts": (follow_up.follow_through, frozenset({"uid", "invitation", "kind"})),
    "relationship-depth": (figures.regulars, frozenset({"partner", "regular"})),
}
"""The further figures of a criterion, and the columns that they read."""


def secondary(view: Scene, criterion: Criterion, ground: Footing, rows: pl.DataFrame | None) -> list[Secondary]:
    """All figures beside one criterion, declared ones first."""
    found = [] if rows is None else _declared(view, criterion, ground)
    if criterion.id == "response-rate" and rows is None:
        found += figures.replies_per_week(view, ground.applicable)
    if criterion.measure.shape == "survival":
        found += clocks.clocks(*_answer_rows(view, criterion, ground, rows))
    found += _without_events(view, criterion, rows)
    extra, columns = EXTRAS.get(criterion.id, (None, frozenset()))
    if extra is not None and rows is not None and rows.height and columns <= set(rows.columns):
        found += extra(view, rows)
    return found


def _declared(view: Scene, criterion: Criterion, ground: Footing) -> list[Secondary]:
    found = []
    for one in criterion.secondary:
        rows = ground.rows(view.frames[one.measure.table], view.start)
        value, n, _ = quick(rows, one.measure)
        found.append(
            Secondary(id=one.id, label=one.label, value=None if value is None else round(value, 6), unit=one.unit, n=n)
        )
    return found


def _without_events(view: Scene, criterion: Criterion, rows: pl.DataFrame | None) -> list[Secondary]:
    """The value without the days of declared sales, launches and outages: a sensitivity line (RUBRIC 4.4)."""
    spans = [(one.start, one.end) for one in view.brand.events if one.kind != "crisis"]
    touched = [(start, end) for start, end in spans if start <= view.end and end >= view.start]
    if not touched or rows is None or not rows.height:
        return []
    if criterion.measure.among and criterion.measure.among not in rows.columns:
        return []  # a fallback counted other rows
    inside = pl.any_horizontal([pl.col("day").is_between(start, end) for start, end in touched])
    value, n, _ = quick(rows.filter(~inside), criterion.measure)
    return [figures.figure("without_events", value, criterion.unit, n)]


def _answer_rows(view: Scene, criterion: Criterion, ground: Footing,
                 rows: pl.DataFrame | None) -> tuple[pl.DataFrame, str, bool]:  # fmt: skip
    """The cases for the clocks, their population, and whether unanswered ones are among them.

    Where the inbox is incomplete the criterion is No data, but what it holds
    may still be shown under "of those answered".
    """
    if rows is not None:
        return rows, criterion.measure.among, True
    linked = footing(view, criterion, ("inbound_linked",))
    return linked.rows(view.frames["cases"], view.start), criterion.measure.among, False
