"""What a rewrite of a post leaves open is told to a German team in German; the post stays in its own language."""

import re

import pytest

from sociable import resources, tongue
from sociable.advice import additions, joins, sorts
from sociable.advice.entities import SLOT


def wordings() -> list[str]:
    """Every slot that a post may be given, with a thing where it names one."""
    found: set[str] = set()
    for path in (sorts.FILE, additions.FILE, joins.FILE):
        text = re.sub(r"unless: \[.*?\]", "", resources.find(path).read_text(encoding="utf-8"))
        lines = [line for line in text.splitlines() if re.match(r"\s+(?:- |(?:\w+: \{.*)?(?:add|open): \[)", line)]
        found |= {one for line in lines for one in re.findall(r"\[[a-z][^\[\]\\(|]*(?:\?|[a-z}])\]", line)}
    named = {one.replace("{thing}", "report") for one in found}
    return sorted(one for one in named | {*map(sorts.brief, named)} if SLOT.fullmatch(one))


def test_every_open_slot_of_a_post_has_its_german() -> None:
    english = wordings()
    assert len(english) > 120 and "[what is new about it, in a line]" in english
    with tongue.speaking("de"):
        german = {one: tongue.note(tongue.word(one)) for one in english}
    assert not [one for one, own in german.items() if own == one]
    assert all(SLOT.fullmatch(own) or re.fullmatch(r"\[[^\[\]]+\]", own) for own in german.values())
    assert not [own for own in german.values() if "{" in own]


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("[price?]", "[Preis?]"),
        ("[one number from the annual report, and what it means]", "(annual report)]"),
        ("[who says so?]", "[who says so?]"),  # what has no twin stays
    ],
)
def test_a_slot_is_worded_where_it_is_shown(english: str, german: str) -> None:
    with tongue.speaking("de"):
        assert tongue.note(tongue.word(english)).endswith(german)
    assert tongue.note(tongue.word(english)) == english
