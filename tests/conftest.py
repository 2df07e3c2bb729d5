"""No test reaches the network but those whose subject it is; everything else would fail here first."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import raised

if TYPE_CHECKING:
    from sociable import build

ALLOWED = {
    "publish": "publishes to servers of its own on this machine",
    "wiki": "publishes to a MediaWiki and a DokuWiki that it starts here",
    "privacy/test_published.py": "publishes to the same, and looks at every byte",
    "tools": "Lighthouse and screenshots drive a browser",
    "site/test_browser.py": "drives a browser through a pipe",
    "site/test_checkers.py": "drives a browser through a pipe",
    "hostile/test_posts.py": "drives a browser, which must ask for nothing",
    "test_docs": "opens the documents in a browser",
    "advice/server.py": "is the endpoint of the next",
    "advice/test_endpoint.py": "asks an endpoint on this machine",
    "test_drafts.py": "asks an endpoint on this machine",
    "test_spark.py": "Spark speaks to its own Java process",
}
"""The tests that may open a socket, by the beginning of their path, and why; all others would fail."""
HERE = Path(__file__).parent
DEMO = HERE.parent / "content" / "demo"


OFFLINE = str(HERE / "offline")
"""First on the path of every Python that a test starts: what lies there blocks the same in it."""
START = subprocess.Popen.__init__


def _started(process: subprocess.Popen[bytes], *words: Any, **more: Any) -> None:
    if more.get("env") is not None:
        path = os.pathsep.join([OFFLINE, more["env"].get("PYTHONPATH", "")])
        more["env"] = {**more["env"], "PYTHONPATH": path.rstrip(os.pathsep)}
    START(process, *words, **more)


class Reached(RuntimeError):
    """Something in a test tried to reach the network."""


def _blocked(*_: object, **__: object) -> None:
    raise Reached("the network was asked for: reading, scoring and drawing never need it")


@pytest.fixture(scope="session")
def built_brand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made-up brand of 300 posts that was built once; a test that changes anything takes a copy."""
    import big_archive

    from sociable import build

    folder = tmp_path_factory.mktemp("brand")
    big_archive.write(300, folder)
    build.build(folder / "brand.yaml")
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    """The demo brand's playbook with every quarter before it, built once; nobody writes into it."""
    from sociable import build

    place = tmp_path_factory.mktemp("demo") / "brand"
    shutil.copytree(DEMO, place, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output"))
    return build.build(place / "brand.yaml", backfill=True, single_file=True)


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks every way out of the process, for tests outside ALLOWED."""
    place = Path(str(request.node.path)).relative_to(HERE).as_posix()
    if not place.startswith(tuple(ALLOWED)):
        monkeypatch.setattr(socket.socket, "connect", _blocked)
        monkeypatch.setattr(socket.socket, "connect_ex", _blocked)
        monkeypatch.setattr(socket, "create_connection", _blocked)
        monkeypatch.setattr(socket, "getaddrinfo", _blocked)
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")])))
        monkeypatch.setattr(subprocess.Popen, "__init__", _started)
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test that tests/raised.csv names must bring its message about, and none one that the catalogue lacks."""
    with raised.noted(item.nodeid) as made:
        result = yield
    if lost := raised.lost(item.nodeid, made):
        pytest.fail(f"tests/raised.csv says that this test raises {lost}")
    if unlisted := raised.unlisted(made):
        pytest.fail(f"docs/reference/errors.md lacks {unlisted}: tests/tools/errors.py does not find them in the code")
    return result
