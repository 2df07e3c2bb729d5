"""Reading brand.yaml: every fault at once, each with file, line, key and remedy.

Types are checked by `config` and told by `mistyped`; what types cannot tell
(zones, spans, files) is checked here.  Both kinds are told together.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import ValidationError

from sociable import mistyped, tongue
from sociable.config import Account, Brand
from sociable.errors import ConfigError, Fault
from sociable.yamlfile import Document, Place, read_yaml

PLACEHOLDER = "CHANGE-ME"
"""What `sociable init` writes where the exports do not say whose they are."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def load(path: Path, *, exports: bool = True) -> Brand:
    """The brand described by `path` (a brand.yaml, or the folder that holds one).

    Without `exports` only its names, links and choices are needed: archives and
    what else a build reads may be on another machine.  Raises ConfigError with one fault for each thing that is wrong.
    """
    path = path / "brand.yaml" if path.is_dir() else path
    document = read_yaml(path)
    faults = list(document.faults)
    values = {**copy.deepcopy(document.values), "root": path.parent}
    brand, found = _validate(values)
    faults += [mistyped.explain(document, item) for item in found]
    for _ in range(3):  # mend what was found, so that the rest can be checked in the same run
        if brand is None:
            for item in found:
                _mend(values, item)
            brand, found = _validate(values)
    if brand is not None:
        faults += _checks(document, brand, exports)
    if faults or brand is None:
        raise ConfigError(*sorted(set(faults), key=lambda fault: (fault.line or 0, fault.key)))
    return brand


def _validate(values: dict[str, Any]) -> tuple[Brand | None, list[dict[str, Any]]]:
    try:
        return Brand.model_validate(values), []
    except ValidationError as error:
        return None, mistyped.told(dict(item) for item in error.errors())


def _mend(values: dict[str, Any], item: dict[str, Any]) -> None:
    """Replace a wrong choice by a right one, and take any other faulty value out."""
    holders: list[tuple[Any, Any]] = []  # each container on the way, and the key into it
    inner: Any = values
    for part in item["loc"]:
        if (isinstance(inner, dict) and part in inner) or (
            isinstance(inner, list) and isinstance(part, int) and 0 <= part < len(inner)
        ):
            holders.append((inner, part))
            inner = inner[part]
    holder, key = holders[-1] if holders else (values, None)
    if item["type"] == "literal_error" and key is not None:
        holder[key] = item["ctx"]["expected"].split("'")[1]
    elif key is not None:  # where something is missing, this is what lacks it
        del holder[key]


def _checks(document: Document, brand: Brand, exports: bool) -> Iterator[Fault]:
    """What types alone cannot tell: zones, spans, hours, files, repeats."""
    yield from _zone(document, ("brand", "timezone"), brand.about.timezone)
    if brand.playbook.language not in tongue.known():
        what = f"pages are not written in {brand.playbook.language!r}"
        yield _at(document, ("playbook", "language"), what, f"use one of {', '.join(tongue.known())}")
    for index, event in enumerate(brand.events):
        if event.end < event.start:
            yield _at(document, ("events", index, "end"), "is before the start", "swap the two dates")
    for key, hours in (brand.service_hours.hours if brand.service_hours else {}).items():
        if not _hours_ok(key, hours):
            place = ("service_hours", "hours", key)
            yield _at(document, place, f"{hours!r} is not a span of hours", 'write "mon-fri": "08:00-18:00"')
    seen: set[str] = set()
    for index, account in enumerate(brand.accounts):
        if account.key in seen:
            yield _at(document, ("accounts", index, "handle"), "is listed twice", "merge the two entries")
        seen.add(account.key)
        yield from _account(document, brand, index, account, exports)
    for key in ("rubric", "labels", "curation", "notes", "plan") if exports else ("rubric",):
        name = getattr(brand, key)
        if name and not _there(brand.path(name)):
            yield _at(document, (key,), f"{name} does not exist", "create it or remove the key")
    yield from _publish(document, brand)
    if exports and brand.playbook.logo and not _there(brand.path(brand.playbook.logo)):
        yield _at(document, ("playbook", "logo"), f"{brand.playbook.logo} does not exist", "give the path of a picture")


def _publish(document: Document, brand: Brand) -> Iterator[Fault]:
    """What each kind of destination needs, and what no file may hold."""
    names: set[str] = set()
    for index, one in enumerate(brand.publish):
        place = ("publish", index)
        if document.values["publish"][index].get("to") != one.to:
            continue  # what was not one of the choices is told already
        for key in ["path"] if one.to == "folder" else ["url", "space"] if one.to == "confluence" else ["url"]:
            if not getattr(one, key):
                yield _at(document, place, f"{one.to} needs `{key}:`", f"add `{key}:` to the entry {one.name}")
        if re.search(r"//[^/@]*:[^/@]*@", one.url or ""):
            remedy = "take it out; SOCIABLE_<NAME>_USER and _TOKEN in the environment sign in"
            yield _at(document, (*place, "url"), "holds a password", remedy)
        if one.to in ("mediawiki", "dokuwiki", "confluence") and not re.match(r"https?://[^/]+", one.url or "http://x"):
            yield _at(document, (*place, "url"), f"{one.url!r} is no address", "start it with https://")
        if re.sub(r"[^a-z0-9]", "_", one.name.lower()) in names:
            yield _at(document, (*place, "name"), f"{one.name} is there twice", "give every entry a name of its own")
        names.add(re.sub(r"[^a-z0-9]", "_", one.name.lower()))


def _account(document: Document, brand: Brand, index: int, account: Account, exports: bool) -> Iterator[Fault]:
    if account.handle == PLACEHOLDER:
        yield _at(document, ("accounts", index, "handle"), "is still to be filled in", "write the account's name")
    if account.tz:
        yield from _zone(document, ("accounts", index, "tz"), account.tz)
    if not exports:
        return
    if not (account.archive or account.inbox or account.snapshot):
        yield _at(document, ("accounts", index), "has nothing to read", "add `archive:` or `inbox:`")
    for key, names in (("archive", account.archive), ("inbox", account.inbox)):
        for name in names:
            if not _exists(brand.root, name):
                place = ("accounts", index, key)
                yield _at(
                    document, place, f"{name} does not exist", "check the path; it starts from this file's folder"
                )


def _exists(root: Path, name: str) -> bool:
    if re.search(r"[*?\[]", name) and not _there(root / name):
        base = Path(name)
        anchor = Path(base.anchor) if base.is_absolute() else root
        return any(anchor.glob(str(base.relative_to(base.anchor))))
    return _there(root / name)


def _zone(document: Document, place: Place, name: str) -> Iterator[Fault]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = mistyped.near(name, available_timezones()) or "use a name such as Europe/London"
        yield _at(document, place, f"{name!r} is not a time zone", near.removesuffix(" or "))


def _hours_ok(days: str, hours: str) -> bool:
    parts = days.lower().split("-")
    span = re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-(?:([01]\d|2[0-3]):[0-5]\d|24:00)", hours)
    return all(part in DAYS for part in parts) and len(parts) <= 2 and span is not None


def _at(document: Document, place: Place, what: str, remedy: str) -> Fault:
    return Fault(document.name, what, remedy, document.line(place), ".".join(map(str, place)))


def _there(path: Path) -> bool:
    """Whether something is at `path`; a name that no file can have is not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
