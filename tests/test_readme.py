"""The README: every command in it runs, every file it names is there, and its picture is small."""

import csv
import re
import shutil
import struct
import sys
from pathlib import Path

import pytest

from sociable import cli
from sociable.signals import careful
from sociable.signals.labels import LABELS

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "content" / "demo"
README = (ROOT / "README.md").read_text(encoding="utf-8")
ELSEWHERE = "## Publish"  # tests/publish runs the commands of that section, tests/test_schedules the schedules
SET_UP = ("python3 -m venv .venv", ". .venv/bin/activate", "pip install .")  # tests/tools/wheel.sh does the same


def commands() -> list[str]:
    """The lines of every shell block but those that tests of their own run, without comments."""
    before, _, rest = README.partition(f"\n{ELSEWHERE}\n")
    text = before + "\n## " + rest.partition("\n## ")[2]
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.split("#")[0].strip()]


def answer(sheet: Path) -> None:
    """Say no to whatever the sheet asks, as a person would fill it in."""
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    asked = [name for name in rows[0] if name in {one for names in LABELS.values() for one in names}]
    assert asked
    for row in rows:
        row |= dict.fromkeys(asked, "0")
    with sheet.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def test_every_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("my-exports", "clients/harbour"):
        shutil.copytree(
            DEMO, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output")
        )
    (tmp_path / "my-exports" / "brand.yaml").unlink()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(careful, "FEW", 0)  # the quick reader: the same commands, in a third of the time
    make = (ROOT / "Makefile").read_text()
    ran = 0
    for line in commands():
        words = line.split()
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", make, re.MULTILINE), line
        elif words[0] == "sociable":
            if words[1] == "compare":
                shutil.copytree(tmp_path / "clients/harbour/history", tmp_path / "history")
            if "--read" in words:
                answer(tmp_path / words[-1])
            monkeypatch.setattr(sys, "argv", words)
            try:
                cli.main()
            except SystemExit as stop:
                assert not stop.code, (line, capsys.readouterr().err)
            ran += 1
        else:
            assert line in SET_UP, f"nothing tests {line!r}"
    assert ran >= 7
    assert (tmp_path / "my-exports/output/index.html").is_file()
    assert (tmp_path / "change.html").is_file()


def test_every_command_of_the_program_is_in_the_table() -> None:
    table = README[README.index("## Commands") :]
    assert set(re.findall(r"^\| `sociable (\w+)", table, re.MULTILINE)) >= set(cli.COMMANDS)


def test_what_the_readme_links_to_is_there() -> None:
    links = set(re.findall(r"\]\(([^)#:]+)\)", README))
    assert links
    assert [link for link in sorted(links) if not (ROOT / link).exists()] == []


def test_what_the_careful_reader_reads_is_told_as_it_is() -> None:
    pages = (ROOT / name for name in ("README.md", "CHANGELOG.md", "docs/performance.md", "content/models/README.md"))
    for page in pages:
        told = re.findall(
            r"archives\s+of\s+up\s+to\s+([\d,]+)\s+posts", page.read_text(encoding="utf-8"), re.IGNORECASE
        )
        assert set(told) == {f"{careful.FEW:,}"}, page.name


def test_the_picture_is_small_and_wide_enough() -> None:
    data = (ROOT / "docs/pictures/playbook.png").read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG") and len(data) < 200_000
    assert width >= 1200 and height >= 700


def test_the_picture_and_its_words_tell_the_demo_s_verdict() -> None:
    """One verdict in three places: the golden run of the demo, the picture, and what is said instead of it."""
    golden = (ROOT / "tests/golden/numbers.txt").read_text(encoding="utf-8")
    score, band = re.findall(r"^overall ([\d.]+) coverage [\d.]+ (.+)$", golden, re.MULTILINE)[0]
    verdict = f"{band}, {int(float(score) + 0.5)} of 100"
    data = (ROOT / "docs/pictures/playbook.png").read_bytes()
    marked = re.search(rb"tEXtDescription\x00([\w, ]+ of 100)", data)
    remedy = "make picture takes it anew and words it"
    assert marked and marked[1].decode() == verdict, remedy
    alt = re.findall(r"!\[([^\]]+)\]\(docs/pictures/playbook\.png\)", README)
    assert [re.findall(r"\w+, \d+ of 100", one) for one in alt] == [[verdict]], remedy
