"""The scenes of hand-written notes, edits inside, strangers and deletions, in every place that needs no wiki server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from places import Place, confluence, git_wiki
from scenes import ALL, SCENES

Opener = Callable[[Path], AbstractContextManager[Place]]
PLACES: dict[str, Opener] = {
    "confluence": lambda folder: confluence(False),
    "confluence-cloud": lambda folder: confluence(True),
    "github": lambda folder: git_wiki(folder, "github"),
    "otter": lambda folder: git_wiki(folder, "otter"),
}


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with PLACES[request.param](tmp_path) as found:
        yield found


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_scene(place: Place, scene: Callable[[Place], None]) -> None:
    scene(place)


@pytest.mark.parametrize("cloud", [False, True])
def test_who_was_faster(cloud: bool) -> None:
    with confluence(cloud) as place:
        ALL[-1](place)
