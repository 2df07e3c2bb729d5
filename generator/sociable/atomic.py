"""Files and folders that are written aside and swapped in: a reader sees the old one or the new one, whole.

A run that dies leaves what stood before; the next one clears away what it left.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sociable.errors import Fault, InputError

try:
    import fcntl
except ImportError:  # Windows has no flock; there two runs in one folder at once are not guarded
    fcntl = None  # type: ignore[assignment]

ASIDE = ".part"
"""What a file that is being written ends with."""
JUST_MADE = 60.0
"""Seconds for which an empty one may be somebody's who is about to hold it."""
MARK = ".sociable"
ELSEWHERE = "free some space or pick another folder with --output"


def ready(folder: Path) -> None:
    """Make a folder that is to be written to; InputError where that cannot be, before anything else is replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = "free some space or pick another folder"
        raise InputError(Fault(str(folder), f"cannot be written ({error.strerror})", remedy)) from None


def write(target: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never half of them."""
    write_all({target: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all of them, or none where the disk has no room for all."""
    asides: dict[Path, Path] = {}
    target = next(iter(files))
    try:
        with ExitStack() as held:
            try:
                for target, data in files.items():
                    _clear(target)
                    handle, aside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=ASIDE)
                    stream = held.enter_context(os.fdopen(handle, "wb"))
                    asides[target] = Path(aside)
                    _held(handle)
                    stream.write(data)
                    stream.flush()
                    os.fsync(handle)
                if fcntl is None:
                    held.close()  # Windows renames no open file
                for target, done in asides.items():
                    done.chmod(0o644)
                    done.replace(target)
            except BaseException:
                with suppress(OSError):  # what was not written before is not now
                    held.close()
                for done in asides.values():
                    done.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise InputError(
            Fault(str(target), f"cannot be written ({error.strerror})", "free some space or pick another folder")
        ) from None


def _clear(target: Path) -> None:
    """Remove what dead runs had begun to write beside `target`; what a live one writes is held, or was just made."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*{ASIDE}"):
        with suppress(OSError), left.open("rb") as stream:
            made = os.fstat(stream.fileno())
            if (made.st_size or time.time() - made.st_mtime > JUST_MADE) and _held(stream.fileno()):
                left.unlink()


def _held(handle: int) -> bool:
    """Whether nobody else holds a file; from now on this run does, until it closes it."""
    if fcntl is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def swap_in(files: Iterable[tuple[str, bytes]], target: Path) -> None:
    """Replace the folder `target` by one that holds `files`, in one rename.

    The new folder is written beside the old one first; a run that dies on the way leaves the old one
    whole, or the next run puts it back.  Two runs at once wait for one another.  Only a folder that
    a build wrote (it holds `.sociable`) or an empty one is ever replaced.
    """
    target = target.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with alone(target):
            _heal(target)
            replaceable(target)
            _swap(files, target)
    except OSError as error:
        raise _unwritable(target, error) from None


def _unwritable(target: Path, error: OSError, remedy: str = ELSEWHERE) -> InputError:
    return InputError(Fault(str(target), f"cannot be written ({error.strerror})", remedy))


def replaceable(target: Path) -> None:
    """InputError where `swap_in` would refuse `target`; asked before the work as well, which may take minutes."""
    target = target.absolute()
    try:
        theirs = target.is_dir() and any(target.iterdir()) and not (target / MARK).exists()
        above = next(one for one in target.parents if one.exists())
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(target if target.is_dir() else above, os.W_OK):  # what is in it could not be cleared away
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _unwritable(target, error) from None
    if theirs or target.is_file():
        what = "is a file" if target.is_file() else "holds files that are not a playbook"
        raise InputError(Fault(str(target), what, "give an empty folder with --output"))


def _swap(files: Iterable[tuple[str, bytes]], target: Path) -> None:
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new."))
    try:
        for name, data in files:
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (aside / MARK).write_bytes(b"written by sociable; the next build replaces this folder as a whole\n")
        aside.chmod(0o755)
        if target.exists():
            old = aside.with_name(aside.name.replace(".new.", ".old."))
            target.rename(old)
            aside.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        _heal(target)


def _heal(target: Path) -> None:
    """Put back a folder that a dead run had just moved away, and clear what such runs left; the lock is held."""
    for unfinished in sorted(target.parent.glob(f".{target.name}.new.*")):
        shutil.rmtree(unfinished, ignore_errors=True)
    for old in sorted(target.parent.glob(f".{target.name}.old.*")):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


@contextmanager
def in_turn(folder: Path, waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a folder for a whole run, so that the next one begins when this one is done; `waits` is called before that.

    Nothing is written into it; a folder that cannot be held holds nobody up, for the run itself says what it lacks.
    """
    with ExitStack() as held:
        if fcntl is not None:
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                held.callback(os.close, handle)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    waits()
                    fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold the lock beside `target`, which dies with its process; InputError where the folder cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = (target.parent / f".{target.name}.lock").open("w")
    except OSError as error:
        raise _unwritable(target, error, "free some space or pick another folder") from None
    with handle:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
