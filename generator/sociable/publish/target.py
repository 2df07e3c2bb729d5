"""What a place that pages go to has to offer, and what a plan for it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

What = Literal["created", "changed", "unchanged", "kept", "deleted"]
Pages = Mapping[str, str | bytes]
"""Page id to native markup, and "pictures/<name>" to bytes; for a static host, path to text or bytes."""
Pictures = Literal["svg", "png"]
WHOLE = "html"
"""The dialect in which files are ours as a whole: a static host has no markers."""
PICTURE = "pictures/"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a page's address: its text, the revision to write against, and why it may not be written."""

    text: str
    revision: str = ""
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a target holds: pages and files by our names, and which digests of a file we know to be ours.

    `ours` lacks a file that somebody else put there.
    """

    pages: Mapping[str, Found] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    ours: Mapping[str, frozenset[str]] = field(default_factory=dict)


def stands_at(address: Callable[[str], str], name: str, title: str) -> bool:
    """Whether `title` is the address of the page `name`.

    A name that has none, as a marker written by hand may carry, stands nowhere.
    """
    try:
        return address(name) == title
    except ValueError:
        return False


class Target(Protocol):
    """A place that pages go to.  Every method may raise InputError in one line; `write` and `upload` also Conflict."""

    name: str
    dialect: str

    def check(self) -> tuple[str, ...]:
        """What was found out without writing, a line each; InputError when publishing would fail."""

    def pictures(self) -> Pictures:
        """Which pictures the place shows: "svg" or "png"."""

    def look(self, names: Iterable[str]) -> Standing:
        """What stands at the addresses of these names, and what else of ours stands below the root."""

    def address(self, name: str) -> str:
        """Where a name is found there, as a person would open it."""

    def digest(self, data: bytes) -> str:
        """A file's digest, as `look` tells it."""

    def begin(self, plan: Plan) -> None:
        """Called before the first write."""

    def upload(self, name: str, data: bytes) -> None:
        """Write a picture or a file."""

    def write(self, name: str, text: str, base: Found | None) -> None:
        """Write a page over `base`, or a new one; Conflict when something else stands there by now."""

    def remove(self, name: str, base: Found | None) -> bool:
        """Take a page or file away; False when the account may not."""

    def finish(self) -> None:
        """Called at the end, also when there was nothing to write; a target that collects (a commit) sends here."""

    def close(self) -> None:
        """Give back what was opened."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page or file of a plan: what becomes of it, and why where that is not plain."""

    what: What
    name: str
    why: str = ""
    data: str | bytes = b""
    base: Found | None = None

    @property
    def writes(self) -> bool:
        """Whether anything is sent for it."""
        return self.what in ("created", "changed", "deleted")


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page and file, in the order in which they are pushed."""

    steps: tuple[Step, ...]

    def of(self, what: What) -> tuple[Step, ...]:
        """The steps of one kind."""
        return tuple(step for step in self.steps if step.what == what)

    @property
    def work(self) -> tuple[Step, ...]:
        """What has to be sent."""
        return tuple(step for step in self.steps if step.writes)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan."""

    target: str
    steps: tuple[Step, ...]
    addresses: Mapping[str, str]
    dry: bool = False
