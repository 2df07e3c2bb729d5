"""`sociable forget`: take one person out of everything that Sociable has kept."""

from __future__ import annotations

from pathlib import Path

import click

from sociable.progress import say


@click.command("forget", short_help="take a person out of what was kept: cache, labels, history, playbook")
@click.argument("brand", type=click.Path(path_type=Path), default="brand.yaml")
@click.option("--person", required=True, help="a handle, a name or an e-mail address, as it was written")
@click.option("--dry-run", is_flag=True, help="tell what would change, and change nothing")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(brand: Path, person: str, dry_run: bool, quiet: bool) -> None:
    """Remove PERSON from the answers kept on this machine and from the labels, history, review and playbook of BRAND.

    The exports themselves are yours and stay as they are: take the person out of them too, or
    request new ones. Whatever changes is written whole or not at all.

    \b
    Example:
      sociable forget clients/harbour/ --person @lena_k
    """
    from sociable import oblivion

    def waits() -> None:
        say("another run is at work on this brand: waiting until it is done", err=True)

    found = oblivion.forget(brand, person, dry_run=dry_run, waits=waits)
    if quiet:
        return
    for place, count in found:
        say(f"{place}: {count} {'place' if count == 1 else 'places'}")
    told = "would be changed" if dry_run else "changed"
    say(f"{len(found)} {'file' if len(found) == 1 else 'files'} {told}")
