"""Past reports: one file a run, without texts, written aside and swapped in.

A file that cannot be read, or is of a newer format, is left alone and told;
it never stops a build and is never overwritten.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sociable.errors import Fault, InputError
from sociable.report import FORMAT, FORMAT_VERSION, Report

try:
    import fcntl
except ImportError:  # Windows has no flock; there two runs in one folder at once are not guarded
    fcntl = None  # type: ignore[assignment]

MARK = ".sociable"
ELSEWHERE = "free some space or pick another folder with --output"
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Report)


@dataclass(frozen=True, slots=True)
class Built:
    """Where the playbook is, and what to tell the person who asked for it."""

    index: Path
    report: Report
    lines: tuple[str, ...]


def encode(report: Report) -> bytes:
    """The bytes of report.json: indented, sorted where order carries no meaning, one newline at the end."""
    # through the decoder once: a whole number in a field of fractions must read back to the same bytes
    settled = _DECODER.decode(_ENCODER.encode(report))
    return msgspec.json.format(_ENCODER.encode(settled), indent=1) + b"\n"


def decode(raw: bytes, name: str) -> Report:
    """The report in `raw`; InputError when it is none, or newer than this program reads."""
    try:
        head = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        kind = msgspec.json.decode(head.get("format", b'""'))
        version = msgspec.json.decode(head.get("format_version", b"0"))
        if kind != FORMAT or not isinstance(version, int):
            raise InputError(Fault(name, "is not a Sociable report", "give the report.json that a build wrote"))
        if version > FORMAT_VERSION:
            raise InputError(Fault(name, f"has report format {version}", "it was written by a newer Sociable; upgrade"))
        return _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            Fault(name, f"cannot be read as a report ({error})", "name a report.json, or restore it or build anew")
        ) from None


def load(path: Path) -> Report:
    """The report in a file; InputError in one line when that cannot be."""
    try:
        return decode(path.read_bytes(), str(path))
    except IsADirectoryError:
        raise InputError(Fault(str(path), "is a folder", "name a report.json in it, or a file of history/")) from None
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be read ({error.strerror})", "check the path")) from None


def past(folder: Path) -> tuple[list[Report], list[str]]:
    """All reports of a history folder, oldest period first, and one line for each file left out."""
    reports, notes = [], []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            reports.append(load(path))
        except InputError as error:
            notes.append(str(error))
    return sorted(reports, key=lambda report: (report.period.end, report.period.start)), notes


def keep(report: Report, folder: Path) -> Path:
    """Write the report without its evidence to the history folder, under its period's id.

    A file of that name that cannot be read, or is of a newer format, keeps it; the new one stands beside it.
    """
    data = encode(msgspec.structs.replace(report, evidence=None, notes={}))
    target = folder / f"{report.period.id}.json"
    with alone(folder.absolute()):
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            try:
                load(target)
            except InputError:
                target = folder / f"{report.period.id}-again.json"
        write(target, data)
    return target


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
        try:
            for target, data in files.items():
                handle, aside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
                asides[target] = Path(aside)
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
            for target, done in asides.items():
                done.chmod(0o644)
                done.replace(target)
        except BaseException:
            for done in asides.values():
                done.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            Fault(str(target), f"cannot be written ({error.strerror})", "free some space or pick another folder")
        ) from None


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
