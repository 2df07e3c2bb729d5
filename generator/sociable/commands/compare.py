"""`sociable compare`: what moved between two reports."""

from __future__ import annotations

from pathlib import Path

import click

from sociable.progress import say, say_json


@click.command("compare", short_help="tell what moved between two reports, and how sure that is")
@click.argument("first", metavar="A.json", type=click.Path(path_type=Path))
@click.argument("second", metavar="B.json", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="print the comparison as JSON")
@click.option("--page", type=click.Path(path_type=Path), help="write it as one self-contained HTML page")
@click.option("--fail-on", type=click.Choice(["declined"]), help="end with exit code 3 when a question declined")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(first: Path, second: Path, as_json: bool, page: Path | None, fail_on: str | None, quiet: bool) -> None:
    """Compare two report.json files (of output/ or history/): what moved, why it may look so, how sure that is.

    \b
    Example:
      sociable compare history/2026-Q2.json output/report.json
      sociable compare history/2026-Q2.json history/2026-Q3.json --page change.html --fail-on declined
    """
    from sociable import atomic, comparison, site

    before, now = comparison.load(first, second)
    rules = comparison.rules()
    found = comparison.compare(before, now, rules)
    if page is not None:
        atomic.write(page, site.comparison_page(found, now, rules).encode())
    if as_json:
        say_json(found)
    elif not quiet:
        say(*site.comparison_lines(found, now, rules))
    comparison.gate(comparison.declined(found), fail_on)
