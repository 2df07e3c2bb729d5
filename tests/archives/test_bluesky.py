"""Bluesky repositories: the tree, byte offsets, replies, quotes, clocks, what is partial or cut off."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from archives.make import EXPORTS, read
from sociable.errors import ArchiveError

DID, OTHER = "did:plc:harbour", "did:plc:mo"


class Link(bytes):
    """The address of a block."""


def cbor(value: Any) -> bytes:
    """DAG-CBOR, as far as repositories need it."""
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, Link):
        return b"\xd8\x2a" + head(2, len(value) + 1) + b"\x00" + value
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    pairs = sorted(value.items(), key=lambda pair: (len(pair[0].encode()), pair[0].encode()))
    return head(5, len(pairs)) + b"".join(cbor(key) + cbor(item) for key, item in pairs)


def head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    size = 1 if number < 256 else 2 if number < 65536 else 4
    return bytes([major << 5 | {1: 24, 2: 25, 4: 26}[size]]) + number.to_bytes(size, "big")


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def car(records: dict[str, Any], dead: tuple[Any, ...] = (), lost: str = "", rev: str = "3lh6cdwqxx42x") -> bytes:
    """A repository: half of the records in a lower node, `dead` as blocks outside the tree, `lost` left out."""
    blocks: dict[Link, bytes] = {}

    def put(value: Any) -> Link:
        data = cbor(value)
        place = Link(b"\x01\x71\x12\x20" + hashlib.sha256(data).digest())
        blocks[place] = data
        return place

    def node(keys: list[str], left: Link | None) -> Link:
        entries, before = [], b""
        for key in keys:
            now = key.encode()
            shared = next((i for i, (a, b) in enumerate(zip(before, now)) if a != b), min(len(before), len(now)))  # noqa: B905
            place = put(records[key])
            if key == lost:
                del blocks[place]
            entries.append({"p": shared, "k": now[shared:], "v": place, "t": None})
            before = now
        return put({"l": left, "e": entries})

    keys = sorted(records)
    lower = node(keys[: len(keys) // 2], None)
    root = node(keys[len(keys) // 2 :], lower)
    for value in dead:
        put(value)
    commit = put({"did": DID, "version": 3, "data": root, "rev": rev, "prev": None, "sig": b"s"})
    opening = cbor({"roots": [commit], "version": 1})
    parts = [varint(len(opening)) + opening]
    parts += [varint(len(place) + len(data)) + place + data for place, data in blocks.items()]
    return b"".join(parts)


def post(text: str, when: str = "2024-09-01T10:00:00.123Z", **more: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": when, "langs": ["en"], **more}


def facet(text: str, part: str, **feature: str) -> dict[str, Any]:
    start = text.encode().index(part.encode())
    return {"index": {"byteStart": start, "byteEnd": start + len(part.encode())}, "features": [feature]}


def uri(did: str, key: str) -> str:
    return f"at://{did}/app.bsky.feed.post/{key}"


SAID = "⛴️ Zürich – see harbour.example/ti... @mo.example #Fähre"
ROOT = {"uri": uri(OTHER, "3l2dwxdp22d2a"), "cid": "c"}
RECORDS: dict[str, Any] = {
    "app.bsky.feed.post/3l2dwxdp22d2b": post(SAID, facets=[
        facet(SAID, "harbour.example/ti...", **{"$type": "app.bsky.richtext.facet#link", "uri": "https://harbour.example/times"}),
        facet(SAID, "@mo.example", **{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}),
        facet(SAID, "#Fähre", **{"$type": "app.bsky.richtext.facet#tag", "tag": "Fähre"}),
    ], embed={"$type": "app.bsky.embed.images", "images": [{"alt": "A ferry", "image": {}}, {"alt": "", "image": {}}]}),
    "app.bsky.feed.post/3l2dwxdp22d2c": post("Yes", reply={"root": ROOT, "parent": ROOT}),
    "app.bsky.feed.post/3l2dwxdp22d2d": post(
        "More", "2099-01-01T00:00:00Z", reply={"root": ROOT, "parent": {"uri": uri(DID, "3l2dwxdp22d2c"), "cid": "c"}}
    ),
    "app.bsky.feed.post/3l2dwxdp22d2e": post("Look", "2024-09-01T05:00:00-07:00", embed={
        "$type": "app.bsky.embed.record", "record": {"uri": uri(OTHER, "3l2dwxdp22d2a"), "cid": "c"},
    }),
    "app.bsky.feed.post/3l2dwxdp22d2f": post("@mo.example hello", entities=[
        {"type": "mention", "index": {"start": 0, "end": 11}, "value": OTHER},
    ]),
    "app.bsky.feed.repost/3l2dwxdp22d2g": {"subject": ROOT, "createdAt": "2024-09-02T10:00:00Z"},
    "app.bsky.feed.like/3l2dwxdp22d2h": {"subject": ROOT, "createdAt": "2024-09-02T10:00:00Z"},
    "app.bsky.graph.follow/3l2dwxdp22d2i": {"subject": OTHER, "createdAt": "2024-09-02T10:00:00Z"},
    "app.bsky.graph.follow/3l2dwxdp22d2j": {"subject": "did:plc:b", "createdAt": "2024-09-02T11:00:00Z"},
    "app.bsky.graph.follow/3l2dwxdp22d2k": {"subject": "did:plc:c", "createdAt": "2024-09-03T10:00:00Z"},
    "app.bsky.actor.profile/self": {"displayName": "Harbour", "description": "Ferries."},
}  # fmt: skip


def bluesky(root: Path, name: str = "repo.car", **more: Any) -> Any:
    return read(root, name, platform="bluesky", **{"handle": "harbour.example", **more})


def test_a_repository(tmp_path: Path) -> None:
    deleted = {"$type": "app.bsky.feed.post", "text": "deleted long ago", "createdAt": "2024-08-01T10:00:00Z"}
    (tmp_path / "repo.car").write_bytes(car(RECORDS, dead=(deleted,)))
    found = bluesky(tmp_path)
    rows = {row["uid"].rpartition("2d2")[2]: row for row in found.posts.to_dicts()}
    assert {key: row["form"] for key, row in rows.items()} == {
        "b": "post", "c": "reply", "d": "thread", "e": "quote", "f": "mention_start", "g": "repost",
    }  # fmt: skip
    first = rows["b"]
    assert first["text"] == "⛴️ Zürich – see https://harbour.example/times @mo.example #Fähre"
    assert (first["links"], first["hashtags"], first["mentions"]) == (
        ["https://harbour.example/times"], ["Fähre"], ["mo.example"],
    )  # fmt: skip
    assert (first["media_count"], first["alt_text"]) == (2, "A ferry")
    assert (
        rows["c"]["reply_to_author"]
        == rows["f"]["reply_to_author"]
        == rows["g"]["reply_to_author"]
        == f"bluesky:{OTHER}"
    )
    assert rows["d"]["reply_to_uid"] == rows["c"]["uid"]
    assert rows["d"]["tz_source"] == "id" and rows["d"]["created_at"].year == 2024, (
        "no clock of a client is ahead of the repository"
    )
    assert rows["e"]["created_at"].hour == 12
    assert rows["g"]["text"] is None
    assert found.inputs[0].read == len(RECORDS)
    assert found.inputs[0].skipped == {"follow": 3, "like": 1, "profile": 1}
    assert found.snapshots.select("following", "max_follows_day", "bio").rows() == [(3, 2, "Ferries.")]
    assert not found.posts["text"].str.contains("deleted").any()
    assert found.people.filter(pl.col("is_self"))["key"].to_list() == ["bluesky:@harbour.example", f"bluesky:{DID}"]


def test_a_broken_record_is_one_of_many(tmp_path: Path) -> None:
    odd = {
        "app.bsky.feed.post/short": {"text": 7, "createdAt": "yesterday"},
        "app.bsky.feed.repost/3l2dwxdp22d2z": {"createdAt": "2024-09-02T10:00:00Z"},
        "app.bsky.feed.post/3l2dwxdp22d2y": post("Fine", facets="none", embed=[1], reply=3, langs={}, extra=b"1"),
    }
    (tmp_path / "repo.car").write_bytes(car({**RECORDS, **odd}))
    found = bluesky(tmp_path)
    assert found.inputs[0].skipped["broken"] == 2
    assert found.posts.filter(pl.col("text") == "Fine")["form"].to_list() == ["post"]


@pytest.mark.parametrize("lost", ["app.bsky.feed.post/3l2dwxdp22d2b", "app.bsky.graph.follow/3l2dwxdp22d2i"])
def test_a_partial_repository_is_refused(tmp_path: Path, lost: str) -> None:
    (tmp_path / "repo.car").write_bytes(car(RECORDS, lost=lost))
    with pytest.raises(ArchiveError, match=r"missing block \(partial CAR\)"):
        bluesky(tmp_path)


def test_a_tree_without_its_keys_is_refused(tmp_path: Path) -> None:
    (tmp_path / "repo.car").write_bytes(re.sub(rb"ak([\x40-\x5f])", rb"aj\1", car(RECORDS)))
    with pytest.raises(ArchiveError, match=r"missing block"):
        bluesky(tmp_path)


def test_cut_off_empty_and_something_else(tmp_path: Path) -> None:
    whole = car(RECORDS)
    for size in (10, 100, 400, len(whole) - 1):
        (tmp_path / "repo.car").write_bytes(whole[:size])
        with pytest.raises(ArchiveError, match=r"cut off|missing block") as caught:
            bluesky(tmp_path)
        assert len(caught.value.faults) == 1
    (tmp_path / "repo.car").write_bytes(b"")
    with pytest.raises(ArchiveError, match="is empty"):
        bluesky(tmp_path)
    (tmp_path / "repo.car").write_text("not a repository at all")
    with pytest.raises(ArchiveError, match="not a CAR"):
        bluesky(tmp_path)


def test_follows_alone_are_worth_reading(tmp_path: Path) -> None:
    follows = {key: value for key, value in RECORDS.items() if "follow" in key}
    (tmp_path / "any-name").write_bytes(car(follows))
    found = bluesky(tmp_path, "any-name")
    assert found.posts.is_empty()
    assert found.feeds["need"].to_list() == ["following_count"]


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout")
def test_real_repositories() -> None:
    small = bluesky(EXPORTS, "bluesky/bafyreieovfuizojpw3zresz7sx3nk4trm2by23pt5rxbey3jme4uo5ogiu.car")
    assert small.posts.height == 5 and small.inputs[0].skipped == {"profile": 1}
    found = bluesky(EXPORTS, "bluesky/fakermaker.repo.car")
    forms = Counter(found.posts["form"])
    assert (forms["post"] + forms["mention_start"], forms["reply"], forms["repost"]) == (3, 23, 15)
    assert found.inputs[0].skipped == {"follow": 78, "like": 22, "profile": 1}
    assert found.snapshots["following"].to_list() == [78]
    with pytest.raises(ArchiveError, match=r"missing block \(partial CAR\)"):
        bluesky(EXPORTS, "bluesky/repo_slice.car")
