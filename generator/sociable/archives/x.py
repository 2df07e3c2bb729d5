"""The X (Twitter) account archive, 2019 to today: posts, profile, counts, direct messages.

Feeds no parents and nothing inbound but direct messages: an archive holds
neither what people wrote to the brand nor what its replies answer (FORMATS 1).
"""

from __future__ import annotations

from dataclasses import replace

import msgspec
import polars as pl

from sociable.archives import chains, javascript, xmessages, xnotes, xowner, xposts, xshapes
from sociable.archives.container import Container, Member
from sociable.archives.records import (
    HELPERS,
    Records,
    Tally,
    around,
    days,
    feed,
    join,
    joined,
    lending,
    ordered,
    slim,
)
from sociable.archives.xfields import ENOUGH, Fields
from sociable.archives.xowner import Owner, Profile
from sociable.config import Account, Brand
from sociable.errors import ArchiveError, Fault
from sociable.model import ALIVE, Issue
from sociable.tables import MESSAGES, PEOPLE, POSTS, SNAPSHOTS, conform

NAME = "x"
PLATFORM = "x"
FEEDS: tuple[str, ...] = (
    "own_text", "reshares", "replies_out", "minute_time", "author_ids", "following_count", "profile", "dm_text",
)  # fmt: skip
POSTS_FILES = r"(?:tweets?|community-tweets?)(?:-part\d+)?\.js"
ABOUT_FILES = r"(?:account|profile|manifest)\.js"
RANK = 1
FEW = ("form", "lang", "app", "text_truncated")
"""Columns of few different values: held as numbers until all is read and in order."""


class _Nothing(msgspec.Struct):
    pass


def sniff(container: Container) -> bool:
    """Whether some .js file of the container assigns to ``window.YTD`` or is the manifest."""
    return any(_is_ytd(one) for one in (*container.matching(POSTS_FILES), *container.matching(ABOUT_FILES)))


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle and the display name that account.js gives."""
    return xowner.named(container)


def zone(container: Container) -> str:
    """The time zone in account-timezone.js, such as Madrid; empty where it names none."""
    return xowner.zone(container)


def _is_ytd(member: Member) -> bool:
    head = member.head(512)
    return b"window.YTD." in head or b"window.__THAR_CONFIG" in head


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Every X archive in the container; ArchiveError when none holds a posts file."""
    wanted = [one for one in (*container.matching(POSTS_FILES), *container.matching(ABOUT_FILES)) if _is_ytd(one)]
    folders = sorted({one.folder for one in wanted})
    parts: list[Records] = []
    issues: list[Issue] = []
    for folder in folders:
        inside = tuple(one for one in container.members if one.folder == folder)
        if len(folders) == 1 or Container("", inside).matching(POSTS_FILES):
            parts.append(_archive(Container(container.label, inside), account, issues))
    return join(parts), issues


def _archive(container: Container, account: Account, issues: list[Issue]) -> Records:
    files = container.matching(POSTS_FILES)
    if not container.matching(r"tweets?(?:-part\d+)?\.js"):
        remedy = "add data/tweets.js (data/tweet.js in old archives), or request the archive again"
        raise ArchiveError(Fault(container.label, "an X archive without its posts file", remedy))
    beside: list[Tally] = []
    owner = xowner.read(container, account, issues, beside)
    counts = {
        "followers": _count(container, r"follower(?:-part\d+)?\.js", beside),
        "following": _count(container, r"following(?:-part\d+)?\.js", beside),
    }
    tallies: list[Tally] = []
    named: list[pl.DataFrame] = []
    with javascript.uncollected():
        posts = _posts([_file(one, account, owner, named, tallies) for one in files], account, owner)
    posts = ordered(posts)
    posts = conform(chains.rooted(posts), {**POSTS, **HELPERS})  # last: a root that is the parent shares its memory
    posts, note_tallies = xnotes.join(posts, container)
    messages, message_tallies = xmessages.read(container, account, owner.id)
    tallies += [*note_tallies, *message_tallies]
    owner.manifest.held((*tallies, *beside))
    records = _records(container, account, owner, posts, messages, named, tallies, counts)
    return replace(records, tallies=(*tallies, *lending(beside)))


def _file(
    member: Member, account: Account, owner: Owner, named: list[pl.DataFrame], tallies: list[Tally]
) -> pl.DataFrame | None:
    """The posts of one file; whom they name and how they were counted go to the two lists."""
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    chunks, fields = [], Fields()

    def taken() -> None:
        named.append(fields.people())
        chunk = xposts.finish(fields.frame(), account, owner.id, set(owner.names), tally)
        chunks.append(chunk.with_columns(pl.col(FEW).cast(pl.Categorical)))

    for found in javascript.rows(member, xshapes.Tweet, tally):
        fields.add(found)
        if len(fields) >= ENOUGH:
            taken()
            fields.told(tally)
            fields = Fields()
    fields.told(tally)
    if len(fields):
        taken()
    if tally.read == 0:
        tally.issue("empty", "no records in this file")
    if not chunks:
        return None
    part = slim(pl.concat(chunks, how="diagonal"))
    chunks.clear()
    return xposts.shared(xposts.once(part, tally)).with_columns(pl.lit(member.label).alias("source_file"))


def _posts(parts: list[pl.DataFrame | None], account: Account, owner: Owner) -> pl.DataFrame:
    frames = [part for part in parts if part is not None]
    if not frames:
        return pl.DataFrame(schema={**POSTS, **HELPERS})
    constant = {"account": account.key, "platform": account.platform, "paid": "unknown", "reader": NAME}
    posts = joined(frames).with_columns(pl.lit(value).alias(name) for name, value in constant.items())
    at = pl.lit(owner.generated) if owner.generated else pl.col("created_at").max()
    return posts.with_columns(at.alias("_at"), pl.lit(RANK).alias("_rank"))


def _count(container: Container, pattern: str, tallies: list[Tally]) -> int | None:
    """How many records the files of a kind hold; None without such a file, and where one of them is not whole."""
    files = container.matching(pattern)
    mine = [Tally(one.label, NAME) for one in files]
    for one, tally in zip(files, mine, strict=True):
        for _ in javascript.rows(one, _Nothing, tally):
            pass
        tallies.append(tally)
    if not files or any(tally.is_cut for tally in mine) or not all(one.size for one in files):
        return None
    return sum(tally.read for tally in mine)


def _records(
    container: Container, account: Account, owner: Owner, posts: pl.DataFrame, messages: pl.DataFrame,
    named: list[pl.DataFrame], tallies: list[Tally], counts: dict[str, int | None],
) -> Records:  # fmt: skip
    first, last = days(posts, messages)
    made = owner.generated.date() if owner.generated else last
    # An archive holds all since the account's creation: a quarter without a record is a silent one, not an unknown one.
    span = (min(filter(None, (first, owner.created)), default=None), max(filter(None, (last, made)), default=None))
    # said of the account and of no file: nobody is asked for what lies before it
    alive = {ALIVE: (span[0] if owner.created else None, span[1])}
    if any(tally.is_cut for tally in tallies):
        span = (first, last)  # the rest of the file is missing: silence before and after says nothing
    needs = dict.fromkeys(("own_text", "reshares", "replies_out", "minute_time", "author_ids"), span)
    if counts["following"] is not None and counts["followers"] is not None:
        needs["following_count"] = around(made)
    if owner.profile or owner.name:
        needs["profile"] = around(made)
    if account.read_dms and container.matching(xmessages.FILES):
        needs["dm_text"] = span
    snapshots = _snapshot(account, owner, counts, posts) if made else pl.DataFrame(schema=SNAPSHOTS)
    return Records(
        posts=posts,
        messages=conform(messages, MESSAGES),
        people=_people(account, owner, named),
        snapshots=conform(snapshots, SNAPSHOTS),
        feeds=pl.concat([feed(account.key, container.label, needs), feed(account.key, "", alive)]),
    )


def _snapshot(account: Account, owner: Owner, counts: dict[str, int | None], posts: pl.DataFrame) -> pl.DataFrame:
    profile = owner.profile or Profile()
    return pl.DataFrame(
        [
            {
                "account": account.key, "at": owner.generated or posts["created_at"].max(), **counts,
                "posts_total": posts.height, "name": owner.name, "bio": profile.description.bio,
                "website": profile.description.website or None, "avatar_url": profile.avatarMediaUrl,
                "header_url": profile.headerMediaUrl, "source": NAME,
            }
        ],
        schema=SNAPSHOTS,
    )  # fmt: skip


def _people(account: Account, owner: Owner, named: list[pl.DataFrame]) -> pl.DataFrame:
    """Everybody named, the account itself first, under every handle it has had."""
    platform = account.platform
    own = [
        {"key": f"{platform}:@{name}", "handle": name, "name": owner.name, "is_self": True}
        for name in sorted(owner.names)
    ]
    if owner.id:
        handle = (owner.handle or account.handle).lstrip("@").casefold()
        own.append(
            {"key": f"{platform}:{owner.id}", "id": owner.id, "handle": handle, "name": owner.name, "is_self": True}
        )
    me = conform(pl.DataFrame(own, infer_schema_length=None), PEOPLE)
    others = pl.concat(named) if named else pl.DataFrame(schema={"id": pl.Utf8, "handle": pl.Utf8, "name": pl.Utf8})
    named.clear()
    others = others.filter(pl.col("handle").is_not_null()).with_columns(
        pl.coalesce(pl.lit(f"{platform}:") + pl.col("id"), pl.lit(f"{platform}:@") + pl.col("handle")).alias("key"),
        pl.lit(False).alias("is_self"),
    )
    both = pl.concat([me, conform(others, PEOPLE)]).filter(pl.col("key").is_first_distinct())
    return both.with_columns(pl.lit(platform).alias("platform"), pl.lit(False).alias("weak"))
