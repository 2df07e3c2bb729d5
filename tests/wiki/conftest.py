"""One server a module; both wikis start in about two seconds."""

from collections.abc import Iterator

import pytest

from wiki import servers


@pytest.fixture(scope="module")
def mediawiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Wiki]:
    with servers.mediawiki(tmp_path_factory.mktemp("mediawiki")) as wiki:
        yield wiki


@pytest.fixture(scope="module")
def dokuwiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Wiki]:
    with servers.dokuwiki(tmp_path_factory.mktemp("dokuwiki")) as wiki:
        yield wiki
