"""The story in the layouts of real exports: an X archive of 2022 and later, an inbox CSV, a scheduler's CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from maker.cast import Message, Post, Story, Tweet
from maker.inboxes import instant
from maker.plan import END, INBOX_FROM, QUARTERS, bounds
from maker.world import BRAND_ID, HANDLE, NAME, Dice, Person

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BIO = (
    "Small ferries, four islands, one cat. Here Mon-Fri 8-6: ^JR Jo Reed, ^SO Sam Okafor, ^MH Mina Holt. "
    "Kiosk 01632 960123. Boats today: the status page."
)
GENERATED = END.replace(hour=6) + timedelta(days=2)
ADDRESS = re.compile(r"https?://[^\s)]+")
Rows = list[dict[str, Any]]


def stamp(tweet: Tweet) -> str:
    """The time as X writes it in tweets."""
    at = tweet.at
    day = f"{WEEKDAYS[at.weekday()]} {MONTHS[at.month - 1]} {at.day:02}"
    return f"{day} {at:%H:%M:%S} +0000 {at.year}"


class Shortener:
    """t.co addresses, the same for the same target, and the full text of tweets as it is exported."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def short(self, address: str) -> str:
        """The t.co form of an address; the codes are plainly made up."""
        return self.known.setdefault(address, f"https://t.co/HLdemo{len(self.known):05}")

    def text(self, tweet: Tweet) -> str:
        """The text with short links, media links at the end, and cut where a note holds the whole."""
        text = ADDRESS.sub(lambda found: self.short(found[0]), tweet.text)
        if len(tweet.text) > 330:
            head = text[:250].rsplit(" ", 1)[0]
            text = f"{head}… {self.short(f'https://x.com/i/web/status/{tweet.id}')}"
        if tweet.media:
            text = f"{text} {self.short(f'https://x.com/{HANDLE}/status/{tweet.id}/photo/1')}".strip()
        return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tweet(tweet: Tweet, links: Shortener, people: dict[str, Person]) -> dict[str, Any]:
    text = _escaped(links.text(tweet))
    back = {short: address for address, short in links.known.items()}
    addresses = [(found[0], found.span()) for found in ADDRESS.finditer(text)]
    media = [item for item in addresses if back[item[0]].endswith("/photo/1")]
    item: dict[str, Any] = {
        "edit_info": {"initial": {
            "editTweetIds": [tweet.id], "editableUntil": instant(tweet.at + timedelta(hours=1)),
            "editsRemaining": "5", "isEditEligible": tweet.parent is None,
        }},
        "retweeted": False,
        "source": f'<a href="https://{HANDLE.lower()}.example/apps" rel="nofollow">{tweet.app}</a>',
        "entities": {
            "hashtags": [
                {"text": found[1], "indices": _span(found.span())} for found in re.finditer(r"(?<!\w)#(\w+)", text)
            ],
            "symbols": [],
            "user_mentions": [
                _mention(people.get(found[1].lower()), found)
                for found in re.finditer(r"(?<![\w/])@(\w+)", text)
            ],
            "urls": [_link(short, back[short], span) for short, span in addresses if (short, span) not in media],
        },
        "display_text_range": ["0", str(len(text))],
        "favorite_count": str(tweet.likes),
        "id_str": tweet.id,
        "truncated": False,
        "retweet_count": str(tweet.reposts),
        "id": tweet.id,
        "created_at": stamp(tweet),
        "favorited": False,
        "full_text": text,
        "lang": tweet.lang,
    }  # fmt: skip
    if media:
        picture = _picture(tweet, *media[0])
        item["entities"]["media"] = [picture]
        item["extended_entities"] = {"media": [picture]}
    item.update(_reply_fields(tweet))
    return {"tweet": item}


def _reply_fields(tweet: Tweet) -> dict[str, str]:
    fields = {}
    person = tweet.to if tweet.kind != "P" else None
    if tweet.parent is not None:
        fields |= {"in_reply_to_status_id": tweet.parent.id, "in_reply_to_status_id_str": tweet.parent.id}
        person = tweet.parent.author or Person(BRAND_ID, HANDLE, NAME)
    if person is not None:
        fields |= {"in_reply_to_user_id": person.id, "in_reply_to_user_id_str": person.id}
        fields |= {"in_reply_to_screen_name": person.handle}
    return fields


def _span(span: tuple[int, int]) -> list[str]:
    return [str(span[0]), str(span[1])]


def _mention(person: Person | None, found: re.Match[str]) -> dict[str, Any]:
    name, number = (person.name, person.id) if person else (found[1], "-1")
    return {
        "name": name, "screen_name": found[1], "indices": _span(found.span()), "id_str": number, "id": number,
    }  # fmt: skip


def _link(short: str, address: str, span: tuple[int, int]) -> dict[str, Any]:
    shown = address.split("://", 1)[1].removeprefix("www.")
    shown = shown if len(shown) <= 27 else shown[:26] + "…"
    return {"url": short, "expanded_url": address, "display_url": shown, "indices": _span(span)}


def _picture(tweet: Tweet, short: str, span: tuple[int, int]) -> dict[str, Any]:
    picture = f"https://pbs.twimg.com/media/HLdemo{tweet.id[-8:]}.jpg"
    return {
        "expanded_url": f"https://x.com/{HANDLE}/status/{tweet.id}/photo/1", "indices": _span(span), "url": short,
        "media_url": picture, "media_url_https": picture, "id_str": tweet.id, "id": tweet.id, "type": "photo",
        "display_url": f"pic.x.com/HLdemo{tweet.id[-5:]}",
    }  # fmt: skip


def _notes(tweets: list[Tweet], links: Shortener) -> Rows:
    rows: Rows = []
    for tweet in tweets:
        if len(tweet.text) > 330:
            core = {"styletags": [], "urls": [], "text": tweet.text, "mentions": [], "cashtags": [], "hashtags": []}
            note = {"noteTweetId": str(int(tweet.id) - 1), "updatedAt": instant(tweet.at), "lifecycle": {
                "value": "Set", "name": "Set", "originalName": "Set", "annotations": {},
            }, "createdAt": instant(tweet.at), "core": core}  # fmt: skip
            rows.append({"noteTweet": note})
    return rows


def _conversations(messages: Iterable[Message]) -> Rows:
    threads: dict[str, list[Message]] = {}
    for message in messages:
        threads.setdefault(message.person.id, []).append(message)
    rows: Rows = []
    for person, thread in sorted(threads.items()):
        newest = sorted(thread, key=lambda message: message.at, reverse=True)
        body = {"conversationId": f"{BRAND_ID}-{person}", "messages": [_message(message) for message in newest]}
        rows.append({"dmConversation": body})
    return rows


def _message(message: Message) -> dict[str, Any]:
    sender, recipient = (BRAND_ID, message.person.id) if message.sent else (message.person.id, BRAND_ID)
    urls = [_link(address, address, (0, 0)) for address in ADDRESS.findall(message.text)]
    core = {
        "recipientId": recipient, "reactions": [], "text": message.text, "mediaUrls": [], "senderId": sender,
        "urls": [{"url": u["url"], "expanded": u["expanded_url"], "display": u["display_url"]} for u in urls],
        "id": message.id, "createdAt": instant(message.at), "editHistory": [],
    }  # fmt: skip
    return {"welcomeMessageCreate" if message.automatic else "messageCreate": core}


def archive(story: Story, links: Shortener, people: dict[str, Person]) -> bytes:
    """The account archive as a zip, stored rather than squeezed so that every zlib writes the same bytes."""
    own = sorted((t for t in story.tweets if t.author is None), key=lambda tweet: tweet.id, reverse=True)
    dice = Dice("followers")
    crowd = [str(9900100000 + i * 7 + dice.between(0, 6)) for i in range(2400)]
    files: dict[str, tuple[str, Rows]] = {
        "account": ("account", [{"account": {
            "email": "hello@harbourlights.example", "createdVia": "web", "username": HANDLE, "accountId": BRAND_ID,
            "createdAt": "2014-03-02T08:15:00.000Z", "accountDisplayName": NAME}}]),
        "account-timezone": ("account_timezone", [{"accountTimezone": {
            "accountId": BRAND_ID, "timeZone": "London"}}]),
        "direct-messages": ("direct_messages", _conversations(story.messages)),
        "follower": ("follower", [_follow("follower", number) for number in crowd]),
        "following": ("following", [_follow("following", number) for number in crowd[:1806:2]]),
        "note-tweet": ("note_tweet", _notes(own, links)),
        "profile": ("profile", [{"profile": {
            "description": {"bio": BIO, "website": links.short("https://harbourlights.example/"),
                            "location": "Marlness"},
            "avatarMediaUrl": "https://pbs.twimg.com/profile_images/demo/logo.png",
            "headerMediaUrl": "https://pbs.twimg.com/profile_banners/demo/header"}}]),
        "tweets": ("tweets", [_tweet(tweet, links, people) for tweet in own]),
        "verified": ("verified", [{"verified": {"accountId": BRAND_ID, "verified": False}}]),
    }  # fmt: skip
    members = {f"data/{name}.js": _assigned(label, rows) for name, (label, rows) in files.items()}
    members["data/manifest.js"] = _manifest(files, sum(map(len, members.values())))
    return _zip(members)


def _follow(word: str, number: str) -> dict[str, Any]:
    return {word: {"accountId": number, "userLink": f"https://twitter.com/intent/user?user_id={number}"}}


def _assigned(label: str, rows: Rows) -> bytes:
    body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f"window.YTD.{label}.part0 = [\n{body}\n]".encode()


def _manifest(files: dict[str, tuple[str, Rows]], size: int) -> bytes:
    types = {
        re.sub(r"_(\w)", lambda found: found[1].upper(), label): {"files": [{
            "fileName": f"data/{name}.js", "globalName": f"YTD.{label}.part0", "count": str(len(rows)),
        }]} for name, (label, rows) in files.items()
    }  # fmt: skip
    config = {
        "userInfo": {"accountId": BRAND_ID, "userName": HANDLE, "displayName": NAME},
        "archiveInfo": {"sizeBytes": str(size), "generationDate": instant(GENERATED), "isPartialArchive": False,
                        "maxPartSizeBytes": "53687091200"},
        "dataTypes": types,
    }  # fmt: skip
    return f"window.__THAR_CONFIG = {json.dumps(config, indent=2)}".encode()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as container:
        for name, body in sorted(members.items()):
            info = zipfile.ZipInfo(name, (2026, 10, 2, 6, 30, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            container.writestr(info, body)
    return out.getvalue()


def inboxes(story: Story, links: Shortener) -> dict[str, bytes]:
    """The inbox tool's export, one CSV a quarter: both sides of every conversation, answered or not."""
    rows = [t for t in story.tweets if t.at >= INBOX_FROM and (t.author is not None or t.kind in "RU")]
    children: dict[str, list[str]] = {}
    for tweet in rows:
        if tweet.parent is not None:
            children.setdefault(tweet.parent.id, []).append(tweet.id)
    files = {}
    for quarter in ("2025-Q3", *QUARTERS):
        start, days = bounds(quarter)
        own = [t for t in rows if start <= t.at < start + timedelta(days=days)]
        table = [("tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id",
                  "in_response_to_tweet_id")]  # fmt: skip
        for tweet in sorted(own, key=lambda tweet: tweet.id):
            author = tweet.author.id if tweet.author else HANDLE
            parent = tweet.parent.id if tweet.parent else ""
            answers = ",".join(sorted(children.get(tweet.id, ())))
            inbound = str(tweet.author is not None)
            table.append((tweet.id, author, inbound, stamp(tweet), links.text(tweet), answers, parent))
        files[f"inbox-{quarter.lower()}.csv"] = _csv(table)
    return files


def facebook(posts: list[Post], quarter: str) -> bytes:
    """The Facebook page as a scheduling tool exports it; brand.yaml maps the columns."""
    start, days = bounds(quarter)
    table = [("Post ID", "Sent (UTC)", "Page", "Post copy", "Reactions", "Comments", "Shares")]
    dice = Dice(f"facebook:{quarter}")
    for post in sorted(posts, key=lambda post: post.at):
        if start <= post.at < start + timedelta(days=days):
            liked = int((30 if post.group in ("facebook", "human") else 4) * (0.4 + dice.random()))
            counts = (str(liked), str(liked // 7), str(liked // 11))
            table.append((post.id, f"{post.at:%d/%m/%Y %H:%M}", NAME, post.text, *counts))
    return _csv(table)


def _csv(table: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().encode()
