"""Columns to scores: criteria judged, combined, and turned into a plan; signals and summaries beside them."""

from sociable.scoring.assess import assess
from sociable.scoring.combine import combine
from sociable.scoring.plan import plan
from sociable.scoring.summaries import summaries
from sociable.scoring.unscored import signals

__all__ = ["assess", "combine", "plan", "signals", "summaries"]
