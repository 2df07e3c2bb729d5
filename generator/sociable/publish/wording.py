"""The phrases of content/publish, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sociable import content, resources


def say(group: str) -> Mapping[str, str]:
    """The phrases of one group of content/publish/wording.yaml."""
    return _read(resources.roots())[group]


@cache
def _read(roots: tuple[Path, ...]) -> dict[str, dict[str, str]]:
    return content.wording("content/publish/wording.yaml")
