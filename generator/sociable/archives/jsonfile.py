"""JSON exports: encodings, the shapes of the root, cut-off files, one broken record among good ones.

A list of records comes bare, under a key (``{"ig_stories": [...]}``), or as a
single object where there is only one.  Each record is decoded on its own, so
that a bad one is counted and named and the others are kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from typing import TypeVar

import chompjs
import msgspec

from sociable.archives import cutoff, packed, tabular
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.errors import ArchiveError, Fault

T = TypeVar("T")
PIECES_FREE, PIECE_LEAST = 2_000_000, 8
"""So many values may be short; more, of fewer bytes each, would take a hundred times the file's size in memory."""
_Root = list[msgspec.Raw] | dict[str, msgspec.Raw]
_KEY = re.compile(rb'"((?:[^"\\]|\\.){1,80})"\s*:')


def raw(member: Member, tally: Tally) -> bytes:
    """The bytes of a document; one of millions of values that say nothing is refused, for each takes room."""
    data, tally.sha256 = member.read()
    pieces = max(data.count(b",") + data.count(b"{"), data.count(b'"') // 4)
    worthwhile(member.label, pieces, len(data))
    return data


def worthwhile(label: str, pieces: int, size: int) -> None:
    """Refused when `size` bytes hold millions of values of a few bytes each."""
    if pieces > PIECES_FREE and size < PIECE_LEAST * pieces:
        raise packed.refuse(label, "millions of values of a few bytes each")


def body(member: Member, tally: Tally) -> bytes:
    """The file as UTF-8 without a mark; other encodings are converted and noted."""
    data = raw(member, tally)
    if data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and data[1:2] == b"\0":
        return data.decode("utf-16-le", "replace").encode()
    return tabular.utf8(data, tabular.encoding_of(data[:65_536]), tally)


def peek(member: Member, size: int = 8192) -> tuple[str, set[str]]:
    """How the file starts: its first key where the root is an object ("" for a list), and all keys of its head."""
    head = member.head(size).removeprefix(codecs.BOM_UTF8)
    if head[1:2] == b"\0" or head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.decode("utf-16", "replace").encode()
    keys = [key.decode("utf-8", "replace") for key in _KEY.findall(head)]
    wrapped = head.lstrip().startswith(b"{")
    return (keys[0] if wrapped and keys else "", set(keys))


def whole(member: Member, shape: type[T], tally: Tally) -> T:
    """The whole file as one value; ArchiveError when it is no JSON of that shape.

    A file with trailing commas or without quotes around keys is read as JavaScript.
    """
    data = body(member, tally)
    decoder = msgspec.json.Decoder(shape, strict=False)
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if isinstance(error, msgspec.ValidationError):
            raise unreadable(member, str(error)) from error
        data, left = _closed(data, tally)
        tally.read += bool(left)
        tally.skip("broken", int(bool(left)))
        try:
            return decoder.decode(data if tally.is_cut and _is_json(data) else _javascript(member, data, tally, error))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            raise unreadable(member, str(fault)) from fault


def _closed(data: bytes, tally: Tally) -> tuple[bytes, bytes]:
    """A document that breaks off, closed behind its last whole record, and the start of the next one; else as it is."""
    short = cutoff.closed(data)
    if short is None:
        return data, b""
    tally.cut()
    return short


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def records(
    member: Member, shape: type[T], tally: Tally, keys: Collection[str] = (), own: Collection[str] = ()
) -> list[T]:
    """The records of a list file, in file order; counts what is read and what is broken.

    `keys` are the keys under which the list may lie, the longest list being
    taken where none is there; `own` are field names by which a root that is
    itself the one record is known.
    """
    data = body(member, tally)
    if not data.strip():
        tally.issue("empty", "the file is empty")
        return []
    try:
        raws = _listed(msgspec.json.decode(data, type=_Root), keys, own, data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raws = _salvaged(member, data, tally, error, keys, own)
    if not raws:
        tally.issue("empty", "nothing in it")
    return _typed(raws, shape, tally)


def _typed(raws: list[bytes], shape: type[T], tally: Tally) -> list[T]:
    decoder = msgspec.json.Decoder(shape, strict=False)
    found, broken, first = [], 0, (0, "")
    for number, raw in enumerate(raws, tally.read + 1):
        try:
            found.append(decoder.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            broken, first = broken + 1, first if broken else (number, str(error))
    tally.read += len(raws)
    tally.skip("broken", broken)
    tally.issue("broken", f"a record that cannot be read ({first[1]})", count=broken, row=first[0])
    return found


def _listed(root: _Root, keys: Collection[str], own: Collection[str], data: bytes) -> list[bytes]:
    if isinstance(root, list):
        return [bytes(one) for one in root]
    if not root:
        return []
    known = [bytes(root[key]) for key in keys if key in root]
    if not known and set(own) & set(root):
        return [data]
    lists = known or [bytes(one) for one in root.values() if bytes(one).lstrip()[:1] == b"["]
    if not lists:
        return [bytes(one) for one in root.values() if bytes(one).lstrip()[:1] == b"{"]
    best = max(lists, key=len).lstrip()
    if best.startswith(b"{"):
        inner = msgspec.json.decode(best, type=dict[str, msgspec.Raw])
        return [best] if set(own) & set(inner) else _listed(inner, (), own, best)
    return [bytes(one) for one in msgspec.json.decode(best, type=list[msgspec.Raw])] if best[:1] == b"[" else []


def _salvaged(
    member: Member, data: bytes, tally: Tally, error: Exception, keys: Collection[str], own: Collection[str]
) -> list[bytes]:
    """The whole records of a file that breaks off, and the start of the next; other damage is tried as JavaScript."""
    data, left = _closed(data, tally)
    if not (tally.is_cut and _is_json(data)):
        data = _javascript(member, data, tally, error)
    try:
        found = _listed(msgspec.json.decode(data, type=_Root), keys, own, data)
        whole = [one for one in found if not (tally.is_cut and one is data)]  # the root as a record is half a one
        return [*whole, *([left or b"{"] if left or len(whole) < len(found) else [])]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise unreadable(member, str(error)) from error


def _javascript(member: Member, data: bytes, tally: Tally, error: Exception) -> bytes:
    """The file as JSON, where it is JavaScript."""
    try:
        found = msgspec.json.encode(chompjs.parse_js_object(data.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        raise unreadable(member, str(error)) from error
    tally.issue("formatted", "not strict JSON; read as JavaScript")
    return found


def unreadable(member: Member, what: str) -> ArchiveError:
    """The error for a file that is no JSON, or none that can be held."""
    remedy = "the download may be incomplete; request the export again in JSON format"
    return ArchiveError(Fault(member.label, f"not a JSON export that can be read ({what})", remedy))
