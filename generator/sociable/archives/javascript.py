"""Streams the records of a ``window.YTD.x.part0 = [ ... ]`` file into typed structs.

The file is cut into chunks at record boundaries and each chunk decoded whole
by msgspec; where a chunk fails, its records are decoded one by one so that the
bad one is counted and named.  Files that a code formatter has rewritten (no
longer JSON) go through chompjs.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import chompjs
import msgspec
import numpy as np
from numpy.typing import NDArray

from sociable.archives import cutoff, jsonfile
from sociable.archives.container import Member, Stream
from sociable.archives.records import Tally
from sociable.errors import ArchiveError, Fault

T = TypeVar("T")
CHUNK = 1 << 19
"""So many bytes at a time: what is made of them stays near the processor, and its memory is used again."""
HEAD = 1 << 16
RECORD_MAX = 64 << 20
PREFIX = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:(?:var|let|const)\s+)?(?:[\w.$]+\s*=\s*)?\[")
WRAPPER = re.compile(rb'\A\s*\{\s*"(\w+)"\s*:\s*[\[{]')
UNQUOTED = re.compile(rb"\A\s*\{\s*(?:[A-Za-z_$]|')")
NAMED = re.compile(rb'"(?:id_str|id|tweetId|accountId)"\s*:\s*"?(\d{1,32})')


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: records hold none, and looking for them takes a sixth of the time of reading."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def rows(member: Member, shape: type[T], tally: Tally) -> Iterator[list[T]]:
    """Lists of decoded records, in file order; counts what is read and what is broken.

    Raises ArchiveError when the file is not an array at all.
    """
    with member.open() as stream:
        head = stream.read(HEAD)
        match = PREFIX.match(head)
        if match is None:
            if head.strip():
                raise ArchiveError(Fault(member.label, "not a list of records", "request a new download of the export"))
            tally.issue("empty", "the file is empty")
        elif UNQUOTED.match(head, match.end()) or UNQUOTED.match(head[match.end() :]):
            yield from _formatted(head + stream.read(), shape, tally)
        else:
            yield from _chunks(member, head[match.end() :], stream, shape, tally)
        tally.sha256 = stream.digest()


def _chunks(member: Member, buffer: bytes, stream: Stream, shape: type[T], tally: Tally) -> Iterator[list[T]]:
    decoder = msgspec.json.Decoder(list[shape])  # type: ignore[valid-type]
    wrapper = WRAPPER.match(buffer)
    boundary = re.compile(rb'\}\s*,\s*(?=\{\s*"' + wrapper[1] + rb'"\s*:)') if wrapper else None
    # One place in memory for all that is read: asking for a new one a chunk takes as long as decoding.
    held, final, seen, before = bytearray(b"[" + buffer), False, len(buffer), tally.read
    while not final:
        more = stream.read(max(CHUNK, len(held)))  # so that the end of a large record is looked for but a few times
        final, seen = not more, seen + len(more)
        held += more
        cut = len(held) if final else _last_boundary(held, boundary)
        if cut == 0 and len(held) < RECORD_MAX:
            continue
        if final or not cut:
            body = bytes(held[1:])
            held[1:] = _closed(body, tally) if final else body.rstrip().rstrip(b",")
            cut = end = len(held)
        else:
            end = held.rfind(b"}", 0, cut) + 1
        if end > 1:
            yield _decode(held, end, decoder, shape, boundary, tally)
            jsonfile.worthwhile(member.label, tally.read - before, seen)
        del held[: cut - 1]
        held[:1] = b"["


def _closed(chunk: bytes, tally: Tally) -> bytes:
    """The last chunk without the closing bracket; a file that lacks it was cut off."""
    body = chunk.rstrip().rstrip(b";").rstrip()
    if not body.endswith(b"]"):
        tally.cut()
        return body.rstrip(b",")
    return body[:-1].rstrip().rstrip(b",")


def _decode(
    held: bytearray,
    end: int,
    decoder: msgspec.json.Decoder[list[T]],
    shape: type[T],
    boundary: re.Pattern[bytes] | None,
    tally: Tally,
) -> list[T]:
    """The records that stand in `held` between its first byte, a bracket, and `end`, where one is put for as long."""
    behind = held[end : end + 1]
    held[end : end + 1] = b"]"
    try:
        with memoryview(held) as everything, everything[: end + 1] as body:
            found = decoder.decode(body)
        tally.read += len(found)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = list(_one_by_one(bytes(held[1:end]), msgspec.json.Decoder(shape), boundary, tally))
    held[end : end + 1] = behind
    return found


def _one_by_one(
    body: bytes, decoder: msgspec.json.Decoder[T], boundary: re.Pattern[bytes] | None, tally: Tally
) -> Iterator[T]:
    for raw in _split(body, boundary):
        tally.read += 1
        try:
            yield decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            named = NAMED.search(raw)
            tally.skip("broken")
            sample = f"id {named[1].decode()}" if named else ""
            tally.issue("broken", f"a record that cannot be read ({error})", row=tally.read, sample=sample)


def _split(body: bytes, boundary: re.Pattern[bytes] | None) -> Iterator[bytes]:
    """The records of a chunk; by the wrapper key where there is one, for damage cannot hide it."""
    if boundary is not None:
        starts = [0, *(match.end() for match in boundary.finditer(body))]
        ends = [*starts[1:], len(body)]
    else:
        marks = [int(end) for end in record_ends(body)]
        if not marks or body[marks[-1] :].strip(b", \r\n\t"):
            marks.append(len(body))
        starts, ends = [0, *marks[:-1]], marks
    for start, end in zip(starts, ends, strict=True):
        if raw := body[start:end].strip().strip(b",").strip():
            yield raw


def _last_boundary(buffer: bytes | bytearray, boundary: re.Pattern[bytes] | None) -> int:
    """Where the last whole record of the buffer ends (and the next begins); 0 if none does."""
    if boundary is not None:
        # An inner quote is always escaped, so `{ "tweet" :` cannot occur inside a string.
        for window in (1 << 16, 1 << 20, len(buffer)):
            hits = [match.end() for match in boundary.finditer(buffer, max(0, len(buffer) - window))]
            if hits:
                return hits[-1]
        return 0
    ends = record_ends(buffer)
    if not len(ends):
        return 0
    end = int(ends[-1])
    comma = re.compile(rb"\s*,").match(buffer, end)
    return comma.end() if comma else (int(ends[-2]) if len(ends) > 1 else 0)


def record_ends(data: bytes | bytearray) -> NDArray[np.int64]:
    """Positions just behind each outermost ``{...}``, braces inside strings not counted."""
    raw = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(raw == ord('"'))
    quotes = quotes[~_escaped(raw, quotes)]
    braces = np.flatnonzero((raw == ord("{")) | (raw == ord("}")))
    outside = braces[np.searchsorted(quotes, braces) % 2 == 0]
    opening = raw[outside] == ord("{")
    depth = np.cumsum(np.where(opening, 1, -1))
    ends: NDArray[np.int64] = outside[(depth == 0) & ~opening] + 1
    return ends


def _escaped(raw: NDArray[np.uint8], quotes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether an odd number of backslashes stands before each quote."""
    slashes = np.flatnonzero(raw == ord("\\"))
    result = np.zeros(len(quotes), dtype=np.bool_)
    if not len(slashes):
        return result
    runs = slashes[np.concatenate([[True], np.diff(slashes) > 1])]
    after = (quotes > 0) & (raw[quotes - 1] == ord("\\"))
    last = quotes[after] - 1
    first = runs[np.searchsorted(runs, last, side="right") - 1]
    result[after] = (last - first) % 2 == 0
    return result


def _formatted(data: bytes, shape: type[T], tally: Tally) -> Iterator[list[T]]:
    """Records of a file that is JavaScript but no longer JSON."""
    left = b""
    if (short := cutoff.closed(data)) is not None:
        data, left = short
        tally.cut()
    try:
        found: list[object] = chompjs.parse_js_object(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        fault = Fault(tally.file, f"neither JSON nor JavaScript ({error})", "request a new download of the export")
        raise ArchiveError(fault) from error
    good: list[T] = []
    for record in found:
        tally.read += 1
        try:
            good.append(msgspec.convert(record, shape))
        except msgspec.ValidationError as error:
            tally.skip("broken")
            tally.issue("broken", f"a record that cannot be read ({error})", row=tally.read)
    if left:
        tally.read += 1
        tally.skip("broken")
    tally.issue("formatted", "the file was rewritten by a code formatter and read as JavaScript")
    yield good
