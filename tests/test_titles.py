"""The two titles of a criterion hold for every value at which they are shown: from 60 points on, and below."""

from __future__ import annotations

import re

import pytest

from sociable import rubric

RULES = rubric.load(())
AT_60 = 2
"""The place of 60 points among the anchors (0, 40, 60, 80, 100); from there on the better title stands."""
LEAST = {r"\bmost": 0.5, "more than": 0.5, r"(?<!too )\bmany": 0.3}
MOST = {r"\bfew\b": 0.2, r"\bseldom": 0.2}
"""What share of posts a word must have behind it; "too many" says what the rubric holds and no number."""
ABSOLUTE = re.compile(r"\b(never|always|all|every|everybody|no one|none)\b", re.IGNORECASE)
EDGES = [
    (one.id, text, one.anchors[AT_60], (one.direction == "higher") == better)
    for one in RULES.criteria.values()
    if len(one.anchors) == 5 and one.unit in ("share", "minutes", "ratio")
    for better, text in ((True, one.title), (False, one.failing_title))
]


@pytest.mark.parametrize(("name", "text", "edge", "counted"), EDGES, ids=lambda one: str(one)[:40])
def test_how_many_a_title_says_is_true_at_the_edge(name: str, text: str, edge: float, counted: bool) -> None:
    """`counted`: the title speaks of the measured share; else of the rest.  At the edge it is least true."""
    share = edge if counted else 1 - edge
    for word, least in LEAST.items():
        assert not re.search(word, text.lower()) or share >= least, (name, text, share)
    for word, most in MOST.items():
        assert not re.search(word, text.lower()) or edge <= most, (name, text, edge)


def test_no_title_is_absolute() -> None:
    texts = [text for one in RULES.criteria.values() for text in (one.title, one.failing_title)]
    assert [text for text in texts if ABSOLUTE.search(text)] == []


def test_the_edge_is_where_titles_change() -> None:
    """Of give and ask: 2 to 1 is 60 points, so below it the feed may still give more than it asks."""
    one = RULES.criteria["give-ask"]
    assert one.anchors[AT_60] > 0.5 and "more than" not in one.failing_title
