"""The shapes of an outbox, as far as they are read (FORMATS 5)."""

from __future__ import annotations

from typing import Any

import msgspec


class Tag(msgspec.Struct):
    """A mention, a hashtag or an emoji."""

    type: str | None = None
    href: str | None = None
    name: str | None = None


class Note(msgspec.Struct):
    """The post of a Create activity."""

    id: str | None = None
    type: str | None = None
    url: Any = None
    published: str | None = None
    name: str | None = None
    summary: str | None = None
    content: str | None = None
    contentMap: dict[str, str] | None = None
    inReplyTo: Any = None
    attachment: Any = None
    tag: Any = None
    to: Any = None
    cc: Any = None
    quote: Any = None
    quoteUrl: Any = None
    quoteUri: Any = None


class Activity(msgspec.Struct):
    """One item of the outbox; ``object`` is a Note of a Create, an address of an Announce."""

    type: str | None = None
    id: str | None = None
    actor: Any = None
    published: str | None = None
    to: Any = None
    cc: Any = None
    object: Any = None


class Actor(msgspec.Struct):
    """What actor.json says of the account."""

    id: str | None = None
    preferredUsername: str | None = None
    name: str | None = None
    summary: str | None = None
    icon: Any = None
    image: Any = None
    attachment: Any = None
    published: str | None = None
