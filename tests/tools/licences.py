"""The licence of every library that Sociable and its extras run with, for docs/reference: `make licences`.

With `--pins` it prints name==version of each instead, for pip-audit.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "licences.md"
EXTRAS = ("wiki", "pdf")
HEAD = """# Licences

Every library that is installed to run Sociable with its extras `wiki` and `pdf`, and the licence that it states. Versions move; licences seldom do, and a test compares this list with what is installed.

The careful reader (`content/models/careful.onnx`) is all-MiniLM-L6-v2 (Apache-2.0), taught further and cut to eight bits for this project.

*Written by `make licences`.*

| library | licence |
|---|---|
"""  # noqa: E501


def needed() -> dict[str, str]:
    """Library -> version of everything that pyproject.toml leads to and is installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(one for name in EXTRAS for one in project["optional-dependencies"][name])]
    found: dict[str, str] = {}
    while lines:
        spec, _, condition = lines.pop().partition(";")
        name = re.split(r"[^\w.-]", spec.strip(), maxsplit=1)[0].lower().replace("_", "-")
        if name in found or "extra" in condition:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # of another system, or an extra that is not installed
        lines += metadata.requires(name) or []
    return found


def licence(name: str) -> str:
    """What a library says of itself: an expression, a word, or its classifiers."""
    about = metadata.metadata(name)
    classes = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    written = (about.get("License-Expression") or "").strip()
    first = next(iter((about.get("License") or "").strip().splitlines()), "").strip()
    if not written:
        written = ", ".join(classes) or first
    if not written:
        texts = [one.read_text() for one in metadata.files(name) or [] if "LICENSE" in one.name.upper()]
        written = "MIT" if any("Permission is hereby granted, free of charge" in one for one in texts) else ""
    return written or "not said"


def page() -> str:
    """The page for what is installed here."""
    return HEAD + "".join(f"| {name} | {licence(name)} |\n" for name in sorted(needed()))


if __name__ == "__main__":
    if "--pins" in sys.argv:
        print("\n".join(f"{name}=={version}" for name, version in sorted(needed().items())))
    else:
        PAGE.write_text(page(), encoding="utf-8")
        print(page().partition("|---|---|\n")[2], end="")
