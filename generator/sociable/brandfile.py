"""The commented text of a first brand.yaml, and what is guessed for it in the open."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath
from zoneinfo import available_timezones

from sociable import content, resources
from sociable.errors import visible

PLAIN_WORDS = re.compile(
    r"archives?|exports?|data|downloads?|json|csv|zip|pages?|posts?|profile|inbox|replies|messages|comments|my|your|and"
    r"|the|of|company|brand|account|social|media|care|x|twitter|facebook|fb|instagram|insta|ig|threads|linkedin|li"
    r"|mastodon|ma|bluesky|bsky|tiktok|youtube|yt|reddit|takeout|user|utf|cp|q|h|week|month|quarter|year|analytics|test|fixtures|template|invalid"
    r"|basic|complete|linkedindataexport|shares",
    re.I,
)
"""Words in the names of files and folders that do not tell whose they are."""
META_NAME = re.compile(r"(?:facebook|instagram)-([A-Za-z_][\w.]+)-\d")
"""How Meta names its downloads: facebook-harbourlights-2026-10-01-abcd.zip."""
SUPPORT = re.compile(r"care|help|support|service", re.I)
FEW = 100
"""Fewer own posts a quarter are better judged by the year."""
FROM_THREE = 3
"""So many files of one pattern are written as the pattern, which takes in next quarter's files too."""
RAILS_ZONES = {
    "Eastern Time (US & Canada)": "America/New_York", "Central Time (US & Canada)": "America/Chicago",
    "Mountain Time (US & Canada)": "America/Denver", "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Atlantic Time (Canada)": "America/Halifax", "Arizona": "America/Phoenix", "Alaska": "America/Anchorage",
    "Hawaii": "Pacific/Honolulu", "Edinburgh": "Europe/London", "Bern": "Europe/Zurich", "Beijing": "Asia/Shanghai",
    "New Delhi": "Asia/Kolkata", "Mumbai": "Asia/Kolkata", "Chennai": "Asia/Kolkata", "Osaka": "Asia/Tokyo",
    "Canberra": "Australia/Sydney", "Wellington": "Pacific/Auckland", "Brasilia": "America/Sao_Paulo",
}  # fmt: skip
"""Names that X writes and that are no city of the zone database."""


@dataclass(slots=True)
class Seat:
    """One account to be: its exports and inboxes by path; `candidates` are the desks of a shared inbox."""

    platform: str
    handle: str
    name: str = ""
    archive: list[str] = field(default_factory=list)
    inbox: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    complete: str = "unknown"  # whether its inboxes hold what nobody answered
    guess: str = ""  # where a handle that no export states comes from


@dataclass(frozen=True, slots=True)
class Facts:
    """What exports and their owner say of the brand as a whole; `zone_from` says who named the time zone."""

    name: str
    domains: Sequence[str] = ()
    signed: Sequence[str] = ()
    zone: str = "UTC"
    zone_from: str = ""
    a_quarter: int | None = None  # own posts, answers left out, in a usual quarter
    kin: Sequence[str] = ()  # handles of the brand's own name


@cache
def words() -> dict[str, str]:
    """The comments of a first brand.yaml, from content/init/comments.yaml."""
    sheet = content.sheet(resources.find("content/init/comments.yaml"))
    found = {name: sheet.text(name) for name in sheet.values}
    sheet.done()
    return found


def write(facts: Facts, seats: Sequence[Seat], folder: Path) -> str:
    """The commented text of brand.yaml."""
    say = words()
    zone = say["timezone"].replace("{from}", facts.zone_from or say["zone_example"])
    ours = say["domains_guess" if facts.domains else "domains"]
    kin = ", ".join(quoted(f"@{one}") for one in facts.kin)
    lines = [f"# {say['head']}", "brand:", f"  name: {quoted(facts.name)}"]
    lines += [f"  {f'{key}: []':<22} # {say[key]}" for key in ("aliases", "products")]
    lines += [
        f"  domains: [{', '.join(quoted(one) for one in facts.domains)}]".ljust(24) + f" # {ours}",
        f"  {f'affiliates: [{kin}]':<22} # {say['affiliates']}" + (f"; {say['kin']}" if kin else ""),
        f"  timezone: {facts.zone}".ljust(24) + f" # {zone}",
        "",
        "accounts:",
    ]
    for one in seats:
        lines += _seat(one, folder)
    if facts.signed:
        lines += ["", f"{'team:':<26} # {say['team']}"]
        lines += [f"  - {{name: {quoted(say['who'])}, initials: {quoted(initials)}}}" for initials in facts.signed]
    few = facts.a_quarter is not None and 0 < facts.a_quarter < FEW
    why = "; " + say["few_one" if facts.a_quarter == 1 else "few_many"].format(n=facts.a_quarter) if few else ""
    return "\n".join([*lines, "", f"{'period: quarter':<26} # {say['period']}{why}"]) + "\n"


def _seat(one: Seat, folder: Path) -> list[str]:
    say = words()
    role = "support" if SUPPORT.search(one.handle) else "person" if _of_one_person(one) else "brand"
    lines = [
        f"  - platform: {one.platform}",
        f"    handle: {quoted(one.handle)}"
        + (f"   # {say['handle'].format(why=visible(one.guess))}" if one.guess else ""),
        f"    role: {role}".ljust(26) + f" # {say['role']}",
    ]
    lines += _paths("archive", one.archive, folder) + _paths("inbox", one.inbox, folder)
    if one.inbox:
        lines.append(f"    inbox_complete: {quoted(one.complete):<9} # {say['inbox_complete']}")
    if one.columns:
        lines.append(f"{'    columns:':<26} # {say['columns']}")
        lines += [f"      {name}: {quoted(header)}" for name, header in one.columns.items()]
    return lines


def _of_one_person(seat: Seat) -> bool:
    """LinkedIn hands its full export to members alone; a page's figures come as workbooks."""
    return seat.platform == "linkedin" and any(not one.lower().endswith((".xls", ".xlsx")) for one in seat.archive)


def _paths(key: str, paths: Sequence[str], folder: Path) -> list[str]:
    short = patterns(paths, folder)
    if len(short) <= 1:
        return [f"    {key}: {quoted(path)}" for path in short]
    return [f"    {key}:", *(f"      - {quoted(path)}" for path in short)]


def patterns(paths: Sequence[str], folder: Path) -> list[str]:
    """The paths, three and more of one kind as a glob that matches these and nothing else in the folder."""
    groups: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        pure = PurePosixPath(path)
        stem = re.match(r"[^\d*?\[\]]*", pure.name)
        groups.setdefault((str(pure.parent), f"{stem[0] if stem else ''}*{pure.suffix}"), []).append(path)
    found: list[str] = []
    for (parent, pattern), members in groups.items():
        whole = (PurePosixPath(parent) / pattern).as_posix()
        there = {one.name for one in (folder / parent).glob("*") if fnmatchcase(one.name, pattern)}
        exact = there == {PurePosixPath(one).name for one in members}
        found += [whole] if exact and len(members) >= FROM_THREE and pattern[0] != "*" else members
    return found


def guess_handle(one: Seat, others: Sequence[Seat], folder: Path) -> tuple[str, str]:
    """A handle for exports that do not say whose they are, and in a few words where it comes from."""
    paths, say = [*one.archive, *one.inbox], words()
    if one.candidates:
        return one.candidates[0], say["desks"].format(n=len(one.candidates), file=paths[0])
    stated = next((name[1] for path in paths if (name := META_NAME.match(PurePosixPath(path).name))), "")
    if stated:
        return stated, say["download"]
    known = next((other for other in others if other is not one and other.handle and not other.guess), None)
    if known is not None and not known.handle.startswith("did:"):
        return known.handle.lstrip("@").partition("@")[0], say["as_on"].format(platform=known.platform)
    for path in [*paths, folder.resolve().name]:
        for part in PurePosixPath(path).parts:
            parts = [word for word in re.split(r"[\W_]+", PurePosixPath(part).stem) if not word.isdecimal()]
            own = [word for word in parts if not PLAIN_WORDS.fullmatch(word.rstrip("0123456789")) and len(word) > 1]
            if own:
                return "-".join(own).casefold(), say["named_by"]
    return "my-brand", say["nothing"]


def of_one_name(seats: Sequence[Seat]) -> tuple[list[Seat], list[str]]:
    """The accounts without those that call themselves quite otherwise than the first of their platform, and why.

    Names are alike where they, or the handles, share a word.  Two that are not may
    still be one brand; whoever knows adds the account, while a wrong one in the
    midst would spoil every figure.
    """
    kept: list[Seat] = []
    apart: list[str] = []
    for one in seats:
        host = next((other for other in kept if other.platform == one.platform and other.name), one)
        if not one.name or not one.archive or _said(one) & _said(host):
            kept.append(one)
        else:
            what = f"{one.archive[0]}: the account calls itself {one.name!r}, the one beside it {host.name!r}"
            apart.append(f"{what}; if both are one brand, add it under accounts, else give it a folder of its own")
    return kept, apart


def _said(one: Seat) -> set[str]:
    handle = "" if one.handle.startswith("did:") else one.handle
    return {word for word in re.split(r"[\W_]+", f"{one.name} {handle}".casefold()) if len(word) > 2}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # looks through hundreds of folders


def zone_of(words: str) -> str:
    """The zone database's name for a time zone in a platform's words; empty where it has none or means nothing."""
    if words in _zones():
        return words
    city = words.replace(" ", "_")
    found = sorted(one for one in _zones() if one.rpartition("/")[2] == city and "/" in one)
    return RAILS_ZONES.get(words, "") or next((one for one in found if not one.startswith(("Etc/", "posix/"))), "")


def computer_zone() -> str:
    """The time zone that this computer is set to, by TZ or by the link that Linux and macOS keep; empty elsewhere."""
    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    kept = os.path.realpath(link).partition("zoneinfo/")[2] if link.is_symlink() else ""
    return next((one for one in (named, kept) if one in _zones() and "/" in one and not one.startswith("Etc/")), "")


def quoted(text: str) -> str:
    """The text as YAML reads it back: in quotes unless it is plainly words."""
    words = re.fullmatch(r"[A-Za-z][\w ./&-]*(?<! )", text)
    if words and text.casefold() not in ("yes", "no", "on", "off", "true", "false", "null"):
        return text
    return (
        '"'
        + re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]", " ", text)
        .replace("\\", "\\\\")
        .replace('"', '\\"')
        + '"'
    )
