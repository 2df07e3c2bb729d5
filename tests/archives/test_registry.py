"""Readers are found by what their modules offer; each is asked only for accounts of its network."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from archives.make import read, table, tweet, x_archive
from archives.test_tools import workbook
from sociable import archives
from sociable.archives import registry
from sociable.errors import ArchiveError
from sociable.model import NEEDS, PLATFORMS


def module(name: str, **offers: object) -> ModuleType:
    made = ModuleType(name)
    for key, value in {"NAME": name, "PLATFORM": "x", "FEEDS": (), "RANK": 1, **offers}.items():
        setattr(made, key, value)
    made.sniff = made.read = lambda *_: None  # type: ignore[attr-defined]
    return made


def test_a_module_is_a_reader_by_what_it_offers() -> None:
    late, early, other = module("b", RANK=2), module("z"), module("a", RANK=2)
    helper = module("helper")
    del helper.sniff
    assert [one.NAME for one in registry.chosen([late, early, other, helper])] == ["z", "a", "b"]


def test_every_reader_of_the_folder_is_found_and_honest() -> None:
    found = registry.find()
    names = [one.NAME for one in found]
    assert {"x", "grailbird", "x-analytics", "inbox", "linkedin", "mastodon", "bluesky"} <= set(names)
    assert len(names) == len(set(names)) and "generic" not in names
    assert [one.RANK for one in found] == sorted(one.RANK for one in found)
    for reader in found:
        assert set(reader.FEEDS) <= set(NEEDS), reader.NAME
        assert reader.PLATFORM == registry.ANY or reader.PLATFORM in PLATFORMS


def test_an_export_of_another_network_is_refused_in_one_line(tmp_path: Path) -> None:
    table(tmp_path / "Shares.csv", ["Date", "ShareLink", "ShareCommentary"], [["2026-01-01 10:00:00", "", "Hello"]])
    with pytest.raises(ArchiveError, match=r"an export of linkedin .*, and the account is on x") as caught:
        read(tmp_path, "Shares.csv")
    assert len(caught.value.faults) == 1


def test_an_archive_of_another_network_is_no_plain_table_of_this_one(tmp_path: Path) -> None:
    """What people wrote elsewhere has a text and a time too, and was scored as if it stood here."""
    (tmp_path / "li").mkdir()
    table(tmp_path / "li/Shares.csv", ["Date", "ShareLink", "ShareCommentary"], [["2026-01-01 10:00:00", "", "Hello"]])
    table(tmp_path / "li/Comments.csv", ["Date", "Link", "Message"], [["2026-01-01 10:00:00", "", "Well said"]])
    with pytest.raises(ArchiveError, match=r"li: an export of linkedin \(linkedin\), and the account is on x; name it"):
        read(tmp_path, "li")
    assert read(tmp_path, "li", platform="linkedin").posts.height == 2


def test_a_workbook_of_one_s_own_is_to_be_saved_as_csv(tmp_path: Path) -> None:
    workbook(tmp_path / "plan.xlsx", Posts=[["text", "created_at"], ["Boats run", "2026-07-01 10:00"]])
    said = r"plan.xlsx: a workbook that is no platform's export; save its sheet as CSV in UTF-8"
    with pytest.raises(ArchiveError, match=said):
        read(tmp_path, "plan.xlsx")
    assert archives.discover(tmp_path)[1] == [said]


def test_what_nobody_knows_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "thing.json").write_text('{"a": "something else altogether, and nothing that anybody posted"}')
    with pytest.raises(ArchiveError, match=r"no reader knows these files: thing.json; name the folder or archive as"):
        read(tmp_path, "thing.json")


def test_a_folder_of_many_networks_gives_each_account_its_own(tmp_path: Path) -> None:
    x_archive(tmp_path / "all", [tweet(1800000000000000001, "On X", "Thu Jun 06 16:02:20 +0000 2024")])
    table(tmp_path / "all/Shares.csv", ["Date", "ShareLink", "ShareCommentary"], [["2026-01-01 10:00:00", "", "Hello"]])
    assert read(tmp_path, "all").posts["text"].to_list() == ["On X"]
    assert read(tmp_path, "all", platform="linkedin").posts["text"].to_list() == ["Hello"]


def test_a_file_tells_only_what_it_feeds_itself(tmp_path: Path) -> None:
    x_archive(tmp_path / "x", [tweet(1800000000000000001, "On X", "Thu Jun 06 16:02:20 +0000 2024")])
    header = ["Tweet id", "Tweet permalink", "Tweet text", "time", "impressions"]
    row = [
        "1800000000000000002",
        "https://twitter.com/h/status/1800000000000000002",
        "More",
        "2024-06-06 16:02 +0000",
        "9",
    ]
    table(tmp_path / "a.csv", header, [row])
    feeds = {one.file: set(one.feeds) for one in read(tmp_path, ["x", "a.csv"]).inputs}
    assert {"reshares", "author_ids", "following_count", "profile"} <= feeds["x!data/tweets.js"]
    assert feeds["a.csv"] == {"own_text", "replies_out", "minute_time"}


def test_owners(tmp_path: Path) -> None:
    x_archive(tmp_path / "x", [])
    (tmp_path / "m").mkdir()
    actor = {"id": "https://mas.example/users/ada", "preferredUsername": "ada", "name": "Ada"}
    (tmp_path / "m/actor.json").write_text(json.dumps(actor))
    (tmp_path / "m/outbox.json").write_text('{"type": "OrderedCollection", "orderedItems": []}')
    found, _ = archives.discover(tmp_path)
    assert {(one.path, one.platform, one.owners) for one in found} == {
        ("x", "x", (("HarbourLights", "Harbour Lights"),)),
        ("m", "mastodon", (("ada@mas.example", "Ada"),)),
    }
