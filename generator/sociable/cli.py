"""The command line: names to modules, errors to one line each, exit codes.

Exit codes: 0 done, 1 the input is wrong, 2 the command is wrong, 3 a limit
that was declared is crossed.  Each command is a module in `commands`, imported
only when it runs, so that `sociable --help` answers at once.
"""

from __future__ import annotations

import difflib
import gc
import importlib
import os
import sys

import click

from sociable import __version__
from sociable.errors import SociableError, place_of, visible

COMMANDS = {
    "init": "write a brand.yaml from the exports found in a folder",
    "check": "tell what the exports can show, and which file would show more",
    "build": "build the playbook of a brand",
    "compare": "tell what moved between two reports, and how sure that is",
    "review": "read a random sample by hand, and let it correct the detectors",
    "publish": "send the playbook to a folder, a Git branch or a wiki",
    "lint": "tell what is wrong with drafts before they go out, and how to put it",
    "rewrite": "tell what is wrong with one draft, and how to put it instead",
    "portfolio": "build the playbooks of many brands, and one page over all of them",
    "import": "write the tables of brands as Parquet, by brand and month",
    "label": "label the posts of a file, one JSON object a post",
    "content": "copy rubric, words or templates beside brand.yaml, and keep up with upgrades",
    "forget": "take a person out of what was kept: cache, labels, history, playbook",
    "demo": "build the playbook of a made-up brand",
}

MODULES = {"import": "import_"}
"""Where a command cannot be called as its module is."""


class Commands(click.Group):
    """Loads a command's module when it is named, and suggests the near name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, or None; the module is imported here."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"sociable.commands.{MODULES.get(name, name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a mistyped name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean `sociable {near[0]}`?" if near else f"commands: {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="sociable", message="%(prog)s %(version)s")
def group() -> None:
    """Turn a brand's own social-media exports into a playbook.

    \b
    Start here:
      sociable demo                 see a playbook of a made-up brand
      sociable init my-exports/     write a brand.yaml from what is there
      sociable build my-exports/brand.yaml
    """


CYCLES = (50_000, 20, 20)
"""How seldom Python looks for cycles: every 700 new values would be one twentieth of a short build."""

FAULTS = 20
"""Faults that are printed: a sheet filled in another way has one in each cell."""


def main() -> None:
    """Run the command line; a fault is one line on standard error, never a traceback."""
    gc.set_threshold(*CYCLES)
    try:
        group.main(standalone_mode=False, color=False if os.environ.get("NO_COLOR") else None)  # no-color.org
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        _fail("interrupted; nothing was changed", 1)
    except click.ClickException as error:
        ctx = error.ctx if isinstance(error, click.UsageError) else None
        hint = f" (see `{ctx.command_path} --help`)" if ctx else ""
        _fail(f"{error.format_message()}{hint}", 2)
    except SociableError as error:
        for fault in error.faults[:FAULTS]:
            click.echo(visible(f"sociable: {fault}"), err=True)
        if (more := len(error.faults) - FAULTS) > 0:
            click.echo(f"sociable: and {more} more like these", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except BaseException as error:  # what a library written in Rust breaks down with is no Exception
        if isinstance(error, SystemExit | KeyboardInterrupt) or os.environ.get("SOCIABLE_DEBUG"):
            raise
        what = f"{type(error).__name__}: {place_of(error)}"
        _fail(f"internal error: {what}; set SOCIABLE_DEBUG=1 and report what it prints", 1)


def _fail(message: str, code: int) -> None:
    click.echo(visible(f"sociable: {message}"), err=True)
    sys.exit(code)
