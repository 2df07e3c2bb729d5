"""A brand that was published and reviewed, for runs that meet a full disk, a closed folder or one another."""

import shutil
import subprocess
from pathlib import Path

import pytest

from hostile import kill


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a brand that was built, published and drawn from, then built anew; beside it its first report."""
    place = tmp_path_factory.mktemp("published")
    (place / "brand").mkdir()
    subprocess.run(["git", "init", "--quiet", "--bare", str(place / "pages.git")], check=True)
    for state, tasks in zip(kill.STATES, (kill.USUAL, ("build",)), strict=True):
        kill.brand(place / "brand", state)
        assert kill.undisturbed(place / "brand", tasks) is not None
        if state == kill.STATES[0]:
            shutil.copy(place / "brand" / "output" / "report.json", place / "former.json")
    return place
