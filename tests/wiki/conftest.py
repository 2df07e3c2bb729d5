"""One server a module; both wikis start in about two seconds."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from wiki import servers

# no stopwatch, no dice: slow machines and reruns see the same examples
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="module")
def mediawiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Wiki]:
    with servers.mediawiki(tmp_path_factory.mktemp("mediawiki")) as wiki:
        yield wiki


@pytest.fixture(scope="module")
def dokuwiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Wiki]:
    with servers.dokuwiki(tmp_path_factory.mktemp("dokuwiki")) as wiki:
        yield wiki
