"""Pages to elsewhere: folders, Git branches and wikis; knows nothing of how a page is drawn."""

from __future__ import annotations

from sociable.publish.destinations import open_target
from sociable.publish.planning import plan, push
from sociable.publish.target import Outcome, Plan, Step, Target

__all__ = ["Outcome", "Plan", "Step", "Target", "open_target", "plan", "push"]
