"""Stage 1: the files that platforms hand out become tables.

`read` is all that other stages need.
"""

from sociable.archives.container import Progress
from sociable.archives.discover import Found, discover, plain
from sociable.archives.read import read

__all__ = ["Found", "Progress", "discover", "plain", "read"]
