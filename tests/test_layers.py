"""The house rules of CONTRIBUTING as tests: who imports whom, and how long things may be."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator" / "sociable"
LAYERS = [  # an import points to a lower line, or stays inside one name
    {"__main__"},
    {"cli"},
    {"commands"},
    {"portfolio"},
    {"build"},
    {"making", "comparison", "doctor", "drafts", "newbrand", "oblivion", "review", "publishing"},
    {
        "brandfile",
        "circle",
        "overrides",
        "intake",
        "playbook",
        "quarters",
        "recall",
        "sampling",
        "unchanged",
    },
    {"archives", "signals", "scoring", "advice", "site", "publish"},
    {"translation"},
    {"rulebook"},
    {"rubric", "settings", "history", "periods", "hand"},
    {"criteria", "library", "mistyped", "shortfall", "allocator", "tongue"},
    {"config", "content"},
    {"sheets", "yamlfile"},
    {"addresses", "atomic", "resources", "progress", "beside", "sample", "memory"},
    {"tables", "report", "model"},
    {"errors"},
]
STAGES = next(names for names in LAYERS if "archives" in names)
WITHIN = {
    ("config", "content"),
    ("report", "model"),
    ("tables", "model"),
    ("settings", "config"),
    ("content", "yamlfile"),
}
EXCEPTIONS = {("advice", "signals")}  # a rewrite is judged by the same detectors
ONLY_IN = {
    "jinja2": {"site"},
    "markdown": {"site"},
    "weasyprint": {"site"},
    "onnxruntime": {"signals"},
    "textstat": set(),  # only the tests hold the reading grade to it
    "yaml": {"content", "sheets", "yamlfile"},
    "zipfile": {"archives"},
    "tarfile": {"archives"},
    "pyspark": {"portfolio"},
    "socket": set(),
    "urllib.request": {"publish", "advice.endpoint"},
    "http": {"publish", "advice.endpoint"},
    "httpx": {"publish", "advice.endpoint"},
    "requests": {"publish", "advice.endpoint"},
}
MODULE_LINES, FUNCTION_LINES = 250, 50


def room(module: str) -> str:
    return module.split(".")[1] if module.startswith("sociable.") else "__init__"


def rank(name: str) -> int:
    return next((index for index, names in enumerate(LAYERS) if name in names), -1)


def imports(tree: ast.Module) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found += [(f"{module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def breaches(module: str, source: str) -> list[str]:
    """What is wrong with one module, as lines `place: what`."""
    tree, found, own = ast.parse(source), [], room(module)
    if source.count("\n") > MODULE_LINES:
        found.append(f"{module}: {source.count(chr(10))} lines, at most {MODULE_LINES}")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{module}:{node.lineno} {node.name}: {length} lines, at most {FUNCTION_LINES}")
    for name, line in imports(tree):
        if name.startswith("."):
            found.append(f"{module}:{line} imports {name}: imports are absolute")
        elif name.startswith("sociable."):
            found += [f"{module}:{line} imports {name}: {why}" for why in crossing(own, name.split(".")[1])]
        for library, rooms in ONLY_IN.items():
            if name == library or name.startswith(f"{library}."):
                inside = any(module == f"sociable.{one}" or module.startswith(f"sociable.{one}.") for one in rooms)
                if not inside:
                    found.append(f"{module}:{line} imports {library}: only {sorted(rooms) or 'nobody'} may")
    return found


def crossing(own: str, other: str) -> list[str]:
    if own in ("__init__", other) or other in ("__version__",) or (own, other) in WITHIN | EXCEPTIONS:
        return []
    if own in STAGES and other in STAGES:
        return ["stages meet only through model and tables"]
    if -1 in (rank(own), rank(other)):
        return [f"{own if rank(own) < 0 else other} has no layer: give it a line in LAYERS"]
    return [] if rank(own) < rank(other) else ["points up or sideways"]


def modules() -> list[tuple[str, Path]]:
    return [
        ("sociable." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts), path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
    ]


def test_the_house_stands() -> None:
    found = [line for name, path in modules() for line in breaches(name, path.read_text())]
    assert not found, "\n".join(found)


def test_folders_are_one_deep() -> None:
    deep = [path for _, path in modules() if len(path.relative_to(PACKAGE).parts) > 2]
    assert not deep


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sociable.archives.x", "import sociable.scoring.measures\n"),
        ("sociable.archives.x", "from sociable.signals import label\n"),
        ("sociable.model", "from sociable.rubric import Rubric\n"),
        ("sociable.scoring.score", "import jinja2\n"),
        ("sociable.signals.kinds", "from zipfile import ZipFile\n"),
        ("sociable.signals.kinds", "import socket\n"),
        ("sociable.advice.recipes", "from urllib.request import urlopen\n"),
        ("sociable.site.views", "from . import words\n"),
        ("sociable.site.views", "x = 1\n" * 251),
        ("sociable.site.views", "def f():\n" + "    x = 1\n" * 50),
    ],
)
def test_a_planted_breach_is_found(module: str, source: str) -> None:
    assert breaches(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sociable.advice.verify", "from sociable.signals import label\n"),
        ("sociable.build", "from sociable import archives, scoring\nimport sociable.history\n"),
        ("sociable.publish.mediawiki", "from urllib.request import urlopen\n"),
    ],
)
def test_what_is_allowed_passes(module: str, source: str) -> None:
    assert not breaches(module, source)
