"""The schedules of the README: they parse, their commands exist, and the commands do what is promised."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from sociable.cli import group

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BRAND = """\
brand: {name: Harbour Lights, timezone: UTC}
accounts:
  - {platform: x, handle: HarbourLights, role: brand, archive: posts.csv}
today: 2026-10-02
reader: quick
"""
"""Two quarters of a post every other day: enough for a playbook, and soon built."""


def block(after: str) -> str:
    """The first fenced block after some words of the README."""
    found = re.search(r"```\w*\n(.*?)```", README[README.index(after) :], re.S)
    assert found is not None
    return found[1]


def cron() -> str:
    return block("Cron, on the second day").strip()


def github() -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(block("GitHub Actions"))
    return found


def gitlab() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(block("GitLab CI"))
    return found


def commands(text: str) -> list[list[str]]:
    """Every call of sociable in a line of shell."""
    found = []
    for part in re.split(r"&&|\|\||[|;\n]", text):
        words = shlex.split(part)
        if words[:1] == ["sociable"]:
            found.append(words[1:])
    return found


def test_the_two_pipelines_have_what_their_servers_ask_for() -> None:
    actions = github()
    # YAML 1.1 reads the key `on` as true; GitHub does not
    (schedule,) = actions[True]["schedule"]
    assert schedule["cron"] == "0 6 2 1,4,7,10 *" and schedule["cron"] == " ".join(cron().split()[:5])
    job = actions["jobs"]["playbook"]
    assert job["runs-on"] and job["steps"][0]["uses"].startswith("actions/checkout@")
    assert actions["permissions"] == {"contents": "write"}, "a job that pushes must be allowed to"
    pages = gitlab()["pages"]
    assert pages["image"].startswith("python:3.") and "public" in pages["artifacts"]["paths"]
    assert "schedule" in pages["rules"][0]["if"]


def test_every_command_of_the_schedules_exists_with_its_options() -> None:
    steps = [step["run"] for step in github()["jobs"]["playbook"]["steps"] if "run" in step]
    calls = [one for text in (cron(), *steps, *gitlab()["pages"]["script"]) for one in commands(text)]
    assert len(calls) >= 4
    for name, *rest in calls:
        with click.Context(group) as context:
            command = group.get_command(context, name)
            assert command is not None, name
            command.make_context(name, rest, parent=context)  # an unknown option raises


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A brand's folder, and an environment whose `sociable` is ours and whose `mail` and `pip` write a file."""
    base = tmp_path_factory.mktemp("schedule")
    brand = base / "harbour"
    brand.mkdir()
    (brand / "brand.yaml").write_text(BRAND)
    days = [date(2026, 4, 1) + timedelta(days=2 * at) for at in range(91)]
    rows = [f"{at},{day}T10:00:00Z,Boat {at} sails at {at % 12 + 1} from pier {at % 7}." for at, day in enumerate(days)]
    (brand / "posts.csv").write_text("\n".join(["id,created_at,text", *rows]))
    tools = base / "bin"
    tools.mkdir()
    for name, text in (
        ("sociable", f'PYTHONPATH={ROOT / "generator"} exec {sys.executable} -m sociable "$@"'),
        ("mail", f"cat > {base / 'mailed'}"),
        ("pip", f'echo "$@" >> {base / "installed"}'),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    return brand, {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(base)}


@pytest.mark.skipif(not shutil.which("sh"), reason="sh is missing")
def test_the_cron_line_builds_and_tells_what_declined(place: tuple[Path, dict[str, str]]) -> None:
    """Run as cron runs it; the demo names nowhere to publish, so somebody gets a mail."""
    brand, env = place
    command = cron().split(maxsplit=5)[5].replace("/srv/harbour", str(brand))
    done = subprocess.run(["sh", "-c", command], env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (brand / "output" / "trends.html").is_file() and list((brand / "history").glob("*.json"))
    assert (brand.parent / "mailed").read_text() == "look at output/trends.html\n"


@pytest.mark.skipif(not shutil.which("sh"), reason="sh is missing")
def test_the_gitlab_job_leaves_a_playbook_with_trends_in_what_it_publishes(
    place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """Line by line as the runner does it, in a fresh clone: history comes from the exports alone."""
    brand, env = place
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("brand.yaml", "posts.csv"):
        shutil.copy(brand / name, clone / name)
    pages = gitlab()["pages"]
    for line in pages["script"]:
        done = subprocess.run(["sh", "-ec", line], cwd=clone, env=env, capture_output=True, text=True, timeout=600)
        assert (done.returncode, done.stdout) == (0, ""), line + done.stderr
    assert (brand.parent / "installed").read_text().split()[-2:] == ["install", "sociable"]
    (published,) = (clone / name for name in pages["artifacts"]["paths"])
    assert (published / "index.html").is_file(), "GitLab Pages shows the index of what the job leaves"
    report = json.loads((published / "report.json").read_bytes())
    assert [one["period"]["id"] for one in report["history"]] == ["2026-Q2"] and report["period"]["id"] == "2026-Q3"
    assert "April to June 2026" in (published / "trends.html").read_text()


@pytest.mark.skipif(not (shutil.which("git") and shutil.which("sh")), reason="git or sh is missing")
def test_the_push_of_the_github_job_pushes_once(place: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    brand, env = place
    work, remote = tmp_path / "work", tmp_path / "remote.git"
    for command in (["init", "-q", "--bare", str(remote)], ["clone", "-q", str(remote), str(work)]):
        subprocess.run(["git", *command], check=True, env=env, capture_output=True)
    for name in ("brand.yaml", "posts.csv"):
        shutil.copy(brand / name, work / name)
    _, build, script = (step.get("run", "") for step in github()["jobs"]["playbook"]["steps"])
    done = subprocess.run(["sh", "-ec", build], cwd=work, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    env = {**env, "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "push.default", "GIT_CONFIG_VALUE_0": "current"}
    for _ in range(2):  # a second run with nothing new is no failure
        done = subprocess.run(["sh", "-ec", script], cwd=work, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    log = subprocess.run(["git", "log", "--all", "--format=%s"], cwd=remote, env=env, capture_output=True, text=True)
    assert log.stdout.split() == ["playbook"]
    kept = subprocess.run(["git", "ls-files"], cwd=work, env=env, capture_output=True, text=True).stdout.split()
    assert {"history/2026-Q3.json", "output/index.html", "output/report.json"} <= set(kept), "the next quarter needs it"
