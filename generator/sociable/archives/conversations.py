"""Conversations as JSON: a list of cases, each with its turns and the desk that handled it.

Known by shape and not by name: an object with a list of turns, each of which
has a text, a time and a side (customer or agent).  The account's handle is the
desk; cases of other desks are skipped and counted.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec
import polars as pl

from sociable.archives import assemble, cutoff, jsonfile, text, twosided
from sociable.archives.container import Container, Member
from sociable.archives.records import HELPERS, Records, Tally, join
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import POSTS, UTC, conform

NAME = "conversations"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ("minute_time", "inbound_complete", *twosided.CARE_NEEDS)
RANK = 4
_TEXTS = ("message", "text", "body", "content", "utterance")
_TIMES = ("datetime", "created_at", "createdAt", "timestamp", "time", "date", "sent_at")
_IDS = ("tweet_ID", "tweet_id", "message_id", "id")
_DESKS = ("company", "brand", "desk", "page", "account", "inbox")
_THREADS = ("sessionID", "session_id", "conversation_id", "conversationId", "thread_id", "ticket_id", "id")
_ROLES = ("direction", "role", "author_type", "sender_type", "from")
_IN, _OUT = (
    r"^(?:client|customer|user|consumer|in\b|inbound|contact)",
    r"^(?:agent|company|brand|staff|out\b|outbound|admin|bot)",
)
_SHAPE = re.compile(rb'"(?:client|customer|agent|direction|role|author_type|sender_type)\d*"\s*:')
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(("id", "author", "direction", "time_precision", "tz_source", "text", "parent", "thread"), pl.Utf8),
    "created_at": UTC,
}
_FEW = 20
Turn = dict[str, Any]


def sniff(container: Container) -> bool:
    """Whether some file of a few holds conversations."""
    members = container.matching(r".*\.json")
    return len(members) <= _FEW and any(_is_one(one) for one in members)


def _is_one(member: Member) -> bool:
    head = member.head(16_384)
    if not _SHAPE.search(head):
        return False
    first = _first(head if member.size <= len(head) else member.read()[0])
    return first is not None and bool(_turns(first))


def _first(data: bytes) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        short = cutoff.closed(data)
        return _first(short[0]) if short and short[0] != data else None
    cases = _cases(found)
    return next((one for one in cases if isinstance(one, dict)), None)


def _cases(found: Any) -> list[Any]:
    """The list of cases: the root, or the longest list under its keys."""
    if isinstance(found, dict):
        return max((one for one in found.values() if isinstance(one, list)), key=len, default=[])
    return found if isinstance(found, list) else []


def owners(container: Container) -> list[tuple[str, str]]:
    """Every desk of the cases, the busiest first."""
    desks: dict[str, int] = {}
    for member in container.matching(r".*\.json"):
        if _is_one(member):
            for case in _decoded(member, Tally(member.label, NAME)):
                name = _found(case, _DESKS) if isinstance(case, dict) else None
                if name:
                    desks[name] = desks.get(name, 0) + 1
    return [(name, "") for name in sorted(desks, key=lambda one: (-desks[one], one))]


def platform(container: Container) -> str:
    """X where messages carry ids of tweets, else unknown."""
    named = any(b'"tweet_I' in one.head(16_384) for one in container.matching(r".*\.json"))
    return "x" if named else "other"


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The turns of the account's cases: answers as posts, the others as messages."""
    parts = []
    for member in container.matching(r".*\.json"):
        if _is_one(member):
            tally = Tally(member.label, NAME)
            parts.append(_records(_decoded(member, tally), account, brand, tally))
    return join(parts), []


def _decoded(member: Member, tally: Tally) -> list[Any]:
    data = jsonfile.raw(member, tally)
    try:
        return _cases(msgspec.json.decode(data))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        whole, rest = cutoff.closed(data) or (data, b"")  # as it was read to tell what it is
        cases = _cases(msgspec.json.decode(whole))
        tally.cut()
        return [*cases, *([{}] if rest else [])]


def _records(cases: list[Any], account: Account, brand: Brand, tally: Tally) -> Records:
    handle = account.handle.lstrip("@").casefold()
    desks = {name.casefold() for one in cases if isinstance(one, dict) and (name := _found(one, _DESKS))}
    rows: list[dict[str, Any]] = []
    for number, case in enumerate(cases, 1):
        turns = _turns(case) if isinstance(case, dict) else []
        tally.read += max(1, len(turns))
        if not turns:
            tally.skip("broken")
            tally.issue("broken", "a case without turns", row=number)
            continue
        desk = (_found(case, _DESKS) or handle).lstrip("@").casefold()
        if desk != handle and len(desks) > 1:
            tally.skip("other-brand", len(turns))
            continue
        rows += _rows(turns, str(_found(case, _THREADS) or f"case-{number}"), handle, tally)
    if not cases:
        tally.issue("empty", "nothing in it")
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    single = frame.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", frame.height - single.height)
    single = single.with_columns(text.normal(text.unescape(pl.col("text"))).alias("text"))
    found = twosided.split(single, account, brand, tally, NAME, every_row=True)
    posts = conform(found.posts.with_columns(pl.lit(RANK).alias("_rank")), {**POSTS, **HELPERS})
    return Records(posts, found.messages, found.people, found.snapshots, found.feeds, (tally,))


def _rows(turns: list[Turn], thread: str, handle: str, tally: Tally) -> list[dict[str, Any]]:
    """The turns of one case in order; an answer's parent is the message before it."""
    rows: list[dict[str, Any]] = []
    for place, turn in enumerate(turns):
        side, who = _side(turn)
        key = next((str(turn[name]) for name in _IDS if turn.get(name)), f"{thread}-{place}")
        when = _when(turn, key)
        said = next((turn[name] for name in _TEXTS if isinstance(turn.get(name), str)), None)
        if side is None or when is None or said is None:
            tally.skip("incomplete")
            tally.issue("incomplete", "a turn without side, time or text", sample=key)
            continue
        rows.append({
            "id": key, "author": handle if side == "out" else who or f"thread-{thread}", "direction": side,
            "created_at": when[0], "time_precision": "second", "tz_source": when[1], "text": said,
            "parent": rows[-1]["id"] if rows else None, "thread": thread,
        })  # fmt: skip
    return rows


def _when(turn: Turn, key: str) -> tuple[dt.datetime, str] | None:
    told = next((turn[name] for name in _TIMES if turn.get(name)), None)
    if isinstance(told, int | float) and not isinstance(told, bool):
        seconds = told / 1000 if told > 100_000_000_000 else told
        return (dt.datetime.fromtimestamp(seconds, dt.UTC), "explicit") if 0 < seconds < 4_000_000_000 else None
    written = assemble.instant(told) if isinstance(told, str) else None
    if written:
        return written, "explicit"
    number = text.digits(key) or 0
    by_id = assemble.by_id(number, 22, text.X_EPOCH_MS) if number >= text.X_FIRST_TIMED_ID else None
    return (by_id, "id") if by_id else None


def _side(turn: Turn) -> tuple[str | None, str | None]:
    """In or out, and who: by a key such as ``client``, or by the value of a key such as ``role``."""
    for key, value in turn.items():
        if isinstance(value, str) and key not in _TEXTS:
            if re.search(_IN + r"\d*$", key.casefold()):
                return "in", value
            if re.search(_OUT + r"\d*$", key.casefold()):
                return "out", value
    told = next((str(turn[name]).casefold() for name in _ROLES if turn.get(name)), "")
    author = next((str(turn[name]) for name in ("author", "author_id", "name", "sender") if turn.get(name)), None)
    return ("in" if re.search(_IN, told) else "out" if re.search(_OUT, told) else None), author


def _turns(case: dict[str, Any]) -> list[Turn]:
    """The turns of a case, and a last answer that stands beside them."""
    lists = [value for value in case.values() if isinstance(value, list) and value]
    turns = next((one for one in lists if all(isinstance(turn, dict) and _is_turn(turn) for turn in one)), [])
    beside = case.get("agentURL")
    if turns and isinstance(beside, dict) and isinstance(beside.get("url_utterance"), str):
        last = {"agent": "agent", "message": beside["url_utterance"], "tweet_ID": beside.get("tweet_ID")}
        return [*turns, last]
    return turns


def _is_turn(turn: Turn) -> bool:
    timed = any(turn.get(name) for name in _TIMES)
    return timed and any(isinstance(turn.get(name), str) for name in _TEXTS) and _side(turn)[0] is not None


def _found(case: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of `names` in the case or in an object of it."""
    for one in (case, *(value for value in case.values() if isinstance(value, dict))):
        for name in names:
            if isinstance(one.get(name), str | int) and one[name] != "":
                return str(one[name])
    return None
