"""Reads the posts that detectors are learnt from: read ones, and unread ones for the teacher.

Development only; nothing here is shipped.  Data stays where it is: what the
repository keeps of a post is a hash of its text.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HERE = Path(__file__).parent


def norm(text: str) -> str:
    """Text without addresses, handles, numbers and punctuation: equal texts are duplicates."""
    return re.sub(r"\W+", " ", re.sub(r"https?://\S+|@\w+|\d+", "", text.lower())).strip()


def digest(row: Row) -> str:
    """Hash that stands for a post in the repository."""
    return hashlib.sha256(f"{row['kind']}\n{norm(row['text'])}".encode()).hexdigest()[:24]


def group(row: Row) -> str:
    """What a split must keep together: the brand, else the desk that is addressed."""
    brand = str(row.get("brand") or "")
    if brand and brand != "page":
        company = re.search(r"\((.*?)\)", brand)
        return company[1] if company else brand
    handle = re.search(r"@([A-Za-z]\w+)", row["text"])
    return f"at:{handle[1].lower()}" if handle else f"row:{row['id']}"


def far(group: str, share: int) -> bool:
    """Whether a brand is left out: one whose hash modulo 100 is below `share`."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 100 < share


PARTS = 4
"""Gold's brands are dealt into so many parts; a file that learnt from all but one reads that one."""


def part(row: Row) -> int:
    """The part of gold's brands that a row is of, from 0."""
    return int(hashlib.sha256((row.get("brand") or str(row["id"])).encode()).hexdigest(), 16) % PARTS


def learnt(data: Path, drop_gold_brands: bool) -> list[Row]:
    """Read posts, duplicates and the texts of gold.jsonl left out; posts of read.jsonl are joined by hash."""
    gold = [json.loads(line) for line in (data / "gold/gold.jsonl").open()]
    brands = {row["brand"] for row in gold} - {""}
    rows = [json.loads(line) for line in (data / "gold/train.jsonl").open()]
    marks = {mark["hash"]: mark for mark in map(json.loads, (HERE / "read.jsonl").open())}
    others = [] if drop_gold_brands else complaints(data)  # held weights are tested on all of these
    for row in [*unread(data), *others]:
        mark = marks.get(digest(row))
        if mark:
            draw = "enriched" if "complaint" in row else "random"
            rows.append({"sure": 1, **row, **mark, "draw": draw, "id": f"read{row['id']}"})
    seen = {norm(row["text"]) for row in gold}
    kept: list[Row] = []
    for row in rows:
        key = norm(row["text"])
        if key in seen or (drop_gold_brands and row["brand"] in brands):
            continue
        seen.add(key)
        kept.append(row | {"group": group(row)})
    return kept


def written() -> list[Row]:
    """Posts written for learning, with their labels: made-up brands, so no split ever holds them out."""
    rows = [json.loads(line) for line in (HERE / "written.jsonl").open(encoding="utf-8")]
    blank = {"sure": 1, "draw": "written"}
    return [
        blank | row | {"id": f"w{number}", "group": row["brand"] or f"w{number}"} for number, row in enumerate(rows)
    ]


def unread(data: Path) -> list[Row]:
    """Posts nobody has read, one a text, with a kind from their form."""
    seen: set[str] = set()
    rows: list[Row] = []
    for number, (kind, text, brand, context) in enumerate(_sources(data)):
        row = {
            "kind": kind,
            "text": text or "",
            "brand": brand,
            "context": context,
            "platform": "x",
            "id": f"u{number}",
        }
        key = digest(row)
        if len(norm(row["text"])) > 3 and key not in seen:
            seen.add(key)
            rows.append(row)
    return rows


def complaints(data: Path) -> list[Row]:
    """Posts to brands that others have read for complaints (labelled/complaints.csv), with `complaint` 0 or 1."""
    rows = [row for row in _csv(data / "labelled/complaints.csv") if not row["domain"].startswith("random")]
    blank = {"kind": "I", "brand": "", "context": "", "platform": "x"}
    return [blank | {"id": row["id"], "text": row["text"], "complaint": int(row["complaint"])} for row in rows]


def _sources(data: Path) -> Iterator[tuple[str, str, str, str]]:
    for row in _csv(data / "unlabelled/enterprise_x.csv"):
        yield _kind(row["text"]), row["text"], f"{row['username']} ({row['inferred company']})", ""
    for row in _csv(data / "labelled/corporate_messaging.csv"):
        yield _kind(row["text"]), row["text"], row["screenname"], ""
    for row in _csv(data / "exports/yum-brands-2012-2022.csv"):
        yield _kind(row["text"]), row["text"], "@yumbrands", ""
    for path in sorted(data.glob("exports/x-analytics*/*.csv")):
        for row in _csv(path):
            yield _kind(row["Tweet text"]), row["Tweet text"], "@rOpenSci", ""
    yield from _care(data)


def _care(data: Path) -> Iterator[tuple[str, str, str, str]]:
    tweets = list(_csv(data / "exports/inbox-twcs.csv"))
    texts = {row["tweet_id"]: row["text"] for row in tweets}
    for row in tweets:
        parent = texts.get((row["in_response_to_tweet_id"] or "").split(".")[0], "")
        inbound = row["inbound"] == "True"
        yield ("I" if inbound else "R"), row["text"], "" if inbound else row["author_id"], parent
    for path in sorted(data.glob("labelled/twcs-*.csv")):
        for row in _csv(path):
            inbound = row["inbound"] == "True"
            yield ("I" if inbound else "R"), row["text"], "" if inbound else row["author_id"], ""
    for row in _csv(data / "exports/delta-replies-cp1252.csv", "cp1252"):
        yield "R", row["text"], "Delta", ""
    for talk in json.loads((data / "exports/inbox-ibm-customer-care.json").read_text()):
        before = ""
        for turn in talk["dialogContent"]:
            agent = "agent" in turn
            yield ("R" if agent else "I"), turn["message"], talk["dialogHeader"]["company"] if agent else "", before
            before = turn["message"]
        answer = (talk.get("agentURL") or {}).get("url_utterance")
        if answer:
            yield "R", answer, talk["dialogHeader"]["company"], before


def _csv(path: Path, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def _kind(text: str) -> str:
    return "R" if re.match(r"\s*@", text or "") else "B"
