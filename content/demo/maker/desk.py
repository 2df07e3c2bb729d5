"""The desk: people who need something, people who just write, and strangers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

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
    dice: Dice, to: Tweet, at: object, text: str, group: str, flags: frozenset[str], signed: float, invited: str = "yes"
) -> Tweet:
    """The brand's reply to a tweet, signed or not."""
    assert to.author is not None
    if dice.random() < signed:
        name = dice.pick(tuple(STAFF))
        text += f" ^{STAFF[name]}" if dice.random() < 0.85 else f" – {name}"
        flags = flags | {"signed"}
    reply = Tweet(at, f"@{to.author.handle} {text}", group, "R", "reply", flags, parent=to, to=to.author)  # type: ignore[arg-type]
    reply.invited, reply.likes, reply.app = invited, dice.between(0, 4), "HLF Inbox"
    return reply


def _said(person: Person, at: object, text: str, group: str, *flags: str, parent: Tweet | None = None) -> Tweet:
    return Tweet(at, text, group, "I", "inbound", frozenset(flags), author=person, parent=parent)  # type: ignore[arg-type]


def _cases(scope: Scope, desk: Desk) -> Iterator[Tweet]:
    dice = scope.dice
    for index, scene in enumerate(scope.scenes(CASES, scope.some(desk.cases))):
        at = scope.edge(index) or scope.moment(6, 22)
        person = dice.pick(scope.cast.regulars) if dice.random() < 0.12 else scope.cast.newcomer()
        slots = scope.slots(at, first=person.first)
        text = slots.fill(scene.turns[scene.group])
        if dice.random() < 0.05:
            text = "Dear Harbour Lights, " + text.replace("@HarbourLights ", "")
        asked = _said(person, at, text, "case", *FLAGS[scene.group])
        yield asked
        if dice.random() < desk.rate:
            yield from _answered(scope, desk, scene, asked, slots)
        elif dice.random() < 0.15:
            nudge = slots.fill(dice.pick(LINES["nudge"]).text)
            yield _said(person, scope.later(at, 900, 2000), nudge, "nudge", "need", parent=asked)


def _answered(scope: Scope, desk: Desk, scene: Scene, asked: Tweet, slots: Slots) -> Iterator[Tweet]:
    dice, luck = scope.dice, scope.dice.random()
    if dice.random() < desk.quick:
        at = scope.later(asked.at, 4, 55)
    else:
        at = scope.later(asked.at, *dice.pick(((65, 300), (90, 700), (400, 1500), (1400, 3300), (4400, 6000))))
    if luck < desk.helped:
        flags = frozenset({"helps"}) | ({"apology"} if "sorry" in scene.turns["H"].lower() else frozenset())
        reply = answer(dice, asked, at, slots.fill(scene.turns["H"]), "case-help", flags, desk.signed)
        yield reply
        if "T" in scene.turns and dice.random() < 0.7:
            thanks = slots.fill(scene.turns["T"])
            yield _said(slots_person(asked), scope.later(at, 5, 400), thanks, "thanks", "praise", parent=reply)
    else:
        name = "clone" if luck < desk.helped + desk.cloned else "deflect"
        pool = LINES["clone"][: 3 if scope.quarter <= "2026-Q1" else 2] if name == "clone" else LINES["deflect"]
        line = dice.pick(pool) if name == "clone" else scope.lines(pool, 1)[0]
        signed = desk.signed * (0.4 if name == "clone" else 0.8)
        yield answer(dice, asked, at, slots.fill(line.text), name, line.flags, signed)


def slots_person(tweet: Tweet) -> Person:
    """Who wrote an inbound tweet."""
    assert tweet.author is not None
    return tweet.author


def _chats(scope: Scope, desk: Desk, feed: list[Tweet]) -> Iterator[Tweet]:
    dice, pitches = scope.dice, scope.some(desk.pitched)
    liked = [tweet for tweet in feed if tweet.group in ("human", "conversation", "useful", "media", "contest")]
    for scene in scope.scenes(CHATS, scope.some(desk.chats)):
        turns = scene.turns
        person = dice.pick(scope.cast.regulars) if dice.random() < desk.regulars else scope.cast.newcomer()
        parent = dice.pick(liked) if liked and dice.random() < 0.4 else None
        at = scope.later(parent.at, 5, 1400) if parent else scope.moment(7, 22)
        slots = scope.slots(at, first=person.first)
        wrote = _said(person, at, slots.fill(turns["I"]), "chat", "praise", parent=parent)
        yield wrote
        if dice.random() >= desk.chatty:
            continue
        then = scope.later(at, 15, 1300)
        if pitches:
            pitches -= 1
            line = dice.pick(LINES["soft-pitch"])
            yield answer(dice, wrote, then, slots.fill(line.text), "soft-pitch", line.flags, desk.signed)
            continue
        reply = answer(dice, wrote, then, slots.fill(turns["A"]), "chat-answer", frozenset(), desk.signed)
        yield reply
        if "T" in turns and dice.random() < 0.75:
            back = _said(person, scope.later(then, 10, 700), slots.fill(turns["T"]), "chat-back", parent=reply)
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
            yield _said(slots_person(heard), when, thanks, "join-back", "praise", parent=reply)


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
            reply.kind, reply.parent = "U", heard if index % 3 else None
            yield from (heard, reply) if reply.parent else (reply,)
