"""The fields that we read of an X archive's records; all others are never decoded.

Absent and null are alike; numbers may come as text, and do.
"""

from __future__ import annotations

import msgspec

Word = str | int | None


class Link(msgspec.Struct, gc=False):
    """A shortened address and what it stands for."""

    url: str = ""
    expanded_url: str | None = None


class Mention(msgspec.Struct, gc=False):
    """An account that a post names."""

    screen_name: str = ""
    name: str | None = None
    id_str: Word = None


class Tag(msgspec.Struct, gc=False):
    """A hashtag without #."""

    text: str = ""


class Entities(msgspec.Struct, gc=False):
    """What X found in the text."""

    urls: list[Link] = []
    user_mentions: list[Mention] = []
    hashtags: list[Tag] = []
    media: list[Link] = []


class Versions(msgspec.Struct, gc=False):
    """The ids of all versions of an edited post, oldest first."""

    editTweetIds: list[str] = []


class Edit(msgspec.Struct, gc=False):
    """A later version of a post."""

    editControlInitial: Versions | None = None


class EditInfo(msgspec.Struct, gc=False):
    """Either the first version or a later one."""

    initial: Versions | None = None
    edit: Edit | None = None


class Tweet(msgspec.Struct, gc=False):
    """The fields we read of a post; `tweet` holds it in every layout but the oldest."""

    tweet: Tweet | None = None
    id_str: Word = None
    id: Word = None
    created_at: str | None = None
    full_text: str | None = None
    text: str | None = None
    lang: str | None = None
    source: str | None = None
    favorite_count: Word = None
    retweet_count: Word = None
    in_reply_to_status_id_str: Word = None
    in_reply_to_status_id: Word = None
    in_reply_to_user_id_str: Word = None
    in_reply_to_user_id: Word = None
    in_reply_to_screen_name: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None
    edit_info: EditInfo | None = None
    community_id: Word = None
