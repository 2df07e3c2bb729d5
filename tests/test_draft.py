"""A first brand.yaml from a folder of downloads."""

import json
from pathlib import Path

import pytest
import yaml

from sociable import settings
from sociable.archives import Found
from sociable.draft import draft, seat
from sociable.errors import ConfigError, InputError


def x_archive(folder: Path, handle: str = "harbour_eg", text: str = "Boats run. https://t.co/a") -> None:
    data = folder / "twitter-2026-10" / "data"
    data.mkdir(parents=True)
    account = {
        "username": handle,
        "accountId": "7",
        "accountDisplayName": "Harbour: Lights",
        "createdAt": "2020-01-01T00:00:00Z",
    }
    (data / "account.js").write_text(f"window.YTD.account.part0 = {json.dumps([{'account': account}])}")
    url = {"url": "https://t.co/a", "expanded_url": "https://www.harbour.example/t"}
    tweets = [
        {
            "tweet": {
                "id_str": str(1500000000000000000 + n),
                "created_at": "Fri Mar 04 10:00:00 +0000 2022",
                "full_text": text if n < 6 else f"@rider{n}_eg It leaves at nine. ^JR",
                "entities": {"urls": [url] if n < 6 else [], "user_mentions": [], "hashtags": []},
                **({"in_reply_to_user_id_str": str(n), "in_reply_to_status_id_str": str(n)} if n >= 6 else {}),
            }
        }
        for n in range(10)
    ]
    (data / "tweets.js").write_text(f"window.YTD.tweets.part0 = {json.dumps(tweets)}")


def test_a_folder_of_one_archive_builds_at_once(tmp_path: Path) -> None:
    x_archive(tmp_path)
    (tmp_path / "cat.jpg").write_bytes(b"")
    found = draft(tmp_path)
    assert found.questions == ()
    values = yaml.safe_load(found.text)
    assert values["brand"]["name"] == "Harbour: Lights"
    assert values["brand"]["domains"] == ["harbour.example"]
    assert values["accounts"] == [
        {"platform": "x", "handle": "harbour_eg", "role": "brand", "archive": "twitter-2026-10"}
    ]
    assert values["team"] == [{"name": "JR", "initials": "JR"}]
    (tmp_path / "brand.yaml").write_text(found.text)
    assert settings.load(tmp_path).accounts[0].key == "x:harbour_eg"


def test_an_inbox_joins_the_account_that_it_names() -> None:
    seats = seat(
        [
            Found("x.zip", "x", "x", (("Harbour_eg", "Harbour"),), False),
            Found("inbox.csv", "inbox", "x", (("harbour_eg", ""),), True),
            Found("page.zip", "facebook", "facebook", (), False),
        ]
    )
    assert [(one.platform, one.handle, one.archive, one.inbox) for one in seats] == [
        ("x", "Harbour_eg", ["x.zip"], ["inbox.csv"]),
        ("facebook", "CHANGE-ME", ["page.zip"], []),
    ]


def test_an_inbox_of_several_desks_is_asked_about() -> None:
    seats = seat([Found("inbox.csv", "inbox", "x", (("a", ""), ("b", "")), True)])
    assert seats[0].handle == "CHANGE-ME"


def test_what_is_to_be_filled_in_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    path = tmp_path / "brand.yaml"
    path.write_text("brand: {name: B}\naccounts:\n  - {platform: x, handle: CHANGE-ME, archive: a.zip}\n")
    with pytest.raises(ConfigError, match=r"brand\.yaml:3: accounts\.0\.handle: is still to be filled in"):
        settings.load(path)


def test_a_folder_without_exports_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no export that Sociable knows"):
        draft(tmp_path)
    with pytest.raises(InputError, match="is not a folder"):
        draft(tmp_path / "nowhere")
