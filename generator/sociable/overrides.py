"""Content as a product: copies of our content and templates beside a client's brand.yaml.

A copy wins over our file of the same name (`resources`).  What our file said
when it was copied is kept in `.sociable/originals/`, so that after an upgrade
the difference between our text then and now can be told (`status`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sociable import atomic, resources
from sociable.errors import Fault, UsageError

ORIGINALS = ".sociable/originals"
PARTS = ("rubric", "rewrites", "playbook", "words", "signals", "sources", "reconciliations", "publish", "languages")
"""Folders of content/ that are a client's to change; models, schemas and the demo are not."""
SUFFIXES = (".md", ".yaml", ".txt", ".html", ".css", ".js", ".svg")
State = Literal["yours", "stale", "same", "unknown base", "new", "gone"]
MEANS = {
    "yours": "changed by you; ours is as it was when you copied it",
    "stale": "changed by you, and ours has changed since you copied it",
    "same": "the same as ours: it could be deleted",
    "unknown base": "differs from ours, and what ours said when it was copied is not known",
    "new": "a file of your own; ours has none of that name",
    "gone": "ours is no longer there: nothing reads the copy, or it now stands alone",
}


@dataclass(frozen=True, slots=True)
class Override:
    """One file of a client: its name from the client's folder, its state, and how ours has moved since."""

    name: str
    state: State
    difference: str = ""  # unified diff of ours, then to now


def names() -> list[str]:
    """Every file that can be copied, as content/... or templates/..., sorted."""
    root = resources.shipped()
    folders = [root / "content" / one for one in PARTS] + [root / "templates"]
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file()]
    return sorted(path.relative_to(root).as_posix() for path in found)


def named(word: str) -> list[str]:
    """The files that a word means: rubric, rubric/promo-share, templates/html, content/words/ask.txt."""
    known = names()
    bare = word.replace("\\", "/").strip("/")
    for name in (bare, f"content/{bare}"):
        found = [one for one in known if one == name or one.startswith(f"{name}/") or one.rsplit(".", 1)[0] == name]
        if found:
            return found
    short = [one.removeprefix("content/").rsplit(".", 1)[0] for one in known]
    near = difflib.get_close_matches(bare, [*PARTS, "templates", *short], n=1)
    remedy = f"did you mean {near[0]}?" if near else "`sociable content list` names them"
    raise UsageError(Fault(word, "there is no such content", remedy))


def eject(folder: Path, words: Sequence[str], *, force: bool = False) -> list[str]:
    """Copy what `words` name into `folder`, and keep what was copied; the names written.

    UsageError for an unknown name; a file that is there already is left alone unless `force`.
    """
    wanted = dict.fromkeys(name for word in words for name in named(word))
    written = []
    for name in wanted:
        if force or not (folder / name).exists():
            data = (resources.shipped() / name).read_bytes()
            for target in (folder / ORIGINALS / name, folder / name):  # the copy last: it is what counts
                atomic.ready(target.parent)
                atomic.write(target, data)
            written.append(name)
    return written


def accept(folder: Path, words: Sequence[str]) -> list[str]:
    """Say that copies have followed our present text: it becomes what later upgrades are compared with."""
    accepted = []
    for name in dict.fromkeys(name for word in words for name in named(word)):
        if (folder / name).is_file():
            target = folder / ORIGINALS / name
            atomic.ready(target.parent)
            atomic.write(target, (resources.shipped() / name).read_bytes())
            accepted.append(name)
    return accepted


def status(folder: Path) -> list[Override]:
    """Every file of the client that could stand in for one of ours, by name."""
    return list(_status(folder))


def stale(folder: Path) -> list[str]:
    """One line for each copy that an upgrade has left behind."""
    return [
        f"{one.name}: {MEANS[one.state]}; `sociable content status` shows the difference"
        for one in _status(folder) if one.state in ("stale", "gone")
    ]  # fmt: skip


def _status(folder: Path) -> Iterator[Override]:
    own = resources.shipped()
    if folder.resolve() == own.resolve():
        return
    for path in sorted(one for part in ("content", "templates") for one in (folder / part).rglob("*")):
        if not path.is_file() or path.suffix not in SUFFIXES:
            continue
        name = path.relative_to(folder).as_posix()
        base, ours = _text(folder / ORIGINALS / name), _text(own / name)
        if ours is None:
            yield Override(name, "new" if base is None else "gone")
        elif _text(path) == ours:
            yield Override(name, "same")
        elif base is None:
            yield Override(name, "unknown base", _difference(name, ours, _text(path) or "", "ours", "yours"))
        elif base != ours:
            yield Override(name, "stale", _difference(name, base, ours, "ours when copied", "ours now"))
        else:
            yield Override(name, "yours")


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n") if path.is_file() else None


def _difference(name: str, old: str, new: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), f"{name} ({before})", f"{name} ({after})", lineterm="", n=1
    )
    return "\n".join(lines)
