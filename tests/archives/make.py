"""Made-up exports for the readers' tests, and the way to the real ones where they are present."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from sociable import archives
from sociable.config import Brand
from sociable.tables import Archive

EXPORTS = Path(os.environ.get("SOCIABLE_SHARED", Path(__file__).parents[3] / "shared")) / "data/exports"
OWN, HANDLE = "4242", "HarbourLights"

shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout"),
]


def brand(root: Path, archive: str | list[str] = (), inbox: str | list[str] = (), **account: Any) -> Brand:  # type: ignore[assignment]
    """A brand with one account whose inputs lie in `root`."""
    zone = account.pop("timezone", "UTC")
    entry = {"platform": "x", "handle": HANDLE, "archive": archive, "inbox": inbox, **account}
    return Brand.model_validate({"root": root, "brand": {"name": "Harbour", "timezone": zone}, "accounts": [entry]})


def read(root: Path, archive: str | list[str] = (), inbox: str | list[str] = (), **account: Any) -> Archive:  # type: ignore[assignment]
    """The Archive of that brand; checks the law of counting on every file."""
    found = archives.read(brand(root, archive, inbox, **account))
    for file in found.inputs:
        assert file.read == file.kept + sum(file.skipped.values()), file
        assert file.kept >= 0, file
    assert sum(file.kept for file in found.inputs) == found.posts.height + found.messages.height
    assert found.posts["uid"].is_unique().all()
    return found


def tweet(number: int, text: str, when: str = "Mon Mar 02 10:00:00 +0000 2026", **more: Any) -> dict[str, Any]:
    """One record of tweets.js; `more` overrides fields."""
    entities = {"urls": [], "user_mentions": [], "hashtags": [], "symbols": []}
    body = {
        "id_str": str(number),
        "id": str(number),
        "created_at": when,
        "full_text": text,
        "favorite_count": "3",
        "retweet_count": "1",
        "lang": "en",
        "truncated": False,
        "entities": entities,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
    }
    return {"tweet": {**body, **more}}


def ytd(name: str, records: list[Any], part: int = 0) -> str:
    """The text of a data file."""
    return f"window.YTD.{name}.part{part} = " + json.dumps(records, indent=2, ensure_ascii=False)


def x_archive(folder: Path, tweets: list[Any], posts_file: str = "tweets.js", **files: str) -> Path:
    """An unpacked X archive; `files` adds or replaces ``data/<name>.js`` (``-`` written as ``_``)."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    account = {
        "accountId": OWN,
        "username": HANDLE,
        "accountDisplayName": "Harbour Lights",
        "createdAt": "2020-01-05T08:00:00.000Z",
    }
    manifest = {"userInfo": {"accountId": OWN}, "archiveInfo": {"generationDate": "2026-04-01T12:00:00.000Z"}}
    texts = {
        posts_file: ytd("tweets", tweets),
        "account.js": ytd("account", [{"account": account}]),
        "profile.js": ytd(
            "profile", [{"profile": {"description": {"bio": "Ferries.", "website": ""}, "avatarMediaUrl": "a"}}]
        ),
        "manifest.js": "window.__THAR_CONFIG = " + json.dumps(manifest),
        "follower.js": ytd("follower", [{"follower": {"accountId": str(n)}} for n in range(7)]),
        "following.js": ytd("following", [{"following": {"accountId": str(n)}} for n in range(4)]),
        **{name.replace("_", "-") + ".js": text for name, text in files.items()},
    }
    for name, text in texts.items():
        (data / name).write_text(text, encoding="utf-8")
    return folder


def table(path: Path, header: list[str], rows: list[list[Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A table file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path
