"""Publishing to the real MediaWiki and DokuWiki: the scenes, the pictures in a browser, and runs that are killed."""

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))

from places import Place, signed_in
from scenes import a_strangers_page_is_kept, a_year_of_handwork, damaged_markers_lose_no_word

from sociable.config import Destination
from wiki import servers

_number = itertools.count(1)


class MediaWiki(Place):
    """Read and edited by Reader, who may edit here: an edit of one's own is no conflict for MediaWiki."""

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
