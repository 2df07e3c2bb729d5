"""Past reports: one file a run, without texts.

A file that cannot be read, or is of a newer format, is left alone and told;
it never stops a build and is never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from sociable.atomic import alone, write
from sociable.errors import Fault, InputError
from sociable.report import FORMAT, FORMAT_VERSION, Report

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
