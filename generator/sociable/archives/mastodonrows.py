"""Activities of an outbox as rows of posts: visibility, text, whom they answer and name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from sociable.archives import assemble, htmltext
from sociable.archives.mastodonshapes import Activity, Actor, Note, Tag
from sociable.archives.records import Tally
from sociable.config import Account

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
WRITINGS = frozenset({"Note", "Question", "Article", "Page", "Image", "Video", "Audio", "Event"})
_STATUS = re.compile(r"/(?:statuses|statuse|posts)/(\d{15,20})(?:/|$)")
_TITLED = frozenset({"Article", "Page", "Event", "Video"})
_PAGE = re.compile(r"^https?://([^/]+)/(?:users/|@)([\w.-]+)(?:@[\w.-]+)?(?:/|$)")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose outbox it is; `handle` with its host."""

    actor: str = ""
    handle: str = ""
    name: str = ""
    bio: str = ""
    website: str | None = None
    avatar: str | None = None
    header: str | None = None
    created: dt.date | None = None


def owner(actor: Actor) -> Owner:
    """The owner by actor.json."""
    host = assemble.host_of(actor.id)
    handle = "@".join(filter(None, (actor.preferredUsername or "", host))) if actor.preferredUsername else ""
    fields = [one for one in _list(actor.attachment) if isinstance(one, dict)]
    since = assemble.instant(actor.published)
    sites = [link for one in fields for link in htmltext.plain(str(one.get("value") or ""))[1]]
    return Owner(
        actor.id or "", handle, actor.name or "", htmltext.plain(actor.summary)[0], sites[0] if sites else None,
        _address(actor.icon), _address(actor.image), since.date() if since else None,
    )  # fmt: skip


def guessed(activities: Sequence[Activity]) -> Owner:
    """The owner by the first activity, where actor.json is missing."""
    actor = next((found for one in activities if (found := _address(one.actor))), "")
    page = _PAGE.match(actor)
    return Owner(actor, f"{page[2]}@{page[1]}" if page else "")


def post(one: Activity, whose: Owner, account: Account, tally: Tally) -> dict[str, Any] | None:
    """The row of an activity, or None for what is private or no post; both are counted."""
    if one.type not in ("Create", "Announce"):
        tally.skip("not-a-post")
        return None
    note = _note(one, tally) if one.type == "Create" else None
    if one.type == "Create" and note is None:
        return None
    seen = note or one
    given = (*_list(seen.to), *_list(seen.cc)) or (*_list(one.to), *_list(one.cc))
    if not PUBLIC & {to for to in given if isinstance(to, str)}:
        tally.skip("private")
        return None
    source = note.id if note else (one.id or "").removesuffix("/activity")
    number = _STATUS.search(f"{source}/")
    clock = assemble.by_id(int(number[1]), 16) if number else None
    when = assemble.instant((note.published if note else None) or one.published) or clock
    if when is None or not source:
        tally.skip("incomplete")
        tally.issue("incomplete", "a post without id or time", sample=source or "")
        return None
    row = _written(note, whose, account) if note else _boost(one, whose, account)
    return {"uid": uid(source, whose, account), "created_at": when, **row}


def _note(one: Activity, tally: Tally) -> Note | None:
    if not isinstance(one.object, dict) or one.object.get("type") not in WRITINGS:
        tally.skip("not-a-post")
        return None
    try:
        return msgspec.convert(one.object, Note)
    except msgspec.ValidationError as error:
        tally.skip("broken")
        tally.issue("broken", f"a record that cannot be read ({error})", row=tally.read, sample=one.id or "")
        return None


def uid(address: str, whose: Owner, account: Account) -> str:
    """An own post by its number, anybody else's by its address."""
    number = _STATUS.search(f"{address}/")
    own = number and whose.actor and address.startswith(f"{whose.actor}/")
    page = _PAGE.match(address)
    own = own or (number and page and f"{page[2]}@{page[1]}".casefold() == whose.handle.casefold())
    return f"{account.platform}:{number[1] if own and number else address}"


def _boost(one: Activity, whose: Owner, account: Account) -> dict[str, Any]:
    told = one.object if isinstance(one.object, str) else _address(one.object)
    return {
        "form": "repost", "permalink": told, "reply_to_author": _author(told or "", (), whose, account),
        "text_truncated": "unknown", "links": [told] if told else [],
    }  # fmt: skip


def _written(note: Note, whose: Owner, account: Account) -> dict[str, Any]:
    said, links = htmltext.plain(note.content)
    tags = _tags(note.tag)
    people = [(tag.href or "", _handle(tag, whose)) for tag in tags if tag.type == "Mention"]
    mentions = [handle for _, handle in people if handle]
    parent = _address(note.inReplyTo)
    author = _author(parent, people, whose, account) if parent else None
    starts = bool(re.match(r"\s*\.?@\w", said))
    if starts and author is None and mentions:
        author = f"{account.platform}:@{mentions[0]}"
    return {
        "form": _form(note, parent, starts, whose, account), "text": _text(note, said), "lang": _language(note),
        "reply_to_uid": uid(parent, whose, account) if parent else None, "reply_to_author": author,
        "mentions": mentions, "links": links,
        "hashtags": [tag.name.lstrip("#") for tag in tags if tag.type == "Hashtag" and tag.name],
        **_media(note), "permalink": _address(note.url) or note.id,
    }  # fmt: skip


def _tags(given: Any) -> list[Tag]:
    """The tags that are what a tag should be; others are passed over."""
    return [msgspec.convert(one, Tag) for one in _list(given) if isinstance(one, dict) and _plain(one)]


def _text(note: Note, said: str) -> str:
    """The words with the title of what has one; where there are no words, the warning that stands before them."""
    title = note.name if note.type in _TITLED else None
    return "\n\n".join(filter(None, (title, said or htmltext.plain(note.summary)[0])))


def _language(note: Note) -> str | None:
    """The language that the note states, if it states one and no more."""
    stated = list(note.contentMap or ())
    return stated[0] if len(stated) == 1 else None


def _media(note: Note) -> dict[str, Any]:
    media = [one for one in _list(note.attachment) if isinstance(one, dict) and one.get("type") != "Link"]
    alts = [alt for one in media if isinstance(alt := one.get("name"), str) and alt.strip()]
    return {"media_count": len(media), "alt_text": "\n".join(alts) or None}


def _form(note: Note, parent: str | None, starts: bool, whose: Owner, account: Account) -> str:
    if parent:
        own = uid(parent, whose, account) != f"{account.platform}:{parent}"
        return "thread" if own or (whose.actor and parent.startswith(f"{whose.actor}/")) else "reply"
    if _address(note.quote) or _address(note.quoteUrl) or _address(note.quoteUri):
        return "quote"
    if note.type == "Article":
        return "article"
    return "mention_start" if starts else "post"


def _author(address: str, people: Sequence[tuple[str, str]], whose: Owner, account: Account) -> str | None:
    """The person key of whoever wrote the post at `address`."""
    known = next((handle for href, handle in people if href and handle and address.startswith(f"{href}/")), None)
    page = _PAGE.match(address)
    if known is None and page and "/ap/users/" not in address:
        known = f"{page[2]}@{page[1]}".casefold()
    if known is None:
        there = [handle for _, handle in people if handle.endswith(f"@{assemble.host_of(address).casefold()}")]
        known = there[0] if len(there) == 1 else None
    if known is None and whose.actor and address.startswith(f"{whose.actor}/"):
        known = whose.handle.casefold()
    return f"{account.platform}:@{known}" if known else None


def _handle(tag: Tag, whose: Owner) -> str:
    """``name@host`` of a mention; a name without a host is of the owner's own."""
    name = (tag.name or "").lstrip("@").casefold()
    if not name or "@" in name:
        return name
    host = assemble.host_of(tag.href) or whose.handle.partition("@")[2]
    return f"{name}@{host.casefold()}" if host else name


def named(one: Activity, whose: Owner) -> list[dict[str, Any]]:
    """The people whom a post names, for PEOPLE."""
    found = _tags(one.object.get("tag")) if isinstance(one.object, dict) else []
    return [
        {"key": f"mastodon:@{handle}", "handle": handle, "profile_url": tag.href}
        for tag in found
        if tag.type == "Mention" and (handle := _handle(tag, whose))
    ]


def selves(whose: Owner, account: Account) -> list[dict[str, Any]]:
    """The account under its full handle, which others' posts use."""
    handle = whose.handle.casefold()
    row = {"key": f"{account.platform}:@{handle}", "handle": handle, "name": whose.name or None, "is_self": True}
    return [row] if handle else []


def _plain(tag: dict[str, Any]) -> bool:
    return all(tag.get(name) is None or isinstance(tag[name], str) for name in ("type", "href", "name"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _address(value: Any) -> str:
    """The address that a string, an object with url, href or id, or the first of a list holds."""
    if isinstance(value, list):
        return next((found for one in value if (found := _address(one))), "")
    if isinstance(value, dict):
        return next((found for key in ("url", "href", "id") if (found := _address(value.get(key)))), "")
    return value if isinstance(value, str) else ""
