"""Writes docs/reference/errors.md: every message that Sociable can end with, cause and remedy, read from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
WRAPPERS = {"_refuse": (1, 2, "refused: ", "this is not how platforms write exports; request a new download")}


def worded(node: ast.expr | None, names: dict[str, ast.expr]) -> str:
    """What an expression says, `...` for what only a run knows."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "..." for one in node.values)
    if isinstance(node, ast.Name) and node.id in names:
        return worded(names[node.id], {})
    if isinstance(node, ast.IfExp):
        return f"{worded(node.body, names)} / {worded(node.orelse, names)}"
    return "..."


def assigned(scope: ast.FunctionDef, line: int) -> dict[str, ast.expr]:
    """What each name of a function was last given before a line, as the text of the function stands."""
    found = [one for one in ast.walk(scope) if isinstance(one, ast.Assign) and one.lineno < line]
    found.sort(key=lambda one: one.lineno)
    return {target.id: one.value for one in found for target in one.targets if isinstance(target, ast.Name)}


def messages(source: str) -> Iterator[tuple[str, str]]:
    """(what, remedy) of every fault that a module writes, in the order of the file."""
    tree = ast.parse(source)
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        for node in ast.walk(scope):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            names = assigned(scope, node.lineno)
            given = {one.arg: one.value for one in node.keywords}
            at = dict(enumerate(node.args))
            if called == "Fault":
                yield worded(at.get(1, given.get("what")), names), worded(at.get(2, given.get("remedy")), names)
            elif called in WRAPPERS:
                what, remedy, before, usual = WRAPPERS[called]
                yield before + worded(at.get(what), names), worded(at[remedy], names) if remedy in at else usual
            elif called == "fault" and len(node.args) == 3:
                yield worded(node.args[1], names), worded(node.args[2], names)


def catalogue() -> str:
    """The page."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        folder = path.relative_to(PACKAGE).parts[0]
        part = PARTS.get(folder, "Configuration, content, history")
        for what, remedy in messages(path.read_text(encoding="utf-8")):
            if what.strip(". ") and remedy.strip(". "):
                found.setdefault(part, {})[(what, remedy)] = None
    lines = [HEAD]
    for part in sorted(found):
        lines += [f"## {part}", "", "| what is wrong | what to do |", "|---|---|"]
        lines += [f"| {_cell(what)} | {_cell(remedy)} |" for what, remedy in sorted(found[part])] + [""]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


if __name__ == "__main__":
    PAGE.write_text(catalogue(), encoding="utf-8")
