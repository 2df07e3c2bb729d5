"""Reads the files that people edit: Markdown with strict YAML front matter, and plain YAML.

Every value remembers its line, every key is checked by the reader that asks
for it, and all the faults of a file are reported at once (`Sheet.done`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sociable import resources
from sociable.errors import ContentError, Fault
from sociable.sheets import Sheet

WORDING = "content/playbook/wording.yaml"
_FENCE = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^## +(.+?)\s*$")
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


DEPTH_MAX = 40


class _Loader(_Base):  # type: ignore[misc]
    """YAML in which yes, no, on and off are words: front matter means them so."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool"]
    for first, pairs in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its front matter, the text before the first heading, its `##` sections in order."""

    path: Path
    sheet: Sheet
    intro: str
    sections: dict[str, str]

    @property
    def name(self) -> str:
        """The file name without its ending."""
        return self.path.stem


def document(path: Path) -> Document:
    """Reads Markdown with front matter; ContentError when the fence or the YAML is broken."""
    raw = _read(path)
    fence = _FENCE.match(raw)
    if fence is None:
        what = "has no front matter"
        raise ContentError(Fault(resources.shown(path), what, "start with --- , the keys, and a closing ---", 1))
    sheet = _sheet(path, fence.group(1) or "", first_line=2)
    intro, sections = _split(sheet, raw[fence.end() :], raw.count("\n", 0, fence.end()) + 1)
    return Document(path, sheet, intro, sections)


def sheet(path: Path) -> Sheet:
    """Reads a YAML file whose top level is a mapping."""
    return _sheet(path, _read(path), first_line=1)


def pages(folder: str = "content/playbook") -> dict[str, Document]:
    """Every Markdown page of `folder` by file name; each must state its title."""
    found = {}
    for path in resources.files(folder, ".md"):
        page = document(path)
        page.sheet.keys(("title", "lead"), ("title",))
        page.sheet.text("title"), page.sheet.text("lead")
        page.sheet.done()
        found[page.name] = page
    return found


def wording(name: str = WORDING) -> dict[str, dict[str, str]]:
    """Every short phrase that pages need, group -> key -> words: wording.yaml, and over it the file `name`."""
    found: dict[str, dict[str, str]] = {}
    for relative in dict.fromkeys((WORDING, name)):
        words = sheet(resources.find(relative))
        for group in words.values:
            phrases = words.part(group)
            found.setdefault(group, {}).update({key: phrases.text(key) for key in phrases.values})
        words.done()
    return found


def _read(path: Path) -> str:
    return resources.read(path).replace("\r\n", "\n")


def _sheet(path: Path, text: str, first_line: int) -> Sheet:
    found = Sheet(path, {}, {})
    try:
        _refuse_aliases(path, text, first_line)
        loader = _Loader(text)
        node = loader.get_single_node()
        found.values = _plain(node, loader, found, "", first_line) if isinstance(node, yaml.MappingNode) else {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is not YAML: {getattr(error, 'problem', None) or error}"
        line = (mark.line if mark else 0) + first_line
        raise ContentError(Fault(resources.shown(path), what, "check quotes, colons and indents", line)) from error
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise ContentError(Fault(resources.shown(path), "must hold keys", "write key: value", first_line))
    found.done()
    return found


def _refuse_aliases(path: Path, text: str, first_line: int) -> None:
    """A few nested aliases can stand for billions of values, so none is allowed; nor is a depth that no file needs."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            raise ContentError(Fault(resources.shown(path), f"is nested deeper than {DEPTH_MAX}", "write it flat"))
        if isinstance(event, yaml.AliasEvent):
            line = (event.start_mark.line if event.start_mark else 0) + first_line
            fault = Fault(resources.shown(path), f"uses a YAML alias (*{event.anchor})", "write the value out", line)
            raise ContentError(fault)


def _plain(node: yaml.Node, loader: Any, into: Sheet, at: str, first: int) -> Any:
    """`node` as plain values; notes the line of each key and refuses keys given twice."""
    into.lines[at] = node.start_mark.line + first
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, loader, into, f"{at}[{i}]", first) for i, one in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        place = f"{at}.{key}" if at else key
        if key in found:
            into.lines[place] = key_node.start_mark.line + first
            into.fault(place, "is given twice", "keep one of them")
        found[key] = _plain(value_node, loader, into, place, first)
        into.lines[place] = key_node.start_mark.line + first
    return found


def _split(into: Sheet, body: str, first: int) -> tuple[str, dict[str, str]]:
    """The text before the first `## ` and the sections after it; a heading may not come twice."""
    parts: dict[str, list[str]] = {"": []}
    heading, fenced = "", False
    for number, line in enumerate(body.split("\n"), first):
        fenced ^= line.startswith("```")
        match = None if fenced else _HEADING.match(line)
        if match is None:
            parts[heading].append(line)
            continue
        heading = match.group(1)
        into.lines[f"## {heading}"] = number
        if heading in parts:
            into.fault(f"## {heading}", "the heading comes twice", "merge the two sections")
        parts.setdefault(heading, [])
    into.done()
    texts = {name: "\n".join(lines).strip() for name, lines in parts.items()}
    return texts.pop(""), texts


def accuracy(reader: str | None = None) -> dict[str, dict[str, Any]]:
    """Label to what was measured of its detector with a reader (quick, careful) of texts; empty when nothing was."""
    name = "accuracy.careful.json" if reader == "careful" else "accuracy.json"
    path = next((one for one in resources.files("content/models", ".json") if one.name == name), None)
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path else {}
    return found
