"""Takes one person out of everything that is kept: answers on this machine, labels, history, review and playbook."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

from sociable import atomic, memory, recall, settings
from sociable.config import Brand
from sociable.errors import Fault, InputError, UsageError

SHORTEST = 3
"""A shorter name would be found inside ordinary words."""
MASK = "[name]"
_GAP = r"(?:[\s_.+-]|%(?:25)*20|&nbsp;|&\#160;|\\u00a0){0,3}"
_APOSTROPHE = (
    r"(?:['’‘`´]|&\#0*39;|&\#x27;|&apos;|&[lr]squo;|%(?:25)*27|%(?:25)*E2%(?:25)*80%(?:25)*99|\\u2019|\\u0027)?"
)
SUFFIXES = frozenset({".json", ".csv", ".html", ".txt", ".md", ".yaml", ".jsonl", ".wiki", ".svg", atomic.ASIDE})


def forget(
    source: Path, person: str, *, dry_run: bool = False, waits: Callable[[], None] = lambda: None
) -> list[tuple[str, int]]:
    """Hide `person` wherever the brand.yaml at `source` keeps texts; the files that held them, and how often.

    An answer of an endpoint that names them is deleted: it would be asked for
    under another text anyway.  Of labels.csv whole rows go.  The labels that are
    remembered go altogether: they stand beside hashes, and nobody can tell of
    whose text, and so does a PDF of a playbook that named them.  Every other
    file is written anew with a stand-in, whole or not at all.  A run that is at
    work there would write them again, so its end is awaited; `waits` is called before.
    """
    rule = _rule(person)
    brand = settings.load(source)
    with ExitStack() as held:
        if not dry_run:
            held.enter_context(atomic.in_turn(brand.root, waits))
            held.enter_context(atomic.in_turn(brand.path("review")))
            if (labels := brand.path(brand.labels or "labels.csv")).is_file():
                held.enter_context(atomic.alone(labels))
        return _forgotten(brand, rule, dry_run)


def _forgotten(brand: Brand, rule: re.Pattern[str], dry_run: bool) -> list[tuple[str, int]]:
    """What `forget` says of the files of a brand, which nobody else writes meanwhile."""
    found = []
    for path in _kept(brand.root, brand):
        try:
            text = _text(path)
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
        atomic.write(path, rest.encode("utf-8", "surrogateescape"))
    paper = brand.root / "output" / "playbook.pdf"
    if paper.is_file() and any(place.startswith("output/") for place, _ in found):  # nobody can write in it
        found.append(("output/playbook.pdf", 1))
        if not dry_run:
            paper.unlink()
    if (labels := recall.place(brand.root)).is_file():
        found.append((str(labels.relative_to(brand.root)), 1))
        if not dry_run:
            labels.unlink(missing_ok=True)
    return found


def _rule(person: str) -> re.Pattern[str]:
    """The person as a whole word, with or without @, in any case, with blanks of any kind between names or none."""
    words = person.strip().lstrip("@").split()
    if len("".join(words)) < SHORTEST:
        what = f"{person!r} is too short to be found without mistakes"
        raise UsageError(Fault("--person", what, "give the handle, the full name or the e-mail address"))
    plain = _GAP.join("".join(map(_letter, normalize("NFC", word))) for word in words)
    return re.compile(
        rf"(?:(?<![\w@])|(?<=%[2-7][0-9A-Fa-f]))(?:@|%40|&\#64;)?{plain}(?![\w\u0300-\u036f])", re.IGNORECASE
    )


def _letter(one: str) -> str:
    """A letter or sign in every way in which pages, tables and addresses write it."""
    if one in "'’‘`´-‐‑–":
        return _APOSTROPHE if one in "'’‘`´" else "[-‐‑–]?"
    coded = {normalize(form, case) for form in ("NFC", "NFD") for case in {one, one.lower(), one.upper()}}
    ways = {re.escape(case) for case in coded}
    if not (one.isascii() and one.isalnum()):
        ways |= {quote(case, safe="").replace("%", "%(?:25)*") for case in coded if not case.isascii()}
        ways |= {f"&\\#{ord(case)};|&\\#x0*{ord(case):x};|\\\\u{ord(case):04x}" for case in coded if len(case) == 1}
        ways |= {re.escape(html.escape(one)), re.escape(quote(one, safe=""))}
    return f"(?:{'|'.join(sorted(ways, key=lambda way: (-len(way), way)))})"


def _text(path: Path) -> str:
    """The words of a file; a table that a spreadsheet saved may be in Windows-1252."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252" if path.suffix == ".csv" else "utf-8", "surrogateescape")


def _kept(root: Path, brand: Brand) -> Iterator[Path]:
    """Every file of text that Sociable wrote or read back: never an export."""
    yield from sorted(path for path in (memory.folder() / "answers").glob("*.txt") if path.is_file())
    folders = [brand.path(brand.history or "history"), root / "review", root / "output"]
    for folder in folders:
        if (root / "output") == folder and not (folder / atomic.MARK).exists():
            continue
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in SUFFIXES)
    yield from sorted(root.glob(f".*{atomic.ASIDE}"))  # of a run that died over a file beside brand.yaml
    for name in (brand.labels or "labels.csv", brand.curation):
        if name and brand.path(name).is_file():
            yield brand.path(name)
