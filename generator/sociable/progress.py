"""Telling a person at a terminal how far long work has come; silent elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

from sociable.errors import visible, visible_json

DETAIL = 60
"""Characters of what is at work that fit beside the figures."""


class Heading(str):
    """A line that stands out."""

    __slots__ = ()


def say(*lines: str, err: bool = False) -> None:
    """Prints lines as no post, name or path in them can make a terminal do anything but show them."""
    import click

    for line in lines:
        shown = visible(line)
        click.echo(click.style(shown, bold=True) if isinstance(line, Heading) else shown, err=err)


def say_json(value: object, *, as_it_is: bool = False) -> None:
    """Prints a value as JSON, keys of tables in their order or `as_it_is`."""
    import click
    import msgspec

    text = msgspec.json.format(
        msgspec.json.encode(value, order=None if as_it_is else "deterministic"), indent=1
    ).decode()
    click.echo(visible_json(text))


class Progress:
    """One line on standard error: the stage, and how much of it is done.

    Quiet when asked to be, or when standard error is not a terminal.  Stages
    call it as ``progress(stage, done, total)``; `total` 0 means not known.
    """

    def __init__(self, quiet: bool = False) -> None:
        self.active = not quiet and sys.stderr.isatty()
        self._bar: Any = None
        self._stage = ""

    def __call__(self, stage: str, done: int = 0, total: int = 0, detail: str = "") -> None:
        """Show that `done` of `total` of `stage` is behind us, and in few words what is at work now."""
        if not self.active:
            return
        if stage != self._stage:
            self.close()
            from tqdm import tqdm

            form = "{desc}: {percentage:3.0f}% {elapsed}<{remaining}" if total else "{desc} {elapsed}"
            self._bar = tqdm(desc=stage, total=total or None, leave=False, file=sys.stderr, bar_format=form)
            self._stage = stage
        if detail:
            self._bar.set_description_str(visible(f"{stage}, {detail}")[:DETAIL], refresh=False)
            self._bar.refresh()
        self._bar.update(max(0, done - self._bar.n))

    def close(self) -> None:
        """Clear the line."""
        if self._bar is not None:
            self._bar.close()
        self._bar, self._stage = None, ""

    def __enter__(self) -> Progress:
        """Use it as a context, so that the line is cleared whatever happens."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the line."""
        self.close()
