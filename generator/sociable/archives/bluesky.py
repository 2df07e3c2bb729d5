"""The repository of a Bluesky account (.car): posts, replies, reposts, whom it follows since when.

It knows the account by its DID and not by its handle, and holds nobody else's
words: no inbound, no counters, no followers, no direct messages (FORMATS 6).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import polars as pl

from sociable.archives import assemble, blueskyposts, blueskytree
from sociable.archives.blueskytree import Repository
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, join
from sociable.config import Account, Brand
from sociable.errors import ArchiveError
from sociable.model import Issue
from sociable.tables import POSTS, conform

NAME = "bluesky"
PLATFORM = "bluesky"
FEEDS: tuple[str, ...] = (
    "own_text", "reshares", "replies_out", "minute_time", "author_ids", "following_count", "profile",
)  # fmt: skip
RANK = 1
_POST, _REPOST, _FOLLOW = blueskyposts.POST, "app.bsky.feed.repost", "app.bsky.graph.follow"
_PROFILE = "app.bsky.actor.profile"


def sniff(container: Container) -> bool:
    """Whether some file is a CAR, whatever its name; an empty one counts by its name."""
    return bool(_files(container))


def _files(container: Container) -> list[Member]:
    few = len(container.members) <= 20
    return [
        one for one in container.members
        if one.tail.lower().endswith(".car") or (few and one.size and blueskytree.is_car(one.head(128)))
    ]  # fmt: skip


def owners(container: Container) -> list[tuple[str, str]]:
    """The DID, for a repository does not say its handle, and the display name."""
    found = []
    for member in _files(container):
        try:
            whole = blueskytree.read(member, Tally(member.label, NAME))
        except ArchiveError:
            continue
        found.append((whole.did, _text(_profile(whole), "displayName") or ""))
    return found


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Every live post and repost of the repositories in the container."""
    issues: list[Issue] = []
    parts = []
    for member in _files(container):
        tally = Tally(member.label, NAME)
        if not member.size:
            tally.issue("empty", "the file is empty")
            parts.append(Records(tallies=(tally,)))
            continue
        whole = blueskytree.read(member, tally)
        if account.handle.startswith("did:") and whole.did != account.handle:
            issues.append(Issue(code="other-handle", message=f"the repository belongs to {whole.did}"))
        parts.append(_records(whole, account, tally))
    return join(parts), issues


def _records(whole: Repository, account: Account, tally: Tally) -> Records:
    rows, people = [], [{"key": f"{account.platform}:{whole.did}", "id": whole.did, "is_self": True,
                         "handle": account.handle.lstrip("@").casefold()}]  # fmt: skip
    tally.read += len(whole.records)
    if not whole.records:
        tally.issue("empty", "no records in it")
    for collection, key, record in whole.records:
        row = _row(collection, key, record, whole, account)
        if collection not in (_POST, _REPOST):
            tally.skip(collection.rpartition(".")[2] or "other-record")
        elif row is None or row["created_at"] is None:
            tally.skip("broken")
            tally.issue("broken", "a record without time or subject", sample=f"{collection}/{key}")
        else:
            people += [
                {"key": f"{account.platform}:{did}", "id": did, "handle": handle or None}
                for did, handle in row.pop("people", [])
            ]
            rows.append(row)
    posts = conform(assemble.posts(rows, account, NAME, RANK, tally), {**POSTS, **HELPERS})
    if not posts.height and tally.read:
        tally.issue("no-posts", "records, and no post among them")
    snapshots, needs = _account(whole, account, posts)
    if tally.is_cut:  # how many it follows, and what came before and after, is not known
        snapshots = snapshots.with_columns(following=pl.lit(None, pl.Int64), max_follows_day=pl.lit(None, pl.Int64))
        needs = {name: days(posts) for name in needs if name not in ("following_count", "profile")}
    return Records(
        posts=posts, people=assemble.people(people, account), snapshots=snapshots,
        feeds=feed(account.key, tally.file, needs), tallies=(tally,),
    )  # fmt: skip


def _row(collection: str, key: str, record: dict[str, Any], whole: Repository, account: Account) -> Any:
    if collection == _POST:
        return blueskyposts.row(key, record, whole.did, whole.changed, account) if record else None
    if collection == _REPOST:
        return blueskyposts.repost(key, record, whole.did, whole.changed, account)
    return None


def _account(whole: Repository, account: Account, posts: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The snapshot, and what the repository can show over which days: all since its first record."""
    follows = [
        blueskyposts.when(key, record, whole.changed)["created_at"]
        for collection, key, record in whole.records
        if collection == _FOLLOW
    ]
    dates = Counter(one.date() for one in follows if one)
    profile = _profile(whole)
    at = max(filter(None, (whole.changed, assemble.latest(posts), *follows)), default=None)
    snapshots = assemble.snapshot(
        account, NAME, at, following=len(follows), max_follows_day=max(dates.values(), default=None),
        posts_total=posts.height, name=_text(profile, "displayName"), bio=_text(profile, "description"),
    )  # fmt: skip
    first, last = days(posts)
    end = max(filter(None, (last, at.date() if at else None)), default=None)
    needs: dict[str, tuple[dt.date | None, dt.date | None]] = dict.fromkeys(
        ("own_text", "reshares", "replies_out", "minute_time", "author_ids"), (first, end if first else None)
    )
    needs["following_count"] = around(at.date() if at else None)
    if profile:
        needs["profile"] = needs["following_count"]
    return snapshots, needs


def _profile(whole: Repository) -> dict[str, Any]:
    return next((record for collection, _, record in whole.records if collection == _PROFILE), {})


def _text(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) and value.strip() else None
