"""The wheel is the same bytes whenever and wherever it is built."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "generator", "content", "templates")


def built(folder: Path, when: float) -> str:
    """The hash of a wheel built from a copy whose files were all written at `when`."""
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
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling is missing: pip install hatchling")
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    assert built(tmp_path / "one", 1_600_000_000) == built(tmp_path / "two", 1_700_000_000)
