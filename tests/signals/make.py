"""Tiny archives and brands, built inline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from sociable import tables
from sociable.config import Brand
from sociable.model import Period
from sociable.tables import Archive

START = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
QUARTER = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")


def brand(*accounts: dict[str, Any], **about: Any) -> Brand:
    """A brand with the given accounts (default: one on X) and brand keys; other top keys in `top`."""
    top = about.pop("top", {})
    named = {"name": "Harbour Lights", "timezone": "Europe/London", **about}
    listed = list(accounts) or [{"platform": "x", "handle": "HarbourLights"}]
    return Brand.model_validate({"brand": named, "accounts": listed, **top})


def at(minutes: float = 0, days: float = 0) -> datetime:
    """A moment after Monday 6 July 2026, 09:00 UTC."""
    return START + timedelta(minutes=minutes, days=days)


def post(uid: str, text: str | None, when: datetime | None = None, **more: Any) -> dict[str, Any]:
    """A row of posts on x:harbourlights."""
    row = {
        "uid": f"x:{uid}", "account": "x:harbourlights", "platform": "x", "created_at": when or at(),
        "time_precision": "second", "form": "post", "text": text, "lang": "en", "paid": "unknown",
        "text_truncated": "no", "mentions": [], "links": [], "hashtags": [], "reader": "test",
    }  # fmt: skip
    return row | more


def reply(uid: str, text: str, to: str, when: datetime | None = None, **more: Any) -> dict[str, Any]:
    """A reply to a person (`to` is a handle)."""
    return post(uid, text, when, **{"form": "reply", "reply_to_author": f"x:@{to}"} | more)


def heard(uid: str, text: str | None, who: str, when: datetime | None = None, **more: Any) -> dict[str, Any]:
    """An inbound mention by a person."""
    row = {
        "uid": f"x:{uid}", "account": "x:harbourlights", "platform": "x", "created_at": when or at(),
        "time_precision": "second", "direction": "in", "channel": "mention", "author": f"x:@{who}", "text": text,
        "mentions": ["harbourlights"], "lang": "en", "private": False, "reader": "test",
    }  # fmt: skip
    return row | more


def private(uid: str, text: str | None, to: str, when: datetime | None = None, **more: Any) -> dict[str, Any]:
    """An outbound direct message."""
    row = heard(uid, text, "", when, direction="out", channel="dm", private=True, author=None, recipient=f"x:@{to}")
    return row | {"mentions": []} | more


def archive(posts: list[dict[str, Any]], messages: list[dict[str, Any]] | None = None,
            feeds: tuple[str, ...] = (), people: list[dict[str, Any]] | None = None,
            snapshots: list[dict[str, Any]] | None = None) -> Archive:  # fmt: skip
    """An Archive of these rows; `feeds` are needs that every account's inputs show from 2020 on."""
    rows, written = _frame(posts, tables.POSTS), _frame(messages or [], tables.MESSAGES)
    accounts = sorted({*rows["account"], *written["account"]})
    shown = [
        {"account": account, "need": need, "first": date(2020, 1, 1), "last": date(2030, 1, 1), "source_file": "t"}
        for account in accounts for need in feeds
    ]  # fmt: skip
    return Archive(
        posts=rows,
        messages=written,
        people=_frame(people or [], tables.PEOPLE),
        snapshots=_frame(snapshots or [], tables.SNAPSHOTS),
        feeds=_frame(shown, tables.FEEDS),
    )


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    known = dict(schema)
    return tables.conform(
        pl.DataFrame([{k: r.get(k) for k in known} for r in rows], schema=known, orient="row"), schema
    )
