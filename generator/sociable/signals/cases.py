"""Care cases: who needed an answer, and when a human gave one (RUBRIC 0.2, 2.3, 4.5)."""

from __future__ import annotations

import polars as pl

from sociable.signals import clocks, outcomes
from sociable.signals.contacts import hashed, heard, rows
from sociable.signals.cues import load
from sociable.signals.scope import Scope

HORIZON = 4320.0
"""Minutes after which a case without an answer counts as unanswered: 72 hours."""
ANEW = pl.duration(hours=24)
"""A need this long after the brand's last message opens a case of its own."""
BOT_SECONDS, BOT_COPIES = 20, 5
_COLUMNS = (
    "account", "platform", "day", "person", "cluster", "uid", "opened_at", "minutes", "event", "answered",
    "answer_uid", "minutes_last", "minutes_service", "minutes_service_last", "topic", "channel",
    "care_case", "answered_case", "judged_case", "case_solved", "outcome", "care_acts", "met",
)  # fmt: skip


def cases(units: pl.DataFrame, messages: pl.DataFrame, tree: pl.DataFrame, newest: pl.DataFrame, feeds: pl.DataFrame,
          scope: Scope) -> pl.DataFrame:  # fmt: skip
    """One row a case, in order of opening; `newest` is when each account last posted (account, created_at).

    `minutes` runs to the first human answer (`event` 1), else to the end of the
    archive, at most 4,320 (`event` 0); `minutes_last` starts at the last message
    of the run instead, and the `_service` clocks count staffed minutes only
    (null without service hours).  `met` says whether the brand wrote anything in the case's thread.
    """
    got = heard(messages)
    sent = human(rows(units, tree), got)
    events = _events(got, sent, tree)
    found = _opened(events)
    found = found.join(got.drop("at", "person"), on="uid", how="left", maintain_order="left")
    found = found.join(tree.select("uid", "thread"), on="uid", how="left", maintain_order="left")
    found = found.join(_ends(newest, messages, feeds), on="account", how="left", maintain_order="left")
    found = _timed(found, got, scope)
    found = outcomes.judged(found, sent, got)
    person = hashed(found["person"])
    complaint, question = (pl.col(f"p_{name}").fill_null(0.0) >= 0.5 for name in ("complaint", "question"))
    return found.with_columns(
        person=person,
        cluster=person,
        topic=pl.when(complaint)
        .then(pl.lit("complaint"))
        .when(question)
        .then(pl.lit("question"))
        .otherwise(pl.lit("other")),
        channel=pl.when(pl.col("channel") == "dm").then(pl.lit("dm")).otherwise(pl.lit("public")),
        care_case=pl.lit(True),
        met=pl.col("answered") | pl.col("thread").is_in(sent["thread"].drop_nulls().implode()).fill_null(False),
        answered_case=pl.col("answered"),
    ).select(_COLUMNS)


def human(sent: pl.DataFrame, got: pl.DataFrame) -> pl.DataFrame:
    """Messages to people that a machine did not send: no flag, no such wording, no template within seconds."""
    low = pl.col("text").fill_null("").str.to_lowercase().str.replace_all("’", "'")
    flagged = pl.col("automatic").fill_null(False) | low.str.contains(load()["automatic_replies"].pattern)
    heard_at = got.select("person", "at", asked="at").sort("at")
    timed = sent.select("uid", "person", "at", "cluster").join_asof(
        heard_at, on="at", by="person", strategy="backward", check_sortedness=False
    )
    gaps = (
        timed.filter(pl.col("cluster").is_not_null() & pl.col("asked").is_not_null())
        .group_by("cluster")
        .agg(pl.len(), (pl.col("at") - pl.col("asked")).median().alias("gap"))
    )
    bots = gaps.filter((pl.col("len") >= BOT_COPIES) & (pl.col("gap") < pl.duration(seconds=BOT_SECONDS)))
    precise = pl.col("time_precision") == "second"
    return sent.filter(~flagged & ~(pl.col("cluster").is_in(bots["cluster"].implode()) & precise).fill_null(False))


def _events(got: pl.DataFrame, sent: pl.DataFrame, tree: pl.DataFrame) -> pl.DataFrame:
    """Needs and brand messages of each person in order of time; `answers` marks those that can close a case.

    A message answers when it is private, when its thread is not known, or when
    the person wrote in its thread since the brand's last message there.
    """
    threads = tree.select("uid", "thread")
    theirs = got.join(threads, on="uid", how="left").select(
        "uid", "person", "at", "thread", "need", out=pl.lit(False), free=pl.lit(False)
    )
    known = pl.col("reply_to_uid").is_in(tree["uid"].implode()).fill_null(False)
    ours = sent.select(
        "uid", "person", "at", "thread", need=pl.lit(False), out=pl.lit(True),
        free=(pl.col("kind") == "D") | ~known,
    )  # fmt: skip
    both = pl.concat([theirs, ours]).sort("person", "thread", "at", "out", "uid")
    follows = (~pl.col("out").shift() & (pl.col("person") == pl.col("person").shift())
               & (pl.col("thread") == pl.col("thread").shift())).fill_null(False)  # fmt: skip
    both = both.with_columns(answers=pl.col("out") & (pl.col("free") | follows))
    return both.filter(pl.col("out") | pl.col("need").fill_null(False)).sort("person", "at", "out", "uid")


def _opened(events: pl.DataFrame) -> pl.DataFrame:
    """The opening need of each case with its answer, if any came: person, uid, opened_at, answered_at, answer_uid."""
    last = pl.when("out").then("at").forward_fill().over("person")
    events = events.with_columns(
        closed=pl.col("answers").cast(pl.Int64).cum_sum().over("person"),
        spoke=last,
        first=(pl.col("need") & ~pl.col("out")).cast(pl.Int64).cum_sum().over("person") == 1,
    )
    opens = ~pl.col("out") & (pl.col("first") | pl.col("spoke").is_null() | (pl.col("at") - pl.col("spoke") >= ANEW))
    opened = events.filter(opens).unique(["person", "closed"], keep="first", maintain_order=True)
    answers = events.filter("answers").select("person", "closed", answer_uid="uid", answered_at="at")
    answers = answers.with_columns(pl.col("closed") - 1).unique(["person", "closed"], keep="first", maintain_order=True)
    found = opened.select("person", "closed", "uid", opened_at="at")
    return found.join(answers, on=["person", "closed"], how="left").drop("closed").sort("opened_at", "uid")


def _ends(newest: pl.DataFrame, messages: pl.DataFrame, feeds: pl.DataFrame) -> pl.DataFrame:
    """Until when each account's archive can show an answer: account, end."""
    newest = pl.concat([newest, messages.select("account", "created_at")])
    ends = newest.group_by("account").agg(pl.max("created_at").alias("end"))
    shown = feeds.filter(pl.col("need").is_in(["replies_out", "inbound_linked"]) & pl.col("last").is_not_null())
    shown = shown.group_by("account", "need").agg(pl.max("last")).group_by("account").agg(pl.min("last"))
    limit = (pl.col("last") + pl.duration(days=1)).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return ends.join(shown, on="account", how="left").select("account", end=pl.min_horizontal("end", limit))


def _timed(found: pl.DataFrame, got: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Adds the clocks, and `event` and `answered` within the horizon."""
    stop = pl.coalesce("answered_at", "end")
    runs = got.select("person", "at", wrote="at").sort("at")
    found = (
        found.with_columns(stop=stop)
        .sort("stop")
        .join_asof(runs, left_on="stop", right_on="at", by="person", strategy="backward", check_sortedness=False)
    )
    found = found.with_columns(wrote=pl.max_horizontal("wrote", "opened_at")).sort("opened_at", "uid")
    gap = _minutes(pl.col("stop") - pl.col("opened_at"))
    event = pl.col("answered_at").is_not_null() & (gap <= HORIZON)
    found = found.with_columns(
        minutes=gap.clip(0.0, HORIZON),
        minutes_last=_minutes(pl.col("stop") - pl.col("wrote")).clip(0.0, HORIZON),
        event=event.cast(pl.Int64),
        answered=event,
        answer_uid=pl.when(event).then("answer_uid"),
    )
    if scope.brand.service_hours is None:
        return found.with_columns(
            minutes_service=pl.lit(None, pl.Float64), minutes_service_last=pl.lit(None, pl.Float64)
        )
    table = clocks.schedule(scope.brand.service_hours)
    local = found.select(scope.local(pl.col(name)) for name in ("opened_at", "wrote", "stop"))
    return found.with_columns(
        minutes_service=clocks.staffed(local["opened_at"], local["stop"], table).clip(0.0, HORIZON),
        minutes_service_last=clocks.staffed(local["wrote"], local["stop"], table).clip(0.0, HORIZON),
    )


def _minutes(span: pl.Expr) -> pl.Expr:
    return span.dt.total_seconds(fractional=True) / 60.0
