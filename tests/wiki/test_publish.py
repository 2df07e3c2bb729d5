"""Publishing to the real MediaWiki and DokuWiki: the scenes, the pictures in a browser, and runs that are killed."""

import functools
import itertools
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
sys.path.insert(0, str(Path(__file__).parents[1] / "site"))

import kill
import proxy
import sample
from book import counts, quarter, send, why
from places import Place, signed_in
from scenes import a_strangers_page_is_kept, a_year_of_handwork, damaged_markers_lose_no_word

from sociable import addresses, publish, rubric, signals, site
from sociable.config import Destination
from sociable.errors import InputError
from sociable.publish import pace
from wiki import servers

_number = itertools.count(1)


class MediaWiki(Place):
    """Read and edited by Reader, who may edit here."""

    def __init__(self, wiki: servers.Wiki, number: int) -> None:
        super().__init__(Destination(name="w", to="mediawiki", url=wiki.api, per_second=1000), "mediawiki")
        self.root = f"Playbooks/Harbour Lights {number}"
        self.site = sign_in(wiki)

    def text(self, page: str) -> str | None:
        found = self.site.pages[self.title(page)]
        return str(found.text(cache=False)) if found.exists else None

    def edit(self, page: str, change: Callable[[str], str]) -> None:
        self.site.pages[self.title(page)].edit(change(self.text(page) or ""), "by hand")

    def add(self, page: str, text: str) -> None:
        self.site.pages[self.title(page)].edit(text, "by hand")

    def edits(self) -> int:
        return int(self.site.api("query", meta="siteinfo", siprop="statistics")["query"]["statistics"]["edits"])


class DokuWiki(Place):
    """Read and edited through the same library, by the only account that may."""

    def __init__(self, wiki: servers.Wiki, number: int) -> None:
        import dokuwiki

        super().__init__(Destination(name="w", to="dokuwiki", url=wiki.url, per_second=1000), "dokuwiki")
        self.root, self.folder = f"Playbooks/Harbour Lights {number}", wiki.folder
        self.wiki: Any = dokuwiki.DokuWiki(wiki.url, wiki.user, wiki.password)

    def text(self, page: str) -> str | None:
        path = self.folder / "data" / "pages" / (self.title(page).replace(":", "/") + ".txt")
        return path.read_text() if path.exists() else None

    def edit(self, page: str, change: Callable[[str], str]) -> None:
        self.wiki.pages.set(self.title(page), change(self.text(page) or ""), sum="by hand")

    def add(self, page: str, text: str) -> None:
        self.wiki.pages.set(self.title(page), text, sum="by hand")

    def edits(self) -> int:
        logs = [self.folder / "data" / kind for kind in ("meta/_dokuwiki.changes", "media_meta/_media.changes")]
        return sum(len(log.read_text().splitlines()) for log in logs if log.exists())


def sign_in(wiki: servers.Wiki) -> Any:
    import mwclient

    site = mwclient.Site(wiki.url.removeprefix("http://"), scheme="http", path="/")
    site.login(wiki.reader, wiki.reader_password)
    return site


@pytest.fixture(params=["mediawiki", "dokuwiki"], scope="module")
def wiki(request: pytest.FixtureRequest) -> Iterator[servers.Wiki]:
    found: servers.Wiki = request.getfixturevalue(request.param)
    if request.param == "mediawiki":
        found.settings("$wgGroupPermissions['user']['edit'] = $wgGroupPermissions['user']['createpage'] = true;")
    with signed_in(found.user, found.password):
        yield found
    found.settings("")


@pytest.fixture
def place(wiki: servers.Wiki) -> Place:
    """A root where nothing stands yet."""
    kind = MediaWiki if wiki.api.endswith("api.php") else DokuWiki
    return kind(wiki, next(_number))


def test_a_year_of_handwork(place: Place) -> None:
    a_year_of_handwork(place)


@pytest.mark.parametrize("scene", [a_strangers_page_is_kept, damaged_markers_lose_no_word])
def test_scene(dokuwiki: servers.Wiki, scene: Callable[[Place], None]) -> None:
    """On the fast one of the two; the year above holds the rest of them for both."""
    with signed_in(dokuwiki.user, dokuwiki.password):
        scene(DokuWiki(dokuwiki, next(_number)))


def state(place: Place, names: dict[str, str | bytes]) -> list[object]:
    """The pages' own texts, and the pictures as the wiki knows them."""
    target = place.open()
    standing = target.look(names)
    target.close()
    return [{name: found.text for name, found in standing.pages.items()}, dict(standing.files), dict(standing.ours)]


def test_killed_runs(wiki: servers.Wiki) -> None:
    """The next run ends in the state that an undisturbed one leaves."""
    opened = MediaWiki if wiki.api.endswith("api.php") else DokuWiki
    place = opened(wiki, next(_number))
    pages = quarter(place.dialect, 1, pages=("index", "plan", "scorecard"))
    seconds = kill.duration(lambda: send(place.open(), pages))
    undisturbed, chance, met = state(place, pages), random.Random(12), 0
    enough = 2 if place.dialect == "mediawiki" else 6
    for attempt in range(enough + 10):
        if met and attempt >= enough:  # a quick run may end before its kill: then another is drawn
            break
        place = opened(wiki, next(_number))
        met += kill.at_a_random_moment(functools.partial(send, place.open(), pages), seconds, chance)
        send(place.open(), pages)
        assert state(place, pages) == undisturbed, attempt
        assert counts(send(place.open(), pages)) == {"unchanged": len(pages)}
    assert met, "no kill met a run at work"


def test_faults_on_the_way(wiki: servers.Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits, overload, broken connections and lost answers, by a server between us and the wiki."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(min(seconds, 1.1))  # MediaWiki names a picture's former versions by the second

    monkeypatch.setitem(pace.Pace.__init__.__kwdefaults__, "sleep", sleep)
    place = (MediaWiki if wiki.api.endswith("api.php") else DokuWiki)(wiki, next(_number))
    pages = quarter(place.dialect, 1, pages=("index", "plan"))
    with proxy.before(wiki.url) as server:
        address = place.entry.url.replace(wiki.url, server.url) if place.entry.url else ""
        # Python's own XML-RPC tries a broken connection once more by itself
        server.next = [
            (429, {"Retry-After": "7"}),
            (503, {}),
            "break",
            *(["break"] if place.dialect == "dokuwiki" else []),
        ]
        assert counts(send(place.open(url=address), pages)) == {"created": 3}
        assert [wait for wait in slept if wait >= 1] == [7.0, 2.0, 4.0]

        before = place.edits()
        for after in (0, 5, 9):  # every few requests one whose answer is lost
            server.after, server.next = after, ["lose"]
            send(place.open(url=address), quarter(place.dialect, after + 2, pages=("index", "plan")))
            assert f"quarter {after + 2}" in (place.text("plan") or "")
        server.after, server.next = 0, []
        outcome = send(place.open(url=address), quarter(place.dialect, 11, pages=("index", "plan")))
        assert counts(outcome) == {"unchanged": 3} and place.edits() - before <= 20

        server.after, server.next = 6, [(503, {})] * 9
        with pytest.raises(InputError, match="it goes on where it stopped"):
            send(place.open(url=address), quarter(place.dialect, 3, pages=("index", "plan")))
    send(place.open(), quarter(place.dialect, 3, pages=("index", "plan")))
    assert "quarter 3" in (place.text("index") or "") and "quarter 3" in (place.text("plan") or "")


def test_a_login_that_expires_on_the_way(mediawiki: servers.Wiki) -> None:
    """The session ends between plan and push: one signs in again, and nothing is lost."""
    with signed_in(mediawiki.user, mediawiki.password):
        place = MediaWiki(mediawiki, next(_number))
        pages = quarter(place.dialect, 1, pages=("index", "plan"))
        with closing(place.open()) as target:
            made = publish.plan(target, pages, target.look(pages))
            target.api._site.connection.cookies.clear()  # type: ignore[attr-defined]
            assert counts(publish.push(target, made)) == {"created": 3}
        assert counts(send(place.open(), pages)) == {"unchanged": 3}


def test_a_protected_page_is_kept_and_the_others_go_on(mediawiki: servers.Wiki) -> None:
    with signed_in(mediawiki.user, mediawiki.password):
        place = MediaWiki(mediawiki, next(_number))
        send(place.open(), quarter(place.dialect, 1, pages=("index", "plan")))
        mediawiki.settings(
            "$wgRestrictionLevels[] = 'nobody'; $wgHooks['getUserPermissionsErrors'][] = function ($title, $user, "
            f"$action, &$result) {{ if ($action === 'edit' && $title->getPrefixedText() === '{place.title('plan')}') "
            "{ $result = ['protectedpagetext', 'nobody', 'edit']; return false; } return true; };"
        )
        try:
            outcome = send(place.open(), quarter(place.dialect, 2, pages=("index", "plan")))
        finally:
            mediawiki.settings("")
        assert why(outcome, "plan") == ("kept", "the page is protected against this account")
        assert "quarter 2" in (place.text("index") or "")


def test_who_may_not(wiki: servers.Wiki) -> None:
    """A wrong password, an account that only reads, a wiki that is closed, an address where none is."""
    place = (MediaWiki if wiki.api.endswith("api.php") else DokuWiki)(wiki, next(_number))
    pages = quarter(place.dialect, 1, pages=("index",))

    def said(**changes: str) -> str:
        with pytest.raises(InputError) as caught, closing(place.open(**changes)) as target:
            target.check()
        assert len(caught.value.faults) == 1 and "\n" not in str(caught.value)
        return str(caught.value)

    with closing(place.open()) as target:
        assert "signed in as" in target.check()[0]
    with signed_in(wiki.user, "wrong-password"):
        assert "the login is refused; check SOCIABLE_W_USER and SOCIABLE_W_TOKEN" in said()
    assert "no such wiki answers at that address" in said(url=f"{wiki.url}/elsewhere/api.php")
    wiki.settings("$wgReadOnly = 'back at noon'; $conf['readonly'] = 1;")
    try:
        if place.dialect == "mediawiki":
            assert "the wiki is read-only; publish again when it is open" in said()
            with pytest.raises(InputError, match="read-only"):
                send(place.open(), pages)
    finally:
        wiki.settings("")
    with signed_in(wiki.reader, wiki.reader_password):
        assert "may not" in said()
        with pytest.raises(InputError, match="may not"):
            send(place.open(), pages)
    assert place.text("index") is None


def test_pictures_and_tables_in_a_browser(wiki: servers.Wiki, tmp_path: Path) -> None:
    """What a reader sees: the picture is drawn, the table is one, the markers are out of the way, notes stand."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("chromium is missing: sudo apt-get install chromium")
    wiki.settings("$wgGroupPermissions['user']['edit'] = $wgGroupPermissions['user']['createpage'] = true;")
    place = (MediaWiki if wiki.api.endswith("api.php") else DokuWiki)(wiki, next(_number))
    pages = quarter(place.dialect, 1, pages=("index",))
    picture = addresses.picture(place.dialect, place.root, "overall.png")
    shown = {"mediawiki": f"\n[[File:{picture}]]", "dokuwiki": f"\n\n{{{{:{picture}}}}}"}[place.dialect]
    pages["index"] = str(pages["index"]) + shown
    outcome = send(place.open(), pages)
    place.edit("index", lambda text: "Ours by hand.\n\n" + text)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(outcome.addresses["index"], timeout=120_000)
        text = tab.inner_text("body")
        assert "Ours by hand." in text and "quarter 1" in text
        assert tab.locator("table td", has_text="12").count() == 1
        drawn = "[...document.images].filter(one => one.src.includes('overall') && one.naturalWidth === 2).length"
        assert tab.evaluate(drawn) == 1
        assert ("sociable:begin" in text) == (place.dialect == "dokuwiki")
        browser.close()


def test_real_pages_with_hostile_posts(wiki: servers.Wiki) -> None:
    """Drawn from a report full of them: the wiki keeps every page as it was sent, so that the next run edits none."""
    place = (MediaWiki if wiki.api.endswith("api.php") else DokuWiki)(wiki, next(_number))
    rules = rubric.load(signals.SIGNALS)
    drawn = site.pages(sample.report(rules), rules)
    made = site.wiki(drawn, place.dialect, place.root)  # type: ignore[arg-type]
    some = {name: made[name] for name in ("index", "criteria/promo-share", "appendix")}
    shown = "\n".join(str(text) for text in some.values())
    kept = [name for name in made if name.startswith("pictures/") and name.rpartition("/")[2] in shown]
    pages = some | {name: made[name] for name in kept[:3]}
    assert len(pages) > 4
    assert counts(send(place.open(), pages)) == {"created": len(pages)}
    before = place.edits()
    assert counts(send(place.open(), pages)) == {"unchanged": len(pages)}
    assert place.edits() == before
