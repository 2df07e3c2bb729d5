"""Confluence: pages below a page of a space, pictures attached to that page, version numbers against lost edits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from sociable import addresses
from sociable.errors import Fault, InputError
from sociable.publish import markers
from sociable.publish.confluenceapi import Api, Attached, Sheet
from sociable.publish.pace import Conflict
from sociable.publish.target import PICTURE, Found, Pictures, Plan, Standing, stands_at
from sociable.publish.wording import say


class Confluence:
    """One playbook below one page of a space."""

    dialect = "confluence"

    def __init__(self, name: str, api: Api, root: str, message: str) -> None:
        self.name, self.api, self.root, self.message = name, api, root, message
        self._sheets: dict[str, Sheet] = {}
        self._attached: dict[str, Attached] = {}
        self._ready = False

    def check(self) -> tuple[str, ...]:
        """Sign in and find the space; whether one may write there, Confluence tells only when one does."""
        user = self.api.me()
        self.api.open()
        return (say("check")["space"].format(user=user, space=self.api.space, pictures=self.pictures()),)

    def pictures(self) -> Pictures:
        """PNG: not every Confluence shows an attached SVG."""
        return "png"

    def address(self, name: str) -> str:
        """The page's title in its space, as an address that Confluence redirects from."""
        if name.startswith(PICTURE):
            return addresses.picture(self.dialect, self.root, name.removeprefix(PICTURE))
        if sheet := self._sheets.get(name):
            return f"{self.api.base}/pages/viewpage.action?pageId={sheet.id}"
        return self._title(name)

    def digest(self, data: bytes) -> str:
        """SHA-256, which goes into the comment of an attachment."""
        return sha256(data).hexdigest()

    def look(self, names: Iterable[str]) -> Standing:
        """The pages below the index in portions; then, by title, those that are not among them."""
        names = [*names]
        self._open()
        home = self._sheets.get("index")
        lower = {sheet.title: sheet for sheet in self.api.below(home.id)} if home else {}
        for name in names:
            if name.startswith(PICTURE) or name == "index":
                continue
            sheet = lower.pop(self._title(name), None) or (self.api.by_title(self._title(name)) if home else None)
            if sheet:
                self._sheets[name] = sheet
        for sheet in lower.values():
            parts = markers.take(self.dialect, sheet.text)
            if parts is not None and parts.page not in self._sheets and stands_at(self._title, parts.page, sheet.title):
                self._sheets[parts.page] = sheet
        pages = {name: Found(sheet.text, str(sheet.version)) for name, sheet in self._sheets.items()}
        self._attached = self.api.attachments(home.id) if home else {}
        files, ours = {}, {}
        for name in names:
            if name.startswith(PICTURE) and (one := self._attached.get(self._file(name))):
                known = re.search(r"\b[0-9a-f]{64}\b", one.comment)
                files[name] = known.group() if known else "unknown"
                ours[name] = frozenset({files[name]} if known else ())
        return Standing(pages, files, ours)

    def begin(self, plan: Plan) -> None:
        """The index has to be there before pictures can be attached to it and pages put below it."""
        if "index" in self._sheets:
            return
        above = "/".join(self.root.split("/")[:-1])
        parent = self.api.by_title(addresses.address(self.dialect, above, "index")) if above.strip("/ ") else None
        text = markers.put(self.dialect, "index", say("page")["coming"])
        try:
            self._sheets["index"] = self.api.create(self._title("index"), text, parent.id if parent else "")
        except Conflict as conflict:
            home = self.api.by_title(self._title("index"))
            if home is None or not markers.touched(self.dialect, home.text):
                what = f"the page {self._title('index')!r} cannot be made: {conflict.why}"
                raise InputError(Fault(self.name, what, "move that page, or change `parent:`")) from None
            self._sheets["index"] = home  # it was made, and the answer was lost

    def upload(self, name: str, data: bytes) -> None:
        """Attach a picture to the index; the comment says whose it is."""
        file, comment = self._file(name), f"{self.message} ({self.digest(data)})"
        home = self._sheets["index"].id
        try:
            self.api.attach(home, file, data, comment, self._attached.get(file))
        except Conflict:  # a file of that name came there after it was looked for, ours or a person's
            self._attached = self.api.attachments(home)
            if self.digest(data) not in self._attached[file].comment:
                raise

    def write(self, name: str, text: str, base: Found | None) -> None:
        """A new page, or the next version of the one that was read; Conflict when somebody was faster."""
        sheet = self._sheets.get(name)
        try:
            if sheet is None:
                parent = self._sheets[self._above(name)].id
                self._sheets[name] = self.api.create(self._title(name), text, parent)
            else:
                self._sheets[name] = self.api.update(sheet, text, self.message)
        except Conflict:
            now = self.api.by_title(self._title(name))
            if now is None or not _same(now.text, text):  # else our own words arrived before the answer was lost
                raise
            self._sheets[name] = now

    def remove(self, name: str, base: Found | None) -> bool:
        """Put a page into the trash; it stays when somebody changed it meanwhile."""
        sheet = self._sheets.get(name)
        if sheet is None:
            return False
        now = self.api.by_title(sheet.title)
        if now is not None and now.version != sheet.version:
            raise Conflict(say("why")["meanwhile"])
        if now is not None:
            self.api.delete(sheet)
        return True

    def finish(self) -> None:
        """Every page is saved as it is written."""

    def close(self) -> None:
        """Close the connection."""
        self.api.close()

    def _open(self) -> None:
        if self._ready:
            return
        self.api.open()
        home = self.api.by_title(self._title("index"))
        if home:
            self._sheets["index"] = home
        self._ready = True

    def _above(self, name: str) -> str:
        """A past quarter's pages stand below its index, the others below the playbook's."""
        period = name.rpartition("/")[0].partition("/")[0]
        below = f"{period}/index"
        return below if period[:1].isdigit() and name != below and below in self._sheets else "index"

    def _title(self, name: str) -> str:
        return addresses.address(self.dialect, self.root, name)

    def _file(self, name: str) -> str:
        return addresses.picture(self.dialect, self.root, name.removeprefix(PICTURE))


def _same(one: str, other: str) -> bool:
    return markers.digest("confluence", one) == markers.digest("confluence", other)
