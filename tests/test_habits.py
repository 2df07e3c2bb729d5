"""What people expect of a command line: completion, quiet, no colour on request, near names, exit codes."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sociable import cli

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-m", "sociable"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, "PYTHONPATH": str(ROOT / "generator"), "TERM": "xterm", **more}


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, env=environment(**more), timeout=60)


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete -o nosort"), ("zsh", "compdef"), ("fish", "complete ")])
def test_completion_scripts(shell: str, sign: str) -> None:
    script = "import sys; sys.argv = ['sociable']; from sociable.cli import main; main()"
    more = environment(_SOCIABLE_COMPLETE=f"{shell}_source")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=more, timeout=60)
    if shell == "bash" and "bash" in done.stderr.lower() and not done.stdout:
        pytest.skip("bash 4.4 or later is missing")
    assert sign in done.stdout


def test_completion_offers_commands_and_options() -> None:
    script = "import sys; sys.argv = ['sociable']; from sociable.cli import main; main()"
    asked = {"_SOCIABLE_COMPLETE": "zsh_complete", "COMP_WORDS": "sociable bu", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(**asked))
    assert "build" in done.stdout.splitlines()
    asked = {"_SOCIABLE_COMPLETE": "zsh_complete", "COMP_WORDS": "sociable build --per", "COMP_CWORD": "2"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(**asked))
    assert {"--period", "--periods"} <= set(done.stdout.splitlines())


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals to be had on this system")
@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_stops_on_request(setting: dict[str, str], coloured: bool) -> None:
    script = (
        "import sys, click; from sociable import cli\n"
        "@click.command()\n"
        "def bold(): click.echo(click.style('Files', bold=True))\n"
        "cli.COMMANDS['bold'] = ''; cli.Commands.get_command = lambda *_: bold\n"
        "sys.argv = ['sociable', 'bold']; cli.main()"
    )
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", script], stdout=theirs, env=environment(**setting), timeout=60, check=True)
    os.close(theirs)
    said = os.read(ours, 1000)
    os.close(ours)
    assert b"Files" in said
    assert (b"\x1b[1m" in said) is coloured


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chekc",), "did you mean `sociable check`?"),
        (("build", "--perod", "2026"), "--period"),
        (("content", "ejct", "rubric"), "eject"),
        (("publish", "--dry"), "--dry-run"),
    ],
)
def test_a_mistyped_word_is_answered_with_the_near_one(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_mistyped_key_is_answered_with_the_near_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    text = "brand: {name: B, timezon: UTC}\naccounts:\n  - {platfrom: x, handle: a, archive: a.zip}\n"
    (tmp_path / "brand.yaml").write_text(text)
    done = run("check", str(tmp_path))
    assert done.returncode == 1
    assert "did you mean `timezone`?" in done.stderr and "did you mean `platform`?" in done.stderr


def test_every_command_that_talks_can_be_quiet() -> None:
    silent = {"label", "lint", "rewrite"}  # what they print is what they were asked for
    for name in set(cli.COMMANDS) - silent:
        command = cli.group.get_command(click.Context(cli.group), name)
        assert command is not None
        for one in getattr(command, "commands", {"": command}).values():
            flags = {flag for option in one.params for flag in option.opts}
            assert "--quiet" in flags or one.name in ("list", "accept"), one.name


def test_the_version_is_one_line() -> None:
    done = run("--version")
    assert done.returncode == 0 and done.stdout.startswith("sociable ") and done.stdout.count("\n") == 1
