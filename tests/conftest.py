"""No test reaches the network but those whose subject it is; everything else would fail here first."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ALLOWED = ("publish", "wiki", "tools", "privacy/test_published.py", "site/test_browser.py", "site/test_checkers.py",
           "advice/server.py", "advice/test_endpoint.py",
           "test_drafts.py", "test_docs", "test_spark.py", "hostile/test_posts.py")  # fmt: skip
"""Publishing, endpoints, browsers and Spark speak to servers of their own on this machine; a browser hangs on a pipe."""
HERE = Path(__file__).parent


class Reached(RuntimeError):
    """Something in a test tried to reach the network."""


def _blocked(*_: object, **__: object) -> None:
    raise Reached("the network was asked for: reading, scoring and drawing never need it")


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks every way out of the process, for tests outside ALLOWED."""
    place = Path(str(request.node.path)).relative_to(HERE).as_posix()
    if not place.startswith(ALLOWED):
        monkeypatch.setattr(socket.socket, "connect", _blocked)
        monkeypatch.setattr(socket.socket, "connect_ex", _blocked)
        monkeypatch.setattr(socket, "create_connection", _blocked)
        monkeypatch.setattr(socket, "getaddrinfo", _blocked)
    yield
