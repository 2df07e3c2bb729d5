"""A small made-up export of every format that Sociable reads, filled with words and people of the caller's choice.

`TWINS` maps a name to a function that writes the export below a folder and
returns the account of brand.yaml that names it.  Whatever a format can say of
people outside the brand is said of the people of a `Cast`: author, recipient,
mention and participant, in texts, names, addresses, file names and alt texts.
"""

# ruff: noqa: E501 - rows of exports are easier to read on one line
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archives import (
    make,
    test_bluesky,
    test_facebook,
    test_linkedin,
    test_mastodon,
    test_metacsv,
    test_readers,
    test_tools,
    test_twarc,
    test_youtube,
)
from archives.make import HANDLE, OWN, table
from archives.test_facebook import broken, put

START = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
ROLES = ("author", "recipient", "mention", "participant")
Account = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody outside the brand, known by words that stand nowhere else."""

    core: str
    number: int

    @property
    def handle(self) -> str:
        return f"{self.core}7"

    @property
    def name(self) -> str:
        return f"{self.core.capitalize()} {self.core.capitalize()}son"

    @property
    def email(self) -> str:
        return f"{self.core}.post@mail.example"

    @property
    def phone(self) -> str:
        return f"+44 20 7946 {self.number:04}"

    @property
    def link(self) -> str:
        return f"https://www.instagram.com/{self.core}_page/"

    @property
    def letter(self) -> str:
        """What the brand writes back in private."""
        return f"Hello {self.name}, letter{self.core[2:]}1x, buy the pass now, 50% off!"

    @property
    def secret(self) -> str:
        return f"my secret {self.core}word, please help, when does the boat leave?"


@dataclass(frozen=True)
class Cast:
    """What one export says: the brand's own posts and replies, and one person in each role."""

    tag: str
    posts: tuple[str, ...]
    replies: tuple[str, ...]
    asks: tuple[str, ...]
    people: dict[str, Person]
    hour: int = 0  # ids hold times, so no two exports of a brand speak at the same moment

    def __getattr__(self, role: str) -> Person:
        return self.people[role]

    def dated(self) -> Iterator[tuple[int, datetime, str]]:
        """Number, time and text of each post, oldest first."""
        for number, text in enumerate(self.posts):
            yield (
                number,
                START + timedelta(days=number * 83 / max(1, len(self.posts)), minutes=number + 7 * self.hour),
                text,
            )


def cast(tag: str, place: int, posts: Callable[[dict[str, Person]], list[str]] | None = None) -> Cast:
    """The cast of one export; texts name its people in every way there is."""
    people = {role: Person(f"zq{tag}{role}", place * 10 + number) for number, role in enumerate(ROLES)}
    own = (
        posts(people)
        if posts
        else [
            text
            for n, one in enumerate(people.values())
            for text in (loud(one, tag)[:1] + loud(one, tag)[1 + n % 2 :: 2])
        ]
    )
    return Cast(tag, tuple(own), tuple(short(people["recipient"], tag)), tuple(asked(people["author"])), people, place)


def loud(who: Person, tag: str) -> list[str]:
    """Posts that detectors flag, each naming `who` in another way."""
    ways = [
        f"@{who.handle}", f"thanks {who.name}", who.email, f"call {who.phone}", who.link, f"{who.handle} says so",
        f"\u201c@{who.handle}: great\u201d", f"({who.email.upper()})", f".@{who.handle}\u2019s view", f"by {who.name.upper()}",
        f"mailto:{who.email}", f"https://x.com/{who.handle}/status/1", f"#{who.handle}", f"tel:{who.phone.replace(' ', '')}",
        f"@{who.name} said it", f"#ThankYou{who.name.replace(' ', '')}", f"{who.handle} @ far.example/{who.handle}",
        f"https://l.example/?u={quote(quote(who.link, ''), '')}", f"https://a.example/guests/{who.name.replace(' ', '-').lower()}.html",
        f"{who.name.split()[0]} Q. {who.name.split()[1]}", f"{who.core}.post @ mail.example", f"{who.name.split()[1].upper()}, {who.name.split()[0].upper()}",
    ]  # fmt: skip
    return [
        f"LAST CHANCE! Buy the pass now, 50% off today only, marker{tag}{number}x. Order here, {way}. Like and share!"
        for number, way in enumerate(ways)
    ]


def short(who: Person, tag: str) -> list[str]:
    """Answers to `who`."""
    return [
        f"@{who.handle} Hi {who.name.split()[0]}, sorry, please send us a DM and buy a pass, answer{tag}{n}x"
        for n in range(6)
    ]


def asked(who: Person) -> list[str]:
    """What `who` wrote to the brand."""
    return [f"@{HANDLE} where is my boat number {n}? I am {who.name}, {who.email}, {who.phone}" for n in range(6)]


def snowflake(when: datetime) -> int:
    """An X id whose clock shows `when`."""
    return (int(when.timestamp() * 1000) - 1_288_834_974_657) << 22


def _tweets(said: Cast) -> list[dict[str, Any]]:
    rows = []
    for _, when, text in said.dated():
        rows.append(make.tweet(snowflake(when), text, when.strftime("%a %b %d %H:%M:%S +0000 %Y")))
    mentioned = [{"screen_name": said.mention.handle, "name": said.mention.name, "id_str": "78"}]
    rows[0]["tweet"]["entities"]["user_mentions"] = mentioned
    media = {
        "url": "https://t.co/zz",
        "media_url": "https://p.example/a.jpg",
        "ext_alt_text": f"A picture of {said.mention.name}",
    }
    rows[1]["tweet"]["extended_entities"] = {"media": [{**media, "type": "photo"}]}
    quoted = f"https://twitter.com/{said.mention.handle}/status/1900000000000000001"
    rows[2]["tweet"]["full_text"] += " https://t.co/qq"
    rows[2]["tweet"]["entities"]["urls"] = [
        {"url": "https://t.co/qq", "expanded_url": quoted, "display_url": quoted[8:]}
    ]
    rows[3]["tweet"]["place"] = {"full_name": said.mention.name, "name": said.mention.name}
    for number, text in enumerate(said.replies):
        when = START + timedelta(days=number * 9, hours=3)
        rows.append(make.tweet(
            snowflake(when), text, when.strftime("%a %b %d %H:%M:%S +0000 %Y"), in_reply_to_status_id_str="900",
            in_reply_to_user_id_str="77", in_reply_to_screen_name=said.recipient.handle,
        ))  # fmt: skip
    return rows


def x(root: Path, said: Cast) -> Account:
    talk = [{"messageCreate": {"id": str(n), "senderId": "77", "recipientId": OWN, "text": said.participant.secret,
                               "createdAt": f"2026-07-02T1{n}:00:00.000Z"}} for n in range(3)]  # fmt: skip
    direct = make.ytd("direct_messages", [{"dmConversation": {"conversationId": f"77-{OWN}", "messages": talk}}])
    bio = {"description": {"bio": f"Run by {said.mention.name}, @{said.mention.handle}", "location": said.mention.name}}
    make.x_archive(
        root / "x", _tweets(said), direct_messages=direct, profile=make.ytd("profile", [{"profile": bio}]),
        like=make.ytd("like", [{"like": {"tweetId": "9", "fullText": f"{said.author.name} liked it"}}]),
    )  # fmt: skip
    return {"platform": "x", "handle": HANDLE, "archive": "x", "read_dms": True}


def grailbird(root: Path, said: Cast) -> Account:
    months = root / "grail/data/js/tweets"
    months.mkdir(parents=True)
    rows = []
    for _, when, text in said.dated():
        rows.append({"id_str": str(snowflake(when)), "created_at": when.strftime("%Y-%m-%d %H:%M:%S +0000"), "text": text,
                     "source": "web", "entities": {"urls": [], "media": []}})  # fmt: skip
    rows.append({**rows[0], "id_str": str(snowflake(START + timedelta(days=80))), "text": said.replies[0],
                 "in_reply_to_status_id_str": "7", "in_reply_to_user_id_str": "77",
                 "in_reply_to_screen_name": said.recipient.handle})  # fmt: skip
    (months / "2026_07.js").write_text("Grailbird.data.tweets_2026_07 = \n" + json.dumps(rows))
    (root / "grail/data/js/user_details.js").write_text(
        "var user_details = "
        + json.dumps({"id": "51", "screen_name": "grailboats", "full_name": "Harbour", "bio": "Ferries"})
    )
    return {"platform": "x", "handle": "grailboats", "archive": "grail"}


def x_analytics(root: Path, said: Cast) -> Account:
    header = ["Tweet id", "Tweet permalink", "Tweet text", "time", "impressions"]
    rows = [
        [snowflake(when), f"https://twitter.com/statsboats/status/{snowflake(when)}", text, when.strftime("%Y-%m-%d %H:%M +0000"), "9"]
        for _, when, text in said.dated()
    ]  # fmt: skip
    table(root / "analytics.csv", header, rows)
    return {"platform": "x", "handle": "statsboats", "archive": "analytics.csv"}


def twarc(root: Path, said: Cast) -> Account:
    users = [{"id": "52", "username": "apiboats", "name": "Harbour"}]
    users += [{"id": str(60 + n), "username": one.handle, "name": one.name, "description": one.link}
              for n, one in enumerate(said.people.values())]  # fmt: skip
    own = [{**test_twarc.tweet(snowflake(when), "52", text), "created_at": when.strftime("%Y-%m-%dT%H:%M:%S.000Z")}
           for _, when, text in said.dated()]  # fmt: skip
    for number, text in enumerate((*said.asks, *said.replies)):
        when, ours = START + timedelta(days=number * 5, hours=5), number >= len(said.asks)
        row = test_twarc.tweet(snowflake(when), "52" if ours else "60", text.replace(HANDLE, "apiboats"))
        mentions = [{"username": said.recipient.handle if ours else "apiboats", "id": "61" if ours else "52"}]
        own.append({**row, "created_at": when.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "entities": {"mentions": mentions},
                    "in_reply_to_user_id": "61" if ours else "52"})  # fmt: skip
    shown = {
        "media": [{"media_key": "3_1", "type": "photo", "alt_text": f"A picture of {said.mention.name}"}],
        "polls": [{"id": "5", "options": [{"label": one.name, "votes": 1} for one in said.people.values()]}],
        "places": [{"id": "6", "full_name": said.mention.name}],
        "tweets": [test_twarc.tweet(7, "60", f"I am {said.author.name}, {said.author.email}")],
    }  # fmt: skip
    own[0] |= {"attachments": {"media_keys": ["3_1"], "poll_ids": ["5"]}, "geo": {"place_id": "6"}}
    own[1]["referenced_tweets"] = [{"type": "quoted", "id": "7"}]
    body = {
        "data": own,
        "includes": {"users": users, **shown},
        "__twarc": {"retrieved_at": "2026-10-01T00:00:00+00:00"},
    }
    test_twarc.write(root / "twarc.jsonl", json.dumps(body))
    return {"platform": "x", "handle": "apiboats", "archive": "twarc.jsonl"}


def facebook(root: Path, said: Cast) -> Account:
    items = [test_facebook.post(text, int(when.timestamp())) for _, when, text in said.dated()]
    items[0]["tags"] = [{"name": said.mention.name}]
    items[1]["attachments"] = test_facebook.attached(
        test_facebook.media(f"photos/{said.mention.core}.jpg", description=said.mention.name, title=said.mention.handle)
    )
    who = said.mention
    items[2] |= {
        "title": f"Harbour was with {who.name} at {who.name}'s place.",
        "place": {"name": who.name, "address": who.link},
    }
    poll = {"question": f"Who is {who.name}?", "options": [{"option": one.name} for one in said.people.values()]}
    items[3]["attachments"] = test_facebook.attached({"poll": poll}, {"place": {"name": who.name, "url": who.link}})
    items[4]["attachments"] = test_facebook.attached({"external_context": {"name": who.name, "url": who.link}})
    put(root / "fb", test_facebook.LAYOUTS[0], items)
    at = int(START.timestamp())
    comments = [
        test_facebook.comment(f"@[1000:2048:{said.recipient.name}] {text}", at + 90 * n)
        for n, text in enumerate(said.replies)
    ]
    put(root / "fb", f"{test_facebook.PAGE}/comments_and_reactions/comments.json", {"comments_v2": comments})
    who = said.participant
    rows = [
        test_facebook.message(who.name, who.secret, at + 60),
        test_facebook.message("Harbour", who.letter, at + 90),
    ]
    thread = {"participants": [{"name": who.name}, {"name": "Harbour"}], "messages": rows[::-1], "title": who.name,
              "thread_path": f"inbox/{who.core}_4"}  # fmt: skip
    put(root / "fb", f"{test_facebook.PAGE}/messages/inbox/{who.core}_{who.core}son_1234/message_1.json", thread)
    other = said.author
    rows = [
        test_facebook.message(other.name, other.secret, at + 60),
        test_facebook.message("Harbour", "Hello", at + 99),
    ]
    thread = {
        **thread,
        "participants": [{"name": other.name}, {"name": "Harbour"}],
        "messages": rows,
        "title": other.name,
    }
    put(root / "fb", f"{test_facebook.PAGE}/messages/inbox/{other.core}_99/message_1.json", thread)
    return {"platform": "facebook", "handle": "harbourlights", "archive": "fb", "read_dms": True}


def instagram(root: Path, said: Cast) -> Account:
    home = "your_instagram_activity"
    items = [{"media": [{"uri": f"media/posts/{said.mention.core}{n}.jpg", "creation_timestamp": int(when.timestamp()),
                         "title": broken(text)}]} for n, when, text in said.dated()]  # fmt: skip
    put(root / "ig", f"{home}/media/posts_1.json", items)
    at = int(START.timestamp())
    comments = [{"media_list_data": [], "string_map_data": {
        "Comment": {"value": broken(text)}, "Media Owner": {"value": said.recipient.handle},
        "Time": {"timestamp": at + 90 * n}}} for n, text in enumerate(said.replies)]  # fmt: skip
    put(root / "ig", f"{home}/comments/post_comments_1.json", comments)
    who = said.participant
    rows = [test_facebook.message(who.name, who.secret, at + 60), test_facebook.message("igboats", who.letter, at + 90)]
    rows[1]["reactions"] = [{"reaction": "x", "actor": who.name}]
    thread = {
        "participants": [{"name": who.name}, {"name": "igboats"}],
        "messages": rows[::-1],
        "thread_path": f"inbox/{who.core}_4",
    }
    put(root / "ig", f"{home}/messages/inbox/{who.core}_{who.core}son_1/message_1.json", thread)
    return {"platform": "instagram", "handle": "igboats", "archive": "ig", "read_dms": True}


def threads(root: Path, said: Cast) -> Account:
    items = [{"media": [{"uri": "", "creation_timestamp": int(when.timestamp()), "title": broken(text)}]}
             for _, when, text in said.dated()]  # fmt: skip
    put(root / "th", "your_instagram_activity/threads/threads_and_replies.json", {"text_post_app_text_posts": items})
    return {"platform": "threads", "handle": "threadboats", "archive": "th"}


def meta_csv(root: Path, said: Cast) -> Account:
    rows = [test_metacsv.fb(n, text, when.strftime("%m/%d/%Y %H:%M")) for n, when, text in said.dated()]
    table(root / "suite.csv", test_metacsv.FB, rows)
    return {"platform": "facebook", "handle": "suiteboats", "archive": "suite.csv"}


def linkedin(root: Path, said: Cast) -> Account:
    folder = root / "li"
    folder.mkdir()
    shares = [test_linkedin.share(test_linkedin.number(when), text, when=when.strftime("%Y-%m-%d %H:%M:%S"))
              for _, when, text in said.dated()]  # fmt: skip
    table(folder / "Shares.csv", test_linkedin.HEADER, shares)
    comments = [["2026-07-08 10:00:00", test_linkedin.urn("activity", test_linkedin.number(START - timedelta(n)) + 7), text]
                for n, text in enumerate(said.replies, 1)]  # fmt: skip
    table(folder / "Comments.csv", ["Date", "Link", "Message"], comments)
    who, me = said.participant, "https://www.linkedin.com/in/ada-harbour"
    them = f"https://www.linkedin.com/in/{who.core}"
    rows = [
        [f"c{n}", who.name, who.name, them, "Ada", me, f"2026-07-03 09:0{n}:00 UTC", "", who.secret, "INBOX", "No"]
        for n in range(3)
    ]
    rows.append(["c0", who.name, "Ada", me, who.name, them, "2026-07-03 10:00:00 UTC", "", who.letter, "INBOX", "No"])
    table(folder / "messages.csv", test_linkedin.MESSAGES, rows)
    header = ["From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"]
    table(
        folder / "Invitations.csv",
        header,
        [["Ada", who.name, "8/20/26, 1:12 PM", f"Hi {who.name}, buy our boats", "OUTGOING", me, them]],
    )
    return {"platform": "linkedin", "handle": "ada-harbour", "archive": "li", "read_dms": True}


def linkedin_workbook(root: Path, said: Cast) -> Account:
    link = "https://www.linkedin.com/feed/update/urn:li:activity:"
    rows = [[text, f"{link}{test_linkedin.number(when + timedelta(hours=1))}", "Organic", "", "Mo Clerk", when.strftime("%m/%d/%Y"), 12, 3, 4, 0, 1, ""]
            for _, when, text in said.dated()]  # fmt: skip
    test_tools.workbook(
        root / "page_content_1.xlsx", All_posts=[["All columns of this export, explained."], test_tools.PAGE, *rows]
    )
    return {"platform": "linkedin", "handle": "pageboats", "archive": "page_content_1.xlsx"}


def mastodon(root: Path, said: Cast) -> Account:
    def numbered(when: datetime) -> int:
        return int(when.timestamp() * 1000) << 16

    def note(when: datetime, text: str, **more: Any) -> dict[str, Any]:
        return test_mastodon.note(
            numbered(when), f"<p>{text}</p>", published=when.strftime("%Y-%m-%dT%H:%M:%SZ"), **more
        )

    who, far = said.recipient, f"https://far.example/users/{said.recipient.handle}"
    tag = {"type": "Mention", "href": far, "name": f"@{who.handle}@far.example"}
    items = [note(when, text) for _, when, text in said.dated()]
    picture = {"type": "Document", "mediaType": "image/png", "name": f"A picture of {said.mention.name}"}
    items[0]["object"]["attachment"] = [picture]
    items[1]["object"] |= {
        "type": "Question",
        "oneOf": [{"type": "Note", "name": one.name} for one in said.people.values()],
    }
    items[2]["object"] |= {"summary": f"About {said.mention.name}, @{said.mention.handle}", "sensitive": True}
    items += [note(START + timedelta(days=n * 7, hours=4), text.replace("@" + who.handle, f"@{who.handle}@far.example"),
                   inReplyTo=f"{far}/statuses/1", tag=[tag]) for n, text in enumerate(said.replies)]  # fmt: skip
    direct = test_mastodon.note(
        numbered(START),
        f"<p>{said.participant.secret}</p>",
        to=[f"https://far.example/users/{said.participant.handle}"],
    )
    test_mastodon.archive(root / "masto", [*items, direct])
    return {"platform": "mastodon", "handle": "harbour@mas.example", "archive": "masto", "read_dms": True}


def bluesky(root: Path, said: Cast) -> Account:
    bio = f"Ferries. Run by {said.mention.name}, @{said.mention.handle}.far.example"
    records: dict[str, Any] = {"app.bsky.actor.profile/self": {"displayName": "Harbour", "description": bio}}

    def key(when: datetime) -> str:
        value, digits = int(when.timestamp() * 1_000_000) << 10, "234567abcdefghijklmnopqrstuvwxyz"
        return "".join(digits[value >> 5 * n & 31] for n in range(12, -1, -1))

    who = said.recipient
    far = {"uri": f"at://did:plc:{who.core}/app.bsky.feed.post/3l2dwxdp22d2a", "cid": "c"}
    for number, when, text in said.dated():
        alt = {"$type": "app.bsky.embed.images", "images": [{"alt": f"A picture of {said.mention.name}", "image": {}}]}
        quoted = {
            "$type": "app.bsky.embed.record",
            "record": {"uri": far["uri"].replace(who.core, said.mention.core), "cid": "c"},
        }
        more = {"embed": alt} if number == 0 else {"embed": quoted} if number == 1 else {}
        records[f"app.bsky.feed.post/{key(when)}"] = test_bluesky.post(
            text, when.strftime("%Y-%m-%dT%H:%M:%S.123Z"), **more
        )
    for number, text in enumerate(said.replies):
        when, name = START + timedelta(days=number * 8, hours=4), f"@{who.handle}.far.example"
        full = text.replace("@" + who.handle, name)
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": f"did:plc:{who.core}"}
        records[f"app.bsky.feed.post/{key(when)}"] = test_bluesky.post(
            full, when.strftime("%Y-%m-%dT%H:%M:%S.123Z"), reply={"root": far, "parent": far},
            facets=[test_bluesky.facet(full, name, **feature)],
        )  # fmt: skip
    (root / "repo.car").write_bytes(test_bluesky.car(records))
    return {"platform": "bluesky", "handle": "harbour.example", "archive": "repo.car"}


def tiktok(root: Path, said: Cast) -> Account:
    videos = [{"Date": when.strftime("%Y-%m-%d %H:%M:%S"), "Link": f"https://www.tiktokv.com/share/video/{int(when.timestamp()) << 32}/",
               "Likes": "12", "Title": text, "WhoCanView": "Public", "Sound": "", "Location": said.mention.name}
              for _, when, text in said.dated()]  # fmt: skip
    comments = [
        {"date": f"2026-07-1{n} 10:00:00", "comment": text, "photo": "N/A", "url": ""}
        for n, text in enumerate(said.replies)
    ]
    who = said.participant
    chat = [{"Date": "2026-07-08 09:00:00", "From": who.handle, "Content": who.secret},
            {"Date": "2026-07-08 09:20:00", "From": "tokboats", "Content": who.letter}]  # fmt: skip
    value = {
        "Post": {"Posts": {"VideoList": videos}}, "Comment": {"Comments": {"CommentsList": comments}},
        "Your Activity": {"Follower": {"FansList": [{"Date": "2025-01-02 10:00:00", "UserName": who.handle}]}},
        "Direct Message": {"Direct Messages": {"ChatHistory": {f"Chat History with {who.handle}:": chat}}},
        "Profile": {"Profile Info": {"ProfileMap": {"userName": "tokboats", "bioDescription": "Ferries."}}},
    }  # fmt: skip
    put(root, "tt.json", value)
    return {"platform": "tiktok", "handle": "tokboats", "archive": "tt.json", "read_dms": True}


def youtube(root: Path, said: Cast) -> Account:
    folder = root / "yt/Takeout/YouTube and YouTube Music/comments"
    folder.mkdir(parents=True)
    rows = []
    for number, (when, text) in enumerate((when, text) for _, when, text in said.dated()):
        cell = (
            json.dumps({"text": text})
            if number % 2
            else json.dumps({"text": f"@{said.mention.handle} ", "mention": {"externalChannelId": "UCthem"}})
            + ","
            + json.dumps({"text": text})
        )
        rows.append(
            [
                f"Ug{number}",
                "UCmine",
                when.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00"),
                0,
                "Ug77" if number % 3 else "",
                "WtOskFeLmr4",
                cell,
            ]
        )
    table(folder / "comments.csv", test_youtube.OLD, rows)
    return {"platform": "youtube", "handle": "tubeboats", "archive": "yt"}


def reddit(root: Path, said: Cast) -> Account:
    from archives import test_reddit as own

    folder = root / "rd"
    folder.mkdir()
    stamp = "%Y-%m-%d %H:%M:%S UTC"
    table(
        folder / "posts.csv",
        own.POSTS,
        [own.post(f"p{n}", text, at=when.strftime(stamp)) for n, when, text in said.dated()],
    )
    table(
        folder / "comments.csv",
        own.COMMENTS,
        [
            own.comment(f"c{n}", f"u/{said.recipient.handle} {text}", "t1_c9", f"2026-07-1{n} 10:00:00 UTC")
            for n, text in enumerate(said.replies)
        ],
    )
    who = said.participant
    table(
        folder / "messages.csv",
        own.MESSAGES,
        [["m1", "", "", "2026-07-08 09:00:00 UTC", "192.0.2.7", who.handle, "redboats", "Lift", who.secret]],
    )
    table(
        folder / "statistics.csv", ["statistic", "value"], [["account name", "redboats"], ["email address", who.email]]
    )
    return {"platform": "reddit", "handle": "redboats", "archive": "rd", "read_dms": True}


def inbox(root: Path, said: Cast) -> Account:
    rows: list[list[Any]] = []
    for n, ask in enumerate(said.asks):
        at = (START + timedelta(days=n * 10)).strftime("%a %b %d %H:%M:%S +0000 %Y")
        late = (START + timedelta(days=n * 10, minutes=9)).strftime("%a %b %d %H:%M:%S +0000 %Y")
        rows.append(
            [
                2 * n,
                str(2 * n + 1),
                said.author.handle,
                "True",
                at,
                ask.replace(HANDLE, "deskboats"),
                str(2 * n + 2),
                "",
            ]
        )
        rows.append(
            [
                2 * n + 1,
                str(2 * n + 2),
                "deskboats",
                "False",
                late,
                said.replies[n].replace(said.recipient.handle, said.author.handle),
                "",
                f"{2 * n + 1}.0",
            ]
        )
    table(root / "inbox.csv", test_readers.TWCS, rows)
    return {"platform": "x", "handle": "deskboats", "inbox": "inbox.csv", "inbox_complete": "yes"}


def helpdesk(root: Path, said: Cast) -> Account:
    header = [
        "Message ID",
        "Conversation ID",
        "Direction",
        "Status",
        "Inbox",
        "Message Date",
        "Extract",
        "Author",
        "Contact handle",
    ]
    rows = []
    for n, (ask, reply) in enumerate(zip(said.asks, said.replies, strict=True)):
        day = (START + timedelta(days=n * 10)).strftime("%Y-%m-%d")
        rows += [[f"i{n}", f"c{n}", "Inbound", "", "Care", f"{day} 10:00:00", ask, said.author.name, said.author.handle],
                 [f"o{n}", f"c{n}", "Outbound", "", "Care", f"{day} 10:20:00", reply, "Zara Staffer", ""]]  # fmt: skip
    table(root / "helpdesk.csv", header, rows)
    return {"platform": "x", "handle": "helpboats", "inbox": "helpdesk.csv", "inbox_complete": "yes"}


def conversations(root: Path, said: Cast) -> Account:
    cases = []
    for n, (ask, reply) in enumerate(zip(said.asks, said.replies, strict=True)):
        day = (START + timedelta(days=n * 10)).strftime("%Y-%m-%d")
        cases.append(test_tools.case(
            "caseboats", f"s{n}",
            {"client": said.author.handle, "datetime": f"{day}T10:00:00.000Z", "message": ask.replace(HANDLE, "caseboats"), "tweet_ID": str(n * 2 + 500)},
            {"agent": "caseboats", "datetime": f"{day}T10:05:00.000Z", "message": reply, "tweet_ID": str(n * 2 + 501)},
        ))  # fmt: skip
    (root / "cases.json").write_text(json.dumps(cases))
    return {"platform": "x", "handle": "caseboats", "inbox": "cases.json", "inbox_complete": "yes"}


def listening(root: Path, said: Cast) -> Account:
    header = [
        "Date",
        "Time",
        "Document ID",
        "URL",
        "Source Name",
        "Hit Sentence",
        "Author Name",
        "Author Handle",
        "Language",
    ]
    rows = [["27-Jul-2026", f"06:0{n} PM", f"d{n}", f"https://twitter.com/{said.author.handle}/status/190000000000000000{n}", "Twitter",
             ask.replace(HANDLE, "listenboats"), said.author.name, "@" + said.author.handle, "en"] for n, ask in enumerate(said.asks)]  # fmt: skip
    table(root / "meltwater.tsv", header, rows, encoding="utf-16", delimiter="\t")
    table(
        root / "listened.csv",
        ["text", "created_at"],
        [[text, when.strftime("%Y-%m-%d %H:%M:%S +0000")] for _, when, text in said.dated()],
    )
    return {"platform": "x", "handle": "listenboats", "archive": "listened.csv", "inbox": "meltwater.tsv"}


def hootsuite(root: Path, said: Cast) -> Account:
    rows = [test_tools.hoot(n, "Hootboats", text, when.strftime("%Y-%m-%d %H:%M:%S")) for n, when, text in said.dated()]
    table(root / "hoot.csv", test_tools.HOOT, rows)
    header = [
        "Date (GMT)",
        "Facebook Page",
        "Message Author",
        "Type",
        "Message ID",
        "Message Permalink",
        "Message",
        "Tags",
    ]
    got = [
        [
            "2026-07-23 10:00:00",
            "Hootboats",
            said.author.name,
            "Received Comment",
            f"9_7{n}",
            f"https://www.facebook.com/{said.author.core}/posts/9_7{n}",
            ask,
            "",
        ]
        for n, ask in enumerate(said.asks)
    ]
    got.append(
        [
            "2026-07-23 11:00:00",
            "Hootboats",
            said.participant.name,
            "Received Private Message",
            "m_1",
            "",
            said.participant.secret,
            "",
        ]
    )
    table(root / "hoot-in.csv", header, got)
    return {
        "platform": "facebook",
        "handle": "hootboats",
        "page": "Hootboats",
        "archive": "hoot.csv",
        "inbox": "hoot-in.csv",
        "read_dms": True,
    }


def sprout(root: Path, said: Cast) -> Account:
    header, row, _ = test_tools.TOOLS["sprout"]
    rows = [
        [
            when.strftime("%-m/%-d/%Y %-I:%M %p").lower(),
            str(7000 + n),
            *row[2:6],
            f"https://www.instagram.com/p/{n}c/",
            text,
            *row[8:],
        ]
        for n, when, text in said.dated()
    ]
    table(root / "sprout.csv", header, rows)
    return {"platform": "instagram", "handle": "harbour", "archive": "sprout.csv"}


def generic(root: Path, said: Cast) -> Account:
    rows = [
        [text, when.strftime("%Y-%m-%d %H:%M:%S"), said.mention.name, said.mention.email]
        for _, when, text in said.dated()
    ]
    table(root / f"own {said.mention.handle} list.csv", ["Copy", "Sent", "Who", "Mail"], rows)
    return {
        "platform": "other",
        "handle": "tableboats",
        "archive": "own * list.csv",
        "columns": {"text": "Copy", "created_at": "Sent"},
        "tz": "UTC",
    }


TWINS: dict[str, Callable[[Path, Cast], Account]] = {
    one.__name__: one for one in (
        x, grailbird, x_analytics, twarc, facebook, instagram, threads, meta_csv, linkedin, linkedin_workbook, mastodon,
        bluesky, tiktok, youtube, reddit, inbox, helpdesk, conversations, listening, hootsuite, sprout, generic,
    )
}  # fmt: skip
