"""The whole recipe on the demo brand: what a user gets, byte for byte."""

import json
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import jsonschema
import pytest

from sociable import build, history, playbook

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "content" / "demo"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sociable", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env={"PYTHONPATH": str(ROOT / "generator"), "PATH": ""}
    )


def test_every_criterion_is_scored_in_some_quarter(demo: build.Built) -> None:
    scored = {one.id for one in demo.report.criteria if one.status == "scored"}
    for past in demo.report.history:
        scored |= {name for name, one in past.criteria.items() if one.status == "scored"}
    unseen = {one.id for one in demo.report.criteria if one.reason == "detector"}
    assert scored | unseen == {one.id for one in demo.report.criteria} and len(scored | unseen) == 24
    assert unseen == {"early-sell", "join-in", "growth-tactics", "unsolicited-pitch"}  # no detector was seen to work


def test_four_quarters_are_there(demo: build.Built) -> None:
    assert [one.period.id for one in demo.report.history][-3:] == ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert demo.report.period.id == "2026-Q3"


def test_report_json_fits_its_published_schema(demo: build.Built) -> None:
    schema = json.loads((ROOT / "content" / "schemas" / "report.schema.json").read_text())
    jsonschema.validate(json.loads((demo.index.parent / "report.json").read_bytes()), schema)


OLD = [int(one) for one in metadata.version("pydantic").split(".")[:2]] < [2, 10]


@pytest.mark.skipif(
    OLD, reason="a pydantic before 2.10 words the same schema otherwise (allOf, 0.0): pip install -U pydantic"
)
def test_the_published_schemas_are_in_step() -> None:
    sys.path.insert(0, str(ROOT / "tests" / "tools"))
    import schemas

    for name, text in schemas.schemas().items():
        kept = json.loads((ROOT / "content" / "schemas" / name).read_text())
        assert kept == json.loads(text), f"run `make schema` ({name})"


def test_a_redrawn_playbook_has_the_same_bytes(demo: build.Built, tmp_path: Path) -> None:
    again = playbook.redraw(demo.index.parent / "report.json", tmp_path / "again", single_file=True)
    assert files(again.index.parent) == files(demo.index.parent)


def loaded(*arguments: str) -> set[str]:
    """What is slow to load and is loaded after a quiet build with these arguments, in a process of its own."""
    slow = {"polars", "numpy", "pydantic", "textstat", "jinja2", "sociable.advice", "sociable.site"}
    code = f"import sys\nfrom sociable.cli import main\ntry: main()\nfinally: print(*({slow} & set(sys.modules)))"
    command = [sys.executable, "-c", code, "build", *arguments, "-q"]
    env = {"PYTHONPATH": str(ROOT / "generator"), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert not done.stderr
    return set(done.stdout.split())


def test_redrawing_loads_nothing_that_reads_and_scores(demo: build.Built, tmp_path: Path) -> None:
    """Polars and NumPy take longer to load than the pages to draw."""
    report = demo.index.parent / "report.json"
    assert loaded("--from", str(report), "-o", str(tmp_path / "again")) == {"jinja2", "sociable.site"}


def test_what_stands_loads_nothing_that_reads_scores_or_draws(built_brand: Path, tmp_path: Path) -> None:
    shutil.copytree(built_brand, tmp_path / "brand")
    assert loaded(str(tmp_path / "brand")) == {"pydantic"}


def test_a_second_build_has_the_same_bytes(demo: build.Built) -> None:
    folder = demo.index.parent
    first = files(folder)
    build.build(folder.parent / "brand.yaml", backfill=True, single_file=True)
    assert files(folder) == first


def test_history_holds_no_texts(demo: build.Built) -> None:
    assert demo.report.evidence is not None
    texts = [card.text for card in demo.report.evidence.posts.values() if len(card.text) > 40]
    assert len(texts) > 20
    for path in (demo.index.parents[1] / "history").glob("*.json"):
        kept = history.load(path)
        assert kept.evidence is None
        raw = path.read_text()
        assert not [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in raw]


def test_old_reports_are_read_for_ever(demo: build.Built) -> None:
    raw = json.loads((demo.index.parent / "report.json").read_bytes())
    for key in ("notes", "heat", "calendar", "history", "method"):
        raw.pop(key)  # a report of an earlier version lacks what came later
    found = history.decode(json.dumps(raw).encode(), "old.json")
    assert (found.notes, found.history, found.criteria) == ({}, [], demo.report.criteria)


def test_plan_and_notes_survive_the_next_run(demo: build.Built) -> None:
    owners = {one.criterion: one.owner for one in demo.report.plan}
    assert owners["repeat-content"] == "Mina Holt"
    note = (DEMO / "notes" / "brief.md").read_text().split(":")[0]
    assert note in demo.index.read_text()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "archive" / "x-2026-10.zip").write_bytes(b""), "x-2026-10.zip"),
        (
            lambda folder: (folder / "archive" / "x-2026-10.zip").write_bytes(
                (DEMO / "archive" / "x-2026-10.zip").read_bytes()[:-1000]
            ),
            "download is incomplete",
        ),
        (lambda folder: (folder / "archive" / "x-2026-10.zip").unlink(), "does not exist"),
        (
            lambda folder: (folder / "inbox" / "inbox-2026-q3.csv").write_text("colour,shape\nred,round\n"),
            "inbox-2026-q3",
        ),
        (
            lambda folder: (folder / "brand.yaml").write_text((DEMO / "brand.yaml").read_text() + "\ntimezome: UTC\n"),
            "unknown key",
        ),
    ],
    ids=["empty", "truncated", "missing", "unknown table", "wrong key"],
)
def test_bad_input_is_one_clear_line_and_nothing_is_written(tmp_path: Path, spoil, said: str) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "brand"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output"))
    spoil(folder)
    done = run("build", str(folder), cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (folder / "output").exists()
    assert not (folder / "history").exists()


def test_the_command_line_speaks_to_users(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.startswith("sociable 0.")
    wrong = run("biuld", cwd=tmp_path)
    assert (wrong.returncode, "did you mean `sociable build`?" in wrong.stderr) == (2, True)
    for name in ("init", "check", "build", "compare", "review", "label", "demo"):
        shown = run(name, "--help", cwd=tmp_path)
        assert shown.returncode == 0
        assert "Example:" in shown.stdout


def test_check_names_the_file_that_would_show_more(tmp_path: Path) -> None:
    text = (DEMO / "brand.yaml").read_text()
    folder = tmp_path / "brand"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output"))
    (folder / "brand.yaml").write_text("\n".join(line for line in text.splitlines() if "inbox" not in line))
    done = run("check", str(folder), "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = {one["id"]: one for one in json.loads(done.stdout)["criteria"]}
    assert found["response-rate"]["status"] == "no_data"
    assert "inbox" in {need for state in found["response-rate"]["needs"] for need in [state["remedy"]]}


def test_values_of_the_report_are_frozen(demo: build.Built) -> None:
    with pytest.raises(AttributeError):
        demo.report.brand = "another"  # type: ignore[misc]


def test_the_texts_that_the_signals_speak_of_are_in_the_evidence(demo: build.Built) -> None:
    named = [uid for one in demo.report.signals for uid in one.posts]
    assert len(named) >= 5 and demo.report.evidence is not None
    assert [uid for uid in named if uid not in demo.report.evidence.posts] == []
