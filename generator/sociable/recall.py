"""What the detectors said of each text, remembered from build to build, so that only what is new is labelled.

`.sociable-cache/labels.parquet` beside brand.yaml holds hashes of texts and the
labels of those texts, never a word of an export; deleting it costs time alone.
A label holds as long as everything that it came from is as it was: the word
lists, the models, the program, and what brand.yaml says of names and links.
Where a word list changed, the texts in which it now counts otherwise are
labelled anew; where anything else did, all are; and `line` says which.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import polars as pl

from sociable import __version__, atomic, memory, rubric, signals, tables
from sociable.config import Brand
from sociable.errors import InputError
from sociable.signals import Terms

FILE = "labels.parquet"
MOST = 250_000
"""So many texts are remembered at most, those first that were wanted last: some 40 MB."""
BUILDS = 12
"""A text that so many builds in a row did not want is forgotten."""
KEYS = ("key_a", "key_b")
"""128 bits over all that the detectors read of a row."""
_UNUSED = "unused"
_MADE_OF = "sociable_made_of"
_WORDS = "words/"


@dataclass(slots=True)
class Recall:
    """Stands for `signals.label` in one build: says what is known, and asks the detectors about the rest."""

    path: Path
    made_of: dict[str, str]  # what the labels come from -> its hash; a word list's terms as they are
    known: pl.DataFrame  # KEYS, `unused`, and the columns of `signals.label` but uid
    changed: tuple[str, ...] = ()  # what differs from the last build
    lists: dict[str, str] = field(default_factory=dict)  # word lists that differ -> the terms that they had
    doubtful: pl.DataFrame = field(default_factory=pl.DataFrame)  # as `known`: from before the lists changed
    wanted: list[pl.DataFrame] = field(default_factory=list)  # KEYS
    fresh: int = 0
    touched: int = 0  # texts that the changed lists count otherwise
    full: bool = False  # whether labels of this build were let go of

    def __call__(self, rows: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        """The same as `signals.label`, row by row."""
        keyed = rows.hstack(keys(rows))
        unknown = self.missing(keyed)
        if not unknown.is_empty():
            self.fresh += self._unheard(unknown)
            self.learn(labelled(unknown, terms))
        self.wanted.append(keyed.select(KEYS))
        found = keyed.select("uid", *KEYS).join(self.known, on=KEYS, how="left", maintain_order="left")
        self._let_go()
        return found.drop(*KEYS, _UNUSED)

    def _unheard(self, unknown: pl.DataFrame) -> int:
        """How many of the unknown rows no earlier batch of this build has asked for, to be let go of."""
        if not self.full:
            return unknown.height
        return unknown.join(pl.concat(self.wanted), on=KEYS, how="anti").height

    def _let_go(self) -> None:
        """Of more texts of this build than `keep` would keep, know only those: of a large inbox the rest is much."""
        if self.known.height <= MOST * 3 // 2:
            return
        own = self.known.join(pl.concat(self.wanted).unique(), on=KEYS, how="semi")
        if own.height > MOST:
            self.known, self.full = own.sort(*KEYS).head(MOST), True

    def missing(self, keyed: pl.DataFrame) -> pl.DataFrame:
        """The rows, with their KEYS, of which nothing is known; equal ones once."""
        self._settle(keyed)
        return self._new(keyed)

    def _new(self, keyed: pl.DataFrame) -> pl.DataFrame:
        return keyed.unique(KEYS, keep="first", maintain_order=True).join(self.known, on=KEYS, how="anti")

    def _settle(self, keyed: pl.DataFrame) -> None:
        """Of what is doubtful, know again what the changed lists leave alone, and forget the rest of these rows."""
        if self.doubtful.is_empty():
            return
        asked = keyed.unique(KEYS).join(self.doubtful, on=KEYS, how="semi")
        held = asked.filter(~signals.touched(asked, self.lists))
        self.touched += asked.height - held.height
        self.known = pl.concat([self.known, self._new(self.doubtful.join(held, on=KEYS, how="semi"))])
        self.doubtful = self.doubtful.join(asked, on=KEYS, how="anti")

    def learn(self, found: pl.DataFrame) -> None:
        """Take in labels that were worked out here or elsewhere: KEYS and the columns of `signals.label` but uid."""
        own = found.with_columns(pl.lit(0, pl.UInt8).alias(_UNUSED)).select(self.known.columns)
        self.known = pl.concat([self.known, self._new(own)])

    def line(self) -> str:
        """What was labelled in this build, and why, for the terminal; empty where nothing was wanted."""
        seen = pl.concat(self.wanted).n_unique() if self.wanted else 0
        if not seen:
            return ""
        why = ", ".join(self.changed[:3]) + (" and others" if len(self.changed) > 3 else "")
        if self.changed and not self.lists:
            return f"labels: all {seen:,} texts anew, for {why} changed since the last build"
        told = f"labels: {self.fresh:,} texts anew, {seen - self.fresh:,} known from earlier builds"
        return f"{told}; {why} changed since and counts otherwise in {self.touched:,}" if why else told

    def keep(self) -> None:
        """Remember for the next build, the newest MOST, and let go of them; where that fails, it labels again."""
        if not self.wanted:
            return
        wanted = pl.concat(self.wanted).unique().with_columns(now=True)
        aged = self.known.join(wanted, on=KEYS, how="left", maintain_order="left")
        unused = pl.when("now").then(0).otherwise(pl.col(_UNUSED) + 1).cast(pl.UInt8)
        rows = aged.with_columns(unused.alias(_UNUSED)).drop("now").filter(pl.col(_UNUSED) <= BUILDS)
        rows = rows.sort(_UNUSED, *KEYS).head(MOST)
        data = io.BytesIO()
        rows.write_parquet(data, compression="zstd", metadata={_MADE_OF: msgspec.json.encode(self.made_of).decode()})
        with suppress(OSError, InputError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write(self.path, data.getvalue())
        self.known, self.doubtful = self.known.clear(), self.doubtful.clear()


def opened(brand: Brand) -> Recall:
    """What is remembered of the brand; nothing where it cannot be read or was made of anything else."""
    path, made_of = place(brand.root), _made_of(brand)
    none = _nothing()
    try:
        last = msgspec.json.decode(pl.read_parquet_metadata(path)[_MADE_OF], type=dict[str, str])
        changed = tuple(sorted(name for name in last.keys() | made_of.keys() if last.get(name) != made_of.get(name)))
        lists = {Path(name).stem: last[name] for name in changed if name in last and name.startswith(_WORDS)}
        known = none if len(lists) < len(changed) else tables.stored(path)
    except (OSError, KeyError, msgspec.DecodeError, UnicodeDecodeError, pl.exceptions.PolarsError):
        return Recall(path, made_of, none)
    if known.schema != none.schema or known.select(KEYS).is_duplicated().any():
        return Recall(path, made_of, none)
    if known.is_empty() or not lists:
        return Recall(path, made_of, known, changed)
    return Recall(path, made_of, none, changed, lists, known)


def place(root: Path) -> Path:
    """Where labels are remembered of the brand whose brand.yaml lies in `root`."""
    return root / memory.BESIDE / FILE


def keys(rows: pl.DataFrame) -> pl.DataFrame:
    """The KEYS of rows: two hashes over every column but uid."""
    read = pl.struct(sorted(set(rows.columns) - {"uid"}))
    return rows.select(read.hash(seed).reinterpret(signed=True).alias(name) for seed, name in enumerate(KEYS))


def labelled(keyed: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """KEYS and labels of rows that carry their KEYS; pure, so that any engine may cut them into batches."""
    return keyed.select(KEYS).hstack(signals.label(keyed.drop(KEYS), terms).drop("uid"))


def columns() -> dict[str, pl.DataType]:
    """The columns that `labelled` gives, with their types."""
    return {name: kind for name, kind in _nothing().schema.items() if name != _UNUSED}


def _nothing() -> pl.DataFrame:
    """No rows, in the columns of a memory."""
    empty = pl.DataFrame(schema=dict.fromkeys(("uid", "kind", "text"), pl.Utf8))
    head = pl.DataFrame(schema={**dict.fromkeys(KEYS, pl.Int64), _UNUSED: pl.UInt8})
    return head.hstack(signals.label(empty, Terms()).drop("uid"))


def _made_of(brand: Brand) -> dict[str, str]:
    """Everything that decides a label beside the row itself, by a name that people know, with its hash."""
    found = {
        f"{_WORDS}{one.name}": rubric.deciding(one).decode("utf-8", "replace")
        for one in rubric.words()
        if one.stem in signals.READ
    }
    found |= {
        f"models/{one.name}": hashlib.sha256(rubric.deciding(one)).hexdigest()
        for one in (*rubric.models(), rubric.network(), rubric.careful())
    }
    code = hashlib.sha256(f"{__version__} {pl.__version__}".encode())
    for path in sorted((Path(__file__).parent / "signals").glob("*.py")):
        code.update(path.read_bytes())
    terms = repr((brand.about.name, Terms.of(brand)))
    return {**found, "the program": code.hexdigest(), "brand.yaml": hashlib.sha256(terms.encode()).hexdigest()}
