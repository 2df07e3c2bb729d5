"""X API v2 files: pages, flattened tweets, streams, bad lines; own posts, parents, inbound."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archives.make import EXPORTS, read
from sociable.errors import ArchiveError

ME, OTHER = "42", "77"
USERS = [
    {"id": ME, "username": "HarbourLights", "name": "Harbour", "description": "Ferries",
     "public_metrics": {"followers_count": 5, "following_count": 3, "tweet_count": 9}},
    {"id": OTHER, "username": "mo", "name": "Mo", "public_metrics": {"followers_count": 8}},
]  # fmt: skip


def tweet(number: int, author: str, text: str, minute: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number), "author_id": author, "text": text, "created_at": f"2024-03-01T10:{minute:02}:00.000Z",
        "conversation_id": str(number), "public_metrics": {"retweet_count": 1, "like_count": 2, "reply_count": 0},
        **more,
    }  # fmt: skip


def page(*tweets: dict[str, Any], included: tuple[dict[str, Any], ...] = ()) -> str:
    body = {"data": list(tweets), "includes": {"users": USERS, "tweets": list(included)},
            "__twarc": {"retrieved_at": "2024-03-02T00:00:00+00:00"}}  # fmt: skip
    return json.dumps(body)


ASKED = tweet(900, OTHER, "Does the boat run?")
NAMES = tweet(910, OTHER, "@HarbourLights hello", 7, entities={"mentions": [{"username": "HarbourLights", "id": ME}]})
ANSWER = tweet(
    901, ME, "@mo Yes &amp; no https://t.co/a", 5, in_reply_to_user_id=OTHER,
    referenced_tweets=[{"type": "replied_to", "id": "900"}],
    entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://h.example/times"}]},
)  # fmt: skip
REPOST = tweet(902, ME, "RT @mo: cut…", 6, referenced_tweets=[{"type": "retweeted", "id": "903"}])
WHOLE = tweet(903, OTHER, "cut no more")
LONG = tweet(904, ME, "short…", 8, note_tweet={"text": "short no more"}, in_reply_to_user_id=ME,
             referenced_tweets=[{"type": "replied_to", "id": "901"}])  # fmt: skip


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_page_gives_posts_parents_inbound_and_counters(tmp_path: Path) -> None:
    stranger = tweet(905, OTHER, "Nothing to do with us")
    write(tmp_path / "t.jsonl", page(ANSWER, REPOST, NAMES, LONG, stranger, included=(ASKED, WHOLE)))
    found = read(tmp_path, "t.jsonl", inbox_complete="yes")
    rows = {row["uid"]: row for row in found.posts.to_dicts()}
    assert {uid: row["form"] for uid, row in rows.items()} == {"x:901": "reply", "x:902": "repost", "x:904": "thread"}
    answer = rows["x:901"]
    assert answer["text"] == "@mo Yes & no https://h.example/times"
    assert (answer["parent_text"], answer["reply_to_author"], answer["parent_mentions"]) == (ASKED["text"], "x:77", [])
    assert (answer["likes"], answer["reposts"], rows["x:902"]["likes"]) == (2, 1, None)
    assert rows["x:902"]["text"] == "RT @mo: cut no more"
    assert rows["x:904"]["text"] == "short no more"
    assert found.messages.select("uid", "channel", "author", "recipient").rows() == [
        ("x:910", "mention", "x:77", "x:42")
    ]
    assert found.inputs[0].skipped == {"other-author": 1}
    assert found.snapshots.select("followers", "following", "bio").rows() == [(5, 3, "Ferries")]
    assert dict(found.people.select("key", "followers").rows())["x:77"] == 8
    assert {"parent_invited", "inbound_linked", "inbound_complete", "author_ids"} <= set(found.feeds["need"])


def test_flat_streams_and_bad_lines_are_the_same_posts(tmp_path: Path) -> None:
    flat = {**ANSWER, "author": USERS[0], "referenced_tweets": [{**ASKED, "type": "replied_to", "author": USERS[1]}]}
    stream = {"data": tweet(906, ME, "On the stream", 9), "includes": {"users": USERS}, "matching_rules": [{"id": "1"}]}
    bad = json.dumps({"data": {**tweet(907, ME, "x"), "public_metrics": "broken"}, "includes": {"users": USERS}})
    write(tmp_path / "t.jsonl", json.dumps(flat), json.dumps(stream), bad, '{"data": {"id": "9', "", json.dumps(flat))
    found = read(tmp_path, "t.jsonl")
    assert found.posts.select("uid", "form", "parent_text").rows() == [
        ("x:901", "reply", ASKED["text"]), ("x:906", "post", None),
    ]  # fmt: skip
    assert found.inputs[0].skipped == {"broken": 2, "duplicate": 1}
    assert {issue.code for issue in found.inputs[0].issues} == {"broken"}


def test_one_document_over_many_lines_and_a_mark(tmp_path: Path) -> None:
    text = json.dumps(json.loads(page(ANSWER)), indent=2)
    (tmp_path / "t.json").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read(tmp_path, "t.json").posts["uid"].to_list() == ["x:901"]


def test_an_edited_post_counts_once(tmp_path: Path) -> None:
    history = ["901", "908"]
    old, new = ({**tweet(int(one), ME, f"v{one}"), "edit_history_tweet_ids": history} for one in history)
    write(tmp_path / "t.jsonl", page(old, new))
    found = read(tmp_path, "t.jsonl")
    assert found.posts["text"].to_list() == ["v908"]
    assert found.inputs[0].skipped == {"superseded": 1}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['{"data": [{"start": "a", "end": "b", "tweet_count": 3}]}'], "counts of posts, not posts"),
        ([json.dumps({"data": USERS})], "users, not posts"),
        (['{"id":"1","action":"delete","created_at":"2019-09-06T17:25:54.667Z"}'], "compliance notices, not posts"),
    ],
)
def test_what_is_not_posts_says_so(tmp_path: Path, lines: list[str], told: str) -> None:
    write(tmp_path / "t.jsonl", *lines)
    with pytest.raises(ArchiveError, match=told):
        read(tmp_path, "t.jsonl")
    write(tmp_path / "u.jsonl", page(ANSWER))
    found = read(tmp_path, ["t.jsonl", "u.jsonl"])
    assert found.posts.height == 1
    assert found.inputs[0].issues[0].message == told


def test_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_bytes(b"")
    with pytest.raises(ArchiveError, match="empty"):
        read(tmp_path, "t.jsonl")


FIXTURES = EXPORTS / "twarc-fixtures/test-data"


def counted(path: Path) -> tuple[int, Counter[str]]:
    """Tweets of a file and their authors' names, counted as plainly as can be."""
    names: Counter[str] = Counter()
    tweets: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            body = json.loads(line)
        except ValueError:
            continue
        users = {one["id"]: one["username"] for one in body.get("includes", {}).get("users", [])}
        data = body.get("data", [body])
        for one in data if isinstance(data, list) else [data]:
            if "text" in one and one["id"] not in tweets:
                tweets.add(one["id"])
                names[one.get("author", {}).get("username") or users.get(one.get("author_id")) or ""] += 1
    return len(tweets), names


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout")
def test_all_fixtures() -> None:
    files = sorted(FIXTURES.glob("*"))
    assert len(files) == 28
    for path in files:
        total, names = counted(path)
        if not total:
            with pytest.raises(ArchiveError, match=r"not posts|is empty"):
                read(FIXTURES, path.name, handle="nobody")
            continue
        best = next(name for name, _ in names.most_common() if name)
        found = read(FIXTURES, path.name, handle=best)
        ids = set(found.posts["uid"])
        withheld = found.inputs[0].skipped.get("withheld", 0)
        extra = found.inputs[0].read - total - found.inputs[0].skipped.get("broken", 0)
        assert names[best] - withheld <= len(ids) <= names[best] + extra, path.name
