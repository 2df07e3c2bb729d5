"""Zip, tar, gzip and folders as flat lists of entries; refuses what could do harm.

Zips are opened by their central directory.  Refused with one clear line:
names that climb or are absolute, links, encrypted members, and members that
unpack to more than 200 times their size (over a floor of 1 MiB).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import re
import shutil
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from sociable.errors import ArchiveError, Fault, cause, visible

RATIO_MAX = 200
RATIO_FLOOR = 1 << 20
BOOK_BYTES_MAX = 512 << 20
BOOK_CELLS_MAX = 20_000_000
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,6})(\d{1,15})["']""")
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    OverflowError,
    struct.error,
)
"""What the standard library raises at archives whose numbers or names are no such."""
_THREAD = re.compile(
    r"(?P<before>(?:^|/)messages/(?:(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover"
    r"|legacy_threads|broadcast)/)?)(?P<who>(?!messages?_\d+\.json)[^/]+?)(?P<number>(?:_\d+)?)(?=/|\.json$)"
)
"""Meta names the folder of each conversation after the person on the other side."""
SUFFIXES = (".zip", ".tar", ".tgz", ".tar.gz", ".gz")


class Refused(ArchiveError):
    """What no honest export holds; no reader is asked about it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file somewhere inside: name with forward slashes, unpacked size, and how to open it."""

    name: str
    size: int
    source: Callable[[], IO[bytes]]


def looks_packed(name: str) -> bool:
    """Whether a file name promises an archive."""
    return name.lower().endswith(SUFFIXES)


def shown(name: str) -> str:
    """A member's name as reports and errors may show it: without the people that conversations are with."""
    return visible(_THREAD.sub(_unnamed, name))


def _unnamed(match: re.Match[str]) -> str:
    number = match["number"] or "_" + hashlib.sha256(match["who"].encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{match['before']}thread{number}"


def entries(path: Path, label: str, stack: ExitStack) -> list[Entry]:
    """The entries of a file on disk, by content: zip, tar, gzip, or the file itself."""
    size = path.stat().st_size
    file = stack.enter_context(path.open("rb"))
    found = _by_content(file, path.name, size, label, stack)
    return [Entry(path.name, size, lambda: path.open("rb"))] if found is None else found


def inner(entry: Entry, label: str, stack: ExitStack, limit: int) -> list[Entry]:
    """The entries of an archive inside an archive, copied aside to a nameless file first."""
    if entry.size > limit:
        raise refuse(label, "an inner archive that is too large")
    copy = cast("IO[bytes]", stack.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115
    try:
        with entry.source() as source:
            shutil.copyfileobj(source, copy, 1 << 20)
    except DAMAGE as error:
        raise ArchiveError(Fault(label, f"damaged ({cause(error)})", "download the export again")) from error
    copy.seek(0)
    found = _by_content(copy, entry.name, entry.size, label, stack)
    return [entry] if found is None else found


def _by_content(file: IO[bytes], name: str, size: int, label: str, stack: ExitStack) -> list[Entry] | None:
    head = file.read(512)
    file.seek(0)
    if head[:2] == b"PK" or name.lower().endswith(".zip"):
        return _zip(file, size, label, stack)
    if head[:2] == b"\x1f\x8b":
        return _gzip(file, name, size, label, stack)
    if head[257:262] == b"ustar":
        return _tar(file, size, label, stack, "r:")
    return None


def _zip(file: IO[bytes], size: int, label: str, stack: ExitStack) -> list[Entry] | None:
    try:
        box = stack.enter_context(zipfile.ZipFile(file))
    except DAMAGE as error:
        what = f"download is incomplete: {size} bytes, no end record"
        raise ArchiveError(Fault(label, what, "request a new download")) from error
    infos = [info for info in box.infolist() if info.filename.strip("/")[-1:] and not info.is_dir()]
    if any(info.filename == "[Content_Types].xml" for info in infos):
        return None  # an Office workbook is a zip too, but one file to us
    found = []
    for info in infos:
        name = info.filename.replace("\\", "/")
        _check(label, name, stat.S_ISLNK(info.external_attr >> 16))
        if info.flag_bits & 1:
            raise refuse(f"{label}!{shown(name)}", "encrypted", "unpack it with its password and name the folder")
        _check_ratio(f"{label}!{shown(name)}", info.file_size, info.compress_size)
        found.append(Entry(name, info.file_size, lambda info=info: box.open(info)))  # type: ignore[misc]
    return found


def check_workbook(data: bytes, label: str) -> None:
    """Refuse a workbook that unpacks to more than its rows could need; it is a zip that another library opens."""
    if data[:2] != b"PK":
        return
    try:
        box = zipfile.ZipFile(io.BytesIO(data))
        sizes = [(one.file_size, one.compress_size) for one in box.infolist()]
    except DAMAGE:
        return  # its own reader says what is wrong
    for size, compressed in sizes:
        _check_ratio(label, size, compressed)
    if sum(size for size, _ in sizes) > BOOK_BYTES_MAX:
        raise refuse(label, f"a workbook that unpacks to more than {BOOK_BYTES_MAX >> 20} MiB", "save it as CSV")
    for one in box.namelist():
        if one.lower().endswith(".xml") and "sheet" in one.lower() and _cells(box, one) > BOOK_CELLS_MAX:
            raise refuse(label, f"a sheet that spans more than {BOOK_CELLS_MAX:,} cells", "save it as CSV")


def _cells(box: zipfile.ZipFile, name: str) -> int:
    """How many cells lie between the first of a sheet and its last: a reader makes room for all of them."""
    try:
        data = box.read(name)
    except DAMAGE:
        return 0  # its own reader says what is wrong
    wide = deep = 1
    for letters, row in _PLACE.findall(data):
        place = 0
        for letter in letters:
            place = place * 26 + letter - 64
        wide, deep = max(wide, place), max(deep, int(row))
    return wide * deep


def _gzip(file: IO[bytes], name: str, size: int, label: str, stack: ExitStack) -> list[Entry]:
    if _holds_tar(file):
        return _tar(file, size, label, stack, "r:gz")
    total = 0
    try:
        with gzip.open(file) as stream:
            while block := stream.read(1 << 20):
                total += len(block)
                _check_ratio(label, total, size)
    except DAMAGE as error:
        raise ArchiveError(
            Fault(label, f"download is incomplete: {size} bytes ({cause(error)})", "request a new download")
        ) from error

    def source() -> IO[bytes]:
        file.seek(0)
        return cast("IO[bytes]", gzip.open(file))

    return [Entry(name.removesuffix(".gz"), total, source)]


def _holds_tar(file: IO[bytes]) -> bool:
    """Whether a tar stands inside a gzip; what is cut off at its very start is told by whoever reads on."""
    try:
        with gzip.open(file) as stream:
            return stream.read(512)[257:262] == b"ustar"
    except DAMAGE:
        return False
    finally:
        file.seek(0)


def _broken_off(label: str, size: int) -> ArchiveError:
    return ArchiveError(Fault(label, f"download is incomplete: {size} bytes, cut off", "request a new download"))


def _tar(file: IO[bytes], size: int, label: str, stack: ExitStack, mode: str) -> list[Entry]:
    found = []
    try:
        box = stack.enter_context(tarfile.open(fileobj=file, mode=mode))  # type: ignore[call-overload]  # noqa: SIM115
    except DAMAGE as error:
        raise _broken_off(label, size) from error
    try:
        for info in box:
            _check(label, info.name, info.issym() or info.islnk())
            if mode == "r:gz":
                _check_ratio(f"{label}!{shown(info.name)}", info.offset_data + info.size, size)
            if info.isfile():
                found.append(Entry(info.name.removeprefix("./"), info.size, lambda info=info: box.extractfile(info)))  # type: ignore[misc]
    except DAMAGE as error:
        raise _broken_off(label, size) from error
    return found


def _check(label: str, name: str, link: bool) -> None:
    if link:
        raise refuse(f"{label}!{shown(name)}", "a link inside an archive")
    if name.startswith("/") or ".." in name.split("/") or (len(name) > 1 and name[1] == ":"):
        raise refuse(label, f"a member named {name!r}, which would leave the archive")


def _check_ratio(label: str, size: int, compressed: int) -> None:
    if size > RATIO_FLOOR and size > RATIO_MAX * max(compressed, 1):
        raise refuse(label, f"unpacks to more than {RATIO_MAX} times its size")


def refuse(
    label: str, what: str, remedy: str = "this is not how platforms write exports; request a new download"
) -> ArchiveError:
    """The error for what no honest export holds."""
    return Refused(Fault(label, f"refused: {what}", remedy))
