"""Posts, reels, stories and comments of an Instagram download: typed records to rows.

The caption stands at the post when it has several pictures, else at the
picture.  Field names inside a record are in the account's language, so a
comment's parts are told by their place and their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from sociable.archives.metatext import Number, repair, seconds

POSTS_OWN = ("media", "uri", "creation_timestamp", "label_values")
HANDLE = re.compile(r"^[a-z0-9_](?:[a-z0-9._]{0,28}[a-z0-9_])?$")
_ADDRESS = re.compile(r"https?://(?:www\.)?(?:instagram\.com|threads\.(?:net|com))/(?:_u/|@)?([\w.]+)/?(?:\?.*)?$")
_COMMENT = frozenset(
    [
        "comment",
        "kommentar",
        "opmerking",
        "reactie",
        "commentaire",
        "comentario",
        "comentário",
        "commento",
        "komentarz",
        "kommentti",
        "yorum",
        "komentář",
        "комментарий",
        "コメント",
    ]
)


class TextApp(msgspec.Struct, gc=False):
    """What Threads adds to a post."""

    is_reply: bool | None = None


class Media(msgspec.Struct, gc=False):
    """A picture or film; its camera data is never decoded."""

    uri: str | None = None
    creation_timestamp: Number = None
    title: str | None = None
    text_app_post: TextApp | None = None


class Label(msgspec.Struct, gc=False):
    """A field with its name in the account's language; fields may stand in fields."""

    label: str | None = None
    value: str | None = None
    href: str | None = None
    timestamp_value: Number = None
    title: str | None = None
    dict: list[Label] | None = None
    media: list[Media] | None = None


class Entry(msgspec.Struct, gc=False):
    """One field of ``string_map_data``."""

    value: str | None = None
    href: str | None = None
    timestamp: Number = None


class Post(msgspec.Struct, gc=False):
    """One record of a file of posts, reels or stories."""

    media: list[Media] | Media | None = None
    title: str | None = None
    caption: str | None = None
    creation_timestamp: Number = None
    timestamp: Number = None
    uri: str | None = None
    text_app_post: TextApp | None = None
    is_reply: bool | None = None
    label_values: list[Label] | None = None


class Comment(msgspec.Struct, gc=False):
    """One record of a comments file."""

    string_map_data: dict[str, Entry] | None = None
    string_list_data: list[Entry] | None = None
    label_values: list[Label] | None = None
    media_list_data: list[Media] | None = None
    title: str | None = None
    timestamp: Number = None


class Followed(msgspec.Struct, gc=False):
    """One record of a list of people."""

    title: str | None = None
    string_list_data: list[Entry] | None = None
    timestamp: Number = None


def rows(found: Sequence[Post], form: str) -> list[dict[str, Any]]:
    """ROWS of posts (`form` post) or stories (`form` story)."""
    return [_row(one, form) for one in found]


def _row(one: Post, form: str) -> dict[str, Any]:
    leaves = list(_leaves(one.label_values or []))
    media = _shown(one, leaves)
    times = (one.creation_timestamp, one.timestamp, *(item.creation_timestamp for item in media))
    flags = (one.text_app_post, *(item.text_app_post for item in media))
    answer = one.is_reply or any(flag.is_reply for flag in flags if flag)
    files = [item.uri for item in media if item.uri]
    return {
        "seconds": next((time for one in times if (time := seconds(one))), None),
        "text": _caption(one, media) or _longest(leaves), "form": "reply" if answer else form,
        "uri": files[0] if files else None, "media_count": len(files), "links": [],
    }  # fmt: skip


def _shown(one: Post, leaves: Sequence[Label]) -> list[Media]:
    """What a post shows, in its order: it may be the medium itself, hold some, or hold them in nested fields."""
    itself = [Media(one.uri, one.creation_timestamp, one.title, one.text_app_post)] if one.uri else []
    held = [one.media] if isinstance(one.media, Media) else one.media or []
    return [*itself, *held, *(item for leaf in leaves for item in leaf.media or [])]


def _caption(one: Post, media: Sequence[Media]) -> str:
    """The words of a post; those of its only medium come first, else those of the whole."""
    own = repair(one.title or one.caption)
    titles = [title for item in media if (title := repair(item.title))]
    found = [*titles, own] if len(media) == 1 else [own, *titles]
    return next(filter(None, found), "")


def _leaves(labels: Sequence[Label]) -> Iterator[Label]:
    for label in labels:
        yield label
        yield from _leaves(label.dict or [])


def _longest(labels: Sequence[Label]) -> str:
    values = [repair(label.value) for label in labels if label.value]
    return max((value for value in values if not re.match(r"https?://\S+$", value)), key=len, default="")


def comments(found: Sequence[Comment], handle: str, platform: str) -> list[dict[str, Any]]:
    """ROWS of the comments that the account wrote; `handle` is its own, casefolded."""
    return [_comment(one, handle, platform) for one in found]


def _comment(one: Comment, handle: str, platform: str) -> dict[str, Any]:
    pairs, times, owner = _fields(one)
    words, owner = _parted(pairs, owner or repair(one.title))
    files = [item.uri for item in one.media_list_data or [] if item.uri]
    starts = re.match(r"\s*@([\w.]*\w)", words)
    named = starts[1].casefold() if starts else None
    # On one's own post only a name at the start says that somebody is answered.
    answered = named or (owner if owner != handle else None)
    return {
        "seconds": next((time for value in (*times, one.timestamp) if (time := seconds(value))), None), "text": words,
        "uri": files[0] if files else owner, "form": "reply" if answered or not owner else "thread",
        "media_count": len(files), "links": [], "owner": f"{platform}:@{answered}" if answered else None,
    }  # fmt: skip


def _fields(one: Comment) -> tuple[list[tuple[str, str]], list[Number], str]:
    """Names and values of a comment, its times, and the owner of the post where a nested field tells."""
    entries = one.string_map_data or {}
    pairs = [(repair(key), repair(entry.value)) for key, entry in entries.items() if entry.value]
    times = [entry.timestamp for entry in entries.values()]
    for entry in one.string_list_data or []:
        pairs.append(("", repair(entry.value)))
        times.append(entry.timestamp)
    owner = ""
    for top in one.label_values or []:
        times.append(top.timestamp_value)
        if top.value and not _ADDRESS.match(top.value) and not top.value.startswith("http"):
            pairs.append((repair(top.label), repair(top.value)))
        inside = [leaf for leaf in _leaves(top.dict or []) if leaf.value]
        owner = owner or next((leaf.value or "" for leaf in reversed(inside) if HANDLE.match(leaf.value or "")), "")
    return [pair for pair in pairs if pair[1]], times, owner.casefold()


def _parted(pairs: list[tuple[str, str]], owner: str) -> tuple[str, str]:
    """The words of a comment and the handle of whoever owns the post."""
    if not pairs:
        return "", owner if HANDLE.match(owner) else ""
    words = next((value for key, value in pairs if key.casefold() in _COMMENT), None)
    if words is None:
        free = [value for _, value in pairs if not HANDLE.match(value)]
        words = max(free, key=len) if free else pairs[0][1]
    others = [value for _, value in pairs if value is not words and HANDLE.match(value.casefold())]
    known = others[0].casefold() if others else owner.casefold()
    return words, known if HANDLE.match(known) else ""


def people(found: Sequence[Followed]) -> tuple[set[str], list[int]]:
    """The handles in a list of people, and when each came."""
    handles, times = set(), []
    for number, one in enumerate(found):
        entry = (one.string_list_data or [Entry()])[0]
        linked = _ADDRESS.match(entry.href or "")
        handles.add((entry.value or one.title or (linked[1] if linked else "") or str(number)).casefold())
        when = seconds(entry.timestamp) or seconds(one.timestamp)
        times += [when] if when else []
    return handles, times
