"""A first brand.yaml, drafted from what the exports in a folder say of themselves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl

from sociable import archives
from sociable.archives import Found
from sociable.config import Brand
from sociable.errors import Fault, InputError, SociableError
from sociable.settings import PLACEHOLDER
from sociable.tables import Archive

SIGN_OFF = r"(?:\^|[*/~-]\s?)([A-Z][A-Za-z]{1,2})\s*$"
ENOUGH_SIGNED, ENOUGH_LINKS = 3, 5
SHARED_HOSTS = re.compile(
    r"(?:^|\.)(?:t\.co|bit\.ly|buff\.ly|ow\.ly|goo\.gl|tinyurl\.com|lnkd\.in|twitter\.com|x\.com|facebook\.com|fb\.me"
    r"|instagram\.com|linkedin\.com|youtube\.com|youtu\.be|tiktok\.com|google\.com|eventbrite\.com|medium\.com)$"
)


@dataclass(slots=True)
class Seat:
    """One account to be: its exports and inboxes by path."""

    platform: str
    handle: str
    name: str = ""
    archive: list[str] = field(default_factory=list)
    inbox: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of brand.yaml, and one line for each thing that a person must still say."""

    text: str
    questions: tuple[str, ...]
    strangers: tuple[str, ...]


def draft(folder: Path) -> Draft:
    """Find exports below `folder` and draft its brand.yaml; InputError when there are none."""
    if not folder.is_dir():
        raise InputError(Fault(str(folder), "is not a folder", "name the folder that holds your exports"))
    found, strangers = archives.discover(folder)
    seats = seat(found)
    if not seats:
        remedy = "put your exports there; the README says how to request them"
        hint = f" ({'; '.join(strangers[:3])})" if strangers else ""
        raise InputError(Fault(str(folder), f"holds no export that Sociable knows{hint}", remedy))
    questions = [f"{path}: whose account is it? give its handle" for one in seats if one.handle == PLACEHOLDER
                 for path in (*one.archive, *one.inbox)]  # fmt: skip
    archive = _read(folder, seats)
    name = next((one.name for one in seats if one.name), seats[0].handle.lstrip("@"))
    text = write(name, seats, domains(archive), signatures(archive))
    return Draft(text, tuple(questions), tuple(strangers))


def seat(found: list[Found]) -> list[Seat]:
    """Exports grouped by whose they are; those that do not say so join the only account of their platform."""
    seats: dict[tuple[str, str], Seat] = {}
    homeless: list[Found] = []
    for one in found:
        if not one.owners or one.inbox:
            homeless.append(one)
            continue
        handle, name = one.owners[0]
        own = seats.setdefault((one.platform, handle.casefold()), Seat(one.platform, handle, name))
        own.name = own.name or name
        own.archive.append(one.path)
    for one in homeless:
        mine = [own for (platform, _), own in seats.items() if platform == one.platform]
        named = {handle.lstrip("@").casefold(): (handle, name) for handle, name in one.owners}
        hosts = [own for own in mine if own.handle.casefold() in named]
        if not hosts and not named and len(mine) == 1:
            hosts = mine
        if not hosts:
            handle, name = one.owners[0] if len(one.owners) == 1 else (PLACEHOLDER, "")
            hosts = [seats.setdefault((one.platform, handle.casefold()), Seat(one.platform, handle, name))]
        (hosts[0].inbox if one.inbox else hosts[0].archive).append(one.path)
    return list(seats.values())


def _read(folder: Path, seats: list[Seat]) -> Archive | None:
    accounts = [
        {"platform": one.platform, "handle": one.handle, "archive": one.archive, "inbox": one.inbox} for one in seats
    ]
    try:
        return archives.read(Brand.model_validate({"root": folder, "brand": {"name": "-"}, "accounts": accounts}))
    except SociableError:
        return None  # what is wrong with the exports is for `check` and `build` to say


def domains(archive: Archive | None) -> list[str]:
    """The brand's own domains: the profile's website, and hosts that a tenth of its links go to."""
    if archive is None:
        return []
    sites = [_host(one) for one in archive.snapshots["website"].drop_nulls().to_list()]
    hosts = Counter(_host(link) for link in archive.posts["links"].explode().drop_nulls().to_list())
    total = sum(hosts.values())
    often = [host for host, n in hosts.most_common() if n >= ENOUGH_LINKS and n * 10 >= total]
    return sorted({host for host in (*sites, *often[:2]) if host and not SHARED_HOSTS.search(host)})


def _host(link: str) -> str:
    try:
        host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def signatures(archive: Archive | None) -> list[str]:
    """Initials that close at least three replies (^JB, *TN, -Sam)."""
    if archive is None:
        return []
    replies = archive.posts.filter(pl.col("form").is_in(["reply", "mention_start"]))
    signed = replies.select(pl.col("text").str.extract(SIGN_OFF).alias("by")).drop_nulls()
    counted = (
        signed.group_by("by").len().filter(pl.col("len") >= ENOUGH_SIGNED).sort("len", "by", descending=[True, False])
    )
    return counted["by"].to_list()


def write(name: str, seats: list[Seat], own: list[str], signed: list[str]) -> str:
    """The commented text of brand.yaml."""
    lines = [
        "# Who the brand is and where its exports are. Paths start at this file's folder.",
        "brand:",
        f"  name: {_quoted(name)}",
        "  aliases: []            # how people name you without tagging you",
        "  products: []           # names of what you sell",
        f"  domains: [{', '.join(own)}]".ljust(24) + " # your own links",
        "  affiliates: []         # accounts inside your circle: owners, partners, sister brands",
        "  timezone: UTC          # such as Europe/London; days and quarters are counted in it",
        "",
        "accounts:",
    ]
    for one in seats:
        lines += [
            f"  - platform: {one.platform}",
            f"    handle: {_quoted(one.handle)}",
            "    role: brand            # brand | support | person",
        ]
        lines += _paths("archive", one.archive) + _paths("inbox", one.inbox)
        if one.inbox:
            lines.append("    inbox_complete: unknown   # yes | no: does it hold unanswered messages too?")
    if signed:
        lines += ["", "team:                      # who signs; give each their name"]
        lines += [f"  - {{name: {_quoted(initials)}, initials: {_quoted(initials)}}}" for initials in signed]
    lines += ["", "period: quarter            # quarter | month | year"]
    return "\n".join(lines) + "\n"


def _paths(key: str, paths: list[str]) -> list[str]:
    if len(paths) <= 1:
        return [f"    {key}: {_quoted(path)}" for path in paths]
    return [f"    {key}:", *(f"      - {_quoted(path)}" for path in paths)]


def _quoted(text: str) -> str:
    """The text as YAML reads it back: in quotes unless it is plainly words."""
    words = re.fullmatch(r"[A-Za-z][\w ./&-]*", text)
    if words and text.casefold() not in ("yes", "no", "on", "off", "true", "false", "null"):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
