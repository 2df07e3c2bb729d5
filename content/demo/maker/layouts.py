"""What exports have in common, and those that are tables: the inbox and the Facebook page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import timedelta

from maker.cast import Post, Story, Tweet
from maker.plan import INBOX_FROM, QUARTERS, bounds
from maker.world import HANDLE, NAME, Dice

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ADDRESS = re.compile(r"https?://[^\s)]*[\w/]")


def stamp(tweet: Tweet) -> str:
    """The time as X writes it in tweets."""
    at = tweet.at
    day = f"{WEEKDAYS[at.weekday()]} {MONTHS[at.month - 1]} {at.day:02}"
    return f"{day} {at:%H:%M:%S} +0000 {at.year}"


class Shortener:
    """t.co addresses, the same for the same target, and the full text of tweets as it is exported."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def short(self, address: str) -> str:
        """The t.co form of an address; the codes are plainly made up."""
        return self.known.setdefault(address, f"https://t.co/HLdemo{len(self.known):05}")

    def text(self, tweet: Tweet) -> str:
        """The text with short links, media links at the end, and cut where a note holds the whole."""
        text = ADDRESS.sub(lambda found: self.short(found[0]), tweet.text)
        if len(tweet.text) > 330:
            head = text[:250].rsplit(" ", 1)[0]
            text = f"{head}… {self.short(f'https://x.com/i/web/status/{tweet.id}')}"
        if tweet.media:
            text = f"{text} {self.short(f'https://x.com/{HANDLE}/status/{tweet.id}/photo/1')}".strip()
        return text


def inboxes(story: Story, links: Shortener) -> dict[str, bytes]:
    """The inbox tool's export, one CSV a quarter: both sides of every conversation, answered or not."""
    rows = [t for t in story.tweets if t.at >= INBOX_FROM and (t.author is not None or t.kind in "RU")]
    children: dict[str, list[str]] = {}
    for tweet in rows:
        if tweet.parent is not None:
            children.setdefault(tweet.parent.id, []).append(tweet.id)
    files = {}
    for quarter in ("2025-Q3", *QUARTERS):
        start, days = bounds(quarter)
        own = [t for t in rows if start <= t.at < start + timedelta(days=days)]
        table = [("tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id",
                  "in_response_to_tweet_id")]  # fmt: skip
        for tweet in sorted(own, key=lambda tweet: tweet.id):
            author = tweet.author.id if tweet.author else HANDLE
            parent = tweet.parent.id if tweet.parent else ""
            answers = ",".join(sorted(children.get(tweet.id, ())))
            inbound = str(tweet.author is not None)
            table.append((tweet.id, author, inbound, stamp(tweet), links.text(tweet), answers, parent))
        files[f"inbox-{quarter.lower()}.csv"] = _csv(table)
    return files


def facebook(posts: list[Post], quarter: str) -> bytes:
    """The Facebook page as a scheduling tool exports it; brand.yaml maps the columns."""
    start, days = bounds(quarter)
    table = [("Post ID", "Sent (UTC)", "Page", "Post copy", "Reactions", "Comments", "Shares")]
    dice = Dice(f"facebook:{quarter}")
    for post in sorted(posts, key=lambda post: post.at):
        if start <= post.at < start + timedelta(days=days):
            liked = int((30 if post.group in ("facebook", "human") else 4) * (0.4 + dice.random()))
            counts = (str(liked), str(liked // 7), str(liked // 11))
            table.append((post.id, f"{post.at:%d/%m/%Y %H:%M}", NAME, post.text, *counts))
    return _csv(table)


def _csv(table: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().encode()
