"""Which file of a Facebook, Instagram or Threads download holds what, by how it starts.

Names and folders change with years and account kinds; the key of the list
inside does not.  Files about logins, devices, advertisements and contacts are
never opened.
"""

from __future__ import annotations

import re

from sociable.archives import jsonfile
from sociable.archives.container import Container, Member

PRIVATE = re.compile(
    r"(?:^|/)(?:ads_information|ads_and_topics|ads_and_businesses|security_and_login_information|logged_information"
    r"|login_and_account_creation|login_and_profile_creation|apps_and_websites_off_of_(?:facebook|instagram)"
    r"|apps_and_websites|saved|saved_items_and_collections|preferences|your_topics|device_information|recent_searches"
    r"|search|contacts|other_logged_information|information_about_you|your_places|location|shopping|facebook_payments"
    r"|facebook_marketplace|avatars_store|meta_spark|fundraisers|settings|bug_bounty|likes|story_interactions"
    r"|story_sticker_interactions|subscriptions|voting_location_and_reminders)/"
    r"|(?:^|/)(?:trash|archive|archived_posts|edits_you_made_to_posts|recently_deleted_content|secret_conversations"
    r"|autofill_information|contact_info)\.json$",
    re.I,
)
MESSAGES = re.compile(r"message(?:s)?_\d+\.json", re.I)
_WRAPPERS = {
    "comments_v2": "fb-comments", "comments": "fb-comments", "group_comments_v2": "fb-group-comments",
    "group_posts_v2": "fb-group-posts", "group_posts": "fb-group-posts", "status_updates": "fb-posts",
    "followers_v2": "fb-followers", "followers_v3": "fb-followers", "followers_v4": "fb-followers",
    "following_v2": "fb-following", "following_v3": "fb-following", "following_v4": "fb-following",
    "profile_v2": "fb-profile", "profile_information_v2": "fb-profile", "participants": "messages",
    "ig_stories": "ig-stories", "ig_reels_media": "ig-posts", "ig_igtv_media": "ig-posts",
    "ig_other_media": "ig-posts", "ig_posts": "ig-posts", "ig_text_posts": "ig-posts",
    "comments_media_comments": "ig-comments", "comments_reels_comments": "ig-comments",
    "comments_story_comments": "ig-comments", "relationships_followers": "ig-followers",
    "relationships_following": "ig-following", "profile_user": "ig-profile", "text_post_app_text_posts": "threads",
    "text_post_app_text_post_app_followers": "threads-followers",
    "text_post_app_text_post_app_following": "threads-following",
    "media_comments": "igold-comments", "story_comments": "igold-comments", "live_comments": "igold-comments",
}  # fmt: skip


def kind(member: Member) -> str:
    """What the file holds ("fb-posts", "ig-comments", "messages" ...); "" for what is not ours to read."""
    return member.once(__name__, _kind)


def _kind(member: Member) -> str:
    tail = member.tail.lower()
    if not tail.endswith(".json") or PRIVATE.search(member.name) or not member.size:
        return _by_name(member.name.lower()) if tail.endswith(".json") and not PRIVATE.search(member.name) else ""
    if MESSAGES.fullmatch(tail):
        return "messages"
    first, keys = jsonfile.peek(member)
    found = _WRAPPERS.get(first, "") or _inside(first, keys, member.name.lower())
    return found or _by_name(member.name.lower())


def _inside(first: str, keys: set[str], name: str) -> str:
    """By the fields of the first record, where no key of the root tells."""
    tail = name.rsplit("/", 1)[-1]
    if "taken_at" in keys and "path" in keys:
        return "igold-media"
    if "conversation" in keys and "participants" in keys:
        return "igold-messages"
    if "participants" in keys and "messages" in keys:
        return "messages"
    if {"followers", "following"} & {first} and "string_list_data" not in keys and "timestamp" not in keys:
        return "igold-connections"
    if "biography" in keys and "username" in keys and first:
        return "igold-profile"
    if "text_app_post" in keys or (first == "" and "threads_and_replies" in tail):
        return "threads"
    if "string_list_data" in keys:
        return _people(tail, name)
    if "comment" in tail and {"string_map_data", "label_values"} & keys and not re.search("liked|prompt|setting", tail):
        return "ig-comments"
    if "uri" in keys and "creation_timestamp" in keys and not {"timestamp", "attachments"} & keys:
        return "" if re.search(r"profile_photo|album|video_s|photos|videos", tail) else "ig-posts"
    if "label_values" in keys and re.fullmatch(r"(?:posts|reels|stories)(?:_\d+)?\.json", tail):
        return "ig-posts"
    return _facebook(first, keys, tail)


def _people(tail: str, name: str) -> str:
    """Lists of people: only who follows and who is followed, of Instagram or of Threads."""
    side = re.match(r"(followers|following)(?:_\d+)?\.json", tail)
    if side is None:
        return ""
    return f"threads-{side[1]}" if "/threads/" in f"/{name}" else f"ig-{side[1]}"


def _facebook(first: str, keys: set[str], tail: str) -> str:
    if "reaction" in keys or (first and first not in ("timestamp", "data", "attachments", "title", "post", "tags")):
        return ""
    posted = {"post", "attachments"} & keys or "posts" in tail
    if "timestamp" in keys and posted and not re.search("other_people|on_other|who_|sharing_links|comment", tail):
        return "fb-posts"
    return "fb-comments" if "comment" in keys and "timestamp" in keys and "comment" in tail else ""


def _by_name(name: str) -> str:
    """The kind of a file that holds nothing, or a list under a key not known, by its name."""
    tail = name.rsplit("/", 1)[-1]
    if re.fullmatch(r"(?:profile_posts|your_posts\w*|posts)(?:_\d+)?\.json", tail):
        return "ig-posts" if re.match(r"posts(?:_\d+)?\.json", tail) and "facebook" not in name else "fb-posts"
    if re.fullmatch(r"(?:reels|stories|igtv_videos)\.json", tail):
        return "ig-posts"
    if re.fullmatch(r"(?:post|reels)_comments(?:_\d+)?\.json", tail):
        return "ig-comments"
    if tail == "threads_and_replies.json":
        return "threads"
    return "fb-comments" if tail == "comments.json" else ""


def sort(container: Container) -> dict[str, list[Member]]:
    """The members of each kind, in order of name."""
    found: dict[str, list[Member]] = {}
    for member in container.members:
        if what := kind(member):
            found.setdefault(what, []).append(member)
    return found


def known(container: Container, prefix: tuple[str, ...]) -> bool:
    """Whether a member of such a kind is there; message files are looked at last."""
    return any(kind(one).startswith(prefix) for one in container.members if not MESSAGES.fullmatch(one.tail.lower()))


def network(member: Member, label: str, mixed: str) -> str:
    """Whose messages a message file holds: the folder's or the download's name says it, else `mixed`."""
    for place in (member.name.lower(), label.lower()):
        if "instagram" in place:
            return "instagram"
        if "facebook" in place:
            return "facebook"
    return mixed
