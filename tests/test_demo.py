"""The demo: exports that the script writes anew byte for byte, and that hold what they are meant to hold."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from sociable import settings
from sociable.config import Brand

DEMO = Path(__file__).parents[1] / "content" / "demo"
QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


@cache
def script() -> ModuleType:
    sys.path.insert(0, str(DEMO))
    try:
        import make_demo
    finally:
        sys.path.remove(str(DEMO))
    return make_demo


@cache
def truth() -> dict[str, Any]:
    return script().truth()


@cache
def member(name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(DEMO / "archive/x-2026-10.zip") as container:
        return json.loads(container.read(f"data/{name}.js").split(b" = ", 1)[1])


@cache
def tweets() -> list[dict[str, Any]]:
    return [row["tweet"] for row in member("tweets")]


@cache
def inbox() -> list[dict[str, str]]:
    return [row for path in sorted(DEMO.glob("inbox/*.csv")) for row in csv.DictReader(io.StringIO(path.read_text()))]


def quarter(stamp: str) -> str:
    at = datetime.strptime(stamp, "%a %b %d %H:%M:%S %z %Y")
    return f"{at.year}-Q{(at.month + 2) // 3}"


def by_quarter(kinds: str, platform: str = "x", **wanted: Any) -> list[int]:
    rows = [
        one.quarter
        for uid, one in truth().items()
        if one.kind in kinds and uid.startswith(platform) and all(getattr(one, k) == v for k, v in wanted.items())
    ]
    return [Counter(rows)[name] for name in QUARTERS]


def flagged(kind: str, flag: str) -> list[float]:
    """Share of a kind's units that carry a flag, quarter by quarter."""
    whole, part = Counter(), Counter()
    for one in truth().values():
        if one.kind == kind:
            whole[one.quarter] += 1
            part[one.quarter] += flag in one.flags
    return [part[name] / whole[name] for name in QUARTERS]


def test_exports_are_what_the_script_writes() -> None:
    written = script().files()
    for name, body in written.items():
        assert (DEMO / name).read_bytes() == body, f"{name} is stale: run python content/demo/make_demo.py"
    on_disk = {
        str(path.relative_to(DEMO)) for folder in ("archive", "inbox", "facebook") for path in DEMO.glob(f"{folder}/*")
    }
    assert on_disk == {name for name in written if "/" in name}
    assert sum(map(len, written.values())) < 3_000_000


def test_brand_is_valid_and_shows_every_key() -> None:
    brand = settings.load(DEMO)
    shown = set(re.findall(r"(?m)^(\w+):", (DEMO / "brand.yaml").read_text()))
    known = {field.alias or name for name, field in Brand.model_fields.items()} - {"root"}
    assert known - shown == {"rubric", "publish"}
    assert [account.key for account in brand.accounts] == ["x:harbourlights", "facebook:harbourlightsferries"]
    assert brand.accounts[0].read_dms
    assert brand.accounts[0].inbox_complete == "yes"


def test_every_quarter_has_enough_of_everything() -> None:
    assert all(300 <= count <= 450 for count in by_quarter("BPRU"))
    assert all(150 <= count <= 300 for count in by_quarter("I"))
    assert all(count >= 30 for count in by_quarter("B", "facebook"))
    assert min(by_quarter("R")) >= 60
    first = Counter(one.group for one in truth().values() if one.quarter == "2025-Q4")
    assert first["welcome"] >= 30 and first["join"] + first["join-empty"] + first["template"] >= 30
    assert sum("promo" in one.flags for one in truth().values() if one.quarter == "2026-Q3" and one.kind in "BU") >= 30


def test_archive_holds_what_the_truth_says() -> None:
    ids = {f"x:{tweet['id_str']}" for tweet in tweets()}
    outbound = {uid for uid, one in truth().items() if one.kind in "BPRU" and uid.startswith("x:")}
    assert outbound <= ids
    threads = [tweet for tweet in tweets() if f"x:{tweet['id_str']}" not in outbound]
    assert len(threads) >= 4
    assert {tweet["in_reply_to_screen_name"] for tweet in threads} == {"HarbourLights"}
    reposts = Counter(quarter(tweet["created_at"]) for tweet in tweets() if tweet["full_text"].startswith("RT @"))
    assert [reposts[name] for name in QUARTERS] == by_quarter("P")
    assert any(tweet["full_text"].endswith("…") for tweet in tweets())
    assert sum(1 for tweet in tweets() if tweet["lang"] not in ("en", "zxx")) >= 8
    assert {tweet["lang"] for tweet in tweets() if tweet["full_text"].startswith("https://t.co/")} == {"zxx"}
    assert len(member("note-tweet")) >= 4
    assert 850 <= len(member("following")) <= 1000


def test_ids_are_clocks() -> None:
    rows = [(row["id_str"], row["created_at"]) for row in tweets()]
    rows += [(row["tweet_id"], row["created_at"]) for row in inbox()]
    for number, stamp in rows:
        at = datetime.fromtimestamp(((int(number) >> 22) + 1288834974657) / 1000, UTC)
        assert at.strftime("%a %b %d %H:%M:%S +0000 %Y") == stamp


def test_inbox_and_archive_agree() -> None:
    texts = {tweet["id_str"]: tweet["full_text"] for tweet in tweets()}
    rows = {row["tweet_id"]: row for row in inbox()}
    outbound = [row for row in rows.values() if row["inbound"] == "False"]
    assert len(outbound) > 400
    for row in outbound:
        assert row["author_id"] == "HarbourLights"
        assert texts[row["tweet_id"]].replace("&amp;", "&").replace("&gt;", ">") == row["text"]
    for row in rows.values():
        for answer in filter(None, row["response_tweet_id"].split(",")):
            assert rows[answer]["in_response_to_tweet_id"] == row["tweet_id"]
    asked = [uid for uid, one in truth().items() if one.group == "case" and one.quarter == "2025-Q4"]
    silent = [uid for uid in asked if not rows[uid[2:]]["response_tweet_id"]]
    assert 0.4 < len(silent) / len(asked) < 0.7
    strangers = [rows[uid[2:]]["text"] for uid, one in truth().items() if one.group in ("stranger", "wish")]
    assert len(strangers) > 80
    assert not any("harbour" in text.lower() for text in strangers)


def test_direct_messages_begin_with_a_robot() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in member("direct-messages"):
        for event in row["dmConversation"]["messages"]:
            ((kind, body),) = event.items()
            at = datetime.fromisoformat(body["createdAt"])
            counts[kind][f"{at.year}-Q{(at.month + 2) // 3}"] += 1
    assert [counts["welcomeMessageCreate"][name] for name in QUARTERS] == [54, 38, 12, 0]
    assert all(counts["messageCreate"][name] for name in QUARTERS)


def test_nobody_in_it_is_real() -> None:
    handles = {name for tweet in tweets() for name in re.findall(r"(?<![\w/])@(\w+)", tweet["full_text"])}
    assert all(name.endswith("_eg") or name == "HarbourLights" for name in handles)
    assert all(len(name) <= 15 for name in handles)
    links = {link["expanded_url"] for tweet in tweets() for link in tweet["entities"]["urls"]}
    hosts = {re.split(r"[/?]", link.split("://")[1])[0] for link in links}
    assert all(host.endswith(".example") or host == "x.com" for host in hosts)
    people = {row["author_id"] for row in inbox() if row["inbound"] == "True"}
    assert all(len(number) == 10 and number.startswith("99000") for number in people)
    numbers = {n for tweet in tweets() for n in re.findall(r"\b0\d{4} \d{6}\b", tweet["full_text"])}
    assert numbers and all(number.startswith("01632 960") for number in numbers)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    plain = re.sub(r"https?://\S+|@\w+|\^\w+|\d+", " ", text.lower())
    words = re.findall(r"[a-zà-ÿ']+", plain)
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset({tuple(words)})


def test_only_the_intended_texts_are_copies() -> None:
    """No near-duplicates (3-word shingles, Jaccard 0.7) in 90 days but the adverts; no clone of five but the canned."""
    texts = {f"x:{tweet['id_str']}": tweet["full_text"] for tweet in tweets()}
    posts = [
        (uid, one.group, shingles(texts[uid]))
        for uid, one in sorted(truth().items())
        if uid in texts and one.kind == "B" and one.quarter in QUARTERS and one.group not in ("status", "media")
    ]
    clashes: Counter[str] = Counter()
    for index, (uid, group, marks) in enumerate(posts):
        for before, other, earlier in posts[:index]:
            gap = (int(uid[2:]) - int(before[2:])) >> 22
            if gap < 90 * 86_400_000 and len(marks & earlier) >= 0.7 * len(marks | earlier):
                assert group == other
                clashes[group] += 1
                break
    assert set(clashes) == {"advert"}
    assert clashes["advert"] >= 55
    replies = Counter(
        (one.quarter, shingles(texts[uid])) for uid, one in truth().items() if one.group in ("case-help", "chat-answer")
    )
    assert max(replies.values()) < 5


def test_the_story() -> None:
    promo, useful = flagged("B", "promo"), flagged("B", "useful")
    assert promo == sorted(promo, reverse=True) and promo[0] > 0.3 and promo[3] < 0.25
    assert useful == sorted(useful) and useful[3] > 2 * useful[0]
    assert flagged("B", "brag")[0] > 3 * flagged("B", "brag")[3]
    assert flagged("B", "bait")[0] > 3 * flagged("B", "bait")[3]
    signed = flagged("R", "signed")
    assert signed[0] == 0 and signed == sorted(signed) and signed[3] > 0.65
    adverts = by_quarter("B", group="advert")
    assert adverts == sorted(adverts) and adverts[3] > 2 * adverts[0]
    jargon = by_quarter("B", group="jargon")
    assert len(set(jargon)) == 1
    answered = [by_quarter("R", group="case-help")[i] for i in range(4)]
    assert answered == sorted(answered)
    assert by_quarter("U")[0] > 15 > 5 > by_quarter("U")[3]


def test_posts_fit_the_platform() -> None:
    for tweet in tweets():
        if not tweet["full_text"].startswith("RT @") and "…" not in tweet["full_text"]:
            body = re.sub(r"^(@\w+ )+", "", tweet["full_text"])
            assert len(re.sub(r"https://\S+", "x" * 23, body)) <= 280, body


def test_the_bank_is_rich() -> None:
    rows = {
        row
        for path in DEMO.glob("bank/*.txt")
        for row in path.read_text().splitlines()
        if row.strip() and not row.startswith(("# ", "[", "== "))
    }
    assert len(rows) >= 700


@cache
def units() -> dict[str, tuple[str, str]]:
    """uid -> kind and whether invited, as the signals see them, of the four quarters."""
    from sociable import archives, signals
    from sociable.model import Period

    brand = settings.load(DEMO)
    ends = {"Q1": ("01-01", "03-31"), "Q2": ("04-01", "06-30"), "Q3": ("07-01", "09-30"), "Q4": ("10-01", "12-31")}
    windows = [Period(id=q, start=f"{q[:4]}-{ends[q[5:]][0]}", end=f"{q[:4]}-{ends[q[5:]][1]}") for q in QUARTERS]
    posts = signals.relate(archives.read(brand), brand, windows).posts.filter(pl.col("day") >= date(2025, 10, 1))
    return {uid: (kind, invited or "") for uid, kind, invited in posts.select("uid", "kind", "invited").iter_rows()}


def test_kinds_are_as_intended() -> None:
    wanted = {uid: one for uid, one in truth().items() if one.kind in "BPD" and one.quarter in QUARTERS}
    assert {uid: units()[uid][0] for uid in wanted} == {uid: one.kind for uid, one in wanted.items()}
    care = {uid for uid, one in truth().items() if one.invited == "yes" and one.quarter in QUARTERS}
    assert {units()[uid] for uid in care} == {("R", "yes")}


def uninvited() -> dict[str, Any]:
    return {uid: one for uid, one in truth().items() if one.invited == "no" and one.quarter in QUARTERS}


def test_nobody_invited_the_join_ins() -> None:
    assert {units()[uid] for uid, one in uninvited().items() if one.kind == "R"} == {("R", "no")}


@pytest.mark.xfail(
    reason="six template pitches with a verb after the handle come out as broadcasts, not as unsolicited", strict=True
)
def test_nobody_invited_the_templates() -> None:
    own = uninvited()
    templates = {units()[uid][0] for uid, one in own.items() if one.kind == "U" and one.quarter < "2026-Q3"}
    assert templates == {"U"}


@pytest.mark.parametrize("name", ["x", "facebook"])
def test_readers_find_all_of_it(name: str) -> None:
    from sociable import archives

    archive = archives.read(settings.load(DEMO))
    assert [item.issues for item in archive.inputs if item.issues] == []
    uids = set(archive.posts["uid"]) | set(archive.messages["uid"])
    wanted = {uid for uid, one in truth().items() if uid.startswith(f"{name}:") and one.kind != "I"}
    assert wanted - uids == set()
    truncated = {row["uid"] for row in archive.posts.filter(archive.posts["text_truncated"] == "yes").to_dicts()}
    assert {truth()[uid].kind for uid in truncated if uid in truth()} <= {"P"}
