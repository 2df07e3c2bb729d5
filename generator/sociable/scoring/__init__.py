"""Columns to scores: criteria judged, combined, and turned into a plan; signals, summaries and changes beside them."""

from sociable.scoring.assess import assess
from sociable.scoring.change import compare, comparisons, survivors
from sociable.scoring.combine import combine
from sociable.scoring.likeness import feeds
from sociable.scoring.plan import detectable, plan
from sociable.scoring.rescale import counterpart
from sociable.scoring.reviewed import accuracy
from sociable.scoring.summaries import left_out, summaries
from sociable.scoring.total import total
from sociable.scoring.trend import changes, kendall_p, theil_sen
from sociable.scoring.unscored import signals

__all__ = [
    "accuracy",
    "assess",
    "changes",
    "combine",
    "compare",
    "comparisons",
    "counterpart",
    "detectable",
    "feeds",
    "kendall_p",
    "left_out",
    "plan",
    "signals",
    "summaries",
    "survivors",
    "theil_sen",
    "total",
]
