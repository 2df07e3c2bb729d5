"""Several exports of one account: each post once, with the best of each."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

from archives.make import read, table, tweet, x_archive
from archives.test_readers import CARE, OLD, TWCS

NUMBER = 1323351149379014659
WHEN = "Mon Nov 02 19:47:55 +0000 2020"


def test_archive_and_analytics_give_one_row(tmp_path: Path) -> None:
    link = {"urls": [{"url": "https://t.co/aaaaaaaaaa", "expanded_url": "https://h.example/full"}]}
    x_archive(tmp_path / "a", [tweet(NUMBER, "Hello https://t.co/aaaaaaaaaa", when=WHEN, entities=link)])
    row = [str(NUMBER), "p", "Hello https://t.co/aaaaaaaaaa", "2020-11-02 19:47 +0000", "1938", "9", "2", "8", "-"]
    table(
        tmp_path / "b.csv",
        OLD,
        [row, [str(NUMBER + 1), "p", "Second", "2020-11-02 19:47 +0000", "1", "1", "1", "1", "-"]],
    )
    for inputs in (["a", "b.csv"], ["b.csv", "a"]):
        found = read(tmp_path, inputs)
        one = found.posts.filter(pl.col("uid") == f"x:{NUMBER}").to_dicts()[0]
        assert found.posts.height == 2
        assert one["text"] == "Hello https://h.example/full" and one["links"] == ["https://h.example/full"]
        assert (one["time_precision"], one["created_at"].second) == ("second", 55)
        assert one["impressions"] == 1938, "only the table has it"
        assert one["likes"] == 3, "the archive is the newer snapshot"
        assert {file.file.split("!")[0]: file.skipped for file in found.inputs} == {"a": {}, "b.csv": {"merged": 1}}


def test_overlapping_tables_keep_the_newest_counters_and_never_add(tmp_path: Path) -> None:
    def row(number: int, likes: int, day: int) -> list[str]:
        return [str(number), "p", f"Post {number}", f"2020-11-{day:02} 19:47 +0000", "10", "0", "0", str(likes), "-"]

    table(tmp_path / "old.csv", OLD, [row(1, 5, 2), row(2, 6, 3)])
    table(tmp_path / "new.csv", OLD, [row(2, 9, 3), row(3, 1, 4)])
    for inputs in (["old.csv", "new.csv"], ["new.csv", "old.csv"]):
        found = read(tmp_path, inputs)
        assert dict(found.posts.select("uid", "likes").rows()) == {"x:1": 5, "x:2": 9, "x:3": 1}


def test_two_archives_overlap(tmp_path: Path) -> None:
    records = [tweet(n, f"Sailing {n}") for n in range(1, 10)]
    x_archive(tmp_path / "one", records[:6])
    x_archive(tmp_path / "two", records[3:])
    found = read(tmp_path, ["one", "two"])
    assert sorted(found.posts["uid"]) == [f"x:{n}" for n in range(1, 10)]
    assert sum(file.skipped.get("merged", 0) for file in found.inputs) == 3


def test_rows_without_an_id_meet_by_minute_and_text_start(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [tweet(1, "Our winter timetable begins on Monday, see you on board everybody")])
    rows = [
        ["2026-03-02 10:00", "our winter  timetable begins on Monday, see you on board (cut)", "77"],
        ["2026-03-02 10:01", "Our winter timetable begins on Monday, see you on board everybody", "5"],
    ]
    table(tmp_path / "b.csv", ["created_at", "text", "impressions"], rows)
    found = read(tmp_path, ["a", "b.csv"])
    assert found.posts.height == 2
    assert found.posts.filter(pl.col("uid") == "x:1")["impressions"].to_list() == [77]


def test_an_inbox_adds_what_an_archive_lacks(tmp_path: Path) -> None:
    answer = tweet(2, "@501 It leaves at 9:20 today. ^JR", in_reply_to_status_id_str="1", in_reply_to_user_id_str="501")
    x_archive(tmp_path / "a", [answer, tweet(50, "Ahoy")])
    table(tmp_path / "inbox.csv", TWCS, CARE)
    found = read(tmp_path, "a", "inbox.csv")
    one = found.posts.filter(pl.col("uid") == "x:2").to_dicts()[0]
    assert one["parent_mentions"] == ["harbourlights"] and one["reader"] == "x"
    assert one["likes"] == 3 and found.messages.height == 5


def test_order_of_rows_and_files_does_not_matter(tmp_path: Path) -> None:
    records = [tweet(n, f"Sailing {n}", when=f"Mon Mar 02 10:{n % 60:02}:00 +0000 2026") for n in range(1, 90)]
    x_archive(tmp_path / "a", records)
    random.Random(7).shuffle(records)
    x_archive(tmp_path / "b", records)
    one, two = (read(tmp_path, name) for name in ("a", "b"))
    assert one.posts.drop("source_file").equals(two.posts.drop("source_file"))
    assert one.posts["created_at"].is_sorted()


def test_accounts_stay_apart(tmp_path: Path) -> None:
    from sociable import archives
    from sociable.config import Brand

    x_archive(tmp_path / "a", [tweet(1, "Hello")])
    entry = {"platform": "x", "archive": "a"}
    brand = Brand.model_validate(
        {"root": tmp_path, "brand": {"name": "H"}, "accounts": [{**entry, "handle": "one"}, {**entry, "handle": "two"}]}
    )
    found = archives.read(brand)
    assert sorted(found.posts["account"]) == ["x:one", "x:two"]
    assert [file.accounts for file in found.inputs] == [["x:one"], ["x:two"]]
