"""Tables in text files: encodings, preambles, delimiters, headers, numbers and times.

A format is recognised by a required subset of its columns, never by the whole
header row.  Cells stay text; blank is null, never zero (FORMATS 0, reader layer).
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from sociable.archives import slowrows, tablecut
from sociable.archives.container import Member
from sociable.archives.records import Tally

DELIMITERS = (",", ";", "\t", "|")
HEADER_ROWS = 40
"""How far down the header may stand behind a preamble."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_EXTRA = "_extra"
_NAMES: set[str] = set()
csv.field_size_limit(2**31 - 1)  # a long text is no fault; what is too large was refused before


@dataclass(frozen=True, slots=True)
class Format:
    """A table's shape: canonical field -> header names, and the fields it cannot do without.

    `one_of` are alternatives of which at least one must be there.
    """

    name: str
    required: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    one_of: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        _NAMES.update(plain(alias) for aliases in self.columns.values() for alias in aliases)

    def possible(self, names: frozenset[str]) -> bool:
        """Whether a header made of these names may have all that the format requires."""
        return all(any(plain(one) in names for one in self.columns[name]) for name in self.required)

    def places(self, header: tuple[str, ...]) -> dict[str, int]:
        """Field -> column number, for the fields that the header has."""
        known = {plain(name): place for place, name in reversed(list(enumerate(header)))}
        hits = {
            name: next((known[plain(one)] for one in aliases if plain(one) in known), -1)
            for name, aliases in self.columns.items()
        }
        return {name: place for name, place in hits.items() if place >= 0}

    def missing(self, header: tuple[str, ...]) -> list[str]:
        """The required fields that the header lacks, by the first of their header names."""
        places = self.places(header)
        lacking = [self.columns[name][0] for name in self.required if name not in places]
        if self.one_of and not any(name in places for name in self.one_of):
            lacking.append(" or ".join(self.columns[name][0] for name in self.one_of))
        return lacking


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table starts in a file and how it is written."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    line: int  # of the header, from 0


@lru_cache(maxsize=4096)  # every reader asks for every header
def plain(name: str) -> str:
    """A header name for comparison: NFKC, no quotes, marks or odd blanks, casefolded."""
    bare = unicodedata.normalize("NFKC", name).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(bare.strip().strip("\"'“”").split()).casefold()


def encoding_of(head: bytes) -> str:
    """utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-8 or cp1252, judged by the mark or the first bytes."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):  # without a mark: every other byte is nothing
        if head[start:400:2].count(0) > 0.8 * len(head[start:400:2]) > 1:
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def layouts(member: Member) -> Iterator[Layout]:
    """Every row of the file's start that might be the header, under every delimiter."""
    head = member.head()
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace")
    for number, line in enumerate(text.splitlines()[:HEADER_ROWS]):
        for delimiter in DELIMITERS:
            if delimiter in line:
                cells = next(csv.reader([line], delimiter=delimiter), [])
                yield Layout(encoding, delimiter, tuple(cells), number)


def _names(member: Member) -> frozenset[str]:
    """The names of columns, of all that some format knows, that the start of the file has anywhere."""
    return frozenset(name for one in layouts(member) for cell in one.header if (name := plain(cell)) in _NAMES)


def find(member: Member, wanted: Format) -> Layout | None:
    """How `member` writes a table of this format; None when it holds none."""
    if not wanted.possible(member.once(f"names of {len(_NAMES)}", _names)):
        return None
    return next((one for one in layouts(member) if not wanted.missing(one.header)), None)


def known(members: Iterable[Member], formats: Sequence[Format]) -> Iterator[tuple[Member, Format, Layout]]:
    """Each member that holds a table of one of these formats, with the first that it is of and how it is written."""
    for member in members:
        for wanted in formats:
            if layout := find(member, wanted):
                yield member, wanted, layout
                break


def load(member: Member, layout: Layout, places: Mapping[str, int], tally: Tally) -> pl.DataFrame:
    """The table's rows as text columns named by field, plus ``row`` (1 = first below the header).

    Counts rows; those with more cells than the header are skipped as broken.
    """
    data, tally.sha256 = member.read()
    width, above = len(layout.header), layout.line + 1
    body = _body(utf8(data, layout.encoding, tally), layout.line)
    body = tablecut.closed(body, layout.delimiter, tally, width, above)
    del data
    if (end := tablecut.last_row(body, width, layout.delimiter)) is not None:
        tally.cut()
        tally.read += 1
        tally.skip("broken")
        body = body[:end]
    cells = _shortened(_cells(body, width, layout.delimiter, tally), tally)
    del body
    names = [f"c{number}" for number in range(width)]
    if (nothing := cells.select(pl.all_horizontal(pl.all().is_null())).to_series()).any():
        cells = cells.filter(~nothing)
    cells = cells.with_row_index("row", offset=1)
    tally.read += cells.height
    whole = cells
    if broken := cells.height - cells[_EXTRA].null_count():
        whole = cells.filter(pl.col(_EXTRA).is_null())
        first = cells.filter(pl.col(_EXTRA).is_not_null())["row"][0]
        tally.skip("broken", broken)
        tally.issue("broken", "a row with more cells than the header", count=broken, row=int(first))
    return whole.select("row", *(pl.col(names[place]).alias(name) for name, place in places.items()))


def utf8(data: bytes, encoding: str, tally: Tally) -> bytes:
    """`data` as UTF-8 without a mark; what is no UTF-8 is read as Windows-1252 and noted."""
    if encoding == "utf-8-sig":
        return data[len(codecs.BOM_UTF8) :]
    if encoding.startswith("utf-16"):
        return data.decode(encoding, "replace").encode("utf-8")
    if encoding == "utf-8":
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for start in range(0, len(data), 1 << 22):
                decoder.decode(data[start : start + (1 << 22)])
            half = len(decoder.getstate()[0])  # of a sign, where the file breaks off
            return data[: len(data) - half]
        except UnicodeDecodeError:
            pass
    text = data.decode("cp1252", "replace")
    tally.issue("encoding", "not UTF-8; read as Windows-1252")
    tally.issue("lost-characters", "bytes that mean nothing in Windows-1252", count=text.count("\ufffd"))
    return text.encode("utf-8")


def _body(data: bytes, line: int) -> bytes:
    """What follows the header line."""
    start = 0
    for _ in range(line + 1):
        end = re.compile(rb"\r\n|\n|\r").search(data, start)
        if end is None:
            return b""
        start = end.end()
    return data[start:]


def _cells(body: bytes, width: int, delimiter: str, tally: Tally) -> pl.DataFrame:
    schema = {**{f"c{number}": pl.Utf8 for number in range(width)}, _EXTRA: pl.Utf8}
    if not body.strip():
        return pl.DataFrame(schema=schema)
    try:
        header = delimiter.join(schema).encode() + b"\n"  # our own, so that a cell too many has a place to go
        return pl.read_csv(header + body, infer_schema=False, separator=delimiter, truncate_ragged_lines=True)
    except pl.exceptions.PolarsError:
        tally.issue("quoting", "quotes do not match; read row by row")
        return slowrows.read(body, width, delimiter, schema, tally.file)


def _shortened(cells: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """The same cells, those cut that are longer than anything people post: each would go through every step as one."""
    sizes = cells.select(pl.all().str.len_bytes().max().fill_null(0)).row(0) if cells.height else ()
    for name, size in zip(cells.columns, sizes, strict=False):
        if size > slowrows.CELL_MAX and (long := int((cells[name].str.len_chars() > slowrows.CELL_MAX).sum())):
            tally.issue("long", f"a cell of more than {slowrows.CELL_MAX:,} characters, cut there", count=long)
            cells = cells.with_columns(pl.col(name).str.head(slowrows.CELL_MAX))
    return cells


def nearest(header: tuple[str, ...], formats: tuple[Format, ...]) -> tuple[Format, list[str]] | None:
    """The format that lacks least of what it requires, and what it lacks; None when nothing fits at all."""
    ranked = [
        (len(lacking) / len(one.required), one.name, one, lacking)
        for one in formats
        if (lacking := one.missing(header)) is not None
    ]
    ranked = [entry for entry in ranked if entry[0] < 1]
    if not ranked:
        return None
    best = min(ranked, key=lambda entry: entry[:2])
    return best[2], best[3]
