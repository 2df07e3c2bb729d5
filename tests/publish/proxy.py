"""Two servers for tests: one that stands before a wiki and lets faults happen, and Git over HTTP by its own CGI."""

import base64
import http.client
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


class Faults:
    """What the next requests meet: a status with headers, "break" (no answer), or "lose" (done, but not answered)."""

    def __init__(self) -> None:
        self.next: list[tuple[int, dict[str, str]] | str] = []
        self.after = 0  # requests that pass first
        self.requests = 0
        self.url = ""

    def take(self) -> tuple[int, dict[str, str]] | str | None:
        self.requests += 1
        if self.after:
            self.after -= 1
            return None
        return self.next.pop(0) if self.next else None


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(BaseHTTPRequestHandler):
    """No log, and answers in one piece."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        pass

    def reply(self, code: int, headers: list[tuple[str, str]], data: bytes) -> None:
        self.send_response(code)
        for key, value in headers:
            if key.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refused(self, fault: tuple[int, dict[str, str]] | str | None) -> bool:
        """Whether the fault was all the answer there is."""
        if isinstance(fault, tuple):
            self.reply(fault[0], [*fault[1].items()], b"fault")
        elif fault == "break":
            self.close_connection = True
        return isinstance(fault, tuple) or fault == "break"

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))


@contextmanager
def before(upstream: str) -> Iterator[Faults]:
    """A server that passes everything on to `upstream`, once the faults are used up."""
    faults, host = Faults(), urlsplit(upstream).netloc

    class Pass(Quiet):
        def do_GET(self) -> None:
            data, fault = self.body(), faults.take()
            if self.refused(fault):
                return
            connection = http.client.HTTPConnection(host, timeout=60)
            headers = {key: value for key, value in self.headers.items() if key.lower() != "transfer-encoding"}
            connection.request(self.command, self.path, data, headers | {"Host": host, "Connection": "close"})
            answer = connection.getresponse()
            said = answer.read()
            connection.close()
            if fault == "lose":
                self.close_connection = True
                return
            self.reply(answer.status, answer.getheaders(), said)

        do_POST = do_GET

    with running(Pass) as url:
        faults.url = url
        yield faults


USER, TOKEN = "bot", "git-secret-5678"


@contextmanager
def git(folder: Path, *, password: bool = True) -> Iterator[Faults]:
    """The repositories in `folder` over HTTP, by the backend that comes with Git; with a password for everything."""
    backend = Path(subprocess.check_output(["git", "--exec-path"], text=True).strip()) / "git-http-backend"
    faults = Faults()
    right = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()

    class Backend(Quiet):
        def do_GET(self) -> None:
            data, fault = self.body(), faults.take()
            if self.refused(fault):
                return
            if password and self.headers.get("Authorization") != right:
                self.reply(401, [("WWW-Authenticate", 'Basic realm="git"')], b"sign in")
                return
            split = urlsplit(self.path)
            environment = {
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1",
                "REQUEST_METHOD": self.command, "PATH_INFO": split.path, "QUERY_STRING": split.query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(data)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "REMOTE_USER": USER,
                "REMOTE_ADDR": "127.0.0.1", "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            }  # fmt: skip
            said = subprocess.run([str(backend)], input=data, env=environment, capture_output=True, check=False).stdout
            if fault == "lose":
                self.close_connection = True
                return
            head, _, rest = said.partition(b"\r\n\r\n")
            pairs = [line.partition(": ")[::2] for line in head.decode().splitlines()]
            status = next((int(value.split()[0]) for key, value in pairs if key == "Status"), 200)
            self.reply(status, [(key, value) for key, value in pairs if key != "Status"], rest)

        do_POST = do_GET

    with running(Backend) as url:
        faults.url = url
        yield faults
