"""What a terminal is given: no name of a file, no text and no word of a configuration makes it do anything."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
import yaml
from click.testing import CliRunner

from hostile.strings import STRINGS
from sociable import cli, progress
from sociable.cli import group
from sociable.errors import visible

COMMANDS = Path(__file__).parents[2] / "generator/sociable/commands"
NAMES = (
    "own\nexclude: {apps: [x]}\nz.csv",
    "turned \u202evsc.csv",
    "red \x1b[31m.csv",
    "next\u2028brand: 1\u0085period: year.csv",
    "x'y\" - {a: b}, [c] & *d !e %f @g #h.csv",
)


def test_commands_print_through_one_door() -> None:
    files = sorted(COMMANDS.glob("*.py"))
    assert len(files) > 12
    assert [one.name for one in files if "click.echo(" in one.read_text() or "print(" in one.read_text()] == []


def test_a_line_shows_and_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    progress.say(*STRINGS)
    said = capsys.readouterr().out
    assert said.count("\n") == len(STRINGS)
    assert all(visible(line) == line for line in said.split("\n"))


def test_json_is_the_same_value_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    whole = [one for one in STRINGS if one.isprintable() or one.encode("utf-8", "ignore").decode() == one]
    progress.say_json({"texts": whole})
    said = capsys.readouterr().out
    assert json.loads(said) == {"texts": whole} and len(whole) > 300
    assert all(visible(line) == line for line in said.split("\n"))


def test_headings_stand_out_and_hold_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    progress.say(progress.Heading("a \x1b[31m b"))
    assert capsys.readouterr().out.strip() in ("a \\x1b[31m b", "\x1b[1ma \\x1b[31m b\x1b[0m")


def test_flags_stay_and_hidden_letters_show() -> None:
    england = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert visible(f"{england} won") == f"{england} won"
    assert visible("a\U000e0041\U000e0042\u200b\u2066b\ufff9") == "a\\U000e0041\\U000e0042\\u200b\\u2066b\\ufff9"


def test_a_folder_of_odd_names_becomes_a_sound_brand_file(tmp_path: Path) -> None:
    rows = "".join(f"Hello number {n} buy,2026-07-{n:02} 10:00:00 +0000\n" for n in range(1, 28))
    made = []
    for number, name in enumerate(NAMES):
        try:
            (tmp_path / name).write_text(("text,created_at\n" if number % 2 else "some,thing\n") + rows)
        except OSError:  # a system that forbids such names
            continue
        made.append(name)
    done = CliRunner().invoke(group, ["init", str(tmp_path), "--yes"])
    assert done.exit_code == 0, done.output
    said = done.output.splitlines()
    assert all(visible(line) == line for line in said)
    about = yaml.safe_load((tmp_path / "brand.yaml").read_text())
    assert set(about) == {"brand", "accounts", "period"} and about["period"] != "year: z.csv"
    assert set(about["brand"]) == {"name", "aliases", "products", "domains", "affiliates", "timezone"}
    shown = CliRunner().invoke(group, ["init", str(tmp_path), "--print"])
    assert shown.exit_code == 0 and yaml.safe_load(shown.output) == about
    assert all(visible(line) == line for line in shown.output.splitlines())


@pytest.mark.parametrize("kind", [ValueError, pl.exceptions.PanicException])
def test_an_error_of_our_own_says_where_and_never_what(
    kind: type[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an error of a library says may be somebody's words."""

    def broken(*_: object, **__: object) -> None:
        raise kind("Jane Doe wrote \x1b[31m this")

    monkeypatch.setattr(cli.group, "main", broken)
    monkeypatch.delenv("SOCIABLE_DEBUG", raising=False)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    said = capsys.readouterr().err
    assert stop.value.code == 1 and said.count("\n") == 1 and "Jane" not in said and "\x1b" not in said
    assert said.startswith(f"sociable: internal error: {kind.__name__}: ") and ".py:" in said
