"""Finds the files of content/ and templates/: a client's own first, then ours.

A name such as ``content/rubric/promo-share.md`` is looked for, in this order,
in the client's override folder, in a checkout's top-level folders and in the
folder that a wheel ships.  Overrides replace single files, never folders.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from sociable.errors import ContentError, Fault

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]
_OWN = _CHECKOUT if (_CHECKOUT / "content" / "rubric").is_dir() else _PACKAGE / "_shipped"
_client: ContextVar[Path | None] = ContextVar("client folder", default=None)


@contextmanager
def override(folder: Path | None) -> Iterator[None]:
    """Within this block `folder` is searched before our own files; None changes nothing."""
    token = _client.set(folder if folder is not None else _client.get())
    try:
        yield
    finally:
        _client.reset(token)


@contextmanager
def client(source: Path | None) -> Iterator[None]:
    """Within this block the client's own content/ and templates/ come first: those beside its brand.yaml.

    `source` is the brand.yaml, its folder, or a file written below it (output/report.json).
    """
    near = [] if source is None else [source.absolute(), *source.absolute().parents][:3]
    folder = next((one for one in near if (one / "brand.yaml").is_file()), None)
    with override(folder if folder and any((folder / one).is_dir() for one in ("content", "templates")) else None):
        yield


def shipped() -> Path:
    """The folder that holds our own content/ and templates/."""
    return roots()[-1]


def roots() -> tuple[Path, ...]:
    """The folders that are searched, the most particular first."""
    client = _client.get()
    return (client, _OWN) if client is not None else (_OWN,)


def find(relative: str) -> Path:
    """The file or folder called `relative`; ContentError with a near name when there is none."""
    _refuse_escape(relative)
    for root in roots():
        if (root / relative).exists():
            return root / relative
    name = PurePosixPath(relative).name
    beside = sorted({path.name for root in roots() for path in (root / relative).parent.glob("*")})
    near = get_close_matches(name, beside, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"put it under {roots()[0]}"
    raise ContentError(Fault(file=relative, what="there is no such file", remedy=remedy))


def files(folder: str, suffix: str) -> list[Path]:
    """Every file of `folder` that ends in `suffix`, a client's in place of ours, sorted by name."""
    _refuse_escape(folder)
    found: dict[str, str] = {}
    for root in reversed(roots()):
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(root / folder) as entries:
            found |= {one.name: one.path for one in entries if one.name.endswith(suffix) and one.is_file()}
    return [Path(found[name]) for name in sorted(found)]


def read(path: Path) -> str:
    """The text of a file of content/ or templates/; ContentError when it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 ({error.reason})"
        raise ContentError(Fault(shown(path), what, "save it as UTF-8")) from error


def shown(path: Path) -> str:
    """`path` as a message names it: from content/ or templates/ on, never a machine's folders."""
    for root in roots():
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name


def _refuse_escape(relative: str) -> None:
    """Names come from client files too, so none may climb out of the roots."""
    parts = PurePosixPath(relative)
    if parts.is_absolute() or ".." in parts.parts:
        raise ContentError(Fault(file=relative, what="leaves the content folder", remedy="name a file inside it"))
