"""A run that dies at any moment: the next one ends in the same state as one that nothing disturbed."""

import random
import shutil
import tempfile
from pathlib import Path

import kill
import pytest
from book import counts, png, quarter, send
from places import Confluence, confluence, git_wiki, shell

from sociable import publish
from sociable.config import Destination
from sociable.publish import Target

KILLS = 50


def site(number: int) -> dict[str, str | bytes]:
    """Two dozen pages and pictures of a static host; each quarter has a page that the next one has not."""
    found: dict[str, str | bytes] = {f"pages/{n}.html": f"<p>{number} {n}</p>" * 400 for n in range(16)}
    found |= {f"pictures/{n}.png": png(number * 10 + n) for n in range(6)}
    return found | {f"only-{number}.html": "<p>gone next time</p>", "index.html": f"<p>{number}</p>"}


def folder(path: Path) -> Target:
    return publish.open_target(Destination(name="w", to="folder", path=str(path)), Path(), "", "")


def files(path: Path) -> dict[str, bytes]:
    return {str(one.relative_to(path)): one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()}


def test_fifty_kills_on_a_folder(tmp_path: Path) -> None:
    """Between two quarters, with a stranger's file and an edited page in it; every other time a newer build follows."""
    first = tmp_path / "first"
    send(folder(first), site(1))
    (first / "CNAME").write_text("playbook.example")
    (first / "pages/7.html").write_text("by hand")
    done = {}
    for number in (2, 3):
        shutil.copytree(first, tmp_path / f"undisturbed{number}")
        outcome = send(folder(tmp_path / f"undisturbed{number}"), site(number))
        assert counts(outcome)["kept"] == 1
        done[number] = files(tmp_path / f"undisturbed{number}")
        assert done[number]["pages/7.html"] == b"by hand" and "only-1.html" not in done[number]

    chance, halfway = random.Random(8), 0
    shutil.copytree(first, tmp_path / "timed")
    seconds = kill.duration(lambda: send(folder(tmp_path / "timed"), site(2)))
    for attempt in range(KILLS):
        place = tmp_path / f"kill{attempt}"
        shutil.copytree(first, place)
        kill.at_a_random_moment(lambda place=place: send(folder(place), site(2)), seconds, chance)  # type: ignore[misc]
        left = files(place)
        halfway += left not in (files(first), done[2])
        assert all(b"</p>" in data for name, data in left.items() if name.startswith("pages/") and "7" not in name)
        number = 2 + attempt % 2
        send(folder(place), site(number))
        assert files(place) == done[number], attempt
        shutil.rmtree(place)
    assert halfway > 2  # some moments did fall into the work; how many depends on how busy the machine is


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_a_kill_right_at_each_swap_of_a_file(tmp_path: Path, late: bool) -> None:
    """The instants that chance rarely meets: a file is written aside, and not yet or just now in its place."""
    pages = [
        {f"{n}.html": f"<p>{quarter} {n}</p>" for n in range(3)} | {f"only-{quarter}.html": "1"} for quarter in "12"
    ]
    send(folder(tmp_path / "first"), {**pages[0]})
    (tmp_path / "first" / "CNAME").write_text("playbook.example")
    shutil.copytree(tmp_path / "first", tmp_path / "whole")
    send(folder(tmp_path / "whole"), {**pages[1]})
    old, new = files(tmp_path / "first"), files(tmp_path / "whole")
    swaps = 0
    while True:
        shutil.copytree(tmp_path / "first", place := tmp_path / f"kill{swaps}")
        if not kill.at_swap(swaps, late, lambda place=place: send(folder(place), {**pages[1]})):  # type: ignore[misc]
            break
        left = files(place)
        assert all(left[name] in (old.get(name), new.get(name)) for name in left if name in {*pages[0], *pages[1]})
        assert left["CNAME"] == b"playbook.example"
        send(folder(place), {**pages[1]})
        assert files(place) == new, swaps
        swaps += 1
    assert swaps == 6  # four files, and the list of ours before and after


def state(place: Confluence) -> object:
    pages = {one["title"]: one["body"] for one in place.state.pages.values()}
    return pages, sorted(
        (name, file["comment"]) for one in place.state.pages.values() for name, file in one["files"].items()
    )


def test_kills_on_confluence() -> None:
    pages = quarter("confluence", 1) | quarter("confluence", 2, under="2026-Q2")
    with confluence(False) as place:
        send(place.open(), pages)
        undisturbed = state(place)
    whole = len(place.state.pages)
    chance, halfway = random.Random(9), 0
    for attempt in range(12):
        with confluence(attempt % 2 == 1) as place:
            count = chance.randrange(whole)
            kill.once(lambda count=count: len(place.state.pages) > count, lambda: send(place.open(), pages))  # type: ignore[misc]
            halfway += state(place) != undisturbed
            send(place.open(), pages)
            assert state(place) == undisturbed, attempt
    assert halfway >= 6


def test_kills_on_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One commit holds a whole run: it is there, or it is not."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # a killed run leaves its working copy
    pages = quarter("markdown", 1)
    with git_wiki(tmp_path, "gitea") as place:
        seconds = kill.duration(lambda: send(place.open(), pages))
        tree = shell(place.bare, "git", "rev-parse", "HEAD^{tree}")
        before = shell(place.bare, "git", "rev-parse", "HEAD~1")
        chance, met = random.Random(10), 0
        for attempt in range(14):
            if met and attempt >= 4:  # a quick run may end before its kill: then another is drawn
                break
            shell(place.bare, "git", "update-ref", "refs/heads/master", before)
            met += kill.at_a_random_moment(lambda: send(place.open(), pages), seconds, chance)
            assert shell(place.bare, "git", "rev-parse", "HEAD^{tree}") in (
                tree,
                f"{shell(place.bare, 'git', 'rev-parse', before + '^{tree}')}",
            )
            send(place.open(), pages)
            assert shell(place.bare, "git", "rev-parse", "HEAD^{tree}") == tree
    assert met, "no kill met a run at work"
