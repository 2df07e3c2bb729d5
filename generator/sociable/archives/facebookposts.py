"""Posts and comments of a Facebook download: typed records to rows.

Kinds follow from structure, never from ``title``, which is a sentence in the
account's language: text makes a post, a link without text a share, a
photograph without text a post without words, nothing at all is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from sociable.archives import assemble, metatext
from sociable.archives.metatext import Number, repair, seconds

POSTS_OWN = ("timestamp", "data", "attachments", "label_values")
_NOWHERE = re.compile(r"^(?:https?://0\.0\.0\.0/?)?$")


class Media(msgspec.Struct, gc=False):
    """A photograph or film."""

    uri: str | None = None
    description: str | None = None
    creation_timestamp: Number = None


class External(msgspec.Struct, gc=False):
    """An address attached to a post."""

    url: str | None = None
    name: str | None = None


class Item(msgspec.Struct, gc=False):
    """One thing attached; what else a record holds is not read."""

    media: Media | None = None
    external_context: External | None = None
    text: str | None = None


class Attached(msgspec.Struct, gc=False):
    """A group of things attached."""

    data: list[Item] = []


class Comment(msgspec.Struct, gc=False):
    """The words of a comment."""

    timestamp: Number = None
    comment: str | None = None
    author: str | None = None
    group: str | None = None


class Datum(msgspec.Struct, gc=False):
    """Part of a record: the words, or a comment."""

    post: str | None = None
    comment: Comment | None = None


class Label(msgspec.Struct, gc=False):
    """The newer way to write a field: its name in the account's language, and its value."""

    label: str | None = None
    value: str | None = None
    href: str | None = None
    timestamp_value: Number = None
    dict: list[Any] | None = None


class Post(msgspec.Struct, gc=False):
    """One record of a posts or comments file."""

    timestamp: Number = None
    data: list[Datum] | None = None
    attachments: list[Attached] | None = None
    label_values: list[Label] | None = None
    media: list[Media] | None = None
    tags: Any = None


def named(found: Sequence[Post]) -> set[str]:
    """The names of those whom posts and comments tag."""
    tags = [tag for one in found if isinstance(one.tags, list) for tag in one.tags]
    tagged = [tag.get("name") if isinstance(tag, dict) else tag for tag in tags]
    names = {repair(one) for one in tagged if isinstance(one, str)}
    for one in found:
        for part in one.data or []:
            words = repair(part.post) + repair(part.comment.comment if part.comment else "")
            names |= set(re.findall(metatext.MENTION, words))
    return names - {""}


def rows(found: Sequence[Post], domains: Sequence[str], place: str | None = None) -> list[dict[str, Any]]:
    """ROWS of posts; `domains` are the brand's own, a bare link to which is no share of others' words."""
    return [_row(one, domains, place) for one in found]


def _row(one: Post, domains: Sequence[str], place: str | None) -> dict[str, Any]:
    items = [item for group in one.attachments or [] for item in group.data]
    media = [*(item.media for item in items if item.media), *(one.media or [])]
    links = [item.external_context.url or "" for item in items if item.external_context]
    words = _words(one, items, media)
    real = [link for link in links if not _NOWHERE.match(link)]
    bare = bool(links) and not words and not media
    return {
        # An address that Facebook withholds (0.0.0.0) stays: it says that there was one.
        "seconds": seconds(one.timestamp), "text": words, "uri": _first(media, real), "links": [*filter(None, links)],
        "form": "repost" if bare and not _own(real, domains) else "post",
        # A film that Facebook left out of the download still stands as an empty attachment: how many is not known.
        "media_count": len(media) if items or words or not one.attachments else None, "place": place,
    }  # fmt: skip


def _words(one: Post, items: Sequence[Item], media: Sequence[Media]) -> str:
    """The words of a post, else of what it shows: of a film or a text card, or of the only picture."""
    said = next((repair(part.post) for part in one.data or [] if part.post), "") or _labelled(one)
    if said or len(media) > 1:
        return said
    return repair(media[0].description) if media else next((repair(item.text) for item in items if item.text), "")


def _first(media: Sequence[Media], links: Sequence[str]) -> str | None:
    return next((one.uri for one in media if one.uri), None) or next(iter(links), None)


def _own(links: Sequence[str], domains: Sequence[str]) -> bool:
    named = (assemble.host_of(link).casefold().rpartition("@")[2] for link in links if "://" in link)
    hosts = [one.partition(":")[0].removeprefix("www.") for one in named]
    wanted = [domain.casefold().removeprefix("www.") for domain in domains]
    return any(host == one or host.endswith(f".{one}") for host in hosts for one in wanted)


def _labelled(one: Post) -> str:
    """The longest value that is no address, of a record that names its fields one by one."""
    values = [repair(label.value) for label in one.label_values or [] if label.value]
    return max((value for value in values if not re.match(r"https?://\S+$", value)), key=len, default="")


def comments(found: Sequence[Post], group: bool = False) -> list[dict[str, Any]]:
    """ROWS of the comments that the account wrote; whom they answer is not in the file."""
    made = []
    for one in found:
        said = next((part.comment for part in one.data or [] if part.comment), None)
        items = [item for attached in one.attachments or [] for item in attached.data]
        media = [item.media for item in items if item.media]
        links = [item.external_context.url or "" for item in items if item.external_context]
        real = [link for link in links if not _NOWHERE.match(link)]
        words = repair(said.comment) if said else _labelled(one)
        closed = group or bool(said and said.group)
        made.append(
            {
                "seconds": seconds(said.timestamp if said and said.timestamp else one.timestamp), "text": words,
                "uri": _first(media, real), "links": real, "form": "reply", "media_count": len(media),
                "place": "semi-closed" if closed else None, "owner": _answered(words),
            }
        )  # fmt: skip
    return made


def _answered(words: str) -> str | None:
    """Whom a comment names first, where Facebook wrote the mention out."""
    match = re.match(rf"\s*{metatext.MENTION}", words)
    return f"facebook:name:{match[1]}" if match else None
