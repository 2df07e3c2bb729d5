"""The one run that the tests of privacy look at: it takes seconds, so each process makes it once."""

from __future__ import annotations

import pytest

from privacy import canaries


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> canaries.Run:
    return canaries.made(tmp_path_factory.mktemp("canaries"))
