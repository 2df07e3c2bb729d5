"""The wikis of the tests: who may write on them, and that addresses are what they themselves would make of them."""

import random
import subprocess
import xmlrpc.client

import pytest

from sociable.addresses import address
from wiki import servers


def rpc(wiki: servers.Wiki, user: str, password: str) -> xmlrpc.client.ServerProxy:
    return xmlrpc.client.ServerProxy(wiki.api.replace("//", f"//{user}:{password}@"))


def test_only_those_with_rights_write_on_dokuwiki(dokuwiki: servers.Wiki) -> None:
    ours = rpc(dokuwiki, dokuwiki.user, dokuwiki.password)
    assert ours.wiki.putPage("tests:page", "words", {}) is True
    assert ours.wiki.getPage("tests:page") == "words"
    with pytest.raises((xmlrpc.client.Fault, xmlrpc.client.ProtocolError)):
        rpc(dokuwiki, dokuwiki.reader, dokuwiki.reader_password).wiki.putPage("tests:page", "other", {})
    dokuwiki.settings("$conf['remote'] = 0;")
    with pytest.raises((xmlrpc.client.Fault, xmlrpc.client.ProtocolError)):
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
