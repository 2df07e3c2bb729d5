"""Kinds and cases on real exports, counted a second time in plain Python."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sociable import archives
from sociable.config import Brand
from sociable.model import Period
from sociable.signals.relate import relate
from sociable.tables import Columns

SHARED = Path(os.environ.get("SOCIABLE_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "data" / "exports"
ALWAYS = Period(id="always", start="2006-01-01", end="2030-12-31")


def columns(handle: str, **inputs: str) -> Columns:
    account = {"platform": "x", "handle": handle, **inputs}
    brand = Brand.model_validate({"brand": {"name": handle}, "accounts": [account]})
    brand = brand.model_copy(update={"root": SHARED})
    return relate(archives.read(brand), brand, [ALWAYS])


def plain_kinds(folder: Path) -> Counter[str]:
    """Units by kind, from the export's JSON and RUBRIC 0.1 alone."""
    own = json.loads((folder / "data/account.js").read_text("utf-8").split("=", 1)[1])[0]["account"]["accountId"]
    items = json.loads((folder / "data/tweet.js").read_text("utf-8").split("=", 1)[1])
    rows = {row["tweet"]["id_str"]: row["tweet"] for row in items}
    counts: Counter[str] = Counter()
    for tweet in rows.values():
        text = tweet["full_text"]
        if re.match(r"RT @\w+:", text):
            counts["P"] += 1
        elif tweet.get("in_reply_to_user_id_str") == own:
            root, seen = tweet, set()
            while root.get("in_reply_to_status_id_str") in rows and root["id_str"] not in seen:
                seen.add(root["id_str"])
                root = rows[root["in_reply_to_status_id_str"]]
            counts["B"] += root is tweet
        elif tweet.get("in_reply_to_status_id_str"):
            counts["R"] += 1
        else:
            links = [url["expanded_url"] for url in tweet["entities"]["urls"]]
            quote = any(re.search(r"(?:twitter|x)\.com/\w+/status/\d+", link) for link in links)
            own_words = re.findall(r"[^\W_][^\W_'’-]*", re.sub(r"https?://\S+|[@#]\S+", " ", text))
            counts["P" if quote and len(own_words) < 5 else "B"] += 1
    return counts


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "handle"), [("x-archive-rtiatmla", "rtiatmla"), ("x-archive-lumeninferius", "lumeninferius")]
)
def test_kinds_of_an_archive(name: str, handle: str) -> None:
    if not (SHARED / name).is_dir():
        pytest.skip("the real exports are not beside the checkout")
    found = columns(handle, archive=name).posts
    assert dict(found["kind"].value_counts().iter_rows()) == dict(plain_kinds(SHARED / name))
    assert set(found.filter(found["kind"] == "R")["invited"].drop_nulls()) <= {"yes", "unknown"}


def plain_cases(handle: str, needs: set[str]) -> list[tuple[str, float, bool]]:
    """(id, minutes, answered) of each case, by walking through the table once a person."""
    with (SHARED / "inbox-twcs.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["tweet_id"]: row for row in csv.DictReader(file) if row["created_at"]}
    events: dict[str, list[tuple[datetime, bool, str]]] = {}
    for row in rows.values():
        when = datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y")
        if row["author_id"] == handle:
            parent = rows.get(row["in_response_to_tweet_id"].removesuffix(".0"))
            named = re.match(r"@(\d+)", row["text"])
            person = parent["author_id"] if parent and parent["author_id"] != handle else named and named[1]
            if person:
                events.setdefault(person, []).append((when, True, row["tweet_id"]))
        elif row["tweet_id"] in needs:
            events.setdefault(row["author_id"], []).append((when, False, row["tweet_id"]))
    end = max(when for told in events.values() for when, _, _ in told)
    found = []
    for told in events.values():
        opened: tuple[datetime, str] | None = None
        last: datetime | None = None
        before = False
        for when, out, name in sorted(told):
            if out:
                if opened and when - opened[0] <= timedelta(hours=72):
                    found.append((opened[1], (when - opened[0]).total_seconds() / 60, True))
                elif opened:
                    found.append((opened[1], 4320.0, False))
                opened, last = None, when
            elif opened is None and (not before or last is None or when - last >= timedelta(hours=24)):
                opened = (when, name)
            before = before or not out
        if opened:
            found.append((opened[1], min(4320.0, (end - opened[0]).total_seconds() / 60), False))
    return sorted(found)


@pytest.mark.shared
@pytest.mark.parametrize("handle", ["Uber_Support", "British_Airways", "comcastcares"])
def test_cases_of_an_inbox(handle: str) -> None:
    if not (SHARED / "inbox-twcs.csv").is_file():
        pytest.skip("the real exports are not beside the checkout")
    found = columns(handle, inbox="inbox-twcs.csv")
    needs = {uid.removeprefix("x:") for uid in found.messages.filter("need")["uid"]}
    assert len(needs) > 10
    got: list[Any] = sorted(
        (uid.removeprefix("x:"), minutes, answered)
        for uid, minutes, answered in found.cases.select("uid", "minutes", "answered").iter_rows()
    )
    wanted = plain_cases(handle, needs)
    assert [(uid, answered) for uid, _, answered in got] == [(uid, answered) for uid, _, answered in wanted]
    assert [minutes for _, minutes, _ in got] == pytest.approx([minutes for _, minutes, _ in wanted])
