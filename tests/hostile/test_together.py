"""Nothing is lost: different runs at once, and publish and review in closed folders and by odd clocks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from hostile import forked, kill
from sociable import history

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes"),
    pytest.mark.skipif(not shutil.which("git"), reason="publishes to a branch: needs git"),
]
MONTHS = ("2026-07", "2026-08")
LATER = ("publish", "review")


def at_once(root: Path, *commands: tuple[str, ...]) -> list[int]:
    """The exit codes of commands in one folder, all begun before the first is waited for."""
    own = {"TMPDIR": str(root.parent)}
    begun = [forked.start([words[0], "brand.yaml", *words[1:], "-q"], root, own) for words in commands]
    return [one.wait() for one in begun]


def kept(root: Path, *names: str) -> dict[str, str]:
    """A hash of each folder; every report of the history reads, stands once, and nothing half-done lies about."""
    assert not [one.name for one in root.iterdir() if ".new." in one.name or ".old." in one.name]
    for path in (root / "history").glob("*"):
        assert history.load(path).period.id == path.stem
    return {name: kill.bytes_of(root / name) for name in names}


def test_two_different_builds_of_a_brand_are_one_after_the_other(tmp_path: Path) -> None:
    """What stands knows what the run before it left in history, and the next run of each is right."""
    (root := tmp_path / "brand").mkdir()
    kill.brand(root)
    jobs, ends = [("build", "--period", month) for month in MONTHS], []
    assert at_once(root, *jobs) == [0, 0]
    met = kept(root, "output")
    assert {path.stem for path in (root / "history").iterdir()} == set(MONTHS)
    for month, job in zip(MONTHS, jobs, strict=True):
        assert at_once(root, job) == [0]
        assert history.load(root / "output" / "report.json").period.id == month
        ends.append(kept(root, "output"))
    assert met in ends and ends[0] != ends[1]


def test_builds_of_two_brands_into_one_output_leave_one_playbook_whole(tmp_path: Path) -> None:
    roots = [tmp_path / "one", tmp_path / "two"]
    for root, made in zip(roots, kill.STATES, strict=True):
        root.mkdir()
        kill.brand(root, made)
    words = ["build", "-q", "-o", "../shared"]
    begun = [forked.start(words, root, {}) for root in roots]
    assert [one.wait() for one in begun] == [0, 0]
    met, ends = kept(tmp_path, "shared"), []
    for root in roots:
        assert forked.start(words, root, {}).wait() == 0
        ends.append(kept(tmp_path, "shared"))
        assert history.load(tmp_path / "shared" / "report.json").period == history.past(root / "history")[0][-1].period
    assert met in ends and ends[0] != ends[1]
    assert [len(history.past(root / "history")[0]) for root in roots] == [1, 1]


def test_two_publishes_at_once_end_as_one_or_one_is_told_to_wait(published: Path, tmp_path: Path) -> None:
    """Of different playbooks: each page is of one of them, the branch all of one, and the next run is right."""
    shutil.copytree(published, tmp_path / "place")
    root, tasks = tmp_path / "place" / "brand", ("publish",)
    former, newer = ("publish", "--from", "../former.json"), ("publish",)
    known = [kill.left(root, tasks)]
    assert at_once(root, newer) == [0]
    known.append(kill.left(root, tasks))
    before = kept(root, "output", "history")
    assert set(at_once(root, former, newer)) <= {0, 1}
    assert not kill.broken(root, tasks, known)
    for job, whole in zip((former, newer), known, strict=True):
        assert at_once(root, job) == [0] and kill.left(root, tasks) == whole
    assert kept(root, "output", "history") == before and known[0] != known[1]


def test_two_reviews_at_once_leave_a_sheet_with_its_own_sample(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published, tmp_path / "place")
    root, ends = tmp_path / "place" / "brand", []
    before = kept(root, "output", "history")
    jobs = [("review", "--force", "-n", size) for size in ("12", "33")]
    for job in jobs:
        assert at_once(root, job) == [0]
        ends.append(kept(root, "review"))
    assert at_once(root, *jobs) == [0, 0]
    assert kept(root, "review") in ends and ends[0] != ends[1]
    assert kept(root, "output", "history") == before


@pytest.fixture(scope="module")
def after(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brand after a publish and a review that nothing disturbed."""
    shutil.copytree(published, place := tmp_path_factory.mktemp("after") / "place")
    assert kill.undisturbed(place / "brand", LATER) is not None
    return place / "brand"


@pytest.mark.parametrize("task", LATER)
def test_a_closed_folder_keeps_what_was_published_or_drawn(
    published: Path, after: Path, tmp_path: Path, task: str
) -> None:
    """One line, for a user who may not, and also where this one is root; the next run ends as if it had been open."""
    shutil.copytree(published, tmp_path / "place")
    root = tmp_path / "place" / "brand"
    before = kill.left(root, kill.USUAL)
    closed = root / kill.TASKS[task][1][0]
    closed.chmod(0o555)
    try:
        code, said = kill.again(root, task=task, limit="powerless")
    finally:
        closed.chmod(0o755)
    assert code == 1 and len(said.strip().splitlines()) == 1, said
    assert closed.name in said and "cannot be written" in said, said
    now = kill.left(root, kill.USUAL)
    assert {name for name in before if now[name] != before[name]} <= {"gh-pages"}  # the other place got its pages
    assert kill.undisturbed(root, (task,)) is not None
    assert kill.left(root, (task,)) == kill.left(after, (task,))


@pytest.mark.parametrize("task", LATER)
def test_a_clock_that_jumps_changes_nothing_that_is_published_or_drawn(
    published: Path, after: Path, tmp_path: Path, task: str
) -> None:
    """Files from the first day of all and from the next century, and a commit older than the one before it."""
    shutil.copytree(published, tmp_path / "place")
    root = tmp_path / "place" / "brand"
    before = kept(root, "output", "history")
    for path in tmp_path.rglob("*"):
        os.utime(path, (len(path.name) % 2 * 4_000_000_000,) * 2)
    own = {f"GIT_{who}_DATE": "@1 +0000" for who in ("AUTHOR", "COMMITTER")} | {"TMPDIR": str(tmp_path)}
    words = [*kill.TASKS[task][0], "brand.yaml", "-q"]
    for _ in range(2):  # and once more, onto its own work
        assert forked.start(words, root, own).wait() == 0
        assert kill.left(root, (task,)) == kill.left(after, (task,))
    assert kept(root, "output", "history") == before
