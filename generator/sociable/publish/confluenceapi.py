"""The two REST interfaces of Confluence as one: that of Data Center, and that of the cloud (pages by its version 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sociable.errors import Fault, InputError
from sociable.publish import web
from sociable.publish.pace import Conflict, Pace
from sociable.publish.secrets import Login
from sociable.publish.wording import say

NO_CHECK = {"X-Atlassian-Token": "no-check", "Accept": "application/json"}
PORTION = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of Confluence: its id, version number, title and storage markup."""

    id: str
    version: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file attached to a page, with the comment of its newest version."""

    id: str
    title: str
    comment: str


class Api:
    """One space of one Confluence; every request at its pace."""

    def __init__(self, name: str, url: str, space: str, login: Login, pace: Pace) -> None:
        try:
            from atlassian.confluence import ConfluenceServer
        except ImportError:
            raise web.missing(name, "atlassian-python-api") from None
        web.hush("atlassian", "urllib3")
        self.name, self.space, self._pace = name, space, pace
        scheme, host, path = web.parts(url)
        base = f"{scheme}://{host}{path.split('/spaces/')[0].split('/display/')[0].removesuffix('/rest/api')}"
        self.cloud = host.endswith(".atlassian.net") or path.startswith("/wiki")
        self.base = base if not self.cloud or "/wiki" in path else f"{base}/wiki"
        account = {"username": login.user, "password": login.token} if login.user else {"token": login.token}
        client: Any = ConfluenceServer
        self._client: Any = client(
            self.base, timeout=web.PATIENCE, retry_with_header=False, backoff_and_retry=False, **account
        )
        self._space_id = ""

    def me(self) -> str:
        """The name of whoever is signed in."""
        said = self._get("rest/api/user/current")
        name = said.get("displayName") or said.get("username") or ""
        if said.get("type") == "anonymous" or not name:
            raise web.refused(self.name)
        return str(name)

    def open(self) -> None:
        """Find the space; InputError when it is not there."""
        try:
            if self.cloud:
                found = self._get("api/v2/spaces", keys=self.space).get("results", [])
                self._space_id = str(found[0]["id"]) if found else ""
            else:
                self._space_id = str(self._get(f"rest/api/space/{self.space}").get("key", ""))
        except InputError as error:
            if "(404)" not in str(error):
                raise
        if not self._space_id:
            what = f"there is no space {self.space!r} that the account may see"
            raise InputError(Fault(self.name, what, "check `space:` (its key, not its title) and `url:`"))

    def by_title(self, title: str) -> Sheet | None:
        """The page of a title in the space, or None."""
        if self.cloud:
            query = {"space-id": self._space_id, "title": title, "body-format": "storage", "status": "current"}
            said = self._get("api/v2/pages", **query)
        else:
            query = {"spaceKey": self.space, "title": title, "type": "page", "expand": "body.storage,version"}
            said = self._get("rest/api/content", **query)
        found = said.get("results", [])
        return _sheet(found[0]) if found else None

    def below(self, page: str) -> Iterator[Sheet]:
        """Every page below a page."""
        if self.cloud:
            children = self._parts(f"api/v2/pages/{page}/descendants", limit=PORTION)
            ids = [str(one["id"]) for one in children if one.get("type", "page") == "page"]
            for at in range(0, len(ids), PORTION):
                some = ",".join(ids[at : at + PORTION])
                for one in self._parts("api/v2/pages", **{"id": some, "body-format": "storage", "limit": PORTION}):
                    yield _sheet(one)
        else:
            path = f"rest/api/content/{page}/descendant/page"
            for one in self._parts(path, expand="body.storage,version", limit=PORTION):
                yield _sheet(one)

    def create(self, title: str, text: str, parent: str) -> Sheet:
        """A new page; Conflict when the title is taken by now."""
        body: dict[str, Any]
        if self.cloud:
            body = {"spaceId": self._space_id, "status": "current", "title": title}
            body |= {"body": {"representation": "storage", "value": text}} | ({"parentId": parent} if parent else {})
            return _sheet(self._send("post", "api/v2/pages", body))
        body = {"type": "page", "title": title, "space": {"key": self.space}}
        body |= {"body": {"storage": {"value": text, "representation": "storage"}}}
        body |= {"ancestors": [{"id": parent}]} if parent else {}
        return _sheet(self._send("post", "rest/api/content", body))

    def update(self, sheet: Sheet, text: str, message: str) -> Sheet:
        """The next version of a page; Conflict when that number is taken."""
        version: dict[str, Any] = {"number": sheet.version + 1, "message": message}
        if self.cloud:
            cloud = {"representation": "storage", "value": text}
            body = {"id": sheet.id, "status": "current", "title": sheet.title, "body": cloud, "version": version}
            return _sheet(self._send("put", f"api/v2/pages/{sheet.id}", body))
        stored = {"storage": {"value": text, "representation": "storage"}}
        body = {"id": sheet.id, "type": "page", "title": sheet.title, "body": stored, "version": version}
        return _sheet(self._send("put", f"rest/api/content/{sheet.id}", body))

    def delete(self, sheet: Sheet) -> None:
        """Put a page into the trash, from where people can take it back."""
        path = f"api/v2/pages/{sheet.id}" if self.cloud else f"rest/api/content/{sheet.id}"
        try:
            self._send("delete", path, None)
        except InputError as error:
            if "(404)" not in str(error):  # it is gone, and only the answer was lost
                raise

    def attachments(self, page: str) -> dict[str, Attached]:
        """The files of a page by name."""
        path = f"api/v2/pages/{page}/attachments" if self.cloud else f"rest/api/content/{page}/child/attachment"
        found = {}
        for one in self._parts(path, limit=PORTION):
            comment = one.get("comment") or one.get("metadata", {}).get("comment") or ""
            found[one["title"]] = Attached(str(one["id"]), one["title"], str(comment))
        return found

    def attach(self, page: str, name: str, data: bytes, comment: str, old: Attached | None) -> None:
        """A new file on a page, or a new version of one that is there; the cloud too takes files by version 1."""
        path = f"rest/api/content/{page}/child/attachment" + (f"/{old.id}/data" if old else "")
        kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
        form = {"comment": comment, "minorEdit": "true"}

        def send() -> Any:
            return self._client.post(path, data=form, headers=NO_CHECK, files={"file": (name, data, kind)})

        self._ask(send)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _parts(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every result of a list that comes in parts: by `start` (version 1) or by `cursor` (version 2)."""
        more: dict[str, Any] = dict(query)
        while more:
            said = self._get(path, **more)
            yield from said.get("results", [])
            following = said.get("_links", {}).get("next")
            more = query | dict(parse_qsl(urlsplit(following).query)) if following else {}

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        said = self._ask(lambda: self._client.get(path, params=query))
        if not isinstance(said, dict):  # a page of HTML: not Confluence, or its sign-in page
            raise web.wrong_address(self.name)
        return said

    def _send(self, verb: str, path: str, body: Any) -> Any:
        return self._ask(lambda: getattr(self._client, verb)(path, data=body))

    def _ask(self, request: Callable[[], Any]) -> Any:
        from requests.exceptions import HTTPError

        def once() -> Any:
            with web.translated(self.name, signed_in=False):
                try:
                    return request()
                except HTTPError as error:
                    raise _told(self.name, error) from None

        return self._pace(once)


def _told(name: str, error: Any) -> Exception:
    """What only Confluence says; the rest is for whoever knows HTTP."""
    code = error.response.status_code if error.response is not None else 0
    said = str(error).lower()
    if code == 409 or (code == 400 and "same file name" in said):
        return Conflict(say("why")["meanwhile"])
    if code == 400 and "title" in said and "exist" in said:
        return Conflict(say("why")["taken-title"])
    if (code == 403 and "read-only" in said) or (code == 405 and "read" in said):
        remedy = "publish again when it is open; it goes on where it stopped"
        return InputError(Fault(name, "Confluence is read-only", remedy))
    if code in (400, 413):
        first = " ".join(str(error).split())[:160]
        what = f"Confluence refuses what was sent ({first})"
        return InputError(Fault(name, what, "report it; what was sent before it stands"))
    return error if isinstance(error, Exception) else Conflict()


def _sheet(said: Any) -> Sheet:
    stored = said.get("body", {}).get("storage", {}).get("value", "")
    return Sheet(str(said["id"]), int(said.get("version", {}).get("number", 1)), said["title"], stored)
