"""What publishing really sends: every byte of every request to each kind of wiki, and what then stands in Git."""

from __future__ import annotations

import http.client
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))

import places

from privacy.canaries import Run, leaks, ran, written
from wiki import servers


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Everything that this process sends over HTTP, whichever library does it."""
    found: list[bytes] = []
    send = http.client.HTTPConnection.send

    def noted(self: http.client.HTTPConnection, data: Any) -> None:
        found.append(bytes(data) if isinstance(data, bytes | bytearray | memoryview) else repr(data).encode())
        send(self, data)

    monkeypatch.setattr(http.client.HTTPConnection, "send", noted)
    yield found


def published(run: Run, root: Path, entry: dict[str, Any]) -> bytes:
    """What `sociable publish` prints: a rehearsal, then in earnest."""
    about = yaml.safe_load((run.root / "brand.yaml").read_text())
    source = run.root / f"{root.name}.yaml"
    source.write_text(yaml.safe_dump(about | {"publish": [{"name": "w", **entry}]}))
    words = ("publish", source, "--from", run.root / "output/report.json")
    return ran(*words, "--dry-run") + ran(*words, "--json")


def test_a_folder(run: Run, tmp_path: Path) -> None:
    said = published(run, tmp_path, {"to": "folder", "path": str(tmp_path / "public")})
    outputs = {"printed": said, **written(tmp_path / "public", tmp_path)}
    assert len(outputs) > 40 and not leaks(run.casts, outputs)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is missing: sh tests/tools/install.sh git")
def test_a_wiki_in_git(run: Run, tmp_path: Path) -> None:
    with places.git_wiki(tmp_path, "gitea") as place:
        said = published(run, tmp_path, {"to": "gitea", "url": place.entry.url, "per_second": 1000})
        places.shell(tmp_path, "git", "clone", "--quiet", str(place.bare), "seen")
        log = places.shell(tmp_path / "seen", "git", "log", "--format=%B %an %ae")
    outputs = {"printed": said, "log": log.encode(), **written(tmp_path / "seen", tmp_path)}
    outputs = {name: data for name, data in outputs.items() if "/.git/" not in name}
    assert len(outputs) > 40 and not leaks(run.casts, outputs)


@pytest.mark.parametrize("cloud", [False, True], ids=["server", "cloud"])
def test_confluence(run: Run, tmp_path: Path, sent: list[bytes], cloud: bool) -> None:
    with places.confluence(cloud) as place:
        said = published(
            run, tmp_path, {"to": "confluence", "url": place.entry.url, "space": "TEAM", "per_second": 1000}
        )
    assert len(sent) > 80 and not leaks(run.casts, {"printed": said, "sent": b"\n".join(sent)})


@pytest.mark.parametrize("kind", ["mediawiki", "dokuwiki"])
def test_a_real_wiki(run: Run, tmp_path: Path, sent: list[bytes], kind: str) -> None:
    with ExitStack() as stack:
        wiki = stack.enter_context(getattr(servers, kind)(tmp_path / "wiki"))
        stack.enter_context(places.signed_in(wiki.user, wiki.password))
        url = wiki.api if kind == "mediawiki" else wiki.url
        said = published(run, tmp_path, {"to": kind, "url": url, "parent": "Playbooks/H", "per_second": 1000})
    assert len(sent) > 80 and not leaks(run.casts, {"printed": said, "sent": b"\n".join(sent)})
