"""`sociable init`: a brand.yaml from the exports in a folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init", short_help="write a brand.yaml from the exports found in a folder")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--force", is_flag=True, help="overwrite a brand.yaml that is there")
@click.option("--print", "show", is_flag=True, help="print the file instead of writing it")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(folder: Path, force: bool, show: bool, quiet: bool) -> None:
    """Look through FOLDER for exports of any platform and write a commented brand.yaml there.

    \b
    Example:
      sociable init my-exports/
    """
    from sociable import history
    from sociable.draft import draft
    from sociable.errors import Fault, InputError

    target = folder / "brand.yaml"
    if target.exists() and not (force or show):
        raise InputError(Fault(str(target), "is there already", "edit it, or overwrite it with --force"))
    found = draft(folder)
    if show:
        click.echo(found.text, nl=False)
        return
    history.write(target, found.text.encode())
    if not quiet:
        click.echo(f"wrote {target}")
        for line in (*found.questions, *(f"left out: {one}" for one in found.strangers)):
            click.echo(f"  {line}")
        click.echo(f"next: sociable check {folder}")
