"""Takes one person out of everything that is kept: answers on this machine, labels, history, review and playbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sociable import history, memory, recall, settings
from sociable.config import Brand
from sociable.errors import Fault, InputError, UsageError

SHORTEST = 3
"""A shorter name would be found inside ordinary words."""
MASK = "[name]"
SUFFIXES = frozenset({".json", ".csv", ".html", ".txt", ".md", ".yaml", ".jsonl", ".wiki"})


def forget(source: Path, person: str, *, dry_run: bool = False) -> list[tuple[str, int]]:
    """Hide `person` wherever the brand.yaml at `source` keeps texts; the files that held them, and how often.

    An answer of an endpoint that names them is deleted: it would be asked for
    under another text anyway.  Of labels.csv whole rows go.  The labels that are
    remembered go altogether: they stand beside hashes, and nobody can tell of
    whose text.  Every other file is written anew with a stand-in, whole or not
    at all.
    """
    rule = _rule(person)
    brand = settings.load(source)
    found = []
    for path in _kept(brand.root, brand):
        try:
            text = path.read_bytes().decode("utf-8", "surrogateescape")
        except OSError as error:
            raise InputError(Fault(str(path), f"cannot be read ({error.strerror})", "check its permissions")) from None
        cached, by_hand = path.is_relative_to(memory.folder()), path == brand.path(brand.labels or "labels.csv")
        count = len(rule.findall(text))
        if not count:
            continue
        found.append((path.name if cached else str(path.relative_to(brand.root)), count))
        if dry_run:
            continue
        if cached:
            path.unlink(missing_ok=True)
            continue
        rest = (
            "".join(line for line in text.splitlines(True) if not rule.search(line))
            if by_hand
            else rule.sub(MASK, text)
        )
        history.write(path, rest.encode("utf-8", "surrogateescape"))
    if (labels := recall.place(brand.root)).is_file():
        found.append((str(labels.relative_to(brand.root)), 1))
        if not dry_run:
            labels.unlink(missing_ok=True)
    return found


def _rule(person: str) -> re.Pattern[str]:
    """The person as a whole word, with or without @, in any case, with blanks of any kind between names."""
    words = person.strip().lstrip("@").split()
    if len("".join(words)) < SHORTEST:
        what = f"{person!r} is too short to be found without mistakes"
        raise UsageError(Fault("--person", what, "give the handle, the full name or the e-mail address"))
    plain = r"[\s_.+-]+".join(map(re.escape, words))
    return re.compile(rf"(?<![\w@])@?{plain}(?!\w)", re.IGNORECASE)


def _kept(root: Path, brand: Brand) -> Iterator[Path]:
    """Every file of text that Sociable wrote or read back: never an export."""
    yield from sorted(path for path in (memory.folder() / "answers").glob("*.txt") if path.is_file())
    folders = [brand.path(brand.history or "history"), root / "review", root / "output"]
    for folder in folders:
        if (root / "output") == folder and not (folder / history.MARK).exists():
            continue
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in SUFFIXES)
    for name in (brand.labels or "labels.csv", brand.curation):
        if name and brand.path(name).is_file():
            yield brand.path(name)
