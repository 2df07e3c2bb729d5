"""Git as a target: the branch of a static host, and the wikis that are repositories of Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sociable import addresses
from sociable.errors import Fault, InputError
from sociable.publish import manifest, markers
from sociable.publish.folder import Folder
from sociable.publish.repository import Repository
from sociable.publish.target import PICTURE, WHOLE, Found, Pictures, Plan, Standing
from sociable.publish.wording import say


class Branch:
    """A branch that a static host serves: the files of a folder, one commit a run, nothing else touched."""

    dialect = WHOLE

    def __init__(self, repository: Repository, parent: str, message: str) -> None:
        self.name, self.repository, self.parent, self.message = repository.name, repository, parent, message
        self._folder = Folder(repository.name, repository.path / parent)

    def check(self) -> tuple[str, ...]:
        """Sign in and ask for the right to push."""
        return checked(self.repository)

    def pictures(self) -> Pictures:
        """Pages of HTML carry their charts."""
        return "svg"

    def address(self, name: str) -> str:
        """The path in the branch."""
        return str(Path(self.parent) / name)

    def digest(self, data: bytes) -> str:
        """SHA-256."""
        return manifest.digest(data)

    def look(self, names: Iterable[str]) -> Standing:
        """What the newest commit holds."""
        self.repository.fetch()
        return self._folder.look(names)

    def begin(self, plan: Plan) -> None:
        """As in a folder."""
        self._folder.begin(plan)

    def upload(self, name: str, data: bytes) -> None:
        """As in a folder."""
        self._folder.upload(name, data)

    def write(self, name: str, text: str, base: Found | None) -> None:
        """As in a folder."""
        self._folder.write(name, text, base)

    def remove(self, name: str, base: Found | None) -> bool:
        """As in a folder."""
        return self._folder.remove(name, base)

    def finish(self) -> None:
        """Commit and push."""
        self._folder.finish()
        self.repository.send(self.message)

    def close(self) -> None:
        """Remove the working copy."""
        self._folder.close()
        self.repository.close()


class Wiki:
    """A wiki kept in Git (GitHub, GitLab, Gitea, An Otter Wiki): Markdown between markers, pictures beside it."""

    dialect = "markdown"

    def __init__(self, repository: Repository, root: str, flavour: str, message: str) -> None:
        self.name, self.repository, self.root, self.flavour = repository.name, repository, root, flavour
        self.message = message
        self._ours: manifest.Digests = {}
        home = addresses.address("markdown", root, "index", flavour).removesuffix(".md")
        self._book = repository.path / f".sociable-{home.replace('/', '--')}.json"

    def check(self) -> tuple[str, ...]:
        """Sign in and ask for the right to push."""
        return checked(self.repository)

    def pictures(self) -> Pictures:
        """These wikis show SVG that stands in their repository."""
        return "svg"

    def address(self, name: str) -> str:
        """The path in the repository."""
        if name.startswith(PICTURE):
            return addresses.picture("markdown", self.root, name.removeprefix(PICTURE), self.flavour)
        return addresses.address("markdown", self.root, name, self.flavour)

    def digest(self, data: bytes) -> str:
        """SHA-256."""
        return manifest.digest(data)

    def look(self, names: Iterable[str]) -> Standing:
        """Pages and pictures of the newest commit; pages of ours are told by their markers."""
        self.repository.fetch()
        self._ours = manifest.read(self._book)
        wanted = {*names, *self._ours, *self._marked()}
        pages = {
            name: Found(path.read_bytes().decode("utf-8", "replace"))
            for name in wanted
            if not name.startswith(PICTURE) and (path := self._place(name)).is_file()
        }
        files = {
            name: manifest.digest(path.read_bytes())
            for name in wanted
            if name.startswith(PICTURE) and (path := self._place(name)).is_file()
        }
        return Standing(pages, files, self._ours)

    def begin(self, plan: Plan) -> None:
        """Nothing is sent before the commit."""

    def upload(self, name: str, data: bytes) -> None:
        """Put a picture into the working copy."""
        self._put(name, data)
        self._ours[name] = frozenset({manifest.digest(data)})

    def write(self, name: str, text: str, base: Found | None) -> None:
        """Put a page into the working copy."""
        self._put(name, (text.rstrip("\n") + "\n").encode())

    def remove(self, name: str, base: Found | None) -> bool:
        """Take a page or picture out of the working copy."""
        self._place(name).unlink(missing_ok=True)
        self._ours.pop(name, None)
        return True

    def finish(self) -> None:
        """Commit and push."""
        if self._ours != manifest.read(self._book):
            self._book.write_bytes(manifest.encode(self._ours))
        self.repository.send(self.message)

    def close(self) -> None:
        """Remove the working copy."""
        self.repository.close()

    def _marked(self) -> set[str]:
        """The pages whose markers name an id that belongs at that very place."""
        found = set()
        for path in sorted(self.repository.path.rglob("*.md")):
            if not path.is_file():  # a folder may be called so
                continue
            parts = markers.take(self.dialect, path.read_bytes().decode("utf-8", "replace"))
            if parts is not None:
                try:
                    if self._place(parts.page) == path:
                        found.add(parts.page)
                except ValueError:  # an id of another tool or of a later version
                    continue
        return found

    def _place(self, name: str) -> Path:
        return self.repository.path / self.address(name)

    def _put(self, name: str, data: bytes) -> None:
        path = self._place(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            what = f"{self.address(name)} cannot be written ({error.strerror})"
            raise InputError(Fault(self.name, what, "move what stands in its way")) from None


def checked(repository: Repository) -> tuple[str, ...]:
    """The lines of `--check` for a repository."""
    branch = repository.find()
    repository.may_push()
    return (say("check")["push"].format(branch=branch),)
