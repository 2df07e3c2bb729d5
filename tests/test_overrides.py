"""A client's own content and templates: copied, preferred, and told of when an upgrade leaves them behind."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from sociable import content, doctor, overrides, resources, rubric, signals
from sociable.cli import group
from sociable.errors import LimitCrossed, UsageError
from sociable.site import dialects, pictures
from sociable.site.render import environment as html

DEMO = Path(__file__).parents[1] / "content" / "demo"
PAGE = "content/playbook/glossary.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brand.yaml").write_text("")
    return tmp_path


def test_a_copy_wins_over_ours_and_the_rest_stays_ours(folder: Path) -> None:
    (name,) = overrides.eject(folder, ["rubric/promo-share"])
    path = folder / name
    path.write_text(path.read_text().replace("weight: ", "weight: 1", 1))
    ours = rubric.load(signals.SIGNALS)
    with resources.client(folder / "brand.yaml"):
        theirs = rubric.load(signals.SIGNALS)
        assert resources.find(name) == path
    assert theirs.criteria["promo-share"].weight > ours.criteria["promo-share"].weight
    assert theirs.criteria.keys() == ours.criteria.keys()
    assert theirs.fingerprint != ours.fingerprint
    with resources.client(folder / "output" / "report.json"):
        assert resources.find(name) == path  # a redraw, too, is the client's
    assert resources.find(name) != path


def test_a_template_of_the_client_is_drawn(folder: Path) -> None:
    overrides.eject(folder, ["templates/html/layout.html"])
    assert overrides.status(folder)[0].state == "same"
    with resources.client(folder):
        assert resources.find("templates/html/layout.html").is_relative_to(folder)
        assert not resources.find("templates/html/brief.html").is_relative_to(folder)


@pytest.mark.parametrize(
    ("name", "jinja"),
    [
        ("html/layout.html", html), ("pictures/_frame.svg", pictures.environment),
        ("markdown/parts.txt", partial(dialects.environment, "markdown")),
    ],
)  # fmt: skip
def test_a_template_of_one_client_draws_nothing_of_another(folder: Path, name: str, jinja: Callable) -> None:
    """Though what was compiled is kept: not before the copy, not after it, and a copy that is edited is read again."""
    kind, _, own = name.partition("/")
    ours = jinja().get_template(own).filename
    with resources.override(folder):
        assert jinja().get_template(own).filename == ours
        (folder / "templates" / kind).mkdir(parents=True)
        for text in ("theirs", "edited"):
            (folder / "templates" / name).write_text(text)
            assert jinja().get_template(own).render() == text
    assert jinja().get_template(own).filename == ours
    with resources.override(folder):
        assert jinja().get_template(own).render() == "edited"


def test_an_upgrade_that_changed_ours_is_told_with_the_difference(folder: Path) -> None:
    overrides.eject(folder, [PAGE])
    (folder / PAGE).write_text("my own glossary")
    assert [(one.name, one.state) for one in overrides.status(folder)] == [(PAGE, "yours")]
    assert overrides.stale(folder) == []
    original = folder / overrides.ORIGINALS / PAGE  # what ours said before the upgrade
    original.write_text(original.read_text().replace("\n## ", "\n## A heading of old, ", 1))
    (one,) = overrides.status(folder)
    assert one.state == "stale"
    lines = one.difference.splitlines()
    assert [line for line in lines if line.startswith("-## A heading of old, ")]
    assert [line for line in lines if line.startswith("+## ")]
    assert "my own glossary" not in one.difference
    assert overrides.stale(folder)[0].startswith(PAGE)
    overrides.accept(folder, ["playbook/glossary"])
    assert overrides.status(folder)[0].state == "yours"


@pytest.mark.parametrize(("name", "state"), [("content/rubric/our-own.md", "new"), (PAGE, "unknown base")])
def test_files_made_by_hand_are_told_apart(folder: Path, name: str, state: str) -> None:
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("---\ntitle: x\n---\n")
    assert [one.state for one in overrides.status(folder)] == [state]


def test_a_file_that_we_dropped_is_told(folder: Path) -> None:
    for root in (folder, folder / overrides.ORIGINALS):
        (root / "content/words").mkdir(parents=True)
        (root / "content/words/of-old.txt").write_text("term")
    assert [one.state for one in overrides.status(folder)] == ["gone"]


def test_what_is_there_is_not_copied_over_and_names_are_suggested(folder: Path) -> None:
    overrides.eject(folder, ["words/ask"])
    (folder / "content/words/ask.txt").write_text("mine")
    assert overrides.eject(folder, ["words/ask"]) == []
    assert (folder / "content/words/ask.txt").read_text() == "mine"
    assert overrides.eject(folder, ["words/ask"], force=True) == ["content/words/ask.txt"]
    with pytest.raises(UsageError, match="did you mean rubric/promo-share"):
        overrides.named("rubric/promo-shair")
    assert len(overrides.named("rubric")) >= 24
    assert not any("models" in name or "demo" in name for name in overrides.names())
    with pytest.raises(UsageError, match="there is no such content; `sociable content list` names them"):
        overrides.named("../secrets")


def test_the_command_speaks_and_ends_with_3_when_a_copy_is_behind(folder: Path) -> None:
    run = CliRunner()
    done = run.invoke(group, ["content", "eject", "rubric/promo-share", "--brand", str(folder)])
    assert (done.exit_code, done.output) == (0, "copied content/rubric/promo-share.md\n1 copied\n")
    original = folder / overrides.ORIGINALS / "content/rubric/promo-share.md"
    original.write_text("old\n")
    (folder / "content/rubric/promo-share.md").write_text("mine\n")
    done = run.invoke(group, ["content", "status", "--brand", str(folder)])
    assert isinstance(done.exception, LimitCrossed)
    assert "-old" in done.output
    done = run.invoke(group, ["content", "status", "--json", "--brand", str(folder)])
    assert json.loads(done.output)[0]["state"] == "stale"


def test_the_doctor_tells_of_stale_copies(tmp_path: Path) -> None:
    made = tmp_path / "brand"
    shutil.copytree(DEMO, made, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output"))
    overrides.eject(made, [PAGE])
    (made / PAGE).write_text((made / PAGE).read_text() + "\nmore")
    (made / overrides.ORIGINALS / PAGE).write_text("of old")
    (line,) = doctor.examine(made, "2026-Q1").stale
    assert line.startswith(PAGE) and "changed since you copied it" in line
    assert content.pages()["glossary"]  # and ours is untouched
