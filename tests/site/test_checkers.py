"""The pages under the checkers of the trade: html-validate, the Nu checker and Lighthouse.

``sh tests/tools/web.sh`` installs them beside the tools; each test says by name what it misses.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sample

from sociable import rubric, site

TOOLS = Path(__file__).parents[1] / "tools"
MODULES = TOOLS / "node_modules"
HTML_VALIDATE = MODULES / "html-validate" / "bin" / "html-validate.mjs"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = os.environ.get("SOCIABLE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
HOW = "sh tests/tools/web.sh"
sys.path.insert(0, str(TOOLS))
import lighthouse  # noqa: E402 - one of the tools


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, rules = sample.write(tmp_path_factory.mktemp("checked")), rubric.load(())
    (place / "slides.html").write_text(site.slides(sample.report(rules), rules), encoding="utf-8")
    return place


def run(command: list[str], folder: Path) -> str:
    """What a checker prints about the pages of `folder`, "" where it is content."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    said = (done.stdout + done.stderr).strip()
    return said or (f"ended with {done.returncode}" if done.returncode else "")


@pytest.mark.skipif(not shutil.which("node") or not HTML_VALIDATE.is_file(), reason=f"html-validate is missing: {HOW}")
def test_html_validate_finds_nothing(folder: Path) -> None:
    command = ["node", str(HTML_VALIDATE), "--config", str(TOOLS / "htmlvalidate.json"), "-f", "text", "**/*.html"]
    assert run(command, folder) == ""


@pytest.mark.skipif(not shutil.which("java") or not NU.is_file(), reason=f"the Nu checker or java is missing: {HOW}")
def test_the_nu_checker_finds_no_error(folder: Path) -> None:
    command = ["java", "-jar", str(NU), "--errors-only", "--skip-non-html", "--format", "gnu", "--stdout", "."]
    assert run(command, folder) == ""


@pytest.mark.skipif(not shutil.which("node") or not HTML_VALIDATE.is_file(), reason=f"html-validate is missing: {HOW}")
def test_a_planted_fault_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<!doctype html><title>x</title><p><div></div></p><img src=x>", encoding="utf-8")
    command = ["node", str(HTML_VALIDATE), "--config", str(TOOLS / "htmlvalidate.json"), "-f", "text", "x.html"]
    assert "error" in run(command, tmp_path)


@pytest.mark.skipif(not CHROMIUM, reason="chromium is missing: sh tests/tools/install.sh chromium")
@pytest.mark.skipif(
    not shutil.which("node") or not lighthouse.PROGRAM.is_file(), reason=f"Lighthouse is missing: {HOW}"
)
def test_lighthouse_gives_full_marks(folder: Path) -> None:
    """One page here, the richest; `make lighthouse` does five.  Speed depends on the machine, so it gets a margin."""
    with lighthouse.served(folder) as root:
        scores, failed = lighthouse.judge(f"{root}/criteria/promo-share.html", CHROMIUM)
    assert failed == []
    assert (scores["accessibility"], scores["best-practices"]) == (100, 100)
    assert scores["performance"] >= 90
