"""Drafts in JSON: a list of objects with a text, one under `drafts` as our own verdicts have it, or one a line.

Every other key of an object goes with its draft as a column of a table does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sociable.errors import Fault, InputError

ENDINGS = (".json", ".jsonl", ".ndjson")
LISTS = ("drafts", "posts", "items")
"""Keys under which a file may hold its list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object: its values as text, the line that it starts in, and where its text stands (both from 1)."""

    values: dict[str, str]
    line: int
    column: int


def is_json(text: str, name: str) -> bool:
    """Whether a file is drafts in JSON: by its ending, or, where it has none, by how it starts."""
    ending = Path(name).suffix.lower()
    return ending in ENDINGS or (not ending and text.lstrip()[:2] in ("[{", '{"'))


def entries(text: str, name: str) -> list[Entry]:
    """The objects of `text`; InputError with line and remedy where it is no JSON or an object has no text."""
    found: list[Entry] = []
    at = 0
    for value, line in _values(text, name):
        texts = [one for key, one in value.items() if key.casefold() == "text"] if isinstance(value, dict) else []
        if len(texts) != 1 or not isinstance(texts[0], str):
            raise InputError(Fault(name, "holds something without a text", 'write {"id": "1", "text": "..."}', line))
        values = {_whole(key): _told(one) for key, one in value.items()}
        forms = (json.dumps(texts[0], ensure_ascii=False), json.dumps(texts[0]))
        places = [place for form in forms if (place := text.find(form, at)) >= 0]
        place = min(places, default=at) + 1
        at = place if places else at
        line = text.count("\n", 0, place) + 1
        found.append(Entry(values, line, place - text.rfind("\n", 0, place)))
    return found


def _values(text: str, name: str) -> list[tuple[Any, int]]:
    """Every value that may be a draft, with a line to tell where something is wrong."""
    try:
        whole = json.loads(text)
    except ValueError as error:
        if "\n" not in text.strip():
            raise _broken(name, error, text) from None
        return [(_line(one, number, name), number) for number, one in enumerate(text.split("\n"), 1) if one.strip()]
    except RecursionError:
        raise InputError(Fault(name, "is nested too deeply", "write a list of objects with id and text", 1)) from None
    if isinstance(whole, dict):
        listed = next((whole[key] for key in LISTS if isinstance(whole.get(key), list)), None)
        whole = [whole] if listed is None else listed
    return [(one, 1) for one in whole] if isinstance(whole, list) else [(whole, 1)]


def _line(text: str, number: int, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(name, error, text, number) from None


def _broken(name: str, error: Exception, text: str, line: int = 0) -> InputError:
    at = getattr(error, "pos", 0)
    what = f"is no JSON ({getattr(error, 'msg', 'nested too deeply')})"
    return InputError(Fault(name, what, "check the quotes and commas", line or text.count("\n", 0, at) + 1))


def _told(value: Any) -> str:
    """A value as a cell of a table has it."""
    if value is None:
        return ""
    return _whole(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _whole(text: str) -> str:
    """`text` with a mark for half a character, which JSON can hold and no file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
