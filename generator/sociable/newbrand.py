"""A first brand.yaml, drafted from what the exports in a folder say of themselves.

What no export says is asked for, or guessed in the open: the file says beside
the guess where it comes from.  An export that cannot be read is left out by
name, so that what is written builds at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import polars as pl

from sociable import archives, brandfile, intake, periods
from sociable.archives import Found
from sociable.brandfile import Facts, Seat
from sociable.circle import domains, kin
from sociable.config import Brand
from sociable.errors import ArchiveError, Fault, InputError
from sociable.settings import PLACEHOLDER
from sociable.tables import Archive

SIGN_OFF, ENOUGH_SIGNED = r"(?:\^|[*/~-]\s?)([A-Z][A-Za-z]{1,2})\s*$", 3
QUARTER, LEAST_DAYS, MOSTLY_ANSWERS = 91, 28, 10
"""Days of a quarter; so few days say nothing of one; so many answers to a post of its own make an account a desk."""
RECENT = 8
"""Quarters that tell what is usual: what an account did years ago says little of what it will do."""
OF_MANY = frozenset({"generic", "twarc"})
"""Readers of files that may hold posts of many: where one owner is not plain, a person is asked."""
Ask = Callable[[str, str], str]
"""Asks a person a question with a proposed answer, and returns what they say."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of brand.yaml; what was found, one line an account; what was guessed; what was left out and why."""

    text: str
    found: tuple[str, ...]
    guessed: tuple[str, ...]
    strangers: tuple[str, ...]


def propose(_question: str, answer: str) -> str:
    """Asks nobody: the proposed answer is taken."""
    return answer


def draft(folder: Path, ask: Ask = propose, progress: Callable[..., None] | None = None) -> Draft:
    """Find exports below `folder` and draft its brand.yaml; InputError when there are none that can be read."""
    if not folder.is_dir():
        raise InputError(Fault(str(folder), "is not a folder", "name the folder that holds your exports"))
    found, strangers = archives.discover(folder)
    found = _told(found)
    seats, apart = brandfile.of_one_name(settle(seat(found), folder, ask))
    archive, seats, unread = _read(folder, seats, progress) if seats else (None, seats, [])
    left = [*strangers, *apart, *unread]
    if archive is None:
        hint = f" ({'; '.join(left[:3])})" if left else ""
        remedy = "put your exports there as they were downloaded; the README says how to request them"
        what = f"holds no export that Sociable {'can read' if found else 'knows'}{hint}"
        raise InputError(Fault(str(folder), what, remedy))
    _ask_of_inboxes(seats, ask)
    facts = _facts(archive, seats, found, ask)
    guessed = _guesses(seats, facts)
    if any(one.inbox for one in seats) and ask is propose and facts.zone_from != brandfile.words()["zone_account"]:
        guessed.append(brandfile.words()["zone_guess"].format(zone=facts.zone))
    files = [brandfile.patterns([*one.archive, *one.inbox], folder) for one in seats]
    lines = [f"{one.platform}:{one.handle}: {', '.join(paths)}" for one, paths in zip(seats, files, strict=True)]
    return Draft(brandfile.write(facts, seats, folder), tuple(lines), tuple(guessed), tuple(left))


def _ask_of_inboxes(seats: list[Seat], ask: Ask) -> None:
    for one in seats:
        if one.inbox:
            said = ask(f"{one.inbox[0]}: does it hold messages that nobody answered, too? yes, no", "unknown").strip()
            one.complete = said.casefold() if said.casefold() in ("yes", "no") else "unknown"


def _facts(archive: Archive, seats: list[Seat], found: list[Found], ask: Ask) -> Facts:
    stated = (one.name for one in seats if one.name)
    name = next(stated, "") or ask("What is the brand called?", seats[0].handle.lstrip("@"))
    zone, zone_from = _zone(found, ask)
    sure = [one for one in seats if one.platform != "linkedin" and not one.guess]  # there it is a person's account
    ours = kin(archive, [word for one in sure for word in (one.name, one.handle)])
    return Facts(name, domains(archive), signatures(archive), zone, zone_from, _a_quarter(archive), ours)


def _guesses(seats: list[Seat], facts: Facts) -> list[str]:
    """A line for each thing that no export states."""
    handles = [f"{one.platform} account {one.handle!r}: {one.guess}" for one in seats if one.guess]
    told = [(one.archive[0], one.columns.items()) for one in seats if one.columns and one.archive]
    mapped = [f"columns of {file}: {', '.join(f'{name} is {header!r}' for name, header in one)}" for file, one in told]
    links = [brandfile.words()["domains_told"].format(domains=" and ".join(facts.domains))] * bool(facts.domains)
    return [*handles, *mapped, *_one_brand(seats), *links]


def _one_brand(seats: list[Seat]) -> list[str]:
    """A line for each platform of which there are several accounts: they may be of several brands."""
    found: dict[str, list[str]] = {}
    for one in seats:
        found.setdefault(one.platform, []).append(one.handle)
    return [
        f"{' and '.join(handles)} on {platform} are of one brand; if they are not, give each a folder of its own"
        for platform, handles in found.items() if len(handles) > 1
    ]  # fmt: skip


def _told(found: list[Found]) -> list[Found]:
    """Mastodon's actor.json is no export: it says whose the outbox.json beside it is."""
    actors = {one.path: one for one in found if one.path.endswith("actor.json")}
    boxes = {one.path: f"{one.path.removesuffix('outbox.json')}actor.json" for one in found}
    known = {path: actors[near] for path, near in boxes.items() if path.endswith("outbox.json") and near in actors}
    gone = {one.path for one in known.values()}
    left = [one for one in found if one.path not in gone]
    return [replace(one, owners=known[one.path].owners) if one.path in known else one for one in left]


def seat(found: list[Found]) -> list[Seat]:
    """Exports grouped by whose they are; those that do not say so join the only account of their platform."""
    seats: dict[tuple[str, str], Seat] = {}
    homeless: list[Found] = []
    for one in found:
        if not one.owners or one.inbox or (len(one.owners) > 1 and one.reader in OF_MANY):
            homeless.append(one)
            continue
        handle, name = one.owners[0]
        own = seats.setdefault((one.platform, handle.casefold()), Seat(one.platform, handle, name))
        own.name = own.name or name
        own.columns = own.columns or dict(one.columns)
        own.archive.append(one.path)
    for one in homeless:
        mine = [own for (platform, _), own in seats.items() if platform == one.platform]
        named = {handle.lstrip("@").casefold(): (handle, name) for handle, name in one.owners}
        hosts = [own for own in mine if own.handle.casefold() in named]
        if not hosts and not named and len(mine) == 1 and not one.columns:
            hosts = mine
        if not hosts:
            handle, name = one.owners[0] if len(one.owners) == 1 else (PLACEHOLDER, "")
            new = Seat(one.platform, handle, name, columns=dict(one.columns))
            key = handle.casefold() if not one.columns else one.path
            hosts = [seats.setdefault((one.platform, key), new)]
            hosts[0].candidates = hosts[0].candidates or tuple(handle for handle, _ in one.owners)
        (hosts[0].inbox if one.inbox else hosts[0].archive).append(one.path)
    return list(seats.values())


def settle(seats: list[Seat], folder: Path, ask: Ask = propose) -> list[Seat]:
    """The accounts, each with a handle: where no export names it, a person's answer or a guess that says so."""
    named = [one for one in seats if one.handle != PLACEHOLDER]
    for one in seats:
        if one.handle == PLACEHOLDER:
            guess, why = brandfile.guess_handle(one, named, folder)
            where = (one.archive + one.inbox)[0]
            said = ask(f"{where}: whose {one.platform} account is it?", guess).strip()
            one.handle, one.guess = said or guess, why if said in ("", guess) else ""
    joined: dict[tuple[str, str], Seat] = {}
    for one in seats:  # an answer may name an account that is there already
        host = joined.setdefault((one.platform, one.handle.lstrip("@").casefold()), one)
        if host is not one:
            host.archive += one.archive
            host.inbox += one.inbox
            host.columns = host.columns or one.columns
    return list(joined.values())


def _read(
    folder: Path, seats: list[Seat], progress: Callable[..., None] | None
) -> tuple[Archive | None, list[Seat], list[str]]:
    """The archive of all accounts that can be read, these accounts, and a line for each export left out."""
    faults: list[str] = []
    kept = list(seats)
    try:
        return _tables(folder, kept, progress), kept, faults
    except ArchiveError:
        kept = []
    for one in seats:
        for paths in (one.archive, one.inbox):
            paths[:] = [path for path in paths if _readable(folder, one, path, paths is one.inbox, faults)]
        kept += [one] if one.archive or one.inbox else []
    try:
        return _tables(folder, kept, progress) if kept else None, kept, faults
    except ArchiveError as error:  # what can be read alone and not together is for a person to look at
        return None, kept, [*faults, *(str(fault) for fault in error.faults)]


def _readable(folder: Path, one: Seat, path: str, inbox: bool, faults: list[str]) -> bool:
    alone = Seat(one.platform, one.handle, one.name, [] if inbox else [path], [path] if inbox else [], one.columns)
    try:
        _tables(folder, [alone], None)
    except ArchiveError as error:
        faults += [str(fault) for fault in error.faults]
        return False
    return True


def _tables(folder: Path, seats: list[Seat], progress: Callable[..., None] | None) -> Archive:
    accounts = [
        {"platform": one.platform, "handle": one.handle, "archive": one.archive, "inbox": one.inbox,
         "columns": one.columns} for one in seats
    ]  # fmt: skip
    values = {"root": folder, "brand": {"name": "-"}, "accounts": accounts}
    archive = archives.read(Brand.model_validate(values), progress)
    if archive.posts["created_at"].count() + archive.messages["created_at"].count() == 0:
        names = ", ".join(path for one in seats for path in (*one.archive, *one.inbox))
        raise ArchiveError(Fault(names, "no dated post or message was found", "request the export again"))
    return archive


def _zone(found: list[Found], ask: Ask) -> tuple[str, str]:
    """The brand's time zone and who named it: an export, a person, this computer, or nobody."""
    stated = next((name for one in found if (name := brandfile.zone_of(one.zone))), "")
    if stated:
        return stated, brandfile.words()["zone_account"]
    computer = brandfile.computer_zone()
    said = ask("In which time zone does the brand work?", computer or "UTC").strip()
    if said == computer:
        return computer, brandfile.words()["zone_computer"]
    return brandfile.zone_of(said) or "UTC", ""


def _a_quarter(archive: Archive) -> int | None:
    """How many posts, answers left out, a usual quarter holds; None where that says nothing of the brand.

    The median of the last two years' whole quarters; of less than one, the days that are there
    reckoned up, if they are enough; nothing for accounts that mostly answer.
    """
    answered = pl.col("form").is_in(["reply", "mention_start"])
    own = archive.posts.filter(~answered & (pl.col("form") != "repost")).drop_nulls("created_at")
    if own.is_empty() or archive.posts.filter(answered).height > MOSTLY_ANSWERS * own.height:
        return None
    days = intake.by_day([own], "UTC")
    first, last = min(days), max(days)
    if quarters := periods.whole("quarter", last, {"": (first, last)}):
        return int(median(periods.held(one, days) for one in quarters[-RECENT:]))
    length = (last - first).days + 1
    return round(own.height * QUARTER / length) if length >= LEAST_DAYS else None


def signatures(archive: Archive) -> list[str]:
    """Initials that close at least three replies (^JB, *TN, -Sam)."""
    replies = archive.posts.filter(pl.col("form").is_in(["reply", "mention_start"]))
    signed = replies.select(pl.col("text").str.extract(SIGN_OFF).alias("by")).drop_nulls()
    counted = (
        signed.group_by("by").len().filter(pl.col("len") >= ENOUGH_SIGNED).sort("len", "by", descending=[True, False])
    )
    return counted["by"].to_list()
