"""`sociable init`: a brand.yaml from the exports in a folder."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from sociable.progress import say


@click.command("init", short_help="write a brand.yaml from the exports found in a folder")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--yes", is_flag=True, help="ask nothing: take what the exports say, and guess the rest in the open")
@click.option("--force", is_flag=True, help="overwrite a brand.yaml that is there")
@click.option("--print", "show", is_flag=True, help="print the file instead of writing it")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(folder: Path, yes: bool, force: bool, show: bool, quiet: bool) -> None:
    """Look through FOLDER for exports of any platform and write a commented brand.yaml there.

    Asks only what no export says, and only at a terminal; --yes asks nothing.

    \b
    Example:
      sociable init my-exports/
      sociable init my-exports/ --yes
    """
    from sociable import atomic
    from sociable.errors import Fault, InputError
    from sociable.newbrand import draft, propose
    from sociable.progress import Progress

    target = folder / "brand.yaml"
    if target.exists() and not (force or show):
        raise InputError(Fault(str(target), "is there already", "edit it, or overwrite it with --force"))
    asks = not (yes or quiet or show) and sys.stdin.isatty() and sys.stderr.isatty()
    with Progress(quiet) as progress:
        found = draft(folder, _ask if asks else propose, progress)
    if show:
        say(*found.text.splitlines())
        return
    atomic.write(target, found.text.encode())
    if not quiet:
        say(f"wrote {target}")
        notes = [("found", found.found), ("guessed, change it if it is wrong", found.guessed)]
        for heading, lines in (*notes, ("left out", found.strangers)):
            for line in lines:
                say(f"  {heading}: {line}")
        say(f"next: sociable check {shlex.quote(str(folder))}")


def _ask(question: str, answer: str) -> str:
    return str(click.prompt(f"{question} (Enter: {answer})", default=answer, show_default=False, err=True))
