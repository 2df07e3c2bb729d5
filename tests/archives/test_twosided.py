"""Whose rows of a care table are whose: strangers, names without a tag, desks alone in their files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from archives.make import HANDLE, read, table

CARE = ["tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id", "in_response_to_tweet_id"]


def care(number: int, who: str, text: str, parent: str = "") -> list[str]:
    return [str(number), who, str(who.isdigit()), f"Tue Oct 31 22:{number:02}:47 +0000 2017", text, "", parent]


def test_a_stranger_who_was_answered_did_not_call(tmp_path: Path) -> None:
    rows = [
        care(1, "77", "what a day to be late"), care(2, HANDLE, "Try our boats", "1"),
        care(3, "78", "Is the Harbour boat late?"), care(4, "79", f"@{HANDLE} hello"),
        care(5, "80", "Harbour or @Island?"), care(6, "Island", "Us!", "5"),
    ]  # fmt: skip
    table(tmp_path / "i.csv", CARE, rows)
    found = read(tmp_path, inbox="i.csv")
    channels = dict(found.messages.select("uid", "channel").rows())
    assert channels == {"x:1": "other", "x:3": "mention", "x:4": "mention"}
    assert found.inputs[0].skipped == {"other-brand": 2}


def test_where_one_desk_answers_every_row_is_its_own(tmp_path: Path) -> None:
    table(tmp_path / "q1.csv", CARE, [care(1, "77", "late again"), care(2, HANDLE, "@79 hi")])
    table(tmp_path / "q2.csv", CARE, [care(3, HANDLE, "@77 sorry", "1")])
    found = read(tmp_path, inbox=["q1.csv", "q2.csv"])
    assert found.messages.select("uid", "channel").rows() == [("x:1", "other")]
    assert found.posts.filter(pl.col("uid") == "x:3")["reply_to_uid"].to_list() == ["x:1"]


def test_who_writes_to_a_postbox_of_its_own_called(tmp_path: Path) -> None:
    """German headers, words and days: an inbox, of which every message is to the brand, named or not."""
    header = ["Nachricht-ID", "Unterhaltung", "Datum", "Richtung", "Absender", "Nachricht", "Antwort auf"]
    rows = [
        ["m1", "c1", "01.07.2026 10:20", "Eingang", "ada", "Gibt es das Brot auch am Samstag?", ""],
        ["m2", "c1", "01.07.2026 10:28", "Ausgang", HANDLE, "Ja, bis 18 Uhr.", "m1"],
        ["m3", "c2", "13.07.2026 00:18", "eingehend", "ben", "Habt ihr auf?", ""],
    ]
    table(tmp_path / "postfach.csv", header, rows, delimiter=";")
    found = read(tmp_path, platform="other", inbox="postfach.csv", tz="Europe/Berlin")
    assert found.inputs[0].reader == "helpdesk"
    assert found.messages.select("uid", "channel", "author").rows() == [
        ("other:m1", "comment", "other:@ada"), ("other:m3", "comment", "other:@ben"),
    ]  # fmt: skip
    assert found.posts.select("uid", "reply_to_uid", pl.col("created_at").dt.to_string("%m-%d %H:%M")).rows() == [
        ("other:m2", "other:m1", "07-01 08:28")
    ]
