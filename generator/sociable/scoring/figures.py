"""Further figures for single criteria, from columns of the same rows (RUBRIC 2, "Secondary")."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from sociable.model import Secondary
from sociable.scoring.measures import case_times
from sociable.scoring.remarks import lifted
from sociable.scoring.scene import Scene, within

DAY = 1440.0
GIVES_BEFORE, RUN_UP = 3, "14d"
FACES = {"person": 1.0, "logo-with-names": 0.7, "logo": 0.0}
BUSIEST, ENOUGH_DAYS = 0.9, 20
MOST = 0.8
"""Four in five: so many of the repeats are "most" of them."""
WEEK = pl.col("day").dt.truncate("1w")


def asks(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """Gives per ask, asks that follow three gives in 14 days, and the longest run of asks."""
    units = rows.filter(pl.col("give_ask_unit") & (pl.col("gives_and_asks") > 0)).sort("created_at", "uid")
    if not units.height:
        return []
    gives = pl.col("gives").cast(pl.Float64)
    asked = pl.col("gives_and_asks").cast(pl.Float64) - gives
    total, given = float(units.select(asked.sum()).item()), float(units.select(gives.sum()).item())
    # A unit that is both counts half on each side: the halves say how much, the labels say whether.
    both = {name: [pl.col(name)] if name in units.columns else [] for name in ("useful", "ask")}
    flagged = units.select(
        "created_at",
        gives=pl.max_horizontal(gives, *both["useful"]) >= 0.5, ask=pl.max_horizontal(asked, *both["ask"]) >= 0.5,
    )  # fmt: skip
    before = flagged.rolling("created_at", period=RUN_UP, closed="left").agg(pl.col("gives").sum().alias("run_up"))
    timed = flagged.with_columns(before["run_up"]).filter(pl.col("ask"))
    runs = flagged.select(only=pl.col("ask") & ~pl.col("gives"))["only"].to_numpy()
    found = [figure("gives_per_ask", given / total if total else None, "ratio", units.height)]
    if timed.height:
        prepared = timed.filter(pl.col("run_up") >= GIVES_BEFORE).height / timed.height
        found.append(figure("asks_after_gives", prepared, "share", timed.height))
    return [*found, figure("longest_ask_run", float(longest_run(runs)), "count", units.height)]


def templates(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """How often the most repeated template was posted, and how few templates make most of the repeats."""
    judged = rows.filter(pl.col("promo_or_own_link"))
    counts = judged.filter(pl.col("cluster").is_not_null()).group_by("cluster").len()
    found = [figure("largest_template", float(counts["len"].max() or 0), "count", judged.height)]  # type: ignore[arg-type]
    if "repeat" not in rows.columns:
        return found
    again = judged.filter(pl.col("repeat").cast(pl.Float64) > 0)
    names = [pl.col(name).cast(pl.Utf8) for name in ("cluster", "uid") if name in again.columns]
    each = again.group_by(pl.coalesce(names).alias("of")).len()
    sizes = each["len"].sort(descending=True)
    few = int((sizes.cum_sum() < MOST * again.height).sum()) + 1
    return [*found, figure("repeated_posts", float(few), "count", again.height)] if again.height else found


def replies(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """Distinct people replied to, the share of weeks with any reply, and messages received for each reply."""
    answered = rows.filter(pl.col("kind") == "R")
    weeks = max(1, round(view.days / 7))
    found = [figure("weeks_with_reply", min(1.0, answered.select(WEEK).n_unique() / weeks), "share", weeks)]
    if "recipient" in rows.columns:
        people = answered["recipient"].drop_nulls()
        found.append(figure("people_replied_to", float(people.n_unique()), "count", len(people)))
    inbound = within(view.columns.messages, view.start, view.end)
    if inbound.height and answered.height:
        mine = inbound.filter(pl.col("account").is_in(rows["account"].unique().to_list())).height
        found.append(figure("inbound_per_reply", mine / answered.height, "ratio", mine))
    return found


def replies_per_week(view: Scene, accounts: Sequence[str]) -> list[Secondary]:
    """The only thing that tells of care where no inbox was given: a proxy, never scored."""
    posts = view.frames["posts"]
    if not posts.height:
        return []
    count = posts.filter((pl.col("kind") == "R") & pl.col("account").is_in(list(accounts))).height
    return [figure("replies_per_week", 7 * count / view.days, "count", count)] if count else []


def lifting(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """Distinct outsiders that were passed on, and the share of all that stays inside (the corral index)."""
    known = lifted(rows)
    if not known.height:
        return []
    outside = known.filter(~pl.col("inside"))
    return [
        figure("distinct_outsiders", float(outside["amplified"].n_unique()), "count", known.height),
        figure("corral_index", 1 - outside.height / known.height, "share", known.height),
    ]


def faces(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """The profile face: a person 1, a logo with names 0.7, a logo 0; the mean of what brand.yaml states."""
    accounts = set(rows["account"].unique())
    known = [FACES[one.profile_face] for one in view.brand.accounts if one.key in accounts and one.profile_face]
    return [figure("profile_face", sum(known) / len(known), "ratio", len(known))] if known else []


def joins(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """The share of join-ins with substance, and of weeks with at least three such."""
    joined = rows.filter(pl.col("join"))
    if not joined.height:
        return []
    good = joined.filter(pl.col("substantive_join") >= 0.5)
    weeks = max(1, round(view.days / 7))
    steady = good.group_by(WEEK.alias("week")).len().filter(pl.col("len") >= 3).height
    quality = float(joined["substantive_join"].cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]
    return [
        figure("comment_quality", quality, "share", joined.height),
        figure("weeks_with_joins", min(1.0, steady / weeks), "share", weeks),
    ]


def load(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """How much less is answered on the busiest tenth of days, and at weekends, than else; and the hourly peak."""
    cases = view.frames["cases"]
    if cases.height:
        cases = cases.filter(pl.col("account").is_in(rows["account"].unique().to_list()))
    if not cases.height:
        return []
    daily = cases.group_by("day").len().sort("day")
    found = []
    if daily.height >= ENOUGH_DAYS:
        most = daily.sort(["len", "day"], descending=[True, False]).head(round((1 - BUSIEST) * daily.height))
        busy = most["day"].to_list()
        found.append(_gap("load_gap", cases, pl.col("day").is_in(busy)))
    found.append(_gap("weekend_gap", cases, pl.col("day").dt.weekday() > 5))
    hourly = cases.group_by(pl.col("opened_at").dt.truncate("1h")).len()["len"].to_numpy()
    peak = float(np.quantile(hourly, BUSIEST, method="higher"))
    return [*(one for one in found if one is not None), figure("cases_in_busy_hour", peak, "count", len(hourly))]


def _gap(name: str, cases: pl.DataFrame, strained: pl.Expr) -> Secondary | None:
    """F(24 h) in the calm part minus F(24 h) in the strained part."""
    calm, busy = (case_times(cases.filter(keep), "care_case") for keep in (~strained, strained))
    if not len(calm.minutes) or not len(busy.minutes):
        return None
    return figure(name, calm.curve.at(DAY) - busy.curve.at(DAY), "share", len(busy.minutes))


def regulars(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """Regulars, regulars per 1,000 followers, and the share of them that are insiders."""
    known = rows.filter(pl.col("partner") & (pl.col("regular") >= 0.5))
    found = [figure("regulars", float(known.height), "count", rows.height)]
    followers = _followers(view, rows["account"].unique().to_list())
    if followers:
        found.append(figure("regulars_per_1000_followers", 1000 * known.height / followers, "ratio", known.height))
    if known.height and "insider" in known.columns:
        inside = float(known["insider"].cast(pl.Float64).fill_null(0.0).mean() or 0.0)  # type: ignore[arg-type]
        found.append(figure("insider_regulars", inside, "share", known.height))
    return found


def _followers(view: Scene, accounts: list[str]) -> int:
    """The accounts' newest follower counts up to 45 days after the window, added up."""
    frame = view.columns.snapshots
    if not frame.height:
        return 0
    near = frame.filter(
        pl.col("account").is_in(accounts) & pl.col("followers").is_not_null()
        & (pl.col("at").dt.date() <= pl.lit(view.end).dt.offset_by("45d"))
    )  # fmt: skip
    return int(near.sort("at").group_by("account").agg(pl.col("followers").last())["followers"].sum())


def longest_run(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """The longest run of true values."""
    padded = np.concatenate([[0], flags.astype(int), [0]])
    edges = np.flatnonzero(np.diff(padded))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def figure(name: str, value: float | None, unit: str, n: int) -> Secondary:
    """A secondary figure, rounded; its label is worded in content by its id."""
    return Secondary(id=name, label="", value=None if value is None else round(value, 6), unit=unit, n=n)
