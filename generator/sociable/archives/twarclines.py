"""Lines of X API v2 files to tweets and users: pages, flattened tweets, streams, lines that are no JSON."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from sociable.archives import assemble, cutoff, jsonfile, tabular
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.archives.twarcshapes import Line, Sort, Tweet, User

_LINE = msgspec.json.Decoder(Line)
_SORT = msgspec.json.Decoder(Sort)
_TWEET = msgspec.json.Decoder(Tweet, strict=False)
_USER = msgspec.json.Decoder(User, strict=False)
_KINDS = {
    "count": "counts of posts, not posts", "user": "users, not posts", "list": "lists, not posts",
    "compliance": "compliance notices, not posts", "api-v1": "posts of API 1.1, which this reader does not know",
    "unknown": "objects that are no posts",
}  # fmt: skip


@dataclass(slots=True)
class Found:
    """What a file holds: tweets by id as (tweet, fetched at), those that came as context, and users by id."""

    tweets: dict[str, tuple[Tweet, dt.datetime | None]] = field(default_factory=dict)
    context: dict[str, tuple[Tweet, dt.datetime | None]] = field(default_factory=dict)
    users: dict[str, tuple[User, dt.datetime | None]] = field(default_factory=dict)


def read(member: Member, tally: Tally) -> Found:
    """Every tweet once, the newest copy of it; what is no tweet is counted by kind."""
    data = jsonfile.raw(member, tally)
    data = tabular.utf8(data, tabular.encoding_of(data[:65_536]), tally)
    found, others = Found(), Counter[str]()
    for number, raw in _lines(data, tally):
        try:
            line = _LINE.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            page = _page(raw)
            if data.endswith(raw) and cutoff.closed(raw) is not None:
                tally.cut()
            if page is None or page.includes is None:
                tally.read += 1
                tally.skip("broken")
                tally.issue("broken", f"a line that is not JSON ({error})", row=number)
            if page is None:
                continue
            line = page
        at = assemble.instant(line.stamp.retrieved_at) if line.stamp else None
        pieces = [raw] if not bytes(line.data).strip() else _split(bytes(line.data))
        if line.errors and (not bytes(line.data).strip()):
            others["errors"] += 1
            continue
        for piece in pieces:
            _piece(piece, at, number, found, others, tally)
        _includes(line, at, found)
    for kind, count in sorted(others.items()):
        if kind in _KINDS:
            tally.skip("not-a-post", count)
        tally.issue(kind, _KINDS.get(kind, "lines that only tell of errors"), count)
    if not tally.read:
        tally.issue("empty", "no posts in it")
    return found


def _page(raw: bytes) -> Line | None:
    """The posts of a page up to the place where it breaks off; None where the line is no list of posts."""
    short = cutoff.closed(raw)
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        line = _LINE.decode(short[0]) if short else None
        return line if line and bytes(line.data).lstrip().startswith(b"[") else None
    return None


def _lines(data: bytes, tally: Tally) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; a file that is one document over several lines, or one list, is cut into its parts."""
    text = data.strip()
    lines = text.splitlines()
    if text.startswith(b"[") or (len(lines) > 1 and lines[0].strip() in (b"{", b"[")):
        short = cutoff.closed(text) if text.startswith(b"[") else None
        try:
            whole = msgspec.json.decode(short[0] if short else text, type=msgspec.Raw)
            parts = _split(bytes(whole))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
        else:
            if short:
                tally.cut()
            yield from enumerate([*parts, *([short[1]] if short and short[1] else [])], 1)
            return
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            yield number, line


def _split(raw: bytes) -> list[bytes]:
    if raw.lstrip().startswith(b"["):
        return [bytes(one) for one in msgspec.json.decode(raw, type=list[msgspec.Raw])]
    return [raw]


def _piece(
    raw: bytes, at: dt.datetime | None, number: int, found: Found, others: Counter[str], tally: Tally
) -> None:  # fmt: skip
    tally.read += 1
    try:
        kind = _SORT.decode(raw).kind()
        if kind == "user":
            _user(_USER.decode(raw), at, found)
        if kind != "tweet":
            others[kind] += 1
            return
        tweet = _TWEET.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        tally.skip("broken")
        tally.issue("broken", f"a post that cannot be read ({error})", row=number)
        return
    for user in (tweet.author, tweet.in_reply_to_user):
        if user:
            _user(user, at, found)
    for one in tweet.referenced_tweets or ():
        if one.author:
            _user(one.author, at, found)
        if one.id and one.text is not None:
            whole = Tweet(one.id, one.text, one.author_id, one.author, entities=one.entities, note_tweet=one.note_tweet)
            found.context.setdefault(one.id, (whole, at))
    known = found.tweets.get(tweet.id)
    tally.skip("duplicate", int(known is not None))
    if known is None or (at and (known[1] is None or at > known[1])):
        found.tweets[tweet.id] = (tweet, at)


def _includes(line: Line, at: dt.datetime | None, found: Found) -> None:
    """What a page adds; pieces that cannot be read are not rows, and are passed over."""
    for raw in (line.includes and line.includes.users) or ():
        try:
            _user(_USER.decode(raw), at, found)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    for raw in (line.includes and line.includes.tweets) or ():
        try:
            tweet = _TWEET.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        known = found.context.get(tweet.id)
        if known is None or known[0].created_at is None:
            found.context[tweet.id] = (tweet, at)


def _user(user: User, at: dt.datetime | None, found: Found) -> None:
    known = found.users.get(user.id or "")
    if user.id and (known is None or (at and (known[1] is None or at >= known[1])) or known[0].username is None):
        found.users[user.id] = (user, at)
