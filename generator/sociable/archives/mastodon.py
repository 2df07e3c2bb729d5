"""The archive of Mastodon and its kin: outbox.json and actor.json, in a folder, zip or tar.gz.

Rows to followers only and direct ones are left out and counted as private:
publishing them would be a leak.  Boosts have no text.  Nobody's favourites,
boosts or followers are in it (FORMATS 5).
"""

from __future__ import annotations

import contextlib
import re

import msgspec
import polars as pl

from sociable.archives import assemble, chains, cutoff, jsonfile, mastodonrows, tabular
from sociable.archives.container import Container, Member
from sociable.archives.javascript import record_ends
from sociable.archives.mastodonrows import Owner
from sociable.archives.mastodonshapes import Activity, Actor
from sociable.archives.records import HELPERS, Records, Tally, around, days, feed, join, lending
from sociable.config import Account, Brand
from sociable.errors import ArchiveError, Fault
from sociable.model import ALIVE, Issue
from sociable.tables import POSTS, conform

NAME = "mastodon"
PLATFORM = "mastodon"
FEEDS: tuple[str, ...] = (
    "own_text", "reshares", "replies_out", "minute_time", "author_ids", "profile", "following_count",
)  # fmt: skip
RANK = 1
OUTBOX, ACTOR = r".*outbox.*\.json", r".*actor.*\.json"
FOLLOWING = tabular.Format(
    "Mastodon, accounts followed", ("who", "boosts"),
    {"who": ("Account address",), "boosts": ("Show boosts",), "notify": ("Notify on new posts",)},
)  # fmt: skip
_ITEMS = re.compile(rb'"(?:orderedItems|items)"\s*:\s*\[')
_ACTIVITY = re.compile(rb'"type"\s*:\s*"(?:Create|Announce)"')
_FEW = 20


class _Outbox(msgspec.Struct):
    orderedItems: list[msgspec.Raw] | None = None
    items: list[msgspec.Raw] | None = None
    totalItems: int | None = None


def sniff(container: Container) -> bool:
    """Whether there is an outbox, or an actor whose outbox is missing."""
    return bool(_outboxes(container)) or any(_is_actor(one) for one in container.matching(ACTOR))


def _outboxes(container: Container) -> list[Member]:
    named = container.matching(OUTBOX)
    every = container.matching(r".*\.json")
    return [one for one in (every if len(every) <= _FEW else named) if _is_outbox(one)]


def _is_outbox(member: Member) -> bool:
    head = member.head(16_384)
    if "outbox" in member.tail.lower():
        return b"orderedItems" in head or b"OrderedCollection" in head
    return b'"orderedItems"' in head and _ACTIVITY.search(head) is not None  # likes and bookmarks hold addresses


def _is_actor(member: Member) -> bool:
    return member.tail.lower() == "actor.json" or b'"preferredUsername"' in member.head(65_536)


def owners(container: Container) -> list[tuple[str, str]]:
    """The handle with its host, and the display name."""
    found = [_owner(one, []) for one in container.matching(ACTOR)]
    return [(one.handle, one.name) for one in found if one.handle]


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """Public and unlisted posts, replies and boosts of every outbox that is the account's."""
    boxes = _outboxes(container)
    if not boxes:
        remedy = "add outbox.json, or request the archive again (Preferences, Import and export)"
        raise ArchiveError(Fault(container.label, "a Mastodon archive without its outbox.json", remedy))
    beside: list[Tally] = []
    actors = {one.folder: _owner(one, beside) for one in container.matching(ACTOR) if _is_actor(one)}
    mine = [one for one in boxes if _fits(actors.get(one.folder), account)] if len(boxes) > 1 else boxes
    issues: list[Issue] = []
    parts = []
    for box in mine or boxes:
        owner = actors.get(box.folder) or next(iter(actors.values()), Owner())
        if not _fits(owner, account):
            issues.append(Issue(code="other-handle", message=f"the archive belongs to @{owner.handle}"))
        parts.append(_archive(box, owner, container, account))
    return join([*parts, Records(tallies=lending(beside))]), issues


def _fits(owner: Owner | None, account: Account) -> bool:
    """Whether the archive's handle is the account's, with or without the host."""
    if owner is None or not owner.handle:
        return True
    wanted = account.handle.lstrip("@").casefold()
    return wanted in (owner.handle.casefold(), owner.handle.partition("@")[0].casefold())


def _owner(member: Member, tallies: list[Tally]) -> Owner:
    """Whose archive it is, as far as actor.json can be read."""
    tally = Tally(member.label, NAME)
    tallies.append(tally)
    data = jsonfile.raw(member, tally)
    data = tabular.utf8(data, tabular.encoding_of(data[:4096]), tally)
    try:
        return mastodonrows.owner(msgspec.json.decode(data, type=Actor))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        short = cutoff.closed(data)
        if short is None:
            tally.issue("broken", f"cannot be read, so the profile is not known ({error})")
            return Owner()
    tally.cut()
    try:
        return mastodonrows.owner(msgspec.json.decode(short[0], type=Actor))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Owner()


def _archive(box: Member, owner: Owner, container: Container, account: Account) -> Records:
    tally = Tally(box.label, NAME)
    activities, stated = _activities(box, tally)
    if not owner.actor:
        owner = mastodonrows.guessed(activities)
    rows = [row for one in activities if (row := mastodonrows.post(one, owner, account, tally)) is not None]
    posts = assemble.posts(rows, account, NAME, RANK, tally)
    posts = chains.rooted(posts.drop("thread_root")) if posts.height else posts
    posts = conform(posts, {**POSTS, **HELPERS})
    first, last = days(posts)
    span = (min(filter(None, (first, owner.created)), default=None), last)
    # said of the account and of no file: nobody is asked for what lies before it
    alive = {ALIVE: (span[0] if owner.created else None, last)}
    tally.stated(stated)
    if tally.is_cut:
        span = (first, last)  # the rest of the file is missing: silence before it says nothing
    needs = dict.fromkeys(("own_text", "reshares", "replies_out", "minute_time", "author_ids"), span)
    following, counted = _following(container)
    if following is not None:
        needs["following_count"] = around(span[1])
    if owner.name or owner.bio:
        needs["profile"] = around(span[1])
    snapshots = assemble.snapshot(
        account, NAME, assemble.latest(posts), following=following, posts_total=posts.height, name=owner.name,
        bio=owner.bio, website=owner.website, avatar_url=owner.avatar, header_url=owner.header,
    )  # fmt: skip
    named = [person for one in activities for person in mastodonrows.named(one, owner)]
    people = assemble.people([*mastodonrows.selves(owner, account), *named], account)
    return Records(
        posts=posts, people=people, snapshots=snapshots,
        feeds=pl.concat([feed(account.key, box.label, needs), feed(account.key, "", alive)]),
        tallies=(tally, *counted),
    )  # fmt: skip


def _activities(box: Member, tally: Tally) -> tuple[list[Activity], int | None]:
    """The activities of an outbox, broken ones counted, and how many posts it says there are."""
    stated = None
    data = jsonfile.raw(box, tally)
    data = tabular.utf8(data, tabular.encoding_of(data[:65_536]), tally)
    try:
        found = msgspec.json.decode(data, type=_Outbox)
        raws = [bytes(one) for one in (found.orderedItems or found.items or [])]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raws, stated = _salvaged(box, data, tally, str(error))
    if not raws:
        tally.issue("empty", "no posts in it")
    decoder = msgspec.json.Decoder(Activity)
    activities = []
    for number, raw in enumerate(raws, 1):
        tally.read += 1
        try:
            activities.append(decoder.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            tally.skip("broken")
            tally.issue("broken", f"a record that cannot be read ({error})", row=number)
    return activities, stated


def _salvaged(box: Member, data: bytes, tally: Tally, error: str) -> tuple[list[bytes], int | None]:
    """The whole records of an outbox that breaks off, and how many it says there are; or of one damaged elsewhere."""
    if (short := cutoff.closed(data)) is not None:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found, left = msgspec.json.decode(short[0], type=_Outbox), short[1]
            tally.cut()
            raws = [bytes(one) for one in (found.orderedItems or found.items or [])]
            return [*raws, *([left] if left.startswith(b"{") else [])], found.totalItems
    opening = _ITEMS.search(data)
    if opening is None:
        remedy = "the download may be incomplete; request the archive again"
        raise ArchiveError(Fault(box.label, f"not an outbox that can be read ({error})", remedy))
    rest = data[opening.end() :]
    ends = [int(end) for end in record_ends(rest)]
    pieces = [rest[start:end].lstrip(b", \r\n\t") for start, end in zip([0, *ends], ends, strict=False)]
    tally.issue("damaged", f"not JSON as a whole ({error}); read record by record")
    left = rest[ends[-1] if ends else 0 :].strip(b", \r\n\t]}")
    return [*pieces, *([left] if left.startswith(b"{") else [])], None


def _following(container: Container) -> tuple[int | None, list[Tally]]:
    """How many accounts are followed, by the separate download; its rows are no posts."""
    total, tallies = None, []
    for member in container.matching(r".*\.csv"):
        layout = tabular.find(member, FOLLOWING)
        if layout is None:
            continue
        tally = Tally(member.label, NAME)
        rows = tabular.load(member, layout, FOLLOWING.places(layout.header), tally)
        tally.skip("not-a-post", rows.height)
        total = max(total or 0, rows["who"].drop_nulls().n_unique())
        tallies.append(tally)
    return total, tallies
