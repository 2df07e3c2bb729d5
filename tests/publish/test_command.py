"""`sociable publish` as a user types it: the README's own commands, what goes wrong, and what is printed."""

import json
import os
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import msgspec
import places
import proxy
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))

import sample

from sociable import cli, history, rubric, settings, signals
from sociable.model import Period

README = Path(__file__).parents[2] / "README.md"
BRAND = """\
brand: {name: Harbour Lights Ferries}
accounts: [{platform: x, handle: HarbourLights, archive: x.zip}]
"""
FOLDER = "  - {name: site, to: folder, path: public, past: 0}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brand whose playbook is built: report.json and one past quarter, as a build leaves them."""
    folder = tmp_path_factory.mktemp("brand")
    report = sample.report(rubric.load(signals.SIGNALS))
    (folder / "output").mkdir()
    (folder / "output" / "report.json").write_bytes(history.encode(report))
    earlier = Period(id="2026-Q2", start="2026-04-01", end="2026-06-30")
    history.keep(report, folder / "history")
    history.keep(msgspec.structs.replace(report, period=earlier), folder / "history")
    (folder / "x.zip").write_bytes(b"")
    return folder


@pytest.fixture
def brand(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a brand of its own, with nothing to sign in with around it."""
    import shutil

    folder = tmp_path / "clients" / "harbour"
    shutil.copytree(built, folder)
    (folder / "brand.yaml").write_text(f"{BRAND}publish:\n{FOLDER}")
    monkeypatch.chdir(tmp_path)
    for key in [key for key in os.environ if re.fullmatch(r"SOCIABLE_\w+_(USER|TOKEN)", key)]:
        monkeypatch.delenv(key)
    return folder


def typed(line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command line."""
    monkeypatch.setattr(sys, "argv", shlex.split(line, comments=True))
    capsys.readouterr()
    try:
        cli.main()
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_readmes_own_commands(
    brand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its brand.yaml is a good one; its commands run, with its wiki in a repository of this machine."""
    section = README.read_text().split("\n## Publish\n")[1].split("\n## ")[0]
    entries = re.search(r"```yaml\n(publish:\n.*?)```", section, re.DOTALL)
    assert entries is not None
    (brand / "brand.yaml").write_text(BRAND + entries[1])
    kinds = {one.to for one in settings.load(brand).publish}
    assert kinds == {"folder", "git", "mediawiki", "dokuwiki", "confluence", "github"}

    bare = places.bare(tmp_path)
    folder = FOLDER.replace(", past: 0", "")
    (brand / "brand.yaml").write_text(f'{BRAND}publish:\n{folder}  - {{name: wiki, to: gitlab, url: "{bare}"}}\n')
    commands = [line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]
    commands = [line for line in commands if line.startswith("sociable publish")]
    assert len(commands) >= 4
    for line in commands:
        code, out, err = typed(line, monkeypatch, capsys)
        assert (code, err) == (0, ""), line
        assert "wiki" in out
    assert (brand / "public" / "index.html").is_file()
    assert (brand / "public" / "2026-Q2" / "scorecard.html").is_file()
    shown = places.shell(bare, "git", "show", "HEAD:Playbooks/Harbour-Lights-Ferries.md")
    assert "<!-- sociable:begin index" in shown and "sociable:end index" in shown


def test_plan_push_and_nothing_to_do(
    brand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = typed("sociable publish clients/harbour --dry-run", monkeypatch, capsys)
    planned = re.match(r"site: (\d+) to create\n", out)
    assert code == 0 and planned and not (brand / "public").exists()
    lines = out.splitlines()
    assert len(lines) == 7 and lines[6] == f"  and {int(planned[1]) - 5} more; --verbose names them all"
    assert "scorecard.html" not in out
    _, out, _ = typed("sociable publish clients/harbour --dry-run --verbose", monkeypatch, capsys)
    assert "  would create clients/harbour/public/scorecard.html\n" in out
    assert len(out.splitlines()) == 1 + int(planned[1])
    _, out, _ = typed("sociable publish clients/harbour", monkeypatch, capsys)
    assert out == f"site: {planned[1]} created\n  clients/harbour/public/index.html\n"
    (brand / "public" / "plan.html").write_text("by hand")
    _, out, _ = typed("sociable publish clients/harbour --json", monkeypatch, capsys)
    (told,) = json.loads(out)
    kept = [page for page in told["pages"] if page["what"] != "unchanged"]
    assert (
        [page["page"] for page in kept] == ["plan.html"]
        and kept[0]["what"] == "kept"
        and "--take-over" in kept[0]["why"]
    )
    assert len(told["pages"]) == int(planned[1])
    _, out, _ = typed("sociable publish clients/harbour -q", monkeypatch, capsys)
    assert out == ""
    assert not [path for path in (brand / "public").rglob("*") if path.name == "report.json"]


@pytest.mark.parametrize(
    ("line", "entry", "code", "said"),
    [
        ("--to sight", FOLDER, 2, "there is no destination 'sight'; did you mean site?"),
        ("--to wiki", FOLDER, 2, "there is no destination 'wiki'; name one that brand.yaml has: site"),
        ("", "", 1, "brand.yaml: has no `publish:`; add, for a folder: publish: [{name: site, to: "),
        ("--from gone.json", FOLDER, 1, "gone.json: there is no such report; check the path"),
        ("", '  - {name: w, to: mediawki, url: "http://x"}', 1, "brand.yaml:4: publish.0.to: 'mediawki' is not one of"),
        ("", '  - {name: w, to: dokuwiki, url: "http://u:pw@x"}', 1, "publish.0.url: holds a password; take it out"),
        ("", '  - {name: w, to: dokuwiki, url: "wiki.example"}', 1, "'wiki.example' is no address; start it with https://"),
        ("", '  - {name: w, to: confluence, url: "https://x"}', 1, "confluence needs `space:`; add `space:`"),
        ("", "  - {name: w, to: folder, path: a}\n  - {name: W, to: folder, path: b}", 1, "W is there twice"),
        ("", '  - {name: my-wiki, to: mediawiki, url: "http://x/api.php"}', 1,
         "nobody to sign in as; set SOCIABLE_MY_WIKI_USER and SOCIABLE_MY_WIKI_TOKEN in the environment"),
        ("--check", '  - {name: w, to: git, url: "nothing.git"}', 1, "there is no Git repository at that address"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_with_its_remedy(
    brand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    line: str, entry: str, code: int, said: str,
) -> None:  # fmt: skip
    (brand / "brand.yaml").write_text(f"{BRAND}publish:\n{entry}\n" if entry else BRAND)
    result, out, err = typed(f"sociable publish clients/harbour {line}", monkeypatch, capsys)
    assert result == code and out == ""
    assert err.count("\n") == 1 and said in err and "pw" not in err


def test_before_the_first_build(
    brand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (brand / "output" / "report.json").unlink()
    code, _, err = typed("sociable publish clients/harbour", monkeypatch, capsys)
    assert code == 1
    assert err.endswith(
        "there is no playbook yet; run `sociable build clients/harbour` first, or give --from report.json\n"
    )


def test_one_place_that_fails_keeps_nothing_from_the_others(
    brand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (brand / "brand.yaml").write_text(f'{BRAND}publish:\n  - {{name: w, to: git, url: "gone.git"}}\n{FOLDER}')
    code, out, err = typed("sociable publish clients/harbour", monkeypatch, capsys)
    assert code == 1 and err.startswith("sociable: w: there is no Git repository") and err.count("\n") == 1
    assert "created" in out and (brand / "public" / "index.html").is_file()


def test_no_token_in_anything_that_is_printed_or_kept(
    brand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    places.bare(tmp_path)
    monkeypatch.setenv("SOCIABLE_W_USER", proxy.USER)
    monkeypatch.setenv("SOCIABLE_W_TOKEN", proxy.TOKEN)
    with proxy.git(tmp_path) as server:
        (brand / "brand.yaml").write_text(
            f'{BRAND}publish:\n  - {{name: w, to: gitea, url: "{server.url}/wiki.git", past: 0}}\n'
        )
        for flags in ("--check", "--dry-run", "", "--json"):
            code, out, err = typed(f"sociable publish clients/harbour {flags}", monkeypatch, capsys)
            assert code == 0 and proxy.TOKEN not in out + err
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert proxy.TOKEN.encode() not in kept


def test_a_library_that_is_not_installed(
    brand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOCIABLE_W_USER", "bot")
    monkeypatch.setenv("SOCIABLE_W_TOKEN", "token")
    libraries: dict[str, Any] = {"mediawiki": "mwclient", "dokuwiki": "dokuwiki", "confluence": "atlassian"}
    for kind, library in libraries.items():
        monkeypatch.setitem(sys.modules, library, None)
        monkeypatch.setitem(sys.modules, f"{library}.confluence", None)
        (brand / "brand.yaml").write_text(f'{BRAND}publish:\n  - {{name: w, to: {kind}, url: "http://x", space: T}}\n')
        code, _, err = typed("sociable publish clients/harbour", monkeypatch, capsys)
        assert code == 1 and err.endswith("is not installed; pip install 'sociable[wiki]'\n") and err.count("\n") == 1


def test_tokens_come_from_the_keyring_where_the_environment_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from sociable.publish import secrets

    ring = {("sociable-our-wiki", "user"): "bot", ("sociable-our-wiki", "token"): "from the ring"}
    monkeypatch.setitem(
        sys.modules,
        "keyring",
        type("Ring", (), {"get_password": staticmethod(lambda *key: ring.get(key))}),  # type: ignore[arg-type]
    )
    assert secrets.find("our-wiki") == secrets.Login("bot", "from the ring")
    monkeypatch.setenv("SOCIABLE_OUR_WIKI_TOKEN", "from outside")
    assert secrets.find("our-wiki").token == "from outside"
    assert "outside" not in repr(secrets.find("our-wiki"))


def test_real_pages_in_a_confluence_that_parses_them(
    brand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every page is XML to it, every picture is there before the page that shows it, and a second run sends nothing."""
    with places.confluence(False) as place:
        state = place.state
        entry = f"{{name: w, to: confluence, url: '{state.url}', space: TEAM, per_second: 9999, past: 0}}"
        (brand / "brand.yaml").write_text(f"{BRAND}publish:\n  - {entry}\n")
        code, out, err = typed("sociable publish clients/harbour", monkeypatch, capsys)
        assert (code, err) == (0, "") and "viewpage.action?pageId=" in out
        edits = list(state.edits)
        pictures = {name for one in state.pages.values() for name in one["files"]}
        wanted = {
            name for one in state.pages.values() for name in re.findall(r'ri:filename="([^"]+)"', str(one["body"]))
        }
        assert wanted == pictures and pictures
        shown = [title for title in edits if title not in pictures]
        assert max(edits.index(one) for one in pictures) < edits.index(shown[1])  # after the index alone
        assert {one["title"] for one in state.pages.values()} > {
            "Harbour Lights Ferries",
            "Harbour Lights Ferries · Plan",
        }
        code, out, _ = typed("sociable publish clients/harbour", monkeypatch, capsys)
        assert re.match(r"w: \d+ unchanged\n", out) and state.edits == edits
