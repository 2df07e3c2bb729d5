"""The story as an X account archive of 2022 and later, long posts and direct messages included."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from maker.cast import Message, Story, Tweet
from maker.inboxes import instant
from maker.layouts import ADDRESS, Shortener, stamp
from maker.plan import END
from maker.world import BRAND_ID, HANDLE, NAME, Dice, Person

BIO = (
    "Small ferries, four islands, one cat. Here Mon-Fri 8-6: ^JR Jo Reed, ^SO Sam Okafor, ^MH Mina Holt. "
    "Kiosk 01632 960123. Boats today: the status page."
)
GENERATED = END.replace(hour=6) + timedelta(days=2)
Rows = list[dict[str, Any]]


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
    fields: dict[str, str] = {}
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
