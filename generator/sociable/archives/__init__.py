"""Stage 1: the files that platforms hand out become tables.

`read` is all that other stages need.
"""

from sociable.archives.container import Progress
from sociable.archives.read import read

__all__ = ["Progress", "read"]
