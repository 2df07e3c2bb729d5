"""The wikis of the tests: who may write on them, and that addresses are what they themselves would make of them."""

import random
import re
import subprocess
import xmlrpc.client
from pathlib import Path

import pytest

from sociable.addresses import address
from wiki import servers


def rpc(wiki: servers.Wiki, user: str, password: str) -> xmlrpc.client.ServerProxy:
    return xmlrpc.client.ServerProxy(wiki.api.replace("//", f"//{user}:{password}@"))


def test_only_those_with_rights_write_on_dokuwiki(dokuwiki: servers.Wiki) -> None:
    ours = rpc(dokuwiki, dokuwiki.user, dokuwiki.password)
    assert ours.wiki.putPage("tests:page", "words", {}) is True
    assert ours.wiki.getPage("tests:page") == "words"
    with pytest.raises((xmlrpc.client.Fault, xmlrpc.client.ProtocolError), match=r"403 Forbidden|not allowed"):
        rpc(dokuwiki, dokuwiki.reader, dokuwiki.reader_password).wiki.putPage("tests:page", "other", {})
    dokuwiki.settings("$conf['remote'] = 0;")
    with pytest.raises((xmlrpc.client.Fault, xmlrpc.client.ProtocolError), match="server not enabled"):
        ours.wiki.getPage("tests:page")
    dokuwiki.settings("")
    assert ours.wiki.getPage("tests:page") == "words"


_CLEAN = """
define('DOKU_INC', '/usr/share/dokuwiki/'); define('NOSESSION', 1);
require DOKU_INC . 'inc/init.php';
while (($line = fgets(STDIN)) !== false) { echo cleanID(rtrim($line, "\\n")), "\\n"; }
"""


def test_dokuwiki_itself_leaves_our_ids_as_they_are(dokuwiki: servers.Wiki) -> None:
    chance = random.Random(7)
    spans = [range(32, 0x250), range(0x370, 0x530), range(0x2010, 0x2070), range(0x3040, 0x3100)]
    letters = [chr(code) for span in spans for code in span]
    roots = ["".join(chance.choices(letters, k=chance.randint(1, 25))) for _ in range(2000)]
    ids = []
    for root in [*roots, "Büro Straße/Ægir & Søn", "Łódź Đorđe Þór", "Плейбуки/Гавань", "A: B.", "100 % — yes"]:
        try:
            ids.append(address("dokuwiki", root, "2026-Q2/criteria/promo-share"))
        except ValueError:
            continue
    done = subprocess.run(
        ["php", "-d", f"auto_prepend_file={dokuwiki.folder / 'first.php'}", "-d", "error_reporting=0", "-r", _CLEAN],
        input="\n".join(ids) + "\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split("\n")[:-1] == ids


def test_the_readme_names_the_versions_that_the_tests_meet() -> None:
    """What the README says we tried is what stands on this machine; a wiki that is missing is not compared."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if line.startswith("Tried in our tests on MediaWiki "))
    found = {}
    if (defines := servers.MEDIAWIKI / "includes" / "Defines.php").is_file():
        found["MediaWiki"] = re.findall(r"'MW_VERSION', '(\d+\.\d+)", defines.read_text(encoding="utf-8"))[0]
    if (version := servers.DOKUWIKI / "VERSION").is_file():
        found["DokuWiki"] = version.read_text(encoding="utf-8")[:10]
    if (python := servers.otter_python()).exists():
        code = "import importlib.metadata as m; print(m.version('otterwiki'))"
        said = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True).stdout
        found["An Otter Wiki"] = ".".join(said.strip().split(".")[:2])
    if not found:
        pytest.skip(f"no wiki is installed: sh tests/tools/install.sh {servers.PACKAGES}")
    assert [f"{name} {number}" for name, number in found.items() if f"{name} {number}" not in line] == []
