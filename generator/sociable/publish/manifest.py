"""Which files of a folder are ours: their digests, kept in the folder itself.

Before the first write every file's new digest is noted beside its old one, so
that a run that dies between two files leaves none that looks like a stranger's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

import msgspec

from sociable.errors import Fault, InputError, cause

NAME = ".sociable.json"
Digests = dict[str, frozenset[str]]


class _Book(msgspec.Struct):
    """The manifest on disk."""

    format: str = "sociable-published"
    files: dict[str, list[str]] = {}


def digest(data: bytes) -> str:
    """SHA-256 of a file, in hex."""
    return sha256(data).hexdigest()


def read(path: Path) -> Digests:
    """Path to the digests that are ours; empty where nothing was published yet."""
    try:
        book = msgspec.json.decode(path.read_bytes(), type=_Book)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        remedy = "restore it, or remove it and publish with --take-over"
        raise InputError(Fault(str(path), f"cannot be read ({cause(error)})", remedy)) from None
    # names that climb out of the folder are no work of ours
    return {name: frozenset(found) for name, found in book.files.items() if safe(name)}


def encode(digests: Mapping[str, Iterable[str]]) -> bytes:
    """The manifest as bytes: sorted, a file a line."""
    files = {name: sorted(found) for name, found in sorted(digests.items())}
    return msgspec.json.format(msgspec.json.encode(_Book(files=files)), indent=1) + b"\n"


def safe(name: str) -> bool:
    """Whether a name stays inside the folder that it is put in."""
    path = PurePosixPath(name)
    inside = bool(path.parts) and not path.is_absolute() and ".." not in path.parts
    return inside and path.parts[0] != ".git" and "\0" not in name
