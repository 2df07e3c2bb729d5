"""Facebook downloads on made-up twins, and the real Page's counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from archives.make import EXPORTS, shared
from archives.make import read as read_any
from sociable.archives import facebook, metamessages, metatext
from sociable.archives.container import open_inputs
from sociable.errors import ArchiveError
from sociable.tables import Archive

T0 = 1_700_000_000  # 2023-11-14T22:13:20Z
PAGE = "this_profile's_activity_across_facebook"
LAYOUTS = [
    f"{PAGE}/posts/profile_posts_1.json",
    "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json",
    "your_activity_across_facebook/posts/your_posts_1.json",
    "posts/your_posts_1.json",
    "wrapped/facebook-harbour/this_profile's_activity_across_facebook/posts/profile_posts_2.json",
]


def broken(words: str) -> str:
    """Words as Meta writes them: UTF-8 taken for Latin-1."""
    return words.encode().decode("latin-1")


def post(words: str | None, at: int = T0, **more: Any) -> dict[str, Any]:
    data: list[dict[str, Any]] = [{"post": broken(words)}] if words is not None else []
    return {"timestamp": at, "data": [*data, {"update_timestamp": at}, {}], "title": "Harbour did so.", **more}


def media(uri: str, **more: Any) -> dict[str, Any]:
    exif = {"photo_metadata": {"exif_data": [{"upload_ip": "192.0.2.7", "latitude": 1.0}]}}
    return {"media": {"uri": uri, "creation_timestamp": T0, "media_metadata": exif, **more}}


def attached(*items: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"data": list(items)}]


def put(root: Path, name: str, value: Any) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def read(root: Path, archive: str = "fb", **account: Any) -> Archive:
    return read_any(root, archive, **{"platform": "facebook", **account})


def needs(found: Archive) -> set[str]:
    return set(found.feeds["need"].to_list())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_posts(tmp_path: Path, layout: str) -> None:
    put(tmp_path / "fb", layout, [post("Ferries to Málaga 🚢", T0), post("Two", T0 + 60)])
    found = read(tmp_path)
    assert found.posts["text"].to_list() == ["Ferries to Málaga 🚢", "Two"]
    assert found.posts["created_at"][0] == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert found.posts.select("time_precision", "tz_source", "form").unique().rows() == [("second", "explicit", "post")]
    assert all(uid.startswith("facebook:h:") for uid in found.posts["uid"])
    assert needs(found) == {"own_text", "reshares", "minute_time"}


def test_kinds_follow_structure_and_not_the_title(tmp_path: Path) -> None:
    elsewhere, own = (
        {"external_context": {"url": url, "name": "A page"}} for url in ("https://news.example/a", "https://harbour.example/tickets")
    )  # fmt: skip
    items = [
        post("Words and a link", T0 + 1, attachments=attached(elsewhere)),
        post(None, T0 + 2, attachments=attached(elsewhere)),
        post(None, T0 + 3, attachments=attached(own)),
        post(None, T0 + 4, attachments=attached({"external_context": {"url": "http://0.0.0.0/"}})),
        post(None, T0 + 5, attachments=attached(media("a.jpg"), media("b.jpg"))),
        post(None, T0 + 6),
        post(None, T0 + 7, attachments=[{"data": []}]),
        post(None, T0 + 8, attachments=attached(media("c.mp4", description=broken("Día de niebla")))),
    ]
    put(tmp_path / "fb", LAYOUTS[0], items)
    from sociable import archives
    from sociable.config import Brand

    brand = Brand.model_validate({
        "root": tmp_path, "brand": {"name": "H", "domains": "harbour.example"},
        "accounts": [{"platform": "facebook", "handle": "h", "archive": "fb"}],
    })  # fmt: skip
    found = archives.read(brand)
    rows = found.posts.select(
        (pl.col("created_at").dt.epoch("s") - T0).alias("n"), "form", "text", "media_count"
    ).rows()
    assert rows == [
        (1, "post", "Words and a link", 0), (2, "repost", "", 0), (3, "post", "", 0), (4, "repost", "", 0),
        (5, "post", "", 2), (7, "post", "", None), (8, "post", "Día de niebla", 1),
    ]  # fmt: skip
    assert found.inputs[0].skipped == {"no-content": 1}
    assert found.posts["links"].to_list()[0] == ["https://news.example/a"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (broken("Zażółć gęślą jaźń"), "Zażółć gęślą jaźń"),
        (broken("日本 🎉 “quoted”"), "日本 🎉 “quoted”"),
        ("already good: é and 日本", "already good: é and 日本"),
        ("café", "café"),
        (broken("münchen") + " 🎉", "münchen 🎉"),
        (broken("cut short é")[:-1], broken("cut short é")[:-1]),
        (None, ""),
        ("plain", "plain"),
    ],
)
def test_repair(written: str | None, meant: str) -> None:
    assert metatext.repair(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (T0, T0), (str(T0), T0), (T0 * 1000, T0), (T0 * 1_000_000, T0), (0, None), (None, None), ("soon", None),
        ("inf", None), (5, None), (10**400, None),
    ],
)  # fmt: skip
def test_seconds(written: Any, meant: int | None) -> None:
    assert metatext.seconds(written) == meant


def comment(words: str, at: int) -> dict[str, Any]:
    said = {"timestamp": at, "comment": broken(words), "author": "Harbour"}
    return {"timestamp": at, "title": "Harbour ha risposto.", "data": [{"comment": said}]}


def test_own_comments_are_replies(tmp_path: Path) -> None:
    put(tmp_path / "fb", LAYOUTS[0], [post("Hello")])
    entries = [
        comment("@[1000:2048:Mo Lind] At nine, from pier two", T0 + 60),
        comment("Très bien", T0 + 61),
        {"timestamp": T0, "title": "x"},
    ]
    put(tmp_path / "fb", f"{PAGE}/comments_and_reactions/comments.json", {"comments_v2": entries})
    put(
        tmp_path / "fb",
        f"{PAGE}/comments_and_reactions/likes_and_reactions_1.json",
        [{"timestamp": 1, "data": [{"reaction": {"reaction": "LIKE"}}]}],
    )
    found = read(tmp_path)
    rows = found.posts.filter(form="reply").select("text", "reply_to_author", "reply_to_uid").rows()
    assert rows == [("Mo Lind At nine, from pier two", "facebook:name:Mo Lind", None), ("Très bien", None, None)]
    assert "replies_out" in needs(found) and "author_ids" not in needs(found)
    assert {file.file.rsplit("/", 1)[-1]: file.skipped for file in found.inputs} == {
        "comments.json": {"no-content": 1}, "profile_posts_1.json": {},
    }  # fmt: skip


def message(who: str, words: str | None, at: int, **more: Any) -> dict[str, Any]:
    said = {} if words is None else {"content": broken(words)}
    return {"sender_name": broken(who), "timestamp_ms": at * 1000, **said, **more}


def thread(root: Path, name: str, who: list[str], messages: list[dict[str, Any]]) -> None:
    value = {
        "participants": [{"name": broken(one)} for one in who], "messages": messages, "title": broken(who[0]),
        "thread_path": f"inbox/{name}", "is_still_participant": True, "magic_words": [],
    }  # fmt: skip
    put(root / "fb", f"{PAGE}/messages/inbox/{name}/message_1.json", value)


def messenger(root: Path) -> None:
    """Four threads; a greeting comes by itself in three of them."""
    for number, name in enumerate(["Mo", "Ana", "Zoë"]):
        at = T0 + number * 10_000
        rows = [message(name, "Is there a lift?", at), message("Häfen & Co", "Thanks, we will be with you.", at + 5)]
        if number == 0:
            rows += [
                message("Häfen & Co", "Yes, at pier two.", at + 900),
                message(name, None, at + 950, photos=[{"uri": "p.jpg"}]),
            ]
        thread(root, f"t{number}", [name, "Häfen & Co"], rows[::-1])
    late = [message("Kim", "Hello", T0), message("Häfen & Co", "Thanks, we will be with you.", T0 + 7200)]
    noise = [
        message("Kim", "Reacted 😍 to your message ", T0 + 9),
        message("Kim", None, T0 + 10),
        {"sender_name": 5, "timestamp_ms": []},
    ]
    thread(root, "t3", ["Kim", "Häfen & Co"], [*late, *noise])


@pytest.mark.parametrize("allowed", [False, True])
def test_messenger(tmp_path: Path, allowed: bool) -> None:
    messenger(tmp_path)
    found = read(tmp_path, read_dms=allowed)
    rows = found.messages
    assert rows.height == 10 and rows["private"].all() and rows["channel"].unique().to_list() == ["dm"]
    assert rows.group_by("direction").len().sort("direction").rows() == [("in", 5), ("out", 5)]
    assert rows["thread_id"].n_unique() == 4
    assert rows.filter("is_automatic").height == 3, "not the one that came two hours later"
    assert rows["text"].null_count() == (0 if allowed else 10)
    first = rows.filter(pl.col("thread_id") == "facebook:dm:t0").sort("created_at").to_dicts()[0]
    assert (first["author"], first["recipient"]) == ("facebook:name:Mo", "facebook:@harbourlights")
    assert ("dm_text" in needs(found)) == allowed and "inbound_linked" not in needs(found)
    assert found.people.filter("weak")["name"].sort().to_list() == ["Ana", "Kim", "Mo", "Zoë"]
    skipped = next(file.skipped for file in found.inputs if file.read == 5)
    assert skipped == {"broken": 1, "no-content": 1, "reaction": 1}


def test_posts_and_comments_in_groups_are_half_open(tmp_path: Path) -> None:
    entries = [post("In a group")]
    old = {"group_posts": {"activity_log_data": [post("Long ago", T0 - 60)]}}
    said = {"timestamp": T0 + 5, "comment": "Yes", "author": "Harbour", "group": "Sailors"}
    put(tmp_path / "fb", "your_facebook_activity/groups/group_posts_and_comments.json", {"group_posts_v2": entries})
    put(tmp_path / "fb", "groups/your_posts_and_comments_in_groups.json", old)
    comments = {"group_comments_v2": [{"timestamp": T0 + 5, "data": [{"comment": said}]}]}
    put(tmp_path / "fb", "your_facebook_activity/groups/your_comments_in_groups.json", comments)
    found = read(tmp_path)
    assert found.posts.select("text", "form", "place").rows() == [
        ("Long ago", "post", "semi-closed"), ("In a group", "post", "semi-closed"), ("Yes", "reply", "semi-closed"),
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["saved exports/fb", "location 5 ltd", "search & co"])
def test_folders_of_the_user_may_be_called_anything(tmp_path: Path, folder: str) -> None:
    put(tmp_path / "fb", f"{folder}/{LAYOUTS[0]}", [post("Hello")])
    assert read(tmp_path).posts.height == 1


def test_two_people_who_both_could_be_the_account_are_not_guessed(tmp_path: Path) -> None:
    thread(tmp_path, "t", ["Mo", "Ana"], [message("Mo", "Hi", T0)])
    put(tmp_path / "fb", LAYOUTS[0], [post("Hello")])
    found = read(tmp_path)
    assert found.messages.is_empty()
    assert [file.skipped for file in found.inputs if "message_1" in file.file] == [{"self-unknown": 1}]


def test_encrypted_threads_of_newer_downloads(tmp_path: Path) -> None:
    rows = [
        {"senderName": "Mo", "text": "Hi", "timestamp": T0 * 1000, "type": "text", "isUnsent": False, "media": []},
        {"senderName": "HarbourLights", "text": "Hello Mo", "timestamp": T0 * 1000 + 9000, "type": "text"},
    ]
    put(
        tmp_path / "fb",
        "messages/Mo_4.json",
        {"participants": ["Mo", "HarbourLights"], "threadName": "Mo_4", "messages": rows},
    )
    found = read(tmp_path)
    assert found.messages["direction"].to_list() == ["in", "out"]


def profile(root: Path) -> None:
    told = {
        "profile_v2": {
            "name": {"full_name": broken("Häfen & Co")}, "emails": {"emails": ["secret@mail.example"]},
            "phone_numbers": [{"phone_number": "+4912345"}], "intro_bio": {"name": "Ferries since 1950"},
            "websites": [{"address": "https://harbour.example"}], "profile_uri": "https://www.facebook.com/haefen.co",
        }
    }  # fmt: skip
    put(root / "fb", "profile_information/profile_information.json", told)


def test_profile_and_followers_make_a_snapshot(tmp_path: Path) -> None:
    put(tmp_path / "fb", LAYOUTS[0], [post("Hello")])
    profile(tmp_path)
    put(
        tmp_path / "fb",
        "connections/followers/people_who_followed_you.json",
        {"followers_v3": [{"name": "A"}, {"name": "B"}]},
    )
    put(
        tmp_path / "fb",
        "connections/followers/who_you've_followed.json",
        {"following_v3": [{"name": "C", "timestamp": T0}]},
    )
    found = read(tmp_path)
    row = found.snapshots.to_dicts()[0]
    assert (row["followers"], row["following"], row["name"], row["bio"]) == (2, 1, "Häfen & Co", "Ferries since 1950")
    assert row["website"] == "https://harbour.example"
    assert {"following_count", "profile"} <= needs(found)
    with open_inputs(tmp_path, ["fb"]) as containers:
        assert facebook.owners(containers[0]) == [("haefen.co", "Häfen & Co")]


def test_nothing_private_reaches_the_tables(tmp_path: Path) -> None:
    put(tmp_path / "fb", LAYOUTS[0], [post("Hello", attachments=attached(media("a.jpg")))])
    profile(tmp_path)
    messenger(tmp_path)
    put(
        tmp_path / "fb",
        "security_and_login_information/ip_address_activity.json",
        {"used_ip_address_v2": [{"ip": "192.0.2.7"}]},
    )
    found = read(tmp_path)
    everything = "".join(one.write_json() for one in (found.posts, found.messages, found.people, found.snapshots))
    for secret in ("192.0.2.7", "secret@mail", "+4912345", "Is there a lift"):
        assert secret not in everything


def test_a_download_as_web_pages_is_named(tmp_path: Path) -> None:
    put(tmp_path / "fb", "posts/your_posts_1.html", "<html>Hi</html>")
    put(tmp_path / "fb", "ads/no-data.txt", "You have no data in this section.")
    with pytest.raises(ArchiveError, match="written as web pages; request it again in the JSON"):
        read(tmp_path)


GOOD = json.dumps([post("One", T0), post("Two", T0 + 60), post("Three", T0 + 120)])


@pytest.mark.parametrize(
    ("text", "kept", "skipped", "codes"),
    [
        (GOOD, 3, {}, []),
        (json.dumps([*json.loads(GOOD), json.loads(GOOD)[1]]), 3, {"duplicate": 1}, []),
        (json.dumps([post("1"), {"timestamp": {}}, "x", post("2", 0)]), 1, {"broken": 2, "no-time": 1}, ["broken"]),
        (json.dumps([{**post("One"), "new_key": {"deep": [1, {"x": None}]}}]), 1, {}, []),
        (GOOD[: GOOD.index("Three")], 2, {"broken": 1}, ["cut-off", "broken"]),
        (json.dumps(post("Only one")), 1, {}, []),
        (json.dumps({"status_updates": json.loads(GOOD)}), 3, {}, []),
        ('{"whatever_v9": ' + GOOD + ', "small": []}', 3, {}, []),
        ("\ufeff" + GOOD, 3, {}, []),
        (GOOD[:-1] + ",]", 3, {}, ["formatted"]),
    ],
)  # fmt: skip
def test_files_of_all_sorts(tmp_path: Path, text: str, kept: int, skipped: dict[str, int], codes: list[str]) -> None:
    put(tmp_path / "fb", LAYOUTS[0], text)
    found = read(tmp_path)
    file = found.inputs[0]
    assert (file.kept, file.skipped, [one.code for one in file.issues]) == (kept, skipped, codes)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "fb" / LAYOUTS[0]
    path.parent.mkdir(parents=True)
    path.write_bytes(
        json.dumps([{"timestamp": T0, "data": [{"post": "Smørrebrød"}]}], ensure_ascii=False).encode(encoding)
    )
    assert read(tmp_path).posts["text"].to_list() == ["Smørrebrød"]


@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_empty_files_are_notes_beside_others(tmp_path: Path, text: str) -> None:
    put(tmp_path / "fb", LAYOUTS[0], [post("Hello")])
    put(tmp_path / "fb", f"{PAGE}/posts/profile_posts_2.json", text)
    found = read(tmp_path)
    assert found.posts.height == 1
    empty = next(file for file in found.inputs if file.file.endswith("_2.json"))
    assert (empty.read, [one.code for one in empty.issues]) == (0, ["empty"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"timestamp": 17, "data": [{"po', r"ends in the middle; 1 rows read and none usable \(1 broken\)"),
        ('{"timestamp": 17, "data": ]', "not a JSON export that can be read"),
    ],
)
def test_a_file_that_is_no_json_is_one_clear_line(tmp_path: Path, text: str, words: str) -> None:
    put(tmp_path / "fb", LAYOUTS[0], text)
    with pytest.raises(ArchiveError, match=words) as caught:
        read(tmp_path)
    assert len(caught.value.faults) == 1


def test_two_downloads_of_one_page_meet(tmp_path: Path) -> None:
    put(tmp_path / "a", LAYOUTS[0], [post("One", T0), post("Two", T0 + 60)])
    put(tmp_path / "b", LAYOUTS[0], [post("Two", T0 + 60), post("Three", T0 + 120)])
    found = read_any(tmp_path, ["a", "b"], platform="facebook")
    assert found.posts["text"].to_list() == ["One", "Two", "Three"]
    assert sum(file.skipped.get("merged", 0) for file in found.inputs) == 1


def test_reactions_in_words_are_no_messages() -> None:
    pattern = metamessages._REACTION
    assert pattern.match("Reacted ❤️ to your message ") and pattern.match("Liked a message")
    assert not pattern.match("Reacted badly to your message about the boat, I admit")


class TestReal:
    pytestmark = shared

    def test_counts(self) -> None:
        found = read(EXPORTS, "facebook-page-orbitronica")
        raw = json.loads((EXPORTS / "facebook-page-orbitronica/profile_posts_1.json").read_text())
        words = [next((one["post"] for one in row["data"] if "post" in one), "") for row in raw]
        items = [[item for group in row.get("attachments", []) for item in group["data"]] for row in raw]
        assert found.posts.height == len(raw) == 177
        assert (found.posts["text"] != "").sum() == sum(map(bool, words)) == 161
        assert (found.posts["media_count"] > 0).sum() == sum(any("media" in one for one in row) for row in items) == 135
        linked = sum(any("external_context" in one for one in row) for row in items)
        assert (found.posts["links"].list.set_intersection(["http://0.0.0.0/"]).list.len() > 0).sum() == linked == 8
        repaired = {one.encode("latin-1").decode().strip().replace("\r\n", "\n") for one in words if one}
        assert set(found.posts["text"]) - {""} == repaired
