"""Every other message of publishing, brought about as its cause would: servers that answer it, folders that are so."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs
from xmlrpc.client import Fault as Said
from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer

import proxy
import pytest
from book import counts, quarter, send, why
from places import bare, confluence, git_wiki, shell, signed_in

from sociable import publish
from sociable.config import Destination
from sociable.errors import InputError
from sociable.publish import pace, repository
from sociable.publish.target import Found, Standing

AGAIN = "tried 4 times; check the address, or publish again later: it goes on where it stopped"
Answer = tuple[int, dict[str, str], object]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pace.Pace.__init__.__kwdefaults__, "sleep", lambda seconds: None)


def target(kind: str, url: str, **more: object) -> publish.Target:
    entry = {"name": "w", "to": kind, "url": url, "space": "TEAM", "per_second": 9999}
    return publish.open_target(Destination.model_validate(entry | more), Path(), "Playbooks/Harbour", "Sociable")


def said(run: Callable[[], object]) -> str:
    """The one line that a run ends with, without the name of the destination."""
    with pytest.raises(InputError) as caught:
        run()
    assert len(caught.value.faults) == 1
    return str(caught.value).removeprefix("w: ")


def check(place: publish.Target) -> tuple[str, ...]:
    with closing(place):
        return place.check()


# MediaWiki

RIGHTS = "edit createpage upload reupload delete writeapi read bot purge apihighlimits".split()
ABOUT = {
    "general": {"generator": "MediaWiki 1.39.0", "articlepath": "/wiki/$1"},
    "namespaces": {"0": {"id": 0, "*": ""}, "6": {"id": 6, "*": "File"}},
    "fileextensions": [{"ext": "png"}],
    "userinfo": {"name": "Bot", "rights": RIGHTS, "groups": []},
    "tokens": {"logintoken": "l+\\", "csrftoken": "c+\\"},
}


@contextmanager
def mediawiki(**instead: Answer) -> Iterator[str]:
    """A wiki on which nothing stands; `instead` is what it answers to an action, or to a question about itself."""

    class Handler(proxy.Quiet):
        def do_GET(self) -> None:
            body = self.body().decode("utf-8", "replace")
            asked = {key: one[-1] for key, one in parse_qs(f"{self.path.partition('?')[2]}&{body}").items()}
            action = asked.get("action", "upload" if "Sociable" in body else "")
            about = "about" if "fileextensions" in asked.get("siprop", "") else action
            usual = {
                "query": ABOUT | {"pages": {"-1": {"ns": 0, "title": "X", "missing": ""}}},
                "login": {"result": "Success"},
                "edit": {"result": "Success"},
            }
            code, headers, answer = instead.get(about, (200, {}, {action: usual.get(action, {"result": "Success"})}))
            self.reply(code, [*headers.items()], json.dumps(answer).encode())

        do_POST = do_GET

    with proxy.running(Handler) as url, signed_in("bot", "token"):
        yield f"{url}/api.php"


def refuses(code: str, info: str = "") -> Answer:
    return 200, {}, {"error": {"code": code, "info": info}}


def test_the_made_up_wiki_takes_a_playbook() -> None:
    with mediawiki() as url:
        assert "signed in as Bot" in check(target("mediawiki", url))[0]
        send(target("mediawiki", url), quarter("mediawiki", 1, pages=("index",)))


def publishes(**instead: Answer) -> str:
    with mediawiki(**instead) as url:
        return said(lambda: send(target("mediawiki", url), quarter("mediawiki", 1, pages=("index",))))


def test_a_picture_that_mediawiki_does_not_take() -> None:
    assert publishes(upload=(200, {}, {"upload": {"result": "Warning"}})) == (
        "Playbooks-Harbour-overall.png was not taken; look at the wiki's upload settings"
    )


def test_a_complaint_of_mediawiki_that_nobody_foresaw() -> None:
    line = publishes(edit=refuses("spamblacklist", "The text contains a blocked link"))
    assert line == "the wiki answers spamblacklist (The text contains a blocked link); ask its keeper"


def test_mediawiki_says_too_often_in_vain() -> None:
    assert publishes(edit=refuses("ratelimited")) == f"the wiki answers ratelimited; {AGAIN}"


def test_mediawiki_is_overloaded() -> None:
    lagging: Answer = (200, {"X-Database-Lag": "9", "Retry-After": "5"}, {})
    assert publishes(edit=lagging) == f"the wiki is overloaded; {AGAIN}"


def test_mediawiki_is_closed_for_a_while() -> None:
    closed = ABOUT["general"] | {"readonly": "", "readonlyreason": "back at noon\nor so"}  # type: ignore[operator]
    about: Answer = (200, {}, {"query": ABOUT | {"general": closed}})
    end = "publish again when it is open; it goes on where it stopped"
    assert publishes(about=about) == f"the wiki is read-only (back at noon); {end}"
    assert publishes(edit=refuses("readonly")) == f"the wiki is read-only; {end}"


def test_a_wiki_that_does_not_tell_what_it_takes() -> None:
    about = {key: one for key, one in ABOUT.items() if key != "fileextensions"}
    with mediawiki(about=(200, {}, {"query": about})) as url:
        assert (
            said(lambda: check(target("mediawiki", url))) == "the wiki does not tell its 'fileextensions'; check `url:`"
        )


def test_something_else_stands_before_the_server() -> None:
    with mediawiki(login=(418, {}, {})) as url:
        line = said(lambda: check(target("mediawiki", url)))
    assert line == "the server answers 418; check `url:` and what stands before the server"


@pytest.mark.parametrize("kind", ["mediawiki", "dokuwiki", "confluence"])
def test_https_where_no_certificate_is_trusted(kind: str) -> None:
    with mediawiki() as url:
        line = said(lambda: check(target(kind, url.replace("http:", "https:").removesuffix("/api.php"))))
    assert line == (
        "the server has no certificate that this machine trusts; check `url:` (http or https?) and this machine's clock"
    )


def test_a_parent_that_is_no_address() -> None:
    entry = Destination.model_validate({"name": "w", "to": "mediawiki", "url": "http://127.0.0.1:9"})
    line = said(lambda: publish.open_target(entry, Path(), "///", ""))
    assert line.startswith("gives its pages no address (no place for a playbook: '///'") and line.endswith(
        "; change `parent:`"
    )


# DokuWiki


@contextmanager
def dokuwiki(**faults: Said) -> Iterator[str]:
    """A DokuWiki of XML-RPC alone; `faults` are its answers by the last part of a method's name."""

    class Handler(SimpleXMLRPCRequestHandler):
        rpc_paths = ()

        def log_message(self, *_: object) -> None:
            pass

    def answer(method: str, _: object) -> object:
        if fault := faults.get(method.rpartition(".")[2]):
            raise fault
        return {"login": True, "aclCheck": 16, "getPagelist": [], "getAttachments": []}.get(
            method.rpartition(".")[2], ""
        )

    with SimpleXMLRPCServer(("127.0.0.1", 0), Handler, allow_none=True) as server, signed_in("bot", "token"):
        server.register_instance(type("All", (), {"_dispatch": staticmethod(answer)})())
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def looks(fault: Said) -> str:
    with dokuwiki(getPagelist=fault) as url:
        return said(lambda: send(target("dokuwiki", url), quarter("dokuwiki", 1, pages=("index",))))


def test_dokuwiki_denies_it() -> None:
    line = looks(Said(111, "You are not allowed to list this"))
    assert line == "the account may not do that there; give it the right to delete (16) in the namespace"


def test_dokuwiki_answers_something_else() -> None:
    line = looks(Said(-32601, "server does not know it\nat all"))
    assert line == "the wiki answers: server does not know it; check `url:` and that its XML-RPC is on"


def test_dokuwiki_fails_by_itself() -> None:
    assert looks(Said(-32603, "disk full")) == f"the wiki answers an error of its own; {AGAIN}"


# Confluence


@pytest.mark.parametrize("code", [403, 405])
def test_confluence_is_closed_for_a_while(code: int) -> None:
    with confluence(False) as place:
        place.state.refusal = "Confluence is in read-only mode"
        place.state.faults = [(code, {})]
        line = said(lambda: send(place.open(), quarter("confluence", 1)))
    assert line == "Confluence is read-only; publish again when it is open; it goes on where it stopped"


def test_a_persons_page_comes_where_the_playbook_is_to_begin() -> None:
    with confluence(False) as place, closing(place.open()) as opened:
        pages = quarter("confluence", 1)
        made = publish.plan(opened, pages, opened.look(pages))
        place.add("index", "<p>Ours, by hand.</p>")
        line = said(lambda: publish.push(opened, made))
        assert place.text("index") == "<p>Ours, by hand.</p>" and place.edits() == 0
    assert line.startswith("the page 'Harbour Lights' cannot be made: ")
    assert line.endswith("; move that page, or change `parent:`")


# Git


def test_a_folder_stands_where_a_page_is_to_come(tmp_path: Path) -> None:
    with git_wiki(tmp_path, "gitea") as place:
        place.add("index", "by hand\n")
        name = place.title("index")
        shell(place.work, "git", "rm", "-q", name)
        (place.work / name).mkdir()
        (place.work / name / "note.md").write_text("by hand\n")
        shell(place.work, "git", "add", "--all")
        shell(place.work, "git", "-c", "user.name=Jo", "-c", "user.email=j@example.invalid", "commit", "-qm", "by hand")
        shell(place.work, "git", "push", "-q", "origin", "HEAD")
        line = said(lambda: send(place.open(), quarter("markdown", 1)))
        assert shell(place.bare, "git", "show", f"HEAD:{name}/note.md") == "by hand"
    assert line == f"{name} cannot be written (Is a directory); move what stands in its way"


def test_others_push_each_time(tmp_path: Path) -> None:
    path = bare(tmp_path)
    hook = path / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    author = "-c user.name=Jo -c user.email=jo@example.invalid"
    hook.write_text(
        "#!/bin/sh\nunset GIT_QUARANTINE_PATH\n"
        f"new=$(git {author} commit-tree -p master -m more 'master^{{tree}}')\n"
        "git update-ref refs/heads/master $new\n"
    )
    hook.chmod(0o755)
    line = said(lambda: send(target("git", str(path)), {"index.html": "<p>1</p>"}))
    assert line == "others keep pushing to the branch; publish again in a while"
    assert "index.html" not in shell(path, "git", "ls-tree", "--name-only", "master")


def test_git_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said(lambda: check(target("git", str(tmp_path)))) == "the git command is missing; install git"


def test_a_git_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = said(lambda: check(target("git", f"http://127.0.0.1:{silent.getsockname()[1]}/w.git")))
    assert line == f"git got no answer; {AGAIN}"


def test_a_git_server_that_is_busy(tmp_path: Path) -> None:
    bare(tmp_path)
    with proxy.git(tmp_path) as server, signed_in(proxy.USER, proxy.TOKEN):
        server.next = [(503, {})] * 4
        assert said(lambda: check(target("git", f"{server.url}/wiki.git"))) == f"the Git server answers 503; {AGAIN}"


# Folders


def folder(path: Path) -> publish.Target:
    return publish.open_target(Destination(name="w", to="folder", path=str(path)), Path(), "", "")


def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {"index.html": "<p>1</p>"}
    with closing(folder(tmp_path / "site")) as first:
        first.begin(publish.plan(first, pages, first.look(pages)))
        assert said(lambda: send(folder(tmp_path / "site"), pages)) == (
            f"{tmp_path / 'site'}: another run is writing there; wait until it is done"
        )
    send(folder(tmp_path / "site"), pages)
    assert (tmp_path / "site" / "index.html").read_text() == "<p>1</p>"


@pytest.mark.parametrize("take_over", [False, True])
@pytest.mark.parametrize("text", ["#REDIRECT [[Playbook old/Plan]]", "\n#weiterleitung [[Playbook alt/Plan]]"])
def test_a_page_that_was_renamed_leads_elsewhere_and_stays(text: str, take_over: bool) -> None:
    class Wiki:
        dialect = "mediawiki"

    there = Standing({"plan": Found(text), "mix": Found("No. #REDIRECT is a word here.")}, {}, {})
    steps = {one.name: one for one in publish.plan(Wiki(), {"plan": "p", "mix": "m"}, there, take_over=take_over).steps}  # type: ignore[arg-type]
    assert (steps["plan"].what, steps["mix"].what) == ("kept", "changed" if take_over else "kept")
    assert steps["plan"].why.startswith("it leads to another page") and "our" not in steps["plan"].why


def test_a_run_that_looked_before_another_wrote(tmp_path: Path) -> None:
    """What it saw is old: it writes nothing, and no page of ours counts as a stranger's afterwards."""
    one, two = ({"index.html": f"<p>{n}</p>", "plan.html": f"<p>{n}</p>"} for n in "12")
    send(folder(tmp_path), {**one})
    with closing(folder(tmp_path)) as late:
        seen = publish.plan(late, {**one, "late.html": "<p>1</p>"}, late.look([*one, "late.html"]))
        send(folder(tmp_path), {**two})
        assert said(lambda: publish.push(late, seen)).endswith("another run is writing there; wait until it is done")
    assert (tmp_path / "plan.html").read_text() == "<p>2</p>" and not (tmp_path / "late.html").exists()
    assert counts(send(folder(tmp_path), {**one})) == {"changed": 2}


def test_a_run_with_nothing_to_write_touches_nothing_of_one_that_writes(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {"index.html": "<p>1</p>"}
    send(folder(tmp_path), pages)
    with closing(folder(tmp_path)) as idle, closing(folder(tmp_path)) as first:
        nothing = publish.plan(idle, pages, idle.look(pages))
        assert not nothing.work
        more = {**pages, "plan.html": "<p>1</p>"}
        first.begin(publish.plan(first, more, first.look(more)))
        (tmp_path / ".sociable.part").write_text("half")  # where the first run stands
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        publish.push(idle, nothing)
        assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before
    send(folder(tmp_path), pages)  # the first run is gone: what it left goes too, with or without work
    assert sorted(one.name for one in tmp_path.iterdir()) == [".sociable.json", "index.html"]


def test_a_file_of_somebody_else_stays_and_is_told_from_one_of_ours_that_somebody_replaced(tmp_path: Path) -> None:
    """One a stranger's, one ours and replaced, one that was replaced by what comes anyway, one of a run that died."""
    old: dict[str, str | bytes] = {"ours.html": "1", "replaced.html": "1", "same.html": "1", "died.html": "1"}
    new = dict.fromkeys((*old, "foreign.html", "new.html"), "2")
    send(folder(tmp_path), old)
    with closing(folder(tmp_path)) as dies:
        dies.begin(publish.plan(dies, {**old, "died.html": "dying"}, dies.look(old)))
        dies.write("died.html", "dying", None)
    for name, data in {"foreign.html": "theirs", "replaced.html": "theirs", "same.html": "2"}.items():
        (tmp_path / name).write_text(data)

    outcome = send(folder(tmp_path), {**new})
    assert {step.name: step.what for step in outcome.steps} == {
        "died.html": "changed", "foreign.html": "kept", "new.html": "created", "ours.html": "changed",
        "replaced.html": "kept", "same.html": "unchanged",
    }  # fmt: skip
    assert why(outcome, "replaced.html")[1] == "somebody replaced it; --take-over writes ours"
    assert why(outcome, "foreign.html")[1] == "somebody else's file stands there; --take-over writes ours"
    assert {path.name: path.read_text() for path in tmp_path.glob("*.html")} == {
        **new, "foreign.html": "theirs", "replaced.html": "theirs",
    }  # fmt: skip
    assert counts(send(folder(tmp_path), {**new}, take_over=True)) == {"changed": 2, "unchanged": 4}
    assert {path.read_text() for path in tmp_path.glob("*.html")} == {"2"}


def test_a_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    line = said(lambda: check(folder(tmp_path / "file" / "site")))
    assert line == f"{tmp_path / 'file' / 'site'}: cannot be written to; give a folder of your own as `path:`"


@pytest.mark.parametrize("damage", [b"{", b'{"files": {"\xff": []}}', b'{"files": ' + b"[" * 100_000])
def test_what_is_ours_cannot_be_told_any_more(tmp_path: Path, damage: bytes) -> None:
    pages: dict[str, str | bytes] = {"index.html": "<p>1</p>"}
    send(folder(tmp_path), pages)
    (tmp_path / ".sociable.json").write_bytes(damage)
    line = said(lambda: send(folder(tmp_path), {"index.html": "<p>2</p>"}))
    assert line.startswith(f"{tmp_path / '.sociable.json'}: cannot be read (")
    assert line.endswith("); restore it, or remove it and publish with --take-over")
    assert (tmp_path / "index.html").read_text() == "<p>1</p>"
    (tmp_path / ".sociable.json").unlink()
    publish.push(place := folder(tmp_path), publish.plan(place, pages, place.look(pages), take_over=True))
    place.close()
