"""One brand with an account of every format, people planted wherever a format can say one, and all that comes out of it.

`NAMED` are the display names that a format says in a field of its own: those
are promised.  All others stand in running text alone (best effort).
"""

# ruff: noqa: E501 - rows of commands are easier to read on one line
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from click.testing import CliRunner

from hostile import twins
from sociable.cli import group

NAMED = {
    "x": {"mention"}, "twarc": set(twins.ROLES), "facebook": set(twins.ROLES), "instagram": {"participant"},
    "linkedin": {"participant"}, "hootsuite": {"author", "participant"}, "helpdesk": {"author"}, "listening": {"author"},
}  # fmt: skip
STAFF = ("Zara Staffer", "Zelda Marsh", "Mo Clerk")
"""The team of brand.yaml, and agents and authors that tools name."""


@dataclass(frozen=True)
class Run:
    """The brand's folder, the cast of each format, and every byte that came out, by where it came out."""

    root: Path
    casts: dict[str, twins.Cast]
    outputs: dict[str, bytes]


def ran(*words: str | Path, code: int = 0) -> bytes:
    """What a command prints on both streams."""
    done = CliRunner().invoke(group, [str(word) for word in words])
    assert done.exit_code == code, (words, done.output, done.exception)
    return done.output.encode()


def commands(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every command that writes or prints something of an export."""
    brand, report = root / "brand.yaml", root / "output" / "report.json"
    yield "printed by build", ran("build", brand, "--single-file", "--slides")
    yield "printed by build again", ran("build", brand, "--single-file", "--slides")
    yield "printed by check", ran("check", brand) + ran("check", brand, "--json")
    yield "printed by review", ran("review", brand, "-n", "400")
    page = root / "output" / "compared.html"
    yield (
        "printed by compare",
        ran("compare", report, report, "--page", page) + ran("compare", report, report, "--json"),
    )
    # init names the files that it found, as they are called
    yield "printed by init", ran("init", root, "--print").replace(b"own zqgenericmention7 list.csv", b"")


def made(root: Path) -> Run:
    """The run: twins of every format in `root`, built, reviewed, checked and compared."""
    casts = {name: twins.cast(name.replace("_", ""), place) for place, name in enumerate(twins.TWINS)}
    accounts = [write(root, casts[name]) for name, write in twins.TWINS.items()]
    brand = {
        "brand": {"name": "Harbour Lights"}, "accounts": accounts, "team": [{"name": "Zelda Marsh", "initials": "ZM"}],
        "period": {"start": "2026-07-01", "end": "2026-09-30"}, "reader": "quick",
    }  # fmt: skip
    (root / "brand.yaml").write_text(yaml.safe_dump(brand))
    outputs = dict(commands(root))
    for folder in ("output", "history", "review", ".sociable-cache"):
        outputs |= written(root / folder, root)
    return Run(root, casts, outputs)


def written(folder: Path, root: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path below `root`; a folder's own name counts too."""
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))
    }


def traces(who: twins.Person, named: bool) -> list[str]:
    """Every spelling that would give somebody away, in small letters."""
    words = [who.handle, f"{who.core}.post", f"{who.core}_page", f"{who.core}word"]
    joined = f"{who.core}{who.core}son"
    return (
        [*words, f"{who.core} {who.core}son", f"{who.core}_{who.core}", joined, f"{who.core}-{who.core}son"]
        if named
        else words
    )


def spoken(data: bytes) -> set[str]:
    """Whatever starts like a canary, with what follows it, and the telephone numbers of canaries."""
    text = data.lower()
    found = {
        re.sub(rb"\W+", b" ", one) if b"son" in one else one
        for one in re.findall(rb"zq[\w.%-]+(?:\W{1,3}zq\w+)?", text)
    }
    return {one.decode() for one in found | set(re.findall(rb"20\D{0,3}7946\D{0,3}\d{4}", text))}


def leaks(casts: Mapping[str, twins.Cast], outputs: Mapping[str, bytes]) -> list[str]:
    """Who shows where, one line each; inbound words and direct messages count like people."""
    wanted = {
        trace: f"{name}: {role}"
        for name, cast in casts.items()
        for role, who in cast.people.items()
        for trace in traces(who, role in NAMED.get(name, ()))
    }
    found = [
        f"{place}: {word} ({whose})"
        for place, data in outputs.items()
        for word in sorted(spoken(data + b" " + place.encode()))
        for whose in [next((wanted[one] for one in wanted if one in word), "number" if word[0] == "2" else "")]
        if whose
    ]
    private = re.compile(rb"(?i)where is my boat number|my secret|(?:private|letter)[a-z]+\d*x")
    return found + [
        f"{place}: {one!r}" for place, data in outputs.items() for one in sorted(set(private.findall(data)))
    ]
