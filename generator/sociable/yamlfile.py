"""A YAML file as plain values, with the line of every key.

The text is composed to nodes as well as loaded, so that whoever finds a fault
in the values can say where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sociable.errors import ConfigError, Fault, cause

MAX_BYTES, MAX_DEPTH = 1_000_000, 40
Place = tuple[str | int, ...]
INIT = "put your exports into one folder, and run `sociable init` there: it writes brand.yaml from those it can read"


class _Loader(yaml.SafeLoader):
    """Plain values only; dates stay text, so that a wrong one is a fault like any other."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class Document:
    """A YAML file as plain values, with the line of every key."""

    name: str
    values: dict[str, Any]
    lines: dict[Place, int]
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Place) -> int | None:
        """Line of the key at `path`, or of its nearest ancestor that stands in the file."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


def read_yaml(path: Path) -> Document:
    """The mapping in a YAML file; raises ConfigError when it cannot be read at all."""
    name, raw = str(path), _raw(path)
    try:
        text = raw.decode("utf-8-sig")
        _refuse_bombs(text, name)
        node = yaml.compose(text, Loader=_Loader)
        values = yaml.load(text, Loader=_Loader)
    except UnicodeDecodeError:
        raise ConfigError(Fault(name, "is not UTF-8 text", "save it as UTF-8")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(_slip(path, error)) from None
    if not isinstance(values, dict):
        starts = "; a brand.yaml starts with `brand:` and `accounts:`" if path.name == "brand.yaml" else ""
        raise ConfigError(Fault(name, "is empty or not a mapping", f"write it as `key: value` lines{starts}"))
    document = Document(name, values, {})
    for place, line, repeated in _walk(node, ()):
        document.lines[place] = line
        if repeated:
            key = ".".join(map(str, place))
            document.faults.append(Fault(name, "is given twice", "keep one of the two", line, key))
    return document


def _raw(path: Path) -> bytes:
    """The bytes of a file of a size that a person may have written."""
    name = str(path)
    try:
        with path.open("rb") as file:  # a device has no end
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(Fault(name, "no such file", INIT)) from None
    except OSError as error:
        raise ConfigError(Fault(name, f"cannot be read ({error.strerror})", "check its permissions")) from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(Fault(name, "is larger than 1 MB and no brand.yaml", INIT))
    return raw


def _refuse_bombs(text: str, name: str) -> None:
    """ConfigError for what would take more memory or stack than its size tells."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ConfigError(Fault(name, f"is nested deeper than {MAX_DEPTH}", "this does not look like a brand.yaml"))
        if isinstance(event, yaml.AliasEvent):  # a few nested ones can stand for billions of values
            line = event.start_mark.line + 1 if event.start_mark else None
            raise ConfigError(Fault(name, f"uses a YAML alias (*{event.anchor})", "write the value out", line))


def _slip(path: Path, error: Exception) -> Fault:
    """What is wrong with a file that is no YAML, where, and what to do."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        return Fault(str(path), "is no brand.yaml", INIT)
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or cause(error)
    if "unexpected end" in what or "expected ':'" in what:  # where it began says more than where it was noticed
        mark = getattr(error, "context_mark", None) or mark
    return Fault(str(path), f"is not valid YAML ({what})", _remedy(what), mark.line + 1 if mark else None)


def _remedy(what: str) -> str:
    """What the commonest slips need, by what the YAML reader says of them."""
    if "escape" in what:
        return "write a Windows path with forward slashes, or in single quotes"
    if r"'\t'" in what:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in what:
        return "put a value that holds a colon in quotes"
    if "alphabetic or numeric" in what:
        return "put a value that begins with * or & in quotes"
    if "unexpected end" in what:
        return "close the quote or bracket that is opened here"
    if "expected ':'" in what:
        return "write a colon and a blank after the key, as in handle: name"
    return "check indentation and quotes"


def _walk(node: yaml.Node | None, path: Place) -> Iterator[tuple[Place, int, bool]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            place = (*path, str(key.value))
            yield place, key.start_mark.line + 1, key.value in seen
            seen.add(key.value)
            yield from _walk(value, place)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*path, index), value.start_mark.line + 1, False
            yield from _walk(value, (*path, index))
