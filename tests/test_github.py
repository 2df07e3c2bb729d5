"""Workflows, issue forms and hooks against the published schemas, which check-jsonschema carries along."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


def says(schema: str, *more: str) -> str:
    """What check-jsonschema says of files by a schema that it ships; no network."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *more]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", sorted((ROOT / ".github" / "workflows").glob("*.yml"))),
        ("github-issue-forms", sorted(set(FORMS.glob("*.yml")) - {FORMS / "config.yml"})),
        ("github-issue-config", [FORMS / "config.yml"]),
    ],
)
def test_what_github_reads_is_what_it_asks_for(schema: str, files: list[Path]) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is missing: pip install -e '.[dev]'")
    assert files
    assert "ok -- validation done" in says(schema, *map(str, files))


def test_the_pipelines_of_the_readme_are_valid_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is missing: pip install -e '.[dev]'")
    for words, schema, more in (
        ("GitHub Actions (", "github-workflows", ()),
        ("GitLab CI (", "gitlab-ci", ("--data-transform", "gitlab-ci")),
    ):
        found = re.search(r"```yaml\n(.*?)```", README[README.index(words) :], re.DOTALL)
        assert found is not None
        (tmp_path / "whole.yml").write_text(found[1])
        assert "ok -- validation done" in says(schema, *more, str(tmp_path / "whole.yml"))
        (tmp_path / "wrong.yml").write_text(found[1].replace("steps:", "step:").replace("script:", "scripts: 1\n  x:"))
        assert "ok -- validation done" not in says(schema, *more, str(tmp_path / "wrong.yml"))


def test_every_hook_runs_what_make_lint_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    lint = (ROOT / "Makefile").read_text().partition("\nlint:")[2].partition("\n\n")[0]
    for hook in hooks:
        name = hook["entry"].split()[0]
        assert name == "pytest" or f"/{name}" in lint, hook
    assert all((ROOT / word).exists() for hook in hooks for word in hook["entry"].split() if word.endswith(".py"))
