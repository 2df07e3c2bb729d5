"""Whether anything that a playbook rests on has changed since it was written.

`.sociable-cache/last-build.json` beside brand.yaml holds hashes, sizes and the
lines that the build told, never a word of an export; deleting it costs one build.  Everything below the
brand's folder counts, and exports elsewhere that it names: a note added is a
change, and a file too many costs a build at most.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sociable import __version__, allocator, atomic, history, memory, resources
from sociable.config import Brand, meant
from sociable.errors import InputError
from sociable.report import Report

FILE = "last-build.json"
LARGE = 64 * 2**20
"""Files beyond this size are hashed again only when size, times or place on the disk differ."""
MANY = 5000
"""A folder with more files than this is no client's folder: nothing is remembered of it."""


class Kept(msgspec.Struct, frozen=True):
    """What was there at the end of a build."""

    asked: str
    inputs: str  # one hash over the names and hashes of all files that were read
    written: str  # the same of the playbook, and of the reports of earlier windows
    large: dict[str, tuple[list[int], str]]  # hash of a file's name -> size, times and place; sha256
    lines: tuple[str, ...]


@dataclass(slots=True)
class Watch:
    """The inputs of one build, as they were before it read them."""

    brand: Brand
    target: Path
    asked: str
    last: Kept | None
    inputs: str = ""
    large: dict[str, tuple[list[int], str]] = field(default_factory=dict)

    def lines(self) -> tuple[str, ...] | None:
        """What the last build told, if the same would be built again; else None."""
        last = self.last
        if last is None or not self.inputs or (last.asked, last.inputs) != (self.asked, self.inputs):
            return None
        if last.written != self._written():
            return None
        if last.large != self.large:  # touched, and yet the same: look at it only once
            self._note(last.lines, last.written)
        return last.lines

    def keep(self, lines: tuple[str, ...], report: Report) -> None:
        """Remember this build, unless another brand's playbook has taken the place of its own meanwhile."""
        with suppress(OSError):
            written = self._written()
            if (self.target / "report.json").read_bytes() == history.encode(report):
                self._note(lines, written)

    def _note(self, lines: tuple[str, ...], written: str) -> None:
        """Where it cannot be written, the next run builds again."""
        if not self.inputs:
            return
        kept = Kept(self.asked, self.inputs, written, self.large, lines)
        with suppress(OSError, InputError):
            place(self.brand.root).parent.mkdir(parents=True, exist_ok=True)
            atomic.write(place(self.brand.root), msgspec.json.encode(kept))

    def _history(self) -> Path:
        return self.brand.path(self.brand.history or "history")

    def _written(self) -> str:
        """The playbook by size and time, history by content: earlier windows speak in the next playbook."""
        found = {self._name(path): str(_state(path)[:2]) for path in _below(self.target)}
        return _over(found | {self._name(path): _sha256(path) for path in _below(self._history())})

    def _name(self, path: Path) -> str:
        """A path as seen from the brand's folder, which may move."""
        return seen_from(self.brand.root, path)

    def _look(self) -> None:
        """Fill `inputs`, or leave it blank where there are too many files."""
        apart = (self.target.absolute(), self._history().absolute(), place(self.brand.root).parent.absolute())
        found: dict[str, str] = {}
        for path in _sources(self.brand):
            where = path.absolute()
            name = self._name(where)
            if any(where.is_relative_to(one) for one in apart) or name in found:
                continue
            if len(found) >= MANY:
                return
            found[name] = self._hashed(where)
        for root in resources.roots():
            for folder in (root / "content", root / "templates"):
                found |= {str(path): str(_state(path)[:2]) for path in _below(folder)}
        self.inputs = _over(found)

    def _hashed(self, path: Path) -> str:
        state = _state(path)
        if state[0] < LARGE:
            return _sha256(path)
        name = hashlib.sha256(os.fsencode(self._name(path))).hexdigest()
        known = self.last.large.get(name) if self.last else None
        digest = known[1] if known is not None and known[0] == state else _sha256(path)
        self.large[name] = (state, digest)
        return digest


def seen_from(root: Path, path: Path) -> str:
    """A path as seen from a folder; from another drive of Windows there is no way, and the whole path stands."""
    try:
        return os.path.relpath(path.absolute(), root.absolute())
    except ValueError:
        return str(path.absolute())


def place(root: Path) -> Path:
    """Where the last build is remembered of the brand whose brand.yaml lies in `root`."""
    return root / memory.BESIDE / FILE


def watch(brand: Brand, target: Path, asked: Mapping[str, object]) -> Watch:
    """The state of everything that a build of `brand` into `target` reads; `asked` are its options."""
    package = Path(__file__).parent
    code = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        code.update(f"{path.relative_to(package)} {_state(path)[:2]}\n".encode())
    last = None
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        last = msgspec.json.decode(place(brand.root).read_bytes(), type=Kept)
    options = " ".join(f"{name}={value}" for name, value in sorted(asked.items()))
    found = Watch(brand, target, f"{__version__} {code.hexdigest()} {options} {seen_from(brand.root, target)}", last)
    with suppress(OSError):  # a file that vanishes meanwhile: the build itself will say so
        found._look()
    return found


def _sources(brand: Brand) -> Iterator[Path]:
    """Every file below the brand's folder, and of the exports that it names elsewhere."""
    yield from _below(brand.root)
    yield from _exports(brand)


def weight(brand: Brand) -> int:
    """Bytes of the exports that the brand names."""
    return sum(path.stat().st_size for path in set(_exports(brand)))


def _exports(brand: Brand) -> Iterator[Path]:
    """The files of the exports; one that two accounts name comes twice."""
    for account in brand.accounts:
        for name in (*account.archive, *account.inbox):
            for match in meant(brand.root, name):
                yield from _below(match)


def _below(place: Path) -> Iterator[Path]:
    """The files of a folder, in order, but not those of version control; a file stands for itself."""
    if place.is_file():
        yield place
    for folder, folders, names in os.walk(place):
        deep = folder.count(os.sep, len(str(place))) > allocator.DEEP
        folders[:] = [] if deep else sorted(name for name in folders if name != ".git")
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".lock"))


def _over(files: dict[str, str]) -> str:
    lines = (f"{name}\0{value}\n".encode("utf-8", "surrogateescape") for name, value in sorted(files.items()))
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _sha256(path: Path) -> str:
    if not path.is_file():  # a pipe has nobody who writes, and a device no end
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
