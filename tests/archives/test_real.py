"""Golden counts of the real exports, counted another way where no number is written down."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, datetime

import polars as pl
import pytest

from archives.make import EXPORTS, read, shared
from sociable.errors import ArchiveError

pytestmark = shared


def rows(name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    with (EXPORTS / name).open(newline="", encoding=encoding) as file:
        return list(csv.DictReader(file))


def owner(name: str) -> str:
    """Whose archive it is, read as plainly as can be."""
    about = (EXPORTS / name / "data/account.js").read_text(encoding="utf-8")
    return re.search(r'"username" : "(\w+)"', about)[1]  # type: ignore[index]


def test_lumeninferius() -> None:
    found = read(EXPORTS, "x-archive-lumeninferius", handle=owner("x-archive-lumeninferius"))
    assert Counter(found.posts["form"]) == {"post": 13, "reply": 9}
    assert (found.posts["media_count"] > 0).sum() == 13
    times = found.posts["created_at"]
    assert (times.min(), times.max()) == (
        datetime(2019, 9, 13, 9, 4, 15, tzinfo=UTC),
        datetime(2020, 1, 25, 18, 1, 9, tzinfo=UTC),
    )
    assert found.snapshots.select("followers", "following").rows() == [(463, 14)]
    assert not found.inputs[0].issues, "every time agrees with its id's clock"


def test_rtiatmla() -> None:
    found = read(EXPORTS, "x-archive-rtiatmla", handle=owner("x-archive-rtiatmla"))
    assert Counter(found.posts["form"]) == {"post": 44, "repost": 12, "thread": 14}
    assert (found.posts["media_count"] > 0).sum() == 8
    assert (found.posts["links"].list.len() > 0).sum() == 55
    times = found.posts["created_at"]
    assert (times.min(), times.max()) == (
        datetime(2020, 10, 30, 22, tzinfo=UTC),
        datetime(2021, 11, 19, 21, 9, 33, tzinfo=UTC),
    )
    assert found.snapshots.select("followers", "following").rows() == [(111, 124)]
    roots = found.posts.filter(pl.col("form") == "thread")["thread_root"]
    assert roots.is_in(found.posts["uid"].implode()).sum() >= 1


def test_an_archive_without_posts_says_so_in_one_line() -> None:
    with pytest.raises(ArchiveError, match="without its posts file") as caught:
        read(EXPORTS, "x-archive-formatted-ethereumclassic")
    assert len(caught.value.faults) == 1


def test_ropensci_tables() -> None:
    folder = EXPORTS / "x-analytics-ropensci-2016-2019"
    files = sorted(folder.glob("*.csv"))
    per_file = {f"{folder.name}!{one.name}": rows(f"{folder.name}/{one.name}", "utf-8-sig") for one in files}
    found = read(EXPORTS, folder.name, handle=files[0].name.split("_")[3])
    assert {one.file: one.read for one in found.inputs} == {name: len(table) for name, table in per_file.items()}
    everything = {row["Tweet id"]: row for table in per_file.values() for row in table}
    assert set(found.posts["uid"].str.slice(2)) == set(everything)
    starts = sum(bool(re.match(r"\s*@\w", row["Tweet text"])) for row in everything.values())
    assert Counter(found.posts["form"])["mention_start"] == starts
    assert found.posts["impressions"].sum() == sum(int(float(row["impressions"])) for row in everything.values())
    assert not [issue for one in found.inputs for issue in one.issues if issue.code == "time-off-id"]
    assert found.feeds["need"].n_unique() == 3


@pytest.mark.parametrize("place", [0, 1, 3])
def test_inbox_of_one_desk_among_many(place: int) -> None:
    table = rows("inbox-twcs.csv")
    desk = Counter(row["author_id"] for row in table if row["inbound"] == "False").most_common(4)[place][0]
    by_id = {row["tweet_id"]: row for row in table}
    parent = {row["tweet_id"]: row["in_response_to_tweet_id"].split(".")[0] for row in table}
    out = {key for key, row in by_id.items() if row["author_id"] == desk and row["inbound"] == "False"}
    answered = {parent[key] for key in out}
    direct = {
        key
        for key, row in by_id.items()
        if row["inbound"] == "True"
        and (re.search(rf"@{desk}\b", row["text"], re.I) or parent[key] in out or key in answered)
    }
    found = read(EXPORTS, inbox="inbox-twcs.csv", handle=desk)
    inside = set(found.messages["uid"].str.slice(2))
    assert set(found.posts["uid"].str.slice(2)) == out
    assert direct <= inside
    added = inside - direct
    assert len(added) <= 0.05 * len(direct) + 2, "only what an author adds to a message of their own"
    assert all(by_id[parent[key]]["author_id"] == by_id[key]["author_id"] for key in added)
    file = found.inputs[0]
    assert (file.read, file.kept) == (len(table), len(out) + len(inside))


def test_yum_by_mapping() -> None:
    table = rows("yum-brands-2012-2022.csv")
    handle = Counter(row["username"] for row in table).most_common(1)[0][0]
    columns = {
        "text": "text",
        "created_at": "created_at",
        "id": "tweet_id",
        "author": "username",
        "repost": "is_retweeted_tweet",
        "likes": "like_count",
        "replies": "reply_count",
        "reposts": "retweet_count",
        "reply_to": "referenced_tweets",
    }
    found = read(EXPORTS, "yum-brands-2012-2022.csv", handle=handle, columns=columns)
    own = [row for row in table if row["username"] == handle and row["is_retweeted_tweet"] == "False"]
    reposts = [row for row in table if row["is_retweeted_tweet"] == "True"]
    assert found.inputs[0].read == len(table)
    # A retweet of the brand's own "RT @..." of old is a repost by its text.
    by_text = sum(bool(re.match(r"RT @\w+:", row["text"])) for row in own)
    assert Counter(found.posts["form"])["repost"] == len(reposts) + by_text
    assert found.posts.height == len(own) + len(reposts)


def test_delta_by_mapping() -> None:
    table = rows("delta-replies-cp1252.csv", "utf-8")
    columns = {"text": "text", "created_at": "{month} {date} {year}"}
    found = read(EXPORTS, "delta-replies-cp1252.csv", columns=columns, date_format="%b %d %Y")
    assert found.inputs[0].read == len(table)
    assert found.posts["time_precision"].unique().to_list() == ["day"]
    assert set(found.feeds["need"]) == {"replies_out"}


@pytest.mark.parametrize(
    "name",
    [
        "empty-trees/ddpinspect/tests/data/twitter/empty.zip",
        "empty-trees/ddpinspect/tests/data/twitter/twitter_2022_09_08.zip",
    ],
)
def test_trees_of_empty_files(name: str) -> None:
    with pytest.raises(ArchiveError, match="is empty"):
        read(EXPORTS, name)
