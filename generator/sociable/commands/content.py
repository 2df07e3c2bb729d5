"""`sociable content`: what can be changed beside brand.yaml, copies of it, and how they stand after an upgrade."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from sociable.progress import say, say_json

FOLDER = click.option(
    "-C", "--brand", "brand", type=click.Path(path_type=Path), default=".", show_default=True,
    help="brand.yaml or its folder",
)  # fmt: skip


class Parts(click.Group):
    """Suggests the near name; of click's own groups only the newest do."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a mistyped name."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f"did you mean `sociable content {near[0]}`?" if near else f"commands: {', '.join(self.commands)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    "content", cls=Parts, short_help="copy rubric, words or templates beside brand.yaml, and keep up with upgrades"
)
def command() -> None:
    """Copy our content or templates beside a brand.yaml, where a copy wins over ours, file by file.

    \b
    Example:
      sociable content list rubric
      sociable content eject rubric/promo-share words/ask --brand clients/harbour
      sociable content status --brand clients/harbour
    """


@command.command("list", short_help="name what can be copied")
@click.argument("part", default="")
def listed(part: str) -> None:
    """Name the files that can be copied, all or those of PART.

    \b
    Example:
      sociable content list rubric
    """
    from sociable import overrides

    for name in overrides.named(part) if part else overrides.names():
        say(name.removeprefix("content/"))


@command.command("eject", short_help="copy files beside brand.yaml")
@click.argument("names", nargs=-1, required=True)
@FOLDER
@click.option("--force", is_flag=True, help="copy over files that are there already")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def eject(names: tuple[str, ...], brand: Path, force: bool, quiet: bool) -> None:
    """Copy NAMES (rubric, rubric/promo-share, words, templates/html ...) beside brand.yaml.

    \b
    Example:
      sociable content eject rubric/promo-share --brand clients/harbour
    """
    from sociable import overrides

    written = overrides.eject(_folder(brand), names, force=force)
    if not quiet:
        for name in written:
            say(f"copied {name}")
        say(f"{len(written)} copied" if written else "nothing copied: all are there already (--force copies anew)")


@command.command("status", short_help="tell how the copies stand to ours")
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="print the states as JSON")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors; the exit code tells")
def status(brand: Path, as_json: bool, quiet: bool) -> None:
    """Tell how every copy stands to our file; exit code 3 when an upgrade has left one behind.

    \b
    Example:
      sociable content status --brand clients/harbour
    """
    from dataclasses import asdict

    from sociable import overrides
    from sociable.errors import Fault, LimitCrossed

    found = overrides.status(_folder(brand))
    if as_json:
        say_json([asdict(one) for one in found], as_it_is=True)
    elif not quiet:
        for one in found:
            say(f"{one.name}: {overrides.MEANS[one.state]}")
            if one.state == "stale":
                say(*one.difference.splitlines())
        if not found:
            say("no copies: everything is as shipped")
    behind = [one.name for one in found if one.state in ("stale", "gone")]
    if behind:
        remedy = "take over what you want of the difference, then `sociable content accept`"
        raise LimitCrossed(*(Fault(name, "is behind our file", remedy) for name in behind))


@command.command("accept", short_help="say that copies have followed our present files")
@click.argument("names", nargs=-1, required=True)
@FOLDER
def accept(names: tuple[str, ...], brand: Path) -> None:
    """Say that the copies NAMES have taken over what they want of our present files.

    \b
    Example:
      sociable content accept rubric/promo-share --brand clients/harbour
    """
    from sociable import overrides

    for name in overrides.accept(_folder(brand), names):
        say(f"{name}: compared with our present file from now on")


def _folder(brand: Path) -> Path:
    from sociable.errors import Fault, InputError

    folder = brand.parent if brand.name == "brand.yaml" else brand
    if not folder.is_dir():
        raise InputError(Fault(str(folder), "is not a folder", "name brand.yaml or the folder that holds it"))
    return folder
