"""Drafts for messages that nobody answered: shown only where inbound texts may be (RUBRIC 0.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import polars as pl

from sociable import config, signals
from sociable.advice import engine, recipes, shortforms
from sociable.advice import phrases as words
from sociable.advice.choose import SHOWN
from sociable.advice.masking import Masker
from sociable.advice.tasks import Task
from sociable.model import Example, Rewrite
from sociable.report import CriterionResult, PostCard
from sociable.signals import Terms
from sociable.tables import Columns

CRITERION = "response-rate"
TELLING = 20
"""Answers of a brand from which on they tell how it speaks."""
TALK = 48
"""Hours around a message in which others of its writer belong to the same talk."""
LIMIT = 4320.0
"""Minutes after which a case counts as unanswered (72 hours)."""


def drafts(
    results: tuple[CriterionResult, ...], columns: Columns, brand: config.Brand, terms: Terms, masker: Masker,
    posts: dict[str, PostCard], rewrites: list[Rewrite], span: tuple[date | None, date | None],
) -> tuple[CriterionResult, ...]:  # fmt: skip
    """The results with unanswered messages and draft replies under response-rate; adds to `posts` and `rewrites`."""
    if not brand.privacy.show_inbound or "uid" not in columns.cases.columns:
        return results
    found = _unanswered(columns, brand, span)
    formal = _formal(columns)
    tasks = [
        Task(
            key=row["uid"],
            text=masker.text(row["text"], row["author"]),
            platform=row["platform"],
            kind="I",
            criterion=CRITERION,
            context=row["text"],
            talk=_beside(columns.messages, row),
            formal=formal,
        )
        for row in found
    ]
    known = recipes.load()
    plan = {CRITERION: tuple(one for one in known.values() if CRITERION in one.criteria)}
    made, _ = engine.rewrite_all(tasks, plan, words.load(), brand, lambda batch: signals.label(batch, terms))
    for row, task in zip(found, tasks, strict=True):
        posts[task.key] = PostCard(
            uid=task.key, platform=task.platform, account=row["account"], kind="I", date=str(row["day"]),
            text=task.text, labels={"need": round(row.get("p_need") or 0.0, 3)},
        )  # fmt: skip
    rewrites += [made[task.key, CRITERION] for task in tasks if (task.key, CRITERION) in made]
    return tuple(_with(one, tasks, rewrites) if one.id == CRITERION else one for one in results)


def _beside(messages: pl.DataFrame, row: dict[str, Any]) -> str:
    """What the writer of a message told the same account within two days of it: the rest of the same talk."""
    if not row["author"]:
        return ""
    near = (pl.col("created_at") - pl.lit(row["created_at"])).dt.total_hours().abs() <= TALK
    same = (pl.col("author") == row["author"]) & (pl.col("account") == row["account"]) & (pl.col("uid") != row["uid"])
    found = messages.filter(same & near & (pl.col("direction") == "in"))
    return " ".join(found["text"].drop_nulls().to_list())


def _formal(columns: Columns) -> bool:
    """Whether the brand's own answers shorten no words; no word on it from a few."""
    own = columns.posts.filter(pl.col("kind") == "R") if "kind" in columns.posts.columns else columns.posts.clear()
    texts = own["text"].drop_nulls().to_list() if own.height >= TELLING else []
    return bool(texts) and not shortforms.informal(texts)


def _with(result: CriterionResult, tasks: list[Task], rewrites: list[Rewrite]) -> CriterionResult:
    if result.status not in ("scored", "provisional", "too_few", "no_data"):
        return result
    shown = [Example(post=task.key, side="bad", why=["unanswered"]) for task in tasks]
    indexes = [index for index, one in enumerate(rewrites) if one.criterion == CRITERION]
    return msgspec.structs.replace(result, examples=[*result.examples, *shown], rewrites=indexes)


def _unanswered(columns: Columns, brand: config.Brand, span: tuple[date | None, date | None]) -> list[dict[str, Any]]:
    """Public messages that waited 72 hours or more, the surest need first, each from another person."""
    waited = columns.cases.filter(
        pl.col("care_case").fill_null(False) & ~pl.col("answered").fill_null(False) & (pl.col("minutes") >= LIMIT)
    )
    first, last = span
    if first is not None:
        waited = waited.filter(pl.col("day").is_between(pl.lit(first), pl.lit(last)))
    messages = columns.messages.filter(pl.col("text").is_not_null())
    if not brand.privacy.show_dms:
        messages = messages.filter(~pl.col("private").fill_null(False))
    joined = messages.join(waited.select("uid"), on="uid", how="semi")
    best = (
        joined.sort([pl.col("p_need").fill_null(0.0), "uid"], descending=[True, False])
        if "p_need" in joined.columns
        else joined
    )
    return best.unique("author", keep="first", maintain_order=True).head(SHOWN).to_dicts()
