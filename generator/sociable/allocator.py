"""How soon Polars gives freed memory back: at once where an archive is large, a moment later where it is small.

At once keeps a million posts within their memory, and costs a small archive a tenth of its time for pages that are
wanted again a moment later.  It is settled before Polars is loaded, which asks only then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import sociable
from sociable.config import Brand

LATER = "dirty_decay_ms:1000,muzzy_decay_ms:0"
SMALL = 192 << 20
"""Bytes below the brand's folder with which a tenth of memory more is still little."""
DEEP = 60
"""Folders in folders that are counted; readers refuse exports that lie deeper."""
PACKED = 10
"""So many times its size an archive may unpack to."""


def settle(brand: Brand) -> None:
    """Let Polars keep freed pages for a moment if the brand's exports are small; a word of the user's own stands."""
    if "polars" not in sys.modules and os.environ.get(sociable.ALLOCATOR) == sociable.AT_ONCE and small(brand):
        os.environ[sociable.ALLOCATOR] = LATER


def small(brand: Brand) -> bool:
    """Whether all exports lie below the brand's folder, and that folder is small."""
    home = brand.root.resolve()
    names = [name for account in brand.accounts for name in (*account.archive, *account.inbox)]
    if not all((home / name).resolve().is_relative_to(home) for name in names):
        return False
    total = 0
    for size in _sizes(home):
        total += size
        if total > SMALL:
            return False
    return True


def _sizes(home: Path) -> Iterator[int]:
    """Bytes of each file below a folder, about as unpacked; one that cannot be asked counts as large."""
    for folder, inside, names in os.walk(home):
        if folder.count(os.sep, len(str(home))) > DEEP:
            inside.clear()
        for name in names:
            try:
                size = Path(folder, name).stat().st_size
            except OSError:
                size = SMALL + 1
            yield size * (PACKED if name.lower().endswith((".zip", ".gz", ".tgz")) else 1)
