"""Plain Python for figures worked out by hand: formulas of RUBRIC 4, and readers for a few real exports.

Nothing here uses the product.
"""

import csv
import html
import json
import math
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

EXPORTS = (
    Path(os.environ.get("SOCIABLE_SHARED", Path(__file__).parents[1] / ".." / "shared")).resolve() / "data/exports"
)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
ADDRESS, HANDLE = re.compile(r"https?://\S+"), re.compile(r"@\w+")
SPANISH = re.compile(r"\b(?:el|los|las|para|que|sobre|nuestro|un|y|la|de)\b", re.I)
HORIZON = 4320.0
Row = dict[str, Any]


def written(stamp: str) -> datetime:
    """`Thu Nov 07 18:26:50 +0000 2024`, without asking the locale."""
    _, month, day, clock, _, year = stamp.split()
    hour, minute, second = map(int, clock.split(":"))
    return datetime(int(year), MONTHS.index(month) + 1, int(day), hour, minute, second, tzinfo=UTC)


def week(at: datetime) -> str:
    year, number, _ = at.isocalendar()
    return f"{year}-W{number:02d}"


def points(value: float, anchors: tuple[float, ...]) -> float:
    """RUBRIC 4.1: the polyline through 0, 40, 60, 80 and 100."""
    if anchors[0] > anchors[-1]:
        value, anchors = -value, tuple(-one for one in anchors)
    if value <= anchors[0]:
        return 0.0
    for low, high, base, top in zip(anchors, anchors[1:], (0, 40, 60, 80), (40, 60, 80, 100), strict=False):
        if value <= high:
            return base + (top - base) * (value - low) / (high - low)
    return 100.0


def wilson(share: float, n: float) -> tuple[float, float]:
    z = 1.959963984540054
    middle, width = share + z * z / 2 / n, z * math.sqrt(share * (1 - share) / n + z * z / 4 / n / n)
    return (middle - width) / (1 + z * z / n), (middle + width) / (1 + z * z / n)


def survival(cases: list[tuple[float, bool]], at: float) -> tuple[float, float, float]:
    """F(at) by Kaplan and Meier with Greenwood's complementary log-log ends (RUBRIC 4.5)."""
    alive, spread = 1.0, 0.0
    for time in sorted({minutes for minutes, answered in cases if answered and minutes <= at}):
        risk = sum(minutes >= time for minutes, _ in cases)
        deaths = sum(answered and minutes == time for minutes, answered in cases)
        alive *= 1 - deaths / risk
        spread += deaths / risk / (risk - deaths) if risk > deaths else math.inf
    if alive in (0.0, 1.0):
        return 1 - alive, 1 - alive, 1 - alive
    width = 1.959963984540054 * math.sqrt(spread) / math.log(alive)
    ends = sorted(1 - alive ** math.exp(sign * width) for sign in (-1, 1))
    return 1 - alive, ends[0], ends[1]


def half(cases: list[tuple[float, bool]]) -> float | None:
    """When half of the people had an answer; None where that was never so."""
    times = sorted({minutes for minutes, answered in cases if answered})
    return next((time for time in times if survival(cases, time)[0] >= 0.5 - 1e-12), None)


def words(text: str) -> list[str]:
    """Words with addresses and handles out, and one 0 for a run of numbers and dates."""
    text = HANDLE.sub(" ", ADDRESS.sub(" ", text.lower()))
    text = re.sub(
        r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september"
        r"|october|november|december)\b", "0", text,
    )  # fmt: skip
    text = re.sub(r"[^\w ]+|_", " ", re.sub(r"['’]", "", re.sub(r"[\w'’]*\d[\w.,:%]*", "0", text)))
    return re.sub(r"\b0(?: +0)+\b", "0", text).split()


def alike(one: list[str], other: list[str]) -> bool:
    """RUBRIC repeat-content (b): three-word shingles, Jaccard 0.7; short texts word for word."""
    if min(len(one), len(other)) < 8:
        return one == other != []
    left, right = ({tuple(text[i : i + 3]) for i in range(len(text) - 2)} for text in (one, other))
    return len(left & right) / len(left | right) >= 0.7


def again(row: Row, earlier: Row) -> bool:
    """RUBRIC repeat-content: same address and half of the words, or nearly the same text, within 90 days."""
    if not timedelta(0) < row["at"] - earlier["at"] <= timedelta(days=90):
        return False
    left, right = set(row["words"]), set(earlier["words"])
    same = bool(row["links"] & earlier["links"]) and len(left & right) / len(left | right) >= 0.5
    return same or alike(row["words"], earlier["words"])


def merged(rows: list[Row]) -> list[list[Row]]:
    """Messages to one person no more than ten minutes after one another are one answer; `rows` in order of time."""
    units: list[list[Row]] = []
    for row in rows:
        near = (one for one in reversed(units) if one[0]["to"] == row["to"])
        last = next(near, None)
        if last is not None and row["at"] - last[-1]["at"] <= timedelta(minutes=10):
            last.append(row)
        else:
            units.append([row])
    return units


def published(folder: Path, year: int, months: tuple[int, ...]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """An X archive's units by kind, replies by week and all by week: own threads count once, at their root."""

    def load(name: str) -> Any:
        return json.loads((folder / "data" / name).read_text("utf-8").split("=", 1)[1])

    me = load("account.js")[0]["account"]["accountId"]
    kinds, replied, weeks = Counter[str](), Counter[str](), Counter[str]()
    for row in (item["tweet"] for item in load("tweet.js")):
        at, to = written(row["created_at"]), row.get("in_reply_to_user_id_str")
        if at.year != year or at.month not in months or (to == me and row.get("in_reply_to_status_id_str")):
            continue
        kind = "P" if re.match(r"RT @\w+:", row["full_text"]) else "R" if to else "B"
        kinds[kind] += 1
        weeks[week(at)] += 1
        replied[week(at)] += kind == "R"
    return kinds, replied, weeks


def analytics(folder: Path, handle: str) -> list[Row]:
    """The posts of X Analytics CSVs in order of time; `to` is whom a reply starts with, "" for what is none."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                text, at = html.unescape(line["Tweet text"]), datetime.strptime(line["time"], "%Y-%m-%d %H:%M %z")
                first = re.match(r"@(\w+)", text)
                to = first[1].lower() if first and first[1].lower() != handle else ""
                rows[line["Tweet id"]] = {
                    "id": line["Tweet id"], "at": at, "text": text, "to": to, "words": words(text),
                    "links": set(ADDRESS.findall(text)), "english": len(SPANISH.findall(text)) < 3,
                }  # fmt: skip
    return sorted(rows.values(), key=lambda row: (row["at"], int(row["id"])))


class Desk:
    """One brand's conversations in a table of the twcs shape."""

    def __init__(self, path: Path, handle: str) -> None:
        self.handle = handle
        with path.open(encoding="utf-8", newline="") as file:
            lines = [line for line in csv.DictReader(file) if line["text"] and line["author_id"] and line["created_at"]]
        self.rows = {line["tweet_id"]: self._row(line) for line in lines}
        self.out = sorted((row for row in self.rows.values() if row["who"] == handle), key=self._order)
        for row in self.out:
            row["to"] = self._person(row)
        answered = {row["parent"] for row in self.out}
        direct = {row["id"] for row in self.rows.values() if row["in"] and (self._tags(row) or row["id"] in answered)}
        people = {(self.root(row), row["who"]) for row in self.rows.values() if row["id"] in direct}
        self.heard = sorted(
            (row for row in self.rows.values()
             if row["id"] in direct or (row["in"] and (self.root(row), row["who"]) in people)), key=self._order,
        )  # fmt: skip

    @staticmethod
    def _row(line: dict[str, str]) -> Row:
        parent = line["in_response_to_tweet_id"].split(".")[0]
        return {"id": line["tweet_id"], "who": line["author_id"], "in": line["inbound"] == "True", "parent": parent,
                "at": written(line["created_at"]), "text": html.unescape(line["text"])}  # fmt: skip

    @staticmethod
    def _order(row: Row) -> tuple[datetime, int]:
        return row["at"], int(row["id"])

    def _tags(self, row: Row) -> bool:
        parent = self.rows.get(row["parent"])
        return f"@{self.handle.lower()}" in row["text"].lower() or (parent or {}).get("who") == self.handle

    def _person(self, row: Row) -> str:
        """Whom the brand speaks to: the author above, through its own messages."""
        above = self.rows.get(row["parent"])
        while above is not None and above["who"] == self.handle:
            above = self.rows.get(above["parent"])
        return str(above["who"]) if above else ""

    def root(self, row: Row) -> str:
        """The id that a conversation starts with."""
        while row["parent"] in self.rows:
            row = self.rows[row["parent"]]
        return str(row["id"])

    def addressed(self, row: Row) -> bool:
        """It or what it answers names the brand, or a desk whose name the table hides behind a number."""
        named = re.search(rf"@(?:{self.handle}|\d+)\b", row["text"], re.I) is not None or row["who"] == self.handle
        return named or (row["parent"] in self.rows and self.addressed(self.rows[row["parent"]]))

    def cases(self, needs: dict[str, float]) -> list[tuple[Row, float, bool]]:
        """RUBRIC 0.2: opening message, minutes to the first answer, whether there was one; `needs` by id."""
        end = max(row["at"] for row in (*self.out, *self.heard))
        found: list[tuple[Row, datetime | None]] = []
        for person in sorted({row["who"] for row in self.heard}):
            talk = sorted((row for row in (*self.heard, *self.out) if person in (row["who"], row.get("to"))),
                          key=self._order)  # fmt: skip
            opened, spoke, before = None, None, False
            for row in talk:
                if row["who"] == self.handle:
                    found += [(opened, row["at"])] if opened is not None else []
                    opened, spoke = None, row["at"]
                    continue
                # What follows an answer within a day belongs to the case that was answered.
                anew = not before or spoke is None or row["at"] - spoke >= timedelta(hours=24)
                if opened is None and anew and needs.get(row["id"], 0.0) >= 0.5 and self.addressed(row):
                    opened, before = row, True
            found += [(opened, None)] if opened is not None else []
        gaps = [(row, ((stop or end) - row["at"]).total_seconds() / 60, stop is not None) for row, stop in found]
        return [(row, min(gap, HORIZON), known and gap <= HORIZON) for row, gap, known in gaps]
