"""No e-mail address, telephone number or profile link shows, whatever field of an export it stands in."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl
import pytest
import yaml

from archives import make, test_bluesky
from hostile import twins
from privacy.canaries import ran, written
from privacy.fields import Planter
from sociable.archives import ids, text

SIGN = "cnry{0:03}.q@post.example +49 30 5550{0:03}1 https://www.instagram.com/cnry{0:03}q.page/"
FOUND = re.compile(rb"(?i)(?:cnry|49\W{0,2}30\W{0,2}5550)(\d{3})")
OWN = re.compile(r"account\.js|user_details\.js|actor\.json|ProfileMap|users/\*/username")
"""Where an export says whose it is: `sociable init` proposes that."""


def seen(data: bytes) -> bytes:
    """What stands there, also behind percent signs and entities."""
    text = data.decode("utf-8", "replace")
    return "\n".join((text, unquote(text), html.unescape(text), unquote(html.unescape(unquote(text))))).encode()


def test_what_stands_in_a_field_shows_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every field of 22 formats, behind its own words: in every byte that is written or printed."""
    planter, car = Planter(SIGN), test_bluesky.car
    monkeypatch.setattr(test_bluesky, "car", lambda records: car(planter.blocks(records, "repo.car")))
    casts = {name: twins.cast(name.replace("_", ""), place) for place, name in enumerate(twins.TWINS)}
    accounts = [write(tmp_path, casts[name]) for name, write in twins.TWINS.items()]
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        planter.file(path)
    outputs = all_of(tmp_path, accounts)
    assert len(planter.planted) > 330 and sum(one.startswith("repo.car") for one in planter.planted.values()) > 10
    assert b"marker" in outputs["output/report.json"]
    found = leaks(planter, outputs)
    assert not found, "\n".join(found)


def test_what_stands_in_a_table_of_import_shows_nowhere(tmp_path: Path) -> None:
    """Every column of the tables that `sociable import` wrote, for whoever joins rows in with another tool."""
    made, again = tmp_path / "made", tmp_path / "again"
    made.mkdir()
    accounts = [
        twins.TWINS[name](made, twins.cast(name, place)) for place, name in enumerate(("x", "inbox", "mastodon"))
    ]
    (made / "brand.yaml").write_text(yaml.safe_dump({"brand": {"name": "Harbour Lights"}, "accounts": accounts}))
    ran("import", made / "brand.yaml", "-o", again / "tables")
    planter = Planter(SIGN)
    for path in sorted(again.rglob("*.parquet")):
        planter.columns(path, again)
    (manifest,) = again.rglob("manifest.json")
    told = json.loads(manifest.read_text())
    for one in told["inputs"]:
        one["file"] = planter.said(one["file"], "manifest.json: file").partition(" https")[0]  # no file bears one
    manifest.write_text(json.dumps(told))
    outputs = all_of(again, [one | {"archive": "tables", "inbox": []} for one in accounts])
    places = {one.rpartition(": ")[2] for one in planter.planted.values()}
    assert {"text", "author", "parent_text", "handle", "name", "bio", "app", "mentions"} <= places
    assert b"marker" in outputs["output/report.json"]
    found = leaks(planter, outputs)
    assert not found, "\n".join(found)


def all_of(root: Path, accounts: list[dict[str, Any]]) -> dict[str, bytes]:
    """Every byte that the commands write or print of the accounts below a folder, by where it is."""
    about = {"brand": {"name": "Harbour Lights"}, "accounts": accounts}
    brand = root / "brand.yaml"
    window = {"period": {"start": "2026-07-01", "end": "2026-09-30"}}
    brand.write_text(yaml.safe_dump(about | window | {"reader": "quick"}))
    printed = {
        "build": ran("build", brand, "--single-file", "--slides"), "check": ran("check", brand),
        "review": ran("review", brand, "-n", "400"), "init": ran("init", root, "--print"),
    }  # fmt: skip
    return printed | {
        name: name.encode() + data
        for folder in ("output", "history", "review", ".sociable-cache")
        for name, data in written(root / folder, root).items()
    }


def leaks(planter: Planter, outputs: dict[str, bytes]) -> list[str]:
    """Where a canary is said, and where it was planted; but `init` proposes whose an export says that it is."""
    places = list(planter.planted.values())
    found = {f"{name}: {places[int(number)]}" for name, data in outputs.items() for number in FOUND.findall(seen(data))}
    return sorted(one for one in found if not (one.startswith("init: ") and OWN.search(one)))


def test_an_id_that_is_more_than_one_becomes_the_same_hash_wherever_it_stands() -> None:
    odd, usual = "x:7 cnry@post.example", ["x:1900000000000000001", "mastodon:https://far.example/users/a/statuses/1"]
    posts = pl.DataFrame({"uid": [odd, *usual], "reply_to_uid": [None, odd, usual[0]]})
    found = ids.plain(posts)
    assert found["uid"].to_list()[1:] == usual and found["reply_to_uid"].to_list() == [None, found["uid"][0], usual[0]]
    assert re.fullmatch(r"x:h:[0-9a-f]{16}", found["uid"][0])


def test_pages_to_choose_from_are_named_unless_they_are_an_address() -> None:
    assert text.choice(["Harbour", "cnry@post.example", "Tel. 030 5550 1231"]) == "Harbour, [...], [...]"


def test_an_archive_whose_time_of_birth_is_none_is_read(tmp_path: Path) -> None:
    account = make.ytd("account", [{"account": {"username": "HarbourLights", "createdAt": "cnry@post.example"}}])
    make.x_archive(tmp_path, [make.tweet(1900000000000000001, "Hello")], account=account)
    assert make.read(tmp_path, ".").posts.height == 1
