"""Mastodon archives: visibility, text of HTML, threads, boosts, damage."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archives.make import EXPORTS, read
from sociable.archives import htmltext
from sociable.errors import ArchiveError

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ME = "https://mas.example/users/harbour"
ACTOR = {
    "id": ME, "preferredUsername": "harbour", "name": "Harbour", "summary": "<p>Ferries.</p>",
    "published": "2022-01-01T00:00:00Z", "icon": {"url": "avatar.png"},
    "attachment": [{"name": "Web", "value": '<a href="https://harbour.example">harbour.example</a>'}],
}  # fmt: skip


def note(number: int, content: str, to: Any = (PUBLIC,), cc: Any = (), **more: Any) -> dict[str, Any]:
    body = {
        "id": f"{ME}/statuses/{number}", "type": "Note", "published": "2022-07-10T02:34:28Z", "content": content,
        "to": list(to), "cc": list(cc), "tag": [], "attachment": [], "url": f"https://mas.example/@harbour/{number}",
        "inReplyTo": None, "contentMap": {"en": content},
    }  # fmt: skip
    return {"id": f"{ME}/statuses/{number}/activity", "type": "Create", "actor": ME, "object": {**body, **more}}


N = 108620707827530645
MENTION = {"type": "Mention", "href": "https://far.example/users/Mo", "name": "@Mo@far.example"}
ITEMS = [
    note(N, "<p>Boats &amp; tides<br>daily</p><p>See <a href=\"https://harbour.example/times\">"
            '<span class="invisible">https://</span><span class="ellipsis">harbour.example/ti</span></a></p>'),
    note(N + 1, "<p>quiet</p>", to=[f"{ME}/followers"], cc=[PUBLIC]),
    note(N + 2, "<p>followers only</p>", to=[f"{ME}/followers"]),
    note(N + 3, "<p>to you alone</p>", to=["https://far.example/users/Mo"]),
    note(N + 4, '<p><span class="h-card"><a href="https://far.example/@Mo" class="u-url mention">@<span>Mo</span></a>'
                "</span> yes</p>", inReplyTo="https://far.example/users/Mo/statuses/108620707827530000", tag=[MENTION]),
    note(N + 5, "<p>and more</p>", inReplyTo=f"{ME}/statuses/{N}"),
    note(N + 6, "<p>picture</p>", attachment=[{"type": "Document", "mediaType": "image/png", "name": "A ferry"}],
         tag=[{"type": "Hashtag", "name": "#Ferry"}]),
    {"id": f"{ME}/statuses/{N + 7}/activity", "type": "Announce", "actor": ME, "published": "2022-07-14T14:47:18Z",
     "to": [PUBLIC], "object": "https://far.example/users/Ada/statuses/108646219757160334"},
    {"id": "x", "type": "Like", "object": "https://far.example/1"},
]  # fmt: skip


def outbox(items: list[Any]) -> str:
    body = {"@context": ["https://www.w3.org/ns/activitystreams", {"a": {"b": "[x]"}}], "id": "outbox.json",
            "type": "OrderedCollection", "totalItems": 99, "orderedItems": items}  # fmt: skip
    return json.dumps(body)


def archive(folder: Path, items: list[Any] = ITEMS, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in {
        "outbox": outbox(items),
        "actor": json.dumps(ACTOR),
        "likes": outbox(["https://a.example"]),
        **files,
    }.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def account(root: Path, name: str, **more: Any) -> Any:
    return read(root, name, platform="mastodon", **{"handle": "harbour@mas.example", **more})


def test_an_archive(tmp_path: Path) -> None:
    archive(tmp_path / "m")
    (tmp_path / "m/following_accounts.csv").write_text(
        "Account address,Show boosts\na@b.example,true\nc@d.example,true\n"
    )
    found = account(tmp_path, "m")
    rows = {row["uid"].rpartition(":")[2]: row for row in found.posts.to_dicts()}
    assert Counter(found.posts["form"]) == {"post": 3, "reply": 1, "thread": 1, "repost": 1}
    first = rows[str(N)]
    assert first["text"] == "Boats & tides\ndaily\n\nSee https://harbour.example/times"
    assert first["links"] == ["https://harbour.example/times"]
    reply = rows[str(N + 4)]
    assert (reply["text"], reply["reply_to_author"], reply["mentions"], reply["links"]) == (
        "@Mo yes", "mastodon:@mo@far.example", ["mo@far.example"], [],
    )  # fmt: skip
    assert rows[str(N + 5)]["thread_root"] == f"mastodon:{N}"
    assert (rows[str(N + 6)]["alt_text"], rows[str(N + 6)]["hashtags"]) == ("A ferry", ["Ferry"])
    boost = rows[str(N + 7)]
    assert (boost["text"], boost["reply_to_author"]) == (None, "mastodon:@ada@far.example")
    files = {one.file: one for one in found.inputs}
    assert files["m!outbox.json"].skipped == {"private": 2, "not-a-post": 1}
    assert files["m!following_accounts.csv"].skipped == {"not-a-post": 2}
    assert "m!likes.json" not in files
    assert not found.posts["text"].str.contains("alone|followers only").any()
    snapshot = found.snapshots.to_dicts()[0]
    assert (snapshot["following"], snapshot["bio"], snapshot["website"]) == (2, "Ferries.", "https://harbour.example")
    assert str(found.feeds.filter(need="own_text")["first"][0]) == "2022-01-01", "an archive holds all since creation"
    alive = found.feeds.filter(need="alive")
    assert str(alive["first"][0]) == "2022-01-01", "nobody is asked for days before the account was made"
    assert not any("alive" in one.feeds for one in found.inputs), "no need, and no file's merit"


def test_an_actor_without_a_date_says_nothing_of_the_time_before(tmp_path: Path) -> None:
    archive(tmp_path / "m", actor=json.dumps({key: value for key, value in ACTOR.items() if key != "published"}))
    found = account(tmp_path, "m").feeds
    assert found.filter(need="alive").is_empty()
    assert str(found.filter(need="own_text")["first"][0]) == "2022-07-10", "the first post"


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_wrappers(tmp_path: Path, kind: str) -> None:
    archive(tmp_path / "m")
    files = sorted((tmp_path / "m").iterdir())
    if kind == "zip":
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
            for file in files:
                box.write(file, f"archive-20220728/{file.name}")
    else:
        with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as box:
            for file in files:
                data = file.read_bytes()
                info = tarfile.TarInfo(f"./{file.name}")
                info.size = len(data)
                box.addfile(info, io.BytesIO(data))
    assert account(tmp_path, f"a.{kind}").posts.height == 6


def test_damage_is_counted(tmp_path: Path) -> None:
    broken = note(N + 8, "<p>x</p>", tag="no list", attachment=7)
    worse = {**note(N + 9, "<p>y</p>"), "published": 7}
    undated = note(1, "<p>z</p>", published=None)
    archive(tmp_path / "m", [ITEMS[0], ITEMS[0], broken, worse, undated, {"type": "Create", "extra": 1}])
    file = account(tmp_path, "m").inputs[0]
    assert (file.read, file.kept) == (6, 2)
    assert file.skipped == {"duplicate": 1, "broken": 1, "incomplete": 1, "not-a-post": 1}


def test_a_file_that_is_cut_off_keeps_its_whole_records(tmp_path: Path) -> None:
    whole = outbox(ITEMS)
    archive(tmp_path / "m", outbox=whole[: whole.index("and more")])
    found = account(tmp_path, "m")
    assert found.posts.height == 3
    file = next(one for one in found.inputs if one.file == "m!outbox.json")
    assert {issue.code for issue in file.issues} == {"cut-off", "broken"}
    assert file.skipped == {"private": 2, "broken": 1}
    fed = {row["need"]: str(row["first"]) for row in found.feeds.to_dicts()}
    assert (fed["own_text"], fed["alive"]) == ("2022-07-10", "2022-01-01"), "what is missing was not silence"


def test_a_file_that_is_cut_off_in_its_first_record(tmp_path: Path) -> None:
    archive(tmp_path / "m", outbox=outbox(ITEMS)[:300])
    with pytest.raises(ArchiveError, match=r"ends in the middle; 1 rows read and none usable \(1 broken\)"):
        account(tmp_path, "m")


def test_encodings(tmp_path: Path) -> None:
    archive(tmp_path / "m")
    text = json.dumps(json.loads(outbox([note(N, "<p>Fähre</p>")])), ensure_ascii=False)
    (tmp_path / "m/outbox.json").write_bytes(text.encode("utf-8-sig"))
    assert account(tmp_path, "m").posts["text"].to_list() == ["Fähre"]
    (tmp_path / "m/outbox.json").write_bytes(text.encode("cp1252"))
    found = account(tmp_path, "m")
    assert found.posts["text"].to_list() == ["Fähre"]
    assert "encoding" in {issue.code for one in found.inputs for issue in one.issues}


def test_nothing_in_it_and_the_wrong_owner(tmp_path: Path) -> None:
    archive(tmp_path / "m", [])
    with pytest.raises(ArchiveError, match="is empty"):
        account(tmp_path, "m")
    (tmp_path / "m/outbox.json").unlink()
    with pytest.raises(ArchiveError, match=r"without its outbox.json"):
        account(tmp_path, "m")
    archive(tmp_path / "n")
    found = account(tmp_path, "n", handle="somebody")
    assert "other-handle" in {issue.code for issue in found.inputs[0].issues}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br/>b", "a\nb"),
        ("<p>1 &lt; 2 &amp;amp; <b>x</b></p>", "1 < 2 &amp; x"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        (
            '<a href="https://h.example/long"><span class="invisible">https://</span>h.example/lo</a>!',
            "https://h.example/long!",
        ),
        ('<a href="https://h.example">our page</a>', "our page"),
        ('<p class="quote-inline">RE: <a href="https://q.example">q</a></p><p>own</p>', "own"),
        ("plain", "plain"),
        ("</p>odd", "odd"),
    ],
)
def test_html_to_text(markup: str, text: str) -> None:
    assert htmltext.plain(markup)[0] == text


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout")
def test_a_real_archive() -> None:
    folder = EXPORTS / "mastodon-newgreenpeace"
    handle = json.loads((folder / "actor.json").read_text())["preferredUsername"]
    items = json.loads((folder / "outbox.json").read_text())["orderedItems"]
    found = read(EXPORTS, folder.name, platform="mastodon", handle=handle)
    file = found.inputs[0]
    assert (file.read, file.kept, file.skipped) == (207, 205, {"private": 2}) and len(items) == 207
    assert Counter(found.posts["form"]) == {"post": 204, "repost": 1}
    media = sum(
        len(one["object"]["attachment"]) for one in items if one["type"] == "Create" and PUBLIC in one["object"]["to"]
    )
    assert found.posts["media_count"].sum() == media
