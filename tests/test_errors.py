"""The catalogue of messages is in step with the code; a fault is one line, whatever it quotes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import raised
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


PLANTED = {
    "a name": ('what = f"is {1} too many"\n    raise E(Fault("a", what, "take one away"))', ["is ... too many"]),
    "what a name was last given": (
        'what = 1\n    what = "is big"\n    raise E(Fault("a", what, "take one away"))\n    what = "is nothing"',
        ["is big"],
    ),
    "two halves": ('raise E(Fault("a", "is big" + (f" ({1})" if 2 else ""), "take one away"))', ["is big..."]),
    "one of two": ('raise E(Fault("a", "is big" if 1 else "is small", "take one away"))', ["is big / is small"]),
    "a constant": ('raise E(Fault("a", _BIG, "take one away"))\n_BIG = "is big"', ["is big"]),
    "a table": (
        'said = {1: ("is big", "take one away"), 2: ("is small", "take one away")}\n    raise E(Fault("a", *said[1]))',
        ["is big", "is small"],
    ),
    "whoever calls": (
        '_g("b", "is big")\n    _g("c", "is small")\ndef _g(name, what, remedy="take one away"):\n'
        '    return Fault(name, f"refused: {what}", remedy)',
        ["refused: is big", "refused: is small"],
    ),
    "what was caught": (
        'try:\n        raise Passing("is big")\n    except Passing as one:\n'
        '        raise E(Fault("a", one.what, "take one away"))',
        ["is big"],
    ),
    "a function for words": (
        'raise E(Fault("a", near("b"), "take one away"))\ndef near(word: str) -> str:\n    return f"is {word}"',
        ["is ..."],
    ),
}


@pytest.mark.parametrize("how", PLANTED)
def test_a_planted_message_is_found(how: str) -> None:
    source, what = PLANTED[how]
    assert tool.messages(f"def f():\n    {source}\n") == [[(one, "take one away") for one in what]]


@pytest.mark.parametrize("text", ["a\nb", "\x1b[31mred", "\u202eabc", "a\x00b"])
def test_a_fault_is_one_plain_line(text: str) -> None:
    line = str(Fault(text, text, text, 3, text))
    assert line.isprintable() and "\n" not in line


def test_every_message_names_the_test_that_raises_it() -> None:
    """tests/raised.csv; `tests/raised.py` says how to fill it in."""
    listed = {(what, remedy): test for what, remedy, test in raised.rows()}
    new = [what for what, remedy in raised.messages() if not listed.get((what, remedy))]
    assert new == [], "write a test that raises it, and name that test in tests/raised.csv"
    gone = [what for what, remedy in listed if (what, remedy) not in raised.messages()]
    assert gone == [], "take them out of tests/raised.csv"


def test_the_tests_that_are_named_are_there() -> None:
    for what, _, test in raised.rows():
        path, _, name = test.partition("::")
        name = name.partition("[")[0].rpartition("::")[2]
        assert f"def {name}(" in (raised.HERE / path).read_text(encoding="utf-8"), (what, test)


def test_a_message_without_a_test_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raised, "messages", lambda: [("a new message", "with a remedy")])
    with pytest.raises(AssertionError, match="write a test that raises it"):
        test_every_message_names_the_test_that_raises_it()


def test_a_test_that_lost_its_message_is_found() -> None:
    what, remedy, test = raised.rows()[0]
    assert raised.lost("tests/" + test, []) != []
    wrong = [Fault("a", "something else", remedy)]
    assert what in raised.lost("tests/" + test, wrong)


def test_a_message_that_the_catalogue_lacks_is_found() -> None:
    """The program's own alone: a test may make up any message."""
    ours: dict[str, object] = {"__name__": "sociable.some"}
    exec("from sociable.errors import Fault\ndef f(what): return Fault('a', what, 'report it')", ours)
    with raised.noted("here") as made:
        Fault("a", "is of a test", "report it")
        ours["f"]("is nowhere to be found")  # type: ignore[operator]
    assert raised.unlisted(made) == ["is nowhere to be found; report it"]
    raised.OURS.discard(("is nowhere to be found", "report it"))
