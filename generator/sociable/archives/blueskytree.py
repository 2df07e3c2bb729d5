"""The records of a Bluesky repository file (CAR): its live ones only, found by walking its search tree.

A file may still hold blocks of what was deleted; nothing outside the tree is
read, so the deleted stays deleted (FORMATS 6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import libipld

from sociable.archives import assemble
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.errors import ArchiveError, Fault

_ALPHABET = {sign: value for value, sign in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_REMEDY = "download the whole repository again (Settings, Account, Export my data)"
_PARTIAL = "missing block (partial CAR): a part of the repository and not all of it"


@dataclass(frozen=True, slots=True)
class Repository:
    """Whose repository it is, when it last changed, and its records: (collection, key, record) in tree order."""

    did: str
    changed: dt.datetime | None
    records: list[tuple[str, str, dict[str, Any]]]


def is_car(head: bytes) -> bool:
    """Whether a file starts with the header of a CAR."""
    return b"\xa2eroots" in head[:16] or (b"gversion" in head[:128] and b"eroots" in head[:128])


def read(member: Member, tally: Tally) -> Repository:
    """The repository in `member`; ArchiveError for a damaged or partial one."""
    data, tally.sha256 = member.read()
    if (end := _whole(data)) < len(data):
        tally.cut()
        data = data[:end]
    try:
        header, blocks = libipld.decode_car(data)
        root = header["roots"][0]
    except Exception as error:  # the library raises what its parser meets
        what = f"not a CAR that can be read, or cut off after {len(data)} bytes ({error})"
        raise ArchiveError(Fault(member.label, what, _REMEDY)) from error
    commit = blocks.get(root)
    if not isinstance(commit, dict) or "data" not in commit:
        raise ArchiveError(Fault(member.label, _PARTIAL, _REMEDY))
    records = []
    for key, place in _walk(blocks, commit["data"], member.label, tally):
        collection, _, name = key.decode("utf-8", "replace").partition("/")
        record = blocks.get(place)
        if record is None and tally.is_cut:
            tally.read += 1
            tally.skip("broken")
            continue
        if record is None:
            raise ArchiveError(Fault(member.label, _PARTIAL, _REMEDY))
        records.append((collection, name, record if isinstance(record, dict) else {}))
    return Repository(str(commit.get("did") or ""), clock(str(commit.get("rev") or "")), records)


def _whole(data: bytes) -> int:
    """Where the last whole block of a CAR ends; its length where nothing breaks off, or nothing can be told."""
    at = 0
    while at < len(data):
        size, step, shift = 0, at, 0
        while step < len(data) and shift < 63:
            size |= (data[step] & 0x7F) << shift
            step, shift = step + 1, shift + 7
            if data[step - 1] < 0x80:
                break
        else:
            return at
        if not size or step + size > len(data):
            return at if at else len(data)
        at = step + size
    return at


def _walk(blocks: Mapping[Any, Any], root: Any, label: str, tally: Tally) -> Iterator[tuple[bytes, Any]]:
    """Every (key, address of its record) of the tree below `root`, in order of key."""
    todo: list[tuple[bytes, Any] | Any] = [root]
    seen: set[Any] = set()
    while todo:
        step = todo.pop()
        if isinstance(step, tuple):
            yield step
            continue
        node = blocks.get(step)
        if node is None and tally.is_cut:
            continue  # a part of the tree that came behind the break
        if not isinstance(node, dict) or step in seen:
            raise ArchiveError(Fault(label, _PARTIAL, _REMEDY))
        seen.add(step)
        try:
            todo += reversed(_below(node))
        except (KeyError, TypeError, ValueError):
            raise ArchiveError(Fault(label, _PARTIAL, _REMEDY)) from None


def _below(node: dict[Any, Any]) -> list[tuple[bytes, Any] | Any]:
    """What stands under a node, in order: its subtrees and, between them, (key, address of a record)."""
    key, ahead = b"", [node["l"]] if node.get("l") else []
    for entry in node.get("e") or ():
        key = key[: entry["p"]] + bytes(entry["k"])
        ahead.append((key, entry["v"]))
        if entry.get("t"):
            ahead.append(entry["t"])
    return ahead


def clock(key: str) -> dt.datetime | None:
    """The instant in a record key of thirteen signs (its upper bits count microseconds)."""
    if len(key) != 13 or any(sign not in _ALPHABET for sign in key):
        return None
    number = 0
    for sign in key:
        number = number << 5 | _ALPHABET[sign]
    return assemble.by_id((number >> 10) // 1000, 0)
