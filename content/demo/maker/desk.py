"""The desk: people who need something, people who just write, and strangers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from maker import bank, plan
from maker.bank import Scene
from maker.cast import Scope, Tweet, over
from maker.plan import Desk
from maker.world import STAFF, Dice, Person, Slots

LINES = bank.lines("replies")
CASES, CHATS, STRANGERS = bank.scenes("cases"), bank.scenes("chats"), bank.scenes("strangers")
EMPTY, WISHES, TEMPLATES, THANKS = bank.sections("strangers")
FLAGS = {"Q": frozenset({"need", "question"}), "C": frozenset({"need", "complaint"})}


def tell(scope: Scope, feed: list[Tweet]) -> list[Tweet]:
    """All conversations of one quarter; `feed` holds the posts that people answer."""
    desk = plan.desk(scope.quarter)
    tweets = [*_cases(scope, desk), *_chats(scope, desk, feed), *_noise(scope, desk, feed)]
    tweets += [*_joins(scope, desk), *_asked(scope, desk), *_dropped(scope, desk)]
    return [tweet for tweet in tweets if not over(tweet.at)]


def answer(
    dice: Dice,
    to: Tweet,
    at: datetime,
    text: str,
    group: str,
    flags: frozenset[str],
    signed: float,
    invited: str = "yes",
) -> Tweet:
    """The brand's reply to a tweet, signed or not."""
    assert to.author is not None
    if dice.random() < signed:
        name = dice.pick(tuple(STAFF))
        text += f" ^{STAFF[name]}" if dice.random() < 0.85 else f" – {name}"
        flags = flags | {"signed"}
    reply = Tweet(at, f"@{to.author.handle} {text}", group, "R", "reply", flags, parent=to, to=to.author)
    reply.invited, reply.likes, reply.app = invited, dice.between(0, 4), "HLF Inbox"
    return reply


def _said(person: Person, at: datetime, text: str, group: str, *flags: str, parent: Tweet | None = None) -> Tweet:
    return Tweet(at, text, group, "I", "inbound", frozenset(flags), author=person, parent=parent)


def _grateful(text: str) -> tuple[str, ...]:
    words = ("thank", "brilliant", "cheers", "perfect", "legend", "appreciate", "best answer", "owe you", "it worked")
    return ("praise",) if any(word in text.lower() for word in words) else ()


def _cases(scope: Scope, desk: Desk) -> Iterator[Tweet]:
    dice, count = scope.dice, scope.some(desk.cases)
    silent = scope.quota(count, desk.rate)
    outcomes = iter(scope.quota(silent.count(0), desk.helped, desk.cloned))
    slow = iter(scope.quota(silent.count(0), desk.quick))
    clones = iter(range(count))
    for index, scene in enumerate(scope.scenes(CASES, count)):
        at = scope.edge(index) or scope.moment(6, 22)
        person = scope.regular() if dice.random() < 0.12 else scope.cast.newcomer()
        slots = scope.slots(at, first=person.first)
        text = slots.fill(scene.turns[scene.group])
        if dice.random() < 0.05:
            text = "Dear Harbour Lights, " + text.replace("@HarbourLights ", "")
        asked = _said(person, at, text, "case", *FLAGS[scene.group])
        yield asked
        if not silent[index]:
            outcome, when = next(outcomes), _delay(scope, asked.at, next(slow))
            if outcome == 0:
                yield from _solved(scope, desk, scene, asked, slots, when)
            else:
                line = LINES["clone"][next(clones) % 2] if outcome == 1 else scope.lines(LINES["deflect"], 1)[0]
                signed = desk.signed * (0.4 if outcome == 1 else 0.8)
                yield answer(dice, asked, when, slots.fill(line.text), line.group, line.flags, signed)
        elif dice.random() < 0.15:
            nudge = slots.fill(dice.pick(LINES["nudge"]).text)
            yield _said(person, scope.later(at, 900, 2000), nudge, "nudge", "need", parent=asked)


def _delay(scope: Scope, at: datetime, slow: int) -> datetime:
    """When the first answer comes: within the hour, or some hours or days later."""
    ranges = ((65, 300), (90, 700), (400, 1500), (1400, 3300), (4400, 6000))
    return scope.later(at, *(scope.dice.pick(ranges) if slow else (4, 52)))


def _solved(scope: Scope, desk: Desk, scene: Scene, asked: Tweet, slots: Slots, at: datetime) -> Iterator[Tweet]:
    flags = frozenset({"helps"}) | ({"apology"} if "sorry" in scene.turns["H"].lower() else frozenset())
    reply = answer(scope.dice, asked, at, slots.fill(scene.turns["H"]), "case-help", flags, desk.signed)
    yield reply
    if "T" in scene.turns and scope.dice.random() < 0.7:
        thanks = slots.fill(scene.turns["T"])
        yield _said(slots_person(asked), scope.later(at, 5, 400), thanks, "thanks", *_grateful(thanks), parent=reply)


def slots_person(tweet: Tweet) -> Person:
    """Who wrote an inbound tweet."""
    assert tweet.author is not None
    return tweet.author


def _chats(scope: Scope, desk: Desk, feed: list[Tweet]) -> Iterator[Tweet]:
    dice, count = scope.dice, scope.some(desk.chats)
    liked = [tweet for tweet in feed if tweet.group in ("human", "conversation", "useful", "media", "contest")]
    silent, known = scope.quota(count, desk.chatty), scope.quota(count, desk.regulars)
    answered = silent.count(0)
    ways = iter(scope.quota(answered, desk.courtesy, scope.some(desk.pitched) / max(1, answered)))
    for index, scene in enumerate(scope.scenes(CHATS, count)):
        person = scope.cast.newcomer() if known[index] else scope.regular()
        parent = dice.pick(liked) if liked and dice.random() < 0.4 else None
        at = scope.later(parent.at, 5, 1400) if parent else scope.moment(7, 22)
        slots = scope.slots(at, first=person.first)
        wrote = _said(
            person, at, slots.fill(scene.turns["I"]), "chat", *("praise",) * ("P" in scene.turns), parent=parent
        )
        yield wrote
        if not silent[index]:
            yield from _chatted(scope, desk, scene.turns, wrote, slots, next(ways))


def _chatted(scope: Scope, desk: Desk, turns: dict[str, str], wrote: Tweet, slots: Slots, way: int) -> Iterator[Tweet]:
    """The answer to somebody who just wrote: a stock phrase (0), an offer (1), or a person's own words (2)."""
    dice, person, at = scope.dice, slots_person(wrote), scope.later(wrote.at, 15, 1300)
    if way < 2:
        line = dice.pick(LINES["soft-pitch" if way else "courtesy"])
        yield answer(dice, wrote, at, slots.fill(line.text), line.group, line.flags, desk.signed)
        return
    reply = answer(dice, wrote, at, slots.fill(turns["A"]), "chat-answer", frozenset(), desk.signed)
    yield reply
    if "T" in turns and dice.random() < 0.75:
        back = _said(person, scope.later(at, 10, 700), slots.fill(turns["T"]), "chat-back", parent=reply)
        yield back
        if "B" in turns and dice.random() < 0.7:
            text, when = slots.fill(turns["B"]), scope.later(back.at, 10, 900)
            yield answer(dice, back, when, text, "chat-answer", frozenset(), desk.signed)


def _noise(scope: Scope, desk: Desk, feed: list[Tweet]) -> Iterator[Tweet]:
    dice = scope.dice
    for group, count, kinds in (
        ("noise", desk.noise, ("growth", "filler", "media", "brag", "contest")),
        ("backlash", desk.backlash, ("hard", "advert", "growth")),
    ):
        targets = [tweet for tweet in feed if tweet.group in kinds]
        for line in scope.lines(LINES[group], scope.some(count)) if targets else ():
            parent = dice.pick(targets)
            at = scope.later(parent.at, 2, 600)
            text = scope.slots(at).fill(line.text)
            yield _said(scope.cast.newcomer(), at, text, group, *line.flags, parent=parent)


def _joins(scope: Scope, desk: Desk) -> Iterator[Tweet]:
    dice, useful, empty = scope.dice, scope.some(desk.joins), scope.some(desk.empty)
    blanks = [EMPTY[i] for i in scope.cast.deal(dice, EMPTY, empty)]
    for index, scene in enumerate(scope.scenes(STRANGERS, useful + empty)):
        at = scope.moment()
        slots = scope.slots(at)
        heard = _said(scope.cast.newcomer(), at, slots.fill(scene.turns["S"]), "stranger")
        yield heard
        good = index < useful
        text = slots.fill(scene.turns["J"]) if good else blanks[index - useful]
        group, flags = ("join", frozenset({"helps"})) if good else ("join-empty", frozenset({"canned"}))
        reply = answer(dice, heard, scope.later(at, 20, 900), text, group, flags, desk.signed * 0.8, "no")
        yield reply
        if good and dice.random() < 0.55:
            thanks, when = dice.pick(THANKS), scope.later(reply.at, 10, 800)
            yield _said(slots_person(heard), when, thanks, "join-back", *_grateful(thanks), parent=reply)


def _asked(scope: Scope, desk: Desk) -> Iterator[Tweet]:
    """Strangers who ask the open audience for a firm: answering them is invited."""
    for question, line in zip(
        scope.lines(LINES["asking"], scope.some(desk.asked)),
        scope.lines(LINES["asked"], scope.some(desk.asked)),
        strict=True,
    ):
        at = scope.moment()
        heard = _said(scope.cast.newcomer(), at, question.text, "asking", "question")
        yield heard
        yield answer(scope.dice, heard, scope.later(at, 10, 300), line.text, "asked", line.flags, desk.signed)


def _dropped(scope: Scope, desk: Desk) -> Iterator[Tweet]:
    """One template on many strangers within a fortnight: half as replies, half by bare mention."""
    dice = scope.dice
    total = sum(scope.some(count) for count in desk.dropped)
    wishes = iter([WISHES[i] for i in scope.cast.deal(dice, WISHES, total)])
    for template, count in zip(TEMPLATES, desk.dropped, strict=True):
        start = scope.moment() if count else None
        for index in range(scope.some(count)):
            assert start is not None
            at = min(start + timedelta(days=index * 2, minutes=dice.between(1, 90)), plan.END - timedelta(hours=2))
            heard = _said(scope.cast.newcomer(), at, next(wishes), "wish")
            flags = frozenset({"promo", "ask", "pitch"})
            reply = answer(dice, heard, at + timedelta(minutes=dice.between(1, 9)), "", "template", flags, 0, "no")
            reply.text += scope.slots(at).fill(template)
            reply.kind, reply.parent = "U", heard if index % 2 else None
            yield from (heard, reply) if reply.parent else (reply,)
