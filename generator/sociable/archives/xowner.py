"""Whose X archive it is: account, profile, former handles, and when it was made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import msgspec

from sociable.archives import assemble, javascript, xmanifest
from sociable.archives.container import Container
from sociable.archives.records import Tally
from sociable.archives.xmanifest import Manifest
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
    manifest: Manifest
    profile: Profile | None
    names: frozenset[str]

    @property
    def generated(self) -> dt.datetime | None:
        """When the archive was made."""
        return self.manifest.generated


def read(container: Container, account: Account, issues: list[Issue], tallies: list[Tally]) -> Owner:
    """The owner of the archive; a handle that is not the account's is an issue, `tallies` tell of the files read."""
    about, profile, names = _About(), None, {account.handle.lstrip("@").casefold()}
    for row in _small(container, r"(?:account|profile|screen-name-change)\.js", tallies):
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
    manifest = xmanifest.read(container, tallies)
    if about.accountId and manifest.user and manifest.user != about.accountId:
        manifest = Manifest(manifest.user)  # one that belongs to another account says nothing of this one
    created = made.date() if (made := assemble.instant(about.createdAt)) else None
    return Owner(
        about.accountId or manifest.user, about.username, about.accountDisplayName, created, manifest, profile,
        frozenset(names),
    )  # fmt: skip


def named(container: Container) -> list[tuple[str, str]]:
    """Handle and display name of every account.js in the container."""
    found = [row.account for row in _small(container, r"account\.js", []) if row.account]
    return [(one.username, one.accountDisplayName or "") for one in found if one.username]


def zone(container: Container) -> str:
    """The zone of the first account-timezone.js that names one, in the platform's words."""
    rows = _small(container, r"account-timezone\.js", [])
    return next(
        (row.accountTimezone.timeZone for row in rows if row.accountTimezone and row.accountTimezone.timeZone), ""
    )


def _small(container: Container, pattern: str, tallies: list[Tally]) -> list[_Row]:
    rows: list[_Row] = []
    for member in container.matching(pattern):
        tally = Tally(member.label, NAME)
        tallies.append(tally)
        rows += [row for found in javascript.rows(member, _Row, tally) for row in found]
    return rows
