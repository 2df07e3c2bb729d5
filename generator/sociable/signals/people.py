"""Partners and regulars: people with whom there is a back-and-forth (RUBRIC relationship-depth)."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from sociable.model import Period
from sociable.signals.cases import human
from sociable.signals.contacts import hashed, heard, rows
from sociable.signals.scope import Scope

WITHIN = pl.duration(days=7)
"""One writes and the other answers within this time: an exchange."""
APART = 7
TRAILING = 180
SESSION = pl.duration(hours=24)
BAIT = 0.5
"""Who only enters contests is no partner: exchanges under such posts do not count."""


def partners(units: pl.DataFrame, messages: pl.DataFrame, tree: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """One row a person and period with an exchange in it, sorted by period and person.

    `partner` leaves out people who only had care cases; `regular` is 1 for
    exchanges on days at least seven apart within the trailing 180; `insider`
    marks affiliates and the brand's own accounts.
    """
    got = heard(messages)
    every = exchanges(got, human(rows(units, tree), got), tree)
    bait = units.filter((pl.col("kind") == "B") & (pl.col("bait_weight") >= BAIT))["thread"]
    every = every.filter(~pl.col("thread").is_in(bait.implode()).fill_null(False))
    frames = [_of(period, every) for period in scope.periods]
    found = pl.concat(frames) if frames else _of(Period(id="", start="1970-01-01", end="1970-01-01"), every)
    insiders = [name.split(".")[0] if "." in name else name for name in scope.affiliates] + list(scope.handles)
    mark = pl.col("person").str.extract(r":@(.+)$").is_in(insiders) | pl.col("person").is_in(_strong(scope, insiders))
    found = found.with_columns(insider=mark.fill_null(False).cast(pl.Float64))
    found = found.filter(~pl.col("person").is_in(scope.own_keys["key"].implode()))
    person = hashed(found["person"])
    return found.with_columns(person=person, cluster=person).sort("period", "account", "person")


def _strong(scope: Scope, insiders: list[str]) -> list[str]:
    names = scope.keys.filter(pl.col("weak").str.extract(r":@(.+)$").is_in(insiders))
    return names["key"].to_list()


def exchanges(got: pl.DataFrame, sent: pl.DataFrame, tree: pl.DataFrame) -> pl.DataFrame:
    """Every exchange at its second message: person, account, platform, at, day, thread, care, complaint.

    `care` and `complaint` belong to the whole conversation: messages less than a
    day apart, and the public thread.
    """
    theirs = got.join(tree.select("uid", "thread"), on="uid", how="left").select(
        "uid", "person", "account", "platform", "at", "day", out=pl.lit(False),
        thread=pl.when(pl.col("channel") != "dm").then("thread"),
        need=pl.col("need").fill_null(False), complaint=(pl.col("p_complaint") >= 0.5).fill_null(False),
    )  # fmt: skip
    ours = sent.select(
        "uid", "person", "account", "platform", "at", "day", out=pl.lit(True),
        thread=pl.when(pl.col("kind") != "D").then("thread"), need=pl.lit(False), complaint=pl.lit(False),
    )  # fmt: skip
    both = pl.concat([theirs, ours]).sort("person", "at", "out", "uid")
    same = pl.col("person") == pl.col("person").shift()
    gap = pl.col("at") - pl.col("at").shift()
    both = both.with_columns(session=(~same | (gap > SESSION)).fill_null(True).cast(pl.Int64).cum_sum())
    met = (same & (pl.col("out") != pl.col("out").shift()) & (gap <= WITHIN)).fill_null(False)
    both = both.with_columns(met=met, talk=pl.coalesce("thread", "uid"))
    both = both.with_columns(_talked(both, "need").alias("care"), _talked(both, "complaint").alias("angry"))
    return both.filter("met").select("person", "account", "platform", "at", "day", "thread", "care", complaint="angry")


def _talked(both: pl.DataFrame, of: str) -> pl.Series:
    """Which messages stand in a session, or with the same person in a thread, in which one says `of`."""
    told = both.filter(of)
    spots = told.select("person", "talk", there=pl.lit(True)).unique()  # a window over all would need twice the room
    there = both.select("person", "talk").join(spots, on=["person", "talk"], how="left", maintain_order="left")
    return there["there"].fill_null(False) | both["session"].is_in(told["session"].unique().implode())


def _of(period: Period, every: pl.DataFrame) -> pl.DataFrame:
    """The people of one period; complaints count for regulars only before a later exchange without one."""
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    back = every.filter(pl.col("day").is_between(end - timedelta(days=TRAILING - 1), end))
    calm = pl.col("at").filter(~pl.col("complaint")).max().over("person")
    kept = back.with_columns(calm=calm).filter(~pl.col("complaint") | (pl.col("at") < pl.col("calm")).fill_null(False))
    steady = kept.group_by("person").agg(apart=(pl.col("day").max() - pl.col("day").min()).dt.total_days())
    now = every.filter(pl.col("day").is_between(start, end)).sort("at")
    found = now.group_by("person", maintain_order=True).agg(
        pl.col("account").last(), pl.col("platform").last(), pl.col("day").last(), partner=(~pl.col("care")).any()
    )
    found = found.join(steady, on="person", how="left", maintain_order="left")
    return found.select(
        "account", "platform", "day", "person", "partner", period=pl.lit(period.id),
        regular=(pl.col("apart").fill_null(0) >= APART).cast(pl.Float64),
    )  # fmt: skip
