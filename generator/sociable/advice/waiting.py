"""What the response desk works from: who still waits, and how the brand's answers are signed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from sociable import config
from sociable.advice.choose import Curation
from sociable.advice.inbox import CRITERION, LIMIT
from sociable.advice.masking import Masker
from sociable.report import CriterionResult, Waiting
from sociable.tables import Columns, alias

SHOWN_STATUS = ("scored", "provisional", "too_few")
TOLD = ("uid", "text", "author", "p_need", "time_precision")
MOST = 1000
"""So many requests are listed at most, the newest."""
SEEN = 3
"""A sign that stands under fewer answers may be a slip or a word."""
_SIGN = re.compile(r"(\^\s?[A-Z]{1,3}|(?:^|\s)[*~/–—-]\s?[A-Z]{2,3})[\s.]*$")
_LINKS = re.compile(r"\s*(?:https?://\S+\s*|\(\d+/\d+\)\s*|\d/\d\s*)+$")


def waiting(
    columns: Columns, results: Iterable[CriterionResult], brand: config.Brand, masker: Masker, curated: Curation,
    span: tuple[date | None, date | None],
) -> list[Waiting]:  # fmt: skip
    """The requests of the window that response-rate counts as not answered, the newest first.

    It is the same people: only accounts whose inbox can show who was left, and
    only cases of the window.  Words stand there with `privacy.show_inbound`
    alone, those of private messages with `privacy.show_dms` as well.  While
    people are masked an alias stands for each id; labels.csv and curation.csv take it.
    """
    result = next((one for one in results if one.id == CRITERION and one.status in SHOWN_STATUS), None)
    cases = columns.cases
    if result is None or span[0] is None or "event" not in cases.columns:
        return []
    blind = [one.key for one in result.slices.get("account", []) if one.status == "no_data"]
    left = cases.filter(
        pl.col("care_case").fill_null(False) & (pl.col("event") == 0) & ~pl.col("account").is_in(blind)
        & pl.col("day").is_between(pl.lit(span[0]), pl.lit(span[1]))
    )  # fmt: skip
    left = left.sort("opened_at", "uid", descending=[True, False]).head(MOST + len(curated.hidden))
    said = columns.messages.select(name for name in TOLD if name in columns.messages.columns)
    rows = left.join(said.unique("uid", keep="first"), on="uid", how="left", maintain_order="left").with_columns(
        at=pl.col("opened_at").dt.convert_time_zone(brand.about.timezone)
    )
    seen = [row for row in rows.iter_rows(named=True) if curated.hidden.isdisjoint((row["uid"], _alias(row)))]
    return [_waiting(row, brand, masker) for row in seen[:MOST]]


def _alias(row: dict[str, Any]) -> str:
    return alias(row["uid"], row.get("text"))


def _waiting(row: dict[str, Any], brand: config.Brand, masker: Masker) -> Waiting:
    private = row["channel"] == "dm"
    shown = brand.privacy.show_inbound and (brand.privacy.show_dms or not private)
    day, at = str(row["day"]), row["at"]
    clock = f" {at:%H:%M}" if row.get("time_precision") != "day" else ""
    return Waiting(
        uid=_alias(row) if brand.privacy.mask_people else row["uid"],
        account=str(row["account"]), platform=str(row["platform"]),
        at=f"{day}{clock}", topic=str(row["topic"]), private=private, early=float(str(row["minutes"])) < LIMIT,
        text=masker.text(str(row.get("text") or ""), str(row.get("author") or "") or None) if shown else "",
        need=round(float(str(row.get("p_need") or 0.0)), 3),
    )  # fmt: skip


def signs(columns: Columns, span: tuple[date | None, date | None]) -> list[str]:
    """The initials under which answers of the window went out, in order of the alphabet: a list, and no ranking."""
    posts = columns.posts
    if span[0] is None or not {"kind", "text", "day"} <= set(posts.columns):
        return []
    sent = posts.filter(pl.col("kind").is_in(["R", "D"]) & pl.col("day").is_between(pl.lit(span[0]), pl.lit(span[1])))
    found = Counter(
        sign[1].strip() for text in sent["text"].drop_nulls() if (sign := _SIGN.search(_LINKS.sub("", text.rstrip())))
    )
    return sorted(sign for sign, n in found.items() if n >= SEEN)
