"""Files that break off in the middle, of every format: what is whole is kept and counted, and the break is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from archives import test_bluesky, test_facebook, test_instagram, test_mastodon, test_twarc
from archives.make import HANDLE, OWN, read, table, tweet, x_archive, ytd
from archives.test_facebook import put
from hostile import twins
from sociable.archives import cutoff, javascript, jsonfile, slowrows, tablecut, tabular
from sociable.archives.records import Tally
from sociable.errors import ArchiveError
from sociable.model import CUT_OFF
from sociable.tables import Archive

TREE = {
    "name": "it's [", "profile": {"bio": 'a "quoted" {word}'},
    "posts": {"list": [{"text": "one, [two", "media": [1, {"n": 2}]}, {"text": 'say "hi"'}, {"text": "last"}]},
    "more": [1, 2],
}  # fmt: skip


def told(found: Archive) -> dict[str, str]:
    """File to what is said of its break."""
    return {file.file: one.message for file in found.inputs for one in file.issues if one.code == CUT_OFF}


def shorten(path: Path, share: float = 0.6) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def test_a_document_cut_anywhere_is_closed_behind_its_last_whole_record() -> None:
    for indent in (None, 1):
        text = json.dumps(TREE, indent=indent).encode()
        assert cutoff.closed(text) is None
        for size in range(1, len(text)):
            short = cutoff.closed(text[:size])
            assert short is not None, text[:size]
            found: dict[str, Any] = json.loads(short[0])
            records = found.get("posts", {}).get("list", [])
            assert records == TREE["posts"]["list"][: len(records)]  # type: ignore[index]
            assert text[:size].count(b'"text":') <= len(records) + short[1].count(b'"text":'), "none goes uncounted"
            assert set(found.get("profile", {"bio": ""}).values()) <= {"", TREE["profile"]["bio"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", [b"", b"plain words", b'{"a": 1}', b"[1, 2]}", b"]", b'{"a": 1]'])
def test_what_does_not_break_off_is_left_alone(text: bytes) -> None:
    assert cutoff.closed(text) is None


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b"a,b,c\nd,e,f\n", None),
        (b"a,b,c\nd,e,f", None),
        (b"a,b,c\nd,e", b"d,e"),
        (b'a,"b\nx",c\nd,"e\nno', b'd,"e\nno'),
        (b'a,"b\nx",c\nd,"e\nno\n', b'd,"e\nno\n'),
        (b'a,"b\nx",c\r\nd,"e"', b'd,"e"'),
        (b"a,b\nd,e", None),  # all rows are short: so the tool writes them
        (b'a,5" pipe,c\nd,e,f\nx,y,z\n', None),  # a quote in the middle of a cell opens nothing
        (b'a,5" pipe,c\nd,"e\nq",f\nx,y,z\n', None),
        (b'"only,one', b'"only,one'),
        (b"", None),
    ],
)
def test_the_last_row_of_a_table(body: bytes, left: bytes | None) -> None:
    start = tablecut.last_row(body, 3, ",")
    assert (None if start is None else body[start:]) == left


def test_a_file_cut_in_the_middle_of_a_sign_keeps_its_encoding() -> None:
    tally = Tally("f", "r")
    assert tabular.utf8("Fähre 🚢".encode()[:-2], "utf-8", tally).decode() == "Fähre "
    assert not tally.issues


@pytest.mark.parametrize("name", [name for name in twins.TWINS if name not in ("linkedin_workbook", "bluesky")])
def test_every_format_cut_in_its_middle_is_counted_and_told(tmp_path: Path, name: str) -> None:
    account = twins.TWINS[name](tmp_path, twins.cast("q", 1))
    files = [one for one in tmp_path.rglob("*") if one.is_file() and one.suffix in (".js", ".json", ".jsonl", ".csv")]
    path = max(files, key=lambda one: one.stat().st_size)
    data = path.read_bytes()
    mark = b"marker" if b"marker" in data else b"datetime" if b"datetime" in data else b"where"
    path.write_bytes(data[: data.index(mark, int(len(data) * 0.4)) + 3])  # within a record
    found = read(tmp_path, **{"archive": (), **account})  # which checks that read = kept + skipped
    assert len(told(found)) == 1
    file = next(one for one in found.inputs if one.file in told(found))
    assert file.skipped.get("broken", 0) == 1 and file.file.rpartition("!")[2].rpartition("/")[2] == path.name


def x(root: Path, **files: str) -> Path:
    counts = {"tweets": 5, "follower": 7, "following": 4}
    kinds = {name: {"files": [{"fileName": f"data/{name}.js", "count": str(n)}]} for name, n in counts.items()}
    made = {"generationDate": "2026-04-01T12:00:00.000Z"}
    manifest = {"userInfo": {"accountId": OWN}, "archiveInfo": made, "dataTypes": kinds}
    text = "window.__THAR_CONFIG = " + json.dumps(manifest)
    return x_archive(root, [tweet(n, f"Sailing {n}") for n in range(1, 6)], **{"manifest": text, **files}) / "data"


@pytest.mark.parametrize(("name", "held"), [("following", "of 4"), ("follower", "of 7")])
def test_a_list_of_x_that_breaks_off_gives_no_number(tmp_path: Path, name: str, held: str) -> None:
    shorten(x(tmp_path / "a") / f"{name}.js")
    found = read(tmp_path, "a")
    row = found.snapshots.to_dicts()[0]
    counts = {"following": row["following"], "follower": row["followers"]}
    assert counts.pop(name) is None and set(counts.values()) < {4, 7}
    assert "following_count" not in found.feeds["need"].to_list()
    assert re.search(rf"\d {held} records are there", told(found)[f"a!data/{name}.js"])
    assert found.posts.height == 5 and "own_text" in found.feeds["need"].to_list()


def test_whole_lists_of_x_count_and_are_not_listed(tmp_path: Path) -> None:
    x(tmp_path / "a")
    found = read(tmp_path, "a")
    assert found.snapshots.select("followers", "following").rows() == [(7, 4)]
    assert [one.file for one in found.inputs] == ["a!data/tweets.js"]
    x(tmp_path / "b", following=ytd("following", []))
    assert read(tmp_path, "b").snapshots["following"].to_list() == [0], "a list of nobody is a number"
    x(tmp_path / "c", following="")
    assert read(tmp_path, "c").snapshots["following"].to_list() == [None], "a file of nothing is none"


@pytest.mark.parametrize("name", ["account", "profile", "manifest"])
def test_a_small_file_of_x_that_breaks_off_is_told(tmp_path: Path, name: str) -> None:
    shorten(x(tmp_path / "a") / f"{name}.js")
    found = read(tmp_path, "a")
    assert found.posts.height == 5
    file = next(one for one in found.inputs if one.file == f"a!data/{name}.js")
    assert file.kept == 0 and file.issues


def test_a_list_that_a_code_formatter_wrote_and_that_breaks_off(tmp_path: Path) -> None:
    rows = "".join(f"  {{ following: {{ accountId: '{n}', }}, }},\n" for n in range(4))
    folder = x(tmp_path / "a", following=f"window.YTD.following.part0 = [\n{rows}]\n")
    assert read(tmp_path, "a").snapshots["following"].to_list() == [4]
    shorten(folder / "following.js", 0.8)
    found = read(tmp_path, "a")
    assert found.snapshots["following"].to_list() == [None] and list(told(found)) == ["a!data/following.js"]


def test_tweets_that_break_off_are_told_against_what_the_manifest_says(tmp_path: Path) -> None:
    shorten(x(tmp_path / "a") / "tweets.js")
    found = read(tmp_path, "a")
    assert f"{found.posts.height} of 5 records are there" in told(found)["a!data/tweets.js"]


def test_an_actor_that_breaks_off_is_told(tmp_path: Path) -> None:
    test_mastodon.archive(tmp_path / "m")
    for share in (0.9, 0.2):
        shorten(tmp_path / "m/actor.json", share)
        assert "m!actor.json" in told(test_mastodon.account(tmp_path, "m"))


def test_an_outbox_that_breaks_off_is_told_against_what_it_says(tmp_path: Path) -> None:
    whole = json.loads(test_mastodon.outbox(test_mastodon.ITEMS))
    text = json.dumps({"totalItems": 40, **{key: value for key, value in whole.items() if key != "totalItems"}})
    test_mastodon.archive(tmp_path / "m", outbox=text[: text.index("and more")])
    assert "3 of 40 records" in told(test_mastodon.account(tmp_path, "m"))["m!outbox.json"]


def test_people_of_facebook_and_instagram_that_break_off_give_no_number(tmp_path: Path) -> None:
    put(tmp_path / "fb", test_facebook.LAYOUTS[0], [test_facebook.post("Hello")])
    for name, key in (("people_who_followed_you", "followers_v3"), ("who_you've_followed", "following_v3")):
        put(tmp_path / "fb", f"connections/followers/{name}.json", {key: [{"name": who} for who in "ABCDEF"]})
    shorten(tmp_path / "fb/connections/followers/people_who_followed_you.json")
    found = test_facebook.read(tmp_path)
    assert "following_count" not in found.feeds["need"].to_list() and len(told(found)) == 1
    people = "connections/followers_and_following"
    crowd = [test_instagram.followed(f"f{n}", test_instagram.T0) for n in range(6)]
    put(tmp_path / "ig", f"{test_instagram.HOME}/media/posts_1.json", [test_instagram.single("Hello")])
    put(tmp_path / "ig", f"{people}/followers_1.json", crowd)
    put(tmp_path / "ig", f"{people}/following.json", {"relationships_following": crowd})
    shorten(tmp_path / f"ig/{people}/following.json")
    found = test_instagram.read(tmp_path)
    assert "following_count" not in found.feeds["need"].to_list() and len(told(found)) == 1


def test_a_page_of_the_api_that_breaks_off_keeps_its_whole_posts(tmp_path: Path) -> None:
    whole = test_twarc.page(test_twarc.ANSWER, test_twarc.REPOST, test_twarc.LONG)
    for at, kept in ((whole.index("short"), 2), (whole.index('"includes"') + 40, 3)):
        test_twarc.write(tmp_path / "t.jsonl", test_twarc.page(tweet_of_mine()), whole[:at])
        path = tmp_path / "t.jsonl"
        path.write_bytes(path.read_bytes()[:-1])  # the line break that a writer adds
        found = read(tmp_path, "t.jsonl")
        assert found.posts.height == kept + 1 and list(told(found)) == ["t.jsonl"]
    pretty = json.dumps(
        [json.loads(test_twarc.page(test_twarc.ANSWER)), json.loads(test_twarc.page(test_twarc.LONG))], indent=1
    )
    (tmp_path / "t.jsonl").write_text(pretty[: pretty.index("no more")])
    found = read(tmp_path, "t.jsonl")
    assert found.posts["uid"].to_list() == ["x:901"] and list(told(found)) == ["t.jsonl"]


def tweet_of_mine() -> dict[str, Any]:
    return test_twarc.tweet(990, test_twarc.ME, "Good morning", 1)


def test_a_table_that_breaks_off_covers_only_the_days_of_its_rows(tmp_path: Path) -> None:
    header = ["Tweet id", "Tweet permalink", "Tweet text", "time", "impressions"]
    rows = [
        [str(n), f"https://twitter.com/h/status/{n}", f"Post {n}", f"2026-03-{n:02} 10:00 +0000", "9"]
        for n in range(1, 25)
    ]
    path = table(tmp_path / "tweet_activity_metrics_h_20260301_20260401_en.csv", header, rows)
    assert {str(one) for one in read(tmp_path, path.name).feeds["last"]} == {"2026-03-31"}
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"Post 13")])
    found = read(tmp_path, path.name)
    assert {str(one) for one in found.feeds["last"]} == {"2026-03-12"} and len(told(found)) == 1


def test_a_repository_that_breaks_off_keeps_what_its_tree_still_reaches(tmp_path: Path) -> None:
    whole = test_bluesky.car(test_bluesky.RECORDS)
    at, blocks = 0, []
    while at < len(whole):
        size, at = next((value, end) for value, end in [varint(whole, at)])
        blocks.append(whole[at - len(test_bluesky.varint(size)) : at + size])
        at += size
    (tmp_path / "repo.car").write_bytes(
        b"".join([blocks[0], *reversed(blocks[1:])])
    )  # the commit first, as servers write
    full = test_bluesky.bluesky(tmp_path)
    data = (tmp_path / "repo.car").read_bytes()
    (tmp_path / "repo.car").write_bytes(data[: int(len(data) * 0.8)])
    found = test_bluesky.bluesky(tmp_path)
    assert 0 < found.posts.height < full.posts.height and set(found.posts["uid"]) < set(full.posts["uid"])
    assert list(told(found)) == ["repo.car"] and "following_count" not in found.feeds["need"].to_list()


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            return value, at


def test_a_file_none_of_whose_rows_is_usable_says_that_it_breaks_off(tmp_path: Path) -> None:
    lines = [test_twarc.page(test_twarc.tweet(n, test_twarc.OTHER, "Not ours")) for n in (1, 2)]
    (tmp_path / "t.jsonl").write_text("\n".join(lines)[: -len(lines[1]) + 30])
    words = r"ends in the middle; 2 rows read and none usable \(1 broken, 1 other-author\); download it again; if"
    with pytest.raises(ArchiveError, match=words):
        read(tmp_path, "t.jsonl", handle="Nobody")


def test_a_stray_quote_in_a_large_table_loses_no_row(tmp_path: Path) -> None:
    rows = [f"2026-07-0{n % 9 + 1} 10:00,{'a long row of words ' * 3}{n}" for n in range(25_000)]
    rows[100] = '2026-07-02 10:00,a 5" pipe'
    assert tablecut.last_row("\n".join(["created_at,text", *rows]).encode(), 2, ",") is None


@pytest.mark.parametrize("text", [b'[{"a":"x"},\n// don\'t\n{"a":"z"}]', b'[{"a":"x"}, /* it\'s [ */ {"a":"z"}]'])
def test_a_comment_is_no_break(text: bytes) -> None:
    assert cutoff.closed(text) is None


LONG_TABLE = "".join(f"row {n} of a table without quotes,2026-03-{n % 28 + 1:02} 10:00:00\n" for n in range(40_000))


def test_a_quote_that_never_closes_costs_no_row(tmp_path: Path) -> None:
    """All that follows would be one cell; 40,000 rows are 2 MB."""
    (tmp_path / "t.csv").write_text(
        'text,created_at\nfirst,2026-03-01 10:00:00\n"so we said,2026-03-01 11:00:00\n' + LONG_TABLE
    )
    found = read(tmp_path, "t.csv", platform="other")
    assert found.posts.height == 40_002 and found.inputs[0].read == 40_002
    assert "so we said" in found.posts["text"].to_list()
    assert [(one.code, one.count) for one in found.inputs[0].issues if one.code == "quoting"] == [("quoting", 1)]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (['"so we said,2026-03-01 11:00:00', "more,2026-03-02 10:00:00", "last,2026-03-03 10:00:00"], 3),
        (['"so we said,2026-03-01 11:00:00', '"more",2026-03-02 10:00:00', '"last",2026-03-03 10:00:00'], 3),
        (["so we said,2026-03-01 11:00:00", '"more",2026-03-02 10:00:00', '"last,2026-03-03 10:00:00'], 5),
    ],
)
def test_a_small_table_with_a_quote_that_never_closes_does_not_end_in_the_middle(
    tmp_path: Path, rows: list[str], line: int
) -> None:
    """It was told as a file that breaks off, and all behind the quote was left out."""
    (tmp_path / "t.csv").write_text("\n".join(["text,created_at", "first,2026-03-01 10:00:00", *rows, ""]))
    found = read(tmp_path, "t.csv", platform="other")
    assert found.posts["text"].to_list() == ["first", "so we said", "more", "last"]
    (issue,) = [one for one in found.inputs[0].issues if one.code == "quoting"]
    assert issue.message == f"a quote that never closes, in line {line}; read as if it were not there"
    assert not told(found)


def test_shares_of_linkedin_behind_a_quote_that_never_closes_are_read(tmp_path: Path) -> None:
    """They went into one cell, and nobody was told."""
    link = "https://www.linkedin.com/feed/update/urn:li:share:730000000000000000"
    rows = [f"2026-03-0{n} 10:00:00,{link}{n},{chr(34) * (n == 2)}Boat {n},,,MEMBER_NETWORK" for n in range(1, 6)]
    header = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"
    (tmp_path / "Shares.csv").write_text("\n".join([header, *rows, ""]))
    found = read(tmp_path, "Shares.csv", platform="linkedin")
    assert found.posts["text"].to_list() == [f"Boat {n}" for n in range(1, 6)]
    assert [one.message for one in found.inputs[0].issues if one.code == "quoting"] == [
        "a quote that never closes, in line 3; read as if it were not there"
    ]


@pytest.mark.parametrize(
    ("start", "removed"),
    [
        (b'"a,b\n', [0]), (b'x,y\n"a,b\n', [4]), (b'x,"""a" b\n', []), (b'x,"""a\n', [4]), (b'a 5" pipe,b\n', []),
        (b'"a",b\n', []), (b'"a\nb",c\n', []), (b'"a";"b\n', []),
    ],
)  # fmt: skip
def test_only_a_quote_that_opens_a_cell_is_taken_out(start: bytes, removed: list[int]) -> None:
    tally = Tally("t.csv", "test")
    table = start + LONG_TABLE.encode()
    kept = tablecut.closed(table, ",", tally)
    assert kept == bytes(byte for at, byte in enumerate(start) if at not in removed) + LONG_TABLE.encode()
    assert sum(one.count for one in tally.issues) == len(removed)


def test_a_long_cell_of_one_line_keeps_its_quotes() -> None:
    cell = b'x,"' + b"a b " * 500_000 + b'"\n'
    assert tablecut.closed(cell, ",", Tally("t.csv", "test")) == cell


def test_a_table_of_too_many_lines_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablecut, "LINES_MAX", 1_000)
    (tmp_path / "t.csv").write_text("text,created_at\n" + "a,b\n" * 1_001)
    with pytest.raises(ArchiveError, match=r"t.csv: 1,001 lines, more than 1,000; split the table, or leave it out"):
        read(tmp_path, "t.csv", platform="other")


def test_a_row_without_end_is_refused_where_rows_are_read_slowly(tmp_path: Path) -> None:
    """A fault that the fast reader refuses, and then cells that each open behind the last."""
    rows = 'she said "hi",2026-03-01 10:00:00\n"she "said" hi",2026-03-01 10:00:00\n' + 'x","\n' * 300_000
    (tmp_path / "t.csv").write_text("text,created_at\n" + rows)
    with pytest.raises(ArchiveError, match=r"row 3 has more than 1,000,000 characters: its quotes do not close"):
        read(tmp_path, "t.csv", platform="other")


def test_rows_read_slowly_are_the_same_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ['"she "said" hi",2026-03-01 10:00:00', *(f"post {n},2026-03-02 10:00:00" for n in range(25))]
    (tmp_path / "t.csv").write_text("text,created_at\n" + "\n".join(rows) + "\n")
    whole = read(tmp_path, "t.csv", platform="other").posts["text"].to_list()
    monkeypatch.setattr(slowrows, "ROWS", 10)
    assert read(tmp_path, "t.csv", platform="other").posts["text"].to_list() == whole and len(whole) == 26


@pytest.mark.parametrize("unit", ["{},", '{"a":1},', '"",', "0,", "[],"])
def test_a_document_of_millions_of_nothings_is_refused_before_it_is_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    monkeypatch.setattr(jsonfile, "PIECES_FREE", 1_000)
    posts = [{"timestamp": 1767225600 + n, "data": [{"post": f"{n}"}]} for n in range(2_000)]
    path = put(tmp_path, "fb/posts/your_posts_1.json", posts)
    found = read(tmp_path, "fb", platform="facebook")
    assert found.posts.height == 2_000, "short records that say something"
    path.write_text("[" + unit * 20_000 + json.dumps(posts[0]) + "]")
    with pytest.raises(ArchiveError, match="refused: millions of values of a few bytes each"):
        read(tmp_path, "fb", platform="facebook")


def test_an_archive_of_x_of_millions_of_nothings_is_refused_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonfile, "PIECES_FREE", 1_000)
    posts = [tweet(1900000000000000001 + n, f"{n}") for n in range(2_000)]
    x_archive(tmp_path / "x", posts)
    assert read(tmp_path, "x", platform="x", handle=HANDLE).posts.height == 2_000, "short records that say something"
    (tmp_path / "x/data/tweets.js").write_text("window.YTD.tweets.part0 = [ " + "{}," * 300_000 + "{}]")
    with pytest.raises(ArchiveError, match="refused: millions of values of a few bytes each"):
        read(tmp_path, "x", platform="x", handle=HANDLE)


def test_a_broken_record_of_digits_alone_is_named_by_its_first() -> None:
    """A number of a hundred million digits was kept whole, and twice the memory of an honest export with it."""
    assert len(javascript.NAMED.search(b'{"tweet":{"id_str":' + b"9" * 1_000_000)[1]) == 32  # type: ignore[index]


@pytest.mark.parametrize("end", range(1, 60))
def test_records_inside_one_another_break_off_where_the_last_whole_one_ends(end: int) -> None:
    """Cut at every place: what is left reads, and holds each record that was whole, of two levels or of six."""
    one = {"a": [{"b": '}"{'}, {}], "c": {}}
    record = json.dumps({"z": [one, {"y": [[one]]}]})
    text = f"[{record}, {record}, {record[:-1]}"
    cut = len(text) * end // 60
    closed = cutoff.closed(text[:cut].encode())
    assert closed is not None
    whole = sum(cut >= len(f"[{record}") + n * len(f", {record}") for n in range(2))
    assert json.loads(closed[0]) == [json.loads(record)] * whole


def test_brackets_without_end_are_not_remembered() -> None:
    assert cutoff.closed(b"[" * 10_000_000) is None
