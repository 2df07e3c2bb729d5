"""Writes docs/reference/errors.md: every message that Sociable can end with, cause and remedy, read from the code.

A test run compares: a message that a test brings about and that is not in the
catalogue fails that test (`tests/raised.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generator" / "sociable"
PAGE = ROOT / "docs" / "reference" / "errors.md"
HEAD = """# Messages

Every message that ends a command, by the part of Sociable that writes it: what is wrong, and what to do. `...` stands for what is found at the time. A message is one line, `file:line: key: what is wrong; what to do`, and nothing is written. Exit codes: 1 the input is wrong, 2 the command is wrong, 3 a declared limit was crossed.

*Written by `python tests/tools/errors.py` from the code; a test holds it in step.*
"""  # noqa: E501
PARTS = {
    "archives": "Exports", "advice": "Examples and rewrites", "publish": "Publishing", "commands": "Commands",
    "site": "Pages", "signals": "Labels", "scoring": "Scores",
}  # fmt: skip
WORDS = ("what", "remedy")
"""Parameters of these names hold words of a message: whoever calls such a function writes it."""
KEPT = {"lower", "removesuffix", "rstrip", "split", "strip"}
"""Methods that leave of a text what matters here."""
Function = ast.FunctionDef


@dataclass
class Package:
    """The functions, calls and constants of some modules."""

    trees: list[ast.Module]
    functions: dict[str, list[Function]] = field(default_factory=dict)
    calls: dict[str, list[tuple[ast.Call, Function]]] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    module: dict[int, int] = field(default_factory=dict)
    """Which tree a function stands in, by its identity."""

    def __post_init__(self) -> None:
        for number, tree in enumerate(self.trees):
            self.constants |= {
                name: one.value for one in tree.body if isinstance(one, ast.Assign) for name in _names(one)
            }
            for scope in ast.walk(tree):
                if isinstance(scope, Function):
                    self.functions.setdefault(scope.name, []).append(scope)
                    self.module[id(scope)] = number
                    for node in ast.walk(scope):
                        if isinstance(node, ast.Call) and (name := _called(node)):
                            self.calls.setdefault(name, []).append((node, scope))

    def called(self, name: str, scope: Function) -> Function | None:
        """The function for texts that a name means in another one: of the same module, or the only one there is."""
        found = [one for one in self.functions.get(name, []) if getattr(one.returns, "id", "") == "str"]
        here = [one for one in found if self.module[id(one)] == self.module[id(scope)]]
        return next(iter(here or (found if len(found) == 1 else [])), None)

    def callers(self, scope: Function) -> list[tuple[ast.Call, Function]]:
        """Who calls a function; one with an underscore is called in its own module alone."""
        found = self.calls.get(scope.name, [])
        here = self.module[id(scope)]
        return [one for one in found if not scope.name.startswith("_") or self.module[id(one[1])] == here]


@dataclass(frozen=True)
class Place:
    """A function of a package, and the call that its parameters come from."""

    package: Package
    scope: Function
    line: int
    by: tuple[ast.Call, Place] | None = None

    def words(self, node: ast.expr | None) -> list[str]:
        """What an expression may say, `...` for what only a run knows."""
        match node:
            case ast.Constant():
                return [str(node.value)]
            case ast.JoinedStr():
                return _joined([self.words(one) for one in node.values])
            case ast.FormattedValue(value=ast.Name(id=name)) if name in WORDS and self.given(name):
                return self.words(node.value)
            case ast.BinOp(op=ast.Add()):
                return _joined([self.words(node.left), self.words(node.right)])
            case ast.IfExp():
                return self.either(node.body, node.orelse)
            case ast.BoolOp():
                return self.either(*node.values)
            case ast.Subscript(value=ast.Call()):
                return self.words(node.value)
            case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in KEPT:
                return self.words(value)
            case ast.Call(func=ast.Name(id=name)) if told := self.package.called(name, self.scope):
                back = [one for one in ast.walk(told) if isinstance(one, ast.Return)]
                return [text for one in back for text in Place(self.package, told, one.lineno).words(one.value)]
            case ast.Attribute(attr="what", value=ast.Name(id=name)) if (
                kind := self.caught(name)
            ) in self.package.calls:
                found = self.package.calls.get(kind, [])
                return [
                    text
                    for call, scope in found
                    for text in Place(self.package, scope, call.lineno).words(call.args[0])
                ]
            case ast.Name(id=name):
                return self.named(name)
        return ["..."]

    def either(self, *nodes: ast.expr) -> list[str]:
        """Two wordings in one line of the catalogue; what may be nothing is `...`."""
        found = [" / ".join(self.words(one)) for one in nodes]
        return [" / ".join(dict.fromkeys(found)) if all(found) else "..."]

    def named(self, name: str) -> list[str]:
        if value := self.assigned().get(name):
            return self.words(value)
        if (value := self.given(name)) and self.by:
            return self.by[1].words(value)
        return self.words(self.package.constants.get(name)) if name.isupper() else ["..."]

    def assigned(self) -> dict[str, ast.expr]:
        """What each name of a function was last given before a line, as the text of the function stands."""
        found = [one for one in ast.walk(self.scope) if isinstance(one, ast.Assign) and one.lineno < self.line]
        return {name: one.value for one in sorted(found, key=lambda one: one.lineno) for name in _names(one)}

    def given(self, name: str) -> ast.expr | None:
        """What the caller gives for a parameter, or what stands for it where nobody gives it."""
        arguments = self.scope.args
        names = [one.arg for one in arguments.args if one.arg not in ("self", "cls")]
        if self.by is None or name not in names:
            return None
        call, at = self.by[0], names.index(name)
        usual = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
        named = {one.arg: one.value for one in call.keywords}
        return call.args[at] if at < len(call.args) else named.get(name, usual.get(name))

    def caught(self, name: str) -> str:
        """The kind of error that a name holds."""
        kinds = [one.type for one in ast.walk(self.scope) if isinstance(one, ast.ExceptHandler) and one.name == name]
        return next((one.id for one in kinds if isinstance(one, ast.Name)), "")

    def pairs(self, call: ast.Call) -> Iterator[tuple[str, str]]:
        """(what, remedy) of a `Fault`; where the function's caller words it, of every caller."""
        names = {one.id for one in ast.walk(call) if isinstance(one, ast.Name)} & set(WORDS) - set(self.assigned())
        if self.by is None and names & {one.arg for one in self.scope.args.args}:
            for other, scope in self.package.callers(self.scope):
                by = (other, Place(self.package, scope, other.lineno))
                yield from Place(self.package, self.scope, self.line, by).pairs(call)
            return
        for argument in call.args:
            if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Subscript):  # *remedies[kind]
                table = self.assigned().get(getattr(argument.value.value, "id", ""))
                for one in table.values if isinstance(table, ast.Dict) else []:
                    yield from product(*(self.words(part) for part in getattr(one, "elts", [])))  # type: ignore[misc]
                return
        given = {one.arg: one.value for one in call.keywords}
        at = dict(enumerate(call.args))
        yield from product(*(self.words(at.get(number, given.get(name))) for number, name in enumerate(WORDS, 1)))  # type: ignore[misc]


def _names(one: ast.Assign) -> list[str]:
    return [target.id for target in one.targets if isinstance(target, ast.Name)]


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _joined(parts: list[list[str]]) -> list[str]:
    return ["".join(one).replace("......", "...") for one in product(*parts)]


def messages(*sources: str) -> list[list[tuple[str, str]]]:
    """(what, remedy) of every fault that each of some modules writes, in the order of the file."""
    package = Package([ast.parse(source) for source in sources])
    found: list[list[tuple[str, str]]] = [[] for _ in sources]
    for call, scope in package.calls.get("Fault", []):
        for pair in Place(package, scope, call.lineno).pairs(call):
            if pair not in found[number := package.module[id(scope)]]:
                found[number].append(pair)
    return found


@lru_cache(maxsize=1)
def listed() -> dict[str, list[tuple[str, str]]]:
    """The part of Sociable -> its messages, sorted; none of which nothing is known beforehand."""
    paths = sorted(PACKAGE.rglob("*.py"))
    found: dict[str, set[tuple[str, str]]] = {}
    for path, said in zip(paths, messages(*(path.read_text(encoding="utf-8") for path in paths)), strict=True):
        part = PARTS.get(path.relative_to(PACKAGE).parts[0], "Configuration, content, history")
        for what, remedy in said:
            found.setdefault(part, set()).add((what, remedy))
    return {part: sorted(said) for part, said in sorted(found.items())}


def catalogue() -> str:
    """The page."""
    lines = [HEAD]
    for part, said in listed().items():
        lines += [f"## {part}", "", "| what is wrong | what to do |", "|---|---|"]
        lines += [f"| {_cell(what)} | {_cell(remedy)} |" for what, remedy in said] + [""]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


if __name__ == "__main__":
    PAGE.write_text(catalogue(), encoding="utf-8")
