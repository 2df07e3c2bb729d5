"""What Sociable stands on: every library's licence is known, and every dependency has a bound that is tried."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "tools"))
import licences  # noqa: E402

OPEN = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|MPL|PSF|Python Software Foundation|HPND|LGPL|GPL|Unlicense|CC0|0BSD|Zlib|Mozilla)\b", re.I
)


def test_the_licences_are_those_of_what_is_installed() -> None:
    listed = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", licences.PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    here = {name: licences.licence(name) for name in licences.needed()}
    assert len(here) > 15
    assert sorted(set(here) - set(listed)) == [], "run `make licences`"
    told = {name: (here[name], listed[name]) for name in here if here[name] != listed[name]}
    other = {name: pair for name, pair in told.items() if family(pair[0]) != family(pair[1])}
    assert other == {}, "a licence is another one than the page says: read it, then run `make licences`"


def family(text: str) -> frozenset[str]:
    """The same licence is written in several ways from version to version."""
    plain = text.casefold().replace("mozilla public license 2.0", "mpl").replace("the unlicense", "unlicense")
    plain = plain.replace("python software foundation", "psf").replace("software license", "").replace("license", "")
    return frozenset(re.findall(r"mit|bsd|apache|isc|mpl|psf|lgpl|gpl|hpnd|unlicense|zlib|cc0|public domain", plain))


def test_every_licence_is_an_open_one() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", licences.PAGE.read_text(encoding="utf-8"), re.MULTILINE)[1:]
    assert [name for name, said in rows if not OPEN.search(said)] == []


def test_every_dependency_has_a_lower_bound_that_oldest_can_install() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for line in [*project["dependencies"], *extras["wiki"], *extras["pdf"]]:
        assert re.match(r"[\w.-]+>=\d+(?:\.\d+)*(?:,<[\d.]+)?$", line), line


def test_contributing_says_why_each_dependency_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[\[><= ]", line)[0].casefold() for line in lines} - {"sociable"}
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Why each dependency")[2]
    rows = [row.split(" | ") for row in reasons.splitlines() if row.startswith("| ")]
    told = {name.casefold() for row in rows if len(row) == 2 for name in re.findall(r"[\w-]+", row[0])}
    assert sorted(names - told) == []
