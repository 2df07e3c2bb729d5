"""Freed memory goes back at once where exports are large or lie elsewhere, a moment later where they are small."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sociable
from sociable import allocator, settings
from sociable.config import Brand

ROOT = Path(__file__).parents[1]
SHOWN = "import os, sociable\nfrom sociable import allocator, settings\nfrom pathlib import Path\nimport sys\n" + (
    "allocator.settle(settings.load(Path(sys.argv[1])))\nprint(os.environ[sociable.ALLOCATOR])\n"
)


def brand(folder: Path, archive: str = "data", size: int = 1000) -> Brand:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    with (folder / "data" / "tweets.js").open("wb") as file:
        file.truncate(size)
    accounts = f"accounts: [{{platform: x, handle: ferry, archive: '{archive}'}}]\n"
    (folder / "brand.yaml").write_text(f"brand: {{name: Ferry}}\n{accounts}")
    return settings.load(folder / "brand.yaml")


def test_small_is_what_lies_below_the_brand_and_is_small(tmp_path: Path) -> None:
    assert allocator.small(brand(tmp_path / "a"))
    assert not allocator.small(brand(tmp_path / "b", size=allocator.SMALL + 1))


def test_a_packed_file_counts_as_unpacked(tmp_path: Path) -> None:
    packed = brand(tmp_path)
    (tmp_path / "data" / "tweets.js").rename(tmp_path / "data" / "x.zip")
    with (tmp_path / "data" / "x.zip").open("wb") as file:
        file.truncate(allocator.SMALL // allocator.PACKED + 1)
    assert not allocator.small(packed)


@pytest.mark.parametrize("archive", ["../data", "/somewhere/else", "data/../../more"])
def test_exports_elsewhere_are_not_taken_for_small(tmp_path: Path, archive: str) -> None:
    found = brand(tmp_path / "inside")
    account = found.accounts[0].model_copy(update={"archive": (archive,)})
    assert not allocator.small(found.model_copy(update={"accounts": (account,)}))


@pytest.mark.parametrize(("own", "expected"), [(None, allocator.LATER), ("dirty_decay_ms:7", "dirty_decay_ms:7")])
def test_it_is_settled_before_polars_unless_the_user_has_settled_it(
    tmp_path: Path, own: str | None, expected: str
) -> None:
    brand(tmp_path)
    env = {name: value for name, value in os.environ.items() if name != sociable.ALLOCATOR}
    env |= {"PYTHONPATH": str(ROOT / "generator")} | ({sociable.ALLOCATOR: own} if own else {})
    command = [sys.executable, "-c", SHOWN, str(tmp_path / "brand.yaml")]
    assert subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.strip() == expected


def test_folders_in_folders_without_end_are_not_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 walks folders by recursion, which ends long before they do."""
    deep = tmp_path / "data/a/b/c/d"
    deep.mkdir(parents=True)
    with (deep / "tweets.js").open("wb") as file:
        file.truncate(allocator.SMALL + 1)
    assert not allocator.small(brand(tmp_path))
    monkeypatch.setattr(allocator, "DEEP", 3)
    assert allocator.small(brand(tmp_path))
