"""Containers: every wrapping gives the same posts; hostile and damaged ones give one clear line."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from archives.make import read, table, tweet, x_archive
from sociable.archives import container, packed
from sociable.errors import ArchiveError

RECORDS = [tweet(n, f"Sailing {n}") for n in range(1, 4)]


def zipped(folder: Path, target: Path, top: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                box.write(file, top + file.relative_to(folder).as_posix())
    return target


def test_every_wrapping_gives_the_same_posts(tmp_path: Path) -> None:
    plain = x_archive(tmp_path / "plain", RECORDS)
    zipped(plain, tmp_path / "a.zip")
    zipped(plain, tmp_path / "wrapped.zip", top="twitter-2026-04-01/")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as box:
        box.write(tmp_path / "a.zip", "inner/a.zip")
        box.writestr("__MACOSX/inner/._a.zip", b"junk")
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.add(plain, "twitter")
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.add(plain, ".")
    (tmp_path / "folder").mkdir()
    zipped(plain, tmp_path / "folder/a.zip")
    (tmp_path / "tweets.js.gz").write_bytes(gzip.compress((plain / "data/tweets.js").read_bytes()))
    want = read(tmp_path, "plain")
    for name in (
        "a.zip",
        "wrapped.zip",
        "outer.zip",
        "a.tar.gz",
        "a.tar",
        "folder",
        "*.tar",
        "tweets.js.gz",
        "plain/data/tweets.js",
    ):
        found = read(tmp_path, name)
        assert found.posts.drop("source_file").equals(want.posts.drop("source_file")), name
        assert found.inputs[0].sha256 == want.inputs[0].sha256, name
    assert read(tmp_path, "a.zip").inputs[0].file == "a.zip!data/tweets.js"


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    zipped(x_archive(tmp_path / "a", RECORDS), tmp_path / "export.bin")
    assert read(tmp_path, "export.bin").posts.height == 3


def test_parts_of_one_export_are_joined(tmp_path: Path) -> None:
    whole = x_archive(tmp_path / "a", RECORDS)
    for part, names in (("1", ["account.js", "manifest.js"]), ("2", ["tweets.js"])):
        with zipfile.ZipFile(tmp_path / f"export-part-{part}.zip", "w") as box:
            for name in names:
                box.write(whole / "data" / name, f"data/{name}")
    found = read(tmp_path, "export-part-*.zip")
    assert found.posts.height == 3
    assert found.snapshots["at"].dt.year().to_list() == [2026], "the manifest of part 1 speaks for part 2"


def test_media_and_viewer_files_are_never_opened(tmp_path: Path) -> None:
    folder = x_archive(tmp_path / "a", RECORDS)
    for name in ("data/tweets_media/tweets.js", "assets/tweets.js", "__MACOSX/data/tweets.js"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("window.YTD.tweets.part0 = [ {broken")
    assert len(read(tmp_path, "a").inputs) == 1


def fault(tmp_path: Path, name: str) -> str:
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, name)
    assert len(caught.value.faults) == 1
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_truncated_zip_says_the_download_is_incomplete(tmp_path: Path) -> None:
    whole = zipped(x_archive(tmp_path / "a", RECORDS), tmp_path / "a.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:-200])
    said = fault(tmp_path, "cut.zip")
    assert f"download is incomplete: {len(whole) - 200} bytes, no end record" in said
    assert "request a new download" in said
    (tmp_path / "none.zip").write_bytes(b"")
    assert "0 bytes, no end record" in fault(tmp_path, "none.zip")


def test_a_truncated_tar_says_so_too(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.add(x_archive(tmp_path / "a", RECORDS), "t")
    data = (tmp_path / "a.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(data[: len(data) // 2])
    assert "download is incomplete" in fault(tmp_path, "cut.tar.gz")
    (tmp_path / "stub.tar.gz").write_bytes(b"\x1f\x8b\x08")
    assert "download is incomplete" in fault(tmp_path, "stub.tar.gz")


def test_damage_inside_a_zip_is_one_line(tmp_path: Path) -> None:
    path = zipped(x_archive(tmp_path / "a", RECORDS), tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as box:
        info = box.getinfo("data/tweets.js")
        start = info.header_offset + 30 + len(info.filename)
    data[start + 20 : start + 60] = bytes(40)
    path.write_bytes(bytes(data))
    assert "damaged" in fault(tmp_path, "a.zip")


@pytest.mark.parametrize(
    "name", ["../outside.js", "/etc/outside.js", "data/../../outside.js", "C:/outside.js", "..\\outside.js"]
)
def test_names_that_leave_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    zipped(x_archive(tmp_path / "a", RECORDS), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as box:
        box.writestr(name, "x")
    assert "refused" in fault(tmp_path, "a.zip")
    assert not (tmp_path.parent / "outside.js").exists()


def test_links_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("data/tweets.js")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
        box.writestr(info, "/etc/passwd")
    assert "a link inside an archive" in fault(tmp_path, "a.zip")
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        link = tarfile.TarInfo("data/tweets.js")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert "a link inside an archive" in fault(tmp_path, "a.tar")
    x_archive(tmp_path / "folder", RECORDS)
    (tmp_path / "secret.js").write_text("x")
    (tmp_path / "folder/data/like.js").symlink_to(tmp_path / "secret.js")
    assert "leads outside" in fault(tmp_path, "folder")


def test_bombs_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("data/tweets.js", b" " * (8 << 20))
    assert "more than 200 times its size" in fault(tmp_path, "bomb.zip")
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b" " * (8 << 20)))
    assert "more than 200 times its size" in fault(tmp_path, "bomb.gz")
    with tarfile.open(tmp_path / "bomb.tar.gz", "w:gz") as tar:
        big = tarfile.TarInfo("data/tweets.js")
        big.size = 8 << 20
        tar.addfile(big, io.BytesIO(b" " * big.size))
    assert "more than 200 times its size" in fault(tmp_path, "bomb.tar.gz")


def test_counts_sizes_and_depth_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = x_archive(tmp_path / "a", RECORDS)
    zipped(folder, tmp_path / "1.zip")
    for depth in (2, 3, 4):
        with zipfile.ZipFile(tmp_path / f"{depth}.zip", "w") as box:
            box.write(tmp_path / f"{depth - 1}.zip", f"{depth - 1}.zip")
    assert read(tmp_path, "3.zip").posts.height == 3
    assert "nested too deep" in fault(tmp_path, "4.zip")
    monkeypatch.setattr(container, "MEMBERS_MAX", 3)
    assert "more than 3" in fault(tmp_path, "a")
    monkeypatch.setattr(container, "MEMBERS_MAX", 100)
    monkeypatch.setattr(container, "MEMBER_BYTES_MAX", 100)
    assert "larger than" in fault(tmp_path, "a")


def test_encrypted_zips_ask_to_be_unpacked(tmp_path: Path) -> None:
    path = zipped(x_archive(tmp_path / "a", RECORDS), tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    path.write_bytes(bytes(data))
    assert "encrypted" in fault(tmp_path, "a.zip")


def test_a_missing_file_and_all_faults_at_once(tmp_path: Path) -> None:
    assert "no such file or folder" in fault(tmp_path, "nowhere.zip")
    (tmp_path / "one.zip").write_bytes(b"PK")
    (tmp_path / "two.zip").write_bytes(b"PK")
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, ["one.zip", "x.csv"], [])
    assert caught.value.faults
    table(tmp_path / "odd.csv", ["colour", "size"], [["red", 1]])
    table(tmp_path / "even.csv", ["colour", "size"], [["red", 1]])
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, ["odd.csv", "even.csv"])
    assert [one.file for one in caught.value.faults] == ["odd.csv", "even.csv"]


def test_progress_reaches_the_size_of_the_file(tmp_path: Path) -> None:
    from archives.make import brand
    from sociable import archives

    x_archive(tmp_path / "a", RECORDS)
    told: list[tuple[str, int, int]] = []
    archives.read(brand(tmp_path, "a"), lambda *one: told.append(one))
    size = (tmp_path / "a/data/tweets.js").stat().st_size
    assert ("a!data/tweets.js", size, size) in told


def test_only_this_room_knows_packed_files() -> None:
    assert packed.looks_packed("A.TAR.GZ") and packed.looks_packed("x.zip") and not packed.looks_packed("tweets.js")


def test_a_zip_of_no_known_version_is_refused_in_one_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
        box.writestr("tweets.js", "window.YTD.tweets.part0 = []")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data.rindex(b"PK\x01\x02") + 6] = 241
    (tmp_path / "a.zip").write_bytes(bytes(data))
    with pytest.raises(ArchiveError, match="incomplete"):
        read(tmp_path, "a.zip")
