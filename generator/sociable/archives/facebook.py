"""The Facebook download of a Page or profile (JSON): posts, own comments, Messenger, followers, profile.

It holds what the account wrote and nothing that others wrote in public, no ids,
no counters; posts get an id of their own and meet the Business Suite table by
minute and text (FORMATS 2a).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import polars as pl

from sociable.archives import facebookposts, jsonfile, metamessages, metatext, metatree
from sociable.archives.container import Container, Member
from sociable.archives.metatext import Number, repair, seconds
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, lending
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import MESSAGES, PEOPLE, POSTS, SNAPSHOTS, conform

NAME = "facebook"
PLATFORM = "facebook"
FEEDS: tuple[str, ...] = (
    "own_text", "reshares", "replies_out", "minute_time", "following_count", "profile", "dm_text",
)  # fmt: skip
RANK = 2
_LISTS = ("status_updates", "group_posts_v2", "group_posts", "comments_v2", "group_comments_v2", "comments")


class _Name(msgspec.Struct):
    full_name: str | None = None
    name: str | None = None


class _Site(msgspec.Struct):
    address: str | None = None


class Profile(msgspec.Struct):
    """What the account says of itself; nothing private is decoded."""

    name: _Name | str | None = None
    username: str | None = None
    profile_uri: str | None = None
    intro_bio: _Name | str | None = None
    about_me: str | None = None
    websites: list[_Site] | None = None


class _Followed(msgspec.Struct, gc=False):
    name: str | None = None
    timestamp: Number = None


def sniff(container: Container) -> bool:
    """Whether some file starts as Facebook's lists do, or holds messages that are not Instagram's."""
    files = metatree.sort(container)
    if any(kind.startswith("fb-") for kind in files):
        return True
    return not any(kind.startswith("ig") for kind in files) and bool(_threads(files.get("messages", []), container))


def _threads(members: list[Member], container: Container) -> list[Member]:
    return [one for one in members if metatree.network(one, container.label, "facebook") == "facebook"]


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle (or the name, where there is none) and the name of the account."""
    profile = _profile(metatree.sort(container).get("fb-profile", []), [])
    if profile is None:
        return []
    name, handle = _called(profile.name), _handle(profile)
    return [(handle or name, name)] if handle or name else []


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """All that the account wrote, and the threads it takes part in."""
    files = metatree.sort(container)
    tallies: list[Tally] = []
    named: set[str] = set()
    frames = [
        _posts(member, files_kind, account, brand, tallies, named)
        for files_kind in ("fb-posts", "fb-group-posts", "fb-comments", "fb-group-comments")
        for member in files.get(files_kind, [])
    ]
    full = {**POSTS, **HELPERS}
    posts = pl.concat([conform(frame, full) for frame in frames]) if frames else pl.DataFrame(schema=full)
    beside: list[Tally] = []
    profile = _profile(files.get("fb-profile", []), beside)
    name = _called(profile.name) if profile else ""
    threads = _threads(files.get("messages", []), container)
    messages, people, message_tallies = metamessages.read(threads, account, brand, NAME, [name])
    counts = {
        side: found
        for side in ("followers", "following")
        if f"fb-{side}" in files and (found := _count(files[f"fb-{side}"], beside))
    }
    cut = any(tally.is_cut for tally in tallies)
    records = Records(
        posts=posts,
        messages=conform(messages, MESSAGES),
        people=pl.concat([_own(account, name), people, _tagged(account, named - {name, *people["name"]})]),
        snapshots=_snapshot(account, profile, counts, posts, messages),
        feeds=_feeds(posts, messages, account, container, files, counts, bool(profile), cut),
        tallies=(*tallies, *message_tallies, *lending(beside)),
    )
    return records, []


def _posts(
    member: Member, what: str, account: Account, brand: Brand, tallies: list[Tally], named: set[str]
) -> pl.DataFrame:
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    found = jsonfile.records(member, facebookposts.Post, tally, _LISTS, facebookposts.POSTS_OWN)
    named |= facebookposts.named(found)
    group = what.startswith("fb-group")
    if what.endswith("comments"):
        rows = facebookposts.comments(found, group)
    else:
        rows = facebookposts.rows(found, brand.about.domains, "semi-closed" if group else None)
    return metatext.posts(pl.DataFrame(rows, schema=metatext.ROWS), account, NAME, RANK, tally)


def _profile(members: list[Member], tallies: list[Tally]) -> Profile | None:
    for member in members:
        tallies.append(Tally(member.label, NAME))
        found = jsonfile.records(member, Profile, tallies[-1], ("profile_v2",), ("name", "username"))
        if found:
            return found[0]
    return None


def _called(name: _Name | str | None) -> str:
    return repair(name if isinstance(name, str) else (name.full_name or name.name) if name else "")


def _handle(profile: Profile) -> str:
    """The name in the account's address; a bare number is none."""
    tail = (profile.profile_uri or "").split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    written = profile.username or ("" if tail.isdigit() or ("." in tail and "facebook.com" in tail) else tail)
    return "" if written == "profile.php" else repair(written)


def _count(members: list[Member], tallies: list[Tally]) -> tuple[int, list[int]] | None:
    """How many people the lists name, and when each came, where the file says it; None where a list breaks off."""
    keys = [f"{side}_v{number}" for side in ("followers", "following") for number in (2, 3, 4)]
    mine = [Tally(member.label, NAME) for member in members]
    tallies += mine
    found = [
        one
        for member, tally in zip(members, mine, strict=True)
        for one in jsonfile.records(member, _Followed, tally, keys, ("name",))
    ]
    if any(tally.is_cut for tally in mine):
        return None
    return len(found), [when for one in found if (when := seconds(one.timestamp))]


def _tagged(account: Account, names: set[str]) -> pl.DataFrame:
    """Those whom posts and comments tag: nothing but a name is known."""
    rows = [
        {"key": f"{account.platform}:name:{one}", "platform": account.platform, "name": one, "is_self": False,
         "weak": True}
        for one in sorted(names)
    ]  # fmt: skip
    schema = {"key": pl.Utf8, "platform": pl.Utf8, "name": pl.Utf8, "is_self": pl.Boolean, "weak": pl.Boolean}
    return conform(pl.DataFrame(rows, schema=schema), PEOPLE)


def _own(account: Account, name: str) -> pl.DataFrame:
    """The account itself, under its handle and under its name."""
    handle = account.handle.lstrip("@").casefold()
    rows = [{"key": f"{account.platform}:@{handle}", "handle": handle, "name": name or None}]
    if name:
        rows.append({"key": f"{account.platform}:name:{name}", "handle": handle, "name": name})
    frame = pl.DataFrame(rows, schema={"key": pl.Utf8, "handle": pl.Utf8, "name": pl.Utf8})
    return conform(
        frame.with_columns(
            pl.lit(account.platform).alias("platform"), pl.lit(True).alias("is_self"), pl.lit(False).alias("weak")
        ),
        PEOPLE,
    )


def _snapshot(
    account: Account, profile: Profile | None, counts: dict[str, tuple[int, list[int]]], posts: pl.DataFrame,
    messages: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """The account at its latest sign of life in the download, which is dated nowhere."""
    at = _latest(posts, messages, [when for _, times in counts.values() for when in times])
    if at is None or not (profile or counts):
        return pl.DataFrame(schema=SNAPSHOTS)
    bio = (_called(profile.intro_bio) or repair(profile.about_me)) if profile else ""
    site = next((one.address for one in (profile.websites or []) if one.address), None) if profile else None
    row: dict[str, Any] = {
        "account": account.key, "at": at, "posts_total": posts.height or None, "bio": bio or None, "website": site,
        "name": (_called(profile.name) or None) if profile else None, "source": NAME,
        **{side: number for side, (number, _) in counts.items()},
    }  # fmt: skip
    return pl.DataFrame([row], schema=SNAPSHOTS)


def _latest(posts: pl.DataFrame, messages: pl.DataFrame, times: list[int]) -> datetime | None:
    seen = [one["created_at"].max() for one in (posts, messages)]
    ends = [one for one in seen if isinstance(one, datetime)]
    return max([*ends, *(datetime.fromtimestamp(when, UTC) for when in times)], default=None)


def _feeds(
    posts: pl.DataFrame, messages: pl.DataFrame, account: Account, container: Container,
    files: dict[str, list[Member]], counts: dict[str, tuple[int, list[int]]], profile: bool, cut: bool,
) -> pl.DataFrame:  # fmt: skip
    """What the files that are there can show, over the days of the whole download."""
    span = days(posts) if cut else days(posts, messages)  # what is missing was not silence
    needs = {"minute_time": span}
    if "fb-posts" in files:
        needs |= {"own_text": span, "reshares": span}
    if "fb-comments" in files:
        needs["replies_out"] = span
    if len(counts) == 2:
        needs["following_count"] = around(span[1])
    if profile:
        needs["profile"] = around(span[1])
    if account.read_dms and not messages.is_empty():
        needs["dm_text"] = days(messages)
    return feed(account.key, container.label, needs)
