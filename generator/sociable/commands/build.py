"""`sociable build`: exports in, playbook out."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from sociable.progress import say


@click.command("build", short_help="build the playbook of a brand")
@click.argument("brand", type=click.Path(path_type=Path), default="brand.yaml")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="folder to write; default: output/ beside BRAND")
@click.option("--period", help="2026-Q3, 2026-07, 2026 or 2026-07-01..2026-09-30; default: the last complete one")
@click.option(
    "--periods",
    "many",
    type=click.Choice(["one", "all"]),
    default="one",
    show_default=True,
    help="all: score every earlier period of the exports in the same run, for trends",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="the day to count from; default: the newest record")
@click.option("--from", "source", type=click.Path(path_type=Path), help="redraw this report.json; needs no exports")
@click.option("--single-file", is_flag=True, help="write one self-contained page as well")
@click.option("--pdf", is_flag=True, help="write playbook.pdf as well; needs pip install 'sociable[pdf]'")
@click.option("--slides", is_flag=True, help="write slides.html as well: the brief, a finding a screen")
@click.option("--fail-on", type=click.Choice(["declined"]), help="end with exit code 3 when a question declined")
@click.option("--open", "show", is_flag=True, help="open the playbook in a browser when it is done")
@click.option("-q", "--quiet", is_flag=True, help="print only errors and what a cut export lacks")
def command(
    brand: Path,
    output: Path | None,
    period: str | None,
    many: str,
    today: object,
    source: Path | None,
    single_file: bool,
    pdf: bool,
    slides: bool,
    fail_on: str | None,
    show: bool,
    quiet: bool,
) -> None:
    """Read the exports that BRAND (a brand.yaml) names and write the playbook.

    \b
    Example:
      sociable build clients/harbour/brand.yaml --open
      sociable build --from output/report.json -o redrawn/
    """
    from sociable import resources, shortfall
    from sociable.progress import Progress

    click.get_current_context().with_resource(resources.client(source or brand))
    with Progress(quiet) as progress:
        if source:
            from sociable import playbook

            target = output or Path("output")
            result = playbook.redraw(source, target, single_file=single_file, pdf=pdf, slides=slides)
        else:
            from sociable import build

            day = today.date() if hasattr(today, "date") else None
            result = build.build(
                brand, output, period=period, today=day, backfill=many == "all", single_file=single_file,
                pdf=pdf, slides=slides, progress=progress,
            )  # fmt: skip
    if not quiet:
        say(*result.lines, result.index.resolve().as_uri())
    else:  # figures of a cut export may not pass unseen
        say(*shortfall.warnings(result.report.inputs), err=True)
    if show:
        webbrowser.open(result.index.resolve().as_uri())
    if fail_on:
        from sociable import comparison, quarters

        comparison.gate(quarters.declined(result.report), fail_on)
