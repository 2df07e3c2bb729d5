"""A Confluence to publish to in tests, written from the published REST API; it has never met the real one.

What it holds a client to: storage markup that a real XML parser takes; version
numbers that go up by one (409); titles that are unique in a space (400);
attachments with their token header (403) that are never posted twice under one
name (400); results in portions.  What it does to pages, as Confluence does:
comments go, macros get ids, entities become characters.
"""

import base64
import html
import json
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

USER, TOKEN, SPACE = "bot@example.invalid", "secret-token-1234", "TEAM"
NAMES = 'xmlns:ac="http://atlassian.com/content" xmlns:ri="http://atlassian.com/resource/identifier"'


@dataclass
class State:
    """Pages and attachments by id, every edit in order, and faults that the next requests meet.

    A fault is a status with headers; 0 breaks the connection, -1 loses the
    answer to the next write, -2 lets a request pass.
    """

    cloud: bool = False
    portion: int = 3
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refusal: str = "fault"
    requests: int = 0
    url: str = ""
    last: int = 100

    def next_id(self) -> str:
        self.last += 1
        return str(self.last)

    def page(self, title: str) -> dict[str, Any]:
        return next(one for one in self.pages.values() if one["title"] == title)

    def edit(self, title: str, change: Any) -> None:
        """A person at work: a new version of a page."""
        page = self.page(title)
        page["body"] = stored(change(page["body"]))
        page["version"] += 1


def stored(markup: str) -> str:
    """Markup as Confluence keeps it; ET.ParseError for what its parser refuses."""
    plain = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)(\w+);", lambda found: html.unescape(found.group()), markup)
    ET.fromstring(f"<x {NAMES}>{plain}</x>")
    plain = re.sub(r"<!--.*?-->", "", plain, flags=re.DOTALL)
    bare = r'<ac:structured-macro (?![^>]*ac:macro-id)ac:name="(\w+)"'
    count = iter(range(1000))
    return re.sub(
        bare,
        lambda m: f'<ac:structured-macro ac:macro-id="m{next(count)}" ac:name="{m[1]}" ac:schema-version="1"',
        plain,
    )


@contextmanager
def serve(cloud: bool = False) -> Iterator[State]:
    state = State(cloud=cloud)
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Bound", (Handler,), {"state": state, "lock": threading.Lock()})
    )
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}" + ("/wiki" if cloud else "")
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Version 1 of the REST API; with `cloud` pages by version 2 and only the rest by version 1."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    state: State
    lock: threading.Lock

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.serve()

    do_POST = do_PUT = do_DELETE = do_GET

    def serve(self) -> None:
        self.raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.lock:
            self.state.requests += 1
            lost = False
            if self.state.faults:
                code, headers = self.state.faults.pop(0)
                if code == 0:  # the connection breaks before anything is done
                    self.close_connection = True
                    return
                if code == -1 and self.command == "GET":  # losing is for what was done
                    self.state.faults.insert(0, (code, headers))
                if code > 0:
                    self.answer(code, {"message": f"{self.state.refusal} {code}"}, headers)
                    return
                lost = code == -1 and self.command != "GET"
            status, body = self.route()
            if lost:  # done, but the answer does not arrive
                self.close_connection = True
                return
            self.answer(status, body)

    def answer(self, code: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(code)
        for key, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def route(self) -> tuple[int, Any]:
        basic = base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") not in (f"Basic {basic}", f"Bearer {TOKEN}"):
            return 401, {"statusCode": 401, "message": "Client must be authenticated to access this resource."}
        split = urlsplit(self.path)
        self.query = {key: values[-1] for key, values in parse_qs(split.query).items()}
        path = split.path.removeprefix("/wiki") if self.state.cloud else split.path
        if self.state.cloud and (found := self.second(path)):
            return found
        return self.first(path)

    def first(self, path: str) -> tuple[int, Any]:
        if path == "/rest/api/user/current":
            return 200, {"type": "known", "displayName": "Playbook Bot"}
        if found := re.fullmatch(r"/rest/api/content/(\d+)/child/attachment(?:/(\d+)/data)?", path):
            return self.attachment(found[1], found[2])
        if self.state.cloud and path.startswith("/rest/api/content"):
            return 410, {"message": "This deprecated endpoint has been removed."}
        if path.startswith("/rest/api/space/"):
            known = path.endswith(f"/{SPACE}")
            return (200, {"key": SPACE, "id": 7}) if known else (404, {"message": "No space with the given key"})
        if path == "/rest/api/content" and self.command == "GET":
            found_pages = [one for one in self.state.pages.values() if one["title"] == self.query["title"]]
            return 200, {"results": [self.told(one) for one in found_pages]}
        if path == "/rest/api/content" and self.command == "POST":
            said = json.loads(self.raw)
            parent = said.get("ancestors", [{}])[-1].get("id", "")
            return self.create(said["title"], said["body"]["storage"]["value"], str(parent))
        if found := re.fullmatch(r"/rest/api/content/(\d+)/descendant/page", path):
            below = [one for one in self.state.pages.values() if found[1] in self.above(one)]
            return 200, self.portion([self.told(one) for one in below], path, "start")
        if found := re.fullmatch(r"/rest/api/content/(\d+)", path):
            if self.command == "DELETE":
                return self.delete(found[1])
            said = json.loads(self.raw)
            return self.update(found[1], said["title"], said["body"]["storage"]["value"], said["version"]["number"])
        return 404, {"message": "null for uri"}

    def second(self, path: str) -> tuple[int, Any] | None:
        if path == "/api/v2/spaces":
            return 200, {"results": [{"id": "7", "key": SPACE}] if self.query.get("keys") == SPACE else []}
        if path == "/api/v2/pages" and self.command == "GET":
            ids = self.query["id"].split(",") if "id" in self.query else None
            known = [*self.state.pages.values()]
            found = [one for one in known if (one["id"] in ids if ids else one["title"] == self.query["title"])]
            return 200, self.portion([self.told(one) for one in found], path, "cursor")
        if path == "/api/v2/pages":
            said = json.loads(self.raw)
            assert said["spaceId"] == "7"
            return self.create(said["title"], said["body"]["value"], said.get("parentId", ""))
        if found_path := re.fullmatch(r"/api/v2/pages/(\d+)/(descendants|attachments)", path):
            if found_path[2] == "attachments":
                return 200, self.portion([*self.state.pages[found_path[1]]["files"].values()], path, "cursor")
            below = [one for one in self.state.pages.values() if found_path[1] in self.above(one)]
            return 200, self.portion([{"id": one["id"], "type": "page"} for one in below], path, "cursor")
        if found_path := re.fullmatch(r"/api/v2/pages/(\d+)", path):
            if self.command == "DELETE":
                return self.delete(found_path[1])
            said = json.loads(self.raw)
            return self.update(found_path[1], said["title"], said["body"]["value"], said["version"]["number"])
        return None

    def told(self, page: dict[str, Any]) -> dict[str, Any]:
        body = {"storage": {"value": page["body"], "representation": "storage"}}
        return {"id": page["id"], "title": page["title"], "version": {"number": page["version"]}, "body": body}

    def above(self, page: dict[str, Any]) -> list[str]:
        found = []
        while page["parent"]:
            found.append(page["parent"])
            page = self.state.pages[page["parent"]]
        return found

    def portion(self, results: list[Any], path: str, by: str) -> dict[str, Any]:
        start = int(self.query.get(by, "0"))
        some = results[start : start + self.state.portion]
        more = start + len(some) < len(results)
        base = "/wiki" if self.state.cloud else ""
        return {"results": some, "_links": {"next": f"{base}{path}?{by}={start + len(some)}"} if more else {}}

    def create(self, title: str, text: str, parent: str) -> tuple[int, Any]:
        if any(one["title"] == title for one in self.state.pages.values()):
            return 400, {
                "message": f"A page with this title already exists: A page already exists with the title {title}"
            }
        try:
            body = stored(text)
        except ET.ParseError as error:
            return 400, {"message": f"Error parsing xhtml: {error}"}
        page = {"id": self.state.next_id(), "title": title, "body": body, "parent": parent, "version": 1, "files": {}}
        self.state.pages[page["id"]] = page
        self.state.edits.append(title)
        return 200, self.told(page)

    def update(self, number: str, title: str, text: str, version: int) -> tuple[int, Any]:
        page = self.state.pages.get(number)
        if page is None:
            return 404, {"message": f"No content found with id: {number}"}
        if version != page["version"] + 1:
            said = f"Version must be incremented on update. Current version is: {page['version']}"
            return 409, {"statusCode": 409, "message": said}
        try:
            page["body"] = stored(text)
        except ET.ParseError as error:
            return 400, {"message": f"Error parsing xhtml: {error}"}
        page["version"], page["title"] = version, title
        self.state.edits.append(title)
        return 200, self.told(page)

    def delete(self, number: str) -> tuple[int, Any]:
        if number not in self.state.pages:
            return 404, {"message": f"No content found with id: {number}"}
        self.state.edits.append(self.state.pages.pop(number)["title"])
        return 204, None

    def attachment(self, number: str, old: str | None) -> tuple[int, Any]:
        page = self.state.pages[number]
        if self.command == "GET":
            files = [{**one, "metadata": {"comment": one["comment"]}} for one in page["files"].values()]
            return 200, self.portion(files, f"/rest/api/content/{number}/child/attachment", "start")
        if self.headers.get("X-Atlassian-Token") not in ("no-check", "nocheck"):
            return 403, {"message": "XSRF check failed"}
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = {part.get_param("name", header="content-disposition"): part for part in self.parsed(head)}
        name, data = parts["file"].get_filename(), parts["file"].get_payload(decode=True)
        comment = parts["comment"].get_payload(decode=True).decode()
        if old is None and name in page["files"]:
            return 400, {"message": "Cannot add a new attachment with same file name as an existing attachment"}
        number = old or self.state.next_id()
        page["files"][name] = {"id": number, "title": name, "comment": comment, "size": len(data)}
        self.state.edits.append(name)
        return 200, {"results": [{"id": number}]}

    def parsed(self, head: bytes) -> Any:
        return BytesParser().parsebytes(head + self.raw).get_payload()
