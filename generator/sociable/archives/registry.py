"""Which readers there are: every module of this folder that offers what a reader offers.

Adding a platform is adding a file (recipe C).  Readers are asked by RANK, then
NAME; several may answer for one folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, cast

from sociable.archives import tabular
from sociable.archives.container import Container
from sociable.archives.records import Records
from sociable.config import Account, Brand
from sociable.model import Issue

OFFERED = ("NAME", "PLATFORM", "FEEDS", "RANK", "sniff", "read")
ANY = "other"
"""The PLATFORM of a reader whose files do not say which network they are of."""
_OWN = frozenset({"read", "discover", "nearest", "registry", "generic", "plaintable"})
"""Not looked at: `generic` has its own place, before all or after all (see `read`)."""


class Reader(Protocol):
    """What every reader module offers.

    Beside this it may offer ``owners(container) -> [(handle, display name)]``,
    ``platform(container) -> str`` where it reads several networks,
    ``zone(container) -> str`` where files name the account's time zone, ``FORMATS``,
    the tables it knows, and ``settle(posts) -> (posts, lost by file)`` where its
    rows only add to those of others.
    """

    NAME: str
    PLATFORM: str
    FEEDS: tuple[str, ...]
    RANK: int

    def sniff(self, container: Container) -> bool:
        """Whether the reader knows something in the container."""
        ...

    def read(self, container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
        """All that the reader knows in the container."""
        ...


def find() -> tuple[Reader, ...]:
    """Every reader, by RANK, then NAME."""
    names = sorted(one.name for one in pkgutil.iter_modules([str(Path(__file__).parent)]) if one.name not in _OWN)
    return chosen([importlib.import_module(f"{__package__}.{name}") for name in names])


def chosen(modules: Iterable[object]) -> tuple[Reader, ...]:
    """Those of `modules` that are readers, by RANK, then NAME."""
    found = [cast("Reader", one) for one in modules if all(hasattr(one, name) for name in OFFERED)]
    return tuple(sorted(found, key=lambda one: (one.RANK, one.NAME)))


def serves(reader: Reader, account: Account) -> bool:
    """Whether the reader's files can be the account's: same network, or one of many."""
    return ANY in (reader.PLATFORM, account.platform) or account.platform == reader.PLATFORM or _many(reader)


def _many(reader: Reader) -> bool:
    return hasattr(reader, "platform")


def owners(reader: Reader, container: Container) -> list[tuple[str, str]]:
    """Handle and display name of whose export it is; empty where the files do not say."""
    ask = getattr(reader, "owners", None)
    return cast("list[tuple[str, str]]", ask(container)) if ask else []


def platform(reader: Reader, container: Container) -> str:
    """The network that the container's files are of, as far as the reader can tell."""
    ask = getattr(reader, "platform", None)
    return cast("str", ask(container)) if ask else reader.PLATFORM


def zone(reader: Reader, container: Container) -> str:
    """The time zone that the account was set to, in the words of its files; empty where they do not say."""
    ask = getattr(reader, "zone", None)
    return cast("str", ask(container)) if ask else ""


def formats(readers: Iterable[Reader]) -> tuple[tabular.Format, ...]:
    """The tables that the readers know."""
    return tuple(one for reader in readers for one in getattr(reader, "FORMATS", ()))
