"""What is wrong with the type of a value in brand.yaml, in the words of whoever wrote the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from sociable.config import Brand, Part
from sociable.errors import Fault
from sociable.yamlfile import Document, Place


def explain(document: Document, error: dict[str, Any]) -> Fault:
    """One complaint of pydantic as a fault with line, key and remedy."""
    place = tuple(error["loc"])
    key = ".".join(str(part) for part in place if not _branch(part))
    line = document.line(place)
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return Fault(document.name, "unknown key", _suggest(place), line, key)
    if kind == "missing":
        return Fault(document.name, "is missing", f"add `{place[-1]}:`", line or 1, key)
    if kind == "literal_error":
        allowed = error["ctx"]["expected"].replace("'", "")
        close = near(str(given), allowed.replace(" or ", ", ").split(", "))
        return Fault(document.name, f"{given!r} is not one of the choices", f"{close}use {allowed}", line, key)
    if kind == "string_pattern_mismatch" and place[-1] == "name":
        return Fault(document.name, f"{given!r} is not a name", "use letters, digits, - and _", line, key)
    if kind == "string_pattern_mismatch":
        return Fault(document.name, f"{given!r} is not a colour", 'use six hex digits, such as "#0b5d7a"', line, key)
    if kind == "far_day":
        return Fault(document.name, f"{given} is not of our time", "name a day from 1990 to 2099", line, key)
    if kind == "string_too_long":
        remedy = f"use at most {error['ctx']['max_length']}"
        return Fault(document.name, f"has {len(str(given)):,} characters", remedy, line, key)
    if kind.startswith("date"):
        return Fault(document.name, f"{given!r} is not a date", "write it as 2026-09-30", line, key)
    limits = error.get("ctx", {})
    least = limits.get("gt", limits.get("ge"))
    keys = ", ".join(_keys(place))
    written = f"{given!r}" if isinstance(given, str | int | float) else "what is there"
    said = {
        "bool": (f"{written} is neither true nor false", "write true or false"),
        "int": (f"{written} is not a whole number", "write digits only"),
        "float": (f"{written} is not a number", "write digits only"),
        "greater": (f"{written} is too small", f"give {'more than' if 'gt' in limits else 'at least'} {least}"),
        "string": (f"{written} is not a text", "write one text, in quotes"),
        "tuple": (f"{written} is not a list", "write it as [one, two]"),
        "empty": ("is empty", "fill it in"),
        "keys": (f"{written} has no keys", f"give it the keys {keys}" if keys else "write it as key: value"),
    }
    return Fault(document.name, *said[_family(kind)], line, key)


def told(errors: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The complaints worth telling: not those that only follow from another, or from a choice that was not meant."""
    found = [dict(item) for item in errors]
    nested = {item["loc"][:1] for item in found if len(item["loc"]) > 1}
    return [
        item
        for item in found
        if not (item["type"] == "too_short" and item["loc"] in nested)
        and not (item["type"] == "literal_error" and isinstance(item["input"], dict))  # it is keys of its own
        and not (item["type"] == "model_type" and _branch(item["loc"][-1]) and not isinstance(item["input"], dict))
    ]


def near(word: str, choices: Iterable[str]) -> str:
    """ "did you mean x? or ", where one of the choices is near; else empty."""
    known = {one.casefold(): one for one in sorted(choices)}
    close = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
    return f"did you mean {known[close[0]]}? or " if close else ""


def _branch(part: object) -> bool:
    """Whether a part of a place is no key but one of several things that a value may be."""
    return part == "Span" or "literal[" in str(part).lower()


def _family(kind: str) -> str:
    if kind in ("too_short", "string_too_short"):
        return "empty"
    first = kind.partition("_")[0]
    return first if first in ("bool", "int", "float", "greater", "string", "tuple") else "keys"


def _suggest(place: Place) -> str:
    known = _keys(place[:-1])
    close = difflib.get_close_matches(str(place[-1]), known, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    parts = [f"`{part}:`" for part in _keys(()) if (part,) != place[:1] and str(place[-1]) in _keys((part,))]
    if parts:  # it is known, and stands in the wrong place
        return f"write it under {' or '.join(parts)}"
    return f"remove it; known here: {', '.join(sorted(known))}"


def _keys(place: Place) -> list[str]:
    """The keys of the part of the file at `place`."""
    model: type[BaseModel] | None = Brand
    for part in place:
        if isinstance(part, int) or model is None:
            continue
        names = {info.alias or name: info for name, info in model.model_fields.items()}
        info = names.get(str(part))
        model = _inner(info.annotation) if info else None
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _inner(argument):
            return found
    return None
