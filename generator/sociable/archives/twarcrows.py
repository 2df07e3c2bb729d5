"""Tweets of the X API as rows: the account's own posts, and what others wrote to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sociable.archives import assemble
from sociable.archives.text import X_EPOCH_MS, X_FIRST_TIMED_ID, digits
from sociable.archives.twarclines import Found
from sociable.archives.twarcshapes import Counts, Entities, Tweet, Url
from sociable.config import Account

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_MEDIA = re.compile(r"https?://(?:twitter|x)\.com/\w+/status/\d+/(?:photo|video)/\d+")
_HANDLE = re.compile(r"(?:^|[^\w@/.])@(\w{1,15})")


@dataclass(frozen=True, slots=True)
class Self:
    """The account as the file knows it."""

    account: Account
    handle: str
    id: str | None

    def wrote(self, tweet: Tweet) -> bool:
        """Whether the account is the author."""
        name = tweet.author.username if tweet.author else None
        return (self.id is not None and tweet.author_id == self.id) or (name or "").casefold() == self.handle


def row(tweet: Tweet, whole: Found, me: Self) -> dict[str, Any]:
    """What posts and messages share."""
    said, entities = written(tweet)
    urls = [one for one in entities.urls or () if not _is_media(one)]
    when = assemble.instant(tweet.created_at)
    number = digits(tweet.id) or 0
    by_id = assemble.by_id(number, 22, X_EPOCH_MS) if number >= X_FIRST_TIMED_ID else None
    return {
        "uid": f"x:{tweet.id}", "created_at": when or by_id, "tz_source": "explicit" if when else "id", "text": said,
        "lang": tweet.lang, "mentions": mentions(tweet), "app": tweet.source,
        "links": list(dict.fromkeys(link for one in urls if (link := one.expanded_url or one.url))),
        "hashtags": [one.tag for one in entities.hashtags or () if one.tag],
        "media_count": len((tweet.attachments and (tweet.attachments.media or tweet.attachments.media_keys)) or ()),
        "thread_root": f"x:{tweet.conversation_id}" if tweet.conversation_id else None,
    }  # fmt: skip


def post(tweet: Tweet, whole: Found, me: Self) -> dict[str, Any]:
    """An own post with its kind, its parent, and the text of the parent where the file holds it."""
    shared = row(tweet, whole, me)
    about = {one.type: one.id for one in tweet.referenced_tweets or () if one.id}
    parent, source = about.get("replied_to"), about.get("retweeted")
    above = whole.tweets.get(parent or "") or whole.context.get(parent or "")
    form = _form(tweet, about, above[0] if above else None, me)
    author = tweet.in_reply_to_user_id if form in ("reply", "thread", "mention_start") else None
    if source or (form == "quote" and not parent):
        other = whole.tweets.get(source or about["quoted"]) or whole.context.get(source or about["quoted"])
        author = other[0].author_id if other else None
        if source and other:
            shared["text"] = f"RT @{_name(other[0], whole)}: {written(other[0])[0]}"
        shared["text_truncated"] = "unknown" if source and not other else "no"
    return {
        **shared, "form": form, "reply_to_uid": f"x:{parent}" if parent else None,
        "reply_to_author": f"x:{author}" if author else None,
        "parent_text": written(above[0])[0] if above else None,
        "parent_mentions": mentions(above[0]) if above else None,
        "permalink": f"https://x.com/{me.account.handle.lstrip('@')}/status/{tweet.id}", "place": "open",
        **({} if source else counters(tweet.public_metrics)),
    }  # fmt: skip


def inbound(tweet: Tweet, whole: Found, me: Self) -> dict[str, Any] | None:
    """A message of somebody else to the account; None for what does not concern it."""
    about = {one.type: one.id for one in tweet.referenced_tweets or () if one.id}
    named = me.handle in mentions(tweet)
    parent = about.get("replied_to")
    above = whole.tweets.get(parent or "") or whole.context.get(parent or "")
    answers = bool(me.id and tweet.in_reply_to_user_id == me.id) or bool(above and me.wrote(above[0]))
    quoted = whole.tweets.get(about.get("quoted", "")) or whole.context.get(about.get("quoted", ""))
    quotes = bool(quoted and me.wrote(quoted[0]))
    if "retweeted" in about or not (named or answers or quotes):
        return None
    shared = row(tweet, whole, me)
    return {
        **{name: shared[name] for name in ("uid", "created_at", "text", "lang", "mentions", "app")},
        "direction": "in", "channel": "reply" if parent else "mention" if named else "other",
        "author": f"x:{tweet.author_id}" if tweet.author_id else None,
        "recipient": f"x:{me.id}" if me.id else assemble.me(me.account),
        "parent_uid": f"x:{parent}" if parent else None, "thread_id": shared["thread_root"] or shared["uid"],
        "target_post_uid": f"x:{parent}" if parent and answers else None,
        "permalink": f"https://x.com/{_name(tweet, whole) or 'i/web'}/status/{tweet.id}", "private": False,
    }  # fmt: skip


def written(tweet: Tweet) -> tuple[str, Entities]:
    """The whole text as people saw it, links in full and media links dropped; and what it names."""
    note = tweet.note_tweet if tweet.note_tweet and tweet.note_tweet.text else None
    said = note.text if note and note.text else tweet.text
    entities = (note.entities if note else None) or tweet.entities or Entities()
    for sign, plain in _ENTITIES:
        said = said.replace(sign, plain)
    for one in (*(entities.urls or ()), *((tweet.entities.urls if tweet.entities else None) or ())):
        if one.url:
            said = said.replace(one.url, "" if _is_media(one) else one.expanded_url or one.url)
    return said.strip(), entities


def mentions(tweet: Tweet) -> list[str]:
    """Handles that a tweet names, casefolded, from its entities, else from its text."""
    told = [one.username.casefold() for one in (tweet.entities and tweet.entities.mentions) or () if one.username]
    return list(dict.fromkeys(told or [name.casefold() for name in _HANDLE.findall(tweet.text)]))


def counters(told: Counts | None) -> dict[str, int | None]:
    """A tweet's counters by our names."""
    if told is None:
        return {}
    return {
        "reposts": told.retweet_count, "replies": told.reply_count, "likes": told.like_count,
        "quotes": told.quote_count, "saves": told.bookmark_count, "impressions": told.impression_count,
    }  # fmt: skip


def _form(tweet: Tweet, about: dict[str | None, str], above: Tweet | None, me: Self) -> str:
    if "retweeted" in about or re.match(r"RT @\w+:", tweet.text):
        return "repost"
    if "replied_to" in about:
        own = (me.id and tweet.in_reply_to_user_id == me.id) or (above is not None and me.wrote(above))
        return "thread" if own else "reply"
    if "quoted" in about:
        return "quote"
    return "mention_start" if tweet.in_reply_to_user_id or re.match(r"\s*\.?@\w", tweet.text) else "post"


def _name(tweet: Tweet, whole: Found) -> str:
    known = whole.users.get(tweet.author_id or "")
    user = tweet.author or (known[0] if known else None)
    return (user.username if user else None) or ""


def _is_media(one: Url) -> bool:
    return bool(one.media_key) or bool(_MEDIA.fullmatch(one.expanded_url or ""))
