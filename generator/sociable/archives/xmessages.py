"""Direct messages of an X archive: who wrote to whom and when; text only on request.

`welcomeMessageCreate` is what X sends by itself when somebody opens the
conversation, so it counts as automatic.  Without `read_dms` texts stay null.
"""

from __future__ import annotations

import msgspec
import polars as pl

from sociable.archives import javascript, text
from sociable.archives.container import Container
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.tables import MESSAGES, UTC, conform, empty

FILES = r"direct-messages?(?:-group)?(?:-part\d+)?\.js"


class Short(msgspec.Struct, gc=False):
    """A shortened address in a message."""

    url: str = ""
    expanded: str | None = None


class Create(msgspec.Struct, gc=False):
    """One message."""

    id: str | None = None
    senderId: str | None = None
    recipientId: str | None = None
    text: str | None = None
    createdAt: str | None = None
    urls: list[Short] = []


class Event(msgspec.Struct, gc=False):
    """A message by hand, an automatic one, or something that is none (joining, leaving)."""

    messageCreate: Create | None = None
    welcomeMessageCreate: Create | None = None


class Conversation(msgspec.Struct, gc=False):
    """A thread of messages, newest first."""

    conversationId: str = ""
    messages: list[Event] = []


class Row(msgspec.Struct, gc=False):
    """The wrapper of a conversation."""

    dmConversation: Conversation | None = None


def read(container: Container, account: Account, own_id: str | None) -> tuple[pl.DataFrame, list[Tally]]:
    """MESSAGES of all conversation files, one tally a file; rows are messages, not conversations."""
    frames, tallies = [], []
    for member in container.matching(FILES):
        tally, lines = Tally(member.label, "x"), []
        counting = Tally(member.label, "x")
        for found in javascript.rows(member, Row, counting):
            talks = [row.dmConversation for row in found if row.dmConversation]
            lines += [(talk.conversationId, event) for talk in talks for event in talk.messages]
        tally.sha256, tally.issues = counting.sha256, counting.issues
        tally.read = len(lines) + counting.skipped["broken"]
        tally.skip("broken", counting.skipped["broken"])
        frame = _frame(lines, account, tally, own_id)
        frames.append(frame.with_columns(pl.lit(member.label).alias("source_file")))
        tallies.append(tally)
    if not frames:
        return empty(MESSAGES), tallies
    return pl.concat([conform(frame, MESSAGES) for frame in frames]), tallies


def _frame(lines: list[tuple[str, Event]], account: Account, tally: Tally, own_id: str | None) -> pl.DataFrame:
    events = [
        (talk, event.messageCreate or event.welcomeMessageCreate, event.messageCreate is None) for talk, event in lines
    ]
    real = [(talk, one, automatic) for talk, one, automatic in events if one is not None and one.id]
    tally.skip("not-a-message", len(events) - len(real))
    data = {
        "id": [one.id for _, one, _ in real],
        "talk": [talk for talk, _, _ in real],
        "sender": [one.senderId for _, one, _ in real],
        "receiver": [one.recipientId for _, one, _ in real],
        "created": [one.createdAt for _, one, _ in real],
        "text": [_full(one) if account.read_dms else None for _, one, _ in real],
        "is_automatic": [automatic for _, _, automatic in real],
    }
    schema = {**dict.fromkeys(data, pl.Utf8), "is_automatic": pl.Boolean}
    messages = pl.DataFrame(data, schema=schema).unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", len(real) - messages.height)
    return _columns(messages, account, tally, own_id or _common(messages))


def _full(one: Create) -> str | None:
    found = one.text
    for link in one.urls:
        if found and link.url and link.expanded:
            found = found.replace(link.url, link.expanded)
    return found


def _common(messages: pl.DataFrame) -> str | None:
    """The id that takes part in every conversation, where account.js is missing."""
    if messages.is_empty():
        return None
    parts = messages.select(pl.col("talk").unique().str.split("-").alias("who")).explode("who")["who"]
    top = parts.value_counts(sort=True).row(0)
    return str(top[0]) if top[1] > 1 else None


def _columns(messages: pl.DataFrame, account: Account, tally: Tally, own_id: str | None) -> pl.DataFrame:
    person = pl.lit(f"{account.platform}:")
    by_hand = pl.col("created").str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", strict=False)
    timed = messages.with_columns(
        pl.coalesce(by_hand.dt.replace_time_zone("UTC").cast(UTC), text.x_id_time(pl.col("id"))).alias("created_at")
    )
    kept = timed.filter(pl.col("created_at").is_not_null())
    tally.skip("no-time", timed.height - kept.height)
    return kept.select(
        (person + "dm:" + pl.col("id")).alias("uid"),
        pl.lit(account.key).alias("account"),
        pl.lit(account.platform).alias("platform"),
        "created_at",
        pl.lit("second").alias("time_precision"),
        pl.when(pl.col("sender") == (own_id or "")).then(pl.lit("out")).otherwise(pl.lit("in")).alias("direction"),
        pl.lit("dm").alias("channel"),
        (person + pl.col("sender")).alias("author"),
        (person + pl.col("receiver")).alias("recipient"),
        (person + "dm:" + pl.col("talk")).alias("thread_id"),
        text.normal(text.unescape(pl.col("text"))).alias("text"),
        "is_automatic",
        pl.lit(True).alias("private"),
        pl.lit("x").alias("reader"),
    )
