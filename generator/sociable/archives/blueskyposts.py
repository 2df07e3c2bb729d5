"""Bluesky records as rows of posts: links by UTF-8 byte offsets, replies, quotes, whom they name."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from sociable.archives import assemble, blueskytree
from sociable.config import Account

POST = "app.bsky.feed.post"
_URI = re.compile(r"^at://([^/]+)/([\w.]+)/([^/?#]+)$")
_SKEW = dt.timedelta(days=1)
_EARLIEST = dt.datetime(2006, 1, 1, tzinfo=dt.UTC)


@dataclass(slots=True)
class Said:
    """What a post's facets and embeds say: text with whole links, and all that it names."""

    text: str
    links: list[str] = field(default_factory=list)
    hashtags: list[str] = field(default_factory=list)
    mentions: list[tuple[str, str]] = field(default_factory=list)  # did, handle
    media: int = 0
    alts: list[str] = field(default_factory=list)
    quoted: str | None = None


def row(key: str, record: dict[str, Any], did: str, changed: dt.datetime | None, account: Account) -> dict[str, Any]:
    """The row of one post."""
    said = _said(record)
    parent = _uri(_dict(_dict(record.get("reply")).get("parent")).get("uri"))
    root = _uri(_dict(_dict(record.get("reply")).get("root")).get("uri"))
    quoted = _uri(said.quoted)
    starts = bool(re.match(r"\s*\.?@\w", said.text))
    form = (
        ("thread" if parent[0] == did else "reply") if parent
        else "quote" if quoted and quoted[0] != did and quoted[1] == POST
        else "mention_start" if starts else "post"
    )  # fmt: skip
    author = parent[0] if parent else quoted[0] if form == "quote" and quoted else None
    if form == "mention_start" and said.mentions:
        author = said.mentions[0][0]
    langs = [one for one in _list(record.get("langs")) if isinstance(one, str)]
    links = said.links + ([page(quoted)] if quoted else [])
    return {
        "uid": f"{account.platform}:{key}", **when(key, record, changed), "form": form, "text": said.text,
        "lang": langs[0].split("-")[0] if len(langs) == 1 else None,
        "reply_to_uid": f"{account.platform}:{parent[2]}" if parent else None,
        "reply_to_author": f"{account.platform}:{author}" if author else None,
        "thread_root": f"{account.platform}:{root[2]}" if root else None,
        "mentions": [handle for _, handle in said.mentions if handle], "links": list(dict.fromkeys(links)),
        "hashtags": list(dict.fromkeys(said.hashtags)), "media_count": said.media,
        "alt_text": "\n".join(said.alts) or None, "permalink": f"https://bsky.app/profile/{did}/post/{key}",
        "people": said.mentions,
    }  # fmt: skip


def repost(
    key: str, record: dict[str, Any], did: str, changed: dt.datetime | None, account: Account
) -> dict[str, Any] | None:
    """The row of a repost: no text, only whose post it was; None when even that is missing."""
    subject = _uri(_dict(record.get("subject")).get("uri"))
    if subject is None:
        return None
    return {
        "uid": f"{account.platform}:repost:{key}", **when(key, record, changed), "form": "repost",
        "reply_to_author": f"{account.platform}:{subject[0]}", "permalink": page(subject), "links": [page(subject)],
        "text_truncated": "unknown",
    }  # fmt: skip


def when(key: str, record: dict[str, Any], changed: dt.datetime | None) -> dict[str, Any]:
    """The instant: as the client wrote it, unless that is missing or cannot be."""
    written = assemble.instant(record["createdAt"]) if isinstance(record.get("createdAt"), str) else None
    if written and (written < _EARLIEST or (changed and written > changed + _SKEW)):
        written = None
    if written:
        return {"created_at": written, "tz_source": "explicit"}
    return {"created_at": blueskytree.clock(key), "tz_source": "id"}


def page(uri: tuple[str, str, str]) -> str:
    """The web address of a post."""
    return f"https://bsky.app/profile/{uri[0]}/post/{uri[2]}"


def _said(record: dict[str, Any]) -> Said:
    text = record["text"] if isinstance(record.get("text"), str) else ""
    said = Said(text)
    raw = text.encode("utf-8")
    cuts: list[tuple[int, int, str]] = []
    for facet in _list(record.get("facets")):
        index = _dict(_dict(facet).get("index"))
        start, end = index.get("byteStart"), index.get("byteEnd")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(raw)):
            continue
        shown = raw[start:end].decode("utf-8", "ignore")
        for feature in _list(_dict(facet).get("features")):
            if link := _facet(_dict(feature), shown, said):
                cuts.append((start, end, link))
    for start, end, link in sorted(cuts, reverse=True):
        raw = raw[:start] + link.encode("utf-8") + raw[end:]
    said.text = raw.decode("utf-8", "ignore")
    said.hashtags += [tag for tag in _list(record.get("tags")) if isinstance(tag, str)]
    _legacy(record, text, said)
    _embed(_dict(record.get("embed")), said)
    return said


def _facet(feature: dict[str, Any], shown: str, said: Said) -> str | None:
    """Notes one feature; the address that the shown text stands for, when it does."""
    kind = str(feature.get("$type", "")).rpartition("#")[2]
    value = feature.get({"link": "uri", "mention": "did", "tag": "tag"}.get(kind, ""))
    if not isinstance(value, str):
        return None
    if kind == "mention":
        said.mentions.append((value, shown.lstrip("@").casefold()))
    elif kind == "tag":
        said.hashtags.append(value.lstrip("#"))
    else:
        said.links.append(value)
        bare = re.sub(r"^https?://", "", shown).rstrip("….").removesuffix("/")
        return value if bare and " " not in bare and bare.casefold() in value.casefold() else None
    return None


def _legacy(record: dict[str, Any], text: str, said: Said) -> None:
    """Entities of the first months, where facets are today."""
    for one in _list(record.get("entities")):
        entity, index = _dict(one), _dict(_dict(one).get("index"))
        value, start, end = entity.get("value"), index.get("start"), index.get("end")
        if not isinstance(value, str) or record.get("facets"):
            continue
        if entity.get("type") == "link":
            said.links.append(value)
        elif entity.get("type") == "mention":
            shown = text[start:end] if isinstance(start, int) and isinstance(end, int) else ""
            said.mentions.append((value, shown.strip().lstrip("@").casefold()))


def _embed(embed: dict[str, Any], said: Said) -> None:
    kind = str(embed.get("$type", ""))
    if kind.endswith("recordWithMedia"):
        said.quoted = _dict(_dict(embed.get("record")).get("record")).get("uri")
        embed, kind = _dict(embed.get("media")), str(_dict(embed.get("media")).get("$type", ""))
    elif kind.endswith("embed.record"):
        said.quoted = _dict(embed.get("record")).get("uri")
    if kind.endswith("embed.images"):
        images = [_dict(one) for one in _list(embed.get("images"))]
        said.media += len(images)
        said.alts += [alt for one in images if isinstance(alt := one.get("alt"), str) and alt.strip()]
    elif kind.endswith("embed.video"):
        said.media += 1
        said.alts += [alt for alt in (embed.get("alt"),) if isinstance(alt, str) and alt.strip()]
    elif kind.endswith("embed.external") and isinstance(link := _dict(embed.get("external")).get("uri"), str):
        said.links.append(link)


def _uri(value: Any) -> tuple[str, str, str] | None:
    """Owner, collection and key of an ``at://`` address."""
    match = _URI.match(value) if isinstance(value, str) else None
    return (match[1], match[2], match[3]) if match else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
