"""Instagram and Threads downloads on made-up twins, and the real counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from archives.make import EXPORTS, shared
from archives.make import read as read_any
from archives.test_facebook import broken, message, put
from sociable.archives import instagram, metathreads
from sociable.archives.container import open_inputs
from sociable.errors import ArchiveError
from sociable.tables import Archive

T0 = 1_700_000_000
MINE = "harbourlights"
HOME = "your_instagram_activity"


def read(root: Path, archive: str = "ig", **account: Any) -> Archive:
    return read_any(root, archive, **{"platform": "instagram", **account})


def needs(found: Archive) -> set[str]:
    return set(found.feeds["need"].to_list())


def media(title: str, number: int = 1, at: int = T0) -> dict[str, Any]:
    exif = {"photo_metadata": {"exif_data": [{"device_id": "secret-device", "latitude": 54.3}]}}
    return {
        "uri": f"media/posts/{number}.jpg",
        "creation_timestamp": at,
        "title": broken(title),
        "media_metadata": exif,
    }


def single(title: str, at: int = T0, number: int = 1) -> dict[str, Any]:
    return {"media": [media(title, number, at)]}


def carousel(title: str, at: int = T0) -> dict[str, Any]:
    return {
        "media": [media("", 8, at - 1), media("", 9, at - 1)],
        "title": broken(title),
        "creation_timestamp": at,
    }


@pytest.mark.parametrize(
    "name",
    [
        f"{HOME}/content/posts_1.json", f"{HOME}/media/posts_1.json", "content/posts_1.json", "ig-2023/x/posts_2.json",
        "renamed.json",
    ],
)  # fmt: skip
def test_captions_and_times(tmp_path: Path, name: str) -> None:
    items = [single("Nebel über Málaga 🌫", T0 + 1), carousel("Two pictures", T0 + 2), single("", T0 + 3)]
    put(tmp_path / "ig", name, items)
    found = read(tmp_path)
    rows = found.posts.select("text", "media_count", "form", (pl.col("created_at").dt.epoch("s") - T0)).rows()
    assert rows == [("Nebel über Málaga 🌫", 1, "post", 1), ("Two pictures", 2, "post", 2), ("", 1, "post", 3)]
    assert needs(found) == {"own_text", "minute_time"}


def test_mentions_and_hashtags_are_in_the_text(tmp_path: Path) -> None:
    put(
        tmp_path / "ig",
        f"{HOME}/media/posts_1.json",
        [single("With @mo.lind at sea #fog #2024 see https://h.example/a.")],
    )
    row = read(tmp_path).posts.to_dicts()[0]
    assert (row["mentions"], row["hashtags"], row["links"]) == (["mo.lind"], ["fog"], ["https://h.example/a"])


@pytest.mark.parametrize(
    ("root", "count"),
    [
        (single("Only one"), 1),
        ([single("A"), single("B", number=2)], 2),
        ({"ig_reels_media": [single("A")]}, 1),
        ({"ig_reels_media": single("A")}, 1),
        ({"ig_new_name": [single("A"), single("B", number=2)], "n": []}, 2),
        ([{"media": media("An object, not a list")}], 1),
        ([{"timestamp": T0, "label_values": [{"label": "Titel", "value": "New"}], "media": [{"uri": "a.jpg"}]}], 1),
    ],
)  # fmt: skip
def test_shapes_of_the_root(tmp_path: Path, root: Any, count: int) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", root)
    found = read(tmp_path)
    assert found.posts.height == count
    assert (found.posts["text"] != "").all() and found.inputs[0].skipped == {}


def test_stories_reels_and_private_files(tmp_path: Path) -> None:
    put(tmp_path / "ig", f"{HOME}/media/stories.json", {"ig_stories": [media("A story", 4), media("", 5, T0 + 9)]})
    put(tmp_path / "ig", f"{HOME}/media/reels.json", {"ig_reels_media": [single("A reel", T0 + 5, 6)]})
    put(tmp_path / "ig", f"{HOME}/media/archived_posts.json", {"ig_archived_post_media": [single("Hidden")]})
    put(tmp_path / "ig", f"{HOME}/media/profile_photos.json", {"ig_profile_picture": [media("Face")]})
    found = read(tmp_path)
    assert found.posts.select("form", "text").rows() == [("story", "A story"), ("post", "A reel"), ("story", "")]


def comment(words: str, owner: str | None, at: int, keys: tuple[str, str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {broken(keys[0]): {"value": broken(words)}}
    if owner is not None:
        fields[broken(keys[1])] = {"value": owner}
    return {"media_list_data": [{"uri": ""}], "string_map_data": {**fields, broken(keys[2]): {"timestamp": at}}}


LANGUAGES = [
    ("Comment", "Media Owner", "Time"), ("Opmerking", "Media-eigenaar", "Tijd"),
    ("Komentář", "Vlastník", "Čas"), ("코멘트", "소유자", "시간"),
]  # fmt: skip


@pytest.mark.parametrize("keys", LANGUAGES)
def test_comments_in_any_language(tmp_path: Path, keys: tuple[str, str, str]) -> None:
    items = [
        comment("wow", "mo.lind", T0, keys),
        comment("@Ana_K At nine from pier two", MINE, T0 + 1, keys),
        comment("More in our bio", MINE, T0 + 2, keys),
        comment("Schön!", None, T0 + 3, keys),
    ]
    put(tmp_path / "ig", f"{HOME}/comments/post_comments_1.json", items)
    put(tmp_path / "ig", f"{HOME}/comments/reels_comments.json", {"comments_reels_comments": items[:1]})
    found = read(tmp_path)
    rows = found.posts.select("text", "form", "reply_to_author").rows()
    assert rows == [
        ("wow", "reply", "instagram:@mo.lind"), ("@Ana_K At nine from pier two", "reply", "instagram:@ana_k"),
        ("More in our bio", "thread", None), ("Schön!", "reply", None),
    ]  # fmt: skip
    assert needs(found) == {"replies_out", "author_ids", "minute_time"}
    assert {"mo.lind", "ana_k"} <= set(found.people["handle"])


def test_comments_with_labels(tmp_path: Path) -> None:
    fields = {"URL": "https://www.instagram.com/mo.lind", "Name": "Mo Lind", "Username": "mo.lind"}
    labels = [{"label": label, "value": value} for label, value in fields.items()]
    owner = {"title": "Owner", "dict": [{"dict": labels, "title": ""}]}
    item = {
        "timestamp": T0,
        "media": [],
        "label_values": [{"label": "Comment", "value": broken("Très beau ferry")}, owner],
        "fbid": "9",
    }
    put(tmp_path / "ig", f"{HOME}/comments/post_comments_1.json", item)
    row = read(tmp_path).posts.to_dicts()[0]
    assert (row["text"], row["reply_to_author"], row["form"]) == ("Très beau ferry", "instagram:@mo.lind", "reply")


def followed(name: str, at: int, bare: bool = False) -> dict[str, Any]:
    entry = {"href": f"https://www.instagram.com/{name}", "timestamp": at}
    return {
        "title": name if bare else "",
        "media_list_data": [],
        "string_list_data": [entry if bare else {**entry, "value": name}],
    }


def test_followers_followed_profile(tmp_path: Path) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", [single("Hello")])
    people = "connections/followers_and_following"
    put(tmp_path / "ig", f"{people}/followers_1.json", [followed(f"f{n}", T0 + n) for n in range(5)])
    put(tmp_path / "ig", f"{people}/followers_2.json", [followed("f4", T0), followed("f5", T0)])
    put(
        tmp_path / "ig",
        f"{people}/following.json",
        {"relationships_following": [followed(f"g{n}", T0 + 86_400 * (n > 1), bare=True) for n in range(4)]},
    )
    put(
        tmp_path / "ig",
        f"{people}/pending_follow_requests.json",
        {"relationships_follow_requests_sent": [followed("h", T0)]},
    )
    fields = {
        "E-Mail-Adresse": "secret@mail.example",
        broken("Telefonnummer bestätigt"): "True",
        "Benutzername": MINE,
        "Name": broken("Häfen"),
        "Bio": "Ferries.",
    }
    user = {
        "title": "Nutzer",
        "string_map_data": {key: {"href": "", "value": value, "timestamp": 0} for key, value in fields.items()},
    }
    put(
        tmp_path / "ig", "personal_information/personal_information/personal_information.json", {"profile_user": [user]}
    )
    found = read(tmp_path)
    row = found.snapshots.to_dicts()[0]
    assert (row["followers"], row["following"], row["max_follows_day"]) == (6, 4, 2)
    assert (row["name"], row["bio"]) == ("Häfen", "Ferries.")
    assert {"following_count", "profile"} <= needs(found)
    everything = "".join(one.write_json() for one in (found.posts, found.people, found.snapshots))
    assert "secret" not in everything
    with open_inputs(tmp_path, ["ig"]) as containers:
        assert instagram.owners(containers[0]) == [(MINE, "Häfen")]


def test_a_download_of_somebody_else_is_noted(tmp_path: Path) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", [single("Hello")])
    user = {"string_map_data": {"Username": {"value": "another_one"}}}
    put(tmp_path / "ig", "personal_information/personal_information.json", {"profile_user": [user]})
    assert [one.code for one in read(tmp_path).inputs[0].issues] == ["other-handle"]


@pytest.mark.parametrize("allowed", [False, True])
def test_messages(tmp_path: Path, allowed: bool) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", [single("Hello")])
    rows = [message("Zoë", "Is there a lift?", T0), message("HarbourLights", "Yes", T0 + 60)]
    value = {
        "participants": [{"name": broken("Zoë")}, {"name": "HarbourLights"}],
        "messages": rows[::-1],
        "thread_path": "inbox/zoe_1",
    }
    put(tmp_path / "ig", f"{HOME}/messages/inbox/zoe_1/message_1.json", value)
    found = read(tmp_path, read_dms=allowed)
    assert found.messages["direction"].to_list() == ["in", "out"]
    assert found.messages["author"][0] == "instagram:name:Zoë"
    assert found.messages["text"].to_list() == (["Is there a lift?", "Yes"] if allowed else [None, None])
    assert ("dm_text" in needs(found)) == allowed


@pytest.mark.parametrize("platform", ["instagram", "facebook"])
def test_messages_alone_belong_to_the_account_they_are_named_under(tmp_path: Path, platform: str) -> None:
    rows = [message("Mo", "Hi", T0), message("HarbourLights", "Hello", T0 + 60)]
    value = {"participants": [{"name": "Mo"}, {"name": "HarbourLights"}], "messages": rows, "thread_path": "inbox/m"}
    put(tmp_path / "dm", "messages/inbox/m/message_1.json", value)
    found = read(tmp_path, "dm", platform=platform)
    assert found.messages["author"].to_list() == [f"{platform}:name:Mo", f"{platform}:@harbourlights"]


def test_downloads_of_2019(tmp_path: Path) -> None:
    shots = [{"caption": "Fog", "taken_at": "2019-05-05T12:00:00", "path": "photos/1.jpg"}]
    shots += [{"caption": "Album", "taken_at": "2019-05-06T12:00:00", "path": f"photos/{n}.jpg"} for n in (2, 3)]
    face = [{"taken_at": "2019-01-01T00:00:00", "path": "p.jpg"}]
    story = [{"caption": "", "taken_at": "2019-05-07T12:00:00+00:00", "path": "s.jpg"}]
    put(tmp_path / "ig", "media.json", {"photos": shots, "profile": face, "stories": story})
    put(
        tmp_path / "ig",
        "comments.json",
        {
            "media_comments": [
                ["2019-05-05T13:00:00", "@mo At nine", MINE],
                ["2019-05-05T14:00:00", "wow", "ana"],
                ["x"],
            ]
        },
    )
    put(
        tmp_path / "ig",
        "connections.json",
        {
            "followers": {"a": "2019-05-01T00:00:00", "b": "2019-05-01T00:00:00"},
            "following": {"c": "2019-05-01T00:00:00"},
        },
    )
    put(
        tmp_path / "ig",
        "profile.json",
        {"biography": "Ferries.", "email": "secret@mail.example", "name": "Harbour", "username": MINE},
    )
    found = read(tmp_path)
    assert found.posts.select("form", "text", "media_count", "reply_to_author").rows() == [
        ("post", "Fog", 1, None), ("reply", "@mo At nine", 0, "instagram:@mo"), ("reply", "wow", 0, "instagram:@ana"),
        ("post", "Album", 2, None), ("story", "", 1, None),
    ]  # fmt: skip
    assert found.posts["created_at"][0] == datetime(2019, 5, 5, 12, tzinfo=UTC)
    assert found.snapshots.select("followers", "following", "name", "bio").rows() == [(2, 1, "Harbour", "Ferries.")]
    assert [file.skipped for file in found.inputs if "comments" in file.file] == [{"broken": 1}]


def test_threads_belong_to_an_account_on_threads(tmp_path: Path) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", [single("On Instagram")])
    posts = [
        {
            "media": [
                {
                    "title": broken("Moin, Málaga"),
                    "creation_timestamp": T0,
                    "uri": "",
                    "text_app_post": {"is_reply": False},
                }
            ]
        },
        {"media": [{"title": "An answer", "creation_timestamp": T0 + 60, "text_app_post": {"is_reply": True}}]},
    ]
    put(tmp_path / "ig", f"{HOME}/threads/threads_and_replies.json", {"text_post_app_text_posts": posts})
    put(
        tmp_path / "ig",
        f"{HOME}/threads/followers.json",
        {"text_post_app_text_post_app_followers": [followed("a", T0)]},
    )
    found = read(tmp_path, platform="threads")
    assert found.posts.select("uid", "form", "text").rows()[0][0].startswith("threads:h:")
    assert found.posts.select("form", "text", "place").rows() == [
        ("post", "Moin, Málaga", "open"),
        ("reply", "An answer", "open"),
    ]
    assert needs(found) == {"own_text", "replies_out", "minute_time"}
    assert found.snapshots["followers"].to_list() == [1]
    assert read(tmp_path).posts["text"].to_list() == ["On Instagram"]
    with open_inputs(tmp_path, ["ig"]) as containers:
        assert metathreads.sniff(containers[0]) and instagram.sniff(containers[0])


GOOD = json.dumps([single("One", T0, 1), single("Two", T0 + 60, 2), single("Three", T0 + 120, 3)])


@pytest.mark.parametrize(
    ("text", "kept", "skipped", "codes"),
    [
        (GOOD, 3, {}, []),
        (json.dumps([*json.loads(GOOD), json.loads(GOOD)[1]]), 3, {"duplicate": 1}, []),
        (json.dumps([single("1"), {"media": "?"}, {"media": [{}]}]), 1, {"broken": 1, "no-time": 1}, ["broken"]),
        (json.dumps([{**single("One"), "new_key": [1, {}]}]), 1, {}, []),
        (GOOD[: GOOD.index("Three")], 2, {"broken": 1}, ["cut-off", "broken"]),
        ("\ufeff" + GOOD, 3, {}, []),
    ],
)  # fmt: skip
def test_files_of_all_sorts(tmp_path: Path, text: str, kept: int, skipped: dict[str, int], codes: list[str]) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", text)
    file = read(tmp_path).inputs[0]
    assert (file.kept, file.skipped, [one.code for one in file.issues]) == (kept, skipped, codes)


def test_utf_16(tmp_path: Path) -> None:
    path = put(tmp_path / "ig", "posts_1.json", "")
    path.write_bytes(GOOD.encode("utf-16-le"))
    assert read(tmp_path).posts.height == 3


@pytest.mark.parametrize("text", ["", "[]", '{"ig_reels_media": []}'])
def test_empty_files_are_notes_beside_others(tmp_path: Path, text: str) -> None:
    put(tmp_path / "ig", f"{HOME}/media/posts_1.json", GOOD)
    put(tmp_path / "ig", f"{HOME}/media/reels.json", text)
    empty = next(file for file in read(tmp_path).inputs if file.file.endswith("reels.json"))
    assert (empty.read, [one.code for one in empty.issues]) == (0, ["empty"])


def test_facebook_and_instagram_in_one_folder_keep_apart(tmp_path: Path) -> None:
    put(tmp_path / "ig", "instagram-h/your_instagram_activity/media/posts_1.json", GOOD)
    put(
        tmp_path / "ig",
        "facebook-h/your_facebook_activity/posts/your_posts_1.json",
        [{"timestamp": T0, "data": [{"post": "On Facebook"}]}],
    )
    for side, who in (("instagram-h/your_instagram_activity", "Zoe"), ("facebook-h/your_facebook_activity", "Mo")):
        value = {
            "participants": [{"name": who}, {"name": "HarbourLights"}],
            "messages": [message(who, "Hi", T0)],
            "thread_path": "inbox/t",
        }
        put(tmp_path / "ig", f"{side}/messages/inbox/t/message_1.json", value)
    one, two = read(tmp_path), read(tmp_path, platform="facebook")
    assert (one.posts.height, one.messages["author"].to_list()) == (3, ["instagram:name:Zoe"])
    assert (two.posts["text"].to_list(), two.messages["author"].to_list()) == (["On Facebook"], ["facebook:name:Mo"])


class TestReal:
    pytestmark = shared

    def test_counts(self) -> None:
        found = read(EXPORTS, "instagram-bitsinna-art")
        raw = json.loads((EXPORTS / "instagram-bitsinna-art/posts_1.json").read_text())
        captions = [row.get("title") if len(row["media"]) > 1 else row["media"][0]["title"] for row in raw]
        assert found.posts.height == len(raw) == 244
        assert (found.posts["text"] != "").sum() == sum(map(bool, captions)) == 243
        assert (found.posts["media_count"] > 1).sum() == sum(len(row["media"]) > 1 for row in raw) == 141
        times = {row.get("creation_timestamp") or row["media"][0]["creation_timestamp"] for row in raw}
        assert set(found.posts["created_at"].dt.epoch("s")) == times

    @pytest.mark.parametrize("name", ["empty", "instagram_2022_09_26", "instagram_html_2022_09_26"])
    def test_trees_of_empty_files(self, name: str) -> None:
        with pytest.raises(ArchiveError, match="is empty"):
            read(EXPORTS, f"empty-trees/ddpinspect/tests/data/instagram/{name}.zip")
