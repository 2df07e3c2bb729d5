"""Reddit's export on made-up twins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archives.make import read as read_any
from archives.make import table
from sociable.archives import reddit
from sociable.archives.container import open_inputs
from sociable.tables import Archive

POSTS = ["id", "permalink", "date", "ip", "subreddit", "gildings", "title", "url", "body"]
COMMENTS = ["id", "permalink", "date", "ip", "subreddit", "gildings", "link", "parent", "body", "media"]
MESSAGES = ["id", "permalink", "thread_id", "date", "ip", "from", "to", "subject", "body"]
AT = "2024-01-01 08:00:00 UTC"


def read(root: Path, archive: str | list[str] = "r", **account: Any) -> Archive:
    return read_any(root, archive, **{"platform": "reddit", **account})


def post(key: str, title: str, body: str = "", url: str = "", at: str = AT) -> list[Any]:
    where = f"https://www.reddit.com/r/ferries/comments/{key}/x/"
    return [key, where, at, "192.0.2.7", "ferries", 0, title, url or where, body]


def comment(key: str, body: str, parent: str = "", at: str = AT) -> list[Any]:
    link = "https://www.reddit.com/r/ferries/comments/p9/x/"
    return [key, f"{link}{key}/", at, "192.0.2.7", "ferries", 0, link, parent, body, ""]


def export(root: Path) -> None:
    folder = root / "r"
    folder.mkdir()
    table(folder / "posts.csv", POSTS, [
        post("p1", "Fog", "No boats &amp; no tea\n# Why"), post("p2", "Our page", url="https://harbour.example/a"),
        post("p3", "Gone", "[deleted]"),
    ])  # fmt: skip
    table(
        folder / "comments.csv",
        COMMENTS,
        [comment("c1", "At nine"), comment("c2", "Yes", "t1_c9"), comment("c3", "[removed]")],
    )
    table(folder / "messages.csv", MESSAGES, [
        ["m1", "", "", AT, "192.0.2.7", "mo", "HarbourLights", "Lift", "Is there a lift?"],
        ["m2", "", "m1", "2024-01-01 08:10:00 UTC", "192.0.2.7", "HarbourLights", "mo", "Lift", "Yes"],
    ])  # fmt: skip
    table(
        folder / "statistics.csv",
        ["statistic", "value"],
        [["account name", "HarbourLights"], ["email address", "secret@mail.example"]],
    )
    table(folder / "ip_logs.csv", ["date", "ip"], [[AT, "192.0.2.7"]])


def test_posts_comments_messages(tmp_path: Path) -> None:
    export(tmp_path)
    found = read(tmp_path)
    rows = {row["uid"]: row for row in found.posts.to_dicts()}
    assert rows["reddit:p1"]["text"] == "Fog\n\nNo boats & no tea\n# Why" and rows["reddit:p1"]["hashtags"] == []
    assert rows["reddit:p2"]["links"] == ["https://harbour.example/a"] and rows["reddit:p1"]["links"] == []
    assert [rows[f"reddit:{key}"]["reply_to_uid"] for key in ("c1", "c2")] == ["reddit:p9", "reddit:c9"]
    assert {row["thread_root"] for uid, row in rows.items() if ":c" in uid} == {"reddit:p9"}
    assert {uid: row["form"] for uid, row in rows.items()} == {
        "reddit:p1": "post", "reddit:p2": "post", "reddit:c1": "reply", "reddit:c2": "reply",
    }  # fmt: skip
    assert rows["reddit:p1"]["created_at"] == datetime(2024, 1, 1, 8, tzinfo=UTC)
    assert found.messages.select("direction", "text").rows() == [("in", None), ("out", None)]
    assert set(found.feeds["need"]) == {"own_text", "replies_out", "minute_time"}
    skipped = {file.file.rsplit("!", 1)[-1]: file.skipped for file in found.inputs}
    assert skipped["posts.csv"] == skipped["comments.csv"] == {"deleted": 1}
    everything = "".join(one.write_json() for one in (found.posts, found.messages, found.people, found.snapshots))
    assert "192.0.2.7" not in everything and "secret" not in everything
    with open_inputs(tmp_path, ["r"]) as containers:
        assert reddit.owners(containers[0]) == [("HarbourLights", "HarbourLights")]


def test_messages_on_request(tmp_path: Path) -> None:
    export(tmp_path)
    found = read(tmp_path, read_dms=True)
    assert found.messages["text"].to_list() == ["Is there a lift?", "Yes"]
    assert "dm_text" in found.feeds["need"].to_list()


@pytest.mark.parametrize(
    ("rows", "kept", "skipped"),
    [
        ([post("a", "One"), post("a", "One")], 1, {"duplicate": 1}),
        ([post("a", "One"), post("b", "Two", at="soon")], 1, {"incomplete": 1}),
        ([post("a", "One"), post("", "No id")], 1, {"incomplete": 1}),
        ([post("a", "One"), [*post("b", "Two"), "one", "more"]], 1, {"broken": 1}),
        ([post("a", "One"), post("b", "Two", "[removed by moderator]")], 1, {"deleted": 1}),
    ],
)
def test_rows_of_all_sorts(tmp_path: Path, rows: list[list[Any]], kept: int, skipped: dict[str, int]) -> None:
    table(tmp_path / "posts.csv", POSTS, rows)
    file = read(tmp_path, "posts.csv").inputs[0]
    assert (file.kept, file.skipped) == (kept, skipped)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings_and_an_extra_column(tmp_path: Path, encoding: str) -> None:
    table(tmp_path / "a.csv", [*POSTS, "added"], [[*post("a", "Smørrebrød"), 1]], encoding=encoding)
    assert read(tmp_path, "a.csv").posts["text"].to_list() == ["Smørrebrød"]


def test_headers_only_empty_and_cut_off(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", COMMENTS, [comment("a", "One"), comment("b", "Two\nthree")])
    path.write_bytes(path.read_bytes()[:-9])
    table(tmp_path / "b.csv", POSTS, [])
    (tmp_path / "c.csv").write_bytes(b"")
    found = read(tmp_path, ["a.csv", "b.csv", "c.csv"])
    assert "One" in found.posts["text"].to_list()
    assert [[one.code for one in file.issues][-1:] for file in found.inputs][1:] == [["empty"], ["empty"]]
