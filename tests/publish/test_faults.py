"""Servers that fail: one clear line, nothing lost, and the next run completes; sleeping is only counted here."""

import itertools
import random
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import confluence_server
import proxy
import pytest
from book import PAGES, counts, quarter, send
from places import Confluence, bare, confluence, signed_in

from sociable import publish
from sociable.config import Destination
from sociable.errors import InputError
from sociable.publish import pace, web

WHOLE = {"created": len(PAGES) + 1}


def check(target: publish.Target) -> tuple[str, ...]:
    with closing(target):
        return target.check()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was slept for a server's sake, without sleeping; turns of a few milliseconds are not told."""
    waits: list[float] = []
    monkeypatch.setattr(pace.time, "sleep", lambda seconds: waits.append(seconds) if seconds > 0.1 else None)
    monkeypatch.setitem(pace.Pace.__init__.__kwdefaults__, "sleep", pace.time.sleep)
    return waits


@pytest.fixture
def place() -> Iterator[Confluence]:
    with confluence(False) as found:
        yield found


def test_what_passes_is_tried_again(place: Confluence, slept: list[float]) -> None:
    place.state.faults = [(429, {"Retry-After": "7"}), (503, {}), (0, {})]
    assert counts(send(place.open(), quarter("confluence", 1))) == WHOLE
    assert slept == [7.0, 2.0, 4.0]


def test_a_server_that_asks_for_an_hour_gets_it_from_the_user(place: Confluence, slept: list[float]) -> None:
    place.state.faults = [(429, {"Retry-After": "3600"})]
    with pytest.raises(
        InputError, match="w: the server answers 429 and asks to wait 60 minutes; publish again then"
    ) as caught:
        send(place.open(), quarter("confluence", 1))
    assert len(caught.value.faults) == 1 and slept == []


@pytest.mark.parametrize("fault", [429, 500, 502, 503, 504, 0])
def test_in_vain_is_one_line_and_the_next_run_completes(place: Confluence, slept: list[float], fault: int) -> None:
    pages = quarter("confluence", 1)
    target = place.open()
    made = publish.plan(target, pages, target.look(pages))
    place.state.faults = [(-2, {})] * 3 + [(fault, {})] * 4  # -2 lets a request pass
    with pytest.raises(InputError, match="publish again later: it goes on where it stopped") as caught:
        publish.push(target, made)
    assert str(caught.value).count("\n") == 0 and confluence_server.TOKEN not in str(caught.value)
    assert 0 < len(place.state.edits) < len(PAGES)
    done = counts(send(place.open(), pages))
    assert done.get("unchanged", 0) + done.get("changed", 0) + done["created"] == len(PAGES) + 1
    assert counts(send(place.open(), pages)) == {"unchanged": len(PAGES) + 1}


def test_an_answer_that_is_lost_is_no_conflict(place: Confluence, slept: list[float]) -> None:
    send(place.open(), quarter("confluence", 1))
    place.state.faults = [(-1, {})]
    outcome = send(place.open(), quarter("confluence", 2))
    assert counts(outcome) == {"changed": len(PAGES), "unchanged": 1}
    assert counts(send(place.open(), quarter("confluence", 2))) == {"unchanged": len(PAGES) + 1}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (401, "the login is refused; check SOCIABLE_W_USER and SOCIABLE_W_TOKEN"),
        (403, "the account may not do that (403); give it the right to edit and upload there"),
        (404, "check `space:`"),
    ],
)
def test_what_waiting_does_not_mend_is_told_at_once(
    place: Confluence, slept: list[float], code: int, said: str
) -> None:
    place.state.faults = [(code, {})]
    with pytest.raises(InputError) as caught:
        send(place.open(), quarter("confluence", 1))
    assert said in str(caught.value) and slept == [] and place.state.edits == []


def test_a_wrong_token_a_wrong_space_and_no_server(place: Confluence, slept: list[float]) -> None:
    with signed_in(confluence_server.USER, "wrong"), pytest.raises(InputError, match="the login is refused") as caught:
        check(place.open())
    assert "wrong" not in str(caught.value)
    with pytest.raises(InputError, match="no space 'TAEM' that the account may see; check `space:`"):
        check(place.open(space="TAEM"))
    with pytest.raises(InputError, match="the connection broke, or nobody answers at that address"):
        check(place.open(url="http://127.0.0.1:9/"))


def test_markup_that_is_no_xml_is_refused_by_the_server_and_told(place: Confluence) -> None:
    with pytest.raises(InputError, match="Confluence refuses what was sent"):
        send(place.open(), {"index": "<p>fine</p>", "plan": "<p>not closed"})


def test_at_most_so_many_requests_a_second() -> None:
    now, turns = [0.0], []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    held = pace.Pace("w", 4, sleep=sleep, clock=lambda: now[0])
    for _ in range(9):
        held(lambda: turns.append(now[0]))
    assert all(later - earlier == pytest.approx(0.25) for earlier, later in itertools.pairwise(turns))


def test_an_expired_login_is_renewed_once() -> None:
    renewed, answers = [], iter([pace.Expired(), None, pace.Expired(), pace.Expired()])

    def request() -> str:
        fault = next(answers)
        if fault:
            raise fault
        return "done"

    held = pace.Pace("w", 1e6, lambda: renewed.append(1), sleep=lambda _: None)
    assert held(request) == "done" and renewed == [1]
    with pytest.raises(InputError, match="the login has expired; renew the token"):
        held(request)


@pytest.mark.parametrize(
    ("header", "seconds"), [("12", 12), ("0.5", 0.5), ("-3", 0), (None, None), ("soon", None), ("nan", None)]
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert pace.seconds(header) == seconds


def test_retry_after_as_a_date() -> None:
    assert pace.seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert (pace.seconds("Wed, 21 Oct 2099 07:28:00 GMT") or 0) > 1e9


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[tuple[proxy.Faults, Path]]:
    path = bare(tmp_path)
    with proxy.git(tmp_path) as server, signed_in(proxy.USER, proxy.TOKEN):
        yield server, path


def open_git(server: proxy.Faults, name: str = "wiki.git", **more: object) -> publish.Target:
    entry = Destination.model_validate(
        {"name": "w", "to": "git", "url": f"{server.url}/{name}", "per_second": 1000} | more
    )
    return publish.open_target(entry, Path(), "", "Sociable: playbook")


def test_git_faults(repository: tuple[proxy.Faults, Path], slept: list[float]) -> None:
    server, path = repository
    pages: dict[str, str | bytes] = {"index.html": "<p>1</p>"}
    server.next = [(503, {}), "break", (429, {})]
    assert counts(send(open_git(server), pages)) == {"created": 1}
    assert len(slept) == 3
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=path)
    assert counts(send(open_git(server), pages)) == {"unchanged": 1}
    assert subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=path) == head

    with signed_in("bot", "wrong-token"), pytest.raises(InputError, match="the Git server refuses the login") as caught:
        check(open_git(server))
    assert "wrong-token" not in str(caught.value)
    with pytest.raises(InputError, match="there is no Git repository at that address"):
        check(open_git(server, "other.git"))
    server.next = [(403, {})]
    with pytest.raises(InputError, match="the account may not push there"):
        check(open_git(server))
    assert check(open_git(server)) == ("signed in; may push to the branch master",)


def test_somebody_pushes_while_a_run_writes(repository: tuple[proxy.Faults, Path], tmp_path: Path) -> None:
    """Their commit stays, ours comes on top; where both touch a page, theirs stays and one line tells."""
    from places import commit

    server, path = repository

    def race(pages: dict[str, str | bytes], theirs: Callable[[], None]) -> None:
        target = open_git(server)
        try:
            made = publish.plan(target, pages, target.look(pages))
            theirs()
            publish.push(target, made)
        finally:
            target.close()

    race({"index.html": "<p>1</p>"}, lambda: commit(path, tmp_path / "jo", "theirs.md", "kept"))
    listed = subprocess.check_output(["git", "ls-tree", "-r", "--name-only", "HEAD"], cwd=path, text=True).split()
    assert {"Welcome.md", "index.html", "theirs.md"} <= set(listed)
    with pytest.raises(InputError, match="somebody pushed other changes to the same pages while this ran"):
        race({"index.html": "<p>2</p>"}, lambda: commit(path, tmp_path / "jo", "index.html", "by hand"))
    assert subprocess.check_output(["git", "show", "HEAD:index.html"], cwd=path) == b"by hand"


@pytest.mark.parametrize("kind", ["mediawiki", "dokuwiki", "confluence"])
def test_a_server_that_never_answers(kind: str, slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.1)
    if kind == "confluence":  # its library takes whole seconds only
        monkeypatch.setattr(web, "PATIENCE", 1)
        monkeypatch.setattr(pace, "TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent, signed_in("bot", "token"):
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        entry = Destination.model_validate({"name": "w", "to": kind, "url": url, "space": "T", "per_second": 1000})
        with pytest.raises(InputError, match=r"w: .*tried . times; check the address") as caught:
            check(publish.open_target(entry, Path(), "Playbooks/Harbour", ""))
    assert "token" not in str(caught.value)


def test_interrupted_by_hand_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sociable import cli, publishing, settings

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    entry = Destination(name="site", to="folder", path="public")
    monkeypatch.setattr(publishing, "load", lambda *_: None)
    monkeypatch.setattr(settings, "load", lambda *_: None)
    monkeypatch.setattr(publishing, "chosen", lambda *_: (entry,))
    monkeypatch.setattr(publishing, "check", interrupted)
    monkeypatch.setattr("sys.argv", ["sociable", "publish", str(tmp_path), "--check"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 1
    said = capsys.readouterr().err
    assert said == "sociable: site: interrupted; what was sent stands; publish again, it goes on where it stopped\n"


def test_a_full_disk_and_a_folder_of_others(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    target = publish.open_target(Destination(name="w", to="folder", path="file/site"), tmp_path, "", "")
    with pytest.raises(InputError, match="cannot be written"):
        send(target, {"index.html": "<p>1</p>"})
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "assets").symlink_to(tmp_path)
    target = publish.open_target(Destination(name="w", to="folder", path="site"), tmp_path, "", "")
    with pytest.raises(InputError, match="leads out of the folder"):
        send(target, {"assets/style.css": "x"})
    assert not (tmp_path / "style.css").exists()


def test_random_faults_never_lose_a_page(place: Confluence, slept: list[float]) -> None:
    """Sixty runs against a server that fails at random: they end in the state of an undisturbed one."""
    chance = random.Random(11)
    pages = quarter("confluence", 1)
    for _ in range(60):
        place.state.faults = [chance.choice([(-2, {}), (-2, {}), (-1, {}), (503, {}), (0, {})]) for _ in range(8)]
        try:
            send(place.open(), pages)
        except InputError as error:
            assert len(error.faults) == 1
    place.state.faults = []
    send(place.open(), pages)
    assert counts(send(place.open(), pages)) == {"unchanged": len(PAGES) + 1}
    assert sorted(one["title"] for one in place.state.pages.values()) == sorted(place.title(name) for name in PAGES)
