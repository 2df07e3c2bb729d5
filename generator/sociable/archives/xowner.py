"""Whose X archive it is: account, profile, former handles, and when it was made."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass

import msgspec

from sociable.archives import javascript
from sociable.archives.container import Container
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.model import Issue

NAME = "x"


class _About(msgspec.Struct):
    accountId: str | None = None
    username: str | None = None
    accountDisplayName: str | None = None
    createdAt: str | None = None


class _Bio(msgspec.Struct):
    bio: str | None = None
    website: str | None = None


class Profile(msgspec.Struct):
    """What the account says of itself."""

    description: _Bio = msgspec.field(default_factory=_Bio)
    avatarMediaUrl: str | None = None
    headerMediaUrl: str | None = None


class _Rename(msgspec.Struct):
    changedFrom: str | None = None
    changedTo: str | None = None


class _RenameRow(msgspec.Struct):
    screenNameChange: _Rename | None = None


class _Zone(msgspec.Struct):
    timeZone: str | None = None


class _Row(msgspec.Struct):
    account: _About | None = None
    accountTimezone: _Zone | None = None
    profile: Profile | None = None
    screenNameChange: _RenameRow | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """What the small files of an archive say of its account.

    `names` are all handles it has had, casefolded.
    """

    id: str | None
    handle: str | None
    name: str | None
    created: dt.date | None
    generated: dt.datetime | None
    profile: Profile | None
    names: frozenset[str]


def read(container: Container, account: Account, issues: list[Issue]) -> Owner:
    """The owner of the archive; a handle that is not the account's is an issue."""
    about, profile, names = _About(), None, {account.handle.lstrip("@").casefold()}
    for row in _small(container, r"(?:account|profile|screen-name-change)\.js"):
        about, profile = row.account or about, row.profile or profile
        if row.screenNameChange and (change := row.screenNameChange.screenNameChange):
            names |= {name.casefold() for name in (change.changedFrom, change.changedTo) if name}
    if about.username:
        known = account.handle.lstrip("@").casefold() in {
            about.username.casefold(),
            *names - {account.handle.casefold()},
        }
        names.add(about.username.casefold())
        if about.username.casefold() != account.handle.lstrip("@").casefold() and not known:
            issues.append(Issue(code="other-handle", message=f"the archive belongs to @{about.username}"))
    user, generated = _manifest(container)
    if about.accountId and user and user != about.accountId:
        generated = None  # a manifest that belongs to another account says nothing of this one
    created = dt.date.fromisoformat(about.createdAt[:10]) if about.createdAt else None
    return Owner(
        about.accountId or user, about.username, about.accountDisplayName, created, generated, profile, frozenset(names)
    )


def named(container: Container) -> list[tuple[str, str]]:
    """Handle and display name of every account.js in the container."""
    found = [row.account for row in _small(container, r"account\.js") if row.account]
    return [(one.username, one.accountDisplayName or "") for one in found if one.username]


def zone(container: Container) -> str:
    """The zone of the first account-timezone.js that names one, in the platform's words."""
    rows = _small(container, r"account-timezone\.js")
    return next(
        (row.accountTimezone.timeZone for row in rows if row.accountTimezone and row.accountTimezone.timeZone), ""
    )


def _small(container: Container, pattern: str) -> list[_Row]:
    return [
        row
        for member in container.matching(pattern)
        for found in javascript.rows(member, _Row, Tally(member.label, NAME))
        for row in found
    ]


class _User(msgspec.Struct):
    accountId: str | None = None


class _Info(msgspec.Struct):
    generationDate: str | None = None


class _Manifest(msgspec.Struct):
    userInfo: _User = msgspec.field(default_factory=_User)
    archiveInfo: _Info = msgspec.field(default_factory=_Info)


def _manifest(container: Container) -> tuple[str | None, dt.datetime | None]:
    """Whose archive the manifest says it is, and when it was made."""
    for member in container.matching(r"manifest\.js"):
        data, _ = member.read()
        try:
            found = msgspec.json.decode(data[data.index(b"{") :].rstrip().rstrip(b";"), type=_Manifest)
        except (ValueError, msgspec.DecodeError, RecursionError):
            continue
        made = found.archiveInfo.generationDate
        with contextlib.suppress(ValueError):
            return found.userInfo.accountId, dt.datetime.fromisoformat(made.replace("Z", "+00:00")) if made else None
        return found.userInfo.accountId, None
    return None, None
