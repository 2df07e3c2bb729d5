"""The X archive reader on made-up archives in every layout that was seen."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from archives.make import HANDLE, OWN, read, tweet, x_archive, ytd
from sociable.archives import javascript
from sociable.errors import ArchiveError


def forms(found: pl.DataFrame) -> dict[str, str]:
    return {uid.removeprefix("x:"): form for uid, form in found.select("uid", "form").rows()}


def test_kinds_in_the_order_of_the_rules(tmp_path: Path) -> None:
    other = {"in_reply_to_status_id_str": "900", "in_reply_to_user_id_str": "77", "in_reply_to_screen_name": "Mo"}
    own = {"in_reply_to_status_id_str": "2", "in_reply_to_user_id_str": OWN, "in_reply_to_screen_name": HANDLE}
    link = {"url": "https://t.co/aaaaaaaaaa", "expanded_url": "https://twitter.com/islandpaper/status/55"}
    mine = {"url": "https://t.co/bbbbbbbbbb", "expanded_url": f"https://x.com/{HANDLE}/status/55"}
    x_archive(
        tmp_path / "a",
        [
            tweet(1, "RT @mo: the pier is open", **other),
            tweet(2, "We sail at nine."),
            tweet(3, "And at noon.", **own),
            tweet(4, "And at six.", **{**own, "in_reply_to_status_id_str": "3"}),
            tweet(5, "@mo yes, dogs are welcome", **other),
            tweet(6, "@mo hello", in_reply_to_user_id_str="77"),
            tweet(7, "Read this https://t.co/aaaaaaaaaa", entities={"urls": [link]}),
            tweet(8, "Again https://t.co/bbbbbbbbbb", entities={"urls": [mine]}),
        ],
    )
    posts = read(tmp_path, "a").posts
    assert forms(posts) == {
        "1": "repost",
        "2": "post",
        "3": "thread",
        "4": "thread",
        "5": "reply",
        "6": "mention_start",
        "7": "quote",
        "8": "post",
    }
    row = {one["uid"]: one for one in posts.to_dicts()}
    assert row["x:4"]["thread_root"] == "x:2"
    assert row["x:2"]["thread_root"] is None
    assert row["x:5"]["reply_to_author"] == "x:77" and row["x:5"]["reply_to_uid"] == "x:900"
    assert row["x:1"]["likes"] is None, "counters of a repost are another's"
    assert row["x:2"]["likes"] == 3 and row["x:2"]["impressions"] is None
    assert row["x:7"]["text"] == "Read this https://twitter.com/islandpaper/status/55"


def test_text_is_unescaped_once_and_links_are_in_full(tmp_path: Path) -> None:
    entities = {
        "urls": [{"url": "https://t.co/aaaaaaaaaa", "expanded_url": "https://harbour.example/?a=1&lt=2"}],
        "user_mentions": [{"screen_name": "MoBuilds", "name": "Mo", "id_str": "77"}],
        "hashtags": [{"text": "Ferry"}],
    }
    media = {"media": [{"url": "https://t.co/mmmmmmmmmm", "type": "photo"}, {"url": "https://t.co/mmmmmmmmmm"}]}
    text = "Fish &amp; chips &amp;lt; &lt;3 https://t.co/aaaaaaaaaa @MoBuilds #Ferry https://t.co/mmmmmmmmmm"
    x_archive(tmp_path / "a", [tweet(1, text, entities=entities, extended_entities=media)])
    found = read(tmp_path, "a")
    row = found.posts.to_dicts()[0]
    assert row["text"] == "Fish & chips &lt; <3 https://harbour.example/?a=1&lt=2 @MoBuilds #Ferry"
    assert row["links"] == ["https://harbour.example/?a=1&lt=2"]
    assert (row["mentions"], row["hashtags"], row["media_count"]) == (["mobuilds"], ["Ferry"], 2)
    assert row["app"] == "Twitter Web App"
    mo = found.people.filter(pl.col("key") == "x:77").to_dicts()[0]
    assert (mo["handle"], mo["name"], mo["is_self"], mo["weak"]) == ("mobuilds", "Mo", False, False)
    assert set(found.people.filter("is_self")["key"]) == {f"x:{OWN}", f"x:@{HANDLE.lower()}"}


def test_snapshot_and_feeds(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [tweet(1, "Hello")])
    found = read(tmp_path, "a")
    snapshot = found.snapshots.to_dicts()[0]
    assert (snapshot["followers"], snapshot["following"], snapshot["bio"]) == (7, 4, "Ferries.")
    assert snapshot["at"] == datetime(2026, 4, 1, 12, tzinfo=UTC)
    feeds = {row["need"]: (row["first"], row["last"]) for row in found.feeds.to_dicts()}
    assert set(feeds) == {
        "own_text",
        "reshares",
        "replies_out",
        "minute_time",
        "author_ids",
        "following_count",
        "profile",
        "alive",
    }
    assert feeds["alive"][0] == date(2020, 1, 5), "nobody is asked for days before the account was made"
    assert not any("alive" in one.feeds for one in found.inputs), "no need, and no file's merit"
    assert feeds["own_text"] == (date(2020, 1, 5), date(2026, 4, 1)), "from the account's start to the export's day"
    assert feeds["following_count"] == (date(2026, 2, 15), date(2026, 5, 16)), "45 days either way"


def test_old_and_split_and_unwrapped_layouts_give_the_same_posts(tmp_path: Path) -> None:
    records = [tweet(n, f"Sailing number {n}") for n in range(1, 7)]
    x_archive(tmp_path / "new", records)
    x_archive(tmp_path / "old", records, posts_file="tweet.js")
    x_archive(tmp_path / "bare", [one["tweet"] for one in records], posts_file="tweet.js")
    x_archive(tmp_path / "split", records[:3])
    (tmp_path / "split/data/tweets-part1.js").write_text(ytd("tweets", records[3:], 1))
    want = read(tmp_path, "new").posts.drop("source_file")
    for layout in ("old", "bare", "split"):
        assert read(tmp_path, layout).posts.drop("source_file").equals(want), layout


@pytest.mark.parametrize("spacing", ["compact", "indented", "odd"])
def test_any_spacing_across_chunk_borders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spacing: str) -> None:
    nasty = ['a "quoted" }, { "tweet" : { end', "back\\slash \\\\", "},{", '\\"', "emoji 🎉 {[", '{"tweet":{'] * 5
    records = [tweet(n, text) for n, text in enumerate(nasty, 1)]
    text = {
        "compact": json.dumps(records, separators=(",", ":")),
        "indented": json.dumps(records, indent=2, ensure_ascii=False),
        "odd": json.dumps(records, indent=1, separators=(" ,", " : ")).replace('"tweet"', '\n"tweet" '),
    }[spacing]
    x_archive(tmp_path / "a", [])
    (tmp_path / "a/data/tweets.js").write_text("window.YTD.tweets.part0 = " + text, encoding="utf-8")
    for size in (97, 1_000, 1 << 20):
        monkeypatch.setattr(javascript, "CHUNK", size)
        found = read(tmp_path, "a")
        texts = found.posts.with_columns(pl.col("uid").str.slice(2).cast(int).alias("n")).sort("n")["text"].to_list()
        assert texts == nasty, size


def test_a_bad_record_is_counted_and_named_and_the_rest_is_read(tmp_path: Path) -> None:
    records = [tweet(n, f"Sailing {n}") for n in range(1, 6)]
    broken = ytd("tweets", records).replace('"Sailing 3"', '"Sailing 3')
    x_archive(tmp_path / "a", [])
    (tmp_path / "a/data/tweets.js").write_text(broken)
    found = read(tmp_path, "a")
    file = found.inputs[0]
    assert (file.read, file.kept, file.skipped) == (5, 4, {"broken": 1})
    issue = next(one for one in file.issues if one.code == "broken")
    assert issue.row == 3 and issue.sample == "id 3"


def test_a_file_cut_off_in_the_middle_keeps_what_came_before(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [tweet(n, f"Sailing {n}") for n in range(1, 6)])
    path = tmp_path / "a/data/tweets.js"
    path.write_bytes(path.read_bytes()[:-400])
    found = read(tmp_path, "a")
    file = found.inputs[0]
    assert (file.read, file.kept) == (5, 4)
    assert {"cut-off", "broken"} <= {one.code for one in file.issues}
    days = found.posts["created_at"].dt.date()
    own = next(row for row in found.feeds.to_dicts() if row["need"] == "own_text")
    assert (own["first"], own["last"]) == (days.min(), days.max()), "the rest is missing: its days are not silent ones"


def test_formatter_mangled_javascript(tmp_path: Path) -> None:
    mangled = """window.YTD.tweets.part0 = [
      { tweet: { id_str: "11", id: '11', created_at: "Mon Mar 02 10:00:00 +0000 2026", full_text: "It's open",
        entities: { hashtags: [], user_mentions: [], urls: [], }, favorite_count: "2", }, },
    ];
    """
    x_archive(tmp_path / "a", [])
    (tmp_path / "a/data/tweets.js").write_text(mangled)
    found = read(tmp_path, "a")
    assert found.posts["text"].to_list() == ["It's open"]
    assert "formatted" in {one.code for one in found.inputs[0].issues}


def test_duplicates_versions_and_incomplete_rows_are_skipped_by_reason(tmp_path: Path) -> None:
    first = {"edit_info": {"initial": {"editTweetIds": ["21", "22"]}}}
    later = {"edit_info": {"edit": {"initialTweetId": "21", "editControlInitial": {"editTweetIds": ["21", "22"]}}}}
    records = [
        tweet(10, "Twice"),
        tweet(10, "Twice"),
        tweet(21, "Typpo", **first),
        tweet(22, "Typo", **later),
        {"tweet": {"id_str": "30"}},
        tweet(5, "No time", when="soon"),
    ]
    x_archive(tmp_path / "a", records)
    found = read(tmp_path, "a")
    assert found.inputs[0].skipped == {"duplicate": 1, "older-version": 1, "incomplete": 1, "no-time": 1}
    assert sorted(found.posts["text"]) == ["Twice", "Typo"]


def test_times_are_checked_against_the_clock_in_the_id(tmp_path: Path) -> None:
    # 1323351149379014659 >> 22, plus the epoch, is 2020-11-02T19:47:55 UTC
    good = tweet(1323351149379014659, "right", when="Mon Nov 02 19:47:55 +0000 2020")
    late = tweet(1323351149379014660, "an hour off", when="Mon Nov 02 20:47:55 +0000 2020")
    none = tweet(1323351149379014661, "no time", when="?")
    x_archive(tmp_path / "a", [good, late, none])
    found = read(tmp_path, "a")
    by_text = {row["text"]: row for row in found.posts.to_dicts()}
    assert by_text["no time"]["created_at"] == datetime(2020, 11, 2, 19, 47, 55, tzinfo=UTC)
    assert by_text["no time"]["tz_source"] == "id" and by_text["right"]["tz_source"] == "explicit"
    assert by_text["an hour off"]["created_at"].hour == 20
    issue = next(one for one in found.inputs[0].issues if one.code == "time-off-id")
    assert issue.count == 1


def test_long_posts_are_joined_to_their_notes(tmp_path: Path) -> None:
    long = "Our winter timetable begins on Monday and there is quite a lot to say about it. " * 5
    cut = "@mo " + long[:250] + "… https://t.co/zzzzzzzzzz"
    note = {
        "noteTweetId": "1",
        "createdAt": "2026-03-02T10:00:00.000Z",
        "core": {
            "text": long + " https://t.co/yyyyyyyyyy <3",
            "urls": [{"shortUrl": "https://t.co/yyyyyyyyyy", "expandedUrl": "https://harbour.example/t"}],
        },
    }
    lonely = {"noteTweetId": "2", "createdAt": "2025-03-02T10:00:00.000Z", "core": {"text": "Nothing like it"}}
    other = tweet(2, "x" * 250 + "… https://t.co/wwwwwwwwww", when="Tue Mar 03 10:00:00 +0000 2026")
    notes = ytd("note_tweet", [{"noteTweet": note}, {"noteTweet": lonely}])
    x_archive(tmp_path / "a", [tweet(1, cut), other], note_tweet=notes)
    found = read(tmp_path, "a")
    rows = {row["uid"]: row for row in found.posts.to_dicts()}
    assert rows["x:1"]["text"].endswith("https://harbour.example/t <3") and rows["x:1"]["text_truncated"] == "no"
    assert rows["x:1"]["links"] == ["https://harbour.example/t"]
    assert rows["x:2"]["text_truncated"] == "yes"
    assert found.inputs[1].skipped == {"joined": 1, "unmatched": 1}


def test_cut_reposts_are_marked(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [tweet(1, "RT @mo: " + "y" * 120 + "…"), tweet(2, "And then…")])
    assert dict(read(tmp_path, "a").posts.select("uid", "text_truncated").rows()) == {"x:1": "yes", "x:2": "no"}


DIRECT = [
    {
        "dmConversation": {
            "conversationId": f"77-{OWN}",
            "messages": [
                {
                    "messageCreate": {
                        "id": "3",
                        "senderId": OWN,
                        "recipientId": "77",
                        "text": "Yes: https://t.co/q",
                        "createdAt": "2026-03-02T11:00:00.000Z",
                        "urls": [{"url": "https://t.co/q", "expanded": "https://harbour.example"}],
                    }
                },
                {
                    "messageCreate": {
                        "id": "2",
                        "senderId": "77",
                        "recipientId": OWN,
                        "text": "Is there a bike rack?",
                        "createdAt": "2026-03-02T10:30:00.000Z",
                    }
                },
                {
                    "welcomeMessageCreate": {
                        "id": "1",
                        "senderId": OWN,
                        "recipientId": "77",
                        "text": "Welcome!",
                        "createdAt": "2026-03-02T10:29:59.000Z",
                    }
                },
                {"joinConversation": {"initiatingUserId": "77"}},
            ],
        }
    }
]


@pytest.mark.parametrize("asked", [False, True])
def test_direct_messages_are_counted_and_their_text_read_only_on_request(tmp_path: Path, asked: bool) -> None:
    x_archive(tmp_path / "a", [tweet(1, "Hello")], direct_messages=ytd("direct_messages", DIRECT))
    found = read(tmp_path, "a", read_dms=asked)
    rows = found.messages.to_dicts()
    assert [row["direction"] for row in rows] == ["out", "in", "out"]
    assert [row["is_automatic"] for row in rows] == [True, False, False]
    assert all(row["private"] and row["channel"] == "dm" for row in rows)
    assert [row["text"] for row in rows] == (
        ["Welcome!", "Is there a bike rack?", "Yes: https://harbour.example"] if asked else [None] * 3
    )
    assert ("dm_text" in found.feeds["need"].to_list()) is asked
    assert found.inputs[1].skipped == {"not-a-message": 1}


def test_former_handles_are_the_brand_itself(tmp_path: Path) -> None:
    change = {"changedAt": "2021-01-01T00:00:00.000Z", "changedFrom": "OldFerry", "changedTo": HANDLE}
    renames = ytd("screen_name_change", [{"screenNameChange": {"accountId": OWN, "screenNameChange": change}}])
    old = tweet(2, "More", in_reply_to_status_id_str="1", in_reply_to_screen_name="OldFerry")
    x_archive(tmp_path / "a", [tweet(1, "Hello"), old], screen_name_change=renames)
    found = read(tmp_path, "a")
    assert forms(found.posts)["2"] == "thread"
    assert "x:@oldferry" in found.people.filter("is_self")["key"].to_list()


def test_an_archive_of_another_account_is_noted(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [tweet(1, "Hello")])
    assert "other-handle" in {one.code for one in read(tmp_path, "a", handle="Somebody").inputs[0].issues}
    assert not read(tmp_path, "a").inputs[0].issues


def test_no_posts_file_is_one_clear_line(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [])
    (tmp_path / "a/data/tweets.js").unlink()
    with pytest.raises(ArchiveError, match="without its posts file"):
        read(tmp_path, "a")


def test_an_account_whose_whole_input_is_empty_is_one_clear_line(tmp_path: Path) -> None:
    x_archive(tmp_path / "a", [])
    with pytest.raises(ArchiveError, match="every input of x:harbourlights is empty"):
        read(tmp_path, "a")
