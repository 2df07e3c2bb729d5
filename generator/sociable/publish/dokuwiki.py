"""DokuWiki over XML-RPC, with the dokuwiki package: pages are locked, read again, then written."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterable
from hashlib import md5
from typing import Any
from xmlrpc.client import ProtocolError, SafeTransport, Transport

from sociable import addresses
from sociable.errors import Fault, InputError
from sociable.publish import markers, web
from sociable.publish.pace import Conflict, Pace, Passing
from sociable.publish.secrets import Login
from sociable.publish.target import PICTURE, Found, Pictures, Plan, Standing, stands_at
from sociable.publish.wording import say

DELETE = 16
"""The level of DokuWiki's access lists that may write over a picture."""
DENIED, LOCKED = {110, 111, 112, 113, 114, 211, 212, 213, 214, 215}, {133, 231}
"""Codes of its XML-RPC faults."""


class DokuWiki:
    """One playbook below a namespace of a DokuWiki."""

    dialect = "dokuwiki"

    def __init__(self, name: str, url: str, root: str, login: Login, pace: Pace, message: str) -> None:
        try:
            import dokuwiki
        except ImportError:
            raise web.missing(name, "dokuwiki") from None
        self.name, self.root, self.login, self.pace, self.message = name, root, login, pace, message
        self.url = url.removesuffix("/").removesuffix("/lib/exe/xmlrpc.php").removesuffix("/doku.php")
        self._module: Any = dokuwiki
        self._wiki: Any = None

    def check(self) -> tuple[str, ...]:
        """Sign in and ask what the account may do in the namespace."""
        self._open()
        self._allowed()
        return (say("check")["edit"].format(user=self.login.user, pictures=self.pictures()),)

    def pictures(self) -> Pictures:
        """DokuWiki shows SVG as any other picture."""
        return "svg"

    def address(self, name: str) -> str:
        """The page's own address in a browser."""
        page = "lib/exe/fetch.php?media" if name.startswith(PICTURE) else "doku.php?id"
        return f"{self.url}/{page}={self._title(name)}"

    def digest(self, data: bytes) -> str:
        """MD5, which DokuWiki lists of every file."""
        return md5(data, usedforsecurity=False).hexdigest()

    def look(self, names: Iterable[str]) -> Standing:
        """Everything in the namespace; DokuWiki gives one text a request."""
        self._open()
        names = [*names]
        space = self._title("index").rpartition(":")[0]
        listed = {page["id"]: str(page.get("rev", "")) for page in self._ask(lambda: self._wiki.pages.list(space))}
        pages = {}
        for name in names:
            if not name.startswith(PICTURE) and (title := self._title(name)) in listed:
                pages[name] = Found(self._text(title), listed[title])
        for title in sorted(set(listed) - {self._title(name) for name in pages}):
            parts = markers.take(self.dialect, text := self._text(title))
            if parts is not None and parts.page not in pages and stands_at(self._title, parts.page, title):
                pages[parts.page] = Found(text, listed[title])
        hashes = self._ask(lambda: self._wiki.medias.list(space, hash=True))
        media = {one["id"]: one["hash"] for one in hashes if "hash" in one}
        files = {name: media[self._title(name)] for name in names if self._title(name) in media}
        # DokuWiki keeps no comment with a file, so that a person's cannot be told from ours
        return Standing(pages, files, {name: frozenset({one}) for name, one in files.items()})

    def begin(self, plan: Plan) -> None:
        """Who may not write is told before the first page: DokuWiki refuses the lock of one without a reason."""
        self._allowed()

    def upload(self, name: str, data: bytes) -> None:
        """Put a picture up; an older version of it is kept by the wiki."""
        title = self._title(name)
        self._ask(lambda: self._wiki.medias.set(title, data, overwrite=True))

    def write(self, name: str, text: str, base: Found | None) -> None:
        """Save a page under its lock, if it is still the text that was read."""
        title = self._title(name)
        before = base.text if base else ""
        self._lock(title)
        now = self._text(title) if base or self._there(title) else ""  # of a page to come it would tell a template
        if now.strip() in {text.strip(), before.strip()}:
            if now.strip() != text.strip():  # saving gives the lock back
                self._ask(lambda: self._wiki.pages.set(title, text, sum=self.message, minor=False))
            return
        raise Conflict(say("why")["meanwhile"])

    def remove(self, name: str, base: Found | None) -> bool:
        """An empty page is a deleted one; its history stays."""
        if base is None:
            return False
        self.write(name, "", base)
        return True

    def finish(self) -> None:
        """Every page is saved as it is written."""

    def close(self) -> None:
        """Close the connection."""
        if self._wiki is not None:
            self._wiki.proxy("close")()

    def _allowed(self) -> None:
        here = self._title("index")
        if int(self._ask(lambda: self._wiki.pages.permission(here))) < DELETE:
            what = f"the account {self.login.user} may not write and upload at {here}"
            raise InputError(Fault(self.name, what, "give it the right to delete (16) there, which includes both"))

    def _lock(self, title: str) -> None:
        """Hold the page as an editor would; a hold that is not given back runs out by itself."""
        try:
            self._ask(lambda: self._wiki.pages.lock(title))
        except self._module.DokuWikiError:
            raise Conflict(say("why")["open"]) from None

    def _there(self, title: str) -> bool:
        return bool(self._ask(lambda: self._wiki.pages.info(title)))

    def _text(self, title: str) -> str:
        found = self._ask(lambda: self._wiki.pages.get(title))
        return str(found).replace("\r\n", "\n") if found else ""

    def _open(self) -> None:
        if self._wiki is not None:
            return

        def connect() -> Any:
            transport = _transport(self.url.startswith("https:"))
            try:
                wiki = self._module.DokuWiki(self.url, self.login.user, self.login.token, transport=transport)
                if wiki.login(self.login.user, self.login.token):  # a wrong password is else taken for nobody
                    return wiki
                raise web.refused(self.name)
            except BaseException:
                transport.close()
                raise

        self._wiki = self._ask(connect)

    def _ask(self, request: Any) -> Any:
        """One request, at its pace; what goes wrong as this house's faults."""

        def once() -> Any:
            try:
                return request()
            except ProtocolError as error:
                headers = error.headers if error.headers is not None else {}
                raise web.status(self.name, error.errcode, headers.get("Retry-After"), signed_in=False) from None
            except ssl.SSLError:
                raise web.unsafe(self.name) from None
            except (OSError, http.client.HTTPException):
                raise web.broken() from None
            except self._module.DokuWikiError as error:
                raise self._told(error) from None

        return self.pace(once)

    def _told(self, error: Exception) -> Exception:
        fault = error.args[0] if error.args else ""
        code = getattr(fault, "faultCode", None)
        if code in LOCKED:
            return Conflict(say("why")["open"])
        if code in DENIED:
            what = "the account may not do that there"
            return InputError(Fault(self.name, what, "give it the right to delete (16) in the namespace"))
        if code == -32603 or "server error" in str(getattr(fault, "faultString", "")).lower():
            return Passing("the wiki answers an error of its own")
        if "invalid login" in str(fault):
            return web.refused(self.name)
        if "unable to" in str(fault):
            return error
        said = str(getattr(fault, "faultString", fault)).splitlines()[0][:120]
        return InputError(Fault(self.name, f"the wiki answers: {said}", "check `url:` and that its XML-RPC is on"))

    def _title(self, name: str) -> str:
        if name.startswith(PICTURE):
            return addresses.picture(self.dialect, self.root, name.removeprefix(PICTURE))
        return addresses.address(self.dialect, self.root, name)


def _transport(secure: bool) -> Transport:
    """XML-RPC's own transport, which gives up on a silent server."""
    kind: Any = SafeTransport if secure else Transport

    class Patient(kind):  # type: ignore[misc]
        def make_connection(self, host: Any) -> Any:
            connection = super().make_connection(host)
            connection.timeout = web.PATIENCE
            return connection

    made: Transport = Patient()
    return made
