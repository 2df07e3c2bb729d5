"""MediaWiki as a target: revisions guard every edit, an equal text makes none."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha1
from urllib.parse import quote

from sociable import addresses
from sociable.errors import Fault, InputError
from sociable.publish import markers
from sociable.publish.mediawikiapi import Api, portions
from sociable.publish.mediawikifaults import closed
from sociable.publish.pace import Conflict
from sociable.publish.target import PICTURE, Found, Pictures, Plan, Standing, stands_at
from sociable.publish.wording import say

NEEDED = {"edit", "createpage", "upload", "reupload"}


class MediaWiki:
    """One playbook below a title of a MediaWiki."""

    dialect = "mediawiki"

    def __init__(self, name: str, api: Api, root: str, message: str) -> None:
        self.name, self.api, self.root, self.message = name, api, root, message
        self._written: list[str] = []

    def check(self) -> tuple[str, ...]:
        """Sign in and read the account's rights."""
        about = self.api.about
        if lacks := sorted(NEEDED - about.rights):
            what = f"the account {about.user} may not {', '.join(lacks)}"
            raise InputError(Fault(self.name, what, "give it these rights, or a bot password that grants them"))
        self._writable()
        return (say("check")["edit"].format(user=about.user, pictures=self.pictures()),)

    def pictures(self) -> Pictures:
        """PNG where the wiki takes it: many take SVG and then show its name alone."""
        return "png" if "png" in self.api.about.extensions else "svg"

    def address(self, name: str) -> str:
        """The page's own address in a browser."""
        path = self.api.about.path.replace("$1", quote(self._title(name).replace(" ", "_"), safe="/:·"))
        return path if "://" in path else self.api.base + path

    def digest(self, data: bytes) -> str:
        """SHA-1, which MediaWiki keeps of every file."""
        return sha1(data, usedforsecurity=False).hexdigest()

    def look(self, names: Iterable[str]) -> Standing:
        """Fifty pages a request; then whatever else of ours stands below the root."""
        names = [*names]
        wanted = {self._title(name): name for name in names if not name.startswith(PICTURE)}
        pages = {wanted[title]: found for title, found in self.api.texts(sorted(wanted)).items()}
        for title, found in self.api.texts(sorted(self._below() - set(wanted))).items():
            parts = markers.take(self.dialect, found.text)
            if parts is not None and parts.page not in pages and stands_at(self._title, parts.page, title):
                pages[parts.page] = found
        files, ours = self._files([name for name in names if name.startswith(PICTURE)])
        return Standing(pages, files, ours)

    def begin(self, plan: Plan) -> None:
        """Nothing to prepare; a closed wiki is told before the first write."""
        self._writable()

    def upload(self, name: str, data: bytes) -> None:
        """Put a picture up, or a new version of it; the comment says whose it is."""
        title = self._picture(name)
        if not self.api.upload(title, data, say("file")["text"], f"{self.message} ({self.digest(data)})"):
            raise InputError(Fault(self.name, f"{title} was not taken", "look at the wiki's upload settings"))

    def write(self, name: str, text: str, base: Found | None) -> None:
        """Save a page if it is still the revision that was read; a new one if there is still none."""
        # By revision alone: given a time too, MediaWiki overlooks what others saved within the same second.
        guard = {"baserevid": base.revision, "nocreate": "1"} if base else {"createonly": "1"}
        title = self._title(name)
        self._written.append(title)
        try:
            said = self.api.do("edit", title=title, text=text, summary=self.message, bot="1", **guard)
        except Conflict:
            now = self.api.texts([title]).get(title)
            if now is None or now.text.strip() != text.strip():  # else our own words arrived before the answer was lost
                raise
            return
        result = said.get("edit", {})
        if result.get("result") != "Success":
            why = result.get("info") or result.get("code") or "an extension of it objects"
            raise Conflict(say("why")["refused"].format(why=why))

    def remove(self, name: str, base: Found | None) -> bool:
        """Delete a page, where the account may."""
        if "delete" not in self.api.about.rights or base is None:
            return False
        title = self._title(name)
        now = self.api.texts([title]).get(title)
        if now is not None and now.revision != base.revision:
            raise Conflict(say("why")["meanwhile"])
        if now is not None:
            try:
                self.api.do("delete", title=title, reason=self.message)
            except Conflict:  # it is gone already: the answer to the first try was lost
                return not self.api.texts([title])
        return True

    def finish(self) -> None:
        """Every page is saved as it is written; here links to pages that came later lose their red."""
        self.api.purge(self._written)
        self._written.clear()

    def close(self) -> None:
        """Close the connection."""
        self.api.close()

    def _below(self) -> set[str]:
        """Titles of everything below the root."""
        root = self._title("index")
        first, _, rest = root.partition(":")
        number = self.api.about.spaces.get(first, 0) if rest else 0
        query = {"list": "allpages", "apnamespace": number, "aplimit": "max"}
        parts = self.api.ask(**query, apprefix=f"{rest.strip() if number else root}/")
        return {page["title"] for part in parts for page in part.get("allpages", ())}

    def _files(self, names: list[str]) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
        """Digest of each picture, and which are ours: those whose newest comment carries the digest of their bytes."""
        titles = {self._picture(name): name for name in names}
        files, ours = {}, {}
        for some in portions(sorted(f"File:{title}" for title in titles)):
            for part in self.api.ask(titles="|".join(some), prop="imageinfo", iiprop="sha1|comment"):
                for page in part.get("pages", {}).values():
                    name = titles.get(page["title"].partition(":")[2])
                    if name and name not in files and "imageinfo" in page:  # later parts tell older versions
                        newest = page["imageinfo"][0]
                        files[name] = newest["sha1"]
                        mine = newest["sha1"] in newest.get("comment", "")
                        ours[name] = frozenset({newest["sha1"]} if mine else ())
        return files, ours

    def _writable(self) -> None:
        if self.api.about.closed:
            raise closed(self.name, self.api.about.closed)

    def _title(self, name: str) -> str:
        if name.startswith(PICTURE):
            return f"File:{self._picture(name)}"
        return addresses.address(self.dialect, self.root, name)

    def _picture(self, name: str) -> str:
        return addresses.picture(self.dialect, self.root, name.removeprefix(PICTURE))
