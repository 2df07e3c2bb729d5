"""The Instagram download (JSON): posts, reels, stories, own comments, direct messages, followers.

It holds nothing that others wrote in public, no addresses of posts and no
counters; the Business Suite table brings those (FORMATS 3).  Downloads of 2018
to 2020 are read too.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import (
    instagramold,
    instagramposts,
    jsonfile,
    metamessages,
    metapeople,
    metatext,
    metatree,
    postcells,
)
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, lending
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import MESSAGES, POSTS, conform

NAME = "instagram"
PLATFORM = "instagram"
FEEDS: tuple[str, ...] = (
    "own_text", "replies_out", "minute_time", "author_ids", "following_count", "profile", "dm_text",
)  # fmt: skip
RANK = 2
_LISTS = (
    "ig_stories", "ig_reels_media", "ig_igtv_media", "ig_other_media", "ig_posts", "comments_media_comments",
    "comments_reels_comments", "comments_story_comments",
)  # fmt: skip


def sniff(container: Container) -> bool:
    """Whether some file starts as Instagram's lists do, or holds messages that are not known to be Facebook's."""
    files = metatree.sort(container)
    if any(kind.startswith("ig") for kind in files):
        return True
    mixed = "" if any(kind.startswith("fb-") for kind in files) else NAME
    return any(metatree.network(one, container.label, mixed) == NAME for one in files.get("messages", []))


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle and the name of the account."""
    files = metatree.sort(container)
    who = metapeople.owner(files.get("ig-profile", []), files.get("igold-profile", []), [])
    return [(who.handle, who.name)] if who.handle else []


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """All that the account wrote, and the threads it takes part in."""
    files = metatree.sort(container)
    tallies: list[Tally] = []
    beside: list[Tally] = []
    who = metapeople.owner(files.get("ig-profile", []), files.get("igold-profile", []), beside)
    kinds = ("ig-posts", "ig-stories", "ig-comments", "igold-media", "igold-comments")
    frames = [_posts(member, kind, account, tallies) for kind in kinds for member in files.get(kind, [])]
    full = {**POSTS, **HELPERS}
    posts = pl.concat([conform(frame, full) for frame in frames]) if frames else pl.DataFrame(schema=full)
    mixed = "facebook" if any(kind.startswith("fb-") for kind in files) else NAME
    threads = [one for one in files.get("messages", []) if metatree.network(one, container.label, mixed) == NAME]
    messages, people, more = metamessages.read(threads, account, brand, NAME, [who.name, who.handle])
    sides = _sides(files, beside)
    cut = any(tally.is_cut for tally in tallies)
    records = Records(
        posts=posts, messages=conform(messages, MESSAGES),
        people=pl.concat([postcells.people(posts, account), _answered(posts, account), people]),
        snapshots=metapeople.snapshot(account, who, sides, (posts, messages), NAME),
        feeds=_feeds(posts, messages, account, container, files, sides, who, cut),
        tallies=(*tallies, *more, *lending(beside)),
    )  # fmt: skip
    return records, _other_handle(who.handle, account)


def _other_handle(handle: str, account: Account) -> list[Issue]:
    if not handle or handle.casefold() == account.handle.lstrip("@").casefold():
        return []
    return [Issue(code="other-handle", message=f"the download belongs to @{handle}")]


def _posts(member: Member, kind: str, account: Account, tallies: list[Tally]) -> pl.DataFrame:
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    handle = account.handle.lstrip("@").casefold()
    if kind == "igold-media":
        rows = instagramold.posts(member, tally)
    elif kind == "igold-comments":
        rows = instagramold.comments(member, handle, account.platform, tally)
    elif kind == "ig-comments":
        own = ("string_map_data", "label_values", "media_list_data")
        found = jsonfile.records(member, instagramposts.Comment, tally, _LISTS, own)
        rows = instagramposts.comments(found, handle, account.platform)
    else:
        posts = jsonfile.records(member, instagramposts.Post, tally, _LISTS, instagramposts.POSTS_OWN)
        story = kind == "ig-stories" or "stories" in member.tail.lower()
        rows = instagramposts.rows(posts, "story" if story else "post")
    return metatext.posts(pl.DataFrame(rows, schema=metatext.ROWS), account, NAME, RANK, tally)


def _sides(files: dict[str, list[Member]], tallies: list[Tally]) -> dict[str, metapeople.Side]:
    """followers and following: how many, and when each came; a list that breaks off counts nobody."""
    sides = {
        side: found
        for side in ("followers", "following")
        if f"ig-{side}" in files
        and (found := metapeople.counted(files[f"ig-{side}"], (f"relationships_{side}",), tallies))
    }
    for member in files.get("igold-connections", []):
        both = instagramold.connections(member, tallies) or ()
        for side, times in zip(("followers", "following"), both, strict=False):
            sides.setdefault(side, (len(times), [time for time in times if time]))
    return sides


def _answered(posts: pl.DataFrame, account: Account) -> pl.DataFrame:
    """Those whose posts the account commented on."""
    handles = posts.select(pl.col("reply_to_author").str.extract(r":@(.+)$").alias("handle")).drop_nulls()
    named = handles.unique(maintain_order=True).select(pl.concat_list("handle").alias("mentions"))
    return postcells.people(named, account).filter(~pl.col("is_self"))


def _feeds(
    posts: pl.DataFrame, messages: pl.DataFrame, account: Account, container: Container,
    files: dict[str, list[Member]], sides: dict[str, metapeople.Side], who: metapeople.Owner, cut: bool,
) -> pl.DataFrame:  # fmt: skip
    """What the files that are there can show, over the days of the whole download."""
    span = days(posts) if cut else days(posts, messages)  # what is missing was not silence
    needs = {"minute_time": span}
    if {"ig-posts", "igold-media"} & set(files):
        needs["own_text"] = span
    if {"ig-comments", "igold-comments"} & set(files):
        needs |= {"replies_out": span, "author_ids": span}
    if len(sides) == 2:
        needs["following_count"] = around(span[1])
    if who != metapeople.Owner():
        needs["profile"] = around(span[1])
    if account.read_dms and not messages.is_empty():
        needs["dm_text"] = days(messages)
    return feed(account.key, container.label, needs)
