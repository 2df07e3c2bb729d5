"""The catalogue of messages is in step with the code; a fault is one line, whatever it quotes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sociable.errors import Fault

sys.path.insert(0, str(Path(__file__).parent / "tools"))
import errors as tool


def test_the_catalogue_is_in_step() -> None:
    assert tool.PAGE.read_text(encoding="utf-8") == tool.catalogue(), "run `python tests/tools/errors.py`"


def test_every_message_has_a_cause_and_a_remedy() -> None:
    rows = [line for line in tool.catalogue().splitlines() if line.startswith("| ") and "what is wrong" not in line]
    assert len(rows) > 150
    for row in rows:
        what, remedy = (cell.strip() for cell in row.strip("|").split(" | "))
        assert len(what) > 5 and len(remedy) > 5, row


def test_a_planted_message_is_found() -> None:
    source = 'def f():\n    what = f"is {1} too many"\n    raise E(Fault("a", what, "take one away"))\n'
    assert list(tool.messages(source)) == [("is ... too many", "take one away")]


@pytest.mark.parametrize("text", ["a\nb", "\x1b[31mred", "\u202eabc", "a\x00b"])
def test_a_fault_is_one_plain_line(text: str) -> None:
    line = str(Fault(text, text, text, 3, text))
    assert line.isprintable() and "\n" not in line
