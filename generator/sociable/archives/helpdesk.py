"""Helpdesk tables of both directions: Front, RingCentral Engage, and others that name thread, time and direction.

They are what response times can be taken from.  A table without texts shows
when people were answered, and nothing of what was said.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import cells, tabular, text, toolposts, twosided
from sociable.archives.container import Container
from sociable.archives.records import HELPERS, Records, Tally, join
from sociable.archives.tabular import Format
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import POSTS, YES, conform

NAME = "helpdesk"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ("minute_time", "inbound_complete", *twosided.CARE_NEEDS)
RANK = 4
FRONT = Format(
    "Front, messages", ("id", "thread", "direction", "created"),
    {
        "id": ("Message ID",), "thread": ("Conversation ID",), "direction": ("Direction",),
        "created": ("Message Date", "Message date", "Date"), "text": ("Extract", "Body", "Text", "Content", "Message"),
        "agent": ("Author", "Teammate"), "author": ("Contact handle", "Contact", "From", "Recipient handle"),
        "author_name": ("Contact name",), "inbox": ("Inbox",), "network": ("Message type", "Channel type", "Channel"),
    },
)  # fmt: skip
RINGCENTRAL = Format(
    "RingCentral Engage, messages", ("id", "thread", "created", "text"),
    {
        "id": ("id",), "thread": ("content_thread_id",), "created": ("created_at",), "text": ("body_as_text", "body"),
        "agent": ("creator_name",), "creator": ("creator_id", "creator_name"), "author": ("author_id", "author_name"),
        "author_name": ("author_name",), "private": ("private_message",), "auto": ("auto_submitted",),
        "network": ("source_type",), "parent": ("in_reply_to_id",), "direction": ("direction",),
    },
)  # fmt: skip
_THREADS = ("unterhaltung", "unterhaltungs-id", "konversation", "vorgang", "vorgangsnummer", "ticket", "ticketnummer")
_AUTHORS = ("absender", "verfasser", "autor", "kunde", "von")
OTHERS = Format(
    "helpdesk messages (conversation, direction, time)", ("thread", "direction", "created"),
    {
        "id": ("message id", "message_id", "comment id", "id", "nachricht-id", "nachrichten-id", "nachrichtennummer"),
        "thread": ("conversation id", "conversation_id", "ticket id", "ticket_id", "case id", "thread id", *_THREADS),
        "direction": (
            "direction", "message direction", "message type", "author type", "author_type", "sender type", "richtung",
        ),
        "created": (
            "created at", "created_at", "message date", "sent at", "sent_at", "timestamp", "created", "date",
            "erstellt am", "gesendet am", "zeitpunkt", "datum", "datum/uhrzeit", "datum und uhrzeit",
        ),
        "text": (
            "body", "message", "text", "content", "message body", "comment", "message text", "nachricht", "inhalt",
        ),
        "agent": ("agent", "agent name", "assignee", "teammate", "replied by", "bearbeiter", "mitarbeiter"),
        "author": (
            "author", "customer id", "customer", "contact", "from", "sender", "author id", "requester", *_AUTHORS,
        ),
        "author_name": ("author name", "customer name", "contact name", "sender name", "kundenname"),
        "private": ("private", "is private", "private message", "privat"),
        "auto": ("automated", "is automated", "auto"),
        "network": ("channel", "source", "network", "platform", "kanal", "netzwerk"),
        "parent": ("in reply to", "parent id", "antwort auf"),
    },
)  # fmt: skip
FORMATS = (FRONT, RINGCENTRAL, OTHERS)
_TABLES = r".*\.(?:csv|tsv|txt)"
_IN = (
    r"^(?:in\b|inbound|incoming|received|customer|user|end.?user|contact|lead|client|consumer|requester"
    r"|eingang|eingehend|empfangen|kund)"
)
_OUT = (
    r"^(?:out\b|outbound|outgoing|sent|agent|admin|teammate|staff|brand|company|operator|reply|bot|system"
    r"|ausgang|ausgehend|gesendet|antwort)"
)
_YES = (*YES, "dm", "private")
_PRIVATE = r"private|direct|\bdms?\b|messenger|whatsapp|chat|mail|sms"


def sniff(container: Container) -> bool:
    """Whether some table has threads, times and directions."""
    return any(tabular.known(container.matching(_TABLES), FORMATS))


def platform(container: Container) -> str:
    """A desk serves many networks."""
    return PLATFORM


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Both directions of every table; public answers as posts."""
    parts = []
    for member, wanted, layout in tabular.known(container.matching(_TABLES), FORMATS):
        tally = Tally(member.label, NAME)
        places = wanted.places(layout.header)
        rows = tabular.load(member, layout, places, tally)
        toolposts.understood(layout.header, places, tally)
        if wanted is FRONT and "agent" in rows.columns and "author_name" not in rows.columns:
            rows = rows.with_columns(pl.col("agent").alias("author_name"))  # of a message in it is the customer
        rows = _clean(rows, account, tally, toolposts.gmt(layout.header) or brand.about.timezone)
        found = twosided.split(rows, account, brand, tally, NAME, every_row=True)
        posts = conform(found.posts.with_columns(pl.lit(RANK).alias("_rank")), {**POSTS, **HELPERS})
        parts.append(Records(posts, found.messages, found.people, found.snapshots, found.feeds, (tally,)))
    return join(parts), []


def _clean(rows: pl.DataFrame, account: Account, tally: Tally, zone: str) -> pl.DataFrame:
    """Rows as `twosided` takes them; incomplete and double ones counted."""
    lacking = ("text", "agent", "author", "author_name", "private", "auto", "network", "parent", "id", "direction")
    rows = rows.with_columns(pl.lit(None, dtype=pl.Utf8).alias(name) for name in lacking if name not in rows.columns)
    rows = _of_network(rows, account, tally)
    hidden = pl.col("network").str.to_lowercase().str.contains(_PRIVATE).fill_null(False)
    clock = cells.instants(rows["created"], tally, account.tz or zone, account.date_format)
    rows = rows.with_columns(
        clock.instants.alias("created_at"), pl.lit(clock.precision).alias("time_precision"),
        pl.lit(clock.tz_source).alias("tz_source"), _direction(rows.columns).alias("direction"),
        cells.ids(rows["id"], tally).alias("id"), cells.ids(rows["parent"], tally).alias("parent"),
        text.normal(text.unescape(pl.col("text"))).alias("text"), _yes("auto").alias("is_automatic"),
        (_yes("private") | hidden).alias("private"),
    )  # fmt: skip
    kept = rows.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in ("direction", "created_at", "thread")))
    tally.skip("incomplete", rows.height - kept.height)
    if lost := rows.height - kept.height:
        tally.issue("incomplete", "a row without direction, time or conversation", count=lost)
    made = text.filled("{}-{}-{}", "thread", pl.col("created_at").dt.epoch("ms"), "direction")
    kept = kept.with_columns(pl.coalesce("id", made).alias("id"))
    single = kept.unique("id", keep="first", maintain_order=True).sort("created_at", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    return _paired(single, account)


def _of_network(rows: pl.DataFrame, account: Account, tally: Tally) -> pl.DataFrame:
    of = toolposts.network(pl.col("network"))
    known = of.is_in([name for name, _ in toolposts.NETWORKS])
    kept = rows.filter((~known | (of == account.platform)).fill_null(True)) if account.platform != "other" else rows
    tally.skip("other-platform", rows.height - kept.height)
    return kept


def _direction(columns: list[str]) -> pl.Expr:
    """In or out as the cell says; without such a cell, what a member of staff created goes out."""
    told = pl.col("direction").str.strip_chars().str.to_lowercase()
    by_word = pl.when(told.str.contains(_IN)).then(pl.lit("in")).when(told.str.contains(_OUT)).then(pl.lit("out"))
    if "creator" not in columns:
        return by_word
    made = pl.col("creator").is_not_null() & (pl.col("creator").str.strip_chars() != "")
    return pl.coalesce(by_word, pl.when(made).then(pl.lit("out")).otherwise(pl.lit("in")))


def _yes(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.to_lowercase().is_in(_YES).fill_null(False)


def _paired(rows: pl.DataFrame, account: Account) -> pl.DataFrame:
    """Answers joined to the last message before them in their conversation; a person is the thread's where unnamed."""
    handle = account.handle.lstrip("@").casefold()
    inbound = pl.col("direction") == "in"
    asked = pl.when(inbound).then(pl.col("id")).forward_fill().over("thread", order_by="created_at")
    who = pl.when(pl.col("author").str.strip_chars() != "").then(pl.col("author").str.strip_chars())
    person = pl.coalesce(who, pl.format("thread-{}", "thread"))
    return rows.with_columns(
        pl.when(inbound).then(pl.col("parent")).otherwise(pl.coalesce("parent", asked)).alias("parent"),
        pl.when(inbound).then(person).otherwise(pl.lit(handle)).alias("author"),
        pl.when(~inbound).then(pl.col("agent")).alias("agent"),
    )
