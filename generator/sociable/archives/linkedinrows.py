"""Rows of LinkedIn's tables as rows of posts and messages: ids, instants, kinds, people."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote

import polars as pl

from sociable.archives import assemble, cells, htmltext, linkedintables
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.tables import YES

Told = dict[str, str]
_ID = re.compile(r"(?:share|ugcPost|activity|groupPost|topic=|post|article)[:\-=]?(?:\d+-)?(\d{15,20})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)(\d{15,20})(?!\d)")
_SLUG = re.compile(r"linkedin\.com/(?:in|pub|company)/([^/?#\s]+)", re.I)
_LINKS = re.compile(r"https?://[^\s<>\"”“]+")
_TAGS = re.compile(r"(?:^|[^\w&/])#(\w*[^\W\d]\w*)")
SAME = 5.0
"""Seconds within which the ids of a post as share and as activity are minted."""
FIRST_COMMENT = dt.timedelta(minutes=10)
"""A comment under one's own post so soon after it continues the post; later ones answer people."""


def urn(link: str) -> tuple[str, str | None]:
    """The id in an address ("" for none) and the sort of urn."""
    plain = unquote(unquote(link)) if "%" in link else link
    sort = re.search(r"urn:li:(\w+):", plain)
    found = _ID.search(plain) or _NUMBER.search(plain)
    return (found[1] if found else ""), (sort[1] if sort else None)


def instants(rows: Sequence[Told], tally: Tally, zone: str | None = "UTC") -> list[dt.datetime | None]:
    """The ``date`` column as UTC instants."""
    column = pl.Series("date", [row["date"] or None for row in rows], dtype=pl.Utf8)
    if not len(column):
        return []
    found: list[dt.datetime | None] = cells.instants(column, tally, zone, month_first=True).instants.to_list()
    return found


def shares(rows: Sequence[Told], account: Account, tally: Tally) -> list[dict[str, Any]]:
    """Posts; without a commentary of its own a share is a bare reshare (weak)."""
    dates = instants(rows, tally)
    texts = linkedintables.mend_breaks([row["text"] for row in rows])
    found, off = [], list[str]()
    for row, date, text in zip(rows, dates, texts, strict=True):
        number, _ = urn(row["link"])
        by_id = assemble.by_id(int(number), 22) if number else None
        when = date or by_id
        if row.get("visibility", "").upper().startswith("CONNECTION"):
            tally.skip("private")
        elif when is None:
            linkedintables.incomplete(tally, int(row["_row"]))
        else:
            if date and by_id and abs((date - by_id).total_seconds()) > 60:
                off.append(number)
            said = re.sub(r"\bhashtag\s?#", "#", text) if "hashtag" in text else text
            found.append({
                "uid": f"{account.platform}:{number}" if number else _hashed(account, when, said or row["link"]),
                "created_at": when, "tz_source": "platform-rule" if date else "id", **_share(row, said),
            })  # fmt: skip
    if off:
        tally.issue("time-off-id", "the written time differs from the clock in the id", len(off), sample=off[0])
    return found


def _share(row: Told, said: str) -> dict[str, Any]:
    """What a share is and holds, but for who wrote it when."""
    address, media = row.get("url"), bool(row.get("media"))
    written = _LINKS.findall(said) if "://" in said else []
    return {
        "form": "post" if said or (media and not address) else "repost", "text": said or None,
        "text_truncated": "unknown" if row["_short"] and "visibility" in row else "no",
        "links": list(dict.fromkeys([*written, address] if address else written)),
        "hashtags": _TAGS.findall(said) if "#" in said else [],
        "media_count": int(media), "permalink": row["link"] or None,
        "place": "semi-closed" if "groupPost" in row["link"] else "professional",
    }  # fmt: skip


def comments(
    rows: Sequence[Told], own: Iterable[dict[str, Any]], account: Account, tally: Tally
) -> list[dict[str, Any]]:
    """Replies; whose post it was is not told, but that it was the account's own can be seen by the id's clock."""
    clocks = sorted(
        (when.timestamp(), str(post["uid"])) for post in own
        if (when := assemble.by_id(int(uid), 22) if (uid := str(post["uid"]).rpartition(":")[2]).isdigit() else None)
    )  # fmt: skip
    found = []
    for row, when in zip(rows, instants(rows, tally), strict=True):
        if when is None or not row["text"]:
            linkedintables.incomplete(tally, int(row["_row"]))
            continue
        number, sort = urn(row["link"])
        mine = _near(clocks, assemble.by_id(int(number), 22)) if number else None
        begun = assemble.by_id(int(number), 22) if number else None
        early = mine is not None and begun is not None and when - begun <= FIRST_COMMENT and "omment" not in row["link"]
        target = f"{account.platform}:{number}" if number else None
        found.append({
            "uid": _hashed(account, when, row["text"] + row["link"], "c"), "created_at": when,
            "tz_source": "platform-rule", "form": "thread" if early else "reply", "text": row["text"],
            "reply_to_uid": mine if early else None if mine else target, "thread_root": mine or target,
            "links": _LINKS.findall(row["text"]), "hashtags": _TAGS.findall(row["text"]),
            "text_truncated": "unknown" if row["_short"] else "no", "permalink": row["link"] or None,
            "place": "semi-closed" if sort == "groupPost" else "professional",
        })  # fmt: skip
    return found


def _near(clocks: list[tuple[float, str]], when: dt.datetime | None) -> str | None:
    """The own post whose id was minted at nearly the same time."""
    if when is None or not clocks:
        return None
    at = bisect_left(clocks, (when.timestamp(), ""))
    return next((uid for time, uid in clocks[max(0, at - 1) : at + 1] if abs(time - when.timestamp()) <= SAME), None)


def reposts(rows: Sequence[Told], account: Account, tally: Tally) -> list[dict[str, Any]]:
    """Reposts without a word; only whose post it was is told, by address."""
    found = []
    for row, when in zip(rows, instants(rows, tally), strict=True):
        if when is None or not row["link"]:
            linkedintables.incomplete(tally, int(row["_row"]))
            continue
        found.append({
            "uid": _hashed(account, when, row["link"], "r"), "created_at": when, "tz_source": "platform-rule",
            "form": "repost", "permalink": row["link"], "links": [row["link"]], "text_truncated": "unknown",
        })  # fmt: skip
    return found


def messages(rows: Sequence[Told], myself: str, account: Account, tally: Tally) -> list[dict[str, Any]]:
    """Direct messages; drafts and spam are left out."""
    found = []
    for row, when in zip(rows, instants(rows, tally), strict=True):
        sender = person(account, row.get("from_url", ""), row["from"])
        if row.get("draft", "").casefold() in YES:
            tally.skip("draft")
        elif row.get("folder", "").upper() == "SPAM":
            tally.skip("spam")
        elif when is None or sender is None:
            linkedintables.incomplete(tally, int(row["_row"]))
        else:
            text = htmltext.plain(row["text"])[0] if re.search(r"</?\w+[ >/]", row["text"]) else row["text"]
            others = [one for one in recipients(account, row) if one != myself]
            out = sender == myself
            found.append({
                "uid": _hashed(account, when, row["thread"] + sender + row["text"], "m"), "created_at": when,
                "direction": "out" if out else "in", "channel": "dm", "private": True, "author": sender,
                "recipient": (others[0] if others else None) if out else myself,
                "thread_id": f"{account.platform}:thread:{row['thread']}" if row["thread"] else None, "text": text,
            })  # fmt: skip
    return found


def invitations(rows: Sequence[Told], account: Account, tally: Tally) -> list[dict[str, Any]]:
    """Invitations with a note are messages to strangers; those without one say nothing."""
    found = []
    for row, when in zip(rows, instants(rows, tally, None), strict=True):
        out = row["direction"].upper() in ("OUTGOING", "SENT", "OUTBOUND")
        author = person(account, row.get("from_url", ""), row["from"])
        other = person(account, row.get("to_url", ""), row["to"])
        if not row.get("text"):
            tally.skip("no-message")
        elif when is None or author is None or other is None:
            linkedintables.incomplete(tally, int(row["_row"]))
        else:
            found.append({
                "uid": _hashed(account, when, author + other, "i"), "created_at": when, "time_precision": "minute",
                "direction": "out" if out else "in", "channel": "dm", "private": True, "author": author,
                "recipient": other, "thread_id": f"{account.platform}:invitation:{other if out else author}",
                "text": row["text"],
            })  # fmt: skip
    return found


ARTICLE_HEAD = 20_000


def article(data: str, name: str, account: Account) -> dict[str, Any] | None:
    """An article's page: title, when it was published; None for a draft that never was.

    Both stand at its start; further on a page may hold anything, and open tags by the million.
    """
    data = data[:ARTICLE_HEAD]
    head = re.search(r"<h1[^>]*>(.*?)</h1>", data, re.S | re.I) or re.search(r"<title>(.*?)</title>", data, re.S | re.I)
    day = re.search(r"Published on (\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})", data)
    link = re.search(r"<h1[^>]*>\s*<a[^>]+href=\"([^\"]+)\"", data, re.I)
    at = assemble.instant(f"{day[1]}T{day[2]}+00:00") if day else None
    if head is None or at is None:
        return None
    return {
        "uid": f"{account.platform}:article:{link[1].rstrip('/').rpartition('/')[2] if link else name}",
        "created_at": at, "time_precision": "minute",
        "tz_source": "assumed", "form": "article", "text": htmltext.plain(head[1])[0],
        "permalink": link[1] if link else None, "links": [],
    }  # fmt: skip


UNKNOWN = "?"
"""The handle of an account that is still looked for: of two who share all conversations, neither is it for certain."""


def myself(rows: Sequence[Told], account: Account, name: str) -> str:
    """The person key of the account: the party that most conversations share; by handle or name among equals."""
    threads: dict[str, set[str]] = {}
    for row in rows:
        parties = (person(account, row.get("from_url", ""), row["from"]), *recipients(account, row))
        threads.setdefault(row["thread"], set()).update(one for one in parties if one)
    seen = Counter(one for everyone in threads.values() for one in everyone)
    wanted: set[str | None] = {assemble.me(account), f"{account.platform}:name:{name}"}
    if name:  # messages tell people by the address of the profile, and by name as well
        wanted |= {person(account, row.get("from_url", ""), row["from"]) for row in rows if row["from"].strip() == name}
    ranked = sorted(seen, key=lambda one: (one in wanted, seen[one], one), reverse=True) or [assemble.me(account)]
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else ""
    unsure = account.handle == UNKNOWN and best not in wanted and seen[best] == seen[second]
    return assemble.me(account) if unsure else best


def person(account: Account, page: str, name: str) -> str | None:
    """A person by the address of the profile, else, weaker, by name."""
    slug = _SLUG.search(page)
    if slug:
        return f"{account.platform}:@{unquote(slug[1]).casefold()}"
    return f"{account.platform}:name:{name.strip()}" if name.strip() else None


def recipients(account: Account, row: Told) -> list[str]:
    """The person keys of a message's recipients."""
    pages = [one for one in re.split(r"[,;\s]+", row.get("to_url", "")) if one]
    names = [row.get("to", "")] if not pages else [""] * len(pages)
    found = [person(account, page, name) for page, name in zip(pages or [""], names, strict=True)]
    return [one for one in found if one]


def _hashed(account: Account, when: dt.datetime, text: str, sort: str = "h") -> str:
    # Only posts may be "h", which meets posts of other inputs: a comment may repeat the words of a reshare.
    digest = hashlib.sha1(f"{when:%Y%m%d%H%M%S}|{text}".encode()).hexdigest()
    return f"{account.platform}:{sort}:{digest}"
