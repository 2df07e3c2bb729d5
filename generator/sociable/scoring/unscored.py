"""The five signals that are shown and never scored (RUBRIC 2.7).

Figures carry numbers; `columns` and the first cells of `rows` are codes that
content words.  S2 lists what the signal column `disparages` flags, each for a
person to read; without that column it is No data.
"""

from __future__ import annotations

import polars as pl

from sociable.config import Brand
from sociable.model import Period, Secondary
from sociable.report import SignalResult
from sociable.rubric import Rubric
from sociable.scoring import profile, scene
from sociable.scoring.figures import figure
from sociable.scoring.scene import Scene
from sociable.tables import Columns

LISTED = 10
"""So many posts a signal lists at most."""
ENOUGH = 5
"""A mix of purpose and platform with fewer posts has no median shown."""
FEWEST = 10
"""A share of fewer messages is none."""


def signals(columns: Columns, rubric: Rubric, brand: Brand, period: Period) -> tuple[SignalResult, ...]:
    """S1 to S5 over one period; titles come from the rubric."""
    view = scene.make(columns, rubric, brand, period, {})
    made = (_backlash(view), _gracious(view), _busy(view), _footing(view), profile.checked(view))
    titled = ((one, rubric.signals.get(one.id)) for one in made)
    return tuple(_titled(one, note.title if note else one.id) for one, note in titled)


def _titled(result: SignalResult, title: str) -> SignalResult:
    return SignalResult(
        id=result.id, title=title, status=result.status, figures=result.figures, columns=result.columns,
        rows=result.rows, posts=result.posts,
    )  # fmt: skip


def _backlash(view: Scene) -> SignalResult:
    """S1: complaints under posts that push or brag, beside those under other posts."""
    messages, posts = view.columns.messages, view.frames["posts"]
    if not messages.height or "p_complaint" not in messages.columns:
        return SignalResult(id="S1", title="", status="no_data")
    linked = _linked(scene.within(messages, view.start, view.end), posts)
    if not linked.height:
        return SignalResult(id="S1", title="", status="nothing_to_judge")
    figures = []
    for name, keep in (("complaints_under_push", pl.col("push")), ("complaints_under_other", ~pl.col("push"))):
        part = linked.filter(keep)
        share = part.filter(pl.col("complaint")).height / part.height if part.height >= FEWEST else None
        figures.append(figure(name, share, "share", part.height))
    worst = linked.group_by("post").agg(pl.col("complaint").sum().alias("count"), pl.len().alias("n"))
    worst = worst.filter(pl.col("count") > 0).sort(["count", "post"], descending=[True, False]).head(LISTED)
    rows = [[row[0], str(row[1]), str(row[2])] for row in worst.iter_rows()]
    return SignalResult(
        id="S1", title="", status="shown", figures=[*figures, *_ratioed(posts)],
        columns=["post", "complaints", "answers"], rows=rows, posts=worst["post"].to_list(),
    )  # fmt: skip


def _linked(inbound: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Inbound messages under the brand's broadcasts: post, push, complaint."""
    parents = [name for name in ("parent_uid", "target_post_uid") if name in inbound.columns]
    if not posts.height or not inbound.height or not parents:
        return pl.DataFrame()
    names = [name for name in ("promo", "brag") if name in posts.columns]
    push = pl.any_horizontal([pl.col(name) >= 0.5 for name in names] or [pl.lit(False)]).fill_null(False)
    own = posts.filter(pl.col("kind") == "B").select(pl.col("uid").alias("post"), push.alias("push"))
    if "direction" in inbound.columns:
        inbound = inbound.filter(pl.col("direction") == "in")
    asked = inbound.select(
        pl.coalesce([pl.col(name) for name in parents]).alias("post"),
        (pl.col("p_complaint") >= 0.5).fill_null(False).alias("complaint"),
    )  # fmt: skip
    return asked.join(own, on="post", how="inner")


def _ratioed(posts: pl.DataFrame) -> list[Secondary]:
    """Broadcasts that drew more replies than likes, of those whose export counts both."""
    if not {"replies", "likes"} <= set(posts.columns):
        return []
    known = posts.filter((pl.col("kind") == "B") & pl.col("replies").is_not_null() & pl.col("likes").is_not_null())
    many = known.filter((pl.col("replies") >= ENOUGH) & (pl.col("replies") > pl.col("likes"))).height
    return [figure("more_replies_than_likes", float(many), "count", known.height)] if known.height else []


def _gracious(view: Scene) -> SignalResult:
    """S2: posts that may speak ill of a person or a competitor."""
    posts = view.frames["posts"]
    if not posts.height or "disparages" not in posts.columns:
        return SignalResult(id="S2", title="", status="no_data")
    own = posts.filter(pl.col("disparages").is_not_null())
    if not own.height:
        return SignalResult(id="S2", title="", status="nothing_to_judge")
    found = own.filter(pl.col("disparages").cast(pl.Float64) >= 0.5).sort("day", "uid", descending=[True, False])
    count = figure("to_review", float(found.height), "count", own.height)
    return SignalResult(id="S2", title="", status="shown", figures=[count], posts=found["uid"].head(LISTED).to_list())


def _busy(view: Scene) -> SignalResult:
    """S3: how much is posted, and what earned answers by purpose and platform."""
    posts = view.frames["posts"]
    own = posts.filter(pl.col("kind") == "B") if posts.height else posts
    if not own.height:
        return SignalResult(id="S3", title="", status="nothing_to_judge")
    busiest = own.group_by("day").len()["len"].max()
    figures = [
        figure("posts_per_day", own.height / view.days, "ratio", own.height),
        figure("busiest_day", float(busiest or 0), "count", view.days),  # type: ignore[arg-type]
        *_interactions(own), *_effort(view, own.height),
    ]  # fmt: skip
    columns = ["platform", "purpose", "posts", "median_interactions"]
    return SignalResult(id="S3", title="", status="shown", figures=figures, columns=columns, rows=_earned(own))


def _interactions(own: pl.DataFrame) -> list[Secondary]:
    known = own.filter(pl.col("interactions").is_not_null()) if "interactions" in own.columns else own.clear()
    if not known.height:
        return []
    zero = known.filter(pl.col("interactions") == 0).height / known.height
    middle = float(known["interactions"].median() or 0.0)  # type: ignore[arg-type]
    return [
        figure("median_interactions", middle, "count", known.height),
        figure("posts_without_interaction", zero, "share", known.height),
    ]


def _effort(view: Scene, broadcasts: int) -> list[Secondary]:
    """Broadcasts for each regular that the window shows."""
    partners = view.frames["partners"]
    if not partners.height:
        return []
    regulars = partners.filter(pl.col("partner") & (pl.col("regular") >= 0.5)).height
    return [figure("broadcasts_per_regular", broadcasts / regulars, "ratio", regulars)] if regulars else []


def _earned(own: pl.DataFrame) -> list[list[str]]:
    """Median interactions by platform and purpose, where at least five posts were counted."""
    if not {"interactions", "purpose"} <= set(own.columns):
        return []
    known = own.filter(pl.col("interactions").is_not_null() & pl.col("purpose").is_not_null())
    table = known.group_by("platform", "purpose").agg(pl.len().alias("n"), pl.col("interactions").median().alias("m"))
    kept = table.filter(pl.col("n") >= ENOUGH).sort("platform", "purpose")
    return [[row[0], row[1], str(row[2]), f"{row[3]:g}"] for row in kept.iter_rows()]


def _footing(view: Scene) -> SignalResult:
    """S4: followers at the window's ends, by account."""
    frame = view.columns.snapshots
    known = frame.filter(pl.col("followers").is_not_null()) if frame.height else frame
    rows, totals, changes = [], [], []
    for account in view.brand.accounts if known.height else ():
        own = known.filter(pl.col("account") == account.key)
        before, now = _nearest(own, view.start), _nearest(own, view.end)
        if now is not None:
            totals.append(now)
            changes += [] if before is None else [now - before]
            rows.append([account.platform, account.key, "" if before is None else str(before), str(now)])
    if not rows:
        return SignalResult(id="S4", title="", status="no_data")
    figures = [figure("followers", float(sum(totals)), "count", len(totals))]
    if changes:
        figures.append(figure("followers_change", float(sum(changes)), "count", len(changes)))
    columns = ["platform", "account", "followers_start", "followers_end"]
    return SignalResult(id="S4", title="", status="shown", figures=figures, columns=columns, rows=rows)


def _nearest(own: pl.DataFrame, day: object) -> int | None:
    """The follower count of the snapshot nearest to a day, within 45 days."""
    distance = (pl.col("at").dt.date() - pl.lit(day)).dt.total_days().abs()
    near = own.filter(distance <= 45).sort(distance, "at")
    return int(near["followers"][0]) if near.height else None
