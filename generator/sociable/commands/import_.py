"""`sociable import`: exports in, Parquet by brand and month out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociable.progress import say, say_json

if TYPE_CHECKING:
    from sociable.progress import Progress


@click.command("import", short_help="write the tables of brands as Parquet, by brand and month")
@click.argument("brands", metavar="BRAND...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default="imported", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print what was written as JSON")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(brands: tuple[Path, ...], output: Path, as_json: bool, quiet: bool) -> None:
    """Keep the tables of the exports of each BRAND (a brand.yaml, its folder, or the folder of all clients) as Parquet.

    Each brand has a folder of its own, which `archive:` in its brand.yaml may
    name in place of the exports and inboxes: the playbook is the same.  The
    tables hold what the exports hold, people and inbound texts included; keep
    them as carefully.

    \b
    Example:
      sociable import clients/harbour/ -o imported/
      sociable import clients/ -o imported/ --json
    """
    from sociable import portfolio
    from sociable.errors import Fault, SociableError
    from sociable.progress import Progress

    rows: list[dict[str, object]] = []
    faults: list[Fault] = []
    taken: dict[Path, Path] = {}
    with Progress(quiet or as_json) as progress:
        for source in portfolio.find(brands):
            try:
                rows.append(_one(source, output, taken, progress))
            except SociableError as error:
                faults += error.faults
    if as_json:
        say_json(rows, as_it_is=True)
    elif not quiet:
        for row in rows:
            line = "{brand}: {posts:,} posts and {messages:,} messages of {months} months in {folder}"
            say(line.format(**row))
            say("  to build from it, in brand.yaml: archive: {archive}, and no inbox".format(**row))
    if faults:
        raise SociableError(*faults)


def _one(source: Path, output: Path, taken: dict[Path, Path], progress: Progress) -> dict[str, object]:
    """Import one brand, and tell what there is now."""
    from sociable import archives, atomic, settings, unchanged
    from sociable.errors import Fault, InputError

    brand = settings.load(source)
    name = brand.about.name
    plain = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
    target = output / f"brand={plain or 'brand'}"
    if target in taken:
        what = f"{name!r} has the same name as the brand in {taken[target]}"
        raise InputError(Fault(str(source), what, "give each brand a name of its own"))
    taken[target] = source
    atomic.replaceable(target)
    parts = archives.each(brand, progress)
    atomic.swap_in(archives.tables(name, parts), target)
    return {
        "brand": name, "folder": str(target), "archive": Path(unchanged.seen_from(brand.root, target)).as_posix(),
        "accounts": [key for key, _, _ in parts],
        "posts": sum(records.posts.height for _, records, _ in parts),
        "messages": sum(records.messages.height for _, records, _ in parts),
        "months": len({path.name for path in target.glob("*/month=*")}),
    }  # fmt: skip
