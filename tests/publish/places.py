"""The places that the same scenarios are played in: how a person reads and edits there, and how edits are counted."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import confluence_server
import proxy

from sociable import addresses, publish
from sociable.config import Destination
from sociable.publish import Target

ROOT = "Playbooks/Harbour Lights"
MESSAGE = "Sociable: playbook"


class Place:
    """One destination; `text` is None where no page stands."""

    def __init__(self, entry: Destination, dialect: str, base: Path = Path()) -> None:
        self.entry, self.dialect, self.base, self.root = entry, dialect, base, ROOT

    def open(self, **changes: Any) -> Target:
        return publish.open_target(self.entry.model_copy(update=changes), self.base, self.root, MESSAGE)

    def title(self, page: str) -> str:
        return addresses.address(self.dialect, self.root, page, self.entry.to if self.dialect == "markdown" else "")

    def text(self, page: str) -> str | None:
        raise NotImplementedError

    def edit(self, page: str, change: Callable[[str], str]) -> None:
        raise NotImplementedError

    def add(self, page: str, text: str) -> None:
        """A page by a person's own hand."""
        raise NotImplementedError

    def edits(self) -> int:
        raise NotImplementedError


class Confluence(Place):
    def __init__(self, state: confluence_server.State) -> None:
        super().__init__(
            Destination(name="w", to="confluence", url=state.url, space="TEAM", per_second=1000), "confluence"
        )
        self.state = state

    def text(self, page: str) -> str | None:
        return next((one["body"] for one in self.state.pages.values() if one["title"] == self.title(page)), None)

    def edit(self, page: str, change: Callable[[str], str]) -> None:
        self.state.edit(self.title(page), change)

    def add(self, page: str, text: str) -> None:
        number = self.state.next_id()
        parent = next((one["id"] for one in self.state.pages.values() if one["title"] == self.title("index")), "")
        self.state.pages[number] = {
            "id": number, "title": self.title(page), "body": text, "parent": parent, "version": 1, "files": {},
        }  # fmt: skip

    def edits(self) -> int:
        return len(self.state.edits)


class GitWiki(Place):
    def __init__(self, url: str, flavour: str, bare: Path, work: Path) -> None:
        super().__init__(Destination(name="w", to=flavour, url=url, per_second=1000), "markdown")
        self.bare, self.work = bare, work

    def text(self, page: str) -> str | None:
        ran = subprocess.run(
            ["git", "show", f"HEAD:{self.title(page)}"], cwd=self.bare, capture_output=True, text=True, check=False
        )
        return ran.stdout if ran.returncode == 0 else None

    def edit(self, page: str, change: Callable[[str], str]) -> None:
        self.add(page, change(self.text(page) or ""))

    def add(self, page: str, text: str) -> None:
        commit(self.bare, self.work, self.title(page), text)

    def edits(self) -> int:
        return int(shell(self.bare, "git", "rev-list", "--count", "HEAD"))


class Wiki(Place):
    """MediaWiki or DokuWiki, read and edited by the client libraries as a person would."""

    def __init__(self, entry: Destination, wiki: Any) -> None:
        super().__init__(entry, entry.to)
        self.wiki = wiki


def commit(bare: Path, work: Path, path: str, text: str) -> None:
    """A person's commit, pushed from a clone of their own."""
    if not work.exists():
        shell(work.parent, "git", "clone", "--quiet", str(bare), str(work))
    elif (bare / "refs" / "heads" / "master").exists():
        shell(work, "git", "pull", "--quiet", "--ff-only")
    (work / path).parent.mkdir(parents=True, exist_ok=True)
    (work / path).write_text(text)
    shell(work, "git", "add", "--all")
    shell(work, "git", "-c", "user.name=Jo", "-c", "user.email=jo@example.invalid", "commit", "-qm", "by hand")
    shell(work, "git", "push", "--quiet", "origin", "HEAD")


def shell(folder: Path, *command: str) -> str:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def bare(folder: Path) -> Path:
    """A repository with a first commit, as a new wiki has one."""
    path = folder / "wiki.git"
    shell(folder, "git", "init", "--quiet", "--bare", "--initial-branch", "master", str(path))
    shell(path, "git", "config", "http.receivepack", "true")
    commit(path, folder / "jo", "Welcome.md", "hello\n")
    return path


@contextmanager
def signed_in(user: str, token: str) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in ("SOCIABLE_W_USER", "SOCIABLE_W_TOKEN")}
    os.environ |= {"SOCIABLE_W_USER": user, "SOCIABLE_W_TOKEN": token}
    try:
        yield
    finally:
        for key, value in before.items():
            os.environ.pop(key)
            if value is not None:
                os.environ[key] = value


@contextmanager
def confluence(cloud: bool) -> Iterator[Confluence]:
    with confluence_server.serve(cloud) as state, signed_in(confluence_server.USER, confluence_server.TOKEN):
        yield Confluence(state)


@contextmanager
def git_wiki(folder: Path, flavour: str) -> Iterator[GitWiki]:
    repository = bare(folder)
    with proxy.git(folder) as server, signed_in(proxy.USER, proxy.TOKEN):
        yield GitWiki(f"{server.url}/wiki.git", flavour, repository, folder / "jo")
