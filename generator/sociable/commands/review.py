"""`sociable review`: a random sample to read by hand, and what the reading says of the detectors."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociable.progress import say, say_json

if TYPE_CHECKING:
    from sociable.review import Agreement

KINDS = {
    "B": "post", "P": "reshare", "R": "reply", "U": "unasked message", "D": "direct message", "I": "inbound message",
}  # fmt: skip
LOW = 0.6
"""Below this kappa of two readers, the wording of a label needs work (RUBRIC 4.6)."""


@click.command("review", short_help="read a random sample by hand, and let it correct the detectors")
@click.argument("brand", type=click.Path(path_type=Path), default="brand.yaml")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="folder to write; default: review/")
@click.option("-n", "--size", type=click.IntRange(1, 5000), default=150, show_default=True, help="how many to draw")
@click.option("--label", "labels", multiple=True, help="ask for this label only; may be given again")
@click.option("--period", help="2026-Q3, 2026-07, 2026 or 2026-07-01..2026-09-30; default: the last complete one")
@click.option("--force", is_flag=True, help="draw anew over a sheet that holds answers")
@click.option(
    "--read", "sheets", multiple=True, type=click.Path(path_type=Path), help="read a sheet; twice: two readers"
)
@click.option("--json", "as_json", is_flag=True, help="with --read: print the agreement as JSON")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(
    brand: Path, output: Path | None, size: int, labels: tuple[str, ...], period: str | None, force: bool,
    sheets: tuple[Path, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Draw posts of the period at random to review.csv and to a page that works offline, or read the answers back.

    The same period gives the same sample.  With --read the answers go into labels.csv; from the
    next build on they win, and from 50 posts on they put the shares right.

    \b
    Example:
      sociable review clients/harbour/
      sociable review clients/harbour/ --label useful --label brag -n 100
      sociable review clients/harbour/ --read clients/harbour/review/review.csv
    """
    from sociable import resources, review
    from sociable.progress import Progress

    click.get_current_context().with_resource(resources.client(brand))
    if sheets:
        found, target, units = review.read(brand, sheets)
        if as_json:
            say_json(found)
        elif not quiet:
            for line in (*screen(found), f"{units} units are now in {target}; build again to use them"):
                say(line)
        return
    with Progress(quiet) as progress:
        made = review.draw(brand, output, size, labels, period, progress, force=force)
    if not quiet:
        kinds = ", ".join(_counted(kind, count) for kind, count in made.sample.population.items())
        say(f"drew {len(made.sample.units)} of what {made.sample.period.id} holds: {kinds}")
        say(made.page.resolve().as_uri())
        read = f"sociable review {shlex.quote(str(brand))} --read {shlex.quote(str(made.sheet))}"
        say(f"or fill in {made.sheet} (1 yes, 0 no), then: {read}")


def _counted(kind: str, count: int) -> str:
    name = KINDS.get(kind, kind)
    many = "replies" if name == "reply" else f"{name}s"
    return f"{count} {name if count == 1 else many}"


def screen(found: list[Agreement]) -> list[str]:
    """The agreement as a table for a terminal."""
    two = any(one.both for one in found)
    head = f"{'label':<12} {'read':>5} {'yes':>5} {'same':>6} {'right when':>11} {'finds of':>9} {'kappa':>6}"
    under = f"{'':<12} {'':>5} {'':>5} {'':>6} {'it flags':>11} {'all':>9}"
    lines = [head + (f" {'readers':>8}" if two else ""), under]
    for one in found:
        line = f"{one.label:<12} {one.n:>5} {one.yes if one.label != 'purpose' else '':>5} {_share(one.right):>6}"
        line += f" {_share(one.precision):>11} {_share(one.recall):>9} {_kappa(one.kappa):>6}"
        lines.append(line + (f" {_kappa(one.readers):>8}" if two else ""))
    low = [one.label for one in found if one.readers is not None and one.readers < LOW]
    return [*lines, *([f"readers agree too little (kappa under {LOW}) on: {', '.join(low)}"] if low else [])]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value * 100:.0f}%"


def _kappa(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
