"""The Instagram download of 2018 to 2020: ``media.json``, ``comments.json``, ``connections.json`` and others.

Times are written out (``2019-05-05T12:00:00``) in UTC; handles are in clear.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from sociable.archives import jsonfile
from sociable.archives.container import Member
from sociable.archives.metatext import repair
from sociable.archives.records import Tally


class Taken(msgspec.Struct, gc=False):
    """A picture or film that was posted."""

    caption: str | None = None
    taken_at: str | None = None
    path: str | None = None


class Media(msgspec.Struct):
    """``media.json``: what was posted, by kind; profile pictures and messages are left out."""

    photos: list[Taken] = []
    videos: list[Taken] = []
    stories: list[Taken] = []
    igtv: list[Taken] = []


class Profile(msgspec.Struct):
    """``profile.json``, only what is public."""

    username: str | None = None
    name: str | None = None
    biography: str | None = None
    website: str | None = None


class Connections(msgspec.Struct):
    """``connections.json``: handle -> when."""

    followers: dict[str, str] = {}
    following: dict[str, str] = {}


def when(value: object) -> int | None:
    """Unix seconds of a written time, UTC where it names no zone; None for what is no time."""
    try:
        found = dt.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=dt.UTC)).timestamp())


def posts(member: Member, tally: Tally) -> list[dict[str, Any]]:
    """ROWS of posts; pictures of one second and caption are one post."""
    media = jsonfile.whole(member, Media, tally)
    made: dict[tuple[str, int | None, str], dict[str, Any]] = {}
    for form, found in (("post", (*media.photos, *media.videos, *media.igtv)), ("story", tuple(media.stories))):
        for one in found:
            words, at = repair(one.caption), when(one.taken_at)
            known = made.get((form, at, words))
            if known:
                known["media_count"] += 1
                continue
            row: dict[str, Any] = {
                "seconds": at,
                "text": words,
                "uri": one.path,
                "form": form,
                "media_count": 1,
                "links": [],
            }
            made[(form, at, words)] = row
    tally.read += len(made)
    if not made:
        tally.issue("empty", "nothing in it")
    return list(made.values())


def comments(member: Member, handle: str, platform: str, tally: Tally) -> list[dict[str, Any]]:
    """ROWS of own comments, each ``[time, words, owner of the post]``."""
    lists = jsonfile.whole(member, dict[str, list[msgspec.Raw]], tally)
    decoder = msgspec.json.Decoder(tuple[str, str, str])
    made: list[dict[str, Any]] = []
    for raw in (one for found in lists.values() for one in found):
        tally.read += 1
        try:
            at, words, owner = decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            tally.skip("broken")
            continue
        said, other = repair(words), owner.casefold()
        named = said.split()[0].strip("@,:").casefold() if said.startswith("@") and said.split()[0] != "@" else ""
        to = named or (other if other != handle else "")
        made.append(
            {
                "seconds": when(at), "text": said, "uri": other, "form": "reply" if to else "thread",
                "media_count": 0, "links": [], "owner": f"{platform}:@{to}" if to else None,
            }
        )  # fmt: skip
    return made


def connections(member: Member, tallies: list[Tally]) -> tuple[Sequence[int | None], Sequence[int | None]] | None:
    """When each follower came and when each account was followed; None where the file breaks off."""
    tallies.append(Tally(member.label, "instagram"))
    found = jsonfile.whole(member, Connections, tallies[-1])
    return (
        None
        if tallies[-1].is_cut
        else ([when(at) for at in found.followers.values()], [when(at) for at in found.following.values()])
    )
