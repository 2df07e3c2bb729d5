"""Grailbird, X Analytics, inbox and generic tables on made-up twins."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from archives.make import HANDLE, OWN, read, table
from sociable.errors import ArchiveError


def needs(found: Any) -> set[str]:
    return set(found.feeds["need"].to_list())


def grailbird(folder: Path) -> Path:
    """Two months, the table beside them, and who the account is."""
    months = folder / "data/js/tweets"
    months.mkdir(parents=True)
    old = {
        "id_str": "100",
        "created_at": "2010-05-04 00:00:00 +0000",
        "text": "Rough &amp; ready",
        "source": "web",
        "entities": {"urls": [], "media": []},
    }
    repost = {
        "id_str": "300000000000",
        "created_at": "2012-01-05 08:09:10 +0000",
        "text": "RT @mo: a long text that was cu…",
        "retweeted_status": {"text": "a long text that was cut &lt;", "user": {"screen_name": "mo"}},
        "entities": {"urls": []},
    }
    reply = {
        "id_str": "300000000001",
        "created_at": "2012-01-05 08:10:10 +0000",
        "text": "@mo see https://t.co/a",
        "in_reply_to_status_id_str": "7",
        "in_reply_to_user_id_str": "77",
        "in_reply_to_screen_name": "mo",
        "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://h.example/x"}]},
    }
    own = {**reply, "id_str": "300000000002", "in_reply_to_user_id_str": OWN, "in_reply_to_screen_name": HANDLE}
    (months / "2010_05.js").write_text("Grailbird.data.tweets_2010_05 = \n" + json.dumps([old]))
    (months / "2012_01.js").write_text("Grailbird.data.tweets_2012_01 = \n" + json.dumps([own, reply, repost]))
    (folder / "data/js/user_details.js").write_text(
        "var user_details = " + json.dumps({"id": OWN, "full_name": "Harbour", "bio": "Ferries"})
    )
    header = [
        "tweet_id",
        "in_reply_to_status_id",
        "in_reply_to_user_id",
        "timestamp",
        "source",
        "text",
        "retweeted_status_id",
        "expanded_urls",
    ]
    table(
        folder / "tweets.csv",
        header,
        [
            ["100", "", "", old["created_at"], "web", old["text"], "", ""],
            [
                "200",
                "",
                "",
                "2012-02-01 10:00:00 +0000",
                "web",
                "Only in the table",
                "",
                "https://a.example,https://b.example",
            ],
        ],
    )
    return folder


def test_grailbird_months_win_over_the_table(tmp_path: Path) -> None:
    grailbird(tmp_path / "g")
    found = read(tmp_path, "g")
    rows = {row["uid"]: row for row in found.posts.to_dicts()}
    assert {uid: row["form"] for uid, row in rows.items()} == {
        "x:100": "post",
        "x:300000000000": "repost",
        "x:300000000001": "reply",
        "x:300000000002": "thread",
    }
    assert rows["x:100"]["text"] == "Rough & ready"
    assert (rows["x:100"]["time_precision"], rows["x:300000000001"]["time_precision"]) == ("day", "second")
    assert rows["x:100"]["created_at"].date() == date(2010, 5, 4)
    assert rows["x:300000000000"]["text"] == "RT @mo: a long text that was cut <"
    assert rows["x:300000000000"]["text_truncated"] == "no"
    assert rows["x:300000000001"]["text"] == "@mo see https://h.example/x"
    assert rows["x:300000000001"]["likes"] is None
    assert needs(found) == {"own_text", "reshares", "replies_out", "author_ids", "minute_time", "profile"}
    minute = found.feeds.filter(pl.col("need") == "minute_time").to_dicts()[0]
    assert minute["first"] == date(2010, 11, 4)


def test_grailbird_table_alone(tmp_path: Path) -> None:
    folder = grailbird(tmp_path / "g")
    for file in (folder / "data/js/tweets").iterdir():
        file.unlink()
    found = read(tmp_path, "g")
    rows = {row["uid"]: row for row in found.posts.to_dicts()}
    assert rows["x:200"]["links"] == ["https://a.example", "https://b.example"]
    assert rows["x:100"]["time_precision"] == "day"


OLD = [
    "Tweet id",
    "Tweet permalink",
    "Tweet text",
    "time",
    "impressions",
    "retweets",
    "replies",
    "favorites",
    "promoted impressions",
]


def test_analytics_per_post(tmp_path: Path) -> None:
    rows = [
        [
            "1323351149379014659",
            "https://twitter.com/h/status/1323351149379014659",
            "Fish &amp; chips",
            "2020-11-02 19:47 +0000",
            "1938.0",
            "1.0",
            "0.0",
            "4.0",
            "-",
        ],
        [
            "1323351149379014660",
            "https://twitter.com/h/status/1323351149379014660",
            "@mo hi",
            "2020-11-02 19:47 +0000",
            "10.0",
            "0.0",
            "0.0",
            "0.0",
            "55.0",
        ],
        [
            "1323351149379014661",
            "https://twitter.com/h/status/1323351149379014661",
            "Zone",
            "2020-11-02 20:47 +0000",
            "10.0",
            "0.0",
            "0.0",
            "0.0",
            "-",
        ],
    ]
    table(tmp_path / "tweet_activity_metrics_h_20201101_20201201_en.csv", OLD, rows)
    found = read(tmp_path, "*.csv")
    by_text = {row["text"]: row for row in found.posts.to_dicts()}
    first = by_text["Fish & chips"]
    assert (first["impressions"], first["likes"], first["reposts"], first["reach"], first["paid"]) == (
        1938,
        4,
        1,
        None,
        "no",
    )
    assert (first["form"], by_text["@mo hi"]["form"], by_text["@mo hi"]["paid"]) == ("post", "mention_start", "yes")
    assert (first["time_precision"], by_text["@mo hi"]["reply_to_author"]) == ("minute", "x:@mo")
    assert [(one.code, one.count) for one in found.inputs[0].issues] == [("time-off-id", 1)]
    assert needs(found) == {"own_text", "replies_out", "minute_time"}
    span = found.feeds.to_dicts()[0]
    assert (span["first"], span["last"]) == (date(2020, 11, 1), date(2020, 11, 30)), "the window of the file name"


def test_daily_analytics_are_recognised_and_not_read_as_posts(tmp_path: Path) -> None:
    table(
        tmp_path / "a.csv", OLD, [["1323351149379014659", "u", "Hi", "2020-11-02 19:47 +0000", "1", "1", "0", "4", "-"]]
    )
    table(
        tmp_path / "b.csv",
        ["Date", "Tweets published", "impressions"],
        [["2020-11-02", "3", "100"], ["2020-11-03", "1", "9"]],
    )
    found = read(tmp_path, ["a.csv", "b.csv"])
    assert found.posts.height == 1
    assert found.inputs[1].skipped == {"not-a-post": 2}


@pytest.mark.parametrize(("timezone", "wrong"), [("Europe/Berlin", 0), ("UTC", 1)])
def test_the_content_export_takes_the_instant_from_the_id_and_checks_the_zone(
    tmp_path: Path, timezone: str, wrong: int
) -> None:
    # 1855000000000000000 is 2024-11-08T21:30:38 UTC; 1855030000000000000 is 23:29:51 UTC, the next day in Berlin
    rows = [
        [
            "1855000000000000000",
            "Fri Nov 08 2024",
            "Evening",
            "https://x.com/h/status/1855000000000000000",
            "20",
            "2",
            "1",
            "3",
        ],
        [
            "1855030000000000000",
            "Sat Nov 09 2024",
            "Night",
            "https://x.com/h/status/1855030000000000000",
            "20",
            "2",
            "1",
            "3",
        ],
    ]
    table(
        tmp_path / "account_analytics_content_2024-11-01_2024-11-30.csv",
        ["Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Bookmarks", "Share"],
        rows,
    )
    found = read(tmp_path, "*.csv", timezone=timezone)
    night = found.posts.filter(pl.col("text") == "Night").to_dicts()[0]
    assert night["created_at"].replace(microsecond=0) == datetime(2024, 11, 8, 23, 29, 51, tzinfo=UTC)
    assert (night["tz_source"], night["saves"], night["shares"]) == ("id", 1, 3)
    issues = [one for one in found.inputs[0].issues if one.code == "zone-mismatch"]
    assert [one.count for one in issues] == [wrong] * bool(wrong)
    assert all("UTC+1" in one.message for one in issues)
    assert found.feeds["last"].unique().to_list() == [date(2024, 11, 30)]


TWCS = [
    "Unnamed: 0",
    "tweet_id",
    "author_id",
    "inbound",
    "created_at",
    "text",
    "response_tweet_id",
    "in_response_to_tweet_id",
]


def at(hour: int, minute: int = 0) -> str:
    return f"Mon Mar 02 {hour:02}:{minute:02}:00 +0000 2026"


CARE: list[list[Any]] = [
    [0, "1", "501", "True", at(9), f"@{HANDLE} where is the nine o'clock boat?", "2", ""],
    [1, "2", "harbourlights", "False", at(9, 5), "@501 It leaves at 9:20 today. ^JR", "3,9", "1.0"],
    [2, "3", "501", "True", at(9, 7), "Great, thanks", "", "2.0"],
    [3, "4", "501", "True", at(9, 8), "And the café?", "", "3.0"],
    [4, "5", "502", "True", at(9, 9), "@501 it is closed I think", "", "3.0"],
    [5, "6", "503", "True", at(10), "@RivalBoats you are late", "7", ""],
    [6, "7", "RivalBoats", "False", at(10, 5), "@503 Sorry!", "", "6.0"],
    [7, "8", "504", "True", at(11), f"@{HANDLE} @RivalBoats who sails on Sunday?", "", ""],
    [8, "9", "505", "True", at(12), "Dogs allowed?", "", ""],
    [9, "10", HANDLE, "False", at(13), "Boats run late today.", "", ""],
    [10, "10", HANDLE, "False", at(13), "Boats run late today.", "", ""],
    [11, "", "506", "True", at(14), "no id", "", ""],
]


def test_inbox_reads_one_brand_of_many(tmp_path: Path) -> None:
    table(tmp_path / "inbox.csv", TWCS, CARE)
    found = read(tmp_path, inbox="inbox.csv")
    posts = {row["uid"]: row for row in found.posts.to_dicts()}
    messages = {row["uid"]: row for row in found.messages.to_dicts()}
    assert {uid: row["form"] for uid, row in posts.items()} == {"x:2": "reply", "x:10": "post"}
    answer = posts["x:2"]
    assert (answer["reply_to_uid"], answer["reply_to_author"], answer["thread_root"]) == ("x:1", "x:501", "x:1")
    assert answer["parent_text"].startswith(f"@{HANDLE} where") and answer["parent_mentions"] == ["harbourlights"]
    assert set(messages) == {"x:1", "x:3", "x:4", "x:8", "x:9"}, "not what bystanders or rivals' customers say"
    assert (messages["x:1"]["channel"], messages["x:3"]["channel"]) == ("mention", "reply")
    assert (messages["x:3"]["target_post_uid"], messages["x:3"]["author"]) == ("x:2", "x:501")
    assert messages["x:9"]["parent_uid"] == "x:2", "known only from the list of answers"
    assert {row["thread_id"] for uid, row in messages.items() if uid in ("x:1", "x:3", "x:4")} == {"x:1"}
    assert found.inputs[0].skipped == {"duplicate": 1, "incomplete": 1, "other-brand": 3}
    assert set(found.people.filter("is_self")["key"]) == {"x:@harbourlights"}


@pytest.mark.parametrize(("declared", "fed"), [("yes", True), ("unknown", True), ("no", False)])
def test_an_inbox_alone_never_shows_own_text_and_complete_only_as_declared(
    tmp_path: Path, declared: str, fed: bool
) -> None:
    table(tmp_path / "inbox.csv", TWCS, CARE)
    found = read(tmp_path, inbox="inbox.csv", inbox_complete=declared)
    want = {"inbound_linked", "parent_invited", "author_ids", "replies_out", "minute_time"}
    assert needs(found) == want | ({"inbound_complete"} if fed else set())


def test_an_inbox_without_rows_of_the_account_names_the_handle(tmp_path: Path) -> None:
    table(tmp_path / "inbox.csv", TWCS, CARE)
    with pytest.raises(ArchiveError, match=r"none usable .*other-brand.*check that handle \(Nobody\)"):
        read(tmp_path, inbox="inbox.csv", handle="Nobody")


def test_a_date_format_that_does_not_fit_says_how_the_cells_are_written(tmp_path: Path) -> None:
    """Their shape alone: what stands there may be anything, and a message goes where others read it."""
    table(tmp_path / "a.csv", ["when", "said"], [["2026-08-01 10:00", "Hello"], ["2026-08-02 11:30", "Good day"]])
    columns = {"text": "said", "created_at": "when"}
    words = "2 rows read, and no time among them: date_format %d.%m.%Y does not read times like 9999-99-99 99:99; write"
    with pytest.raises(ArchiveError, match=words):
        read(tmp_path, "a.csv", columns=columns, date_format="%d.%m.%Y")


def test_generic_by_mapping_with_joined_columns(tmp_path: Path) -> None:
    rows = [["Oct", 1, 2015, "@mo We can help. *AA"], ["Oct", 2, 2015, "@jo Thanks. *JH"]]
    table(tmp_path / "a.csv", ["month", "date", "year", "copy of it"], rows, encoding="cp1252")
    columns = {"text": "copy of it", "created_at": "{month} {date} {year}"}
    found = read(tmp_path, "a.csv", columns=columns, date_format="%b %d %Y")
    assert found.posts["time_precision"].unique().to_list() == ["day"]
    assert [one.date() for one in found.posts["created_at"]] == [date(2015, 10, 1), date(2015, 10, 2)]
    assert found.posts["reply_to_author"].to_list() == ["x:@mo", "x:@jo"]
    assert all(uid.startswith("x:h:") and len(uid) == 44 for uid in found.posts["uid"])
    assert needs(found) == {"replies_out"}, "replies alone say nothing of broadcasts, days nothing of minutes"


def test_generic_by_mapping_with_reposts_of_others(tmp_path: Path) -> None:
    header = ["", "who", "said", "when", "number", "is_rt", "is_quoted", "hearts"]
    rows = [
        [0, HANDLE, "Our own", "2026-03-02 10:00:00+00:00", "1", "False", "False", "3"],
        [1, "IslandPaper", "Their words", "2026-03-02 11:00:00+00:00", "2", "True", "False", "900"],
        [2, "IslandPaper", "Only quoted", "2026-03-02 11:00:00+00:00", "3", "False", "True", "900"],
    ]
    table(tmp_path / "a.csv", header, rows)
    columns = {
        "text": "said",
        "created_at": "when",
        "id": "number",
        "author": "who",
        "repost": "is_rt",
        "likes": "hearts",
    }
    found = read(tmp_path, "a.csv", columns=columns)
    assert found.posts.select("uid", "form", "text", "likes").rows() == [
        ("x:1", "post", "Our own", 3),
        ("x:2", "repost", "RT @islandpaper: Their words", None),
    ]
    assert found.inputs[0].skipped == {"other-author": 1}
    assert needs(found) == {"own_text", "reshares", "minute_time"}


def test_generic_two_sided_by_mapping(tmp_path: Path) -> None:
    header = ["Message ID", "Conversation ID", "Direction", "Message Date", "Body", "Who", "DM"]
    rows = [
        ["a", "c1", "Inbound", "2026-03-02 10:00:00", "Is there a lift?", "mo", ""],
        ["b", "c1", "Outbound", "2026-03-02 10:20:00", "Yes, at pier two.", "Jo Reed", ""],
        ["c", "c2", "Inbound", "2026-03-02 11:00:00", "My booking 77", "ann", "yes"],
        ["d", "c2", "Outbound", "2026-03-02 11:30:00", "Done.", "Jo Reed", "yes"],
        ["e", "c3", "Sideways", "2026-03-02 11:30:00", "?", "x", ""],
    ]
    table(tmp_path / "a.csv", header, rows)
    columns = {
        "text": "Body",
        "created_at": "Message Date",
        "id": "Message ID",
        "thread": "Conversation ID",
        "direction": "Direction",
        "author": "Who",
        "private": "DM",
    }
    found = read(tmp_path, inbox="a.csv", columns=columns, tz="Europe/London", platform="facebook")
    answer = found.posts.to_dicts()[0]
    assert (answer["uid"], answer["form"], answer["reply_to_uid"], answer["agent"]) == (
        "facebook:b",
        "reply",
        "facebook:a",
        "Jo Reed",
    )
    assert answer["reply_to_author"] == "facebook:@mo" and answer["parent_text"] == "Is there a lift?"
    rows_by = {row["uid"]: row for row in found.messages.to_dicts()}
    assert set(rows_by) == {"facebook:a", "facebook:c", "facebook:d"}
    assert [rows_by[f"facebook:{n}"]["direction"] for n in "acd"] == ["in", "in", "out"]
    assert rows_by["facebook:c"]["channel"] == "dm" and rows_by["facebook:c"]["text"] is None, "read_dms is off"
    assert found.inputs[0].skipped == {"no-direction": 1}
    assert {"inbound_linked", "inbound_complete", "replies_out"} <= needs(found) and "own_text" not in needs(found)


def test_a_mapping_that_does_not_fit_names_the_columns(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", ["Copy", "When"], [["Hi", "2026-03-02"]])
    with pytest.raises(ArchiveError, match=r"columns Sent of brand.yaml are not in its header; use .*When"):
        read(tmp_path, "a.csv", columns={"text": "Copy", "created_at": "Sent"})


def test_a_snapshot_typed_by_hand_feeds_the_counts(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", ["text", "created_at"], [["Hi", "2026-03-02 10:00"]])
    found = read(tmp_path, "a.csv", snapshot={"at": "2026-03-20", "followers": 90, "following": 30})
    assert found.snapshots.select("followers", "following", "source").rows() == [(90, 30, "brand.yaml")]
    assert "following_count" in needs(found) and "profile" not in needs(found)
