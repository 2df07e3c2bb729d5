"""A brand's tables as Parquet by month: written by `sociable import`, read back as they were.

One folder a brand: ``posts/month=2026-07/part.parquet``, ``messages`` likewise,
``people.parquet``, ``snapshots.parquet``, ``feeds.parquet``, and ``manifest.json``,
which says what was read and how.  Rows may be taken out or joined in with any
other tool; that they were is noted.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import polars as pl

from sociable.archives import ids
from sociable.archives.container import Container, Member
from sociable.archives.records import Records, Tally, slim
from sociable.config import Account
from sociable.errors import ArchiveError, Fault, cause
from sociable.model import InputFile, Issue
from sociable.tables import FEEDS, MESSAGES, PEOPLE, POSTS, SNAPSHOTS, conform, empty, stored

MANIFEST = "manifest.json"
FORMAT, VERSION = "sociable-import", 1
UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""How other tools name the partition of rows without a value."""
HAND = "brand.yaml"
"""What was typed there is read from there again."""
AGAIN = "import the exports again"
MONTHLY = {"posts": POSTS, "messages": MESSAGES}
WHOLE = {"people": {"account": pl.Utf8, **PEOPLE}, "snapshots": SNAPSHOTS, "feeds": FEEDS}
"""People carry the account whose export named them, as the other tables do."""

Read = tuple[str, Records, tuple[InputFile, ...]]


class Manifest(msgspec.Struct, frozen=True):
    """What was imported: the brand, its accounts, every file that was read, and every file that was written."""

    format: str
    version: int
    brand: str
    accounts: list[str]
    inputs: list[InputFile]
    written: dict[str, str]  # file -> sha256


def write(brand: str, parts: Sequence[Read]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, a month at a time; `parts` are account keys with what was read of each."""
    hashes: dict[str, str] = {}
    for name, frame in _tables(parts):
        data = io.BytesIO()
        frame.write_parquet(data, compression="zstd")
        hashes[name] = hashlib.sha256(data.getvalue()).hexdigest()
        yield name, data.getvalue()
    files = [file for _, _, inputs in parts for file in inputs]
    made = Manifest(FORMAT, VERSION, brand, [key for key, _, _ in parts], files, hashes)
    yield MANIFEST, msgspec.json.format(msgspec.json.encode(made, order="deterministic"), indent=1) + b"\n"


def _tables(parts: Sequence[Read]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's name and rows, in the order in which they are read back."""
    month = pl.col("created_at").dt.strftime("%Y-%m").fill_null(UNDATED).alias("month")
    for table, schema in MONTHLY.items():
        frames = [conform(getattr(records, table), schema) for _, records, _ in parts]
        months = [frame.select(month).to_series() for frame in frames]
        for one in sorted({name for column in months for name in column.unique()}):
            rows = [frame.filter(column == one) for frame, column in zip(frames, months, strict=True)]
            yield f"{table}/month={one}/part.parquet", pl.concat(rows).sort("account", "created_at", "uid")
    for table, schema in WHOLE.items():
        found = [_whole(table, key, records) for key, records, _ in parts]
        yield f"{table}.parquet", pl.concat([conform(frame, schema) for frame in found] or [empty(schema)])


def _whole(table: str, key: str, records: Records) -> pl.DataFrame:
    if table == "people":
        return records.people.with_columns(pl.lit(key).alias("account"))
    frame = records.snapshots if table == "snapshots" else records.feeds
    return frame.filter(pl.col("source" if table == "snapshots" else "source_file") != HAND)


def sniff(container: Container) -> bool:
    """Whether the container holds what `write` made."""
    return bool(_manifests(container))


def read(container: Container, account: Account) -> tuple[Records, tuple[InputFile, ...]]:
    """The account's tables, and the record of the files that they came from.

    Raises ArchiveError where the folder is damaged, of a newer version, of
    several brands, or knows no such account.
    """
    place, manifest = _opened(container)
    if account.key not in manifest.accounts:
        told = Counter(one.partition(":")[0] for one in manifest.accounts)  # a handle may be a person's, or of a client
        what = f"holds no {account.key}; its accounts: {', '.join(f'{told[one]} on {one}' for one in sorted(told))}"
        raise ArchiveError(Fault(container.label, what, "name one that its manifest.json lists in brand.yaml"))
    inside = {one.name.removeprefix(f"{place.folder}/"): one for one in container.within(place.folder).members}
    hashes: dict[str, str] = {}
    tables = {table: _table(table, schema, account.key, inside, hashes) for table, schema in (MONTHLY | WHOLE).items()}
    files = [one for one in manifest.inputs if account.key in one.accounts]
    changed = sum(manifest.written.get(name) != hashes.get(name) for name in manifest.written.keys() | hashes.keys())
    if changed:
        note = Issue(code="import-changed", message="tables were changed after the import", count=changed)
        files[:1] = [msgspec.structs.replace(one, issues=[*one.issues, note]) for one in files[:1]]
    tallies = [Tally(one.file, one.reader, one.read, one.sha256, Counter(one.skipped), [*one.issues]) for one in files]
    return Records(**tables, tallies=tuple(tallies)), tuple(files)


def _table(
    table: str, schema: dict[str, pl.DataType | type[pl.DataType]], key: str, inside: dict[str, Member],
    hashes: dict[str, str],
) -> pl.DataFrame:  # fmt: skip
    """One table's rows of one account, over all its files; what was read is noted in `hashes`."""
    frames = []
    for name, member in sorted(inside.items()):
        if not re.fullmatch(rf"{table}(/.*)?\.parquet", name):
            continue
        data, hashes[name] = member.read()
        try:
            frames.append(conform(stored(io.BytesIO(data)), schema).filter(pl.col("account") == key))
        except (pl.exceptions.PolarsError, OSError) as error:
            what = f"cannot be read as {table} ({cause(error)})"
            raise ArchiveError(Fault(member.label, what, AGAIN)) from None
    found = ids.plain(pl.concat(frames or [empty(schema)]))  # whoever joined rows in may have ids of their own
    return found.drop("account") if table == "people" else slim(found)


def _manifests(container: Container) -> list[Member]:
    return [one for one in container.matching(re.escape(MANIFEST)) if FORMAT.encode() in one.head()]


def _opened(container: Container) -> tuple[Member, Manifest]:
    """The one manifest of the container, where it lies and what it says."""
    found = _manifests(container)
    if len(found) > 1:
        names = ", ".join(sorted(one.folder for one in found))
        raise ArchiveError(Fault(container.label, f"holds {len(found)} brands", f"name one of its folders: {names}"))
    try:
        manifest = msgspec.json.decode(found[0].read()[0], type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ArchiveError(Fault(found[0].label, f"cannot be read ({error})", AGAIN)) from None
    if manifest.version > VERSION:
        what = f"has import version {manifest.version}"
        raise ArchiveError(Fault(found[0].label, what, "it was written by a newer Sociable; upgrade"))
    return found[0], manifest
