"""Reading, labelling, scoring and drawing open no socket, and textstat never downloads its word lists."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROOF = """
import socket, sys
calls = []
def blocked(*_, **__):
    calls.append("network")
    raise OSError("blocked")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, blocked)
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = blocked
try:
    import nltk
except ImportError:  # the oldest textstat has none
    pass
else:
    nltk.download = blocked
    nltk.downloader.Downloader.download = blocked
from pathlib import Path
from sociable import build
build.build(Path(sys.argv[1]), single_file=True)
assert not calls, calls
"""


def test_a_socket_is_refused_in_this_run() -> None:
    with pytest.raises(RuntimeError, match="network was asked for"):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="network was asked for"):
        socket.getaddrinfo("example.invalid", 80)


@pytest.mark.parametrize("given", [None, {"PYTHONPATH": str(ROOT / "generator")}, {}])
@pytest.mark.parametrize("ask", ["create_connection(('127.0.0.1', 9))", "getaddrinfo('example.invalid', 80)"])
def test_a_socket_is_refused_in_what_a_test_starts(ask: str, given: dict[str, str] | None) -> None:
    code = f"import socket; socket.{ask}"
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True)
    assert done.returncode == 1 and "the network was asked for" in done.stderr
    assert os.environ["PYTHONPATH"].endswith("offline") or "offline" + os.pathsep in os.environ["PYTHONPATH"]


def test_a_whole_build_asks_for_nothing(tmp_path: Path) -> None:
    rows = "".join(
        f"Did you know that number {n} sails? Buy now!,2026-07-{1 + n % 28:02} 10:00:00 +0000\n" for n in range(60)
    )
    (tmp_path / "a.csv").write_text("text,created_at\n" + rows)
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
        "period: {start: 2026-07-01, end: 2026-09-30}\n"
    )
    command = [sys.executable, "-c", PROOF, str(tmp_path / "brand.yaml")]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "generator"), "HOME": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output/index.html").exists() and not (tmp_path / "nltk_data").exists()
