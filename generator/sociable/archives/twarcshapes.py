"""Tweets, users and pages of the X API v2 as twarc writes them, one JSON a line (FORMATS 9)."""

from __future__ import annotations

from typing import Any

import msgspec


class Reference(msgspec.Struct):
    """A tweet that another answers, quotes or repeats; whole in flattened files."""

    type: str | None = None
    id: str | None = None
    text: str | None = None
    author_id: str | None = None
    author: User | None = None
    entities: Entities | None = None
    note_tweet: Note | None = None


class Counts(msgspec.Struct):
    """Counters of a tweet."""

    retweet_count: int | None = None
    reply_count: int | None = None
    like_count: int | None = None
    quote_count: int | None = None
    bookmark_count: int | None = None
    impression_count: int | None = None


class Crowd(msgspec.Struct):
    """Counters of a user."""

    followers_count: int | None = None
    following_count: int | None = None
    tweet_count: int | None = None


class Url(msgspec.Struct):
    """A link: as written, and where it leads."""

    url: str | None = None
    expanded_url: str | None = None
    media_key: str | None = None


class Mention(msgspec.Struct):
    """Somebody named."""

    username: str | None = None
    id: str | None = None


class Hashtag(msgspec.Struct):
    """A hashtag without its sign."""

    tag: str | None = None


class Entities(msgspec.Struct):
    """What a text names."""

    urls: list[Url] | None = None
    mentions: list[Mention] | None = None
    hashtags: list[Hashtag] | None = None


class Note(msgspec.Struct):
    """The whole of a long post."""

    text: str | None = None
    entities: Entities | None = None


class Attachments(msgspec.Struct):
    """Media of a tweet; flattened files hold more than keys."""

    media_keys: list[Any] | None = None
    media: list[Any] | None = None


class Page(msgspec.Struct):
    """The profile's link."""

    urls: list[Url] | None = None


class UserEntities(msgspec.Struct):
    """Links of a profile."""

    url: Page | None = None


class User(msgspec.Struct):
    """An account."""

    id: str | None = None
    username: str | None = None
    name: str | None = None
    description: str | None = None
    profile_image_url: str | None = None
    public_metrics: Crowd | None = None
    entities: UserEntities | None = None


class Tweet(msgspec.Struct):
    """A post, bare or flattened."""

    id: str
    text: str
    author_id: str | None = None
    author: User | None = None
    created_at: str | None = None
    conversation_id: str | None = None
    in_reply_to_user_id: str | None = None
    in_reply_to_user: User | None = None
    referenced_tweets: list[Reference] | None = None
    public_metrics: Counts | None = None
    entities: Entities | None = None
    attachments: Attachments | None = None
    note_tweet: Note | None = None
    lang: str | None = None
    source: str | None = None
    edit_history_tweet_ids: list[str] | None = None


class Includes(msgspec.Struct):
    """What a page adds to its tweets; each piece is decoded on its own."""

    users: list[msgspec.Raw] | None = None
    tweets: list[msgspec.Raw] | None = None


class Stamp(msgspec.Struct):
    """When twarc fetched the page."""

    retrieved_at: str | None = None


class Line(msgspec.Struct, rename={"stamp": "__twarc"}):
    """One line: a page, or a piece of a stream; flattened tweets have no data."""

    data: msgspec.Raw = msgspec.Raw(b"")
    includes: Includes | None = None
    stamp: Stamp | None = None
    errors: Any = None


class Sort(msgspec.Struct):
    """Enough of an object to tell what it is."""

    id: Any = None
    text: Any = None
    username: Any = None
    tweet_count: Any = None
    owner_id: Any = None
    action: Any = None
    full_text: Any = None
    user: Any = None

    def kind(self) -> str:
        """tweet, user, count, list, compliance, api-v1 or unknown."""
        if self.action is not None:
            return "compliance"
        if self.tweet_count is not None and self.id is None:
            return "count"
        if (self.full_text is not None or isinstance(self.user, dict)) and self.username is None:
            return "api-v1"
        if isinstance(self.id, str) and isinstance(self.text, str):
            return "tweet"
        return "user" if self.username is not None else "list" if self.owner_id is not None else "unknown"
