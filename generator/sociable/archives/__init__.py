"""Stage 1: the files that platforms hand out become tables.

`read` is all that other stages need; `each` and `tables` are what `sociable import` keeps.
"""

from sociable.archives.container import Progress
from sociable.archives.discover import UNKNOWN, Found, attempt, discover, plain
from sociable.archives.imported import write as tables
from sociable.archives.read import each, read

__all__ = ["UNKNOWN", "Found", "Progress", "attempt", "discover", "each", "plain", "read", "tables"]
