"""What a reader should know beside a value: one code each, worded in content (RUBRIC 2, "Traps" and notes)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import polars as pl

from sociable.criteria import Criterion
from sociable.scoring.measures import HORIZON, Measured
from sociable.scoring.scene import Scene, within

FEW_INBOUND, FATIGUE, PEAK, LAST_DAYS = 10, 0.60, 3, 3
CORRAL, ENOUGH_LIFTED = 0.7, 10
Remark = Callable[[Scene, pl.DataFrame, Measured], list[str]]


def remarks(view: Scene, criterion: Criterion, rows: pl.DataFrame, found: Measured) -> list[str]:
    """The codes that apply to one measured criterion."""
    if not found.n or not rows.height:
        return []
    notes = REMARKS[criterion.id](view, rows, found) if criterion.id in REMARKS else []
    if paused(view, criterion, rows):
        notes.append("service_hours")
    return notes


def paused(view: Scene, criterion: Criterion, rows: pl.DataFrame) -> bool:
    """Whether response-time runs on service hours: only where they are configured and the profile states them."""
    hours = view.brand.service_hours
    if criterion.id != "response-time" or hours is None or not hours.published:
        return False
    return "minutes_service" in rows.columns and rows["minutes_service"].null_count() < rows.height


def lifted(rows: pl.DataFrame) -> pl.DataFrame:
    """Broadcasts and reshares that name whom they amplify, with `inside`; no rows where that is not known."""
    if not {"amplified", "inside", "broadcast_or_reshare"} <= set(rows.columns):
        return rows.clear()
    return rows.filter(pl.col("broadcast_or_reshare") & pl.col("amplified").is_not_null())


def _promo(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    notes = ["zero_promo"] if found.raw == 0 else []
    linkless = "links" in rows.columns and rows["links"].null_count() == rows.height
    return [*notes, "text_only"] if linkless else notes


def _two_way(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    """Only where an inbox was given: silence of the export is not silence of the people."""
    accounts = rows["account"].unique().to_list()
    if not any((account, "inbound_linked") in view.spans for account in accounts):
        return []
    inbound = within(view.columns.messages, view.start, view.end)
    count = inbound.filter(pl.col("account").is_in(accounts)).height if inbound.height else 0
    return ["few_inbound"] if count < FEW_INBOUND else []


def _inviting(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    return ["interview_fatigue"] if (found.value or 0.0) > FATIGUE else []


def _fit(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    return ["no_cross_posting"] if rows["platform"].n_unique() == 1 else []


def _corral(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    notes = [] if view.brand.about.affiliates else ["weak_affiliates"]
    known = lifted(rows)
    inside = known.filter(pl.col("inside")).height
    return [*notes, "corral"] if known.height >= ENOUGH_LIFTED and inside > CORRAL * known.height else notes


def _closed(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    if not {"place", "join"} <= set(rows.columns):
        return []
    return ["closed_join"] if rows.filter(pl.col("join") & (pl.col("place") == "closed")).height else []


def _peak(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    """More than three times the usual cases in the last three days: the archive may end in a crisis (RUBRIC 4.5)."""
    newest = rows.select(pl.col("day").max()).item()
    late = rows.filter(pl.col("day") > newest - timedelta(days=LAST_DAYS)).height
    days = max((newest - view.start).days + 1 - LAST_DAYS, 1)
    usual = (rows.height - late) / days * LAST_DAYS
    return ["inbound_peak"] if late > FEW_INBOUND and late > PEAK * usual else []


def _care(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    """A peak at the end, and inboxes of which nobody has said whether they hold what was not answered."""
    accounts = set(rows["account"].unique())
    unsure = [one.key for one in view.brand.accounts if one.key in accounts and one.inbox_complete == "unknown"]
    return [*_peak(view, rows, found), *(f"inbox_unknown@{key}" for key in sorted(unsure))]


def _answered(view: Scene, rows: pl.DataFrame, found: Measured) -> list[str]:
    """Also how many of those without an answer still had time for one when the files end."""
    short = (pl.col("event") == 0) & (pl.col("minutes") < HORIZON)
    count = rows.filter(short).height if {"event", "minutes"} <= set(rows.columns) else 0
    return [*_care(view, rows, found), *([f"still_open:{count}"] if count else [])]


REMARKS: dict[str, Remark] = {
    "promo-share": _promo,
    "two-way-share": _two_way,
    "inviting-posts": _inviting,
    "platform-fit": _fit,
    "free-range": _corral,
    "join-in": _closed,
    "response-rate": _answered,
    "response-time": _care,
}
