"""First contacts and cold private messages: what came before between brand and person."""

from __future__ import annotations

import hashlib

import polars as pl

from sociable.signals.cues import load

LOOK_BACK = "365d"
TRIGGER = "7d"
"""What a person wrote within this time is what the brand's first message answers."""
OPT_IN = "72h"
KEYWORD_WORDS = 3
_PRIVATE = r"(?i)\b(?:dms?|direct message|private message|message (?:us|me|you)|inbox|pm)\b"


SPOKEN = (
    "uid", "uids", "account", "platform", "day", "created_at", "time_precision", "kind", "role", "recipient",
    "cluster", "thread", "reply_to_uid", "invited", "text", "context", "automatic", "promo_cue", "commercial",
    "handoff", "p_helps", "p_deflect", "p_apology", "p_pitch", "p_promo", "p_ask", "scoreable", "words",
)  # fmt: skip
"""What is asked of a message to a person; all else that is known of it would only take room."""


def hashed(values: pl.Series) -> pl.Series:
    """Short one-way names of people: the same everywhere, readable nowhere."""
    names = values.drop_nulls().unique().sort()
    codes = [hashlib.blake2b(name.encode(), digest_size=8).hexdigest() for name in names]
    if not codes:
        return values
    return values.replace_strict(names, pl.Series(codes, dtype=pl.Utf8), default=None, return_dtype=pl.Utf8)


def heard(messages: pl.DataFrame) -> pl.DataFrame:
    """What known people wrote to the brand, in order of time: uid, person, at, channel, text and labels."""
    inbound = messages.filter((pl.col("direction") == "in") & pl.col("author").is_not_null() & pl.col("addressed"))
    return inbound.select(
        "uid", "channel", "text", "account", "platform", "day", "thread_id",
        "parent_uid", "target_post_uid", "need", "p_complaint", "p_question", "p_praise",
        person="author", at="created_at",
    ).drop_nulls("at").sort("at", "uid")  # fmt: skip


def said(units: pl.DataFrame) -> pl.DataFrame:
    """Outbound units to known people in order of time, with `person` and `at`."""
    spoken = pl.col("kind").is_in(["R", "U", "D"]) & pl.col("recipient").is_not_null()
    sent = units.select(name for name in SPOKEN if name in units.columns).filter(spoken)
    return sent.with_columns(person="recipient", at="created_at").drop_nulls("at").sort("at", "uid")


def rows(units: pl.DataFrame, tree: pl.DataFrame) -> pl.DataFrame:
    """Every single message of `said`, at its own time: a unit may hold words before and after a person's."""
    sent = said(units)
    own = tree.select("uid", "thread", at="created_at", reply_to_uid="parent")
    single = sent.select(row=pl.int_range(pl.len()), uid="uids").explode("uid").join(own, on="uid", how="inner")
    single = single.drop_nulls("at").sort("at", "uid")
    rest = sent.drop("uid", "uids", "at", "thread", "reply_to_uid", strict=False)[single["row"]]
    return rest.hstack(single.drop("row"))


def before(
    rows: pl.DataFrame, events: pl.DataFrame, within: str, offset: str = "0us", equal: bool = False
) -> pl.Series:
    """The uids of `rows` (person, at) with one of `events` in the span that ends `offset` before them."""
    left = rows.select("uid", "person", when=pl.col("at").dt.offset_by(f"-{offset}")).sort("when", "uid")
    right = events.select("person", "at", hit=pl.lit(True)).sort("at")
    found = left.join_asof(
        right, left_on="when", right_on="at", by="person", strategy="backward", tolerance=within,
        allow_exact_matches=equal, check_sortedness=False,
    )  # fmt: skip
    return found.filter(pl.col("hit").fill_null(False))["uid"]


def cold(units: pl.DataFrame, sent: pl.DataFrame, messages: pl.DataFrame) -> pl.DataFrame:
    """`units` with `cold`: a first private message in 365 days to somebody who asked for none (D-new).

    Not cold: after a message of theirs in private, after "DM us" of either side,
    after a question or a keyword of theirs in public.  `sent` are all units, older ones too.
    """
    sent, got = said(sent), heard(messages)
    private = sent.filter(pl.col("kind") == "D")
    asked = got.filter((pl.col("channel") == "dm") | _opted())
    told = sent.filter((pl.col("kind") == "R") & pl.col("text").str.contains(_PRIVATE))
    warm = [
        before(private, private, LOOK_BACK),
        before(private, got.filter(pl.col("channel") == "dm"), LOOK_BACK, equal=True),
        before(private, asked, OPT_IN, equal=True),
        before(private, told, TRIGGER, equal=True),
    ]
    warmed = pl.concat(warm).unique()
    return units.with_columns(cold=(pl.col("kind") == "D") & ~pl.col("uid").is_in(warmed.implode()))


def _opted() -> pl.Expr:
    """Whether a public message asks for a private one: a need, a keyword alone, or "DM"."""
    text = pl.col("text")
    short = text.str.replace_all(r"@[\w.-]+", "").str.count_matches(r"\S+") <= KEYWORD_WORDS
    return (text.is_null() | short | text.str.contains(_PRIVATE) | pl.col("need")).fill_null(False)


def first(units: pl.DataFrame, messages: pl.DataFrame) -> pl.DataFrame:
    """One row a first message to a person in 365 days (RUBRIC early-sell).

    `first_contact` is False where the person asked to buy or for a private
    message, null where the message that was answered is not known.
    """
    sent, got = said(units), heard(messages)
    known = pl.concat([before(sent, sent, LOOK_BACK), before(sent, got, "358d", TRIGGER, equal=True)]).unique()
    fresh = sent.filter(~pl.col("uid").is_in(known.implode()) & (pl.col("role") != "support"))
    fresh = fresh.unique(["person", "at"], keep="first", maintain_order=True)
    asked = pl.concat([_asked_here(fresh), before(fresh, got.filter(_buying("text")), TRIGGER, equal=True)])
    opted = before(fresh.filter(pl.col("kind") == "D"), got.filter(_opted()), OPT_IN, equal=True)
    invited = pl.concat([asked, opted]).unique()
    blind = (pl.col("kind") == "R") & (pl.col("invited") == "unknown") & pl.col("context").is_null()
    cue = pl.col("promo_cue").cast(pl.Float64)
    pitch = pl.max_horizontal(
        "p_pitch", pl.col("commercial").cast(pl.Float64),
        pl.when(pl.col("kind").is_in(["U", "D"])).then(pl.max_horizontal("p_promo", "p_ask", cue)),
    )  # fmt: skip
    silent = (pl.col("kind") == "D") & pl.col("text").is_null()
    # Of words in a language without detectors nobody can say that they sell nothing.
    silent |= ~pl.col("scoreable").fill_null(True) & (pl.col("words") > 0).fill_null(False)
    person = hashed(fresh["person"])
    return fresh.select(
        "account", "platform", "day", "uid",
        first_contact=pl.when(blind).then(None).otherwise(~pl.col("uid").is_in(invited.implode())),
        contact_pitched=pl.when(~silent).then(pitch.fill_null(0.0)),
    ).with_columns(person=person, cluster=person)  # fmt: skip


def _buying(column: str) -> pl.Expr:
    low = pl.col(column).str.to_lowercase().str.replace_all("’", "'")
    lists = load()
    return (
        low.str.contains(lists["purchase_questions"].pattern) | low.str.contains(lists["vendors"].pattern)
    ).fill_null(False)


def _asked_here(fresh: pl.DataFrame) -> pl.Series:
    return fresh.filter(_buying("context"))["uid"]
