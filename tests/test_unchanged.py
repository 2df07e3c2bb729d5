"""A build of what has not changed reads nothing; any change, however small, builds again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sociable import build, history, intake, memory, settings, unchanged


@pytest.fixture
def folder(built_brand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A brand that was built once; reading its exports a second time is a Reread."""
    copy = tmp_path / "brand"
    shutil.copytree(built_brand, copy)
    monkeypatch.setattr(intake, "take", reread)
    return copy


class Reread(Exception):
    """Something was read again."""


def reread(*_: object) -> None:
    raise Reread


def test_nothing_is_read_when_nothing_changed(folder: Path) -> None:
    first = (folder / "output" / "report.json").read_bytes()
    found = build.build(folder / "brand.yaml")
    assert found.index.is_file()
    assert (folder / "output" / "report.json").read_bytes() == first
    assert found.lines
    assert found.report.criteria


def edit_in_place(path: Path, old: bytes, new: bytes) -> None:
    """Change bytes without changing size or time of modification."""
    assert len(old) == len(new)
    before = path.stat()
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word of a post, same size and time": lambda f: edit_in_place(f / "data/tweets.js", b"ferry", b"boats"),
    "a key of brand.yaml": lambda f: edit_in_place(f / "brand.yaml", b"Big Ferry", b"Big Boats"),
    "labels by hand": lambda f: (f / "labels.csv").write_text("id,label,value\n1,promo,1\n"),
    "a note": lambda f: (f / "brief.md").write_text("Mind the tide."),
    "an earlier report": lambda f: (next((f / "history").glob("*.json"))).unlink(),
    "a page is gone": lambda f: (f / "output" / "index.html").unlink(),
    "a page was edited": lambda f: (f / "output" / "index.html").write_text("mine"),
    "the cache is gone": lambda f: shutil.rmtree(f / memory.BESIDE),
    "the cache is broken": lambda f: unchanged.place(f).write_bytes(b'{"asked": 3'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_builds_again(folder: Path, change: str) -> None:
    CHANGES[change](folder)
    with pytest.raises(Reread):
        build.build(folder / "brand.yaml")


@pytest.mark.parametrize(
    "asked", [{"period": "2026-Q2"}, {"backfill": True}, {"single_file": True}, {"pdf": True}, {"slides": True}]
)
def test_another_question_builds_again(folder: Path, asked: dict[str, object]) -> None:
    with pytest.raises(Reread):
        build.build(folder / "brand.yaml", **asked)  # type: ignore[arg-type]


def test_what_another_brand_put_in_its_place_meanwhile_is_not_remembered(folder: Path) -> None:
    brand, output = settings.load(folder / "brand.yaml"), folder / "output"
    ours = history.load(output / "report.json")
    watch = unchanged.watch(brand, output, {})
    (output / "report.json").write_bytes(history.encode(msgspec.structs.replace(ours, today="2020-01-01")))
    watch.keep(("ours",), ours)
    assert unchanged.watch(brand, output, {}).lines() is None
    (output / "report.json").write_bytes(history.encode(ours))
    watch.keep(("ours",), ours)
    assert unchanged.watch(brand, output, {}).lines() == ("ours",)


def test_a_large_file_is_hashed_again_only_when_it_was_touched(
    built_brand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "LARGE", 1000)
    shutil.copytree(built_brand, tmp_path, dirs_exist_ok=True)
    posts, digest = tmp_path / "data" / "tweets.js", unchanged._sha256
    hashed: list[Path] = []

    def noted(path: Path) -> str:
        hashed.append(path)
        return digest(path)

    monkeypatch.setattr(unchanged, "_sha256", noted)
    build.build(tmp_path / "brand.yaml")
    assert posts in hashed
    hashed.clear()
    monkeypatch.setattr(intake, "take", reread)
    build.build(tmp_path / "brand.yaml")
    assert posts not in hashed
    edit_in_place(posts, b"ferry", b"boats")
    with pytest.raises(Reread):
        build.build(tmp_path / "brand.yaml")


def test_the_cache_holds_no_words_of_an_export(folder: Path) -> None:
    kept = unchanged.place(folder).read_text()
    assert "rider" not in kept
    assert "tweets" not in kept


def test_a_folder_of_too_many_files_is_built_every_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "MANY", 2)
    with pytest.raises(Reread):
        build.build(folder / "brand.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    """A pipe that nobody writes to, and a device without an end, beside the exports."""
    os.mkfifo(folder / "pipe")
    (folder / "zeros").symlink_to("/dev/zero")
    with pytest.raises(Reread):
        build.build(folder / "brand.yaml")
