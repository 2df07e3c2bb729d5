"""The brand's own feed: posts, threads, quotes and what it passes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from maker import bank, plan
from maker.bank import Line
from maker.cast import Scope, Tweet
from maker.world import ORG_PEOPLE, Person, Slots

LINES = {**bank.lines("broadcast"), **bank.lines("reposts")}
APPS = {"feed": "dlvr.it", "advert": "Buffer", "status": "HLF Status Bot", "hard": "Buffer", "growth": "Buffer"}
LIKES = {
    "human": 46, "conversation": 30, "useful": 28, "note": 40, "amplify": 24, "quote": 22, "contest": 60, "growth": 34,
    "media": 38, "service": 12, "storm": 30, "brag": 7, "product": 9, "hard": 2, "advert": 2, "promo": 4, "press": 2,
}  # fmt: skip


def tell(scope: Scope) -> list[Tweet]:
    """All posts and reshares of one quarter."""
    tweets: list[Tweet] = []
    for group, count in plan.posts(scope.quarter).items():
        tweets += _group(scope, group, count)
    for group, count in plan.posts(scope.quarter, plan.SHARES).items():
        tweets += [_share(scope, line, at) for line, at in scope.dated(LINES[group], count)]
    if scope.quarter == "2026-Q1":
        tweets += _storm(scope)
    return tweets


def _group(scope: Scope, group: str, count: int) -> Iterator[Tweet]:
    if group == "hard":
        drawn = [(line, scope.moment()) for line in _shouts(scope, count)]
    elif group == "media":
        drawn = [(Line("", "media", "human", lang="zxx"), scope.moment()) for _ in range(count)]
    elif group == "advert":
        few = LINES[group][: 2 + count // 10]
        drawn = [(few[i % len(few)], scope.moment()) for i in range(count)]
    else:
        drawn = scope.dated(LINES[group], count, edges=group == "useful")
    for line, at in drawn:
        yield from _post(scope, line, group, at)


def _post(scope: Scope, line: Line, group: str, at: datetime) -> Iterator[Tweet]:
    dice, slots = scope.dice, scope.slots(at)
    first, *rest = _filled(scope, line, group, slots).split(" || ")
    media = 1 if group == "media" or (group in LIKES and dice.random() < 0.25) else 0
    root = Tweet(at, first, group, "B", line.purpose, line.flags, lang=line.lang, media=media)
    root.app = APPS.get(group, "X Web App" if dice.random() < 0.7 else "X for iPhone")
    root.likes = int(LIKES.get(group, 5) * (0.3 + 1.4 * dice.random()))
    root.reposts = root.likes // 6
    if first.startswith("@"):
        root.to = _person(first)
    yield root
    before = root
    for part in rest:
        after = before.at + timedelta(seconds=dice.between(20, 90))
        before = Tweet(after, part, group, "B", line.purpose, line.flags, parent=before, root=root, app=root.app)
        before.likes = root.likes // 2
        yield before


def _filled(scope: Scope, line: Line, group: str, slots: Slots) -> str:
    text = line.text
    if "{quote}" in text:
        owner = "{org}" if "{org}" in text else "{fan}"
        handle = slots.fill(owner)[1:]
        serial = 1900000000000000000 + scope.dice.between(10**14, 9 * 10**14)
        text = text.replace("{quote}", f"https://x.com/{handle}/status/{serial}")
    text = slots.fill(text)
    if group in ("advert", "feed"):
        week = slots.at.isocalendar()
        tail = f"?utm_source=x&utm_medium=social&utm_campaign={week.year}w{week.week:02}"
        head, found, rest = text.partition("https://harbourlights.example/")
        address, gap, after = rest.partition(" ")
        text = f"{head}{found}{address}{tail}{gap}{after}" if found else text
    return text


def _shouts(scope: Scope, count: int) -> list[Line]:
    """Loud adverts, each put together from a hook, an offer and a push; no two share more than one of them."""
    flags = frozenset({"promo", "ask", "hard_sell"})
    seen: set[tuple[str, str]] = set()
    drawn: list[Line] = []
    while len(drawn) < count:
        parts = [scope.dice.pick(LINES[name]).text for name in ("hook", "offer", "push")]
        pairs = {(parts[0], parts[1]), (parts[1], parts[2]), (parts[0], parts[2])}
        if not pairs & seen:
            seen |= pairs
            drawn.append(Line(" ".join(parts[:2]) + "!!! " + parts[2], "hard", "promo", flags))
    return drawn


def _share(scope: Scope, line: Line, at: datetime) -> Tweet:
    slots = scope.slots(at)
    owner, _, said = line.text.partition(": ") if line.text.startswith("@") else (slots.fill("{fan}"), "", line.text)
    text = f"RT {owner}: {slots.fill(said)}"
    text = text if len(text) <= 140 else text[:139].rstrip() + "…"
    tweet = Tweet(at, text, line.group, "P", line.purpose, line.flags, to=_person(owner), app="X for iPhone")
    tweet.reposts = scope.dice.between(3, 60)
    return tweet


def _person(text: str) -> Person:
    handle = text.split()[0].strip("@:,")
    known = {person.handle: person for person in ORG_PEOPLE}
    return known.get(handle) or Person("99000" + f"{sum(map(ord, handle)):05}", handle, handle.split("_")[0].title())


def _storm(scope: Scope) -> Iterator[Tweet]:
    """Three days in January that brand.yaml declares a crisis."""
    start = plan.bounds("2026-Q1")[0]
    for line, (day, hour) in zip(LINES["storm"], ((12, 7), (13, 7), (13, 17), (14, 7)), strict=True):
        at = start + timedelta(days=day, hours=hour, minutes=scope.dice.between(1, 40))
        yield from _post(scope, line, "storm", at)
