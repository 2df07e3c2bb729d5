"""Jinja as everything here is drawn by it: escaping on, no undefined names, each template compiled once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any, ParamSpec

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.ext import Extension

from sociable import resources, tongue
from sociable.errors import ContentError

P = ParamSpec("P")


def kept(make: Callable[P, Environment]) -> Callable[P, Environment]:
    """Keeps what `make` made, one for each client with templates of its own and each language."""

    @lru_cache(maxsize=8)
    def once(_: object, *args: Any, **named: Any) -> Environment:
        return make(*args, **named)

    @wraps(make)
    def run(*args: P.args, **named: P.kwargs) -> Environment:
        return once((resources.roots(), tongue.now().code), *args, **named)  # type: ignore[arg-type]

    return run


def environment(
    folders: Sequence[str], finalize: Callable[[object], object], *, last_line: bool = False,
    extensions: Sequence[type[Extension]] = (),
) -> Environment:  # fmt: skip
    """Jinja over `templates/<folder>`, the first that has a name; `finalize` makes text of whatever is printed.

    A template that was changed, or that a client now has, is read anew.
    `last_line` keeps the line break at the end of a template.
    """

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = _found(folders, name)
        return found and (tongue.template(found[0]), found[1], lambda: _found(folders, name) == found)

    return Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, finalize=finalize, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=last_line, extensions=extensions,
    )  # fmt: skip


def _found(folders: Sequence[str], name: str) -> tuple[str, str] | None:
    """The text of a template and its path; a client's own before ours."""
    for folder in folders:
        try:
            path = resources.find(f"templates/{folder}/{name}")
        except ContentError:
            continue
        return resources.read(path), str(path)
    return None
