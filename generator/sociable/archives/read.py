"""Every export of a brand, read and joined into one Archive.

For each account the paths of ``archive`` and ``inbox`` are opened as
containers; each container goes to every reader that recognises its content.
What nobody recognises is an ArchiveError that names the nearest format.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from typing import cast

import polars as pl

from sociable.archives import cells, future, generic, ids, imported, lengths, merge, nearest, registry, zones
from sociable.archives.container import Container, Progress, open_inputs
from sociable.archives.records import HELPERS, Records, Tally, around, feed, join, ordered, repeats
from sociable.archives.registry import Reader
from sociable.config import Account, Brand
from sociable.errors import ArchiveError, Fault
from sociable.model import InputFile
from sociable.tables import FEEDS, MESSAGES, PEOPLE, POSTS, SNAPSHOTS, Archive, conform

READERS = registry.find()
"""Asked in this order; several may answer for one folder.  `generic` comes before all
where brand.yaml maps columns, and after all where it does not."""
PRIVATE_NEEDS = frozenset({"dm_text", "inbound_linked", "inbound_complete"})
FORMATS = (*registry.formats(READERS), *generic.FORMATS)


def read(brand: Brand, progress: Progress | None = None) -> Archive:
    """The Archive of all accounts of `brand`; rows sorted by account, time and uid.

    `progress(label, done, size)` is called while files are read.  Raises
    ArchiveError with one fault for every input that cannot be read.
    """
    found = each(brand, progress)
    everything = join([records for _, records, _ in found])
    return Archive(
        posts=ordered(conform(everything.posts, POSTS)),
        messages=ordered(conform(everything.messages, MESSAGES)),
        people=conform(everything.people, PEOPLE).sort("key"),
        snapshots=conform(everything.snapshots, SNAPSHOTS).sort("account", "at", "source", nulls_last=True),
        feeds=conform(everything.feeds, FEEDS).unique().sort(list(FEEDS)),
        inputs=tuple(file for _, _, files in found for file in files),
    )


def each(brand: Brand, progress: Progress | None = None) -> list[imported.Read]:
    """The key of each account, its tables, and the files they came from; errors as in `read`."""
    found: list[imported.Read] = []
    faults: list[Fault] = []
    for account in brand.accounts:
        try:
            found.append((account.key, *_account(account, brand, progress)))
        except ArchiveError as error:
            faults += error.faults
    if faults:
        raise ArchiveError(*faults)
    return found


def _account(account: Account, brand: Brand, progress: Progress | None) -> tuple[Records, tuple[InputFile, ...]]:
    """All inputs of one account, each post once."""
    parts: list[Records] = []
    faults: list[Fault] = []
    names = [*account.archive, *account.inbox]
    with open_inputs(brand.root, names, progress) as containers:
        if len(containers) == 1 and imported.sniff(containers[0]):  # merged and counted when it was imported
            known, files = imported.read(containers[0], account)
            return join([known, _typed(account)]), files
        for container in containers:
            try:
                parts.append(_container(container, account, brand))
            except ArchiveError as error:
                faults += error.faults
    if faults:
        raise ArchiveError(*faults)
    records = join([*parts, _typed(account)])
    if names and not any(tally.read for tally in records.tallies):
        what = f"every input of {account.key} is empty"
        raise ArchiveError(Fault(names[0], what, "request the export again, or take the account out of brand.yaml"))
    if names and not any(tally.kept for tally in records.tallies) and records.feeds.is_empty():
        raise ArchiveError(_nothing_kept(names[0], account, records))
    return _once(records, account)


def _nothing_kept(name: str, account: Account, records: Records) -> Fault:
    """The fault of an account none of whose rows can be used."""
    reasons: Counter[str] = sum((tally.skipped for tally in records.tallies), Counter())
    told = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    if set(reasons) == {"not-a-post"}:
        notes = "; ".join(sorted({issue.message for tally in records.tallies for issue in tally.issues}))
        return Fault(name, f"{sum(reasons.values())} rows read, and none is a post ({notes})", "add the table of posts")
    what = f"{sum(reasons.values())} rows read and none usable ({told})"
    if any(tally.is_cut for tally in records.tallies):
        remedy = f"download it again; if it is whole then, check that handle ({account.handle}) is in it"
        return Fault(name, f"ends in the middle; {what}", remedy)
    unread = [one.message for tally in records.tallies for one in tally.issues if one.code == cells.UNREAD]
    if unread:
        untimed = f"{sum(reasons.values())} rows read, and no time among them: {unread[0]}"
        return Fault(name, untimed, "write date_format as the cells are, or leave it out")
    remedy = f"check that handle ({account.handle}), columns and date_format in brand.yaml fit this file"
    return Fault(name, what, remedy)


def _container(container: Container, account: Account, brand: Brand) -> Records:
    """One container through every reader that knows it; empty ones are noted, not refused."""
    if not any(member.size for member in container.members):
        return Records(tallies=(_note(container.label, "empty", "nothing in it"),))
    if imported.sniff(container):
        return imported.read(container, account)[0]
    parts: list[Records] = []
    for reader in _readers(container, account):
        try:
            records, issues = reader.read(container, account, brand)
        except RecursionError:
            what = "nested deeper than any export"
            raise ArchiveError(Fault(container.label, what, "request a new download, or leave the file out")) from None
        if records.tallies:
            records.tallies[0].issues.extend(issues)
        parts.append(records)
    if not parts:
        return Records(tallies=nearest.judge(container, account, FORMATS))
    known = {tally.file for part in parts for tally in part.tallies}
    strangers = [
        one for one in container.members if one.label not in known and one.tail.lower().endswith((".csv", ".tsv"))
    ]
    notes = tuple(
        _note(one.label, "not-recognised", "no reader knows this table; it was left out") for one in strangers
    )
    return join([*parts, Records(tallies=notes)])


def _readers(container: Container, account: Account) -> list[Reader]:
    """The readers of the account's network that know the container; ArchiveError where only another's do."""
    if generic.mapped(container, account):
        return [cast("Reader", generic)]
    known = [reader for reader in READERS if reader.sniff(container)]
    serving = [reader for reader in known if registry.serves(reader, account)]
    if serving or account.columns:
        return serving
    if known:  # asked before plain tables: the shares of another network's archive would pass for posts of this one
        what = f"an export of {known[0].PLATFORM} ({known[0].NAME}), and the account is on {account.platform}"
        raise ArchiveError(Fault(container.label, what, "name it under the account it belongs to"))
    return [cast("Reader", generic)] if generic.sniff(container) else []


def _note(label: str, code: str, message: str) -> Tally:
    tally = Tally(label, "none")
    tally.issue(code, message)
    return tally


def _typed(account: Account) -> Records:
    """The snapshot typed by hand in brand.yaml, as if it were an input."""
    typed = account.snapshot
    if typed is None:
        return Records()
    at = datetime.combine(typed.at, time(12), UTC)
    row = {
        "account": account.key,
        "at": at,
        "followers": typed.followers,
        "following": typed.following,
        "bio": typed.bio,
    }
    needs = {}
    if typed.followers is not None and typed.following is not None:
        needs["following_count"] = around(typed.at)
    if typed.bio:
        needs["profile"] = around(typed.at)
    frame = pl.DataFrame([{**row, "source": "brand.yaml"}], schema=SNAPSHOTS)
    return Records(snapshots=frame, feeds=feed(account.key, "brand.yaml", needs))


def _once(records: Records, account: Account) -> tuple[Records, tuple[InputFile, ...]]:
    """Posts and messages merged over inputs, and the files with what went elsewhere counted."""
    records = lengths.cut(future.cut(records))
    told, shifted = zones.agree(conform(records.posts, {**POSTS, **HELPERS}))
    told, bare = _settled(told)
    posts, moved = merge.posts(told)
    messages, doubled = merge.by_uid(conform(records.messages, MESSAGES))
    people = records.people
    if repeats(people["key"]):
        people = people.sort("is_self", descending=True, nulls_last=True)
        # one export may know the name, another only the handle: whoever is known at all is known
        people = people.group_by("key", maintain_order=True).agg(pl.all().drop_nulls().first())
    for tally in records.tallies:
        hours, proof = shifted.get(tally.file, (0.0, 0))
        tally.issue("zone-mismatch", f"times moved by {hours:+g} h, as another export of the posts shows", count=proof)
        tally.skip("no-text", bare.get(tally.file, 0))
        tally.skip("merged", moved.get(tally.file, 0) + doubled.get(tally.file, 0))
    spans = _spans(posts, messages)
    fed = _fed(records, posts, messages)
    files = tuple(
        tally.input([account.key], sorted(fed.get(tally.file, ())), *spans.get(tally.file, (None, None)))
        for tally in records.tallies
    )
    merged = Records(ids.plain(posts), ids.plain(messages), people, records.snapshots, records.feeds, records.tallies)
    return merged, files


def _settled(posts: pl.DataFrame) -> tuple[pl.DataFrame, Counter[str]]:
    """Rows that only lend counters to another input's posts find those, and how many of each file did not."""
    gone: Counter[str] = Counter()
    for reader in READERS:
        if settle := getattr(reader, "settle", None):
            posts, lost = settle(posts)
            gone += lost
    return posts, gone


def _fed(records: Records, posts: pl.DataFrame, messages: pl.DataFrame) -> dict[str, set[str]]:
    """What each file feeds.

    A reader that names a whole container as the source means the file with most
    of its posts; for what only messages show, the file with most of those.
    """
    files = {tally.file for tally in records.tallies}
    sizes = [dict(one.select("source_file").group_by("source_file").len().rows()) for one in (posts, messages)]
    fed: dict[str, set[str]] = {}
    for source, need in records.feeds.select("source_file", "need").unique().rows():
        inside = [one for one in sorted(files) if one.startswith(f"{source}!")]
        order = sizes[::-1] if need in PRIVATE_NEEDS else sizes
        held = next((one for one in order if any(file in one for file in inside)), {})
        file = max(inside, key=lambda one: held.get(one, 0), default=None) if source not in files else source
        if file is not None:
            fed.setdefault(file, set()).add(need)
    return fed


def _spans(posts: pl.DataFrame, messages: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """First and last instant of each source file, ISO."""
    first, last = pl.col("created_at").min().alias("first"), pl.col("created_at").max().alias("last")
    narrow = [one.select("source_file", "created_at") for one in (posts, messages)]  # grouping copies all it is given
    each = pl.concat([one.group_by("source_file").agg(first, last) for one in narrow])
    spans = each.group_by("source_file").agg(pl.col("first").min(), pl.col("last").max())
    return {str(file): (first.isoformat(), last.isoformat()) for file, first, last in spans.rows() if first is not None}
