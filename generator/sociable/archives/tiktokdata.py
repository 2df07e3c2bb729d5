"""The sections of TikTok's data download that are the account's own words, and no others.

Sections have moved between versions ("Video" became "Post", "Activity" became
"Your Activity", then "Profile And Settings"); lists keep their names.  ``null``
stands for an empty list and "N/A" for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import polars as pl

from sociable.archives import jsonfile, metamessages, postcells, text
from sociable.archives.container import Member
from sociable.archives.metatext import sha1
from sociable.archives.records import HELPERS, Tally
from sociable.config import Account
from sociable.tables import POSTS, conform
from sociable.tables import UTC as UTC_TIME

FILE = r"user_data(?:_tiktok)?(?:[ _(-].*)?\.json"
_TOPS = ("Post", "Posts", "Video", "Comment", "Comments", "Direct Message", "Direct Messages", "Your Activity",
         "Activity", "Profile", "Profile And Settings")  # fmt: skip
_SUBS = ("Posts", "Videos", "Post", "Comments", "CommentsList", "Direct Messages", "Direct Message", "Chat History",
         "ChatHistory", "Follower", "Follower List", "Following", "Following List", "Profile Info",
         "Profile Information", "VideoList")  # fmt: skip
_HIDDEN = re.compile(r"friend|private|only|self|follower", re.I)
_TEXT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:>>>[^\n]*\n|[^\n:]{0,80}\n)?\s*Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?\s*\n"
    rb"\s*(?:Link|From|Comment|Username|Content)s?\b"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the account says of itself."""

    handle: str = ""
    name: str = ""
    bio: str = ""
    followers: int | None = None
    following: int | None = None


@dataclass(slots=True)
class Data:
    """The lists of a download."""

    videos: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    chats: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fans: list[dict[str, Any]] | None = None
    followed: list[dict[str, Any]] | None = None
    profile: Profile = Profile()


def known(member: Member) -> bool:
    """Whether the file is a data download of TikTok, by its sections."""
    if re.fullmatch(FILE, member.tail, re.I) and member.size:
        return True
    if member.size == 0 or not member.tail.lower().endswith(".json"):
        return False
    first, keys = jsonfile.peek(member)
    return bool({"VideoList", "ItemFavoriteList", "FavoriteVideoList", "FavoriteEffectsList"} & keys) and bool(
        first in _TOPS or {"Activity", "Your Activity", "Video Browsing History", "Watch History"} & keys
    )


def is_text(member: Member) -> bool:
    """Whether the file is a list of such a download written as text."""
    return bool(_TEXT.match(member.head(512)))


def load(member: Member, tally: Tally) -> Data:
    """The lists of the account's own sections; ArchiveError when the file is no JSON."""
    root = jsonfile.whole(member, dict[str, msgspec.Raw], tally)
    data = Data()
    for top in _TOPS:
        if top in root:
            try:
                _section(bytes(root[top]), data)
            except msgspec.DecodeError as error:  # of a number of hundreds of digits
                raise jsonfile.unreadable(member, str(error)) from None
    return data


def _section(raw: bytes, data: Data) -> None:
    try:
        subs = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        return
    for name in _SUBS:
        if name in subs:
            _take(name, msgspec.json.decode(subs[name]), data)


def _take(name: str, found: Any, data: Data) -> None:
    """Puts a list into its place, however deep it lies."""
    if isinstance(found, dict):
        if isinstance(found.get("ProfileMap"), dict):
            data.profile = _profile(found["ProfileMap"])
        for inner in ("VideoList", "CommentsList", "FansList", "ChatHistory", "Following"):
            if inner in found:
                _take(inner, found[inner], data)
        if name == "ChatHistory":
            data.chats |= {str(key): _rows(rows) for key, rows in found.items()}
    elif name == "VideoList":
        data.videos += _rows(found)
    elif name == "CommentsList":
        data.comments += _rows(found)
    elif name == "FansList":
        data.fans = _rows(found)
    elif name == "Following":
        data.followed = _rows(found)


def _rows(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _profile(found: dict[str, Any]) -> Profile:
    said = {key: str(value) for key, value in found.items() if value not in (None, "", "N/A", "None")}
    counts = [text.digits(said.get(key, "")) for key in ("followerCount", "followingCount")]
    name = said.get("displayName") or said.get("nickName") or said.get("name") or ""
    return Profile(said.get("userName", ""), name, said.get("bioDescription", ""), counts[0], counts[1])


def id_time(number: pl.Expr) -> pl.Expr:
    """The UTC instant in a TikTok id: its upper 32 bits are Unix seconds (FORMATS 0.2)."""
    stamp = number.cast(pl.Int64, strict=False) // (1 << 32)
    return pl.when(stamp.is_between(1_400_000_000, 4_000_000_000)).then(
        pl.from_epoch(stamp, "s").dt.replace_time_zone("UTC").cast(UTC_TIME)
    )


def _word(row: dict[str, Any], *names: str) -> str:
    for name in names:
        value = row.get(name, row.get(name.lower()))
        if value not in (None, "", "N/A"):
            return str(value)
    return ""


def seconds(row: dict[str, Any]) -> int | None:
    """The Unix seconds of a row's date, which is UTC; None for what is no date."""
    written = _word(row, "Date").removesuffix("UTC").strip()
    try:
        found = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def posts(data: Data, account: Account, reader: str, rank: int, tally: Tally) -> pl.DataFrame:
    """Videos that the public sees, and own comments."""
    tally.read += len(data.videos) + len(data.comments)
    shown = [one for one in data.videos if not _HIDDEN.search(_word(one, "WhoCanView"))]
    tally.skip("private", len(data.videos) - len(shown))
    rows = []
    for one in shown:
        links = _word(one, "Link").split()
        number = next((found[1] for link in links if (found := re.search(r"/(?:video|photo)/(\d{8,})", link))), None)
        own = links[0] if number and links else None
        words, likes = _word(one, "Title"), _word(one, "Likes")
        key = number or f"h:{sha1(seconds(one), words, '' if words else links[:1])}"
        rows.append((key, seconds(one), words, "post", text.digits(likes), own, len(links) or 1,
                     _word(one, "AlternateText") or None))  # fmt: skip
    for one in data.comments:
        words, link = _word(one, "Comment"), _word(one, "Url") or None
        rows.append((f"h:{sha1(seconds(one), words, 'comment')}", seconds(one), words, "reply", None, link, 0, None))
    schema = {"id": pl.Utf8, "seconds": pl.Int64, "text": pl.Utf8, "form": pl.Utf8, "likes": pl.Int64,
              "permalink": pl.Utf8, "media_count": pl.Int64, "alt_text": pl.Utf8}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    timed = frame.filter(pl.col("seconds").is_not_null())
    tally.skip("no-time", frame.height - timed.height)
    full = timed.filter((pl.col("text") != "") | (pl.col("form") == "post"))
    tally.skip("no-content", timed.height - full.height)
    single = full.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", full.height - single.height)
    return _columns(single, account, reader, rank, tally)


def _columns(rows: pl.DataFrame, account: Account, reader: str, rank: int, tally: Tally) -> pl.DataFrame:
    frame = rows.with_columns(
        (pl.lit(f"{account.platform}:") + pl.col("id")).alias("uid"), text.normal(pl.col("text")).alias("text"),
        pl.from_epoch("seconds", "s").dt.replace_time_zone("UTC").cast(UTC_TIME).alias("created_at"),
        pl.lit("second").alias("time_precision"), pl.lit("explicit").alias("tz_source"),
        pl.lit("no").alias("text_truncated"), pl.lit("unknown").alias("paid"), pl.lit(tally.file).alias("source_file"),
    ).with_columns(*postcells.named(), pl.col("created_at").max().alias("_at"))  # fmt: skip
    answered = pl.when(pl.col("form") == "reply").then(postcells.leading_author(account))
    frame = postcells.whole(frame.with_columns(answered.alias("reply_to_author")), account, reader, rank)
    return conform(frame, {**POSTS, **HELPERS})


def messages(data: Data, account: Account, reader: str, tally: Tally) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Chats, one a partner; whoever writes in most of them is the account where the profile does not say."""
    rows, others = [], {}
    senders: Counter[str] = Counter()
    for title, found in data.chats.items():
        partner = re.sub(r"^Chat History with |:\s*$", "", title).strip()
        others[partner] = [partner]
        senders.update({_word(one, "From") for one in found} - {partner})
        for one in found:
            tally.read += 1
            when, sender = seconds(one), _word(one, "From")
            if when is None or not sender:
                tally.skip("broken")
                continue
            rows.append({"thread": partner, "sender": sender, "millis": when * 1000, "said": _word(one, "Content"),
                         "group": False, "file": tally.file})  # fmt: skip
    top = senders.most_common(1)
    me = data.profile.handle or (top[0][0] if top else account.handle.lstrip("@") if rows else "")
    frame = pl.DataFrame(rows, schema=metamessages.SCHEMA)
    return metamessages.rows_of(frame, others, me, account, [tally], reader, mark="@")
