"""Archives that mean harm: each is one clear line or a counted issue, soon, and nothing is written outside."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import gzip
import importlib
import io
import os
import struct
import tarfile
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archives import test_tools
from archives.make import read, table, tweet, ytd
from sociable import settings
from sociable.archives import container, discover, folders, packed
from sociable.errors import ArchiveError, ConfigError, visible

GOOD = ("data/tweets.js", ytd("tweets", [tweet(1900000000000000001, "Hello")]))
SECONDS = 5.0


def zipped(root: Path, *items: tuple[Any, str | bytes]) -> str:
    with zipfile.ZipFile(root / "x.zip", "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in items:
            box.writestr(name, data)
    return "x.zip"


def quickly(root: Path, archive: str, **account: Any) -> Any:
    start = time.process_time()
    try:
        return read(root, archive, **account)
    finally:
        assert time.process_time() - start < SECONDS


def refused(root: Path, archive: str, said: str, **account: Any) -> None:
    with pytest.raises(ArchiveError) as caught:
        quickly(root, archive, **account)
    line = str(caught.value)
    assert said in line and "\n" not in line and line.isprintable() and len(line) < 400, line


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def nested(depth: int) -> bytes:
    data, name = GOOD[1].encode(), GOOD[0]
    for number in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as box:
            box.writestr(name, data)
        data, name = out.getvalue(), f"l{number}.zip"
    return data


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([GOOD, ("../evil.js", "x")], "leave the archive"),
        ([GOOD, ("..\\..\\evil.js", "x")], "leave the archive"),
        ([GOOD, ("/etc/cron.d/evil", "x")], "leave the archive"),
        ([GOOD, ("C:\\evil.js", "x")], "leave the archive"),
        ([GOOD, ("\\\\server\\share\\evil.js", "x")], "leave the archive"),
        ([GOOD, ("data/../../\x1b[31m\u202eevil.js", "x")], "leave the archive"),
        ([GOOD, (link("data/evil.js"), "/etc/passwd")], "a link inside an archive"),
        ([("data/tweets.js", b"0" * 30_000_000)], "more than 200 times its size"),
        ([("l.zip", nested(4))], "nested too deep"),
        ([(f"{number}.zip", nested(1)) for number in range(201)], "201 archives inside"),
    ],
    ids=["slip", "backslash", "absolute", "drive", "share", "escapes", "link", "ratio", "depth", "many inside"],
)  # fmt: skip
def test_zips(tmp_path: Path, items: list[tuple[Any, str | bytes]], said: str) -> None:
    before = set(tmp_path.parent.iterdir())
    refused(tmp_path, zipped(tmp_path, *items), said)
    assert set(tmp_path.parent.iterdir()) == before


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MEMBERS_MAX", 50)
    refused(tmp_path, zipped(tmp_path, *((f"{number}.txt", "") for number in range(51))), "51 files, more than 50")


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    zipped(tmp_path, ("data/tweets.js", b"0" * 5_000_000))
    data = bytearray((tmp_path / "x.zip").read_bytes())
    for mark, place in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        at = data.find(mark) + place
        data[at : at + 4] = struct.pack("<I", 100)
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path, "x.zip", "damaged")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_with_one_name_the_last_counts(tmp_path: Path) -> None:
    other = ("data/tweets.js", ytd("tweets", [tweet(1900000000000000002, "Second")]))
    assert quickly(tmp_path, zipped(tmp_path, GOOD, other)).posts["text"].to_list() == ["Second"]


NAMES = [
    "CON",
    "NUL.js",
    "aux/lpt1.json",
    "grüße.csv",
    "a\x1b[31m\nb\u202ec.csv",
    "a/" * 3000 + "x.js",
    "d. ",
    "ÿþ.csv",
]


def test_odd_names_do_no_harm(tmp_path: Path) -> None:
    found = quickly(tmp_path, zipped(tmp_path, GOOD, *((f"data/{name}", "text,created_at\n") for name in NAMES)))
    assert found.posts.height == 1
    assert all(one.file.isprintable() for one in found.inputs)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE], ids=["symbolic", "hard"])
def test_links_in_a_tar(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as box:
        info = tarfile.TarInfo("data/x")
        info.type, info.linkname = kind, "/etc/passwd"
        box.addfile(info)
    refused(tmp_path, "a.tar.gz", "a link inside an archive")


def test_a_tar_that_lies_about_its_size(tmp_path: Path) -> None:
    info = tarfile.TarInfo("data/x.js")
    info.size = 1 << 40
    (tmp_path / "a.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 1024)
    refused(tmp_path, "a.tar", "cut off")


def test_a_gzip_bomb(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"0" * 30_000_000))
    refused(tmp_path, "a.csv.gz", "more than 200 times its size")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.csv")
    refused(tmp_path, "f.csv", "neither a file nor a folder")
    table(tmp_path / "a.csv", ["text", "created_at"], [["b", "2026-03-02 10:00:00"]])
    assert quickly(tmp_path, ".").posts.height == 1


def test_links_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    table(folder / "a.csv", ["text", "created_at"], [["b", "2026-03-02 10:00:00"]])
    (folder / "self").symlink_to(folder)
    assert quickly(tmp_path, "a").posts.height == 1
    (folder / "x.csv").symlink_to("/etc/passwd")
    refused(tmp_path, "a", "a link that leads outside")


@pytest.mark.parametrize(
    "links", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "nowhere"}, {"a": "."}, {"d/up": "../d"}], ids=["self", "pair", "broken", "dot", "round"]
)  # fmt: skip
def test_links_that_turn_in_a_circle_or_lead_nowhere(tmp_path: Path, links: dict[str, str]) -> None:
    (tmp_path / "e/d").mkdir(parents=True)
    table(tmp_path / "e/a.csv", ["text", "created_at"], [["b", "2026-03-02 10:00:00"]])
    for name, to in links.items():
        (tmp_path / "e" / name).symlink_to(to)
    assert quickly(tmp_path, "e").posts.height == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_a_device_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "z.csv").symlink_to("/dev/zero")
    refused(tmp_path, "z.csv", "neither a file nor a folder")
    (tmp_path / "e").mkdir()
    (tmp_path / "e/z.csv").symlink_to("/dev/zero")
    refused(tmp_path, "e", "a link that leads outside")


def test_a_member_without_a_name_is_a_folder(tmp_path: Path) -> None:
    """The standard library fails on one."""
    zipped(tmp_path, GOOD, ("data/x", "y"))
    data = (tmp_path / "x.zip").read_bytes()
    for mark, place in ((b"PK\1\2", 28), (b"PK\3\4", 26)):
        at = data.rfind(mark)
        data = (
            data[: at + place]
            + b"\0\0"
            + data[at + place + 2 : data.rfind(b"data/x", at)]
            + data[data.rfind(b"data/x", at) + 6 :]
        )
        at = data.rfind(b"PK\5\6")
        size, start = struct.unpack("<II", data[at + 12 : at + 20])
        size, start = (size - 6, start) if mark == b"PK\1\2" else (size, start - 6)
        data = data[: at + 12] + struct.pack("<II", size, start) + data[at + 20 :]
    (tmp_path / "x.zip").write_bytes(data)
    assert quickly(tmp_path, "x.zip").posts.height == 1


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    zipped(tmp_path, GOOD, ("data/\u00fc.txt", "y"))
    (tmp_path / "x.zip").write_bytes((tmp_path / "x.zip").read_bytes().replace("\u00fc".encode(), b"\xc0\xaf"))
    refused(tmp_path, "x.zip", "download is incomplete")


def test_a_tar_without_a_sound_head(tmp_path: Path) -> None:
    head = bytearray(tarfile.TarInfo("a.csv").tobuf(tarfile.USTAR_FORMAT))
    head[0] ^= 1
    (tmp_path / "a.tar").write_bytes(bytes(head) + b"\0" * 1024)
    refused(tmp_path, "a.tar", "cut off")


ENCODED = [
    "gr\u00fc\u00dfe".encode("cp437"),
    "\u5199\u771f".encode("shift-jis"),
    "\u041f\u0440\u0438".encode("cp866"),
    b"\xff\xfe",
    "e\u0301".encode(),
    "\u00e9".encode(),
]


@pytest.mark.parametrize("name", ENCODED, ids=range(len(ENCODED)))
def test_a_name_in_another_encoding(tmp_path: Path, name: bytes) -> None:
    stand_in = "Q" * len(name)
    zipped(tmp_path, GOOD, (f"data/{stand_in}.csv", "text,created_at\n"))
    (tmp_path / "x.zip").write_bytes((tmp_path / "x.zip").read_bytes().replace(stand_in.encode(), name))
    found = quickly(tmp_path, "x.zip")
    assert found.posts.height == 1 and all(visible(one.file) == one.file for one in found.inputs)


def test_an_encrypted_zip(tmp_path: Path) -> None:
    zipped(tmp_path, GOOD)
    data = bytearray((tmp_path / "x.zip").read_bytes())
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        data[data.find(mark) + place] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path, "x.zip", "encrypted")


def test_damaged_archives_end_in_a_value_or_in_one_line(tmp_path: Path) -> None:
    """Every field of the records of a zip and a tar set to extremes, and the file cut off at every 40th byte."""
    zipped(tmp_path, GOOD)
    sound = (tmp_path / "x.zip").read_bytes()
    with tarfile.open(tmp_path / "t.tar", "w") as box:
        info = tarfile.TarInfo(GOOD[0])
        info.size = len(GOOD[1])
        box.addfile(info, io.BytesIO(GOOD[1].encode()))
    tar = (tmp_path / "t.tar").read_bytes()
    fields = [sound.find(mark) + place for mark in (b"PK\1\2", b"PK\3\4", b"PK\5\6") for place in range(4, 24, 2)]
    cases = [
        ("x.zip", sound[:at] + value + sound[at + len(value) :])
        for at in fields
        for value in (b"\xff" * 4, b"\0" * 4, b"\1\x80")
    ]
    cases += [("x.zip", sound[:at]) for at in range(0, len(sound), 40)]
    cases += [
        ("t.tar", tar[:at] + value + tar[at + 8 :])
        for at in range(0, 512, 24)
        for value in (b"\xff" * 8, b"\0" * 8, b"77777777")
    ]
    for name, data in cases:
        (tmp_path / name).write_bytes(data)
        try:
            quickly(tmp_path, name)
        except ArchiveError as error:
            assert visible(str(error)) == str(error)


DEEP = {
    "x": ("data/tweets.js", "window.YTD.tweets.part0 = [ " + '{"tweet":' * 50_000 + "1" + "}" * 50_000 + "]"),
    "mastodon": ("outbox.json", '{"type":"OrderedCollection","orderedItems":[' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "]}"),
    "facebook": ("posts/your_posts_1.json", '[{"timestamp":1,"data":' + "[" * 50_000 + "]" * 50_000 + "}]"),
    "instagram": ("media/posts_1.json", '[{"media":' + "[" * 50_000),
    "tiktok": ("user_data_tiktok.json", '{"Post":{"Posts":{"VideoList":' + "[" * 50_000 + "]" * 50_000 + "}}}"),
    "twitter": ("t.jsonl", '{"data":' + '{"author_id":' * 50_000 + "1" + "}" * 50_000 + "}\n"),
    "formatted": ("data/tweets.js", "window.YTD.tweets.part0 = [{ tweet: " + "[" * 50_000 + "]" * 50_000 + "}]"),
    "inbox": ("c.json", '[{"dialogContent":' + "[" * 50_000 + "]" * 50_000 + "}]"),
}  # fmt: skip


@pytest.mark.parametrize("platform", sorted(DEEP))
def test_deep_json(tmp_path: Path, platform: str) -> None:
    name, text = DEEP[platform]
    (tmp_path / "e" / name).parent.mkdir(parents=True)
    (tmp_path / "e" / name).write_text(text)
    with pytest.raises(ArchiveError) as caught:
        quickly(
            tmp_path, "e", platform=platform if platform in ("mastodon", "facebook", "instagram", "tiktok") else "x"
        )
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("size", [4_000_000])
def test_one_enormous_field(tmp_path: Path, size: int) -> None:
    table(
        tmp_path / "a.csv", ["text", "created_at"], [["a" * size, "2026-03-02 10:00:00"], ["b", "2026-03-02 10:00:00"]]
    )
    assert quickly(tmp_path, "a.csv").posts.height == 2
    (tmp_path / "a.csv").write_text('text,created_at\n"' + "a,b\n" * (size // 8))
    refused(tmp_path, "a.csv", "none usable")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "tweets.js").write_text(ytd("tweets", [tweet(1900000000000000001, "a b" * (size // 4))]))
    assert quickly(tmp_path, "a").posts.height == 1


def test_a_workbook_that_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = test_tools.workbook(tmp_path / "a.xlsx", All_posts=[test_tools.PAGE])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/worksheets/s9.xml", b"<a>" + b" " * 30_000_000)
    refused(tmp_path, "a.xlsx", "more than 200 times its size", platform="linkedin")
    test_tools.workbook(path, All_posts=[test_tools.PAGE])
    monkeypatch.setattr(packed, "BOOK_BYTES_MAX", 100)
    refused(tmp_path, "a.xlsx", "a workbook that unpacks to more than", platform="linkedin")


def test_a_workbook_never_reads_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("very-secret-words")
    link = "https://www.linkedin.com/feed/update/urn:li:activity:7348202933752053761"
    rows = [["Explained."], test_tools.PAGE, ["Boats", link, "Organic", "", "Mo", "07/05/2025", 12, 3, 4, 0, 1, ""]]
    test_tools.workbook(tmp_path / "b.xlsx", All_posts=rows)
    with zipfile.ZipFile(tmp_path / "b.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if "sheet" in name or "s0" in name:
                head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">' + "".join(
                    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12)
                )
                text = head + "]>" + text.replace("Boats", "Boats &e; &l11;")
            new.writestr(name, text)
    try:
        found = quickly(tmp_path, "a.xlsx", platform="linkedin", handle="h")
    except ArchiveError as error:
        assert "\n" not in str(error) and "very-secret" not in str(error)
    else:
        assert "very-secret" not in found.posts.write_json() and len(found.posts.write_json()) < 100_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x]\nb: *a\n", "uses a YAML alias"),
        ("brand: !!python/object/apply:os.system ['touch owned']\n", "not valid YAML"),
        ("brand: " + "[" * 20_000, "nested deeper than 40"),
        ("brand: {name: x}\n" + "#" * 1_000_001, "larger than 1 MB"),
        ("- a\n", "not a mapping"),
        ("brand: \x1b[31m\n", "not valid YAML"),
    ],
    ids=["laughs", "object", "deep", "large", "list", "escape"],
)
def test_hostile_yaml(tmp_path: Path, text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brand.yaml").write_text(text)
    start = time.process_time()
    with pytest.raises(ConfigError) as caught:
        settings.load(tmp_path / "brand.yaml")
    assert said in str(caught.value) and str(caught.value).isprintable()
    assert time.process_time() - start < SECONDS and not (tmp_path / "owned").exists()


def many(root: Path, suffix: str, data: str, count: int) -> Path:
    folder = root / "export"
    folder.mkdir()
    for number in range(count):
        (folder / f"f{number}.{suffix}").write_text(data)
    table(folder / "posts.csv", ["text", "created_at"], [["Boats sail at nine", "2026-02-01 10:00:00 +0000"]])
    return folder


@pytest.mark.parametrize(
    ("suffix", "data"), [("json", '{"a": 1}'), ("jpg", "x"), ("html", "<p>x</p>"), ("csv", "a,b\n1,2\n")]
)
def test_many_files_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, data: str) -> None:
    """However many readers ask: what is opened is counted, not the time of a busy machine."""
    many(tmp_path, suffix, data, 300)
    opened: Counter[str] = Counter()

    def counted(path: str) -> Any:
        opened[path] += 1
        return Path(path).open("rb")

    monkeypatch.setattr(folders, "_open", counted)
    found = read(tmp_path, "export", platform="other")
    assert found.posts.height == 1
    most = {"json": 3, "jpg": 0, "html": 0, "csv": 12}[suffix]  # a table has its odd kinds, which look for themselves
    assert max((count for path, count in opened.items() if "posts" not in path), default=0) <= most, opened.most_common(
        3
    )


def test_more_tables_than_anybody_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "TABLES_MAX", 20)
    many(tmp_path, "csv", "a,b\n", 20)
    refused(tmp_path, "export", "export: 21 tables, more than 20; name a smaller folder or archive", platform="other")


def test_a_folder_of_more_files_than_its_limit_is_not_listed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "MEMBERS_MAX", 20)
    many(tmp_path, "jpg", "", 30)
    refused(tmp_path, "export", "export: more than 20 files; name a smaller folder or archive", platform="other")


def test_folders_in_folders_without_end(tmp_path: Path) -> None:
    folder = many(tmp_path, "jpg", "", 0)
    (folder / "/".join(["deeper"] * 60)).mkdir(parents=True)
    refused(tmp_path, "export", "export/deeper: refused: folders more than 50 deep", platform="other")


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(tmp_path, "jpg", "", 1)

    def denied(place: str) -> Any:
        raise PermissionError(13, "Permission denied", place)

    monkeypatch.setattr(os, "scandir", denied)
    refused(tmp_path, "export", "a folder that cannot be read (Permission denied); allow reading it", platform="other")


def test_init_looks_through_no_folder_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("sociable.archives.discover"), "LOOKED_MAX", 20)
    many(tmp_path, "csv", "a,b\n", 20)
    many(tmp_path / "export", "json", "{}", 1)
    with pytest.raises(ArchiveError, match="more than 20 files and folders that may be exports; move the exports"):
        discover(tmp_path)
    assert discover(tmp_path, ["export"]) == ([], []), "what brand.yaml names is not looked for"
    assert discover(tmp_path, ["."]) == ([], [])
