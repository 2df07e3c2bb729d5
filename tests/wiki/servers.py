"""Real wikis for the tests: a private MediaWiki and DokuWiki of Debian or Ubuntu, each on a free port of this machine.

Nothing of the system's own wikis is read or changed: each server has its
configuration, its users and its data in a folder of its own, and the programs
are run from where the packages put them.  A test that has none skips by name.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

MEDIAWIKI = Path("/usr/share/mediawiki")
DOKUWIKI = Path("/usr/share/dokuwiki")
PACKAGES = "mediawiki dokuwiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-curl php-gd"
PASSWORD = "Playbook-Admin-2026"
BOT_PASSWORD = "abcdefghijabcdefghijabcdefghij12"
PHP = ("php", "-d", "opcache.enable_cli=1", "-d", "opcache.validate_timestamps=1", "-d", "opcache.revalidate_freq=0")


@dataclass(frozen=True)
class Wiki:
    """A running server: its address, who may write (`user`, `password`), who may only read, and its folder."""

    url: str
    user: str
    password: str
    folder: Path
    reader: str = "Reader"
    reader_password: str = PASSWORD

    @property
    def api(self) -> str:
        """MediaWiki's api.php or DokuWiki's xmlrpc.php."""
        return self.url + ("/api.php" if (self.folder / "LocalSettings.php").is_file() else "/lib/exe/xmlrpc.php")

    def settings(self, php: str) -> None:
        """Add to the configuration from the next request on; "" takes all of it back.

        MediaWiki: `$wgReadOnly = "closed";`.  DokuWiki: `$conf["remote"] = 0;`.
        """
        (self.folder / "extra.php").write_text(f"<?php\n{php}\n", encoding="utf-8")


def missing(program: Path) -> str:
    """Why a wiki cannot run here; "" when it can."""
    if shutil.which("php") and program.is_dir():
        return ""
    lacks = program.name if shutil.which("php") else "php"
    return f"{lacks} is missing: sudo apt-get install --no-install-recommends {PACKAGES}"


def need(program: Path) -> None:
    """Skip the test, by name, where the wiki is not installed."""
    if reason := missing(program):
        pytest.skip(reason)


@contextmanager
def mediawiki(folder: Path) -> Iterator[Wiki]:
    """A new MediaWiki with SQLite in `folder`: a bot password that edits and uploads, a Reader who may not."""
    need(MEDIAWIKI)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    (folder / "images").mkdir(parents=True)
    config = folder / "LocalSettings.php"
    install = ["--dbtype", "sqlite", "--dbpath", str(folder), "--dbname", "wiki", "--server", url, "--scriptpath", ""]
    maintain("install.php", folder, *install, "--confpath", str(folder), "--pass", PASSWORD, "Playbook Wiki", "Admin")
    with config.open("a", encoding="utf-8") as file:
        file.write(_LOCAL_SETTINGS.replace("FOLDER", str(folder)))
    wiki = Wiki(url, "Admin@playbook", BOT_PASSWORD, folder)
    wiki.settings("")
    grants = "basic,editpage,createeditmovepage,uploadfile,uploadeditmovefile,highvolume,delete"
    maintain("createBotPassword.php", folder, "--appid", "playbook", "--grants", grants, "Admin", BOT_PASSWORD)
    maintain("createAndPromote.php", folder, wiki.reader, wiki.reader_password)
    (folder / "router.php").write_text(_ROUTER.replace("FOLDER", str(folder)), encoding="utf-8")
    arguments = ["-t", str(MEDIAWIKI), str(folder / "router.php")]
    with served(port, arguments, folder, {"MW_CONFIG_FILE": str(config)}, "/api.php?action=query&format=json"):
        yield wiki


_LOCAL_SETTINGS = """
$wgEnableUploads = true;
$wgUploadDirectory = 'FOLDER/images'; $wgUploadPath = '/images';
$wgCacheDirectory = 'FOLDER/cache'; $wgTmpDirectory = 'FOLDER';
$wgFileExtensions = [ 'png', 'jpg', 'svg' ];
$wgSVGConverter = false; $wgUseImageMagick = false;
$wgUseInstantCommons = false;
$wgMainCacheType = CACHE_NONE; $wgParserCacheType = CACHE_DB; $wgSessionCacheType = CACHE_DB;
$wgGroupPermissions['*']['edit'] = false; $wgGroupPermissions['user']['edit'] = false;
$wgGroupPermissions['user']['createpage'] = false; $wgGroupPermissions['sysop']['edit'] = true;
$wgGroupPermissions['sysop']['createpage'] = true;
if (is_file('FOLDER/extra.php')) { include 'FOLDER/extra.php'; }
"""
_ROUTER = """<?php
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (strpos($path, '/images/') !== 0 || strpos($path, '..') !== false) { return false; }
$file = 'FOLDER' . $path;
if (!is_file($file)) { http_response_code(404); return true; }
$types = ['svg' => 'image/svg+xml', 'png' => 'image/png'];
header('Content-Type: ' . ($types[pathinfo($file, PATHINFO_EXTENSION)] ?? 'application/octet-stream'));
readfile($file);
"""


def maintain(script: str, folder: Path, *arguments: str) -> None:
    """Run one of MediaWiki's maintenance scripts on the private wiki."""
    environment = os.environ | {"MW_CONFIG_FILE": str(folder / "LocalSettings.php")}
    command = [*PHP, str(MEDIAWIKI / "maintenance" / script), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{script}: {done.stdout[-600:]}{done.stderr[-600:]}"


@contextmanager
def dokuwiki(folder: Path) -> Iterator[Wiki]:
    """A new DokuWiki in `folder` with its XML-RPC on: "admin" may write and upload, "reader" may not."""
    need(DOKUWIKI)
    port = free_port()
    conf, data = folder / "conf", folder / "data"
    conf.mkdir(parents=True)
    for name in "attic cache index locks log media media_attic media_meta meta pages tmp".split():
        (data / name).mkdir(parents=True)
    wiki = Wiki(f"http://127.0.0.1:{port}", "admin", PASSWORD, folder, reader="reader")
    wiki.settings("")
    (conf / "local.php").write_text(_LOCAL_PHP.replace("FOLDER", str(folder)), encoding="utf-8")
    hashed = subprocess.run(
        ["php", "-r", "echo password_hash($argv[1], PASSWORD_BCRYPT, ['cost' => 4]);", PASSWORD],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    users = f"admin:{hashed}:Admin:admin@example.invalid:admin,user\nreader:{hashed}:R:r@example.invalid:guest\n"
    (conf / "users.auth.php").write_text(users, encoding="utf-8")
    (conf / "acl.auth.php").write_text("*\t@ALL\t1\n*\t@user\t16\n", encoding="utf-8")
    (folder / "first.php").write_text(f"<?php define('DOKU_CONF', '{conf}/');\n", encoding="utf-8")
    quiet = ["-d", "error_reporting=E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE", "-d", "display_errors=0"]
    arguments = [*quiet, "-d", f"auto_prepend_file={folder / 'first.php'}", "-t", str(DOKUWIKI)]
    with served(port, arguments, folder, {}, "/doku.php"):
        yield wiki


_LOCAL_PHP = """<?php
$conf['title'] = 'Playbook Wiki'; $conf['lang'] = 'en'; $conf['license'] = '0';
$conf['useacl'] = 1; $conf['superuser'] = '@admin'; $conf['authtype'] = 'authplain';
$conf['remote'] = 1; $conf['remoteuser'] = ''; $conf['savedir'] = 'FOLDER/data';
$conf['updatecheck'] = 0; $conf['disableactions'] = 'register';
if (is_file('FOLDER/extra.php')) { include 'FOLDER/extra.php'; }
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(port: int, arguments: list[str], folder: Path, extra: dict[str, str], ready: str) -> Iterator[None]:
    """PHP's own server with two processes, ended as a group; what it says goes to server.log."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*PHP, "-S", f"127.0.0.1:{port}", *arguments],
            env=os.environ | {"PHP_CLI_SERVER_WORKERS": "2"} | extra,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            await_answer(f"http://127.0.0.1:{port}{ready}", process)
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def await_answer(address: str, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    """Wait until the address answers; fail with its last words when it does not."""
    end, last = time.monotonic() + seconds, ""
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            last = str(error)
            time.sleep(0.05)
    raise AssertionError(f"{address} did not answer: {last or process.poll()}")


def otter_python() -> Path:
    """The Python that An Otter Wiki is installed for."""
    return Path(os.environ.get("SOCIABLE_OTTER") or Path(sys.prefix) / "otter" / "bin" / "python")


def otter(source: str, folder: Path) -> str:
    """Markdown as An Otter Wiki renders it: its own renderer with its own settings, in a process of its own."""
    python = otter_python()
    if not python.exists():
        pytest.skip("An Otter Wiki is missing: sh tests/tools/otter.sh .venv/bin/python, or set SOCIABLE_OTTER")
    (folder / "pages").mkdir()
    subprocess.run(["git", "init", "-q", str(folder / "pages")], check=True)
    settings = {
        "REPOSITORY": str(folder / "pages"),
        "SECRET_KEY": PASSWORD,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/otter.sqlite",
    }
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    (folder / "otter.cfg").write_text("".join(lines), encoding="utf-8")
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", _OTTER],
        env=os.environ | {"OTTERWIKI_SETTINGS": str(folder / "otter.cfg")},
        input=source, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.partition("=====\n")[2]


_OTTER = """
import sys
from otterwiki.renderer import render
from otterwiki.server import app
with app.test_request_context():
    made = render.markdown(sys.stdin.read())
print("=====")
print(made[0] if isinstance(made, tuple) else made)
"""
