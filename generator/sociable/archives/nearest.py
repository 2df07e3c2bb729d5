"""What to say of a container that no reader knows: the nearest format, and what is missing."""

from __future__ import annotations

from sociable.archives.container import Container
from sociable.archives.records import Tally
from sociable.errors import ArchiveError, Fault


def judge(container: Container) -> tuple[Tally, ...]:
    """Raise ArchiveError for an unknown container; header-only and ``[]`` files become notes."""
    raise ArchiveError(Fault(container.label, "not recognised", "see the list of supported exports"))
