"""The catalogue of messages is in step with the code; a fault is one line, whatever it quotes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import raised
from sociable.errors import Fault

sys.path.insert(0, str(Path(__file__).parent / "tools"))
import errors as tool

UNNAMED = 29
"""Messages for which tests/raised.csv names no test yet; it may only fall."""


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


def test_a_name_says_what_it_was_last_given_before_the_message() -> None:
    given = "    what, why = 1, 2\n    what = {}\n    raise E(Fault('a', what, 'take one away'))\n".format
    source = f"def f():\n{given(repr('is big'))}{given(repr('is small'))}    what = 'is nothing'\n"
    assert list(tool.messages(source)) == [("is big", "take one away"), ("is small", "take one away")]


@pytest.mark.parametrize("text", ["a\nb", "\x1b[31mred", "\u202eabc", "a\x00b"])
def test_a_fault_is_one_plain_line(text: str) -> None:
    line = str(Fault(text, text, text, 3, text))
    assert line.isprintable() and "\n" not in line


def test_every_message_names_the_test_that_raises_it() -> None:
    """tests/raised.csv; `tests/raised.py` says how to fill it in."""
    listed = {(what, remedy): test for what, remedy, test in raised.rows()}
    messages = raised.messages()
    new = [what for what, remedy in messages if (what, remedy) not in listed]
    assert new == [], "write a test that raises it, and name that test in tests/raised.csv"
    assert sum(not test for test in listed.values()) <= UNNAMED, "a message lost its test"
    gone = [what for what, remedy in listed if (what, remedy) not in messages]
    assert gone == [], "take them out of tests/raised.csv"


def test_the_tests_that_are_named_are_there() -> None:
    for what, _, test in raised.rows():
        if test:
            path, _, name = test.partition("::")
            name = name.partition("[")[0].rpartition("::")[2]
            assert f"def {name}(" in (raised.HERE / path).read_text(encoding="utf-8"), (what, test)


def test_a_message_without_a_test_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raised, "messages", lambda: [("a new message", "with a remedy")])
    with pytest.raises(AssertionError, match="write a test that raises it"):
        test_every_message_names_the_test_that_raises_it()


def test_a_test_that_lost_its_message_is_found() -> None:
    what, remedy, test = next(row for row in raised.rows() if row[2])
    assert raised.lost("tests/" + test, []) != []
    wrong = [Fault("a", "something else", remedy)]
    assert what in raised.lost("tests/" + test, wrong)
