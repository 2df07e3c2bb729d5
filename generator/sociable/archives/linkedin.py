"""The member export of LinkedIn: shares, comments, reposts, articles, messages, invitations.

Nothing in it was written by others but direct messages, and nothing is
counted: no reactions received, no impressions.  E-mail addresses, telephone
numbers, logins and advertising files are never opened (FORMATS 0.6, 4a).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl

from sociable.archives import assemble, linkedinrows, linkedintables
from sociable.archives.container import Container
from sociable.archives.linkedinrows import Told
from sociable.archives.linkedintables import (
    COMMENTS,
    CONNECTIONS,
    INVITATIONS,
    MESSAGES,
    PROFILE,
    REACTIONS,
    REPOSTS,
    SHARES,
    VOTES,
)  # fmt: skip
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, join
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import MESSAGES as MESSAGES_SCHEMA
from sociable.tables import POSTS, conform

NAME = "linkedin"
PLATFORM = "linkedin"
FEEDS: tuple[str, ...] = ("own_text", "reshares", "replies_out", "minute_time", "dm_text", "profile")
RANK = 1
FORMATS = linkedintables.FORMATS
TOGETHER = True
"""Tables of one folder are one export: comments are told apart by the shares beside them."""
_TABLES, _ARTICLES = r".*\.(?:csv|tsv|txt)", r".*\.html?"
_NEVER = re.compile(
    r"(?:ad_targeting|ads clicked|lan ads engagement|email addresses|phonenumbers|phone numbers|whatsapp phone numbers"
    r"|logins|security challenges|registration|receipts\w*|importedcontacts|inferences_about_you|searchqueries"
    r"|private_identity\w*|learning\w*|guide_messages|job \w+.*|jobs?|saved_?items|savedjobalerts|skills|positions"
    r"|education|endorsement\w*|recommendations\w*|company follows|member_follows|hashtag_follows|events|languages"
    r"|certifications|courses|honors|projects|publications|volunteering|causes\w*|profile summary|rich_media"
    r"|services marketplace.*|verifications\w*|coach_messages|premium\w*)(?:_\d+)?\.csv",
    re.I,
)
_SKIPPED = {REACTIONS.name: "reaction", CONNECTIONS.name: "connection", VOTES.name: "vote", PROFILE.name: "profile"}
Tables = dict[str, list[tuple[Tally, list[Told]]]]


def sniff(container: Container) -> bool:
    """Whether some table of the container is LinkedIn's; connections and profiles alone are not enough."""
    weak = (CONNECTIONS, PROFILE, REPOSTS)
    return any(
        (found := linkedintables.kind(one)) is not None and found[0] not in weak
        for one in container.matching(_TABLES)
        if not _NEVER.fullmatch(one.tail)
    )


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle by the profile's address in messages, else the name; and the name."""
    account = Account(platform="linkedin", handle=linkedinrows.UNKNOWN)
    tables = _tables(container, (PROFILE, MESSAGES, INVITATIONS))
    name = _name(tables)
    sent = [row for _, rows in tables.get(INVITATIONS.name, []) for row in rows]
    keys = [
        linkedinrows.person(account, *((row.get("from_url", ""), row["from"]) if _out(row) else
                                       (row.get("to_url", ""), row["to"])))
        for row in sent
    ]  # fmt: skip
    told = [row for _, rows in tables.get(MESSAGES.name, []) for row in rows]
    if told:
        keys.insert(0, linkedinrows.myself(told, account, name))
    handle = next((key.partition("@")[2] for key in keys if key and ":@" in key), "")
    handle = handle or "-".join(name.casefold().split())
    return [(handle, name)] if handle and handle != linkedinrows.UNKNOWN else []


def _out(row: Told) -> bool:
    return row["direction"].upper() in ("OUTGOING", "SENT", "OUTBOUND")


def _tables(container: Container, wanted: tuple[Any, ...] = ()) -> Tables:
    tables: Tables = {}
    for member in container.matching(_TABLES):
        if _NEVER.fullmatch(member.tail):
            continue
        found = linkedintables.kind(member)
        if found and (not wanted or found[0] in wanted):
            tally = Tally(member.label, NAME)
            tables.setdefault(found[0].name, []).append((tally, linkedintables.rows(member, found, tally)))
    return tables


def _name(tables: Tables) -> str:
    rows = [row for _, rows in tables.get(PROFILE.name, []) for row in rows]
    return f"{rows[0]['first']} {rows[0]['last']}".strip() if rows else ""


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Posts, replies, reposts and articles; private messages as such."""
    tables = _tables(container)
    seen: list[dt.datetime | None] = []
    own: list[dict[str, Any]] = []
    posts: list[pl.DataFrame] = []
    tallies: list[Tally] = []
    order = (SHARES, COMMENTS, REPOSTS)
    for wanted in order:
        for tally, rows in tables.get(wanted.name, []):
            if wanted is SHARES:
                made = linkedinrows.shares(rows, account, tally)
                own += made
            elif wanted is COMMENTS:
                made = linkedinrows.comments(rows, own, account, tally)
            else:
                made = linkedinrows.reposts(rows, account, tally)
            tallies.append(tally)
            posts.append(assemble.posts(made, account, NAME, RANK, tally))
    for name, reason in _SKIPPED.items():
        for tally, rows in tables.get(name, []):
            tally.skip(reason, len(rows))
            tallies.append(tally)
            if name == REACTIONS.name:
                seen += linkedinrows.instants(rows, tally)
    posts += _articles(container, account, tallies)
    messages, people = _messages(tables, account, tallies)
    left = [Tally(one.label, NAME) for one in container.members if _NEVER.fullmatch(one.tail)]
    for tally in left:
        tally.issue("not-needed", "never opened")
    frame = pl.concat(posts) if posts else pl.DataFrame(schema={**POSTS, **HELPERS})
    frame = conform(frame, {**POSTS, **HELPERS})
    person = assemble.people(people, account)
    rest = Records(posts=frame, messages=messages, people=person, tallies=(*tallies, *left))
    return join([rest, _account(tables, account, frame, messages, seen)]), []


def _articles(container: Container, account: Account, tallies: list[Tally]) -> list[pl.DataFrame]:
    found = []
    for member in container.matching(_ARTICLES):
        if "article" not in member.name.casefold():
            continue
        tally = Tally(member.label, NAME, read=1)
        data, tally.sha256 = member.read()
        row = linkedinrows.article(data.decode("utf-8", "replace"), member.tail, account)
        if row is None:
            tally.skip("not-published")
        tallies.append(tally)
        found.append(assemble.posts([row] if row else [], account, NAME, RANK, tally))
    return found


def _messages(tables: Tables, account: Account, tallies: list[Tally]) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    frames, people = [pl.DataFrame(schema=MESSAGES_SCHEMA)], []
    name = _name(tables)
    for tally, rows in tables.get(MESSAGES.name, []):
        key = linkedinrows.myself(rows, account, name)
        made = linkedinrows.messages(rows, key, account, tally)
        frames.append(assemble.messages(made, account, NAME, tally))
        people.append({"key": key, "handle": key.partition("@")[2] or None, "is_self": True, "name": name or None})
        people += [
            {"key": found, "name": row["from"] or None, "weak": ":name:" in found, "profile_url": row.get("from_url")}
            for row in rows
            if (found := linkedinrows.person(account, row.get("from_url", ""), row["from"]))
        ]
        tallies.append(tally)
    for tally, rows in tables.get(INVITATIONS.name, []):
        frames.append(assemble.messages(linkedinrows.invitations(rows, account, tally), account, NAME, tally))
        tallies.append(tally)
    return pl.concat(frames), people


def _account(
    tables: Tables, account: Account, posts: pl.DataFrame, messages: pl.DataFrame, seen: list[dt.datetime | None]
) -> Records:
    """The snapshot, and what each file feeds: from its first row to the last thing that the export holds."""
    _, last = days(posts, messages)
    last = max(filter(None, (last, *(one.date() for one in seen if one))), default=None)
    feeds = []
    for wanted, needs in (
        (SHARES, ("own_text", "reshares", "minute_time")), (COMMENTS, ("replies_out", "minute_time")),
        (REPOSTS, ("reshares",)),
    ):  # fmt: skip
        for tally, _ in tables.get(wanted.name, []):
            first, end = days(posts.filter(pl.col("source_file") == tally.file))
            end = end if tally.is_cut else last if first else None
            feeds.append(feed(account.key, tally.file, dict.fromkeys(needs, (first, end))))
    for tally, _ in tables.get(MESSAGES.name, []) if account.read_dms else ():
        first, _ = days(messages.filter(pl.col("source_file") == tally.file))
        feeds.append(feed(account.key, tally.file, {"dm_text": (first, last if first else None)}))
    profile = [(tally, rows[0]) for tally, rows in tables.get(PROFILE.name, []) if rows]
    snapshots = Records().snapshots
    if profile and last:
        tally, row = profile[0]
        bio = "\n\n".join(filter(None, (row.get("headline"), row.get("summary"))))
        snapshots = assemble.snapshot(
            account, NAME, assemble.latest(posts, messages), name=_name(tables), bio=bio,
            website=next(iter(re.findall(r"https?://[^\s,\]]+", row.get("sites", ""))), None),
        )  # fmt: skip
        feeds.append(feed(account.key, tally.file, {"profile": around(last)}))
    return Records(snapshots=snapshots, feeds=pl.concat(feeds) if feeds else Records().feeds)
