"""Many brands: a playbook each, and one page over all of them."""

from sociable.portfolio.brands import MARK, claim, find, named
from sociable.portfolio.run import run

__all__ = ["MARK", "claim", "find", "named", "run"]
