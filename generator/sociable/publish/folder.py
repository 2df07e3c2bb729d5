"""A folder that a static host serves: files are ours as a whole, and everything else in it stays as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sociable.errors import Fault, InputError
from sociable.publish import manifest
from sociable.publish.pace import Conflict
from sociable.publish.target import WHOLE, Found, Pictures, Plan, Standing

try:
    import fcntl
except ImportError:  # Windows has no flock; there two runs into one folder at once are not guarded
    fcntl = None  # type: ignore[assignment]

PART = ".sociable.part"


class Folder:
    """Files below one folder; what was put there is remembered in a manifest inside it."""

    dialect = WHOLE

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self._ours: manifest.Digests = {}
        self._seen: dict[str, str] = {}
        self._lock: int | None = None

    def check(self) -> tuple[str, ...]:
        """That the folder, or the nearest one above it, can be written to."""
        near = next(one for one in (self.path, *self.path.parents) if one.exists())
        if not near.is_dir() or not os.access(near, os.W_OK):
            raise InputError(Fault(str(self.path), "cannot be written to", "give a folder of your own as `path:`"))
        return (f"{self.path} can be written to",)

    def pictures(self) -> Pictures:
        """Pages of HTML carry their charts."""
        return "svg"

    def address(self, name: str) -> str:
        """The file."""
        return str(self.path / name)

    def digest(self, data: bytes) -> str:
        """SHA-256."""
        return manifest.digest(data)

    def look(self, names: Iterable[str]) -> Standing:
        """The digests of our files and of whatever stands where ours will."""
        self._ours = manifest.read(self.path / manifest.NAME)
        self._seen = {name: now for name in {*names, *self._ours} if (now := self._now(name))}
        return Standing(files=self._seen, ours=self._ours)

    def begin(self, plan: Plan) -> None:
        """Note the digests that are about to be written beside those that stand."""
        if not self._hold():
            raise InputError(Fault(str(self.path), "another run is writing there", "wait until it is done"))
        coming = {
            step.name: frozenset({self.digest(_bytes(step.data))}) for step in plan.work if step.what != "deleted"
        }
        keys = {*self._ours, *coming}
        self._ours = {key: self._ours.get(key, frozenset()) | coming.get(key, frozenset()) for key in keys}
        self._save()

    def upload(self, name: str, data: bytes) -> None:
        """Write a file aside and put it in its place in one step; Conflict when a person's came there meanwhile."""
        if self._now(name) not in (self._seen.get(name), self.digest(data)):
            raise Conflict
        self._put(self._place(name), data)

    def write(self, name: str, text: str, base: Found | None) -> None:
        """Pages are files here."""
        self.upload(name, text.encode())

    def remove(self, name: str, base: Found | None) -> bool:
        """Take a file away, and the folders that this leaves empty."""
        if self._now(name) not in (self._seen.get(name), None):
            raise Conflict
        path = self._place(name)
        try:
            path.unlink(missing_ok=True)
            for above in path.parents:
                if above == self.path or any(above.iterdir()):
                    break
                above.rmdir()
        except OSError as error:
            raise _unwritable(path, error) from None
        return True

    def finish(self) -> None:
        """Forget the digests of before, the files that are gone, and what a run that died left half-written.

        A run that had nothing to write leaves all that to one that is writing.
        """
        settled = {}
        for name, ours in self._ours.items():
            now = self._now(name)
            if now is not None:
                settled[name] = frozenset({now}) if now in ours else ours
        part = self.path / PART
        known = settled == manifest.read(self.path / manifest.NAME)
        if (known and not part.exists()) or (self._lock is None and not self._hold()):
            return
        if not known:
            self._ours = settled
            self._save()
        part.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the next run in."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _hold(self) -> bool:
        """Whether nobody else writes here, nor wrote since our look; the hold dies with its process."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if fcntl is None:
                return True
            self._lock = os.open(self.path, os.O_RDONLY) if self._lock is None else self._lock
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return manifest.read(self.path / manifest.NAME) == self._ours
        except BlockingIOError:
            return False
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def _now(self, name: str) -> str | None:
        """The digest of what stands at a path; None when nothing does."""
        path = self._place(name)
        try:
            return manifest.digest(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _unwritable(path, error) from None

    def _save(self) -> None:
        self._put(self.path / manifest.NAME, manifest.encode(self._ours))

    def _put(self, path: Path, data: bytes) -> None:
        """Write a file so that a reader sees the old bytes or the new ones; the folders above it are made."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            (self.path / PART).write_bytes(data)
            (self.path / PART).replace(path)
        except OSError as error:
            raise _unwritable(path, error) from None

    def _place(self, name: str) -> Path:
        path = self.path / name
        inside = self.path.resolve()
        if not manifest.safe(name) or not path.resolve().is_relative_to(inside):
            raise InputError(Fault(str(path), "leads out of the folder", "remove the link that does so"))
        return path


def _bytes(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode()


def _unwritable(path: Path, error: OSError) -> InputError:
    remedy = "free some space or give another `path:`; publish again, it goes on where it stopped"
    return InputError(Fault(str(path), f"cannot be written ({error.strerror})", remedy))
