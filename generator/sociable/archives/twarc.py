"""X API v2 files as twarc writes them: the one input with inbound, parents and counters of X (FORMATS 9).

A file may hold the account's posts, what others wrote to it, or both, among
posts that have nothing to do with it; those are left out and counted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

import polars as pl

from sociable.archives import assemble, twarclines, twarcrows
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, join
from sociable.archives.twarclines import Found
from sociable.archives.twarcrows import Self
from sociable.archives.twarcshapes import Tweet
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import POSTS, conform

NAME = "twarc"
PLATFORM = "x"
FEEDS: tuple[str, ...] = (
    "own_text", "reshares", "replies_out", "minute_time", "author_ids", "parent_invited", "inbound_linked",
    "inbound_complete", "following_count", "profile",
)  # fmt: skip
RANK = 2
_FILES = r".*\.(?:jsonl|ndjson|jsonlines)"
_KEYS = re.compile(
    rb'"(?:author_id|public_metrics|edit_history_tweet_ids|conversation_id|matching_rules|__twarc|tweet_count)"'
)
_NOTICE = re.compile(rb'^\s*\{"id":\s*"\d+",\s*"action":')
_WITHHELD = re.compile(r"@\w+['’]s account (?:is temporarily unavailable|has been withheld)")
"""What X puts in the place of the words of a blocked account."""
_FEW = 20


def sniff(container: Container) -> bool:
    """Whether some file of lines, or of JSON, looks like the API's."""
    return bool(_files(container))


def _files(container: Container) -> list[Member]:
    bare = container.matching(r".*\.json")
    named = [*container.matching(_FILES), *(bare if len(bare) <= _FEW else ())]
    return [one for one in named if _is_api(one)]


def _is_api(member: Member) -> bool:
    head = member.head(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] in (b"{", b"[") and bool(_KEYS.search(head) or _NOTICE.match(head))


def owners(container: Container) -> list[tuple[str, str]]:
    """The author of nearly all posts; where there is none, every author of more than one, the busiest first."""
    authors: Counter[str] = Counter()
    names: dict[str, tuple[str, str]] = {}
    for member in _files(container):
        found = twarclines.read(member, Tally(member.label, NAME))
        authors.update(tweet.author_id or "" for tweet, _ in found.tweets.values())
        names |= {key: (user.username or "", user.name or "") for key, (user, _) in found.users.items()}
    ranked = sorted((-n, *names[key]) for key, n in authors.items() if n > 1 and names.get(key, ("", ""))[0])
    sure = bool(ranked) and -ranked[0][0] >= 0.9 * sum(authors.values())
    return [(handle, name) for _, handle, name in (ranked[:1] if sure else ranked)]


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Own posts with parents and counters, and messages of others to the account."""
    return join([_file(member, account) for member in _files(container)]), []


def _file(member: Member, account: Account) -> Records:
    tally = Tally(member.label, NAME)
    found = twarclines.read(member, tally)
    me = _self(found, account, tally)
    known = [tweet for pool in (found.tweets, found.context) for tweet, _ in pool.values()]
    ids = {tweet.id for tweet in known}
    histories = [tweet.edit_history_tweet_ids for tweet in known if tweet.edit_history_tweet_ids]
    newer = {old for history in histories if history[-1] in ids for old in history[:-1]}
    posts: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []
    extra = {key: one for key, one in found.context.items() if key not in found.tweets and one[0].created_at}
    for asked, pool in ((True, found.tweets), (False, extra)):
        for key, (tweet, at) in pool.items():
            reason = _place(tweet, at, key in newer, found, me, posts, messages)
            tally.read += not asked and not reason
            if asked and reason:
                tally.skip(reason)
    if tally.read and not posts and not messages and found.tweets:
        tally.issue("no-rows-of-account", f"no post is by or to {account.handle}")
    frame = conform(assemble.posts(posts, account, NAME, RANK, tally), {**POSTS, **HELPERS})
    inbox = assemble.messages(messages, account, NAME, tally)
    direct = pl.col("uid").is_in(pl.Series([f"x:{key}" for key in found.tweets], dtype=pl.Utf8).implode())
    snapshots, needs = _account(found, me, frame.filter(direct), inbox.filter(direct))
    return Records(
        posts=frame, messages=inbox, people=_people(found, me), snapshots=snapshots,
        feeds=feed(account.key, tally.file, needs), tallies=(tally,),
    )  # fmt: skip


def _place(
    tweet: Tweet, at: dt.datetime | None, old: bool, found: Found, me: Self,
    posts: list[dict[str, Any]], messages: list[dict[str, Any]],
) -> str:  # fmt: skip
    """Puts a tweet where it belongs; the reason why it belongs nowhere, or ""."""
    if old:
        return "superseded"
    if _WITHHELD.match(tweet.text):
        return "withheld"
    if me.wrote(tweet):
        row: dict[str, Any] | None = {**twarcrows.post(tweet, found, me), "_at": at}
        target = posts
    else:
        row, target = twarcrows.inbound(tweet, found, me), messages
    if row is None:
        return "other-author"
    if row["created_at"] is None:
        return "incomplete"
    target.append(row)
    return ""


def _self(found: Found, account: Account, tally: Tally) -> Self:
    """The account's id by its handle; in a file without names, the only author is taken for it."""
    handle = account.handle.lstrip("@").casefold()
    ids = [key for key, (user, _) in found.users.items() if (user.username or "").casefold() == handle]
    authors = {tweet.author_id for tweet, _ in found.tweets.values()}
    if (
        not ids
        and not any(user.username for user, _ in found.users.values())
        and len(authors) == 1
        and None not in authors
    ):
        tally.issue("author-assumed", f"the file has no names; its only author is taken for {account.handle}")
        ids = [one for one in authors if one]
    return Self(account, handle, ids[0] if ids else None)


def _people(found: Found, me: Self) -> pl.DataFrame:
    rows = [
        {
            "key": f"x:{key}", "id": key, "handle": (user.username or "").casefold() or None, "name": user.name,
            "profile_url": f"https://x.com/{user.username}" if user.username else None, "is_self": key == me.id,
            "followers": user.public_metrics.followers_count if user.public_metrics else None,
        }
        for key, (user, _) in sorted(found.users.items())
    ]  # fmt: skip
    return assemble.people(rows, me.account)


def _account(found: Found, me: Self, posts: pl.DataFrame, inbox: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The snapshot, and what the file shows over which days; posts that came as context of others show nothing."""
    needs: dict[str, Any] = dict.fromkeys(("own_text", "reshares", "replies_out"), days(posts))
    needs |= dict.fromkeys(("minute_time", "author_ids"), days(posts, inbox))
    if posts["parent_text"].is_not_null().any():
        needs["parent_invited"] = days(posts)
    needs["inbound_linked"] = days(inbox)
    if me.account.inbox_complete != "no":
        needs["inbound_complete"] = days(inbox)
    known = found.users.get(me.id or "")
    if known is None:
        return Records().snapshots, needs
    user, at = known
    at = at or assemble.latest(posts, inbox)
    crowd, pages = user.public_metrics, user.entities.url.urls if user.entities and user.entities.url else None
    snapshot = assemble.snapshot(
        me.account, NAME, at, followers=crowd and crowd.followers_count, following=crowd and crowd.following_count,
        posts_total=crowd and crowd.tweet_count, name=user.name, bio=user.description,
        website=pages[0].expanded_url if pages else None, avatar_url=user.profile_image_url,
    )  # fmt: skip
    day = around(at.date() if at else None)
    if crowd and crowd.following_count is not None:
        needs["following_count"] = day
    if user.description:
        needs["profile"] = day
    return snapshot, needs
