"""Whether the brand stays for the answers that its invitations earn (RUBRIC 2.2, inviting-posts; shown, not scored)."""

from __future__ import annotations

import polars as pl

from sociable.model import Secondary
from sociable.scoring.figures import figure
from sociable.scoring.scene import Scene

STAY = "72h"
ENOUGH = 3
"""Answering so many distinct people, or all where they are fewer, is staying."""


def follow_through(view: Scene, rows: pl.DataFrame) -> list[Secondary]:
    """The share of invitations with comments to which the brand replied; none where no inbox shows comments."""
    comments = _comments(view.columns.messages, rows)
    replies = view.columns.posts.filter(pl.col("kind") == "R") if comments.height else comments
    if not comments.height or "recipient" not in replies.columns:
        return []
    sent = replies.select("account", person="recipient", answered_at="created_at").drop_nulls().sort("answered_at")
    timed = comments.sort("at").join_asof(
        sent, left_on="at", right_on="answered_at", by=["account", "person"], strategy="forward", tolerance=STAY,
        check_sortedness=False,
    )  # fmt: skip
    people = timed.group_by("post", "person").agg(pl.col("answered_at").is_not_null().any().alias("answered"))
    posts = people.group_by("post").agg(pl.len().alias("people"), pl.col("answered").sum())
    stayed = posts.filter(pl.col("answered") >= pl.min_horizontal("people", pl.lit(ENOUGH))).height
    return [figure("follow_through", stayed / posts.height, "share", posts.height)]


def _comments(messages: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """First comments of each person under an invitation: account, post, person, at."""
    parents = [name for name in ("parent_uid", "target_post_uid") if name in messages.columns]
    if not messages.height or not parents or not {"person", "created_at"} <= set(messages.columns):
        return pl.DataFrame()
    invited = rows.filter((pl.col("kind") == "B") & (pl.col("invitation") >= 0.5)).select("account", post="uid")
    heard = messages.select("account", "person", at="created_at", post=pl.coalesce(parents)).drop_nulls()
    return heard.join(invited, on=["account", "post"], how="inner")
