"""Threads of Messenger and of Instagram's direct messages: who wrote and when; text only on request.

A text that the account sends in three or more threads within a minute of the
first message received there is an automatic answer (FORMATS 2a).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import polars as pl

from sociable.archives import jsonfile, text
from sociable.archives.container import Member
from sociable.archives.metatext import Number, instants, repair, seconds, sha1
from sociable.archives.records import Tally
from sociable.config import Account, Brand
from sociable.tables import MESSAGES, PEOPLE, conform, empty

AUTOMATIC_THREADS, AUTOMATIC_SECONDS = 3, 60
_REACTION = re.compile(
    r"^(?:reacted .{1,8} to your message|liked a message|hat mit .{1,8} auf deine nachricht reagiert"
    r"|gefällt eine nachricht|reaccionó con .{1,8} a tu mensaje|le gustó un mensaje|a réagi .{1,8} à votre message"
    r"|a aimé un message|reagiu com .{1,8} à sua mensagem|curtiu uma mensagem|ha reagito .{1,8} al tuo messaggio)\s*$",
    re.I,
)


class Person(msgspec.Struct, gc=False):
    """Somebody who takes part."""

    name: str | None = None


class Share(msgspec.Struct, gc=False):
    """An address handed on."""

    link: str | None = None


class Message(msgspec.Struct, gc=False):
    """One message; the second names are those of end-to-end encrypted downloads."""

    sender_name: str | None = None
    senderName: str | None = None
    timestamp_ms: Number = None
    timestamp: Number = None
    content: str | None = None
    text: str | None = None
    photos: list[Any] | None = None
    videos: list[Any] | None = None
    audio_files: list[Any] | None = None
    files: list[Any] | None = None
    gifs: list[Any] | None = None
    media: list[Any] | None = None
    sticker: Any = None
    share: Share | None = None
    is_unsent: bool | None = None


class Thread(msgspec.Struct, gc=False):
    """One file of a thread, newest message first; each message is decoded on its own."""

    participants: list[Person | str] = []
    messages: list[msgspec.Raw] = []
    title: str | None = None
    thread_path: str | None = None
    threadName: str | None = None


SCHEMA = {
    "thread": pl.Utf8, "sender": pl.Utf8, "millis": pl.Int64, "said": pl.Utf8, "group": pl.Boolean, "file": pl.Utf8,
}  # fmt: skip
"""One row a message before it is known who is who."""


def read(
    members: Sequence[Member], account: Account, brand: Brand, reader: str, names: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame, list[Tally]]:
    """MESSAGES and PEOPLE of all thread files, one tally a file; `names` are what the account may be called."""
    rows: list[dict[str, Any]] = []
    threads: list[tuple[str, list[str]]] = []
    tallies = []
    for member in members:
        tally = Tally(member.label, reader)
        thread, people, found = _file(member, tally)
        threads.append((thread, people))
        rows += found
        tallies.append(tally)
    me = _self(threads, [*names, account.handle.lstrip("@"), brand.about.name, *brand.about.aliases])
    others = {thread: [one for one in people if one != me] for thread, people in threads}
    frame = pl.DataFrame(rows, schema=SCHEMA)
    return (*rows_of(frame, others, me, account, tallies, reader), tallies)


def _file(member: Member, tally: Tally) -> tuple[str, list[str], list[dict[str, Any]]]:
    """The thread's key, who takes part, and its messages that say something."""
    found = jsonfile.whole(member, Thread, tally) if member.size else Thread()
    people = [repair(one if isinstance(one, str) else one.name) for one in found.participants]
    thread = repair(found.thread_path or found.threadName) or member.folder.rsplit("/", 1)[-1] or member.tail
    thread = thread.rsplit("/", 1)[-1]
    decoder = msgspec.json.Decoder(Message, strict=False)
    rows = []
    for number, raw in enumerate(found.messages, 1):
        try:
            one = decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            tally.skip("broken")
            tally.issue("broken", f"a message that cannot be read ({error})", row=number)
            continue
        row, why = _row(one)
        tally.skip(why, 1 if why else 0)
        if not why:
            rows.append({**row, "thread": thread, "group": len(people) > 2, "file": member.label})
    tally.read += len(found.messages)
    if not found.messages:
        tally.issue("empty", "a thread without messages")
    return thread, people, rows


def _row(one: Message) -> tuple[dict[str, Any], str]:
    """What is kept of a message, or why it is not."""
    when = one.timestamp_ms or one.timestamp
    said = repair(one.content if one.content is not None else one.text)
    link = one.share.link if one.share and one.share.link else ""
    sent = one.photos or one.videos or one.audio_files or one.files or one.gifs or one.media or one.sticker
    sender = repair(one.sender_name or one.senderName)
    if seconds(when) is None:
        return {}, "no-time"
    if not sender or one.is_unsent or not (said or link or sent):
        return {}, "no-content"
    if _REACTION.match(said):
        return {}, "reaction"
    millis = int(float(when or 0)) if float(when or 0) > 1e11 else int(float(when or 0)) * 1000
    return {"sender": sender, "millis": millis, "said": said if link in said else f"{said}\n{link}".strip()}, ""


def _self(threads: list[tuple[str, list[str]]], names: Sequence[str]) -> str:
    """What the account is called in its threads: a name known from elsewhere, else who is in most of them."""
    counts = Counter(name for _, people in dict(threads).items() for name in set(people))
    wanted = [name.casefold() for name in names if name]
    known = [name for name in counts if name.casefold() in wanted]
    if known:
        return min(known, key=lambda name: wanted.index(name.casefold()))
    top = counts.most_common(2)
    if top and (len(top) == 1 or top[0][1] > top[1][1]):
        return top[0][0]
    return ""


def rows_of(
    frame: pl.DataFrame, others: dict[str, list[str]], me: str, account: Account, tallies: list[Tally], reader: str,
    mark: str = "name:",
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """MESSAGES and PEOPLE of rows as SCHEMA has them; `mark` is what a person key puts before the sender.

    `others` are those who take part in a thread beside the account, which is `me`.
    """
    if not me:
        for tally in tallies:
            tally.issue("self-unknown", "which name is the account's is not known; add it to aliases", count=tally.kept)
            tally.skip("self-unknown", tally.kept)
    if frame.is_empty() or not me:
        return empty(MESSAGES), _people(frame, others, me, account, mark)
    keys = [sha1(*row) for row in frame.select("thread", "sender", "millis", "said").rows()]
    prefix = pl.lit(f"{account.platform}:")
    frame = frame.with_columns((prefix + "dm:h:" + pl.Series(keys)).alias("uid"))
    single = frame.unique("uid", keep="first", maintain_order=True)
    before, after = (dict(one.group_by("file").len().rows()) for one in (frame, single))
    for tally in tallies:
        tally.skip("duplicate", before.get(tally.file, 0) - after.get(tally.file, 0))
    direction = pl.when(sender=me).then(pl.lit("out")).otherwise(pl.lit("in"))
    single = _automatic(single.with_columns(direction.alias("direction")))
    partner = {thread: people[0] for thread, people in others.items() if len(people) == 1}
    to = pl.col("thread").replace_strict(partner, default=None, return_dtype=pl.Utf8)
    own = pl.lit(f"{account.platform}:@{account.handle.lstrip('@').casefold()}")
    out = pl.col("direction") == "out"
    messages = single.with_columns(
        instants([millis // 1000 for millis in single["millis"]]).alias("created_at"),
        pl.lit(account.key).alias("account"), pl.lit(account.platform).alias("platform"),
        pl.lit("second").alias("time_precision"), pl.lit("dm").alias("channel"),
        pl.when(out).then(own).otherwise(prefix + mark + pl.col("sender")).alias("author"),
        pl.when(~out & ~pl.col("group")).then(own).when(out).then(prefix + mark + to).alias("recipient"),
        (prefix + "dm:" + pl.col("thread")).alias("thread_id"), pl.lit(True).alias("private"),
        (text.normal(pl.col("said")) if account.read_dms else pl.lit(None, dtype=pl.Utf8)).alias("text"),
        pl.col("file").alias("source_file"), pl.lit(reader).alias("reader"),
    )  # fmt: skip
    return conform(messages, MESSAGES), _people(frame, others, me, account, mark)


def _automatic(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ``is_automatic``: one text, several threads, each time right after the person's first message."""
    first = pl.col("millis").filter(direction="in").min().over("thread")
    gap = pl.col("millis") - first
    prompt = (pl.col("direction") == "out") & gap.is_between(0, AUTOMATIC_SECONDS * 1000) & (pl.col("said") != "")
    frame = frame.with_columns(prompt.fill_null(False).alias("_prompt"))
    spread = pl.col("thread").filter(pl.col("_prompt")).n_unique().over("said")
    return frame.with_columns((pl.col("_prompt") & (spread >= AUTOMATIC_THREADS)).alias("is_automatic"))


def _people(frame: pl.DataFrame, others: dict[str, list[str]], me: str, account: Account, mark: str) -> pl.DataFrame:
    """Everybody who wrote or was written to; weak where nothing but a name is known."""
    weak = mark == "name:"
    parts = [*frame["sender"], *(one for _, people in sorted(others.items()) for one in people)]
    names = pl.DataFrame({"name": [one for one in dict.fromkeys(parts) if one and one != me]}, schema={"name": pl.Utf8})
    return conform(
        names.with_columns(
            (pl.lit(f"{account.platform}:{mark}") + pl.col("name")).alias("key"),
            pl.lit(account.platform).alias("platform"), pl.lit(False).alias("is_self"), pl.lit(weak).alias("weak"),
            (pl.lit(None, dtype=pl.Utf8) if weak else pl.col("name")).alias("handle"),
        ),
        PEOPLE,
    )  # fmt: skip
