"""`sociable demo`: the playbook of a made-up brand."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from sociable.progress import say

LEFT_BEHIND = shutil.ignore_patterns("*.py", "__pycache__", "history", "output", ".sociable-cache")
"""The maker of the demo, and what a build inside the checkout may have left there."""


@click.command("demo", short_help="build the playbook of a made-up brand")
@click.option("-o", "--output", type=click.Path(path_type=Path), default="sociable-demo", show_default=True)
@click.option("--export", type=click.Path(path_type=Path), help="also copy the brand's exports there, to play with")
@click.option("--open", "show", is_flag=True, help="open the playbook in a browser when it is done")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(output: Path, export: Path | None, show: bool, quiet: bool) -> None:
    """Build the playbook of Harbour Lights Ferries, a made-up brand, over four quarters.

    \b
    Example:
      sociable demo --open
      sociable demo --export my-first-brand/
    """
    import webbrowser

    from sociable import atomic, build, resources
    from sociable.errors import Fault, InputError
    from sociable.progress import Progress

    source = resources.find("content/demo")
    if export:
        atomic.ready(export)
        if any(export.iterdir()):
            raise InputError(Fault(str(export), "is not empty", "give a new folder"))
        shutil.copytree(source, export, dirs_exist_ok=True, ignore=LEFT_BEHIND)
    with TemporaryDirectory() as work, Progress(quiet) as progress:
        # a build writes history beside brand.yaml, and the shipped folder may be read-only
        place = Path(work) / "demo"
        shutil.copytree(source, place, ignore=LEFT_BEHIND)
        result = build.build(place / "brand.yaml", output, backfill=True, single_file=True, progress=progress)
    if not quiet:
        say(*result.lines)
        say(result.index.resolve().as_uri())
    if show:
        webbrowser.open(result.index.resolve().as_uri())
