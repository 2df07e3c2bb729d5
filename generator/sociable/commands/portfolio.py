"""`sociable portfolio`: many brands in, a playbook each and one page over all of them out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociable.progress import say, say_json

if TYPE_CHECKING:
    from sociable.beside import Portfolio


@click.command("portfolio", short_help="build the playbooks of many brands, and one page over all of them")
@click.argument("brands", metavar="BRAND...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default="portfolio", show_default=True)
@click.option("--period", help="2026-Q3, 2026-07 or 2026; default: the last complete one of each brand")
@click.option(
    "--periods", "many", type=click.Choice(["one", "all"]), default="one", show_default=True,
    help="all: score every earlier period of the exports in the same run",
)  # fmt: skip
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="the day to count from; default: the newest record")
@click.option("--jobs", type=click.IntRange(1), help="brands at work at once; default: one a processor")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="spark: on an Apache Spark cluster; needs pip install 'sociable[spark]' and Java",
)  # fmt: skip
@click.option("--master", default="local[*]", show_default=True, help="of Spark: local[2], spark://host:7077, yarn")
@click.option("--json", "as_json", is_flag=True, help="print the outcome as JSON")
@click.option("--fail-on", type=click.Choice(["declined"]), help="end with exit code 3 when a question declined")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(
    brands: tuple[Path, ...],
    output: Path,
    period: str | None,
    many: str,
    today: object,
    jobs: int | None,
    engine: str,
    master: str,
    as_json: bool,
    fail_on: str | None,
    quiet: bool,
) -> None:
    """Build the playbook of every BRAND (a brand.yaml, its folder, or the folder of all clients) below one folder.

    A brand that fails is listed and stops nobody else; the run then ends with
    exit code 1. What has not changed since the last run is not built again.

    \b
    Example:
      sociable portfolio clients/ -o output/
      sociable portfolio clients/*/brand.yaml -o output/ --json
      sociable portfolio clients/ -o output/ --engine spark --master spark://host:7077
    """
    import os

    from sociable import build, comparison, portfolio
    from sociable.errors import Fault, InputError
    from sociable.progress import Progress

    options = {"period": period, "today": today.date() if hasattr(today, "date") else None, "backfill": many == "all"}
    sources = portfolio.find(brands)
    with Progress(quiet or as_json) as progress:
        try:
            found = portfolio.run(
                sources, output, build.build, options, jobs or os.cpu_count() or 1, progress,
                master if engine == "spark" else "",
            )  # fmt: skip
        except KeyboardInterrupt:
            remedy = "run the same again; brands that were done are not built anew"
            raise InputError(Fault("portfolio", "interrupted", remedy)) from None
    _told(found, output, as_json=as_json, quiet=quiet)
    comparison.gate([f"{one.id}: {name}" for one in found.clients for name in one.declined], fail_on)


def _told(found: Portfolio, output: Path, *, as_json: bool, quiet: bool) -> None:
    """Write the index page and say what became of each brand; InputError where some could not be built."""
    from sociable import atomic, site
    from sociable.errors import Fault, InputError

    atomic.write(output / "index.html", site.portfolio_page(found).encode())
    if as_json:
        say_json(found)
    elif not quiet:
        for line in (*site.portfolio_lines(found), (output / "index.html").resolve().as_uri()):
            say(line)
    for fault in [f"{one.id}: {fault}" for one in found.clients for fault in one.faults]:
        say(f"sociable: {fault}", err=True)
    if failed := sum(one.status == "failed" for one in found.clients):
        what = f"{failed} of {len(found.clients)} brands could not be built"
        raise InputError(Fault(str(output), what, "put right what the lines above say and run the same again"))
