"""Telling a person at a terminal how far long work has come; silent elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

DETAIL = 60
"""Characters of what is at work that fit beside the figures."""


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
            self._bar.set_description_str(f"{stage}, {detail}"[:DETAIL], refresh=False)
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
