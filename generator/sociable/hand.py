"""The consultant's hand: own words from `notes/`, owners and dates from plan.yaml; both survive every run."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from sociable.config import Brand
from sociable.errors import ConfigError, Fault
from sociable.report import Action
from sociable.yamlfile import Document, read_yaml

STATUSES = ("open", "started", "done", "dropped")
CLOSED = ("done", "dropped")
KEYS = ("owner", "due", "status", "note")


def notes(brand: Brand) -> dict[str, str]:
    """Page id to Markdown, from ``notes/<page>.md``; empty without a folder."""
    folder = brand.path(brand.notes or "notes")
    if not folder.is_dir():
        return {}
    found = {}
    for path in sorted(folder.glob("*.md")):
        try:
            found[path.stem] = path.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigError(Fault(_shown(brand, path), "cannot be read as UTF-8 text", "save it as UTF-8")) from None
    return found


def ledger(brand: Brand, criteria: Collection[str]) -> dict[str, dict[str, str]]:
    """What plan.yaml says of each criterion: owner, due, status, note; ConfigError with every fault."""
    path = brand.path(brand.plan or "plan.yaml")
    if not path.is_file():
        return {}
    if all(line.strip()[:1] in (b"", b"#") for line in path.read_bytes().splitlines()):
        return {}  # comments alone: nobody has been named yet
    document = read_yaml(path)
    faults = [fault for name, value in document.values.items() for fault in _faults(document, name, value, criteria)]
    if faults:
        raise ConfigError(*faults)
    return {
        name: {key: str(text) for key, text in value.items() if text is not None}
        for name, value in document.values.items()
    }


def _faults(document: Document, name: str, value: Any, criteria: Collection[str]) -> list[Fault]:
    if name not in criteria:
        near = difflib.get_close_matches(name, criteria, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else "use a criterion's id, as in the page's address"
        return [Fault(document.name, "is no criterion", remedy, document.line((name,)), name)]
    if not isinstance(value, dict):
        remedy = "write {owner: , due: , status: }"
        return [Fault(document.name, "needs owner, due or status", remedy, document.line((name,)), name)]
    found = [
        Fault(document.name, "unknown key", f"use {', '.join(KEYS)}", document.line((name, key)), f"{name}.{key}")
        for key in value
        if key not in KEYS
    ]
    for key in (one for one in KEYS if isinstance(value.get(one), list | dict)):
        line, place = document.line((name, key)), f"{name}.{key}"
        found.append(Fault(document.name, "is a list", "write one text, such as Mina and Jo", line, place))
    due = value.get("due")
    if isinstance(due, str | int) and not _is_day(str(due)):
        line = document.line((name, "due"))
        found.append(Fault(document.name, f"{due!r} is no day", "write it as 2026-10-30", line, f"{name}.due"))
    status = value.get("status")
    if status is not None and status not in STATUSES:
        line = document.line((name, "status"))
        found.append(Fault(document.name, f"{status!r} is no status", f"use {', '.join(STATUSES)}", line, name))
    return found


def _is_day(text: str) -> bool:
    """Whether it is a day as year, month and day; others would be compared as words."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def assign(plan: Collection[Action], found: dict[str, dict[str, str]]) -> list[Action]:
    """The plan with owners, dates, states and notes filled in, and after it what plan.yaml alone still names.

    A line that was done, and whose number has nothing left to gain, is in no
    new plan; it would vanish the moment it worked.  Who gives an owner to what
    was to be looked at first has decided, and it is a task.
    """
    known = {one.criterion for one in plan}
    closed = [
        Action(criterion=name, phase="1-30", priority=0, impact=0, effort=1, confidence=1)
        for name, said in found.items()
        if name not in known and said.get("status") in CLOSED
    ]
    return [_told(one, found.get(one.criterion, {})) for one in (*plan, *closed)]


def _told(one: Action, said: dict[str, str]) -> Action:
    return msgspec.structs.replace(one, look="" if said.get("owner") else one.look, **said)


def _shown(brand: Brand, path: Path) -> str:
    return path.relative_to(brand.root).as_posix() if path.is_relative_to(brand.root) else path.name
