"""The documents: the reference says what code and content say, links lead somewhere, and all of it becomes pages."""

import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import case_runner
from sociable import archives, cli, config, content, resources, rubric, settings, signals
from sociable.archives import registry
from sociable.newbrand import draft
from sociable.signals import columns
from sociable.signals import registry as registry_of_signals

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
reading = import_module("sociable.archives.read")


@cache
def tool() -> ModuleType:
    sys.path.insert(0, str(ROOT / "tests" / "tools"))
    try:
        import docs
    finally:
        sys.path.pop(0)
    return docs


@cache
def made() -> dict[str, str]:
    return tool().reference()


@pytest.mark.parametrize("name", ["brand-yaml.md", "criteria.md", "labels.md", "report.md", "commands.md"])
def test_the_reference_is_in_step(name: str) -> None:
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == made()[name], "run `make docs`"


def test_each_key_that_is_explained_is_one_of_brand_yaml() -> None:
    """The other way round the reference and the schema cannot be made at all."""
    holders: dict[object, str] = {config.Brand: ""}
    known = {
        f"{holders[model]}.{field.alias or name}".lstrip(".")
        for model in tool().holders_of(config.Brand, holders)
        for name, field in model.model_fields.items()
    }
    assert tool().schemas.keys().keys() == known - {"root"}


def test_the_reference_is_whole() -> None:
    for model in (config.Brand, config.About, config.Account, config.Destination, config.Playbook, config.Privacy):
        for name, field in model.model_fields.items():
            assert name == "root" or f"| `{field.alias or name}` |" in made()["brand-yaml.md"], name
    for name in rubric.load(signals.SIGNALS).criteria:
        assert f"\n## {name}\n" in made()["criteria.md"]
    for name in cli.COMMANDS:
        assert f"\n## sociable {name}\n" in made()["commands.md"]
    slow, quick = (content.accuracy(reader)["promo"]["precision"] for reader in ("careful", "quick"))
    row = f"| `promo` | posts, reshares, unasked replies, direct messages | {slow:.2f} / {quick:.2f} |"
    assert row in made()["labels.md"]


def test_what_docstrings_point_to_is_in_the_documents() -> None:
    """`RUBRIC 4.4`, `FORMATS 2a` and the like are sections of docs/, or files of content/."""
    found = {
        name: set(re.findall(r"^## (\d[\w.]*)", (DOCS / f"{page}.md").read_text(encoding="utf-8"), re.MULTILINE))
        for name, page in (("RUBRIC", "definitions"), ("FORMATS", "formats"))
    }
    criteria = set(rubric.load(signals.SIGNALS).criteria)
    notes = {
        path.stem for folder in ("signals", "reconciliations") for path in (ROOT / "content" / folder).glob("*.md")
    }
    lost = []
    for folder in ("generator", "content", "tests"):
        for path in (one for one in (ROOT / folder).rglob("*.*") if one.suffix in (".py", ".md", ".yaml", ".txt")):
            if "node_modules" in path.parts:
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            for name, number in re.findall(r"\b(RUBRIC|FORMATS)(?: section)?\s+(\d(?:[\d.]*[\da-c])?)", text):
                section = number if name == "RUBRIC" and number[0] != "2" else number.split(".")[0]
                if not any(one == section or one.startswith(f"{section}.") for one in found[name]):
                    lost.append(f"{path.relative_to(ROOT)}: {name} {number}")
            for word in re.findall(r"\bRUBRIC ([a-z]+-[a-z-]+|[RS]\d+)\b", text):
                if word not in criteria | notes:
                    lost.append(f"{path.relative_to(ROOT)}: RUBRIC {word}")
    assert not lost


def test_every_link_leads_somewhere() -> None:
    broken = []
    for path in DOCS.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if not link.startswith("http") and not (path.parent / link).exists():
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_commands_in_the_documents_are_ours() -> None:
    top = {name: cli.group.get_command(None, name) for name in cli.COMMANDS}  # type: ignore[arg-type]
    for path in DOCS.glob("*.md"):
        for block in re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            for line in (line.split("#")[0].split() for line in block.splitlines()):
                if not line or line[0] != "sociable":
                    continue
                command = top[line[1]]
                inner = getattr(command, "commands", {}).get(line[2], command)
                options = {one for parameter in inner.params for one in parameter.opts}
                assert {word.split("=")[0] for word in line if word.startswith("-")} <= options, line


def test_the_rubric_of_the_consultants_page_is_a_good_one(tmp_path: Path) -> None:
    text = (DOCS / "consultants.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(# rubric\.yaml\n.*?)```", text, re.DOTALL)
    (tmp_path / "rubric.yaml").write_text(example)
    rules = rubric.load(signals.SIGNALS, tmp_path / "rubric.yaml")
    assert rules.version == "harbour-1"
    assert rules.criteria["promo-share"].anchors[1] == 0.6


def test_the_pages_are_self_contained_and_linked(tmp_path: Path) -> None:
    written = tool().pages(tmp_path)
    assert (tmp_path / "index.html") in written and len(written) >= 9
    for path in written:
        page = path.read_text(encoding="utf-8")
        assert "<h1" in page and "default-src &#39;none&#39;" in page
        for link in re.findall(r'(?:href|src)="((?!https?:|data:|#)[^"#]+)', page):
            assert (path.parent / link).exists(), (path.name, link)


def module(name: str, at: int) -> ModuleType:
    """A module of the programmers' page, as it stands there."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "extending.md").read_text(encoding="utf-8"), re.DOTALL)
    made = ModuleType(name)
    exec(compile(blocks[at], f"{name}.py", "exec"), made.__dict__)
    return made


LOG = """{"who": "quay_eg", "entries": [
  {"id": "1", "at": "2026-07-02T10:00:00Z", "text": "Boats run at nine. https://quay.example"},
  {"id": "2", "at": "2026-07-03T10:00:00Z", "text": "What do you check first?"},
  {"id": "3", "at": "", "text": "without a date"}]}"""


def test_the_reader_of_the_programmers_page_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = module("logbook", 1)
    readers = registry.chosen([*reading.READERS, reader])
    assert reader in readers
    monkeypatch.setattr(reading, "READERS", readers)
    (tmp_path / "logbook.json").write_text(LOG)
    made = draft(tmp_path)
    (tmp_path / "brand.yaml").write_text(made.text)
    archive = archives.read(settings.load(tmp_path))
    assert settings.load(tmp_path).accounts[0].handle == "quay_eg"
    assert archive.posts["text"].to_list() == ["Boats run at nine. https://quay.example", "What do you check first?"]
    assert archive.inputs[0].skipped == {"incomplete": 1}


def test_the_criterion_of_the_programmers_page_is_one_file(tmp_path: Path) -> None:
    source, copy = re.findall(r"content/rubric/([\w-]+)\.md", (DOCS / "extending.md").read_text(encoding="utf-8"))[:2]
    text = (ROOT / "content" / "rubric" / f"{source}.md").read_text(encoding="utf-8")
    (tmp_path / "content/rubric").mkdir(parents=True)
    (tmp_path / f"content/rubric/{copy}.md").write_text(text.replace(f"id: {source}", f"id: {copy}", 1))
    with resources.override(tmp_path):
        rules = rubric.load(signals.SIGNALS)
    assert copy in rules.criteria
    assert sum(one.weight for one in rules.criteria.values()) == pytest.approx(100, abs=0.01)


def test_the_signal_of_the_programmers_page_is_one_function_and_two_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (DOCS / "extending.md").read_text(encoding="utf-8")
    layout, criterion = module("layout", 0), re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)[0]
    name, call = re.findall(r'`"(\w+)": layout\.(\w+)\(\),`', page)[0]
    assert f'`{name}="",`' in page and "def _values(" in Path(columns.__file__).read_text(encoding="utf-8")
    ours = columns._values
    monkeypatch.setattr(columns, "_values", lambda scope: {**ours(scope), name: getattr(layout, call)()})
    found = registry_of_signals.SIGNALS | {name: registry_of_signals.Signal(name, "posts", "value")}
    (tmp_path / "content/rubric").mkdir(parents=True)
    (tmp_path / "content/rubric/lists-read.md").write_text(criterion, encoding="utf-8")
    with resources.override(tmp_path):
        one = rubric.load(found).criteria["lists-read"]
    said = case_runner.run([(one, case) for case in one.cases])
    assert said == [case["expect"] for case in one.cases] == ["good", "bad"]
