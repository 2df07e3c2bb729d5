"""A scripted endpoint on this machine: answers in order, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer of the script; `short` bytes of the body are left out, `drip` sends it byte by byte."""

    status: int = 200
    body: bytes = b""
    wait: float = 0.0
    short: int = 0
    drip: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


def said(text: Any, finish: str = "stop", tokens: Any = 42) -> Reply:
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": finish}
    return Reply(body=json.dumps({"choices": [choice], "usage": {"total_tokens": tokens}}).encode())


@dataclass
class Script:
    """What the endpoint will say, and what it heard."""

    url: str
    replies: list[Reply]
    heard: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def everything(self) -> str:
        return json.dumps(self.heard, ensure_ascii=False)


@contextmanager
def scripted(*replies: Reply) -> Iterator[Script]:
    script = Script("", list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            script.heard.append(json.loads(raw))
            script.keys.append(self.headers.get("Authorization"))
            script.paths.append(self.path)
            reply = script.replies.pop(0) if script.replies else Reply(status=418)
            time.sleep(reply.wait)
            with suppress(OSError):  # the other side hangs up when it is kept waiting, as it should
                self._answer(reply)

        do_GET = do_POST

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            body = reply.body[: len(reply.body) - reply.short]
            for index in range(len(body)) if reply.drip else ():
                self.wfile.write(body[index : index + 1])
                time.sleep(reply.drip)
            if not reply.drip:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
