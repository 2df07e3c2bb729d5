"""Direct messages, and the Facebook page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from maker import bank, plan
from maker.cast import Message, Post, Scope, Tweet, over
from maker.feed import LINES as FEED
from maker.plan import Desk

LINES = bank.lines("messages")
COPIED = ("promo", "hard", "product", "news", "growth", "human", "amplify", "brag", "advert")


def messages(scope: Scope) -> list[Message]:
    """The direct messages of one quarter."""
    desk = plan.desk(scope.quarter)
    found = [*_welcome(scope, desk), *_lost(scope, desk), *_asked(scope, desk)]
    return [message for message in found if not over(message.at)]


def _welcome(scope: Scope, desk: Desk) -> Iterator[Message]:
    """The robot: switched off three weeks into the third quarter."""
    start, _ = plan.bounds(scope.quarter)
    for index in range(scope.some(desk.welcome)):
        at = scope.moment(0, 23)
        if scope.quarter == "2026-Q2":
            at = start + timedelta(days=scope.dice.between(0, 20), hours=at.hour, minutes=at.minute)
        line = LINES["welcome"][0 if index % 3 else 1]
        text = scope.slots(at).fill(line.text)
        yield Message(at, text, "welcome", scope.cast.newcomer(), True, line.flags, automatic=True)


def _lost(scope: Scope, desk: Desk) -> Iterator[Message]:
    dice, count = scope.dice, scope.some(desk.lost)
    parts = [scope.lines(LINES[name], count) for name in ("lost-open", "lost-body", "lost-ask", "lost-item")]
    for opening, body, ask, item in zip(*parts, strict=True):
        at, person = scope.moment(9, 18), scope.cast.newcomer()
        slots = scope.slots(at, first=person.first, item=item.text, Item=item.text[0].upper() + item.text[1:])
        text = slots.fill(f"{opening.text} {body.text} {ask.text}")
        yield Message(at, text, "lost", person, True, frozenset({"helps"}))
        if dice.random() < 0.6:
            line = dice.pick(LINES["dm-thanks"])
            yield Message(scope.later(at, 6, 500), line.text, "dm-thanks", person, False, line.flags)


def _asked(scope: Scope, desk: Desk) -> Iterator[Message]:
    dice = scope.dice
    for which in scope.cast.deal(dice, LINES["dm-in"], scope.some(desk.dms)):
        at, person = scope.moment(7, 21), scope.cast.newcomer()
        slots = scope.slots(at, first=person.first)
        line, reply = LINES["dm-in"][which], LINES["dm-out"][which]
        yield Message(at, slots.fill(line.text), "dm-in", person, False, line.flags)
        if dice.random() < desk.rate:
            then = scope.later(at, 5, 50) if dice.random() < desk.quick else scope.later(at, 70, 1500)
            yield Message(then, slots.fill(reply.text), "dm-out", person, True, reply.flags)


def facebook(scope: Scope, feed: list[Tweet]) -> list[Post]:
    """The posts of one quarter on the Facebook page: copies of tweets, and some written for it."""
    copies, misfits, native = plan.FACEBOOK[scope.quarter]
    dice = scope.dice
    sources = [tweet for tweet in feed if tweet.group in COPIED and not tweet.root and not tweet.text.startswith("@")]
    posts = []
    for index, tweet in enumerate(dice.mix(sources)[:copies]):
        at = tweet.at + timedelta(minutes=dice.between(1, 300))
        text = _badly(tweet, index) if index < misfits else tweet.text
        posts.append(Post(at, text, tweet.group, tweet.purpose, tweet.flags, tweet, index < misfits))
    for line, at in scope.dated(FEED["facebook"], native, edges=True):
        posts.append(Post(at, scope.slots(at).fill(line.text), "facebook", line.purpose, line.flags))
    return [post for post in posts if not over(post.at)]


def _badly(tweet: Tweet, index: int) -> str:
    """A tweet pasted where it does not belong."""
    if index % 3 == 0:
        return f"{tweet.text} #ferry #islands #sea #travel #boats"
    if index % 3 == 1:
        words = tweet.text.split(" ")
        return f"{' '.join(words[: max(8, len(words) * 4 // 5)])}… (more) https://x.com/HarbourLights/status/"
    return f"{tweet.text} Link in bio. RT @HarbourLights"


def instant(at: datetime) -> str:
    """An instant as X writes it in direct messages."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
