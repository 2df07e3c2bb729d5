"""YouTube Takeout and Studio tables on made-up twins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archives.make import EXPORTS, shared, table
from archives.make import read as read_any
from sociable.archives import youtube, youtubecells
from sociable.archives.container import open_inputs
from sociable.errors import ArchiveError
from sociable.tables import Archive

OLD = ["Comment ID", "Channel ID", "Comment Create Timestamp", "Price", "Parent Comment ID", "Video ID", "Comment Text"]
NEW = ["Comment ID", "Channel ID", "Comment create timestamp", "Price", "Parent comment ID", "Post ID", "Video ID",
       "Comment text", "Top-level comment ID"]  # fmt: skip
AT = "2023-09-19T17:42:53.434647+00:00"


def read(root: Path, archive: str | list[str] = "t", **account: Any) -> Archive:
    return read_any(root, archive, **{"platform": "youtube", **account})


def old(number: int, text: str, at: str = AT, parent: str = "", video: str = "WtOskFeLmr4") -> list[Any]:
    return [f"Ug{number}", "UCmine", at, 0, parent, video, text]


def new(number: int, text: str, at: str = AT, parent: str = "", video: str = "WtOskFeLmr4") -> list[Any]:
    return [f"Ug{number}", "UCmine", at, 0, parent, "", video, text, ""]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('{"text":"Hello"}', "Hello"),
        ('{"takeoutSegments":[{"text":"One "},{"text":"two"}]}', "One two"),
        ('{"text":"Hi "},{"text":"@mo","mention":{"externalChannelId":"UC"}},{"text":" there"}', "Hi @mo there"),
        ('{"text":"a"}{"text":"b"}', "ab"),
        (r'{"text":"half \ude00 a pair"}', "half \ufffd a pair"),
        (r'{"text":"\ud83d\ude00"}', "😀"),
        ("plain words", "plain words"),
        ('{"text":"cut', '{"text":"cut'),
        ("{a smile}", "{a smile}"),
        (f'{{"text":{"9" * 5000}}}', f'{{"text":{"9" * 5000}}}'),
        (None, ""),
    ],
)
def test_words(cell: str | None, words: str) -> None:
    assert youtubecells.words(cell) == words


@pytest.mark.parametrize(("header", "row"), [(OLD, old), (NEW, new)], ids=["old", "new"])
@pytest.mark.parametrize("name", ["comments.csv", "Kommentare.csv", "comments(1).csv"])
def test_comments(tmp_path: Path, header: list[str], row: Any, name: str) -> None:
    folder = tmp_path / "t/Takeout/YouTube und YouTube Music/Kommentare"
    folder.mkdir(parents=True)
    rows = [row(1, '{"text":"@mo.lind at nine"}'), row(2, '{"text":"Thanks"}', "2023-09-20T10:00:00Z", parent="Ug77")]
    table(folder / name, header, rows)
    found = read(tmp_path)
    assert found.posts.select("uid", "form", "text", "reply_to_uid", "reply_to_author").rows() == [
        ("youtube:Ug1", "reply", "@mo.lind at nine", "youtube:WtOskFeLmr4", "youtube:@mo.lind"),
        ("youtube:Ug2", "reply", "Thanks", "youtube:Ug77", None),
    ]
    assert found.posts["created_at"][0] == datetime(2023, 9, 19, 17, 42, 53, 434_647, tzinfo=UTC)
    assert set(found.feeds["need"]) == {"replies_out", "minute_time"}
    assert "youtube:UCmine" in found.people.filter("is_self")["key"].to_list()


def test_comments_in_an_unknown_language_are_told_by_their_cells(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    table(folder / "c.csv", [f"列{n}" for n in range(7)], [old(1, '{"text":"Hello"}'), old(2, '{"text":"There"}')])
    found = read(tmp_path)
    assert found.posts.select("uid", "text", "reply_to_uid").rows() == [
        ("youtube:Ug1", "Hello", "youtube:WtOskFeLmr4"), ("youtube:Ug2", "There", "youtube:WtOskFeLmr4"),
    ]  # fmt: skip


VIDEOS = [
    "Video ID", "Approx Duration (ms)", "Video Category", "Video Description (Original)", "Channel ID",
    "Video Title (Original)", "Privacy", "Video State", "Video Create Timestamp", "Video Publish Timestamp",
]  # fmt: skip


def video(key: str, title: str, privacy: str = "Public", published: str = "2024-01-05T10:00:00+00:00") -> list[Any]:
    return [key, 9000, "Travel", "How we sail.\nhttps://harbour.example", "UCmine", title, privacy, "Processed",
            "2024-01-04T10:00:00+00:00", published]  # fmt: skip


STUDIO = ["Content", "Video title", "Video publish time", "Duration", "Views", "Likes", "Comments added", "Shares",
          "Subscribers", "Impressions", "Impressions click-through rate (%)"]  # fmt: skip
TOTAL = ["Total", "", "", "", 900, 30, 4, 2, 1, 5000, 3.1]


def studio(key: str, title: str, when: str = "Jan 5, 2024") -> list[Any]:
    return [key, title, when, 61, 700, 20, 3, 1, 1, "4,000", 2.9]


def test_videos_that_the_public_sees(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    rows = [
        video("aaaaaaaaaa1", "Fog"),
        video("aaaaaaaaaa2", "Hidden", "Unlisted"),
        video("aaaaaaaaaa3", "Late", published=""),
    ]
    table(tmp_path / "t/videos.csv", VIDEOS, rows)
    table(
        tmp_path / "t/channel.csv",
        ["Channel ID", "Channel Title (Original)", "Channel Visibility"],
        [["UCmine", "Harbour", "Public"]],
    )
    found = read(tmp_path)
    assert found.posts.select("uid", "text").rows()[1] == (
        "youtube:aaaaaaaaaa1",
        "Fog\n\nHow we sail.\nhttps://harbour.example",
    )
    assert found.posts["created_at"].dt.day().to_list() == [4, 5], (
        "the time of upload where there is none of publishing"
    )
    assert found.inputs[0].skipped.get("private", 0) + found.inputs[-1].skipped.get("private", 0) == 1
    with open_inputs(tmp_path, ["t"]) as containers:
        assert youtube.owners(containers[0]) == [("Harbour", "Harbour")]


def test_studio_skips_the_total(tmp_path: Path) -> None:
    table(tmp_path / "Table data.csv", STUDIO, [TOTAL, studio("aaaaaaaaaa1", "Fog")])
    found = read(tmp_path, "Table data.csv")
    row = found.posts.to_dicts()[0]
    assert [row[name] for name in ("video_views", "likes", "replies", "shares", "follows", "impressions")] == [
        700,
        20,
        3,
        1,
        1,
        4000,
    ]
    assert (row["time_precision"], row["created_at"]) == ("day", datetime(2024, 1, 5, 12, tzinfo=UTC))
    assert found.inputs[0].skipped == {"total": 1} and set(found.feeds["need"]) == {"own_text"}


def test_takeout_and_studio_meet_by_id(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    table(tmp_path / "t/videos.csv", VIDEOS, [video("aaaaaaaaaa1", "Fog")])
    table(tmp_path / "t/Table data.csv", STUDIO, [TOTAL, studio("aaaaaaaaaa1", "Fog")])
    row = read(tmp_path).posts.to_dicts()[0]
    assert row["text"].startswith("Fog\n\nHow") and row["video_views"] == 700 and row["time_precision"] == "second"


@pytest.mark.parametrize(
    ("rows", "kept", "skipped"),
    [
        ([old(1, '{"text":"a"}'), old(1, '{"text":"a"}')], 1, {"duplicate": 1}),
        ([old(1, '{"text":"a"}'), old(2, '{"text":"b"}', at="soon")], 1, {"incomplete": 1}),
        ([old(1, '{"text":"a"}'), old(2, "")], 1, {"incomplete": 1}),
        ([old(1, '{"text":"a"}'), [*old(2, "b"), "one", "more"]], 1, {"broken": 1}),
    ],
)
def test_rows_of_all_sorts(tmp_path: Path, rows: list[list[Any]], kept: int, skipped: dict[str, int]) -> None:
    table(tmp_path / "c.csv", OLD, rows)
    file = read(tmp_path, "c.csv").inputs[0]
    assert (file.kept, file.skipped) == (kept, skipped)


def test_other_encodings_extra_columns_and_files_cut_off(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", [*OLD, "Added later"], [[*old(1, '{"text":"Smørrebrød"}'), 1]], encoding="utf-16")
    assert read(tmp_path, "a.csv").posts["text"].to_list() == ["Smørrebrød"]
    path = table(tmp_path / "b.csv", OLD, [old(1, '{"text":"One"}'), old(2, '{"text":"Two, and more"}')])
    path.write_bytes(path.read_bytes()[:-20])
    found = read(tmp_path, "b.csv")
    assert found.posts["text"].to_list()[0] == "One"


def test_headers_only_and_empty_files_are_notes_beside_others(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", OLD, [old(1, '{"text":"One"}')])
    table(tmp_path / "b.csv", OLD, [])
    table(tmp_path / "c.csv", STUDIO, [])
    (tmp_path / "d.csv").write_bytes(b"")
    found = read(tmp_path, ["a.csv", "b.csv", "c.csv", "d.csv"])
    assert [[one.code for one in file.issues][-1:] for file in found.inputs] == [[], ["empty"], ["empty"], ["empty"]]


class TestReal:
    pytestmark = shared

    @pytest.mark.parametrize("name", ["empty", "takeout-20220921T133717Z-001_2022_09_22"])
    def test_trees_of_empty_files(self, name: str) -> None:
        with pytest.raises(ArchiveError, match="is empty"):
            read(EXPORTS, f"empty-trees/ddpinspect/tests/data/youtube/{name}.zip")
