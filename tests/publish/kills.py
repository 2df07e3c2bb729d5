"""Kills publishing at random moments and looks at what is left: `python tests/publish/kills.py KILLS SEED [PLACE ...]`.

Between two quarters that take turns, on places where a person wrote above,
below, inside and beside our pages; every fourth time onto an empty place.
After each kill every page is its former or its new text, whole, and the
person's words stand; the next run ends as one that nobody disturbed, and one
after it finds nothing to do.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "generator")]

import kill  # noqa: E402
from book import PAGES, counts, quarter, send  # noqa: E402
from places import Place, confluence, git_wiki, signed_in  # noqa: E402

from sociable.config import Destination  # noqa: E402

GONE = {1: "criteria/jargon", 2: "criteria/hard-sell"}
"""A page that only one of the two quarters has."""
MINE = "<p>Mine: words by hand.</p>"
Made = Callable[[], Place]


class Folder(Place):
    """A folder for a static host."""

    def __init__(self, path: Path) -> None:
        super().__init__(Destination(name="w", to="folder", path=str(path)), "html")
        self.path = path

    def title(self, page: str) -> str:
        return page

    def text(self, page: str) -> str | None:
        return (self.path / page).read_text() if (self.path / page).is_file() else None

    def edit(self, page: str, change: Callable[[str], str]) -> None:
        self.add(page, change(self.text(page) or ""))

    def add(self, page: str, text: str) -> None:
        (self.path / page).parent.mkdir(parents=True, exist_ok=True)
        (self.path / page).write_text(text)


class Fresh:
    """Places of one kind, each under a root of its own; edits by hand are those of `tests/wiki`."""

    def __init__(self, made: Callable[[int], Place]) -> None:
        self.made, self.number = made, count(1)

    def __call__(self) -> Place:
        return self.made(next(self.number))


@contextmanager
def folders() -> Iterator[Made]:
    with tempfile.TemporaryDirectory() as held:
        yield Fresh(lambda number: Folder(Path(held) / str(number)))


@contextmanager
def repositories() -> Iterator[Made]:
    """The flavours of Git in turn; a killed run leaves its working copy in the folder for temporary files."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as held, ExitStack() as open_:

        def made(number: int) -> Place:
            folder = Path(held) / str(number)
            folder.mkdir()
            return open_.enter_context(git_wiki(folder, ("gitea", "github", "otter", "gitlab")[number % 4]))

        tempfile.tempdir = held
        try:
            yield Fresh(made)
        finally:
            tempfile.tempdir = before


@contextmanager
def spaces() -> Iterator[Made]:
    """Confluence, that of the cloud and the other in turn."""
    with ExitStack() as open_:
        yield Fresh(lambda number: open_.enter_context(confluence(number % 2 == 1)))


@contextmanager
def wiki(kind: str) -> Iterator[Made]:
    """A real MediaWiki or DokuWiki of this machine."""
    from wiki import servers, test_publish

    with tempfile.TemporaryDirectory() as held, getattr(servers, kind)(Path(held) / kind) as found:
        if kind == "mediawiki":
            found.settings("$wgGroupPermissions['user']['edit'] = $wgGroupPermissions['user']['createpage'] = true;")
        opened: Any = test_publish.MediaWiki if kind == "mediawiki" else test_publish.DokuWiki
        with signed_in(found.user, found.password):
            yield Fresh(lambda number: opened(found, number))


PLACES = {
    "folder": folders,
    "git": repositories,
    "confluence": spaces,
    "mediawiki": lambda: wiki("mediawiki"),
    "dokuwiki": lambda: wiki("dokuwiki"),
}


def pages(place: Place, number: int) -> dict[str, str | bytes]:
    found = quarter(place.dialect, number, pages=(*PAGES, GONE[number]))
    return found | (quarter(place.dialect, 1, pages=("index",), under="2025-Q4") if number == 2 else {})


def texts(place: Place) -> dict[str, str | None]:
    names = {name for number in GONE for name in pages(place, number) if not name.startswith("pictures/")}
    return {name: place.text(name) for name in sorted(names)}


def pictures(place: Place, number: int) -> dict[str, str]:
    """The pictures of a quarter as the place knows them, by the digests of their bytes."""
    target = place.open()
    try:
        return dict(target.look(pages(place, number)).files)
    finally:
        target.close()


def by_hand(place: Place) -> None:
    """Words above and below, inside, and a page of their own."""
    place.edit("plan", lambda text: f"{MINE}\n{text}\n{MINE}")
    place.edit("criteria/promo-share", lambda text: text.replace("quarter", "Quarter (Mine)", 1))
    place.add("between", MINE)


def hands(place: Place) -> list[int]:
    return [(place.text(name) or "").count("Mine") for name in ("plan", "criteria/promo-share", "between")]


class Kind:
    """One kind of place with what undisturbed runs leave there."""

    def __init__(self, made: Made) -> None:
        self.made, self.place = made, made()
        send(self.place.open(), pages(self.place, 1))
        by_hand(self.place)
        self.done: dict[int, Any] = {}
        for number in (2, 1, 2, 1):
            self.seconds = kill.duration(lambda number=number: send(self.place.open(), pages(self.place, number)))  # type: ignore[misc]
            self.done[number] = (texts(self.place), pictures(self.place, number))
        self.at, self.hands = 1, hands(self.place)
        new = made()
        self.first = kill.duration(lambda: send(new.open(), pages(new, 1)))
        self.new = (texts(new), pictures(new, 1))

    def turn(self, chance: random.Random) -> tuple[bool, list[str]]:
        """Kill the step to the other quarter; whether the run was at work, and what was broken."""
        place, number = self.place, 3 - self.at
        met = kill.at_a_random_moment(lambda: send(place.open(), pages(place, number)), self.seconds * 1.1, chance)
        if said := self.looked(place):
            time.sleep(2)  # a server may still be at work on what it was sent
            said = self.looked(place)
        self.at = number
        return met, said + self.again(place, number, self.done[number])

    def looked(self, place: Place) -> list[str]:
        """What stands there right after a kill and should not."""
        said = [f"{name} is neither" for name, text in texts(place).items() if not self.known(name, text)]
        return said + (["a person's words are gone"] if hands(place) != self.hands else [])

    def known(self, name: str, text: str | None) -> bool:
        return text in (self.done[1][0][name], self.done[2][0][name])

    def begin(self, chance: random.Random) -> tuple[bool, list[str]]:
        """Kill the first run onto an empty place."""
        place = self.made()
        met = kill.at_a_random_moment(lambda: send(place.open(), pages(place, 1)), self.first * 1.1, chance)
        return met, self.again(place, 1, self.new)

    def again(self, place: Place, number: int, done: Any) -> list[str]:
        """What is wrong after the next run, and with the one after it."""
        send(place.open(), pages(place, number))
        said = []
        if (texts(place), pictures(place, number)) != done:
            said.append("the next run ends otherwise")
        if place is self.place and hands(place) != self.hands:
            said.append("a person's words are gone after the next run")
        if set(counts(send(place.open(), pages(place, number)))) - {"unchanged", "kept"}:
            said.append("the run after it still finds work")
        return said


def run(name: str, kills: int, seed: int) -> tuple[list[str], int]:
    """Faults, one line each, and how many kills met a run at work; `kills` is how many are to meet one."""
    chance, faults, met, tries = random.Random(seed), list[str](), 0, 0
    with PLACES[name]() as made:
        kind = Kind(made)
        while met < kills and tries < kills * 3 + 10:
            tries += 1
            hit, said = kind.begin(chance) if tries % 4 == 0 else kind.turn(chance)
            met += hit
            faults += [f"{name}, kill {tries}: {one}" for one in said]
    return faults, met


if __name__ == "__main__":
    given = [*sys.argv[1:], "60", "1"]
    number, dice = int(given[0]), int(given[1])
    broken = 0
    for where in sys.argv[3:] or PLACES:
        found, landed = run(where, number, dice)
        broken += len(found)
        print(
            "\n".join([*found, f"{where}: {landed} kills of a run at work, seed {dice}: {len(found)} faults"]),
            flush=True,
        )
    sys.exit(bool(broken))
