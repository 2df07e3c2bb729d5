"""Runs the cases of criteria through the signals, many at once.

Every case gets an account, people and a week of its own, so that no case
touches another; cases that configure the brand alike share one run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from sociable import tables
from sociable.config import Brand
from sociable.criteria import Criterion, Measure
from sociable.model import NEEDS, Period
from sociable.signals.relate import relate
from sociable.tables import Archive, Columns

Case = dict[str, Any]
START = datetime(2020, 1, 6, 10, 0, tzinfo=UTC)
PERIOD = Period(id="all", start="2018-01-01", end="2035-12-31")
LINK = r"https?://\S+|\b(?:[a-z0-9-]+\.)+(?:ly|me|co)/\S+"


def run(cases: Sequence[tuple[Criterion, Case]]) -> list[str]:
    """For each case good, bad, none, out or review, as the criterion's measure sees it."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, (_, case) in enumerate(cases):
        groups[_group(case)].append(at)
    verdicts = [""] * len(cases)
    for members in groups.values():
        chosen = [cases[at][1] for at in members]
        columns = relate(_archive(chosen), _brand(chosen), [PERIOD])
        for slot, at in enumerate(members):
            verdicts[at] = _verdict(columns, cases[at][0], cases[at][1], slot)
    return verdicts


def agrees(criterion: Criterion, expected: str, got: str) -> bool:
    """Whether a verdict is the expected one; `none` is the side on which nothing was found."""
    empty = {"higher": "bad", "lower": "good"}[criterion.direction]
    return got == expected or {got, expected} == {"none", empty}


def _group(case: Case) -> str:
    brand = case.get("brand", {})
    alone = json.dumps(case, sort_keys=True) if case.get("also_on") else ""
    return alone + json.dumps({key: value for key, value in brand.items() if key != "domains"}, sort_keys=True)


def _brand(cases: list[Case]) -> Brand:
    told = {key: value for case in cases for key, value in case.get("brand", {}).items()}
    domains = sorted({domain for case in cases for domain in case.get("brand", {}).get("domains", [])})
    accounts = [
        {"platform": platform, "handle": f"case{slot}", "emoji_ok": told.get("emoji_ok", False), "read_dms": True}
        for slot, case in enumerate(cases)
        for platform in filter(None, (case.get("platform", "x"), case.get("also_on")))
    ]
    about = {key: told[key] for key in ("aliases", "products", "affiliates", "audience", "cause_org") if key in told}
    links = {key: told[key] for key in ("commercial", "help", "gated") if key in told}
    return Brand.model_validate(
        {
            "brand": {"name": told.get("name", "Caseworks"), "domains": domains, **about},
            "accounts": accounts,
            "team": told.get("team", []),
            "links": links,
        }
    )


def _archive(cases: list[Case]) -> Archive:
    posts: list[Case] = []
    messages: list[Case] = []
    for slot, case in enumerate(cases):
        _Maker(slot, case, posts, messages).make()
    accounts = sorted({row["account"] for row in posts + messages})
    feeds = [
        {"account": account, "need": need, "first": date(2018, 1, 1), "last": date(2035, 12, 31), "source_file": "t"}
        for account in accounts
        for need in NEEDS
    ]
    return Archive(
        posts=_frame(posts, tables.POSTS),
        messages=_frame(messages, tables.MESSAGES),
        people=tables.empty(tables.PEOPLE),
        snapshots=tables.empty(tables.SNAPSHOTS),
        feeds=_frame(feeds, tables.FEEDS),
    )


def _frame(rows: list[Case], schema: Any) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row")


class _Maker:
    """The rows of one case."""

    def __init__(self, slot: int, case: Case, posts: list[Case], messages: list[Case]) -> None:
        self.slot, self.case, self.posts, self.messages = slot, case, posts, messages
        self.platform = case.get("platform", "x")
        self.when = START + timedelta(days=7 * slot)
        self.texts: list[str] = case.get("posts") or [case["text"]]

    def make(self) -> None:
        """Add everything that happened around the case; the judged message is `uid(slot)`."""
        case, kind = self.case, self.case.get("kind", "B")
        for turn, text in enumerate(reversed(case.get("earlier", []))):
            self.post(f"e{turn}", text, self.when - timedelta(days=10 * (turn + 1)))
        if case.get("prior_contact"):
            self.know()
        for copy in range(case.get("copies", 1)):
            when = self.when - timedelta(minutes=30 * copy)
            for turn, text in enumerate(self.texts):
                name = "" if copy == 0 and turn == len(self.texts) - 1 else f"c{copy}t{turn}"
                self.send(kind, name, text, copy, when + timedelta(hours=turn))
        if case.get("also_on"):
            self.post("also", self.texts[-1], self.when - timedelta(minutes=3), platform=case["also_on"])
        # The archive goes on, so that an unanswered message is seen to stay so.
        self.post("later", "The harbour was quiet on this grey afternoon.", self.when + timedelta(days=5))

    def send(self, kind: str, name: str, text: str, copy: int, when: datetime) -> None:
        """One copy of the judged message."""
        if kind in "BP":
            form = "repost" if kind == "P" else "post"
            author = f"{self.platform}:@author{self.slot}" if kind == "P" and not text.startswith("RT ") else None
            self.post(name, text, when, form=form, reply_to_author=author)
        elif kind == "M":
            self.post(name, text, when, form="mention_start")
        elif kind == "D":
            self.private(name, text, copy, when)
        else:
            self.reply(name, text, copy, when, "no" if kind == "U" else self.case.get("invited", "unknown"))

    def post(self, name: str, text: str, when: datetime, **more: Any) -> None:
        """A public row of the case's account."""
        platform = more.pop("platform", self.platform)
        mentions = [word.casefold() for word in pl.Series([text]).str.extract_all(r"@[\w.-]*\w")[0].to_list()]
        row = {
            "uid": uid(self.slot, name, platform), "account": f"{platform}:case{self.slot}", "platform": platform,
            "created_at": when, "time_precision": "second", "form": "post", "text": text, "paid": "no",
            "mentions": [word[1:] for word in mentions],
            "links": pl.Series([text]).str.extract_all(LINK)[0].to_list(),
            "hashtags": [tag[1:] for tag in pl.Series([text]).str.extract_all(r"#\w+")[0].to_list()],
            "alt_text": self.case.get("media_alt") or None, "place": self.case.get("place"), "text_truncated": "no",
        }  # fmt: skip
        self.posts.append(row | more)

    def reply(self, name: str, text: str, copy: int, when: datetime, invited: str) -> None:
        """A reply and, where it was asked for, the message that asked."""
        parent, person = self.case.get("parent"), f"{self.platform}:@person{self.slot}n{copy}"
        asked = f"{self.platform}:asked{self.slot}{name}n{copy}"
        known = invited != "unknown"
        if parent and invited == "yes":
            self.hear(asked, parent, person, when - timedelta(minutes=20), "mention")
        if text:
            self.post(
                name, text, when, form="reply", reply_to_uid=asked, reply_to_author=person,
                parent_text=parent if known else None,
                parent_mentions=([f"case{self.slot}"] if invited == "yes" else []) if known else None,
            )  # fmt: skip

    def private(self, name: str, text: str, copy: int, when: datetime) -> None:
        """A direct message and, where there was one, the public word that asked for it."""
        person = f"{self.platform}:@person{self.slot}n{copy}"
        if self.case.get("parent"):
            asked = f"{self.platform}:asked{self.slot}{name}n{copy}"
            self.hear(asked, self.case["parent"], person, when - timedelta(minutes=1), "comment")
        self.write(uid(self.slot, name, self.platform), text, when, "out", "dm", recipient=person)

    def know(self) -> None:
        """An exchange a month before."""
        person, before = f"{self.platform}:@person{self.slot}n0", self.when - timedelta(days=30)
        after = before + timedelta(hours=1)
        self.write(f"{self.platform}:k{self.slot}", "Hello there", before, "in", "dm", author=person)
        self.write(f"{self.platform}:l{self.slot}", "Hello!", after, "out", "dm", recipient=person)

    def hear(self, name: str, text: str, person: str, when: datetime, channel: str) -> None:
        """An inbound message that names the account."""
        self.write(name, text, when, "in", channel, author=person, mentions=[f"case{self.slot}"])

    def write(self, name: str, text: str, when: datetime, direction: str, channel: str, **more: Any) -> None:
        """A row of messages."""
        row = {
            "uid": name, "account": f"{self.platform}:case{self.slot}", "platform": self.platform, "created_at": when,
            "time_precision": "second", "direction": direction, "channel": channel, "text": text,
            "private": channel == "dm", "mentions": [],
        }  # fmt: skip
        self.messages.append(row | more)


def uid(slot: int, name: str, platform: str) -> str:
    """The uid of a case's message; the judged one has the empty name."""
    return f"{platform}:{slot}{name and '-' + name}"


def _verdict(columns: Columns, criterion: Criterion, case: Case, slot: int) -> str:
    measure = criterion.measure
    account = f"{case.get('platform', 'x')}:case{slot}"
    frame: pl.DataFrame = getattr(columns, measure.table)
    rows = frame.filter(pl.col("account") == account)
    if measure.table != "cases":
        mine = uid(slot, "", case.get("platform", "x"))
        rows = rows.filter(pl.col("uids").list.contains(mine) if measure.table == "posts" else pl.col("uid") == mine)
    if rows.is_empty():
        return "out"
    row = rows.sort("opened_at").row(-1, named=True) if measure.table == "cases" else rows.row(0, named=True)
    unclear = measure.among == "judged_case" and row["outcome"] == "unclear"
    if row[measure.among] is None or unclear:
        return "review"
    return _side(measure, criterion.direction, row) if row[measure.among] else "out"


def _side(measure: Measure, direction: str, row: Case) -> str:
    if measure.shape == "pooled":
        return "none"
    if measure.shape == "survival":
        return "good" if row["event"] and row["minutes"] <= measure.at else "bad"
    if measure.shape == "ratio":
        if row[measure.den] < 0.5:
            return "none"
        return "good" if row[measure.num] / row[measure.den] >= 0.5 else "bad"
    value = row[measure.where]
    if value is None:
        return "review"
    fires = value >= 0.5
    return {"lower": ("none", "bad"), "higher": ("bad", "good")}[direction][fires]
