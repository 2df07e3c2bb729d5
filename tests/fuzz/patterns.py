"""Every regular expression against repeats of its own alphabet: `python tests/fuzz/patterns.py [SIZE] [PLACE]`.

A pattern is looked for at every place of a text, also where the code asks only
for its start: at 20,000 characters most of what is named is no fault.  At 3,000,
as `make fuzz` does it, only what has many ways to read the same text is slow.
A pattern whose time grows with the square of a text is named with the text
that shows it.  Patterns are found where they are: in the modules as they are
imported, in what calls of `re` name, and in what a few posts make the code compile.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2] / "generator")]

import sociable  # noqa: E402

SIZE, SOON, LATE = 20_000, 0.1, 1.0
"""Characters of a text, processor seconds in which a pattern must have searched it (ten times what is usual), and
those after which nobody waits any longer."""
REWRITTEN = 3_000
"""Longer texts are offered no rewrite, so that the patterns of `advice` and of the drafts meet none."""
ENDS = ("", "\0", "\n!")
Found = dict[tuple[str | bytes, int], str]


class Late(Exception):
    """A search that took too long."""


def _late(*_: object) -> None:
    raise Late


def patterns() -> Found:
    """(pattern, flags) to where it is from: a module, or `made` for what is put together while posts are judged."""
    found: Found = {}
    names = [one.name for one in pkgutil.walk_packages(sociable.__path__, "sociable.")]
    modules = [importlib.import_module(one) for one in names if not one.endswith((".__main__", ".spark"))]
    for module in modules:
        for value in list(vars(module).values()):
            for one in _inside(value, 3):
                found.setdefault((one.pattern, one.flags), module.__name__)
        for written in _written(Path(str(module.__file__)).read_text(encoding="utf-8")):
            found.setdefault((written, 0), module.__name__)
    for one in _made():
        found.setdefault((one.pattern, one.flags), "made")
    return found


def _inside(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    """Patterns in a value, in what it holds, and in what that holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in [*value, *value.values()]:
            yield from _inside(one, depth - 1)
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _inside(one, depth - 1)
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _inside(getattr(value, part.name, None), depth - 1)


def _written(source: str) -> Iterator[str | bytes]:
    """Patterns that stand in calls such as re.search("...", text)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first, of = node.args[0], node.func.value
            named = isinstance(of, ast.Name) and of.id == "re" and node.func.attr != "compile"
            if named and isinstance(first, ast.Constant):
                yield first.value


def _made() -> list[re.Pattern[Any]]:
    """What is compiled while a few drafts are judged and rewritten."""
    from sociable.drafts import examination
    from sociable.drafts.manuscript import Draft

    seen: list[re.Pattern[Any]] = []
    compile_ = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: int) -> Any:
        made = compile_(pattern, flags)
        if "sociable" in Path(sys._getframe(2).f_code.co_filename).parts:  # not what a library compiles for itself
            seen.append(made)
        return made

    re._compile = noted  # type: ignore[attr-defined]
    try:
        said = ("LAST CHANCE! Buy the pass now at shop.example. RT to win!", "Sorry, please DM us your details. ^JB")
        for kind, text in product("BR", said):
            examination.examine([Draft("1", text, "x", kind)])
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
    return seen


def alphabet(pattern: str | bytes) -> list[str]:
    """Short texts that the pattern is made of: its letters, one of each class, its words, and pairs of them."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    letters: list[str] = []
    words: list[str] = []
    _walk(re._parser.parse(text), letters, words)  # type: ignore[attr-defined]
    letters = list(dict.fromkeys([*letters, "a", " "]))[:14]
    pairs = ["".join(pair) for pair in product(letters[:9], repeat=2) if pair[0] != pair[1]]
    return list(dict.fromkeys([*letters, *words[:12], *(f"{one} " for one in words[:6]), *pairs]))


_CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a",
            "CATEGORY_NOT_WORD": ".", "CATEGORY_NOT_DIGIT": "a"}  # fmt: skip


def _walk(parsed: Any, letters: list[str], words: list[str]) -> None:
    word = ""
    for kind, value in parsed:
        name = str(kind)
        if name == "LITERAL":
            word += chr(value)
            letters.append(chr(value))
            continue
        words += [word] if len(word) > 1 else []
        word = ""
        if name == "IN":
            letters += [_CLASSES.get(str(one[1]), "a") for one in value if str(one[0]) == "CATEGORY"]
            letters += [chr(one[1]) for one in value if str(one[0]) == "LITERAL"]
            letters += [chr(one[1][0]) for one in value if str(one[0]) == "RANGE"]
        elif name == "CATEGORY":
            letters.append(_CLASSES.get(str(value), "a"))
        elif name == "NOT_LITERAL" or name == "ANY":
            letters.append("a")
        elif name == "BRANCH":
            for one in value[1]:
                _walk(one, letters, words)
        elif isinstance(value, (list, tuple)) or type(value).__name__ == "SubPattern":
            for one in value if isinstance(value, (list, tuple)) else [value]:
                if type(one).__name__ == "SubPattern":
                    _walk(one, letters, words)
    words += [word] if len(word) > 1 else []


def seconds(pattern: re.Pattern[Any], text: str, most: float) -> float:
    """Processor time of looking for the pattern everywhere in a text; infinite beyond `most`."""
    given: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    signal.setitimer(signal.ITIMER_PROF, most)
    start = time.process_time()
    try:
        for _ in pattern.finditer(given):
            pass
        return time.process_time() - start
    except Late:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def slow(pattern: re.Pattern[Any], size: int = SIZE) -> str:
    """The repeat that the pattern is slow at, in words; "" where there is none.

    A tenth of the size tells first: who is quick there by far is not slow at ten times as much.
    """
    for unit, end in product(alphabet(pattern.pattern), ENDS):
        if seconds(pattern, unit * (size // 10 // len(unit)) + end, LATE) < SOON / 50:
            continue
        text = unit * (size // len(unit)) + end
        if (first := seconds(pattern, text, LATE)) > SOON and seconds(pattern, text, LATE) > SOON:
            return f"{unit!r} * {size // len(unit)} + {end!r}, {first:.2f} s"
    return ""


def limit(place: str, size: int) -> int:
    """The longest text that the patterns of a place are searched in."""
    return min(size, REWRITTEN) if place == "made" or ".advice" in place else size


def main(size: int, only: str = "") -> int:
    """Prints the slow ones of the places whose name begins so; how many are so slow that nobody waited."""
    signal.signal(signal.SIGPROF, _late)
    found = {key: place for key, place in patterns().items() if place.startswith(only)}
    named = [
        (said, f"{place}: {str(pattern)[:150]!r}: {said}")
        for (pattern, flags), place in sorted(found.items(), key=lambda one: (one[1], str(one[0])))
        if (said := slow(re.compile(pattern, flags), limit(place, size)))
    ]
    hang = [line for said, line in named if said.endswith("inf s")]
    print("\n".join(line for _, line in named))
    print(f"{len(found)} patterns, {len(named)} slow, of which {len(hang)} took more than {LATE} s")
    return len(hang)


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE, " ".join(sys.argv[2:]))))
