"""The wheel is the same bytes whenever and wherever it is built."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "generator", "content", "templates")


LEARNING = {".py", ".jsonl"}
"""Of content/models and content/rewrites: what only learning needs."""
SHIPPED = {
    "generator/sociable": "sociable",
    "content": "sociable/_shipped/content",
    "templates": "sociable/_shipped/templates",
}
WANTED = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="hatchling is missing: pip install hatchling"
)


def built(folder: Path, when: float) -> Path:
    """A wheel built from a copy whose files were all written at `when`."""
    copy = folder / "copy"
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache"))
        else:
            copy.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    for path in copy.rglob("*"):
        os.utime(path, (when, when))
    code = "from hatchling.build import build_wheel; print(build_wheel('out'))"
    (copy / "out").mkdir()
    done = subprocess.run([sys.executable, "-c", code], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]
    (wheel,) = (copy / "out").glob("*.whl")
    return wheel


@WANTED
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (built(tmp_path / str(when), when) for when in (1_600_000_000, 1_700_000_000))
    assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest()


@WANTED
def test_the_wheel_has_all_that_runs_and_nothing_that_only_learning_needs(tmp_path: Path) -> None:
    wheel = built(tmp_path, 1_600_000_000)
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted, left = set(), set()
    for source, target in SHIPPED.items():
        for path in sorted((tmp_path / "copy" / source).rglob("*")):
            name = f"{target}/{path.relative_to(tmp_path / 'copy' / source).as_posix()}"
            learns = (
                target.endswith("content") and path.parent.name in ("models", "rewrites") and path.suffix in LEARNING
            )
            if path.is_file():
                (left if learns else wanted).add(name)
    assert held == wanted
    assert {"train.py", "written.jsonl", "learn.py", "additions.jsonl"} <= {name.rsplit("/", 1)[-1] for name in left}
    assert wheel.stat().st_size < 25_000_000, "all but 5 MB of it is the careful reader"
