"""Whose exports lie in a folder, and the posts of a single file: for `init` and `label`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from sociable.archives import generic, nearest, plaintable, registry, tabular
from sociable.archives import read as reading
from sociable.archives.container import Container, open_inputs
from sociable.archives.records import Tally
from sociable.config import LOCK, About, Account, Brand
from sociable.errors import ArchiveError, Fault
from sociable.model import InputFile

DEPTH = 3
LOOKED_MAX = 1_000
MEDIA = frozenset({
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".svg", ".bmp", ".ico", ".mp4", ".mov", ".m4v", ".avi", ".webm",
    ".mp3", ".m4a", ".aac", ".wav", ".ogg", ".html", ".htm", ".css", ".pdf", ".srt", ".vtt", ".py", ".md",
})  # fmt: skip
"""What no reader asks for; other names are left to readers, which may be somebody's own."""
SKIPPED = frozenset({"brand.yaml", "output", "history", "notes", "labels.csv", "curation.csv", "plan.yaml"})
INBOXES = frozenset({"inbox", "helpdesk", "listening", "conversations"})
UNKNOWN = "no reader knows it"
MAPPING = "add an account to brand.yaml with `archive:` and `columns: {text: ..., created_at: ...}`"
PLAIN = tabular.Format(
    "posts to label (id, text)",
    ("id", "text"),
    {name: (name,) for name in ("id", "text", "kind", "platform", "brand", "context")},
)
PLAIN_HOW = "name one column id and one text; nothing else is needed"
TOGETHER = frozenset(one.NAME for one in reading.READERS if getattr(one, "TOGETHER", False))
KINDS = {"repost": "P", "reply": "R", "mention_start": None}
"""A post's form to its kind; None leaves it to the detectors, all other forms are broadcasts."""


@dataclass(frozen=True, slots=True)
class Found:
    """An export that some reader knows: where it lies and whose it is."""

    path: str  # from the searched folder
    reader: str
    platform: str
    owners: tuple[tuple[str, str], ...]  # (handle, display name); empty where the file does not say
    inbox: bool
    columns: tuple[tuple[str, str], ...] = ()  # field and header, of a table that needs to be told
    zone: str = ""  # the time zone that the account was set to, as the export words it


def discover(folder: Path, known: Iterable[str] = ()) -> tuple[list[Found], list[str]]:
    """Every export below `folder`, and the paths of tables that no reader knows; both sorted.

    `known` are paths from `folder` that need not be looked at again, each with all that lies below it.
    """
    found: list[Found] = []
    strangers: list[str] = []
    named = [folder / one for one in known]
    holders = frozenset(parent for one in named for parent in one.parents)
    if folder in named:
        return [], []
    for path, seen in _candidates(folder, DEPTH, holders, frozenset(named), []):
        name = path.relative_to(folder).as_posix()
        try:
            known_here = [replace(one, path=name) for one in seen] or list(_recognise(folder, name))
        except ArchiveError as error:
            strangers += [str(fault) for fault in error.faults]
            continue
        found += known_here
        if not known_here and path.is_file() and path.suffix.lower() in (".csv", ".tsv", ".zip", ".xlsx", ".json"):
            strangers.append(f"{name}: {_why(folder, name)}")
    return found, strangers


def _why(root: Path, name: str) -> str:
    """Why nobody reads it, as far as its files tell."""
    with open_inputs(root, [name]) as containers:
        members = [one for container in containers for one in container.members]
    if any(one.size and one.tail.lower().endswith((".html", ".htm")) for one in members):
        return "an export written as web pages; request it again in the JSON or CSV format"
    if not any(one.size for one in members):
        return "nothing in it; download it again"
    if name.lower().endswith((".csv", ".tsv")):
        return f"{UNKNOWN}, and no column was plainly a text or a time; if it holds posts, {MAPPING}"
    return f"{nearest.WORKBOOK}; {nearest.WORKBOOK_HOW}" if nearest.workbook(name) else UNKNOWN


def _candidates(
    folder: Path, depth: int, holders: frozenset[Path], named: frozenset[Path], looked: list[Path]
) -> Iterator[tuple[Path, list[Found]]]:
    """Files and folders that may be an export, with what readers know of a folder's own files.

    One that is `named` is left out, and a folder that is an export is not
    searched further, unless among `holders`.  ArchiveError beyond LOOKED_MAX of them.
    """
    there = [one for one in sorted(folder.iterdir()) if _may_be(one) and one not in named]
    looked += there
    if len(looked) > LOOKED_MAX:
        what = f"more than {LOOKED_MAX:,} files and folders that may be exports"
        raise ArchiveError(Fault(str(folder), what, "move the exports to a folder of their own"))
    for path in there:
        deep = depth > 1 and path.is_dir()
        known = _quietly(folder, path) if deep and path not in holders else []
        if deep and not known:
            yield from _candidates(path, depth - 1, holders, named, looked)
        else:
            yield path, known


def _may_be(path: Path) -> bool:
    """Whether a file may be an export by its name, or is a folder."""
    if path.name in SKIPPED or path.name.startswith((".", LOCK)):
        return False
    return path.suffix.lower() not in MEDIA or path.is_dir()


def _quietly(folder: Path, path: Path) -> list[Found]:
    """What readers know of a folder's own files, or of the `data` folder in it."""
    kinds = {one.suffix.lower() for one in path.iterdir() if one.is_file()}
    if not kinds & {".js", ".json", ".csv"} and not (path / "data").is_dir():
        return []
    try:
        found = list(_recognise(path.parent, path.name))
    except ArchiveError:
        return []
    if kinds & {".js", ".json"} or (path / "data").is_dir():
        return found
    return found if any(one.reader in TOGETHER for one in found) else []


def _recognise(root: Path, name: str) -> Iterator[Found]:
    seen: set[str] = set()
    with open_inputs(root, [name]) as containers:
        for container in containers:
            for reader in reading.READERS:
                if reader.NAME not in seen and reader.sniff(container):
                    seen.add(reader.NAME)
                    owners = tuple(registry.owners(reader, container))
                    platform = registry.platform(reader, container)
                    zone = registry.zone(reader, container)
                    yield Found(name, reader.NAME, platform, owners, reader.NAME in INBOXES, zone=zone)
            if not seen and (table := plaintable.look(container)):
                columns = tuple(table.columns.items())
                yield Found(name, generic.NAME, table.platform, table.owners, table.inbox, columns)


def attempt(folder: Path, found: Found) -> str:
    """Why an export that a reader knows cannot be read all the same, in one line; empty where it can."""
    handle = next((handle for handle, _ in found.owners), "-")
    values = {"platform": found.platform, "handle": handle, "columns": dict(found.columns)}
    account = Account.model_validate({**values, "inbox" if found.inbox else "archive": found.path})
    try:
        made = reading.read(Brand.model_validate({"root": folder, "brand": {"name": "-"}, "accounts": [account]}))
    except ArchiveError as error:
        return "; ".join(str(fault) for fault in error.faults)
    empty = made.posts["created_at"].count() + made.messages["created_at"].count() == 0
    return str(Fault(found.path, "no dated post or message was found", "request the export again")) if empty else ""


def plain(path: Path, handle: str = "") -> tuple[pl.DataFrame, list[InputFile]]:
    """The posts of one file as id, text, kind, platform, brand, context (strings; null = unknown), and how it read.

    A table with columns id and text is taken as it is; any other file goes
    through the readers.  Raises ArchiveError when nobody knows the file.
    """
    if not path.exists():
        raise ArchiveError(Fault(str(path), "no such file", "check the path"))
    with open_inputs(path.parent, [path.name]) as containers:
        for container in containers:
            if (found := _table(container)) is not None:
                return found
    known = list(_recognise(path.parent, path.name))
    platform = known[0].platform if known else "other"
    owner = handle or next((owner[0] for one in known for owner in one.owners), "brand")
    columns = next((dict(one.columns) for one in known), {})
    account = Account.model_validate({"platform": platform, "handle": owner, "archive": path.name, "columns": columns})
    brand = Brand.model_validate({"root": path.parent, "brand": About(name=owner), "accounts": [account]})
    try:
        archive = reading.read(brand)
    except ArchiveError as error:  # there is no brand.yaml to put right here
        named = [replace(one, remedy=PLAIN_HOW) if "brand.yaml" in one.remedy else one for one in error.faults]
        raise ArchiveError(*named) from None
    posts = archive.posts.select(
        id=pl.col("uid").str.strip_prefix(f"{platform}:"), text="text", platform="platform",
        kind=pl.col("form").replace_strict(KINDS, default="B", return_dtype=pl.Utf8), context="parent_text",
    )  # fmt: skip
    inbound = archive.messages.filter(pl.col("direction") == "in").select(
        id=pl.col("uid").str.strip_prefix(f"{platform}:"), text="text", platform="platform", kind=pl.lit("I"),
        context=pl.lit(None, dtype=pl.Utf8),
    )  # fmt: skip
    return pl.concat([posts, inbound]).with_columns(brand=pl.lit(owner)), list(archive.inputs)


def _table(container: Container) -> tuple[pl.DataFrame, list[InputFile]] | None:
    """A table of posts that is already in the form that detectors take, or None."""
    for member in container.matching(r".*\.(?:csv|tsv|txt)"):
        layout = tabular.find(member, PLAIN)
        if layout is not None:
            tally = Tally(member.label, "plain")
            rows = tabular.load(member, layout, PLAIN.places(layout.header), tally)
            if rows.is_empty():
                raise ArchiveError(
                    Fault(member.label, "holds no row that can be read", "open it and look for its quotes")
                )
            return rows.drop("row"), [tally.input([], [], None, None)]
    return None
