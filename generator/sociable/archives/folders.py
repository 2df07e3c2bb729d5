"""A folder on disk as a flat list of entries; each name is looked at once, and no file is opened."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from sociable.archives import packed
from sociable.archives.packed import Entry
from sociable.errors import ArchiveError, Fault, cause

FOLDERS_DEEP = 50
IGNORED = re.compile(
    r"(?:^|/)(?:__MACOSX|assets|[^/]*_media|media_attachments)/|(?:^|/)(?:\.DS_Store|Thumbs\.db|\._[^/]*)$"
)
"""Pictures and leftovers, which no reader opens."""


def entries(path: Path, label: str, most: int) -> list[Entry]:
    """Every file below `path`, in order of name; a link that leads outside is refused, and so are more than `most`."""
    found: list[Entry] = []
    base, left = path.resolve(), [("", str(path))]
    while left:
        above, place = left.pop()
        for one in _listed(place, f"{label}/{packed.shown(above)}"):
            name = above + one.name
            if one.is_symlink() and not _leads(Path(one.path)).is_relative_to(base):
                raise packed.refuse(f"{label}/{packed.shown(name)}", "a link that leads outside the folder")
            if one.is_dir(follow_symlinks=False):
                if name.count("/") >= FOLDERS_DEEP:
                    raise packed.refuse(
                        f"{label}/{packed.shown(name.split('/')[0])}", f"folders more than {FOLDERS_DEEP} deep"
                    )
                if not IGNORED.search(f"{name}/"):
                    left.append((f"{name}/", one.path))
            elif _is_file(one):
                found.append(Entry(name, one.stat().st_size, partial(_open, one.path)))
        if len(found) > most:
            what = f"more than {most:,} files"
            raise ArchiveError(Fault(label, what, "name a smaller folder or archive"))
    return sorted(found, key=lambda one: one.name.split("/"))


def _is_file(one: os.DirEntry[str]) -> bool:
    """Whether it is a file that can be opened; a link that turns in a circle is none."""
    with suppress(OSError):
        return one.is_file()
    return False


def _listed(place: str, label: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as inside:
            return list(inside)
    except OSError as error:
        what = f"a folder that cannot be read ({cause(error)})"
        raise ArchiveError(Fault(label.rstrip("/"), what, "allow reading it, or move it elsewhere")) from error


def _leads(link: Path) -> Path:
    """Where a link ends; one that turns in a circle ends at itself."""
    try:
        return link.resolve()
    except (RuntimeError, OSError):  # what Python before 3.13 says of a circle, and what systems say of long paths
        return link.parent.resolve() / link.name


def _open(path: str) -> IO[bytes]:
    return Path(path).open("rb")
