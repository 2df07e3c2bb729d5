"""Threads posts and replies (``threads_and_replies.json``), which come inside the Instagram download.

A reply does not say whom it answers (FORMATS 3).  The account in brand.yaml has
platform ``threads``; under any other the file is noted and left alone.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import instagramposts, jsonfile, metapeople, metatext, metatree, postcells
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, lending
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import POSTS, conform

NAME = "threads"
PLATFORM = "threads"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time", "following_count", "profile")
RANK = 2
_LISTS = ("text_post_app_text_posts",)
_PEOPLE = "text_post_app_text_post_app_"


def sniff(container: Container) -> bool:
    """Whether the download holds posts of Threads."""
    return metatree.known(container, ("threads",))


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle and the name: Threads has Instagram's."""
    who = metapeople.owner(metatree.sort(container).get("ig-profile", []), [], [])
    return [(who.handle, who.name)] if who.handle else []


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The account's posts and replies on Threads."""
    files = metatree.sort(container)
    members = files.get("threads", [])
    if account.platform != PLATFORM:
        return Records(tallies=tuple(_left(member) for member in members)), []
    tallies: list[Tally] = []
    frames = [_posts(member, account, tallies) for member in members]
    full = {**POSTS, **HELPERS}
    posts = pl.concat([conform(frame, full) for frame in frames]) if frames else pl.DataFrame(schema=full)
    beside: list[Tally] = []
    who = metapeople.owner(files.get("ig-profile", []), [], beside)
    sides = {
        side: found
        for side in ("followers", "following")
        if f"threads-{side}" in files
        and (found := metapeople.counted(files[f"threads-{side}"], (f"{_PEOPLE}{side}",), beside))
    }
    span = days(posts)
    needs = dict.fromkeys(("own_text", "replies_out", "minute_time"), span)
    if len(sides) == 2:
        needs["following_count"] = around(span[1])
    if who != metapeople.Owner():
        needs["profile"] = around(span[1])
    records = Records(
        posts=posts, people=postcells.people(posts, account),
        snapshots=metapeople.snapshot(account, who, sides, (posts,), NAME),
        feeds=feed(account.key, container.label, needs), tallies=(*tallies, *lending(beside)),
    )  # fmt: skip
    return records, []


def _left(member: Member) -> Tally:
    tally = Tally(member.label, NAME)
    tally.issue("other-platform", "posts of Threads; add an account with platform threads and this file")
    return tally


def _posts(member: Member, account: Account, tallies: list[Tally]) -> pl.DataFrame:
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    found = jsonfile.records(member, instagramposts.Post, tally, _LISTS, instagramposts.POSTS_OWN)
    rows = pl.DataFrame(instagramposts.rows(found, "post"), schema=metatext.ROWS)
    return metatext.posts(rows.with_columns(pl.lit("open").alias("place")), account, NAME, RANK, tally)
