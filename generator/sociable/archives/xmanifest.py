"""What the manifest of an X archive says of it: whose it is, when it was made, and how many records each file holds."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import msgspec

from sociable.archives.container import Container
from sociable.archives.records import Tally
from sociable.archives.text import digits

NAME = "x"


class _User(msgspec.Struct):
    accountId: str | None = None


class _Info(msgspec.Struct):
    generationDate: str | None = None


class _File(msgspec.Struct):
    fileName: str = ""
    count: str | int | None = None


class _Kind(msgspec.Struct):
    files: list[_File] = []


class _Read(msgspec.Struct):
    userInfo: _User = msgspec.field(default_factory=_User)
    archiveInfo: _Info = msgspec.field(default_factory=_Info)
    dataTypes: msgspec.Raw = msgspec.Raw(b"{}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The account's id, the instant of the download, and records by file name without folders."""

    user: str | None = None
    generated: dt.datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def held(self, tallies: Iterable[Tally]) -> None:
        """Tell files that break off how many records they should hold."""
        for tally in tallies:
            tally.stated(self.counts.get(PurePosixPath(tally.file.rpartition("!")[2]).name))


def read(container: Container, tallies: list[Tally]) -> Manifest:
    """The manifest as far as it can be read; one that cannot is told in `tallies`."""
    for member in container.matching(r"manifest\.js"):
        tally = Tally(member.label, NAME)
        tallies.append(tally)
        data, tally.sha256 = member.read()
        try:
            found = msgspec.json.decode(data[data.index(b"{") :].rstrip().rstrip(b";"), type=_Read)
        except (ValueError, msgspec.DecodeError, RecursionError):
            if b"{" in data and b'"' in data[:400]:  # a code formatter takes the quotes, and the rest can be read
                tally.issue(
                    "broken", "cannot be read, so when the archive was made is not known; download the archive again"
                )
            continue
        made = found.archiveInfo.generationDate
        at = None
        with contextlib.suppress(ValueError):
            at = dt.datetime.fromisoformat(made.replace("Z", "+00:00")) if made else None
        return Manifest(found.userInfo.accountId, at, _counts(found.dataTypes))
    return Manifest()


def _counts(raw: msgspec.Raw) -> dict[str, int]:
    try:
        kinds = msgspec.json.decode(raw, type=dict[str, _Kind])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    counted = [(one.fileName, digits(str(one.count))) for kind in kinds.values() for one in kind.files]
    return {PurePosixPath(name).name: count for name, count in counted if count is not None}
