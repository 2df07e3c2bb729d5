"""TikTok downloads and Studio tables on made-up twins."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archives.make import EXPORTS, shared, table
from archives.make import read as read_any
from archives.test_facebook import put
from sociable.archives import tiktok
from sociable.archives.container import open_inputs
from sociable.errors import ArchiveError
from sociable.tables import Archive

VIDEO = 7_373_458_057_486_978_346  # upper 32 bits: 1716766985, 2024-05-26T23:43:05Z


def read(root: Path, archive: str = "tt.json", **account: Any) -> Archive:
    return read_any(root, archive, **{"platform": "tiktok", **account})


def needs(found: Archive) -> set[str]:
    return set(found.feeds["need"].to_list())


def video(number: int, title: str, **more: Any) -> dict[str, Any]:
    link = f"https://www.tiktokv.com/share/video/{VIDEO + number}/"
    row = {"Date": f"2025-01-26 15:50:{number:02}", "Link": link, "Likes": "12", "Title": title, "WhoCanView": "Public"}
    return {**row, "Sound": "", "Location": "secret place", "AllowComments": "Yes", **more}


VIDEOS = [
    video(1, "Fog on the pier #fog"),
    video(2, "Only for friends", WhoCanView="Friends"),
    video(3, "Pictures", Link="https://p16.example/a.jpeg\nhttps://p16.example/b.jpeg", Likes="N/A"),
    video(4, "", WhoCanView="Everyone"),
]
COMMENTS = [
    {"date": "2025-01-27 10:00:00", "comment": "@mo.lind at nine", "photo": "N/A", "url": ""},
    {"date": "2025-01-27 10:01:00 UTC", "comment": "", "photo": "N/A", "url": ""},
]
CHAT = [{"Date": "2025-01-28 09:00:00", "From": "mo", "Content": "Is there a lift?"},
        {"Date": "2025-01-28 09:20:00", "From": "harbourlights", "Content": "Yes"}]  # fmt: skip
FANS = [{"Date": "2025-01-02 10:00:00", "UserName": name} for name in ("a", "b", "c")]
FOLLOWED = [{"Date": "2025-01-02 10:00:00", "UserName": name} for name in ("d", "e")]
MAP = {"userName": "harbourlights", "bioDescription": "Ferries.", "emailAddress": "secret@mail.example",
       "telephoneNumber": "secret", "followerCount": "321", "likesReceived": "387"}  # fmt: skip
NEW = {
    "Your Activity": {"Login History": {"LoginHistoryList": [{"IP": "secret"}]},
                      "Watch History": {"VideoList": [{"Date": "x", "Link": "y"}]},
                      "Follower": {"FansList": FANS}, "Following": {"Following": FOLLOWED}},
    "Post": {"Posts": {"VideoList": VIDEOS}}, "Comment": {"Comments": {"CommentsList": COMMENTS}},
    "Direct Message": {"Direct Messages": {"ChatHistory": {"Chat History with mo:": CHAT}}},
    "Profile": {"Profile Info": {"ProfileMap": MAP}},
}  # fmt: skip
OLD = {
    "Activity": {"Follower List": {"FansList": FANS}, "Following List": {"Following": FOLLOWED},
                 "Hashtag": {"HashtagList": None}, "Video Browsing History": {"VideoList": [{"Date": "x"}]}},
    "Video": {"Videos": {"VideoList": VIDEOS}, "RecentlyDeletedPosts": {"PostList": None}},
    "Comment": {"Comments": {"CommentsList": [{"Date": one["date"], "Comment": one["comment"]} for one in COMMENTS]}},
    "Direct Messages": {"Chat History": {"ChatHistory": {"Chat History with mo:": CHAT}}},
    "Profile": {"Profile Information": {"ProfileMap": MAP}},
}  # fmt: skip
SETTINGS = {"Profile Info": {"ProfileMap": MAP}, "Follower": {"FansList": FANS}, "Following": {"Following": FOLLOWED}}
NEWEST = {
    **{key: value for key, value in NEW.items() if key not in ("Profile", "Your Activity")},
    "Profile And Settings": SETTINGS,
}


@pytest.mark.parametrize("layout", [NEW, OLD, NEWEST], ids=["new", "old", "newest"])
@pytest.mark.parametrize("name", ["tt.json", "TikTok_Data/user_data_tiktok.json", "user_data.json"])
def test_layouts(tmp_path: Path, layout: dict[str, Any], name: str) -> None:
    put(tmp_path / "d", name, layout)
    found = read(tmp_path, "d")
    rows = found.posts.select("form", "text", "likes", "media_count").rows()
    assert rows == [
        ("post", "Fog on the pier #fog", 12, 1), ("post", "Pictures", None, 2), ("post", "", 12, 1),
        ("reply", "@mo.lind at nine", None, 0),
    ]  # fmt: skip
    first = found.posts.to_dicts()[0]
    assert first["uid"] == f"tiktok:{VIDEO + 1}" and first["created_at"] == datetime(2025, 1, 26, 15, 50, 1, tzinfo=UTC)
    assert found.posts["reply_to_author"].to_list()[-1] == "tiktok:@mo.lind"
    assert found.inputs[0].skipped == {"no-content": 1, "private": 1}
    assert found.snapshots.select("followers", "following", "max_follows_day", "bio").rows() == [
        (321, 2, 2, "Ferries.")
    ]
    assert found.messages.select("direction", "author", "text").rows() == [
        ("in", "tiktok:@mo", None), ("out", "tiktok:@harbourlights", None),
    ]  # fmt: skip
    assert needs(found) == {"own_text", "replies_out", "minute_time", "following_count", "profile"}
    everything = "".join(one.write_json() for one in (found.posts, found.messages, found.people, found.snapshots))
    assert "secret" not in everything
    with open_inputs(tmp_path, ["d"]) as containers:
        assert tiktok.owners(containers[0]) == [("harbourlights", "")]


def test_messages_are_read_on_request(tmp_path: Path) -> None:
    put(tmp_path, "tt.json", NEW)
    found = read(tmp_path, read_dms=True)
    assert found.messages["text"].to_list() == ["Is there a lift?", "Yes"] and "dm_text" in needs(found)


@pytest.mark.parametrize(
    ("change", "kept", "skipped"),
    [
        ({"Post": {"Posts": {"VideoList": None}}}, 1, {"no-content": 1}),
        ({"Post": {"Posts": {"VideoList": [VIDEOS[0], VIDEOS[0]]}}}, 2, {"duplicate": 1, "no-content": 1}),
        ({"Post": {"Posts": {"VideoList": [{**VIDEOS[0], "Date": "soon"}]}}}, 1, {"no-content": 1, "no-time": 1}),
        ({"Post": {"Posts": {"VideoList": [{**VIDEOS[0], "New": [1, {}]}]}}, "Part": 3}, 2, {"no-content": 1}),
        ({"Post": "nothing"}, 1, {"no-content": 1}),
    ],
)  # fmt: skip
def test_lists_of_all_sorts(tmp_path: Path, change: dict[str, Any], kept: int, skipped: dict[str, int]) -> None:
    put(tmp_path, "tt.json", {**NEW, **change})
    file = read(tmp_path).inputs[0]
    assert (file.kept, file.skipped) == (kept, skipped)


def test_trailing_commas_and_other_encodings(tmp_path: Path) -> None:
    (tmp_path / "tt.json").write_bytes(json.dumps(NEW)[:-1].encode("utf-16") + ",}".encode("utf-16-le"))
    found = read(tmp_path)
    assert found.posts.height == 4 and [one.code for one in found.inputs[0].issues] == ["formatted"]


def test_a_download_that_breaks_off_keeps_its_whole_records(tmp_path: Path) -> None:
    text = json.dumps(NEW)
    put(tmp_path, "user_data_tiktok.json", text[: text.index('"Title": "Pictures"')])
    found = read(tmp_path, "user_data_tiktok.json")
    file = found.inputs[0]
    assert (file.read, file.kept, file.skipped) == (3, 1, {"broken": 1, "private": 1})
    assert [one.code for one in file.issues] == ["cut-off"]
    assert "replies_out" not in found.feeds["need"].to_list(), "a list that is missing is no list of nothing"


@pytest.mark.parametrize("text", ["not json", '{"Activity": ]'])
def test_a_download_that_is_none_is_one_clear_line(tmp_path: Path, text: str) -> None:
    put(tmp_path, "user_data_tiktok.json", text)
    with pytest.raises(ArchiveError, match="not a JSON export that can be read") as caught:
        read(tmp_path, "user_data_tiktok.json")
    assert len(caught.value.faults) == 1


def test_an_empty_download_is_a_note(tmp_path: Path) -> None:
    put(tmp_path, "a.json", NEW)
    put(tmp_path, "user_data_tiktok.json", {"Activity": {}, "Video": {"Videos": {"VideoList": None}}})
    found = read_any(tmp_path, ["a.json", "user_data_tiktok.json"], platform="tiktok")
    assert [one.code for one in found.inputs[-1].issues] == ["empty"]


def test_a_download_as_text_is_named(tmp_path: Path) -> None:
    put(tmp_path / "d", "Post/Posts.txt", "Date: 2025-01-26 15:50:46 UTC\nLink: https://x\nLike(s): 3\n\n")
    with pytest.raises(ArchiveError, match="written as text; request it again in the JSON format"):
        read(tmp_path, "d")


STUDIO = ["Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares", "Total views"]


def studio(number: int, title: str, when: str = "2024/05/26 22:00:00") -> list[Any]:
    return [title, f"https://www.tiktok.com/@harbourlights/video/{VIDEO + number}", when, "1.2K", 4, 3, "10,500"]


def test_studio(tmp_path: Path) -> None:
    table(
        tmp_path / "a.csv",
        [*STUDIO, "New"],
        [[*studio(1, "Fog"), 7], [*studio(1, "Fog"), 7], [*studio(2, "Boat", "May 26"), 7]],
    )
    found = read(tmp_path, "a.csv")
    row = found.posts.sort("uid").to_dicts()[0]
    assert [row[name] for name in ("likes", "replies", "shares", "impressions")] == [1200, 4, 3, 10_500]
    assert (row["created_at"].replace(microsecond=0), row["tz_source"]) == (
        datetime(2024, 5, 26, 23, 43, 5, tzinfo=UTC),
        "id",
    )
    assert found.inputs[0].skipped == {"duplicate": 1} and needs(found) == {"own_text", "minute_time"}


def test_download_and_studio_meet_by_id(tmp_path: Path) -> None:
    put(tmp_path, "tt.json", NEW)
    table(tmp_path / "a.csv", STUDIO, [studio(1, "Fog on the pier #fog")])
    found = read_any(tmp_path, ["tt.json", "a.csv"], platform="tiktok")
    row = found.posts.filter(uid=f"tiktok:{VIDEO + 1}").to_dicts()
    assert [(one["impressions"], one["reader"]) for one in row] == [(10_500, "tiktok")]


def test_studio_headers_only_is_a_note(tmp_path: Path) -> None:
    put(tmp_path, "tt.json", NEW)
    table(tmp_path / "a.csv", STUDIO, [])
    found = read_any(tmp_path, ["tt.json", "a.csv"], platform="tiktok")
    assert [one.code for one in found.inputs[-1].issues][-1] == "empty"


class TestReal:
    pytestmark = shared

    def test_a_template_with_trailing_commas(self) -> None:
        found = read(EXPORTS, "tiktok-template-invalid")
        text = (EXPORTS / "tiktok-template-invalid/user_data_tiktok.json").read_text()
        assert found.posts.filter(form="reply").height == found.posts.height == text.count('"comment":') == 3
        assert found.messages.height == text.count('"Content":') == 2
        assert found.snapshots.select("followers", "following").rows() == [(3, 4)]
        assert [one.code for one in found.inputs[0].issues] == ["formatted"]
