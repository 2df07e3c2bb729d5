"""Folders, archives and bare files behind one face, with limits against hostile ones.

`open_inputs` turns the paths of brand.yaml into containers.  An archive found
inside a folder or an archive becomes a container of its own (depth <= 2); parts
of one export (``...-part-1.zip``) are joined.  Nothing is ever unpacked to a path.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar, cast

from sociable.archives import folders, packed
from sociable.config import meant
from sociable.errors import ArchiveError, Fault, cause

MEMBERS_MAX = 200_000
TABLES_MAX = 5_000
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".xlsm")
"""Files that every reader of tables must look into, whatever their name."""
MEMBER_BYTES_MAX = 2 << 30
DEPTH_MAX = 2
INNER_MAX = 200
PART = re.compile(r"^(?P<stem>.+?)[-_. ]part[-_. ]?\d+$", re.I)

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
"""Called with a file's label, bytes read so far, and its size in bytes."""


class Stream:
    """Reads one member, hashes what passes, and turns damage into ArchiveError."""

    def __init__(self, inner: IO[bytes], label: str, size: int, progress: Progress | None) -> None:
        self._inner, self._label, self._size, self._progress = inner, label, size, progress
        self._hash = hashlib.sha256()
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes (all that is left for -1); empty at the end."""
        try:
            data = self._inner.read(size)
        except packed.DAMAGE as error:
            raise damaged(self._label, error) from error
        self._hash.update(data)
        self._done += len(data)
        if self._done > MEMBER_BYTES_MAX:
            raise too_big(self._label)
        if self._progress:
            self._progress(self._label, self._done, self._size)
        return data

    def digest(self) -> str:
        """SHA-256 of the whole member; reads what has not been read yet."""
        while self.read(1 << 20):
            pass
        return self._hash.hexdigest()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container; `label` is how the report names it."""

    name: str
    size: int
    label: str
    source: Callable[[], IO[bytes]]
    progress: Progress | None = None
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def tail(self) -> str:
        """The file name without its folders."""
        return self.name.rpartition("/")[2]

    def once(self, what: str, look: Callable[[Member], T]) -> T:
        """What `look` finds, looked for once however many ask; `what` tells it from other questions."""
        if what not in self.known:
            self.known[what] = look(self)
        return cast("T", self.known[what])

    @property
    def folder(self) -> str:
        """The folder inside the container, "" at the top."""
        parent = str(PurePosixPath(self.name).parent)
        return "" if parent == "." else parent

    def open(self) -> Stream:
        """The member's bytes as a guarded stream."""
        try:
            return Stream(self.source(), self.label, self.size, self.progress)
        except packed.DAMAGE as error:
            raise damaged(self.label, error) from error

    def read(self) -> tuple[bytes, str]:
        """All bytes and their SHA-256."""
        with self.open() as stream:
            data = stream.read()
            return data, stream.digest()

    def head(self, size: int = 65_536) -> bytes:
        """The first bytes, for sniffing."""
        try:
            with self.source() as inner:
                return inner.read(size)
        except packed.DAMAGE as error:
            raise damaged(self.label, error) from error


@dataclass(frozen=True, slots=True)
class Container:
    """The files of one export, sorted by name; `label` as in brand.yaml."""

    label: str
    members: tuple[Member, ...]
    named: dict[str, tuple[Member, ...]] = field(default_factory=dict, compare=False, repr=False)

    def matching(self, pattern: str) -> tuple[Member, ...]:
        """Members whose file name (without folders) matches the whole `pattern`, any case."""
        if pattern not in self.named:
            rule = re.compile(pattern, re.I)
            self.named[pattern] = tuple(
                one for one in self.members if rule.fullmatch(one.name, one.name.rfind("/") + 1)
            )
        return self.named[pattern]

    def within(self, folder: str) -> Container:
        """The same container, only the members directly in `folder` or below it."""
        prefix = f"{folder}/" if folder else ""
        return Container(self.label, tuple(one for one in self.members if one.name.startswith(prefix)))


def too_big(label: str) -> ArchiveError:
    """The error for a member beyond the size limit."""
    return ArchiveError(
        Fault(label, f"larger than {MEMBER_BYTES_MAX >> 30} GiB", "split the export or leave this file out")
    )


def damaged(label: str, error: BaseException) -> ArchiveError:
    """The error for a member that cannot be unpacked."""
    return ArchiveError(
        Fault(label, f"damaged ({cause(error)})", "download the export again, or unpack it and name the folder")
    )


def _meant(root: Path, name: str) -> list[Path]:
    """`config.meant`; a name that means nothing is an error."""
    if found := meant(root, name):
        return found
    raise ArchiveError(
        Fault(name, "no such file or folder", f"put the export at {root / name} or correct the path in brand.yaml")
    )


@contextlib.contextmanager
def open_inputs(root: Path, names: Sequence[str], progress: Progress | None = None) -> Iterator[list[Container]]:
    """All containers behind the paths of brand.yaml, joined by parts; closed on leaving."""
    with ExitStack() as stack:
        found: list[Container] = []
        for name in names:
            paths = _meant(root, name)
            for path in paths:
                label = name if len(paths) == 1 else _relative(path, root)
                found += _expand(path, label, stack, progress)
        yield _join_parts(found)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _expand(path: Path, label: str, stack: ExitStack, progress: Progress | None) -> list[Container]:
    if not path.is_dir() and not path.is_file():
        raise ArchiveError(Fault(label, "neither a file nor a folder", "name the export itself"))
    try:
        found = folders.entries(path, label, MEMBERS_MAX) if path.is_dir() else packed.entries(path, label, stack)
    except OSError as error:  # of a disk that fails, or of a file that is none
        raise damaged(label, error) from error
    return _contain(found, label, stack, progress, depth=0, bare=path.is_file())


def _contain(
    entries: list[packed.Entry], label: str, stack: ExitStack, progress: Progress | None, depth: int, bare: bool = False
) -> list[Container]:
    """Containers of `entries`: archives among them first opened on their own."""
    tables = sum(entry.name.lower().endswith(TABLES) for entry in entries)
    if len(entries) > MEMBERS_MAX:
        what = f"{len(entries):,} files, more than {MEMBERS_MAX:,}"
        raise ArchiveError(Fault(label, what, "name a smaller folder or archive"))
    if tables > TABLES_MAX:
        what = f"{tables:,} tables, more than {TABLES_MAX:,}"
        raise ArchiveError(Fault(label, what, "name a smaller folder or archive"))
    inside = sum(packed.looks_packed(entry.name) for entry in entries)
    if inside > INNER_MAX:
        what = f"{inside} archives inside, more than {INNER_MAX}"
        raise ArchiveError(Fault(label, what, "unpack it and name the folders that are exports"))
    single = bare and len(entries) == 1 and entries[0].name == label.rsplit("/", 1)[-1]
    members, nested = [], []
    for entry in {
        one.name: one for one in entries
    }.values():  # of two members with one name the last counts, as when unpacked
        if folders.IGNORED.search(entry.name):
            continue
        inner = label if single else f"{label}!{packed.shown(entry.name)}"
        if packed.looks_packed(entry.name) and not single and entry.size:
            if depth >= DEPTH_MAX:
                raise ArchiveError(Fault(inner, "archives nested too deep", "unpack it and name the folder"))
            opened = packed.inner(entry, inner, stack, MEMBER_BYTES_MAX)
            nested += _contain(opened, inner, stack, progress, depth + 1)
            continue
        if entry.size > MEMBER_BYTES_MAX:
            raise too_big(inner)
        members.append(Member(entry.name, entry.size, inner, entry.source, progress))
    own = Container(label, tuple(sorted(members, key=lambda one: one.name)))
    return [*([own] if members or not nested else []), *nested]


def _join_parts(found: list[Container]) -> list[Container]:
    """Containers whose labels differ only by a part number become one, in order."""
    joined: dict[str, Container] = {}
    for one in found:
        stem = re.sub(r"(?:\.tar)?\.\w+$", "", one.label)
        match = PART.match(stem)
        key = f"part:{match['stem']}" if match and packed.looks_packed(one.label) else one.label
        earlier = joined.get(key)
        joined[key] = Container(earlier.label, earlier.members + one.members) if earlier else one
    return list(joined.values())
