"""No e-mail address, telephone number or profile link shows, whatever field of an export it stands in."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import yaml

from archives import make
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


def test_what_stands_in_a_field_shows_nowhere(tmp_path: Path) -> None:
    """Every field of 22 formats, behind its own words: in every byte that is written or printed."""
    casts = {name: twins.cast(name.replace("_", ""), place) for place, name in enumerate(twins.TWINS)}
    accounts = [write(tmp_path, casts[name]) for name, write in twins.TWINS.items()]
    planter = Planter(SIGN)
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        planter.file(path)
    about = {"brand": {"name": "Harbour Lights"}, "accounts": accounts}
    brand = tmp_path / "brand.yaml"
    brand.write_text(yaml.safe_dump(about | {"period": {"start": "2026-07-01", "end": "2026-09-30"}}))
    printed = {
        "build": ran("build", brand, "--single-file", "--slides"), "check": ran("check", brand),
        "review": ran("review", brand, "-n", "400"), "init": ran("init", tmp_path, "--print"),
    }  # fmt: skip
    outputs = printed | {
        name: name.encode() + data
        for folder in ("output", "history", "review", ".sociable-cache")
        for name, data in written(tmp_path / folder, tmp_path).items()
    }
    places = list(planter.planted.values())
    leaks = {f"{name}: {places[int(number)]}" for name, data in outputs.items() for number in FOUND.findall(seen(data))}
    leaks = {one for one in leaks if not (one.startswith("init: ") and OWN.search(one))}
    assert len(planter.planted) > 300 and b"marker" in outputs["output/report.json"] and not leaks, sorted(leaks)


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
